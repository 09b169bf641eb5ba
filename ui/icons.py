"""The program's icons: a few strokes on a 24-unit square each, drawn in the colour of the text beside them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

# M x y · L x y · R x y w h (rounded rectangle) · C x y r (circle) · Z closes
_SHAPES: dict[str, str] = {
    "overview": "R 3 3 7 8 R 14 3 7 5 R 14 12 7 9 R 3 15 7 6",
    "intake": "M 12 3 L 12 14 M 7.5 9.5 L 12 14 L 16.5 9.5 M 3 15 L 3 20 L 21 20 L 21 15",
    "review": "R 4 3 16 18 M 8 9 L 9.5 10.5 L 12 7.5 M 14.5 9 L 17 9 M 8 15.5 L 9.5 17 L 12 14 M 14.5 15.5 L 17 15.5",
    "marks": "M 4 20 L 4 13 L 8 13 L 8 20 M 10 20 L 10 4 L 14 4 L 14 20 M 16 20 L 16 9 L 20 9 L 20 20 M 2.5 20 L 21.5 20",
    "decision": "C 12 9 6 M 9.5 9 L 11.3 10.8 L 14.7 7.2 M 8.5 14 L 7 21.5 L 12 19 L 17 21.5 L 15.5 14",
    "papers": "M 5 3 L 14 3 L 19 8 L 19 21 L 5 21 Z M 14 3 L 14 8 L 19 8 M 8.5 12.5 L 15.5 12.5 M 8.5 16.5 L 15.5 16.5",
    "ledgers": "M 6 3 L 20 3 L 20 21 L 6 21 L 4 19 L 4 5 L 6 3 M 8 3 L 8 21 M 11 8 L 17 8 M 11 12 L 17 12 M 11 16 L 15 16",
    "vouchers": "R 3 6 18 12 M 8 6 L 8 18 M 12 10 L 17 10 M 12 14 L 17 14",
    "policy": "M 3 5 L 10 5 L 12 7 L 14 5 L 21 5 L 21 19 L 14 19 L 12 20.5 L 10 19 L 3 19 Z M 12 7 L 12 20.5",
    "exchange": "M 4 8.5 L 20 8.5 M 16.5 5 L 20 8.5 L 16.5 12 M 20 15.5 L 4 15.5 M 7.5 12 L 4 15.5 L 7.5 19",
    "settings": "C 9 8 3.6 M 2.5 19.5 L 3.6 16 L 6.5 14 L 11 14 M 13 13 L 21.5 13 M 13 19 L 21.5 19 C 16 13 1.6 C 19 19 1.6",
    "history": "C 12 12 9 M 12 7 L 12 12 L 15.5 14",
    "undo": "M 8.5 5 L 4 9.5 L 8.5 14 M 4 9.5 L 15 9.5 L 18.5 11 L 20 14.5 L 18.5 18 L 15 19.5 L 10 19.5",
    "redo": "M 15.5 5 L 20 9.5 L 15.5 14 M 20 9.5 L 9 9.5 L 5.5 11 L 4 14.5 L 5.5 18 L 9 19.5 L 14 19.5",
    "person": "C 12 8 4.2 M 4 21 L 5.2 17.2 L 8.6 15 L 15.4 15 L 18.8 17.2 L 20 21",
    "menu": "M 4 7 L 20 7 M 4 12 L 20 12 M 4 17 L 20 17",
    "file": "M 6 3 L 14 3 L 19 8 L 19 21 L 6 21 Z M 14 3 L 14 8 L 19 8",
    "good": "C 12 12 9 M 8 12.2 L 11 15.2 L 16.2 9.4",
    "warn": "M 12 3.5 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.5 M 12 17.2 L 12 17.4",
    "bad": "C 12 12 9 M 9 9 L 15 15 M 15 9 L 9 15",
    "info": "C 12 12 9 M 12 11 L 12 16.5 M 12 7.6 L 12 7.8",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "lock": "R 5 10.5 14 10 M 8 10.5 L 8 7.5 L 9.2 5 L 12 3.8 L 14.8 5 L 16 7.5 L 16 10.5",
    "app": "R 3.5 2.5 17 19 M 8 8 L 16 8 M 8 12 L 13 12 M 8 17 L 10.5 19 L 16 13.5",
}


def icon(name: str, colour: str, checked: str = "") -> QIcon:
    """The icon in one colour, and in another while its button is checked; sharp at one, one and a half and two times."""
    made = QIcon()
    for state, ink in ((QIcon.State.Off, colour), (QIcon.State.On, checked or colour)):
        for scale in (1.0, 1.5, 2.0):
            made.addPixmap(pixmap(name, ink, 20, scale), QIcon.Mode.Normal, state)
    return made


def pixmap(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    made = QPixmap(round(size * scale), round(size * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 24, size / 24)
    pen = QPen(QColor(colour), 1.7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(_path(_SHAPES[name]))
    painter.end()
    return made


def _path(shape: str) -> QPainterPath:
    path, words = QPainterPath(), iter(shape.split())
    for word in words:
        if word == "Z":
            path.closeSubpath()
            continue
        x, y = float(next(words)), float(next(words))
        if word == "M":
            path.moveTo(x, y)
        elif word == "L":
            path.lineTo(x, y)
        elif word == "R":
            path.addRoundedRect(QRectF(x, y, float(next(words)), float(next(words))), 1.2, 1.2)
        else:
            radius = float(next(words))
            path.addEllipse(QPointF(x, y), radius, radius)
    return path

"""The experts' totals of one case as dots on a line: counted, dropped and struck ones told apart by shape, not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from gyga_desk.model import MarkUse, Standing
from ui.cells import AnyIndex, HeadedDelegate, Heading, draw_row, row_at
from ui.languages import tr
from ui.said import joined
from ui.shown import plain, points
from ui.style import CELL, Tone, colours

_RADIUS = 3.2
_STEP = 10
_BELOW = 20


def told(one: Standing, *, wide: bool) -> str:
    """The dots for those who hear them, and in the tooltip."""
    if not one.scores:
        return ""
    parts = []
    for use in MarkUse:
        held = [t for t in one.scores if t.use is use]
        if held:
            names = joined((f"{t.expert} {plain(t.total)}" if t.total is not None else t.expert for t in held), "、")
            parts.append(joined((use.label, names), "："))
    if one.spread is not None:
        spread = tr("最高与最低相差 {spread} 分").format(spread=plain(one.spread))
        parts.append(spread + (tr("，提示复核") if wide else ""))
    return joined(parts, "；")


class Scale:
    """What part of the line a total stands at; one scale for all rows, so that they can be compared."""

    def __init__(self) -> None:
        self.low, self.high = Decimal(0), Decimal(100)
        self.floor: Decimal | None = None

    def fit(self, standings: Iterable[Standing], floor: Decimal | None) -> None:
        totals = [t.total for one in standings for t in one.scores if t.total is not None]
        least = min(totals, default=Decimal(0))
        if floor is not None:  # what lies far below the floor stands at the edge, so that the others can be told apart
            least = max(min(least, floor), floor - _BELOW)
        self.low, self.floor = least // _STEP * _STEP, floor
        self.high = max([Decimal(100), *totals])

    def place(self, total: Decimal, room: QRectF) -> QPointF:
        share = (total - self.low) / (self.high - self.low) if self.high > self.low else Decimal(0)
        return QPointF(room.left() + room.width() * float(max(share, Decimal(0))), room.center().y())


class DotsDelegate(HeadedDelegate):
    """A full dot counted, a ring was dropped, a cross was struck or stepped aside; the tall stroke is the score."""

    scale: Scale

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        row = row_at(index)
        if isinstance(row, Heading):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        draw_row(option, painter)
        one: Standing = row.standing
        if not one.scores:
            return
        scheme, mark = colours(), option.fontMetrics.horizontalAdvance("！")
        room = QRectF(option.rect.adjusted(CELL + 3, 0, -CELL - mark, 0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme.line), 1))
        painter.drawLine(room.left(), room.center().y(), room.right(), room.center().y())
        if self.scale.floor is not None:
            at = self.scale.place(self.scale.floor, room)
            painter.setPen(QPen(QColor(scheme.faint), 1, Qt.PenStyle.DotLine))
            painter.drawLine(at - QPointF(0, 9), at + QPointF(0, 9))
        for total in one.scores:
            if total.total is not None:
                self._dot(painter, self.scale.place(total.total, room), total.use)
        if one.score is not None:
            at = self.scale.place(Decimal(points(one.score)), room)
            painter.setPen(QPen(QColor(scheme.ink), 1.6))
            painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8))
        if row.wide:
            painter.setPen(QColor(scheme.tones[Tone.WARN][0]))
            painter.drawText(
                option.rect.adjusted(0, 0, -CELL // 2, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                "！",
            )
        painter.restore()

    def _dot(self, painter: QPainter, at: QPointF, use: MarkUse) -> None:
        scheme = colours()
        if use is MarkUse.COUNTED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            painter.drawEllipse(at, _RADIUS, _RADIUS)
        elif use is MarkUse.DROPPED:
            painter.setPen(QPen(QColor(scheme.soft), 1.3))
            painter.setBrush(QColor(scheme.base))
            painter.drawEllipse(at, _RADIUS, _RADIUS)
        else:
            painter.setPen(QPen(QColor(scheme.tones[Tone.BAD][0]), 1.5))
            for way in (1, -1):
                painter.drawLine(at + QPointF(-_RADIUS, -_RADIUS * way), at + QPointF(_RADIUS, _RADIUS * way))

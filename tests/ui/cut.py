"""What of a window does not fit where it stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QSizePolicy, QTableView, QWidget

from ui.style import CELL


def headers_of(table: QTableView) -> list[tuple[str, int]]:
    """Each header's title and the room there is for it."""
    model, header = table.model(), table.horizontalHeader()
    return [
        (str(model.headerData(at, Qt.Orientation.Horizontal)), header.sectionSize(at) - 2 * CELL)
        for at in range(model.columnCount())
        if not header.isHidden() and not header.isSectionHidden(at)
    ]


def scrolls(one: QWidget) -> bool:
    """Whether it stands in something that can be moved under the eyes."""
    at: QWidget | None = one
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    return at is not None


def cut_off(shown: QWidget) -> list[str]:
    """Labels, buttons and headers whose text does not fit at this size."""
    room = shown.rect()
    found = []
    for kind in (QLabel, QAbstractButton, QComboBox):
        for one in shown.findChildren(kind):
            if not one.isVisible() or one.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored:
                continue
            text = one.currentText() if isinstance(one, QComboBox) else one.text()
            place = QRect(one.mapTo(shown, one.rect().topLeft()), one.size())
            tight = isinstance(one, QLabel) and one.wordWrap() and one.height() < one.heightForWidth(one.width())
            narrow = not (isinstance(one, QLabel) and one.wordWrap()) and one.width() < one.minimumSizeHint().width()
            if text and (tight or narrow or (not scrolls(one) and not room.contains(place))):
                found.append(text)
    for table in shown.findChildren(QTableView):
        if table.isVisible():
            found += [
                title for title, width in headers_of(table) if table.fontMetrics().horizontalAdvance(title) > width
            ]
            found += ["a table wider than its place"] if table.horizontalScrollBar().maximum() else []
    return found

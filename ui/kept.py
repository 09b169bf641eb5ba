"""What is kept of a page from one day to the next: its filters, and the widths that the person gave its columns."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QWidget

from ui.table import ListView

_KEPT = "kept"
_COLUMN = "column/"


def keep(field: QWidget, name: str) -> None:
    """Marks a filter of a page as one that is kept, under a name of its own on that page."""
    field.setProperty(_KEPT, name)


class Kept(QObject):
    """Reads a page's filters and widths, and puts them back; what a page has as it is made is not worth keeping."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.page = page
        self.made = self._widths()

    def read(self, *, words: bool = True) -> dict[str, str]:
        """Without `words`, no filter: what somebody looked for in an encrypted store is not written down beside it."""
        changed = {name: width for name, width in self._widths().items() if self.made.get(name) not in (None, width)}
        return {**(self._filters() if words else {}), **{_COLUMN + name: str(width) for name, width in changed.items()}}

    def put_back(self, kept: dict[str, str]) -> None:
        for field in self.page.findChildren(QWidget):
            name = field.property(_KEPT)
            if isinstance(name, str) and name in kept:
                _fill(field, kept[name])
        for view in self._views():
            for at, name in _columns(view):
                width = kept.get(_COLUMN + name, "")
                if width.isdecimal():
                    view.setColumnWidth(at, int(width))

    def _filters(self) -> dict[str, str]:
        fields = [one for one in self.page.findChildren(QWidget) if isinstance(one.property(_KEPT), str)]
        return {str(one.property(_KEPT)): _read(one) for one in fields}

    def _widths(self) -> dict[str, int]:
        return {name: view.columnWidth(at) for view in self._views() for at, name in _columns(view)}

    def _views(self) -> list[ListView]:
        return [view for view in self.page.findChildren(ListView) if view.accessibleName()]


def _columns(view: ListView) -> list[tuple[int, str]]:
    """Columns whose width is the person's to choose, by the names of list and column."""
    free = QHeaderView.ResizeMode.Interactive
    header = view.horizontalHeader()
    return [
        (at, f"{view.accessibleName()}/{column.title}")
        for at, column in enumerate(view.rows.columns)
        if header.sectionResizeMode(at) == free and not view.isColumnHidden(at)
    ]


def _read(field: QWidget) -> str:
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.text() if isinstance(field, QLineEdit) else ""


def _fill(field: QWidget, text: str) -> None:
    """As if the person had chosen it, so that the page hears of it."""
    if isinstance(field, QLineEdit):
        field.setText(text)
    elif isinstance(field, QComboBox):
        at = field.findText(text)
        if at >= 0 and at != field.currentIndex():
            field.setCurrentIndex(at)
            field.activated.emit(at)

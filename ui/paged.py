"""PagedModel: a list of any length, of which only the pages that are looked at are read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.table import Column

AnyIndex = QModelIndex | QPersistentModelIndex
K = TypeVar("K")
_NOWHERE = QModelIndex()
_PAGE, _PAGES = 128, 64


class PagedModel(QAbstractTableModel):
    """Keys in their order, and what stands behind them a page at a time.

    `read` gives the rows for some keys, in their order; `order` gives all keys by a column, and whether from the end.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        read: Callable[[Sequence[int]], list[Any]],
        order: Callable[[int, bool], Sequence[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns, self.read, self.order = tuple(columns), read, order
        self.keys: Sequence[int] = ()
        self.pages: OrderedDict[int, list[Any]] = OrderedDict()

    def set_keys(self, keys: Sequence[int]) -> None:
        self.beginResetModel()
        self.keys = keys
        self.pages.clear()
        self.endResetModel()

    def row(self, at: int) -> Any:
        """What stands in a row; None where it is gone since the keys were read."""
        number, place = divmod(at, _PAGE)
        held = self.pages.get(number)
        if held is None:
            held = self.pages[number] = self.read(self.keys[number * _PAGE : (number + 1) * _PAGE])
            if len(self.pages) > _PAGES:
                self.pages.popitem(last=False)
        return held[place] if place < len(held) else None

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override rowCount."""
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override columnCount."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override data."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        one = self.row(index.row())
        return None if one is None else self.columns[index.column()].text(one)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override headerData."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self.columns[section].title if 0 <= section < len(self.columns) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Override sort: the order comes from the store."""
        self.set_keys(self.order(column, order == Qt.SortOrder.DescendingOrder))

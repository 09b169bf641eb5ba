"""Column, TableModel and ListView: one model and one view for every list.

    self.list = ListView([
        Column(self.tr("项目"), lambda case: case.title, width=240, stretch=True),
        Column(self.tr("状态"), lambda case: case.outcome.label, width=96, tone=tone_of),
        Column(self.tr("金额（元）"), lambda case: yuan(case.amount_fen), width=140, number=True,
               order=lambda case: case.amount_fen or 0),
    ], key=lambda case: case.id, empty=self.tr("还没有项目。"))
    self.list.set_rows(reads.cases(self.ctx.reader))
    self.list.picked.connect(self.show_one)        # gets the row's object, or None

Rows are plain objects in the order given; long lists (thousands) come ordered from the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.delegates import TONE_ROLE, BadgeDelegate
from ui.said import said
from ui.style import CELL, ROW, Tone, colours, scaled

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SPARE = 2
"""Beside a header's text, so that rounding cuts nothing."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """One column: its header, how it reads a row, and how that is shown."""

    title: str
    text: Callable[[Any], str]
    width: int = 100
    stretch: bool = False
    number: bool = False
    """Right-aligned, as money and counts are."""
    tone: Callable[[Any], Tone | None] | None = None
    """Shown as a badge of this tone."""
    tip: Callable[[Any], str] | None = None
    order: Callable[[Any], Any] | None = None
    """What the column sorts by; the text where not given."""
    soft: bool = False
    """In the quieter text colour."""


class TableModel(QAbstractTableModel):
    """Plain objects behind columns. `key` names a row across `set_rows`, so that the view keeps its selection."""

    def __init__(
        self, columns: Sequence[Column], key: Callable[[Any], object] = id, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns, self.key = tuple(columns), key
        self.rows: list[Any] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        if self._sorted_by:
            self._sort(*self._sorted_by)
        self.endResetModel()

    def row_of(self, key: object) -> int:
        """The place of the row with this key, or -1."""
        return next((at for at, one in enumerate(self.rows) if self.key(one) == key), -1)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override rowCount."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override columnCount."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override data."""
        if not index.isValid():
            return None
        column, one = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return said(column.text(one))
        return _dress(column, one, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override headerData."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Override sort; a column below zero keeps the order given."""
        self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        if self._sorted_by is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self.rows[index.row()], index.column()) for index in before]
        self._sort(column, order)
        places = {id(one): at for at, one in enumerate(self.rows)}
        self.changePersistentIndexList(before, [self.index(places[id(one)], at) for one, at in held])
        self.layoutChanged.emit()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        chosen = self.columns[column]
        self.rows.sort(key=chosen.order or chosen.text, reverse=order == Qt.SortOrder.DescendingOrder)


def _dress(column: Column, one: Any, role: int) -> Any:
    """Everything about a cell but its text."""
    if role == Qt.ItemDataRole.ToolTipRole:
        return said((column.tip or column.text)(one)) or None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.number else _LEFT
    if role == TONE_ROLE and column.tone:
        return column.tone(one)
    if role == Qt.ItemDataRole.ForegroundRole and column.soft:
        return QColor(colours().soft)
    return None


class ListView(QTableView):
    """The table every page uses: whole rows, no grid, badges, a sentence while empty.

    Signals:
        picked(object): the current row's object, or None.
        opened(object): Enter or a double click on a row.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Any], object] = id,
        *,
        empty: str = "",
        name: str = "",
        sortable: bool = True,
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows, self.empty = TableModel(columns, key, self), empty
        self._setting = False
        self.setModel(self.rows)
        self.setItemDelegate(BadgeDelegate(self))
        self.setAccessibleName(name)
        self._dress(many)
        self._titles: dict[int, str] = {}
        self._wanted: dict[int, int] = {}
        self._fitting = False
        self._set_widths(columns)
        self.horizontalHeader().sectionResized.connect(self._resized)
        if sortable:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.horizontalHeader().setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(self._say_picked)
        self.activated.connect(lambda index: self.opened.emit(self.rows.rows[index.row()]))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these objects; the row that was current stays current if its key is still there."""
        had = self.current()
        key = None if had is None else self.rows.key(had)
        self._setting = True
        self.rows.set_rows(rows)
        at = -1 if had is None else self.rows.row_of(key)
        if at >= 0:
            self._select(at)
        self._setting = False
        if had is not None or at >= 0:
            self.picked.emit(self.current())
        self.viewport().update()

    def current(self) -> Any:
        """The current row's object, or None."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def chosen(self) -> list[Any]:
        """The selected rows' objects (more than one only with `many`), in the list's order."""
        return [self.rows.rows[at] for at in sorted({index.row() for index in self.selectedIndexes()})]

    def pick(self, key: object) -> bool:
        """Make the row with this key the current one."""
        at = self.rows.row_of(key)
        if at >= 0:
            self._select(at)
        return at >= 0

    def pick_first(self) -> None:
        if self.current() is None and self.rows.rows:
            self._select(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override paintEvent: an empty list says so."""
        super().paintEvent(event)
        if self.rows.rows or not self.empty:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(colours().faint))
        room = self.viewport().rect().adjusted(16, 16, -16, -16)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty)
        painter.end()

    def _select(self, at: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows.index(at, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _say_picked(self) -> None:
        if not self._setting:
            self.picked.emit(self.current())

    def _dress(self, many: bool) -> None:
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.verticalHeader().setMinimumSectionSize(scaled(ROW))

    def _set_widths(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        title = QFontMetrics(self.horizontalHeader().font()).horizontalAdvance
        for at, column in enumerate(columns):
            self._titles[at] = column.title
            self._wanted[at] = max(scaled(column.width), title(column.title) + 2 * CELL + _SPARE)
            self.setColumnWidth(at, self._wanted[at])
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override resizeEvent."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """A column that takes what is left takes its title's room at least; the others give of what they have beyond theirs.

        They have their own widths again as soon as there is room.
        """
        header = self.horizontalHeader()
        title = QFontMetrics(header.font()).horizontalAdvance
        least = {at: title(text) + 2 * scaled(CELL) + _SPARE for at, text in self._titles.items()}
        shown = [at for at in least if not header.isSectionHidden(at)]
        stretched = [at for at in shown if header.sectionResizeMode(at) == QHeaderView.ResizeMode.Stretch]
        sizes = {at: self._wanted.get(at, header.sectionSize(at)) for at in shown}
        others = sorted(set(shown).difference(stretched), key=lambda at: least[at] - sizes[at])
        lacks = sum(least[at] for at in stretched) + sum(sizes[at] for at in others) - self.viewport().width()
        self._fitting = True
        for at in others if stretched else ():
            given = min(max(0, lacks), max(0, sizes[at] - least[at]))
            header.resizeSection(at, sizes[at] - given)
            lacks -= given
        self._fitting = False

    def _resized(self, at: int, before: int, now: int) -> None:
        """A width that somebody gave is wanted from now on; a column shown or hidden leaves other room to the others."""
        if self._fitting or self.horizontalHeader().sectionResizeMode(at) == QHeaderView.ResizeMode.Stretch:
            return
        if before and now:
            self._wanted[at] = now
        else:
            self._fit()

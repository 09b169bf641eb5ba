"""The window 全部项目: every case of every year in one list, found by one character or more, however long the list is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from gyga_desk.store import listing
from gyga_desk.store.listing import Line
from ui.context import Context
from ui.paged import PagedModel
from ui.soon import Soon
from ui.style import GAP, MARGIN, ROW, scaled
from ui.table import Column
from ui.widgets import label, row
from ui.words import measure_title

_AFTER_MS = 60
_ORDERS = listing.ORDERS
"""What the first columns sort by; the others by the case."""


class AllCases(QDialog):
    """Enter or a double click opens a case in 审核, in its own year."""

    def __init__(self, parent: QWidget, ctx: Context) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.setWindowTitle(self.tr("全部项目"))
        self.resize(scaled(920), scaled(560))
        self.search, self.count = QLineEdit(), label("", "soft")
        self.search.setPlaceholderText(self.tr("单位、项目或信用代码中的一个字或几个字"))
        self.search.setAccessibleName(self.tr("查找"))
        self.search.setClearButtonEnabled(True)
        self.rows = PagedModel(self._columns(), lambda keys: listing.page(ctx.reader, keys), self._order, self)
        self.list = self._view()
        self._late = Soon(self, _AFTER_MS)
        self._late.due.connect(self.look)
        self.search.textChanged.connect(self._late.start)
        self.search.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.activated.connect(self._open)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(GAP)
        top = row(self.search, self.count)
        top.setStretch(0, 1)
        outer.addLayout(top)
        outer.addWidget(self.list, 1)
        self.look()
        self.search.setFocus()

    def look(self) -> None:
        """The list for what is typed, in the order chosen."""
        header = self.list.horizontalHeader()
        down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self.rows.set_keys(self._order(header.sortIndicatorSection(), down))
        if self.rows.rowCount():
            self.list.selectRow(0)

    def _order(self, column: int, down: bool) -> Sequence[int]:
        order = _ORDERS[column] if 0 <= column < len(_ORDERS) else "case"
        found = listing.places(self.ctx.reader, order, descending=down, text=self.search.text())
        self.count.setText(self.tr("{count} 项").format(count=len(found)))
        return found

    def _open(self, index: QModelIndex) -> None:
        one: Line | None = self.rows.row(index.row())
        if one is not None:
            self.accept()
            self.ctx.year_wanted.emit(one.year)
            self.ctx.go("review", one.case)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("编号"), lambda one: one.case, width=128),
            Column(self.tr("申报单位"), lambda one: one.applicant, width=280),
            Column(self.tr("项目"), lambda one: one.title, stretch=True),
            Column(self.tr("措施"), lambda one: measure_title(one.measure), width=80),
            Column(self.tr("属地"), lambda one: one.district, width=110),
        ]

    def _view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.rows)
        view.setAccessibleName(self.tr("全部项目"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(scaled(ROW))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, column in enumerate(self.rows.columns):
            view.setColumnWidth(at, scaled(column.width))
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        return view

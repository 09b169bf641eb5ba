"""A sheet as it was sent, cell by cell, with a sign in colour and in shape wherever something is to be said about it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gyga_desk.formats.cells import shown
from gyga_desk.formats.mended import place_of
from gyga_desk.formats.raw import RawRow, RawSheet, a1, letters_of, number_of, unpack_row, width_of
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import Problem, Settlement, Severity
from ui.cells import AnyIndex
from ui.languages import tr
from ui.said import said
from ui.style import Tone, colours

MARK_ROLE, CHANGED_ROLE = Qt.ItemDataRole.UserRole + 11, Qt.ItemDataRole.UserRole + 12
_NOWHERE = QModelIndex()
_KEPT_ROWS = 2_000
_MOST_SPANS = 300
_ROW, _TAG = 26, 15
_NARROW, _WIDE = 64, 210


class Mark(StrEnum):
    """What is to be said about a cell; each has a sign of its own, so that colour is never all there is."""

    BAD = "bad"
    ASK = "ask"
    MENDED = "mended"
    ANSWERED = "answered"
    NOTE = "note"


SIGNS = {Mark.BAD: "!", Mark.ASK: "?", Mark.MENDED: QT_TRANSLATE_NOOP("", "改"), Mark.ANSWERED: "✓", Mark.NOTE: ""}
TONES = {
    Mark.BAD: Tone.BAD, Mark.ASK: Tone.WARN, Mark.MENDED: Tone.INFO, Mark.ANSWERED: Tone.GOOD, Mark.NOTE: Tone.QUIET,
}  # fmt: skip
_ORDER = list(Mark)


def mark_of(problem: Problem) -> Mark:
    if problem.severity is Severity.ERROR:
        return Mark.BAD
    if problem.severity is Severity.ASK:
        return Mark.ASK
    if problem.code == "corrected":
        return Mark.MENDED
    return Mark.ANSWERED if problem.answer else Mark.NOTE


@dataclass(frozen=True)
class Page:
    """One sheet with everything there is to show about it."""

    raw: RawSheet
    read: SheetResult
    problems: tuple[Problem, ...]
    mended: Mapping[str, Settlement]
    """Corrections by address."""
    epoch1904: bool


class SheetModel(QAbstractTableModel):
    """Rows are unpacked when they come into sight; a sheet of a hundred thousand costs no more than a small one."""

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self.marks: dict[tuple[int, int], Mark] = {}
        self.row_marks: dict[int, Mark] = {}
        self._lines: dict[int, int] = {}
        self._rows: OrderedDict[int, RawRow] = OrderedDict()
        self._size = (0, 0)
        self._headers: frozenset[int] = frozenset()
        self._aside: dict[int, str] = {}
        self._mended: dict[tuple[int, int], Settlement] = {}

    def show(self, page: Page) -> None:
        self.beginResetModel()
        if self.page is None or page.raw is not self.page.raw:
            self._rows.clear()
            self._lines = {number_of(line): at for at, line in enumerate(page.raw.packed)}
        self.page = page
        self._headers, self._aside = frozenset(page.read.header_rows), dict(page.read.skipped)
        self._mended = {place: one for cell, one in page.mended.items() if (place := place_of(cell))}
        self.marks, self.row_marks = _marks(page.problems)
        self._size = self._measure(page)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override rowCount."""
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Override columnCount."""
        return 0 if parent.isValid() else self._size[1]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override data."""
        if not index.isValid():
            return None
        row, column = index.row() + 1, index.column() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            mended = self._mended.get((row, column))
            return mended.said if mended else self.raw(row, column).replace("\n", " ")
        if role == MARK_ROLE:
            return self.marks.get((row, column))
        return self._dress(row, column, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override headerData: the letters and numbers of the sheet itself, and the sign of the row's gravest problem."""
        if orientation == Qt.Orientation.Horizontal:
            return letters_of(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        mark = self.row_marks.get(section + 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{tr(SIGNS[mark])} {section + 1}" if mark and SIGNS[mark] else str(section + 1)
        if role == Qt.ItemDataRole.ForegroundRole and mark and mark is not Mark.NOTE:
            return QColor(colours().tones[TONES[mark]][0])
        return None

    def raw(self, row: int, column: int) -> str:
        """The cell as it was sent."""
        cell = self._row(row).cells.get(column)
        return shown(cell, self.page.epoch1904) if cell is not None and self.page else ""

    def mended(self, row: int, column: int) -> Settlement | None:
        return self._mended.get((row, column))

    def widths(self) -> list[int]:
        """How wide each column likes to be, by the first rows that hold it."""
        if self.page is None:
            return []
        first = [self._row(number) for number in list(self._lines)[:40]]
        widths = []
        for column in range(1, self._size[1] + 1):
            texts = (row.cells[column].text for row in first if column in row.cells)
            longest = max((sum(7 if ord(c) < 256 else 13 for c in text[:24]) for text in texts), default=0)
            widths.append(min(max(longest + 30, _NARROW), _WIDE))
        return widths

    def _measure(self, page: Page) -> tuple[int, int]:
        """Rows and columns to the last that holds or asks for anything."""
        places = [*self.marks, *self._mended]
        rows = max((max(self._lines, default=0), *(row for row, _ in places)))
        widest = max((width_of(line) for line in page.raw.packed), default=0)
        return rows, max((widest, *(column for _, column in places)))

    def _row(self, number: int) -> RawRow:
        held = self._rows.get(number)
        if held is None:
            at = self._lines.get(number)
            held = unpack_row(self.page.raw.packed[at]) if at is not None and self.page else RawRow(number, {})
            self._rows[number] = held
            if len(self._rows) > _KEPT_ROWS:
                self._rows.popitem(last=False)
        return held

    def _dress(self, row: int, column: int, role: int) -> Any:
        scheme = colours()
        mark, mended = self.marks.get((row, column)), self._mended.get((row, column))
        if role == CHANGED_ROLE:
            return mended
        if role == Qt.ItemDataRole.BackgroundRole:
            if mark and mark is not Mark.NOTE:
                return QColor(scheme.tones[TONES[mark]][1])
            return QColor(scheme.hover) if row in self._headers else None
        if role == Qt.ItemDataRole.ForegroundRole and (row in self._aside or row < min(self._headers, default=1)):
            return QColor(scheme.soft)
        if role == Qt.ItemDataRole.FontRole and row in self._headers:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def _tip(self, row: int, column: int) -> str:
        """Everything that is said about a cell."""
        cell = a1(row, column)
        lines = [said(p.sentence) for p in self.page.problems if p.cell == cell] if self.page else []
        if not lines and row in self._aside:
            lines = [self.tr("本行不是申报：{reason}").format(reason=self._aside[row])]
        return "\n".join([self.raw(row, column), *lines]).strip()


def _marks(problems: Iterable[Problem]) -> tuple[dict[tuple[int, int], Mark], dict[int, Mark]]:
    """The gravest mark of each cell and of each row."""
    cells: dict[tuple[int, int], Mark] = {}
    rows: dict[int, Mark] = {}
    for problem in problems:
        mark, place = mark_of(problem), place_of(problem.cell)
        if place is not None:
            cells[place] = min(mark, cells.get(place, mark), key=_ORDER.index)
        if problem.row:
            rows[problem.row] = min(mark, rows.get(problem.row, mark), key=_ORDER.index)
    return cells, rows


class MarkDelegate(QStyledItemDelegate):
    """Draws a cell's sign at its right edge: a letter in a small field, or for a mere note a corner."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        super().paint(painter, option, index)
        mark = index.data(MARK_ROLE)
        if mark is None:
            return
        ink = QColor(colours().tones[TONES[mark]][0])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        if SIGNS[mark]:
            self._tag(painter, option, tr(SIGNS[mark]))
        else:
            corner = QPointF(option.rect.right() + 1, option.rect.top())
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(7, 0), corner + QPointF(0, 7)]))
        painter.restore()

    def _tag(self, painter: QPainter, option: QStyleOptionViewItem, sign: str) -> None:
        field = QRectF(option.rect.right() - _TAG - 2, option.rect.center().y() - _TAG / 2 + 0.5, _TAG, _TAG)
        painter.drawRoundedRect(field, 3, 3)
        font = QFont(option.font)
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours().base))
        painter.drawText(field, Qt.AlignmentFlag.AlignCenter, sign)

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override initStyleOption: room for the sign."""
        super().initStyleOption(option, index)
        if index.data(MARK_ROLE) not in (None, Mark.NOTE):
            option.text = option.fontMetrics.elidedText(
                option.text, Qt.TextElideMode.ElideRight, max(option.rect.width() - _TAG - 22, 12)
            )


class SheetGrid(QTableView):
    """The grid of one sheet.

    Signals:
        reached(str): the current cell's address.
        typing(str): a person wants to write into the current cell; with the first letter, or nothing.
        back(): Escape; the keyboard goes back to the list.
    """

    reached = Signal(str)
    typing = Signal(str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cells = SheetModel()
        self.setModel(self.cells)
        self.setItemDelegate(MarkDelegate(self))
        self.setAccessibleName(self.tr("来表"))
        self.setProperty("kind", "sheet")
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumWidth(44)
        self.horizontalHeader().setFixedHeight(26)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectionModel().currentChanged.connect(lambda now, _: now.isValid() and self.reached.emit(self.address()))
        self.doubleClicked.connect(lambda _: self.typing.emit(""))

    def show_page(self, page: Page) -> None:
        """Show a sheet; where it is the same as before, the eye stays where it was."""
        same = self.cells.page is not None and self.cells.page.raw is page.raw
        at, across, down = self.address(), self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.cells.show(page)
        if same:
            self.go(at)
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
            return
        self.clearSpans()
        for merge in page.raw.merges[:_MOST_SPANS]:
            height, width = merge.bottom - merge.top + 1, merge.right - merge.left + 1
            if height * width > 1 and merge.bottom <= self.cells.rowCount() and merge.right <= self.cells.columnCount():
                self.setSpan(merge.top - 1, merge.left - 1, height, width)
        for column, width in enumerate(self.cells.widths()):
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, False)

    def address(self) -> str:
        """Where the keyboard is, as `D9`; empty where nowhere."""
        index = self.currentIndex()
        return a1(index.row() + 1, index.column() + 1) if index.isValid() else ""

    def go(self, cell: str) -> bool:
        """Bring a cell into sight and make it the current one."""
        place = place_of(cell)
        if place is None or place[0] > self.cells.rowCount() or place[1] > self.cells.columnCount():
            return False
        index = self.cells.index(place[0] - 1, place[1] - 1)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.typing.emit("")
        else:
            super().keyPressEvent(event)


def pages_of(
    raws: Sequence[RawSheet], reads: Sequence[SheetResult], problems: Sequence[Problem], settled: Sequence[Settlement],
    *, epoch1904: bool,
) -> list[Page]:  # fmt: skip
    """Each sheet with what concerns it."""
    by_name = {one.name: one for one in reads}
    mended = [one for one in settled if not one.code]
    return [
        Page(
            raw, by_name[raw.name], tuple(p for p in problems if p.sheet == raw.name),
            {one.cell: one for one in mended if one.sheet == raw.name}, epoch1904,
        )
        for raw in raws if raw.name in by_name
    ]  # fmt: skip

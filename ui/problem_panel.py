"""The problems of a workbook, one after the other: filtered, walked through by keys, answered one by one or a column at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from gyga_desk.model import Problem, Severity
from ui.languages import tr
from ui.question_card import QuestionCard
from ui.sheet_grid import SIGNS, TONES, Mark, mark_of
from ui.style import GAP
from ui.table import Column, ListView
from ui.widgets import column, label, row

OPEN, ALL = "open", "all"
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)


def key_of(problem: Problem) -> tuple[str, int, str, str, str]:
    """What names a problem from one look to the next."""
    return problem.sheet, problem.row, problem.cell, problem.code, problem.fact


class ProblemPanel(QWidget):
    """List, filters and the card for the problem at hand.

    Signals:
        picked(object): the problem at hand, or None.
        entered(): Enter; the keyboard goes to the cell.
    """

    picked = Signal(object)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.everything: tuple[Problem, ...] = ()
        self.kind, self.sheet = QComboBox(), QComboBox()
        self.card = QuestionCard()
        self.count = label("", "soft")
        words = {
            Mark.BAD: self.tr("须改正"), Mark.ASK: self.tr("需答复"), Mark.MENDED: self.tr("已更正"),
            Mark.ANSWERED: self.tr("已答复"), Mark.NOTE: self.tr("提示"),
        }  # fmt: skip
        self.list = ListView(
            [
                Column(
                    self.tr("程度"), lambda one: f"{tr(SIGNS[mark_of(one)])} {words[mark_of(one)]}".strip(), width=98,
                    tone=lambda one: TONES[mark_of(one)],
                ),
                Column(self.tr("位置"), self._place, width=76),
                Column(self.tr("问题"), lambda one: one.sentence, stretch=True),
            ],
            key=key_of, name=self.tr("问题"), empty=self.tr("没有发现问题。"), sortable=False,
        )  # fmt: skip
        for value, text in (
            (OPEN, self.tr("未了结")), (Mark.BAD, words[Mark.BAD]), (Mark.ASK, words[Mark.ASK]),
            (Mark.ANSWERED, self.tr("已答复和更正")), (Mark.NOTE, words[Mark.NOTE]), (ALL, self.tr("全部")),
        ):  # fmt: skip
            self.kind.addItem(text, value)
        self.kind.setAccessibleName(self.tr("只看哪一类"))
        self.sheet.setAccessibleName(self.tr("只看哪张表"))
        for box in (self.kind, self.sheet):
            box.currentIndexChanged.connect(lambda _: self._filter())
        self.list.picked.connect(self.picked)
        self.list.installEventFilter(self)
        self.card.left.connect(self.focus_list)
        self._lay_out()

    def show_problems(self, problems: Sequence[Problem], sheets: Sequence[str]) -> None:
        """The problems in the order of the workbook; the one at hand stays, or gives way to the one after it."""
        order = {name: at for at, name in enumerate(sheets)}
        self.everything = tuple(sorted(problems, key=lambda p: (order.get(p.sheet, -1), p.row, p.cell)))
        wanted = self.sheet.currentData()
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItem(self.tr("所有工作表"), "")
        for name in dict.fromkeys(p.sheet for p in self.everything if p.sheet):
            self.sheet.addItem(name, name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(wanted), 0))
        self.sheet.blockSignals(False)
        self._filter()

    def start(self) -> None:
        """A new workbook: what is open first, or everything where nothing is."""
        open_ones = any(p.severity is not Severity.NOTE for p in self.everything)
        self.kind.setCurrentIndex(self.kind.findData(OPEN if open_ones else ALL))
        self.sheet.setCurrentIndex(0)
        self._filter()
        self.list.pick_first()

    def current(self) -> Problem | None:
        found: Problem | None = self.list.current()
        return found

    def step(self, by: int) -> None:
        """The next problem, or the one before; after the last comes the first again."""
        rows = self.list.rows.rows
        if rows:
            at = self.list.currentIndex().row()
            self.list.pick(key_of(rows[(at + by) % len(rows) if at >= 0 else 0]))

    def pick_cell(self, sheet: str, cell: str) -> bool:
        """The problem of a cell, if one is listed."""
        found = next((p for p in self.list.rows.rows if (p.sheet, p.cell) == (sheet, cell)), None)
        return found is not None and self.list.pick(key_of(found))

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """Keys that mean the same in the list and in the grid: a digit answers, B takes the whole column, F2 corrects."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _DIGITS:
            return self.card.answer(event.key() - Qt.Key.Key_0)
        if plain and event.key() == Qt.Key.Key_B:
            self.card.toggle_all()
            return True
        return event.key() == Qt.Key.Key_F2 and self.card.type_here()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter: keys in the list."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            return self.key(event)
        return False

    def _place(self, one: Problem) -> str:
        if one.cell:
            return one.cell
        return (
            self.tr("第 {row} 行").format(row=one.row)
            if one.row
            else self.tr("整张表")
            if one.sheet
            else self.tr("文件")
        )

    def _filter(self) -> None:
        fits: dict[str, Callable[[Problem], bool]] = {
            OPEN: lambda p: p.severity is not Severity.NOTE,
            ALL: lambda _: True,
            Mark.ANSWERED: lambda p: mark_of(p) in (Mark.ANSWERED, Mark.MENDED) or bool(p.answer),
        }
        kind, sheet = self.kind.currentData(), self.sheet.currentData()
        fit = fits.get(kind, lambda p: mark_of(p) == kind)
        at = self.list.currentIndex().row()
        self.list.set_rows([p for p in self.everything if fit(p) and (not sheet or p.sheet == sheet)])
        rows = self.list.rows.rows
        if self.list.current() is None and rows and at >= 0:
            self.list.pick(key_of(rows[min(at, len(rows) - 1)]))
        elif not rows:
            self.picked.emit(None)
        self.list.empty = self.tr("没有发现问题。") if not self.everything else self.tr("这一类没有问题。")
        self.count.setText(self.tr("{shown} / {all}").format(shown=len(rows), all=len(self.everything)))

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(self.card)
        split.setSizes([110, 270])
        self.list.setMinimumHeight(104)
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        outer = column(row(self.kind, self.sheet, None, self.count), split)
        outer.setStretch(1, 1)
        self.setLayout(outer)

"""What a workbook holds before it is taken: the sheets as sent beside their problems, what would change, totals, counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter, QTabBar, QTabWidget, QWidget

from gyga_desk.model import Problem, Severity
from gyga_desk.operations.incoming import CHANGED, HELD, NEW, REDEEM, UNCHANGED, Difference, Preview
from gyga_desk.operations.settling import answers_to, correct
from gyga_desk.policy import Edition
from ui.elided import Elided
from ui.problem_panel import ProblemPanel
from ui.said import said
from ui.sheet_grid import Page, SheetGrid, pages_of
from ui.style import GAP, MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Card, Figure, button, column, hairline, label, row
from ui.words import NOTHING, measure_title, yuan

_ALIKE = ("sheet", "column", "code")


class _Sum:
    """A stated total with its sheet."""

    def __init__(self, sheet: Any, one: Any) -> None:
        self.sheet, self.measure, self.column, self.cell = sheet.name, sheet.measure, one.column, one.cell
        self.stated_fen, self.computed_fen, self.matches = one.stated_fen, one.computed_fen, one.agrees


class _Change:
    """One changed fact with its case."""

    def __init__(self, case: str, applicant: str, what: Difference, sheet: str) -> None:
        self.case, self.applicant, self.sheet = case, applicant, sheet
        self.header, self.before, self.after, self.cell = what.header, what.before, what.after, what.cell


class WorkbookView(QWidget):
    """What a workbook holds, a person's words on it, and the buttons that take it.

    Signals:
        taken(bool): store it; True for only the rows without faults.
        told(list): answers and corrections, still unsigned.
        withdrawn(list): words that are taken back.
        other(): another file is wanted.
        sent(str): it goes back to its sender, as `report` or as `lists`.
        left(): none is.
    """

    taken = Signal(bool)
    told = Signal(list)
    withdrawn = Signal(list)
    other = Signal()
    sent = Signal(str)
    left = Signal()

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self.preview: Preview | None = None
        self.pages: dict[str, Page] = {}
        self.may = self.may_all = self.may_clean = self._moving = False
        self.file = Elided("heading")
        self.all = button(self.tr("全部导入"), lambda: self.taken.emit(False), "primary")
        self.clean = button(self.tr("只导入无误的行"), lambda: self.taken.emit(True))
        self.carry = button(self.tr("沿用以前的答复"), self._carry)
        self.another = button(self.tr("换一个文件…"), self.other.emit)
        self.away = button(self.tr("放弃"), self.left.emit)
        self.send = button(self.tr("退回"), tip=self.tr("退回申报单位：原表逐格标注问题，或每个单位一份补正清单。"))
        menu = QMenu(self.send)
        menu.addAction(self.tr("标注问题的原表…")).triggered.connect(lambda: self.sent.emit("report"))
        menu.addAction(self.tr("各单位补正清单…")).triggered.connect(lambda: self.sent.emit("lists"))
        self.send.setMenu(menu)
        words = {
            NEW: (self.tr("新增"), None), CHANGED: (self.tr("变化"), Tone.WARN), UNCHANGED: (self.tr("相同"), None),
            HELD: (self.tr("暂不收件"), Tone.BAD), "ask": (self.tr("待答复"), Tone.WARN),
        }  # fmt: skip
        self.figures = {name: Figure(word, tone, inline=True) for name, (word, tone) in words.items()}
        self.verdict = label("", "soft", wrap=True)
        self.tabs_of_sheets, self.grid, self.cell, self.sum_line = QTabBar(), SheetGrid(), Elided(), Elided("soft")
        self.panel = ProblemPanel()
        self.problems, self.card = self.panel.list, self.panel.card
        self.sheets, self.sums, self.changes = self._sheets(), self._sums(), self._changes()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("工作簿的内容"))
        self._lay_out()
        self._connect()

    def show_preview(self, preview: Preview, *, may: bool) -> None:
        """A workbook, or the same one as it reads after a person's word on it."""
        same = self.preview is not None and self.preview.book is preview.book
        counts = {state: preview.count(state) for state in (NEW, CHANGED, UNCHANGED, HELD)}
        counts[CHANGED] += len(preview.alone)
        counts["ask"] = len(preview.open)
        self.file.say(preview.file, preview.digest)
        for name, count in counts.items():
            self.figures[name].set(str(count), loud=count > 0)
        self.preview, self.may = preview, may
        self.sheets.set_rows(preview.sheets)
        self.sums.set_rows([_Sum(sheet, one) for sheet in preview.sheets for one in sheet.sums])
        sheet_of = {r.case: r.sheet for r in preview.rows if r.case}
        self.changes.set_rows([_Change(c, name, d, sheet_of.get(c, "")) for c, name, d in preview.differences])
        self._show_sheets(preview, same=same)
        self.panel.show_problems(preview.problems, [one.name for one in preview.book.sheets])
        if not same:
            self.panel.start()
            self.tabs.setCurrentIndex(0)
        self._show_problem(self.panel.current())
        self.tabs.setTabText(0, self.tr("来表与问题 {count}").format(count=len(preview.problems)))
        self.tabs.setTabText(1, self.tr("资料变化 {count}").format(count=self.changes.rows.rowCount()))
        self.may_all = may and preview.clean and preview.taken > 0
        self.may_clean = may and not preview.clean and preview.taken > 0
        self.carry.setVisible(bool(preview.offered))
        self.verdict.setText(self._words(preview) + self._asked(preview))
        self.set_enabled(True)

    def set_enabled(self, enabled: bool) -> None:
        """Nothing is said or taken while the last word is still being worked in."""
        self.all.setEnabled(enabled and self.may_all)
        self.clean.setEnabled(enabled and self.may_clean)
        self.carry.setEnabled(enabled and self.may)
        self.card.setEnabled(enabled)

    def focus_first(self) -> None:
        """The keyboard where the work begins."""
        if self.panel.list.rows.rows:
            self.panel.focus_list()
        else:
            (self.all if self.all.isEnabled() else self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, sheet: str, cell: str) -> None:
        """Lead to a cell, on whatever sheet."""
        self.tabs.setCurrentIndex(0)
        at = next((at for at in range(self.tabs_of_sheets.count()) if self.tabs_of_sheets.tabData(at) == sheet), -1)
        if at >= 0:
            self.tabs_of_sheets.setCurrentIndex(at)
            self.grid.go(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter: the keys of the list work in the grid too."""
        if watched is self.grid and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.panel.key(event)
        return False

    def _show_sheets(self, preview: Preview, *, same: bool) -> None:
        pages = pages_of(
            preview.book.sheets, preview.sheets, preview.problems, preview.settled, epoch1904=preview.book.epoch1904
        )
        self.pages = {page.raw.name: page for page in pages}
        self.tabs_of_sheets.blockSignals(True)
        if not same:
            while self.tabs_of_sheets.count():
                self.tabs_of_sheets.removeTab(0)
            for page in pages:
                self.tabs_of_sheets.setTabData(self.tabs_of_sheets.addTab(page.raw.name), page.raw.name)
        for at in range(self.tabs_of_sheets.count()):
            self._name_tab(at)
        if not same:
            first = next((at for at, page in enumerate(pages) if page.read.measure), 0)
            self.tabs_of_sheets.setCurrentIndex(first)
        self.tabs_of_sheets.blockSignals(False)
        self._show_sheet()

    def _name_tab(self, at: int) -> None:
        page = self.pages[self.tabs_of_sheets.tabData(at)]
        open_ones = sum(p.severity is not Severity.NOTE for p in page.problems)
        hidden = self.tr("（隐藏）") if page.raw.state != "visible" else ""
        self.tabs_of_sheets.setTabText(at, f"{page.raw.name}{hidden}{f'  {open_ones}' if open_ones else ''}")

    def _show_sheet(self) -> None:
        page = self.pages.get(self.tabs_of_sheets.tabData(self.tabs_of_sheets.currentIndex()))
        if page is None:
            return
        self._moving = True
        self.grid.show_page(page)
        self._moving = False
        sums = [one for one in self.sums.rows.rows if one.sheet == page.raw.name]
        wrong = [one for one in sums if not one.matches]
        words = self.tr("{column}（{cell}）：表中 {stated} 元，逐行相加 {computed} 元")
        told = [
            words.format(column=self._header(s), cell=s.cell, stated=yuan(s.stated_fen), computed=yuan(s.computed_fen))
            for s in wrong
        ]
        right = self.tr("合计 {count} 处与逐行相加一致").format(count=len(sums) - len(wrong)) if sums else ""
        self.sum_line.say(
            "　".join([f"! {one}" for one in told] + [f"✓ {right}"] * (len(sums) > len(wrong))) or self.tr("这张表没有写明合计。")
        )  # fmt: skip

    def _pick(self, problem: Problem | None) -> None:
        """A problem leads to its cell."""
        if problem is not None and problem.sheet and not self._moving:
            self._moving = True
            self.go_to(problem.sheet, problem.cell or (f"A{problem.row}" if problem.row else ""))
            self._moving = False
        self._show_problem(problem)

    def _reach(self, cell: str) -> None:
        """A cell leads to its problem."""
        page = self.grid.cells.page
        if self._moving or page is None:
            self._show_cell(cell)
            return
        self._moving = True
        found = self.panel.pick_cell(page.raw.name, cell)
        self._moving = False
        self._show_cell(cell)
        if not found:
            said = next((p for p in page.problems if p.cell == cell), None)
            if said is not None:
                self._show_problem(said)
            else:
                self.card.show_cell(f"{page.raw.name} · {cell}", self._text_of(cell), may=self.may)

    def _show_cell(self, cell: str) -> None:
        """The whole of what stands in the current cell, above the grid."""
        index = self.grid.currentIndex()
        place = (index.row() + 1, index.column() + 1)
        raw, mended = self.grid.cells.raw(*place), self.grid.cells.mended(*place)
        said = self.tr("原文“{raw}”，更正为“{said}”").format(raw=raw, said=mended.said) if mended else raw
        self.cell.say("　".join(filter(None, (cell, *self._beside(place[0], cell), said))) if cell else "")

    def _beside(self, row_number: int, cell: str) -> tuple[str, ...]:
        """Whose row and which column it is; both may be out of sight."""
        page = self.grid.cells.page
        found = next((r for r in page.read.rows if r.row == row_number), None) if page else None
        if found is None:
            return ()
        name = found.facts.get("applicant")
        header = next((f.header for f in found.facts.values() if f.cell == cell), "")
        return str(name.value or "") if name else "", f"{header}：" if header else ""

    def _text_of(self, cell: str) -> str:
        """What a cell of the current sheet reads now."""
        page = self.grid.cells.page
        if page is None or not self.grid.go(cell):
            return ""
        index = self.grid.currentIndex()
        return str(self.grid.cells.data(index) or "")

    def _show_problem(self, problem: Problem | None) -> None:
        moving, self._moving = self._moving, True
        here = self.grid.cells.page
        text = (
            self._text_of(problem.cell) if problem and problem.cell and here and problem.sheet == here.raw.name else ""
        )
        self._moving = moving
        self.card.show_problem(problem, text, len(self._alike(problem)) if problem else 0, may=self.may)

    def _alike(self, problem: Problem) -> list[Problem]:
        """The open questions of the column that know the same answers."""
        keys = {c.key for c in problem.choices}
        if not keys or self.preview is None or not problem.column:
            return []
        return [
            p for p in self.preview.problems
            if p.choices and not (p.answer and p is not problem) and keys <= {c.key for c in p.choices}
            and all(getattr(p, name) == getattr(problem, name) for name in _ALIKE)
        ]  # fmt: skip

    def _answer(self, key: str, alike: bool) -> None:
        problem = self.card.problem
        if problem is not None and self.preview is not None:
            asked = self._alike(problem) if alike else [problem]
            self.told.emit(answers_to(self.preview.problems, asked, key))

    def _correct(self, text: str) -> None:
        page = self.grid.cells.page
        cell = self.card.problem.cell if self.card.problem else self.grid.address()
        if self.preview is None or page is None or not cell:
            return
        sheet = self.card.problem.sheet if self.card.problem else page.raw.name
        read = next(one for one in self.preview.sheets if one.name == sheet)
        self.told.emit([correct(self.preview.book, read, cell, text)])

    def _withdraw(self) -> None:
        problem = self.card.problem
        if problem is None or self.preview is None:
            return
        code = "" if problem.code == "corrected" else problem.code
        places = {(problem.sheet, problem.row, problem.cell, code)}
        if code:
            places |= {one.place for one in answers_to(self.preview.problems, [problem], problem.answer)}
        self.withdrawn.emit([one for one in self.preview.settled if one.place in places])

    def _carry(self) -> None:
        if self.preview is not None:
            self.told.emit(list(self.preview.offered))

    def _type(self, _: str) -> None:
        self.card.type_here()

    def _words(self, preview: Preview) -> str:
        if not preview.clean and not preview.taken:
            return self.tr("没有可以导入的行。请答复或更正右边的问题，或退回申报单位改正后重新导入。")
        if not preview.clean and not preview.count(HELD):
            return self.tr("各行都能收，但有须改正之处，见右边；可以先导入无误的行，其余退回改正。")
        if not preview.clean:
            return self.tr("有 {held} 行暂不能收。可以在这里答复、更正，或退回改正；也可以先导入其余无误的行。").format(
                held=preview.count(HELD)
            )
        if preview.taken:
            again = "、".join(self.tr("{batch}（{count} 个）").format(batch=b, count=n) for b, n in preview.again[:2])
            more = self.tr("其中有批次 {again} 收过的项目。").format(again=again) if again else ""
            return self.tr("没有须改正的问题，可以全部导入。") + more
        if preview.earlier:
            return self.tr("这个文件已作为批次 {batch} 导入，内容完全相同，不需要再次导入。").format(
                batch=preview.earlier
            )
        return self.tr("文件内容与已有资料完全相同，不需要导入。")

    def _asked(self, preview: Preview) -> str:
        count = preview.count(REDEEM)
        if not count:
            return ""
        return self.tr("其中 {count} 行是智算券兑付申请，记在券上，不改动已封存的项目。").format(count=count)

    def _sheets(self) -> ListView:
        def count(state: str) -> Callable[[Any], str]:
            return partial(self._count, state)

        def skipped(one: Any) -> str:
            return "\n".join(
                self.tr("第 {row} 行：{reason}").format(row=at, reason=said(why)) for at, why in one.skipped
            )

        return ListView(
            [
                Column(self.tr("工作表"), lambda one: one.name, stretch=True),
                Column(self.tr("措施"), self._measure, width=96),
                Column(self.tr("新增"), count(NEW), width=60, number=True),
                Column(self.tr("变化"), count(CHANGED), width=60, number=True),
                Column(self.tr("相同"), count(UNCHANGED), width=60, number=True),
                Column(self.tr("暂不收"), count(HELD), width=72, number=True),
                Column(self.tr("跳过的行"), lambda one: str(len(one.skipped)), width=88, number=True, tip=skipped),
            ],
            key=lambda one: (one.name, one.measure), sortable=False, name=self.tr("工作表"), empty=self.tr("没有认出工作表。"),
        )  # fmt: skip

    def _count(self, state: str, one: Any) -> str:
        if self.preview is None or not (one.measure or one.detail):
            return NOTHING
        return str(
            self.preview.count_lines(state, one.name)
            if one.detail
            else self.preview.count(state, one.name, one.measure)
        )

    def _measure(self, one: Any) -> str:
        if one.detail:
            return self.tr("{measure}明细").format(measure=measure_title(one.detail))
        return measure_title(one.measure) if one.measure else self.tr("不收")

    def _sums(self) -> ListView:
        return ListView(
            [
                Column(self.tr("合计栏"), lambda one: f"{one.sheet} · {self._header(one)}", stretch=True),
                Column(self.tr("表中合计（元）"), lambda one: yuan(one.stated_fen), width=132, number=True),
                Column(self.tr("逐行相加（元）"), lambda one: yuan(one.computed_fen), width=132, number=True),
                Column(
                    self.tr("核对"), lambda one: self.tr("一致") if one.matches else self.tr("不一致"), width=84,
                    tone=lambda one: Tone.GOOD if one.matches else Tone.BAD,
                ),
            ],
            sortable=False, name=self.tr("合计核对"), empty=self.tr("工作簿里没有写明合计。"),
        )  # fmt: skip

    def _header(self, one: _Sum) -> str:
        measure = self.edition.measure(one.measure) if one.measure else None
        held = measure.column(one.column) if measure else None
        return held.header if held else one.column.removeprefix("x:")

    def _changes(self) -> ListView:
        return ListView(
            [
                Column(self.tr("项目"), lambda one: one.case, width=130),
                Column(self.tr("申报单位"), lambda one: one.applicant, width=240),
                Column(self.tr("栏目"), lambda one: one.header, width=170),
                Column(self.tr("原为"), lambda one: one.before or NOTHING, width=220),
                Column(self.tr("改为"), lambda one: one.after or NOTHING, stretch=True),
            ],
            name=self.tr("资料变化"), empty=self.tr("没有改动已收项目的资料。"),
        )  # fmt: skip

    def _connect(self) -> None:
        self.panel.picked.connect(self._pick)
        self.panel.entered.connect(lambda: self.grid.setFocus(Qt.FocusReason.OtherFocusReason))
        self.card.answered.connect(self._answer)
        self.card.corrected.connect(self._correct)
        self.card.withdrawn.connect(self._withdraw)
        self.grid.reached.connect(self._reach)
        self.grid.typing.connect(self._type)
        self.grid.back.connect(self.panel.focus_list)
        self.grid.installEventFilter(self)
        self.tabs_of_sheets.currentChanged.connect(lambda _: self._show_sheet())
        self.changes.opened.connect(lambda one: self.go_to(one.sheet, one.cell))
        self.sums.opened.connect(lambda one: self.go_to(one.sheet, one.cell))
        for keys, slot in (
            ("F8", partial(self.panel.step, 1)), ("Shift+F8", partial(self.panel.step, -1)), ("F6", self._other_side),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _other_side(self) -> None:
        if self.grid.hasFocus():
            self.panel.focus_list()
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        card = Card(margin=10)
        top = row(self.file, self.away, self.another, self.send, self.carry, self.clean, self.all)
        top.setStretch(0, 1)
        card.body.addLayout(top)
        figures: list[QWidget | None] = []
        for figure in self.figures.values():
            figures += [figure, hairline(vertical=True)]
        counts = row(*figures, self.verdict, gap=MARGIN)
        counts.setStretchFactor(self.verdict, 1)
        card.body.setSpacing(4)
        card.body.addLayout(counts)
        self.tabs.addTab(self._sheet_side(), "")
        self.tabs.addTab(self.changes, "")
        self.tabs.addTab(self._counts_side(), self.tr("各表与合计"))
        outer = column(card, self.tabs)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _sheet_side(self) -> QWidget:
        self.tabs_of_sheets.setExpanding(False)
        self.tabs_of_sheets.setDrawBase(False)
        self.tabs_of_sheets.setUsesScrollButtons(True)
        self.tabs_of_sheets.setAccessibleName(self.tr("工作表"))
        keys = label(self.tr("F8 下一处　Shift+F8 上一处　数字键答复　B 整列　F2 更正　F6 表格与清单"), "soft")
        keys.setSizePolicy(self.sum_line.sizePolicy())
        left = QWidget()
        left.setLayout(column(self.tabs_of_sheets, self.cell, self.grid, self.sum_line, gap=6))
        left.layout().setStretch(2, 1)
        right = QWidget()
        right.setLayout(column(self.panel, keys, gap=6))
        right.layout().setStretch(0, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([690, 460])
        both.setHandleWidth(GAP)
        both.setChildrenCollapsible(False)
        both.setContentsMargins(0, GAP, 0, 0)
        return both

    def _counts_side(self) -> QWidget:
        both = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.sheets, self.sums):
            both.addWidget(part)
        both.setSizes([560, 600])
        both.setHandleWidth(GAP)
        both.setContentsMargins(0, GAP, 0, 0)
        return both

"""The page 评分排名: an expert's own marks by item, score tables in, scores and ranks out."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gyga_desk import seen, standings
from gyga_desk.model import Standing
from gyga_desk.policy import Absent, Measure, Rubric
from gyga_desk.rules.items import items_of
from gyga_desk.store import reads
from ui.choosers import MeasureBox
from ui.context import Context
from ui.marks_case import CaseMarks
from ui.marks_grid import OwnGrid
from ui.marks_own import OwnMarks
from ui.marks_table import MarksTable
from ui.marks_taking import TableTaking
from ui.pages.page import STANDING, Page
from ui.style import GAP, Tone
from ui.widgets import PageHeader, Strip, column


class MarksPage(Page):
    """One scored measure at a time; who marks in the program has two more faces, of their own."""

    reckons = True
    listens_to: ClassVar[frozenset[str]] = STANDING | {"opinion"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        from gyga_desk.operations import marks

        self.sealed: frozenset[str] = frozenset()
        self.held = seen.Seen((), (), frozenset())
        scored = tuple(measure.number for measure in ctx.edition.measures if measure.rubric is not None)
        self.measure = MeasureBox(ctx.edition, scored)
        self.measure.chosen.connect(lambda _: self._choose_measure())
        self.taking = TableTaking(ctx)
        self.header = PageHeader(self.tr("评分排名"), "", self.measure, self.taking.make, self.taking.take)
        self.waits = Strip(closable=False)
        self.table, self.card = MarksTable(), CaseMarks(ctx)
        self.table.picked.connect(self._show_case)
        self.own, self.grid = (OwnMarks(ctx), OwnGrid()) if ctx.may(marks.give_mark) else (None, None)
        self._lay_out()
        self.taking.told.connect(self._show_card)
        self._show_card()

    def refresh(self) -> None:
        measure = standings.measure_of(self.ctx.edition, self.measure.number)
        self.taking.measure = measure.number
        self.header.say(self._rules(measure))
        if self.own is not None and items_of(measure.rubric):
            self.own.show_measure(measure, self.ctx.year)
        if self.tabs.currentWidget() is self.ranking:
            self._show_ranking(measure)

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.measure.choose(reads.case(self.ctx.reader, case).measure)
        self.refresh()
        if self.own is not None:
            self.own.pick(case)
        if self.table.list:
            self.table.list.pick(case)

    def may_leave(self) -> bool:
        """Override may_leave: what is typed is saved, nobody is kept."""
        if self.own is not None:
            self.own.commit()
        return True

    def go_on(self) -> None:
        self._step(1)

    def go_back(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.own is not None and self.tabs.currentWidget() is self.own:
            self.own.step(by)

    def _choose_measure(self) -> None:
        self.may_leave()
        self.refresh()

    def _show_ranking(self, measure: Measure) -> None:
        work = self.ctx.reckonings.of(measure.number, self.ctx.year)
        self.sealed = work.sealed_cases
        self.held = seen.marks(self.ctx.reader, self.ctx.edition, measure.number, self.ctx.year, self.ctx.person)
        if self.held.hidden:
            words = self.tr("还有 {count} 个项目他人已评、您没有评完：{waits}。")
            self.waits.say(words.format(count=len(self.held.hidden), waits=seen.WAITS), Tone.INFO)
        else:
            self.waits.hide()
        spread = measure.rubric.spread if measure.rubric else None
        most = spread if isinstance(spread, Decimal) else None
        self.table.show_standings(seen.lines(work, self.ctx.person), most, self.held.hidden, self.ctx.person.name)
        self._show_case(self.table.list.current() if self.table.list else None)

    def _rules(self, measure: Measure) -> str:
        """How marks become a score, in one line, from the guide's own figures."""
        rubric = measure.rubric
        if not isinstance(rubric, Rubric):
            return ""
        if isinstance(rubric.quorum, Absent) or isinstance(rubric.trim_from, Absent):
            return self.tr("评分规则未定：{clause}未作规定，须由当年申报指南明确。").format(
                clause=rubric.cites["quorum"].label
            )
        words = self.tr("有效评分不少于 {quorum} 份；{trim} 份及以上的去掉一个最高总分和一个最低总分后平均").format(
            quorum=rubric.quorum, trim=rubric.trim_from
        )
        if isinstance(rubric.floor, Decimal):
            words += self.tr("；入选分数线 {floor} 分").format(floor=f"{rubric.floor:f}")
        return words + self.tr("（{clause}）。").format(clause=rubric.cites["quorum"].label)

    def _show_case(self, one: Standing | None) -> None:
        self._show_card()
        self.card.show_case(
            one, self.held.marks, self.held.opinions, sealed=one is not None and one.case in self.sealed
        )

    def _show_card(self) -> None:
        """The card gives way to the problems of a table."""
        one = self.table.list.current() if self.table.list else None
        self.card.setVisible(one is not None and not self.taking.has_problems)

    def _show_own(self, rows: object) -> None:
        measure = standings.measure_of(self.ctx.edition, self.measure.number)
        if self.grid is not None and measure.rubric is not None:
            self.grid.show_rows(measure.rubric, rows)

    def _open_own(self, case: str) -> None:
        """From the grid to the sheet of one case."""
        if self.own is not None:
            self.tabs.setCurrentWidget(self.own)
            self.own.pick(case)
            self.own.sheet.start()

    def _change_tab(self) -> None:
        self.may_leave()
        self.refresh()

    def _lay_out(self) -> None:
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(GAP)
        panes.addWidget(self.table)
        panes.addWidget(self.card)
        panes.setSizes([300, self.card.minimumHeight()])
        panes.setStretchFactor(0, 1)
        self.ranking = QWidget()
        inner = column(self.waits, panes)
        inner.setStretch(1, 1)
        self.ranking.setLayout(inner)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("评分的各项内容"))
        if self.own is not None and self.grid is not None:
            self.tabs.addTab(self.own, self.tr("我的评分"))
            self.tabs.addTab(self.grid, self.tr("我的总表"))
            self.own.shown.connect(self._show_own)
            self.grid.opened.connect(self._open_own)
        self.tabs.addTab(self.ranking, self.tr("评分与名次"))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)
        self.tabs.currentChanged.connect(lambda _: self._change_tab())
        self.body.addWidget(self.header)
        self.body.addWidget(self.taking)
        self.body.addWidget(self.tabs, 1)

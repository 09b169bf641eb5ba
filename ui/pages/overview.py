"""The page 工作台: how far each measure is in this year, whose move it is, what is due, and what changed since last time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QSplitter, QTabWidget, QWidget

from gyga_desk import seen, standings
from gyga_desk.standings import MeasureProgress
from gyga_desk.store import reads
from ui.context import Context
from ui.overview_lists import DueList, NewsList, Todo, TodoList, mine, newest, news_of
from ui.overview_rows import MeasureList, next_page
from ui.pages.page import STANDING, Page
from ui.soon import Soon
from ui.style import GAP, MARGIN, Tone
from ui.widgets import Card, Figure, PageHeader, hairline, label, row
from ui.words import measure_title, yuan

_AFTER_MS = 120
"""The lists beneath look at every case; the bars above stand first."""


class OverviewPage(Page):
    """One line a measure; beneath, three lists that lead to the work."""

    reckons = True
    listens_to = STANDING | {"batch", "meta", "paper"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.since = ctx.settings.seen_step(ctx.facts.id, ctx.person.name)
        self.figures = {
            "cases": Figure(self.tr("申报项目")), "pending": Figure(self.tr("待核"), Tone.WARN),
            "supplement": Figure(self.tr("补正中"), Tone.BAD), "ready": Figure(self.tr("待定案"), Tone.INFO),
            "sealed": Figure(self.tr("已封存"), Tone.GOOD), "spent": Figure(self.tr("已定金额（元）")),
        }  # fmt: skip
        self.header = PageHeader(self.tr("工作台"), "", self._figures())
        self.measures = MeasureList()
        self.measures.picked.connect(lambda _: self._show_gate())
        self.measures.opened.connect(lambda one: ctx.go(next_page(one)))
        self.mine, self.gate = TodoList(self.tr("我的待办")), TodoList(self.tr("封存前未了"))
        self.due, self.news = DueList(), NewsList()
        self.todos: list[Todo] = []
        for one in (self.mine, self.gate):
            one.opened.connect(lambda todo: ctx.go(todo.blocker.page, todo.blocker.case))
        self.due.opened.connect(lambda one: ctx.go(one.page, one.case if one.page == "review" else ""))
        self.news.opened.connect(lambda one: ctx.go("review", one.case) if one.case else ctx.go("history"))
        self._late = Soon(self, _AFTER_MS)
        self._late.due.connect(self._show_lists)
        self._lay_out()

    def refresh(self) -> None:
        """Override refresh."""
        ctx = self.ctx
        rows = seen.progress(ctx.reckonings, ctx.year, ctx.person)
        guide = ctx.facts.guide_title or self.tr("未加载申报指南")
        self.header.say(self.tr("{year} 年度 · {guide}").format(year=ctx.year, guide=guide))
        self._show_figures(rows)
        self.measures.set_rows(rows)
        if self.measures.current() is None:
            self._pick_first(rows)
        self._show_lists() if not self.todos else self._late.start()

    def _show_figures(self, rows: list[MeasureProgress]) -> None:
        whole = standings.year_of(rows)
        counts = {
            "cases": whole.cases, "pending": whole.stages.pending, "supplement": whole.stages.supplement,
            "ready": whole.stages.ready, "sealed": whole.stages.sealed,
        }  # fmt: skip
        for name, count in counts.items():
            self.figures[name].set(str(count), loud=bool(count))
        self.figures["spent"].set(yuan(whole.spent_fen))

    def _show_lists(self) -> None:
        """Everything that looks at each case by itself."""
        ctx = self.ctx
        shown = [one.measure for one in self.measures.rows.rows if one.cases > one.stages.sealed]
        works = [ctx.reckonings.of(number, ctx.year) for number in shown]
        self.todos = [Todo(work.measure.number, b) for work in works for b in work.blockers()]
        own = mine(self.todos, ctx.person.role, reads.stepped_aside(ctx.reader, ctx.person.name))
        self.mine.empty = self.tr("眼下没有等您办的事。")
        self.mine.set_rows(own)
        self.tabs.setTabText(0, self.tr("我的待办 {count}").format(count=len(own)))
        self._show_gate()
        self.due.set_rows(standings.due_of(ctx.reckonings, ctx.year, datetime.now().astimezone().date()))
        self.news.set_rows(news_of(ctx.reader, self.since, ctx.person.name))
        ctx.settings.keep_seen_step(ctx.facts.id, ctx.person.name, newest(ctx.reader))

    def _show_gate(self) -> None:
        one = self.measures.current()
        found = [t for t in self.todos if one is not None and t.measure == one.measure]
        self.gate.empty = self._no_blockers(one)
        self.gate.set_rows(found)
        words = self.tr("{measure}封存前未了 {count}")
        title = words.format(measure=measure_title(one.measure), count=len(found)) if one else self.tr("封存前未了")
        self.tabs.setTabText(1, title)

    def _pick_first(self, rows: list[MeasureProgress]) -> None:
        """The first measure with work in hand."""
        wanted = next((one for one in rows if one.cases > one.stages.sealed), None)
        if wanted:
            self.measures.pick(wanted.measure)
        else:
            self.measures.pick_first()

    def _no_blockers(self, one: MeasureProgress | None) -> str:
        if one is None:
            return ""
        if not one.cases:
            return self.tr("这项措施今年还没有申报项目。请在“收件”页导入申报工作簿。")
        if one.cases == one.stages.sealed:
            return self.tr("这项措施今年的决定已经封存，可在“文书”页打印审批表。")
        return self.tr("没有未了事项，可在“遴选定案”页封存决定。")

    def _figures(self) -> QWidget:
        made = QWidget()
        parts: list[QWidget | None] = []
        for figure in self.figures.values():
            parts += [_tall(), figure] if parts else [figure]
        made.setLayout(row(*parts, gap=MARGIN))
        return made

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("待办、到期和变化"))
        self.tabs.addTab(self.mine, self.tr("我的待办"))
        self.tabs.addTab(self.gate, self.tr("封存前未了"))
        self.tabs.tabBar().setDrawBase(False)
        due, news = Card(margin=12), Card(margin=12)
        due.body.addWidget(label(self.tr("期限"), "heading"))
        due.body.addWidget(self.due, 1)
        if not self.since:
            self.news.empty = self.tr("您第一次在这台机器上打开；下次起，这里列出别人在此期间的改动。")
        news.body.addWidget(label(self.tr("上次以来"), "heading"))
        news.body.addWidget(self.news, 1)
        panes = QSplitter()
        panes.setHandleWidth(GAP)
        panes.setChildrenCollapsible(False)
        todo = Card(margin=12)
        todo.body.addWidget(self.tabs)
        for pane, share in ((todo, 5), (due, 4), (news, 4)):
            panes.addWidget(pane)
            panes.setStretchFactor(panes.count() - 1, share)
        panes.setSizes([500, 340, 340])
        for part in (self.header, self.measures):
            self.body.addWidget(part)
        self.body.addWidget(panes, 1)


def _tall() -> QFrame:
    return hairline(vertical=True)

"""The page 工作台: how far each measure is in this year, and what stands in the way of the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from gyga_desk import standings
from gyga_desk.model import Blocker
from gyga_desk.standings import MeasureProgress
from ui.context import Context
from ui.pages.page import STANDING, Page
from ui.style import MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Figure, PageHeader, hairline, label, row
from ui.words import NOTHING, measure_title, yuan


class OverviewPage(Page):
    """One line a measure; beneath, whose move it is in the chosen one."""

    listens_to = STANDING | {"batch", "meta"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.cases, self.done = Figure(self.tr("申报项目")), Figure(self.tr("已审核完"))
        self.sealed, self.open = Figure(self.tr("已定案措施")), Figure(self.tr("进行中的措施"))
        figures = QWidget()
        figures.setLayout(row(self.cases, _tall(), self.done, _tall(), self.open, _tall(), self.sealed, gap=MARGIN))
        self.header = PageHeader(self.tr("工作台"), "", figures)
        self.measures = ListView(self._columns(), key=lambda one: one.measure, sortable=False, name=self.tr("各项措施"))
        self.measures.picked.connect(self._show_gate)
        self.measures.opened.connect(lambda one: ctx.go(_next_page(one), ""))
        self.measures.setFixedHeight(36 + 7 * 32 + 4)
        self.gate_title = label("", "heading")
        self.gate = ListView(self._gate_columns(), sortable=False, name=self.tr("待办事项"))
        self.gate.opened.connect(lambda one: ctx.go(one.page, one.case))
        for part in (self.header, self.measures, self.gate_title):
            self.body.addWidget(part)
        self.body.addWidget(self.gate, 1)

    def refresh(self) -> None:
        """Override refresh."""
        ctx = self.ctx
        rows = standings.progress_of(ctx.reader, ctx.edition, ctx.year)
        self.header.say(
            self.tr("{year} 年度 · {guide}").format(
                year=ctx.year, guide=ctx.facts.guide_title or self.tr("未加载申报指南")
            )
        )
        self.cases.set(str(sum(one.cases for one in rows)))
        self.done.set(str(sum(one.answered_cases for one in rows)))
        self.sealed.set(str(sum(one.sealed for one in rows)))
        self.open.set(str(sum(one.cases > 0 and not one.sealed for one in rows)))
        self.measures.set_rows(rows)
        if self.measures.current() is None:
            self._pick_first(rows)
        self._show_gate(self.measures.current())

    def _pick_first(self, rows: list[MeasureProgress]) -> None:
        """The first measure with work in hand."""
        wanted = next((one for one in rows if one.cases and not one.sealed), None)
        if wanted:
            self.measures.pick(wanted.measure)
        else:
            self.measures.pick_first()

    def _show_gate(self, one: MeasureProgress | None) -> None:
        blockers: tuple[Blocker, ...] = ()
        if one is not None and one.cases and not one.sealed:
            blockers = standings.gate(self.ctx.reader, self.ctx.edition, one.measure, self.ctx.year)
        self.gate_title.setText(
            ""
            if one is None
            else self.tr("{measure}定案前的待办事项（{count} 项，双击前往）").format(
                measure=measure_title(one.measure), count=len(blockers)
            )
        )
        self.gate.empty = self._no_blockers(one)
        self.gate.set_rows(blockers)

    def _no_blockers(self, one: MeasureProgress | None) -> str:
        if one is None:
            return ""
        if not one.cases:
            return self.tr("这项措施今年还没有申报项目。请在“收件”页导入申报工作簿。")
        if one.sealed:
            return self.tr("这项措施今年的决定已经封存，可在“文书”页打印审批表。")
        return self.tr("没有待办事项，可在“遴选定案”页封存决定。")

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("措施"), lambda one: f"{measure_title(one.measure)}  {one.name}", width=220, stretch=True),
            Column(self.tr("申报项目"), lambda one: str(one.cases), width=84, number=True),
            Column(
                self.tr("已审核完"),
                lambda one: str(one.answered_cases) if one.cases else NOTHING,
                width=84,
                number=True,
            ),
            Column(self.tr("状态"), self._state, width=104, tone=_tone),
            Column(self.tr("预计支持"), lambda one: str(one.selected) if one.cases else NOTHING, width=84, number=True),
            Column(self.tr("名额"), self._places, width=96, number=True),
            Column(
                self.tr("已定案金额（元）"),
                lambda one: yuan(one.spent_fen) if one.cases else NOTHING,
                width=140,
                number=True,
            ),
            Column(self.tr("资金总额（元）"), self._pool, width=140, number=True),
            Column(self.tr("下一步"), self._next, width=176, soft=True),
        ]

    def _gate_columns(self) -> list[Column]:
        return [
            Column(self.tr("项目"), lambda one: one.case or self.tr("整项措施"), width=132),
            Column(self.tr("待办"), lambda one: one.sentence, stretch=True),
            Column(self.tr("由谁办理"), lambda one: one.who, width=120),
        ]

    def _state(self, one: MeasureProgress) -> str:
        if one.sealed:
            return self.tr("已定案")
        if not one.cases:
            return self.tr("未收件")
        return self.tr("审核中") if one.answered_cases < one.cases else self.tr("待定案")

    def _places(self, one: MeasureProgress) -> str:
        return self._open(one, "places") if one.places is None else str(one.places)

    def _pool(self, one: MeasureProgress) -> str:
        return self._open(one, "pool") if one.pool_fen is None else yuan(one.pool_fen)

    def _open(self, one: MeasureProgress, figure: str) -> str:
        """A limit the text leaves open is not one it does not have."""
        return self.tr("未设定") if figure in one.unset else self.tr("不限")

    def _next(self, one: MeasureProgress) -> str:
        words = {
            "intake": self.tr("导入申报工作簿"),
            "review": self.tr("审核剩余项目"),
            "decision": self.tr("核对排名，提请定案"),
            "papers": self.tr("打印、签署审批表"),
        }
        return words[_next_page(one)]


def _next_page(one: MeasureProgress) -> str:
    if one.sealed:
        return "papers"
    if not one.cases:
        return "intake"
    return "review" if one.answered_cases < one.cases else "decision"


def _tone(one: MeasureProgress) -> Tone:
    if one.sealed:
        return Tone.GOOD
    if not one.cases:
        return Tone.QUIET
    return Tone.WARN if one.answered_cases < one.cases else Tone.INFO


def _tall() -> QFrame:
    return hairline(vertical=True)

"""The page 遴选定案: the list with its line and its money, the gate, and the committee's acts: propose, seal, reopen."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gyga_desk import standings
from gyga_desk.model import Blocker, CaseId, Decision, Departure, Meeting, Role, Standing, Table
from gyga_desk.policy import Absent
from gyga_desk.store import reads
from ui import dialogs
from ui.case_acts import CaseActs
from ui.choosers import MeasureBox
from ui.context import Context
from ui.decision_cards import CARD, BlockersCard, Cards, RulesTable, SumsCard
from ui.decision_list import PlaceList
from ui.decision_rows import PlaceRow, rows_of
from ui.decision_tabs import CreditTable, PayersTable
from ui.derivation import DerivationPanel
from ui.dialogs import Field, FieldKind
from ui.firmness_view import FirmnessView
from ui.minutes_view import MinutesView
from ui.pages.page import STANDING, Page
from ui.said import joined
from ui.second_key import key_fields, meeting_fields
from ui.shown import short
from ui.style import GAP, Tone
from ui.widgets import PageHeader, Strip, button, column, row
from ui.words import measure_title, when, yuan

_ALL = 1000
"""The list takes what the cards below it can do without."""
_PROPOSES = ("not-proposed", "proposal-stale")
"""What proposing, here on this page, mends."""


class DecisionPage(Page):
    """One measure of the year at a time."""

    reckons = True
    listens_to: ClassVar[frozenset[str]] = STANDING | {"person"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        from gyga_desk.operations import decide

        self.operations = decide
        self.ticks: frozenset[CaseId] | None = None
        self.scope = (0, 0)
        self.measure = MeasureBox(ctx.edition)
        self.measure.chosen.connect(lambda _: self.refresh())
        self.propose = button(self.tr("拟定名单…"), self._propose)
        self.seal = button(self.tr("封存决定…"), self._seal, "primary")
        self.reopen = button(self.tr("重新开启…"), self._reopen)
        self.acts = CaseActs(ctx)
        self.header = PageHeader(self.tr("遴选定案"), "", self.measure, self.acts, self.propose, self.seal, self.reopen)
        self.banner, self.moved = Strip(closable=False), Strip(closable=False)
        self.moved.action.setText(self.tr("恢复按名次"))
        self.moved.action.clicked.connect(self._untick)
        self.moved.action.show()
        self.list, self.rules = PlaceList(), RulesTable()
        self.payers, self.credit = PayersTable(), CreditTable()
        self.firmness, self.minutes = FirmnessView(ctx), MinutesView(ctx)
        self.firmness.wanted.connect(self._show_in_list)
        self.credit.opened.connect(lambda one: ctx.go("review", one.case))
        self.sums, self.blockers, self.standing = SumsCard(), BlockersCard(), DerivationPanel(CARD)
        self.cards = Cards(self.sums, self.blockers, self.standing)
        self._lay_out()
        self.list.picked.connect(self._show_row)
        self.list.ticked.connect(self._tick)
        self.blockers.wanted.connect(self._mend)
        self.tabs.currentChanged.connect(lambda _: self._show_rules())
        self.measure.choose(min({case.measure for case in reads.cases(ctx.reader, year=ctx.year)}, default=1))

    def refresh(self) -> None:
        measure = standings.measure_of(self.ctx.edition, self.measure.number)
        if (measure.number, self.ctx.year) != self.scope:
            self.scope, self.ticks = (measure.number, self.ctx.year), None
        self.work = self.ctx.reckonings.of(measure.number, self.ctx.year)
        self.table: Table = self.work.table()
        self.decision = reads.current_decision(self.ctx.reader, measure.number, self.ctx.year)
        self._show_list()
        self.sums.show_sums(self.table, self.work.sums())
        found = self.work.blockers()
        self.blockers.show_blockers(found)
        self._show_rules()
        self._show_banner(self.decision)
        self._enable(found)

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.measure.choose(reads.case(self.ctx.reader, case).measure)
        self.refresh()
        self.list.pick(case)

    def case_at_hand(self) -> str:
        """Override case_at_hand."""
        one = self.list.current()
        return one.case if one else ""

    def propose_list(self) -> None:
        self.propose.click()

    def seal_decision(self) -> None:
        """As the button, which may be off; then the way there stands beside it."""
        self.seal.click()
        if not self.seal.isEnabled():
            self.ctx.say(self.seal.toolTip())

    def _show_list(self) -> None:
        selection = self.work.measure.selection
        self.list.show_rows(
            rows_of(self.work, self.table),
            self._picked(),
            may_tick=self.ctx.may(self.operations.propose),
            with_ticks=isinstance(selection.places, int),
            with_score=selection.order in ("score", "composite"),
            floor=self._floor(),
        )
        self._show_row(self.list.current())
        self._show_moved()

    def _floor(self) -> Decimal | None:
        rubric = self.work.measure.rubric
        return None if rubric is None or isinstance(rubric.floor, Absent) else rubric.floor

    def _picked(self) -> frozenset[CaseId]:
        """Who is ticked: what the person ticked, else what is proposed or sealed, else the ranking's."""
        if self.ticks is not None:
            return self.ticks
        sealed = frozenset(
            one.case for one in self.table.cases if one.case in self.work.sealed_cases and one.outcome == "selected"
        )
        proposed = (
            frozenset(self.work.proposal.selected) if self.work.proposal else frozenset(self.work.by_ranking.selected)
        )
        return sealed | proposed

    def _departing(self) -> list[CaseId]:
        """The live cases whose tick is not what the ranking alone would give."""
        live = self._picked() - self.work.sealed_cases
        moved = live ^ frozenset(self.work.by_ranking.selected)
        return [one.case for one in self.table.cases if one.case in moved]

    def _tick(self, case: CaseId) -> None:
        self.ticks = self._picked() ^ {case}
        self._show_list()

    def _untick(self) -> None:
        self.ticks = frozenset(self.work.by_ranking.selected) | (self._picked() & self.work.sealed_cases)
        self._show_list()

    def _show_moved(self) -> None:
        moved = self._departing() if self.ticks is not None else []
        if moved:
            self.moved.say(
                self.tr("有 {count} 项与名次不一致（{cases}），拟定时须逐项写明理由。").format(
                    count=len(moved), cases=joined(moved, "、")
                ),
                Tone.WARN,
            )
        else:
            self.moved.hide()

    def _show_row(self, one: PlaceRow | None) -> None:
        self.acts.show_row(one, self.work)
        self.cards.show_case(one is not None)
        if one is not None:
            self.standing.show_standing(one.standing)

    def _show_rules(self) -> None:
        """The four rules are reckoned only while they are looked at."""
        has_pool = self.table.pool_fen is not None
        self.tabs.setTabVisible(self.tabs.indexOf(self.rules), has_pool)
        self.tabs.setTabVisible(self.tabs.indexOf(self.firmness), self.work.measure.selection.order == "score")
        shown = self.tabs.currentWidget()
        self.cards.setVisible(shown is not self.minutes)
        if has_pool and shown is self.rules:
            tables = {name: self.work.table(name) for name in standings.RULES}
            self.rules.show_tables(tables, {name: self.work.sums(name) for name in tables}, self.work.line())
        elif shown is self.payers:
            reader, edition, year = self.ctx.reader, self.ctx.edition, self.ctx.year
            self.payers.show_totals(
                standings.totals_of(reader, edition, year, self.measure.number),
                standings.totals_of(reader, edition, year),
            )
        elif shown is self.firmness:
            names = {one.case: one.applicant for one in self.table.cases}
            self.firmness.show_measure(self.measure.number, self.ctx.year, names)
        elif shown is self.minutes:
            self.minutes.show_measure(self.measure.number, self.ctx.year)
        elif shown is self.credit_face:
            from gyga_desk.operations.credit import credit_lines

            self.credit.show_lines(credit_lines(self.ctx.reader, self.ctx.edition, self.measure.number, self.ctx.year))

    def _show_banner(self, decision: Decision | None) -> None:
        proposal = self.work.proposal
        if decision is not None:
            words = self.tr("已封存 {id}：{meeting}（{date}，{number}） · {by}、{second} · {digest}").format(
                id=decision.id,
                meeting=decision.meeting.name,
                date=decision.meeting.date,
                number=decision.meeting.number,
                by=decision.by,
                second=decision.second,
                digest=short(decision.digest),
            )
            self.banner.say(words + self._departures(decision.departures), Tone.GOOD)
            self.banner.setToolTip(
                self.tr("主任 {by}，第二人 {second}，{at}\n决定摘要 {digest}").format(
                    by=decision.by, second=decision.second, at=when(decision.at), digest=decision.digest
                )
            )
        elif proposal is not None:
            words = self.tr("{by} 于 {at} 拟定名单 {count} 项，待主任与第二人封存。").format(
                by=proposal.by, at=when(proposal.at), count=len(proposal.selected)
            )
            self.banner.say(words + self._departures(proposal.departures), Tone.INFO)
        else:
            self.banner.hide()
        self.header.say(self._rule_words())

    def _departures(self, departures: tuple[Departure, ...]) -> str:
        if not departures:
            return ""
        moved = joined(
            (
                self.tr("{case}（{reason}）").format(case=one.case, reason=one.reason)
                for one in departures
                if one.place is None
            ),
            "；",
        )
        placed = joined(
            (
                self.tr("第 {place} 名 {case}（{reason}）").format(place=one.place, case=one.case, reason=one.reason)
                for one in departures
                if one.place is not None
            ),
            "；",
        )
        words = self.tr(" · 与名次不一致：{reasons}").format(reasons=moved) if moved else ""
        return words + (self.tr(" · 同分并列排定：{reasons}").format(reasons=placed) if placed else "")

    def _rule_words(self) -> str:
        """How cases of this measure stand against each other, with the clause."""
        selection = self.work.measure.selection
        order = {
            "score": self.tr("按专家评分排名"),
            "base": self.tr("按核定基数由大到小排名"),
            "composite": self.tr("按综合得分排名"),
            "filing": self.tr("按申报先后"),
            "none": self.tr("符合条件的逐项核定，不排名"),
        }[selection.order]
        words = self.tr("{order}（{clause}）").format(order=order, clause=selection.cites["order"].label)
        if self.table.places is not None:
            words += self.tr("；名额 {places} 个（{clause}）").format(
                places=self.table.places, clause=selection.cites["places"].label
            )
        if self.table.pool_fen is not None:
            words += self.tr("；年度资金 {pool} 元（{clause}）").format(
                pool=yuan(self.table.pool_fen), clause=selection.cites["pool"].label
            )
        return words + self.tr("。金额单位：元。")

    def _enable(self, found: tuple[Blocker, ...]) -> None:
        is_chair = self.ctx.person.role is Role.CHAIR
        self.propose.setEnabled(self.ctx.may(self.operations.propose) and bool(self.work.live))
        self.seal.setEnabled(is_chair and not found)
        self.reopen.setVisible(self.decision is not None)
        self.reopen.setEnabled(is_chair)
        self.seal.setToolTip("" if is_chair else self.tr("封存由主任和第二人办理。"))
        if is_chair and found:
            self.seal.setToolTip(self.tr("还有 {count} 件事须先办结，见下方清单。").format(count=len(found)))

    def _mend(self, blocker: Blocker) -> None:
        """To the page and the case where it is mended; what is mended here begins here."""
        if blocker.page != "decision":
            self.ctx.go(blocker.page, blocker.case)
        elif blocker.case:
            self._show_in_list(blocker.case)
        elif blocker.code in _PROPOSES and self.propose.isEnabled():
            self._propose()

    def _show_in_list(self, case: CaseId) -> None:
        self.tabs.setCurrentWidget(self.list)
        self.list.pick(case)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        moved = self._departing()
        has_places = isinstance(self.work.measure.selection.places, int)
        names = {one.case: one for one in self.table.cases}
        chosen = sorted(self._picked() - self.work.sealed_cases)
        title = self.tr("拟定名单 · {measure} {year} 年").format(
            measure=measure_title(self.measure.number), year=self.ctx.year
        )
        ordered = self._ask_order(title)
        if ordered is None:
            return
        order, given = ordered
        if has_places and moved:
            held = {one.case: one.reason for one in self.work.proposal.departures} if self.work.proposal else {}
            fields = [
                Field(case, self._departure_words(names[case], case in chosen), value=held.get(case, ""))
                for case in moved
            ]
            reasons = dialogs.ask_form(
                self,
                title,
                self.tr("以下各项与名次不一致，请逐项写明理由；理由随决定封存并印在审批表上。"),
                fields,
                self.tr("拟定"),
            )
            if reasons is None:
                return
            departures = [Departure(case, reasons[case]) for case in moved]
        elif order:
            departures = []
        else:
            sentence = self.tr("按名次和规则拟定 {count} 项，金额合计 {yuan} 元。").format(
                count=len(chosen) if has_places else self.work.sums().supported,
                yuan=yuan(self.work.sums().amount_fen),
            )
            if not dialogs.confirm(self, title, sentence, self.tr("拟定")):
                return
            departures = []
        selected = chosen if has_places and (moved or not order) else None
        self.ctx.jobs.run(
            self.operations.propose,
            self.measure.number,
            self.ctx.year,
            selected,
            [*departures, *given],
            order=order,
            then=self._proposed,
        )

    def _ask_order(self, title: str) -> tuple[list[list[CaseId]], list[Departure]] | None:
        """The chair's order of equals that nothing else tells apart, with its reason; None where the person turns back."""
        order: list[list[CaseId]] = []
        reasons: list[Departure] = []
        names = {one.case: one for one in self.table.cases}
        bare = standings.Reckoning(self.ctx.reader, self.ctx.edition, self.work.measure, self.ctx.year, ())
        for group in bare.open_ties() if self.ctx.person.role is Role.CHAIR else ():
            first = min(names[case].rank or 0 for case in group)
            choices = tuple((case, f"{case} {names[case].applicant}") for case in group)
            fields = [
                Field(
                    str(at),
                    self.tr("第 {rank} 名").format(rank=first + at),
                    FieldKind.CHOICE,
                    choices=choices,
                    value=group[at],
                )
                for at in range(len(group))
            ]
            told = dialogs.ask_form(
                self,
                title,
                self.tr("以下项目同分并列，跨越名额、奖励档次或资金线，请排定先后并写明理由；理由随决定封存。"),
                [*fields, Field("reason", self.tr("理由"), FieldKind.LONG)],
                self.tr("排定"),
            )
            if told is None:
                return None
            order.append([told[str(at)] for at in range(len(group))])
            reasons += [Departure(case, told["reason"]) for case in dict.fromkeys(order[-1])]
        return order, reasons

    def _departure_words(self, one: Standing, is_in: bool) -> str:
        act = self.tr("选入") if is_in else self.tr("不选入")
        return self.tr("{act} {case}（第 {rank} 名）").format(act=act, case=one.case, rank=one.rank)

    def _proposed(self, _: object) -> None:
        self.ticks = None
        self.refresh()

    def _seal(self) -> None:
        sums = self.work.sums()
        intro = self.tr(
            "封存 {measure} {year} 年的决定：支持 {count} 项，核定合计 {yuan} 元。封存后核对、评分和金额都不能再改，"
            "也不能撤销；确需改动，由主任和第二人重新开启。"
        ).format(
            measure=measure_title(self.measure.number),
            year=self.ctx.year,
            count=sums.supported,
            yuan=yuan(sums.amount_fen),
        )
        late = Field(
            "late",
            self.tr("逾期兑现的理由"),
            required=False,
            hint=self.tr("会议在政策有效期（至 {until}）之后的须填").format(until=self.ctx.edition.until),
        )
        told = dialogs.ask_form(
            self, self.tr("封存决定"), intro, [*meeting_fields(), late, *key_fields(self.ctx)], self.tr("封存")
        )
        if told is not None:
            meeting = Meeting(told["name"], told["date"], told["number"])
            self.ctx.jobs.run(
                self.operations.seal,
                self.measure.number,
                self.ctx.year,
                meeting,
                told["second"],
                told["password"],
                told.get("late", ""),
            )

    def _reopen(self) -> None:
        if self.decision is None:
            return
        intro = self.tr(
            "重新开启 {id}：决定不再有效，已打印的文书全部作废，名额和资金退回；原决定和理由留在记录里。"
        ).format(id=self.decision.id)
        fields = [Field("reason", self.tr("理由"), FieldKind.LONG), *key_fields(self.ctx)]
        told = dialogs.ask_form(self, self.tr("重新开启"), intro, fields, self.tr("重新开启"))
        if told is not None:
            self.ctx.jobs.run(
                self.operations.reopen,
                self.measure.number,
                self.ctx.year,
                told["reason"],
                told["second"],
                told["password"],
            )

    def _credit_face(self) -> QWidget:
        from ui import credit_acts

        take = button(self.tr("导入信用查询…"), lambda: credit_acts.take_table(self, self.ctx))
        take.setEnabled(credit_acts.may_record(self.ctx))
        self.credit_face = QWidget()
        self.credit_face.setLayout(column(row(None, take), self.credit))
        return self.credit_face

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("遴选的各项内容"))
        self.tabs.addTab(self.list, self.tr("名单与金额"))
        self.tabs.addTab(self.rules, self.tr("四种分配规则对照"))
        self.tabs.addTab(self.firmness, self.tr("名单稳不稳"))
        self.tabs.addTab(self.payers, self.tr("各级财政承担"))
        self.tabs.addTab(self._credit_face(), self.tr("信用查询"))
        self.tabs.addTab(self.minutes, self.tr("纪要草稿"))
        self.tabs.tabBar().setDrawBase(False)
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.setHandleWidth(GAP)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self.tabs)
        panes.addWidget(self.cards)
        for at, stretch in enumerate((3, 1)):
            panes.setStretchFactor(at, stretch)
        panes.setSizes([_ALL, 0])
        for part in (self.header, self.banner, self.moved):
            self.body.addWidget(part)
        self.body.addWidget(panes, 1)

"""The page 智算券: what the year's pool became, each voucher with its entries, and what the clerk writes down next."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from gyga_desk.errors import DeskError
from gyga_desk.model import EntryKind, Voucher
from gyga_desk.money import write_yuan
from gyga_desk.operations import local_now, outside, vouchers
from gyga_desk.operations.vouchers import Issued, Ledger, Line
from gyga_desk.rules.vouchers import CLOSED, state_of, whole_of
from ui import dialogs
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.pages.page import Page
from ui.said import said
from ui.style import GAP, MARGIN, Tone
from ui.table import Column, ListView
from ui.voucher_card import VoucherCard, tone_of
from ui.widgets import Card, EmptyState, Figure, PageHeader, Strip, button, hairline, row
from ui.words import yuan

_ALL = "all"
_FIGURES = ("pool", "issued", "used", "paid", "back", "left")


class VouchersPage(Page):
    """One year at a time."""

    listens_to: ClassVar[frozenset[str]] = frozenset(
        {"voucher", "voucher_entry", "redemption", "decision", "reopening", "sealed_case"}
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.ledger: Ledger | None = None
        self.issue = button(self.tr("核发…"), self.issue_vouchers, "primary")
        self.lapse = button(self.tr("逾期作废…"), self.lapse_overdue)
        self.header = PageHeader(
            self.tr("智算券"), self.tr("按已封存的决定核发；余额＝年度总额－核发＋作废＋退回。"), self.lapse, self.issue
        )
        self.notice = Strip()
        words = (
            self.tr("年度总额（元）"),
            self.tr("已核发"),
            self.tr("已使用"),
            self.tr("已兑付"),
            self.tr("作废、退回"),
            self.tr("余额（元）"),
        )
        self.figures = {name: Figure(word) for name, word in zip(_FIGURES, words, strict=True)}
        self.list, self.card = self._list(), VoucherCard()
        self.entry = {
            EntryKind.USE: button(self.tr("登记使用…"), lambda: self.record(EntryKind.USE)),
            EntryKind.PAY: button(self.tr("兑付…"), lambda: self.record(EntryKind.PAY)),
            EntryKind.SETTLE: button(self.tr("核销…"), lambda: self.record(EntryKind.SETTLE)),
            EntryKind.RETURN: button(self.tr("退回…"), lambda: self.record(EntryKind.RETURN)),
        }
        self.lead = button(self.tr("到“遴选定案”页"), lambda: ctx.go("decision"))
        self.nothing = EmptyState("vouchers", self.tr("还没有核发智算券"), "", self.lead)
        self._lay_out()
        self.list.picked.connect(self._show)
        ctx.jobs.busy_changed.connect(self._enable)

    def refresh(self) -> None:
        """Override refresh."""
        self.ledger = held = vouchers.ledger_of(self.ctx.reader, self.ctx.edition, self.ctx.year)
        balance = held.balance
        shown = {
            "pool": balance.pool, "issued": balance.issued, "used": balance.used, "paid": balance.paid,
            "back": balance.lapsed + balance.returned, "left": balance.left,
        }  # fmt: skip
        for name, fen in shown.items():
            self.figures[name].set(yuan(fen))
        self.list.set_rows(held.lines)
        self.panes.setVisible(bool(held.lines))
        self.nothing.setVisible(not held.lines)
        self.nothing.sentence.setText(self._first_step(held))
        self.lead.setVisible(not held.waiting)
        self.list.pick_first()
        self._show(self.list.current())
        self._tell(held)

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.list.pick(next((one.voucher.number for one in self.list.rows.rows if one.voucher.case == case), ""))

    def issue_vouchers(self) -> None:
        """Ask from which day, and whether for all that wait or for one."""
        if self.ledger is None:
            return
        waiting = self.ledger.waiting
        total = write_yuan(sum(one.fen for one in waiting))
        every = self.tr("全部待核发的 {count} 个项目，{total} 元").format(count=len(waiting), total=total)
        choices = ((_ALL, every), *((one.case, f"{one.case} {one.applicant} {write_yuan(one.fen)}") for one in waiting))
        day = max([local_now().date().isoformat(), *(one.held_on for one in waiting)])
        fields = [
            Field("case", self.tr("核发范围"), FieldKind.CHOICE, _ALL, choices=choices),
            Field("from", self.tr("自哪天起有效"), FieldKind.DATE, day),
        ]
        intro = self.tr("券的额度为封存的拟支持金额，有效期按指南由起始日期推算。核发后未使用的，可以撤销。")
        told = dialogs.ask_form(self, self.tr("核发智算券"), intro, fields, self.tr("核发"))
        if told is not None:
            cases = () if told["case"] == _ALL else (told["case"],)
            self.ctx.jobs.run(
                vouchers.issue_vouchers,
                date.fromisoformat(told["from"]),
                cases,
                self.ctx.year,
                then=self._issued,
                failed=self._refused,
            )

    def lapse_overdue(self) -> None:
        """Ask for the day, and name what would lapse before it does."""
        today = local_now().date()
        told = dialogs.ask_form(
            self,
            self.tr("逾期作废"),
            self.tr("到这一天已过有效期而没有用完的券，未使用的部分作废，回到当年余额。各年度的券一并办理。"),
            [Field("on", self.tr("作废日期"), FieldKind.DATE, today.isoformat())],
            self.tr("下一步"),
        )
        if told is None:
            return
        day = date.fromisoformat(told["on"])
        found = vouchers.overdue(self.ctx.reader, day)
        if not found:
            self.notice.say(self.tr("截至 {day} 没有逾期未用完的智算券。").format(day=day))
            return
        names = "、".join(one.number for one in found[:5]) + (self.tr(" 等") if len(found) > 5 else "")
        sums = write_yuan(sum(one.left for one in found))
        text = self.tr("{names}共 {count} 张，未使用的 {sums} 元将作废。").format(
            names=names, count=len(found), sums=sums
        )
        if dialogs.confirm(self, self.tr("逾期作废"), text, self.tr("作废")):
            self.ctx.jobs.run(vouchers.lapse_overdue, day, then=self._lapsed, failed=self._refused)

    def record(self, kind: EntryKind) -> None:
        """Ask for one entry of the chosen voucher; the sum is offered where it follows from what is on record."""
        one: Line | None = self.list.current()
        if one is None:
            return
        held = one.voucher
        whole = "" if kind is EntryKind.USE else write_yuan(whole_of(held, kind))
        day = min(local_now().date(), held.until) if kind in (EntryKind.USE, EntryKind.RETURN) else local_now().date()
        fields = [
            Field("fen", self.tr("金额（元）"), FieldKind.TEXT, whole),
            Field("on", self.tr("日期"), FieldKind.DATE, max(day, held.from_on).isoformat()),
            Field("note", self.tr("说明"), FieldKind.TEXT, required=False),
        ]
        intro = self.tr(
            "{number} {applicant}，合同 {contract}，未使用 {left} 元，已使用未兑付 {due} 元，有效期至 {until}。"
        ).format(
            number=held.number,
            applicant=held.applicant,
            contract=held.contract,
            left=write_yuan(held.left),
            due=write_yuan(held.used - held.paid),
            until=held.until,
        )
        told = dialogs.ask_form(
            self, self.tr("登记{kind}").format(kind=said(kind.label)), intro, fields, self.tr("登记")
        )
        if told is not None:
            self._record(held, kind, told)

    def _record(self, held: Voucher, kind: EntryKind, told: dict[str, str]) -> None:
        try:
            fen = outside.read_yuan(told["fen"])
        except DeskError as error:
            dialogs.refuse(self, error)
            return
        self.ctx.jobs.run(
            vouchers.record_entry,
            held.number,
            kind,
            fen,
            date.fromisoformat(told["on"]),
            "",
            told["note"],
            then=lambda _: self.notice.hide(),
            owner=self,
            failed=self._refused,
        )

    def _issued(self, done: Issued) -> None:
        words = self.tr("已核发 {count} 张智算券，共 {total} 元。").format(
            count=len(done.vouchers), total=write_yuan(sum(one.fen for one in done.vouchers))
        )
        told = "".join(sentence for _, sentence in done.refused)
        self.notice.say(f"{words}{told}", Tone.WARN if told else Tone.GOOD)

    def _lapsed(self, done: tuple[Voucher, ...]) -> None:
        total = write_yuan(sum(one.lapsed for one in done))
        self.notice.say(
            self.tr("{count} 张智算券逾期作废，{total} 元回到余额。").format(count=len(done), total=total), Tone.GOOD
        )

    def _refused(self, error: DeskError) -> None:
        self.notice.say(dialogs.sentence(error), Tone.BAD)

    def _tell(self, held: Ledger) -> None:
        """What stands in the way of issuing, or waits for it; a message of what was just done stays."""
        if held.missing and not self.notice.isVisibleTo(self):
            self.notice.say(held.missing, Tone.WARN)
        elif held.lines and held.waiting and not self.notice.isVisibleTo(self):
            self.notice.say(self.tr("还有 {count} 个拟支持的项目没有核发。").format(count=len(held.waiting)), Tone.INFO)

    def _first_step(self, held: Ledger) -> str:
        if held.waiting:
            return self.tr("{year} 年已封存、待核发的有 {count} 个项目，按“核发…”办理。").format(
                year=held.year, count=len(held.waiting)
            )
        return self.tr("措施一的决定封存之后，拟支持的项目在这里核发智算券，并登记使用、兑付、核销、退回和作废。")

    def _show(self, one: Line | None) -> None:
        self.card.show_line(one)
        self._enable()

    def _enable(self) -> None:
        may, held = self.ctx.may(vouchers.issue_vouchers) and not self.ctx.jobs.busy, self.ledger
        self.issue.setEnabled(bool(may and held and held.waiting and not held.missing))
        self.lapse.setEnabled(bool(may and held and held.lines))
        one: Line | None = self.list.current()
        for kind, tool in self.entry.items():
            tool.setEnabled(bool(may and one is not None and _can(one.voucher, kind)))

    def _list(self) -> ListView:
        return ListView(
            [
                Column(self.tr("券号"), lambda one: one.voucher.number, width=124),
                Column(
                    self.tr("申领单位"),
                    lambda one: one.voucher.applicant,
                    stretch=True,
                    tip=lambda one: f"{one.voucher.applicant}\n{one.voucher.case}",
                ),
                Column(
                    self.tr("额度（元）"),
                    lambda one: yuan(one.voucher.fen),
                    width=108,
                    number=True,
                    order=lambda one: one.voucher.fen,
                ),
                Column(
                    self.tr("未使用（元）"),
                    lambda one: yuan(one.voucher.left),
                    width=108,
                    number=True,
                    order=lambda one: one.voucher.left,
                ),
                Column(self.tr("有效期至"), lambda one: f"{one.voucher.until}", width=96),
                Column(self.tr("状态"), lambda one: one.state.label, width=88, tone=lambda one: tone_of(one.state)),
            ],
            key=lambda one: one.voucher.number,
            name=self.tr("智算券"),
        )

    def _lay_out(self) -> None:
        parts = [part for figure in self.figures.values() for part in (hairline(vertical=True), figure)][1:]
        summary = Card(margin=12)
        summary.body.addLayout(row(*parts, gap=MARGIN))
        for kind in (EntryKind.USE, EntryKind.PAY, EntryKind.SETTLE, EntryKind.RETURN):
            self.card.tools.addWidget(self.entry[kind])
        self.card.tools.addStretch(1)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setHandleWidth(GAP)
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(self.list)
        self.panes.addWidget(self.card)
        self.panes.setSizes([716, 442])
        self.panes.setStretchFactor(0, 3)
        self.panes.setStretchFactor(1, 2)
        for part in (self.header, self.notice, summary):
            self.body.addWidget(part)
        self.body.addWidget(self.panes, 1)
        self.body.addWidget(self.nothing, 1)


def _can(held: Voucher, kind: EntryKind) -> bool:
    """Whether there is anything an entry of this kind could be about; what is wrong with it is said when it is tried."""
    if state_of(held) in CLOSED:
        return False
    if kind is EntryKind.PAY:
        return held.used > held.paid
    if kind is EntryKind.SETTLE:
        return not held.left and held.used == held.paid
    return held.left > 0 and (kind is EntryKind.USE or not held.used)

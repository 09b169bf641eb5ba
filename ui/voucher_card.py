"""Beside the vouchers: what is on record of one of them, line by line, and what applicants asked to be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from gyga_desk.model import VoucherState
from ui.languages import tr
from ui.record_card import RecordCard
from ui.style import Tone
from ui.table import Column, ListView
from ui.words import NOTHING, when, yuan

if TYPE_CHECKING:
    from gyga_desk.operations.vouchers import Line
    from gyga_desk.store.vouchers import Redemption

_TONES = {
    VoucherState.ISSUED: Tone.INFO, VoucherState.PARTLY_USED: Tone.INFO, VoucherState.USED: Tone.WARN, VoucherState.PAID: Tone.GOOD,
    VoucherState.SETTLED: Tone.GOOD, VoucherState.LAPSED: Tone.QUIET, VoucherState.RETURNED: Tone.QUIET,
}  # fmt: skip


def tone_of(state: VoucherState) -> Tone:
    return _TONES[state]


class VoucherCard(RecordCard):
    """The record of one voucher; the page puts its buttons under it."""

    def __init__(self) -> None:
        super().__init__()
        self.add_facts(self._words())
        self.entries, self.asked = self._entries(), self._asked()
        self.body.addLayout(self.tools)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("智算券的内容"))
        self.tabs.addTab(self.entries, "")
        self.tabs.addTab(self.asked, "")
        self.tabs.setTabToolTip(1, self.tr("申报表中办理环节为“兑付”的行；只记在这里，不改动已封存的项目。"))
        self.body.addWidget(self.tabs, 1)

    def show_line(self, one: Line | None) -> None:
        self.setEnabled(one is not None)
        held = one.voucher if one else None
        self.name.say(f"{held.number} {held.applicant}" if held else self.tr("请在左侧选择智算券。"))
        self.badge.set(one.state.label if one else "", tone_of(one.state) if one else Tone.QUIET)
        told = {} if held is None else {
            "case": held.case, "contract": held.contract, "from": f"{held.from_on}", "until": f"{held.until}", "fen": yuan(held.fen),
            "used": yuan(held.used), "paid": yuan(held.paid), "left": yuan(held.left),
            "gone": yuan(held.lapsed + held.returned), "by": held.by,
        }  # fmt: skip
        for key, value in self.values.items():
            value.say(told.get(key, NOTHING), when(held.at) if held and key == "by" else "")
        self.entries.set_rows(held.entries if held else ())
        self.asked.set_rows(one.redemptions if one else ())
        self.tabs.setTabText(0, self.tr("登记 {count}").format(count=len(self.entries.rows.rows)))
        self.tabs.setTabText(1, self.tr("兑付申请 {count}").format(count=len(self.asked.rows.rows)))

    def _words(self) -> dict[str, str]:
        return {
            "case": self.tr("项目编号"), "contract": self.tr("合同编号"), "from": self.tr("有效期自"), "until": self.tr("有效期至"),
            "fen": self.tr("额度（元）"), "used": self.tr("已使用（元）"), "paid": self.tr("已兑付（元）"), "left": self.tr("未使用（元）"),
            "gone": self.tr("作废、退回（元）"), "by": self.tr("核发人"),
        }  # fmt: skip

    def _entries(self) -> ListView:
        return ListView(
            [
                Column(self.tr("日期"), lambda one: f"{one.on}", width=96),
                Column(self.tr("登记"), lambda one: one.kind.label, width=80),
                Column(self.tr("金额（元）"), lambda one: yuan(one.fen), width=112, number=True),
                Column(
                    self.tr("说明"),
                    lambda one: one.note or NOTHING,
                    stretch=True,
                    tip=lambda one: f"{one.note}\n{one.by} {when(one.at)}".strip(),
                ),
            ],
            key=lambda one: one.seq,
            sortable=False,
            name=self.tr("登记"),
            empty=self.tr("核发之后还没有登记。"),
        )

    def _asked(self) -> ListView:
        return ListView(
            [
                Column(self.tr("付款日期"), lambda one: _fact(one, "paid_on"), width=96),
                Column(self.tr("已付金额（元）"), lambda one: _money(one, "paid"), width=124, number=True),
                Column(self.tr("发票金额（元）"), lambda one: _money(one, "invoiced"), width=124, number=True),
                Column(self.tr("来源"), _source, stretch=True),
            ],
            key=lambda one: one.number,
            sortable=False,
            name=self.tr("兑付申请"),
            empty=self.tr("还没有收到兑付申请。"),
        )


def _fact(one: Redemption, name: str) -> str:
    fact = one.facts.get(name)
    return NOTHING if fact is None or fact.value is None else str(fact.value)


def _money(one: Redemption, name: str) -> str:
    fact = one.facts.get(name)
    return yuan(fact.value if fact is not None and isinstance(fact.value, int) else None)


def _source(one: Redemption) -> str:
    words = tr("{file} {sheet} 第 {row} 行")
    return words.format(file=one.file, sheet=one.sheet, row=one.row)

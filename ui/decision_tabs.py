"""Two more faces of a measure that is decided on: who pays, for the measure and the whole year; and its credit checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gyga_desk.model import Standing
from gyga_desk.rules.totals import Totals
from ui.said import joined, said
from ui.style import Tone
from ui.table import Column, ListView
from ui.words import NOTHING, yuan

if TYPE_CHECKING:
    from gyga_desk.operations.credit import CreditLine


@dataclass(frozen=True)
class PayerRow:
    """One payer, a case without one, or the sum."""

    payer: str
    cases: int
    own_fen: int
    year_cases: int
    year_fen: int
    tone: Tone | None = None


class PayersTable(ListView):
    """The halves of sealed decisions by payer (第八条(一)); what nobody is known to pay stands by itself above the sum."""

    def __init__(self) -> None:
        super().__init__(
            [
                Column(self.tr("承担单位"), lambda one: one.payer, stretch=True, tone=lambda one: one.tone),
                Column(self.tr("本措施件数"), lambda one: str(one.cases), width=100, number=True),
                Column(self.tr("本措施承担（元）"), lambda one: yuan(one.own_fen), width=160, number=True),
                Column(self.tr("全年件数"), lambda one: str(one.year_cases), width=100, number=True),
                Column(self.tr("全年承担（元）"), lambda one: yuan(one.year_fen), width=160, number=True),
            ], key=lambda one: one.payer, sortable=False, name=self.tr("各级财政承担"), empty=self.tr("本年度还没有已封存的支持。"))  # fmt: skip

    def show_totals(self, own: Totals, year: Totals) -> None:
        """The rows of the year, with the measure's own beside them."""
        mine = {p.payer: p for p in own.payers}
        rows = [PayerRow(p.payer, mine[p.payer].cases if p.payer in mine else 0, mine[p.payer].fen if p.payer in mine else 0, p.cases, p.fen)
                for p in year.payers]  # fmt: skip
        apart = {s.case for s in own.apart}
        rows += [self._apart(s, own=s.case in apart) for s in year.apart]
        if rows:
            rows.append(PayerRow(self.tr("合计"), _count(own), own.amount_fen, _count(year), year.amount_fen))
        self.set_rows(rows)

    def _apart(self, one: Standing, *, own: bool) -> PayerRow:
        words = self.tr("承担单位未定：{case} {name}").format(case=one.case, name=one.applicant)
        fen = one.amount_fen or 0
        return PayerRow(words, int(own), fen if own else 0, 1, fen, Tone.WARN)


def _count(found: Totals) -> int:
    """Supported cases: the city pays half of each that has a payer."""
    return (found.payers[0].cases if found.payers else 0) + len(found.apart)


class CreditTable(ListView):
    """Each case's credit checks (第八条(二)) with what is bad, too old or still to be made."""

    def __init__(self) -> None:
        super().__init__(
            [
                Column(self.tr("编号"), lambda one: one.case, width=116),
                Column(self.tr("申报单位"), lambda one: one.applicant, width=220),
                Column(self.tr("已登记"), self._checks, stretch=True),
                Column(self.tr("须注意"), self._notes, stretch=True),
                Column(self.tr("状态"), self._state, width=84, tone=_tone),
            ], key=lambda one: one.case, name=self.tr("信用查询"), empty=self.tr("本措施本年度还没有项目。"))  # fmt: skip

    def show_lines(self, lines: Sequence[CreditLine]) -> None:
        self.set_rows(lines)

    def _checks(self, one: CreditLine) -> str:
        return (
            joined((f"{said(c.stage.label)} {said(c.platform)} {c.on} {said(c.result)}" for c in one.checks), "；")
            or NOTHING
        )

    def _notes(self, one: CreditLine) -> str:
        return "".join(said(note.sentence) for note in one.notes)

    def _state(self, one: CreditLine) -> str:
        codes = {note.code for note in one.notes}
        return (
            self.tr("不良")
            if "credit-bad" in codes
            else self.tr("过期")
            if "credit-old" in codes
            else self.tr("尚缺")
            if codes
            else self.tr("齐全")
        )


def _tone(one: CreditLine) -> Tone:
    codes = {note.code for note in one.notes}
    return Tone.BAD if codes & {"credit-bad", "credit-old"} else Tone.QUIET if codes else Tone.GOOD

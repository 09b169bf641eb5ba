"""Across cases: places and money already taken in a year, the cap of one applicant, and the same matter awarded before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.model import CaseId, Step
from gyga_desk.money import write_yuan
from gyga_desk.policy import Absent, AmountKind, Measure

_YEARLY_CAP = (AmountKind.VOUCHER, AmountKind.SHARE_OVER_THRESHOLD)
"""Kinds whose cap holds for one applicant over all its cases of the year (第六条 “单个企业每年”)."""


@dataclass(frozen=True)
class Award:
    """A sealed award, as far as later cases need to know it."""

    case: CaseId
    measure: int
    year: int
    credit_code: str
    applicant: str
    title: str
    outcome: str
    amount_fen: int


@dataclass(frozen=True)
class Taken:
    """What sealed decisions of this measure and year have used up and still hold."""

    places: int
    fen: int


def taken(awards: Sequence[Award], measure: int, year: int, back_fen: int = 0) -> Taken:
    """`back_fen` of the sealed sums came back to the year's pool: vouchers that lapsed or were returned."""
    here = [a for a in awards if a.measure == measure and a.year == year]
    return Taken(sum(1 for a in here if a.outcome == "selected"), sum(a.amount_fen for a in here) - back_fen)


def caps_each_year(measure: Measure) -> bool:
    """Whether what one applicant may get in a year is capped over all its cases."""
    return not isinstance(measure.amount.cap, Absent) and measure.amount.kind in _YEARLY_CAP


def cap_per_applicant(
    measure: Measure,
    order: Sequence[tuple[CaseId, str]],
    entitled: Mapping[CaseId, int],
    used: Mapping[str, int],
) -> dict[CaseId, tuple[int, Step | None]]:
    """Each case's entitlement within its applicant's cap of the year, in rank order; with the step where it bites.

    `order` pairs case and credit code; `used` is what each code has had this year from sealed decisions.
    """
    cap = measure.amount.cap
    if isinstance(cap, Absent) or not caps_each_year(measure):
        return {case: (entitled[case], None) for case, _ in order}
    left = dict(used)
    result: dict[CaseId, tuple[int, Step | None]] = {}
    for case, code in order:
        fen = entitled[case]
        room = max(0, cap - left.get(code, 0))
        granted = min(fen, room)
        left[code] = left.get(code, 0) + granted
        result[case] = (granted, None if granted == fen else _capped(measure, cap, room, fen, granted))
    return result


def _capped(measure: Measure, cap: int, room: int, fen: int, granted: int) -> Step:
    label = f"单位本年度上限 {write_yuan(cap)} 元内尚余 {write_yuan(room)} 元"
    return Step(label, measure.amount.cites["cap"].label, fen, granted)

"""Marks → a score: recusals, quorum, one highest and one lowest dropped, the mean, the spread.

All arithmetic is exact (`Fraction`); what is published is rounded half up to two decimals, once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gyga_desk.model import ExpertTotal, Mark, MarkUse, Reason
from gyga_desk.policy import Absent, Rubric
from gyga_desk.rules.facts import in_order
from gyga_desk.rules.items import TOTAL, given_items, own_total, short, use_of

_PLACES = 12
"""Decimals written where a score is not exact."""


@dataclass(frozen=True)
class Score:
    """A case's score, or why there is none."""

    score: Fraction | None
    totals: tuple[ExpertTotal, ...]
    spread: Decimal | None
    why: tuple[Reason, ...]
    """Why there is no score."""
    wide: tuple[Reason, ...] = ()
    """That the experts lie so far apart that the guide wants a second look; empty where they do not."""


def score(rubric: Rubric, marks: Sequence[Mark], aside: Collection[str] = ()) -> Score:
    """The score of one case from all its marks; the order of the marks does not matter.

    `aside` are those who have declared an interest in the case: whatever they marked does not count.
    """
    experts = sorted({m.expert for m in marks}, key=lambda name: (in_order(name), name))
    totals = [_total(rubric, e, [m for m in marks if m.expert == e], aside=e in aside) for e in experts]
    valid = [t.total for t in totals if t.use is MarkUse.COUNTED and t.total is not None]
    spread = max(valid) - min(valid) if len(valid) > 1 else None
    wide = _wide(rubric, spread)
    if isinstance(rubric.quorum, Absent) or isinstance(rubric.trim_from, Absent):
        open_rule = Reason("", "有效专家人数与去高去低规则未定", rubric.cites["quorum"].label)
        return Score(None, tuple(totals), spread, (open_rule,), wide)
    if len(valid) < rubric.quorum:
        sentence = f"有效评分 {len(valid)} 份，至少需要 {rubric.quorum} 份"
        return Score(None, tuple(totals), spread, (Reason("", sentence, rubric.cites["quorum"].label),), wide)
    if len(valid) >= rubric.trim_from:
        totals = _drop(totals)
    kept = [t.total for t in totals if t.use is MarkUse.COUNTED and t.total is not None]
    return Score(sum((Fraction(t) for t in kept), Fraction()) / len(kept), tuple(totals), spread, (), wide)


def _wide(rubric: Rubric, spread: Decimal | None) -> tuple[Reason, ...]:
    """That the highest and the lowest total lie further apart than the guide lets pass without a second look."""
    if spread is None or isinstance(rubric.spread, Absent) or spread <= rubric.spread:
        return ()
    sentence = f"最高与最低总分相差 {short(spread)} 分，超过 {short(rubric.spread)} 分，提示复核"
    return (Reason("", sentence, rubric.cites["spread"].label),)


def _total(rubric: Rubric, expert: str, marks: Sequence[Mark], *, aside: bool) -> ExpertTotal:
    """One expert's total: the mark for the whole, or the sum once every item has one."""
    odd = MarkUse.RECUSED if aside else use_of(marks)
    whole = next((m.points for m in marks if m.item == TOTAL), None)
    items = given_items(rubric, marks)
    if whole is None:
        whole = own_total(rubric, marks)
    if odd is not None:
        return ExpertTotal(expert, whole, odd, items)
    return ExpertTotal(expert, whole, MarkUse.COUNTED if whole is not None else MarkUse.ABSENT, items)


def _drop(totals: Sequence[ExpertTotal]) -> list[ExpertTotal]:
    """One highest and one lowest out; among equals it makes no difference to the mean which."""
    counted = sorted((t for t in totals if t.use is MarkUse.COUNTED), key=lambda t: (t.total or Decimal(0), t.expert))
    out = {counted[0].expert, counted[-1].expert}
    return [replace(t, use=MarkUse.DROPPED) if t.expert in out else t for t in totals]


def published(value: Fraction) -> Decimal:
    """Two decimals, half up: the precision that is printed, and the one that ranks are told by."""
    scaled = (value * 100 * 2 + 1) // 2
    return (Decimal(int(scaled)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_score(value: Fraction) -> str:
    """The full decimal value: exact where it ends, else to twelve decimals; at least two decimals."""
    places = _decimals(value.denominator)
    scaled = (abs(value) * 10**places * 2 + 1) // 2
    text = f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"
    return f"-{text}" if value < 0 else text


def _decimals(denominator: int) -> int:
    """How many decimals a value takes to end, at least two; `_PLACES` where it never ends."""
    places = 2
    for factor in (2, 5):
        count = 0
        while denominator % factor == 0:
            denominator, count = denominator // factor, count + 1
        places = max(places, count)
    return places if denominator == 1 else _PLACES

"""Marks → a score: recusals, quorum, one highest and one lowest dropped, the mean, the spread.

All arithmetic is exact (`Fraction`); what is published is rounded half up to two decimals, once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gyga_desk.model import ExpertTotal, Mark, MarkState, MarkUse, Reason
from gyga_desk.policy import Absent, Rubric
from gyga_desk.rules.facts import in_order

TOTAL = "total"
_PLACES = 12
"""Decimals written where a score is not exact."""


@dataclass(frozen=True)
class Score:
    """A case's score, or why there is none."""

    score: Fraction | None
    totals: tuple[ExpertTotal, ...]
    spread: Decimal | None
    why: tuple[Reason, ...]


def score(rubric: Rubric, marks: Sequence[Mark]) -> Score:
    """The score of one case from all its marks; the order of the marks does not matter."""
    experts = sorted({m.expert for m in marks}, key=lambda name: (in_order(name), name))
    totals = [_total(rubric, e, [m for m in marks if m.expert == e]) for e in experts]
    valid = [t.total for t in totals if t.use is MarkUse.COUNTED and t.total is not None]
    spread = max(valid) - min(valid) if len(valid) > 1 else None
    if isinstance(rubric.quorum, Absent) or isinstance(rubric.trim_from, Absent):
        return Score(
            None, tuple(totals), spread, (Reason("", "有效专家人数与去高去低规则未定", rubric.cites["quorum"].label),)
        )
    if len(valid) < rubric.quorum:
        sentence = f"有效评分 {len(valid)} 份，至少需要 {rubric.quorum} 份"
        return Score(None, tuple(totals), spread, (Reason("", sentence, rubric.cites["quorum"].label),))
    if len(valid) >= rubric.trim_from:
        totals = _drop(totals)
    kept = [t.total for t in totals if t.use is MarkUse.COUNTED and t.total is not None]
    return Score(sum((Fraction(t) for t in kept), Fraction()) / len(kept), tuple(totals), spread, ())


_USES = {MarkState.RECUSED: MarkUse.RECUSED, MarkState.STRUCK: MarkUse.STRUCK, MarkState.ABSENT: MarkUse.ABSENT}
"""The weightiest first: who has stepped aside is recused, whatever else stands in a cell."""


def _total(rubric: Rubric, expert: str, marks: Sequence[Mark]) -> ExpertTotal:
    """One expert's total: the mark for the whole, or the sum once every item has one."""
    odd = next((use for state, use in _USES.items() if any(m.state is state for m in marks)), None)
    whole = next((m.points for m in marks if m.item == TOTAL), None)
    if whole is None and not isinstance(rubric.items, Absent):
        by_item = {m.item: m.points for m in marks if m.points is not None}
        if all(i.id in by_item for i in rubric.items):
            whole = sum((by_item[i.id] for i in rubric.items), Decimal(0))
    if odd is not None:
        return ExpertTotal(expert, whole, odd)
    return ExpertTotal(expert, whole, MarkUse.COUNTED if whole is not None else MarkUse.ABSENT)


def _drop(totals: Sequence[ExpertTotal]) -> list[ExpertTotal]:
    """One highest and one lowest out; among equals it makes no difference to the mean which."""
    counted = sorted((t for t in totals if t.use is MarkUse.COUNTED), key=lambda t: (t.total or Decimal(0), t.expert))
    out = {counted[0].expert, counted[-1].expert}
    return [ExpertTotal(t.expert, t.total, MarkUse.DROPPED) if t.expert in out else t for t in totals]


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

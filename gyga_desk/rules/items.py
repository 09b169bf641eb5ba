"""One expert's marks by rubric item: what may be given for one, what they come to, and how far they have got.

A total is unknown until the last item has its mark; a missing one is never a zero.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from gyga_desk.model import ExpertTotal, Mark, MarkState, MarkUse
from gyga_desk.policy import Absent, Item, Rubric

TOTAL = "total"
"""The name a mark for the whole stands under, and a state that holds for the whole case."""

_DIGITS = 9
"""More places than any mark has, before or after the point."""
_USES = {MarkState.RECUSED: MarkUse.RECUSED, MarkState.STRUCK: MarkUse.STRUCK, MarkState.ABSENT: MarkUse.ABSENT}
"""The weightiest first: who has stepped aside is recused, whatever else stands in a cell."""


def items_of(rubric: Rubric | None) -> tuple[Item, ...]:
    """The rubric's items; none where nobody has set them."""
    return () if rubric is None or isinstance(rubric.items, Absent) else rubric.items


def item_of(rubric: Rubric, item: str) -> Item | None:
    return next((i for i in items_of(rubric) if i.id.casefold() == item.strip().casefold()), None)


def step_of(rubric: Rubric) -> Decimal:
    """The smallest difference between two marks; whole points where nobody has allowed smaller ones."""
    return Decimal(1) if isinstance(rubric.step, Absent) else rubric.step


def read_points(text: str) -> Decimal | None:
    """Points as typed, full-width or with the Chinese full stop; None for what is no number a mark could be."""
    try:
        found = Decimal(unicodedata.normalize("NFKC", text).replace("。", ".").strip())
    except InvalidOperation:
        return None
    exponent = found.as_tuple().exponent
    return found if isinstance(exponent, int) and exponent >= -_DIGITS and found.adjusted() < _DIGITS else None


def fault_of(rubric: Rubric, item: Item, points: Decimal) -> tuple[str, str] | None:
    """(code, sentence) of why an item cannot have these points; None where it can."""
    if not 0 <= points <= item.points:
        return "mark-range", f"{item.id} {item.name}的评分 {short(points)} 不在 0 至 {short(item.points)} 分之间。"
    if points % step_of(rubric):
        return "mark-step", f"{item.id} {item.name}的评分 {short(points)} 不是 {short(step_of(rubric))} 分的整倍数。"
    return None


def given_items(rubric: Rubric, marks: Sequence[Mark]) -> tuple[tuple[str, Decimal], ...]:
    """The points of one expert by item, in the rubric's order."""
    points = {m.item: m.points for m in marks if m.points is not None}
    return tuple((i.id, points[i.id]) for i in items_of(rubric) if i.id in points)


def own_total(rubric: Rubric, marks: Sequence[Mark]) -> Decimal | None:
    """The sum of one expert's items; None until the last one is there."""
    given = given_items(rubric, marks)
    return sum((p for _, p in given), Decimal(0)) if given and len(given) == len(items_of(rubric)) else None


def use_of(marks: Sequence[Mark]) -> MarkUse | None:
    """Why one expert's marks for a case do not count, the weightiest reason; None where they do."""
    return next((use for state, use in _USES.items() if any(m.state is state for m in marks)), None)


def is_in(rubric: Rubric, marks: Sequence[Mark]) -> bool:
    """Whether one expert has said all they have to say on a case: every item, a total, or that they abstain.

    Who is recused has no say, and so is never through.
    """
    use = use_of(marks)
    if use is not None:
        return use is not MarkUse.RECUSED
    return own_total(rubric, marks) is not None or any(m.item == TOTAL for m in marks)


def told(total: ExpertTotal) -> str:
    """One expert's marks in a line, item by item: how a score came about, for those who take it apart."""
    items = "，".join(f"{item} {short(points)}" for item, points in total.items)
    whole = "未评齐" if total.total is None else f"合计 {short(total.total)}"
    if total.total is None and not total.items:
        return f"{total.expert}：{total.use.label}"
    return f"{total.expert}：{items + '；' if items else ''}{whole}（{total.use.label}）"


def short(points: Decimal) -> str:
    """Points without the zeros that say nothing: `97.50` → `97.5`."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""The cost items behind what a case claims to have spent: what they add up to, where that differs, and what is to come off.

They bear the claim out and never take its place: the base stays the audited figure, and a person states what is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.model import Case, Cost
from gyga_desk.money import write_yuan
from gyga_desk.policy import CostBase, Measure
from gyga_desk.rules.facts import money_of, plain, text_of


@dataclass(frozen=True)
class CostEvidence:
    """What the items of one case say. What lies outside the period is counted there alone, so that nothing comes off twice."""

    count: int
    total_fen: int
    by_part: Mapping[str, int]
    """By column id of the case's part, for the categories that name one."""
    elsewhere: Mapping[str, int]
    """By the words of the categories that name no part."""
    outside: int
    outside_fen: int
    unpaid: int
    unpaid_fen: int
    public_fen: int
    overpaid: int
    """Items paid beyond their amount."""

    @property
    def off_fen(self) -> int:
        """分 that the items themselves say do not count."""
        return self.outside_fen + self.unpaid_fen + self.public_fen


def evidence(measure: Measure, case: Case, items: Sequence[Cost]) -> CostEvidence | None:
    """None where there are no items."""
    base = measure.costs
    if base is None or not items:
        return None
    inside = [i for i in items if _inside(base, case, i)]
    unpaid = [i for i in inside if i.paid_fen < i.amount_fen]
    parts, elsewhere = _by_category(measure, base, items)
    return CostEvidence(
        len(items), sum(i.amount_fen for i in items), parts, elsewhere, len(items) - len(inside),
        sum(i.amount_fen for i in items) - sum(i.amount_fen for i in inside), len(unpaid), sum(i.amount_fen - i.paid_fen for i in unpaid),
        sum(min(i.public_fen or 0, i.paid_fen, i.amount_fen) for i in inside), sum(1 for i in items if i.paid_fen > i.amount_fen),
    )  # fmt: skip


def _inside(base: CostBase, case: Case, item: Cost) -> bool:
    """Whether an item's invoice lies in the period; a side of it that is not known leaves nothing out."""
    begins, ends = (text_of(case, column) if column else "" for column in (base.begins, base.ends))
    return (not begins or begins <= item.invoiced_on) and (not ends or item.invoiced_on <= ends)


def _by_category(measure: Measure, base: CostBase, items: Sequence[Cost]) -> tuple[dict[str, int], dict[str, int]]:
    names = {plain(c.header): c.id for c in measure.columns if c.id in base.parts}
    parts: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    for item in items:
        part = names.get(plain(item.category))
        held, key = (parts, part) if part else (elsewhere, item.category)
        held[key] = held.get(key, 0) + item.amount_fen
    return parts, elsewhere


def differs(measure: Measure, case: Case, found: CostEvidence) -> tuple[str, ...]:
    """Where the items do not bear the claim out; each a sentence without its stop."""
    base = measure.costs
    assert base is not None
    said = _differs(_header(measure, base.total), found.total_fen, money_of(case, base.total))
    for part in base.parts:
        said += _differs(_header(measure, part), found.by_part.get(part, 0), money_of(case, part))
    if base.parts and found.elsewhere:
        words = "、".join(f"“{name}”{write_yuan(fen)} 元" for name, fen in found.elsewhere.items())
        said.append(f"费用类别与申报的分项对不上：{words}")
    return tuple(said)


def _header(measure: Measure, column: str) -> str:
    held = measure.column(column)
    return held.header if held else column


def _differs(name: str, fen: int, stated: int | None) -> list[str]:
    if stated == fen:
        return []
    if stated is None:
        return [f"“{name}”未填报，明细合计 {write_yuan(fen)} 元"]
    return [
        f"“{name}”申报 {write_yuan(stated)} 元，明细合计 {write_yuan(fen)} 元，相差 {write_yuan(abs(stated - fen))} 元"
    ]


def taken_off(found: CostEvidence) -> tuple[str, ...]:
    """What the items themselves say does not count; each a sentence without its stop."""
    said = []
    if found.outside:
        said.append(f"{found.outside} 笔发票不在建设期内，共 {write_yuan(found.outside_fen)} 元")
    if found.unpaid:
        said.append(f"{found.unpaid} 笔未付清，未付 {write_yuan(found.unpaid_fen)} 元")
    if found.public_fen:
        said.append(f"其中财政资金 {write_yuan(found.public_fen)} 元")
    if found.overpaid:
        said.append(f"{found.overpaid} 笔已付金额大于发票金额，须核对")
    return tuple(said)

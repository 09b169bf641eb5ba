"""The transactions behind a year's trade: what they add up to, and where that differs from what was stated (第六条).

With transactions on record their sum within the statistical year is the base, whatever was stated; a difference is told
either way. What they leave unknown stays as stated, and is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.model import Case, Trade
from gyga_desk.money import write_yuan
from gyga_desk.policy import Detail, Measure
from gyga_desk.rules.facts import money_of


@dataclass(frozen=True)
class Evidence:
    """What the transactions of one case say of its statistical year."""

    year: int
    count: int
    """Transactions within the year; all figures but the last two are about these."""
    total_fen: int
    unpaid_fen: int
    own_unpaid_fen: int
    """Unpaid, less what is unpaid on related-party transactions: those are left out whole."""
    related_fen: int
    """With the buyer itself, or flagged as a related party's."""
    related_known: bool
    """Whether every transaction says if its seller is a related party."""
    overpaid: int
    """Transactions paid beyond their contract."""
    outside: int
    """Transactions of other years, which count for nothing here."""
    outside_fen: int


@dataclass(frozen=True)
class Figure:
    """What the transactions put in the place of a stated figure."""

    fen: int
    stated_fen: int | None
    words: str
    """How the two go together, for the derivation."""


def evidence(detail: Detail, case: Case, trades: Sequence[Trade]) -> Evidence | None:
    """None where there are no transactions, or no statistical year to sort them by."""
    year = money_of(case, detail.year)
    if not trades or year is None:
        return None
    inside = [t for t in trades if t.traded_on[:4] == f"{year:04d}"]
    outside = [t for t in trades if t.traded_on[:4] != f"{year:04d}"]
    related = [t for t in inside if _related(case, t)]
    own = [t for t in inside if not _related(case, t)]
    return Evidence(
        year, len(inside), _sum(inside), sum(map(_unpaid, inside)), sum(map(_unpaid, own)), _sum(related),
        all(t.related is not None or _with_itself(case, t) for t in inside),
        sum(1 for t in inside if t.paid_fen > t.contract_fen), len(outside), _sum(outside),
    )  # fmt: skip


def _with_itself(case: Case, trade: Trade) -> bool:
    return bool(case.credit_code) and trade.seller_code == case.credit_code


def _related(case: Case, trade: Trade) -> bool:
    return trade.related is True or _with_itself(case, trade)


def _unpaid(trade: Trade) -> int:
    return max(0, trade.contract_fen - trade.paid_fen)


def _sum(trades: Sequence[Trade]) -> int:
    return sum(t.contract_fen for t in trades)


def figures(measure: Measure, case: Case, found: Evidence | None) -> Mapping[str, Figure]:
    """By column id, what stands in the place of the stated figures; nothing where there are no transactions.

    Where not every transaction tells whether its seller is related, the larger of the two sums is left out.
    """
    detail = measure.detail
    if detail is None or found is None:
        return {}
    stated = {c: money_of(case, c) for c in (detail.total, detail.unpaid, detail.related)}
    related = found.related_fen if found.related_known else max(found.related_fen, stated[detail.related] or 0)
    held = {detail.total: found.total_fen, detail.unpaid: found.own_unpaid_fen, detail.related: related}
    names = {detail.total: f"交易明细 {found.year} 年 {found.count} 笔合计"}
    return {c: Figure(fen, stated[c], _words(names.get(c, "按交易明细"), fen, stated[c])) for c, fen in held.items()}


def _words(name: str, fen: int, stated: int | None) -> str:
    if stated is None:
        return f"{name} {write_yuan(fen)} 元，填报缺"
    if stated == fen:
        return f"{name} {write_yuan(fen)} 元，与填报一致"
    return f"{name} {write_yuan(fen)} 元，填报 {write_yuan(stated)} 元，相差 {write_yuan(abs(fen - stated))} 元，以明细为准"


def differs_in_sum(measure: Measure, case: Case, found: Evidence) -> tuple[str, ...]:
    """What a reviewer of total, count and dates must know; each a sentence without its stop."""
    detail = measure.detail
    assert detail is not None
    said = []
    if found.outside:
        said.append(f"{found.outside} 笔共 {write_yuan(found.outside_fen)} 元不在统计年度 {found.year} 年内，未计入")
    said += _differs("年度交易总额", found.total_fen, money_of(case, detail.total))
    stated = money_of(case, detail.count)
    if stated is not None and stated != found.count:
        said.append(f"填报 {stated} 笔，明细在统计年度内 {found.count} 笔")
    return tuple(said)


def differs_in_payment(measure: Measure, case: Case, found: Evidence) -> tuple[str, ...]:
    """What a reviewer of payment and related parties must know."""
    detail = measure.detail
    assert detail is not None
    unpaid, related = money_of(case, detail.unpaid), money_of(case, detail.related)
    said = [] if unpaid == found.own_unpaid_fen else _differs("未付款额", found.unpaid_fen, unpaid)
    if found.related_known or related is None or found.related_fen > related:
        said += _differs("关联方交易额", found.related_fen, related)
    if found.overpaid:
        said.append(f"{found.overpaid} 笔付款额大于合同额，须核对")
    return tuple(said)


def _differs(name: str, fen: int, stated: int | None) -> list[str]:
    if stated == fen:
        return []
    told = "未填报" if stated is None else f"填报 {write_yuan(stated)} 元"
    return [f"{name}：明细 {write_yuan(fen)} 元，{told}"]

"""Base × rate ≤ cap − received: one case's entitlement as a derivation, each step with its clause.

A figure that is unset, or a fact that is missing, gives no amount and says so; it is never taken for zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gyga_desk.model import Case, Reason, Step
from gyga_desk.money import share, split, write_yuan
from gyga_desk.policy import NONE, UNSET, Absent, Amount, AmountKind, Measure, Process, Tier
from gyga_desk.rules.checklist import Reduction
from gyga_desk.rules.facts import money_of
from gyga_desk.rules.trades import Figure


@dataclass(frozen=True)
class Derived:
    """What the arithmetic gives, its steps, and what it lacked."""

    entitled_fen: int | None
    steps: tuple[Step, ...]
    missing: tuple[Reason, ...] = ()
    base_fen: int | None = None
    """The base after deductions and reductions, before the rate: what cases are ordered by where the base orders."""
    over_fen: int | None = None
    """What was held against the threshold: the base with those of the applicant's other cases of the year."""


@dataclass(frozen=True)
class _Walk:
    """A derivation being walked; once something is missing it takes no further step."""

    fen: int | None = None
    steps: tuple[Step, ...] = ()
    missing: tuple[Reason, ...] = ()

    def step(self, label: str, clause: str, after: int) -> _Walk:
        return replace(self, fen=after, steps=(*self.steps, Step(label, clause, self.fen, after)))

    def lack(self, sentence: str, clause: str) -> _Walk:
        return replace(self, fen=None, missing=(*self.missing, Reason("", sentence, clause)))


def derive(
    measure: Measure,
    case: Case,
    reductions: Sequence[Reduction] = (),
    rank: int | None = None,
    paid_fen: int = 0,
    figures: Mapping[str, Figure] | None = None,
    beside: Sequence[int | None] = (),
) -> Derived:
    """The entitlement of one case by its measure's kind of amount.

    `rank` is for amounts by rank; `paid_fen` is what the record knows to have been awarded for the same matter; `figures`
    stand in the place of stated ones, by column id; `beside` holds the bases of the applicant's other cases of the year,
    which count towards a threshold of the year.
    """
    figures = figures or {}
    amount = measure.amount
    if amount.kind is AmountKind.REFERRAL:
        return Derived(None, ())
    if amount.kind is AmountKind.BY_RANK:
        return _by_rank(amount, rank)
    walk = _base(measure, case, reductions, figures)
    if amount.kind is AmountKind.SHARE_OVER_THRESHOLD and walk.fen is not None:
        walk = _deduct(measure, case, walk, figures)
    net, over = walk.fen, None
    if amount.kind is AmountKind.SHARE_OVER_THRESHOLD:
        over = _together(walk.fen, beside)
        walk = _over(amount, walk, beside)
    for stage in (_rate, _cap):
        walk = stage(measure, walk)
    walk = _received(measure, case, walk, paid_fen)
    return Derived(walk.fen, walk.steps, walk.missing, net, over)


def _header(measure: Measure, column: str) -> str:
    found = measure.column(column)
    return found.header if found else column


def _base(measure: Measure, case: Case, reductions: Sequence[Reduction], figures: Mapping[str, Figure]) -> _Walk:
    amount, header = measure.amount, _header(measure, measure.amount.base)
    clause = amount.cites["base"].label
    base, figure = money_of(case, amount.base), figures.get(amount.base)
    if base is None and figure is None:
        return _Walk().lack(f"“{header}”未填报，无法核算", clause)
    walk = _Walk() if base is None else _Walk().step(header, clause, base)
    if figure is not None:
        walk = walk.step(figure.words, clause, figure.fen)
    for reduction in reductions:
        if reduction.fen is None:
            walk = walk.lack(f"{reduction.check} 的核减金额未填，无法核算", reduction.clause)
        elif walk.fen is not None:
            walk = walk.step(
                f"核减（{reduction.check}）{write_yuan(reduction.fen)} 元",
                reduction.clause,
                max(0, walk.fen - reduction.fen),
            )
    return walk


def _deduct(measure: Measure, case: Case, walk: _Walk, figures: Mapping[str, Figure]) -> _Walk:
    columns, clause = measure.amount.deduct, measure.amount.cites["deduct"].label
    if columns is UNSET:
        return walk.lack("交易额的扣减口径未定", clause)
    for column in () if isinstance(columns, Absent) else columns:
        header, figure = _header(measure, column), figures.get(column)
        fen = figure.fen if figure else money_of(case, column)
        if fen is None:
            walk = walk.lack(f"“{header}”未填报，无法核算", clause)
        elif walk.fen is not None:
            told = f"（{figure.words}）" if figure and figure.stated_fen != fen else ""
            walk = walk.step(f"减“{header}”{write_yuan(fen)} 元{told}", clause, max(0, walk.fen - fen))
    return walk


def _together(fen: int | None, beside: Sequence[int | None]) -> int | None:
    known = [b for b in beside if b is not None]
    return None if fen is None or len(known) < len(beside) else fen + sum(known)


def _over(amount: Amount, walk: _Walk, beside: Sequence[int | None] = ()) -> _Walk:
    """The year's threshold is the applicant's: all its cases of the year count towards it."""
    if walk.fen is None or amount.threshold is NONE:
        return walk
    clause = amount.cites["threshold"].label
    if isinstance(amount.threshold, Absent):
        return walk.lack("起补门槛未定", clause)
    line, known = write_yuan(amount.threshold), walk.fen + sum(b for b in beside if b is not None)
    whose = f"本单位本年度 {len(beside) + 1} 个项目合计 {write_yuan(known)} 元，" if beside else ""
    if known > amount.threshold:
        return walk.step(f"{whose}超过 {line} 元，符合", clause, walk.fen)
    if _together(walk.fen, beside) is None:
        return walk.lack("本单位本年度其他项目的交易额未定，无法判断是否超过门槛", clause)
    return walk.step(f"{whose}未超过 {line} 元，不予补贴", clause, 0)


def _rate(measure: Measure, walk: _Walk) -> _Walk:
    rate, clause = measure.amount.rate, measure.amount.cites["rate"].label
    if isinstance(rate, Absent):
        return walk.lack("比例未定", clause)
    if walk.fen is None:
        return walk
    return walk.step(f"{_header(measure, measure.amount.base)} × {write_rate(rate)}", clause, share(walk.fen, rate))


def write_rate(rate: Decimal) -> str:
    """`0.20` → `20%`."""
    return f"{(rate * 100).normalize():f}%"


def _cap(measure: Measure, walk: _Walk) -> _Walk:
    cap, clause = measure.amount.cap, measure.amount.cites["cap"].label
    if cap is UNSET:
        return walk.lack("上限未定", clause)
    if walk.fen is None or isinstance(cap, Absent):
        return walk
    return walk.step(f"不超过上限 {write_yuan(cap)} 元", clause, min(walk.fen, cap))


def _received(measure: Measure, case: Case, walk: _Walk, paid_fen: int) -> _Walk:
    """晋级补差, 第八条(三): the new entitlement less what the matter has had, stated or known, whichever is more."""
    amount = measure.amount
    if not amount.received or walk.fen is None:
        return walk
    clause, header = amount.cites["received"].label, _header(measure, amount.received)
    stated = money_of(case, amount.received)
    if stated is None:
        return walk.lack(f"“{header}”未填报，无法核算", clause)
    had = max(stated, paid_fen)
    if paid_fen > stated:
        label = f"晋级补差：减台账已享受 {write_yuan(paid_fen)} 元（填报 {write_yuan(stated)} 元）"
    elif stated:
        label = f"晋级补差：减“{header}”{write_yuan(stated)} 元"
    else:
        label = f"减“{header}”{write_yuan(0)} 元"
    return walk.step(label, clause, max(0, walk.fen - had))


def _by_rank(amount: Amount, rank: int | None) -> Derived:
    clause = amount.cites["tiers"].label
    if isinstance(amount.tiers, Absent):
        return Derived(None, (), (Reason("", "各名次的奖励标准未定", clause),))
    if rank is None:
        return Derived(None, (), (Reason("", "综合排名未定", clause),))
    tier = tier_of(amount.tiers, rank)
    label = f"第 {rank} 名，第 {tier.first}–{tier.last} 名档" if tier else f"第 {rank} 名，不在奖励名次内"
    fen = tier.fen if tier else 0
    return Derived(fen, (Step(label, clause, None, fen),))


def waits_for_order(amount: Amount, equals: Sequence[str]) -> Derived:
    """Equals over the edge of a tier have no amount before the chair has put them in order."""
    sentence = f"{'、'.join(equals)} 同分并列跨越奖励档次，须由主任排定先后"
    return Derived(None, (), (Reason("", sentence, amount.cites["tiers"].label),))


def tier_of(tiers: Sequence[Tier], rank: int) -> Tier | None:
    return next((t for t in tiers if t.first <= rank <= t.last), None)


def halves(process: Process, fen: int | None) -> tuple[int | None, int | None]:
    """(city, district) by 第八条(一); unknown where an odd 分 has no side yet."""
    if fen is None:
        return None, None
    if isinstance(process.odd_fen, Absent):
        return (fen // 2, fen // 2) if fen % 2 == 0 else (None, None)
    return split(fen, odd_to_city=process.odd_fen == "city")


def split_step(process: Process, fen: int, city: int, payer: str) -> tuple[Step, Step]:
    """The two steps that show the halves and who pays."""
    clause = process.cites["odd_fen"].label if fen % 2 else "第八条(一)"
    return (
        Step("市级财政承担(1∶1)", clause, fen, city),
        Step(f"{payer or '属地'}财政承担(1∶1)", clause, fen, fen - city),
    )

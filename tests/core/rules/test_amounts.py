"""The derivation beyond the worked examples: properties, absences, and who pays which half."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Outcome
from gyga_desk.policy import NONE, UNSET, Absent, Amount, Edition, Measure
from gyga_desk.rules.amounts import Derived, derive, halves, split_step, tier_of, waits_for_order, write_rate
from gyga_desk.rules.checklist import Reduction
from tests.core.cases import case, measure

FEN = st.integers(0, 10**11)


def with_amount(held: Measure, **changes: object) -> Measure:
    amount: Amount = replace(held.amount, **changes)  # type: ignore[arg-type]
    return replace(held, amount=amount)


def scenario(
    edition: Edition, paid: int | None = 500_000_000, received_fen: int | None = 0, **changes: object
) -> Derived:
    held = with_amount(measure(edition, 3), **changes)
    return derive(held, case(held, audited_paid=paid, received=received_fen))


@pytest.mark.parametrize(("number", "base"), [(2, "audited_cost"), (3, "audited_paid"), (4, "audited_cost")])
@given(FEN, FEN)
def test_never_more_than_share_and_cap_less_what_was_had(
    edition: Edition, number: int, base: str, fen: int, had: int
) -> None:
    held = measure(edition, number)
    rate, cap = held.amount.rate, held.amount.cap
    assert isinstance(rate, Decimal) and isinstance(cap, int)
    found = derive(held, case(held, **{base: fen, "received": had}))
    share = fen * int(rate * 100) // 100
    assert found.entitled_fen == max(0, min(share, cap) - had)
    assert found.base_fen == fen


@given(FEN, FEN, FEN)
def test_more_trade_never_pays_less(edition: Edition, trade: int, more: int, related: int) -> None:
    held = measure(edition, 6)
    few, many = (
        derive(held, case(held, trade_total=total, related_trade=related, unpaid=0, received=0)).entitled_fen
        for total in (trade, trade + more)
    )
    assert few is not None and many is not None
    assert 0 <= few <= many <= 50_000_000


@given(FEN, FEN, FEN)
def test_what_trade_is_ordered_by_is_what_is_left_of_it(
    edition: Edition, trade: int, related: int, unpaid: int
) -> None:
    held = measure(edition, 6)
    found = derive(held, case(held, trade_total=trade, related_trade=related, unpaid=unpaid, received=0))
    assert found.base_fen == max(0, trade - related - unpaid)


def test_no_cap_is_not_an_unknown_cap(edition: Edition) -> None:
    free, open_cap = scenario(edition, 10**11, cap=NONE), scenario(edition, 10**11, cap=UNSET)
    assert (free.entitled_fen, free.missing) == (2 * 10**10, ())
    assert not any("上限" in step.label for step in free.steps)
    assert open_cap.entitled_fen is None
    assert [r.sentence for r in open_cap.missing] == ["上限未定"]


def test_a_cap_of_nought_pays_nothing(edition: Edition) -> None:
    assert scenario(edition, cap=0).entitled_fen == 0


def test_an_unknown_rate_is_named_with_its_clause(edition: Edition) -> None:
    found = scenario(edition, rate=UNSET)
    assert found.entitled_fen is None
    assert [(r.sentence, r.clause) for r in found.missing] == [("比例未定", "第三条")]


def test_every_absence_is_named_at_once(edition: Edition) -> None:
    found = scenario(edition, None, rate=UNSET, cap=UNSET)
    assert [r.sentence.strip("“") for r in found.missing] == ["审计核定投入”未填报，无法核算", "比例未定", "上限未定"]
    assert found.steps == ()


def test_where_nothing_had_counts_nothing_is_taken_off(edition: Edition) -> None:
    found = scenario(edition, received_fen=None, received="")
    assert found.entitled_fen == 100_000_000
    assert len(found.steps) == 3


@pytest.mark.parametrize(("threshold", "entitled", "missing"), [(NONE, 1, 0), (UNSET, None, 1), (0, 1, 0), (100, 0, 0)])
def test_a_threshold_may_be_none_or_unknown(
    edition: Edition, threshold: int | Absent, entitled: int | None, missing: int
) -> None:
    held = with_amount(measure(edition, 6), threshold=threshold, deduct=NONE)
    found = derive(held, case(held, trade_total=100, received=0))
    assert (found.entitled_fen, len(found.missing)) == (entitled, missing)


def test_reductions_are_taken_one_by_one_and_one_unknown_stops_the_sum(edition: Edition) -> None:
    held = measure(edition, 3)
    taken = [Reduction("3.7", "投入核定", 100), Reduction("3.8", "投入核定", None), Reduction("3.9", "投入核定", 50)]
    found = derive(held, case(held, audited_paid=1_000, received=0), taken)
    assert (found.entitled_fen, found.base_fen) == (None, None)
    assert [(s.before_fen, s.after_fen) for s in found.steps] == [(None, 1_000), (1_000, 900)]
    assert [r.sentence for r in found.missing] == ["3.8 的核减金额未填，无法核算"]


def test_more_taken_off_than_there_is_leaves_nothing_and_not_less(edition: Edition) -> None:
    three = measure(edition, 3)
    derived = derive(three, case(three, audited_paid=1_000, received=0), [Reduction("3.7", "投入核定", 1_001)])
    assert (derived.base_fen, derived.entitled_fen) == (0, 0)
    assert min(step.after_fen or 0 for step in derived.steps) == 0


def test_a_referral_has_no_amount_at_all(edition: Edition) -> None:
    held = measure(edition, 7)
    assert derive(held, case(held)) == Derived(None, ())
    assert Outcome.REFERRED.label == "拟推荐"


def test_a_column_that_the_measure_lost_is_named_by_its_id(edition: Edition) -> None:
    held = replace(measure(edition, 3), columns=())
    found = derive(held, replace(case(measure(edition, 3)), facts={}))
    assert found.missing[0].sentence == "“audited_paid”未填报，无法核算"


@pytest.mark.parametrize(
    ("rate", "written"), [("0.30", "30%"), ("0.2", "20%"), ("0.01", "1%"), ("0.125", "12.5%"), ("1", "100%")]
)
def test_writes_rates(rate: str, written: str) -> None:
    assert write_rate(Decimal(rate)) == written


def test_labels_say_what_was_done(edition: Edition) -> None:
    found = scenario(edition, 600_000_000, 1)
    assert [s.label for s in found.steps] == [
        "审计核定投入", "审计核定投入 × 20%", "不超过上限 1,000,000.00 元", "晋级补差：减“已享受金额”0.01 元",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rank", "first"), [(1, 1), (3, 1), (4, 4), (10, 4), (11, 11), (20, 11), (21, None), (0, None)]
)
def test_tiers(edition: Edition, rank: int, first: int | None) -> None:
    tiers = measure(edition, 5).amount.tiers
    assert not isinstance(tiers, Absent)
    tier = tier_of(tiers, rank)
    assert (tier.first if tier else None) == first


@pytest.mark.parametrize(
    ("odd", "fen", "parts"),
    [
        ("city", 5, (3, 2)),
        ("district", 5, (2, 3)),
        (UNSET, 4, (2, 2)),
        (UNSET, 5, (None, None)),
        (NONE, 5, (None, None)),
        ("city", None, (None, None)),
        ("city", 0, (0, 0)),
    ],
)
def test_the_odd_fen_has_the_side_the_guide_names(
    edition: Edition, odd: str | Absent, fen: int | None, parts: tuple[int | None, int | None],
) -> None:  # fmt: skip
    assert halves(replace(edition.process, odd_fen=odd), fen) == parts


def test_the_steps_of_the_halves_name_who_pays(edition: Edition) -> None:
    odd, even = split_step(edition.process, 5, 3, "观山湖区"), split_step(edition.process, 4, 2, "")
    assert [(s.clause, s.before_fen, s.after_fen) for s in odd] == [("样例指南第一项", 5, 3), ("样例指南第一项", 5, 2)]
    assert [(s.clause, s.before_fen, s.after_fen) for s in even] == [("第八条(一)", 4, 2), ("第八条(一)", 4, 2)]
    assert [s.label[:6] for s in (*odd, *even)] == ["市级财政承担", "观山湖区财政", "市级财政承担", "属地财政承担"]


LINE = 500_000_000
"""M6's threshold, which an applicant's cases of the year must pass together."""


def traded(edition: Edition, fen: int, beside: tuple[int | None, ...] = (), **changes: object) -> Derived:
    held = with_amount(measure(edition, 6), **changes)
    return derive(held, case(held, trade_total=fen, related_trade=0, unpaid=0, received=0), beside=beside)


@pytest.mark.parametrize(("own", "beside", "over"), [
    (300_000_000, (200_000_000,), False), (300_000_000, (200_000_001,), True), (1, (LINE,), True), (0, (LINE,), False),
    (100_000_000, (200_000_000, 200_000_000), False), (100_000_001, (200_000_000, 200_000_000), True),
])  # fmt: skip
def test_a_year_is_over_the_threshold_with_all_its_cases(
    edition: Edition, own: int, beside: tuple[int, ...], over: bool
) -> None:
    found = traded(edition, own, beside)
    assert found.entitled_fen == (own // 100 if over else 0)
    assert (found.base_fen, found.over_fen) == (own, own + sum(beside))
    assert any(f"本单位本年度 {len(beside) + 1} 个项目合计" in s.label for s in found.steps)


def test_an_unknown_case_beside_leaves_open_only_what_it_could_change(edition: Edition) -> None:
    assert traded(edition, LINE + 1, (None,)).entitled_fen == (LINE + 1) // 100
    below = traded(edition, LINE, (None,))
    assert (below.entitled_fen, below.over_fen) == (None, None)
    assert [r.sentence for r in below.missing] == ["本单位本年度其他项目的交易额未定，无法判断是否超过门槛"]


@given(FEN, st.lists(FEN, max_size=3))
def test_cases_beside_only_help_over_the_threshold(edition: Edition, fen: int, beside: list[int]) -> None:
    alone, together = traded(edition, fen).entitled_fen, traded(edition, fen, tuple(beside)).entitled_fen
    assert alone is not None and together is not None
    assert alone <= together <= min(fen // 100, 50_000_000)


def test_equals_over_a_tiers_edge_have_no_amount_yet(edition: Edition) -> None:
    found = waits_for_order(measure(edition, 5).amount, ["a", "b"])
    assert (found.entitled_fen, found.steps) == (None, ())
    assert "a、b 同分并列跨越奖励档次" in found.missing[0].sentence


def test_without_a_reward_by_rank_there_is_no_amount(edition: Edition) -> None:
    held = with_amount(measure(edition, 5), tiers=UNSET)
    found = derive(held, case(held), rank=1)
    assert found.entitled_fen is None
    assert [r.sentence for r in found.missing] == ["各名次的奖励标准未定"]


def test_where_one_deduction_is_unknown_the_next_is_not_taken_off(edition: Edition) -> None:
    held = measure(edition, 6)
    found = derive(held, case(held, trade_total=100, related_trade=None, unpaid=30, received=0))
    assert (found.entitled_fen, found.base_fen) == (None, None)
    assert [step.after_fen for step in found.steps] == [100]
    assert len(found.missing) == 1 and "关联方交易额" in found.missing[0].sentence

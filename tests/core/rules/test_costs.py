"""Cost items against what was claimed: what they add up to, where it differs, what comes off."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Case, Cost
from gyga_desk.policy import Edition
from gyga_desk.rules import costs
from tests.core.cases import case, measure


def item(category: str, fen: int, paid: int | None = None, on: str = "2024-06-01", public: int | None = None) -> Cost:
    return Cost(category, "支出", "", "", "", on, "", fen, fen if paid is None else paid, public)


def training(edition: Edition, **facts: int | date) -> Case:
    told = {
        "claimed_cost": 600,
        "compute_cost": 300,
        "data_cost": 100,
        "labour_cost": 200,
        "equipment_cost": 0,
        "other_cost": 0,
    }
    period = {"built_from": date(2024, 1, 1), "built_until": date(2024, 12, 31)}
    return case(measure(edition, 2), **{**told, **period, **facts})


WHOLE = [item("算力费", 200), item("算力费", 100), item("数据费", 100), item("人工费", 200)]


def test_items_that_bear_the_claim_out(edition: Edition) -> None:
    found = costs.evidence(measure(edition, 2), training(edition), WHOLE)
    assert found is not None
    assert (found.count, found.total_fen, found.off_fen) == (4, 600, 0)
    assert costs.differs(measure(edition, 2), training(edition), found) == ()
    assert costs.taken_off(found) == ()


def test_each_difference_is_told_with_both_sums(edition: Edition) -> None:
    held = training(edition, data_cost=150, claimed_cost=650)
    found = costs.evidence(measure(edition, 2), held, [*WHOLE, item("差旅费", 7)])
    assert found is not None
    assert costs.differs(measure(edition, 2), held, found) == (
        "“建设成本(申报)”申报 6.50 元，明细合计 6.07 元，相差 0.43 元",
        "“数据费”申报 1.50 元，明细合计 1.00 元，相差 0.50 元",
        "费用类别与申报的分项对不上：“差旅费”0.07 元",
    )


def test_what_is_not_claimed_at_all_is_not_taken_for_zero(edition: Edition) -> None:
    held = case(measure(edition, 2), compute_cost=300)
    found = costs.evidence(measure(edition, 2), held, [item("算力费", 300)])
    assert found is not None
    assert "“建设成本(申报)”未填报，明细合计 3.00 元" in costs.differs(measure(edition, 2), held, found)
    assert costs.evidence(measure(edition, 2), held, []) is None
    assert costs.evidence(measure(edition, 1), case(measure(edition, 1)), WHOLE) is None


@pytest.mark.parametrize(
    ("one", "words", "off"),
    [
        (item("算力费", 300, on="2023-12-31"), "1 笔发票不在建设期内，共 3.00 元", 300),
        (item("算力费", 300, on="2025-01-01", paid=0, public=300), "1 笔发票不在建设期内，共 3.00 元", 300),
        (item("算力费", 300, paid=100), "1 笔未付清，未付 2.00 元", 200),
        (item("算力费", 300, public=50), "其中财政资金 0.50 元", 50),
        (item("算力费", 300, paid=400), "1 笔已付金额大于发票金额，须核对", 0),
        (item("算力费", 300, paid=100, public=900), "1 笔未付清，未付 2.00 元", 300),
    ],
)
def test_what_comes_off_comes_off_once(edition: Edition, one: Cost, words: str, off: int) -> None:
    found = costs.evidence(measure(edition, 2), training(edition), [one])
    assert found is not None
    assert words in costs.taken_off(found)
    assert found.off_fen == off


def test_the_first_and_the_last_day_are_inside(edition: Edition) -> None:
    days = [item("算力费", 1, on="2024-01-01"), item("算力费", 1, on="2024-12-31")]
    found = costs.evidence(measure(edition, 2), training(edition), days)
    assert found is not None
    assert found.outside == 0
    open_ended = case(measure(edition, 3), started=date(2024, 3, 1))
    found = costs.evidence(measure(edition, 3), open_ended, [item("设备费", 1, on="2026-01-01")])
    assert found is not None
    assert found.outside == 0


amounts = st.integers(0, 10**12)


@given(
    st.lists(
        st.builds(item, st.sampled_from(["算力费", "别的"]), amounts, amounts, st.just("2024-05-05"), amounts),
        min_size=1,
    )
)
def test_never_more_comes_off_than_there_is(edition: Edition, items: list[Cost]) -> None:
    found = costs.evidence(measure(edition, 2), training(edition), items)
    assert found is not None
    assert 0 <= found.off_fen <= found.total_fen
    assert sum(found.by_part.values()) + sum(found.elsewhere.values()) == found.total_fen

"""The transactions behind a year's trade: what counts, what differs, and that nothing unknown becomes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Case, FactValue, Trade
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.amounts import derive
from gyga_desk.rules.trades import Evidence, differs_in_payment, differs_in_sum, evidence, figures
from tests.core.cases import case, measure

BUYER, SELLER = "915201009PUG26F69T", "91520100MA6DL1AB0J"
WHOLE: dict[str, FactValue] = {
    "trade_year": 2024,
    "trades": 2,
    "trade_total": 300,
    "unpaid": 0,
    "related_trade": 0,
    "received": 0,
}


def trade(
    fen: int = 100, paid: int | None = None, day: str = "2024-06-01", seller: str = SELLER, related: bool | None = False
) -> Trade:
    return Trade("HT-1", day, "数据集", "贵州数据公司", seller, fen, fen if paid is None else paid, fen, related)


def filed(held: Measure, **facts: FactValue) -> Case:
    return case(held, **{**WHOLE, **facts})


def found(held: Measure, of: Case, *trades: Trade) -> Evidence:
    assert held.detail is not None
    told = evidence(held.detail, of, trades)
    assert told is not None
    return told


@pytest.fixture
def sixth(edition: Edition) -> Measure:
    return measure(edition, 6)


def test_without_transactions_or_a_year_there_is_no_evidence(sixth: Measure) -> None:
    assert sixth.detail is not None
    assert evidence(sixth.detail, filed(sixth), ()) is None
    assert evidence(sixth.detail, filed(sixth, trade_year=None), [trade()]) is None
    assert figures(sixth, filed(sixth), None) == {}


def test_a_measure_without_details_has_no_figures(edition: Edition, sixth: Measure) -> None:
    held = measure(edition, 3)
    assert figures(held, case(held), found(sixth, filed(sixth), trade())) == {}


@pytest.mark.parametrize(
    ("day", "counts"), [("2023-12-31", False), ("2024-01-01", True), ("2024-12-31", True), ("2025-01-01", False)]
)
def test_only_the_statistical_year_counts(sixth: Measure, day: str, counts: bool) -> None:
    told = found(sixth, filed(sixth), trade(100, day=day))
    assert (told.count, told.total_fen, told.outside, told.outside_fen) == (
        (1, 100, 0, 0) if counts else (0, 0, 1, 100)
    )


def test_what_is_unpaid_is_contract_less_payment_and_never_less_than_nothing(sixth: Measure) -> None:
    told = found(sixth, filed(sixth), trade(100, 40), trade(100, 130), trade(100))
    assert (told.unpaid_fen, told.overpaid) == (60, 1)
    assert "1 笔付款额大于合同额" in "".join(differs_in_payment(sixth, filed(sixth, unpaid=60), told))


def test_a_related_partys_transaction_is_left_out_once(sixth: Measure) -> None:
    told = found(
        sixth, filed(sixth), trade(100, 40, related=True), trade(100, 70, seller=BUYER, related=None), trade(100, 80)
    )
    assert (told.related_fen, told.related_known, told.unpaid_fen, told.own_unpaid_fen) == (200, True, 110, 20)
    whole = derive(sixth, filed(sixth), figures=figures(sixth, filed(sixth), told))
    assert whole.base_fen == 300 - 200 - 20


def test_where_not_every_line_tells_the_larger_of_the_two_is_left_out(sixth: Measure) -> None:
    lines = (trade(100, related=True), trade(200, related=None))
    for stated, taken in ((50, 100), (150, 150), (None, 100)):
        of = filed(sixth, related_trade=stated)
        assert figures(sixth, of, found(sixth, of, *lines))["related_trade"].fen == taken
    of = filed(sixth, related_trade=150)
    assert differs_in_payment(sixth, of, found(sixth, of, *lines)) == ()
    of = filed(sixth, related_trade=50)
    assert "关联方交易额：明细 1.00 元，填报 0.50 元" in differs_in_payment(sixth, of, found(sixth, of, *lines))


def test_no_code_is_nobodys_own(sixth: Measure) -> None:
    nameless = replace(filed(sixth), credit_code="")
    assert found(sixth, nameless, trade(seller="", related=None)).related_fen == 0


def test_the_lines_are_the_base_whichever_side_is_larger(sixth: Measure) -> None:
    for stated in (100, 300, 900):
        of = filed(sixth, trade_total=stated)
        held = derive(sixth, of, figures=figures(sixth, of, found(sixth, of, trade(100), trade(200))))
        assert held.base_fen == 300
        assert [(s.before_fen, s.after_fen) for s in held.steps[:2]] == [(None, stated), (stated, 300)]
        assert ("与填报一致" in held.steps[1].label) is (stated == 300)
        assert stated == 300 or "以明细为准" in held.steps[1].label


def test_lines_stand_in_for_a_figure_nobody_stated(sixth: Measure) -> None:
    of = filed(sixth, trade_total=None, unpaid=None)
    held = derive(sixth, of, figures=figures(sixth, of, found(sixth, of, trade(100, 60))))
    assert (held.base_fen, held.missing) == (60, ())
    assert "填报缺" in held.steps[0].label
    assert any("未填报" in said for said in differs_in_sum(sixth, of, found(sixth, of, trade(100, 60))))


def test_both_sides_of_a_deduction_are_shown(sixth: Measure) -> None:
    of = filed(sixth, unpaid=10)
    labels = [s.label for s in derive(sixth, of, figures=figures(sixth, of, found(sixth, of, trade(300, 260)))).steps]
    assert any(label.startswith("减“其中未付款额”0.40 元（按交易明细 0.40 元，填报 0.10 元") for label in labels)


def test_where_all_agree_nothing_is_said(sixth: Measure) -> None:
    of = filed(sixth, unpaid=20)
    told = found(sixth, of, trade(100), trade(200, 180))
    assert (differs_in_sum(sixth, of, told), differs_in_payment(sixth, of, told)) == ((), ())


def test_each_difference_is_told_with_both_sides(sixth: Measure) -> None:
    of = filed(sixth, trades=3, unpaid=1)
    told = found(sixth, of, trade(100), trade(300, 200), trade(100, day="2025-02-01"))
    assert differs_in_sum(sixth, of, told) == (
        "1 笔共 1.00 元不在统计年度 2024 年内，未计入", "年度交易总额：明细 4.00 元，填报 3.00 元", "填报 3 笔，明细在统计年度内 2 笔",
    )  # fmt: skip
    assert differs_in_payment(sixth, of, told) == ("未付款额：明细 1.00 元，填报 0.01 元",)
    assert differs_in_sum(sixth, filed(sixth, trades=None), found(sixth, of, trade(300))) == ()


def test_unpaid_may_be_stated_with_or_without_related_parties(sixth: Measure) -> None:
    lines = (trade(100, 40, related=True), trade(200, 180))
    for stated in (20, 80):
        of = filed(sixth, unpaid=stated, related_trade=100)
        assert differs_in_payment(sixth, of, found(sixth, of, *lines)) == ()


LINES = st.lists(
    st.builds(
        trade, st.integers(0, 500), st.integers(0, 500), st.sampled_from(["2023-12-31", "2024-02-29", "2024-12-31", "2025-01-01"]),
        st.sampled_from([BUYER, SELLER]), st.sampled_from([True, False, None]),
    ), min_size=1, max_size=5,
)  # fmt: skip


@given(LINES)
def test_every_line_counts_once_or_not_at_all(edition: Edition, lines: list[Trade]) -> None:
    sixth = measure(edition, 6)
    of = filed(sixth)
    told = found(sixth, of, *lines)
    assert (told.count + told.outside, told.total_fen + told.outside_fen) == (
        len(lines),
        sum(t.contract_fen for t in lines),
    )
    assert 0 <= told.own_unpaid_fen <= told.unpaid_fen <= told.total_fen
    assert 0 <= told.related_fen <= told.total_fen - told.own_unpaid_fen
    net = derive(sixth, of, figures=figures(sixth, of, told)).base_fen
    kept = [t for t in lines if t.traded_on.startswith("2024") and t.related is not True and t.seller_code != BUYER]
    assert net == sum(min(t.contract_fen, t.paid_fen) for t in kept)


@given(LINES.filter(lambda lines: len(lines) < 4))
def test_the_order_of_the_lines_does_not_matter(edition: Edition, lines: list[Trade]) -> None:
    sixth = measure(edition, 6)
    assert len({found(sixth, filed(sixth), *order) for order in permutations(lines)}) == 1

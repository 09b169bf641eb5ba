"""Totals: equal, off by rounding, or wrong by exactly so much, and what would explain it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.formats.sums import Part, slack, step_of
from gyga_desk.model import Severity
from gyga_desk.money import write_yuan
from tests.core.formats.drawn import HEADERS, drawn, line, only, read, told

WAN = [*HEADERS[:5], "申请金额(万元)", *HEADERS[6:]]


def total(asked: Any, word: str = "合计") -> list[Any]:
    return [word, None, None, None, None, asked]


def test_a_right_total_is_said_by_nobody() -> None:
    result = read(drawn(HEADERS, line(1, asked=10), line(2, asked=20.5), total(30.5)))
    assert [(s.cell, s.stated_fen, s.computed_fen, s.fact) for s in result.sums] == [("F4", 3050, 3050, "申请金额")]
    assert result.problems == ()


@pytest.mark.parametrize(("stated", "said"), [(30_030, "30,000 元"), (29, "1 元"), (Decimal("1031.5"), "1,001.50 元")])
def test_a_wrong_total_names_the_difference_as_a_person_sees_it(stated: object, said: str) -> None:
    result = read(drawn(HEADERS, line(1, asked=10), line(2, asked=20), total(stated)))
    problem = only(result, "sum-differs")
    assert (problem.severity, problem.cell, problem.row) == (Severity.ASK, "F4", 4)
    assert f"相差 {said}。" in problem.sentence
    assert "尾差" not in problem.sentence


def test_figures_rounded_to_yuan_make_a_total_of_fen_differ_by_less_than_rounding() -> None:
    exact = [1_000_000_49, 2_000_000_38, 3_000_000_45]
    rounded = [f"{Decimal(fen // 100).scaleb(-4):f}" for fen in exact]
    rows = [line(n, asked=text) for n, text in enumerate(rounded, 1)]
    result = read(drawn(WAN, *rows, total(f"{Decimal(sum(exact)).scaleb(-6):f}")))
    problem = only(result, "sum-rounded")
    assert problem.severity is Severity.NOTE
    assert "相差 1.32 元，是各行四舍五入的尾差" in problem.sentence
    assert told(result) == []


@pytest.mark.parametrize(("rest", "said"), [("0.000028", "0.28"), ("0.000066", "0.66"), ("-0.000066", "0.66")])
def test_a_wrong_total_over_rounded_figures_is_wrong_by_an_even_sum(rest: str, said: str) -> None:
    rows = [line(1, asked="100.1235"), line(2, asked=Decimal("200.765432")), line(3, asked="50.4321")]
    stated = Decimal("351.321032") + 3 + Decimal(rest)
    result = read(drawn(WAN, *rows, total(stated)))
    sentence = only(result, "sum-differs").sentence
    assert f"相差 30,000 元（另有四舍五入的尾差 {said} 元）" in sentence


def test_figures_of_ten_thousands_with_two_decimals_may_all_be_rounded() -> None:
    rows = [line(n, asked=amount) for n, amount in enumerate((84.26, 12.33, 7.41), 1)]
    result = read(drawn(WAN, *rows, total(104.01)))
    assert "相差 100 元，是各行四舍五入的尾差" in only(result, "sum-rounded").sentence
    assert told(result) == []


def test_whole_ten_thousands_are_excused_only_by_a_finer_total() -> None:
    rows = [line(n, asked=amount) for n, amount in enumerate((50, 60, 70), 1)]
    assert told(read(drawn(WAN, *rows, total(183)))) == [("sum-differs", "F5")]
    assert told(read(drawn(WAN, *rows, total(180.9)))) == []


def test_a_total_that_includes_hidden_rows_is_explained() -> None:
    result = read(drawn(HEADERS, line(1, asked=10), line(2, asked=20), line(3, asked=30), total(60), hidden_rows=[3]))
    assert "加上隐藏的第 3 行后相等。" in only(result, "sum-differs").sentence


def test_cells_that_could_not_be_read_are_named_beside_the_difference() -> None:
    result = read(drawn(HEADERS, line(1, asked=10), line(2, asked="约20"), total(30)))
    assert "有 1 格（F3）无法读取，没有计入。" in only(result, "sum-differs").sentence


def test_a_total_above_the_rows_counts_all_of_them() -> None:
    result = read(drawn(HEADERS, total(30), line(1, asked=10), line(2, asked=20)))
    assert [(s.off_fen, s.rows) for s in result.sums] == [(0, (3, 4))]


def test_subtotals_of_districts_and_a_total_of_all() -> None:
    result = read(
        drawn(
            HEADERS,
            line(1, asked=10),
            line(2, asked=20),
            total(30, "云岩区小计"),
            line(3, asked=40),
            total(41, "南明区合计"),
            total(70, "总　计："),
        )
    )
    assert [(s.cell, s.off_fen) for s in result.sums] == [("F4", 0), ("F6", 100), ("F7", 0)]
    assert told(result) == [("sum-differs", "F6")]


@pytest.mark.parametrize(
    "word", ["合计", "合 计", "总计", "小计：", "合计（万元）", "本页合计", "共计：3家", "全市总计"]
)
def test_words_for_a_total(word: str) -> None:
    result = read(drawn(HEADERS, line(1, asked=10), total(10, word)))
    assert (len(result.rows), len(result.sums)) == (1, 1)


@pytest.mark.parametrize("name", ["贵州合计科技有限公司", "总计研究院", "会计师事务所"])
def test_names_with_such_words_are_applications(name: str) -> None:
    row = line(1)
    row[1] = name
    assert len(read(drawn(HEADERS, row, line(2))).rows) == 2


def test_a_total_nobody_can_read_is_noted() -> None:
    result = read(drawn(HEADERS, line(1, asked=10), total("见附表")))
    assert only(result, "sum-unread").severity is Severity.NOTE


@pytest.mark.parametrize(
    ("raw", "unit", "step"),
    [
        ("55.4765", "万元", 100),
        ("1,005,376.43", "元", 1),
        ("１２", "元", 100),
        ("53", "万元", 1_000_000),
        ("53.0", "万元", 100_000),
    ],
)
def test_the_step_of_a_figure(raw: str, unit: str, step: int) -> None:
    assert step_of(raw, unit) == step


fens = st.lists(st.integers(1, 10**10), min_size=1, max_size=60)


@given(fens, st.sampled_from([100, 10_000]))
def test_rounding_alone_is_hardly_ever_called_wrong_and_a_step_more_per_row_always_is(
    exact: list[int], step: int
) -> None:
    rounded = [(fen + step // 2) // step * step for fen in exact]
    decimals = {100: 0, 10_000: 2}[step]
    unit, scale = {100: ("元", -2), 10_000: ("万元", -6)}[step]
    parts = [Part(n, fen, f"{Decimal(fen).scaleb(scale):.{decimals}f}", True) for n, fen in enumerate(rounded)]
    stated = Part(0, sum(exact), f"{Decimal(sum(exact)).scaleb(scale):.{-scale}f}", False)
    allowed, coarsest = slack([p for p in parts if p.fen], stated, unit)
    if not any(rounded):
        assert (allowed, coarsest) == (0, 1)
        return
    worst = sum(1 for fen in rounded if fen) * step // 2
    assert allowed <= worst
    assert coarsest == step
    assert allowed < len(exact) * step


@given(st.integers(1, 10**9))
def test_exact_figures_excuse_nothing(fen: int) -> None:
    part = Part(1, fen, write_yuan(fen), True)
    assert slack([part, part], Part(2, 2 * fen, write_yuan(2 * fen), True), "元") == (0, 1)


def test_one_amount_rounded_where_the_others_are_exact_makes_a_tail_and_no_question() -> None:
    rows = [line(n, asked=Decimal(amount)) for n, amount in enumerate(("84.265432", "12.33", "7.414142"), 1)]
    exact = Decimal("84.265432") + Decimal("12.334949") + Decimal("7.414142")
    problem = only(read(drawn(WAN, *rows, total(exact))), "sum-rounded")
    assert problem.severity is Severity.NOTE
    assert "相差 49.49 元" in problem.sentence


@pytest.mark.parametrize(
    ("amounts", "off"),
    [
        (("84.265432", "12.33", "7.414142"), "0.005001"),  # more than half of what the one cell's last figure is worth
        (("84.265432", "12.33", "7.41"), "0.0049"),  # two cells may be exact as they are
        (("84.265432", "12", "7.414142"), "0.3"),  # whole ten thousands are not excused
    ],
)
def test_what_rounding_of_one_amount_does_not_explain_is_asked_about(amounts: tuple[str, ...], off: str) -> None:
    rows = [line(n, asked=Decimal(amount)) for n, amount in enumerate(amounts, 1)]
    result = read(drawn(WAN, *rows, total(sum(map(Decimal, amounts)) + Decimal(off))))
    assert told(result) == [("sum-differs", "F5")]

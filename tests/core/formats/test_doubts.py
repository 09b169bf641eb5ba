"""Amounts that fit only in the other unit are asked about with their evidence; what is merely small or large is not."""

from __future__ import annotations

from typing import Any

import pytest

from gyga_desk.model import Severity
from tests.core.formats.drawn import HEADERS, drawn, line, only, read, told

WAN = [*HEADERS[:5], "申请金额(万元)", *HEADERS[6:]]


def asked(*amounts: Any, header: list[str] = WAN) -> Any:
    return read(drawn(header, *(line(n, asked=amount) for n, amount in enumerate(amounts, 1))))


def test_yuan_in_a_column_of_ten_thousands_is_asked_with_both_readings() -> None:
    result = asked(84.26, 100, 1_250_000, 52.5, 76)
    problem = only(result, "unit-doubt")
    assert (problem.cell, problem.row, problem.severity, problem.fact) == ("F4", 4, Severity.ASK, "申请金额")
    assert [(c.key, c.value) for c in problem.choices] == [("yuan", 125_000_000), ("wan", 1_250_000_000_000)]
    assert "842,600.00 元" in problem.choices[0].evidence
    assert result.rows[2].facts["申请金额"].value == 1_250_000_000_000
    assert problem.sentence.endswith("请确认单位。")


def test_ten_thousands_in_a_column_of_yuan_are_asked_about() -> None:
    result = asked(842600, 1000000, 125, 525000, 760000, header=HEADERS)
    problem = only(result, "unit-doubt")
    assert [(c.key, c.value) for c in problem.choices] == [("wan", 125_000_000), ("yuan", 12_500)]


def test_a_small_table_is_judged_by_its_rows() -> None:
    header = [*WAN, "设备费", "数据费"]
    rows = [[*line(1, 4213000, 1_250_000), 2_000_000, 2_213_000]]
    plan_free = read(drawn(header, *rows))
    assert told(plan_free) == [("unit-doubt", "F2")]


def test_a_sum_proves_a_small_part() -> None:
    whole = [line(n, spent=4_000_000, asked=800_000) for n in range(1, 5)]
    result = read(drawn(HEADERS, *whole, line(5, spent=30.5, asked=800_000)))
    assert told(result) == [("unit-doubt", "E6")]


@pytest.mark.parametrize(
    "amounts", [(84.26, 100, 0, 52.5, 500), (1, 2, 3, 4, 300), (5, 6, 7, 8, 9), (200, 200, 200, 0.5, 1)]
)
def test_large_and_small_alone_are_no_doubt(amounts: tuple[float, ...]) -> None:
    assert told(asked(*amounts)) == []


def test_a_whole_column_beyond_all_reason_is_asked_cell_by_cell() -> None:
    result = asked(1_250_000, 3_840_000, 560_000, 920_000, 1_100_000)
    assert told(result) == [("unit-doubt", f"F{row}") for row in range(2, 7)]


def test_the_total_tells_what_would_make_it_right() -> None:
    rows = [line(n, asked=amount) for n, amount in enumerate((84.26, 100, 1_250_000, 52.5, 76), 1)]
    result = read(drawn(WAN, *rows, ["合计", None, None, None, None, 437.76]))
    assert "单位有疑问的各格改按另一单位读后相等。" in only(result, "sum-differs").sentence


def test_a_note_below_that_names_another_unit_is_settled_by_the_columns_that_state_theirs() -> None:
    rows = [line(n, spent=4_213_000 + n, asked=84.26 + n) for n in range(1, 6)]
    result = read(drawn(WAN, *rows, ["填表说明:1.金额单位为万元;2.本表一式两份。"]))
    assert told(result) == []
    problem = only(result, "unit-settled")
    assert (problem.cell, problem.severity) == ("A7", Severity.NOTE)


def test_a_note_below_that_nothing_settles_is_asked_at_each_amount() -> None:
    rows = [line(n, spent=421.3 + n, asked=84.26 + n) for n in range(1, 4)]
    result = read(drawn(HEADERS, *rows, ["注：金额单位：万元"]))
    doubts = [p for p in result.problems if p.code == "unit-doubt"]
    assert [p.cell for p in doubts] == [f"{column}{row}" for column in "EF" for row in (2, 3, 4)]
    assert [c.key for c in doubts[0].choices] == ["yuan", "wan"]
    assert doubts[0].choices[1].value == 422_300_000

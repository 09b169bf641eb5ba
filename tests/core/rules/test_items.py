"""One expert's marks by item: what may be given, when there is a total, and how far a sheet has got."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import ExpertTotal, Mark, MarkState, MarkUse
from gyga_desk.policy import NONE, UNSET, Cite, Item, Rubric
from gyga_desk.rules.items import (
    fault_of,
    given_items,
    is_in,
    item_of,
    items_of,
    own_total,
    read_points,
    step_of,
    told,
    use_of,
)
from gyga_desk.rules.scoring import score
from tests.core.cases import mark, total_mark

CITE = Cite("guide", "第三项", "指南", "原文")
KEYS = ("items", "step", "quorum", "trim_from", "floor", "spread")
A, B = Item("A1", "甲", "一", Decimal(60), "一"), Item("B1", "乙", "二", Decimal(40), "二")
RUBRIC = Rubric((A, B), Decimal("0.5"), 3, 5, Decimal(70), Decimal(20), dict.fromkeys(KEYS, CITE))
HALVES = st.integers(-20, 200).map(lambda half: Decimal(half) / 2)


def test_a_rubric_nobody_has_set_has_no_items() -> None:
    assert items_of(None) == items_of(replace(RUBRIC, items=UNSET)) == ()
    assert items_of(RUBRIC) == (A, B)
    assert item_of(RUBRIC, " a1 ") is A
    assert item_of(RUBRIC, "C1") is None


@pytest.mark.parametrize(
    ("text", "points"),
    [("4.5", "4.5"), (" ４．５ ", "4.5"), ("4。5", "4.5"), ("0", "0"), ("-1", "-1"), ("1e2", "1e2")],
)
def test_points_are_read_as_people_type_them(text: str, points: str) -> None:
    assert read_points(text) == Decimal(points)


@pytest.mark.parametrize("text", ["", "优", "NaN", "sNaN", "Infinity", "1e999", "1e-999", "4,5", "4.5分"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_points(text) is None


@given(HALVES)
def test_points_between_nothing_and_the_full_mark_in_half_steps_are_free_of_fault(points: Decimal) -> None:
    found = fault_of(RUBRIC, A, points)
    assert (found is None) == (0 <= points <= 60)
    assert found is None or (found[0] == "mark-range" and "0 至 60 分" in found[1])


def test_half_points_only_where_the_rubric_allows_them() -> None:
    whole = replace(RUBRIC, step=UNSET)
    assert step_of(whole) == step_of(replace(RUBRIC, step=NONE)) == 1
    assert fault_of(RUBRIC, A, Decimal("4.5")) is None
    assert fault_of(RUBRIC, A, Decimal("4.25")) == ("mark-step", "A1 一的评分 4.25 不是 0.5 分的整倍数。")
    assert fault_of(whole, A, Decimal("4.5")) == ("mark-step", "A1 一的评分 4.5 不是 1 分的整倍数。")
    assert fault_of(whole, A, Decimal("4.0")) is None


def test_there_is_no_total_while_an_item_is_missing() -> None:
    half = [mark("甲", "B1", "39.5")]
    assert given_items(RUBRIC, half) == (("B1", Decimal("39.5")),)
    assert own_total(RUBRIC, []) is own_total(RUBRIC, half) is None
    full = [*half, mark("甲", "A1", "0")]
    assert given_items(RUBRIC, full) == (("A1", Decimal(0)), ("B1", Decimal("39.5")))
    assert own_total(RUBRIC, full) == Decimal("39.5")
    assert own_total(replace(RUBRIC, items=UNSET), full) is None


@pytest.mark.parametrize(
    ("marks", "use", "through"),
    [
        ([], None, False),
        ([mark("甲", "A1", "5")], None, False),
        ([mark("甲", "A1", "5"), mark("甲", "B1", "5")], None, True),
        ([total_mark("甲", "80")], None, True),
        ([total_mark("甲", None, MarkState.ABSENT)], MarkUse.ABSENT, True),
        ([mark("甲", "A1", "5", MarkState.STRUCK)], MarkUse.STRUCK, True),
        ([total_mark("甲", None, MarkState.RECUSED)], MarkUse.RECUSED, False),
    ],
)
def test_who_is_through_with_a_case(marks: list[Mark], use: MarkUse | None, *, through: bool) -> None:
    assert use_of(marks) is use
    assert is_in(RUBRIC, marks) is through


@pytest.mark.parametrize(
    ("total", "line"),
    [
        (ExpertTotal("甲", Decimal("89.50"), MarkUse.COUNTED, (("A1", Decimal("50.5")), ("B1", Decimal(39)))), "甲：A1 50.5，B1 39；合计 89.5（计入）"),
        (ExpertTotal("甲", None, MarkUse.ABSENT, (("A1", Decimal("50.5")),)), "甲：A1 50.5；未评齐（缺评）"),
        (ExpertTotal("甲", Decimal(80), MarkUse.DROPPED), "甲：合计 80（去除）"),
        (ExpertTotal("甲", None, MarkUse.RECUSED), "甲：回避"),
    ],
)  # fmt: skip
def test_one_experts_marks_in_a_line(total: ExpertTotal, line: str) -> None:
    assert told(total) == line


def test_a_total_carries_its_items_and_a_bare_total_none() -> None:
    found = score(RUBRIC, [mark("甲", "A1", "50"), mark("甲", "B1", "30"), total_mark("乙", "70")])
    assert [(t.expert, t.total, t.items) for t in found.totals] == [
        ("乙", Decimal(70), ()),
        ("甲", Decimal(80), (("A1", Decimal(50)), ("B1", Decimal(30)))),
    ]


def test_who_has_declared_an_interest_does_not_count_whatever_they_marked() -> None:
    marks = [total_mark(n, "80") for n in "甲乙丙"] + [mark("丁", "A1", "1"), mark("丁", "B1", "1")]
    found = score(RUBRIC, marks, {"丁", "戊"})
    assert found.score == 80
    assert [t.use for t in found.totals if t.expert == "丁"] == [MarkUse.RECUSED]
    assert "戊" not in {t.expert for t in found.totals}


@pytest.mark.parametrize(("high", "flagged"), [("90", False), ("90.5", True)])
def test_a_spread_above_the_guides_figure_is_flagged(high: str, *, flagged: bool) -> None:
    found = score(RUBRIC, [total_mark("甲", "70"), total_mark("乙", "80"), total_mark("丙", high)])
    assert bool(found.wide) is flagged
    assert found.score is not None
    assert found.why == ()
    if flagged:
        assert found.wide[0].sentence == "最高与最低总分相差 20.5 分，超过 20 分，提示复核"
        assert found.wide[0].clause == "第三项"


def test_without_the_guides_figure_no_spread_is_flagged() -> None:
    marks = [total_mark("甲", "0"), total_mark("乙", "100")]
    assert score(replace(RUBRIC, spread=UNSET), marks).wide == ()
    assert score(RUBRIC, marks[:1]).wide == ()
    assert score(RUBRIC, marks).wide != ()

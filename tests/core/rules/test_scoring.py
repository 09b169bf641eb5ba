"""Marks to a score: exact, whatever the order; blank is not zero, and who stepped aside never counts."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Mark, MarkState, MarkUse
from gyga_desk.policy import UNSET, Cite, Edition, Item, Rubric
from gyga_desk.rules.scoring import published, score, write_score
from tests.core.cases import mark, measure, total_mark

CITE = Cite("guide", "第三项", "指南", "原文")
KEYS = ("items", "step", "quorum", "trim_from", "floor", "spread")
ITEMS = (Item("A", "甲", "一", Decimal(60), "一"), Item("B", "乙", "二", Decimal(40), "二"))
RUBRIC = Rubric(ITEMS, Decimal("0.5"), 3, 5, Decimal(70), Decimal(20), dict.fromkeys(KEYS, CITE))

POINTS = st.integers(0, 200).map(lambda half: Decimal(half) / 2)
STATES = st.sampled_from([MarkState.GIVEN] * 4 + [MarkState.RECUSED, MarkState.ABSENT, MarkState.STRUCK])


@st.composite
def panels(draw: st.DrawFn) -> list[Mark]:
    """Each expert's mark for the whole, in any state; only what is given or struck has points."""
    marks = []
    for number in range(draw(st.integers(0, 8))):
        state = draw(STATES)
        points = draw(POINTS) if state in (MarkState.GIVEN, MarkState.STRUCK) else None
        marks.append(Mark("2025-M3-0001", f"专家{number + 1}", "total", state, points))
    return marks


def totals_of(*points: str) -> list[Mark]:
    return [total_mark(f"专家{n}", p) for n, p in enumerate(points, 1)]


@pytest.mark.parametrize(
    ("points", "result", "dropped"),
    [
        (("80", "81", "82"), "81", 0),
        (("70", "80", "90", "100"), "85", 0),
        (("0", "80", "81", "82", "100"), "81", 2),
        (("80", "80", "80", "80", "80"), "80", 2),
        (("0", "0", "80", "82", "100", "100"), "65.5", 2),
        (("97.5", "96", "96.5", "96", "97"), "96.5", 2),
    ],
)
def test_one_highest_and_one_lowest_are_dropped_from_five_on(
    points: tuple[str, ...], result: str, dropped: int
) -> None:
    found = score(RUBRIC, totals_of(*points))
    assert found.score == Fraction(result)
    assert sum(t.use is MarkUse.DROPPED for t in found.totals) == dropped
    assert found.why == ()


@given(panels())
def test_a_score_is_the_mean_of_what_counts(marks: list[Mark]) -> None:
    found = score(RUBRIC, marks)
    given_totals = sorted(m.points for m in marks if m.state is MarkState.GIVEN and m.points is not None)
    if len(given_totals) < 3:
        assert found.score is None
        assert f"{len(given_totals)} 份" in found.why[0].sentence
        return
    counted = given_totals[1:-1] if len(given_totals) >= 5 else given_totals
    assert found.score == sum(map(Fraction, counted)) / len(counted)
    assert found.spread == given_totals[-1] - given_totals[0]
    dropped = sorted(t.total for t in found.totals if t.use is MarkUse.DROPPED and t.total is not None)
    assert dropped == ([given_totals[0], given_totals[-1]] if len(given_totals) >= 5 else [])


@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_marks_does_not_matter(marks: list[Mark], random: object) -> None:
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(RUBRIC, shuffled) == score(RUBRIC, marks)


@given(panels(), POINTS)
def test_who_stepped_aside_never_counts(marks: list[Mark], points: Decimal) -> None:
    for state in (MarkState.RECUSED, MarkState.STRUCK, MarkState.ABSENT):
        more = [*marks, Mark("2025-M3-0001", "回避者", "total", state, points)]
        assert score(RUBRIC, more).score == score(RUBRIC, marks).score
        assert {t.use for t in score(RUBRIC, more).totals if t.expert == "回避者"} == {MarkUse(state.value)}


@pytest.mark.parametrize("state", [MarkState.RECUSED, MarkState.STRUCK, MarkState.ABSENT])
def test_the_weightiest_state_of_an_experts_items_holds_in_any_order(state: MarkState) -> None:
    marks = [
        mark("甲", "A", "50"),
        mark("甲", "B", None, state),
        mark("乙", "A", None, MarkState.RECUSED),
        mark("乙", "B", None, state),
    ]
    for order in (marks, marks[::-1]):
        assert [(t.expert, t.use) for t in score(RUBRIC, order).totals] == [
            ("乙", MarkUse.RECUSED),
            ("甲", MarkUse(state.value)),
        ]


def test_items_sum_to_a_total_once_all_are_there() -> None:
    full = [mark("甲", "A", "50.5"), mark("甲", "B", "39")]
    assert [(t.total, t.use) for t in score(RUBRIC, full).totals] == [(Decimal("89.5"), MarkUse.COUNTED)]


def test_a_blank_item_is_no_zero() -> None:
    half = [mark("甲", "A", "50.5")]
    assert [(t.total, t.use) for t in score(RUBRIC, half).totals] == [(None, MarkUse.ABSENT)]
    nought = [mark("甲", "A", "50.5"), mark("甲", "B", "0")]
    assert [(t.total, t.use) for t in score(RUBRIC, nought).totals] == [(Decimal("50.5"), MarkUse.COUNTED)]


def test_a_blank_expert_does_not_make_the_quorum_and_a_zero_does() -> None:
    two = totals_of("80", "90")
    assert score(RUBRIC, [*two, total_mark("专家三", None)]).score is None
    assert score(RUBRIC, [*two, total_mark("专家三", "0")]).score == Fraction(170, 3)


def test_a_mark_for_the_whole_goes_before_items() -> None:
    marks = [mark("甲", "A", "10"), mark("甲", "B", "10"), total_mark("甲", "90")]
    assert score(RUBRIC, marks).totals[0].total == 90


@pytest.mark.parametrize("open_figure", ["quorum", "trim_from"])
def test_without_the_guides_figures_there_is_no_score(open_figure: str) -> None:
    found = score(replace(RUBRIC, **{open_figure: UNSET}), totals_of("80", "81", "82"))
    assert found.score is None
    assert found.why[0].clause == "第三项"
    assert found.spread == 2


def test_items_that_nobody_has_set_cannot_sum() -> None:
    found = score(replace(RUBRIC, items=UNSET), [mark("甲", "A", "50"), total_mark("乙", "60")])
    assert [(t.expert, t.total) for t in found.totals] == [("乙", Decimal(60)), ("甲", None)]


@pytest.mark.parametrize("marks", [[], totals_of("80")])
def test_one_mark_has_no_spread(marks: list[Mark]) -> None:
    assert score(RUBRIC, marks).spread is None


def test_experts_stand_as_people_count_them() -> None:
    names = ["专家三", "专家二", "专家一", "专家1"]
    assert [t.expert for t in score(RUBRIC, [total_mark(n, "80") for n in names]).totals] == [
        "专家1",
        "专家一",
        "专家二",
        "专家三",
    ]


def test_the_sample_guides_rubric_scores_a_full_sheet(edition: Edition) -> None:
    rubric = measure(edition, 3).rubric
    assert rubric is not None
    marks = [mark(expert, item.id, str(item.points)) for expert in "甲乙丙" for item in rubric.items]
    assert score(rubric, marks).score == 100


FRACTIONS = st.builds(Fraction, st.integers(-(10**7), 10**7), st.integers(1, 5000))


@given(FRACTIONS.filter(lambda value: value >= 0))
def test_published_is_half_up_to_two_decimals(value: Fraction) -> None:
    with localcontext() as precise:
        precise.prec = 60
        exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert published(value) == exact
    assert published(value).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("83.005", "83.01"),
        ("83.0049999", "83.00"),
        ("69.995", "70.00"),
        ("69.9949", "69.99"),
        ("0", "0.00"),
        ("100", "100.00"),
    ],
)
def test_published_at_the_edge(value: str, shown: str) -> None:
    assert str(published(Fraction(value))) == shown


@given(FRACTIONS)
def test_a_written_score_is_the_value(value: Fraction) -> None:
    text = write_score(value)
    whole, _, decimals = text.partition(".")
    assert whole.lstrip("-").isdigit()
    assert len(decimals) >= 2
    assert abs(Fraction(text) - value) <= (Fraction(1, 2 * 10**12) if Fraction(text) != value else 0)
    assert (Fraction(text) == value) == ends(value) or len(decimals) == 12


def ends(value: Fraction) -> bool:
    return 10**64 % value.denominator == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction("96.3"), "96.30"),
        (Fraction(85), "85.00"),
        (Fraction("78.25"), "78.25"),
        (Fraction("78.125"), "78.125"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(-2, 3), "-0.666666666667"),
        (Fraction(200, 3), "66.666666666667"),
        (Fraction(-1, 4), "-0.25"),
        # Longer than decimal arithmetic keeps by default, and still exact.
        (1 + Fraction(1, 2**40), "1.0000000000009094947017729282379150390625"),
    ],
)
def test_writes_scores(value: Fraction, text: str) -> None:
    assert write_score(value) == text

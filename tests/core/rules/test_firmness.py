"""How firm a list is: hand-worked panels, and what holds of any panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Mark, MarkState
from gyga_desk.policy import UNSET, Cite, Rubric
from gyga_desk.rules.firmness import Field, Firmness, Trial, Way, firmness

CITE = Cite("guide", "第三项", "指南", "原文")
RUBRIC = Rubric(
    UNSET, Decimal("0.5"), 3, 5, Decimal(70), Decimal(20),
    dict.fromkeys(("items", "step", "quorum", "trim_from", "floor", "spread"), CITE),
)  # fmt: skip


def field(panel: Mapping[str, str], places: int | None = 2, **changes: object) -> Field:
    """`panel` gives each case the totals of 专家一, 专家二 … in order; a dash is no mark."""
    names = "一二三四五六七"
    marks = {
        case: [
            Mark(case, f"专家{names[at]}", "total", MarkState.GIVEN, Decimal(points))
            for at, points in enumerate(told.split())
            if points != "-"
        ]
        for case, told in panel.items()
    }
    return replace(Field(RUBRIC, marks, {}, places, {}), **changes)


def trial(found: Firmness, way: Way, subject: str = "") -> Trial:
    return next(t for t in found.trials if (t.way, t.subject) == (way, subject))


def test_a_list_far_from_its_line_is_firm() -> None:
    found = firmness(field({"A": "95 95 95 95 95", "B": "90 90 90 90 90", "C": "75 75 75 75 75"}))
    assert found.selected == found.firm == ("A", "B") and not found.moving and found.shaky == frozenset()
    assert (found.last_in, found.first_out, found.margin) == (Decimal(90), Decimal(75), Decimal(15))
    assert [t.way for t in found.trials] == [Way.EXPERT] * 5


def test_one_expert_away_changes_who_is_in() -> None:
    # B: 85, C: 84; without 专家一, who gave B 91 and C 78, B is 83 and C 86.
    found = firmness(field({"A": "95 95 95 95", "B": "91 83 83 83", "C": "78 86 86 86"}))
    assert found.selected == ("A", "B")
    gone = trial(found, Way.EXPERT, "专家一")
    assert (gone.entering, gone.leaving) == (("C",), ("B",)) and found.firm == ("A",)
    assert found.shaky == {"B", "C"}


def test_without_an_expert_too_few_marks_may_be_left() -> None:
    found = firmness(field({"A": "95 95 95 95", "B": "90 90 90 -", "C": "80 80 80 80"}))
    gone = trial(found, Way.EXPERT, "专家二")
    assert (gone.unscored, gone.entering, gone.leaving) == (("B",), ("C",), ("B",))
    assert trial(found, Way.EXPERT, "专家四").unscored == ()


def test_one_point_up_or_down_is_told_only_where_it_matters() -> None:
    found = firmness(field({"A": "95 95 95", "B": "90 90 90", "C": "89.5 89.5 89.5", "D": "80 80 80"}))
    points = {(t.way, t.subject): t for t in found.trials if t.way in (Way.UP, Way.DOWN)}
    assert set(points) == {(Way.DOWN, "B"), (Way.UP, "C")}
    assert points[Way.UP, "C"].leaving == ("B",) and points[Way.DOWN, "B"].entering == ("C",)


def test_a_point_that_only_draws_level_leaves_the_last_place_to_the_chair() -> None:
    found = firmness(field({"A": "95 95 95", "B": "90 90 90", "C": "89 89 89"}))
    up = trial(found, Way.UP, "C") if any(t.way is Way.UP for t in found.trials) else None
    assert up is None  # C does not come in by it
    down = trial(found, Way.DOWN, "B")
    assert (down.entering, down.leaving, down.tied) == (
        (),
        ("B",),
        ("B", "C"),
    )  # equals at the line: nobody is in until the chair decides


def test_the_floor_is_a_line_too() -> None:
    found = firmness(field({"A": "70.5 70.5 70.5 70.5", "B": "69.5 69.5 69.5 69.5", "C": "60 60 60 60"}))
    assert found.selected == ("A",) and found.first_out is None and found.margin is None
    assert {(t.way, t.subject) for t in found.moving} == {(Way.DOWN, "A"), (Way.UP, "B")}


def test_the_plain_mean_is_tried_where_marks_are_dropped() -> None:
    # Dropped: B 86, C 85; the plain mean has C's 100 in and B's 60: B 81.6, C 88.
    found = firmness(field({"A": "95 95 95 95 95", "B": "86 86 86 90 60", "C": "85 85 85 85 100"}))
    assert found.selected == ("A", "B")
    mean = trial(found, Way.MEAN)
    assert (mean.entering, mean.leaving) == (("C",), ("B",))
    few = firmness(field({"A": "95 95 95", "B": "90 90 90"}))
    assert not any(t.way is Way.MEAN for t in few.trials)


def test_who_stepped_aside_and_the_chairs_order_are_heard() -> None:
    level = {"A": "90 90 90", "B": "90 90 90"}
    assert firmness(field(level, places=1)).selected == ()
    assert firmness(field(level, places=1, placed={"A": 2, "B": 1})).selected == ("B",)
    barred = firmness(field({"A": "90 90 90 10", "B": "80 80 80 80"}, places=1, aside={"A": {"专家四"}}))
    assert barred.last_in == Decimal(90)


def test_where_no_places_are_counted_only_the_floor_draws_the_line() -> None:
    found = firmness(field({"A": "95 95 95 95", "B": "72 72 72 72", "C": "69.8 69.8 69.8 69.8"}, places=None))
    assert found.selected == ("A", "B")
    assert {(t.way, t.subject) for t in found.moving} == {(Way.UP, "C")}


def test_with_figures_unset_nobody_is_on_the_list_and_nothing_is_tried_in_vain() -> None:
    found = firmness(field({"A": "95 95 95"}, rubric=replace(RUBRIC, floor=UNSET, trim_from=UNSET)))
    assert found.selected == () and found.moving == ()


PANELS = st.dictionaries(
    st.sampled_from(["A", "B", "C", "D", "E"]),
    st.lists(st.integers(120, 200).map(lambda half: str(Decimal(half) / 2)), min_size=3, max_size=6).map(" ".join),
    min_size=1,
)


@given(PANELS, st.integers(0, 5))
def test_every_trial_is_a_true_difference(panel: dict[str, str], places: int) -> None:
    found = firmness(field(panel, places))
    for one in found.trials:
        assert set(one.leaving) <= set(found.selected) and not set(one.entering) & set(found.selected)
        if one.way in (Way.UP, Way.DOWN):
            assert one.subject in (*one.entering, *one.leaving)
    assert set(found.firm) == set(found.selected) - found.shaky
    assert len(found.selected) <= places

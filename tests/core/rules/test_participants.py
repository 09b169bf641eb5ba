"""Market participants: who they are, what their cases come to together, and when there is no figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Case, FactValue
from gyga_desk.policy import UNSET, Edition, Measure, Part
from gyga_desk.rules.participants import Comparison, Composite, Entrant, Entry, compare, entrants, shared_out
from tests.core.cases import case, measure

PARTS = (Part("usage", Decimal("0.6"), None), Part("quality", Decimal("0.4"), Decimal(100)))
NAMES = {"usage": "训练使用量", "quality": "质量评价得分", "usage_unit": "使用量单位"}


def entry(name: str, usage: int | None, quality: int | None, unit: str = "次") -> Entry:
    return Entry(name, {"usage": _maybe(usage), "quality": _maybe(quality)}, unit)


def _maybe(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def comparison(how: str = "mean", unit: str = "usage_unit") -> Comparison:
    return Comparison(PARTS, how, NAMES, unit)


def score(how: str, *entries: Entry) -> Fraction | None:
    return comparison(how).composites([entries])[entries[0].case].score


# who they are


def test_participants_are_told_by_their_code() -> None:
    found = entrants([("c3", "B"), ("c1", "A"), ("c2", ""), ("c5", "A"), ("c4", "")])
    assert found == [Entrant(("c1", "c5")), Entrant(("c2",)), Entrant(("c3",)), Entrant(("c4",))]
    assert [e.lead for e in found] == ["c1", "c2", "c3", "c4"]


@given(
    st.lists(st.tuples(st.integers(0, 30).map(str), st.sampled_from(["", "A", "B"])), unique_by=lambda pair: pair[0])
)
def test_every_case_is_in_one_participant(pairs: list[tuple[str, str]]) -> None:
    found = entrants(pairs)
    assert sorted(c for e in found for c in e.cases) == sorted(c for c, _ in pairs)
    assert entrants(pairs[::-1]) == found


@given(st.lists(st.integers(0, 50), min_size=1, max_size=4), st.integers(0, 200))
def test_what_is_shared_out_is_all_and_no_more_than_asked(asked: list[int], fen: int) -> None:
    given_fen = min(fen, sum(asked))
    party = Entrant(tuple("abcd"[: len(asked)]))
    found = shared_out({"a": given_fen}, [party], dict(zip(party.cases, asked, strict=True)))
    assert sum(found.values()) == given_fen
    assert all(found[c] <= a for c, a in zip(party.cases, asked, strict=True))


# what they come to


@pytest.mark.parametrize(
    ("how", "quality"),
    [("mean", Fraction(85)), ("weighted_by_use", Fraction(80 * 300 + 90 * 100, 400)), ("best", Fraction(90))],
)
def test_quantities_are_added_up_and_marks_put_together_by_the_guide(how: str, quality: Fraction) -> None:
    merged = comparison(how).merge([entry("a", 300, 80), entry("b", 100, 90)])
    assert merged == {"usage": 400, "quality": quality}
    assert score(how, entry("a", 300, 80), entry("b", 100, 90)) == 60 + Fraction(4, 10) * quality


def test_the_largest_is_the_participants_and_not_a_cases() -> None:
    found = comparison().composites([[entry("a", 300, 50), entry("c", 100, 50)], [entry("b", 200, 50)]])
    assert {c: f.score for c, f in found.items()} == {"a": 80, "b": 50}


def test_who_is_out_of_it_makes_nobodys_largest() -> None:
    found = comparison().composites([[entry("a", 100, 50)]], [entry("z", 400, 50)])
    assert (found["a"].score, found["z"].score) == (80, 260)


def test_the_way_is_told_part_by_part() -> None:
    told = comparison("best").composites([[entry("a", 300, 80), entry("b", 100, 90)], [entry("c", 800, 70)]])["a"]
    assert told.steps == (
        "a、b 合并计算：训练使用量合计 400；质量评价得分取最高 90", "训练使用量 400 次 ÷ 最大 800 次 × 60 ＝ 30.00 分",
        "质量评价得分 90 ÷ 满分 100 × 40 ＝ 36.00 分",
    )  # fmt: skip
    alone = comparison(unit="").composites([[entry("a", 3, 80, "")]])["a"]
    assert alone.steps[0] == "训练使用量 3 ÷ 最大 3 × 60 ＝ 60.00 分"
    assert (
        "按使用量加权平均 86.67"
        in comparison("weighted_by_use").composites([[entry("a", 1, 80), entry("b", 2, 90)]])["a"].steps[0]
    )
    assert "取平均 85" in comparison().composites([[entry("a", 1, 80), entry("b", 2, 90)]])["a"].steps[0]


# when there is no figure


def lacking(how: str, *entries: Entry) -> str:
    found = comparison(how).composites([entries])[entries[0].case]
    assert found.score is None and found.steps == ()
    return "；".join(found.lacking)


def test_an_open_way_leaves_participants_with_several_cases_open_and_no_others() -> None:
    held = replace(comparison(), how=UNSET)
    found = held.composites([[entry("a", 1, 80), entry("b", 2, 90)], [entry("c", 3, 70)]])
    assert found["a"].lacking == ("同一市场主体有 2 个数据集，“质量评价得分”的合并方式未定",)
    assert found["c"].score == 60 + 28


@pytest.mark.parametrize("how", ["mean", "best", "weighted_by_use"])
def test_what_is_blank_is_no_nought(how: str) -> None:
    assert "“训练使用量”未填报" in lacking(how, entry("a", 1, 80), entry("b", None, 90))
    assert "“质量评价得分”未填报" in lacking(how, entry("a", 1, 80), entry("b", 2, None))
    assert "“使用量单位”未填报" in lacking(how, entry("a", 1, 80), entry("b", 2, 90, ""))


def test_units_are_never_mixed() -> None:
    found = comparison().composites([[entry("a", 1, 80)], [entry("b", 2, 90, "GB")]], [entry("c", 1, 80)])
    assert all(one.score is None for one in found.values())
    assert found["a"].lacking == ("各项目的“使用量单位”不一致（GB、次），不能相加或比较",)
    apart = comparison().composites([[entry("a", 1, 80)]], [entry("z", 2, 90, "GB")])
    assert (apart["a"].score, apart["z"].score) == (92, None)


@pytest.mark.parametrize(
    ("usage", "quality", "words"), [(1, 101, "应在 0 至 100 之间"), (1, -1, "应在 0 至 100 之间"), (-1, 80, "不能为负")]
)
def test_a_figure_that_cannot_be_is_said(usage: int, quality: int, words: str) -> None:
    assert words in lacking("mean", entry("a", usage, quality))


def test_nothing_used_weighs_nothing() -> None:
    assert "无从加权" in lacking("weighted_by_use", entry("a", 0, 80), entry("b", 0, 90))
    assert lacking("mean", entry("a", 0, 80)) == "可比的最大值为零，无法折算"


# the measure's own columns


def supplied(held: Measure, **facts: FactValue) -> Case:
    return case(held, **{"usage": "10", "usage_unit": "次", "quality": "90.5", **facts})


def test_a_measures_cases_are_compared_by_its_parts(edition: Edition) -> None:
    held = measure(edition, 5)
    found = compare(held, [[supplied(held)]], [])
    assert found["2025-M5-0001"].score == 60 + Fraction("36.2")
    for blank in (None, True):
        assert compare(held, [[supplied(held, quality=blank)]], [])["2025-M5-0001"].score is None
    assert compare(held, [[replace(supplied(held), facts={})]], [])["2025-M5-0001"].score is None


def test_without_parts_nothing_is_compared(bare_edition: Edition) -> None:
    held = measure(bare_edition, 5)
    assert compare(held, [[supplied(held)]], []) == {}


GROUPS = st.lists(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), min_size=1, max_size=3), min_size=1, max_size=4
)


def laid(groups: list[list[tuple[int, int]]]) -> list[list[Entry]]:
    return [[entry(f"{g}{n}", *values) for n, values in enumerate(group)] for g, group in enumerate(groups)]


@given(GROUPS, st.sampled_from(["mean", "best", "weighted_by_use"]))
def test_composites_stay_within_a_hundred_and_do_not_depend_on_order(
    groups: list[list[tuple[int, int]]], how: str
) -> None:
    found = comparison(how).composites(laid(groups))
    assert found == comparison(how).composites(laid(groups)[::-1])
    for group in laid(groups):
        one: Composite = found[group[0].case]
        turned = comparison(how).merge(group[::-1])
        assert turned == comparison(how).merge(group)
        assert (one.score is None) is bool(one.lacking)
        assert one.score is None or 0 <= one.score <= 100

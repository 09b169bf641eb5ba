"""Asking a case for a fact: missing is told from nothing, and names are told apart by what they mean."""

from __future__ import annotations

import pytest

from gyga_desk.policy import Edition
from gyga_desk.rules.facts import in_order, money_of, plain, text_of, yes_of
from tests.core.cases import case, measure


def test_missing_is_not_nothing(edition: Edition) -> None:
    held = case(measure(edition, 3), received=0, audited_paid=None, government_project=False, project="", copies="三")
    assert (money_of(held, "received"), money_of(held, "audited_paid"), money_of(held, "saved")) == (0, None, None)
    assert (yes_of(held, "government_project"), yes_of(held, "special"), yes_of(held, "received")) == (
        False,
        None,
        None,
    )
    assert (
        text_of(held, "project"),
        text_of(held, "audited_paid"),
        text_of(held, "place"),
        text_of(held, "received"),
    ) == ("", "", "", "0")


def test_truth_is_no_money_and_text_is_none_either(edition: Edition) -> None:
    held = case(measure(edition, 3), government_project=True, copies="三")
    assert money_of(held, "government_project") is None
    assert money_of(held, "copies") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("贵州（黔云）公司", "贵州(黔云)公司", True),
        ("ＡＢＣ 科技", "abc科技", True),
        ("黔云\u3000智能", "黔云智能", True),
        ("黔云智能", "黔云智慧", False),
    ],
)
def test_names_differ_only_by_what_means_something(one: str, other: str, same: bool) -> None:
    assert (plain(one) == plain(other)) is same


def test_experts_are_counted_as_people_count() -> None:
    assert sorted(["专家三", "专家一", "专家二", "专家九"], key=in_order) == ["专家一", "专家二", "专家三", "专家九"]


def test_experts_stand_in_the_order_people_count():
    counted = ["专家一", "专家九", "专家十", "专家十一", "专家二十", "专家二十一"]
    assert sorted(set(counted), key=in_order) == counted
    assert sorted(["专家10", "专家2", "专家1"], key=in_order) == ["专家1", "专家2", "专家10"]
    assert in_order("专家一") == in_order("专家1")

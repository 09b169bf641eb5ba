"""Across cases: what sealed decisions took, an applicant's cap of the year, and the same matter awarded before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.policy import NONE, UNSET, Absent, Edition
from gyga_desk.rules.ledger import Award, Taken, cap_per_applicant, taken
from tests.core.cases import measure

CODES = st.sampled_from(["甲", "乙", "丙"])
CAP = 50_000_000


def award(
    case_id: str,
    measure_number: int = 6,
    year: int = 2025,
    fen: int = 100,
    title: str = "示例事项",
    outcome: str = "awarded",
) -> Award:
    return Award(case_id, measure_number, year, "915201009PUG26F69T", "贵州黔云智能科技有限公司", title, outcome, fen)


def test_taken_counts_places_and_money_of_one_measure_and_year() -> None:
    awards = [
        award("a", 3, fen=5, outcome="selected"), award("b", 3, fen=7, outcome="selected"), award("c", 3, fen=0, outcome="rejected"),
        award("d", 3, 2024, 11, outcome="selected"), award("e", 6, fen=13),
    ]  # fmt: skip
    assert taken(awards, 3, 2025) == Taken(2, 12)
    assert taken(awards, 6, 2025) == Taken(0, 13)
    assert taken([], 3, 2025) == Taken(0, 0)


def test_an_applicants_cases_share_one_cap_in_rank_order(edition: Edition) -> None:
    order = [("a", "甲"), ("b", "乙"), ("c", "甲"), ("d", "甲")]
    due = {"a": CAP - 1, "b": CAP, "c": 5, "d": 7}
    granted = cap_per_applicant(measure(edition, 6), order, due, {})
    assert {c: fen for c, (fen, _) in granted.items()} == {"a": CAP - 1, "b": CAP, "c": 1, "d": 0}
    assert [granted[c][1] is None for c in "abcd"] == [True, True, False, False]
    step = granted["c"][1]
    assert step is not None
    assert (step.before_fen, step.after_fen, step.clause) == (5, 1, "第六条")
    assert "尚余 0.01 元" in step.label


def test_what_was_sealed_before_counts_against_the_cap(edition: Edition) -> None:
    granted = cap_per_applicant(
        measure(edition, 6), [("a", "甲"), ("b", "乙")], {"a": 10, "b": 10}, {"甲": CAP - 3, "乙": CAP + 9}
    )
    assert {c: fen for c, (fen, _) in granted.items()} == {"a": 3, "b": 0}


@given(st.lists(st.tuples(CODES, st.integers(0, CAP))), st.dictionaries(CODES, st.integers(0, 2 * CAP)))
def test_nobody_passes_the_cap_and_nobody_gets_more_than_due(
    edition: Edition, asked: list[tuple[str, int]], used: dict[str, int],
) -> None:  # fmt: skip
    order = [(str(place), code) for place, (code, _) in enumerate(asked)]
    due = {str(place): fen for place, (_, fen) in enumerate(asked)}
    granted = cap_per_applicant(measure(edition, 6), order, due, used)
    assert all(0 <= granted[c][0] <= due[c] for c, _ in order)
    for code in {code for _, code in order}:
        whole = sum(granted[c][0] for c, owner in order if owner == code)
        wanted = sum(due[c] for c, owner in order if owner == code)
        assert whole == min(wanted, max(0, CAP - used.get(code, 0)))


@pytest.mark.parametrize("cap", [NONE, UNSET])
def test_without_a_cap_all_is_granted(edition: Edition, cap: Absent) -> None:
    held = measure(edition, 6)
    free = replace(held, amount=replace(held.amount, cap=cap))
    assert cap_per_applicant(free, [("a", "甲")], {"a": 10**12}, {"甲": 10**12}) == {"a": (10**12, None)}


def test_a_cap_of_one_matter_is_no_cap_of_the_applicant(edition: Edition) -> None:
    held = measure(edition, 2)
    granted = cap_per_applicant(
        held, [("a", "甲"), ("b", "甲")], {"a": 500_000_000, "b": 500_000_000}, {"甲": 500_000_000}
    )
    assert {c: fen for c, (fen, _) in granted.items()} == {"a": 500_000_000, "b": 500_000_000}


def test_vouchers_have_a_cap_of_the_applicant(edition: Edition) -> None:
    granted = cap_per_applicant(
        measure(edition, 1), [("a", "甲"), ("b", "甲")], {"a": 150_000_000, "b": 150_000_000}, {}
    )
    assert {c: fen for c, (fen, _) in granted.items()} == {"a": 150_000_000, "b": 50_000_000}

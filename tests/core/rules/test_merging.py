"""Versions of one row from several machines: whatever the order and however often they come, one result or a named conflict."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.rules.merging import NOTHING, Move, Version, joined, judge


def version(value: str | None, *revs: str) -> Version:
    return Version(None if value is None else (("answer", value),), frozenset(revs))


CASES = [
    (NOTHING, version("是", "1"), Move.NEW),
    (version("是", "1"), version("是", "1"), Move.SAME),
    (version("是", "1"), version("否", "1", "2"), Move.FORWARD),
    (version("否", "1", "2"), version("是", "1"), Move.OLDER),
    (version("是", "1", "2"), version("否", "1", "3"), Move.CONFLICT),
    (version("是", "1", "2"), version("是", "1", "3"), Move.SAME),
    (version("是", "1"), version(None, "1", "2"), Move.FORWARD),
    (version(None, "1", "2"), version("是", "1", "3"), Move.CONFLICT),
]


@pytest.mark.parametrize(("stored", "incoming", "move"), CASES)
def test_what_is_to_become_of_a_version(stored: Version, incoming: Version, move: Move) -> None:
    assert judge(stored, incoming) is move
    assert move.label


HISTORIES = st.lists(st.tuples(st.sampled_from(["是", "否", None]), st.booleans()), min_size=1, max_size=8)


@given(HISTORIES)
def test_one_machine_after_another_comes_to_the_last_word_in_any_order(history: list[tuple[str | None, bool]]) -> None:
    """Versions that each build on the one before: the newest wins, whatever the order and the repeats."""
    versions, revs = [], frozenset[str]()
    for number, (value, _) in enumerate(history):
        revs |= {str(number)}
        versions.append(Version(None if value is None else (("answer", value),), revs))
    for order in list(permutations(versions[-4:]))[:24]:
        held = NOTHING
        for one in (*order, *order):
            held = joined(held, one)
        assert held == versions[-1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["是", "否"]), st.sets(st.sampled_from("abcde"), min_size=1)), min_size=1, max_size=5
    )
)
def test_nothing_is_lost_or_made_up(found: list[tuple[str, set[str]]]) -> None:
    """What is stored is one of the versions that came; changes that it does not know are those of a conflict."""
    versions = [version(value, *sorted(revs)) for value, revs in found]
    held, parted = NOTHING, []
    for one in versions:
        if judge(held, one) is Move.CONFLICT:
            parted.append(one)
        held = joined(held, one)
    assert held.values in {v.values for v in versions}
    for one in versions:
        assert one.revs <= held.revs or one in parted
    assert joined(held, held) == held

"""What a table comes to: sealed and open lines in one sum, and what is not known in none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from gyga_desk.standings import Reckonings, edition_of, running
from gyga_desk.store import open_reader
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, Desk

M6 = ("--measure", "6", "--year", "2025")
POOL, ENTITLED = 300_000_000, 341_066_523
YEAR = 2025


@pytest.fixture
def db(reviewed: Desk) -> Iterator[sqlite3.Connection]:
    found = open_reader(reviewed.store)
    yield found
    found.close()


@pytest.fixture
def kept(db: sqlite3.Connection) -> Reckonings:
    return Reckonings(db, edition_of(db))


@pytest.mark.parametrize(("rule", "given"), [("stop", 284_342_441), ("partial", POOL), ("skip", 295_350_138)])
def test_a_pool_is_given_out_by_each_rule_and_the_rest_is_left(kept: Reckonings, rule: str, given: int) -> None:
    sums = kept.of(6, YEAR).sums(rule)
    assert (sums.amount_fen, sums.pool_left_fen, sums.places_left) == (given, POOL - given, None)
    assert sums.city_fen + sums.district_fen == given


def test_halves_add_up_and_entitlements_stay_what_they_are(kept: Reckonings) -> None:
    sums = kept.of(6, YEAR).sums()
    assert (sums.supported, sums.entitled_fen, sums.open_amounts, sums.open_halves) == (11, ENTITLED, 0, 0)
    assert 0 <= POOL - sums.amount_fen < 12  # 同比例压减 drops what is below one 分 of each
    assert running(kept.of(6, YEAR).lines)[-1] == sums.amount_fen


def test_what_is_sealed_leaves_as_much_as_before(reviewed: Desk, kept: Reckonings) -> None:
    """Sealed lines are in what was spent, and are not taken off a second time."""
    before = kept.of(6, YEAR).sums()
    reviewed.ok("decide", "propose", *M6, who=CLERK)
    reviewed.ok("decide", "seal", *M6, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    after = kept.of(6, YEAR)
    assert after.sums() == before
    assert after.table().spent_fen == before.amount_fen


def test_places_are_counted_down(kept: Reckonings) -> None:
    held = kept.of(3, YEAR)
    assert (held.sums().supported, held.sums().places_left, held.sums().pool_left_fen) == (10, 0, None)
    assert len(held.by_ranking.selected) == 10


def test_what_is_not_known_is_counted_apart(kept: Reckonings) -> None:
    fifth = kept.of(5, YEAR).sums()
    assert (fifth.open_amounts, fifth.open_halves) == (0, 0)
    seventh = kept.of(7, YEAR).sums()
    assert (seventh.supported, seventh.amount_fen, seventh.open_amounts) == (5, 0, 0)

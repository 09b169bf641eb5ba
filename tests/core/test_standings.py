"""The figures of the sample year, against a table that was worked out apart from the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest

from gyga_desk.errors import Refused
from gyga_desk.model import Outcome, Table
from gyga_desk.policy import Edition
from gyga_desk.rules.scoring import write_score
from gyga_desk.standings import edition_of, of, progress_of, review_of
from gyga_desk.store import open_reader
from tests.headless import Desk

ENTITLED = {  # 分, in the order of the sheets; before pools and before anybody's decision
    1: [191609747, 147789049, 200000000, 32455674, 131829380, 200000000, 200000000, 101917951, 109441444, 116236389, 200000000, 135847452],
    2: [66598009, 348419075, 252473273, 500000000, 294907057, 71668078, 77918769, 142474229, 212409359],
    3: [
        95157221, 58886102, 100000000, 16062954, 73090933, 100000000, 100000000, 100000000, 100000000, 100000000, 100000000, 100000000,
        100000000, 100000000, 28155023, 100000000, 25044646, 100000000, 57339103, 100000000, 100000000, 100000000, 100000000, 83041583,
    ],
    4: [90161064, 100000000, 62030820, 79028231, 78684961, 30562191],
    6: [0, 5000000, 50000000, 50000000, 21554999, 11007697, 43635005, 29981511, 39532070, 37318528, 33875327, 19161386],
    7: [None] * 5,
}  # fmt: skip
SCORES = {  # case number → score; five or more valid totals: one highest and one lowest dropped, then the mean
    3: "96.30", 12: "95.80", 16: "95.30", 7: "95.20", 11: "94.20", 14: "92.40", 2: "90.00", 10: "89.20", 15: "85.40", 22: "83.50",
    8: "83.00", 9: "83.00", 24: "80.70", 19: "78.50", 5: "78.25", 21: "75.40", 23: "71.30", 1: "70.90", 18: "68.00", 4: "66.70",
    6: "65.40", 17: "64.90", 20: "60.20", 13: "57.70",
}  # fmt: skip
POOL = 300_000_000
LINES = {  # measure 6: case number → 分, where 341 066 523 are entitled to a pool of 300 000 000
    "skip": {3: 50000000, 4: 50000000, 7: 43635005, 9: 39532070, 10: 37318528, 11: 33875327, 8: 29981511, 5: 0, 12: 0, 6: 11007697, 2: 0, 1: 0},
    "stop": {3: 50000000, 4: 50000000, 7: 43635005, 9: 39532070, 10: 37318528, 11: 33875327, 8: 29981511, 5: 0, 12: 0, 6: 0, 2: 0, 1: 0},
    "partial": {3: 50000000, 4: 50000000, 7: 43635005, 9: 39532070, 10: 37318528, 11: 33875327, 8: 29981511, 5: 15657559, 12: 0, 6: 0, 2: 0, 1: 0},
    "prorate": {
        3: 43979690, 4: 43979690, 7: 38381079, 9: 34772163, 10: 32825145, 11: 29796527, 8: 26371551, 5: 18959643, 12: 16854236, 6: 9682302,
        2: 4397969, 1: 0,
    },
}  # fmt: skip
COMPOSITES = {
    1: "96.340581",
    2: "96.068239",
    3: "90.379488",
    4: "87.64",
    15: "60.032381",
    20: "42.353911",
    21: "39.584246",
    26: "30.439543",
}
"""Rank → composite, to six decimals."""
AWARDS = [50_000_000] * 3 + [30_000_000] * 7 + [14_000_000] * 10 + [0] * 6


@pytest.fixture
def db(filed: Desk) -> Iterator[sqlite3.Connection]:
    found = open_reader(filed.store)
    yield found
    found.close()


@pytest.fixture
def edition_here(db: sqlite3.Connection) -> Edition:
    return edition_of(db)


def number(case: str) -> int:
    return int(case.rsplit("-", 1)[1])


@pytest.fixture
def table(db: sqlite3.Connection, edition_here: Edition, request: pytest.FixtureRequest) -> Table:
    return of(db, edition_here, request.param, 2025)


@pytest.mark.parametrize(("table", "wanted"), list(ENTITLED.items()), indirect=["table"])
def test_entitlements_are_what_the_clauses_say(table: Table, wanted: list[int | None]) -> None:
    found = {number(s.case): s.entitled_fen for s in table.cases}
    assert [found[n] for n in range(1, len(wanted) + 1)] == wanted


@pytest.mark.parametrize("table", [1, 2, 3, 4, 5, 6], indirect=True)
def test_every_amount_is_split_in_halves_and_the_odd_fen_goes_to_the_city(table: Table) -> None:
    paid = [s for s in table.cases if s.amount_fen and s.payer]
    assert paid or table.measure == 4
    for s in paid:
        assert s.city_fen is not None and s.district_fen is not None and s.amount_fen is not None
        assert s.city_fen + s.district_fen == s.amount_fen
        assert s.city_fen - s.district_fen == s.amount_fen % 2


@pytest.mark.parametrize("table", [1, 2, 3, 4, 5, 6], indirect=True)
def test_a_derivation_is_a_chain_that_ends_at_what_is_shown(table: Table) -> None:
    for s in table.cases:
        chain = [step for step in s.derivation if "财政承担" not in step.label]
        assert all(step.clause for step in s.derivation)
        assert all(left.after_fen == right.before_fen for left, right in pairwise(chain))
        if chain and s.amount_fen is not None:
            assert chain[-1].after_fen == s.amount_fen
        shares = [step.after_fen for step in s.derivation if "财政承担" in step.label]
        assert shares in ([], [s.city_fen, s.district_fen])


@pytest.mark.parametrize("table", [3], indirect=True)
def test_measure_3_scores_are_the_trimmed_means(table: Table) -> None:
    assert {number(s.case): write_score(s.score) if s.score is not None else None for s in table.cases} == SCORES
    ranks = [s.rank for s in table.cases]
    assert ranks == [*range(1, 12), 11, *range(13, 25)]
    assert [number(s.case) for s in table.cases if s.tied] == [8, 9]


@pytest.mark.parametrize("table", [3], indirect=True)
def test_one_highest_and_one_lowest_total_are_dropped_and_a_recusal_is_no_mark(table: Table) -> None:
    for s in table.cases:
        uses = [t.use.value for t in s.scores]
        assert uses.count("dropped") == 2
        assert uses.count("recused") == (1 if number(s.case) == 5 else 0)
        counted = [t.total for t in s.scores if t.use.value == "counted" and t.total is not None]
        assert s.score is not None and sum(counted, Decimal(0)) / len(counted) == Decimal(write_score(s.score))
        dropped = sorted(t.total for t in s.scores if t.use.value == "dropped" and t.total is not None)
        assert dropped[0] <= min(counted) and max(counted) <= dropped[1]


@pytest.mark.parametrize("table", [3], indirect=True)
def test_ten_at_most_are_in_and_the_floor_keeps_the_others_apart(table: Table) -> None:
    groups: dict[Outcome, list[int]] = {}
    for s in table.cases:
        groups.setdefault(s.provisional, []).append(number(s.case))
    assert groups[Outcome.SELECTED] == [3, 12, 16, 7, 11, 14, 2, 10, 15, 22]
    assert groups[Outcome.RESERVE] == [8, 9, 24, 19, 5, 21, 23, 1]
    assert groups[Outcome.NOT_SELECTED] == [18, 4, 6, 17, 20, 13]
    assert all(s.outcome is Outcome.PENDING for s in table.cases)
    assert all(
        (s.amount_fen == s.entitled_fen) if s.provisional is Outcome.SELECTED else s.amount_fen == 0
        for s in table.cases
    )


@pytest.mark.parametrize("rule", list(LINES))
def test_measure_6_pool_by_each_line_rule(db: sqlite3.Connection, edition_here: Edition, rule: str) -> None:
    table = of(db, edition_here, 6, 2025, rule)
    assert {number(s.case): s.amount_fen for s in table.cases} == LINES[rule]
    assert sum(LINES[rule].values()) <= POOL == table.pool_fen
    assert table.rule == rule


def test_the_guides_own_line_rule_holds_where_none_is_tried(db: sqlite3.Connection, edition_here: Edition) -> None:
    assert of(db, edition_here, 6, 2025) == of(db, edition_here, 6, 2025, "prorate")
    assert of(db, edition_here, 1, 2025).rule == "partial"


def test_trying_a_rule_changes_nothing(db: sqlite3.Connection, edition_here: Edition) -> None:
    before = of(db, edition_here, 6, 2025)
    assert of(db, edition_here, 6, 2025, "stop").digest != before.digest
    assert of(db, edition_here, 6, 2025) == before
    with pytest.raises(Refused):
        of(db, edition_here, 6, 2025, "lottery")


@pytest.mark.parametrize("table", [1], indirect=True)
def test_measure_1_is_paid_in_order_of_filing_up_to_its_pool(table: Table) -> None:
    left = 2_000_000_000
    for s in table.cases:
        assert s.entitled_fen is not None
        assert s.amount_fen == min(s.entitled_fen, left)
        left -= s.amount_fen
    assert [number(s.case) for s in table.cases] == list(range(1, 13))


@pytest.mark.parametrize("table", [5], indirect=True)
def test_measure_5_ranks_by_composite_and_pays_by_rank(table: Table) -> None:
    by_place = dict(enumerate(table.cases, 1))
    for place, wanted in COMPOSITES.items():
        score = by_place[place].score
        assert score is not None and abs(Decimal(write_score(score)) - Decimal(wanted)) < Decimal("0.0000006")
    assert [s.entitled_fen for s in table.cases] == AWARDS
    assert [(s.rank, s.tied) for s in table.cases][14:16] == [(15, True), (15, True)]
    assert sum(s.amount_fen or 0 for s in table.cases) == 500_000_000 == table.pool_fen


@pytest.mark.parametrize("table", [7], indirect=True)
def test_measure_7_refers_and_never_pays(table: Table) -> None:
    assert {(s.provisional, s.entitled_fen, s.amount_fen, s.score, s.rank) for s in table.cases} == {
        (Outcome.REFERRED, None, None, None, None)
    }


def test_places_that_the_policy_leaves_open_give_no_amount_and_say_so(
    db: sqlite3.Connection, edition_here: Edition
) -> None:
    table = of(db, edition_here, 4, 2025)
    assert table.places is None
    assert ["名额" in m.sentence for m in table.missing] == [True]
    assert all(s.amount_fen is None for s in table.cases)


def test_the_review_of_a_case_lists_each_check_once_in_order(db: sqlite3.Connection, edition_here: Edition) -> None:
    review = review_of(db, edition_here, "2025-M3-0021")
    ids = [line.check.id for line in review.lines]
    assert len(ids) == len(set(ids))
    assert {"G1", "G14", "3.1", "3.13"} <= set(ids)
    found = {line.check.id: line.findings[0].verdict.value for line in review.lines if line.findings}
    assert (found["3.8"], found["3.6"], found["G3"]) == ("fail", "pass", "pass")
    assert not review.sealed
    with pytest.raises(Refused, match="2025-M3-0099"):
        review_of(db, edition_here, "2025-M3-0099")


def test_the_year_at_a_glance(db: sqlite3.Connection, edition_here: Edition) -> None:
    assert [(p.measure, p.cases, p.answered_cases, p.sealed, p.spent_fen) for p in progress_of(db, edition_here, 2025)] == [
        (1, 12, 0, False, 0), (2, 9, 0, False, 0), (3, 24, 0, False, 0), (4, 6, 0, False, 0), (5, 26, 0, False, 0), (6, 12, 0, False, 0),
        (7, 5, 0, False, 0),
    ]  # fmt: skip

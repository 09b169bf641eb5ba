"""Reckonings that are kept from one question to the next say what a fresh one says, whatever was written in between."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyga_desk.errors import Refused
from gyga_desk.model import Answer, Declared
from gyga_desk.operations import Session, credit, decide, history, intake, marks, review
from gyga_desk.operations.session import open_session
from gyga_desk.rules.credit import Stage
from gyga_desk.standings import Reckoning, Reckonings, measure_of, worked_out
from gyga_desk.store import open_reader, reads
from tests.core.filled import CLEAN
from tests.headless import CHAIR, CLERK, OTHER_REVIEWER, REVIEWER, Desk, password_of

YEAR = 2025


@dataclass(frozen=True)
class Year:
    """A reviewed year with everybody signed in, and a reader that looks on."""

    people: dict[str, Session]
    db: sqlite3.Connection
    kept: Reckonings

    def compare(self) -> None:
        """What is kept against what is reckoned afresh, to the last line; asked case by case first, as the window does."""
        for measure in (3, 5, 6):
            kept = self.kept.of(measure, YEAR)
            fresh = Reckoning(self.db, self.kept.edition, measure_of(self.kept.edition, measure), YEAR)
            for case in fresh.cases[:3]:
                assert kept.case_review(case) == fresh.case_review(case)
            assert kept.table() == fresh.table()
            assert kept.blockers() == fresh.blockers()


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, _reviewed: Path) -> Iterator[Year]:
    with opened(shutil.copy(_reviewed, tmp_path_factory.mktemp("renewed"))) as found:
        yield found


@pytest.fixture
def untouched(tmp_path: Path, _reviewed: Path) -> Iterator[Year]:
    """A year that no other test has answered in."""
    with opened(shutil.copy(_reviewed, tmp_path)) as found:
        yield found


@contextmanager
def opened(path: str | Path) -> Iterator[Year]:
    session = open_session(Path(path), CLERK, password_of(CLERK))
    rows = {p.name: p for p in reads.people(session.db)}
    people = {who: replace(session, person=rows[who]) for who in (REVIEWER, OTHER_REVIEWER, CLERK, CHAIR)}
    db = open_reader(Path(path))
    yield Year(people, db, Reckonings(db, session.edition))
    db.close()
    session.close()


MEASURE = st.sampled_from((3, 5, 6))
NUMBER = st.integers(1, 12)
CHECK = st.integers(2, 6)
ANSWER = st.sampled_from((Answer.YES, Answer.NO, Answer.PENDING))
ACT = st.one_of(
    st.tuples(st.just("answer"), MEASURE, NUMBER, CHECK, ANSWER),
    st.tuples(st.just("conflict"), MEASURE, NUMBER, st.sampled_from((Declared.NONE, Declared.DECLARED))),
    st.tuples(st.just("strike"), st.just(3), NUMBER),
    st.tuples(st.just("credit"), MEASURE, NUMBER, st.booleans()),
    st.tuples(st.just("undo"), st.sampled_from((REVIEWER, OTHER_REVIEWER))),
    st.tuples(st.just("propose"), st.sampled_from((3, 6))),
)


def act(year: Year, told: tuple[object, ...]) -> None:
    """One act of a person's; what the record refuses has written nothing, and is as good an example."""
    kind, *rest = told
    if kind == "undo":
        history.undo(year.people[str(rest[0])])
    elif kind == "propose":
        decide.propose(year.people[CLERK], int(str(rest[0])), YEAR)
    else:
        _of_a_case(year, str(kind), f"{YEAR}-M{rest[0]}-{rest[1]:04d}", str(rest[0]), rest[2:])


def _of_a_case(year: Year, kind: str, case: str, measure: str, said: list[object]) -> None:
    if kind == "answer":
        check, answer = f"{measure}.{said[0]}", said[1]
        assert isinstance(answer, Answer)
        review.declare_conflict(year.people[REVIEWER], case, Declared.NONE)
        review.answer_check(year.people[REVIEWER], case, check, answer, "再看过")
    elif kind == "conflict":
        declared = said[0]
        assert isinstance(declared, Declared)
        review.declare_conflict(year.people[OTHER_REVIEWER], case, declared, "曾在该单位任职")
    elif kind == "strike":
        expert = next(m.expert for m in year.kept.of(3, YEAR).marks[case])
        marks.strike_marks(year.people[CHAIR], case, expert, "与申报单位有关联")
    else:
        result = "列入失信名单" if said[0] else "无不良记录"
        credit.record_credit(
            year.people[CLERK], case, Stage.FILING, "信用中国", "2025-06-02", result, bad=bool(said[0])
        )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(ACT, min_size=1, max_size=4))
def test_what_is_kept_is_what_a_fresh_reckoning_says(year: Year, acts: list[tuple[object, ...]]) -> None:
    year.kept.of(3, YEAR).table()
    for told in acts:
        with suppress(Refused):
            act(year, told)
        year.compare()


def test_nothing_written_leaves_the_same_reckoning(year: Year) -> None:
    held = year.kept.of(6, YEAR)
    assert year.kept.of(6, YEAR) is held


def test_an_answer_judges_its_own_case_again_and_no_other(year: Year) -> None:
    before = year.kept.of(3, YEAR).reviewed
    act(year, ("answer", 3, 5, 3, Answer.NO))
    after = year.kept.of(3, YEAR).reviewed
    assert [c for c in after if after[c] is not before[c]] == [f"{YEAR}-M3-0005"]


def test_another_measures_answer_costs_a_measure_nothing(year: Year) -> None:
    held = year.kept.of(3, YEAR)
    table = held.table()
    act(year, ("answer", 6, 2, 3, Answer.NO))
    assert year.kept.of(3, YEAR).table() is table


def test_a_new_workbook_is_reckoned_afresh(office: Desk) -> None:
    session = open_session(office.store, CLERK, password_of(CLERK))
    kept = Reckonings(session.db, session.edition)
    assert kept.of(3, YEAR).lines == ()
    intake.import_batch(session, intake.preview_workbook(session.db, session.edition, CLEAN))
    assert len(kept.of(3, YEAR).lines) == 24
    session.close()


def test_what_was_worked_out_elsewhere_is_taken_and_read_on(year: Year) -> None:
    clerk = year.people[CLERK]
    kept = Reckonings(year.db, year.kept.edition)
    assert set(kept.unready(YEAR)) >= {3, 5, 6} and kept.unready(YEAR)[3] == 24
    steps: list[int] = []
    kept.take(worked_out(clerk.db, clerk.edition, YEAR, (3, 5, 6), lambda done, *_: steps.append(done)))
    assert steps and not {3, 5, 6} & kept.unready(YEAR).keys()
    act(year, ("answer", 3, 7, 3, Answer.NO))
    assert 3 not in kept.unready(YEAR)
    Year(year.people, year.db, kept).compare()


def test_what_a_new_list_moves_must_be_worked_out_again(untouched: Year) -> None:
    kept = Reckonings(untouched.db, untouched.kept.edition)
    kept.of(3, YEAR).table()
    assert 3 not in kept.unready(YEAR)
    decide.propose(untouched.people[CLERK], 3, YEAR)
    assert 3 in kept.unready(YEAR)
    history.undo(untouched.people[CLERK])

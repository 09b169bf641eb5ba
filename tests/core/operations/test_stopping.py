"""A large workbook can be stopped anywhere: while it is read, understood, compared and written, and nothing is left of it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Self

import pytest

from bench.workbooks import make_workbook
from gyga_desk.errors import Cancelled
from gyga_desk.operations import intake
from gyga_desk.operations.backups import folder_of
from gyga_desk.operations.session import open_session
from gyga_desk.store import journal, reads, stopping
from tests.headless import CLERK, Desk, password_of

ROWS = 3_000
SOON = 500
"""Rows that may pass before a wish to stop is heard: a small part of a second."""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workbook(tmp_path_factory.mktemp("large") / "大表.xlsx", ROWS)


class Person:
    """Looks on, and presses stop at the given word of a phase."""

    def __init__(self, phase: str = "", at: int = 0) -> None:
        self.heard: Counter[str] = Counter()
        self._phase, self._at = phase, at

    def __call__(self, done: int, total: int, what: str = "") -> None:
        phase = what.split(" ", maxsplit=1)[0]
        self.heard[phase] += 1
        if phase == self._phase and self.heard[phase] == self._at:
            raise Cancelled


def test_word_is_given_often_in_every_phase(office: Desk, workbook: Path) -> None:
    session, person = open_session(office.store, CLERK, password_of(CLERK)), Person()
    preview = intake.preview_workbook(session.db, session.edition, workbook, person)
    intake.import_batch(session, preview, progress=person)
    for phase in ("正在读取", "正在与记录比对", "写入项目"):
        assert person.heard[phase] >= ROWS // SOON, phase
    assert person.heard["正在核对"] >= 3, "most of it is done while the file is read"
    again = Person()
    intake.look_again(session.db, session.edition, preview, (), again)
    assert again.heard["正在核对"] >= ROWS // SOON
    session.close()


@pytest.mark.parametrize("phase", ["正在读取", "正在核对", "正在与记录比对", "写入项目"])
def test_a_stop_is_heard_at_the_next_word_and_leaves_nothing(office: Desk, workbook: Path, phase: str) -> None:
    session, person = open_session(office.store, CLERK, password_of(CLERK)), Person(phase, 3)
    before = journal.head(session.db)
    with pytest.raises(Cancelled):
        intake.import_batch(
            session, intake.preview_workbook(session.db, session.edition, workbook, person), progress=person
        )
    assert person.heard[phase] == 3
    assert (reads.batches(session.db), reads.cases(session.db), journal.head(session.db)) == ([], [], before)
    assert session.db.execute("SELECT COUNT(*) FROM search WHERE search MATCH '司'").fetchone()[0] == 0
    session.close()


A_MOMENT = 100_000
"""Calls that may pass between two words: a fraction of a second's work. All of three thousand rows take millions."""


class Calls:
    """Looks on, and counts the calls this thread makes without a word: they tell the work, whatever else the machine does."""

    def __init__(self) -> None:
        self.longest, self.where, self._made = 0, "", 0

    def __call__(self, done: int, total: int, what: str = "") -> None:
        if self._made > self.longest:
            self.longest, self.where = self._made, what
        self._made = 0

    def __enter__(self) -> Self:
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, arg: object) -> None:
        self._made += event == "call"


def longest_silence(office: Desk, workbook: Path) -> tuple[int, str]:
    session, calls = open_session(office.store, CLERK, password_of(CLERK)), Calls()
    with calls:
        preview = intake.preview_workbook(session.db, session.edition, workbook, calls)
        calls(0, 0, "preview")
        intake.import_batch(session, preview, progress=calls)
    session.close()
    return calls.longest, calls.where


def test_no_stage_is_long_without_a_word(office: Desk, workbook: Path) -> None:
    """Between two words stands the work of some hundred rows, however many rows the workbook has."""
    longest, where = longest_silence(office, workbook)
    assert 0 < longest < A_MOMENT, where


class Later:
    """Looks on, and wishes to stop at any word after the last row was written: while the index and the digest are made."""

    def __init__(self, rows: int, words: int) -> None:
        self._rows, self._words = rows, words
        self.heard = 0

    def __call__(self, done: int, total: int, what: str = "") -> None:
        if done == total == self._rows and what == "写入项目":
            self.heard += 1
            if self.heard > self._words:
                raise Cancelled


@pytest.mark.parametrize("words", [1, 2, 4])
def test_a_stop_is_heard_after_the_last_row_too(
    office: Desk, workbook: Path, monkeypatch: pytest.MonkeyPatch, words: int
) -> None:
    monkeypatch.setattr(stopping, "_EVERY", 0.0)
    monkeypatch.setattr(stopping, "_STEPS", 500)
    session = open_session(office.store, CLERK, password_of(CLERK))
    before, person = journal.head(session.db), Later(ROWS, words)
    preview = intake.preview_workbook(session.db, session.edition, workbook)
    with pytest.raises(Cancelled):
        intake.import_batch(session, preview, progress=person)
    assert person.heard == words + 1, "asked no more once the wish is known"
    assert (reads.cases(session.db), journal.head(session.db)) == ([], before)
    assert intake.import_batch(session, preview).value.accepted == ROWS
    assert journal.check(session.db) == []
    session.close()


def test_a_stop_while_the_copy_is_made_leaves_no_half_copy(
    office: Desk, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "_EVERY", 0.0)
    monkeypatch.setattr(stopping, "_STEPS", 500)
    session = open_session(office.store, CLERK, password_of(CLERK))
    preview = intake.preview_workbook(session.db, session.edition, workbook)

    def stop(done: int, total: int, what: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        intake.import_batch(session, preview, progress=stop)
    assert list(folder_of(office.store).glob("*")) == []
    session.close()


def test_what_was_stopped_can_be_taken_in_afterwards(office: Desk, workbook: Path) -> None:
    session = open_session(office.store, CLERK, password_of(CLERK))
    preview = intake.preview_workbook(session.db, session.edition, workbook)
    with pytest.raises(Cancelled):
        intake.import_batch(session, preview, progress=Person("写入项目", 2))
    assert intake.import_batch(session, preview).value.accepted == ROWS
    assert [case.id for case in reads.cases(session.db, search="002999科")] == ["2025-M7-2999"]
    session.close()

"""A large workbook can be stopped anywhere: while it is read, understood, compared and written, and nothing is left of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.workbooks import make_workbook
from gyga_desk.errors import Cancelled
from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session
from gyga_desk.store import journal, reads
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
    session.close()
    for phase in ("正在读取", "正在核对", "正在与记录比对", "写入项目"):
        assert person.heard[phase] >= ROWS // SOON, phase


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


def test_what_was_stopped_can_be_taken_in_afterwards(office: Desk, workbook: Path) -> None:
    session = open_session(office.store, CLERK, password_of(CLERK))
    preview = intake.preview_workbook(session.db, session.edition, workbook)
    with pytest.raises(Cancelled):
        intake.import_batch(session, preview, progress=Person("写入项目", 2))
    assert intake.import_batch(session, preview).value.accepted == ROWS
    assert [case.id for case in reads.cases(session.db, search="002999科")] == ["2025-M7-2999"]
    session.close()

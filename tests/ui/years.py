"""A year carried on by its people through the program's own operations, for the tests of the later pages."""

from __future__ import annotations

from pathlib import Path

from gyga_desk import places
from gyga_desk.model import Answer, Declared, Meeting
from gyga_desk.operations import decide, papers, review, score_tables
from gyga_desk.operations.session import open_session
from gyga_desk.standings import Reckonings
from gyga_desk.store import reads

PASSWORD = "kouling-2025"
REVIEWER, CLERK, CHAIR, OBSERVER = "王审核", "李经办", "赵主任", "孙监督"
SCORES = places.resources() / "demo" / "scores-2025-measure3.xlsx"
MEETING = Meeting("评审委员会第一次会议", "2025-07-15", "筑数评纪〔2025〕3号")


def answer_all(path: Path, measure: int, *, but: tuple[str, ...] = ()) -> None:
    """The reviewer passes every check of a measure's cases, with a note where the program found against it."""
    session = open_session(path, REVIEWER, PASSWORD)
    kept = Reckonings(session.db, session.edition)
    for case in reads.cases(session.db, measure, 2025):
        if case.id in but:
            continue
        review.declare_conflict(session, case.id, Declared.NONE)
        lines = [line for line in kept.review_of(case.id).lines if line.check.auto != "declared"]
        review.answer_many(
            session, [review.Given(case.id, line.check.id, Answer.YES, "已与原件核对") for line in lines]
        )
    session.close()


def take_scores(path: Path) -> None:
    session = open_session(path, CLERK, PASSWORD)
    score_tables.import_scores(session, SCORES, 3, 2025)
    session.close()


def propose(path: Path, measure: int) -> None:
    session = open_session(path, CLERK, PASSWORD)
    decide.propose(session, measure, 2025)
    session.close()


def seal(path: Path, measure: int) -> None:
    """Answered, proposed and sealed by the chair with the observer."""
    answer_all(path, measure)
    propose(path, measure)
    session = open_session(path, CHAIR, PASSWORD)
    decide.seal(session, measure, 2025, MEETING, OBSERVER, PASSWORD)
    session.close()


def print_one(path: Path, measure: int, out: Path) -> None:
    """The first paper of a sealed measure."""
    session = open_session(path, CLERK, PASSWORD)
    papers.print_papers(
        session, "approval", measure, 2025, papers.supported(session.db, session.edition, measure, 2025)[:1], out
    )
    session.close()

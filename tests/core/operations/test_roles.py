"""Who may do what: every operation tried by every role, against one table."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk import places
from gyga_desk.errors import DeskError, NotPermitted
from gyga_desk.model import Answer, Declared, Meeting, Role
from gyga_desk.operations import (
    Operation,
    Session,
    decide,
    history,
    intake,
    keys,
    marks,
    papers,
    people,
    returning,
    review,
    score_books,
    score_tables,
    signing,
    signing_many,
)
from gyga_desk.operations.session import open_session
from gyga_desk.store import journal
from gyga_desk.store.reads import PersonRow
from tests.headless import ADMIN, Desk, head, password_of

NOWHERE = Path(os.devnull) / "没有这个文件"
NOBODY = "2025-M3-9999"
SAMPLE = places.resources() / "demo" / "batch-2025-clean.xlsx"
MEETING = Meeting("评审会", "2025-07-15", "纪要1号")
Try = Callable[[Session], object]


def batch(session: Session) -> object:
    return intake.import_batch(session, intake.preview_workbook(session.db, session.edition, SAMPLE))


ALL = "admin chair clerk observer reviewer"
MAY: dict[str, tuple[str, Try]] = {
    # operation: the roles that may, and an attempt that a lawful person fails for another reason, or that changes nothing
    "add a person": ("admin", lambda s: people.add_person(s, " ", Role.CLERK, "kouling-1")),
    "reset a lost password": ("admin", lambda s: people.reset_password(s, "无此人", "kouling-2", "孙监督", "x")),
    "change a person's role": ("admin", lambda s: people.change_person(s, "无此人", "孙监督", "x", Role.CLERK)),
    "change one's own password": (ALL, lambda s: people.change_password(s, "not-the-password", "kouling-2")),
    "take in a workbook": ("clerk", batch),
    "take in scores": ("clerk", lambda s: score_tables.import_scores(s, NOWHERE)),
    "mark an item": ("reviewer", lambda s: marks.give_mark(s, NOBODY, "A1", "5")),
    "take marks back": ("reviewer", lambda s: marks.withdraw_marks(s, NOBODY)),
    "abstain from marking": ("reviewer", lambda s: marks.abstain(s, NOBODY, "理由")),
    "step aside from marking": ("reviewer", lambda s: marks.recuse(s, NOBODY, "理由")),
    "write an opinion": ("reviewer", lambda s: marks.write_opinion(s, NOBODY, "意见")),
    "take a batch back": ("clerk", lambda s: intake.drop_batch(s, "B9999", "理由")),
    "take a score book back": ("clerk", lambda s: score_books.take_book(s, NOWHERE)),
    "strike an expert's marks": ("chair", lambda s: marks.strike_marks(s, NOBODY, "甲", "理由")),
    "put them back": ("chair", lambda s: marks.restore_marks(s, NOBODY, "甲")),
    "answer a check": ("chair reviewer", lambda s: review.answer_check(s, NOBODY, "3.2", Answer.YES)),
    "answer many": ("chair reviewer", lambda s: review.answer_many(s, [review.Given(NOBODY, "3.2", Answer.YES)])),
    "answer from a table": ("chair reviewer", lambda s: review.import_answers(s, NOWHERE)),
    "answer what the program found": ("chair reviewer", lambda s: review.answer_passed(s, NOBODY)),
    "declare an interest": ("chair clerk reviewer", lambda s: review.declare_conflict(s, NOBODY, Declared.NONE)),
    "propose": ("chair clerk", lambda s: decide.propose(s, 3, 1999)),
    "seal": ("chair", lambda s: decide.seal(s, 3, 2025, MEETING, "无此人", "")),
    "reopen": ("chair", lambda s: decide.reopen(s, 3, 2025, "理由", "无此人", "")),
    "print": (
        "chair clerk",
        lambda s: papers._print(
            s, papers.kind_of("approval"), 3, 2025, [papers.Subject(NOBODY)], NOWHERE, papers.AS_BEFORE, lambda *_: None
        ),
    ),
    "sign": ("chair clerk observer reviewer", lambda s: signing.sign_paper(s, NOWHERE, NOWHERE, "")),
    "sign many": ("chair clerk observer reviewer", lambda s: signing.sign_papers(s, [NOWHERE], NOWHERE, "")),
    "register": ("clerk", lambda s: papers.register_paper(s, "SP-0", "")),
    "register a scan": ("clerk", lambda s: returning.register_scan(s, NOWHERE)),
    "void": ("chair clerk", lambda s: papers.void_paper(s, "SP-0", "理由")),
    "sign all that wait": (
        "chair clerk observer reviewer",
        lambda s: signing_many.sign_waiting(s, ["SP-1"], [NOWHERE], NOWHERE, ""),
    ),
    "void what has changed": ("chair clerk", lambda s: papers.void_changed(s, 3, 2025)),
    "make the root": ("admin", lambda s: keys.make_root(s, "")),
    "make a key": ("admin", lambda s: keys.make_key(s, "无此人", "x", "x", NOWHERE)),
    "undo": (ALL, history.undo),
    "redo": (ALL, history.redo),
    "back up": (ALL, lambda s: history.back_up(s, NOWHERE / "备份")),
}


@pytest.fixture
def session(filed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.chdir(tmp_path)
    found = open_session(filed.store, ADMIN, password_of(ADMIN))
    yield found
    found.close()


@pytest.mark.parametrize("name", MAY)
def test_each_role_may_do_what_the_table_says_and_no_more(session: Session, name: str) -> None:
    roles, attempt = MAY[name]
    before = journal.head(session.db)
    allowed = {
        role.value for role in Role if _may(replace(session, person=PersonRow(f"某{role.label}", role)), attempt)
    }
    assert allowed == set(roles.split())
    assert journal.head(session.db) == before


def _may(session: Session, attempt: Try) -> bool:
    """Whether the role is let through; what is said then is another matter."""
    try:
        attempt(session)
    except DeskError as refused:
        return not (isinstance(refused, NotPermitted) and refused.facts.get("role") == session.person.role.label)
    return True


def test_who_may_not_is_told_by_name_who_may(session: Session) -> None:
    with pytest.raises(NotPermitted) as refused:
        people.add_person(replace(session, person=PersonRow("某人", Role.CLERK)), "新人", Role.CLERK, "kouling-1")
    assert str(refused.value) == "某人（经办人）不能“增加人员”；请由管理员办理。"


def test_every_operation_stands_in_the_table() -> None:
    """A new operation is not left out: each one in the rooms is reached by an attempt above, or is part of one."""
    held = {
        (module.__name__.rsplit(".", 1)[1], name): thing
        for module in (
            decide,
            history,
            intake,
            keys,
            marks,
            papers,
            people,
            returning,
            review,
            score_books,
            score_tables,
            signing,
        )
        for name, thing in vars(module).items()
        if isinstance(thing, Operation)
    }
    reached = {
        "add_person", "change_password", "_reset", "_change", "_import_batch", "_drop_batch", "_store_marks", "_store", "strike_marks", "restore_marks", "answer_check", "answer_many",
        "give_mark", "withdraw_marks", "abstain", "recuse", "write_opinion",
        "answer_passed", "declare_conflict", "propose", "_seal", "_reopen", "_print", "store_signature", "register_paper", "_register", "void_paper", "void_changed",
        "_record",
    }  # fmt: skip
    assert {name for _, name in held} == reached
    assert all(thing.title and thing.roles for thing in held.values())


def test_the_observer_changes_nothing_at_all(session: Session, filed: Desk) -> None:
    before = head(filed.store)
    watching = replace(session, person=PersonRow("孙监督", Role.OBSERVER))
    for _, attempt in MAY.values():
        with pytest.raises(DeskError):
            attempt(watching)
    assert head(filed.store) == before


def test_only_these_barriers_stop_an_undo() -> None:
    sealing = {
        thing.title
        for module in (
            decide,
            intake,
            keys,
            marks,
            papers,
            people,
            returning,
            review,
            score_books,
            score_tables,
            signing,
        )
        for thing in vars(module).values()
        if isinstance(thing, Operation) and thing.seals
    }
    assert sealing == {
        "封存决定",
        "重新开启决定",
        "打印文书",
        "签署文书",
        "登记签署件",
        "作废文书",
        "作废失效文书",
        "登记证书",
        "修改本人口令",
        "变更人员",
        "重设口令",
    }


def test_the_front_of_a_door_says_what_the_door_says() -> None:
    fronts = {intake.import_batch: "导入申报表", review.import_answers: "批量答复核对项", score_tables.import_scores: "导入专家评分",
              decide.seal: "封存决定", decide.reopen: "重新开启决定", papers.print_papers: "打印文书", signing.sign_paper: "签署文书"}  # fmt: skip
    assert {front.title: front.roles for front in fronts} == {title: front.roles for front, title in fronts.items()}
    assert decide.seal.roles == {Role.CHAIR}
    assert "second_password" in inspect.signature(decide.seal).parameters

"""Every operation of the program, found by walking its modules, tried by every role; and duties that never fall together.

GB/T 22239 asks for the least privilege and for the keeping apart of administration, work and audit.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk import operations
from gyga_desk.errors import NotPermitted
from gyga_desk.model import Role
from gyga_desk.operations import Front, Operation, Session
from gyga_desk.operations.session import check_strength, open_session
from gyga_desk.store import journal, open_reader
from gyga_desk.store.reads import PersonRow
from tests.core.test_commands_marks import CASE, ITEMS, mark_all, unscored
from tests.headless import ADMIN, CHAIR, CLERK, OTHER_REVIEWER, REVIEWER, Desk, head, password_of

__all__ = ["unscored"]

Door = Operation[..., object] | Front[..., object]


def doors() -> Iterator[tuple[str, Door]]:
    for found in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if isinstance(thing, Operation | Front) and thing.__module__ == found.name:
                yield f"{found.name.removeprefix(operations.__name__)}.{name}", thing


EVERY = dict(doors())


def of(role: Role) -> set[str]:
    return {thing.title for thing in EVERY.values() if role in thing.roles}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("roles") / "2025.gyga"
    path.write_bytes(_filed.read_bytes())
    found = open_session(path, ADMIN, password_of(ADMIN))
    yield found
    found.close()


@pytest.mark.parametrize("name", EVERY)
def test_each_door_refuses_every_role_that_it_does_not_name(session: Session, name: str) -> None:
    """Before anything is read or asked: what else is handed over is nothing at all."""
    door, before = EVERY[name], journal.head(session.db)
    taken = [
        p for p in inspect.signature(door).parameters.values() if p.default is p.empty and p.kind is not p.VAR_KEYWORD
    ]
    nothing = [None] * (len(taken) - 1)
    for role in Role:
        if role not in door.roles:
            with pytest.raises(NotPermitted) as refused:
                door(replace(session, person=PersonRow(f"某{role.label}", role)), *nothing)
            assert refused.value.facts["role"] == role.label
    assert journal.head(session.db) == before


def test_there_are_doors_to_be_tried() -> None:
    assert len(EVERY) > 50


OWN = {"修改本人口令", "查看完整个人信息", "登记证书"}
"""What everybody does for themselves; the certificate is registered by whom it belongs to, when they first sign."""


def test_who_administers_neither_works_nor_judges() -> None:
    assert of(Role.ADMIN) == OWN | {"增加人员", "重设口令", "变更人员", "制作恢复单"}


def test_who_watches_changes_nothing() -> None:
    assert of(Role.OBSERVER) == OWN | {"签署文书"}  # as a witness


def test_marks_are_given_by_reviewers_and_struck_by_the_chair_alone() -> None:
    roles = {thing.title: {r.value for r in thing.roles} for thing in EVERY.values()}
    assert all(roles[t] == {"reviewer"} for t in ("逐项评分", "撤回评分", "弃权", "评分回避", "评审意见"))
    assert all(roles[t] == {"chair"} for t in ("剔除专家评分", "恢复专家评分", "封存决定", "重新开启决定"))


def test_the_administrator_sees_no_single_mark_before_the_seal(unscored: Desk) -> None:
    for who in (REVIEWER, OTHER_REVIEWER):
        mark_all(unscored, who)
    words = ("marks", "list", "--measure", "3", "--year", "2025", "--case", CASE)
    [seen] = unscored.ok(*words, who=CHAIR)
    assert {e["expert"] for e in seen["experts"]} >= {REVIEWER, OTHER_REVIEWER}
    said = unscored(*words, who=ADMIN)
    assert REVIEWER not in said.out and not any(f'"{item}"' in said.out for item in ITEMS)


def test_a_mark_changed_past_the_program_is_told(unscored: Desk) -> None:
    """Whoever holds the file can change it with another program, the administrator first of all; not unseen."""
    import sqlite3

    from tests.core.store.records import unguarded

    mark_all(unscored, REVIEWER)
    with unguarded(unscored.store) as db:
        assert isinstance(db, sqlite3.Connection)
        db.execute("UPDATE mark SET points = '1' WHERE expert = ? AND item = 'A1'", (REVIEWER,))
    codes = [f["code"] for f in unscored.ok("verify", unscored.store, status=1)["findings"]]
    assert codes == ["row-changed"]


@pytest.mark.parametrize(
    "password", ["", "kurz-1", "einwort", "nurbuchstaben", "1234567890", "aaaaaaa1", "aaabbb11", "ａ１ａ１ａ１ａ１"]
)
def test_a_weak_password_is_refused_for_every_account(filed: Desk, password: str) -> None:
    with pytest.raises(NotPermitted):
        check_strength(password)
    words = ("people", "add", "新人", "--role", "clerk")
    assert "口令" in filed.refused(*words, env={"GYGA_NEW_PASSWORD": password})
    assert "口令" in filed.refused("people", "password", who=CLERK, env={"GYGA_NEW_PASSWORD": password})


@pytest.mark.parametrize(
    "password", ["kouling-2025", "Passw0rd!", "correct horse battery staple", "审核口令二零二五年第一号机房专用甲乙"]
)
def test_a_fair_password_is_taken(password: str) -> None:
    check_strength(password)


def test_a_new_store_has_one_account_and_no_default_password(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "新.gyga")
    assert desk("init", "--admin", ADMIN, env={"GYGA_PASSWORD": ""}).status == 2
    assert not desk.store.exists()
    desk.ok("init", "--admin", ADMIN)
    assert [p["name"] for p in desk.ok("people", "list")] == [ADMIN]
    db = open_reader(desk.store)
    assert (
        db.execute("SELECT COUNT(*) FROM person WHERE password = '' OR password NOT LIKE '$argon2id$%'").fetchone()[0]
        == 0
    )
    db.close()
    assert head(desk.store)

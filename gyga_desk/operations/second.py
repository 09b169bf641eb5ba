"""The second key: another person, with a role that may turn it and a password of their own."""

from __future__ import annotations

from pathlib import Path

from gyga_desk.errors import NotPermitted
from gyga_desk.model import Role
from gyga_desk.operations import Clock, Session
from gyga_desk.operations.session import Entered, check_identity, enter
from gyga_desk.store import reads

SECOND = frozenset({Role.OBSERVER, Role.CHAIR})
"""Who may turn the second key."""


def check_second(session: Session, name: str, password: str) -> None:
    """Another person, with a role that may, and their own password."""
    if name == session.person.name:
        raise NotPermitted("第二人不能是本人；请由另一位主任或监督员输入口令。")
    found = reads.person(session.db, name)
    if found is None or found.role not in SECOND or not found.active:
        raise NotPermitted("{name} 不能作第二人；须为主任或监督员。", name=name or "（未填）")
    check_identity(session.store.path, session.db, name, password, session.clock())


def check_two(path: Path, title: str, first: tuple[str, str], second: tuple[str, str], clock: Clock) -> Entered:
    """The administrator and another, each by name and password, for what is done to a whole file that nobody has open."""
    if first[0] == second[0]:
        raise NotPermitted("“{title}”须由管理员与另一人一同办理；请由主任或监督员输入口令。", title=title)
    held = enter(path, *first, clock)
    if held.person.role is not Role.ADMIN:
        raise NotPermitted(
            "{name}（{role}）不能“{title}”；请由管理员办理。",
            name=held.person.name, role=held.person.role.label, title=title,
        )  # fmt: skip
    other = enter(path, *second, clock).person
    if other.role not in SECOND:
        raise NotPermitted("{name} 不能作第二人；须为主任或监督员。", name=other.name)
    return held

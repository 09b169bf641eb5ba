"""The second key: another person, with a role that may turn it and a password of their own."""

from __future__ import annotations

from gyga_desk.errors import NotPermitted
from gyga_desk.model import Role
from gyga_desk.operations import Session
from gyga_desk.operations.session import check_identity
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

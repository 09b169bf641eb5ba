"""Accounts: one a person, each with one role and a password of their own."""

from __future__ import annotations

from gyga_desk.errors import Refused
from gyga_desk.formats import seal
from gyga_desk.formats.keyslots import Holder
from gyga_desk.model import Role
from gyga_desk.operations import Done, Session, Work, attempts, check_role, front_of, keyring, operation
from gyga_desk.operations.second import check_second
from gyga_desk.operations.session import check_identity, hash_password, new_account
from gyga_desk.store import reads, writes
from gyga_desk.store.reads import PersonRow


@operation("增加人员", Role.ADMIN, detail=lambda name, *_, **__: name)
def add_person(work: Work, name: str, role: Role, password: str) -> PersonRow:
    """A new account; refuses a name that is taken."""
    name = name.strip()
    if not name:
        raise Refused("人员姓名不能为空；请填写姓名。")
    if reads.person(work.db, name) is not None:
        raise Refused("已有名为 {name} 的人员；请换一个名字以便区分。", name=name)
    writes.add(work.db, "person", new_account(name, role, password))
    return PersonRow(name, role)


@operation("修改本人口令", *Role, seals=True)  # an undo must not bring an old password back
def change_password(work: Work, old: str, new: str) -> None:
    """The person's own password; the old one must be known."""
    check_identity(work.session.store.path, work.db, work.person, old, work.now)
    row: dict[str, str | int | None] = {"name": work.person, "password": hash_password(new)}
    held = reads.account_key(work.db, work.person)
    if held.slot:
        row["slot"] = seal.lock_key(seal.unlock_key(held.slot, old), new)
        role = work.session.person.role.value
        keyring.add(work.session.store, Holder(work.person, role, str(row["slot"]), held.public))
    writes.put(work.db, "person", row)


@operation("重设口令", Role.ADMIN, seals=True, detail=lambda name, *_: name)
def _reset(work: Work, name: str, password: str, second: str) -> None:
    account = new_account(name, Role.REVIEWER, password)
    row = {"name": name, "password": account["password"], "key": account["key"], "slot": account["slot"]}
    writes.put(work.db, "person", row)
    attempts.forget(work.session.store.path, name)


@front_of(_reset)
def reset_password(session: Session, name: str, password: str, second: str, second_password: str) -> Done[None]:
    """A new password, and with it a new key, for a person who has lost theirs; what was sealed to the old key stays shut."""
    check_role(session, _reset.title, _reset.roles)
    _existing(session, name)
    if name == session.person.name:
        raise Refused("本人的口令请用“修改本人口令”；重设只用于别人忘记口令的情形。")
    check_second(session, second, second_password)
    return _reset(session, name, password, second)


@operation(
    "变更人员",
    Role.ADMIN,
    seals=True,
    detail=lambda name, role, active, *_: f"{name} {role.label} {'在用' if active else '停用'}",
)
def _change(work: Work, name: str, role: Role, active: bool, second: str) -> PersonRow:
    writes.put(work.db, "person", {"name": name, "role": role.value, "active": int(active)})
    return PersonRow(name, role, active)


@front_of(_change)
def change_person(
    session: Session,
    name: str,
    second: str,
    second_password: str,
    role: Role | None = None,
    *,
    active: bool | None = None,
) -> Done[PersonRow]:
    """Another role, or an account put out of use or back; what the person did stays theirs. Raises `Refused`."""
    check_role(session, _change.title, _change.roles)
    held = _existing(session, name)
    after = PersonRow(name, role or held.role, held.active if active is None else active)
    if after == held:
        raise Refused("{name} 已经是这样，没有可以变更的。", name=name)
    others = [p for p in reads.people(session.db) if p.name != name and p.active and p.role is Role.ADMIN]
    if not others and not (after.active and after.role is Role.ADMIN):
        raise Refused("{name} 是最后一位在用的管理员，不能停用或改任；请先增加另一位管理员。", name=name)
    check_second(session, second, second_password)
    return _change(session, name, after.role, after.active, second)


def _existing(session: Session, name: str) -> PersonRow:
    held = reads.person(session.db, name)
    if held is None:
        raise Refused("没有名为 {name} 的人员；请核对姓名。", name=name)
    return held

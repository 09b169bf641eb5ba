"""Accounts: one a person, each with one role and a password of their own."""

from __future__ import annotations

from gyga_desk.errors import Refused
from gyga_desk.formats import seal
from gyga_desk.model import Role
from gyga_desk.operations import Work, operation
from gyga_desk.operations.session import check_password, hash_password, new_account
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
    check_password(reads.password_of(work.db, work.person), work.person, old)
    row: dict[str, str | int | None] = {"name": work.person, "password": hash_password(new)}
    slot = reads.account_key(work.db, work.person).slot
    writes.put(work.db, "person", row | {"slot": seal.lock_key(seal.unlock_key(slot, old), new)} if slot else row)

"""The store at rest: made encrypted or plain again by two people, and its recovery sheet.

Encryption keeps a stolen disk or stick from being read; it proves nothing of what was changed, which stays the journal's.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import DeskError, NotPermitted, Refused, StoreError
from gyga_desk.formats import keyslots
from gyga_desk.model import Role
from gyga_desk.operations import (
    Clock,
    Done,
    Session,
    Work,
    backups,
    beside,
    check_role,
    checkpoints,
    files,
    front_of,
    keyring,
    local_now,
    operation,
)
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.second import SECOND, check_second, check_two
from gyga_desk.operations.session import new_account
from gyga_desk.operations.turning import Turning, left_plain, turn_backups
from gyga_desk.store import Store, journal, open_reader, reads, writes
from gyga_desk.store.dialect import is_encrypted, slots_of


@dataclass(frozen=True, repr=False)
class RecoverySheet:
    """The two halves of a recovery code, to be printed, cut apart and kept by two people; nowhere written down here."""

    store: str
    made: str
    first: str
    second: str


@dataclass(frozen=True)
class Turned:
    """A store that was encrypted or made plain again, the copy kept of it, and how many other files went along."""

    store: Path
    kept: Path
    attachments: int
    backups: int
    left: int = 0
    """Files and copies that could not be encrypted yet; the next opening goes on with them."""


@operation("制作恢复单", Role.ADMIN, seals=True, detail=lambda second: f"（第二人 {second}）" if second else "")
def _make(work: Work, second: str) -> str:
    return work.at


@front_of(_make)
def make_recovery(session: Session, second: str = "", second_password: str = "") -> Done[RecoverySheet]:
    """A new recovery code; the sheet made before opens nothing any more.

    The second person is asked for as soon as the store knows one who may be it; a new store has only its administrator.
    """
    check_role(session, _make.title, _make.roles)
    key = session.store.key
    if key is None:
        raise Refused("这个数据文件没有加密存放，不需要恢复单；请先改为加密存放。")
    if second or any(p.active and p.role in SECOND for p in reads.people(session.db)):
        check_second(session, second, second_password)
    first_half, second_half = keyslots.new_code()
    done = _make(session, second)
    box = keyslots.with_code(key, first_half, second_half)
    holders = keyring.holders(session.db)
    keyring.put(session.store.path, key, keyslots.seal_to(key, holders, box, done.value))
    sheet = RecoverySheet(session.store.path.name, done.value, first_half, second_half)
    return Done(sheet, done.change, done.title)


def recover(
    path: Path, code: tuple[str, str], name: str, password: str, keepers: tuple[str, str], clock: Clock = local_now
) -> None:
    """A new password for an administrator, by both halves of the recovery sheet; `keepers` are who brought them.

    Raises `Refused`, `NotPermitted`, `StoreError`.
    """
    if not is_encrypted(path):
        raise Refused("{name} 没有加密存放，不用恢复单；忘记口令请由管理员与第二人重设。", name=path.name)
    key = keyring.by_code(path, *code)
    store = Store.open(path, key)
    try:
        _check_keepers(store.db, name, keepers)
        account = new_account(name, Role.ADMIN, password)
        title = f"凭恢复单重设口令 {name}（甲联 {keepers[0]}，乙联 {keepers[1]}）"
        with store.operation(title, name, clock().isoformat(), seals=True):
            row = {part: account[part] for part in ("name", "password", "key", "slot")}
            writes.put(store.db, "person", row)
        keyring.settle(store)
    finally:
        store.close()


def _check_keepers(db: sqlite3.Connection, name: str, keepers: tuple[str, str]) -> None:
    held = reads.person(db, name)
    if held is None or held.role is not Role.ADMIN or not held.active:
        raise NotPermitted("{name} 不是在用的管理员；凭恢复单只为管理员重设口令，其他人由管理员重设。", name=name)
    if keepers[0] == keepers[1] or not all(reads.person(db, k) for k in keepers):
        raise NotPermitted("恢复单的甲联和乙联须由名单中的两个人分别保管、分别输入；请填写两人的姓名。")


def encrypt(
    path: Path, name: str, password: str, second: str, second_password: str, clock: Clock = local_now
) -> Turned:
    """A plain store encrypted in place, with its attachments and its backups; raises `Refused`, `NotPermitted`, `StoreError`."""
    if is_encrypted(path):
        raise Refused("{name} 已经是加密存放的。", name=path.name)
    check_two(path, "改为加密存放", (name, password), (second, second_password), clock)
    key = keyslots.new_key()
    with Turning(path, None, key) as turning:
        _check(turning)
        kept = backups.keep(turning.copy, path, key, "加密前", clock())
        turning.record(key, f"改为加密存放（第二人 {second}）", name, clock().isoformat())
        files.replace(slots_of(path), files.read(slots_of(turning.copy)))  # a plain store does not mind them
        turning.put_in_place()
    # The store is encrypted now, whatever becomes of the rest: what stays plain is counted, and encrypted at the next opening.
    attached, copies = beside.left_plain(path), left_plain(path)
    with suppress(DeskError):
        beside.rekey(beside.folder_of(path), None, key)
    with suppress(DeskError):
        turn_backups(path, key)
    _remember(path, key)
    left, others = beside.left_plain(path), left_plain(path)
    return Turned(path, kept, attached - left, copies - others, left + others)


def decrypt(
    path: Path, name: str, password: str, second: str, second_password: str, clock: Clock = local_now
) -> Turned:
    """An encrypted store made plain in place, with its attachments; copies made before stay encrypted."""
    if not is_encrypted(path):
        raise Refused("{name} 没有加密存放。", name=path.name)
    key = check_two(path, "取消加密存放", (name, password), (second, second_password), clock).key
    with Turning(path, key, None) as turning:
        _check(turning)
        kept = backups.keep(path, path, key, "解密前", clock())
        turning.record(None, f"取消加密存放（第二人 {second}）", name, clock().isoformat())
        moved = beside.rekey(beside.folder_of(path), key, None)  # an encrypted store does not mind plain ones
        turning.put_in_place()
    files.remove(slots_of(path))
    _remember(path, None)
    return Turned(path, kept, moved, 0)


def _check(turning: Turning) -> None:
    """The copy is whole and tells the same history."""
    copy, path = turning.copy, turning.path
    found = [f for f in verify_store(copy, None, turning.new).findings if not f.code.startswith("attachment-")]
    if found or _head(copy, turning.new) != _head(path, turning.key):
        why = found[0].sentence if found else "与原文件不一致。"
        raise StoreError("转换后的副本核验不通过（{why}），原文件没有改动；请先核验原文件。", why=why.rstrip("。"))


def _head(path: Path, key: bytes | None) -> str:
    db = open_reader(path, key)
    try:
        return journal.head(db)
    finally:
        db.close()


def _remember(path: Path, key: bytes | None) -> None:
    """Notes where the store stands on this machine; the next session does it too."""
    with suppress(DeskError):
        db = open_reader(path, key)
        try:
            checkpoints.remember(path, db)
        finally:
            db.close()

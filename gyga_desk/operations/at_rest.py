"""The store at rest: made encrypted or plain again by two people, and its recovery sheet.

Encryption keeps a stolen disk or stick from being read; it proves nothing of what was changed, which stays the journal's.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gyga_desk.errors import NotPermitted, Refused, StoreError
from gyga_desk.formats import keyslots
from gyga_desk.model import Role
from gyga_desk.operations import (
    Clock,
    Done,
    Session,
    Work,
    beside,
    check_role,
    checkpoints,
    files,
    front_of,
    keyring,
    local_now,
    operation,
)
from gyga_desk.operations.backups import folder_of, stamped
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.second import SECOND, check_second, check_two
from gyga_desk.operations.session import new_account
from gyga_desk.store import Store, copy_store, dialect, journal, open_reader, reads, writes
from gyga_desk.store.dialect import is_encrypted, slots_of
from gyga_desk.store.lock import Lock


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
    with _Turning(path, None, key) as turning:
        turning.check()
        kept = _keep(turning.copy, path, key, "加密前", clock)
        files.replace(slots_of(path), files.read(slots_of(turning.copy)))  # a plain store does not mind them
        turning.put_in_place()
    moved = beside.rekey(beside.folder_of(path), None, key)
    others = sum(_turn_backup(one, key) for one in sorted(folder_of(path).glob("*.gyga")))
    _record(path, key, f"改为加密存放（第二人 {second}）", name, clock)
    return Turned(path, kept, moved, others)


def decrypt(
    path: Path, name: str, password: str, second: str, second_password: str, clock: Clock = local_now
) -> Turned:
    """An encrypted store made plain in place, with its attachments; copies made before stay encrypted."""
    if not is_encrypted(path):
        raise Refused("{name} 没有加密存放。", name=path.name)
    key = check_two(path, "取消加密存放", (name, password), (second, second_password), clock).key
    with _Turning(path, key, None) as turning:
        turning.check()
        kept = _keep(path, path, key, "解密前", clock)
        moved = beside.rekey(beside.folder_of(path), key, None)  # an encrypted store does not mind plain ones
        turning.put_in_place()
    slots_of(path).unlink()
    _record(path, None, f"取消加密存放（第二人 {second}）", name, clock)
    return Turned(path, kept, moved, 0)


class _Turning:
    """A copy of a store under another key beside it, which takes its place or leaves no trace; nobody writes meanwhile."""

    def __init__(self, path: Path, key: bytes | None, new: bytes | None) -> None:
        self.path, self.key, self.new = path, key, new
        self.copy = path.with_name(f".{path.name}.turning")

    def __enter__(self) -> Self:
        self._lock = Lock(self.path)
        try:
            self._clear()
            _export(self.path, self.key, self.copy, self.new)
        except BaseException:
            self.__exit__()
            raise
        return self

    def check(self) -> None:
        """The copy is whole and tells the same history."""
        found = [f for f in verify_store(self.copy, None, self.new).findings if not f.code.startswith("attachment-")]
        if found or _head(self.copy, self.new) != _head(self.path, self.key):
            why = found[0].sentence if found else "与原文件不一致。"
            raise StoreError("转换后的副本核验不通过（{why}），原文件没有改动；请先核验原文件。", why=why.rstrip("。"))

    def put_in_place(self) -> None:
        for tail in ("-wal", "-shm"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        self.copy.replace(self.path)

    def __exit__(self, *_: object) -> None:
        self._clear()
        self._lock.release()

    def _clear(self) -> None:
        for tail in ("", "-wal", "-shm", "-journal"):
            self.copy.with_name(self.copy.name + tail).unlink(missing_ok=True)
        slots_of(self.copy).unlink(missing_ok=True)


def _export(path: Path, key: bytes | None, out: Path, new: bytes | None) -> None:
    """All of one file in another, synced; an encrypted one gets its slots from the accounts first."""
    if new is not None:
        db = open_reader(path, key)
        try:
            keyring.put(out, new, keyslots.seal_to(new, keyring.holders(db)))
        finally:
            db.close()
    source = dialect.connect_for_export(path, key)
    try:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        dialect.export(source, out, new)
    except dialect.raised("DatabaseError") as fault:
        raise StoreError(
            "{name} 转换不成（{fault}），原文件没有改动；请检查磁盘空间。", name=path.name, fault=fault
        ) from fault
    finally:
        source.close()


def _head(path: Path, key: bytes | None) -> str:
    db = open_reader(path, key)
    try:
        return journal.head(db)
    finally:
        db.close()


def _keep(of: Path, path: Path, key: bytes | None, why: str, clock: Clock) -> Path:
    folder = folder_of(path)
    files.make_folder(folder)
    out = stamped(folder, clock(), why)
    copy_store(of, out, key)
    return out


def _turn_backup(backup: Path, key: bytes) -> int:
    """A plain backup encrypted under the store's key, with the slots of the accounts it knows; one that is broken is left."""
    if is_encrypted(backup):
        return 0
    try:
        with _Turning(backup, None, key) as turning:
            files.replace(slots_of(backup), files.read(slots_of(turning.copy)))
            turning.put_in_place()
    except StoreError:
        return 0
    finally:
        backup.with_name(f".{backup.name}.lock").unlink(missing_ok=True)
    return 1


def _record(path: Path, key: bytes | None, title: str, name: str, clock: Clock) -> None:
    store = Store.open(path, key)
    try:
        with store.operation(title, name, clock().isoformat(), seals=True):
            pass
        checkpoints.remember(path, store.db)
    finally:
        store.close()

"""Putting a backup in the store's place: one act of two people, with nothing lost of what was there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import NotPermitted, Refused, StoreError
from gyga_desk.model import Role
from gyga_desk.operations import Clock, attachments, checkpoints, files, local_now
from gyga_desk.operations.backups import folder_of, stamped
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.second import SECOND
from gyga_desk.operations.session import sign_in
from gyga_desk.store import Store, copy_store, journal, open_reader, reads
from gyga_desk.store.lock import Lock


@dataclass(frozen=True)
class Restored:
    """What was put back, and where the file that was there now lies."""

    store: Path
    steps: int
    at: str
    """When the last step in the backup was made."""
    kept: Path | None
    lost: int
    """Steps of the file that was there which the backup does not have; they stay in the kept copy."""


def restore(
    path: Path, backup: Path, name: str, password: str, second: str, second_password: str, clock: Clock = local_now
) -> Restored:
    """The backup, verified, in the store's place; raises `StoreError`, `Refused`, `NotPermitted`.

    The administrator and a second person say who they are by the store that is there, or, where it is lost or does not
    open any more, by the backup.
    """
    found = verify_store(backup)
    # A copy that came without its attachments still brings the record back; verification goes on telling what is missing.
    bad = [f for f in found.findings if not f.code.startswith(("attachment-", "original-"))]
    if bad:
        raise StoreError("备份 {name} 核验不通过（{why}）；请换用另一份备份。", name=backup.name, why=bad[0].sentence)
    judge = path if _opens(path) else backup
    _check_people(judge, (name, password), (second, second_password), clock)
    lost = _lost(path, backup) if judge == path else 0
    lock = Lock(path)  # nobody writes while the file is changed under them
    try:
        kept = _put_aside(path, clock) if path.exists() else None
        _put_in_place(backup, path)
        _bring_files(backup, path)
    finally:
        lock.release()
    steps, at = _record(path, backup, name, second, clock, lost, kept)
    return Restored(path, steps, at, kept, lost)


def _opens(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        open_reader(path).close()
    except StoreError:
        return False
    return True


def _check_people(store: Path, first: tuple[str, str], second: tuple[str, str], clock: Clock) -> None:
    if first[0] == second[0]:
        raise NotPermitted("恢复须由管理员与另一人一同办理；请由主任或监督员输入口令。")
    held = sign_in(store, *first, clock)
    if held.role is not Role.ADMIN:
        raise NotPermitted("{name}（{role}）不能恢复备份；请由管理员办理。", name=held.name, role=held.role.label)
    other = sign_in(store, *second, clock)
    if other.role not in SECOND:
        raise NotPermitted("{name} 不能作第二人；须为主任或监督员。", name=other.name)


def _lost(path: Path, backup: Path) -> int:
    """How many steps of the store the backup lacks; raises `Refused` where the two are different records."""
    here, there = open_reader(path), open_reader(backup)
    try:
        if reads.meta(here)["id"] != reads.meta(there)["id"]:
            raise Refused("{name} 是另一个数据文件的备份，不能恢复到这里；请核对单位和年度。", name=backup.name)
        known = {o.digest for o in journal.operations(there)}
        return sum(o.digest not in known for o in journal.operations(here))
    finally:
        here.close()
        there.close()


def _put_aside(path: Path, clock: Clock) -> Path:
    """The file that was there, whole, among the backups: also one that does not open any more."""
    folder = folder_of(path)
    folder.mkdir(exist_ok=True)
    out = stamped(folder, clock(), "恢复前")
    if _opens(path):
        copy_store(path, out)
    else:
        files.replace(out, files.read(path))
    return out


def _put_in_place(backup: Path, path: Path) -> None:
    """A whole copy beside it first, then one rename; the write-ahead files of the old one go with it."""
    copy = path.with_name(f".{path.name}.restoring")
    copy.unlink(missing_ok=True)
    copy_store(backup, copy)
    try:
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        copy.replace(path)
    except OSError as fault:
        copy.unlink(missing_ok=True)
        raise Refused("备份写不到位（{why}）；请关闭占用数据文件的程序后再试。", why=fault.strerror or fault) from fault


def _bring_files(backup: Path, path: Path) -> None:
    """The attachments that lie with the backup and not yet with the store."""
    db = open_reader(path)
    try:
        attachments.carry(db, backup, path)
    finally:
        db.close()


def _record(
    path: Path, backup: Path, name: str, second: str, clock: Clock, lost: int, kept: Path | None
) -> tuple[int, str]:
    store = Store.open(path)
    try:
        last = journal.operations(store.db)[-1]
        more = f"，原文件多出的 {lost} 步另存于 {kept.name}" if kept and lost else ""
        title = f"从备份恢复 {backup.name}（第二人 {second}）{more}"
        with store.operation(title, name, clock().isoformat(), seals=True):
            pass
        checkpoints.remember(path, store.db, anew=True)
    finally:
        store.close()
    return last.id, last.at

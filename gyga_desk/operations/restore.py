"""Putting a backup in the store's place: one act of two people, with nothing lost of what was there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import DeskError, NotPermitted, Refused, StoreError
from gyga_desk.operations import Clock, attachments, beside, checkpoints, files, keyring, local_now
from gyga_desk.operations.backups import folder_of, stamped
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.second import check_two
from gyga_desk.operations.turning import Coming, export, flush
from gyga_desk.store import Store, copy_store, dialect, journal, open_reader, reads
from gyga_desk.store.dialect import is_encrypted, slots_of
from gyga_desk.store.journal import Op
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
    judge, key = _who(path, backup, (name, password), (second, second_password), clock)
    there = _key_of(backup, key, (name, password), (second, second_password), clock)
    found = verify_store(backup, None, there)
    # A copy that came without its attachments still brings the record back; verification goes on telling what is missing.
    bad = [f for f in found.findings if not f.code.startswith(("attachment-", "original-"))]
    if bad:
        raise StoreError("备份 {name} 核验不通过（{why}）；请换用另一份备份。", name=backup.name, why=bad[0].sentence)
    own = key if judge == path else None
    lost = _lost(path, own, backup, there) if judge == path else 0
    lock = Lock(path)  # nobody writes while the file is changed under them
    coming = Coming(path, "restoring")
    try:
        kept = _put_aside(path, own, clock) if path.exists() else None
        new = _make(backup, there, coming, own)
        last = _last(coming.copy, new)
        more = f"，原文件多出的 {lost} 步另存于 {kept.name}" if kept and lost else ""
        coming.record(new, f"从备份恢复 {backup.name}（第二人 {second}）{more}", name, clock().isoformat())
        _bring_files(backup, there, path, own, new)
        _put_in_place(coming, own, new)
    finally:
        coming.clear()
        lock.release()
    _settle(path, new)
    return Restored(path, last.id, last.at, kept, lost)


def _who(
    path: Path, backup: Path, first: tuple[str, str], second: tuple[str, str], clock: Clock
) -> tuple[Path, bytes | None]:
    """By which file the two people were known, and its key: the store, or the backup where the store does not open."""
    try:
        if path.exists():
            return path, check_two(path, "从备份恢复", first, second, clock).key
    except StoreError:
        pass  # lost or damaged: the backup knows the people too
    return backup, check_two(backup, "从备份恢复", first, second, clock).key


def _key_of(
    backup: Path, key: bytes | None, first: tuple[str, str], second: tuple[str, str], clock: Clock
) -> bytes | None:
    """The backup's key: the store's own, or, from before it was encrypted anew, what one of the two opens it with."""
    if not is_encrypted(backup):
        return None
    if key is not None and _opens(backup, key):
        return key
    for name, password in (first, second):
        try:
            return keyring.unlock(backup, name, password, clock())
        except DeskError:
            continue
    raise NotPermitted(
        "备份 {name} 是加密存放的，两人现在的口令都打不开它；请用备份当时的口令，或换一份备份。", name=backup.name
    )


def _opens(path: Path, key: bytes | None) -> bool:
    try:
        open_reader(path, key).close()
    except StoreError:
        return False
    return True


def _lost(path: Path, key: bytes | None, backup: Path, its: bytes | None) -> int:
    """How many steps of the store the backup lacks; raises `Refused` where the two are different records."""
    here, there = open_reader(path, key), open_reader(backup, its)
    try:
        if reads.meta(here)["id"] != reads.meta(there)["id"]:
            raise Refused("{name} 是另一个数据文件的备份，不能恢复到这里；请核对单位和年度。", name=backup.name)
        known = {o.digest for o in journal.operations(there)}
        return sum(o.digest not in known for o in journal.operations(here))
    finally:
        here.close()
        there.close()


def _put_aside(path: Path, key: bytes | None, clock: Clock) -> Path:
    """The file that was there, whole, among the backups: also one that does not open any more."""
    folder = folder_of(path)
    folder.mkdir(exist_ok=True)
    out = stamped(folder, clock(), "恢复前")
    if _opens(path, key):
        copy_store(path, out, key)
        db = dialect.connect(path, key)
        try:
            flush(db, path)  # what was committed stays, wherever this is cut
        finally:
            db.close()
    else:
        if slots_of(path).exists():
            files.replace(slots_of(out), files.read(slots_of(path)))
        files.replace(out, files.read(path))
    return out


def _make(backup: Path, there: bytes | None, coming: Coming, own: bytes | None) -> bytes | None:
    """The backup's record in the copy that is to come; gives its key: the store's own, where both are encrypted."""
    coming.clear()
    if own is not None and there not in (None, own):
        export(backup, there, coming.copy, own)
        return own
    copy_store(backup, coming.copy, there)
    return there


def _last(path: Path, key: bytes | None) -> Op:
    db = open_reader(path, key)
    try:
        return journal.operations(db)[-1]
    finally:
        db.close()


def _bring_files(backup: Path, there: bytes | None, path: Path, own: bytes | None, new: bytes | None) -> None:
    """The attachments that lie with the backup and not yet with the store, there before a row speaks of them.

    Where only one of the two is encrypted they are plain meanwhile, which either takes.
    """
    if new is None and own is not None:
        beside.rekey(beside.folder_of(path), own, None)
    db = open_reader(backup, there)
    try:
        attachments.carry(db, backup, path, there, new if own is not None else None)
    finally:
        db.close()


def _put_in_place(coming: Coming, own: bytes | None, new: bytes | None) -> None:
    """Slots that open both, then one rename; this machine's note names both meanwhile."""
    path = coming.path
    db = open_reader(coming.copy, new)
    try:
        checkpoints.expect(path, checkpoints.anchor_of(db))
        if new is not None and own is not None:
            keyring.widen(path, new, keyring.holders(db))
    finally:
        db.close()
    if new is not None and own is None:
        files.replace(slots_of(path), files.read(slots_of(coming.copy)))  # a plain store does not mind them
    coming.put_in_place()


def _settle(path: Path, key: bytes | None) -> None:
    """What the next opening would do too, where this is cut: slots and files as the record in place wants them."""
    with suppress(DeskError, OSError):
        if key is None:
            files.remove(slots_of(path))
        store = Store.open(path, key)
        try:
            keyring.settle(store)
            beside.settle(path, key)
            checkpoints.remember(path, store.db, anew=True)
        finally:
            store.close()

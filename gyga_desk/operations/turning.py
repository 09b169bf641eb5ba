"""A whole store, or a copy of one, brought under another key: made and recorded beside it, and in its place by one rename."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Self

from gyga_desk.errors import StoreError
from gyga_desk.formats import keyslots
from gyga_desk.operations import files, keyring
from gyga_desk.operations.backups import folder_of, oldest_first
from gyga_desk.store import Store, dialect, open_reader, whole
from gyga_desk.store.dialect import is_encrypted, slots_of
from gyga_desk.store.lock import Lock


class Coming:
    """A store on its way into another's place: what is recorded of that is in it before it has the name."""

    def __init__(self, path: Path, word: str) -> None:
        self.path = path
        self.copy = path.with_name(f".{path.name}.{word}")

    def record(self, key: bytes | None, title: str, name: str, at: str) -> None:
        """The step that brings it, written into the copy and on the disk; raises `StoreError`."""
        store = Store.open(self.copy, key)
        try:
            with store.operation(title, name, at, seals=True):
                pass
            flush(store.db, self.path)
        finally:
            store.close()

    def put_in_place(self) -> None:
        """The copy under the store's name; what was there must have nothing left beside it. Raises `StoreError`."""
        try:
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            self.copy.replace(self.path)
        except OSError as fault:
            raise StoreError(
                "{name} 换不进来（{fault}），原文件没有改动；请关闭占用它的程序，检查磁盘后再试。",
                name=self.path.name, fault=fault.strerror or fault,
            ) from fault  # fmt: skip
        with suppress(OSError):  # it has the name; only a power cut this very moment could take it back
            whole.sync_folder(self.path.parent)

    def clear(self) -> None:
        whole.remove(self.copy)
        for beside in (slots_of(self.copy), self.copy.with_name(f".{self.copy.name}.lock")):
            files.remove(beside)


class Turning(Coming):
    """A copy of a store under another key, which takes its place or leaves no trace; nobody writes meanwhile."""

    def __init__(self, path: Path, key: bytes | None, new: bytes | None) -> None:
        super().__init__(path, "turning")
        self.key, self.new = key, new

    def __enter__(self) -> Self:
        self._lock = Lock(self.path)
        try:
            self.clear()
            export(self.path, self.key, self.copy, self.new)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
        self._lock.release()


def export(path: Path, key: bytes | None, out: Path, new: bytes | None) -> None:
    """All of one file in another, synced; an encrypted one gets its slots from the accounts first."""
    if new is not None:
        db = open_reader(path, key)
        try:
            keyring.put(out, new, keyslots.seal_to(new, keyring.holders(db)))
        finally:
            db.close()
    source = dialect.connect_for_export(path, key)
    try:
        flush(source, path)
        dialect.export(source, out, new)
    except dialect.raised("DatabaseError") as fault:
        raise StoreError(
            "{name} 转换不成（{fault}），原文件没有改动；请检查磁盘空间。", name=path.name, fault=fault
        ) from fault
    finally:
        source.close()


def flush(db: sqlite3.Connection, path: Path) -> None:
    """Everything committed into the file itself, so that what lies beside it may go; raises `StoreError`."""
    try:
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except dialect.raised("OperationalError") as fault:
        raise StoreError("{name} 写不进去（{fault}）；请检查磁盘。", name=path.name, fault=fault) from fault
    if busy:
        raise StoreError("{name} 正由另一个程序读取；请先关闭它再办理。", name=path.name)


def turn_backups(path: Path, key: bytes) -> int:
    """The plain copies beside an encrypted store encrypted too, also those that a power cut left; says how many.

    One that is broken is left.
    """
    folder = folder_of(path)
    return sum(_turn_backup(one, key) for one in oldest_first(folder)) if folder.is_dir() else 0


def left_plain(path: Path) -> int:
    """How many copies beside a store are plain."""
    return sum(not is_encrypted(one) for one in folder_of(path).glob("*.gyga"))


def _turn_backup(backup: Path, key: bytes) -> int:
    """Under the store's key, with the slots of the accounts that the copy knows."""
    if is_encrypted(backup):
        return 0
    try:
        with Turning(backup, None, key) as turning:
            files.replace(slots_of(backup), files.read(slots_of(turning.copy)))
            turning.put_in_place()
    except StoreError:
        return 0
    finally:
        files.remove(backup.with_name(f".{backup.name}.lock"))
    return 1

"""Opening an encrypted store: its key out of the slots beside it, and the slots kept in step with the accounts."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from gyga_desk.errors import NotPermitted, Refused
from gyga_desk.formats import keyslots
from gyga_desk.formats.keyslots import Holder, KeySlots
from gyga_desk.model import Change, Role
from gyga_desk.operations import attempts, files
from gyga_desk.store import Store, open_reader
from gyga_desk.store.dialect import is_encrypted, slots_of
from gyga_desk.store.reads import PersonRow


def unlock(path: Path, name: str, password: str, now: datetime) -> bytes | None:
    """The store's key for a person and their password; None for a store that is not encrypted. Raises `NotPermitted`."""
    if not is_encrypted(path):
        return None
    attempts.refuse_closed(path, name, now)
    data = files.read(slots_of(path))
    key = keyslots.unlock(keyslots.load(data, slots_of(path).name), name, password)
    if key is None:
        attempts.count(path, name, now)
        raise NotPermitted("{name} 的姓名或口令不对；请核对后重试。", name=name)
    keyslots.check(data, key, slots_of(path).name)
    return key


def read(path: Path) -> KeySlots:
    return keyslots.load(files.read(slots_of(path)), slots_of(path).name)


def people(path: Path) -> list[PersonRow]:
    """Who may open an encrypted store, as its slots name them."""
    known = {r.value for r in Role}
    named = {h.name: PersonRow(h.name, Role(h.role)) for h in read(path).holders if h.role in known}
    return list(named.values())


def by_code(path: Path, first: str, second: str) -> bytes:
    """The store's key for the two halves of its recovery sheet; raises `Refused`."""
    data = files.read(slots_of(path))
    key = keyslots.recover(keyslots.load(data, slots_of(path).name), first, second)
    keyslots.check(data, key, slots_of(path).name)
    return key


def follow(store: Store, change: Change) -> None:
    """After a change of accounts: the slots are those of the accounts in use; what fails here the next opening does."""
    if store.key is not None and "person" in change.tables:
        with suppress(Refused):
            write(store.path, store.key, holders(store.db))


def settle(store: Store) -> None:
    """When a store is opened: what a power cut may have left between the store and its slots is put right."""
    if store.key is None:
        return
    held = [(h.name, h.role, h.slot) for h in read(store.path).holders]
    if held != [(h.name, h.role, h.slot) for h in holders(store.db) if h.key and h.slot]:
        write(store.path, store.key, holders(store.db))


def holders(db: sqlite3.Connection) -> list[Holder]:
    """Everybody in use, with their keys, as the store has them."""
    rows = db.execute("SELECT name, role, slot, key FROM person WHERE active = 1 ORDER BY name")
    return [Holder(*map(str, row)) for row in rows]


def add(store: Store, more: Holder) -> None:
    """Inside a change of password: the new slot beside the old one, so that a power cut leaves one that fits."""
    if store.key is not None:
        write(store.path, store.key, [*holders(store.db), more])


def write(path: Path, key: bytes, who: list[Holder]) -> None:
    """The slots of these people; the recovery slot stays as it is."""
    held = read(path) if slots_of(path).exists() else KeySlots((), b"")
    put(path, key, keyslots.seal_to(key, who, held.recovery, held.made))


def widen(path: Path, key: bytes, more: list[Holder]) -> None:
    """While one record takes another's place under the same key: slots that fit the accounts of either."""
    store_db = open_reader(path, key)
    try:
        who = dict.fromkeys([*holders(store_db), *more])
    finally:
        store_db.close()
    write(path, key, list(who))


def put(path: Path, key: bytes, slots: KeySlots) -> None:
    files.replace(slots_of(path), keyslots.dump(slots, key))

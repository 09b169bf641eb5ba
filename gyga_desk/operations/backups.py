"""Dated copies of the whole store before anything that is hard to take back, the oldest ones let go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from gyga_desk.errors import StoreError
from gyga_desk.operations import Session
from gyga_desk.operations.files import make_folder
from gyga_desk.store import Store, copy_store, journal, open_reader
from gyga_desk.store.dialect import slots_of

KEPT, DAYS, MONTHS = 20, 30, 12
"""Copies kept beside a store: the newest, and the newest of each of so many days and months."""
DAILY = "每日"


def snapshot(session: Session, why: str) -> Path:
    """A copy in the folder beside the store; lets the oldest go."""
    folder = folder_of(session.store.path)
    make_folder(folder)
    out = stamped(folder, session.clock(), why)
    session.store.back_up(out)
    _check(session.store, out)
    for old in set(found := oldest_first(folder)) - kept(found):
        old.unlink()
        slots_of(old).unlink(missing_ok=True)
    return out


def daily(store: Store, now: datetime) -> Path | None:
    """When work on a store ends: a copy, unless one was made today already. Gives it, or None."""
    folder = folder_of(store.path)
    if any(p.name.startswith(f"{now:%Y%m%d}-") for p in folder.glob("*.gyga")):
        return None
    make_folder(folder)
    out = stamped(folder, now, DAILY)
    store.back_up(out)
    _check(store, out)
    return out


def keep(of: Path, store: Path, key: bytes | None, why: str, now: datetime) -> Path:
    """A copy of a store that is not open, or of one on its way (`of`), among the backups of `store`; none are let go."""
    folder = folder_of(store)
    make_folder(folder)
    out = stamped(folder, now, why)
    copy_store(of, out, key)
    return out


def oldest_first(folder: Path) -> list[Path]:
    """The copies of a folder; those of one second, whose names tell no order, by when they were written."""
    return sorted(folder.glob("*.gyga"), key=lambda p: (p.name[:15], p.stat().st_mtime_ns, p.name))


def kept(copies: Sequence[Path]) -> set[Path]:
    """Which copies stay, oldest first given: the newest ones, and of each of the last days and months the newest."""
    days = {p.name[:8]: p for p in copies}
    months = {p.name[:6]: p for p in copies}
    newest = [days[d] for d in sorted(days)[-DAYS:]] + [months[m] for m in sorted(months)[-MONTHS:]]
    return {*copies[-KEPT:], *newest}


def _check(store: Store, out: Path) -> None:
    """The copy is read back: sound, and at the same step; one that is not is taken away again."""
    db = open_reader(out, store.key)
    try:
        same = db.execute("PRAGMA quick_check").fetchone()[0] == "ok" and journal.head(db) == journal.head(store.db)
    finally:
        db.close()
    if not same:
        out.unlink()
        slots_of(out).unlink(missing_ok=True)
        raise StoreError("备份 {name} 写好后核对不上，已删除；请检查磁盘后再办理。", name=out.name)


def folder_of(store: Path) -> Path:
    return store.with_name(f"{store.name}.backups")


def stamped(folder: Path, now: datetime, why: str) -> Path:
    """A free name for a copy, with its time and its reason."""
    return _free(folder, f"{now:%Y%m%d-%H%M%S}-{why}")


def _free(folder: Path, stem: str) -> Path:
    """A name not yet taken: several copies may fall within one second."""
    taken = {p.stem for p in folder.glob("*.gyga")}
    clean = re.sub(r"[^\w-]", "-", stem)
    return folder / f"{next(n for n in (clean, *(f'{clean}-{i}' for i in range(2, 1000))) if n not in taken)}.gyga"

"""Dated copies of the whole store before anything that is hard to take back, the oldest ones let go."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from gyga_desk.operations import Session
from gyga_desk.store.dialect import slots_of

KEPT = 20
"""Copies kept beside a store."""


def snapshot(session: Session, why: str) -> Path:
    """A copy in the folder beside the store; lets the oldest go."""
    folder = folder_of(session.store.path)
    folder.mkdir(exist_ok=True)
    out = stamped(folder, session.clock(), why)
    session.store.back_up(out)
    for old in sorted(folder.glob("*.gyga"))[:-KEPT]:
        old.unlink()
        slots_of(old).unlink(missing_ok=True)
    return out


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

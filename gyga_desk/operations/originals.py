"""The workbooks that were taken in, kept byte for byte beside the store under their digest."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.operations import Session, files
from gyga_desk.store import lists, reads

_LONGEST_ENDING = 6


@dataclass(frozen=True)
class Original:
    """One file as it was sent."""

    id: str
    """The batch or list it became."""
    file: str
    digest: str
    at: str
    by: str


def folder_of(store: Path) -> Path:
    """Where a store's files lie, beside it."""
    return store.with_name(f"{store.name}.files")


def originals(db: sqlite3.Connection) -> list[Original]:
    """Every workbook and list on record, in the order of their numbers."""
    batches = [Original(b.id, b.file, b.digest, b.at, b.by) for b in reads.batches(db)]
    return batches + [Original(x.id, x.file, x.digest, x.at, x.by) for x in lists.lists(db)]


def file_of(one: Original) -> str:
    """The name it is kept under: its digest, with the ending it came with."""
    ending = Path(one.file).suffix.lower()
    plain = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ""
    return f"{one.digest.removeprefix('sha256:')}{plain}"


def keep(session: Session, path: Path, file: str, digest: str) -> None:
    """Keeps a file that has been looked at; refuses one that is not any more what was looked at."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if _digest(data) != digest:
        raise Refused("{name} 在预览之后被改动或移走，没有导入；请重新预览。", name=file)
    folder = folder_of(session.store.path)
    files.make_folder(folder)
    kept = folder / file_of(Original("", file, digest, "", ""))
    if not kept.exists() or _digest(kept.read_bytes()) != digest:
        files.replace(kept, data)


def bytes_of(folder: Path, one: Original) -> bytes | None:
    """The file as it came; None where it is not on this machine, or is not what it was."""
    try:
        data = (folder / file_of(one)).read_bytes()
    except OSError:
        return None
    return data if _digest(data) == one.digest else None


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"

"""The workbooks that were taken in, kept byte for byte beside the store under their digest."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import PaperError, Refused
from gyga_desk.operations import Session, beside
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
    if beside.digest(data) != digest:
        raise Refused("{name} 在预览之后被改动或移走，没有导入；请重新预览。", name=file)
    beside.keep(session.store, file_of(Original("", file, digest, "", "")), digest, data)


def bytes_of(session: Session, one: Original) -> bytes | None:
    """The file as it came; None where it is not on this machine, or is not what it was."""
    try:
        data = beside.get(beside.folder_of(session.store.path) / file_of(one), session.store.key, one.file)
    except (OSError, PaperError):
        return None
    return data if beside.digest(data) == one.digest else None

"""Signed papers come back as a scan: which they are is read from their codes, and each that still holds is registered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import PaperError, Refused
from gyga_desk.formats.scans import Scan, Scanned, read_scan
from gyga_desk.model import Paper, Role
from gyga_desk.operations import Done, Session, Work, check_role, files, front_of, operation
from gyga_desk.operations.papers import take_back
from gyga_desk.progress import Progress, silent


@dataclass(frozen=True)
class CameBack:
    """One paper of a scan: as it is on record now, or why it was not registered."""

    number: str
    pages: tuple[int, ...]
    """Of the scan, from 1."""
    paper: Paper | None
    note: str
    """Why it was not registered, or what a person should still look at; empty where all is well."""


@dataclass(frozen=True)
class Returned:
    """What became of a scan."""

    back: tuple[CameBack, ...]
    unread: tuple[int, ...]
    """Pages on which no code could be read."""


@operation("登记签署件", Role.CLERK, seals=True, detail=lambda scan, *_: "、".join(p.number for p in scan.papers))
def _register(work: Work, scan: Scan, digest: str) -> Returned:
    """All that hold; where none does, nothing is written."""
    back = tuple(_one(work, scanned, digest) for scanned in scan.papers)
    if not any(b.paper for b in back):
        reasons = "".join(dict.fromkeys(b.note for b in back))
        raise Refused("扫描件里的文书都不能登记：{reasons}", reasons=reasons)
    return Returned(back, scan.unread)


def _one(work: Work, scanned: Scanned, digest: str) -> CameBack:
    try:
        paper = take_back(work, scanned.number, scanned.code, digest)
    except (Refused, PaperError) as fault:
        return CameBack(scanned.number, scanned.pages, None, str(fault))
    return CameBack(scanned.number, scanned.pages, paper, _missing(paper, scanned.pages))


def _missing(paper: Paper, pages: Sequence[int]) -> str:
    if len(pages) >= paper.pages:
        return ""
    return f"原件共{paper.pages}页，扫描件里只有{len(pages)}页；请核对有无漏扫。"


@front_of(_register)
def register_scan(session: Session, scan: Path, progress: Progress = silent) -> Done[Returned]:
    """Every paper of a scan (PDF, PNG or JPEG) that still holds is registered, with the scan's digest."""
    check_role(session, _register.title, _register.roles)
    data = files.read(scan)
    found = read_scan(data, scan.name, progress)
    if not found.papers:
        raise PaperError(
            "{name} 里没有读出本程序文书的二维码；请按 300 dpi 重新扫描，或输入纸上的校验码登记。", name=scan.name
        )
    return _register(session, found, f"sha256:{hashlib.sha256(data).hexdigest()}")

"""Making a dossier: gathered whole, written beside its place, recorded with its digest, and only then put there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gyga_desk import places
from gyga_desk.errors import Refused
from gyga_desk.formats.archive import Entry, Written, write_archive
from gyga_desk.model import CaseId, Role
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation
from gyga_desk.operations.dossier import first_page
from gyga_desk.operations.dossier.contents import Gathered, gather
from gyga_desk.operations.dossier.scope import Scope, scope_of
from gyga_desk.progress import Progress, silent
from gyga_desk.store import reads, writes

FORMAT = 1
MANIFEST, SUMS, SCRIPT = "清单.json", "SHA256SUMS.txt", "核验.py"


@dataclass(frozen=True)
class Dossier:
    """One archive as it was made."""

    path: Path
    scope: str
    digest: str
    files: int
    cases: int
    missing: tuple[str, ...]
    """What should be in it and could not be."""


@operation("导出案卷", Role.CLERK, Role.CHAIR, seals=True, detail=lambda made, *_: f"{made.scope} {made.digest[:23]}")
def _hand_out(work: Work, made: Dossier, written: Path) -> None:
    time = work.db.execute("SELECT COUNT(*) + 1 FROM dossier WHERE scope = ?", (made.scope,)).fetchone()[0]
    writes.add(work.db, "dossier", {
        "scope": made.scope, "time": time, "digest": made.digest, "files": made.files, "at": work.at, "person": work.person,
    })  # fmt: skip
    written.replace(made.path)


@front_of(_hand_out)
def make_dossier(
    session: Session,
    out: Path,
    case: CaseId = "",
    year: int | None = None,
    signed: Path | None = None,
    progress: Progress = silent,
) -> Done[Dossier]:
    """One case's dossier, or a year's; `signed` is a folder of signed papers. The same record gives the same bytes."""
    check_role(session, _hand_out.title, _hand_out.roles)
    scope = scope_of(session.db, case, year)
    found = gather(session, scope, signed, progress)
    try:
        folder = tempfile.TemporaryDirectory(dir=out.parent, prefix=".gyga-")
    except OSError as fault:
        raise Refused("{name} 写不进去；请检查文件夹是否存在、是否可写。", name=out.name) from fault
    with folder as held:
        written = Path(held) / "案卷.zip"
        page = first_page.page_of(session, scope, found)
        entries = [*first_page.entries(page), *found.entries, _script()]
        digest = write_archive(written, entries, lambda files: _lists(session.db, scope, found, files))
        _refuse_other(out, digest)
        made = Dossier(out, scope.name, digest, len(entries) + 2, len(scope.cases), tuple(found.missing))
        done = _hand_out(session, made, written)
    return Done(made, done.change, done.title)


def _script() -> Entry:
    """The program that checks a dossier without this one, word for word."""
    return Entry(SCRIPT, "核验程序", (places.resources() / "dossier" / "check.py").read_bytes)


def _refuse_other(out: Path, digest: str) -> None:
    if not out.exists():
        return
    with out.open("rb") as file:
        if f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" != digest:
            raise Refused("{name} 已经存在且内容不同，不会覆盖；请换一个文件名。", name=out.name)


def _lists(db: sqlite3.Connection, scope: Scope, found: Gathered, written: list[Written]) -> Iterator[Entry]:
    """The manifest over every file, then the list that `sha256sum -c` reads, over the manifest too."""
    manifest = (json.dumps(_manifest(db, scope, found, written), ensure_ascii=False, indent=1) + "\n").encode()
    yield Entry(MANIFEST, "清单", lambda: manifest)
    text = "".join(f"{w.sha256}  {w.path}\n" for w in written).encode()  # by now the manifest is written too
    yield Entry(SUMS, "清单", lambda: text)


def _manifest(db: sqlite3.Connection, scope: Scope, found: Gathered, written: list[Written]) -> dict[str, object]:
    meta, last = reads.meta(db), found.steps[-1].op
    checkpoints = db.execute(
        "SELECT op, head, person, key, signature FROM checkpoint WHERE op <= ? ORDER BY op", (last.id,)
    )
    return {
        "format": FORMAT, "kind": "gyga-desk dossier", "scope": scope.name, "cases": [c.id for c in scope.cases],
        "record": {"store": meta["id"], "steps": last.id, "head": last.digest, "at": last.at},
        "edition": {"title": meta["edition_title"], "digest": meta["edition_digest"]},
        "guide": {"title": meta["guide_title"], "digest": meta["guide_digest"], "sample": meta["guide_sample"] == "1"},
        "checkpoints": [dict(zip(("op", "head", "person", "key", "signature"), row, strict=True)) for row in checkpoints],
        "missing": found.missing,
        "files": [{"path": w.path, "what": w.what, "size": w.size, "sha256": w.sha256} for w in written],
    }  # fmt: skip


def name_of(scope: str) -> str:
    """What a dossier's file is called where nobody says."""
    return f"案卷 {scope}.zip"

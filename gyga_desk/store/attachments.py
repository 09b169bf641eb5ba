"""Questions about attachments: what is kept beside a case, by digest; the files themselves lie in the store's folder."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from gyga_desk.model import CaseId


@dataclass(frozen=True)
class Attachment:
    """One file kept with a case."""

    case: CaseId
    digest: str
    name: str
    kind: str
    size: int
    pages: int
    acts: tuple[str, ...]
    """What in it would act by itself, by the names of `formats.attached.Act`."""
    at: str
    by: str


_SELECT = "SELECT case_id, digest, name, kind, size, pages, acts, at, person FROM attachment"


def attachments(db: sqlite3.Connection, case: CaseId | None = None) -> list[Attachment]:
    """Those of a case, or all, in the order they came."""
    rows = db.execute(f"{_SELECT} WHERE case_id = ? OR ? IS NULL ORDER BY case_id, at, name, digest", (case, case))
    return [Attachment(c, d, n, k, s, p, tuple(json.loads(acts)), at, by) for c, d, n, k, s, p, acts, at, by in rows]


def counts(db: sqlite3.Connection, measure: int, year: int) -> dict[CaseId, int]:
    """How many files each case of a measure has; cases with none are left out."""
    rows = db.execute(
        "SELECT case_id, COUNT(*) FROM attachment WHERE case_id IN (SELECT id FROM cases WHERE measure = ? AND year = ?) GROUP BY case_id",
        (measure, year),
    )
    return {str(case): int(count) for case, count in rows}

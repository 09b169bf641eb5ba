"""Questions about imported lists: awards made elsewhere or before, and dated copies of the filing list."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

AWARDS, FILINGS = "awards", "filings"
_NEWEST_FIRST = "ORDER BY dated DESC, at DESC, id DESC"


@dataclass(frozen=True)
class ListFile:
    """One imported list: what it is a copy of, and the day it speaks for."""

    id: str
    kind: str
    """`awards` or `filings`."""
    file: str
    digest: str
    dated: str
    """ISO."""
    at: str
    by: str
    rows: int


@dataclass(frozen=True)
class EarlierAward:
    """One award of another year or another policy, as a list has it."""

    list: str
    row: int
    credit_code: str
    """Empty where the list gives none."""
    applicant: str
    policy: str
    document: str
    measure: int | None
    """Of this policy; None for an award of another one."""
    matter: str
    contract: str
    year: int
    amount_fen: int


@dataclass(frozen=True)
class FilingRow:
    """One line of a copy of the filing list, with the copy's own date."""

    list: str
    dated: str
    row: int
    number: str
    algorithm: str
    holder: str
    role: str
    filed_on: str
    """ISO; empty where the list gives no day."""
    cancelled: bool


def lists(db: sqlite3.Connection, kind: str | None = None) -> list[ListFile]:
    """The imported lists, the newest by its own date first; of one kind, or of both."""
    rows = db.execute(
        f"SELECT id, kind, file, digest, dated, at, person, rows FROM list_file WHERE kind = ? OR ? IS NULL {_NEWEST_FIRST}",
        (kind, kind),
    )
    return [ListFile(*r) for r in rows]


def earlier_awards(db: sqlite3.Connection, credit_code: str | None = None) -> list[EarlierAward]:
    """Every award of the imported lists, or those to one credit code; in order of year, list and row."""
    rows = db.execute(
        """SELECT list, row, credit_code, applicant, policy, document, measure, matter, contract, year, amount_fen
        FROM earlier_award WHERE credit_code = ? OR ? IS NULL ORDER BY year, list, row""",
        (credit_code, credit_code),
    )
    return [EarlierAward(*r) for r in rows]


_FILING = """SELECT f.list, l.dated, f.row, f.number, f.algorithm, f.holder, f.role, f.filed_on, f.cancelled
    FROM filing f JOIN list_file l ON l.id = f.list"""


def filings(db: sqlite3.Connection) -> list[FilingRow]:
    """The newest copy of the filing list; empty where none was imported."""
    rows = db.execute(
        f"{_FILING} WHERE f.list = (SELECT id FROM list_file WHERE kind = 'filings' {_NEWEST_FIRST} LIMIT 1) ORDER BY f.row"
    )
    return [_filing(r) for r in rows]


def filings_numbered(db: sqlite3.Connection, numbers: Iterable[str]) -> list[FilingRow]:
    """The lines with these numbers, with their closing 号 or without, in every copy; the newest copy first."""
    wanted = json.dumps([spelt for n in numbers for spelt in (n, f"{n}号")])
    rows = db.execute(
        f"{_FILING} WHERE f.number IN (SELECT value FROM json_each(?)) ORDER BY l.dated DESC, l.at DESC, l.id DESC, f.row",
        (wanted,),
    )
    return [_filing(r) for r in rows]


def _filing(row: tuple[str, str, int, str, str, str, str, str, int]) -> FilingRow:
    return FilingRow(*row[:8], bool(row[8]))

"""Finding cases by what is typed: an index of single characters, so that one, two or three of them are found at once.

A Chinese name has no spaces, so each character is a word of its own and what is typed is a phrase. The index is drawn
from the cases inside the operation that changes them and is no part of the record: no journal, no digest covers it.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence

from gyga_desk.store import dialect

PLACE = "({0}.year * 100 + {0}.measure) * 100000000 + {0}.number"
"""The number of a case's entry: the cases' own order."""
JOINED = "c.year = s.rowid / 10000000000 AND c.measure = s.rowid / 100000000 % 100 AND c.number = s.rowid % 100000000"
"""The case `c` behind a row `s` of the index."""

_FIELDS = "applicant, title, credit_code"
_SIGNS = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
"""Signs that the index would take for gaps, moved to where no character is."""
_GAP = "\ue00a"
"""Between two fields, so that no phrase reaches over; it stands in every entry."""


def phrase(text: str) -> str:
    """What is typed, as a phrase of the index; empty if nothing but blanks."""
    folded = _folded(text)
    return '"' + " ".join(folded) + '"' if folded else ""


def _folded(text: str) -> str:
    """Full-width or not, capital or small, with or without blanks: all the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isalnum() else "".join(folded.split()).translate(_SIGNS)


def _entry(fields: Iterable[str]) -> str:
    return " ".join(_GAP.join(map(_folded, fields)))


def follow(db: sqlite3.Connection, op: int) -> None:
    """Brings the index to the cases that the open operation has touched."""
    touched = "FROM op_row o WHERE o.op = ? AND o.tbl = 'cases'"
    first: dict[str, str | None] = {}
    if db.execute(f"SELECT EXISTS(SELECT 1 {touched} AND o.before IS NOT NULL)", (op,)).fetchone()[0]:
        for key, before in db.execute(f"SELECT o.key, o.before {touched} ORDER BY o.seq DESC", (op,)):
            first[str(key)] = before
        _take_out(db, (_image(before) for before in first.values() if before is not None))
    keys = (
        f"SELECT DISTINCT json_extract(o.key, '$[0]') AS id {touched}"
        if first
        else f"SELECT json_extract(o.key, '$[0]') AS id {touched}"
    )
    _put_in(db, db.execute(f"SELECT {PLACE.format('c')}, {_FIELDS} FROM ({keys}) JOIN cases c USING (id)", (op,)))


def rebuild_missing(db: sqlite3.Connection) -> None:
    """Draws the whole index anew where there are cases and it knows none of them; where that fails, none is used."""
    if not db.execute("SELECT EXISTS(SELECT 1 FROM cases)").fetchone()[0] or _knows_any(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        _draw(db)
        db.execute("COMMIT")
    except dialect.damaged():
        db.execute("ROLLBACK")


def _draw(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO search(search) VALUES('delete-all')")
    _put_in(db, db.execute(f"SELECT {PLACE.format('cases')}, {_FIELDS} FROM cases ORDER BY 1"))


def _knows_any(db: sqlite3.Connection) -> bool:
    try:
        return (
            db.execute("SELECT rowid FROM search WHERE search MATCH ? LIMIT 1", (f'"{_GAP}"',)).fetchone() is not None
        )
    except dialect.raised("DatabaseError"):  # an index that cannot be read is as good as none
        return False


def _put_in(db: sqlite3.Connection, rows: Iterable[Sequence[str | int]]) -> None:
    entries = ((place, _entry(map(str, fields))) for place, *fields in rows)
    db.executemany("INSERT INTO search(rowid, text) VALUES(?, ?)", entries)


def _take_out(db: sqlite3.Connection, rows: Iterable[Sequence[str | int]]) -> None:
    """An index without the texts must be told what stood there."""
    entries = ((place, _entry(map(str, fields))) for place, *fields in rows)
    db.executemany("INSERT INTO search(search, rowid, text) VALUES('delete', ?, ?)", entries)


def _image(before: str) -> Sequence[str | int]:
    held = json.loads(before)
    place = (held["year"] * 100 + held["measure"]) * 100_000_000 + held["number"]
    return place, held["applicant"], held["title"], held["credit_code"]

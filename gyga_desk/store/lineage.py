"""Which changes each row of a person's own has behind it, on this machine and on others; the tables `lineage` and `divergence`.

A revision is the identifier of the operation that wrote the row. What came from elsewhere is written down in `lineage`
with the operation that took it in; what happened here since is read from the journal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from gyga_desk.model import CaseId
from gyga_desk.store import writes
from gyga_desk.store.schema import JOURNALED, columns_of

Row = dict[str, str | int | None]

OWNED = {"answer": "person", "conflict": "person", "mark": "person", "opinion": "person"}
"""The tables whose rows belong to one person each, with the column that says to whom."""


_UNSAID = ("at", "facts")
"""Columns that say when and on what facts, not what: two rows that differ in them alone say the same."""


@dataclass(frozen=True)
class Divergence:
    """A version from elsewhere that neither follows from the stored row nor leads to it."""

    table: str
    key: tuple[str, ...]
    tip: str
    """sha256 over its revisions: its name."""
    revs: frozenset[str]
    row: Row | None
    package: str
    at: str

    @property
    def case(self) -> CaseId:
        return self.key[0]


def key_text(db: sqlite3.Connection, key: Iterable[str]) -> str:
    """The key as the journal writes it."""
    held = tuple(key)
    return str(db.execute(f"SELECT json_array({', '.join('?' * len(held))})", held).fetchone()[0])


def row_of(db: sqlite3.Connection, table: str, key: tuple[str, ...]) -> Row | None:
    where = " AND ".join(f"{k} = ?" for k in JOURNALED[table])
    found = db.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchone()
    return None if found is None else dict(zip(columns_of(db, table), found, strict=True))


def revs_of(db: sqlite3.Connection, table: str, key: tuple[str, ...]) -> frozenset[str]:
    """Every change behind a row, wherever it was made."""
    text = key_text(db, key)
    base = db.execute("SELECT revs, op FROM lineage WHERE tbl = ? AND key = ?", (table, text)).fetchone()
    since = int(base[1]) if base else 0
    rows = db.execute(
        "SELECT DISTINCT o.uid FROM op_row r JOIN op o ON o.id = r.op WHERE r.tbl = ? AND r.key = ? AND r.op > ?",
        (table, text, since),
    )
    return frozenset(str(r[0]) for r in rows) | (frozenset(json.loads(base[0])) if base else frozenset())


def keys_of(db: sqlite3.Connection, person: str) -> list[tuple[str, tuple[str, ...]]]:
    """Table and key of every row that is or was this person's, in order."""
    found: set[tuple[str, tuple[str, ...]]] = set()
    for table, owner in OWNED.items():
        rows = db.execute(
            f"SELECT DISTINCT key FROM op_row WHERE tbl = ? AND json_extract(COALESCE(after, before), '$.{owner}') = ?",
            (table, person),
        )
        found |= {(table, tuple(map(str, json.loads(r[0])))) for r in rows}
    return sorted(found)


def note(db: sqlite3.Connection, table: str, key: tuple[str, ...], revs: frozenset[str]) -> None:
    """Writes down, in the open operation, that the row as it now stands has these changes behind it."""
    op = int(db.execute("SELECT op FROM door").fetchone()[0])
    text = json.dumps(sorted(revs))
    writes.put(db, "lineage", {"tbl": table, "key": key_text(db, key), "revs": text, "op": op})


def add_divergence(db: sqlite3.Connection, found: Divergence) -> None:
    """Keeps a version for a person to judge; the same one is kept once."""
    row = {"tbl": found.table, "key": key_text(db, found.key), "tip": found.tip}
    if (
        db.execute("SELECT 1 FROM divergence WHERE tbl = ? AND key = ? AND tip = ?", tuple(row.values())).fetchone()
        is None
    ):
        more = {
            "revs": json.dumps(sorted(found.revs)),
            "body": json.dumps(found.row, ensure_ascii=False, sort_keys=True),
        }
        writes.add(db, "divergence", {**row, **more, "package": found.package, "at": found.at})


def divergences(db: sqlite3.Connection) -> list[Divergence]:
    """The versions that still wait for a person, whatever order they came in.

    One whose changes the stored row knows by now waits no longer, nor one that a later version of the same line has
    overtaken, nor one that says what is stored.
    """
    rows = db.execute("SELECT tbl, key, tip, revs, body, package, at FROM divergence ORDER BY key, tbl, tip")
    found = [
        Divergence(
            str(t),
            tuple(map(str, json.loads(k))),
            str(tip),
            frozenset(json.loads(revs)),
            json.loads(body),
            str(p),
            str(at),
        )
        for t, k, tip, revs, body, p, at in rows
    ]
    left = [d for d in found if not d.revs <= revs_of(db, d.table, d.key)]
    newest = [d for d in left if not any(d.revs < o.revs and (d.table, d.key) == (o.table, o.key) for o in left)]
    return [d for d in newest if said(d.row) != said(row_of(db, d.table, d.key))]


def said(row: Row | None) -> Row | None:
    """What a row says, without when and on what facts."""
    return None if row is None else {name: value for name, value in row.items() if name not in _UNSAID}

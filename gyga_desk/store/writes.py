"""Putting rows into an open operation; outside one the database itself refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from gyga_desk.store.schema import JOURNALED

Row = Mapping[str, str | int | None]


def add(db: sqlite3.Connection, table: str, row: Row) -> None:
    """A new row; one that exists already is an error of ours."""
    add_many(db, table, tuple(row), [tuple(row.values())])


def add_many(
    db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | None]]
) -> None:
    """New rows in one statement, from a generator if need be."""
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES({marks})", rows)


def put(db: sqlite3.Connection, table: str, row: Row) -> None:
    """A new row, or the present one brought to these values; an equal one is left alone."""
    keys = JOURNALED[table]
    where = " AND ".join(f"{k} = ?" for k in keys)
    key = [row[k] for k in keys]
    names = ", ".join(row)
    found = db.execute(f"SELECT {names} FROM {table} WHERE {where}", key).fetchone()
    if found is None:
        add(db, table, row)
    elif tuple(found) != tuple(row.values()):
        sets = ", ".join(f"{c} = ?" for c in row if c not in keys)
        values = [v for c, v in row.items() if c not in keys]
        db.execute(f"UPDATE {table} SET {sets} WHERE {where}", [*values, *key])


def drop(db: sqlite3.Connection, table: str, **key: str | int) -> int:
    """Takes the rows away; says how many there were."""
    where = " AND ".join(f"{k} = ?" for k in key)
    return db.execute(f"DELETE FROM {table} WHERE {where}", list(key.values())).rowcount

"""A store of an older format written whole into a new file of the present one, with a step in its journal that tells of it.

The older file is only read. Tables are copied by their columns' names; what a column that is new holds for the rows that
are there is an expression over the old row. Every row whose image so becomes another is told in that step, as any change is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from gyga_desk.errors import StoreError
from gyga_desk.store import dialect, journal, open_reader, schema, search
from gyga_desk.store.schema import JOURNALED, Layout, columns_of, image_sql, key_sql


def format_of(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def faults(path: Path, key: bytes | None, to: Layout) -> list[str]:
    """Why an older store is not to be brought up: its tables are not those of its format, or the journal does not hold."""
    db = open_reader(path, key)
    try:
        if schema.shape_digest(schema.shape(db)) != to.older.get(format_of(db)):
            return ["表、触发器或索引的定义与那个格式的不一致。"]
        return [d.sentence for d in journal.check(db)]
    finally:
        db.close()


def write(path: Path, key: bytes | None, out: Path, step: tuple[str, str, str], to: Layout) -> None:
    """The store at `path` as a new file `out` of the format `to`; `step` is the journal's name, person and time of it.

    Raises `StoreError` where the new file does not hold what the old one held.
    """
    db = dialect.connect(out, key)
    try:
        db.execute("PRAGMA synchronous = FULL")
        if key is None:
            db.execute("ATTACH DATABASE ? AS old", (str(path),))
        else:
            db.execute("ATTACH DATABASE ? AS old KEY ?", (str(path), f"x'{key.hex()}'"))
        schema.build(db, to, lambda: _copy(db, to))
        search.rebuild_missing(db)
        with journal.opened(db, *step, seals=True) as number:
            for table in _changed(db):
                _tell(db, number, table)
        if journal.check(db):
            raise StoreError("{name} 升级后核对不上，原文件没有改动；请把它交给维护人员。", name=path.name)
    except dialect.raised("DatabaseError") as fault:
        raise StoreError(
            "{name} 升级不成（{fault}），原文件没有改动；请检查磁盘空间。", name=path.name, fault=fault
        ) from fault
    finally:
        db.close()


def _copy(db: sqlite3.Connection, to: Layout) -> None:
    """Every row of every table that both have, before there are any triggers."""
    for table in _tables(db, "main"):
        old, new = _columns(db, "old", table), _columns(db, "main", table)
        if not old:
            continue
        told = {c: c if c in old else to.filled[table, c] for c in new if c in old or (table, c) in to.filled}
        db.execute(f"INSERT INTO main.{table}({', '.join(told)}) SELECT {', '.join(told.values())} FROM old.{table}")


def _changed(db: sqlite3.Connection) -> list[str]:
    return [t for t in JOURNALED if (old := _columns(db, "old", t)) and old != columns_of(db, t)]


def _tell(db: sqlite3.Connection, number: int, table: str) -> None:
    """The images of all rows of a table before and after."""
    same = " AND ".join(f"o.{key} IS n.{key}" for key in JOURNALED[table])
    before, after = image_sql(_columns(db, "old", table), "o"), image_sql(columns_of(db, table), "n")
    db.execute(
        f"INSERT INTO op_row(op, tbl, key, before, after) SELECT ?, '{table}', {key_sql(table, 'n')}, {before}, {after}"
        f" FROM main.{table} AS n JOIN old.{table} AS o ON {same} ORDER BY n.rowid",
        (number,),
    )


def _tables(db: sqlite3.Connection, where: str) -> Iterable[str]:
    rows = db.execute(f"SELECT name FROM {where}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return [str(name) for (name,) in rows.fetchall()]


def _columns(db: sqlite3.Connection, where: str, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA {where}.table_info({table})")]

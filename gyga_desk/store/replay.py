"""The journal run again: every operation's images written into an empty store, which must come out the same to the digit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from gyga_desk.progress import Progress, silent
from gyga_desk.store import dialect, journal, search
from gyga_desk.store.journal import Damage, Op


def replay(source: sqlite3.Connection, out: sqlite3.Connection, progress: Progress = silent) -> Iterator[Damage]:
    """Writes each operation of one record into another, empty one; tells the first that does not come out the same, and ends there."""
    listed = journal.operations(source)
    for place, op in enumerate(listed, 1):
        progress(place, len(listed), "重放操作记录")
        try:
            same = _again(source, out, op)
        except dialect.raised("DatabaseError", ValueError, KeyError) as fault:
            yield Damage("replay-refused", f"第 {op.id} 步“{op.name}”重放不成：{fault}。")
            return
        if not same:
            yield Damage("replay-differs", f"第 {op.id} 步“{op.name}”重放后的摘要与记录的不同。")
            return


def _again(source: sqlite3.Connection, out: sqlite3.Connection, op: Op) -> bool:
    """One operation with its own number, time and person; kept only if its digest is the one on record."""
    out.execute("BEGIN IMMEDIATE")
    try:
        out.execute("PRAGMA defer_foreign_keys = ON")
        header = (op.id, op.uid, op.name, op.actor, op.at, op.reverts, int(op.seals))
        out.execute(
            "INSERT INTO op(id, uid, name, actor, at, reverts, seals, digest) VALUES(?, ?, ?, ?, ?, ?, ?, '')", header
        )
        out.execute("UPDATE door SET op = ? WHERE id = 1", (op.id,))
        rows = source.execute("SELECT tbl, key, before, after FROM op_row WHERE op = ? ORDER BY seq", (op.id,))
        for table, key, before, after in rows:
            journal.put_image(out, str(table), json.loads(key), before, after)
        search.follow(out, op.id)
        digest = journal.digest_of(out, op.id)
        out.execute("UPDATE op SET digest = ? WHERE id = ?", (digest, op.id))
        out.execute("UPDATE door SET op = NULL WHERE id = 1")
        out.execute("COMMIT" if digest == op.digest else "ROLLBACK")
    except BaseException:
        if out.in_transaction:
            out.execute("ROLLBACK")
        raise
    return digest == op.digest

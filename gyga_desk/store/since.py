"""What the journal has written since a given line of it, by whomever: the tables touched, and the cases whose own rows were."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, replace

from gyga_desk.model import Change

_OF_A_CASE = ("answer", "conflict", "mark", "opinion", "credit_check", "attachment")
"""Tables whose key begins with the case that a row speaks of."""
_MOST_STEPS = 5_000


def newest(db: sqlite3.Connection) -> int:
    """The journal's last line."""
    return int(db.execute("SELECT COALESCE(MAX(seq), 0) FROM op_row").fetchone()[0])


def changed(db: sqlite3.Connection, after: int) -> tuple[Change, int]:
    """What was written after that line, and the last line of it; nothing and the same line where it is the last."""
    rows = db.execute("SELECT seq, tbl, key FROM op_row WHERE seq > ?", (after,)).fetchall()
    cases = {str(json.loads(key)[0]) for _, table, key in rows if table in _OF_A_CASE}
    change = Change(frozenset(str(table) for _, table, _ in rows), frozenset(cases))
    return change, max((seq for seq, _, _ in rows), default=after)


@dataclass(frozen=True)
class Step:
    """One operation as a line of news."""

    op: int
    title: str
    actor: str
    at: str


def newest_step(db: sqlite3.Connection) -> int:
    """The number of the last operation."""
    return int(db.execute("SELECT COALESCE(MAX(id), 0) FROM op").fetchone()[0])


def step_of(db: sqlite3.Connection, table: str, *key: str) -> int:
    """The operation that last wrote a row, 0 where none has: what tells first from second within one second of the clock."""
    sql = f"SELECT COALESCE(MAX(op), 0) FROM op_row WHERE tbl = ? AND key = json_array({', '.join('?' * len(key))})"
    return int(db.execute(sql, (table, *key)).fetchone()[0])


def steps(db: sqlite3.Connection, after: int, most: int = 500) -> list[Step]:
    """The operations after a given one, newest first, and no more than so many."""
    rows = db.execute("SELECT id, name, actor, at FROM op WHERE id > ? ORDER BY id DESC LIMIT ?", (after, most))
    return [Step(*row) for row in rows]


@dataclass(frozen=True)
class News:
    """What one person did to one thing, however many steps it took."""

    actor: str
    what: str
    """The act, without the thing it was done to where that is a case."""
    case: str
    """Empty where it was of no single case."""
    times: int
    at: str
    """The last time."""


_CASE = re.compile(r"\d{4}-M\d-\d{4}")


def news(db: sqlite3.Connection, after: int, but: str) -> list[News]:
    """What others have done after a step, newest first; steps of one person at one case of one kind told once."""
    told: dict[tuple[str, str, str], News] = {}
    for step in steps(db, after, _MOST_STEPS):
        if step.actor == but:
            continue
        found = _CASE.search(step.title)
        case = found[0] if found else ""
        what = step.title[: found.start()].strip() if found else step.title
        key = (step.actor, what, case)
        held = told.get(key)
        told[key] = replace(held, times=held.times + 1) if held else News(step.actor, what, case, 1, step.at)
    return list(told.values())

"""The journal as far as a dossier reaches: steps that lie in it wholly are given whole, so that anybody can reckon their digests."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.operations.dossier.scope import Scope, read
from gyga_desk.store import journal, schema
from gyga_desk.store.journal import Op

WHOLE, PART, NONE = "whole", "part", "none"
Row = tuple[int, str, str, str | None, str | None]


@dataclass(frozen=True)
class Step:
    """One operation with those of its rows that are within reach."""

    op: Op
    rows: tuple[Row, ...]
    shown: str
    """`whole`, `part`, or `none`, of which only number and digest are told."""


def steps_of(db: sqlite3.Connection, scope: Scope) -> list[Step]:
    """Every step of the record; dossiers made since the last other step are no part of it, so that a second one is the same."""
    found = [_step(db, op, scope) for op in journal.operations(db)]
    last = max((at for at, s in enumerate(found, 1) if not _of_dossier(db, s.op)), default=0)
    return found[:last]


def _of_dossier(db: sqlite3.Connection, op: Op) -> bool:
    return {t for (t,) in db.execute("SELECT DISTINCT tbl FROM op_row WHERE op = ?", (op.id,))} == {"dossier"}


def _step(db: sqlite3.Connection, op: Op, scope: Scope) -> Step:
    every: list[Row] = db.execute(
        "SELECT seq, tbl, key, before, after FROM op_row WHERE op = ? ORDER BY seq", (op.id,)
    ).fetchall()
    rows = tuple(row for row in every if scope.holds(row[1], json.loads(row[2]), read(row[4] or row[3])))
    if len(rows) == len(every) and (rows or scope.whole):
        return Step(op, rows, WHOLE)
    # Of a year every step is named; of one case only those that touch it, since a name may tell of another.
    return Step(op, rows, PART if scope.whole or any(row[1] not in _COMMON for row in rows) else NONE)


_COMMON = frozenset({"meta", "edition_text", "certificate", "batch"})


def lines(steps: list[Step]) -> bytes:
    """One JSON object a line, as the checking script reads them."""
    return b"".join(
        json.dumps(_line(s), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
        for s in steps
    )


def _line(step: Step) -> dict[str, object]:
    op = step.op
    if step.shown == NONE:
        return {"id": op.id, "digest": op.digest, "shown": NONE}
    return {
        "id": op.id, "uid": op.uid, "name": op.name, "actor": op.actor, "at": op.at, "reverts": op.reverts, "seals": int(op.seals),
        "digest": op.digest, "shown": step.shown, "rows": [list(row) for row in step.rows],
    }  # fmt: skip


def table(steps: list[Step]) -> ExportSheet:
    """The same for people: what was done, when and by whom."""
    named = [s for s in steps if s.shown != NONE]
    rows = [
        (
            s.op.id,
            s.op.at,
            s.op.actor,
            s.op.name,
            "是" if s.op.seals else "",
            s.op.reverts,
            _SHOWN[s.shown],
            s.op.digest,
        )
        for s in named
    ]
    return ExportSheet("操作记录", ("步", "时间", "操作人", "操作", "不可撤销", "撤销的步", "内容", "摘要"), rows)


_SHOWN = {WHOLE: "完整收入", PART: "部分收入"}


def record(db: sqlite3.Connection, scope: Scope) -> bytes:
    """Every row within reach as it stands, table by table, for another program."""
    found = {t: list(_rows(db, t, scope)) for t in schema.JOURNALED}
    found["person"] = [dict(zip(("name", "role", "active"), row, strict=True)) for row in db.execute("SELECT name, role, active FROM person ORDER BY name")]  # fmt: skip
    return (json.dumps({t: rows for t, rows in found.items() if rows}, ensure_ascii=False, indent=1) + "\n").encode()


def _rows(db: sqlite3.Connection, name: str, scope: Scope) -> Iterator[dict[str, object]]:
    columns = schema.columns_of(db, name)
    keys = schema.JOURNALED[name]
    for row in db.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {', '.join(keys)}"):  # noqa: S608 - our own names
        image = dict(zip(columns, row, strict=True))
        if scope.holds(name, [image[k] for k in keys], image):
            yield image

"""Operations, undo, redo and the digest chain: undo and audit are the same table.

Each operation's digest covers the one before it, its own header and every row image; whoever can rewrite the whole
file can rewrite the chain, so the digest printed on signed papers is the anchor.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from gyga_desk.errors import DeskError, Refused, StoreError, UndoConflict
from gyga_desk.model import Change
from gyga_desk.progress import Progress, silent
from gyga_desk.store import dialect, search
from gyga_desk.store.schema import JOURNALED, columns_of, image_sql, key_sql
from gyga_desk.store.stopping import listen_no_more

T = TypeVar("T")

START = "sha256:" + "0" * 64
"""The digest before the first operation."""


LOOKED = "查看完整个人信息"
"""How an operation is named that changes nothing and only leaves on record who looked; it is never undone."""


@dataclass(frozen=True)
class Op:
    """One operation as the journal keeps it."""

    id: int
    uid: str
    name: str
    actor: str
    at: str
    reverts: int | None
    seals: bool
    digest: str


@dataclass(frozen=True)
class Damage:
    """One thing verification found: a stable code and a sentence."""

    code: str
    sentence: str


def operations(db: sqlite3.Connection) -> list[Op]:
    rows = db.execute("SELECT id, uid, name, actor, at, reverts, seals, digest FROM op ORDER BY id")
    return [Op(r[0], r[1], r[2], r[3], r[4], r[5], bool(r[6]), r[7]) for r in rows]


def head(db: sqlite3.Connection) -> str:
    """The digest of the newest operation."""
    row = db.execute("SELECT digest FROM op ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else START


def head_before(db: sqlite3.Connection) -> str:
    """Inside an open operation: the digest of the one before it."""
    row = db.execute("SELECT digest FROM op WHERE digest <> '' ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else START


@contextmanager
def opened(
    db: sqlite3.Connection,
    name: str,
    actor: str,
    at: str,
    *,
    seals: bool = False,
    reverts: int | None = None,
) -> Iterator[int]:
    """Everything written inside is one operation, or nothing: yields its number, seals its digest, commits."""
    _refuse_nesting(db)
    try:
        db.execute("BEGIN IMMEDIATE")
        number = int(db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM op").fetchone()[0])
        row = (number, uuid.uuid4().hex, name, actor, at, reverts, int(seals))
        db.execute(
            "INSERT INTO op(id, uid, name, actor, at, reverts, seals, digest) VALUES(?, ?, ?, ?, ?, ?, ?, '')", row
        )
        db.execute("UPDATE door SET op = ? WHERE id = 1", (number,))
        yield number
        search.follow(db, number)
        db.execute("UPDATE op SET digest = ? WHERE id = ?", (digest_of(db, number), number))
        db.execute("UPDATE door SET op = NULL WHERE id = 1")
        listen_no_more(db)  # what is told of the operation afterwards must not look as if it had been stopped
        db.execute("COMMIT")
    except BaseException as fault:
        if db.in_transaction:
            db.execute("ROLLBACK")
        said = _said(fault)
        if said is None:
            raise
        raise said from fault


def _said(fault: BaseException) -> DeskError | None:
    """What the database refuses by a guard of ours, or cannot write, as a sentence; None for anything else."""
    if isinstance(fault, dialect.raised("IntegrityError")) and not str(fault).isascii():
        return Refused("{reason}。", reason=str(fault))
    if isinstance(fault, dialect.raised("OperationalError")):
        return StoreError(
            "数据文件写不进去（{reason}），没有任何改动；请检查磁盘是否已满、是否有别的程序占用。", reason=str(fault)
        )
    return None


def _refuse_nesting(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        raise RuntimeError("operations do not nest")


def digest_of(db: sqlite3.Connection, number: int) -> str:
    """sha256 over the digest before, the header, and the rows; each part with its length, so that none can be shifted."""
    before = db.execute("SELECT digest FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (number,)).fetchone()
    header = db.execute("SELECT id, uid, name, actor, at, reverts, seals FROM op WHERE id = ?", (number,)).fetchone()
    total = hashlib.sha256()
    _add(total, before[0] if before else START)
    _add(total, json.dumps(list(header), ensure_ascii=False))
    rows = db.execute(
        "SELECT CAST(seq AS BLOB), CAST(tbl AS BLOB), CAST(key AS BLOB), CAST(before AS BLOB), CAST(after AS BLOB)"
        " FROM op_row WHERE op = ? ORDER BY seq",
        (number,),
    )
    for parts in rows:
        s, t, k, b, a = [b"\0" if part is None else part for part in parts]  # all in one piece: there are many rows
        total.update(b"%d:%b%d:%b%d:%b%d:%b%d:%b" % (len(s), s, len(t), t, len(k), k, len(b), b, len(a), a))
    return f"sha256:{total.hexdigest()}"


def _add(total: hashlib._Hash, part: str) -> None:
    data = part.encode("utf-8", "surrogatepass")
    total.update(b"%d:" % len(data) + data)


def change_of(db: sqlite3.Connection, number: int) -> Change:
    """Which tables and cases an operation touched."""
    tables = db.execute("SELECT DISTINCT tbl FROM op_row WHERE op = ?", (number,))
    keyed = "'cases', 'answer', 'conflict', 'mark', 'opinion', 'sealed_case', 'attachment'"
    cases = db.execute(
        f"SELECT DISTINCT json_extract(key, '$[0]') FROM op_row WHERE op = ? AND tbl IN ({keyed})", (number,)
    )
    return Change(frozenset(str(row[0]) for row in tables), frozenset(str(row[0]) for row in cases))


def stacks(db: sqlite3.Connection, actor: str) -> tuple[list[Op], list[Op]]:
    """(what this person can undo, what they can redo), newest last: a fold over the list; seals clear both.

    An undo reverts an operation, a redo reverts an undo, and so on: an odd depth takes back, an even one puts back.
    """
    undoable: list[Op] = []
    redoable: list[Op] = []
    seen: dict[int, tuple[Op, int]] = {}
    for op in operations(db):
        origin, depth = (op, 0) if op.reverts is None else (seen[op.reverts][0], seen[op.reverts][1] + 1)
        seen[op.id] = (origin, depth)
        if op.seals:
            undoable, redoable = [], []
        elif op.actor != actor or op.name.startswith(LOOKED):
            continue
        elif depth % 2:
            undoable = [o for o in undoable if seen[o.id][0] != origin]
            redoable = [*redoable, op]
        else:
            redoable = [o for o in redoable if o.id != op.reverts] if depth else []
            undoable = [*undoable, op]
    return undoable, redoable


def undo(db: sqlite3.Connection, actor: str, at: str) -> Op:
    """Takes back the person's newest operation as a new operation."""
    undoable, _ = stacks(db, actor)
    if not undoable:
        raise Refused("没有可以撤销的操作；封存、重新开启和登记之前的操作不能撤销。")
    return _revert(db, undoable[-1], f"撤销：{plain_name(undoable[-1])}", actor, at)


def redo(db: sqlite3.Connection, actor: str, at: str) -> Op:
    """Takes back the person's newest undo."""
    _, redoable = stacks(db, actor)
    if not redoable:
        raise Refused("没有可以重做的操作。")
    return _revert(db, redoable[-1], f"重做：{plain_name(redoable[-1])}", actor, at)


def take_back(db: sqlite3.Connection, number: int, name: str, actor: str, at: str) -> Op:
    """Takes back one operation that need not be the newest, under a name of its own; refused where later work rests on it."""
    return _revert(db, next(o for o in operations(db) if o.id == number), name, actor, at)


def plain_name(op: Op) -> str:
    """What was done, whatever number of times it was taken back and put back."""
    return op.name.removeprefix("撤销：").removeprefix("重做：")


def _revert(db: sqlite3.Connection, target: Op, name: str, actor: str, at: str) -> Op:
    rows = db.execute(
        "SELECT tbl, key, before, after FROM op_row WHERE op = ? ORDER BY seq DESC", (target.id,)
    ).fetchall()
    try:
        with opened(db, name, actor, at, reverts=target.id) as number:
            db.execute("PRAGMA defer_foreign_keys = ON")
            for table, key, before, after in rows:
                _put_back(db, table, json.loads(key), before, after, target)
    except dialect.raised("IntegrityError") as fault:
        raise UndoConflict(
            "“{name}”之后已有答复、评分或决定以它为据，不能直接撤销；请先撤销后来的操作。", name=target.name
        ) from fault
    return next(o for o in operations(db) if o.id == number)


def _put_back(
    db: sqlite3.Connection, table: str, key: Sequence[object], before: str | None, after: str | None, target: Op
) -> None:
    where = " AND ".join(f"{k} = ?" for k in JOURNALED[table])
    found = db.execute(f"SELECT {image_sql(columns_of(db, table))} FROM {table} WHERE {where}", key).fetchone()
    if (found[0] if found else None) != after:
        raise UndoConflict(
            "“{name}”之后，同一内容又有改动，不能直接撤销；请先撤销后来的改动，或直接更正。", name=target.name
        )
    put_image(db, table, key, after, before)


def put_image(db: sqlite3.Connection, table: str, key: Sequence[object], held: str | None, wanted: str | None) -> None:
    """One row brought from the image it has to another; None stands for no row."""
    where = " AND ".join(f"{column} = ?" for column in JOURNALED[table])
    if wanted is None:
        db.execute(f"DELETE FROM {table} WHERE {where}", key)
        return
    values = json.loads(wanted)
    if held is None:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        db.execute(f"INSERT INTO {table}({names}) VALUES({marks})", list(values.values()))
    else:
        sets = ", ".join(f"{c} = ?" for c in values)
        db.execute(f"UPDATE {table} SET {sets} WHERE {where}", [*values.values(), *key])


def check(db: sqlite3.Connection, progress: Progress = silent) -> list[Damage]:
    """Recomputes the chain, and compares every table with the journal's last images, both ways."""
    return [*_check_chain(db, progress), *_check_tables(db)]


def _check_chain(db: sqlite3.Connection, progress: Progress) -> Iterator[Damage]:
    listed = operations(db)
    for place, op in enumerate(listed, 1):
        progress(place, len(listed), "核验操作链")
        if op.id != place:
            yield Damage("op-missing", f"操作记录第 {place} 步缺失。")
            return
        if digest_of(db, op.id) != op.digest:
            yield Damage("op-changed", f"操作记录第 {op.id} 步“{op.name}”（{op.actor}，{op.at}）的内容被改动过。")
            return
    stray = db.execute("SELECT COUNT(*) FROM op_row WHERE op NOT IN (SELECT id FROM op)").fetchone()[0]
    if stray:
        yield Damage("op-row-stray", f"有 {stray} 条改动记录不属于任何操作。")


def _check_tables(db: sqlite3.Connection) -> Iterator[Damage]:
    for table in JOURNALED:
        image = image_sql(columns_of(db, table))
        now = {str(k): str(i) for k, i in db.execute(f"SELECT {key_sql(table)}, {image} FROM {table}")}
        last = {str(k): i for k, i in db.execute("SELECT key, after FROM op_row WHERE tbl = ? ORDER BY seq", (table,))}
        for key in sorted(now.keys() | {k for k, i in last.items() if i is not None}):
            if now.get(key) != last.get(key):
                yield _difference(table, key, now.get(key), last.get(key))


def _difference(table: str, key: str, now: str | None, last: str | None) -> Damage:
    name = "、".join(str(part) for part in _read(key, [key]))
    if now is None:
        return Damage("row-missing", f"表 {table} 的记录（{name}）不经操作被删除。")
    if last is None:
        return Damage("row-added", f"表 {table} 的记录（{name}）不经操作被加入。")
    before: dict[str, object] = _read(last, {})
    after: dict[str, object] = _read(now, {})
    fields = "、".join(c for c in after if after.get(c) != before.get(c))
    return Damage("row-changed", f"表 {table} 的记录（{name}）不经操作被改动：{fields}。")


def _read(image: str, broken: T) -> T:
    """A key or an image; `broken` where the file is damaged in the middle of it."""
    try:
        found = json.loads(image)
    except ValueError:
        return broken
    return found if isinstance(found, type(broken)) else broken

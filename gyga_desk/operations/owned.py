"""One person's own rows as they travel: put into a package, judged on arrival as if they were typed in here."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from gyga_desk.errors import PackageError
from gyga_desk.model import Answer, Case, Declared, MarkState
from gyga_desk.policy import Absent, Edition, IfNo
from gyga_desk.rules.items import TOTAL
from gyga_desk.rules.merging import Move, Values, Version, judge
from gyga_desk.standings import measure_of
from gyga_desk.store import lineage
from gyga_desk.store.lineage import OWNED, Row
from gyga_desk.store.schema import JOURNALED, columns_of


@dataclass(frozen=True)
class Sent:
    """One row as it came: its place, its content or None where it was taken back, and the changes behind it."""

    table: str
    key: tuple[str, ...]
    row: Row | None
    revs: frozenset[str]

    @property
    def tip(self) -> str:
        return "sha256:" + hashlib.sha256("\n".join(sorted(self.revs)).encode()).hexdigest()


@dataclass(frozen=True)
class Arrival:
    """What is to become of one row: a move, or the reason why it cannot be taken."""

    sent: Sent
    move: Move | None
    stored: Row | None
    reason: str = ""
    stale: bool = False
    """Whether it was answered on facts that have changed here since."""


def pack_rows(db: sqlite3.Connection, person: str, cases: set[str] | None = None) -> list[dict[str, object]]:
    """Every row that is or was the person's, with its revisions; of these cases only, where they are named."""
    found = [(t, k) for t, k in lineage.keys_of(db, person) if cases is None or k[0] in cases]
    return [
        {"table": t, "key": list(k), "row": lineage.row_of(db, t, k), "revs": sorted(lineage.revs_of(db, t, k))}
        for t, k in found
    ]


def read_rows(db: sqlite3.Connection, record: object) -> list[Sent]:
    """The rows of a record, in shape; raises `PackageError`. What they say is judged by `arrivals`."""
    if not isinstance(record, list):
        raise _unreadable()
    found = [_read_row(db, one) for one in record]
    if len({(s.table, s.key) for s in found}) != len(found):
        raise _unreadable()
    return found


def _read_row(db: sqlite3.Connection, one: object) -> Sent:
    if not isinstance(one, dict) or set(one) != {"table", "key", "row", "revs"} or one["table"] not in OWNED:
        raise _unreadable()
    table, key, row, revs = one["table"], one["key"], one["row"], one["revs"]
    columns = columns_of(db, table)
    shaped = _texts(key, len(JOURNALED[table])) and _texts(revs) and bool(revs)
    if not shaped or not (row is None or _is_row(row, columns)):
        raise _unreadable()
    if row is not None and [row[k] for k in JOURNALED[table]] != key:
        raise _unreadable()
    return Sent(table, tuple(key), None if row is None else {c: row[c] for c in columns}, frozenset(revs))


def _texts(value: object, length: int | None = None) -> bool:
    return isinstance(value, list) and length in (None, len(value)) and all(isinstance(v, str) for v in value)


def _is_row(row: object, columns: list[str]) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == set(columns)
        and all(v is None or type(v) in (str, int) for v in row.values())
    )


def arrivals(
    db: sqlite3.Connection, edition: Edition, known: Mapping[str, Case], sealed: set[str], person: str, sent: list[Sent]
) -> list[Arrival]:
    """What is to become of each row of this person; depends on the record and the rows alone."""
    return [_arrival(db, edition, known, sealed, person, one) for one in sent]


def _arrival(
    db: sqlite3.Connection, edition: Edition, known: Mapping[str, Case], sealed: set[str], person: str, sent: Sent
) -> Arrival:
    stored = lineage.row_of(db, sent.table, sent.key)
    move = judge(
        Version(_values(stored), lineage.revs_of(db, sent.table, sent.key)), Version(_values(sent.row), sent.revs)
    )
    case = known.get(sent.key[0])
    reason = _foreign(stored, person) or _fault(edition, case, person, sent)
    if not reason and sent.key[0] in sealed and move not in (Move.SAME, Move.OLDER):
        reason = "决定已封存，不能再改动"
    if reason:
        return Arrival(sent, None, stored, reason)
    stale = bool(case and sent.row and sent.table == "answer" and sent.row["facts"] != case.digest)
    return Arrival(sent, move, stored, "", stale)


def _values(row: Row | None) -> Values | None:
    said = lineage.said(row)
    return None if said is None else tuple(sorted(said.items()))


def _foreign(stored: Row | None, person: str) -> str:
    return "记录中这一项是别人填的" if stored is not None and stored["person"] != person else ""


def _fault(edition: Edition, case: Case | None, person: str, sent: Sent) -> str:
    """Why the row would be refused if it were typed in here; empty where it would be taken."""
    if case is None:
        return "本机没有这个项目"
    if sent.row is None:
        return ""
    if sent.row["person"] != person:
        return "不是发送人本人填的"
    judges = {"answer": _answer_fault, "conflict": _conflict_fault, "mark": _mark_fault, "opinion": _opinion_fault}
    return judges[sent.table](edition, case, sent.row)


def _answer_fault(edition: Edition, case: Case, row: Row) -> str:
    check = measure_of(edition, case.measure).check(str(row["check_id"]))
    if check is None or check.auto == "declared" or row["answer"] not in {a.value for a in Answer}:
        return "没有这个核对项或这种答复"
    if row["answer"] == Answer.NA.value and not str(row["note"]).strip():
        return "答“不适用”而没有理由"
    reduce = row["reduce_fen"]
    allowed = check.if_no is IfNo.REDUCE and check.reduce == "stated" and row["answer"] == Answer.NO.value
    if reduce is not None and (not allowed or type(reduce) is not int or reduce < 0):
        return "核减金额不合规定"
    return "" if all(type(row[c]) is str for c in ("note", "at", "facts")) else "内容的写法不对"


def _conflict_fault(_: Edition, __: Case, row: Row) -> str:
    if (
        row["declared"] not in {d.value for d in Declared}
        or type(row["reason"]) is not str
        or type(row["at"]) is not str
    ):
        return "声明的写法不对"
    needs = row["declared"] == Declared.DECLARED.value and not str(row["reason"]).strip()
    return "声明回避而没有理由" if needs else ""


def _opinion_fault(edition: Edition, case: Case, row: Row) -> str:
    whole = type(row["text"]) is str and str(row["text"]).strip() and type(row["at"]) is str
    return "" if whole and measure_of(edition, case.measure).rubric is not None else "评审意见的写法不对"


def _mark_fault(edition: Edition, case: Case, row: Row) -> str:
    rubric = measure_of(edition, case.measure).rubric
    if rubric is None:
        return "这项措施不评分"
    limits = {TOTAL: Decimal(100)}
    if not isinstance(rubric.items, Absent):
        limits = {i.id: Decimal(i.points) for i in rubric.items}
        limits[TOTAL] = sum(limits.values(), Decimal(0))
    states = {MarkState.GIVEN.value, MarkState.RECUSED.value, MarkState.ABSENT.value}
    if (
        row["item"] not in limits
        or row["state"] not in states
        or type(row["note"]) is not str
        or type(row["reason"]) is not str
        or type(row["at"]) is not str
    ):
        return "没有这个评分项或这种状态"
    if row["state"] != MarkState.GIVEN.value:
        return "" if row["points"] is None else "没有评分而有分数"
    return _points_fault(str(row["points"]), limits[str(row["item"])], rubric.step)


def _points_fault(text: str, most: Decimal, step: Decimal | Absent) -> str:
    try:
        points = Decimal(text)
    except InvalidOperation:
        return "分数的写法不对"
    if not points.is_finite() or not 0 <= points <= most or f"{points:f}" != text:
        return "分数不在规定的范围内"
    return "分数不合规定的档距" if isinstance(step, Decimal) and points % step else ""


def _unreadable() -> PackageError:
    return PackageError("交换包的内容不合格式；请发送方用同一版本的程序重新封装。")


def dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

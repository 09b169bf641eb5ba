"""Work that comes in: a package is shown first, then taken in one operation; what cannot be decided is kept for a person."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import PackageError, Refused
from gyga_desk.formats import package, seal
from gyga_desk.formats.package import Package
from gyga_desk.model import CaseId, Role
from gyga_desk.operations import Clock, Done, Session, Work, carried, check_role, local_now, operation
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.owned import Arrival, Sent, arrivals, dump, read_rows
from gyga_desk.operations.packing import ASSIGNMENT, REPLY, desk_of, open_key
from gyga_desk.operations.session import check_identity, check_password, filled
from gyga_desk.policy.load import load_edition
from gyga_desk.rules.merging import Move
from gyga_desk.standings import GUIDE_FILE, edition_of
from gyga_desk.store import dialect, lineage, reads, writes
from gyga_desk.store.lineage import Divergence, Row
from gyga_desk.store.schema import JOURNALED

_TAKERS = {REPLY: frozenset({Role.CLERK}), ASSIGNMENT: frozenset({Role.REVIEWER, Role.CHAIR})}


@dataclass(frozen=True)
class Incoming:
    """A package looked at and not yet taken: what it would do here."""

    package: Package
    rows: tuple[Arrival, ...]
    cases: int
    """Cases it brings, new or with other facts."""
    known: bool
    """Whether this very package was taken before."""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(a.move.value if a.move else "refused" for a in self.rows if a.sent.table != carried.TABLE)
        bad = sum(a.move is None for a in self.rows)
        return {"cases": self.cases, "files": len(self.files), **{m.value: found[m.value] for m in Move}, "refused": bad,
                "stale": sum(a.stale and a.move in (Move.NEW, Move.FORWARD) for a in self.rows)}  # fmt: skip

    @property
    def conflicts(self) -> tuple[Arrival, ...]:
        return tuple(a for a in self.rows if a.move is Move.CONFLICT)

    @property
    def files(self) -> list[Arrival]:
        """Attachments that are new here."""
        return [a for a in self.rows if a.sent.table == carried.TABLE and a.move is Move.NEW]

    @property
    def refused(self) -> tuple[Arrival, ...]:
        return tuple(a for a in self.rows if a.move is None)


def open_package(db: sqlite3.Connection | None, data: bytes, name: str, password: str, passphrase: str = "") -> Package:
    """The package, opened with the person's own key: of this machine, or as it came along with the assignment."""
    note = _note(data)
    keys = []
    if db is not None and reads.account_key(db, name).slot:
        keys.append(open_key(db, name, password))
    if note.get("to") == name and note.get("slot"):
        keys += [k for k in [seal.unlock_key(str(note["slot"]), password)] if k not in keys]
    for key in keys:
        try:
            return package.read(seal.unseal(data, key, passphrase))
        except PackageError:
            if key is keys[-1]:
                raise
    return package.read(seal.unseal(data, None, passphrase))


def _note(data: bytes) -> dict[str, object]:
    try:
        found = json.loads(seal.note_of(data) or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PackageError("文件的封装信息损坏；请发送方重新封装。")
    return found


def addressee(data: bytes) -> str:
    """Whose assignment a file is, as it says in the clear; empty for a reply. Raises `PackageError` for another kind of file."""
    note = _note(data)
    return str(note.get("to", "")) if note.get("kind") == ASSIGNMENT else ""


def look(session: Session, data: bytes, password: str, passphrase: str = "") -> Incoming:
    """What a package would do here, without doing it; raises `PackageError`, `Refused`, `NotPermitted`."""
    name = session.person.name
    check_identity(session.store.path, session.db, name, password, session.clock())
    return _judged(session, open_package(session.db, data, name, password, passphrase))


def take(session: Session, data: bytes, password: str, passphrase: str = "") -> Done[Incoming]:
    """Takes a package in, in one operation; what it brings that is older or the same changes nothing."""
    found = look(session, data, password, passphrase)
    carried.keep_files(session, found.package, found.files, look=found.package.kind == REPLY)
    snapshot(session, "收取前")
    return take_in(session, found)


@operation(
    "收取交换包",
    Role.CLERK,
    Role.REVIEWER,
    Role.CHAIR,
    seals=True,
    detail=lambda found: f"{found.package.sender} 第 {found.package.head['number']} 号",
)
def take_in(work: Work, found: Incoming) -> Incoming:
    if found.package.kind == ASSIGNMENT:
        _put_assignment(work, found.package)
        there = {str(r["id"]) for r in _case_rows(found.package)}
        carried.drop_gone(work, there, carried.read_files(work.db, found.package), work.person)
    now = _judged(work.session, found.package)  # again on what is there now
    for one in now.rows:
        if one.sent.table != carried.TABLE:
            _move(work, one, found.package.digest)
    carried.put(work, now.files)
    if not found.known:
        _record(work, found.package, found.counts)
    return found


def start_store(
    path: Path,
    data: bytes,
    name: str,
    password: str,
    passphrase: str = "",
    clock: Clock = local_now,
    *,
    encrypt: bool = False,
) -> None:
    """A new store for a reviewer's machine, made from an assignment; the account in it is the one at the desk."""
    found = open_package(None, data, name, password, passphrase)
    if found.kind != ASSIGNMENT or found.head.get("to") != name:
        raise PackageError("这不是发给 {name} 的任务包，不能据此新建数据文件；请向经办人索取任务包。", name=name)
    people = _people(found)
    held = next((p for p in people if p["name"] == name), None)
    check_password(str(held["password"]) if held else None, name, password)
    assert held is not None
    texts = _texts(found)
    now = clock().isoformat()
    with (
        filled(path, held if encrypt else None) as store,
        store.operation("按任务包新建数据文件", name, now, seals=True),
    ):
        writes.add_many(store.db, "edition_text", ("name", "text"), texts.items())
        writes.add_many(store.db, "meta", ("key", "value"), _new_meta(found, now).items())
        for person in people:
            writes.add(store.db, "person", person)
        edition_of(store.db)  # what was brought must load and have the digest it is said to have


def _new_meta(found: Package, now: str) -> dict[str, str]:
    meta = found.record("meta.json")
    if not isinstance(meta, dict) or not all(isinstance(v, str) for v in meta.values()):
        raise _shapeless()
    return {**meta, "id": uuid.uuid4().hex, "created": now, "desk": found.head["desk"]}


def _texts(found: Package) -> dict[str, str]:
    texts = found.record("edition.json")
    if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
        raise _shapeless()
    guide = texts.pop(GUIDE_FILE, None)
    loaded = load_edition(texts, guide, GUIDE_FILE)
    if loaded.digest != found.head.get("edition") or loaded.guide_digest != found.head.get("guide"):
        raise PackageError("任务包里的政策文本与其摘要不符；请发送方重新封装。")
    return texts if guide is None else {**texts, GUIDE_FILE: guide}


def _people(found: Package) -> list[Row]:
    """The receiver's account, and of the others no more than their names, roles and keys."""
    rows = found.record("people.json")
    columns = {"name": str, "role": str, "password": str, "active": int, "key": str, "slot": str}
    if not isinstance(rows, list):
        raise _shapeless()
    people: list[Row] = []
    for row in rows:
        if (
            not isinstance(row, dict)
            or set(row) != set(columns)
            or not all(type(row[c]) is t for c, t in columns.items())
        ):
            raise _shapeless()
        if row["name"] != found.head.get("to") and (row["password"], row["active"], row["slot"]) != ("", 0, ""):
            raise PackageError("任务包里夹带了别人的账户，不能收取；请联系发送方。")
        people.append(dict(row))
    return people


def _shapeless() -> PackageError:
    return PackageError("任务包的内容不合格式，没有收取；请发送方用同一版本的程序重新封装。")


def _judged(session: Session, found: Package) -> Incoming:
    """Whether the package may be taken here at all, and what each of its rows would do."""
    check_role(session, take_in.title, _TAKERS.get(found.kind, frozenset()))
    _check_place(session, found)
    db = session.db
    cases = {c.id: c for c in reads.cases(db)}
    sealed = {s.case for s in reads.sealed(db)}
    person = session.person.name if found.kind == ASSIGNMENT else found.sender
    sent, files = read_rows(db, found.record("owned.json")), carried.read_files(db, found)
    known = (
        db.execute("SELECT 1 FROM package WHERE digest = ? AND way = 'taken'", (found.digest,)).fetchone() is not None
    )
    changed = 0
    if found.kind == ASSIGNMENT:
        rows = _case_rows(found)
        changed = sum(r["id"] not in cases or cases[str(r["id"])].digest != r["digest"] for r in rows)
        if not {str(r["id"]) for r in rows} <= set(cases):
            there = {*cases, *(str(r["id"]) for r in rows)}
            return Incoming(found, (*_unjudged(sent), *carried.arrivals(db, there, files)), changed, known)
    judged = arrivals(db, session.edition, cases, sealed, person, sent)
    come = carried.arrivals(db, cases, files, "" if found.kind == ASSIGNMENT else found.sender)
    return Incoming(found, (*judged, *come), changed, known)


def _unjudged(sent: list[Sent]) -> list[Arrival]:
    """Rows of cases that arrive with them: they are new here, and judged once the cases are in."""
    return [Arrival(s, Move.NEW, None) for s in sent]


def _check_place(session: Session, found: Package) -> None:
    """Refuses what is of another desk, year, edition, person, or of a sender whose key is not the one on record."""
    meta, head = reads.meta(session.db), found.head
    desk = meta.get("desk", "")
    here = desk or meta["id"]
    if found.kind == REPLY and desk:
        raise Refused("这是交给评审办公室的回复包，不能在审核员的机器上收取；请交给经办人。")
    if head.get("desk") != here and (found.kind == REPLY or desk or reads.cases(session.db)):
        raise PackageError("这个交换包属于另一个数据文件（另一单位或另一年度），不能收到这里；请核对后另选。")
    if head.get("edition") != meta["edition_digest"] or head.get("guide") != meta["guide_digest"]:
        raise PackageError("这个交换包按另一版政策或申报指南制作，不能收到这里；请双方先统一版本，再重新封装。")
    if found.kind == ASSIGNMENT and head.get("to") != session.person.name:
        raise PackageError("这个任务包是发给 {name} 的；请由其本人收取。", name=head.get("to", ""))
    _check_sender(session, found)
    _check_number(session, found)


def _check_sender(session: Session, found: Package) -> None:
    row = session.db.execute("SELECT role, active, key FROM person WHERE name = ?", (found.sender,)).fetchone()
    first = (
        found.kind == ASSIGNMENT and session.db.execute("SELECT 1 FROM package WHERE way = 'taken'").fetchone() is None
    )
    if first and (row is None or not row[2] or not desk_of(session.db)):
        return  # the first assignment makes the desk known; only it could be opened with the person's own password
    if row is None or row[2] != found.key.text:
        raise PackageError(
            "发送人 {name} 的密钥与记录不符，不能收取；请当面核对发送人，再由管理员处理。", name=found.sender
        )
    allowed = (Role.REVIEWER, Role.CHAIR) if found.kind == REPLY else (Role.CLERK,)
    if Role(row[0]) not in allowed or (found.kind == REPLY and not row[1]):
        raise PackageError("发送人 {name} 没有发送这种交换包的权限，不能收取；请核对发送人。", name=found.sender)


def _check_number(session: Session, found: Package) -> None:
    """An assignment older than one already taken would put old facts back; a reply may come in any order."""
    if found.kind != ASSIGNMENT:
        return
    number = found.head.get("number", "")
    if not number.isdecimal() or len(number) > 9:
        raise PackageError("任务包的编号读不出来；请发送方重新封装。")
    sql = "SELECT MAX(number) FROM package WHERE way = 'taken' AND kind = 'assignment'"
    last = session.db.execute(sql).fetchone()[0]
    if last is not None and int(number) < int(last):
        raise PackageError(
            "这是第 {number} 号任务包，本机已收过第 {last} 号；旧包不再收取，请用最新的一个。", number=number, last=last
        )


def _case_rows(found: Package) -> list[Row]:
    return _rows(found.record("cases.json"), ("id", "digest", "batch"))


def _rows(record: object, needed: tuple[str, ...]) -> list[Row]:
    """Rows of a table as they travel; which columns a table has, the database says."""
    if not isinstance(record, list) or not all(isinstance(r, dict) and set(needed) <= set(r) for r in record):
        raise _shapeless()
    if not all(v is None or type(v) in (str, int) for r in record for v in r.values()):
        raise _shapeless()
    if not all(re.fullmatch("[a-z_]+", str(c)) for r in record for c in r):
        raise _shapeless()
    return [dict(r) for r in record]


def _put_assignment(work: Work, found: Package) -> None:
    """The desk's facts as they are there; what people here have said of them stays."""
    try:
        for table, rows in _tables(found):
            for row in rows:
                writes.put(work.db, table, row)
    except dialect.raised("DatabaseError", KeyError, TypeError) as fault:
        raise _shapeless() from fault
    if not desk_of(work.db):
        writes.put(work.db, "meta", {"key": "desk", "value": found.head["desk"]})


def _tables(found: Package) -> list[tuple[str, list[Row]]]:
    lists = found.record("lists.json")
    if not isinstance(lists, dict):
        raise _shapeless()
    batches, lines = _rows(found.record("batches.json"), ("id",)), found.record("lines.json")
    if not isinstance(lines, dict):
        raise _shapeless()
    return [
        ("person", _people(found)), ("batch", [{**b, "report": "[]"} for b in batches]), ("cases", _case_rows(found)),
        ("trade", _rows(lines.get("trade"), ("case_id", "number"))), ("cost", _rows(lines.get("cost"), ("case_id", "number"))),
        ("list_file", _rows(lists.get("files"), ("id",))), ("earlier_award", _rows(lists.get("awards"), ("list", "row"))),
        ("filing", _rows(lists.get("filings"), ("list", "row"))),
    ]  # fmt: skip


def _move(work: Work, one: Arrival, digest: str) -> None:
    sent = one.sent
    here = lineage.revs_of(work.db, sent.table, sent.key)
    if one.move in (Move.NEW, Move.FORWARD):
        if sent.row is None:
            writes.drop(work.db, sent.table, **_key(sent))
        else:
            writes.put(work.db, sent.table, sent.row)
    if one.move in (Move.NEW, Move.FORWARD, Move.SAME) and not sent.revs <= here:
        lineage.note(work.db, sent.table, sent.key, sent.revs | here)
    if one.move is Move.CONFLICT:
        lineage.add_divergence(
            work.db, Divergence(sent.table, sent.key, sent.tip, sent.revs, sent.row, digest, work.at)
        )


def _key(sent: Sent) -> dict[str, str]:
    return dict(zip(JOURNALED[sent.table], sent.key, strict=True))


def _record(work: Work, found: Package, counts: Mapping[str, int]) -> None:
    writes.add(work.db, "package", {
        "digest": found.digest, "way": "taken", "kind": found.kind, "other": found.sender, "number": int(found.head["number"]),
        "at": work.at, "person": work.person, "counts": dump(counts).decode(),
    })  # fmt: skip


@operation("判定两份不一致的答复", Role.REVIEWER, Role.CHAIR, detail=lambda case, *_, **__: str(case))
def settle(work: Work, case: CaseId, tip: str, *, incoming: bool, reason: str) -> None:
    """Keeps one of two versions for good: the stored one or the one that came; both stay in the journal."""
    found = [d for d in lineage.divergences(work.db) if d.case == case and d.tip == tip]
    if not found:
        raise Refused("{case} 没有这一项待判定的内容，可能已经判定；请刷新后再看。", case=case)
    one = found[0]
    if work.session.person.role is Role.REVIEWER and work.person not in one.key:
        raise Refused("只能判定本人的答复；别人的由其本人或主任判定。")
    if not reason.strip():
        raise Refused("判定须写明理由；请补充后再提交。")
    sent = Sent(one.table, one.key, one.row, one.revs)
    if incoming and sent.row is None:
        writes.drop(work.db, one.table, **_key(sent))
    elif incoming and sent.row is not None:
        writes.put(work.db, one.table, sent.row)
    uid = str(work.db.execute("SELECT uid FROM op WHERE id = (SELECT op FROM door)").fetchone()[0])
    lineage.note(work.db, one.table, one.key, one.revs | lineage.revs_of(work.db, one.table, one.key) | {uid})

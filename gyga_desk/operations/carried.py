"""Attachments as they travel: put into a package with their digests, looked at on arrival, and kept by digest.

An assignment carries the files of its cases; a reply brings the ones its sender added. The same file is the same digest,
so that nothing can be overwritten; what was taken out here is not put back by a reply that still has it as old.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace

from gyga_desk.errors import PackageError, PaperError, Refused
from gyga_desk.formats import attached
from gyga_desk.formats.package import Package
from gyga_desk.model import CaseId
from gyga_desk.operations import Session, Work, attachments
from gyga_desk.operations.owned import Arrival, Sent, dump
from gyga_desk.rules.merging import Move
from gyga_desk.store import attachments as rows
from gyga_desk.store import writes
from gyga_desk.store.attachments import Attachment
from gyga_desk.store.schema import columns_of

TABLE = "attachment"
RECORD, FOLDER = "attachments.json", "files/"
MOST_BYTES = 150 << 20
"""All attachments of one package together; the package itself may have 200 MB."""
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def pack_files(work: Work, cases: Collection[CaseId] | None, by: str = "") -> dict[str, bytes]:
    """The attachments of these cases, all where it is None; only those a person added, where one is named. Raises `Refused`."""
    found = [
        a for a in rows.attachments(work.db) if (cases is None or a.case in cases) and (not by or a.by == by)
    ]  # fmt: skip
    size = sum({a.digest: a.size for a in found}.values())
    if size > MOST_BYTES:
        raise Refused(
            "所选项目的材料共 {size} MB，超过一个交换包 {most} MB 的上限；请少选一些项目，分几个包发出。",
            size=-(-size // (1 << 20)), most=MOST_BYTES >> 20,
        )  # fmt: skip
    files = {
        FOLDER + a.digest.removeprefix("sha256:"): attachments.read(work.session.store.path, a, work.session.store.key)
        for a in found
    }
    keys = {(a.case, a.digest) for a in found}
    return {**files, RECORD: dump([_row(work.db, key) for key in sorted(keys)])}


def _row(db: sqlite3.Connection, key: tuple[str, str]) -> dict[str, object]:
    columns = columns_of(db, TABLE)
    row = db.execute(f"SELECT {', '.join(columns)} FROM {TABLE} WHERE case_id = ? AND digest = ?", key).fetchone()  # noqa: S608 - our own words
    return dict(zip(columns, row, strict=True))


def read_files(db: sqlite3.Connection, found: Package) -> list[Sent]:
    """The rows of a package's attachments, each with its file in the package and no file beside them; raises `PackageError`."""
    names = {name for name in found.files if name.startswith(FOLDER)}
    sent = found.record(RECORD) if RECORD in found.files or names else []
    if not isinstance(sent, list):
        raise _unreadable()
    made = [_sent(db, one) for one in sent]
    told = {FOLDER + s.key[1].removeprefix("sha256:") for s in made}
    if told != names or len({s.key for s in made}) != len(made):
        raise _unreadable()
    for one in made:
        _check_bytes(one, found.files[FOLDER + one.key[1].removeprefix("sha256:")])
    return made


def _sent(db: sqlite3.Connection, one: object) -> Sent:
    """A row in shape; what a database would refuse never reaches it."""
    if not isinstance(one, dict) or set(one) != set(columns_of(db, TABLE)):
        raise _unreadable()
    numbers = {"size", "pages"}
    if not all(type(v) is (int if c in numbers else str) for c, v in one.items()):
        raise _unreadable()
    known = one["kind"] in {k.value for k in attached.Kind} and _DIGEST.fullmatch(one["digest"])
    if not known or not one["name"].strip() or not _acts(one["acts"]):
        raise _unreadable()
    return Sent(TABLE, (one["case_id"], one["digest"]), dict(one), frozenset())


def _acts(text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, list) and all(a in {one.value for one in attached.Act} for a in told)


def _check_bytes(one: Sent, data: bytes) -> None:
    row = one.row or {}
    if f"sha256:{hashlib.sha256(data).hexdigest()}" != one.key[1] or len(data) != row["size"]:
        raise PackageError("交换包里的材料“{name}”与其摘要不符，没有收取；请发送方重新封装。", name=row["name"])


def arrivals(db: sqlite3.Connection, cases: Collection[CaseId], sent: list[Sent], sender: str = "") -> list[Arrival]:
    """What is to become of each: new or there already; of a reply only what its `sender` added."""
    held = {(a.case, a.digest) for a in rows.attachments(db)}
    gone = _taken_out(db) - held if sender else set()
    return [_arrival(held, gone, cases, one, sender) for one in sent]


def _taken_out(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Every attachment that the record ever had."""
    keys = db.execute("SELECT DISTINCT key FROM op_row WHERE tbl = ?", (TABLE,))
    return {(case, digest) for case, digest in (json.loads(k) for (k,) in keys)}


def _arrival(
    held: Collection[tuple[str, ...]],
    gone: Collection[tuple[str, ...]],
    cases: Collection[CaseId],
    one: Sent,
    sender: str,
) -> Arrival:
    if one.key in held:
        return Arrival(one, Move.SAME, one.row)
    if one.key in gone:
        return Arrival(one, Move.OLDER, None)
    row = one.row or {}
    reason = (
        "没有这个项目"
        if one.key[0] not in cases
        else "不是发送人本人附上的"
        if sender not in ("", row["person"])
        else ""
    )
    return Arrival(one, None if reason else Move.NEW, None, reason)


def keep_files(session: Session, found: Package, new: list[Arrival], *, look: bool) -> None:
    """The bytes of what is new here, kept before the record names them; with `look` each is judged as if attached here."""
    for one in new:
        kept = _attachment(one.sent.row or {})
        data = found.files[FOLDER + one.sent.key[1].removeprefix("sha256:")]
        if look:
            _look(kept, data)
        attachments.keep(session, kept, data)


def _look(one: Attachment, data: bytes) -> None:
    """What the sender says of a file is what the file is; raises `PackageError`."""
    try:
        seen = attached.look(data, one.name)
    except PaperError as fault:
        raise PackageError("交换包里的材料不能收取：{why}", why=str(fault)) from fault
    told = (one.kind, one.pages, one.acts)
    if (seen.kind.value, seen.pages, tuple(a.value for a in seen.acts)) != told:
        raise PackageError("交换包里的材料“{name}”与清单所写的不符，没有收取；请发送方重新封装。", name=one.name)


def put(work: Work, new: list[Arrival]) -> None:
    for one in new:
        writes.put(work.db, TABLE, one.sent.row or {})


def drop_gone(work: Work, cases: Collection[CaseId], sent: list[Sent], keep: str) -> None:
    """What the desk took out since the last assignment; what this person added stays."""
    there = {s.key for s in sent}
    for one in rows.attachments(work.db):
        if one.case in cases and one.by != keep and (one.case, one.digest) not in there:
            writes.drop(work.db, TABLE, case_id=one.case, digest=one.digest)


def _attachment(row: Mapping[str, str | int | None]) -> Attachment:
    return replace(
        Attachment("", "", "", "", 0, 0, (), "", ""), case=str(row["case_id"]), digest=str(row["digest"]), name=str(row["name"]),
        kind=str(row["kind"]), size=int(row["size"] or 0), pages=int(row["pages"] or 0), acts=tuple(json.loads(str(row["acts"]))),
        by=str(row["person"]),
    )  # fmt: skip


def _unreadable() -> PackageError:
    return PackageError("交换包里的材料清单与文件不一致，没有收取；请发送方用同一版本的程序重新封装。")

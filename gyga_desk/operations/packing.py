"""Work that goes out: an assignment to a reviewer's machine, or a reviewer's reply to the desk, as one sealed file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import DeskError, Refused
from gyga_desk.formats import package, seal
from gyga_desk.formats.seal import AccountKey, PublicKey
from gyga_desk.model import CaseId, Role
from gyga_desk.operations import Done, Session, Work, carried, check_role, front_of, operation
from gyga_desk.operations.files import remove, write_new
from gyga_desk.operations.owned import dump, pack_rows
from gyga_desk.store import journal, reads, writes
from gyga_desk.store.schema import columns_of

ASSIGNMENT, REPLY = "assignment", "reply"
TITLES = {ASSIGNMENT: "任务包", REPLY: "回复包"}
SUFFIX = ".gygap"


@dataclass(frozen=True)
class Packed:
    """What went out."""

    path: Path
    kind: str
    to: str
    number: int
    cases: int
    rows: int
    files: int
    """Attachments that went along."""
    digest: str
    """Over the content: both ends print it on their receipts."""


@dataclass(frozen=True)
class PackageRow:
    """One package that went out or came in."""

    digest: str
    way: str
    kind: str
    other: str
    number: int
    at: str
    by: str
    counts: dict[str, int]


def packages(db: sqlite3.Connection) -> list[PackageRow]:
    """Newest first."""
    rows = db.execute(
        "SELECT digest, way, kind, other, number, at, person, counts FROM package ORDER BY at DESC, rowid DESC"
    )
    return [PackageRow(d, w, k, o, n, at, by, json.loads(c)) for d, w, k, o, n, at, by, c in rows]


def desk_of(db: sqlite3.Connection) -> str:
    """The identity of the desk whose work this machine does; empty where this store is the desk itself."""
    return reads.meta(db).get("desk", "")


def open_key(db: sqlite3.Connection, person: str, password: str) -> AccountKey:
    """The person's own key; raises `Refused` where they have none, `PackageError` where the password is wrong."""
    slot = reads.account_key(db, person).slot
    if not slot:
        raise Refused("{name} 还没有自己的密钥；请先修改一次本人口令，密钥随之建立。", name=person)
    return seal.unlock_key(slot, password)


def _by(session: Session, *_: object, **__: object) -> frozenset[Role]:
    return frozenset({Role.REVIEWER, Role.CHAIR}) if desk_of(session.db) else frozenset({Role.CLERK})


@operation("封装交换包", Role.CLERK, Role.REVIEWER, Role.CHAIR, seals=True, detail=lambda to, *_, **__: f"给 {to}")
def _pack(work: Work, to: str, out: Path, password: str, cases: Sequence[CaseId] | None, passphrase: str) -> Packed:
    key = open_key(work.db, work.person, password)
    kind = REPLY if desk_of(work.db) else ASSIGNMENT
    number = 1 + int(
        work.db.execute("SELECT COUNT(*) FROM package WHERE way = 'sent' AND other = ?", (to,)).fetchone()[0]
    )
    files, sent = (_reply(work), None) if kind == REPLY else _assignment(work, to, cases)
    content, digest = package.write(kind, work.person, key, _head(work, to, number), files)
    note = {"kind": kind, "from": work.person, "to": to}
    if kind == ASSIGNMENT:
        note["slot"] = reads.account_key(work.db, to).slot
    write_new(out, seal.seal(content, key, _receivers(work, to, kind), passphrase, dump(note).decode()))
    counts = {
        "cases": len(sent) if sent is not None else 0, "files": len(json.loads(files[carried.RECORD])),
        "rows": len(json.loads(files["owned.json"])),
    }  # fmt: skip
    writes.add(work.db, "package", {
        "digest": digest, "way": "sent", "kind": kind, "other": to, "number": number, "at": work.at, "person": work.person,
        "counts": dump(counts).decode(),
    })  # fmt: skip
    return Packed(out, kind, to, number, counts["cases"], counts["rows"], counts["files"], digest)


@front_of(_pack)
def pack(
    session: Session, to: str, out: Path, password: str, cases: Sequence[CaseId] | None = None, passphrase: str = ""
) -> Done[Packed]:
    """Everything `to` needs as one file: at the desk their cases, on a reviewer's machine the reviewer's own answers and marks.

    `cases` names the cases of an assignment, all of the store where it is left out. Raises `Refused`, `PackageError`.
    """
    check_role(session, _pack.title, _by(session))
    held = reads.person(session.db, to)
    if held is None or to == session.person.name:
        raise Refused("没有名为 {name} 的接收人；请核对姓名。", name=to)
    if not desk_of(session.db) and held.role not in (Role.REVIEWER, Role.CHAIR):
        raise Refused("{name} 是{role}，没有审核任务可发；任务包只发给审核员或主任。", name=to, role=held.role.label)
    if not reads.account_key(session.db, to).public:
        raise Refused("{name} 还没有自己的密钥，不能向其封装；请其先修改一次口令。", name=to)
    there = out.exists()
    try:
        return _pack(session, to, out, password, cases, passphrase)
    except DeskError:
        if not there:
            remove(out)  # written, and then the record refused it: what the record does not know is not handed over
        raise


def _head(work: Work, to: str, number: int) -> dict[str, str]:
    meta = reads.meta(work.db)
    return {
        "store": meta["id"], "desk": meta.get("desk", meta["id"]), "to": to, "number": str(number), "at": work.at,
        "edition": meta["edition_digest"], "guide": meta["guide_digest"], "journal": journal.head_before(work.db),
    }  # fmt: skip


def _receivers(work: Work, to: str, kind: str) -> list[PublicKey]:
    """An assignment is for one person; a reply for everyone of the desk who may take it in."""
    names = [to]
    if kind == REPLY:
        rows = work.db.execute("SELECT name FROM person WHERE role = 'clerk' AND key <> '' ORDER BY name")
        names = sorted({to, *(str(r[0]) for r in rows)})
    return [seal.read_public(reads.account_key(work.db, name).public) for name in names]


def _reply(work: Work) -> dict[str, bytes]:
    """What is the person's own: answers, marks, declarations, and the attachments they added."""
    return {"owned.json": dump(pack_rows(work.db, work.person)), **carried.pack_files(work, None, work.person)}


_BATCH = "id, file, digest, edition, guide, at, person, accepted, held, headings"
_AWARD = "list, row, credit_code, applicant, policy, document, measure, matter, contract, year, amount_fen"


def _assignment(work: Work, to: str, cases: Sequence[CaseId] | None) -> tuple[dict[str, bytes], set[CaseId]]:
    known = {str(r[0]) for r in work.db.execute("SELECT id FROM cases")}
    unknown = sorted(set(cases or ()) - known)
    if unknown:
        raise Refused("没有编号为 {case} 的项目；请核对后重新封装。", case=unknown[0])
    chosen = known if cases is None else set(cases)
    if not chosen:
        raise Refused("没有可以发出的项目；请先导入申报材料，或选择项目。")
    files = {
        "edition.json": dump(reads.edition_texts(work.db)), "meta.json": dump(_meta(work)), "people.json": dump(_people(work, to)), "cases.json": dump(_cases(work, chosen)),
        "batches.json": dump(_batches(work, chosen)), "owned.json": dump(pack_rows(work.db, to, chosen)),
        "lists.json": dump(_lists(work, chosen)), "lines.json": dump(_lines(work, chosen)),
        **carried.pack_files(work, chosen),
    }  # fmt: skip
    return files, chosen


def _meta(work: Work) -> dict[str, str]:
    kept = (
        "edition",
        "edition_digest",
        "edition_title",
        "guide",
        "guide_title",
        "guide_sample",
        "guide_digest",
        "demo",
    )
    meta = reads.meta(work.db)
    return {k: meta[k] for k in kept}


def _people(work: Work, to: str) -> list[dict[str, object]]:
    """The receiver's own account, and of the others only what is needed to know them by their signatures."""
    rows = work.db.execute("SELECT name, role, password, active, key, slot FROM person ORDER BY name").fetchall()
    return [
        {
            "name": n,
            "role": r,
            "key": k,
            "active": a if n == to else 0,
            "password": p if n == to else "",
            "slot": s if n == to else "",
        }
        for n, r, p, a, k, s in rows
        if n == to or Role(r) in (Role.CLERK, Role.CHAIR, Role.ADMIN)
    ]


def _table(work: Work, table: str, columns: str, where: str, values: Sequence[str]) -> list[dict[str, object]]:
    names = columns_of(work.db, table) if columns == "*" else columns.split(", ")
    rows = work.db.execute(f"SELECT {columns} FROM {table} WHERE {where}", list(values))  # noqa: S608 - our own words
    return [dict(zip(names, row, strict=True)) for row in rows]


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _cases(work: Work, chosen: set[CaseId]) -> list[dict[str, object]]:
    whole = _table(work, "cases", "*", "1 ORDER BY id", ())
    return [row for row in whole if row["id"] in chosen]


def _batches(work: Work, chosen: set[CaseId]) -> list[dict[str, object]]:
    wanted = {row["batch"] for row in _cases(work, chosen)}
    wanted |= {row["batch"] for rows in _lines(work, chosen).values() for row in rows}
    return [row for row in _table(work, "batch", _BATCH, "1 ORDER BY id", ()) if row["id"] in wanted]


def _lists(work: Work, chosen: set[CaseId]) -> dict[str, list[dict[str, object]]]:
    """Earlier awards of the applicants in question and the filing list, so that the automatic findings are the desk's."""
    codes = sorted({str(row["credit_code"]) for row in _cases(work, chosen)})
    awards = _table(work, "earlier_award", _AWARD, f"credit_code IN ({_marks(len(codes))}) ORDER BY list, row", codes)
    filings = _table(
        work, "filing", "list, row, number, algorithm, holder, role, filed_on, cancelled", "1 ORDER BY list, row", ()
    )
    files = _table(work, "list_file", "id, kind, file, digest, dated, at, person, rows", "1 ORDER BY id", ())
    return {"files": files, "awards": awards, "filings": filings}


def _lines(work: Work, chosen: set[CaseId]) -> dict[str, list[dict[str, object]]]:
    """The transactions and cost items behind the cases."""
    whole = {table: _table(work, table, "*", "1 ORDER BY case_id, number", ()) for table in ("trade", "cost")}
    return {table: [row for row in rows if row["case_id"] in chosen] for table, rows in whole.items()}

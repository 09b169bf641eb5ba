"""A store with one row in every table, sealed and printed, and the ways an attacker would write to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gyga_desk.store import Store, schema, writes
from gyga_desk.store.writes import Row

AT = "2025-07-01T09:00:00+08:00"
CHAIR, SECOND, REVIEWER = "主任甲", "监督乙", "审核丙"
SEALED, OPEN = "2025-M3-0001", "2025-M3-0002"
DECISION = "2025-M3-D1"
CODES = "ABCDEFGHJKLMNPQRTUWXY"


def person(name: str, role: str) -> Row:
    return {"name": name, "role": role, "password": "散列", "active": 1}


def case_row(number: int, measure: int = 3, year: int = 2025) -> dict[str, str | int | None]:
    return {
        "id": f"{year}-M{measure}-{number:04d}", "measure": measure, "year": year, "number": number, "matter": f"事项{number}",
        "applicant": "贵州黔云智能科技有限公司", "credit_code": f"91520100MA000000{number:02d}", "title": f"事项{number}", "district": "观山湖区",
        "batch": "2025-B001", "sheet": "3示范应用场景", "row": number + 4, "facts": '{"project":["甲","甲","C5","项目名称"]}', "digest": "sha256:f",
    }  # fmt: skip


def decision_row(number: int = 1, measure: int = 3, year: int = 2025) -> dict[str, str | int | None]:
    return {
        "id": f"{year}-M{measure}-D{number}", "measure": measure, "year": year, "number": number, "meeting": "评审会", "held_on": "2025-07-15",
        "minutes": "筑数纪〔2025〕1号", "person": CHAIR, "second": SECOND, "at": AT, "edition": "sha256:e", "guide": "sha256:g",
        "edition_title": "若干措施", "guide_title": "样例", "guide_sample": 1, "journal": "sha256:j", "body": "{}", "digest": "sha256:d",
    }  # fmt: skip


def sealed_row(
    number: int, fen: int = 100, total: int | None = None, **changes: str | int | None
) -> dict[str, str | int | None]:
    row = {
        "case_id": f"2025-M3-{number:04d}", "decision": DECISION, "measure": 3, "year": 2025, "number": number, "outcome": "rejected",
        "amount_fen": fen, "total_fen": fen * number if total is None else total, "pool_fen": None,
    }  # fmt: skip
    return row | changes


def slot_row(number: int, case: int, **changes: str | int | None) -> dict[str, str | int | None]:
    row = {"measure": 3, "year": 2025, "number": number, "case_id": f"2025-M3-{case:04d}", "decision": DECISION}
    return row | changes


def fill(db: sqlite3.Connection) -> None:
    """One row at least in every table of the journal; case 1 is sealed and holds a slot, the other is open."""
    rows: list[tuple[str, Row]] = [
        ("meta", {"key": "id", "value": "试"}),
        ("edition_text", {"name": "edition.toml", "text": "id = 1"}),
        *(("person", person(*who)) for who in ((CHAIR, "chair"), (SECOND, "observer"), (REVIEWER, "reviewer"))),
        ("certificate", {"fingerprint": "sha256:c", "person": CHAIR, "kind": "person", "pem": "PEM", "at": AT}),
        ("batch", {"id": "2025-B001", "file": "申报.xlsx", "digest": "sha256:b", "edition": "sha256:e", "guide": "", "at": AT, "person": REVIEWER,
                   "accepted": 2, "held": 0, "report": "[]"}),
        *(("cases", case_row(number)) for number in (1, 2)),
        *(("answer", {"case_id": c, "check_id": "3.4", "person": REVIEWER, "answer": "yes", "note": "", "reduce_fen": None, "at": AT,
                      "facts": "sha256:f"}) for c in (SEALED, OPEN)),
        *(("conflict", {"case_id": c, "person": REVIEWER, "declared": "none", "reason": "", "at": AT}) for c in (SEALED, OPEN)),
        *(("mark", {"case_id": c, "expert": "专家一", "item": "total", "state": "given", "points": "80.5", "note": "", "person": REVIEWER,
                    "at": AT}) for c in (SEALED, OPEN)),
        ("proposal", {"measure": 3, "year": 2025, "person": CHAIR, "at": AT, "digest": "sha256:p", "selected": "[]", "departures": "[]", "rule": ""}),
        *(("decision", decision_row(number, measure)) for number, measure in ((1, 3), (1, 2))),
        ("sealed_content", {"decision": DECISION, "case_id": SEALED, "body": "{}"}),
        ("slot", slot_row(1, 1)),
        ("sealed_case", sealed_row(1, outcome="selected")),
        ("reopening", {"decision": "2025-M2-D1", "person": CHAIR, "second": SECOND, "reason": "算错", "at": AT}),
        ("paper", {"number": "P1", "kind": "approval", "measure": 3, "year": 2025, "case_id": SEALED, "subject": "", "decision": DECISION, "content": "{}", "code": "C", "digest": "sha256:q",
                   "pages": 1, "state": "printed", "at": AT, "person": CHAIR, "replaces": "", "reason": ""}),
        ("printing", {"paper": "P1", "time": 1, "at": AT, "person": CHAIR}),
        ("signature", {"paper": "P1", "field": "主任", "person": CHAIR, "fingerprint": "sha256:c", "at": AT}),
    ]  # fmt: skip
    for table, row in rows:
        writes.add(db, table, row)


def make_store(path: Path) -> Path:
    store = Store.create(path)
    with store.operation("建立", CHAIR, AT):
        fill(store.db)
    store.close()
    return path


def plain(path: Path) -> sqlite3.Connection:
    """A connection as any other program would open it: foreign keys off, no pragma of ours."""
    return sqlite3.connect(path, isolation_level=None)


@contextmanager
def forged(db: sqlite3.Connection) -> Iterator[None]:
    """An operation that somebody who has read the schema opens by hand."""
    db.execute("BEGIN IMMEDIATE")
    try:
        number = db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM op").fetchone()[0]
        db.execute(
            "INSERT INTO op(id, uid, name, actor, at, reverts, seals, digest) VALUES(?, ?, '改', '外人', ?, NULL, 0, '')",
            (number, f"u{number}", AT),
        )
        db.execute("UPDATE door SET op = ?", (number,))
        yield
    finally:
        db.execute("ROLLBACK")


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with every trigger taken off, and put back at the end, so that the schema looks untouched."""
    db = plain(path)
    db.execute("PRAGMA synchronous = OFF")  # an attacker is in a hurry, and so are tests
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    _at_once(db, [f"DROP TRIGGER {name}" for name, _ in triggers])
    try:
        yield db
    finally:
        _at_once(db, [sql for _, sql in triggers])
        db.close()


def _at_once(db: sqlite3.Connection, statements: list[str]) -> None:
    db.execute("BEGIN")
    for statement in statements:
        db.execute(statement)
    db.execute("COMMIT")


def insert(db: sqlite3.Connection, table: str, row: Row, verb: str = "INSERT") -> None:
    db.execute(f"{verb} INTO {table}({', '.join(row)}) VALUES({', '.join('?' * len(row))})", list(row.values()))


def state_of(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every journaled table, row by row."""
    return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in schema.JOURNALED}

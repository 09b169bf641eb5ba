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
EARLIER = ("2023-M1-0001", "2023-M3-0001", "2023-M6-0001")
CODES = "ABCDEFGHJKLMNPQRTUWXY"


def person(name: str, role: str) -> Row:
    return {"name": name, "role": role, "password": "散列", "active": 1, "key": "k", "slot": "{}"}


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


_VOUCHER = "Q2023-0001"
LEDGERS: tuple[tuple[str, Row], ...] = (
    ("list_file", {"id": "L1", "kind": "awards", "file": "历年奖补.xlsx", "digest": "sha256:l", "dated": "2025-05-01", "at": AT, "person": REVIEWER, "rows": 1}),
    ("list_file", {"id": "L2", "kind": "filings", "file": "备案清单.xlsx", "digest": "sha256:m", "dated": "2025-05-01", "at": AT, "person": REVIEWER, "rows": 1}),
    ("earlier_award", {"list": "L1", "row": 4, "credit_code": "91520100MA00000001", "applicant": "贵州黔云智能科技有限公司", "policy": "另一政策",
                       "document": "筑府发〔2023〕1号", "measure": None, "matter": "事项1", "contract": "", "year": 2023, "amount_fen": 100}),
    ("filing", {"list": "L2", "row": 4, "number": "网信算备520100000000001号", "algorithm": "黔云生成算法", "holder": "贵州黔云智能科技有限公司", "role": "服务提供者",
                "filed_on": "2025-01-05", "cancelled": 0}),
    ("cases", case_row(1, 6, 2023)),
    ("trade", {"case_id": "2023-M6-0001", "number": 1, "contract": "HT-1", "traded_on": "2025-03-01", "product": "数据集甲", "seller": "贵阳数据公司",
               "seller_code": "91520100MA00000002", "contract_fen": 100, "paid_fen": 100, "invoice_fen": 100, "related": 0, "batch": "2025-B001",
               "sheet": "交易明细", "row": 4}),
    ("special", {"case_id": "2023-M6-0001", "minutes": "筑府专议〔2025〕1号", "meeting": "专题会议", "held_on": "2025-06-01", "amount_fen": 100,
                 "reason": "重大事项", "at": AT, "person": CHAIR, "second": SECOND}),
    ("credit_check", {"case_id": "2023-M6-0001", "stage": "filing", "platform": "信用中国", "checked_on": "2025-06-02", "clean": 1, "result": "无", "at": AT,
                      "person": REVIEWER}),
    ("cases", case_row(1, 1, 2023)),
    ("redemption", {"case_id": "2023-M1-0001", "number": 1, "batch": "2025-B001", "sheet": "兑付", "row": 4, "facts": "{}", "digest": "sha256:r"}),
    ("decision", decision_row(1, 1, 2023)),
    ("sealed_case", {"case_id": "2023-M1-0001", "decision": "2023-M1-D1", "measure": 1, "year": 2023, "number": 1, "outcome": "awarded",
                     "amount_fen": 100, "total_fen": 100, "pool_fen": None}),
    ("voucher", {"number": _VOUCHER, "case_id": "2023-M1-0001", "year": 2023, "fen": 100, "from_on": "2025-08-01", "until_on": "2026-07-31", "at": AT,
                 "person": REVIEWER}),
    ("voucher_entry", {"voucher": _VOUCHER, "seq": 1, "kind": "use", "fen": 60, "on_day": "2025-09-01", "contract": "HT-2", "note": "", "at": AT,
                       "person": REVIEWER}),
    ("cases", case_row(1, 3, 2023)),
    ("decision", decision_row(1, 3, 2023)),
    ("slot", {"measure": 3, "year": 2023, "number": 1, "case_id": "2023-M3-0001", "decision": "2023-M3-D1"}),
    ("sealed_case", {"case_id": "2023-M3-0001", "decision": "2023-M3-D1", "measure": 3, "year": 2023, "number": 1, "outcome": "selected",
                     "amount_fen": 100, "total_fen": 100, "pool_fen": None}),
    ("withdrawal", {"case_id": "2023-M3-0001", "decision": "2023-M3-D1", "reason": "企业放弃", "at": AT, "person": CHAIR, "second": SECOND}),
)  # fmt: skip
"""An earlier year with a row in every table of the lists, the vouchers and the exceptions, in the order the guards ask for."""


EXCHANGE: tuple[tuple[str, Row], ...] = (
    ("checkpoint", {"op": 1, "head": "sha256:h", "person": SECOND, "key": "k", "signature": "s"}),
    ("package", {"digest": "sha256:x", "way": "taken", "kind": "reply", "other": REVIEWER, "number": 1, "at": AT, "person": CHAIR, "counts": "{}"}),
    ("lineage", {"tbl": "answer", "key": "[]", "revs": "[]", "op": 1}),
    ("divergence", {"tbl": "answer", "key": "[]", "tip": "sha256:t", "revs": "[]", "body": "null", "package": "sha256:x", "at": AT}),
)  # fmt: skip


def fill(db: sqlite3.Connection) -> None:
    """One row at least in every table of the journal; of 2025, case 1 is sealed and holds a slot, the other is open."""
    rows: list[tuple[str, Row]] = [
        ("meta", {"key": "id", "value": "试"}),
        ("edition_text", {"name": "edition.toml", "text": "id = 1"}),
        *(("person", person(*who)) for who in ((CHAIR, "chair"), (SECOND, "observer"), (REVIEWER, "reviewer"))),
        ("certificate", {"fingerprint": "sha256:c", "person": CHAIR, "kind": "person", "pem": "PEM", "at": AT}),
        ("batch", {"id": "2025-B001", "file": "申报.xlsx", "digest": "sha256:b", "edition": "sha256:e", "guide": "", "at": AT, "person": REVIEWER,
                   "accepted": 2, "held": 0, "report": "[]"}),
        ("settlement", {"batch": "2025-B001", "number": 1, "sheet": "3示范应用场景", "row": 6, "cell": "G6", "header": "申请金额", "code": "money-unit",
                        "raw": "12万", "choice": "wan", "said": "按“万元”读", "sentence": "单位不明。", "person": REVIEWER, "at": AT}),
        *(("cases", case_row(number)) for number in (1, 2)),
        *(("answer", {"case_id": c, "check_id": "3.4", "person": REVIEWER, "answer": "yes", "note": "", "reduce_fen": None, "at": AT,
                      "facts": "sha256:f"}) for c in (SEALED, OPEN)),
        *(("conflict", {"case_id": c, "person": REVIEWER, "declared": "none", "reason": "", "at": AT}) for c in (SEALED, OPEN)),
        *(("mark", {"case_id": c, "expert": "专家一", "item": "total", "state": "given", "points": "80.5", "note": "", "reason": "",
                    "person": REVIEWER, "at": AT}) for c in (SEALED, OPEN)),
        *(("opinion", {"case_id": c, "expert": "专家一", "text": "同意", "person": REVIEWER, "at": AT}) for c in (SEALED, OPEN)),
        *(
            (
                "cost",
                {
                    "case_id": c,
                    "number": 1,
                    "category": "设备费",
                    "content": "服务器",
                    "payee": "供应商",
                    "contract": "",
                    "invoice": "",
                    "invoiced_on": "2024-05-05",
                    "paid_on": "",
                    "amount_fen": 100,
                    "paid_fen": 100,
                    "public_fen": None,
                    "batch": "2025-B001",
                    "sheet": "投入明细",
                    "row": 2,
                },
            )
            for c in (SEALED, OPEN)
        ),
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
    rows.append(
        ("attachment", {"case_id": SEALED, "digest": "sha256:z", "name": "合同.pdf", "kind": "pdf", "size": 10, "pages": 1, "acts": "[]",
                        "at": AT, "person": REVIEWER})
    )  # fmt: skip
    rows.append(("dossier", {"scope": SEALED, "time": 1, "digest": "sha256:w", "files": 20, "at": AT, "person": CHAIR}))
    for table, row in (*rows, *LEDGERS, *EXCHANGE):
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

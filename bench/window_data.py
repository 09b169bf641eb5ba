"""The records that `bench.window` measures on: a long list of cases, and a year that has been answered and scored."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gyga_desk import places
from gyga_desk.model import Role
from gyga_desk.operations import Session, intake, people
from gyga_desk.operations.session import create_store, open_session
from gyga_desk.rules.items import TOTAL

ADMIN, CLERK, REVIEWER = "管理员", "经办人", "审核员"
PASSWORD = "Measure-2025-gyga"
MEASURE, YEAR = 3, 2025
EXPERTS = 5
_NAMES = "爽观山湖云岩南明乌当白花溪清镇开阳息烽修文贵安黔灵甲秀林城算力模型数谷智源启元"


def _begun(path: Path) -> Session:
    create_store(path, guide="sample", admin=ADMIN, password=PASSWORD)
    session = open_session(path, ADMIN, PASSWORD)
    people.add_person(session, CLERK, Role.CLERK, PASSWORD)
    people.add_person(session, REVIEWER, Role.REVIEWER, PASSWORD)
    session.close()
    session = open_session(path, CLERK, PASSWORD)
    batch = places.resources() / "demo" / "batch-2025-clean.xlsx"
    intake.import_batch(session, intake.preview_workbook(session.db, session.edition, batch))
    return session


def _multiply(session: Session, count: int) -> None:
    """The sample's cases of one measure again and again, no two alike, in one operation of the record."""
    names = [row[1] for row in session.db.execute("PRAGMA table_info(cases)")]
    rows = [
        dict(zip(names, r, strict=True))
        for r in session.db.execute("SELECT * FROM cases WHERE measure = ?", (MEASURE,))
    ]
    with session.store.operation("导入", CLERK, session.clock().isoformat()):
        _insert(session, "cases", (_another(rows[n % len(rows)], n) for n in range(len(rows) + 1, count + 1)))


def _another(row: dict[str, Any], n: int) -> dict[str, Any]:
    name = "".join(_NAMES[n // len(_NAMES) ** k % len(_NAMES)] for k in range(3))
    return row | {
        "id": f"{YEAR}-M{MEASURE}-{n:04d}", "number": n, "row": n, "matter": f"{row['matter']}{n}", "title": f"{row['title']}{name}{n}",
        "applicant": f"贵州{name}科技有限公司", "credit_code": f"{str(row['credit_code'])[:10]}{n:08d}",
    }  # fmt: skip


def _insert(session: Session, table: str, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        marks = ",".join("?" * len(row))
        session.db.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({marks})", list(row.values()))


def make_list(folder: Path, count: int) -> Path:
    path = folder / "list.gyga"
    session = _begun(path)
    _multiply(session, count)
    session.close()
    return path


def make_year(folder: Path, count: int) -> Path:
    """Most cases answered, all scored."""
    path = folder / "year.gyga"
    session = _begun(path)
    _multiply(session, count)
    at = session.clock().isoformat()
    facts = dict(session.db.execute("SELECT id, digest FROM cases WHERE measure = ?", (MEASURE,)))
    checks = [c.id for c in session.edition.measures[MEASURE - 1].checks if c.auto != "declared"]
    with session.store.operation("答复", REVIEWER, at):
        _insert(
            session,
            "conflict",
            ({"case_id": c, "person": REVIEWER, "declared": "none", "reason": "", "at": at} for c in facts),
        )
        _insert(session, "answer", (
            {"case_id": c, "check_id": k, "person": REVIEWER, "answer": "yes", "note": "已核", "facts": d, "at": at}
            for n, (c, d) in enumerate(facts.items()) if n % 7 for k in checks
        ))  # fmt: skip
        _insert(session, "mark", (
            {"case_id": c, "item": TOTAL, "expert": f"专家{e}", "state": "given", "points": str(50 + (n * 7919 + e * 31) % 97 / 2),
             "note": "", "reason": "", "person": CLERK, "at": at}
            for n, c in enumerate(facts) for e in range(EXPERTS)
        ))  # fmt: skip
    session.close()
    return path

"""Questions about vouchers: who was awarded one, what was issued, used and paid, who else claims a contract."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gyga_desk.errors import Refused
from gyga_desk.model import CaseId, EntryKind, Fact, Voucher, VoucherEntry

_CONTRACT = "COALESCE(json_extract(c.facts, '$.contract_no[1]'), '')"


@dataclass(frozen=True)
class Awarded:
    """One case that a standing decision awards a voucher, and the voucher once it has one."""

    case: CaseId
    year: int
    applicant: str
    fen: int
    held_on: str
    """The day of the meeting, ISO."""
    voucher: str


@dataclass(frozen=True)
class ContractRow:
    """One application on a contract; `outcome` is empty while it is not sealed. Imported awards have no number."""

    case: CaseId
    year: int
    number: int
    applicant: str
    contract: str
    supplier: str
    outcome: str
    voucher: str


@dataclass(frozen=True)
class Redemption:
    """One 兑付 row of a workbook for a voucher that was issued."""

    case: CaseId
    number: int
    file: str
    batch: str
    sheet: str
    row: int
    at: str
    facts: Mapping[str, Fact]
    digest: str


def awarded(db: sqlite3.Connection, measure: int, year: int | None = None) -> list[Awarded]:
    """Every case of the measure that standing decisions award, in order of year and number."""
    rows = db.execute(
        """SELECT s.case_id, s.year, c.applicant, s.amount_fen, d.held_on, COALESCE(v.number, '')
        FROM sealed_case s JOIN cases c ON c.id = s.case_id JOIN decision d ON d.id = s.decision
        LEFT JOIN voucher v ON v.case_id = s.case_id
        WHERE s.measure = ? AND (s.year = ? OR ? IS NULL) AND s.outcome = 'awarded' AND s.amount_fen > 0 ORDER BY c.year, c.number""",
        (measure, year, year),
    )
    return [Awarded(*r) for r in rows]


def vouchers(db: sqlite3.Connection, year: int | None = None) -> list[Voucher]:
    """The vouchers of a year, or all, with their entries, in order of their numbers."""
    entries: dict[str, list[VoucherEntry]] = {}
    for number, kind, fen, on, contract, note, seq, at, by in db.execute(
        "SELECT voucher, kind, fen, on_day, contract, note, seq, at, person FROM voucher_entry ORDER BY voucher, seq"
    ):
        entries.setdefault(number, []).append(
            VoucherEntry(EntryKind(kind), fen, date.fromisoformat(on), contract, note, seq, at, by)
        )
    rows = db.execute(
        f"""SELECT v.number, v.case_id, v.year, c.applicant, c.credit_code, {_CONTRACT}, v.fen, v.from_on, v.until_on, v.at, v.person
        FROM voucher v JOIN cases c ON c.id = v.case_id WHERE v.year = ? OR ? IS NULL ORDER BY v.number""",
        (year, year),
    )
    return [
        Voucher(n, c, y, a, k, o, f, date.fromisoformat(s), date.fromisoformat(u), at, by, tuple(entries.get(n, ())))
        for n, c, y, a, k, o, f, s, u, at, by in rows
    ]


def voucher(db: sqlite3.Connection, number: str) -> Voucher:
    found = next((v for v in vouchers(db) if v.number == number), None)
    if found is None:
        raise Refused("没有券号为“{number}”的智算券；请核对券号。", number=number)
    return found


def contract_rows(db: sqlite3.Connection, measure: int) -> list[ContractRow]:
    """Every application of the measure in any year, and every imported award of it, with its contract."""
    own = db.execute(
        f"""SELECT c.id, c.year, c.number, c.applicant, {_CONTRACT}, COALESCE(json_extract(c.facts, '$.supplier_code[1]'), ''),
        COALESCE(s.outcome, ''), COALESCE(v.number, '') FROM cases c LEFT JOIN sealed_case s ON s.case_id = c.id
        LEFT JOIN voucher v ON v.case_id = c.id WHERE c.measure = ? ORDER BY c.year, c.number""",
        (measure,),
    )
    listed = db.execute(
        """SELECT policy || CASE document WHEN '' THEN '' ELSE '（' || document || '）' END, year, 0, applicant, contract, '', 'awarded', ''
        FROM earlier_award WHERE measure = ? AND contract <> '' ORDER BY year, list, row""",
        (measure,),
    )
    return [ContractRow(*r) for r in (*own, *listed)]


def redemptions(db: sqlite3.Connection, year: int | None = None) -> list[Redemption]:
    """The 兑付 rows taken in for the vouchers of a year, or all."""
    rows = db.execute(
        """SELECT r.case_id, r.number, b.file, r.batch, r.sheet, r.row, b.at, r.facts, r.digest FROM redemption r
        JOIN cases c ON c.id = r.case_id JOIN batch b ON b.id = r.batch WHERE c.year = ? OR ? IS NULL ORDER BY r.case_id, r.number""",
        (year, year),
    )
    return [
        Redemption(c, n, f, b, s, w, at, {k: Fact(*v) for k, v in json.loads(facts).items()}, d)
        for c, n, f, b, s, w, at, facts, d in rows
    ]


def numbers_used(db: sqlite3.Connection, year: int) -> int:
    """How many vouchers of the year were ever issued, those taken back included: a number is given once."""
    row = db.execute(
        "SELECT COUNT(DISTINCT key) FROM op_row WHERE tbl = 'voucher' AND json_extract(after, '$.year') = ?", (year,)
    ).fetchone()
    return int(row[0])

"""Questions about what leaves the ordinary route: 一事一议, withdrawals after the seal, and repeated credit checks."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import groupby

from gyga_desk.model import CaseId
from gyga_desk.store import since


@dataclass(frozen=True)
class Special:
    """A case decided apart by a meeting (第八条(四)), with its minutes and its two people."""

    case: CaseId
    minutes: str
    meeting: str
    held_on: str
    amount_fen: int
    reason: str
    at: str
    by: str
    second: str


@dataclass(frozen=True)
class Withdrawal:
    """A sealed, selected case that has given its place back; in force while its decision stands."""

    case: CaseId
    decision: str
    reason: str
    at: str
    by: str
    second: str


@dataclass(frozen=True)
class CreditRow:
    """One look into a credit platform, as it was recorded."""

    case: CaseId
    stage: str
    platform: str
    on: str
    clean: bool
    result: str
    at: str
    by: str


_SPECIAL = (
    "SELECT s.case_id, s.minutes, s.meeting, s.held_on, s.amount_fen, s.reason, s.at, s.person, s.second FROM special s"
)


def specials(db: sqlite3.Connection, measure: int, year: int) -> dict[CaseId, Special]:
    rows = db.execute(
        f"{_SPECIAL} JOIN cases c ON c.id = s.case_id WHERE c.measure = ? AND c.year = ? ORDER BY s.case_id",
        (measure, year),
    )
    return {str(r[0]): Special(*r) for r in rows}


def special(db: sqlite3.Connection, case: CaseId) -> Special | None:
    row = db.execute(f"{_SPECIAL} WHERE s.case_id = ?", (case,)).fetchone()
    return Special(*row) if row else None


def withdrawals(db: sqlite3.Connection, measure: int, year: int) -> dict[CaseId, Withdrawal]:
    """Those in force: a reopened decision has no sealed rows left, and takes its withdrawals with it."""
    rows = db.execute(
        """SELECT w.case_id, w.decision, w.reason, w.at, w.person, w.second FROM withdrawal w
        JOIN sealed_case s ON s.case_id = w.case_id AND s.decision = w.decision
        WHERE s.measure = ? AND s.year = ? ORDER BY w.at, w.case_id""",
        (measure, year),
    )
    return {str(r[0]): Withdrawal(*r) for r in rows}


def lapsed_withdrawals(db: sqlite3.Connection, measure: int, year: int) -> dict[CaseId, Withdrawal]:
    """Those of decisions that were reopened since: whoever decides again should know of them."""
    rows = db.execute(
        """SELECT w.case_id, w.decision, w.reason, w.at, w.person, w.second FROM withdrawal w JOIN cases c ON c.id = w.case_id
        WHERE c.measure = ? AND c.year = ? AND EXISTS(SELECT 1 FROM reopening r WHERE r.decision = w.decision) ORDER BY w.at, w.case_id""",
        (measure, year),
    )
    return {str(r[0]): Withdrawal(*r) for r in rows}


def refilled(db: sqlite3.Connection, measure: int, year: int) -> int:
    """How many places that were given back somebody has taken: a reserve that was sealed a second time has."""
    row = db.execute(
        """SELECT COUNT(*) FROM (SELECT case_id FROM sealed_case WHERE measure = ? AND year = ? GROUP BY case_id HAVING COUNT(*) > 1)""",
        (measure, year),
    ).fetchone()
    return int(row[0])


def credit_checks(db: sqlite3.Connection, measure: int, year: int, case_id: CaseId | None = None) -> list[CreditRow]:
    """By case, oldest first; those of one day recorded within one second as the journal has them."""
    one, values = ("", (measure, year)) if case_id is None else ("AND k.case_id = ?", (measure, year, case_id))
    rows = db.execute(
        f"""SELECT k.case_id, k.stage, k.platform, k.checked_on, k.clean, k.result, k.at, k.person FROM credit_check k
        JOIN cases c ON c.id = k.case_id WHERE c.measure = ? AND c.year = ? {one} ORDER BY k.case_id, k.checked_on, k.at, k.platform""",
        values,
    )
    found = [CreditRow(c, s, p, on, bool(clean), result, at, by) for c, s, p, on, clean, result, at, by in rows]
    groups = (list(same) for _, same in groupby(found, key=lambda r: (r.case, r.on, r.at)))
    return [row for same in groups for row in (_as_journaled(db, same) if len(same) > 1 else same)]


def _as_journaled(db: sqlite3.Connection, rows: list[CreditRow]) -> list[CreditRow]:
    return sorted(rows, key=lambda r: since.step_of(db, "credit_check", r.case, r.stage, r.platform))

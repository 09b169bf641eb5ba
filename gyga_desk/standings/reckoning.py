"""One reckoning, asked whole: a table, a gate, one case’s review."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cached_property

from gyga_desk.model import (
    Blocker,
    Case,
    CaseId,
    Standing,
    Table,
)
from gyga_desk.policy import Check, Edition
from gyga_desk.standings.edition import measure_of
from gyga_desk.standings.gate import Gated
from gyga_desk.standings.nouns import CaseReview, CheckLine, Reviewed
from gyga_desk.store import reads


class Reckoning(Gated):
    """One measure and year, as anybody outside asks for it."""

    def case_review(self, case: Case) -> CaseReview:
        """One case's checklist and standing, from a table that is reckoned once for every case asked for."""
        reviewed = self.reviewed.get(case.id) or self.review(case)
        lines = tuple(_line(c, reviewed, self.answered_on) for c in self.measure.checks)
        return CaseReview(
            case, self.measure, lines, reviewed.conflicts, self.standings[case.id], case.id in self.sealed_cases
        )

    @cached_property
    def standings(self) -> dict[CaseId, Standing]:
        """Each case's line of the table in force."""
        return {s.case: s for s in self.table().cases}


def of(db: sqlite3.Connection, edition: Edition, measure: int, year: int, rule: str | None = None) -> Table:
    """The standing of one measure in one year; `rule` tries another line rule without changing anything."""
    return Reckoning(db, edition, measure_of(edition, measure), year).table(rule)


def gate(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> tuple[Blocker, ...]:
    """What still stands in the way of sealing, and whose move it is."""
    return Reckoning(db, edition, measure_of(edition, measure), year).blockers()


def review_of(db: sqlite3.Connection, edition: Edition, case_id: CaseId) -> CaseReview:
    """One case's checklist and standing; raises `Refused` for an unknown id. Many cases are asked of one `Reckoning`."""
    case = reads.case(db, case_id)
    return Reckoning(db, edition, measure_of(edition, case.measure), case.year).case_review(case)


def _line(check: Check, reviewed: Reviewed, given_on: Mapping[tuple[CaseId, str, str], str]) -> CheckLine:
    answers = tuple(a for a in reviewed.answers if a.check == check.id)
    stale = any(given_on.get((a.case, a.check, a.person)) != reviewed.case.digest for a in answers)
    return CheckLine(
        check, tuple(f for f in reviewed.findings if f.check == check.id), answers, reviewed.said[check.id], stale
    )

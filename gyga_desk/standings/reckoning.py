"""One reckoning, asked whole: a table, a gate, one case’s review."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from gyga_desk.edition import measure_of
from gyga_desk.model import (
    Blocker,
    Case,
    CaseId,
    Table,
)
from gyga_desk.policy import UNSET, Check, Edition
from gyga_desk.progress import Progress
from gyga_desk.rules.firmness import Field, Firmness, firmness
from gyga_desk.standings.nouns import CaseReview, CheckLine, Reviewed
from gyga_desk.standings.renewed import Renewed
from gyga_desk.store import reads, since

_STEP = 25
"""Cases between two words of progress."""


class Reckoning(Renewed):
    """One measure and year, as anybody outside asks for it."""

    def case_review(self, case: Case) -> CaseReview:
        """One case's checklist and standing; what looks across all cases is reckoned once for every case asked for."""
        reviewed = self.reviewed.get(case.id) or self.review(case)
        given = self._given_on.get(case.id, {})
        lines = tuple(_line(c, reviewed, given) for c in self.measure.checks)
        sealed = case.id in self.sealed_cases
        return CaseReview(case, self.measure, lines, reviewed.conflicts, self.standing_of(case.id), sealed)

    def firmness(self) -> Firmness | None:
        """How firm the ranking's list of the open cases is; None where no score draws it, or none of its cases is open."""
        rubric, places = self.measure.rubric, self.measure.selection.places
        if rubric is None or self.measure.selection.order != "score" or places is UNSET or not self.ranked:
            return None
        cases = [r.case for r in self.ranked if r.case in self.granted]
        left = max(0, places - self.taken.places) if isinstance(places, int) else None
        marks, aside = {c: self.marks.get(c, []) for c in cases}, {c: self._aside(c) for c in cases}
        return firmness(Field(rubric, marks, aside, left, self._places_given))

    def renewed(self) -> Reckoning:
        """The same reckoning, or one brought up to what has been written since; what no new line touches is not reckoned again."""
        change, last = since.changed(self.db, self._seen)
        if not change.tables:
            return self
        fresh = Reckoning(self.db, self.edition, self.measure, self.year, self._placed)
        fresh.carry(self, change, last)
        return fresh

    def work_out(self, progress: Progress) -> None:
        """Everything that a page asks for first, case by case, so that it is seen to move and can be stopped."""
        reviewed = {}
        for at, case in enumerate(self.live):
            if at % _STEP == 0:
                progress(at, len(self.live), f"汇总{self.measure.article}")
            reviewed[case.id] = self.review(case)
        self.__dict__["reviewed"] = reviewed
        self.blockers()

    def hand_to(self, db: sqlite3.Connection) -> None:
        """From now on read by another connection, as another thread must."""
        self.db = db
        if "matters" in self.__dict__:
            self.matters.db = db


class Reckonings:
    """The reckonings of one reader, kept from one question to the next; whoever writes, the next question sees it."""

    def __init__(self, db: sqlite3.Connection, edition: Edition) -> None:
        self.db, self.edition = db, edition
        self._held: dict[tuple[int, int], Reckoning] = {}

    def of(self, measure: int, year: int) -> Reckoning:
        """One measure and year, as the store has it now."""
        held = self._held.get((measure, year))
        now = held.renewed() if held else Reckoning(self.db, self.edition, measure_of(self.edition, measure), year)
        self._held[measure, year] = now
        return now

    def unready(self, year: int) -> dict[int, int]:
        """The measures whose cases must all be judged before anything is told of the year, each with how many there are."""
        counts = reads.case_counts(self.db, year)
        waits = (n for n in counts if (n, year) not in self._held or not self._held[n, year].holds())
        return {number: counts[number] for number in waits}

    def take(self, worked_out: Iterable[Reckoning]) -> None:
        """Those that were worked out elsewhere (`worked_out`), in place of those held."""
        for one in worked_out:
            one.hand_to(self.db)
            self._held[one.measure.number, one.year] = one

    def review_of(self, case_id: CaseId) -> CaseReview:
        """As the function of this name."""
        case = reads.case(self.db, case_id)
        return self.of(case.measure, case.year).case_review(case)


def worked_out(
    db: sqlite3.Connection, edition: Edition, year: int, measures: Iterable[int], progress: Progress
) -> list[Reckoning]:
    """These measures of a year, ready to be told, for `Reckonings.take`; on whatever thread `db` belongs to."""
    found = [Reckoning(db, edition, measure_of(edition, number), year) for number in measures]
    for one in found:
        one.work_out(progress)
    return found


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


def _line(check: Check, reviewed: Reviewed, given: Mapping[tuple[str, str], str]) -> CheckLine:
    answers = tuple(a for a in reviewed.answers if a.check == check.id)
    stale = any(given.get((a.check, a.person)) != reviewed.case.digest for a in answers)
    findings = tuple(f for f in reviewed.findings if f.check == check.id)
    return CheckLine(check, findings, answers, reviewed.said[check.id], stale, reviewed.aside)

"""Another guide tried on a year's cases: what each would get, beside what it gets under the guide in force.

Both sides are reckoned anew from the same facts, answers and marks, as though nothing of the measure had been sealed or
proposed that year, so that only the guide can make a difference. The record is read and never written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from gyga_desk.edition import measure_of
from gyga_desk.matters import Matters
from gyga_desk.model import Case, CaseId, Decision, Outcome, Standing
from gyga_desk.policy import Edition, Rubric
from gyga_desk.rules import ledger, scoring
from gyga_desk.rules.overlap import Claim
from gyga_desk.standings.reckoning import Reckoning
from gyga_desk.store import reads


class _Unsealed(Reckoning):
    """A measure and year before its decisions; who has withdrawn since stays out, since no guide brings them back."""

    marks_fit: bool = True
    """Whether the marks were given by the rubric that is to score them."""

    @cached_property
    def decisions(self) -> list[Decision]:
        return []

    @cached_property
    def proposal(self) -> reads.Proposal | None:
        return None

    @cached_property
    def _sealed(self) -> list[reads.SealedRow]:
        return [s for s in reads.sealed(self.db) if (s.measure, s.year) != (self.measure.number, self.year)]

    @cached_property
    def taken(self) -> ledger.Taken:
        return ledger.taken(self.awards, self.measure.number, self.year, 0)

    @cached_property
    def live(self) -> list[Case]:
        return [c for c in self.cases if c.id not in self.withdrawn]

    @cached_property
    def matters(self) -> Matters:
        return _OthersMatters(self.db, self.edition, frozenset(c.id for c in self.cases))

    def _read_scores(self, only: CaseId | None = None) -> dict[CaseId, scoring.Score]:
        return super()._read_scores(only) if self.marks_fit else {}


class _OthersMatters(Matters):
    """The claims without what the tried cases themselves were awarded."""

    def __init__(self, db: sqlite3.Connection, edition: Edition, own: frozenset[CaseId]) -> None:
        super().__init__(db, edition)
        self._own = own

    @cached_property
    def _paid(self) -> list[Claim]:
        return [claim for claim in super()._paid if claim.id not in self._own]


@dataclass(frozen=True)
class Tried:
    """One case under both guides."""

    case: CaseId
    measure: int
    applicant: str
    title: str
    before: Outcome
    after: Outcome
    before_fen: int | None
    after_fen: int | None
    before_rank: int | None
    after_rank: int | None
    decided_fen: int | None
    """What the record has sealed for it; None where it is not sealed."""

    @property
    def gain_fen(self) -> int | None:
        """分 more (or less) than under the guide in force; None where one side is not known."""
        if self.before_fen is None or self.after_fen is None:
            return None
        return self.after_fen - self.before_fen

    @property
    def changed(self) -> bool:
        return (self.before, self.before_fen) != (self.after, self.after_fen)


@dataclass(frozen=True)
class MeasureTrial:
    """A measure's cases under both guides, the changed ones and the others."""

    measure: int
    name: str
    cases: tuple[Tried, ...]
    marks_fit: bool
    """False where the new guide marks by other items, so that the old marks say nothing under it."""

    @property
    def changed(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.cases if one.changed)

    @property
    def before_fen(self) -> int | None:
        """分 of the cases whose amount is known under the guide in force; None where none is."""
        return _sum(one.before_fen for one in self.cases)

    @property
    def after_fen(self) -> int | None:
        return _sum(one.after_fen for one in self.cases)

    @property
    def unknown(self) -> int:
        """How many cases have no amount on one side or the other, and so are missing from its sum."""
        return sum(one.before_fen is None or one.after_fen is None for one in self.cases)

    @property
    def gain_fen(self) -> int | None:
        """What both sums differ by; None where a case is missing from either."""
        if self.unknown or self.before_fen is None or self.after_fen is None:
            return None
        return self.after_fen - self.before_fen


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum(known) if known else None


def tried(db: sqlite3.Connection, held: Edition, other: Edition, year: int) -> list[MeasureTrial]:
    """Every measure that had cases in the year; raises what a reckoning raises."""
    return list(_tried(db, held, _in_old_period(held, other), year))


def _in_old_period(held: Edition, other: Edition) -> Edition:
    """The other edition with the period that the cases were filed in, since they would all be late for the next."""
    process = replace(other.process, filing_from=held.process.filing_from, filing_until=held.process.filing_until)
    return replace(other, process=process)


def _tried(db: sqlite3.Connection, held: Edition, other: Edition, year: int) -> Iterator[MeasureTrial]:
    decided = {s.case: s.amount_fen for s in reads.sealed(db)}
    for measure in held.measures:
        if not reads.cases(db, measure.number, year) or other.measure(measure.number) is None:
            continue
        fit = _same_items(measure.rubric, measure_of(other, measure.number).rubric)
        old, new = _lines(db, held, measure.number, year), _lines(db, other, measure.number, year, fit=fit)
        rows = [_one(old[c], new[c], decided.get(c)) for c in old if c in new]
        yield MeasureTrial(measure.number, measure.name, tuple(rows), fit)


def _lines(
    db: sqlite3.Connection, edition: Edition, number: int, year: int, *, fit: bool = True
) -> dict[CaseId, Standing]:
    work = _Unsealed(db, edition, measure_of(edition, number), year)
    work.marks_fit = fit
    return {line.case: line for line in work.table().cases}


def _same_items(one: Rubric | None, other: Rubric | None) -> bool:
    """Whether marks given by one rubric can be added up by the other."""
    if one is None or other is None or not isinstance(one.items, tuple) or not isinstance(other.items, tuple):
        return (one is None) == (other is None)
    return [(i.id, i.points) for i in one.items] == [(i.id, i.points) for i in other.items]


def _one(old: Standing, new: Standing, decided: int | None) -> Tried:
    return Tried(
        old.case,
        old.measure,
        old.applicant,
        old.title,
        old.provisional,
        new.provisional,
        old.amount_fen,
        new.amount_fen,
        old.rank,
        new.rank,
        decided,
    )

"""Across the measures of a year: how far each has come, and what it costs each payer."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.edition import measure_of
from gyga_desk.model import (
    Outcome,
)
from gyga_desk.policy import UNSET, Absent, AmountKind, Edition
from gyga_desk.rules import (
    totals,
)
from gyga_desk.standings.nouns import MeasureProgress, Stages
from gyga_desk.standings.reckoning import Reckoning, Reckonings
from gyga_desk.standings.sums import SUPPORTED, expected_of


def progress_of(db: sqlite3.Connection, edition: Edition, year: int) -> list[MeasureProgress]:
    """Every measure of a year: cases, how many are answered, what is sealed and spent."""
    return progress_in(Reckonings(db, edition), year)


def progress_in(kept: Reckonings, year: int) -> list[MeasureProgress]:
    """The same of reckonings that are kept from one question to the next."""
    return [_progress(kept.of(measure.number, year)) for measure in kept.edition.measures]


def _progress(work: Reckoning) -> MeasureProgress:
    answered = sum(1 for s in work.lines if s.outcome is not Outcome.PENDING)
    chosen = sum(1 for s in work.lines if s.provisional in SUPPORTED)
    pool, places = work.measure.selection.pool, work.measure.selection.places
    expected, unknown = expected_of(work.lines)
    known = places is not UNSET  # who holds a place is open as long as the places are
    money = known and work.measure.amount.kind is not AmountKind.REFERRAL
    return MeasureProgress(
        work.measure.number, work.measure.name, len(work.lines), answered, bool(work.decisions), work.taken.fen,
        None if isinstance(pool, Absent) else pool, None if isinstance(places, Absent) else places, chosen if known else None,
        work.unset, _stages(work), expected if money else None, unknown,
    )  # fmt: skip


def _stages(work: Reckoning) -> Stages:
    live = [s for s in work.lines if s.case not in work.sealed_cases]
    waits = sum(s.outcome in (Outcome.PENDING, Outcome.RECUSED) for s in live)
    mended, refused = (sum(s.outcome is kind for s in live) for kind in (Outcome.SUPPLEMENT, Outcome.REJECTED))
    return Stages(waits, mended, len(live) - waits - mended - refused, refused, len(work.lines) - len(live))


@dataclass(frozen=True)
class YearProgress:
    """All measures of a year together."""

    cases: int
    stages: Stages
    spent_fen: int


def year_of(rows: Sequence[MeasureProgress]) -> YearProgress:
    """The measures of a year added up."""
    parts = [(s.pending, s.supplement, s.ready, s.refused, s.sealed) for s in (r.stages for r in rows)]
    return YearProgress(
        sum(r.cases for r in rows),
        Stages(*(sum(column) for column in zip(*parts, strict=True))),
        sum(r.spent_fen for r in rows),
    )


def totals_of(db: sqlite3.Connection, edition: Edition, year: int, measure: int | None = None) -> totals.Totals:
    """What sealed decisions cost each payer in a year, of all measures or one; who withdrew costs nothing."""
    wanted = edition.measures if measure is None else (measure_of(edition, measure),)
    found = [s for m in wanted for s in Reckoning(db, edition, m, year).sealed_standings]
    return totals.totals(found, edition.payers)

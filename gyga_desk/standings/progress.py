"""Across the measures of a year: how far each has come, and what it costs each payer."""

from __future__ import annotations

import sqlite3

from gyga_desk.model import (
    Outcome,
)
from gyga_desk.policy import Edition
from gyga_desk.rules import (
    totals,
)
from gyga_desk.standings.edition import measure_of
from gyga_desk.standings.nouns import MeasureProgress
from gyga_desk.standings.reckoning import Reckoning


def progress_of(db: sqlite3.Connection, edition: Edition, year: int) -> list[MeasureProgress]:
    """Every measure of a year: cases, how many are answered, what is sealed and spent."""
    found = []
    for measure in edition.measures:
        work = Reckoning(db, edition, measure, year)
        table = work.table()
        answered = sum(1 for s in table.cases if s.outcome is not Outcome.PENDING)
        chosen = sum(1 for s in table.cases if s.provisional in (Outcome.SELECTED, Outcome.AWARDED, Outcome.REFERRED))
        found.append(MeasureProgress(
            measure.number, measure.name, len(table.cases), answered, bool(work.decisions), table.spent_fen, table.pool_fen,
            table.places, chosen, table.unset,
        ))  # fmt: skip
    return found


def totals_of(db: sqlite3.Connection, edition: Edition, year: int, measure: int | None = None) -> totals.Totals:
    """What sealed decisions cost each payer in a year, of all measures or one; who withdrew costs nothing."""
    wanted = edition.measures if measure is None else (measure_of(edition, measure),)
    found = [s for m in wanted for s in Reckoning(db, edition, m, year).sealed_standings]
    return totals.totals(found, edition.payers)

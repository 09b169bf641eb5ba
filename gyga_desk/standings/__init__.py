"""The one source of every shown number: facts, answers and marks in; outcomes, scores, ranks and amounts out.

What a sealed decision holds is shown as it was sealed, everything else is computed afresh each time it is asked for.
Nothing is changed or printed here, and no rule is stated here: those live in `operations`, `formats` and `rules`.
A `Reckoning` is built in layers, each of which looks further than the one before: `given` (what the store says),
`case` (one case), `order` (all cases of the year), `pool` (its places and money), `line` and `table`, `gate`.
"""

from __future__ import annotations

from gyga_desk.edition import GUIDE_FILE, edition_of, measure_of
from gyga_desk.standings.due import Due, DueKind, due_of
from gyga_desk.standings.given import contract_claims
from gyga_desk.standings.nouns import CaseReview, CheckLine, MeasureProgress, Reviewed, Stages
from gyga_desk.standings.pool import RULES
from gyga_desk.standings.progress import YearProgress, progress_in, progress_of, totals_of, year_of
from gyga_desk.standings.reckoning import Reckoning, Reckonings, gate, of, review_of, worked_out
from gyga_desk.standings.sums import SUPPORTED, Sums, running

__all__ = [
    "GUIDE_FILE",
    "RULES",
    "SUPPORTED",
    "CaseReview",
    "CheckLine",
    "Due",
    "DueKind",
    "MeasureProgress",
    "Reckoning",
    "Reckonings",
    "Reviewed",
    "Stages",
    "Sums",
    "YearProgress",
    "contract_claims",
    "due_of",
    "edition_of",
    "gate",
    "measure_of",
    "of",
    "progress_in",
    "progress_of",
    "review_of",
    "running",
    "totals_of",
    "worked_out",
    "year_of",
]

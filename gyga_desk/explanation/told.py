"""Everything that one explanation is made of, asked of the record once and as the person may see it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gyga_desk import seen
from gyga_desk.model import Case, CaseId, Cost, Decision, Mark, MarkState, Standing, Table, Trade
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.overlap import Overlap
from gyga_desk.standings import CaseReview, Reckoning, Reckonings
from gyga_desk.store import codec, reads
from gyga_desk.store.exceptions import Withdrawal
from gyga_desk.store.reads import BatchRow, PersonRow


@dataclass(frozen=True)
class Sealed:
    """What was sealed of a case, and whether the record still has it as it was."""

    decision: Decision
    standing: Standing
    """As it was at the seal, whatever happened afterwards."""
    facts: Sequence[tuple[str, str]]
    checks: Mapping[str, Mapping[str, str]]
    """By check id: `answer`, `person`, `note`, `finding`."""
    digest: str
    """Of the facts as they were judged."""
    edition: str
    guide: str
    whole: bool
    settled: Mapping[str, str]
    """What a person said about a fact, with what stands in the workbook, by header."""


@dataclass(frozen=True)
class Told:
    """One case with all that bears on it."""

    edition: Edition
    review: CaseReview
    table: Table
    """The sealed one, or the one in force as the person may see it."""
    batch: BatchRow | None
    lines: Sequence[Trade | Cost]
    """The single lines behind the stated sums."""
    overlap: Overlap | None
    """None for a sealed case, whose overlap is told by what was sealed."""
    odd_marks: Sequence[Mark]
    """Marks that do not count for a stated reason."""
    hidden: bool
    """Whether others' marks, and what follows from them, wait for the person's own."""
    sealed: Sealed | None
    reopened: Sequence[Decision]
    withdrawn: Withdrawal | None

    @property
    def case(self) -> Case:
        return self.review.case

    @property
    def measure(self) -> Measure:
        return self.review.measure

    @property
    def standing(self) -> Standing:
        return self.review.standing


def gather(kept: Reckonings, case_id: CaseId, person: PersonRow) -> Told:
    """Asks the record for one case."""
    db, edition = kept.db, kept.edition
    review = seen.review_in(kept, case_id, person)
    case, work = review.case, kept.of(review.case.measure, review.case.year)
    sealed = _sealed(work, case_id) if review.sealed else None
    visible = seen.marks(db, edition, case.measure, case.year, person) if review.measure.rubric else None
    return Told(
        edition, review, sealed.decision.table if sealed else seen.table(work, person),
        next((b for b in reads.batches(db) if b.id == case.batch), None),
        (*reads.trades(db, case_id).get(case_id, ()), *reads.costs(db, case_id).get(case_id, ())),
        None if sealed else work.matters.overlap(case),
        [m for m in visible.marks if m.case == case_id and m.state is not MarkState.GIVEN] if visible else [],
        any(reason.sentence == seen.WAITS for reason in review.standing.why), sealed, _reopened(db, case),
        work.withdrawn.get(case_id),
    )  # fmt: skip


def _reopened(db: sqlite3.Connection, case: Case) -> list[Decision]:
    """Earlier decisions about the case that were taken back."""
    found = reads.decisions(db, case.measure, case.year)
    return [d for d in found if d.reopened and any(s.case == case.id for s in d.table.cases)]


def _sealed(work: Reckoning, case: CaseId) -> Sealed | None:
    """As the newest decision that stands has it."""
    for decision in reversed(work.decisions):
        standing = next((s for s in decision.table.cases if s.case == case), None)
        if standing is not None:
            return _read(work.db, decision, standing)
    return None


def _read(db: sqlite3.Connection, decision: Decision, standing: Standing) -> Sealed:
    body, content = reads.decision_body(db, decision.id), reads.sealed_content(db, decision.id, standing.case)
    told: dict[str, Any] = json.loads(body)
    held: dict[str, Any] = json.loads(content or "{}")
    whole = codec.digest(body) == decision.digest and content is not None
    return Sealed(
        decision, standing, [(header, shown) for header, shown in held.get("facts", ())],
        {one["id"]: one for one in held.get("checks", ())}, held.get("digest", ""), told["edition"], told["guide"],
        whole and told["contents"].get(standing.case) == codec.digest(content or ""),
        {header: f"原文“{raw}”，{said}" for header, raw, said in held.get("settled", ())},
    )  # fmt: skip

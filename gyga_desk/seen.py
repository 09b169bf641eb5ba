"""What a person may see of other experts' marks: nothing on a case before their own marks for it are in.

Who marks in the program is a reviewer, and sees neither what the others gave nor the ranks and awards that follow from it
while a case is open to their own judgement. Once a case is sealed, everybody sees what was sealed. The
administrator, who marks nothing, sees no single mark before that either. Where experts' totals
only came in by table there is nothing to keep apart, and everything is shown as `standings` has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gyga_desk.errors import Refused
from gyga_desk.model import CaseId, Mark, Opinion, Outcome, Reason, Role, Standing, Table
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.firmness import Firmness
from gyga_desk.rules.items import TOTAL, is_in, items_of
from gyga_desk.standings import CaseReview, MeasureProgress, Reckoning, Reckonings, measure_of, progress_in
from gyga_desk.store import codec, reads
from gyga_desk.store.reads import PersonRow

WAITS = "本人评分交齐之前，不显示他人评分、得分、名次和结果"
_BY_RANK = {Outcome.SELECTED, Outcome.RESERVE, Outcome.NOT_SELECTED, Outcome.AWARDED, Outcome.OUT_OF_POOL}


@dataclass(frozen=True)
class Seen:
    """The marks and opinions of one measure and year as one person may see them."""

    marks: tuple[Mark, ...]
    opinions: tuple[Opinion, ...]
    hidden: frozenset[CaseId]
    """The cases on which others have marked and the person has not finished."""

    def own(self, case: CaseId, person: str) -> list[Mark]:
        return [m for m in self.marks if m.case == case and m.expert == person]


def marks(db: sqlite3.Connection, edition: Edition, measure: int, year: int, person: PersonRow) -> Seen:
    """What a person may see of the marks given in a measure."""
    held, sealed = reads.marks(db, measure, year), {s.case for s in reads.sealed(db)}
    if person.role is Role.ADMIN:  # who keeps the accounts and the keys has no business with single marks
        hidden = frozenset(m.case for m in held if m.item != TOTAL and m.case not in sealed)
    else:
        hidden = _hidden(measure_of(edition, measure), held, person, sealed)
    return Seen(
        tuple(m for m in held if m.expert == person.name or m.case not in hidden),
        tuple(o for o in reads.opinions(db, measure, year) if o.expert == person.name or o.case not in hidden),
        hidden,
    )


def _hidden_in(work: Reckoning, person: PersonRow) -> frozenset[CaseId]:
    held = [m for given in work.marks.values() for m in given]
    return _hidden(work.measure, held, person, work.sealed_cases)


def _hidden(measure: Measure, held: Sequence[Mark], person: PersonRow, sealed: Collection[CaseId]) -> frozenset[CaseId]:
    if person.role is not Role.REVIEWER or measure.rubric is None or not items_of(measure.rubric):
        return frozenset()
    cases = {m.case for m in held if m.expert != person.name and m.item != TOTAL}
    cases -= set(sealed)
    own: dict[CaseId, list[Mark]] = {c: [] for c in cases}
    for mark in held:
        if mark.expert == person.name and mark.case in own:
            own[mark.case].append(mark)
    return frozenset(c for c, given in own.items() if not is_in(measure.rubric, given))


def table(work: Reckoning, person: PersonRow, rule: str | None = None) -> Table:
    """The standing of a measure as a person may see it; ranks and awards wait until nothing is hidden any more."""
    whole, hidden = work.table(rule), _hidden_in(work, person)
    if not hidden:
        return whole
    shown = replace(whole, digest="", cases=_veiled_lines(work, whole.cases, person, hidden), tie_at_line=())
    return replace(shown, digest=codec.digest(codec.canonical(codec.write_table(shown))))


def progress(kept: Reckonings, year: int, person: PersonRow) -> list[MeasureProgress]:
    """A year at a glance; what a list comes to is not told while its marks are hidden."""
    return [
        replace(p, selected=None, expected_fen=None) if _hidden_in(kept.of(p.measure, year), person) else p
        for p in progress_in(kept, year)
    ]


def firmness(work: Reckoning, person: PersonRow) -> Firmness | None:
    """How firm the list is; told to nobody who has still to mark without knowing the others' marks."""
    if _hidden_in(work, person):
        raise Refused("{waits}；请先交齐本人的评分。", waits=WAITS)
    return work.firmness()


def lines(work: Reckoning, person: PersonRow) -> tuple[Standing, ...]:
    """The lines of that table, and nothing reckoned beside them."""
    hidden = _hidden_in(work, person)
    return _veiled_lines(work, work.lines, person, hidden) if hidden else work.lines


def _veiled_lines(
    work: Reckoning, whole: Sequence[Standing], person: PersonRow, hidden: frozenset[CaseId]
) -> tuple[Standing, ...]:
    live = [_veiled(work, s, person.name, hidden) for s in whole if s.case in work.reviewed]
    return (*(s for s in whole if s.case not in work.reviewed), *sorted(live, key=lambda s: s.case))


def of(
    db: sqlite3.Connection, edition: Edition, measure: int, year: int, person: PersonRow, rule: str | None = None
) -> Table:
    """As `standings.of`, for a person."""
    return table(Reckoning(db, edition, measure_of(edition, measure), year), person, rule)


def review(db: sqlite3.Connection, edition: Edition, case: CaseId, person: PersonRow) -> CaseReview:
    """One case's checklist and standing as a person may see them."""
    return review_in(Reckonings(db, edition), case, person)


def review_in(kept: Reckonings, case: CaseId, person: PersonRow) -> CaseReview:
    """The same of reckonings that are kept from one question to the next."""
    held = reads.case(kept.db, case)
    work = kept.of(held.measure, held.year)
    found, hidden = work.case_review(held), _hidden_in(work, person)
    if not hidden or found.sealed:
        return found
    return replace(found, standing=_veiled(work, found.standing, person.name, hidden))


def _veiled(work: Reckoning, one: Standing, person: str, hidden: frozenset[CaseId]) -> Standing:
    """Without what follows from comparing; on a hidden case without what others gave."""
    reviewed = work.reviewed[one.case]
    waits = Reason("", WAITS, "")
    if one.case in work.specials:  # decided by a meeting, and no rank has a part in it
        return one
    kept = replace(
        one, outcome=_open(one.outcome), provisional=_open(one.provisional), rank=None, tied=False, amount_fen=None, city_fen=None,
        district_fen=None, derivation=reviewed.derived.steps, why=(*one.why, waits),
    )  # fmt: skip
    if one.case not in hidden:
        return kept
    told = (*reviewed.score.why, *reviewed.score.wide) if reviewed.score else ()
    own = tuple(t for t in one.scores if t.expert == person)
    return replace(kept, score=None, spread=None, scores=own, why=tuple(r for r in kept.why if r not in told))


def _open(outcome: Outcome) -> Outcome:
    return Outcome.ELIGIBLE if outcome in _BY_RANK else outcome

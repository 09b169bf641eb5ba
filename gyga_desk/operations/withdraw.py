"""A selected project that withdraws after the seal, and the reserve that takes its place (第三条 “每年择优评选不超过10个”).

Nothing sealed is changed. The decision stays word for word; the withdrawn case's sealed row stays too, so that the running
total of the measure, which the database keeps continuous row by row, never has to be rewritten. What goes is its slot: a
`withdrawal` row, written by two people, is the only thing besides a reopening that lets the database give one up. Reads
take a withdrawn case for sealed, with no place and no money, so the ledger and the totals count it no more.

The replacement was sealed as a reserve with nothing. An addendum, a decision of its own with the meeting of this act, seals
it once more, as selected, in the place that is free: its newer row counts, its total goes on from the last one, and the
slot it must hold is one of the ten, so that an eleventh is refused as before. Where a measure has a pool, the money of who
left could not be given out again below the pool's line without rewriting the total; there the decision is reopened instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Decision, Departure, Meeting, Outcome, Reason, Role, Standing
from gyga_desk.operations import Done, Session, Work, check_role, checkpoints, operation
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.decide import Act, check_late, check_meeting, record_decision
from gyga_desk.operations.second import check_second
from gyga_desk.operations.sweep import sweep
from gyga_desk.policy import Absent, Edition, Measure
from gyga_desk.rules import ranking, scoring
from gyga_desk.standings import Reckoning, measure_of
from gyga_desk.store import exceptions, reads, writes


@dataclass(frozen=True)
class Refill:
    """Who takes the place that becomes free: the next of the reserve, or another one with a reason."""

    meeting: Meeting
    instead: CaseId | None = None
    why: str = ""
    late: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal did: who left, and the addendum that sealed who came, if anybody did."""

    case: CaseId
    replacement: CaseId
    addendum: Decision | None


class Replacement(Reckoning):
    """One reserve case by itself, taken into the place that another gave back: everything else stays as it was sealed."""

    def __init__(self, db: sqlite3.Connection, edition: Edition, measure: Measure, year: int, case: CaseId) -> None:
        super().__init__(db, edition, measure, year)
        self.case = case

    @cached_property
    def live(self) -> list[Case]:
        return [c for c in self.cases if c.id == self.case]

    @cached_property
    def picked(self) -> ranking.Chosen | None:
        return ranking.Chosen((self.case,), ())

    def standing(self, withdrawn: CaseId) -> Standing:
        """The case as selected: today's arithmetic, since the same matter may have been paid meanwhile; score and rank as sealed."""
        held = next(s for s in self.sealed_standings if s.case == self.case)
        given, _ = self.allocation()
        found = self._standing(self.case, given, None)
        said = Reason(
            "", f"{withdrawn} 退出，由备选第 {held.rank} 名递补", self.measure.selection.cites["places"].label
        )
        return replace(
            found,
            why=(*found.why, said),
            score=held.score,
            scores=held.scores,
            spread=held.spread,
            rank=held.rank,
            tied=held.tied,
        )


def reserves(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> list[Standing]:
    """The sealed reserves of all of a year's batches, the highest published score first; equals by case id, which decides nothing."""
    held = Reckoning(db, edition, measure_of(edition, measure), year).sealed_standings
    able = [s for s in held if s.outcome is Outcome.RESERVE and s.score is not None]
    return sorted(able, key=lambda s: (-_points(s), s.case))


def _points(standing: Standing) -> Decimal:
    return scoring.published(standing.score or Fraction(0))


def next_of(found: Sequence[Standing]) -> list[CaseId]:
    """Whose turn it is: one case, or all that share the highest published score."""
    return [s.case for s in found if _points(s) == _points(found[0])]


def withdraw(
    session: Session,
    case: CaseId,
    reason: str,
    second: str,
    second_password: str,
    refill: Refill | None = None,
) -> Done[Withdrawn]:
    """Records that a selected case withdraws, and seals who takes its place.

    Without `refill` the place stays free; the same act done again, with one, fills it.
    """
    check_role(session, _withdraw.title, _withdraw.roles)
    held = reads.case(session.db, case)
    standing = Reckoning(session.db, session.edition, _measure(session.edition, held.measure), held.year)
    decision = _place_of(standing, case, refill=refill is not None)
    if not reason.strip():
        raise Refused("退出须写明理由；请补充后再提交。")
    chosen, act = "", None
    if refill is not None:
        check_meeting(refill.meeting)
        check_late(session.edition, refill.meeting, refill.late)
        chosen = _replacement(session, standing, refill)
        why = (Departure(chosen, refill.why.strip()),) if refill.why.strip() else ()
        act = Act(refill.meeting, second, why, refill.late.strip())
    check_second(session, second, second_password)
    if act is not None:
        act = replace(act, key=checkpoints.second_key(session.db, second, second_password))
    snapshot(session, "退出前")
    return _withdraw(session, case, decision, reason.strip(), second, chosen, act)


def _measure(edition: Edition, number: int) -> Measure:
    """Refuses a measure without places, or with a pool."""
    held = measure_of(edition, number)
    if isinstance(held.selection.places, Absent) or not isinstance(held.selection.pool, Absent):
        raise Refused(
            "措施{measure}不按名额遴选，或有年度资金总额，不能只退出一个项目；请由主任和第二人重新开启决定。",
            measure=number,
        )
    return held


def _place_of(standing: Reckoning, case: CaseId, *, refill: bool) -> str:
    """The decision that gave the case its place; refuses one that has none, or whose place somebody has taken."""
    sealed = next((s for s in standing.sealed_standings if s.case == case), None)
    row = next((r for r in reads.sealed(standing.db) if r.case == case), None)
    if sealed is None or row is None:
        raise Refused("{case} 的决定尚未封存，无需退出；请在审核中处理。", case=case)
    if case in standing.withdrawn:
        if refill and len(standing.withdrawn) > exceptions.refilled(
            standing.db, standing.measure.number, standing.year
        ):
            return row.decision
        raise Refused(
            "{case} 已于 {day} 退出；名额空着的，写明会议后可以递补，已经递补的无须再办。",
            case=case,
            day=standing.withdrawn[case].at[:10],
        )
    if sealed.outcome is not Outcome.SELECTED:
        raise Refused("{case} 没有入选（{outcome}），不占名额，无需退出。", case=case, outcome=sealed.outcome.label)
    return row.decision


def _replacement(session: Session, standing: Reckoning, refill: Refill) -> CaseId:
    """The next of the reserve, or the one named with a reason."""
    found = reserves(session.db, session.edition, standing.measure.number, standing.year)
    if not found:
        raise Refused(
            "措施{measure} {year} 年没有备选项目可以递补；请只登记退出。",
            measure=standing.measure.number,
            year=standing.year,
        )
    turn = next_of(found)
    if refill.instead is None and len(turn) > 1:
        raise Refused("{cases} 同分并列，递补哪一个须由主任指定并写明理由。", cases="、".join(turn))
    chosen = refill.instead or turn[0]
    if chosen not in {s.case for s in found}:
        raise Refused(
            "{case} 不在备选名单中，不能递补；备选依次为：{cases}。",
            case=chosen,
            cases="、".join(s.case for s in found),
        )
    if turn != [chosen] and not refill.why.strip():
        raise Refused("备选依次轮到 {cases}，递补 {case} 须写明理由。", case=chosen, cases="、".join(turn))
    _check_credit(session, standing, chosen)
    return chosen


def _check_credit(session: Session, standing: Reckoning, case: CaseId) -> None:
    """A bad credit record found since the seal: the sealed answers can no longer take it into account."""
    found = Replacement(session.db, session.edition, standing.measure, standing.year, case).blockers()
    bad = next((b for b in found if (b.case, b.code) == (case, "credit-bad")), None)
    if bad is not None:
        raise Refused(
            "{case} 不能递补：{sentence}请另行指定备选并写明理由，或重新开启决定。", case=case, sentence=bad.sentence
        )


@operation("入选项目退出", Role.CHAIR, seals=True, detail=lambda case, *_: str(case))
def _withdraw(
    work: Work, case: CaseId, decision: str, reason: str, second: str, replacement: CaseId, act: Act | None
) -> Withdrawn:
    held = reads.case(work.db, case)
    measure = measure_of(work.edition, held.measure)
    if case not in Reckoning(work.db, work.edition, measure, held.year).withdrawn:
        writes.add(work.db, "withdrawal", {
            "case_id": case, "decision": decision, "reason": reason, "at": work.at, "person": work.person, "second": second,
        })  # fmt: skip
        writes.drop(work.db, "slot", case_id=case)
        work.db.execute(
            "UPDATE paper SET state = 'void', reason = ? WHERE case_id = ? AND decision = ? AND state <> 'void'",
            (f"项目已退出：{reason}", case, decision),
        )
    addendum = None
    if act is not None:
        standing = Replacement(work.db, work.edition, measure, held.year, replacement)
        addendum = record_decision(work, standing, (standing.standing(case),), act)
    sweep(work, held.measure, held.year)
    return Withdrawn(case, replacement if addendum else "", addendum)

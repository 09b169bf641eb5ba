"""Everything judged of one case alone: its answers, its checks, its entitlement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from gyga_desk.model import (
    Answer,
    Answered,
    Case,
    CaseId,
    Conflict,
    Cost,
    Declared,
    Outcome,
)
from gyga_desk.policy import NONE, Check
from gyga_desk.rules import (
    amounts,
    automatic,
    checklist,
    credit,
    participants,
    vouchers,
)
from gyga_desk.rules import costs as cost_rules
from gyga_desk.rules import trades as trade_rules
from gyga_desk.rules.facts import money_of, plain, text_of
from gyga_desk.rules.overlap import Overlap, sentences
from gyga_desk.standings.given import Given
from gyga_desk.standings.nouns import Reviewed
from gyga_desk.store import exceptions, reads


class Judged(Given):
    """The live cases, each judged by itself and beside its own applicant’s others."""

    @cached_property
    def reviewed(self) -> dict[CaseId, Reviewed]:
        return {c.id: self.review(c) for c in self.live}

    def review(self, case: Case) -> Reviewed:
        """Everything judged of one case alone."""
        answers, conflicts = self._answers.get(case.id, []), self._conflicts.get(case.id, [])
        said, overlap = self._said_of(case), self.matters.overlap(case)
        beside = [self._net(c) for c in self._siblings(case)] if self.measure.amount.threshold is not NONE else []
        derived = amounts.derive(
            self.measure,
            case,
            self._open(case).reductions,
            paid_fen=overlap.paid_fen,
            figures=self._figures(case),
            beside=beside,
        )
        found = automatic.findings(lambda check: self._look(check, case, derived, conflicts, overlap), self.measure)
        judgement = checklist.judge(self.measure, said, self._current(case), conflicts, found, case)
        return Reviewed(
            case, said, tuple(answers), tuple(conflicts), found, judgement, derived, self._scores.get(case.id)
        )

    def _said_of(self, case: Case) -> dict[str, Answer | None]:
        answers, conflicts = self._answers.get(case.id, []), self._conflicts.get(case.id, [])
        given = self._given_on.get(case.id, {})
        return {c.id: _said(c, answers, conflicts, case.digest, given) for c in self.measure.checks}

    def _current(self, case: Case) -> list[Answered]:
        """The answers given on the facts as they stand; a sum stated on others counts no longer."""
        given = self._given_on.get(case.id, {})
        return [a for a in self._answers.get(case.id, []) if given.get((a.check, a.person)) == case.digest]

    def _open(self, case: Case) -> checklist.Judgement:
        """What people's answers alone say of a case, before the program has looked at it."""
        if case.id not in self._opened:
            conflicts = self._conflicts.get(case.id, [])
            self._opened[case.id] = checklist.judge(
                self.measure, self._said_of(case), self._current(case), conflicts, (), case
            )
        return self._opened[case.id]

    @cached_property
    def _opened(self) -> dict[CaseId, checklist.Judgement]:
        return {}

    def _look(
        self, check: Check, case: Case, derived: amounts.Derived, conflicts: Sequence[Conflict], overlap: Overlap
    ) -> automatic.Look:
        matter = text_of(case, check.uses[1]) if check.auto == "once_only" else ""
        earlier = self.matters.once(self.measure.number, case.id, matter) if matter else ()
        stated = money_of(case, self.measure.amount.received) if self.measure.amount.received else None
        return automatic.Look(
            self.edition, self.measure, case, check, derived.entitled_fen, self._received.get(case.batch, ""), earlier,
            _declared(conflicts), overlap=sentences(overlap, stated), filings=self._filings, credit=credit.telling(self.credit_checks.get(case.id, [])),
            claimed=self._claimed(check, case), over_fen=derived.over_fen, evidence=self._evidence(case),
            costs=cost_rules.evidence(self.measure, case, self.costs.get(case.id, ())),
            siblings=tuple(c.id for c in self._siblings(case)), units=self._units,
        )  # fmt: skip

    def _claimed(self, check: Check, case: Case) -> vouchers.Claimed:
        """Who else claims the contract that a check asks about."""
        if check.auto != "one_claim":
            return vouchers.NOBODY
        contract, supplier = (text_of(case, column) for column in check.uses)
        return vouchers.claimed(case.id, contract, supplier, self._contracts.get(plain(contract), ()))

    @cached_property
    def specials(self) -> dict[CaseId, exceptions.Special]:
        """The live cases that a meeting decides apart (第八条(四))."""
        return {c: s for c, s in self._apart.items() if c in self.reviewed}

    @cached_property
    def _standing_by_code(self) -> dict[str, list[Case]]:
        """By credit code, the year's cases that no answer has left out and no meeting decides apart."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            if self._stands(case):
                found.setdefault(case.credit_code, []).append(case)
        return found

    def _stands(self, case: Case) -> bool:
        return case.id not in self._apart and self._open(case).provisional is Outcome.ELIGIBLE

    def _siblings(self, case: Case) -> list[Case]:
        """The same market participant's other cases of the year, where it is the participant that counts."""
        if self.measure.amount.kind not in participants.TOGETHER or not case.credit_code:
            return []
        return [c for c in self._standing_by_code.get(case.credit_code, ()) if c.id != case.id]

    @cached_property
    def _units(self) -> tuple[str, ...]:
        column = self.measure.amount.unit
        told = {text_of(c, column) for cases in self._standing_by_code.values() for c in cases} if column else set()
        return tuple(sorted(told - {""}))

    @cached_property
    def _evidences(self) -> dict[CaseId, trade_rules.Evidence | None]:
        detail, cases = self.measure.detail, {c.id: c for c in self.cases}
        return {c: trade_rules.evidence(detail, cases[c], lines) for c, lines in self.trades.items()} if detail else {}

    @cached_property
    def costs(self) -> dict[CaseId, list[Cost]]:
        """The cost items behind each case, where the measure has such."""
        return reads.costs(self.db, measure=self.measure.number, year=self.year) if self.measure.costs else {}

    def _evidence(self, case: Case) -> trade_rules.Evidence | None:
        return self._evidences.get(case.id)

    def _figures(self, case: Case) -> Mapping[str, trade_rules.Figure]:
        return trade_rules.figures(self.measure, case, self._evidence(case))

    def _net(self, case: Case) -> int | None:
        return amounts.derive(self.measure, case, self._open(case).reductions, figures=self._figures(case)).base_fen


def _said(
    check: Check,
    answers: Sequence[Answered],
    conflicts: Sequence[Conflict],
    facts: str,
    given: dict[tuple[str, str], str],
) -> Answer | None:
    """A declaration of interest answers the check that asks for it."""
    if check.auto != "declared":
        return checklist.effective(check, answers, conflicts, facts, given)
    held = _declared(conflicts)
    return {"none": Answer.YES, "declared": Answer.NO}.get(held)


def _declared(conflicts: Sequence[Conflict]) -> str:
    words = {c.declared for c in conflicts}
    return "none" if Declared.NONE in words else "declared" if words else ""

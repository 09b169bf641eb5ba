"""What the store says of one measure and year, each question asked once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from gyga_desk.matters import Matters
from gyga_desk.model import (
    Answered,
    Case,
    CaseId,
    Conflict,
    Decision,
    Declared,
    Departure,
    Mark,
    Outcome,
    Reason,
    Standing,
    Trade,
)
from gyga_desk.policy import AmountKind, Edition, Measure
from gyga_desk.rules import (
    credit,
    ledger,
    scoring,
    vouchers,
)
from gyga_desk.rules import filings as filing_rules
from gyga_desk.rules.facts import plain, text_of
from gyga_desk.store import exceptions, lineage, lists, reads, since
from gyga_desk.store import vouchers as voucher_reads

_Row = TypeVar("_Row", Answered, Conflict, Mark)


class Given:
    """One measure and year being computed; reads the store once and holds what it read."""

    def __init__(
        self,
        db: sqlite3.Connection,
        edition: Edition,
        measure: Measure,
        year: int,
        placed: Sequence[Departure] | None = None,
    ) -> None:
        """`placed` tries the chair's order among equals; without it the proposal's holds."""
        self.db, self.edition, self.measure, self.year = db, edition, measure, year
        self._placed = placed
        self._seen = since.newest(db)

    @cached_property
    def decisions(self) -> list[Decision]:
        return reads.standing_decisions(self.db, self.measure.number, self.year)

    @cached_property
    def _sealed(self) -> list[reads.SealedRow]:
        return reads.sealed(self.db)

    @cached_property
    def awards(self) -> list[ledger.Award]:
        return [
            ledger.Award(s.case, s.measure, s.year, s.credit_code, s.applicant, s.title, s.outcome, s.amount_fen)
            for s in self._sealed
        ]

    @cached_property
    def sealed_cases(self) -> frozenset[CaseId]:
        return frozenset(s.case for s in self.awards)

    @cached_property
    def withdrawn(self) -> dict[CaseId, exceptions.Withdrawal]:
        return exceptions.withdrawals(self.db, self.measure.number, self.year)

    @cached_property
    def _apart(self) -> dict[CaseId, exceptions.Special]:
        """What meetings have decided apart, sealed or not."""
        return exceptions.specials(self.db, self.measure.number, self.year)

    @cached_property
    def _lapsed(self) -> dict[CaseId, exceptions.Withdrawal]:
        return exceptions.lapsed_withdrawals(self.db, self.measure.number, self.year)

    @cached_property
    def sealed_standings(self) -> list[Standing]:
        """Each sealed case as its newest decision has it; one that withdrew afterwards holds no place and no money."""
        newest = {s.case: s.decision for s in self._sealed}
        held = [s for d in self.decisions for s in d.table.cases if newest.get(s.case) == d.id]
        return [_gone(s, self.withdrawn[s.case]) if s.case in self.withdrawn else s for s in held]

    @cached_property
    def taken(self) -> ledger.Taken:
        """What of the year's places and pool is used up; what vouchers gave back can be awarded again."""
        gives_vouchers = self.measure.amount.kind is AmountKind.VOUCHER
        back = voucher_reads.given_back(self.db, self.measure.number, self.year) if gives_vouchers else 0
        return ledger.taken(self.awards, self.measure.number, self.year, back)

    @cached_property
    def cases(self) -> list[Case]:
        return reads.cases(self.db, self.measure.number, self.year)

    @cached_property
    def live(self) -> list[Case]:
        return [c for c in self.cases if c.id not in self.sealed_cases]

    @cached_property
    def proposal(self) -> reads.Proposal | None:
        return reads.proposal(self.db, self.measure.number, self.year)

    @cached_property
    def _given_on(self) -> dict[CaseId, dict[tuple[str, str], str]]:
        return self._read_given_on()

    def _read_given_on(self, only: CaseId | None = None) -> dict[CaseId, dict[tuple[str, str], str]]:
        """The facts each answer was given on, case by case."""
        found: dict[CaseId, dict[tuple[str, str], str]] = {}
        for (case, check, person), facts in reads.answered_on(self.db, self.measure.number, self.year, only).items():
            found.setdefault(case, {})[check, person] = facts
        return found

    @cached_property
    def _answers(self) -> dict[CaseId, list[Answered]]:
        return self._read_answers()

    def _read_answers(self, only: CaseId | None = None) -> dict[CaseId, list[Answered]]:
        return _by_case(reads.answers(self.db, only, self.measure.number, self.year))

    @cached_property
    def _conflicts(self) -> dict[CaseId, list[Conflict]]:
        return self._read_conflicts()

    def _read_conflicts(self, only: CaseId | None = None) -> dict[CaseId, list[Conflict]]:
        return _by_case(reads.conflicts(self.db, only, self.measure.number, self.year))

    @cached_property
    def marks(self) -> dict[CaseId, list[Mark]]:
        """Every expert's marks, by case."""
        return self._read_marks()

    @cached_property
    def by_marks(self) -> dict[str, object]:
        """What others work out from the marks and the seals alone; it lasts as long as they do."""
        return {}

    def _read_marks(self, only: CaseId | None = None) -> dict[CaseId, list[Mark]]:
        return _by_case(reads.marks(self.db, self.measure.number, self.year, only))

    @cached_property
    def _scores(self) -> dict[CaseId, scoring.Score]:
        return self._read_scores()

    def _read_scores(self, only: CaseId | None = None) -> dict[CaseId, scoring.Score]:
        if self.measure.rubric is None:
            return {}
        marks = self.marks if only is None else self._read_marks(only)
        wanted = [c.id for c in self.cases if only in (None, c.id)]
        return {c: scoring.score(self.measure.rubric, marks.get(c, []), self._aside(c)) for c in wanted}

    def _aside(self, case: CaseId) -> set[str]:
        """Who has declared an interest in a case."""
        return {c.person for c in self._conflicts.get(case, []) if c.declared is Declared.DECLARED}

    @cached_property
    def credit_checks(self) -> dict[CaseId, list[credit.Checked]]:
        return self._read_credit_checks()

    def _read_credit_checks(self, only: CaseId | None = None) -> dict[CaseId, list[credit.Checked]]:
        found: dict[CaseId, list[credit.Checked]] = {}
        for row in exceptions.credit_checks(self.db, self.measure.number, self.year, only):
            checked = credit.Checked(credit.Stage(row.stage), row.platform, row.on, row.clean, row.result, row.at)
            found.setdefault(row.case, []).append(checked)
        return found

    @cached_property
    def differences(self) -> Counter[CaseId]:
        """How many of each case's answers and marks two machines hold differently."""
        return Counter(d.case for d in lineage.divergences(self.db))

    @cached_property
    def _received(self) -> dict[str, str]:
        return {b.id: b.at[:10] for b in reads.batches(self.db)}

    @cached_property
    def matters(self) -> Matters:
        return Matters(self.db, self.edition)

    @cached_property
    def trades(self) -> dict[CaseId, list[Trade]]:
        """The transactions behind each case, where the measure has such."""
        return reads.trades(self.db, measure=self.measure.number, year=self.year) if self.measure.detail else {}

    @cached_property
    def _contracts(self) -> dict[str, list[vouchers.ContractClaim]]:
        """By contract number, so that a year of thousands stays quick."""
        found: dict[str, list[vouchers.ContractClaim]] = {}
        for claim in contract_claims(self.db, self.measure.number):
            found.setdefault(plain(claim.contract), []).append(claim)
        return found

    @cached_property
    def _filings(self) -> filing_rules.Filings | None:
        """The imported copies of the filing list, as far as the cases name numbers; None where none was imported."""
        columns = {c.uses[0] for c in self.measure.checks if c.auto == filing_rules.LOOK}
        newest = lists.lists(self.db, lists.FILINGS) if columns else []
        if not newest:
            return None
        rows = lists.filings_numbered(
            self.db, {filing_rules.key(text_of(c, column)) for c in self.cases for column in columns}
        )
        lines = (
            filing_rules.Filed(r.number, r.algorithm, r.holder, r.role, r.filed_on, r.cancelled, r.dated) for r in rows
        )
        return filing_rules.index(newest[0].dated, lines)


def contract_claims(db: sqlite3.Connection, measure: int) -> tuple[vouchers.ContractClaim, ...]:
    """Every application for vouchers in any year, and every imported award of the measure, by its contract."""
    refused = ("", Outcome.AWARDED.value)
    return tuple(
        vouchers.ContractClaim(
            r.case, r.year, r.number, r.applicant, r.contract, r.supplier, r.outcome not in refused, r.voucher
        )
        for r in voucher_reads.contract_rows(db, measure)
    )


def _gone(standing: Standing, withdrawal: exceptions.Withdrawal) -> Standing:
    """What is left of a sealed standing once the case has withdrawn; its decision keeps what was sealed."""
    said = Reason(
        "", f"封存后退出（{withdrawal.at[:10]}，{withdrawal.by}、{withdrawal.second}）：{withdrawal.reason}", ""
    )
    return replace(
        standing, outcome=Outcome.NOT_SELECTED, provisional=Outcome.NOT_SELECTED, why=(*standing.why, said), amount_fen=0, city_fen=0,
        district_fen=0,
    )  # fmt: skip


def _by_case(rows: Sequence[_Row]) -> dict[CaseId, list[_Row]]:
    found: dict[CaseId, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.case, []).append(row)
    return found

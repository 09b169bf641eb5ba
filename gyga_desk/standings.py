"""The one source of every shown number: facts, answers and marks in; outcomes, scores, ranks and amounts out.

What a sealed decision holds is shown as it was sealed; everything else is computed afresh each time it is asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from gyga_desk.errors import PolicyError, Refused
from gyga_desk.matters import Matters
from gyga_desk.model import (
    Answer,
    Answered,
    Blocker,
    Case,
    CaseId,
    Conflict,
    Decision,
    Declared,
    Departure,
    Finding,
    Mark,
    Outcome,
    Reason,
    Standing,
    Step,
    Table,
    Trade,
)
from gyga_desk.money import write_yuan
from gyga_desk.policy import NONE, UNSET, Absent, AmountKind, Check, Edition, Measure
from gyga_desk.policy.load import load_edition
from gyga_desk.rules import (
    amounts,
    automatic,
    checklist,
    credit,
    ledger,
    participants,
    ranking,
    scoring,
    special,
    totals,
    vouchers,
)
from gyga_desk.rules import filings as filing_rules
from gyga_desk.rules import gate as gate_rules
from gyga_desk.rules import trades as trade_rules
from gyga_desk.rules.facts import money_of, plain, text_of, yes_of
from gyga_desk.rules.overlap import Overlap, sentences
from gyga_desk.store import codec, exceptions, lists, reads
from gyga_desk.store import vouchers as voucher_reads

_Row = TypeVar("_Row", Answered, Conflict, Mark)

GUIDE_FILE = "guide.toml"
RULES = {"skip": "逐项跳过", "stop": "到线截止", "partial": "末位补足", "prorate": "同比例压减"}
"""The four line rules by their Chinese names."""


def edition_of(db: sqlite3.Connection) -> Edition:
    """The edition and guide that the store carries; a program's newer files change nothing in it."""
    texts = reads.edition_texts(db)
    guide = texts.pop(GUIDE_FILE, None)
    edition = load_edition(texts, guide, GUIDE_FILE)
    if edition.digest != reads.meta(db)["edition_digest"]:
        raise PolicyError("数据文件中的政策文本与建立时不一致；请先核验数据文件，并用备份恢复。")
    return edition


def measure_of(edition: Edition, number: int) -> Measure:
    measure = edition.measure(number)
    if measure is None:
        raise Refused("政策没有措施{number}；可用 1 至 {most}。", number=number, most=len(edition.measures))
    return measure


@dataclass(frozen=True)
class Reviewed:
    """One live case with everything judged of it alone."""

    case: Case
    said: Mapping[str, Answer | None]
    answers: tuple[Answered, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    judgement: checklist.Judgement
    derived: amounts.Derived
    score: scoring.Score | None


@dataclass(frozen=True)
class CheckLine:
    """One checklist line as the review page shows it."""

    check: Check
    findings: tuple[Finding, ...]
    answers: tuple[Answered, ...]
    effective: Answer | None
    stale: bool
    """Answered on facts that have changed since."""


@dataclass(frozen=True)
class CaseReview:
    """One case with its checklist, its declarations and its standing."""

    case: Case
    measure: Measure
    lines: tuple[CheckLine, ...]
    conflicts: tuple[Conflict, ...]
    standing: Standing
    sealed: bool


@dataclass(frozen=True)
class MeasureProgress:
    """One measure of a year at a glance."""

    measure: int
    name: str
    cases: int
    answered_cases: int
    sealed: bool
    spent_fen: int
    pool_fen: int | None
    places: int | None
    selected: int
    unset: tuple[str, ...]
    """As in `model.Table`."""


def of(db: sqlite3.Connection, edition: Edition, measure: int, year: int, rule: str | None = None) -> Table:
    """The standing of one measure in one year; `rule` tries another line rule without changing anything."""
    return Reckoning(db, edition, measure_of(edition, measure), year).table(rule)


def review_of(db: sqlite3.Connection, edition: Edition, case_id: CaseId) -> CaseReview:
    """One case's checklist and standing; raises `Refused` for an unknown id."""
    case = reads.case(db, case_id)
    work = Reckoning(db, edition, measure_of(edition, case.measure), case.year)
    reviewed = work.review(case)
    standing = next(s for s in work.table().cases if s.case == case_id)
    lines = tuple(_line(c, reviewed, work.answered_on) for c in work.measure.checks)
    return CaseReview(case, work.measure, lines, reviewed.conflicts, standing, case_id in work.sealed_cases)


def _line(check: Check, reviewed: Reviewed, given_on: Mapping[tuple[CaseId, str, str], str]) -> CheckLine:
    answers = tuple(a for a in reviewed.answers if a.check == check.id)
    stale = any(given_on.get((a.case, a.check, a.person)) != reviewed.case.digest for a in answers)
    return CheckLine(
        check, tuple(f for f in reviewed.findings if f.check == check.id), answers, reviewed.said[check.id], stale
    )


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


def gate(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> tuple[Blocker, ...]:
    """What still stands in the way of sealing, and whose move it is."""
    work = Reckoning(db, edition, measure_of(edition, measure), year)
    return work.blockers()


class Reckoning:
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

    @cached_property
    def decisions(self) -> list[Decision]:
        return reads.standing_decisions(self.db, self.measure.number, self.year)

    @cached_property
    def sealed_cases(self) -> frozenset[CaseId]:
        return frozenset(s.case for s in self.awards)

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
    def withdrawn(self) -> dict[CaseId, exceptions.Withdrawal]:
        return exceptions.withdrawals(self.db, self.measure.number, self.year)

    @cached_property
    def sealed_standings(self) -> list[Standing]:
        """Each sealed case as its newest decision has it; one that withdrew afterwards holds no place and no money."""
        newest = {s.case: s.decision for s in self._sealed}
        held = [s for d in self.decisions for s in d.table.cases if newest.get(s.case) == d.id]
        return [_gone(s, self.withdrawn[s.case]) if s.case in self.withdrawn else s for s in held]

    @cached_property
    def specials(self) -> dict[CaseId, exceptions.Special]:
        """The live cases that a meeting decides apart (第八条(四))."""
        found = exceptions.specials(self.db, self.measure.number, self.year)
        return {c: s for c, s in found.items() if c in self.reviewed}

    @cached_property
    def special_fen(self) -> int:
        """分 that the meetings' sums use of the pool, before anybody ranked does."""
        return sum(
            s.amount_fen for c, s in self.specials.items() if self.reviewed[c].judgement.provisional is Outcome.ELIGIBLE
        )

    @cached_property
    def credit_checks(self) -> dict[CaseId, list[credit.Checked]]:
        found: dict[CaseId, list[credit.Checked]] = {}
        for row in exceptions.credit_checks(self.db, self.measure.number, self.year):
            checked = credit.Checked(credit.Stage(row.stage), row.platform, row.on, row.clean, row.result, row.at)
            found.setdefault(row.case, []).append(checked)
        return found

    @cached_property
    def taken(self) -> ledger.Taken:
        return ledger.taken(self.awards, self.measure.number, self.year)

    @cached_property
    def cases(self) -> list[Case]:
        return reads.cases(self.db, self.measure.number, self.year)

    @cached_property
    def live(self) -> list[Case]:
        return [c for c in self.cases if c.id not in self.sealed_cases]

    @cached_property
    def answered_on(self) -> dict[tuple[CaseId, str, str], str]:
        return reads.answered_on(self.db, self.measure.number, self.year)

    @cached_property
    def _given_on(self) -> dict[CaseId, dict[tuple[str, str], str]]:
        """The facts each answer was given on, case by case."""
        found: dict[CaseId, dict[tuple[str, str], str]] = {}
        for (case, check, person), facts in self.answered_on.items():
            found.setdefault(case, {})[check, person] = facts
        return found

    @cached_property
    def _answers(self) -> dict[CaseId, list[Answered]]:
        return _by_case(reads.answers(self.db, measure=self.measure.number, year=self.year))

    @cached_property
    def _conflicts(self) -> dict[CaseId, list[Conflict]]:
        return _by_case(reads.conflicts(self.db, measure=self.measure.number, year=self.year))

    @cached_property
    def _scores(self) -> dict[CaseId, scoring.Score]:
        if self.measure.rubric is None:
            return {}
        marks = _by_case(reads.marks(self.db, self.measure.number, self.year))
        return {c.id: scoring.score(self.measure.rubric, marks.get(c.id, [])) for c in self.cases}

    @cached_property
    def _received(self) -> dict[str, str]:
        return {b.id: b.at[:10] for b in reads.batches(self.db)}

    @cached_property
    def matters(self) -> Matters:
        return Matters(self.db, self.edition)

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

    @cached_property
    def _contracts(self) -> dict[str, list[vouchers.ContractClaim]]:
        """By contract number, so that a year of thousands stays quick."""
        found: dict[str, list[vouchers.ContractClaim]] = {}
        for claim in contract_claims(self.db, self.measure.number):
            found.setdefault(plain(claim.contract), []).append(claim)
        return found

    def _claimed(self, check: Check, case: Case) -> vouchers.Claimed:
        """Who else claims the contract that a check asks about."""
        if check.auto != "one_claim":
            return vouchers.NOBODY
        contract, supplier = (text_of(case, column) for column in check.uses)
        return vouchers.claimed(case.id, contract, supplier, self._contracts.get(plain(contract), ()))

    @cached_property
    def proposal(self) -> reads.Proposal | None:
        return reads.proposal(self.db, self.measure.number, self.year)

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

    @cached_property
    def _standing_by_code(self) -> dict[str, list[Case]]:
        """By credit code, the year's cases that no answer has left out and no meeting decides apart."""
        apart = exceptions.specials(self.db, self.measure.number, self.year)
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            if case.id not in apart and self._open(case).provisional is Outcome.ELIGIBLE:
                found.setdefault(case.credit_code, []).append(case)
        return found

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
    def trades(self) -> dict[CaseId, list[Trade]]:
        """The transactions behind each case, where the measure has such."""
        return reads.trades(self.db, measure=self.measure.number, year=self.year) if self.measure.detail else {}

    @cached_property
    def _evidences(self) -> dict[CaseId, trade_rules.Evidence | None]:
        detail, cases = self.measure.detail, {c.id: c for c in self.cases}
        return {c: trade_rules.evidence(detail, cases[c], lines) for c, lines in self.trades.items()} if detail else {}

    def _evidence(self, case: Case) -> trade_rules.Evidence | None:
        return self._evidences.get(case.id)

    def _figures(self, case: Case) -> Mapping[str, trade_rules.Figure]:
        return trade_rules.figures(self.measure, case, self._evidence(case))

    def _net(self, case: Case) -> int | None:
        return amounts.derive(self.measure, case, self._open(case).reductions, figures=self._figures(case)).base_fen

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
            siblings=tuple(c.id for c in self._siblings(case)), units=self._units,
        )  # fmt: skip

    # what follows looks across cases

    @cached_property
    def _eligible(self) -> list[CaseId]:
        return [
            c
            for c, r in self.reviewed.items()
            if r.judgement.provisional is Outcome.ELIGIBLE and c not in self.specials
        ]

    @cached_property
    def scores(self) -> dict[CaseId, Fraction | None]:
        """The score of each live case: the experts' or the composite."""
        if self.measure.selection.order == "composite":
            return {c: held.score if (held := self._composite(c)) else None for c in self.reviewed}
        return {c: r.score.score if r.score else None for c, r in self.reviewed.items()}

    @cached_property
    def entrants(self) -> dict[CaseId, participants.Entrant]:
        """By each eligible case, the market participant that it stands with; others stand alone."""
        together = self.measure.amount.kind in participants.TOGETHER
        pairs = [(c, self.reviewed[c].case.credit_code if together else "") for c in self._eligible]
        return {c: e for e in participants.entrants(pairs) for c in e.cases}

    def lead(self, case: CaseId) -> CaseId:
        """The case that stands for its participant; itself where it is alone."""
        return self.entrants[case].lead if case in self.entrants else case

    @cached_property
    def _composites(self) -> dict[CaseId, participants.Composite]:
        if self.measure.selection.order != "composite":
            return {}
        groups = [[self.reviewed[c].case for c in e.cases] for c, e in self.entrants.items() if c == e.lead]
        alone = [r.case for c, r in self.reviewed.items() if c not in self.entrants]
        return participants.compare(self.measure, groups, alone)

    def _composite(self, case: CaseId) -> participants.Composite | None:
        return self._composites.get(self.lead(case))

    @cached_property
    def ranked(self) -> list[ranking.Ranked]:
        """The provisionally eligible cases that have what they are ordered by, one for each participant."""
        leads = [c for c in self._eligible if self.lead(c) == c]
        keys = {c: key for c in leads if (key := self._key(c)) is not None}
        given = self._placed if self._placed is not None else self.proposal.departures if self.proposal else ()
        placed = {d.case: d.place for d in given if d.place is not None}
        return [] if self.measure.selection.order == "none" else ranking.settle(ranking.rank(keys), placed)

    @cached_property
    def _ranks(self) -> dict[CaseId, ranking.Ranked]:
        return {r.case: r for r in self.ranked}

    @cached_property
    def _in(self) -> frozenset[CaseId]:
        """Those who hold a place."""
        return frozenset(self.picked.selected) if self.picked else frozenset()

    def _key(self, case: CaseId) -> Decimal | int | None:
        order, derived = self.measure.selection.order, self.reviewed[case].derived
        if order in ("score", "composite"):
            score = self.scores[case]
            return None if score is None else scoring.published(score)
        if order == "base":
            return derived.base_fen if self.measure.amount.threshold is NONE else derived.over_fen
        return -int(case.rsplit("-", 1)[1])

    @cached_property
    def derived(self) -> dict[CaseId, amounts.Derived]:
        """Each case's entitlement; by rank where ranks pay."""
        if self.measure.amount.kind is not AmountKind.BY_RANK:
            return {c: r.derived for c, r in self.reviewed.items()}
        return {c: self._by_rank(c) for c in self.reviewed}

    def _by_rank(self, case: CaseId) -> amounts.Derived:
        """The award of a rank goes to the participant once, on its leading case."""
        lead = self.lead(case)
        if lead != case:
            return amounts.Derived(0, (Step(f"合并计入 {lead}", self._merging.cite.label, None, 0),))
        equals = next((group for group in self._split_ties if case in group), None)
        if equals is not None:
            return amounts.waits_for_order(self.measure.amount, equals)
        rank = next((r.rank for r in self.ranked if r.case == case), None)
        return amounts.derive(self.measure, self.reviewed[case].case, (), rank)

    @property
    def _merging(self) -> Check:
        """The check that asks whether a participant's cases are taken together."""
        return next(c for c in self.measure.checks if c.auto == "taken_together")

    def _order(self) -> list[ranking.Ranked]:
        """Every case that money could go to, in the order it goes."""
        if self.measure.selection.order == "none":
            return [ranking.Ranked(c, 0, n, tied=False) for n, c in enumerate(sorted(self._eligible), 1)]
        if self.measure.amount.kind is AmountKind.BY_RANK:
            return self.ranked
        return [replace(r, case=c) for r in self.ranked for c in self.entrants[r.case].cases]

    @cached_property
    def granted(self) -> dict[CaseId, tuple[int, Step | None]]:
        """Entitlements within each applicant's cap of the year."""
        known = {c: d.entitled_fen for c, d in self.derived.items() if d.entitled_fen is not None}
        order = [(r.case, self.reviewed[r.case].case.credit_code) for r in self._order() if r.case in known]
        used: dict[str, int] = {}
        for award in self.awards:
            if (award.measure, award.year) == (self.measure.number, self.year):
                used[award.credit_code] = used.get(award.credit_code, 0) + award.amount_fen
        for (
            case,
            one,
        ) in self.specials.items():  # what a meeting gives counts against the applicant's year before or after the seal
            code = self.reviewed[case].case.credit_code
            used[code] = used.get(code, 0) + one.amount_fen
        return ledger.cap_per_applicant(self.measure, order, known, used)

    @cached_property
    def picked(self) -> ranking.Chosen | None:
        """Who holds a place; None where places are unset. A proposal's choice goes before the ranking's."""
        places = self.measure.selection.places
        if places is UNSET:
            return None
        held = {*self.granted, *self.waiting_for_order()}
        able = [r for r in self._order() if r.case in held and self.above_floor(r.case)]
        if isinstance(places, Absent):
            return ranking.Chosen(tuple(r.case for r in able), ())
        if self.proposal is not None:
            chosen = tuple(c for c in self.proposal.selected if c in self.reviewed and c not in self.specials)
            return ranking.Chosen(chosen, ())
        return ranking.choose(able, max(0, places - self.taken.places))

    def above_floor(self, case: CaseId) -> bool:
        """Whether a scored case reaches the guide's floor; an unknown score or floor does not."""
        rubric, score = self.measure.rubric, self.scores.get(case)
        if rubric is None or self.measure.selection.order != "score":
            return True
        return score is not None and not isinstance(rubric.floor, Absent) and scoring.published(score) >= rubric.floor

    def allocation(self, rule: str | None = None) -> tuple[dict[CaseId, int | None], tuple[CaseId, ...]]:
        """What each picked case gets, and whose tie the pool's line cuts through."""
        if self.picked is None:
            return {}, ()
        order = [r for r in self._order() if r.case in self._in]
        asked = {r.case: self.granted[r.case][0] for r in order if r.case in self.granted}
        pool = self.measure.selection.pool
        if isinstance(pool, Absent):
            return {r.case: asked.get(r.case) for r in order}, ()
        left, line = max(0, pool - self.taken.fen - self.special_fen), self.line(rule)
        waiting = [g for g in self._split_ties if g[0] in self.picked.selected]
        whole = sum(asked.values()) + sum(self._tier_sum(g) for g in waiting)
        if whole > left and (line is None or waiting):
            return {r.case: None for r in order}, ()
        return self._shared(line or "stop", [r for r in order if r.case in asked], asked, left)

    def _shared(
        self,
        line: str,
        order: Sequence[ranking.Ranked],
        asked: Mapping[CaseId, int],
        left: int,
    ) -> tuple[dict[CaseId, int | None], tuple[CaseId, ...]]:
        """The pool by the line rule; where order counts, a participant with several cases stands in it once."""
        if line == "prorate":
            return dict(ranking.allocate(line, order, asked, left).amounts), ()
        parties = participants.entrants([(r.case, self.lead(r.case)) for r in order])
        sums = {p.lead: sum(asked[c] for c in p.cases) for p in parties}
        shared = ranking.allocate(line, [r for r in order if r.case in sums], sums, left)
        tied = [c for p in parties if p.lead in shared.tied for c in p.cases]
        return dict(participants.shared_out(shared.amounts, parties, asked)), tuple(tied)

    def _tier_sum(self, group: Sequence[CaseId]) -> int:
        """What equals will get together, whatever their order."""
        first, tiers = next(r.rank for r in self.ranked if r.case == group[0]), self.measure.amount.tiers
        found = [] if isinstance(tiers, Absent) else [amounts.tier_of(tiers, first + n) for n in range(len(group))]
        return sum(t.fen for t in found if t is not None)

    def line(self, rule: str | None = None) -> str | None:
        """The line rule in force: the one being tried, else the guide's."""
        held = self.measure.selection.line
        if rule is not None and rule not in RULES:
            raise Refused("不认识分配规则“{rule}”；可用 skip、stop、partial、prorate。", rule=rule)
        return rule or (None if isinstance(held, Absent) else held)

    def table(self, rule: str | None = None) -> Table:
        """The whole standing: what is sealed as sealed, the rest computed."""
        given, tied = self.allocation(rule)
        live = [self._special(c) if c in self.specials else self._standing(c, given, rule) for c in self.reviewed]
        live.sort(key=lambda s: (s.rank is None, s.rank or 0, s.case))
        selection, guide = self.measure.selection, self.edition.guide
        crossing = (*(self.picked.tied if self.picked else ()), *tied, *self.waiting_for_order())
        table = Table(
            self.measure.number, self.year, self.edition.id, guide.title if guide else "", "",
            selection.places if not isinstance(selection.places, Absent) else None,
            selection.pool if not isinstance(selection.pool, Absent) else None,
            self.line(rule), self.taken.fen, (*self.sealed_standings, *live), self._missing(), tuple(dict.fromkeys(crossing)),
            self._unset(),
        )  # fmt: skip
        return replace(table, digest=codec.digest(codec.canonical(codec.write_table(table))))

    def _unset(self) -> tuple[str, ...]:
        held = self.measure.selection
        return tuple(
            name
            for name, value in (("places", held.places), ("pool", held.pool), ("rule", held.line))
            if value is UNSET
        )

    def open_ties(self) -> list[list[CaseId]]:
        """Groups of equals that only the chair's order tells apart: over the edge of a tier, or where the pool runs out."""
        cut = set(self.allocation()[1])
        groups: dict[int, list[CaseId]] = {}
        for one in self.ranked:
            groups.setdefault(one.rank, []).append(one.case)
        return [
            *self._split_ties,
            *(g for g in groups.values() if len(g) > 1 and cut.issuperset(g) and g not in self._split_ties),
        ]

    def waiting_for_order(self) -> list[CaseId]:
        """Equals over the edge of a tier, the last included, whom only the chair's order tells apart."""
        return [case for group in self._split_ties for case in group]

    @cached_property
    def _split_ties(self) -> list[list[CaseId]]:
        """Groups of equals that reach over the edge of a tier, and so wait for the chair."""
        tiers = self.measure.amount.tiers
        if isinstance(tiers, Absent):
            return []
        groups: dict[int, list[CaseId]] = {}
        for one in self.ranked:
            groups.setdefault(one.rank, []).append(one.case)
        return [
            g for rank, g in groups.items() if amounts.tier_of(tiers, rank) != amounts.tier_of(tiers, rank + len(g) - 1)
        ]

    def _standing(self, case: CaseId, given: Mapping[CaseId, int | None], rule: str | None) -> Standing:
        reviewed, derived = self.reviewed[case], self.derived[case]
        place = self._ranks.get(self.lead(case))
        provisional = self._provisional(case, given)
        judged = reviewed.judgement
        outcome = judged.outcome if judged.outcome is not Outcome.ELIGIBLE else provisional
        amount = self._amount(case, provisional, given)
        payer = reviewed.case.district if reviewed.case.district in self.edition.payers else ""
        city, district = amounts.halves(self.edition.process, amount) if payer else (None, None)
        steps = self._steps(case, amount, city, payer, rule)
        score = reviewed.score
        return Standing(
            case, self.measure.number, reviewed.case.applicant, reviewed.case.credit_code, reviewed.case.title, outcome,
            provisional, (*self._why_composite(case), *judged.why, *self._left_before(case), *derived.missing, *(score.why if score else ())), self.scores.get(case),
            score.totals if score else (), score.spread if score else None, place.rank if place else None,
            place.tied if place else False, derived.entitled_fen, amount, city, district, payer, steps,
        )  # fmt: skip

    def _why_composite(self, case: CaseId) -> list[Reason]:
        """Where a participant's other case carries the award, and what a composite lacks."""
        held, lead = self._composite(case), self.lead(case)
        if held is None or case not in self.entrants:
            return []
        joined = [Reason(self._merging.id, f"合并计入 {lead}", self._merging.cite.label)] if lead != case else []
        return [*joined, *(Reason("", sentence, self.measure.amount.cites["parts"].label) for sentence in held.lacking)]

    def _left_before(self, case: CaseId) -> tuple[Reason, ...]:
        """That a case withdrew from a decision which has been reopened since: not forbidden, and not to be overlooked."""
        left = self._lapsed.get(case)
        return (
            (Reason("", f"曾于 {left.at[:10]} 退出（{left.decision}，已重新开启）：{left.reason}", ""),) if left else ()
        )

    @cached_property
    def _lapsed(self) -> dict[CaseId, exceptions.Withdrawal]:
        return exceptions.lapsed_withdrawals(self.db, self.measure.number, self.year)

    def _special(self, case: CaseId) -> Standing:
        """A case decided apart: the meeting's sum once its checks are answered, and no rank."""
        reviewed, held = self.reviewed[case], self.specials[case]
        judged, applicant = reviewed.judgement, reviewed.case
        eligible = judged.provisional is Outcome.ELIGIBLE
        provisional = Outcome.AWARDED if eligible else judged.provisional
        amount = held.amount_fen if eligible else 0 if judged.provisional is Outcome.REJECTED else None
        payer = applicant.district if applicant.district in self.edition.payers else ""
        city, district = amounts.halves(self.edition.process, amount) if payer else (None, None)
        steps: tuple[Step, ...] = (special.step(held.meeting, held.minutes, held.amount_fen),) if eligible else ()
        if amount and city is not None:
            steps += amounts.split_step(self.edition.process, amount, city, payer)
        return Standing(
            case, self.measure.number, applicant.applicant, applicant.credit_code, applicant.title,
            provisional if judged.outcome is Outcome.ELIGIBLE else judged.outcome, provisional,
            (special.reason(held.minutes, held.held_on, held.reason), *judged.why), None, (), None, None, False,
            self.derived[case].entitled_fen, amount, city, district, payer, steps,
        )  # fmt: skip

    def _provisional(self, case: CaseId, given: Mapping[CaseId, int | None]) -> Outcome:
        judged = self.reviewed[case].judgement.provisional
        if judged is not Outcome.ELIGIBLE:
            return judged
        if self.measure.amount.kind is AmountKind.REFERRAL:
            return Outcome.REFERRED
        limited = isinstance(self.measure.selection.places, int)
        if self.picked is None or case not in self.granted or case in self.picked.tied:
            return Outcome.ELIGIBLE
        if case not in self._in:
            return Outcome.RESERVE if self.above_floor(case) else Outcome.NOT_SELECTED
        if given.get(case) is None:
            return Outcome.ELIGIBLE
        if limited:
            return Outcome.SELECTED
        if given[case]:
            return Outcome.AWARDED
        return Outcome.OUT_OF_POOL if self.granted[case][0] else Outcome.NOT_SELECTED

    def _amount(self, case: CaseId, provisional: Outcome, given: Mapping[CaseId, int | None]) -> int | None:
        if self.measure.amount.kind is AmountKind.BY_RANK and self.lead(case) != case:
            return 0
        if provisional in (Outcome.REJECTED, Outcome.RESERVE, Outcome.NOT_SELECTED):
            return None if self.measure.amount.kind is AmountKind.REFERRAL else 0
        return given.get(case)

    def _steps(
        self, case: CaseId, amount: int | None, city: int | None, payer: str, rule: str | None
    ) -> tuple[Step, ...]:
        told = (
            held.steps if case in self.entrants and self.lead(case) == case and (held := self._composite(case)) else ()
        )
        steps = [Step(words, self.measure.amount.cites["parts"].label, None, None) for words in told]
        steps += self.derived[case].steps
        granted, capped = self.granted.get(case, (None, None))
        steps += [capped] if capped else []
        pool, line = self.measure.selection.pool, self.line(rule)
        if amount is not None and granted is not None and amount != granted:
            steps.append(self._limit_step(case, granted, amount, pool, line))
        if amount and city is not None:
            steps += amounts.split_step(self.edition.process, amount, city, payer)
        return tuple(steps)

    def _limit_step(self, case: CaseId, granted: int, amount: int, pool: int | Absent, line: str | None) -> Step:
        cites = self.measure.selection.cites
        if self.picked is not None and case not in self._in:
            if not self.above_floor(case):
                rubric = self.measure.rubric
                return Step(
                    "未达到入选分数线",
                    rubric.cites["floor"].label if rubric else cites["places"].label,
                    granted,
                    amount,
                )
            return Step("名次在名额之外", cites["places"].label, granted, amount)
        money = write_yuan(pool) if isinstance(pool, int) else ""
        return Step(f"年度资金 {money} 元，{RULES.get(line or '', '')}", cites["line"].label, granted, amount)

    def _missing(self) -> tuple[Reason, ...]:
        """Figures that neither the policy nor the guide gives, and this measure cannot be sealed without."""
        sums = [*self.allocation()[0].values(), *(s.amount_fen for s in self.specials.values())]
        odd = isinstance(self.edition.process.odd_fen, Absent) and any((v or 0) % 2 for v in sums)
        cite = self.edition.process.cites["odd_fen"].label
        split = (Reason("", "1∶1 分担时余下 1 分的归属未定", cite),) if odd else ()
        return (*self._missing_of_ranked(), *split) if len(self.live) > len(self.specials) else split

    def _missing_of_ranked(self) -> tuple[Reason, ...]:
        amount, selection, rubric = self.measure.amount, self.measure.selection, self.measure.rubric
        named = [("rate", amount.rate, "补助比例"), ("cap", amount.cap, "补助上限"), ("deduct", amount.deduct, "交易额扣减口径"),
                 ("tiers", amount.tiers, "各名次奖励标准"), ("parts", amount.parts, "综合评分口径")]  # fmt: skip
        found = [Reason("", f"{name}未定", amount.cites[key].label) for key, value, name in named if value is UNSET]
        if amount.merge_quality is UNSET and any(len(e.cases) > 1 for e in self.entrants.values()):
            sentence = "同一市场主体有多个数据集时质量得分的合并方式未定"
            found.append(Reason("", sentence, amount.cites["merge_quality"].label))
        if selection.places is UNSET:
            found.append(Reason("", "入选名额未定", selection.cites["places"].label))
        if rubric is not None and selection.order == "score":
            figures = [
                ("quorum", rubric.quorum, "有效专家人数"),
                ("trim_from", rubric.trim_from, "去高去低规则"),
                ("floor", rubric.floor, "入选分数线"),
            ]
            found += [
                Reason("", f"{name}未定", rubric.cites[key].label) for key, value, name in figures if value is UNSET
            ]
        if any(v is None for v in self.allocation()[0].values()) and self.line() is None:
            found.append(Reason("", "超过年度资金时的分配规则未定", selection.cites["line"].label))
        return tuple(found)

    def blockers(self) -> tuple[Blocker, ...]:
        """The gate, from everything above."""
        table = self.table()
        live = [s for s in table.cases if s.case in self.reviewed]
        facts = [
            gate_rules.Waiting(
                s,
                self.reviewed[s.case].judgement.unanswered,
                self.reviewed[s.case].judgement.contradicted,
                special=s.case in self.specials,
                unrecorded=self._unrecorded(s.case),
                credit=self._bad_credit(s.case),
            )
            for s in live
        ]
        stale = self.proposal is not None and self.proposal.digest != table.digest
        return gate_rules.blockers(
            facts, table, scored=self.measure.selection.order == "score", proposed=self.proposal is not None, stale=stale,
            sealed=bool(self.decisions), over_pool=self._over_pool(), again=self._ranked_again(),
        )  # fmt: skip

    def _ranked_again(self) -> str:
        """Ranks that pay are given once a year: who comes after a sealed ranking is ranked together with it, or not at all."""
        if self.measure.amount.kind is not AmountKind.BY_RANK or not self.decisions or not self._eligible:
            return ""
        return f"{self.measure.article}按年度综合排名奖励，本年度名次已由 {self.decisions[-1].id} 封存；须先重新开启，再与新的项目一并排名。"

    def _unrecorded(self, case: CaseId) -> bool:
        """Whether a case says of itself that it is decided apart, and no minutes are on record."""
        return yes_of(self.reviewed[case].case, "special") is True and case not in self.specials

    def _over_pool(self) -> str:
        pool = self.measure.selection.pool
        return "" if isinstance(pool, Absent) else special.over_pool(self.special_fen, pool - self.taken.fen)

    def _bad_credit(self, case: CaseId) -> str:
        """A bad record that no answer has taken into account yet: a “no” has, and so has what was noted after it."""
        bad = credit.telling(self.credit_checks.get(case, []))
        if bad is None or bad.clean:
            return ""
        reviewed = self.reviewed[case]
        for check in (c for c in self.measure.checks if c.auto == credit.LOOK):
            answers = [a for a in reviewed.answers if a.check == check.id]
            heard = any(a.note and datetime.fromisoformat(a.at) >= datetime.fromisoformat(bad.at) for a in answers)
            if reviewed.said[check.id] is not Answer.NO and not heard:
                return f"{bad.platform} {bad.on} 信用查询结果为“{bad.result}”，须据此重新答复 {check.id} 并写明说明。"
        return ""


def contract_claims(db: sqlite3.Connection, measure: int) -> tuple[vouchers.ContractClaim, ...]:
    """Every application for vouchers in any year, and every imported award of the measure, by its contract."""
    refused = ("", Outcome.AWARDED.value)
    return tuple(
        vouchers.ContractClaim(
            r.case, r.year, r.number, r.applicant, r.contract, r.supplier, r.outcome not in refused, r.voucher
        )
        for r in voucher_reads.contract_rows(db, measure)
    )


def totals_of(db: sqlite3.Connection, edition: Edition, year: int, measure: int | None = None) -> totals.Totals:
    """What sealed decisions cost each payer in a year, of all measures or one; who withdrew costs nothing."""
    wanted = edition.measures if measure is None else (measure_of(edition, measure),)
    found = [s for m in wanted for s in Reckoning(db, edition, m, year).sealed_standings]
    return totals.totals(found, edition.payers)


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

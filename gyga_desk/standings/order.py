"""What looks across the cases of a year: who stands together, who ranks where, and what a rank is worth."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from gyga_desk.model import (
    CaseId,
    Outcome,
    Standing,
    Step,
)
from gyga_desk.policy import NONE, UNSET, Absent, AmountKind, Check
from gyga_desk.rules import (
    amounts,
    participants,
    ranking,
    scoring,
)
from gyga_desk.standings.case import Judged


class Ordered(Judged):
    """The eligible cases in their order, equals and participants taken together."""

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
        return (
            []
            if self.measure.selection.order == "none"
            else ranking.settle(ranking.rank(self._keys), self._places_given)
        )

    @cached_property
    def _keys(self) -> dict[CaseId, Decimal | int]:
        """What each of them is ordered by."""
        return {c: key for c in self._eligible if self.lead(c) == c and (key := self._key(c)) is not None}

    @property
    def _places_given(self) -> dict[CaseId, int]:
        """The chair's order among equals: the one being tried, else the proposal's."""
        given = self._placed if self._placed is not None else self.proposal.departures if self.proposal else ()
        return {d.case: d.place for d in given if d.place is not None}

    @cached_property
    def _ranks(self) -> dict[CaseId, ranking.Ranked]:
        return {r.case: r for r in self.ranked}

    def _key(self, case: CaseId) -> Decimal | int | None:
        order, derived = self.measure.selection.order, self.reviewed[case].derived
        if order in ("score", "composite"):
            score = self.scores[case]
            return None if score is None else self._points(case, score)
        if order == "base":
            return derived.base_fen if self.measure.amount.threshold is NONE else derived.over_fen
        return -int(case.rsplit("-", 1)[1])

    def above_floor(self, case: CaseId) -> bool:
        """Whether a scored case reaches the guide's floor; an unknown score or floor does not."""
        rubric, score = self.measure.rubric, self.scores.get(case)
        if rubric is None or self.measure.selection.order != "score":
            return True
        return score is not None and not isinstance(rubric.floor, Absent) and self._points(case, score) >= rubric.floor

    def is_wide(self, one: Standing) -> bool:
        """Whether the experts lie so far apart on a case that the guide wants a second look."""
        spread = self.measure.rubric.spread if self.measure.rubric else UNSET
        return not isinstance(spread, Absent) and one.spread is not None and one.spread > spread

    def _points(self, case: CaseId, score: Fraction) -> Decimal:
        """A score as published, rounded once."""
        if case not in self._published:
            self._published[case] = scoring.published(score)
        return self._published[case]

    @cached_property
    def _published(self) -> dict[CaseId, Decimal]:
        return {}

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
        place = self._ranks.get(case)
        return amounts.derive(self.measure, self.reviewed[case].case, (), place.rank if place else None)

    @property
    def _merging(self) -> Check:
        """The check that asks whether a participant's cases are taken together."""
        return next(c for c in self.measure.checks if c.auto == "taken_together")

    @cached_property
    def _order(self) -> list[ranking.Ranked]:
        """Every case that money could go to, in the order it goes."""
        if self.measure.selection.order == "none":
            return [ranking.Ranked(c, 0, n, tied=False) for n, c in enumerate(sorted(self._eligible), 1)]
        if self.measure.amount.kind is AmountKind.BY_RANK or self.measure.amount.kind not in participants.TOGETHER:
            return self.ranked
        return [r if r.case == c else r._replace(case=c) for r in self.ranked for c in self.entrants[r.case].cases]

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

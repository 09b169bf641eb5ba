"""What the places and the money of a year come to: caps, places, the pool and its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from gyga_desk.errors import Refused
from gyga_desk.model import (
    CaseId,
    Outcome,
    Step,
)
from gyga_desk.policy import UNSET, Absent
from gyga_desk.rules import (
    amounts,
    ledger,
    participants,
    ranking,
)
from gyga_desk.standings.order import Ordered

RULES = {"skip": "逐项跳过", "stop": "到线截止", "partial": "末位补足", "prorate": "同比例压减"}
"""The four line rules by their Chinese names."""


class Shared(Ordered):
    """The year’s places and pool shared out among those in order."""

    @cached_property
    def special_fen(self) -> int:
        """分 that the meetings' sums use of the pool, before anybody ranked does."""
        return sum(
            s.amount_fen for c, s in self.specials.items() if self.reviewed[c].judgement.provisional is Outcome.ELIGIBLE
        )

    @cached_property
    def granted(self) -> dict[CaseId, tuple[int, Step | None]]:
        """Entitlements within each applicant's cap of the year."""
        known = {c: d.entitled_fen for c, d in self.derived.items() if d.entitled_fen is not None}
        order = [(r.case, self.reviewed[r.case].case.credit_code) for r in self._order if r.case in known]
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
        waiting = set(self.waiting_for_order())
        able = (r for r in self._order if (r.case in self.granted or r.case in waiting) and self.above_floor(r.case))
        if isinstance(places, Absent):
            return ranking.Chosen(tuple(r.case for r in able), ())
        if self.proposal is not None:
            chosen = tuple(c for c in self.proposal.selected if c in self.reviewed and c not in self.specials)
            return ranking.Chosen(chosen, ())
        return ranking.choose(able, max(0, places - self.taken.places))

    @cached_property
    def by_ranking(self) -> ranking.Chosen:
        """Whom the ranking alone puts in, whatever is proposed; nobody where places are no number."""
        places = self.measure.selection.places
        if not isinstance(places, int):
            return ranking.Chosen((), ())
        able = (r for r in self.ranked if r.case in self.granted and self.above_floor(r.case))
        return ranking.choose(able, max(0, places - self.taken.places))

    @cached_property
    def _in(self) -> frozenset[CaseId]:
        """Those who hold a place."""
        return frozenset(self.picked.selected) if self.picked else frozenset()

    def line(self, rule: str | None = None) -> str | None:
        """The line rule in force: the one being tried, else the guide's."""
        held = self.measure.selection.line
        if rule is not None and rule not in RULES:
            raise Refused("不认识分配规则“{rule}”；可用 skip、stop、partial、prorate。", rule=rule)
        return rule or (None if isinstance(held, Absent) else held)

    def allocation(self, rule: str | None = None) -> tuple[dict[CaseId, int | None], tuple[CaseId, ...]]:
        """What each picked case gets, and whose tie the pool's line cuts through."""
        if rule not in self._allocated:
            self._allocated[rule] = self._allocate(rule)
        return self._allocated[rule]

    @cached_property
    def _allocated(self) -> dict[str | None, tuple[dict[CaseId, int | None], tuple[CaseId, ...]]]:
        return {}

    def _allocate(self, rule: str | None) -> tuple[dict[CaseId, int | None], tuple[CaseId, ...]]:
        if self.picked is None:
            return {}, ()
        order = [r for r in self._order if r.case in self._in]
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

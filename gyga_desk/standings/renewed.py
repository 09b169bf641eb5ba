"""What of a reckoning still holds after something was written, so that one answer does not cost a whole year's work again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from gyga_desk.model import Case, CaseId, Change, Outcome
from gyga_desk.rules import amounts, ledger, participants, scoring
from gyga_desk.standings.gate import Gated
from gyga_desk.standings.nouns import Reviewed
from gyga_desk.store import since

BY_CASE = frozenset({"answer", "conflict", "mark", "opinion", "credit_check"})
"""Tables each of whose rows speaks of one case: only it, and its applicant's others, must be judged again."""
NEVER = frozenset({"paper", "printing", "signature", "certificate", "person", "attachment"})
"""Tables that no standing depends on."""
_HOLDS = (
    "decisions", "_sealed", "awards", "sealed_cases", "withdrawn", "_apart", "_lapsed", "sealed_standings", "taken", "cases", "live", "proposal",
    "_received", "matters", "trades", "_contracts", "_filings", "_evidences", "costs",
)  # fmt: skip
"""What the rows of `BY_CASE` cannot move."""

_FROM = {
    "_answers": {"answer"}, "_given_on": {"answer"}, "_conflicts": {"conflict"}, "marks": {"mark"}, "_scores": {"mark", "conflict"},
    "credit_checks": {"credit_check"},
}  # fmt: skip
"""What is read from which tables."""

_ACROSS = (
    "specials", "special_fen", "_eligible", "scores", "entrants", "_composites", "ranked", "_ranks", "derived", "_order", "_split_ties",
    "_keys", "granted", "picked", "by_ranking", "_in", "_allocated",
)  # fmt: skip
"""What looks across cases; it moves with `_bears` alone."""


class Renewed(Gated):
    """A reckoning that takes over from an earlier one what still holds."""

    def holds(self) -> bool:
        """Whether it can be brought up to what has been written since without judging every case again."""
        return "reviewed" in self.__dict__ and since.changed(self.db, self._seen)[0].tables <= BY_CASE | NEVER

    def carry(self, old: Renewed, change: Change, last: int) -> None:
        """Takes over what holds after `change`, up to the journal's line `last`; nothing where it touched more than single cases."""
        if not change.tables <= BY_CASE | NEVER:
            return
        held = old.__dict__
        touched = change.cases.intersection(c.id for c in old.cases)
        if not touched:
            self.__dict__.update(held)
        else:
            self.__dict__.update({name: held[name] for name in _HOLDS if name in held})
            self._carry_cases(held, touched, change.tables)
        self._seen = last

    def _carry_cases(self, held: Mapping[str, Any], touched: Collection[CaseId], tables: Collection[str]) -> None:
        """What people said, read again for the cases touched; then what was judged, but of these and of their applicants' others."""
        reads: dict[str, Callable[[CaseId], dict[CaseId, Any]]] = {
            "_answers": self._read_answers, "_given_on": self._read_given_on, "_conflicts": self._read_conflicts,
            "marks": self._read_marks, "_scores": self._read_scores, "credit_checks": self._read_credit_checks,
        }  # fmt: skip
        for name, read in reads.items():
            if name in held:
                moved = not _FROM[name].isdisjoint(tables)
                self.__dict__[name] = _again(held[name], touched, read) if moved else held[name]
        if "by_marks" in held and "mark" not in tables:
            self.__dict__["by_marks"] = held["by_marks"]
        if "_opened" in held:
            self.__dict__["_opened"] = _without(held["_opened"], touched)
        if "_published" in held and self.measure.selection.order == "score":
            self.__dict__["_published"] = _without(held["_published"], touched)
        if "_standing_by_code" in held:
            self.__dict__["_standing_by_code"] = self._regrouped(held["_standing_by_code"], touched)
        if "reviewed" in held and ("_units" not in held or self._units == held["_units"]):
            again = self._with_siblings(touched)
            self._take_over(held, {c.id: self.review(c) for c in self.live if c.id in again})

    def _take_over(self, held: Mapping[str, Any], again: Mapping[CaseId, Reviewed]) -> None:
        """The cases judged again among the others; where they bear on nobody else as before, all that looks across cases."""
        before = held["reviewed"]
        self.__dict__["reviewed"] = before | again
        if any(_bears(before[case]) != _bears(now) for case, now in again.items()):
            self._move_alone(held, again)
            return
        self.__dict__.update({name: held[name] for name in _ACROSS if name in held})
        if "_told" in held:
            self.__dict__["_told"] = _without(held["_told"], again)

    def _move_alone(self, held: Mapping[str, Any], again: Mapping[CaseId, Reviewed]) -> None:
        """Where cases stand for themselves alone, what is each one's own stays as it was for all others."""
        order, kind = self.measure.selection.order, self.measure.amount.kind
        if kind in participants.TOGETHER or order == "composite":
            return
        inside = [c for c, r in again.items() if r.judgement.provisional is Outcome.ELIGIBLE and c not in self.specials]
        own: dict[str, Mapping[CaseId, Any]] = {
            "scores": {c: r.score.score if r.score else None for c, r in again.items()},
            "derived": {c: r.derived for c, r in again.items()},
            "entrants": {c: participants.Entrant((c,)) for c in inside},
        }
        for name, told in own.items():
            if name in held:
                self.__dict__[name] = {**_without(held[name], again), **told}
        if "_eligible" in held:
            self.__dict__["_eligible"] = [*(c for c in held["_eligible"] if c not in again), *inside]
        if {"scores", "derived", "entrants"} <= held.keys():
            self._move_places(held, again, inside)

    def _move_places(
        self, held: Mapping[str, Any], again: Mapping[CaseId, Reviewed], inside: Collection[CaseId]
    ) -> None:
        """What orders those cases, and what they may get within their applicants' caps."""
        ranked = self.measure.selection.order != "none"
        keys = {c: key for c in inside if (key := self._key(c)) is not None} if ranked else {}
        if "_keys" in held:
            self.__dict__["_keys"] = {**_without(held["_keys"], again), **keys}
        if "granted" in held and not ledger.caps_each_year(self.measure):
            sums = {c: again[c].derived.entitled_fen for c in (keys if ranked else inside)}
            moved = {c: (fen, None) for c, fen in sums.items() if fen is not None}
            self.__dict__["granted"] = {**_without(held["granted"], again), **moved}

    def _regrouped(self, held: Mapping[str, list[Case]], touched: Collection[CaseId]) -> dict[str, list[Case]]:
        """Who stands beside whom, looked at again for the applicants of the cases touched."""
        codes = {c.credit_code for c in self.cases if c.id in touched}
        again = {code: [c for c in self.cases if c.credit_code == code and self._stands(c)] for code in codes}
        return {**_without(held, codes), **{code: cases for code, cases in again.items() if cases}}

    def _with_siblings(self, touched: Collection[CaseId]) -> set[CaseId]:
        """The cases touched, and those judged beside them because one applicant filed them all."""
        if self.measure.amount.kind not in participants.TOGETHER:
            return set(touched)
        codes = {c.credit_code for c in self.cases if c.id in touched} - {""}
        return {*touched, *(c.id for c in self.cases if c.credit_code in codes)}


def _bears(reviewed: Reviewed) -> tuple[Outcome, amounts.Derived, scoring.Score | None]:
    """What of a case's review the other cases' ranks and amounts depend on."""
    return reviewed.judgement.provisional, reviewed.derived, reviewed.score


def _without(held: Mapping[str, Any], touched: Iterable[str]) -> dict[str, Any]:
    """All but those."""
    found = dict(held)
    for case in touched:
        found.pop(case, None)
    return found


def _again(
    held: Mapping[CaseId, Any], touched: Collection[CaseId], read: Callable[[CaseId], dict[CaseId, Any]]
) -> dict[CaseId, Any]:
    found = dict(held)
    for case in touched:
        found.pop(case, None)
        found |= read(case)
    return found

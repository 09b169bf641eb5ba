"""What of a reckoning still holds after something was written, so that one answer does not cost a whole year's work again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from gyga_desk.model import Case, CaseId, Change, Outcome
from gyga_desk.rules import amounts, participants, scoring
from gyga_desk.standings.gate import Gated
from gyga_desk.standings.nouns import Reviewed

BY_CASE = frozenset({"answer", "conflict", "mark", "opinion", "credit_check"})
"""Tables each of whose rows speaks of one case: only it, and its applicant's others, must be judged again."""
NEVER = frozenset({"paper", "printing", "signature", "certificate", "person", "attachment"})
"""Tables that no standing depends on."""
_HOLDS = (
    "decisions", "_sealed", "awards", "sealed_cases", "withdrawn", "_apart", "_lapsed", "sealed_standings", "taken", "cases", "live", "proposal",
    "_received", "matters", "trades", "_contracts", "_filings", "_evidences", "costs",
)  # fmt: skip
"""What the rows of `BY_CASE` cannot move."""

_ACROSS = (
    "specials", "special_fen", "_eligible", "scores", "entrants", "_composites", "ranked", "_ranks", "derived", "_order", "_split_ties",
    "granted", "picked", "by_ranking", "_in", "_allocated",
)  # fmt: skip
"""What looks across cases; it moves with `_bears` alone."""


class Renewed(Gated):
    """A reckoning that takes over from an earlier one what still holds."""

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
            self._carry_cases(held, touched)
        self._seen = last

    def _carry_cases(self, held: Mapping[str, Any], touched: Collection[CaseId]) -> None:
        """What people said, read again for the cases touched; then what was judged, but of these and of their applicants' others."""
        reads: dict[str, Callable[[CaseId], dict[CaseId, Any]]] = {
            "_answers": self._read_answers, "_given_on": self._read_given_on, "_conflicts": self._read_conflicts,
            "marks": self._read_marks, "_scores": self._read_scores, "credit_checks": self._read_credit_checks,
        }  # fmt: skip
        for name, read in reads.items():
            if name in held:
                self.__dict__[name] = _again(held[name], touched, read)
        if "_opened" in held:
            self.__dict__["_opened"] = {c: judged for c, judged in held["_opened"].items() if c not in touched}
        if "_published" in held and self.measure.selection.order == "score":
            self.__dict__["_published"] = {c: points for c, points in held["_published"].items() if c not in touched}
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
            return
        self.__dict__.update({name: held[name] for name in _ACROSS if name in held})
        if "_told" in held:
            self.__dict__["_told"] = {c: line for c, line in held["_told"].items() if c not in again}

    def _regrouped(self, held: Mapping[str, list[Case]], touched: Collection[CaseId]) -> dict[str, list[Case]]:
        """Who stands beside whom, looked at again for the applicants of the cases touched."""
        codes = {c.credit_code for c in self.cases if c.id in touched}
        again = {code: [c for c in self.cases if c.credit_code == code and self._stands(c)] for code in codes}
        return {code: cases for code, cases in {**held, **again}.items() if cases}

    def _with_siblings(self, touched: Collection[CaseId]) -> set[CaseId]:
        """The cases touched, and those judged beside them because one applicant filed them all."""
        if self.measure.amount.kind not in participants.TOGETHER:
            return set(touched)
        codes = {c.credit_code for c in self.cases if c.id in touched} - {""}
        return {*touched, *(c.id for c in self.cases if c.credit_code in codes)}


def _bears(reviewed: Reviewed) -> tuple[Outcome, amounts.Derived, scoring.Score | None]:
    """What of a case's review the other cases' ranks and amounts depend on."""
    return reviewed.judgement.provisional, reviewed.derived, reviewed.score


def _again(
    held: Mapping[CaseId, Any], touched: Collection[CaseId], read: Callable[[CaseId], dict[CaseId, Any]]
) -> dict[CaseId, Any]:
    found = dict(held)
    for case in touched:
        found.pop(case, None)
        found |= read(case)
    return found

"""Which matters of the record meet: every case and earlier award as a claim, indexed, and handed to `rules.overlap`.

Only claims that share a credit code, a contract number or a matter's name are compared, so a year of thousands stays quick.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from gyga_desk.model import Case, CaseId
from gyga_desk.money import write_yuan
from gyga_desk.policy import Edition
from gyga_desk.rules import amounts
from gyga_desk.rules.facts import plain
from gyga_desk.rules.overlap import Claim, Overlap, overlap_of
from gyga_desk.store import lists, reads


class Matters:
    """The claims of a store; reads it once and holds what it read."""

    def __init__(self, db: sqlite3.Connection, edition: Edition) -> None:
        self.db, self.edition = db, edition

    def overlap(self, case: Case) -> Overlap:
        """What else the record knows for a case's matter, whatever the measure, the year or the policy."""
        brief = self._briefs[case.id]
        own = self._claim(brief, 0)
        paid = [c for c in self._near(own, self._paid) if c.id != case.id]
        awarded = {c.id for c in self._paid}
        asked = [
            self._claim(b, fen)
            for b in self._near_briefs(own)
            if b.case != case.id and b.case not in awarded and (b.year, b.measure) != (brief.year, brief.measure)
            and (fen := self._entitled(b)) is not None
        ]  # fmt: skip
        return overlap_of(own, paid, asked)

    def once(self, measure: int, case: CaseId, matter: str) -> tuple[str, ...]:
        """Awards of a once-only measure (一次性) for the same matter in any year, by whomever: each as a sentence."""
        same = [
            c
            for c in self._paid
            if c.id != case and self._measures.get(c.id) == measure and plain(c.matter) == plain(matter)
        ]
        return tuple(f"{c.label} {c.applicant} {write_yuan(c.fen)} 元" for c in same)

    @cached_property
    def _briefs(self) -> dict[CaseId, reads.Brief]:
        return {b.case: b for b in reads.briefs(self.db)}

    @cached_property
    def _paid(self) -> list[Claim]:
        """Sealed awards of this record and earlier awards from imported lists."""
        sealed = [self._claim(self._briefs[s.case], s.amount_fen) for s in reads.sealed(self.db) if s.amount_fen]
        return [*sealed, *(_listed(a) for a in self._awards)]

    @cached_property
    def _awards(self) -> list[lists.EarlierAward]:
        return lists.earlier_awards(self.db)

    @cached_property
    def _measures(self) -> dict[str, int]:
        """The measure of each paid claim, where one is known."""
        listed = {_list_id(a): a.measure for a in self._awards if a.measure is not None}
        return listed | {b.case: b.measure for b in self._briefs.values()}

    def _claim(self, brief: reads.Brief, fen: int) -> Claim:
        measure = self.edition.measure(brief.measure)
        matter = brief.title if measure and measure.title in measure.key else ""
        label = f"{brief.case} {measure.name if measure else ''}".strip()
        return Claim(brief.case, label, brief.credit_code, brief.applicant, matter, brief.contract, fen, brief.model)

    def _entitled(self, brief: reads.Brief) -> int | None:
        """What another undecided case would be entitled to by its own figures; None where that is not known."""
        measure = self.edition.measure(brief.measure)
        return amounts.derive(measure, reads.case(self.db, brief.case)).entitled_fen if measure else None

    def _near(self, own: Claim, claims: list[Claim]) -> list[Claim]:
        wanted = _keys(own)
        return [c for c in claims if wanted & _keys(c)]

    def _near_briefs(self, own: Claim) -> list[reads.Brief]:
        found = {case for key in _keys(own) for case in self._index[key]}
        return [self._briefs[c] for c in sorted(found)]

    @cached_property
    def _index(self) -> dict[str, list[CaseId]]:
        index: dict[str, list[CaseId]] = defaultdict(list)
        for brief in self._briefs.values():
            for key in _keys(self._claim(brief, 0)):
                index[key].append(brief.case)
        return index


def _keys(claim: Claim) -> frozenset[str]:
    """What two claims must share at least one of to be compared at all."""
    named: Iterable[tuple[str, str]] = (
        ("code", claim.credit_code),
        ("contract", claim.contract),
        ("matter", claim.matter),
    )
    return frozenset(f"{kind}:{plain(text)}" for kind, text in named if text)


def _list_id(award: lists.EarlierAward) -> str:
    return f"{award.list}/{award.row}"


def _listed(award: lists.EarlierAward) -> Claim:
    document = f"（{award.document}）" if award.document else ""
    label = f"{award.policy}{document}{award.year}年"
    return Claim(
        _list_id(award), label, award.credit_code, award.applicant, award.matter, award.contract, award.amount_fen
    )

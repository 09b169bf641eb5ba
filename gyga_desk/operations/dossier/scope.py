"""How far a dossier reaches: one case, or all cases of a year; and which rows of the record lie within it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Paper
from gyga_desk.store import reads

SECRET = frozenset({"person"})
"""Tables whose rows hold what nobody else may have: passwords' hashes and the slots of keys."""
_OWN = frozenset({"dossier"})
"""Dossiers tell of the record, not of themselves."""
_OF_ALL = frozenset({"meta", "edition_text", "certificate"})
"""What belongs to every case."""
_OF_YEAR = frozenset({"proposal", "decision", "slot", "sealed_case", "paper", "voucher", "cases"})


@dataclass(frozen=True)
class Scope:
    """What one dossier is about."""

    name: str
    """The case's number, or the year."""
    year: int
    whole: bool
    """Of a year, not of one case."""
    cases: tuple[Case, ...]
    papers: tuple[Paper, ...]
    vouchers: frozenset[str]

    @property
    def ids(self) -> frozenset[CaseId]:
        return frozenset(c.id for c in self.cases)

    def holds(self, table: str, key: Sequence[object], image: Mapping[str, object]) -> bool:
        """Whether a row is within reach; of what belongs to nobody in particular, a year has all and a case what it rests on."""
        if table in SECRET or table in _OWN:
            return False
        if table in ("printing", "signature"):
            return any(p.number == key[0] for p in self.papers)
        if table == "voucher_entry":
            return key[0] in self.vouchers
        case = key[0] if table == "cases" else image.get("case_id")
        if case is not None:
            return case in self.ids
        if table in _OF_YEAR:
            return self.whole and image.get("year") == self.year
        if table in _OF_ALL:
            return True
        return self.whole or (table == "batch" and any(key[0] == c.batch for c in self.cases))


def scope_of(db: sqlite3.Connection, case: CaseId, year: int | None) -> Scope:
    """One case, or a year; raises `Refused` where there is none."""
    if case:
        held = [reads.case(db, case)]
        papers = reads.papers(db, case=case)
    else:
        held = reads.cases(db, year=year)
        papers = [p for p in reads.papers(db) if p.year == year]
    if not held:
        raise Refused("{year} 年没有项目，没有可以立卷的内容；请核对年度。", year=year)
    ids = {c.id for c in held}
    vouchers = frozenset(str(n) for n, c in db.execute("SELECT number, case_id FROM voucher") if c in ids)
    return Scope(case or f"{year}", held[0].year, not case, tuple(held), tuple(papers), vouchers)


def read(text: str | None) -> dict[str, object]:
    """A row's image; empty where there is none."""
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}

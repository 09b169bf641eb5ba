"""One applicant over the years: its cases under every measure with what came of them, and its awards in imported lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from gyga_desk.model import Outcome
from gyga_desk.policy import Edition
from gyga_desk.rules.facts import plain
from gyga_desk.standings import of
from gyga_desk.store import lists, reads
from gyga_desk.store.lists import EarlierAward
from gyga_desk.store.reads import Brief


@dataclass(frozen=True)
class Applicant:
    """One applicant that the record knows of, by its credit code; by its name where no list gives a code."""

    credit_code: str
    name: str
    cases: tuple[Brief, ...]
    awards: tuple[EarlierAward, ...]


@dataclass(frozen=True)
class Line:
    """One case or one earlier award of an applicant."""

    year: int
    id: str
    """The case's id, or the list's with the row."""
    measure: int | None
    policy: str
    """The measure's name, or the other policy with its 文号."""
    matter: str
    outcome: Outcome | None
    """None for an award of a list."""
    sealed: bool
    entitled_fen: int | None
    awarded_fen: int | None
    """分 as sealed or as listed; of an open case nothing is awarded yet."""
    by_name: bool = False
    """A list gave no credit code: found by the name alone."""


@dataclass(frozen=True)
class History:
    """The whole of an applicant, newest year first."""

    applicant: Applicant
    lines: tuple[Line, ...]

    @property
    def awarded_fen(self) -> int:
        """What sealed decisions of this record gave."""
        return sum(x.awarded_fen or 0 for x in self.lines if x.outcome is not None)

    @property
    def earlier_fen(self) -> int:
        """What the imported lists tell of."""
        return sum(x.awarded_fen or 0 for x in self.lines if x.outcome is None)

    @property
    def open(self) -> int:
        """Cases that are not decided yet."""
        return sum(1 for x in self.lines if x.outcome is not None and not x.sealed)


def applicants(db: sqlite3.Connection, text: str = "") -> list[Applicant]:
    """Those whose name or credit code has `text` in it, in order of name; all where it is empty."""
    found = _grouped(reads.briefs(db), lists.earlier_awards(db))
    wanted = plain(text)
    return [a for a in found if any(wanted in plain(x) for x in (a.credit_code, *_names(a)))]


def _names(applicant: Applicant) -> set[str]:
    return {c.applicant for c in applicant.cases} | {a.applicant for a in applicant.awards}


def _grouped(cases: Iterable[Brief], awards: Iterable[EarlierAward]) -> list[Applicant]:
    """By credit code; what has none goes to the one code that bears its name, or stands by its name alone."""
    everything: list[Brief | EarlierAward] = [*cases, *awards]
    codes: dict[str, set[str]] = {}
    for one in everything:
        codes.setdefault(plain(one.applicant), set()).update({one.credit_code} - {""})
    groups: dict[tuple[str, str], list[Brief | EarlierAward]] = {}
    for one in everything:
        name = plain(one.applicant)
        code = one.credit_code or (next(iter(codes[name])) if len(codes[name]) == 1 else "")
        groups.setdefault((code, "" if code else name), []).append(one)
    made = [_applicant(code, group) for (code, _), group in groups.items()]
    return sorted(made, key=lambda a: (a.name, a.credit_code))


def _applicant(code: str, group: list[Brief | EarlierAward]) -> Applicant:
    """Named as its newest case or award names it."""
    cases, awards = (
        tuple(x for x in group if isinstance(x, Brief)),
        tuple(x for x in group if isinstance(x, EarlierAward)),
    )
    _, name = max((one.year, one.applicant) for one in group)
    return Applicant(code, name, cases, awards)


def history(db: sqlite3.Connection, edition: Edition, applicant: Applicant) -> History:
    """What came of each case, by the standing of its measure and year; and what the lists tell."""
    sealed = {s.case for s in reads.sealed(db)}
    tables = {(c.measure, c.year) for c in applicant.cases}
    standings = {s.case: s for measure, year in sorted(tables) for s in of(db, edition, measure, year).cases}
    lines = [_listed(a, applicant) for a in applicant.awards]
    for case in applicant.cases:
        standing, measure = standings[case.case], edition.measure(case.measure)
        closed = case.case in sealed
        lines.append(Line(
            case.year, case.case, case.measure, measure.name if measure else "", case.title, standing.outcome, closed,
            standing.entitled_fen, standing.amount_fen if closed else None,
        ))  # fmt: skip
    return History(applicant, tuple(sorted(lines, key=lambda x: (-x.year, x.id))))


def _listed(award: EarlierAward, applicant: Applicant) -> Line:
    policy = f"{award.policy}（{award.document}）" if award.document else award.policy
    by_name = bool(applicant.credit_code) and not award.credit_code
    return Line(
        award.year,
        f"{award.list}/{award.row}",
        award.measure,
        policy,
        award.matter,
        None,
        True,
        None,
        award.amount_fen,
        by_name,
    )

"""A workbook against the record, before anything is stored: its rows, what they change, and what an import did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gyga_desk.formats.raw import Book
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import CaseId, Fact, Problem, Settlement, Severity
from gyga_desk.operations import details, redemptions

NEW, CHANGED, UNCHANGED, HELD, REDEEM = "new", "changed", "unchanged", "held", "redemption"

NO_BOOK = Book("", "", ())


@dataclass(frozen=True)
class Difference:
    """One fact that a new row changes."""

    header: str
    before: str
    after: str
    cell: str = ""
    """Where the new value stands."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of the workbook against the record."""

    sheet: str
    row: int
    measure: int
    year: int
    applicant: str
    credit_code: str
    title: str
    district: str
    matter: str
    state: str
    """`new`, `changed`, `unchanged`, `redemption` or `held`."""
    case: CaseId
    """The case it changes; empty for a new one."""
    facts: Mapping[str, Fact]
    differences: tuple[Difference, ...] = ()
    asked: redemptions.Asked | None = None
    """The sealed case whose voucher the row asks to be paid for."""

    @property
    def key(self) -> details.Key:
        """What tells this application from every other."""
        return self.year, self.measure, self.credit_code, self.matter


@dataclass(frozen=True)
class Preview:
    """Everything a workbook would do, before it does it."""

    path: Path
    file: str
    digest: str
    sheets: tuple[SheetResult, ...]
    rows: tuple[Incoming, ...]
    problems: tuple[Problem, ...]
    earlier: str
    """The batch that brought this very file before; empty if none."""
    lines: tuple[details.Lines, ...] = ()
    """The lines of detail sheets, case by case."""
    book: Book = field(default=NO_BOOK, repr=False)
    """The file as it was sent."""
    settled: tuple[Settlement, ...] = ()
    """What a person said about it: answers and corrections."""
    offered: tuple[Settlement, ...] = ()
    """Answers that the same questions had in other files."""
    again: tuple[tuple[str, int], ...] = ()
    """Batches that brought cases of this file before, with how many of them, most first."""
    head: str = ""
    """The journal's digest when the record was looked at."""

    def count(self, state: str, sheet: str | None = None, measure: int | None = None) -> int:
        """Rows in a state; one sheet may hold tables of several measures."""
        return sum(
            n for (was, where, of), n in self._counts.items()
            if was == state and sheet in (None, where) and measure in (None, of)
        )  # fmt: skip

    @cached_property
    def _counts(self) -> Counter[tuple[str, str, int]]:
        """Rows by state, sheet and measure: there are many rows and few of these."""
        return Counter((r.state, r.sheet, r.measure) for r in self.rows)

    def count_lines(self, state: str, sheet: str) -> int:
        """Lines of a detail sheet whose case's lines are in this state."""
        return sum(1 for one in self.lines if one.state == state for t in one.items if t.sheet == sheet)

    @property
    def taken(self) -> int:
        """Rows that would be stored, and cases whose lines alone would."""
        return self.count(NEW) + self.count(CHANGED) + self.count(REDEEM) + len(self.alone)

    @property
    def alone(self) -> tuple[details.Lines, ...]:
        """Lines to be stored that come without their case's own row."""
        return tuple(one for one in self.lines if one.alone and one.stored)

    def changed_lines(self) -> list[tuple[CaseId, str, Difference]]:
        """Case, applicant and what its lines were and become, where they come without the case's own row."""
        return [(one.owner.case, one.owner.applicant, line_difference(one)) for one in self.alone]

    @property
    def differences(self) -> list[tuple[CaseId, str, Difference]]:
        """Every fact that would change: case, applicant, field with its old and new value."""
        rows = [(r.case, r.applicant, d) for r in self.rows if r.state != HELD for d in r.differences]
        return rows + self.changed_lines()

    @property
    def open(self) -> list[Problem]:
        """The questions that nobody has answered yet."""
        return [p for p in self.problems if p.severity is Severity.ASK]

    @property
    def clean(self) -> bool:
        """Whether nothing is held and no sheet is broken."""
        return not any(p.severity is Severity.ERROR for p in self.problems) and not self.count(HELD)


@dataclass(frozen=True)
class BatchResult:
    """What an import did."""

    batch: str
    accepted: int
    held: int
    unchanged: int
    changed: int


def line_difference(lines: details.Lines) -> Difference:
    return Difference(lines.sheet, details.told(lines.before), details.told(lines.items))

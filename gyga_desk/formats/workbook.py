"""A filled-in workbook read into facts and problems: the face of reading, for intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.formats.layout import SheetPlan
from gyga_desk.model import Fact, Problem
from gyga_desk.progress import Progress, silent

__all__ = ["RowRead", "SheetPlan", "SheetResult", "StatedSum", "Workbook", "read"]


@dataclass(frozen=True)
class RowRead:
    """One application's row: its facts by column id; columns the edition does not know are `x:<header>`."""

    row: int
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class StatedSum:
    """A 合计 or 小计 cell: what it says and what the rows above it add up to."""

    column: str
    cell: str
    stated_fen: int
    computed_fen: int


@dataclass(frozen=True)
class SheetResult:
    """What one sheet held. Rows with an `error` problem are here too; the caller holds them back."""

    name: str
    measure: int | None
    """None for a sheet that is not taken: hidden, unknown, notes, empty."""
    state: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, str]
    """Column id → column letters."""
    rows: tuple[RowRead, ...]
    skipped: tuple[tuple[int, str], ...]
    """(row, reason) for each row inside or below the table that is not an application."""
    sums: tuple[StatedSum, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Workbook:
    """A whole file as read."""

    name: str
    digest: str
    """`sha256:…` over the file's bytes."""
    sheets: tuple[SheetResult, ...]
    problems: tuple[Problem, ...] = ()
    """About the file as a whole; `sheet` is empty."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The file's problems and then each sheet's, in order."""
        return self.problems + tuple(problem for sheet in self.sheets for problem in sheet.problems)


def read(path: Path, plans: Sequence[SheetPlan], progress: Progress = silent) -> Workbook:
    """Read a workbook by the plans; raises `WorkbookError` where the file itself cannot be read."""
    return Workbook(path.name, "", ())

"""What reading a sheet gives, row by row: facts, lines that are no applications, totals, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gyga_desk.formats.sums import StatedSum
from gyga_desk.model import Fact, Problem


@dataclass(frozen=True, slots=True)
class RowRead:
    """One application's row: its facts by column id; columns the edition does not know are `x:<header>`."""

    row: int
    facts: Mapping[str, Fact]


@dataclass
class Taken:
    """What was taken from a sheet so far."""

    rows: list[RowRead] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    sums: list[StatedSum] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

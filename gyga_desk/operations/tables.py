"""Plain tables that people fill in for answers and marks, a line at a time with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gyga_desk.formats.plain_table import Table, TableRow, read_table
from gyga_desk.model import Problem, Severity
from gyga_desk.money import exact_fen


@dataclass(frozen=True)
class Line:
    """One line of a table, its cells by column id."""

    table: Table
    row: TableRow

    def text(self, column: str) -> str:
        return self.row.texts.get(column, "").strip()

    def money(self, column: str) -> int | None:
        """分 from 元; None where blank or no such figure."""
        try:
            return exact_fen(Decimal(self.text(column).replace(",", "").replace("，", "")))
        except InvalidOperation:
            return None

    def problem(self, column: str, code: str, sentence: str) -> Problem:
        cell = self.table.cell(self.row, column) if column in self.table.letters else ""
        return Problem(self.table.sheet, cell, self.row.row, column, code, Severity.ERROR, self.text(column), sentence)


def read_lines(
    path: Path, columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> tuple[Table, Iterator[Line]]:
    """The table in a workbook or CSV; raises `WorkbookError` where it cannot be read or a needed column is missing."""
    table = read_table(path, columns, [c for c in columns if c not in required])
    return table, (Line(table, row) for row in table.rows)

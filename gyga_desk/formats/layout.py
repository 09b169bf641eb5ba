"""Where the table stands on a sheet: whose sheet it is, its header rows, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.formats.cells import is_blank
from gyga_desk.formats.figures import squeeze
from gyga_desk.formats.headers import LONGEST_HEADER, Label, Names, make_label, weigh
from gyga_desk.formats.raw import RawKind, RawRow, RawSheet
from gyga_desk.model import Column

SEARCHED_ROWS = 60
"""A header further down than this is no header."""
DEEPEST_HEADER = 3
FEWEST_MATCHES = 2
FEWEST_UNNAMED = 5
"""Columns that must be known before a sheet of another name is taken for a measure's."""
ENOUGH = 0.4
"""And the share of that measure's own columns among them."""
_UNIT_LINE = re.compile(r"(?:金额)?单位[:为是]{0,2}(?:人民币)?[(]?(万元|亿元|元)")
Grid = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True)
class SheetPlan:
    """What the edition expects of one measure's sheet: its accepted names and its columns."""

    measure: int
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    detail: bool = False
    """A sheet of single lines behind the measure's cases; it is known by its name alone."""


@dataclass(frozen=True)
class Layout:
    """A table found on a sheet."""

    plan: SheetPlan
    header_rows: tuple[int, ...]
    columns: Mapping[int, Column]
    """Sheet column → the edition's column."""
    labels: Mapping[int, Label]
    """Every sheet column with a header, known or not."""
    twice: Mapping[int, Column]
    """Sheet columns whose header means a column already found further left."""
    sheet_unit: str
    """The money unit that a line above the table names, or nothing."""

    def unit(self, at: int) -> str:
        """The unit of money in a sheet column: its header's, else the sheet's, else the edition's."""
        return self.labels[at].unit or self.sheet_unit or self.columns[at].unit or "元"


def find_sheet(sheet: RawSheet, plans: Sequence[SheetPlan]) -> Layout | None:
    """The table on the sheet, by the sheet's name first and by its headers otherwise; None where there is none."""
    rows = _first_rows(sheet)
    named = plan_by_name(sheet.name, plans)
    if named:
        return _best_header(sheet, rows, named)
    return _by_headers(sheet, rows, plans)


def find_table(sheet: RawSheet, plan: SheetPlan) -> Layout | None:
    """The table of one plan on a sheet of whatever name; None where there is none."""
    return _best_header(sheet, _first_rows(sheet), plan)


def plan_by_name(name: str, plans: Sequence[SheetPlan]) -> SheetPlan | None:
    """The plan a sheet's name means: the same name, or the longest name found in it."""
    key = _name_key(name)
    best, length = None, 0
    for plan in plans:
        for known in map(_name_key, plan.names):
            exact = known == key
            if known and known in key and (exact or len(known) > length):
                best, length = plan, 10_000 if exact else len(known)
    return best


def _name_key(name: str) -> str:
    return re.sub(r"^[0-9一二三四五六七]+[.、_-]?", "", squeeze(name)).casefold()


def _first_rows(sheet: RawSheet) -> list[RawRow]:
    rows = []
    for row in sheet.rows():
        rows.append(row)
        if len(rows) >= SEARCHED_ROWS:
            break
    return rows


def _by_headers(sheet: RawSheet, rows: list[RawRow], plans: Sequence[SheetPlan]) -> Layout | None:
    weights = weigh({plan.measure: plan.columns for plan in plans if not plan.detail})
    best, most = None, 0.0
    for plan in plans:
        layout = None if plan.detail else _best_header(sheet, rows, plan)
        if layout is None or len(layout.columns) < FEWEST_UNNAMED:
            continue
        own = weights[plan.measure]
        share = sum(own[column.id] for column in layout.columns.values()) / sum(own.values())
        if share > most:
            best, most = layout, share
    return best if most >= ENOUGH else None


def _best_header(sheet: RawSheet, rows: list[RawRow], plan: SheetPlan) -> Layout | None:
    names, grid = Names(plan.columns), _texts(rows, sheet)
    best: Layout | None = None
    for last in grid:
        for depth in range(1, DEEPEST_HEADER + 1):
            layout = _try_header(sheet, grid, last, depth, plan, names)
            if layout and (best is None or len(layout.columns) > len(best.columns)):
                best = layout
    if best is None or len(best.columns) < FEWEST_MATCHES:
        return None
    return _with_group_row(sheet, grid, best, names)


def _with_group_row(sheet: RawSheet, grid: Grid, found: Layout, names: Names) -> Layout:
    """Count the row of merged group names above the header as part of it."""
    top = found.header_rows[0]
    groups = [merge for merge in sheet.merges if merge.top == merge.bottom == top - 1 and merge.right > merge.left]
    depth = len(found.header_rows) + 1
    if depth > DEEPEST_HEADER or len(set(grid.get(top - 1, {}).values())) < 2 or not groups:
        return found
    return _try_header(sheet, grid, found.header_rows[-1], depth, found.plan, names) or found


def _texts(rows: list[RawRow], sheet: RawSheet) -> dict[int, dict[int, str]]:
    """The words of the first rows, row by row; a group name merged across columns counts for each of them."""
    grid = {
        row.number: {
            at: cell.text[:LONGEST_HEADER]
            for at, cell in row.cells.items()
            if cell.kind is RawKind.TEXT and not is_blank(cell)
        }
        for row in rows
    }
    for merge in sheet.merges:
        line = grid.get(merge.top)
        if merge.right > merge.left and line and merge.left in line:
            for column in range(merge.left + 1, min(merge.right, 1_000) + 1):
                line.setdefault(column, line[merge.left])
    return grid


def _try_header(sheet: RawSheet, grid: Grid, last: int, depth: int, plan: SheetPlan, names: Names) -> Layout | None:
    lines = [grid.get(row, {}) for row in range(last - depth + 1, last + 1)]
    if last - depth < 0 or not lines[0]:
        return None
    columns: dict[int, Column] = {}
    labels: dict[int, Label] = {}
    twice: dict[int, Column] = {}
    taken: set[str] = set()
    for at in sorted({at for line in lines for at in line}):
        words = list(dict.fromkeys(line[at] for line in lines if at in line))
        column = names.find("".join(words[:-1]), words[-1])
        labels[at] = make_label(words[:-1], words[-1], column is not None)
        if column is None:
            continue
        if column.id in taken:
            twice[at] = column
        else:
            taken.add(column.id)
            columns[at] = column
    header_rows = tuple(range(last - depth + 1, last + 1))
    return Layout(plan, header_rows, columns, labels, twice, _unit_above(grid, header_rows[0]))


def _unit_above(grid: Grid, top: int) -> str:
    """The unit named by a line above the header, such as 单位:万元 at the right of the title."""
    for row in sorted((row for row in grid if row < top), reverse=True):
        for text in grid[row].values():
            if unit := unit_in_line(text):
                return unit
    return ""


def unit_in_line(text: str) -> str:
    """The money unit a line of words names (`单位:万元`), or nothing."""
    found = _UNIT_LINE.search(squeeze(text))
    return found[1] if found else ""

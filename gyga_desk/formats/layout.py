"""Where the tables stand on a sheet: whose they are, their header rows, and which column is which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gyga_desk.formats.cells import is_blank
from gyga_desk.formats.figures import squeeze
from gyga_desk.formats.headers import LONGEST_HEADER, UNIT_WORDS, Label, Names, make_label, weigh
from gyga_desk.formats.raw import RawKind, RawRow, RawSheet, unpack_row
from gyga_desk.model import Column

SEARCHED_ROWS = 60
"""So many rows are searched by all the ways a header may be written; further down it must be written plainly."""
DEEPEST_HEADER = 3
FEWEST_MATCHES = 2
FEWEST_LATER = 3
"""Columns that must be known in a header below the first one."""
FEWEST_UNNAMED = 5
"""Columns that must be known before a sheet of another name is taken for a measure's."""
ENOUGH = 0.4
"""And the share of that measure's own columns among them."""
_MOST_COLUMNS = 400
"""A header further to the right is none, and looking for it costs time."""
_MOST_LOOKED_AT = 100
"""So many different lines may look like headers; a file with more of them means harm, and the rest are rows."""
_MOST_BESIDE = 3
_ODD_CELLS = 2
"""A header may have so many cells that are no text, such as a year."""
_TITLE_ROWS = 4
_UNIT_LINE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|金额|货币|计量|以上|下列|表中|币种)单位(?:均|都)?[:为是]{0,2}(?:人民币)?[(]?(千万元|百万元|千元|万元|亿元|元|万美元|美元|港元|港币|欧元)"
    r"(?![\u4e00-\u9fff]{1,}(?:公司|有限|科技|大学|学院|中心|集团|局|所|院|厂))"
)
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
    hidden: Mapping[int, Column] = field(default_factory=dict)
    """Known columns that are hidden and not taken."""
    last: int = 0
    """The last row that may belong to it; 0 where nothing follows."""
    left: int = 1
    right: int = 0
    """The columns it stands in; 0 where nothing stands beside it."""

    def unit(self, at: int) -> str:
        """The unit of money in a sheet column: its header's, else the sheet's, else the edition's."""
        return self.labels[at].unit or self.sheet_unit or self.columns[at].unit or "元"

    def states_unit(self, at: int) -> bool:
        """Whether the sheet itself names the unit of a column."""
        return bool(self.labels[at].unit or self.sheet_unit)


def find_sheet(sheet: RawSheet, plans: Sequence[SheetPlan]) -> Layout | None:
    """The first table on the sheet; None where there is none."""
    return next(iter(find_tables(sheet, plans)), None)


def find_table(sheet: RawSheet, plan: SheetPlan) -> Layout | None:
    """The first table of one plan on a sheet of whatever name; None where there is none."""
    return next(iter(_tables(sheet, (plan,), plan)), None)


def find_tables(sheet: RawSheet, plans: Sequence[SheetPlan]) -> list[Layout]:
    """Every table on the sheet from above, by the sheet's name first and by titles and headers otherwise."""
    named = plan_by_name(sheet.name, plans)
    return _tables(sheet, plans, named)


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


def first_rows(sheet: RawSheet) -> list[RawRow]:
    """The rows in which a header is looked for by every means."""
    return [unpack_row(line) for line in sheet.packed[:SEARCHED_ROWS]]


def _tables(sheet: RawSheet, plans: Sequence[SheetPlan], named: SheetPlan | None) -> list[Layout]:
    search = _Search(sheet, plans, named)
    found: list[Layout] = []
    looked_at: set[bytes] = set()
    for number, line in search.candidates():
        above = found[-1].header_rows[-1] if found else 0
        if number <= above or line in looked_at:
            continue
        looked_at.add(line)
        if len(looked_at) > _MOST_LOOKED_AT:
            break
        layout = search.header_at(number, above, found[-1] if found else None)
        if layout is not None:
            found.append(layout)
    ended = [replace(one, last=after.header_rows[0] - 1) for one, after in pairwise(found)]
    return [part for one in [*ended, *found[-1:]] for part in _side_by_side(one)]


class _Search:
    """Looks for headers on one sheet; made for it and used once."""

    def __init__(self, sheet: RawSheet, plans: Sequence[SheetPlan], named: SheetPlan | None) -> None:
        self._sheet, self._named = sheet, named
        self._plans = [named] if named else [plan for plan in plans if not plan.detail]
        self._names = {id(plan): Names(plan.columns) for plan in self._plans}
        self._weights = weigh({plan.measure: plan.columns for plan in self._plans})
        self._first = first_rows(sheet)
        self._numbers: list[int] = []
        self._merges = sorted(
            (m for m in sheet.merges if m.right > m.left or m.bottom > m.top), key=lambda merge: merge.top
        )
        self._tops = [merge.top for merge in self._merges]

    def candidates(self) -> Iterator[tuple[int, bytes]]:
        """Rows that hold several names of columns, from above: each one's number and the line it travels as."""
        for row, line in zip(self._first, self._sheet.packed, strict=False):
            if self._looks_like_header(row):
                yield row.number, line.split(b"\x1e", 1)[1]
        yield from self._plain_candidates(len(self._first))

    def _looks_like_header(self, row: RawRow) -> bool:
        texts = list(_words(row).values())
        if len(row.cells) - len(texts) > _ODD_CELLS and len(row.cells) > 2 * len(texts):
            return False
        return any(
            sum(names.find("", text) is not None for text in texts) >= FEWEST_MATCHES for names in self._names.values()
        )

    def _plain_candidates(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Further down: rows of words that hold names exactly as the edition or a header above writes them."""
        known = frozenset().union(*(names.written() for names in self._names.values()))
        known |= {cell.text.replace("\n", "\x1d").encode() for row in self._first if self._looks_like_header(row)
                  for cell in row.cells.values()}  # fmt: skip
        for line in self._sheet.packed[start:]:
            number, kinds, joined = line.split(b"\x1e", 2)
            if len(kinds) - kinds.count(b".") - kinds.count(b"t") > _ODD_CELLS:
                continue
            texts = joined.split(b"\x1f")
            if not known.isdisjoint(texts) and sum(text in known for text in texts) >= FEWEST_MATCHES:
                yield int(number), kinds + b"\x1e" + joined

    def header_at(self, number: int, above: int, before: Layout | None) -> Layout | None:
        """The best header that has a candidate row in it; one like the header before it is left to the reader of rows."""
        grid = self._grid(number, above)
        titled = self._named or plan_by_name(self._title(grid, number), self._plans)
        plans = [titled] if titled else self._plans
        if titled is None:
            plans = [plan for plan in plans if self._names_enough(grid, number, plan)]
        layouts = [layout for plan in plans if (layout := self._best(grid, number, plan))]
        if titled is None:
            layouts = [layout for layout in layouts if self._share(layout) >= ENOUGH]
            layouts = [layout for layout in layouts if len(layout.columns) + len(layout.hidden) >= FEWEST_UNNAMED]
        best = max(layouts, key=lambda layout: (self._share(layout), len(layout.columns)), default=None)
        if best is None:
            return None
        fewest = FEWEST_LATER if before else FEWEST_MATCHES
        if len(best.columns) + len(best.hidden) < fewest or (before and _same(before, best)):
            return None
        if before and not best.sheet_unit:
            best = replace(best, sheet_unit=before.sheet_unit)
        return best

    def _names_enough(self, grid: Grid, number: int, plan: SheetPlan) -> bool:
        """A quick look before a long one: whether the words of a header's depth name enough of a plan's columns."""
        names = self._names[id(plan)]
        rows = (grid.get(row, {}) for row in range(number - DEEPEST_HEADER + 1, number + DEEPEST_HEADER))
        words = {word for row in rows for word in row.values()}
        if self._sheet.merges:  # a parent and its child may make the name together
            return True
        return len({column.id for word in words if (column := names.find("", word))}) >= FEWEST_UNNAMED

    def _share(self, layout: Layout) -> float:
        own = self._weights.get(layout.plan.measure, {})
        found = [*layout.columns.values(), *layout.hidden.values()]
        return sum(own.get(column.id, 0) for column in found) / (sum(own.values()) or 1)

    def _title(self, grid: Grid, number: int) -> str:
        """The words right above a header, where they may say whose table it is."""
        rows = sorted((row for row in grid if row < number), reverse=True)[:_TITLE_ROWS]
        lines = ["".join(dict.fromkeys(grid[row].values())) for row in rows if len(set(grid[row].values())) <= 2]
        return "".join(line for line in lines if len(line) <= LONGEST_HEADER)

    def _grid(self, number: int, above: int) -> dict[int, dict[int, str]]:
        """The words around a row; a group name merged across columns counts for each of them."""
        if not self._numbers:
            self._numbers = [int(line.split(b"\x1e", 1)[0]) for line in self._sheet.packed]
        start = 0 if not above else bisect_left(self._numbers, max(above + 1, number - 12))
        stop = bisect_left(self._numbers, number + DEEPEST_HEADER + 1)
        rows = [unpack_row(line) for line in self._sheet.packed[start:stop]]
        grid = {row.number: _words(row) for row in rows}
        first, last = (rows[0].number, rows[-1].number) if rows else (0, -1)
        for merge in self._merges[bisect_left(self._tops, first) : bisect_left(self._tops, last + 1)]:
            line = grid.get(merge.top)
            if merge.right > merge.left and line and merge.left in line:
                for column in range(merge.left + 1, min(merge.right, _MOST_COLUMNS) + 1):
                    line.setdefault(column, line[merge.left])
        return grid

    def _best(self, grid: Grid, number: int, plan: SheetPlan) -> Layout | None:
        """The deepest reading that finds the most columns, of those with this row in them."""
        names, best = self._names[id(plan)], None
        for last in (row for row in grid if number <= row < number + DEEPEST_HEADER):
            for depth in range(max(1, last - number + 1), DEEPEST_HEADER + 1):
                layout = self._try(grid, last, depth, plan, names)
                if layout and (best is None or _found(layout) > _found(best)):
                    best = layout
        if best is None:
            return None
        best = self._with_group_row(grid, best, names)
        return self._with_units(grid, best, names)

    def _with_group_row(self, grid: Grid, found: Layout, names: Names) -> Layout:
        """Count the row of merged group names above the header as part of it."""
        top = found.header_rows[0]
        groups = [m for m in self._sheet.merges if m.top == m.bottom == top - 1 and m.right > m.left]
        depth = len(found.header_rows) + 1
        if depth > DEEPEST_HEADER or len(set(grid.get(top - 1, {}).values())) < 2 or not groups:
            return found
        return self._try(grid, found.header_rows[-1], depth, found.plan, names) or found

    def _with_units(self, grid: Grid, found: Layout, names: Names) -> Layout:
        """Count a row of nothing but units below the header as part of it."""
        below = found.header_rows[-1] + 1
        words = {squeeze(text).strip("()") for text in grid.get(below, {}).values()}
        row = next((r for r in self._rows(below, below)), None)
        if not words or not words <= UNIT_WORDS or row is None or len(row.cells) != len(grid[below]):
            return found
        if not any(word.endswith("元") for word in words):
            return found
        deeper = self._try(grid, below, len(found.header_rows) + 1, found.plan, names)
        return deeper if deeper and _found(deeper) >= _found(found) else found

    def _rows(self, first: int, last: int) -> Iterator[RawRow]:
        start, stop = bisect_left(self._numbers, first), bisect_left(self._numbers, last + 1)
        return (unpack_row(line) for line in self._sheet.packed[start:stop])

    def _try(self, grid: Grid, last: int, depth: int, plan: SheetPlan, names: Names) -> Layout | None:
        lines = [grid.get(row, {}) for row in range(last - depth + 1, last + 1)]
        if last - depth < 0 or not lines[0] or (len(set(lines[0].values())) == 1 and len(lines[0]) > 1):
            return None
        columns: dict[int, Column] = {}
        hidden: dict[int, Column] = {}
        labels: dict[int, Label] = {}
        twice: dict[int, Column] = {}
        taken: set[str] = set()
        for at in sorted({at for line in lines for at in line}):
            words = list(dict.fromkeys(line[at] for line in lines if at in line))
            column = names.find("".join(words[:-1]), words[-1])
            labels[at] = make_label(words[:-1], words[-1], known=column is not None)
            if column is None:
                continue
            if at in self._sheet.hidden_columns:
                hidden[at] = column
            elif column.id in taken:
                twice[at] = column
            else:
                taken.add(column.id)
                columns[at] = column
        header_rows = tuple(range(last - depth + 1, last + 1))
        unit = _unit_above(grid, header_rows[0])
        return Layout(plan, header_rows, columns, labels, twice, unit, hidden)


def _found(layout: Layout) -> int:
    return len(layout.columns) + len(layout.hidden)


def _words(row: RawRow) -> dict[int, str]:
    return {
        at: cell.text[:LONGEST_HEADER]
        for at, cell in row.cells.items()
        if at <= _MOST_COLUMNS and cell.kind is RawKind.TEXT and not is_blank(cell)
    }


def _same(one: Layout, other: Layout) -> bool:
    """Whether a header only repeats the one above it."""
    units = all(one.labels[at].unit == other.labels[at].unit for at in one.columns if at in other.labels)
    return (
        one.columns == other.columns and one.plan is other.plan and units and other.sheet_unit in ("", one.sheet_unit)
    )


def _side_by_side(layout: Layout, most: int = _MOST_BESIDE) -> list[Layout]:
    """One layout for each of the tables that stand side by side under headers in the same rows."""
    if most <= 1 or len(layout.twice) < max(FEWEST_LATER, len(layout.columns) // 2):
        return [layout]
    first = min(layout.twice)
    beyond = [at for at in layout.columns if at > first]
    if not set(layout.twice) > set() or any(layout.columns[at].required for at in beyond):
        return [layout]
    left = replace(
        layout,
        columns={at: c for at, c in layout.columns.items() if at < first},
        labels={at: label for at, label in layout.labels.items() if at < first},
        twice={},
        right=first - 1,
    )
    taken: dict[str, int] = {}
    columns: dict[int, Column] = {}
    twice: dict[int, Column] = {}
    for at, column in sorted({**layout.twice, **{at: layout.columns[at] for at in beyond}}.items()):
        (twice if column.id in taken else columns)[at] = column
        taken.setdefault(column.id, at)
    if len(columns) < FEWEST_LATER:  # one header over many columns makes no tables
        return [layout]
    labels = {at: label for at, label in layout.labels.items() if at >= first}
    right = replace(layout, columns=columns, labels=labels, twice=twice, left=first)
    return [left, *_side_by_side(right, most - 1)]


def _unit_above(grid: Grid, top: int) -> str:
    """The unit named by a line above the header, such as 单位:万元 at the right of the title."""
    for row in sorted((row for row in grid if row < top), reverse=True):
        for text in grid[row].values():
            if unit := unit_in_line(text):
                return unit
    return ""


def unit_in_line(text: str) -> str:
    """The money unit a line of words names (`单位:万元`), or nothing."""
    found = _UNIT_LINE.search(squeeze(text[:LONGEST_HEADER]))
    return found[1] if found else ""

"""One sheet's table, row by row: each cell of an application given its meaning, every other line put aside with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gyga_desk.formats.cells import is_blank, shown
from gyga_desk.formats.figures import TYPED, Remark
from gyga_desk.formats.layout import Layout
from gyga_desk.formats.lines import BLANK_LINE, HEADER_LINE, HIDDEN_LINE, NOTE_LINE, TITLE_LINE, TOTAL_LINE, Lines
from gyga_desk.formats.patterns import FIGURES, Pattern, Patterns, Said
from gyga_desk.formats.quick import Reader, reader_for
from gyga_desk.formats.raw import (
    BLANK,
    Merge,
    RawCell,
    RawRow,
    RawSheet,
    a1,
    letters_of,
    unpack_lines,
    unpack_row,
)
from gyga_desk.formats.reckoning import Reckoning
from gyga_desk.formats.sums import StatedSum
from gyga_desk.formats.taken import RowRead, Taken
from gyga_desk.model import Column, ColumnType, FactValue, Problem, Severity
from gyga_desk.rowfacts import EXTRA, Headings, RowFacts

__all__ = ["RowRead", "StatedSum", "TableReader", "Taken"]

_MERGED = Remark(
    "merged-amount",
    Severity.ERROR,
    "这个数填在跨多行的合并单元格里，无法判断各行分别是多少。请取消合并，逐行填写。",
)
_AMOUNT_TYPES = (ColumnType.MONEY, ColumnType.INT, ColumnType.NUMBER)
AT_ONCE = 500
"""So many rows are read together: many enough to read columns at once, few enough to hear a person in between."""
_MOST_BLANK = 1_000
_OF_SEVERAL = frozenset(("seq", "year"))
"""Numbers that rows may share: an applicant's number and year, merged down its projects, are no amounts to be divided."""
_MOST_PROBLEMS = 20_000
_MOST_NOTES = 200
"""So many cells of a column are noted one by one for the same thing; the rest are counted."""


class TableReader:
    """Reads the rows below a header; made for one table and used once."""

    def __init__(self, sheet: RawSheet, layout: Layout, epoch1904: bool) -> None:
        self.taken = Taken()
        self._sheet, self._layout, self._epoch1904 = sheet, layout, epoch1904
        left_out = {*layout.columns, *layout.twice, *layout.hidden, *sheet.hidden_columns}
        self._extra = [at for at in layout.labels if at not in left_out]
        found = {column.id for column in layout.columns.values()}
        absent = [(c.id, "", "") for c in layout.plan.columns if c.id not in found]
        self._absent = len(absent)
        readers = {at: (column, self._reader(at, column)) for at, column in layout.columns.items()}
        self._plan = [(at, c.id, letters_of(at), layout.labels[at].text, read) for at, (c, read) in readers.items()]
        self._amounts = frozenset(
            at for at, c in layout.columns.items() if c.type in _AMOUNT_TYPES and c.id not in _OF_SEVERAL
        )
        self._passed = layout.header_rows[-1]
        self._names = self._extra_names()
        extra = [(f"{EXTRA}{name}", letters_of(at), name) for at, name in self._names.items()]
        self._headings = Headings([*absent, *(plan[1:4] for plan in self._plan), *extra])
        self._lines = Lines(sheet, layout)
        self._reckoning = Reckoning(sheet, layout, epoch1904, self.taken)
        money = self._reckoning.money
        self._patterns = Patterns(
            self._lines, self._absent, readers, list(self._names), money, epoch1904, words_only=sheet.words_only
        )
        self._blank: list[int] = []
        self._numbers = self._taken_ahead = False
        self._notes: Counter[tuple[str, str]] = Counter()
        self._unsaid: dict[tuple[str, str], tuple[str, str]] = {}
        """The header and the last cell of what is only counted."""

    def _reader(self, at: int, column: Column) -> Reader:
        layout = self._layout
        unit = layout.unit(at) if column.type is ColumnType.MONEY else layout.labels[at].count
        return reader_for(column, unit, self._epoch1904, stated=layout.states_unit(at))

    def _extra_names(self) -> dict[int, str]:
        """A name of its own for every column beyond the schema, so that none hides another."""
        names: dict[int, str] = {}
        for at in self._extra:
            text = self._layout.labels[at].text
            names[at] = text if text not in names.values() else f"{text}({letters_of(at)})"
        return names

    def read(self) -> Iterator[int]:
        """Take every row, telling each row's number as it is passed, and 0 at each step of what comes after the last."""
        for number in () if self._taken_ahead else self._by_pattern() if self._is_plain() else self._by_row():
            yield number
            if len(self.taken.problems) > _MOST_PROBLEMS:
                self._give_up(number)
                break
        for _ in self._finish():
            yield 0

    def take_lines(self, lines: Sequence[bytes]) -> bool:
        """Packed rows of a sheet whose end is not known yet; False where there are too many problems to go on."""
        self._taken_ahead = True
        return all(len(self.taken.problems) <= _MOST_PROBLEMS for _ in self._take_packed(lines))

    def stays_plain(self, sheet: RawSheet) -> bool:
        """Whether nothing that stands at the end of the sheet bears on its rows."""
        merged = any(m.bottom > m.top and m.bottom > self._layout.header_rows[-1] for m in sheet.merges)
        return self._is_plain() and not merged and not sheet.hidden_rows and not sheet.hidden_columns

    def _is_plain(self) -> bool:
        """Whether every row is its own: nothing merged down several, no other table beside or below."""
        layout = self._layout
        beside = layout.right or layout.left > 1 or layout.last
        return not beside and not any(m.bottom > m.top > layout.header_rows[-1] for m in self._sheet.merges)

    def _by_row(self) -> Iterator[int]:
        for row, merged in self._rows():
            self._take(row, merged)
            yield row.number

    def _by_pattern(self) -> Iterator[int]:
        """The same for plain tables."""
        packed = self._sheet.packed
        for begin in range(0, len(packed), AT_ONCE):
            yield from self._take_packed(packed[begin : begin + AT_ONCE])

    def _take_packed(self, lines: Sequence[bytes]) -> Iterator[int]:
        """Applications by their pattern, any other line below the header cell by cell; gives each line's number."""
        numbers, kinds, joined = unpack_lines(lines)
        first = 0
        while first < len(lines) and not (self._lines.begun and numbers[first] > self._layout.header_rows[-1]):
            if numbers[first] > self._layout.header_rows[-1]:
                self._take(unpack_row(lines[first]), frozenset())
            yield numbers[first]
            first += 1
        rows = self._patterns.read(numbers[first:], kinds[first:], joined[first:])
        for number, line, row in zip(numbers[first:], lines[first:], rows, strict=True):
            if row is None:
                self._take(unpack_row(line), frozenset())
            else:
                self._keep_blank(number)
                self._keep(number, *row)
            yield number

    def _give_up(self, number: int) -> None:
        """A sheet with so many problems is sent back as a whole; a list of them all would help nobody."""
        sentence = (
            f"本表的问题已超过 {_MOST_PROBLEMS} 处，第 {number} 行以下没有再读。请先更正普遍存在的问题，再重新报送。"
        )
        where = self._sheet.name, "", 0, "", "too-many-problems", Severity.ERROR, ""
        self.taken.problems.append(Problem(*where, sentence))

    def _rows(self) -> Iterator[tuple[RawRow, frozenset[int]]]:
        layout = self._layout
        for row, merged in _spread(self._sheet, layout.header_rows[-1], self._amounts):
            if layout.last and row.number > layout.last:
                return
            if layout.right or layout.left > 1:
                right = layout.right or max(row.cells, default=0)
                cells = {at: cell for at, cell in row.cells.items() if layout.left <= at <= right}
                yield RawRow(row.number, cells), merged
            else:
                yield row, merged

    def _take(self, row: RawRow, merged: frozenset[int]) -> None:
        cells = {at: cell for at, cell in row.cells.items() if cell[0][:1].isalnum() or not is_blank(cell)}
        self._keep_blank(row.number)
        reason = self._lines.why_not(row.number, cells)
        if reason == BLANK_LINE:
            self._blank.append(row.number)
        elif reason:
            self.taken.skipped.append((row.number, reason))
            self._read_aside(reason, row.number, cells)
        else:
            self._skip_blank()
            self._read_row(row.number, cells, merged)

    def _keep_blank(self, number: int) -> None:
        """The lines with nothing in them since the last; whether they lie within the table is seen at the next row."""
        if number > self._passed + 1 and len(self._blank) < _MOST_BLANK:
            self._blank.extend(range(self._passed + 1, min(number, self._passed + _MOST_BLANK)))
        self._passed = number

    def _skip_blank(self) -> None:
        if self._blank:
            self.taken.skipped.extend((number, BLANK_LINE) for number in self._blank)
            self._blank.clear()

    def _read_aside(self, reason: str, number: int, cells: Mapping[int, RawCell]) -> None:
        """What a line that is no application still says about those that are."""
        if reason == TOTAL_LINE:
            self._reckoning.keep_total(number, cells)
        elif reason in (NOTE_LINE, TITLE_LINE):
            self._reckoning.keep_unit_line(number, cells)
        elif reason == HEADER_LINE:
            self._reckoning.begin_section()
        elif reason == HIDDEN_LINE:
            self._reckoning.keep_hidden(number, cells)
            sentence = "这一行在原表中被隐藏，没有读取。如应申报，请取消隐藏后再报。"
            where = (self._sheet.name, a1(number, min(cells)), number, "", "hidden-row", Severity.NOTE, _gist(cells))
            self.taken.problems.append(Problem(*where, sentence))

    def _keep(self, number: int, pattern: Pattern, held: bytes, amounts: tuple[int, ...], said: Said) -> None:
        """An application read by its pattern."""
        self._skip_blank()
        for place, text, remarks in said:
            _, name, letters, header, _ = self._plan[place - self._absent]
            for remark in remarks:
                self._remark(number, letters, header, name, text, remark)
        self._reckoning.keep(pattern.typed, amounts)
        self._numbers = self._numbers or pattern.figures
        self.taken.rows.append(RowRead(number, RowFacts(self._headings, number, held)))

    def _read_row(self, number: int, cells: Mapping[int, RawCell], merged: frozenset[int]) -> None:
        texts = [""] * self._absent
        values: list[FactValue] = [None] * self._absent
        for at, name, letters, header, read in self._plan:
            raw = cells.get(at, BLANK)
            value, remarks, text = (None, (_MERGED,), shown(raw)) if at in merged else read(raw)
            texts.append(text)
            values.append(value)
            for remark in remarks:
                self._remark(number, letters, header, name, text, remark)
        for at in self._names:
            text = shown(cells[at], self._epoch1904) if at in cells else ""
            texts.append(text)
            values.append(text or None)
        self._reckoning.keep_row(cells, dict(zip((at for at, *_ in self._plan), values[self._absent :], strict=False)))
        self._numbers = self._numbers or any(cell.kind in FIGURES for cell in cells.values())
        self.taken.rows.append(RowRead(number, RowFacts.of(self._headings, number, texts, values)))

    def _remark(self, number: int, letters: str, header: str, name: str, text: str, remark: Remark) -> None:
        """A note on one cell, or, where a column has very many alike, one more to be counted."""
        if remark.code == TYPED and self._sheet.words_only:
            return
        if remark.severity is Severity.NOTE:
            key = remark.code, name
            self._notes[key] += 1
            if self._notes[key] > _MOST_NOTES:
                self._unsaid[key] = header, f"{letters}{number}"
                return
        where = self._sheet.name, f"{letters}{number}", number, header
        self.taken.problems.append(Problem(*where, *remark[:2], text, *remark[2:], name))

    def _drop_plainest(self) -> None:
        """In a sheet without a single number, that figures stand as text is said once."""
        plainest = [p for p in self.taken.problems if p.code == TYPED]
        if self._numbers or not plainest:
            return
        self.taken.problems[:] = [p for p in self.taken.problems if p.code != TYPED]
        for key in [key for key in self._unsaid if key[0] == TYPED]:
            del self._unsaid[key]
        first = plainest[0]
        sentence = "全表的数字都存成了文字，已逐格按数字读取。"
        self.taken.problems.append(Problem(first.sheet, first.cell, 0, "", "text-sheet", Severity.NOTE, "", sentence))

    def _finish(self) -> Iterator[None]:
        self._drop_plainest()
        self.taken.skipped.sort()
        yield from self._reckoning.finish()
        for (code, fact), (header, cell) in self._unsaid.items():
            count = self._notes[code, fact] - _MOST_NOTES
            sentence = f"“{header}”一列另有 {count} 格同样处理，最后一格是 {cell}。"
            where = (self._sheet.name, self._header_cell(fact), 0, header)
            self.taken.problems.append(Problem(*where, code, Severity.NOTE, "", sentence))

    def _header_cell(self, fact: str) -> str:
        at = next(at for at, column in self._layout.columns.items() if column.id == fact)
        return a1(self._layout.header_rows[-1], at)


def _gist(cells: Mapping[int, RawCell]) -> str:
    return " ".join(shown(cells[at]) for at in sorted(cells)[:4])[:60]


def _spread(sheet: RawSheet, header: int, amounts: frozenset[int]) -> Iterator[tuple[RawRow, frozenset[int]]]:
    """The rows below the header, a value merged down several rows standing in each; amounts are only pointed at."""
    waiting = sorted((m for m in sheet.merges if m.bottom > m.top > header), reverse=True)
    active: list[tuple[Merge, RawCell]] = []
    for row in sheet.rows():
        if row.number <= header:
            continue
        if waiting or active:
            active = [(merge, cell) for merge, cell in active if merge.bottom >= row.number]
            while waiting and waiting[-1].top <= row.number:
                merge = waiting.pop()
                if merge.top == row.number and merge.left in row.cells:
                    active.append((merge, row.cells[merge.left]))
        merged = amounts.intersection(merge.left for merge, _ in active) if active else frozenset()
        for merge, cell in active:
            if merge.left not in merged:
                row.cells.setdefault(merge.left, cell)
        yield row, merged


def hidden_columns(sheet: RawSheet, layout: Layout) -> list[str]:
    """The letters of hidden columns that have a header."""
    return [letters_of(at) for at in sorted(layout.labels) if at in sheet.hidden_columns]

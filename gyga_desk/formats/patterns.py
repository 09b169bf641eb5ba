"""Rows told by the kinds of their cells: what holds for every row of one pattern is found out once.

Nearly all applications of a table have the same few patterns; a row that could be anything else goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from gyga_desk.formats.cells import shown
from gyga_desk.formats.figures import Remark
from gyga_desk.formats.lines import LOOK_FOR_TOTAL, Lines
from gyga_desk.formats.quick import ColumnReader, Reader, Written, column_reader
from gyga_desk.formats.raw import BETWEEN, BLANK, RawCell, RawKind, columns_of
from gyga_desk.model import Column
from gyga_desk.rowfacts import hold, write_value

_ODD = re.compile(r"\x1f(?:\W|\Z)")
"""In the texts of packed rows, one put behind the other: a cell that begins with a blank or a sign, or has nothing in it."""
_EMPTY: Written = "", "", ()
Places = Mapping[int, tuple[Column, Reader]]
"""The columns of the schema with the readers of their cells, in the order of the facts."""
FIGURES = (RawKind.NUMBER, RawKind.DATE)
Said = Sequence[tuple[int, str, Sequence[Remark]]]
"""What is to be said of a row: the place of the fact, the cell as people see it, the remarks."""
Application = tuple["Pattern", bytes, tuple[int, ...], Said]
"""A row's pattern, its facts as `rowfacts.hold` packs them, its amounts in 分, and what is to be said of it."""


class Pattern(NamedTuple):
    """What is known of every row with the same kinds of cells."""

    words: tuple[int, ...]
    """Which of the first texts could say 合计."""
    first_is_word: bool
    heads: tuple[int, ...]
    """Which of the texts would tell that the header is repeated; none where there are too many numbers for one."""
    readers: Sequence[ColumnReader]
    blanks: Sequence[Written]
    """What the columns say that such a row has nothing in; the first for those that say nothing."""
    order: Sequence[int]
    """For each fact where it is found: among the cells, or among the blanks that follow them."""
    money: tuple[int, ...]
    """Which of the facts are amounts."""
    typed: tuple[bool, ...]
    """For each of these, whether it is written as text."""
    figures: bool

    def read(self, cells: Sequence[Sequence[str]]) -> Iterator[Application]:
        """The rows whose cells stand here column by column."""
        rows = len(cells[0])
        read = [reader.read(texts) for reader, texts in zip(self.readers, cells, strict=True)]
        read += [
            ([text] * rows, [value] * rows, [remarks] * rows if remarks else None)
            for text, value, remarks in self.blanks
        ]
        found = [read[place] for place in self.order]
        said: dict[int, list[tuple[int, str, Sequence[Remark]]]] = {}
        for place, (seen, _, remarks) in enumerate(found):
            for row, one in enumerate(remarks or ()):
                if one:
                    said.setdefault(row, []).append((place, seen[row], one))
        held = hold([texts for texts, _, _ in found], [values for _, values, _ in found])
        amounts = [[int(value[1:]) if value[:1] == "i" else 0 for value in found[place][1]] for place in self.money]
        each: Iterable[tuple[int, ...]] = zip(*amounts, strict=True) if amounts else repeat((), rows)
        for row, (packed, fen) in enumerate(zip(held, each, strict=True)):
            yield self, packed, fen, said.get(row, ())


class Patterns:
    """The patterns of one table; made for it and used once."""

    def __init__(
        self,
        lines: Lines,
        absent: int,
        places: Places,
        extra: Sequence[int],
        money: Sequence[int],
        epoch1904: bool,
        *,
        words_only: bool,
    ) -> None:
        self._lines, self._places, self._money, self._epoch1904 = lines, places, money, epoch1904
        self._words_only = words_only
        self._extra = frozenset(extra)
        self._order = [*([0] * absent), *places, *extra]
        self._amounts = tuple(absent + list(places).index(at) for at in money)
        self._known: dict[str, Pattern | None] = {}
        self._readers: dict[tuple[int, RawKind], ColumnReader] = {}

    def read(self, numbers: Sequence[int], kinds: Sequence[str], joined: Sequence[str]) -> list[Application | None]:
        """For rows in their order: each that is surely an application; None for one to be looked at more closely."""
        found: list[Application | None] = [None] * len(numbers)
        alike: dict[str, list[int]] = {}
        for place, (number, kind) in enumerate(zip(numbers, kinds, strict=True)):
            if self._lines.goes_on(number):
                alike.setdefault(kind, []).append(place)
        for kind, places in alike.items():
            if kind not in self._known:
                self._known[kind] = self._pattern(kind)
            pattern = self._known[kind]
            if pattern is not None:
                self._read_alike(pattern, places, [joined[place] for place in places], found)
        return found

    def _read_alike(
        self, pattern: Pattern, places: Sequence[int], rows: Sequence[str], found: list[Application | None]
    ) -> None:
        cells = _by_column(pattern, rows)
        doubtful = self._doubtful(pattern, rows, cells)
        if doubtful:
            sure = [at for at in range(len(rows)) if at not in doubtful]
            if not sure:
                return
            places, cells = [places[at] for at in sure], [[texts[at] for at in sure] for texts in cells]
        for place, row in zip(places, pattern.read(cells), strict=True):
            found[place] = row

    def _doubtful(self, pattern: Pattern, rows: Sequence[str], cells: Sequence[Sequence[str]]) -> set[int]:
        """Which of the rows could be something else than applications."""
        doubtful: set[int] = set()
        if _ODD.search(BETWEEN + BETWEEN.join(rows)):
            doubtful.update(at for at, row in enumerate(rows) if _ODD.search(BETWEEN + row))
        for column in pattern.words:
            doubtful.update(at for at, text in enumerate(cells[column]) if "计" in text)
        if pattern.first_is_word:
            doubtful.update(at for at, text in enumerate(cells[0]) if text and self._lines.may_stand_aside(text))
        for column in pattern.heads:
            doubtful.update(at for at, text in enumerate(cells[column]) if self._lines.is_header(text))
        return doubtful

    def _pattern(self, kinds: str) -> Pattern | None:
        columns, kept = columns_of(kinds)
        if not self._lines.are_many(columns):
            return None
        texts = [at for at, kind in enumerate(kept) if kind is RawKind.TEXT]
        known = [at for at, column in enumerate(columns) if column in self._places]
        order, blanks = self._in_order(columns)
        return Pattern(
            tuple(at for at in texts if at < LOOK_FOR_TOTAL),
            kept[0] is RawKind.TEXT,
            tuple(at for at in known[:3] if at in texts) if self._lines.are_words(kept) else (),
            [self._reader(at, kind) for at, kind in zip(columns, kept, strict=True)],
            blanks,
            order,
            self._amounts,
            tuple(at in columns and kept[columns.index(at)] is RawKind.TEXT for at in self._money),
            any(kind in FIGURES for kind in kept),
        )

    def _in_order(self, columns: Sequence[int]) -> tuple[list[int], list[Written]]:
        """For each fact where it is found: among the cells, or among what columns without a cell say."""
        blanks, places = [_EMPTY], []
        for at in self._order:
            if at in columns:
                places.append(columns.index(at))
            elif at in self._places:
                places.append(len(columns) + len(blanks))
                value, remarks, text = self._places[at][1](BLANK)
                blanks.append((text, write_value(text, value), remarks))
            else:
                places.append(len(columns))
        return places, blanks

    def _reader(self, at: int, kind: RawKind) -> ColumnReader:
        if (at, kind) not in self._readers:
            self._readers[at, kind] = self._new_reader(at, kind)
        return self._readers[at, kind]

    def _new_reader(self, at: int, kind: RawKind) -> ColumnReader:
        if at in self._places:
            return column_reader(self._places[at][0], kind, self._places[at][1], words_only=self._words_only)

        def beyond(text: str) -> Written:
            """A column beyond the schema says what a person sees; one that is left out is in no order."""
            seen = shown(RawCell(text, kind), self._epoch1904)
            return seen, write_value(seen, seen or None), ()

        return ColumnReader(beyond)


def _by_column(pattern: Pattern, rows: Sequence[str]) -> list[list[str]]:
    """The cells of rows with equally many, column by column."""
    cells, width = BETWEEN.join(rows).split(BETWEEN), len(pattern.readers)
    if len(cells) != width * len(rows):
        raise ValueError((len(cells), width, len(rows)))
    return [cells[at::width] for at in range(width)]

"""Rows told by the kinds of their cells: what holds for every row of one pattern is found out once.

Nearly all applications of a table have the same few patterns; a row that could be anything else goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from gyga_desk.formats.cells import shown
from gyga_desk.formats.lines import LOOK_FOR_TOTAL, Lines
from gyga_desk.formats.quick import Kept, Reader, Writer, Written, writer_for
from gyga_desk.formats.raw import BLANK, RawCell, RawKind, columns_of
from gyga_desk.model import Column
from gyga_desk.rowfacts import write_value

_ODD = re.compile(r"(?:^|\x1f)(?:\W|$)")
"""In the texts of a packed row: a cell that begins with a blank or a sign, or has nothing in it."""
_EMPTY: Written = "", "", ()
Places = Mapping[int, tuple[Column, Reader]]
"""The columns of the schema with the readers of their cells, in the order of the facts."""
FIGURES = (RawKind.NUMBER, RawKind.DATE)


class Pattern(NamedTuple):
    """What is known of every row with the same kinds of cells."""

    words: tuple[int, ...]
    """Which of the first texts could say 合计."""
    first_is_word: bool
    heads: tuple[int, ...]
    """Which of the texts would tell that the header is repeated; none where there are too many numbers for one."""
    readers: Sequence[tuple[Kept, Writer]]
    blanks: list[Written]
    """What the columns say that such a row has nothing in; the first for those that say nothing."""
    in_order: Callable[[Sequence[Written]], Sequence[Written]]
    typed: tuple[bool, ...]
    """For each money column, whether its amount is written as text."""
    figures: bool

    def read(self, texts: Sequence[str]) -> Sequence[Written]:
        """Every fact of the row, in the order of its headings."""
        found = [kept(text) or write(text) for (kept, write), text in zip(self.readers, texts, strict=True)]
        return self.in_order(found + self.blanks)


class Patterns:
    """The patterns of one table; made for it and used once."""

    def __init__(
        self, lines: Lines, absent: int, places: Places, extra: Sequence[int], money: Sequence[int], epoch1904: bool
    ) -> None:
        self._lines, self._places, self._money, self._epoch1904 = lines, places, money, epoch1904
        self._extra = frozenset(extra)
        self._order = [*([0] * absent), *places, *extra]
        self._known: dict[str, Pattern | None] = {}
        self._writers: dict[tuple[int, RawKind], tuple[Kept, Writer]] = {}

    def of_application(self, number: int, kinds: str, joined: str, texts: Sequence[str]) -> Pattern | None:
        """The pattern of a row that is surely an application; None for one to be looked at more closely."""
        if kinds not in self._known:
            self._known[kinds] = self._pattern(kinds)
        pattern = self._known[kinds]
        if pattern is None or not self._lines.goes_on(number) or _ODD.search(joined):
            return None
        for at in pattern.words:
            if "计" in texts[at]:
                return None
        if pattern.first_is_word and self._lines.may_stand_aside(texts[0]):
            return None
        return None if any(self._lines.is_header(texts[at]) for at in pattern.heads) else pattern

    def _pattern(self, kinds: str) -> Pattern | None:
        columns, kept = columns_of(kinds)
        if not self._lines.are_many(columns):
            return None
        texts = [at for at, kind in enumerate(kept) if kind is RawKind.TEXT]
        known = [at for at, column in enumerate(columns) if column in self._places]
        places, blanks = self._in_order(columns)
        return Pattern(
            tuple(at for at in texts if at < LOOK_FOR_TOTAL),
            kept[0] is RawKind.TEXT,
            tuple(at for at in known[:3] if at in texts) if self._lines.are_words(kept) else (),
            [self._writer(at, kind) for at, kind in zip(columns, kept, strict=True)],
            blanks,
            itemgetter(*places, 0),  # one more than are wanted, so that it always gives several
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

    def _writer(self, at: int, kind: RawKind) -> tuple[Kept, Writer]:
        if (at, kind) not in self._writers:
            self._writers[at, kind] = self._new_writer(at, kind)
        return self._writers[at, kind]

    def _new_writer(self, at: int, kind: RawKind) -> tuple[Kept, Writer]:
        if at in self._places:
            return writer_for(self._places[at][0], kind, self._places[at][1])
        if at not in self._extra:
            return (lambda _: _EMPTY), (lambda _: _EMPTY)

        def beyond(text: str) -> Written:
            """A column beyond the schema says what a person sees."""
            seen = shown(RawCell(text, kind), self._epoch1904)
            return seen, write_value(seen, seen or None), ()

        return (lambda _: None), beyond

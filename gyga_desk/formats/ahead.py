"""A large sheet understood while its file is still being read, since two processes are done sooner than one after the other.

What stands only at a sheet's end (merges, hidden rows) may tell another story; then this work is thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gyga_desk.formats.layout import Layout, SheetPlan, find_tables
from gyga_desk.formats.raw import RawSheet
from gyga_desk.formats.table import AT_ONCE, TableReader


class _Begun(NamedTuple):
    layout: Layout
    reader: TableReader


class Ahead:
    """Hears the rows as they come; asked afterwards for the readers that have taken them."""

    def __init__(self, plans: Sequence[SheetPlan]) -> None:
        self._plans = plans
        self._name = self._state = ""
        self._epoch1904 = self._words_only = False
        self._waiting: list[bytes] | None = None
        """Rows until there are enough to go on with, from which on it is worth while; None where nothing is waited for."""
        self._begun: _Begun | None = None
        self._through: list[tuple[RawSheet, _Begun]] = []

    def begin(self, name: str, state: str, epoch1904: bool, words_only: bool = False) -> None:
        """A sheet begins."""
        self._name, self._state, self._epoch1904, self._words_only = name, state, epoch1904, words_only
        self._waiting, self._begun = [], None

    def take(self, line: bytes) -> None:
        """The next packed row."""
        if self._waiting is not None:
            self._waiting.append(line)
            if len(self._waiting) == AT_ONCE:
                self._take_waiting()

    def end(self, sheet: RawSheet) -> None:
        """The sheet as it is now known to be."""
        if self._begun is not None and self._waiting:
            self._take_waiting()
        if self._begun is not None:
            self._through.append((sheet, self._begun))

    def _take_waiting(self) -> None:
        lines = tuple(self._waiting or ())
        self._begun = self._begun or self._start(lines)
        if self._begun is not None and not self._begun.reader.take_lines(lines):
            self._begun = None
        self._waiting = None if self._begun is None else []

    def reader_of(self, sheet: RawSheet, layout: Layout) -> TableReader | None:
        """The reader that has taken all rows of this table, if the sheet has turned out to be what it looked like."""
        for known, begun in self._through:
            if known is sheet and begun.layout == layout and begun.reader.stays_plain(sheet):
                return begun.reader
        return None

    def _start(self, first: tuple[bytes, ...]) -> _Begun | None:
        sheet = RawSheet(self._name, self._state, first, words_only=self._words_only)
        layouts = find_tables(sheet, self._plans) if self._state == "visible" else []
        if len(layouts) != 1:
            return None
        reader = TableReader(sheet, layouts[0], self._epoch1904)
        return _Begun(layouts[0], reader) if reader.stays_plain(sheet) else None

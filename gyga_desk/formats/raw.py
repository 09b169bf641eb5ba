"""A workbook as it was written, before anything is understood: cells, rows, merges, hidden things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

MOST_FILE = 64 << 20
TOO_LARGE = "文件“{name}”有 {size} MB，超过 64 MB 的上限。请删除其中的图片和无关工作表后另存再试。"


class RawKind(StrEnum):
    """What the file says a cell is; one letter each, because they travel between processes by the million."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    """A number shown as a date; the text stays the serial number."""
    BOOL = "b"
    ERROR = "e"
    UNCACHED = "f"
    """A formula that no program has computed yet: unknown, never zero."""


class RawCell(NamedTuple):
    """One cell: the exact characters of the file (digits as written) and their kind."""

    text: str
    kind: RawKind


BLANK = RawCell("", RawKind.TEXT)


class Merge(NamedTuple):
    """A merged range, all four ends included, rows and columns counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class RawRow(NamedTuple):
    """One row with its number and its cells that hold something, by column counted from 1."""

    number: int
    cells: dict[int, RawCell]


_KINDS = {kind.value: kind for kind in RawKind}


@dataclass(frozen=True)
class RawSheet:
    """One sheet. Rows stay packed as they came from the reading process, so a large sheet costs little to hold."""

    name: str
    state: str
    """`visible`, `hidden` or `veryHidden`."""
    packed: tuple[bytes, ...]
    """One line a row, as `pack_row` makes it."""
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    words_only: bool = False
    """A kind that knows no numbers, so that figures written as text are nothing to mention."""

    def rows(self) -> Iterator[RawRow]:
        """The rows that hold something, in order."""
        return map(unpack_row, self.packed)


@dataclass(frozen=True)
class Book:
    """A workbook: its kind, its digest and its sheets."""

    kind: str
    """`xlsx`, `xls`, `xlsb`, `ods`, `csv` or `html`."""
    digest: str
    sheets: tuple[RawSheet, ...]
    epoch1904: bool = False
    macros: bool = False
    notes: tuple[str, ...] = ()
    """What the file holds beside its cells; `notes` has the sentence for each code."""


_FIELD, BETWEEN, _NEWLINE = "\x1e", "\x1f", "\x1d"
"""Control characters never stand in a cell (`clean_text`), so they can part the fields of a line."""
_CONTROL = {code: None for code in range(32) if code not in (9, 10)}


def clean_text(text: str) -> str:
    """A cell's text without control characters, its line breaks of one kind."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


def pack_row(number: int, kinds: str, texts: list[str]) -> bytes:
    """The line a row travels as: its number, a letter or `.` for every column from A on, its texts."""
    line = f"{number}{_FIELD}{kinds}{_FIELD}{BETWEEN.join(texts)}"
    return (line.replace("\n", _NEWLINE) if "\n" in line else line).encode()


def packed_text(text: str) -> bytes:
    """A clean text as it stands within a line."""
    return text.replace("\n", _NEWLINE).encode()


def unpacked_text(text: bytes) -> str:
    """The text behind what stands within a line."""
    return text.decode().replace(_NEWLINE, "\n")


def pack_texts(number: int, kinds: bytes, texts: Iterable[bytes]) -> bytes:
    """`pack_row` for texts that are packed already."""
    return b"%d\x1e%s\x1e%s" % (number, kinds, b"\x1f".join(texts))


def number_of(line: bytes) -> int:
    """The row's number alone, for those who look for one row among many."""
    return int(line[: line.index(b"\x1e")])


def width_of(line: bytes) -> int:
    """The last column of the row that holds something."""
    return len(line.split(b"\x1e", 2)[1])


@lru_cache(maxsize=4_096)
def columns_of(kinds: str) -> tuple[tuple[int, ...], tuple[RawKind, ...]]:
    """The columns that hold something, and their kinds; rows of one table have few patterns."""
    held = [(at, _KINDS[letter]) for at, letter in enumerate(kinds, 1) if letter != "."]
    return tuple(at for at, _ in held), tuple(kind for _, kind in held)


_new_cell = partial(tuple.__new__, RawCell)
"""A cell of a pair, without the detour by name: there are millions."""


def unpack_lines(lines: Iterable[bytes]) -> tuple[list[int], list[str], list[str]]:
    """Of several lines at once the numbers, the kinds, and the texts in one piece each."""
    fields = b"\x1e".join(lines).decode().split(_FIELD)
    joined = fields[2::3]
    if any(_NEWLINE in texts for texts in joined):
        joined = [texts.replace(_NEWLINE, "\n") for texts in joined]
    return list(map(int, fields[::3])), fields[1::3], joined


def unpack_texts(line: bytes) -> tuple[int, str, str, list[str]]:
    """A line's number, its kinds, its texts in one piece and one by one."""
    number, kinds, joined = line.decode().split(_FIELD)
    if _NEWLINE in joined:
        joined = joined.replace(_NEWLINE, "\n")
    return int(number), kinds, joined, joined.split(BETWEEN)


def unpack_row(line: bytes) -> RawRow:
    """The row behind a line."""
    number, kinds, _, texts = unpack_texts(line)
    columns, kept = columns_of(kinds)
    return RawRow(number, dict(zip(columns, map(_new_cell, zip(texts, kept, strict=True)), strict=True)))


def letters_of(column: int) -> str:
    """`28` → `AB`."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address people read: `(7, 28)` → `AB7`."""
    return f"{letters_of(column)}{row}"

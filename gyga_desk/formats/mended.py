"""A book with some of its cells written otherwise, as a person corrected them; the book as it was sent stays as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from gyga_desk.formats.raw import (
    BLANK,
    Book,
    RawCell,
    RawKind,
    RawRow,
    RawSheet,
    clean_text,
    number_of,
    pack_row,
    unpack_row,
)

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
Texts = Mapping[tuple[str, str], str]
"""What cells should read, by sheet and address."""


def place_of(cell: str) -> tuple[int, int] | None:
    """The row and column of an address, `AB7` → `(7, 28)`; None where it is none."""
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def mend(book: Book, texts: Texts) -> Book:
    """The book with these texts in place of what stands in the cells; sheets without any are the same object."""
    by_sheet: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for (sheet, cell), text in texts.items():
        place = place_of(cell)
        if place is not None:
            by_sheet[sheet][place[0]][place[1]] = text
    return replace(book, sheets=tuple(_mended(s, by_sheet[s.name]) if s.name in by_sheet else s for s in book.sheets))


def _mended(sheet: RawSheet, rows: Mapping[int, Mapping[int, str]]) -> RawSheet:
    waiting = dict(rows)
    packed: list[bytes] = []
    for line in sheet.packed:
        at = number_of(line)
        for number in sorted(n for n in waiting if n < at):
            packed += _pack(RawRow(number, {}), waiting.pop(number))
        packed += _pack(unpack_row(line), waiting.pop(at)) if at in waiting else [line]
    for number in sorted(waiting):
        packed += _pack(RawRow(number, {}), waiting[number])
    return replace(sheet, packed=tuple(packed))


def _pack(row: RawRow, texts: Mapping[int, str]) -> list[bytes]:
    """The row as it travels; nothing where it holds nothing any more."""
    said = {at: RawCell(clean_text(text), RawKind.TEXT) for at, text in texts.items()}
    cells = {at: cell for at, cell in {**row.cells, **said}.items() if cell.text}
    kinds = "".join(cells[at].kind.value if at in cells else "." for at in range(1, max(cells, default=0) + 1))
    return [pack_row(row.number, kinds, [cells[at].text for at in sorted(cells)])] if cells else []


def original(book: Book, sheet: str, cell: str) -> RawCell:
    """What stands in a cell as it was sent."""
    place, held = place_of(cell), next((s for s in book.sheets if s.name == sheet), None)
    if place is None or held is None:
        return BLANK
    line = next((line for line in held.packed if number_of(line) == place[0]), None)
    return unpack_row(line).cells.get(place[1], BLANK) if line is not None else BLANK

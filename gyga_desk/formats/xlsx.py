"""The strict reader of .xlsx and .xlsm: the same file gives the same cells everywhere, or is refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gyga_desk.formats.notes import OWN_AUTHORS
from gyga_desk.formats.xlsx_cells import MOST_CELLS, Judge
from gyga_desk.formats.xlsx_parts import read_date_styles, read_index
from gyga_desk.formats.xlsx_sheet import Sheet
from gyga_desk.formats.xlsx_strings import read_strings
from gyga_desk.formats.xlsx_zip import Parts


@dataclass(frozen=True)
class BookHead:
    """What is known before the first row."""

    kind: str
    epoch1904: bool
    macros: bool
    total: int
    """Bytes of all sheets, the measure of progress."""


@dataclass(frozen=True)
class SheetHead:
    """A sheet begins."""

    name: str
    state: str


@dataclass(frozen=True)
class SheetEnd:
    """A sheet is through; what the file says only after the rows."""

    merges: tuple[tuple[int, int, int, int], ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


@dataclass(frozen=True)
class Reached:
    """How much of `BookHead.total` has been read."""

    done: int


@dataclass(frozen=True)
class Noted:
    """Something in the file that is not read; `notes` has the sentence for each code."""

    code: str


Event = BookHead | SheetHead | SheetEnd | Reached | Noted | bytes
"""A workbook as it streams by; `bytes` is one packed row."""
_REPORT_EVERY = 500
MOST_OWN_COMMENTS = 4 << 20
BESIDE = (
    ("xl/macrosheets/", "macro-sheet"),
    ("xl/externallinks/", "external-links"),
    ("xl/connections.xml", "connections"),
    ("xl/embeddings/", "embedded"),
    ("xl/activex/", "embedded"),
    ("xl/ctrlprops/", "embedded"),
    ("xl/media/", "pictures"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "comments"),
)
"""Parts that are never read, by how their names begin, and the note that says so."""


def read_events(data: bytes) -> Iterator[Event]:
    """The workbook in `data`, sheet by sheet; raises `WorkbookError` at the first thing that is not clear."""
    parts = Parts(data)
    index = read_index(parts)
    macros = any(name.endswith("vbaproject.bin") for name in parts.names)
    yield BookHead("xlsx", index.epoch1904, macros, sum(parts.size(sheet.part) for sheet in index.sheets))
    beside = [name for name in parts.names if not _is_ours(parts, name)]
    yield from map(Noted, sorted({code for at, code in BESIDE if any(name.startswith(at) for name in beside)}))
    strings = read_strings(parts, index.strings)
    dates = read_date_styles(parts, index.styles)
    before, cells_left = 0, MOST_CELLS
    for listed in index.sheets:
        yield SheetHead(listed.name, listed.state)
        judge = Judge(listed.name, strings, dates, cells_left)
        sheet = Sheet(judge, parts.stream(listed.part))
        for count, packed in enumerate(sheet.rows(), 1):
            yield packed
            if count % _REPORT_EVERY == 0:
                yield Reached(before + sheet.bytes_read)
        cells_left = judge.cells_left
        before += sheet.bytes_read
        yield SheetEnd(tuple(sheet.merges), tuple(sheet.hidden_rows), tuple(sorted(sheet.hidden_columns)))
        yield Reached(before)


def _is_ours(parts: Parts, name: str) -> bool:
    """Whether a part holds nothing but the comments that our own template and our own reports come with."""
    if not name.startswith("xl/comments") or parts.size(name) > MOST_OWN_COMMENTS:
        return False
    authors = re.findall(rb"<(?:\w+:)?author>([^<]*)<", parts.read(name))
    return bool(authors) and all(author.decode("utf-8", "replace") in OWN_AUTHORS for author in authors)

"""What python-calamine does not tell of the old kinds (.xls .xlsb): broken cells, uncomputed formulas, hidden things.

Only record heads are looked at; the values themselves come from that library.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.ole import Container
from gyga_desk.formats.xlsx_cells import MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_parts import MOST_SHEETS, MOST_STYLES, relations
from gyga_desk.formats.xlsx_zip import BROKEN, HUGE, LOCKED, Parts

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
Cell = tuple[str, str]


@dataclass
class Beside:
    """One sheet's marks: cells by row and column counted from 1."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    """Kind and text of each cell that is broken or not computed."""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)

    def error(self, row: int, column: int, code: int) -> None:
        self.cells[row + 1, column + 1] = ("e", ERRORS.get(code, "#ERROR!"))

    def hide(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first + 1, min(last + 1, MOST_COLUMNS) + 1))

    def hide_row(self, row: int) -> None:
        if row < MOST_ROWS:
            self.hidden_rows.append(row + 1)


@dataclass
class Seen:
    """What was seen in a whole file."""

    sheets: dict[str, Beside] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    macros: bool = False

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)


_BOF, _EOF, _LOCK, _BOUNDSHEET, _EXTERNAL, _PICTURES, _COMMENT = 0x809, 0x0A, 0x2F, 0x85, 0x1AE, 0xEB, 0x1C
_ROW, _COLUMNS, _ERROR_CELL, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_WORKSHEET, _MACRO_SHEET = 0, 1
_ON_LOAD = 0x2
"""A formula that is to be computed when the file is opened; with a zero beside it, nobody has computed it yet."""


def look_at_xls(data: bytes) -> Seen:
    """The marks of an .xls file (BIFF8); of an older one only what its container says."""
    container, seen = Container(data), Seen()
    names = container.names
    seen.macros = any(name.startswith("_VBA_PROJECT") for name in names)
    if any(name.startswith("MBD") for name in names):
        seen.note("embedded")
    if "Workbook" in names:
        _look_at_stream(container.read("Workbook"), seen)
    return seen


def _look_at_stream(stream: bytes, seen: Seen) -> None:
    if stream[:2] != _BOF.to_bytes(2, "little"):
        raise WorkbookError(BROKEN, detail="工作簿没有开头")
    for record, body in _records(stream, 0):
        if record == _LOCK:
            raise WorkbookError(LOCKED)
        if record == _PICTURES:
            seen.note("pictures")
        elif record == _EXTERNAL and len(body) > 4:
            seen.note("external-links")
        elif record == _BOUNDSHEET and len(body) >= 8:
            place, kind, length, wide = struct.unpack_from("<IxBBB", body)
            if kind == _MACRO_SHEET:
                seen.note("macro-sheet")
            elif kind == _WORKSHEET:
                name = body[8:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:length]
                if len(seen.sheets) >= MOST_SHEETS:
                    raise WorkbookError(HUGE, detail="工作表过多")
                seen.sheets[name] = _look_at_xls_sheet(stream, place, seen)


def _look_at_xls_sheet(stream: bytes, place: int, seen: Seen) -> Beside:
    beside = Beside()
    for record, body in _records(stream, place):
        if record == _ROW and len(body) >= 16 and body[12] & 0x20:
            beside.hide_row(struct.unpack_from("<H", body)[0])
        elif record == _COLUMNS and len(body) >= 10 and body[8] & 1:
            beside.hide(*struct.unpack_from("<HH", body))
        elif record == _ERROR_CELL and len(body) >= 8 and body[7]:
            row, column = struct.unpack_from("<HH", body)
            beside.error(row, column, body[6])
        elif record == _FORMULA and len(body) >= 16:
            _look_at_formula(body, beside)
        elif record == _COMMENT:
            seen.note("comments")
    return beside


def _look_at_formula(body: bytes, beside: Beside) -> None:
    row, column, value, flags = struct.unpack_from("<HH2x8sH", body)
    if value[6:] == b"\xff\xff" and value[0] == 2:
        beside.error(row, column, value[2])
    elif flags & _ON_LOAD and value == bytes(8):
        beside.cells[row + 1, column + 1] = ("f", "")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, those of charts inside it left out."""
    depth = 0
    while place + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        place += 4 + length
        if record == _BOF:
            depth += 1
        elif record == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield record, body


_B_ROW, _B_ERROR, _B_FORMULA_ERROR, _B_COLUMNS, _B_SHEET = 0, 3, 11, 60, 156
_WORKBOOK = "xl/workbook.bin"


def look_at_xlsb(data: bytes) -> Seen:
    """The marks of an .xlsb file."""
    parts, seen = Parts(data), Seen()
    seen.macros = any(name.endswith("vbaproject.bin") for name in parts.names)
    targets = relations(parts, _WORKBOOK)
    for record, body in _b_records(parts.read(_WORKBOOK, MOST_STYLES)):
        if record == _B_SHEET and len(body) >= 12:
            relation, rest = _b_text(body, 8)
            name, _ = _b_text(body, rest)
            kind, part = targets.get(relation, ("", ""))
            if len(seen.sheets) >= MOST_SHEETS:
                raise WorkbookError(HUGE, detail="工作表过多")
            if kind == "worksheet":
                seen.sheets[name] = _look_at_xlsb_sheet(parts.read(part))
            elif kind == "xlMacrosheet":
                seen.note("macro-sheet")
    return seen


def _look_at_xlsb_sheet(content: bytes) -> Beside:
    beside, row = Beside(), 0
    for record, body in _b_records(content):
        if record == _B_ROW and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                beside.hide_row(row)
        elif record == _B_COLUMNS and len(body) >= 18 and body[16] & 1:
            beside.hide(*struct.unpack_from("<II", body))
        elif record in (_B_ERROR, _B_FORMULA_ERROR) and len(body) >= 9:
            beside.error(row, struct.unpack_from("<I", body)[0], body[8])
    return beside


def _b_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and length of a record are written in groups of seven bits."""
    place, end = 0, len(content)
    while place < end:
        record = content[place]
        place += 1
        if record & 0x80 and place < end:
            record = record & 0x7F | (content[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while place < end and shift < 28:
            piece = content[place]
            place += 1
            length |= (piece & 0x7F) << shift
            shift += 7
            if not piece & 0x80:
                break
        yield record, content[place : place + length]
        place += length


def _b_text(body: bytes, place: int) -> tuple[str, int]:
    if place + 4 > len(body):
        raise WorkbookError(BROKEN, detail="工作表清单不完整")
    length = struct.unpack_from("<I", body, place)[0]
    end = place + 4 + 2 * min(length, 1_000)
    return body[place + 4 : end].decode("utf-16-le", "replace"), end

"""The old kinds (.xls .et .xlsb) through python-calamine; only ever called inside the reading process.

That library can abort its whole process on a small file, which is why nothing else imports this module. What it leaves
out (broken cells, hidden rows and columns) comes from `beside`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.beside import Beside, Seen, look_at_xls, look_at_xlsb
from gyga_desk.formats.packing import pack_cells
from gyga_desk.formats.raw import letters_of
from gyga_desk.formats.xlsx import BookHead, Event, Noted, Reached, SheetEnd, SheetHead
from gyga_desk.formats.xlsx_cells import FAR, MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_zip import BROKEN, LOCKED

_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
_EPOCH = datetime(1899, 12, 30)
Value = int | float | str | bool | time | date | datetime | timedelta


def read_events(data: bytes, kind: str) -> Iterator[Event]:
    """The workbook in `data`, in the shape the strict reader gives."""
    seen = look_at_xls(data) if kind == "xls" else look_at_xlsb(data)
    try:
        yield from _events(data, kind, seen)
    except PasswordError as fault:
        raise WorkbookError(LOCKED) from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise WorkbookError(BROKEN, detail="内容无法识别") from fault


def _events(data: bytes, kind: str, seen: Seen) -> Iterator[Event]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    listed = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    yield BookHead(kind, False, seen.macros, max(len(listed), 1))
    yield from map(Noted, seen.notes)
    for done, sheet in enumerate(listed, 1):
        yield SheetHead(sheet.name, _STATES.get(str(sheet.visible).rpartition(".")[2], "visible"))
        content, beside = book.get_sheet_by_name(sheet.name), seen.sheets.get(sheet.name, Beside())
        yield from _rows(content, beside)
        yield SheetEnd(_merges(content), tuple(beside.hidden_rows), tuple(sorted(beside.hidden_columns)))
        yield Reached(done)


def _rows(sheet: CalamineSheet, beside: Beside) -> Iterator[bytes]:
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise WorkbookError(FAR, sheet=sheet.name[:40], cell=f"{letters_of(width)}{height}")
    left = sheet.start[1] if sheet.start else 0
    marked: dict[int, dict[int, tuple[str, str]]] = {}
    for (number, column), cell in beside.cells.items():
        marked.setdefault(number, {})[column] = cell
    number = 0
    for number, row in enumerate(sheet.iter_rows(), 1):  # from the first row, but only from the first used column
        cells = {at: cell for at, value in enumerate(row, left + 1) if (cell := _cell(value))[0]}
        packed = pack_cells(sheet.name, number, cells | marked.pop(number, {}))
        if packed:
            yield packed
    for number in sorted(n for n in marked if n > number):  # rows of nothing but broken cells, below the others
        packed = pack_cells(sheet.name, number, marked[number])
        assert packed
        yield packed


def _cell(value: Value) -> tuple[str, str]:
    if isinstance(value, str):
        return ("t", value) if value else ("", "")
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, datetime):
        return "d", _number((value - _EPOCH) / timedelta(days=1))
    if isinstance(value, date):
        return "d", str((value - _EPOCH.date()).days)
    if isinstance(value, time):
        return "t", value.isoformat()
    if isinstance(value, timedelta):
        return "t", str(value)
    return "n", _number(value)


def _number(value: float) -> str:
    """The shortest digits that mean the number; old files hold doubles, not digits."""
    if not math.isfinite(value):
        raise WorkbookError(BROKEN, detail="含有不是数字的数值")
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _merges(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)

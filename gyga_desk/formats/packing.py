"""What every reader keeps to: how far a sheet may reach, how long a text may be, how much a whole file may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import clean_text, letters_of, pack_row
from gyga_desk.formats.xlsx import Event, SheetEnd, SheetHead
from gyga_desk.formats.xlsx_cells import FAR, MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_parts import LONGEST_TEXT, MOST_MERGES
from gyga_desk.formats.xlsx_zip import BROKEN, HUGE, MEGABYTE

MOST_PACKED = 96 * MEGABYTE
"""All rows together as they travel; what holds more is no table of applications."""
CELLS_OF_ANY = 400_000
"""A small file may hold so many cells; beyond them, one more for every byte of the file."""
MOST_SPREAD = 2_000_000
"""Cells that merges may cover, all together."""

Cells = Mapping[int, tuple[str, str]]
"""Column → (kind, text) of the cells of a row that hold something."""


def pack_cells(sheet: str, number: int, cells: Cells) -> bytes | None:
    """The packed row, or None where it holds nothing; what lies out of reach is named."""
    if not cells:
        return None
    width = max(cells)
    if number > MOST_ROWS or width > MOST_COLUMNS:
        raise WorkbookError(FAR, sheet=sheet[:40], cell=f"{letters_of(width)}{number}")
    if any(len(text) > LONGEST_TEXT for _, text in cells.values()):
        raise WorkbookError(HUGE, detail="有单元格超过 32767 个字符")
    kinds = "".join(cells[at][0] if at in cells else "." for at in range(1, width + 1))
    return pack_row(number, kinds, [clean_text(cells[at][1]) for at in sorted(cells)])


def within_limits(events: Iterable[Event], size: int) -> Iterator[Event]:
    """The same events, counted against a file's `size` in bytes; merges cut back to where there is content."""
    bytes_left, cells_left, spread_left, last, sheet = MOST_PACKED, CELLS_OF_ANY + size, MOST_SPREAD, 0, ""
    for event in events:
        if isinstance(event, bytes):
            bytes_left -= len(event)
            cells_left -= event.count(b"\x1f") + 1
            last = int(event[: event.index(b"\x1e")])
            if bytes_left < 0 or cells_left < 0:
                raise WorkbookError(
                    HUGE, detail="文字总量过大" if bytes_left < 0 else "单元格比文件本身的大小所能容纳的还多"
                )
        elif isinstance(event, SheetHead):
            last, sheet = 0, event.name
        elif isinstance(event, SheetEnd):
            merges = _settled(sheet, event.merges, last)
            spread_left -= sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges)
            if spread_left < 0:
                raise WorkbookError(HUGE, detail=f"工作表“{sheet[:40]}”合并区域过大")
            event = replace(event, merges=merges)  # noqa: PLW2901 - the same event, settled
        yield event


Merges = tuple[tuple[int, int, int, int], ...]


def _settled(sheet: str, merges: Merges, last: int) -> Merges:
    """The merges that reach into the rows read, cut back to them; none may lie over another."""
    if len(merges) > MOST_MERGES:
        raise WorkbookError(HUGE, detail=f"工作表“{sheet[:40]}”合并区域过多")
    kept = []
    below: dict[int, int] = {}  # column → the last row that a merge covers there
    steps = MOST_SPREAD
    for top, left, bottom, right in sorted(merges):
        if top > last or left > MOST_COLUMNS or top > bottom or left > right:
            continue
        right = min(right, MOST_COLUMNS)  # noqa: PLW2901
        steps -= right - left + 1
        columns = range(left, right + 1)
        if steps < 0 or any(below.get(at, 0) >= top for at in columns):
            raise WorkbookError(BROKEN, detail=f"工作表“{sheet[:40]}”的合并区域互相重叠")
        below.update(dict.fromkeys(columns, bottom))
        kept.append((top, left, min(bottom, last), right))
    return tuple(kept)

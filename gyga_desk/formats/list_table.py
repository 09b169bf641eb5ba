"""Lists that other offices publish: one table under any sheet name, in a workbook or a CSV file, by the columns asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child
from gyga_desk.formats.layout import Layout, SheetPlan, find_table
from gyga_desk.formats.plain_table import NO_HEADER, text_book
from gyga_desk.formats.raw import RawSheet
from gyga_desk.formats.workbook import SheetResult, read_found
from gyga_desk.model import Column
from gyga_desk.progress import Progress, silent

_ANY = 0
"""The plan's number: a list belongs to no measure."""


@dataclass(frozen=True)
class ListTable:
    """The table of a list as read, with the sheets beside it that hold another such table and were not read."""

    digest: str
    sheet: SheetResult
    others: tuple[str, ...]


def read_list(
    path: Path, columns: Sequence[Column], either: Sequence[tuple[str, ...]] = (), progress: Progress = silent
) -> ListTable:
    """The first visible table with every required column, and of each group in `either` at least one; raises `WorkbookError`."""
    book = text_book(path) or child.read(path, progress)
    plan = SheetPlan(_ANY, (), tuple(columns))
    needed = [*((c.id,) for c in columns if c.required), *either]
    found = [
        (s, layout)
        for s in book.sheets
        if s.state == "visible" and (layout := find_table(s, plan)) and _whole(layout, needed)
    ]
    if not found:
        headers = {c.id: c.header for c in columns}
        raise WorkbookError(
            NO_HEADER, name=path.name, wanted="、".join("或".join(headers[c] for c in group) for group in needed)
        )
    (sheet, layout), *others = found
    return ListTable(book.digest, _read(sheet, layout, book.epoch1904, progress), tuple(s.name for s, _ in others))


def _whole(layout: Layout, needed: Sequence[tuple[str, ...]]) -> bool:
    known = {c.id for c in layout.columns.values()}
    return all(known.intersection(group) for group in needed)


def _read(sheet: RawSheet, layout: Layout, epoch1904: bool, progress: Progress) -> SheetResult:
    total = len(sheet.packed)
    return read_found(sheet, layout, epoch1904, lambda row: progress(min(row, total), total, "正在核对名单"))

"""The workbook sent back: the same cells, each problem marked where it stands, and a list of them in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.formats import child
from gyga_desk.formats.cells import shown
from gyga_desk.formats.dates import date_of_serial
from gyga_desk.formats.raw import Book, RawCell, RawKind, RawSheet
from gyga_desk.formats.sheets import DATE_FORMAT, new_workbook, put_headers, put_number, put_text, save_whole, set_width
from gyga_desk.model import Problem, Severity
from gyga_desk.progress import Progress, silent

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET = "问题清单"
HEADERS = ("工作表", "单元格", "列", "原文", "问题", "处理")
HANDLING = {Severity.ERROR: "必须更正", Severity.ASK: "请确认", Severity.NOTE: "提示"}
_FILLS = {Severity.ERROR: "FFF8CBC6", Severity.ASK: "FFFCE7B2", Severity.NOTE: "FFDCE9F7"}
_WIDTHS = (18, 10, 22, 28, 70, 12)
_ORDER = list(Severity)


def write_report(source: Path, out: Path, problems: Sequence[Problem], progress: Progress = silent) -> None:
    """Write `source`'s cells to `out` as plain values, its problems coloured, noted and listed."""
    book = child.read(source, progress)
    report = new_workbook()
    front = report.create_sheet(LIST_SHEET)
    names = _titles(book)
    placed = defaultdict(list)
    for problem in problems:
        placed[problem.sheet].append(problem)
    for sheet in book.sheets:
        _copy(report, sheet, names[sheet.name], placed[sheet.name], book.epoch1904)
    _write_list(front, problems, names)
    save_whole(report, out)


def _titles(book: Book) -> dict[str, str]:
    """The sheets' names as the report can bear them; a sheet named like our list gives way."""
    titles: dict[str, str] = {}
    taken = {LIST_SHEET.casefold()}
    for sheet in book.sheets:
        clean = "".join("_" if letter in "[]:*?/\\" else letter for letter in sheet.name).strip("'")[:31] or "工作表"
        title, number = clean, 2
        while title.casefold() in taken:
            title, number = f"{clean[:27]}({number})", number + 1
        taken.add(title.casefold())
        titles[sheet.name] = title
    return titles


def _copy(report: Workbook, sheet: RawSheet, title: str, problems: Sequence[Problem], epoch1904: bool) -> None:
    target = report.create_sheet(title)
    if sheet.state != "visible":
        target.sheet_state = sheet.state
    for row in sheet.rows():
        for at, cell in row.cells.items():
            _put(target.cell(row.number, at), cell, epoch1904)
    for merge in sheet.merges[:2_000]:
        if max(merge.bottom - merge.top, merge.right - merge.left) < 1_000:
            target.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)
    _mark(target, problems)


def _put(cell: Cell, raw: RawCell, epoch1904: bool) -> None:
    day = date_of_serial(raw.text, epoch1904) if raw.kind is RawKind.DATE else None
    if raw.kind is RawKind.NUMBER:
        put_number(cell, Decimal(raw.text))
    elif day:
        cell.value = day
        cell.number_format = DATE_FORMAT
    else:
        put_text(cell, shown(raw, epoch1904))


def _mark(sheet: Worksheet, problems: Sequence[Problem]) -> None:
    """Colour each cell by the gravest of its problems and note them all."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    by_cell: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.cell:
            by_cell[problem.cell].append(problem)
    for address, found in by_cell.items():
        cell = sheet[address]
        if isinstance(cell, MergedCell):
            continue
        gravest = min((problem.severity for problem in found), key=_ORDER.index)
        cell.fill = PatternFill("solid", fgColor=_FILLS[gravest])
        text = "\n".join(f"{HANDLING[problem.severity]}：{problem.sentence}" for problem in found)
        cell.comment = Comment(text, LIST_SHEET, height=120, width=320)


def _write_list(sheet: Worksheet, problems: Sequence[Problem], names: Mapping[str, str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    put_headers(sheet, HEADERS)
    for at, width in enumerate(_WIDTHS, 1):
        set_width(sheet, at, width)
    for row, problem in enumerate(problems, 2):
        texts = (
            problem.sheet,
            _place(problem),
            problem.column,
            problem.raw,
            problem.sentence,
            HANDLING[problem.severity],
        )
        for at, text in enumerate(texts, 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 6).fill = PatternFill("solid", fgColor=_FILLS[problem.severity])
        if problem.sheet in names:
            _link(sheet.cell(row, 2), names[problem.sheet], problem.cell or f"A{max(problem.row, 1)}")
            sheet.cell(row, 2).font = Font(color="FF1F4E9E", underline="single")
    sheet.auto_filter.ref = f"A1:F{max(len(problems) + 1, 2)}"


def _place(problem: Problem) -> str:
    """Where a problem stands, in words where it is no single cell."""
    if problem.cell:
        return problem.cell
    return f"第 {problem.row} 行" if problem.row else "整张表" if problem.sheet else "整个文件"


def _link(cell: Cell, title: str, address: str) -> None:
    """A click leads to the cell; a link inside the file only."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}", display=address)

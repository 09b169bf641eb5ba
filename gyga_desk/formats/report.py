"""The workbook sent back: as it came, each problem marked where it stands, and a list of them in front.

An .xlsx is changed only where a problem is (`marked`). What cannot be changed so, or must not be sent on as it is, comes
back as an .xlsx with the same cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.formats import child
from gyga_desk.formats.cells import shown
from gyga_desk.formats.dates import date_of_serial
from gyga_desk.formats.marked import FrontList, Line, Mark, link_to, marked
from gyga_desk.formats.raw import Book, RawCell, RawKind, RawSheet, a1
from gyga_desk.formats.sheets import (
    DATE_FORMAT,
    new_workbook,
    put_headers,
    put_number,
    put_text,
    save_whole,
    set_width,
    write_whole,
)
from gyga_desk.formats.xlsx_cells import column_of
from gyga_desk.formats.xml_edit import Uneditable
from gyga_desk.model import Problem, Severity
from gyga_desk.progress import Progress, silent

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET = "问题清单"
HEADERS = ("工作表", "单元格", "列", "原文", "问题和更正办法", "处理")
HANDLING = {Severity.ERROR: "必须更正", Severity.ASK: "请确认", Severity.NOTE: "提示"}
ONLY_CELLS = "退回的这一份只有单元格的内容：原文件不是 .xlsx，或带有外部链接、嵌入对象，格式、图片和公式没有保留。"
NO_MACROS = "原文件带有宏，退回的这一份没有保留宏。"
_FILLS = {Severity.ERROR: "F8CBC6", Severity.ASK: "FCE7B2", Severity.NOTE: "DCE9F7"}
_WIDTHS = (18, 10, 22, 28, 70, 12)
_ORDER = list(Severity)


def write_report(source: Path, out: Path, problems: Sequence[Problem], progress: Progress = silent) -> None:
    """Write `source` to `out` with its problems coloured, noted and listed."""
    book = child.read(source, progress)
    if book.macros:
        problems = [*problems, _about_file("macros-left-out", NO_MACROS)]
    if book.kind == "xlsx":
        try:
            names = {sheet.name: sheet.name for sheet in book.sheets}
            whole = marked(child.read_bytes(source), _marks(book, problems), _front(problems, names))
        except Uneditable:
            pass
        else:
            write_whole(out, whole)
            return
    _write_cells(book, out, [*problems, _about_file("only-cells", ONLY_CELLS)])


def _about_file(code: str, sentence: str) -> Problem:
    return Problem("", "", 0, "", code, Severity.NOTE, "", sentence)


def _marks(book: Book, problems: Sequence[Problem]) -> dict[str, dict[tuple[int, int], Mark]]:
    """What is put on which cell: the colour of the gravest problem, and a note of them all."""
    marks: dict[str, dict[tuple[int, int], Mark]] = {}
    for sheet in book.sheets:
        by_cell: dict[tuple[int, int], list[Problem]] = defaultdict(list)
        for problem in problems:
            if problem.sheet == sheet.name and problem.cell:
                by_cell[_seen_cell(sheet, problem.cell)].append(problem)
        marks[sheet.name] = {place: Mark(_FILLS[_gravest(found)], _note(found)) for place, found in by_cell.items()}
    return marks


def _seen_cell(sheet: RawSheet, address: str) -> tuple[int, int]:
    """Row and column of a cell; of the one that is seen, where it is merged into another."""
    letters = address.rstrip("0123456789")
    row, column = int(address.removeprefix(letters)), column_of(letters)
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return merge.top, merge.left
    return row, column


def _gravest(found: Sequence[Problem]) -> Severity:
    return min((problem.severity for problem in found), key=_ORDER.index)


def _note(found: Sequence[Problem]) -> str:
    return "\n".join(f"{HANDLING[problem.severity]}：{problem.sentence}" for problem in found)


def _front(problems: Sequence[Problem], names: Mapping[str, str]) -> FrontList:
    """The list, the gravest first; `names` are the sheets as the report has them, by the names the problems know."""
    taken = {name.casefold() for name in names.values()}
    title, number = LIST_SHEET, 2
    while title.casefold() in taken:
        title, number = f"{LIST_SHEET}({number})", number + 1
    lines = []
    for problem in sorted(problems, key=lambda one: _ORDER.index(one.severity)):
        texts = (
            problem.sheet,
            place_of(problem),
            problem.column,
            problem.raw,
            problem.sentence,
            HANDLING[problem.severity],
        )
        link = (
            (names[problem.sheet], problem.cell or f"A{max(problem.row, 1)}")
            if problem.sheet and problem.sheet in names
            else None
        )
        lines.append(Line(texts, _FILLS[problem.severity], link))
    return FrontList(title, HEADERS, _WIDTHS, lines)


def place_of(problem: Problem) -> str:
    """Where a problem stands, in words where it is no single cell."""
    if problem.cell:
        return problem.cell
    return f"第 {problem.row} 行" if problem.row else "整张表" if problem.sheet else "整个文件"


def _write_cells(book: Book, out: Path, problems: Sequence[Problem]) -> None:
    """A workbook of our own with the same cells as plain values."""
    names = _titles(book)
    front, marks = _front(problems, names), _marks(book, problems)
    report = new_workbook()
    _write_list(report.create_sheet(front.name), front)
    for sheet in book.sheets:
        _copy(report, sheet, names[sheet.name], marks[sheet.name], book.epoch1904)
    save_whole(report, out)


def _titles(book: Book) -> dict[str, str]:
    """The sheets' names as a workbook can bear them."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for sheet in book.sheets:
        clean = "".join("_" if letter in "[]:*?/\\" else letter for letter in sheet.name).strip("'")[:31] or "工作表"
        title, number = clean, 2
        while title.casefold() in taken:
            title, number = f"{clean[:27]}({number})", number + 1
        taken.add(title.casefold())
        titles[sheet.name] = title
    return titles


def _copy(
    report: Workbook, sheet: RawSheet, title: str, marks: Mapping[tuple[int, int], Mark], epoch1904: bool
) -> None:
    target = report.create_sheet(title)
    if sheet.state != "visible":
        target.sheet_state = sheet.state
    for row in sheet.rows():
        for at, cell in row.cells.items():
            _put(target.cell(row.number, at), cell, epoch1904)
    for merge in sheet.merges[:2_000]:
        if max(merge.bottom - merge.top, merge.right - merge.left) < 1_000:
            target.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)
    for place, mark in marks.items():
        _mark(target, place, mark)


def _put(cell: Cell, raw: RawCell, epoch1904: bool) -> None:
    day = date_of_serial(raw.text, epoch1904) if raw.kind is RawKind.DATE else None
    if raw.kind is RawKind.NUMBER:
        put_number(cell, Decimal(raw.text))
    elif day:
        cell.value = day
        cell.number_format = DATE_FORMAT
    else:
        put_text(cell, shown(raw, epoch1904))


def _mark(sheet: Worksheet, at: tuple[int, int], mark: Mark) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet[a1(*at)]
    cell.fill = PatternFill("solid", fgColor=f"FF{mark.colour}")
    cell.comment = Comment(mark.note, LIST_SHEET, height=120, width=320)


def _write_list(sheet: Worksheet, front: FrontList) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    put_headers(sheet, front.headers)
    for at, width in enumerate(front.widths, 1):
        set_width(sheet, at, width)
    for row, line in enumerate(front.lines, 2):
        for at, text in enumerate(line.texts, 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, len(line.texts)).fill = PatternFill("solid", fgColor=f"FF{line.colour}")
        if line.link:
            cell = sheet.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link_to(*line.link), display=line.texts[1])
            cell.font = Font(color="FF1F4E9E", underline="single")
    sheet.auto_filter.ref = f"A1:F{max(len(front.lines) + 1, 2)}"

"""The score workbook of an expert without the program: written protected, and read back as it stands."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.formats import child
from gyga_desk.formats.cells import is_blank, shown
from gyga_desk.formats.figures import squeeze, typed_number
from gyga_desk.formats.raw import BLANK, RawCell, RawKind, RawSheet, a1
from gyga_desk.formats.sheets import TEXT_FORMAT, new_workbook, put_headers, put_number, put_text, save_whole, set_width
from gyga_desk.progress import Progress, silent

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MARK_SHEET, STANDARD_SHEET, FACT_SHEET = "评分表", "评分标准", "核对信息"
FORMAT = "gyga-desk/score-book/1"
"""Stands in the first cell of the hidden sheet and tells a score workbook from any other."""
BEFORE = ("项目编号", "申报单位", "项目名称")
TOTAL_HEADER, INTEREST, REMARK = "总分", "利害关系", "评审意见或回避理由"
NO_INTEREST, STEPS_ASIDE = "无", "有，回避"
TITLE_ROW, EXPERT_ROW, HOW_ROW, HEADER_ROW = 1, 2, 3, 4
_POINTS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)分?")
_STANDARD = ("编号", "类别", "评分项", "满分", "评分标准")


@dataclass(frozen=True)
class ScoreItem:
    """One column of points."""

    id: str
    header: str
    most: Decimal
    step: Decimal | None
    group: str = ""
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class ScoreRow:
    """One project to be scored, with what the expert has said before."""

    case: str
    applicant: str
    title: str
    points: Mapping[str, Decimal] = field(default_factory=dict)
    interest: str = ""
    remark: str = ""


@dataclass(frozen=True)
class ScoreBook:
    """What a score workbook holds."""

    title: str
    expert: str
    """Empty where the expert is to write the name."""
    how: str
    items: tuple[ScoreItem, ...]
    total: bool
    """Whether the items add up to a total of their own column."""
    rows: tuple[ScoreRow, ...]
    facts: Mapping[str, str]
    """For the hidden sheet."""

    @property
    def headers(self) -> tuple[str, ...]:
        total = (TOTAL_HEADER,) if self.total else ()
        return (*BEFORE, *(item.header for item in self.items), *total, INTEREST, REMARK)


@dataclass(frozen=True)
class ReadRow:
    """One row as it came back: the cells by header place, blanks left out."""

    row: int
    cells: Mapping[int, RawCell]

    def text(self, place: int) -> str:
        return shown(self.cells.get(place, BLANK)).strip()


@dataclass(frozen=True)
class ReadScores:
    """A score workbook as it came back, nothing of it believed yet."""

    digest: str
    facts: Mapping[str, str]
    title: str
    expert: str
    headers: tuple[str, ...]
    rows: tuple[ReadRow, ...]

    @staticmethod
    def cell(row: int, place: int) -> str:
        return a1(row, place + 1)


def write_score_book(path: Path, held: ScoreBook) -> None:
    """Write it: marks can be typed in, everything else is locked under a password that nobody has."""
    from openpyxl.workbook.protection import WorkbookProtection

    book = new_workbook()
    sheet = book.create_sheet(MARK_SHEET)
    _write_head(sheet, held)
    for at, row in enumerate(held.rows, HEADER_ROW + 1):
        _write_row(sheet, at, row, held)
    _guard(sheet, held)
    _write_standard(book, held.items)
    _write_facts(book, held.facts)
    password = secrets.token_urlsafe(12)
    for one in book.worksheets:
        _lock(one, password)
    book.security = WorkbookProtection(workbookPassword=password, lockStructure=True)
    save_whole(book, path)


def _write_head(sheet: Worksheet, held: ScoreBook) -> None:
    from openpyxl.styles import Alignment, Font, Protection

    last = len(held.headers)
    for row, text in ((TITLE_ROW, held.title), (HOW_ROW, held.how)):
        put_text(sheet.cell(row, 1), text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.cell(TITLE_ROW, 1).font = Font(bold=True, size=15)
    sheet.row_dimensions[TITLE_ROW].height, sheet.row_dimensions[HOW_ROW].height = 28, 48
    put_text(sheet.cell(EXPERT_ROW, 1), "专家姓名")
    name = sheet.cell(EXPERT_ROW, 2)
    put_text(name, held.expert)
    name.number_format, name.protection = TEXT_FORMAT, Protection(locked=bool(held.expert))
    put_headers(sheet, held.headers, HEADER_ROW)
    sheet.row_dimensions[HEADER_ROW].height = 62
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, len(BEFORE) + 1)
    widths = (15, 26, 30, *([11] * len(held.items)), *([9] if held.total else []), 13, 40)
    for at, width in enumerate(widths, 1):
        set_width(sheet, at, width)


def _write_row(sheet: Worksheet, at: int, row: ScoreRow, held: ScoreBook) -> None:
    from openpyxl.styles import Alignment, PatternFill, Protection

    for column, text in enumerate((row.case, row.applicant, row.title), 1):
        put_text(sheet.cell(at, column), text)
        sheet.cell(at, column).alignment = Alignment(wrap_text=True, vertical="center")
    first = len(BEFORE) + 1
    open_cells = [*range(first, first + len(held.items)), len(held.headers) - 1, len(held.headers)]
    for column in open_cells:
        cell = sheet.cell(at, column)
        cell.protection, cell.fill = Protection(locked=False), PatternFill("solid", fgColor="FFFFFBE6")
    for column, item in enumerate(held.items, first):
        if item.id in row.points:
            put_number(sheet.cell(at, column), row.points[item.id])
    if held.total:
        _write_total(sheet, at, first, len(held.items))
    for column, text in ((len(held.headers) - 1, row.interest), (len(held.headers), row.remark)):
        sheet.cell(at, column).number_format = TEXT_FORMAT
        if text:
            put_text(sheet.cell(at, column), text)
    sheet.cell(at, len(held.headers)).alignment = Alignment(wrap_text=True, vertical="center")


def _write_total(sheet: Worksheet, at: int, first: int, count: int) -> None:
    """The one formula: the sum once every item has points. Taken back, the items count and not this cell."""
    where = f"{a1(at, first)}:{a1(at, first + count - 1)}"
    sheet.cell(at, first + count).value = f'=IF(COUNT({where})={count},SUM({where}),"")'


def _guard(sheet: Worksheet, held: ScoreBook) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    top, bottom = HEADER_ROW + 1, HEADER_ROW + max(1, len(held.rows))
    for at, item in enumerate(held.items, len(BEFORE) + 1):
        cell = a1(top, at)
        parts = [f"ISNUMBER({cell})", f"{cell}>=0", f"{cell}<={item.most:f}"]
        if item.step is not None:
            parts.append(f"MOD(ROUND({cell}*1000,0),{item.step * 1000:.0f})=0")
        said = f"请填 0 至 {item.most:f} 分" + (f"，以 {item.step:f} 分为一档。" if item.step is not None else "。")
        rule = DataValidation("custom", formula1=f"AND({','.join(parts)})", allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error, rule.showInputMessage = "分数不对", said, True
        rule.promptTitle, rule.prompt = (item.name or item.header)[:32], f"{said}\n{item.anchor}"[:255]
        rule.add(f"{cell}:{a1(bottom, at)}")
        sheet.add_data_validation(rule)
    at = len(held.headers) - 1
    rule = DataValidation("list", formula1=f'"{NO_INTEREST},{STEPS_ASIDE.replace(",", "，")}"', allow_blank=True)
    rule.showErrorMessage, rule.errorTitle, rule.error = True, "请从列表中选择", "没有利害关系的选“无”。"
    rule.add(f"{a1(top, at)}:{a1(bottom, at)}")
    sheet.add_data_validation(rule)


def _write_standard(book: Workbook, items: Sequence[ScoreItem]) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(STANDARD_SHEET)
    put_headers(sheet, _STANDARD)
    for at, width in enumerate((10, 28, 28, 10, 70), 1):
        set_width(sheet, at, width)
    for row, item in enumerate(items, 2):
        for at, text in enumerate((item.id, item.group, item.name, f"{item.most:f}", item.anchor), 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")


def _write_facts(book: Workbook, facts: Mapping[str, str]) -> None:
    sheet = book.create_sheet(FACT_SHEET)
    sheet.sheet_state = "veryHidden"
    put_text(sheet.cell(1, 1), FORMAT)
    for row, (name, text) in enumerate(facts.items(), 2):
        put_text(sheet.cell(row, 1), name)
        put_text(sheet.cell(row, 2), text)


def _lock(sheet: Worksheet, password: str) -> None:
    held = sheet.protection
    held.sheet, held.password = True, password
    held.formatColumns = held.formatRows = False


def read_score_book(path: Path, progress: Progress = silent) -> ReadScores | None:
    """What came back; None where the file is no score workbook of ours. Raises `WorkbookError`."""
    book = child.read(path, progress)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    facts = _facts(sheets.get(FACT_SHEET))
    if facts is None:
        return None
    lines = [(row.number, row.cells) for row in sheets[MARK_SHEET].rows()] if MARK_SHEET in sheets else []
    by_row = dict(lines)

    def text(row: int, column: int) -> str:
        return shown(by_row.get(row, {}).get(column, BLANK)).strip()

    head = by_row.get(HEADER_ROW, {})
    headers = tuple(text(HEADER_ROW, at) for at in range(1, max(head, default=0) + 1))
    rows = tuple(
        ReadRow(number, {at - 1: cell for at, cell in cells.items() if not is_blank(cell)})
        for number, cells in lines
        if number > HEADER_ROW and not all(is_blank(cell) for cell in cells.values())
    )
    return ReadScores(book.digest, facts, text(TITLE_ROW, 1), text(EXPERT_ROW, 2), headers, rows)


def _facts(sheet: RawSheet | None) -> Mapping[str, str] | None:
    if sheet is None:
        return None
    lines = [(shown(row.cells.get(1, BLANK)), shown(row.cells.get(2, BLANK))) for row in sheet.rows()]
    return dict(lines[1:]) if lines and lines[0][0] == FORMAT else None


def number_in(cell: RawCell) -> Decimal | None:
    """The figure in a cell, typed as a number or as text; None where it is neither."""
    if cell.kind is RawKind.NUMBER:
        return typed_number(cell.text)
    found = _POINTS.fullmatch(squeeze(cell.text)) if cell.kind is RawKind.TEXT else None
    return Decimal(found[1]) if found else None

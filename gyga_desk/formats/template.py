"""The blank intake workbook: what to fill in, in which form, with lists and notes where people type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.sheets import (
    DATE_FORMAT,
    MONEY_FORMAT,
    TEXT_FORMAT,
    new_workbook,
    put_headers,
    put_text,
    save_whole,
    set_width,
    width_of,
)
from gyga_desk.model import Column, ColumnType

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

GUIDE_SHEET, LIST_SHEET = "填报说明", "字典"
READY_ROWS = 500
"""Rows that the drop-down lists reach."""
_KINDS = {
    ColumnType.TEXT: "文字",
    ColumnType.INT: "整数",
    ColumnType.NUMBER: "数字",
    ColumnType.MONEY: "金额",
    ColumnType.DATE: "日期，如 2025-03-25",
    ColumnType.CODE: "18位统一社会信用代码，按文本填写",
    ColumnType.BOOL: "是 或 否",
    ColumnType.ENUM: "从下拉列表中选一项",
    ColumnType.MULTI: "可选多项，用分号隔开",
}
_FORMATS = {
    ColumnType.MONEY: MONEY_FORMAT,
    ColumnType.DATE: DATE_FORMAT,
    ColumnType.INT: "0",
    ColumnType.NUMBER: "General",
}
"""Every other column is text, so that codes, accounts and telephones keep all their digits."""


def write_template(path: Path, plans: Sequence[SheetPlan], intro: Sequence[str]) -> None:
    """Write the workbook: `intro` line by line, then a sheet for each plan."""
    book = new_workbook()
    _write_guide(book, intro)
    lists: dict[tuple[str, ...], str] = {}
    for plan in plans:
        _write_sheet(book, plan, lists)
    _write_lists(book, lists)
    save_whole(book, path)


def header_of(column: Column) -> str:
    """The header as the template writes it: the unit only where it is not 元."""
    shown = column.type is ColumnType.MONEY and column.unit not in ("", "元")
    return f"{column.header}({column.unit})" if shown and f"({column.unit})" not in column.header else column.header


def note_of(column: Column) -> str:
    """What the note on a header says."""
    kind = _KINDS[column.type]
    if column.type is ColumnType.MONEY:
        kind = f"金额，单位：{column.unit or '元'}"
    elif column.unit and column.type in (ColumnType.INT, ColumnType.NUMBER):
        kind = f"{kind}，单位：{column.unit}"
    lines = ["必填" if column.required else "选填", kind]
    if column.options:
        lines.append("可选：" + "、".join(column.options))
    return "\n".join([*lines, *([column.note] if column.note else [])])


def _write_guide(book: Workbook, intro: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(GUIDE_SHEET)
    set_width(sheet, 1, 100)
    for row, line in enumerate(intro, 1):
        cell = sheet.cell(row, 1)
        put_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write_sheet(book: Workbook, plan: SheetPlan, lists: dict[tuple[str, ...], str]) -> None:
    from openpyxl.comments import Comment

    sheet = book.create_sheet(plan.names[0])
    put_headers(sheet, [header_of(column) for column in plan.columns])
    sheet.row_dimensions[1].height = 32
    for at, column in enumerate(plan.columns, 1):
        sheet.cell(1, at).comment = Comment(note_of(column), "填报说明", height=110, width=240)
        set_width(sheet, at, min(40, max(12, width_of(header_of(column)) + 4)))
        _prepare(sheet, at, column)
        _offer(sheet, at, column, lists)


def _prepare(sheet: Worksheet, at: int, column: Column) -> None:
    """Give the whole column its format, so that what is typed into it keeps its digits."""
    from openpyxl.utils import get_column_letter

    sheet.column_dimensions[get_column_letter(at)].number_format = _FORMATS.get(column.type, TEXT_FORMAT)


def _offer(sheet: Worksheet, at: int, column: Column, lists: dict[tuple[str, ...], str]) -> None:
    """A drop-down list; the choices stand on a sheet of their own, for a rule's text is cut at 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    options = ("是", "否") if column.type is ColumnType.BOOL else column.options
    if not options or column.type not in (ColumnType.BOOL, ColumnType.ENUM):
        return
    letter = lists.setdefault(options, get_column_letter(len(lists) + 1))
    where = f"'{LIST_SHEET}'!${letter}$2:${letter}${len(options) + 1}"
    rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "请从列表中选择", "这一列只能填写下拉列表中的内容。"
    rule.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{READY_ROWS + 1}")
    sheet.add_data_validation(rule)


def _write_lists(book: Workbook, lists: dict[tuple[str, ...], str]) -> None:
    if not lists:
        return
    sheet = book.create_sheet(LIST_SHEET)
    put_headers(sheet, [f"列表{at}" for at in range(1, len(lists) + 1)])
    for at, options in enumerate(lists, 1):
        for row, option in enumerate(options, 2):
            put_text(sheet.cell(row, at), option)

"""The blank intake workbook: what to fill in, in which form, with lists and notes where people type.

Nothing stands below a header: what explains it is in its note, in the message beside the cell that is being typed in, and
on the first sheet, none of which an import can take for an application.
"""

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
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

GUIDE_SHEET, LIST_SHEET = "填报说明", "字典"
READY_ROWS = 2_000
"""Rows that the drop-down lists and the messages reach."""
GUIDE_HEADERS = ("工作表", "栏目", "是否必填", "怎样填写", "示例")
_GUIDE_WIDTHS = (18, 26, 10, 76, 28)
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""What the file format allows beside a cell."""
_REQUIRED = "FFDCE6F4"
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
_EXAMPLES = {
    ColumnType.INT: "12",
    ColumnType.NUMBER: "86.5",
    ColumnType.MONEY: "1250000.00",
    ColumnType.DATE: "2025-03-25",
    ColumnType.CODE: "915201009PUG26F69T",
    ColumnType.BOOL: "是",
}
_RULES = {
    ColumnType.MONEY: ("decimal", "greaterThanOrEqual", "0", "请只填一个不小于 0 的数字。"),
    ColumnType.NUMBER: ("decimal", "greaterThanOrEqual", "0", "请只填一个不小于 0 的数字。"),
    ColumnType.INT: ("whole", "greaterThanOrEqual", "0", "请只填一个不小于 0 的整数。"),
    ColumnType.DATE: ("date", "greaterThanOrEqual", "1", "请按 2025-03-25 的样子填写日期。"),
    ColumnType.CODE: ("textLength", "equal", "18", "统一社会信用代码为 18 位，请核对。"),
}
"""What a program refuses to let stand in a cell: kind, comparison, bound, sentence."""


def write_template(path: Path, plans: Sequence[SheetPlan], intro: Sequence[str]) -> None:
    """Write the workbook: `intro` line by line with every column explained, then a sheet for each plan."""
    book = new_workbook()
    _write_guide(book, intro, plans)
    lists: dict[tuple[str, ...], str] = {}
    for plan in plans:
        _write_sheet(book, plan, lists)
    _write_lists(book, lists)
    save_whole(book, path)


def header_of(column: Column) -> str:
    """The header as the template writes it: the unit only where it is not 元, which every header shows."""
    shown = column.type is ColumnType.MONEY and column.unit not in ("", "元")
    return f"{column.header}({column.unit})" if shown and f"({column.unit})" not in column.header else column.header


def note_of(column: Column) -> str:
    """What the note on a header says."""
    return "\n".join(["必填" if column.required else "选填", *_how(column)])


def _how(column: Column) -> list[str]:
    kind = _KINDS[column.type]
    if column.type is ColumnType.MONEY:
        kind = f"金额，单位：{column.unit or '元'}"
    elif column.unit and column.type in (ColumnType.INT, ColumnType.NUMBER):
        kind = f"{kind}，单位：{column.unit}"
    options = ["可选：" + "、".join(column.options)] if column.options else []
    return [kind, *options, *([column.note] if column.note else [])]


def example_of(column: Column) -> str:
    """What a filled cell of the column may look like; nothing where any words will do."""
    if column.options:
        return ";".join(column.options[: 2 if column.type is ColumnType.MULTI else 1])
    return "2025" if column.header.endswith("年度") else _EXAMPLES.get(column.type, "")


def _write_guide(book: Workbook, intro: Sequence[str], plans: Sequence[SheetPlan]) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(GUIDE_SHEET)
    for at, width in enumerate(_GUIDE_WIDTHS, 1):
        set_width(sheet, at, width)
    for row, line in enumerate(intro, 1):
        put_text(sheet.cell(row, 1), line)
    top = len(intro) + 2
    put_headers(sheet, GUIDE_HEADERS, top)
    sheet.freeze_panes = ""
    lines = [(plan.names[0], column) for plan in plans for column in plan.columns]
    for row, (name, column) in enumerate(lines, top + 1):
        required = "必填" if column.required else "选填"
        texts = (name, header_of(column), required, "；".join(_how(column)), example_of(column))
        for at, text in enumerate(texts, 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Locked cells stay; everything else people do to a table is allowed. No password: it guards against a slip only."""
    held = sheet.protection
    held.sheet = True
    held.formatCells = held.formatColumns = held.formatRows = False
    held.insertRows = held.deleteRows = held.sort = held.autoFilter = False


def _write_sheet(book: Workbook, plan: SheetPlan, lists: dict[tuple[str, ...], str]) -> None:
    sheet = book.create_sheet(plan.names[0])
    put_headers(sheet, [header_of(column) for column in plan.columns])
    sheet.row_dimensions[1].height = 32
    for at, column in enumerate(plan.columns, 1):
        set_width(sheet, at, min(40, max(12, width_of(header_of(column)) + 8)))
        _explain(sheet, at, column)
        _prepare(sheet, at, column)
        _guard(sheet, at, column, lists)
    _protect(sheet)


def _explain(sheet: Worksheet, at: int, column: Column) -> None:
    """The note; and 元 shown behind the header without being part of it, so that the header stays the same word everywhere."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(1, at)
    cell.comment = Comment(note_of(column), GUIDE_SHEET, height=110, width=240)
    if column.type is ColumnType.MONEY and header_of(column) == column.header and column.unit in ("", "元"):
        cell.number_format = '@"(元)"'
    if column.required:
        cell.fill = PatternFill("solid", fgColor=_REQUIRED)


def _prepare(sheet: Worksheet, at: int, column: Column) -> None:
    """Give the whole column its format, so that what is typed into it keeps its digits, and let people type there."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    held = sheet.column_dimensions[get_column_letter(at)]
    held.number_format = _FORMATS.get(column.type, TEXT_FORMAT)
    held.protection = Protection(locked=False)


def _guard(sheet: Worksheet, at: int, column: Column, lists: dict[tuple[str, ...], str]) -> None:
    """What may stand in the column's cells, and the note again beside the cell that is being filled in."""
    from openpyxl.utils import get_column_letter

    rule = _rule(column, lists)
    rule.errorTitle, rule.promptTitle = "请更正", header_of(column)[:_LONGEST_TITLE]
    rule.prompt = note_of(column)[:_LONGEST_MESSAGE]
    rule.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{READY_ROWS + 1}")
    sheet.add_data_validation(rule)


def _rule(column: Column, lists: dict[tuple[str, ...], str]) -> DataValidation:
    """The choices of a list stand on a sheet of their own, for a rule's text is cut at 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    options = ("是", "否") if column.type is ColumnType.BOOL else column.options
    if options and column.type in (ColumnType.BOOL, ColumnType.ENUM):
        letter = lists.setdefault(options, get_column_letter(len(lists) + 1))
        where = f"'{LIST_SHEET}'!${letter}$2:${letter}${len(options) + 1}"
        said = "这一列只能填写下拉列表中的内容。"
        return DataValidation(
            "list", formula1=where, allow_blank=True, showErrorMessage=True, showInputMessage=True, error=said
        )
    kind, operator, bound, refusal = _RULES.get(column.type, (None, None, None, None))
    return DataValidation(
        kind,
        operator=operator,
        formula1=bound,
        allow_blank=True,
        showErrorMessage=kind is not None,
        showInputMessage=True,
        error=refusal,
    )


def _write_lists(book: Workbook, lists: dict[tuple[str, ...], str]) -> None:
    if not lists:
        return
    sheet = book.create_sheet(LIST_SHEET)
    put_headers(sheet, [f"列表{at}" for at in range(1, len(lists) + 1)])
    for at, options in enumerate(lists, 1):
        for row, option in enumerate(options, 2):
            put_text(sheet.cell(row, at), option)
    _protect(sheet)

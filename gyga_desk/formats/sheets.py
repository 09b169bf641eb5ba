"""Writing workbooks safely with openpyxl: text that stays text, exact money, one look, whole files or none."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import clean_text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MONEY_FORMAT = "#,##0.00"
DATE_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a table program takes for the beginning of a formula."""
LONGEST_TEXT = 32_767
UNWRITTEN = "无法写入“{name}”（{why}）。请换一个位置，或关闭正在使用它的程序后再试。"
_HEAD_FILL, _HEAD_LINE = "FFE8EEF7", "FFB8C4D6"


def new_workbook() -> Workbook:
    """A workbook without sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    return book


def put_text(cell: Cell | Any, text: str) -> None:
    """Write text that no program will ever take for a formula."""
    cell.value = clean_text(text)[:LONGEST_TEXT]
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # text it stays, also once somebody has typed Enter in the cell


def put_money(cell: Cell | Any, fen: int) -> None:
    """Write whole 分 as 元, every digit as it is."""
    put_number(cell, Decimal(fen).scaleb(-2))
    cell.number_format = MONEY_FORMAT


def put_number(cell: Cell | Any, number: Decimal) -> None:
    """Write a number by its own digits: openpyxl would turn it into a double and print 83539822.70999999."""
    cell.value = f"{number:f}"
    cell.data_type = "n"


def put_value(cell: Cell | Any, value: str | int | bool | Decimal | date | None) -> None:
    """Write a value as what it is; yes and no in words."""
    if value is None:
        return
    if isinstance(value, bool):
        put_text(cell, "是" if value else "否")
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, Decimal):
        put_number(cell, value)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = DATE_FORMAT


def put_headers(sheet: Worksheet, headers: Sequence[str], row: int = 1) -> None:
    """A header row: bold, shaded, wrapped, frozen."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    fill = PatternFill("solid", fgColor=_HEAD_FILL)
    line = Border(bottom=Side("thin", color=_HEAD_LINE))
    for at, header in enumerate(headers, 1):
        cell = sheet.cell(row, at)
        put_text(cell, header)
        cell.font, cell.fill, cell.border = Font(bold=True), fill, line
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.freeze_panes = sheet.cell(row + 1, 1)


def set_width(sheet: Worksheet, at: int, characters: float) -> None:
    """The width of a column in half-width characters."""
    from openpyxl.utils import get_column_letter

    sheet.column_dimensions[get_column_letter(at)].width = characters


def width_of(text: str) -> int:
    """How many half-width characters a text takes."""
    return sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)


def save_whole(book: Workbook, path: Path) -> None:
    """Save the workbook under its name, whole."""
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(path, buffer.getvalue())


def write_whole(path: Path, data: bytes) -> None:
    """Write the file beside its place and move it there, so that a half-written one never stands under its name."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except OSError as fault:
        if name:
            Path(name).unlink(missing_ok=True)
        raise WorkbookError(UNWRITTEN, name=path.name, why=_why(fault)) from fault


def _why(fault: OSError) -> str:
    known = {
        FileNotFoundError: "文件夹不存在",
        PermissionError: "没有写入权限",
        IsADirectoryError: "同名的文件夹已存在",
    }
    return known.get(type(fault), "磁盘已满或不可写")

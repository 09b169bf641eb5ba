"""Tables for other offices, as .xlsx or .csv: exact money, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import clean_text
from gyga_desk.formats.sheets import (
    FORMULA_STARTS,
    new_workbook,
    put_headers,
    put_money,
    put_value,
    save_whole,
    set_width,
    width_of,
    write_whole,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | bool | Decimal | date | None
MANY_SHEETS = "CSV 只能装一张表，而这里有 {count} 张。请改存为 .xlsx。"


@dataclass(frozen=True)
class ExportSheet:
    """One table. In the columns whose headers are in `money` whole numbers are 分 and are written as 元."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    money: frozenset[str] = frozenset()


def write_rows(path: Path, sheets: Sequence[ExportSheet]) -> None:
    """Write the tables; the kind is the path's ending, `.csv` or else a workbook.

    In a workbook text is stored as text. CSV has no such thing: a text that a spreadsheet would take for a formula
    gets an apostrophe in front, numbers and dates do not.
    """
    if path.suffix.lower() == ".csv":
        if len(sheets) != 1:
            raise WorkbookError(MANY_SHEETS, count=len(sheets))
        write_whole(path, csv_bytes(sheets[0]))
        return
    save_whole(_book(sheets), path)


def csv_bytes(sheet: ExportSheet) -> bytes:
    """One table as CSV, with the mark by which spreadsheets know it for UTF-8."""
    return _csv(sheet).encode("utf-8-sig")


_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def workbook_bytes(sheets: Sequence[ExportSheet]) -> bytes:
    """The tables as a workbook that says nothing of when it was made: the same tables give the same bytes."""
    drawn, made = io.BytesIO(), io.BytesIO()
    _book(sheets).save(drawn)
    with zipfile.ZipFile(drawn) as held, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in held.namelist():
            part = held.read(name)
            out.writestr(
                zipfile.ZipInfo(name, _EPOCH),
                _TIMES.sub(b"", part) if name == "docProps/core.xml" else part,
                zipfile.ZIP_DEFLATED,
            )
    return made.getvalue()


def _book(sheets: Sequence[ExportSheet]) -> Workbook:
    book = new_workbook()
    for sheet in sheets:
        target = book.create_sheet(sheet.name)
        put_headers(target, sheet.headers)
        widths = [width_of(header) for header in sheet.headers]
        for row, values in enumerate(sheet.rows, 2):
            for at, (header, value) in enumerate(zip(sheet.headers, values, strict=True), 1):
                if header in sheet.money and isinstance(value, int) and not isinstance(value, bool):
                    put_money(target.cell(row, at), value)
                else:
                    put_value(target.cell(row, at), value)
                widths[at - 1] = max(widths[at - 1], width_of(str(value or "")))
        for at, width in enumerate(widths, 1):
            set_width(target, at, min(48, width + 3))
        _set_page(target, sum(min(48, width + 3) for width in widths))
    return book


_UPRIGHT = 90
"""Characters that an upright page holds beside each other and still shows well."""


def _set_page(target: Worksheet, wide: float) -> None:
    """Printed, no column stands on a page of its own, and the heading comes again on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = "portrait" if wide <= _UPRIGHT else "landscape"
    target.page_setup.fitToHeight = 0
    target.print_title_rows = "1:1"


def _csv(sheet: ExportSheet) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_field(header, money=False) for header in sheet.headers])
    for values in sheet.rows:
        pairs = zip(sheet.headers, values, strict=True)
        writer.writerow([_field(value, money=header in sheet.money) for header, value in pairs])
    return out.getvalue()


def _field(value: Value, money: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        text = clean_text(value)
        return f"'{text}" if text.startswith(FORMULA_STARTS) else text
    if isinstance(value, int) and money:
        return f"{Decimal(value).scaleb(-2):.2f}"
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)

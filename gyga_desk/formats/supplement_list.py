"""The list of what one applicant has to supply or put right, as a workbook it can act on; and as data for a paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gyga_desk.formats.sheets import new_workbook, put_headers, put_text, save_whole, set_width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "补正清单"
HEADERS = (
    "序号",
    "项目编号",
    "项目名称",
    "位置或核对项",
    "需要补正的事项",
    "须提交的材料",
    "依据",
    "补正情况（申报单位填写）",
)
_WIDTHS = (6, 15, 26, 20, 56, 24, 30, 24)
_TOLD = "本清单一次列出目前需要补正的全部事项。请逐项补正，把更正后的表格和材料一并交回。"


@dataclass(frozen=True)
class Item:
    """One thing to supply or put right."""

    case: str
    """Empty for an application that is not on record yet."""
    title: str
    check: str
    """The check it belongs to, or empty."""
    place: str
    """The cell of the workbook as sent, or empty."""
    what: str
    material: str
    clause: str
    basis: str
    """The title of the text that the clause stands in."""


@dataclass(frozen=True)
class SupplementList:
    """Everything one applicant has to supply or put right."""

    applicant: str
    credit_code: str
    year: int | None
    items: tuple[Item, ...]
    deadline: str
    """A sentence; it says so where no text gives a deadline."""
    deadline_clause: str
    source: str
    """The workbook the faults are in, or 审核."""
    banner: str
    """What must be said of a guide that is only a sample."""


def write_supplement_list(path: Path, held: SupplementList) -> None:
    """Write it, ready to be sent."""
    book = new_workbook()
    sheet = book.create_sheet(SHEET)
    top = _write_head(sheet, held)
    put_headers(sheet, HEADERS, top)
    sheet.row_dimensions[top].height = 32
    for at, width in enumerate(_WIDTHS, 1):
        set_width(sheet, at, width)
    for number, item in enumerate(held.items, 1):
        _write_item(sheet, top + number, number, item)
    _set_page(sheet, top)
    save_whole(book, path)


def _write_head(sheet: Worksheet, held: SupplementList) -> int:
    """The lines above the table; says in which row its header goes."""
    from openpyxl.styles import Alignment, Font

    year = f"{held.year}年度" if held.year else ""
    lines = [
        f"{year}申报材料补正清单",
        *([held.banner] if held.banner else []),
        f"申报单位：{held.applicant}　　统一社会信用代码：{held.credit_code or '（未填）'}　　来源：{held.source}",
        f"{_TOLD}{held.deadline}（{held.deadline_clause}）",
    ]
    for row, line in enumerate(lines, 1):
        put_text(sheet.cell(row, 1), line)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADERS))
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.cell(1, 1).font = Font(bold=True, size=15)
    sheet.row_dimensions[1].height, sheet.row_dimensions[len(lines)].height = 28, 34
    return len(lines) + 1


def _write_item(sheet: Worksheet, row: int, number: int, item: Item) -> None:
    from openpyxl.styles import Alignment

    basis = f"{item.clause}（{item.basis}）" if item.basis else item.clause
    where = item.place or (f"核对项 {item.check}" if item.check else "")
    for at, text in enumerate((str(number), item.case, item.title, where, item.what, item.material, basis, ""), 1):
        put_text(sheet.cell(row, at), text)
        sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")


def _set_page(sheet: Worksheet, top: int) -> None:
    """Printed across, on as many pages as it takes, the header on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"

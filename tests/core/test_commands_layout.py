"""The same applications laid out otherwise come in by command as the template brings them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gyga_desk import places
from tests.headless import CLERK, OBSERVER, Desk

CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
SHEET = "3示范应用场景"
Lay = Callable[[Worksheet, list[str], list[list[Any]]], None]


def as_forms(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    for values in rows:
        sheet.append(["贵阳贵安人工智能大模型政策申报表"])
        pairs = list(zip(headers, values, strict=True))
        for at in range(0, len(pairs), 2):
            sheet.append([cell for pair in pairs[at : at + 2] for cell in (*pair, None)])
        sheet.append([])


def in_sections(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    asked = headers.index("申请金额")
    for name, part in (("一、云岩区", rows[:2]), ("二、南明区", rows[2:])):
        sheet.append([name])
        sheet.append(headers)
        for values in part:
            sheet.append(values)
        sheet.append(["小计", *[None] * (asked - 1), sum(row[asked] for row in part)])
    sheet.append(["合计", *[None] * (asked - 1), sum(row[asked] for row in rows)])


def reordered(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    sheet.append(headers)
    sheet.append(rows[0])
    sheet.append([])
    sheet.append(["续表"])
    sheet.append(headers[::-1])
    for values in rows[1:]:
        sheet.append(values[::-1])


def beside_each_other(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    sheet.append([*headers, None, *headers])
    for left, right in zip(rows[:2], rows[2:], strict=True):
        sheet.append([*left, None, *right])


@pytest.mark.parametrize("lay", [as_forms, in_sections, reordered, beside_each_other])
def test_any_layout_brings_the_same_cases(office: Desk, tmp_path: Path, lay: Lay) -> None:
    headers, *rows = ([cell.value for cell in row] for row in openpyxl.load_workbook(CLEAN)[SHEET].iter_rows(max_row=5))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    lay(sheet, [str(header) for header in headers], rows)
    book.save(tmp_path / "别样.xlsx")
    brought = office.ok("import", tmp_path / "别样.xlsx", who=CLERK)
    assert (brought["accepted"], brought["held"]) == (4, 0)
    assert all(one["stated_fen"] == one["computed_fen"] for one in brought["sums"])
    assert {problem["severity"] for problem in brought["problems"]} <= {"note"}
    told = office.ok("cases", "--measure", 3, who=OBSERVER)
    assert sorted(case["title"] for case in told) == sorted(str(row[headers.index("项目名称")]) for row in rows)
    again = office.ok("import", CLEAN, who=CLERK)
    assert (again["unchanged"], again["changed"], again["held"]) == (4, 0, 0)


@pytest.mark.parametrize(("decimals", "code"), [(6, "money-fraction"), (2, "unit-doubt")])
def test_a_doubtful_unit_holds_its_row_until_it_is_answered(
    office: Desk, tmp_path: Path, decimals: int, code: str
) -> None:
    book = openpyxl.load_workbook(CLEAN)
    sheet = book[SHEET]
    column = next(cell.column for cell in sheet[1] if cell.value == "合同总额")
    known = sheet.cell(5, column).value
    assert isinstance(known, int | float)
    sheet.cell(5, column).value = round(known / 10_000, decimals)
    book.save(tmp_path / "万元.xlsx")
    found = office.ok("import", tmp_path / "万元.xlsx", who=CLERK, status=1)
    (problem,) = (one for one in found["problems"] if one["severity"] == "ask")
    assert (problem["code"], problem["row"], problem["column"]) == (code, 5, "合同总额")
    assert found["held"] == 1

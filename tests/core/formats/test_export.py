"""Tables for others: exact money, and no text that comes alive in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.export import FORMULA_STARTS, ExportSheet, write_rows
from gyga_desk.formats.raw import RawCell, RawKind, unpack_row
from gyga_desk.formats.xlsx import read_events

PAYLOADS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1+1", "'=1", '=HYPERLINK("x")']
KEPT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


def table(*rows: tuple[str | int | bool | Decimal | date | None, ...]) -> ExportSheet:
    return ExportSheet("拨付明细", ("单位名称", "拟支持额"), rows, frozenset({"拟支持额"}))


@settings(KEPT, max_examples=30)
@given(st.lists(st.tuples(texts, st.integers(-(10**14) + 1, 10**14 - 1)), min_size=1))
def test_a_workbook_gives_back_what_was_written(tmp_path: Path, rows: list[tuple[str, int]]) -> None:
    path = tmp_path / "表.xlsx"
    write_rows(path, [table(*rows)])
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for row in book["拨付明细"].iter_rows() for cell in row)
    packed = [event for event in read_events(path.read_bytes()) if isinstance(event, bytes)]
    found = {row.number: row.cells for row in map(unpack_row, packed)}
    for at, (name, fen) in enumerate(rows, 2):
        assert Decimal(found[at][2].text) == Decimal(fen).scaleb(-2)
        assert found[at].get(1, RawCell("", RawKind.TEXT)) == RawCell(name, RawKind.TEXT)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_comes_alive(tmp_path: Path, payload: str) -> None:
    write_rows(tmp_path / "表.xlsx", [table((payload, 1))])
    cell = openpyxl.load_workbook(tmp_path / "表.xlsx")["拨付明细"]["A2"]
    assert cell.data_type in ("s", "inlineStr")
    write_rows(tmp_path / "表.csv", [table((payload, 1))])
    (_, (written, amount)) = read_csv(tmp_path / "表.csv")
    assert not written.startswith(FORMULA_STARTS)
    assert amount == "0.01"


def read_csv(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_values_of_every_kind(tmp_path: Path) -> None:
    headers = ("名", "金额", "数", "日", "是否", "得分", "空")
    row = ('甲,"乙"\n丙', -123456, 3, date(2025, 4, 30), True, Decimal("96.30"), None)
    sheet = ExportSheet("一", headers, [row], frozenset({"金额"}))
    write_rows(tmp_path / "表.csv", [sheet])
    assert read_csv(tmp_path / "表.csv")[1] == ['甲,"乙"\n丙', "-1234.56", "3", "2025-04-30", "是", "96.30", ""]
    write_rows(tmp_path / "表.xlsx", [sheet, ExportSheet("二", ("甲",), [])])
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert book.sheetnames == ["一", "二"]
    cells = book["一"][2]
    assert [cell.value for cell in cells[2:5]] == [3, cells[3].value, "是"]
    assert (cells[1].number_format, cells[3].number_format) == ("#,##0.00", "yyyy-mm-dd")
    assert cells[6].value is None


def test_a_printed_table_is_as_wide_as_its_page_and_repeats_its_heading(tmp_path: Path) -> None:
    narrow, wide = ("项目编号", "金额"), tuple(f"申报单位的第{at}个名称" for at in range(9))
    sheets = [ExportSheet("窄", narrow, [("1", "2")]), ExportSheet("宽", wide, [wide])]
    write_rows(tmp_path / "表.xlsx", sheets)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert [sheet.page_setup.orientation for sheet in book] == ["portrait", "landscape"]
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"


def test_csv_holds_one_table_only(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="2 张"):
        write_rows(tmp_path / "表.csv", [table(), table()])
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("旧" * 10_000)
    write_rows(path, [table(("甲", 1))])
    assert read_csv(path) == [["单位名称", "拟支持额"], ["甲", "0.01"]]
    assert [entry.name for entry in tmp_path.iterdir()] == ["表.csv"]

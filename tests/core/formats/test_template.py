"""The blank workbook: filled in, it is read without a problem; what is typed into it keeps its form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import workbook
from gyga_desk.formats.template import header_of, note_of, write_template
from gyga_desk.model import Column, ColumnType
from tests.core.formats.plans import PLANS, column

INTRO = ["一、本表由申报单位填写。", '=HYPERLINK("http://x")']
TYPED = {
    ColumnType.TEXT: "文字",
    ColumnType.INT: 1,
    ColumnType.NUMBER: 1.5,
    ColumnType.MONEY: 1234567.89,
    ColumnType.DATE: date(2024, 3, 25),
    ColumnType.CODE: "91440300708461136T",
    ColumnType.BOOL: "是",
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "模板.xlsx"
    write_template(path, PLANS, INTRO)
    return path


def test_a_blank_template_is_understood_and_holds_nothing(template: Path) -> None:
    read = workbook.read(template, PLANS)
    assert [sheet.measure for sheet in read.sheets] == [None, 1, 2, 3, 4, 5, 6, 7, None]
    assert read.all_problems == ()
    assert not any(sheet.rows for sheet in read.sheets)


def test_a_filled_template_is_read_without_a_word(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for plan in PLANS:
        for at, known in enumerate(plan.columns, 1):
            book[plan.names[0]].cell(2, at).value = (
                1234.56 if known.unit == "万元" else TYPED.get(known.type) or known.options[0]
            )
    book.save(template)
    read = workbook.read(template, PLANS)
    assert read.all_problems == ()
    assert [len(sheet.rows) for sheet in read.sheets] == [0, 1, 1, 1, 1, 1, 1, 1, 0]
    fund = read.sheets[7].rows[0].facts["融资需求"]
    assert fund.value == 1_234_560_000


def test_the_sheets_help_with_typing(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book["3示范应用场景"]
    columns = {cell.value: cell for cell in sheet[1]}
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    formats = {name: sheet.column_dimensions[cell.column_letter].number_format for name, cell in columns.items()}
    assert formats["统一社会信用代码"] == formats["银行账号"] == formats["联系电话"] == "@"
    assert (formats["申请金额"], formats["开工日期"]) == ("#,##0.00", "yyyy-mm-dd")
    assert columns["申请金额"].comment.text == "必填\n金额，单位：元"
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    where = rules[f"{columns['应用领域'].column_letter}2:{columns['应用领域'].column_letter}2001"]
    letter, last = where.split("$")[1], int(where.split("$")[-1])
    listed = [book["字典"][f"{letter}{row}"].value for row in range(2, last + 1)]
    assert listed[0] == "智能制造"
    assert listed[-1] == "其他"


def test_only_what_is_to_be_filled_in_can_be_typed_over(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    sheet = book["3示范应用场景"]
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(d.protection.locked for d in sheet.column_dimensions.values())
    assert not (sheet.protection.insertRows or sheet.protection.deleteRows or sheet.protection.sort)
    assert sheet.max_row == 1


def test_a_header_shows_its_unit_and_stays_the_same_word(template: Path) -> None:
    headers = {cell.value: cell for sheet in openpyxl.load_workbook(template) for cell in sheet[1]}
    assert headers["申请金额"].number_format == '@"(元)"'
    assert headers["融资需求(万元)"].number_format == "General"
    assert headers["项目名称"].number_format == "General"


def test_every_column_is_explained_beside_its_cells_and_on_the_first_sheet(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for plan in PLANS:
        rules = book[plan.names[0]].data_validations.dataValidation
        assert [rule.promptTitle for rule in rules] == [header_of(c)[:32] for c in plan.columns]
        assert [rule.prompt for rule in rules] == [note_of(c)[:255] for c in plan.columns]
        assert all(rule.showInputMessage for rule in rules)
    kinds = {rule.promptTitle: (rule.type, rule.showErrorMessage) for rule in rules}
    assert kinds["统一社会信用代码"] == ("textLength", True)
    assert kinds["成立日期"] == ("date", True)
    assert kinds["备注" if "备注" in kinds else "附件目录"] == (None, False)
    listed = list(book["填报说明"].iter_rows(min_row=5, values_only=True))
    assert len(listed) == sum(len(plan.columns) for plan in PLANS)
    assert ("1智算券", "统一社会信用代码", "必填", "18位统一社会信用代码，按文本填写", "915201009PUG26F69T") in listed


def test_no_text_of_the_template_is_a_formula(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert [cell.value for cell in book["填报说明"]["A"][:2]] == INTRO
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_headers_name_a_unit_only_where_it_is_not_yuan() -> None:
    assert header_of(column("$申请金额")) == "申请金额"
    assert header_of(column("$融资需求")) == "融资需求(万元)"
    assert header_of(Column("a", "数量", ColumnType.INT, required=False, unit="家")) == "数量"
    assert (
        note_of(Column("a", "数量", ColumnType.INT, required=False, unit="家", note="写明口径"))
        == "选填\n整数，单位：家\n写明口径"
    )


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="文件夹不存在"):
        write_template(tmp_path / "无" / "模板.xlsx", PLANS, INTRO)
    (tmp_path / "模板.xlsx").mkdir()
    with pytest.raises(WorkbookError, match=r"模板\.xlsx"):
        write_template(tmp_path / "模板.xlsx", PLANS, INTRO)
    assert [path.name for path in tmp_path.iterdir()] == ["模板.xlsx"]

"""Whole workbooks by the plans: the sample batches, and the ways real offices bend a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gyga_desk.errors import Cancelled, WorkbookError
from gyga_desk.formats import workbook
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.workbook import SheetResult, Workbook
from gyga_desk.model import Column, ColumnType, Problem, Severity
from gyga_desk.places import resources
from tests.core.formats.plans import PLANS, columns

DEMO = resources() / "demo"
SMALL = SheetPlan(
    3,
    ("3示范应用场景", "示范应用场景"),
    columns("#序号 单位名称 !统一社会信用代码 项目名称 $实际投入(申报) $申请金额 @开工日期 附件目录"),
)
HEADERS = ["序号", "单位名称", "统一社会信用代码", "项目名称", "实际投入(申报)", "申请金额", "开工日期", "附件目录"]
CODE = "91440300708461136T"
Fill = Callable[[Worksheet], None]


def line(number: int, spent: Any = 4213000, asked: Any = 842600) -> list[Any]:
    return [
        number,
        f"贵州黔云智能{number:02d}科技有限公司",
        CODE,
        f"项目{number}",
        spent,
        asked,
        date(2024, 5, 1),
        "承诺书",
    ]


def read_filled(folder: Path, fill: Fill, name: str = "3示范应用场景", plan: SheetPlan = SMALL) -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    fill(sheet)
    path = folder / "申报表.xlsx"
    book.save(path)
    return workbook.read(path, (plan,))


def only_sheet(read: Workbook) -> SheetResult:
    (sheet,) = read.sheets
    return sheet


def appended(*lines: list[Any]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for values in lines:
            sheet.append(values)

    return fill


def faults(problems: tuple[Problem, ...]) -> list[str]:
    """What is more than a note."""
    return [problem.code for problem in problems if problem.severity is not Severity.NOTE]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_the_clean_batch_is_read_without_a_word() -> None:
    read = workbook.read(DEMO / "batch-2025-clean.xlsx", PLANS)
    assert [(sheet.measure, len(sheet.rows)) for sheet in read.sheets] == [
        (1, 12), (2, 9), (3, 24), (4, 6), (5, 26), (6, 12), (7, 5),
    ]  # fmt: skip
    assert read.all_problems == ()
    assert all(sheet.header_rows == (1,) and sheet.skipped == () for sheet in read.sheets)
    parts = {2: "算力费 数据费 人工费 软硬件费 其他费", 3: "设备费 软件及开发费 数据费 算力费 人工费 其他费"}
    whole = {2: "建设成本(申报)", 3: "实际投入(申报)"}
    for measure, names in parts.items():
        for row in read.sheets[measure - 1].rows:
            figures = [row.facts[name].value for name in names.split()]
            assert sum(figure for figure in figures if isinstance(figure, int)) == row.facts[whole[measure]].value


def test_the_clean_batch_keeps_raw_text_and_place() -> None:
    read = workbook.read(DEMO / "batch-2025-clean.xlsx", PLANS)
    fact = read.sheets[1].rows[6].facts["深度合成算法备案编号"]
    assert (fact.raw, fact.value, fact.cell) == ("", None, "Z8")
    fund = read.sheets[6].rows[0].facts["融资需求"]
    assert isinstance(fund.value, int)
    assert fund.value == int(fund.raw) * 1_000_000
    assert fund.header == "融资需求(万元)"


def test_the_messy_batch_is_understood() -> None:
    read = workbook.read(DEMO / "batch-2025-messy.xlsx", PLANS)
    assert [(sheet.name, sheet.measure, sheet.state, len(sheet.rows)) for sheet in read.sheets] == [
        ("填报说明", None, "visible", 0),
        ("旧数据(勿用)", None, "hidden", 0),
        ("3示范应用场景", 3, "visible", 24),
        ("6数据流通", 6, "visible", 12),
    ]
    third, sixth = read.sheets[2:]
    assert third.header_rows == sixth.header_rows == (3, 4)
    assert third.skipped == ((11, "空行"), (30, "合计行"), (31, "表下说明"), (32, "表下说明"))
    errors = [(p.sheet, p.cell, p.code) for p in read.all_problems if p.severity is Severity.ERROR]
    assert errors == [("3示范应用场景", "D9", "credit-code"), ("6数据流通", "D9", "credit-code")]
    assert [(s.cell, s.stated_fen, s.computed_fen) for s in third.sums] == [("L30", 1977897597, 1974897569)]
    assert [(s.cell, s.stated_fen, s.computed_fen) for s in sixth.sums] == [("L18", 320487770, 320487852)]
    asked = [(p.sheet, p.cell, p.code) for p in read.all_problems if p.severity is Severity.ASK]
    assert asked == [("3示范应用场景", "L30", "sum-differs")]
    (wrong,) = (p.sentence for p in third.problems if p.code == "sum-differs")
    assert "相差 30,000 元" in wrong
    assert [p.cell for p in sixth.problems if p.code == "sum-rounded"] == ["L18"]
    for sheet in (third, sixth):  # every cell that was written otherwise than the template asks is noted at its place
        noted = {p.cell for p in sheet.problems if p.severity is Severity.NOTE}
        assert {"C4", "D4", "G4", "L4", "D6", "D7", "H6", "H8", "L6", "L7"} <= noted
    first = third.rows[0].facts
    assert first["单位名称"].raw.endswith("\u3000")
    assert first["单位名称"].value == first["建设主体"].value
    assert (first["实际投入(申报)"].raw, first["实际投入(申报)"].value) == ("257.681052", 257681052)
    assert third.rows[2].facts["申请金额"].value == 100_000_000  # full-width digits, in 万元
    assert {row.facts["开工日期"].value for row in third.rows} == {"2024-05-01"}
    assert all(isinstance(row.facts["统一社会信用代码"].value, str) for row in third.rows)


def test_columns_are_found_in_any_order_by_any_name(tmp_path: Path) -> None:
    headers = [
        "开工\n日期",
        "*附件目录",
        "企业 名称（盖章）",
        "信用代码",
        "申请补助金额（万元）",
        "实际投入",
        "项目名称",
        "备注",
        "序号：",
    ]
    sheet = only_sheet(
        read_filled(
            tmp_path, appended(headers, ["2024.5.1", "有", "甲公司", CODE, "84.26", "4,213,000", "项目", "加急", 1])
        )
    )
    assert faults(sheet.problems) == []
    assert sheet.columns == {
        "开工日期": "A",
        "附件目录": "B",
        "单位名称": "C",
        "统一社会信用代码": "D",
        "申请金额": "E",
        "实际投入(申报)": "F",
        "项目名称": "G",
        "序号": "I",
    }
    facts = sheet.rows[0].facts
    assert facts["申请金额"].value == 84260000
    assert facts["实际投入(申报)"].value == 421300000
    assert (facts["x:备注"].raw, facts["x:备注"].cell) == ("加急", "H2")


def test_a_bracket_that_says_the_opposite_is_no_match(tmp_path: Path) -> None:
    plan = SheetPlan(1, ("1智算券",), columns("单位名称 !统一社会信用代码 项目名称 $发票金额(不含税)"))
    headers = ["单位名称", "统一社会信用代码", "项目名称", "发票金额(含税)"]
    sheet = only_sheet(read_filled(tmp_path, appended(headers, ["甲", CODE, "乙", 1]), "1智算券", plan))
    assert "发票金额(不含税)" not in sheet.columns
    assert codes(sheet.problems) == ["missing-column"]
    assert sheet.rows[0].facts["x:发票金额(含税)"].raw == "1"
    assert sheet.rows[0].facts["发票金额(不含税)"].cell == ""


def test_one_known_name_among_several_is_the_columns(tmp_path: Path) -> None:
    headers = [*HEADERS]
    headers[2], headers[5] = "统一社会信用代码/组织机构代码", "申请金额/核定金额"
    sheet = only_sheet(read_filled(tmp_path, appended(headers, line(1))))
    assert sheet.rows[0].facts["统一社会信用代码"].value == CODE
    assert sheet.rows[0].facts["申请金额"].value is None, "an amount under two names could be either"
    assert codes(sheet.problems) == ["missing-column", "header-alias"]


def test_a_header_like_a_missing_column_is_named(tmp_path: Path) -> None:
    headers = [*HEADERS[:5], "拟申请的金额（元）", *HEADERS[6:]]
    (problem,) = only_sheet(read_filled(tmp_path, appended(headers, line(1)))).problems
    assert (
        problem.sentence
        == "缺少必填的列“申请金额”。“拟申请的金额（元）”一列如果就是，请把它的表头改为“申请金额”；否则请按模板补上这一列。"
    )


def test_missing_required_columns_are_named_once(tmp_path: Path) -> None:
    sheet = only_sheet(read_filled(tmp_path, appended(HEADERS[:-1], line(1)[:-1])))
    (problem,) = sheet.problems
    assert (problem.code, problem.severity, problem.row, problem.column) == (
        "missing-column",
        Severity.ERROR,
        0,
        "附件目录",
    )
    assert len(sheet.rows) == 1


@pytest.mark.parametrize("unit_at", ["header", "line"])
def test_the_unit_of_money(tmp_path: Path, unit_at: str) -> None:
    headers = [f"{header}(单位:万元)" if unit_at == "header" and "金额" in header else header for header in HEADERS]
    above = [["申报汇总表"], [None, None, "单位：万元"]] if unit_at == "line" else [["申报汇总表"], ["填报单位:甲"]]
    sheet = only_sheet(read_filled(tmp_path, appended(*above, headers, line(1, 421.3, 84.26))))
    facts = sheet.rows[0].facts
    assert facts["申请金额"].value == 84260000
    assert facts["实际投入(申报)"].value == (421300000 if unit_at == "line" else 42130)
    assert sheet.header_rows == (3,)


def test_a_header_of_three_rows_with_merges(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["申报汇总表"])
        sheet.append(["序号", "申报单位", None, "项目", None, None, None, "附件目录"])
        sheet.append([None, "单位名称", "统一社会信用代码", "项目名称", "金额(万元)", None, "开工日期"])
        sheet.append([None, None, None, None, "实际投入", "申请金额", None])
        for merged in ("A1:H1", "A2:A4", "B2:C2", "D2:G2", "H2:H4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"):
            sheet.merge_cells(merged)
        sheet.append(line(1, 421.3, 84.26))

    sheet = only_sheet(read_filled(tmp_path, fill))
    assert sheet.header_rows == (2, 3, 4)
    assert faults(sheet.problems) == []
    assert sheet.rows[0].facts["申请金额"].value == 84260000
    assert sheet.rows[0].facts["实际投入(申报)"].value == 421300000


def test_totals_subtotals_blanks_notes_and_repeated_headers(tmp_path: Path) -> None:
    fill = appended(
        HEADERS,
        line(1, 100, 10),
        line(2, 200, 20),
        [None, "小计", None, None, 300, 30],
        HEADERS,
        line(3, 400, 40),
        ["小计", None, None, None, 400, "40.00"],
        ["总 计：", None, None, None, 700, 71],
        [4],
        ["注:以上金额均已核对"],
        ["填表人:张某某", None, None, "审核人:李某某"],
        ["本表一式两份"],
    )
    sheet = only_sheet(read_filled(tmp_path, fill))
    assert [row.row for row in sheet.rows] == [2, 3, 6]
    assert sheet.skipped == (
        (4, "合计行"), (5, "重复的表头"), (7, "合计行"), (8, "合计行"), (9, "表下说明"), (10, "表下说明"),
        (11, "表下说明"), (12, "表下说明"),
    )  # fmt: skip
    assert [(s.cell, s.stated_fen, s.computed_fen) for s in sheet.sums] == [
        ("E4", 30000, 30000), ("F4", 3000, 3000), ("E7", 40000, 40000), ("F7", 4000, 4000),
        ("E8", 70000, 70000), ("F8", 7100, 7000),
    ]  # fmt: skip
    (problem,) = sheet.problems
    assert (problem.code, problem.cell, problem.severity) == ("sum-differs", "F8", Severity.ASK)
    assert "1.00 元" in problem.sentence


def test_rows_numbered_ahead_are_not_applications(tmp_path: Path) -> None:
    sheet = only_sheet(read_filled(tmp_path, appended(HEADERS, line(1), [2], [3])))
    assert [row.row for row in sheet.rows] == [2]
    assert sheet.skipped == ((3, "只有序号"), (4, "只有序号"))


def test_a_poor_row_inside_the_table_is_an_application_with_errors(tmp_path: Path) -> None:
    sheet = only_sheet(read_filled(tmp_path, appended(HEADERS, line(1), [2, "只填了名称的公司"], line(3))))
    assert [row.row for row in sheet.rows] == [2, 3, 4]
    assert {(p.row, p.code) for p in sheet.problems} == {(3, "missing")}
    assert len(sheet.problems) == 6


def test_a_value_merged_down_belongs_to_each_row_but_an_amount_does_not(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        appended(HEADERS, line(1), line(2), line(3))(sheet)
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("F3:F4")

    sheet = only_sheet(read_filled(tmp_path, fill))
    names = [row.facts["单位名称"].value for row in sheet.rows]
    assert names[0] == names[1] != names[2]
    assert sheet.rows[1].facts["单位名称"].cell == "B3"
    assert [row.facts["申请金额"].value for row in sheet.rows] == [84260000, None, None]
    assert [(p.cell, p.code) for p in sheet.problems] == [("F3", "merged-amount"), ("F4", "merged-amount")]


def test_a_number_and_a_year_merged_down_stand_in_each_row(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        appended(["序号", "申报年度", *HEADERS[1:]], [1, 2025, *line(1)[1:]], [None, None, *line(2)[1:]])(sheet)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    own = (
        Column("seq", "序号", ColumnType.INT, required=False),
        Column("year", "申报年度", ColumnType.INT, required=True),
    )
    plan = SheetPlan(SMALL.measure, SMALL.names, (*own, *SMALL.columns[1:]))
    sheet = only_sheet(read_filled(tmp_path, fill, plan=plan))
    assert [[row.facts[name].value for name in ("seq", "year")] for row in sheet.rows] == [[1, 2025], [1, 2025]]
    assert sheet.problems == ()


def test_hidden_rows_and_columns_are_mentioned_and_not_taken(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        appended(HEADERS, line(1), line(2))(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["A"].hidden = True

    sheet = only_sheet(read_filled(tmp_path, fill))
    assert [(p.code, p.row, p.severity) for p in sheet.problems] == [
        ("hidden-column", 0, Severity.NOTE),
        ("hidden-row", 3, Severity.NOTE),
    ]
    assert [row.row for row in sheet.rows] == [2]
    assert sheet.skipped == ((3, "隐藏的行"),)


def test_two_columns_for_one_amount_are_an_error(tmp_path: Path) -> None:
    sheet = only_sheet(read_filled(tmp_path, appended([*HEADERS, "申报金额"], [*line(1), 5])))
    (problem,) = sheet.problems
    assert (problem.code, problem.severity, problem.cell) == ("duplicate-column", Severity.ERROR, "I1")
    assert sheet.rows[0].facts["申请金额"].cell == "F2"


def test_broken_formulas_are_said_and_never_zero(tmp_path: Path) -> None:
    sheet = only_sheet(read_filled(tmp_path, appended(HEADERS, line(1, "=1/0", "=E2*0.2"))))
    assert codes(sheet.problems) == ["formula-uncached", "formula-uncached"]
    assert sheet.rows[0].facts["申请金额"].value is None


def test_a_sheet_of_another_name_is_known_by_its_headers(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(DEMO / "batch-2025-clean.xlsx")
    for sheet in book.worksheets:
        sheet.title = f"Sheet{book.index(sheet) + 1}"
    path = tmp_path / "改名.xlsx"
    book.save(path)
    assert [sheet.measure for sheet in workbook.read(path, PLANS).sheets] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", ["示范应用场景", "3.示范应用场景(观山湖区)", " 3示范应用场景"])
def test_a_sheets_name_may_be_written_loosely(tmp_path: Path, name: str) -> None:
    assert only_sheet(read_filled(tmp_path, appended(HEADERS, line(1)), name)).measure == 3


def test_sheets_that_are_nobodys(tmp_path: Path) -> None:
    read = read_filled(tmp_path, appended(["通讯录"], ["姓名", "电话"], ["张某", "1"]), "通讯录")
    assert codes(read.all_problems) == ["no-sheet", "unknown-sheet"]
    assert codes(read_filled(tmp_path, appended(["无表头"])).all_problems) == ["no-sheet", "no-header"]
    with pytest.raises(WorkbookError, match="都是空的"):
        read_filled(tmp_path, appended())


def test_rows_like_applications_without_a_header_are_not_passed_over(tmp_path: Path) -> None:
    row = [1, 2025, "贵州黔云智能01科技有限公司", "91440300708461136T", *"企业甲乙丙丁戊己"]
    (missed,) = [p for p in read_filled(tmp_path, appended(row), "Sheet3").all_problems if p.code == "no-header"]
    assert (missed.cell, missed.severity) == ("D1", Severity.ERROR)
    names = read_filled(tmp_path, appended(row[:5]), "名单").all_problems
    assert codes(names) == ["no-sheet", "unknown-sheet"], "a list of names and codes is none"


def test_an_old_workbook_is_read_the_same_way_and_says_so() -> None:
    plan = SheetPlan(3, ("3示范应用场景",), columns("单位名称 $申请金额 @成立日期 ?真实性承诺书"))
    read = workbook.read(Path(__file__).parent / "samples" / "small.xls", (plan,))
    assert codes(read.problems) == ["old-kind"]
    (row,) = read.sheets[0].rows
    assert {key: fact.value for key, fact in row.facts.items()} == {
        "单位名称": "贵州黔云智能01科技有限公司",
        "申请金额": 84260000,
        "成立日期": "2019-08-06",
        "真实性承诺书": True,
    }


def test_the_epoch_of_the_file_counts(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        appended(HEADERS, line(1))(sheet)

    fact = only_sheet(read_filled(tmp_path, fill)).rows[0].facts["开工日期"]
    assert (fact.raw, fact.value) == ("2024-05-01", "2024-05-01")


def test_stopping_while_rows_are_judged(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "3示范应用场景"
    appended(HEADERS, *(line(n) for n in range(600)))(book.worksheets[0])
    book.save(path)

    def stop(done: int, total: int, what: str = "") -> None:
        if "核对" in what:
            raise Cancelled

    with pytest.raises(Cancelled):
        workbook.read(path, (SMALL,), stop)


def test_an_unreadable_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes((DEMO / "batch-2025-clean.xlsx").read_bytes()[:20_000])
    with pytest.raises(WorkbookError, match=r"“坏\.xlsx”"):
        workbook.read(path, PLANS)


def test_the_same_bytes_give_the_same_reading() -> None:
    first, second = (workbook.read(DEMO / "batch-2025-messy.xlsx", PLANS) for _ in range(2))
    assert first == second
    assert replace(first, digest="") != first

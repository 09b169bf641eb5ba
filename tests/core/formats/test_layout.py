"""Tables where offices put them: below titles, under deep headers, several on a sheet, beside each other, half hidden."""

from __future__ import annotations

from typing import Any

import pytest

from gyga_desk.formats.layout import SheetPlan, unit_in_line
from gyga_desk.model import Severity
from tests.core.formats.drawn import CODE, HEADERS, drawn, line, only, read, told, understood, values
from tests.core.formats.plans import PLANS, columns

TITLE = ["2025年度示范应用场景申报汇总表"]


def test_title_notes_and_a_line_of_units_stand_above_the_header() -> None:
    sheet = drawn(
        TITLE,
        ["填报说明：1.请如实填写。2.不得改动表头。3.一式两份。"],
        ["填报单位(公章)：观山湖区大数据中心", None, None, None, None, "单位：万元"],
        HEADERS,
        line(1, 421.3, 84.26),
        merges=["A1:H1", "A2:H2"],
    )
    result = read(sheet)
    assert result.header_rows == (4,)
    assert values(result, "申请金额") == [84_260_000]
    assert only(result, "sheet-unit").severity is Severity.NOTE
    assert told(result) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:人民币元", "元"),
        ("（单位：亿元）", "亿元"),
        ("以上金额单位均为万元", "万元"),
        ("1.金额单位为万元;2.本表一式两份。", "万元"),
        ("货币单位：万美元", "万美元"),
        ("填报单位：元光科技有限公司", ""),
        ("申报单位：万元集团", ""),
        ("单位：元亨公司", ""),
        ("单位负责人：万元", ""),
    ],
)
def test_the_unit_in_a_line_of_words(text: str, unit: str) -> None:
    assert unit_in_line(text) == unit


def test_a_header_of_parents_and_children_is_joined_for_what_nobody_knows() -> None:
    sheet = drawn(
        ["申报单位", None, None, "项目情况", None, None, None, "其他"],
        [*HEADERS[1:], "团队规模"],
        [*line(1)[1:], 12],
        merges=["A1:C1", "D1:G1"],
    )
    result = read(sheet)
    assert result.header_rows == (1, 2)
    assert result.rows[0].facts["x:其他/团队规模"].raw == "12"


def test_parent_and_child_together_may_be_the_name() -> None:
    plan = SheetPlan(3, ("表",), columns("单位名称 !统一社会信用代码 $合同总额 $合同已付 $审计总额"))
    sheet = drawn(
        ["单位名称", "统一社会信用代码", "合同", None, "审计"],
        [None, None, "总额(万元)", "已付(元)", "总额"],
        ["甲", CODE, 12, 34, 56],
        merges=["A1:A2", "B1:B2", "C1:D1"],
        name="表",
    )
    result = read(sheet, (plan,))
    row = result.rows[0].facts
    assert [row[name].value for name in ("合同总额", "合同已付", "审计总额")] == [12_000_000, 3_400, 5_600]


def test_a_row_of_units_and_a_row_of_column_numbers_belong_to_the_header() -> None:
    units = [None, None, None, None, "万元", "元", None, None]
    result = read(drawn(HEADERS, units, [1, 2, 3, 4, 5, 6, 7, 8], line(1, 421.3, 842600)))
    assert result.header_rows == (1, 2)
    assert result.skipped == ((3, "栏次行"),)
    assert [row.row for row in result.rows] == [4]
    assert values(result, "实际投入(申报)") == [421_300_000]
    assert values(result, "申请金额") == [84_260_000]


def test_an_example_is_no_application() -> None:
    example = ["示例", *line(1)[1:]]
    result = read(drawn(HEADERS, example, line(1), line(2)))
    assert [row.row for row in result.rows] == [3, 4]
    assert result.skipped == ((2, "示例行"),)


@pytest.mark.parametrize(
    "header",
    [
        "申请金额（万元）",
        "申请 金额\n（单位：万元）",
        "*申请金额(人民币万元)",
        "5.申请金额/万元",
        "申请补助金额【万元】",
        "申请金额　万元",
        "（5）申报金额（万元，保留两位小数）",
    ],
)
def test_a_header_is_known_in_any_dress(header: str) -> None:
    result = read(drawn([*HEADERS[:5], header, *HEADERS[6:]], line(1, asked=84.26)))
    assert values(result, "申请金额") == [84_260_000]
    assert told(result) == []
    assert ("header-unit", "F1") in told(result, notes=True)


def test_people_counted_in_ten_thousands() -> None:
    plan = SheetPlan(3, ("表",), columns("单位名称 !统一社会信用代码 #服务用户数 $申请金额"))
    result = read(
        drawn(["单位名称", "统一社会信用代码", "服务用户数（万人）", "申请金额"], ["甲", CODE, 1.5, 3], name="表"),
        (plan,),
    )
    assert values(result, "服务用户数") == [15_000]
    assert ("header-unit", "C1") in told(result, notes=True)


def test_an_amount_in_foreign_money_is_a_fault_in_each_cell() -> None:
    result = read(drawn([*HEADERS[:5], "申请金额(万美元)", *HEADERS[6:]], line(1, asked=84.26)))
    assert told(result) == [("foreign-currency", "F2")]
    assert values(result, "申请金额") == [None]


def test_the_header_repeated_for_each_office() -> None:
    sheet = drawn(
        TITLE,
        ["一、云岩区"],
        HEADERS,
        line(1),
        ["小计", None, None, None, 4213000, 842600],
        [],
        ["二、南明区"],
        HEADERS,
        line(2),
        line(3),
        ["小计", None, None, None, 8426000, 1685200],
        ["合计", None, None, None, 12639000, 2527800],
        merges=["A1:H1", "A2:H2", "A7:H7"],
    )
    result = read(sheet)
    assert [row.row for row in result.rows] == [4, 9, 10]
    assert result.skipped == (
        (5, "合计行"), (6, "空行"), (7, "小标题"), (8, "重复的表头"), (11, "合计行"), (12, "合计行"),
    )  # fmt: skip
    assert [(s.cell, s.off_fen) for s in result.sums] == [
        (cell, 0) for cell in ("E5", "F5", "E11", "F11", "E12", "F12")
    ]
    assert told(result) == []


def test_a_second_table_may_have_other_columns_in_another_order_and_unit() -> None:
    second = [
        "项目名称",
        "申请金额(万元)",
        "单位名称",
        "统一社会信用代码",
        "开工日期",
        "附件目录",
        "实际投入(申报)",
        "负责部门",
    ]
    sheet = drawn(
        HEADERS,
        line(1),
        ["合计", None, None, None, 4213000, 842600],
        [],
        ["附表二"],
        second,
        ["项目2", 84.26, "乙公司", CODE, "2024.5.1", "承诺书", 4213000, "科技处"],
        ["合计", 84.26, None, None, None, None, 4213000],
    )
    result = read(sheet)
    assert [row.row for row in result.rows] == [2, 7]
    assert values(result, "申请金额") == [84_260_000, 84_260_000]
    assert [row.facts["申请金额"].cell for row in result.rows] == ["F2", "B7"]
    assert result.rows[1].facts["x:负责部门"].raw == "科技处"
    assert result.header_rows == (1, 6)
    assert [(s.cell, s.off_fen) for s in result.sums] == [("E3", 0), ("F3", 0), ("B8", 0), ("G8", 0)]
    assert told(result) == []


def test_what_a_second_table_lacks_is_said_of_that_table() -> None:
    result = read(drawn(HEADERS, line(1), [], HEADERS[1:5], ["乙公司", CODE, "项目2", 5]))
    missing = [p for p in result.problems if p.code == "missing-column"]
    assert [p.column for p in missing] == ["申请金额", "开工日期", "附件目录"]
    assert all("第 4 行" in p.sentence for p in missing)


def test_tables_side_by_side() -> None:
    sheet = drawn([*HEADERS, None, *HEADERS], [*line(1), None, *line(2)], [*line(3), None, None])
    result = read(sheet)
    assert [row.row for row in result.rows] == [2, 3, 2]
    assert values(result, "项目名称") == ["项目1", "项目3", "项目2"]
    assert result.rows[2].facts["申请金额"].cell == "O2"
    assert told(result) == []


def test_tables_of_two_measures_on_one_sheet() -> None:
    third, sixth = PLANS[2], PLANS[5]
    headers = [[c.header for c in plan.columns] for plan in (third, sixth)]
    sheet = drawn(
        ["申报汇总"], headers[0], ["x"] * len(headers[0]), [], headers[1], ["x"] * len(headers[1]), name="汇总"
    )
    results = understood(sheet, plans=PLANS)
    assert [(result.measure, [row.row for row in result.rows]) for result in results] == [(3, [3]), (6, [6])]


def test_a_title_says_whose_a_table_is() -> None:
    plans = (
        SheetPlan(1, ("智算券",), columns("单位名称 !统一社会信用代码 $金额")),
        SheetPlan(2, ("研发训练",), columns("单位名称 !统一社会信用代码 $金额")),
    )
    sheet = drawn(["2025年研发训练申报表"], ["单位名称", "统一社会信用代码", "金额"], ["甲", CODE, 5], name="Sheet1")
    assert read(sheet, plans).measure == 2


def test_section_titles_inside_a_table_are_put_aside() -> None:
    result = read(drawn(HEADERS, ["（一）云岩区"], line(1), ["（二）南明区"], line(2), merges=["A2:H2", "A4:H4"]))
    assert [row.row for row in result.rows] == [3, 5]
    assert result.skipped == ((2, "小标题"), (4, "小标题"))


def test_a_numbered_section_is_a_title_between_subtotals_too() -> None:
    total = ["小计", None, None, None, None, 842600]
    result = read(
        drawn(HEADERS, ["一、市属企业"], line(1), total, ["二、区属企业"], line(2), total, merges=["A2:H2", "A5:H5"])
    )
    assert result.skipped == ((2, "小标题"), (4, "合计行"), (5, "小标题"), (7, "合计行"))
    assert [(s.stated_fen, s.computed_fen) for s in result.sums] == [(84_260_000, 84_260_000)] * 2


def test_a_name_alone_is_a_poor_application_and_no_title() -> None:
    result = read(drawn(HEADERS, line(1), [None, "只填了名称的公司"], line(3)))
    assert [row.row for row in result.rows] == [2, 3, 4]
    assert {p.row for p in result.problems} == {3}


def test_hidden_rows_and_columns_are_listed_and_not_taken() -> None:
    sheet = drawn(
        [*HEADERS, "内部备注"],
        [*line(1), "甲"],
        [*line(2), "乙"],
        [*line(3), "丙"],
        hidden_rows=[3],
        hidden_columns=[9],
    )
    result = read(sheet)
    assert [row.row for row in result.rows] == [2, 4]
    assert result.skipped == ((3, "隐藏的行"),)
    assert not any(name.startswith("x:") for row in result.rows for name in row.facts)
    hidden = only(result, "hidden-row")
    assert (hidden.cell, hidden.severity) == ("A3", Severity.NOTE)
    assert "贵州黔云智能02科技有限公司" in hidden.raw
    assert "第 I 列" in only(result, "hidden-column").sentence
    assert told(result) == []


def test_a_required_column_that_is_hidden_is_missing_and_its_place_is_said() -> None:
    result = read(drawn(HEADERS, line(1), hidden_columns=[6]))
    problem = only(result, "missing-column")
    assert problem.severity is Severity.ERROR
    assert "F 列" in problem.sentence
    assert values(result, "申请金额") == [None]


def test_extra_columns_are_kept_each_under_a_name_of_its_own() -> None:
    result = read(drawn([*HEADERS, "说明材料", "说明材料"], [*line(1), "甲", "乙"]))
    facts = result.rows[0].facts
    assert {name: facts[name].raw for name in facts if name.startswith("x:")} == {
        "x:说明材料": "甲",
        "x:说明材料(J)": "乙",
    }


def test_aliases_are_said_at_the_header() -> None:
    result = read(drawn(["序号", "企业名称", "信用代码", *HEADERS[3:]], line(1)))
    assert told(result, notes=True) == [("header-alias", "B1"), ("header-alias", "C1")]
    assert result.problems[0].sentence == "“企业名称”一列按“单位名称”读取。"


def test_a_header_far_down_is_still_found_when_it_is_written_plainly() -> None:
    notes: list[list[Any]] = [[f"说明第{n}条，各单位应当如实填报。"] for n in range(70)]
    result = read(drawn(*notes, HEADERS, line(1)))
    assert [row.row for row in result.rows] == [72]


def test_very_many_notes_of_one_kind_are_counted_not_listed() -> None:
    rows = [[*line(n)[:6], "2024.5.1", "承诺书"] for n in range(1, 301)]
    result = read(drawn(HEADERS, *rows))
    notes = [p for p in result.problems if p.code == "date-text"]
    assert len(notes) == 201
    assert (notes[-1].row, notes[-1].cell) == (0, "G1")
    assert "100 格" in notes[-1].sentence
    assert "G301" in notes[-1].sentence

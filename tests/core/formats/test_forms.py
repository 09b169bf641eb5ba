"""One form per applicant: labels beside values, block after block, or applicants side by side."""

from __future__ import annotations

from datetime import date

import pytest

from gyga_desk.model import Severity
from tests.core.formats.drawn import CODE, Line, drawn, only, read, told, values

OTHER_CODE = "91520100MA6DKX0A5J"


def form(name: str, code: str = CODE, asked: object = 842600) -> list[Line]:
    return [
        ["单位名称", name, None, "统一社会信用代码", code],
        ["项目名称", f"{name}的项目", None, "开工日期", date(2024, 5, 1)],
        ["实际投入（申报）", 4213000, None, "申请金额", asked],
        ["附件目录", "承诺书"],
    ]


def test_one_form_on_a_sheet() -> None:
    result = read(drawn(["项目申报表"], ["基本信息"], *form("甲公司"), ["填表说明：一式两份"]))
    (row,) = result.rows
    assert row.row == 3
    assert [row.facts[name].value for name in ("单位名称", "统一社会信用代码", "申请金额", "开工日期")] == [
        "甲公司", CODE, 84_260_000, "2024-05-01",
    ]  # fmt: skip
    assert (row.facts["申请金额"].cell, row.facts["申请金额"].header) == ("E5", "申请金额")
    assert result.skipped == ((7, "表下说明"),)
    assert told(result, notes=True) == [("form", "")]
    assert result.measure == 3


def test_forms_one_below_the_other() -> None:
    result = read(drawn(*form("甲公司"), [], ["附表"], *form("乙公司"), [], *form("丙公司")))
    assert [row.row for row in result.rows] == [1, 7, 12]
    assert values(result, "单位名称") == ["甲公司", "乙公司", "丙公司"]
    assert values(result, "项目名称") == ["甲公司的项目", "乙公司的项目", "丙公司的项目"]
    assert told(result) == []


def test_labels_and_values_in_merged_cells() -> None:
    sheet = drawn(
        ["单位名称", None, "甲公司", None, "统一社会信用代码", None, CODE],
        ["项目名称", None, "项目"],
        ["实际投入", None, 421.3, "万元", "申请金额", None, "84.26万元"],
        ["开工日期", None, "2024年5月1日", None, "附件目录", None, "承诺书"],
        merges=["A1:B1", "C1:D1", "E1:F1", "A2:B2", "C2:G2", "A3:B3", "E3:F3", "A4:B4", "E4:F4"],
    )
    result = read(sheet)
    assert values(result, "实际投入(申报)") == [421_300_000]
    assert values(result, "申请金额") == [84_260_000]
    assert values(result, "开工日期") == ["2024-05-01"]
    assert told(result) == []
    assert {("header-alias", "C3"), ("amount-text", "G3"), ("date-text", "C4")} <= set(told(result, notes=True))


def test_label_and_value_in_one_cell() -> None:
    lines = [
        "单位名称：甲公司",
        f"统一社会信用代码：{CODE}",
        "项目名称: 项目",
        "实际投入：4213000",
        "申请金额（万元）：84.26",
        "附件目录：承诺书",
    ]
    result = read(drawn(*([text] for text in lines), ["开工日期：2024年5月1日"]))
    (row,) = result.rows
    assert row.facts["申请金额"].value == 84_260_000
    assert row.facts["单位名称"].value == "甲公司"
    assert told(result) == []


def test_a_line_of_units_above_a_form_counts() -> None:
    result = read(
        drawn(
            ["单位：万元"],
            *form("甲公司", asked=84.26)[:2],
            ["实际投入", 421.3, None, "申请金额", 84.26],
            ["附件目录", "承诺书"],
        )
    )
    assert values(result, "申请金额") == [84_260_000]


def test_an_empty_value_is_missing_and_its_neighbour_is_not_taken_for_it() -> None:
    lines = form("甲公司")
    lines[0] = ["单位名称", None, None, "统一社会信用代码", CODE]
    lines[2] = ["实际投入", None, "说明见附页", "申请金额", "开工"]
    result = read(drawn(*lines))
    assert values(result, "单位名称") == [None]
    assert values(result, "实际投入(申报)") == [None]
    assert ("missing", "B1") in told(result)
    assert ("money", "E3") in told(result)


def test_a_label_that_is_not_there_is_named() -> None:
    result = read(drawn(*form("甲公司")[:3]))
    problem = only(result, "missing-label")
    assert (problem.column, problem.row, problem.severity) == ("附件目录", 1, Severity.ERROR)


def test_other_labels_are_facts_beyond_the_schema() -> None:
    result = read(drawn(*form("甲公司"), ["团队规模：", 12], ["备注", "加急"]))
    facts = result.rows[0].facts
    assert facts["x:团队规模"].raw == "12"
    assert facts["x:备注"].cell == "B6"


def test_a_name_repeated_for_the_stamp_begins_no_form_and_another_name_is_a_fault() -> None:
    result = read(drawn(*form("甲公司"), ["单位名称（盖章）", "甲公司"]))
    assert values(result, "单位名称") == ["甲公司"]
    assert told(result) == []
    other = read(drawn(["项目名称", "项目"], *form("甲公司"), ["申请金额", 5]))
    assert ("label-twice", "E4") not in told(other)
    assert [p.code for p in other.problems if p.severity is Severity.ERROR] == ["label-twice", "label-twice"]


def test_problems_hold_the_form_they_stand_in() -> None:
    bad = form("乙公司", code="91440300708461136X")
    result = read(drawn(*form("甲公司"), [], *bad))
    problem = only(result, "credit-code")
    assert (problem.row, problem.cell) == (result.rows[1].row, "E6")


def test_applicants_side_by_side() -> None:
    sheet = drawn(
        ["项目", "甲", "乙", "填写说明"],
        ["单位名称", "甲公司", "乙公司", "与营业执照一致"],
        ["统一社会信用代码", CODE, OTHER_CODE, "18位"],
        ["项目名称", "项目甲", "项目乙"],
        ["实际投入", 4213000, 5],
        ["申请金额", 842600, 1],
        ["开工日期", date(2024, 5, 1), date(2024, 6, 1)],
        ["附件目录", "承诺书", "承诺书"],
    )
    result = read(sheet)
    assert values(result, "单位名称") == ["甲公司", "乙公司"]
    assert values(result, "申请金额") == [84_260_000, 100]
    assert result.rows[1].facts["申请金额"].cell == "C6"


@pytest.mark.parametrize("hidden", [3, 5])
def test_hidden_lines_of_a_form_are_said(hidden: int) -> None:
    result = read(drawn(["标题"], *form("甲公司"), hidden_rows=[hidden]))
    assert (hidden, "隐藏的行") in result.skipped
    assert only(result, "hidden-row").cell == f"A{hidden}"

"""The sheet of cost items on its way: from the workbook to its case, to the findings, and back out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.core.filled import CLEAN
from tests.headless import CLERK, OBSERVER, REVIEWER, Desk

HEADERS = [
    "统一社会信用代码",
    "事项名称",
    "费用类别",
    "支出内容",
    "收款单位",
    "合同编号",
    "发票号码",
    "发票日期",
    "付款日期",
    "金额(不含税)",
    "已付金额(不含税)",
    "其中财政资金",
]
PARTS = {
    3: ("设备费", "软件及开发费", "数据费", "算力费", "人工费", "其他费"),
    2: ("算力费", "数据费", "人工费", "软硬件费", "其他费"),
    4: (),
}
SHEETS = {2: "2研发训练", 3: "3示范应用场景", 4: "4公共服务平台"}
TITLES = {2: "大模型名称", 3: "项目名称", 4: "平台名称"}
PERIOD = {2: "建设开始日期", 3: "开工日期", 4: "建设开始日期"}
Line = list[Any]


def sample(measure: int, place: int = 0) -> dict[str, Any]:
    head, *rows = openpyxl.load_workbook(CLEAN)[SHEETS[measure]].values
    return dict(zip(map(str, head), rows[place], strict=True))


def line(row: dict[str, Any], measure: int, category: str, yuan: Any, **more: Any) -> Line:
    told = {"paid": yuan, "public": None, "on": row[PERIOD[measure]], "matter": row[TITLES[measure]], **more}
    name = f"{category}支出"
    return [
        row["统一社会信用代码"],
        told["matter"],
        category,
        name,
        "供应商",
        "HT",
        f"FP-{category}",
        told["on"],
        None,
        yuan,
        told["paid"],
        told["public"],
    ]


def all_lines(row: dict[str, Any], measure: int) -> list[Line]:
    return [line(row, measure, part, row[part]) for part in PARTS[measure] if row[part]]


def workbook(
    path: Path,
    rows: Sequence[tuple[int, dict[str, Any]]],
    lines: Sequence[Line],
    sheet: str = "投入明细",
    headers: Sequence[str] = HEADERS,
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for measure, row in rows:
        held = book[SHEETS[measure]] if SHEETS[measure] in book.sheetnames else book.create_sheet(SHEETS[measure])
        if held.max_row == 1 and held["A1"].value is None:
            held.append(list(row))
        held.append(list(row.values()))
    detail = book.create_sheet(sheet)
    detail.append(list(headers))
    for one in lines:
        detail.append(one)
    book.save(path)
    return path


def finding(desk: Desk, case: str, check: str) -> str:
    table = desk.ok("standings", "--measure", case[6], "--year", "2025")
    (found,) = (one for one in table["cases"] if one["case"] == case)
    return " ".join(w["sentence"] for w in found["why"] if w["check"] == check and w["sentence"].startswith("自动核对"))


def test_items_that_add_up_leave_nothing_to_say(office: Desk, tmp_path: Path) -> None:
    row = sample(3)
    path = workbook(tmp_path / "表.xlsx", [(3, row)], all_lines(row, 3))
    said = office.ok("import", path, who=CLERK)
    assert (said["accepted"], said["details"][0]["rows"]) == (1, len(all_lines(row, 3)))
    (case,) = office.ok("cases")
    assert [c["category"] for c in case["costs"]] == [one[2] for one in all_lines(row, 3)]
    assert sum(c["amount_fen"] for c in case["costs"]) == case["facts"]["实际投入(申报)_fen"]
    assert (finding(office, case["case"], "3.6"), finding(office, case["case"], "3.7")) == ("", "")
    again = office.ok("import", path, who=CLERK)
    assert (again["accepted"], again["unchanged"]) == (0, 1)


def test_a_difference_and_what_comes_off_are_found(office: Desk, tmp_path: Path) -> None:
    row = sample(3)
    lines = all_lines(row, 3)
    lines[0][9] += 1000
    lines[0][10] = 0
    lines[1][7], lines[1][11] = date(2019, 1, 1), 5000
    office.ok("import", workbook(tmp_path / "表.xlsx", [(3, row)], lines), who=CLERK)
    case = office.ok("cases")[0]["case"]
    assert "相差 1,000.00 元" in finding(office, case, "3.6")
    off = finding(office, case, "3.7")
    assert "1 笔未付清" in off and "1 笔发票不在建设期内" in off


def test_one_sheet_serves_three_measures(office: Desk, tmp_path: Path) -> None:
    rows = [(measure, sample(measure)) for measure in (2, 3, 4)]
    lines = [
        *all_lines(rows[0][1], 2),
        *all_lines(rows[1][1], 3),
        line(rows[2][1], 4, "设备费", rows[2][1]["建设投资额(申报)"]),
    ]
    office.ok("import", workbook(tmp_path / "表.xlsx", rows, lines), who=CLERK)
    assert {c["measure"]: len(c["costs"]) for c in office.ok("cases")} == {
        2: len(all_lines(rows[0][1], 2)),
        3: len(all_lines(rows[1][1], 3)),
        4: 1,
    }
    assert finding(office, "2025-M4-0001", "4.5") == finding(office, "2025-M2-0001", "2.6") == ""


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        (lambda one: one.__setitem__(1, "别的项目"), "detail-without-matter", "B"),
        (lambda one: one.__setitem__(0, "91520100MA6DL1AB0J"), "detail-without-case", "A"),
        (lambda one: one.__setitem__(9, "约三千"), "money", "J"),
        (lambda one: one.__setitem__(7, "去年"), "date", "H"),
        (lambda one: one.__setitem__(2, None), "missing", "C"),
    ],
)
def test_a_bad_line_holds_its_case(office: Desk, tmp_path: Path, change: Any, code: str, column: str) -> None:
    row, other = sample(3), sample(3, 1)
    lines = [*all_lines(row, 3), *all_lines(other, 3)]
    change(lines[0])
    path = workbook(tmp_path / "表.xlsx", [(3, row), (3, other)], lines)
    said = office.ok("import", path, "--accept-clean", who=CLERK, status=1)
    assert (code, f"{column}2") in [(p["code"], p["cell"]) for p in said["problems"] if p["sheet"] == "投入明细"]
    held = {c["title"] for c in office.ok("cases")}
    expected = {other["项目名称"]} if code not in ("detail-without-matter", "detail-without-case") else held
    assert held == expected


def test_messy_headers_and_names_are_understood(office: Desk, tmp_path: Path) -> None:
    row = sample(3)
    headers = [
        "税号",
        "项目名称",
        "科目",
        "摘要",
        "供应商",
        "合同编号",
        "发票号",
        "开票日期",
        "付款日期",
        "金额（元）",
        "付款金额",
        "其中财政资金",
    ]
    path = workbook(tmp_path / "表.xlsx", [(3, row)], all_lines(row, 3), "成本明细", headers)
    book = openpyxl.load_workbook(path)
    book["成本明细"].insert_rows(1, 2)
    book["成本明细"]["A1"] = "项目投入明细表"
    book["成本明细"].append(["合计", *[None] * 8, sum(one[9] for one in all_lines(row, 3))])
    book.save(path)
    office.ok("import", path, who=CLERK)
    assert len(office.ok("cases")[0]["costs"]) == len(all_lines(row, 3))


def test_items_alone_take_the_place_of_those_on_record(office: Desk, tmp_path: Path) -> None:
    row = sample(3)
    office.ok("import", workbook(tmp_path / "表.xlsx", [(3, row)], all_lines(row, 3)), who=CLERK)
    case = office.ok("cases")[0]["case"]
    office.ok("conflict", case, "none", who=REVIEWER)
    office.ok("answer", case, "3.6", "yes", "--note", "已核对", who=REVIEWER)
    office.ok("import", workbook(tmp_path / "补.xlsx", [], all_lines(row, 3)[:2]), who=CLERK)
    assert len(office.ok("cases")[0]["costs"]) == 2
    waiting = [
        w["check"]
        for one in office.ok("standings", "--measure", "3", "--year", "2025")["cases"]
        for w in one["why"]
        if w["sentence"].startswith("待核")
    ]
    assert "3.6" in waiting
    office.ok("import", workbook(tmp_path / "再.xlsx", [(3, row)], []), who=CLERK)
    assert len(office.ok("cases", who=OBSERVER)[0]["costs"]) == 2


def test_the_template_has_the_sheet_where_it_is_of_use(office: Desk, tmp_path: Path) -> None:
    for measure, there in ((None, True), ("2", True), ("3", True), ("4", True), ("6", False)):
        out = tmp_path / f"模板{measure}.xlsx"
        office.ok("template", out, *(["--measure", measure] if measure else []))
        book = openpyxl.load_workbook(out)
        assert ("投入明细" in book.sheetnames) is there
    sheet = openpyxl.load_workbook(tmp_path / "模板None.xlsx")["投入明细"]
    assert [cell.value for cell in sheet[1]] == HEADERS

"""Workbooks taken in by command: what is stored, what is held, what changes nothing, and what comes back out."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk import places
from tests.headless import CLERK, OBSERVER, REVIEWER, Desk, head, speak

SAMPLES = places.resources() / "demo"
CLEAN, MESSY, SCORES = (
    SAMPLES / "batch-2025-clean.xlsx",
    SAMPLES / "batch-2025-messy.xlsx",
    SAMPLES / "scores-2025-measure3.xlsx",
)
ROWS = {1: 12, 2: 9, 3: 24, 4: 6, 5: 26, 6: 12, 7: 5}
COUNTS = {"batch", "digest", "accepted", "held", "unchanged", "changed", "sheets", "sums", "problems"}
SHEET = {"name", "measure", "state", "header_rows", "rows", "accepted", "held", "skipped"}
PROBLEM = {"sheet", "cell", "row", "column", "code", "severity", "raw", "sentence"}

Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """The clean sample with some cells written otherwise, saved under a name."""

    def edit(change: Edit, name: str = "更正.xlsx", only: str = "") -> Path:
        book = openpyxl.load_workbook(CLEAN)
        for sheet in book.sheetnames if only else []:
            if sheet != only:
                del book[sheet]
        change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return edit


def put(sheet: str, row: int, header: str, value: object) -> Edit:
    def change(book: openpyxl.Workbook) -> None:
        held = book[sheet]
        column = next(c.column for c in held[1] if c.value == header)
        held.cell(row, column).value = value  # type: ignore[assignment]

    return change


def test_the_sample_batch_is_taken_in_whole(office: Desk) -> None:
    found = office.ok("import", CLEAN, who=CLERK)
    assert found.keys() >= COUNTS
    assert (found["accepted"], found["held"], found["unchanged"], found["changed"]) == (94, 0, 0, 0)
    assert found["digest"] == f"sha256:{hashlib.sha256(CLEAN.read_bytes()).hexdigest()}"
    assert found["batch"]
    assert {s["measure"]: (s["rows"], s["accepted"], s["held"], s["state"]) for s in found["sheets"]} == {
        m: (n, n, 0, "visible") for m, n in ROWS.items()
    }
    assert all(s.keys() >= SHEET and s["header_rows"] == [1] for s in found["sheets"])
    assert Counter(c["measure"] for c in office.ok("cases", who=OBSERVER)) == ROWS


def test_the_messy_batch_holds_what_is_wrong_and_stores_nothing(office: Desk) -> None:
    before = head(office.store)
    found = office.ok("import", MESSY, who=CLERK, status=1)
    assert head(office.store) == before
    assert (found["accepted"], found["batch"]) == (0, None)
    assert {s["measure"]: s["rows"] for s in found["sheets"] if s["measure"]} == {3: 24, 6: 12}
    assert any(s["state"] == "hidden" and not s["measure"] for s in found["sheets"])
    assert all(p.keys() >= PROBLEM and p["severity"] in {"error", "ask", "note"} for p in found["problems"])
    wrong_code = [p for p in found["problems"] if p["severity"] == "error"]
    assert {p["sheet"] for p in wrong_code} == {"3示范应用场景", "6数据流通"}
    sums = {s["sheet"]: s["stated_fen"] - s["computed_fen"] for s in found["sums"] if s["column"].startswith("申请")}
    assert (round(sums["3示范应用场景"] / 10_000), round(sums["6数据流通"] / 10_000)) == (
        300,
        0,
    )  # but for 元 rounded in cells
    assert office.ok("cases", who=OBSERVER) == []


def test_only_the_good_rows_are_stored_when_that_is_asked_for(office: Desk) -> None:
    found = office.ok("import", MESSY, "--accept-clean", who=CLERK, status=1)
    assert found["held"] > 0
    assert found["accepted"] + found["held"] == 36
    assert sum(s["accepted"] for s in found["sheets"]) == found["accepted"]
    stored = office.ok("cases", who=OBSERVER)
    assert len(stored) == found["accepted"]
    held = {(p["sheet"], p["row"]) for p in found["problems"] if p["severity"] in ("error", "ask") and p["row"]}
    assert not held & {(c["source"]["sheet"], c["source"]["row"]) for c in stored}


def test_a_dry_run_says_the_same_and_stores_nothing(office: Desk) -> None:
    before = office.store.read_bytes()
    tried = office.ok("import", CLEAN, "--dry-run", who=CLERK)
    assert (tried["accepted"], tried["batch"], [s["accepted"] for s in tried["sheets"]]) == (0, None, [0] * 7)
    assert office.store.read_bytes() == before
    done = office.ok("import", CLEAN, who=CLERK)
    assert (tried["digest"], tried["problems"], tried["sums"]) == (done["digest"], done["problems"], done["sums"])


def test_the_same_workbook_again_changes_nothing_and_says_so(filed: Desk) -> None:
    before = head(filed.store)
    said = speak("--store", filed.store, "--as", CLERK, "import", CLEAN, env=filed.secrets(CLERK))
    assert said.status == 0
    assert "没有任何改动" in said.out
    found = filed.ok("import", CLEAN, "--accept-clean", who=CLERK)
    assert (found["accepted"], found["unchanged"], found["changed"]) == (0, 94, 0)
    assert head(filed.store) == before


def test_who_may_not_import_is_refused_even_where_nothing_would_change(filed: Desk) -> None:
    filed.refused("import", CLEAN, who=REVIEWER)


def test_a_changed_row_is_counted_and_journaled_and_the_others_are_left(
    filed: Desk, edited: Callable[..., Path]
) -> None:
    book = edited(put("6数据流通", 4, "年度交易总额", 60_000_000.00))
    before = {c["case"]: c for c in filed.ok("cases", who=OBSERVER)}
    found = filed.ok("import", book, who=CLERK)
    assert (found["accepted"], found["changed"], found["unchanged"]) == (1, 1, 93)
    after = {c["case"]: c for c in filed.ok("cases", who=OBSERVER)}
    assert {k for k in before if before[k] != after[k]} == {"2025-M6-0003"}
    assert after["2025-M6-0003"]["facts"]["年度交易总额_fen"] == 6_000_000_000
    assert after["2025-M6-0003"]["source"]["file"] == book.name
    assert filed.ok("history", "--case", "2025-M6-0003", who=OBSERVER)[0]["name"] == f"导入申报表 {book.name}"
    filed.ok("undo", who=CLERK)
    assert {c["case"]: c for c in filed.ok("cases", who=OBSERVER)} == before


def test_an_answer_given_on_other_facts_is_asked_for_again(filed: Desk, edited: Callable[..., Path]) -> None:
    filed.ok("answer", "2025-M6-0003", "6.1", "yes", who=REVIEWER)
    filed.ok("import", edited(put("6数据流通", 4, "年度交易总额", 60_000_000.00)), who=CLERK)
    table = filed.ok("standings", "--measure", "6", "--year", "2025", who=OBSERVER)
    case = next(c for c in table["cases"] if c["case"] == "2025-M6-0003")
    assert "6.1" in [w["check"] for w in case["why"]]


def test_a_row_that_stands_there_twice_is_held_both_times(office: Desk, edited: Callable[..., Path]) -> None:
    def twice(book: openpyxl.Workbook) -> None:
        sheet = book["6数据流通"]
        sheet.append([c.value for c in sheet[3]])

    found = office.ok("import", edited(twice, only="6数据流通"), "--accept-clean", who=CLERK, status=1)
    held = [p for p in found["problems"] if p["code"] == "duplicate-row"]
    assert [(p["sheet"], p["row"], p["severity"]) for p in held] == [
        ("6数据流通", 3, "ask"),
        ("6数据流通", 14, "ask"),
    ]
    assert (found["held"], found["accepted"]) == (2, 11)


def test_one_matter_on_two_sheets_is_held_on_both(office: Desk, edited: Callable[..., Path]) -> None:
    def again(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book["6数据流通"])
        copy.title = "6数据流通备份"
        copy.delete_rows(4, 20)

    found = office.ok("import", edited(again, only="6数据流通"), "--accept-clean", who=CLERK, status=1)
    held = [p for p in found["problems"] if p["code"] == "duplicate-row"]
    assert [(p["sheet"], p["row"], p["severity"]) for p in held] == [
        ("6数据流通", 2, "error"), ("6数据流通备份", 2, "error"), ("6数据流通", 3, "error"), ("6数据流通备份", 3, "error"),
    ]  # fmt: skip
    assert "工作表“6数据流通备份”的 C2" in held[0]["sentence"]
    assert (found["held"], found["accepted"]) == (4, 10)


def test_of_forms_side_by_side_only_the_one_at_fault_is_held(office: Desk, edited: Callable[..., Path]) -> None:
    def turned(book: openpyxl.Workbook) -> None:
        sheet = book["7人工智能基金"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=4)]
        sheet.delete_rows(1, 20)
        for cells in zip(*rows, strict=True):
            sheet.append(cells)
        place = rows[0].index("申报年度") + 1
        sheet.cell(place, 3).value = "去年"

    found = office.ok("import", edited(turned, only="7人工智能基金"), "--dry-run", who=CLERK, status=1)
    assert [(p["cell"], p["severity"]) for p in found["problems"] if p["severity"] != "note"] == [("C2", "error")]
    assert (found["new"], found["held"]) == (2, 1)


FAULTS: list[tuple[str, str, object]] = [
    ("统一社会信用代码", "credit-code", "91520100YHGE9C0BE0"),
    ("年度交易总额", "", "很多"),
    ("年度交易总额", "", -5),
    ("申报年度", "", "去年"),
    ("属地", "", "火星区"),
    ("成立日期", "", "2025-02-30"),
    ("单位名称", "", None),
]


@pytest.mark.parametrize(("header", "code", "value"), FAULTS, ids=[f"{h}={v}" for h, _, v in FAULTS])
def test_a_cell_that_is_wrong_is_named_and_its_row_held(
    office: Desk, edited: Callable[..., Path], header: str, code: str, value: object
) -> None:
    book = edited(put("6数据流通", 5, header, value), only="6数据流通")
    found = office.ok("import", book, "--accept-clean", who=CLERK, status=1)
    told = [p for p in found["problems"] if p["severity"] == "error"]
    assert [(p["sheet"], p["row"], p["column"]) for p in told] == [("6数据流通", 5, header)]
    assert told[0]["cell"].endswith("5") and told[0]["sentence"] and (not code or told[0]["code"] == code)
    assert (found["held"], found["accepted"]) == (1, 11)


def drop(header: str) -> Edit:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["6数据流通"]
        sheet.delete_cols(next(c.column for c in sheet[1] if c.value == header))

    return change


def test_a_missing_column_is_refused_by_name_and_shown_by_a_dry_run(
    office: Desk, edited: Callable[..., Path], tmp_path: Path
) -> None:
    book = edited(drop("年度交易总额"), only="6数据流通")
    for words in ([], ["--accept-clean"]):
        said = office.refused("import", book, *words, who=CLERK)
        assert all(word in said for word in (book.name, "6数据流通", "年度交易总额"))
    found = office.ok("import", book, "--dry-run", who=CLERK, status=1)
    assert [(p["sheet"], p["column"]) for p in found["problems"] if p["code"] == "missing-column"] == [
        ("6数据流通", "年度交易总额")
    ]
    assert found["held"] == 12
    office.refused("import", book, "--report", tmp_path / "退回.xlsx", who=CLERK)
    assert (tmp_path / "退回.xlsx").exists(), "what is refused goes back with its marks"


def test_the_good_sheets_beside_a_missing_column_are_stored_when_that_is_asked_for(
    office: Desk, edited: Callable[..., Path]
) -> None:
    found = office.ok("import", edited(drop("年度交易总额")), "--accept-clean", who=CLERK, status=1)
    assert (found["accepted"], found["held"], {s["name"]: s["accepted"] for s in found["sheets"]}["6数据流通"]) == (
        82,
        12,
        0,
    )


def test_the_report_is_the_workbook_with_its_problems_marked(
    office: Desk, tmp_path: Path, edited: Callable[..., Path]
) -> None:
    out = tmp_path / "退回.xlsx"
    office.ok(
        "import",
        edited(put("6数据流通", 5, "年度交易总额", "很多"), only="6数据流通"),
        "--report",
        out,
        who=CLERK,
        status=1,
    )
    sheet = openpyxl.load_workbook(out)["6数据流通"]
    noted = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert len(noted) == 1
    cell, text = next(iter(noted.items()))
    assert sheet[cell].value == "很多" and "金额" in text


def test_a_report_goes_over_nothing_and_then_nothing_is_stored(office: Desk, tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    out.write_text("别人的")
    office.refused("import", CLEAN, "--report", out, who=CLERK)
    assert out.read_text() == "别人的"


def test_two_workbooks_are_answered_one_by_one(office: Desk, edited: Callable[..., Path]) -> None:
    first = edited(put("1智算券", 2, "序号", 1), "一.xlsx", only="1智算券")
    found = office.ok("import", first, CLEAN, who=CLERK)
    assert [(f["accepted"], f["unchanged"]) for f in found] == [(12, 0), (82, 12)]


@pytest.mark.parametrize("words", [[], ["--dry-run"]])
def test_where_one_of_two_workbooks_cannot_be_read_neither_is_stored(
    office: Desk, tmp_path: Path, words: list[str]
) -> None:
    spoilt = tmp_path / "坏.xlsx"
    spoilt.write_bytes(b"PK\x03\x04 and then nothing")
    assert spoilt.name in office.refused("import", CLEAN, spoilt, *words, who=CLERK)
    assert office.ok("cases", who=OBSERVER) == []


def test_one_report_is_not_written_for_two_workbooks(office: Desk, tmp_path: Path) -> None:
    office.refused("import", CLEAN, MESSY, "--accept-clean", "--report", tmp_path / "退回.xlsx", who=CLERK)
    assert not (tmp_path / "退回.xlsx").exists()


def test_a_running_number_taken_back_is_not_given_again(office: Desk) -> None:
    office.ok("import", CLEAN, who=CLERK)
    office.ok("undo", who=CLERK)
    assert office.ok("cases", who=OBSERVER) == []
    office.ok("import", CLEAN, who=CLERK)
    numbers = [c["case"] for c in office.ok("cases", "--measure", "7", who=OBSERVER)]
    assert numbers == [f"2025-M7-{n:04d}" for n in range(6, 11)]


def test_a_name_in_another_encoding_is_no_obstacle(office: Desk, tmp_path: Path) -> None:
    import os

    path = os.fsencode(tmp_path) + b"/" + "申报表.xlsx".encode("gb18030")
    Path(os.fsdecode(path)).write_bytes(CLEAN.read_bytes())
    assert office.ok("import", os.fsdecode(path), who=CLERK)["accepted"] == 94
    assert len(office.ok("cases", who=OBSERVER)) == 94
    assert speak("--store", office.store, "--as", OBSERVER, "history", env=office.secrets(OBSERVER)).status == 0


SCORE_COUNTS = {"cases": 24, "marks": 168, "recused": 1, "blank": 0, "problems": []}


def test_the_sample_scores_are_taken_in(office: Desk) -> None:
    office.ok("import", CLEAN, who=CLERK)
    found = office.ok("scores", "import", SCORES, who=CLERK)
    assert {k: found[k] for k in SCORE_COUNTS} == SCORE_COUNTS
    assert found["experts"] == [f"专家{n}" for n in "一二三四五六七"]


def table(path: Path, *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


BAD_SCORES: list[tuple[object, str]] = [
    ("一百", "mark-not-number"),
    (100.5, "mark-range"),
    (-1, "mark-range"),
    ("80.3", "mark-step"),
    ("NaN", "mark-not-number"),
    ("1e999", "mark-not-number"),
]


@pytest.mark.parametrize(("value", "code"), BAD_SCORES)
def test_a_mark_that_cannot_be_is_told_and_the_others_are_stored(
    filed: Desk, tmp_path: Path, value: object, code: str
) -> None:
    path = table(
        tmp_path / "评分.csv", ["项目名称", "专家八", "专家九"], ["基于大模型的智能制造示范应用01", value, 77.5]
    )
    found = filed.ok("scores", "import", path, who=CLERK, status=1)
    assert [(p["code"], p["row"], p["column"], p["raw"]) for p in found["problems"]] == [
        (code, 2, "专家八", str(value))
    ]
    totals = {s["expert"]: s["total"] for s in case_of(filed, "2025-M3-0001")["scores"]}
    assert totals["专家九"] == "77.5" and "专家八" not in totals


def case_of(desk: Desk, case: str) -> Any:
    found = desk.ok("standings", "--measure", case[6], "--year", "2025", who=OBSERVER)
    return next(c for c in found["cases"] if c["case"] == case)


def test_recusal_blank_and_zero_are_three_things(filed: Desk, tmp_path: Path) -> None:
    title = "基于大模型的智能制造示范应用01"
    path = table(tmp_path / "评分.csv", ["项目名称", "甲", "乙", "丙", "丁"], [title, "回避", "", 0, "缺席"])
    found = filed.ok("scores", "import", path, who=CLERK)
    assert (found["marks"], found["recused"], found["blank"]) == (3, 1, 1)
    held = {s["expert"]: (s["total"], s["state"]) for s in case_of(filed, "2025-M3-0001")["scores"]}
    assert (held["甲"], held["丙"], held["丁"]) == ((None, "recused"), ("0", "dropped"), (None, "absent"))
    assert "乙" not in held


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["项目名称", "甲"], ["没有的项目", 80]], "unknown-case"),
        (
            [["项目名称", "甲"], ["基于大模型的智能制造示范应用01", 80], ["基于大模型的智能制造示范应用01", 81]],
            "duplicate-row",
        ),
    ],
)
def test_lines_of_scores_without_a_case_of_their_own(
    filed: Desk, tmp_path: Path, rows: list[list[object]], code: str
) -> None:
    found = filed.ok("scores", "import", table(tmp_path / "评分.csv", *rows), who=CLERK, status=1)
    assert [p["code"] for p in found["problems"]] == [code]


@pytest.mark.parametrize("words", [["--measure", "2"], ["--measure", "9"]])
def test_scores_for_a_measure_that_has_none_are_refused(filed: Desk, words: list[str]) -> None:
    filed.refused("scores", "import", SCORES, *words, who=CLERK)


def test_a_table_without_experts_is_no_score_table(filed: Desk, tmp_path: Path) -> None:
    filed.refused("scores", "import", table(tmp_path / "评分.csv", ["项目名称", "备注"], ["甲", "乙"]), who=CLERK)
    filed.refused("scores", "import", table(tmp_path / "评分2.csv", ["名称", "专家一"], ["甲", 80]), who=CLERK)


FILLED: dict[str, object] = {
    "序号": 1, "申报年度": 2025, "单位名称": "贵州黔云智能科技有限公司", "统一社会信用代码": "915201009PUG26F69T", "单位类型": "企业",
    "注册地址": "贵州省贵阳市观山湖区数谷大道8号", "属地": "观山湖区", "成立日期": date(2019, 3, 4), "法定代表人": "赵某甲", "联系人": "钱某乙",
    "联系电话": "013800001234", "申请金额": 123456.78, "已享受同类政策": "无", "已享受金额": 0, "是否一事一议": "否",
    "信用查询日期": date(2025, 5, 6), "信用查询结果": "无不良记录", "真实性承诺书": "是", "收款户名": "贵州黔云智能科技有限公司",
    "开户银行": "贵阳示例银行", "银行账号": "5200000000000000017", "属地推荐意见": "同意推荐", "附件目录": "=营业执照;承诺书",
    "备注": "含“引号”、逗号,和;分号", "人工智能企业佐证": "软件著作权", "数据交易机构": "贵阳大数据交易所", "统计年度": 2024, "交易笔数": 3,
    "年度交易总额": 12_345_678.90, "其中关联方交易额": 0.1, "其中未付款额": 0.29, "交易凭证编号": "0007", "用于训练的大模型": "黔语1号",
    "是否使用贵州算力券抵扣": "否", "抵扣金额": 0,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_filled_into_the_template_comes_out_again_unchanged(office: Desk, tmp_path: Path, kind: str) -> None:
    form, out = tmp_path / "空白表.xlsx", tmp_path / f"导出.{kind}"
    office.ok("template", form, "--measure", "6", who=CLERK)
    book = openpyxl.load_workbook(form)
    sheet = book[next(n for n in book.sheetnames if n.startswith("6"))]
    headers = [str(c.value) for c in sheet[1]]
    assert set(headers) == FILLED.keys()
    for at, header in enumerate(headers, 1):
        cell = sheet.cell(2, at)
        cell.value = FILLED[header]  # type: ignore[assignment]
        if isinstance(FILLED[header], str):
            cell.data_type = "s"
    book.save(tmp_path / "填好.xlsx")
    found = office.ok("import", tmp_path / "填好.xlsx", who=CLERK)
    assert (found["accepted"], [p for p in found["problems"] if p["severity"] != "note"]) == (1, [])
    assert office.ok("export", out, "--measure", "6", "--reveal", "核对", who=OBSERVER) == {
        "path": str(out),
        "cases": 1,
    }
    back = exported(out)
    assert {h: plain(back[h]) for h in headers} == {h: plain(FILLED[h]) for h in headers}
    assert (back["项目编号"], back["来源文件"], back["来源工作表"], str(back["来源行"])) == (
        "2025-M6-0001",
        "填好.xlsx",
        sheet.title,
        "2",
    )


def exported(path: Path) -> dict[str, object]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return dict(next(iter(csv.DictReader(file))))
    headers, values = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))[:2]
    return dict(zip([str(h) for h in headers], values, strict=True))


def plain(value: object) -> str:
    """A cell as both kinds of file can say it; CSV marks what a spreadsheet would take for a formula."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float | int):
        return f"{Decimal(repr(value)):.2f}"
    text = str(value)
    if text.startswith("'="):
        text = text[1:]
    return f"{Decimal(text):.2f}" if text in NUMBERS else text


NUMBERS = {f"{v:.2f}" for v in FILLED.values() if isinstance(v, float | int)} | {
    str(v) for v in FILLED.values() if isinstance(v, int)
}


def test_an_export_says_the_standings_figures(filed: Desk, tmp_path: Path) -> None:
    filed.ok("export", tmp_path / "全部.xlsx", who=OBSERVER)
    book = openpyxl.load_workbook(tmp_path / "全部.xlsx")
    assert [s.max_row - 1 for s in book.worksheets] == list(ROWS.values())
    for sheet in book.worksheets:
        measure = sheet.title[0]
        wanted = {
            c["case"]: c for c in filed.ok("standings", "--measure", measure, "--year", "2025", who=OBSERVER)["cases"]
        }
        head, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            held = dict(zip(head, row, strict=True))
            case = wanted[str(held["项目编号"])]
            shown = [
                None if held[h] is None else round(Decimal(str(held[h])) * 100)
                for h in ("核算金额", "拟支持金额", "市级承担", "属地承担")
            ]
            assert shown == [case[k] for k in ("entitled_fen", "amount_fen", "city_fen", "district_fen")]
            assert held["名次"] == case["rank"]


def test_an_export_goes_over_nothing_and_a_table_of_many_measures_is_no_csv(filed: Desk, tmp_path: Path) -> None:
    filed.refused("export", tmp_path / "全部.csv", who=OBSERVER)
    (tmp_path / "有.xlsx").write_text("别人的")
    filed.refused("export", tmp_path / "有.xlsx", who=OBSERVER)
    filed.refused("export", tmp_path / "无.xlsx", "--year", "1999", who=OBSERVER)
    filed.refused("export", tmp_path / "没有" / "无.xlsx", who=OBSERVER)
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix in (".xlsx", ".csv")) == ["有.xlsx"]

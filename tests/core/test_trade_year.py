"""Measure 6 over a year: transactions beside the stated total, and one enterprise's cases together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk.errors import Refused
from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from tests.core.filled import GUIDE, SELLER, applicants, line, new_office, workbook
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, REVIEWER, Desk, answers_to_all, head, password_of

M6 = ("--measure", "6", "--year", "2025")
WAN = 1_000_000
CODES = [code for _, code in applicants(6)]


def row(who: int, total: float, trades: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "who": who,
        "年度交易总额": total,
        "交易笔数": trades,
        "统计年度": 2024,
        "申请金额": round(total / 100, 2),
        **more,
    }


def imported(
    desk: Desk,
    *rows: dict[str, Any],
    lines: list[list[Any]] | None = None,
    status: int = 0,
    name: str = "交易.xlsx",
    words: tuple[str, ...] = (),
) -> Any:
    return desk.ok("import", workbook(desk.store.with_name(name), 6, rows, lines), *words, who=CLERK, status=status)


def standing(desk: Desk, *words: str) -> dict[str, Any]:
    return {c["case"][-4:]: c for c in desk.ok("standings", *M6, *words, who=OBSERVER)["cases"]}


def counts(found: Any) -> tuple[int, ...]:
    [one] = found["details"]
    return one["rows"], one["accepted"], one["unchanged"], one["held"]


def stored(desk: Desk) -> dict[str, int]:
    db = open_reader(desk.store)
    try:
        return {case: len(lines) for case, lines in reads.trades(db).items()}
    finally:
        db.close()


# intake


def test_transactions_come_in_with_their_cases_and_bear_out_the_total(office: Desk) -> None:
    lines = [
        line(CODES[0], "HT-1", 4_000_000),
        line(CODES[1], "HT-9", 9_000_000),
        line(CODES[0], "HT-2", 2_000_000, 1_500_000),
    ]
    found = imported(office, row(0, 6_000_000, 2, 其中未付款额=500_000), row(1, 9_000_000), lines=lines)
    assert (found["accepted"], counts(found), found["problems"]) == (2, (3, 3, 0, 0), [])
    assert {s["name"]: (s["measure"], s["rows"]) for s in found["sheets"]} == {
        "6数据流通": (6, 2),
        "交易明细": (None, 3),
    }
    assert stored(office) == {"2025-M6-0001": 2, "2025-M6-0002": 1}
    case = standing(office)["0001"]
    assert case["entitled_fen"] == 550_000_000 // 100
    assert "交易明细 2024 年 2 笔合计 6,000,000.00 元，与填报一致" in [s["label"] for s in case["derivation"]]
    assert not [w for w in case["why"] if w["check"] in ("6.5", "6.6") and "自动核对" in w["sentence"]]


def test_the_transactions_are_the_base_and_the_difference_is_a_finding(office: Desk) -> None:
    lines = [
        line(CODES[0], "HT-1", 4_000_000),
        line(CODES[0], "HT-2", 1_000_000),
        line(CODES[0], "HT-3", 3_000_000, day=date(2025, 1, 1)),
    ]
    imported(office, row(0, 8_000_000, 3), lines=lines)
    case = standing(office)["0001"]
    assert case["entitled_fen"] == 0  # 500万 within the year, and not more
    why = {w["check"]: w["sentence"] for w in case["why"] if "自动核对" in w["sentence"]}
    assert (
        "1 笔共 3,000,000.00 元不在统计年度 2024 年内" in why["6.6"]
        and "填报 8,000,000.00 元" in why["6.6"]
        and "填报 3 笔" in why["6.6"]
    )
    assert "未超过 5,000,000.00 元" in why["6.4"]
    total, lines_sum = case["derivation"][:2]
    assert (total["after_fen"], lines_sum["before_fen"], lines_sum["after_fen"]) == (800 * WAN, 800 * WAN, 500 * WAN)
    assert lines_sum["label"].endswith("填报 8,000,000.00 元，相差 3,000,000.00 元，以明细为准")


def test_a_related_partys_transactions_are_left_out(office: Desk) -> None:
    lines = [
        line(CODES[0], "HT-1", 5_000_000.01),
        line(CODES[0], "HT-2", 9_000_000, related="是"),
        line(CODES[0], "HT-3", 1_000_000, seller=CODES[0], related=""),
    ]
    imported(office, row(0, 15_000_000.01, 3), lines=lines)
    case = standing(office)["0001"]
    assert case["entitled_fen"] == 500_000_001 // 100
    assert any(
        w["check"] == "6.5" and "关联方交易额：明细 10,000,000.00 元，填报 0.00 元" in w["sentence"]
        for w in case["why"]
    )


def test_the_same_file_again_changes_nothing(office: Desk) -> None:
    lines = [line(CODES[0], "HT-1", 6_000_000)]
    imported(office, row(0, 6_000_000), lines=lines)
    before = head(office.store)
    found = imported(office, row(0, 6_000_000), lines=lines, name="再报.xlsx")
    assert (found["unchanged"], counts(found), head(office.store)) == (1, (1, 0, 1, 0), before)


def test_changed_lines_change_their_case_and_its_answers_are_looked_at_again(office: Desk) -> None:
    imported(office, row(0, 6_000_000), lines=[line(CODES[0], "HT-1", 6_000_000)])
    office.ok("answer", "2025-M6-0001", "6.6", "yes", who=REVIEWER)
    assert "待核" not in waiting(office, "6.6")
    found = imported(
        office,
        row(0, 6_000_000),
        lines=[line(CODES[0], "HT-1", 6_000_000), line(CODES[0], "HT-2", 5_000_000)],
        name="更正.xlsx",
    )
    assert (found["changed"], counts(found), stored(office)) == (1, (2, 2, 0, 0), {"2025-M6-0001": 2})
    assert "待核" in waiting(office, "6.6")
    assert standing(office)["0001"]["entitled_fen"] == 11 * WAN * 100 // 100
    office.ok("undo", who=CLERK)
    assert stored(office) == {"2025-M6-0001": 1}
    assert "待核" not in waiting(office, "6.6")


def waiting(desk: Desk, check: str) -> str:
    return "".join(w["sentence"] for w in standing(desk)["0001"]["why"] if w["check"] == check)


def test_lines_may_come_alone_and_a_row_without_its_lines_leaves_them(office: Desk) -> None:
    imported(office, row(0, 6_000_000))
    found = imported(office, lines=[line(CODES[0], "HT-1", 7_000_000)], name="明细.xlsx")
    assert (found["accepted"], found["changed"], counts(found)) == (1, 0, (1, 1, 0, 0))
    assert standing(office)["0001"]["entitled_fen"] == 7 * WAN
    [case] = office.ok("cases", who=OBSERVER)
    assert case["source"]["sheet"] == "6数据流通"
    found = imported(office, row(0, 6_500_000), lines=[], name="更正.xlsx")
    assert [p["code"] for p in found["problems"]] == ["detail-absent"]
    assert (found["changed"], stored(office)) == (1, {"2025-M6-0001": 1})
    assert [t["contract_fen"] for t in office.ok("cases", who=OBSERVER)[0]["trades"]] == [700 * WAN]
    assert office.ok("cases", who=OBSERVER)[0]["facts"]["年度交易总额_fen"] == 650 * WAN
    assert standing(office)["0001"]["entitled_fen"] == 7 * WAN


def test_a_line_of_nobody_is_said_and_the_rest_stored_only_when_asked_for(office: Desk) -> None:
    lines = [line(CODES[0], "HT-1", 6_000_000), line(CODES[5], "HT-2", 1_000_000)]
    before = head(office.store)
    found = imported(office, row(0, 6_000_000), lines=lines, status=1)
    [problem] = found["problems"]
    assert (problem["code"], problem["sheet"], problem["cell"], problem["raw"]) == (
        "detail-without-case",
        "交易明细",
        "A3",
        CODES[5],
    )
    assert (head(office.store), counts(found)) == (before, (2, 0, 0, 1))
    found = imported(office, row(0, 6_000_000), lines=lines, status=1, words=("--accept-clean",))
    assert (counts(found), stored(office)) == ((2, 1, 0, 1), {"2025-M6-0001": 1})


@pytest.mark.parametrize(("bad", "code"), [
    ([CODES[0], "HT-2", "去年", "语料", "卖方", SELLER, 1, 1, 1, ""], "date"), ([CODES[0], "HT-2", date(2024, 5, 1), "语料", "卖方", SELLER, "约一百万", 1, 1, ""], "money"),
    ([CODES[0], "HT-2", date(2024, 5, 1), "语料", "卖方", SELLER, 1, None, 1, ""], "missing"), (line(CODES[0], "HT-1", 6_000_000), "duplicate-line"),
])  # fmt: skip
def test_one_bad_line_holds_its_case_whole_and_no_other(office: Desk, bad: list[Any], code: str) -> None:
    lines = [line(CODES[0], "HT-1", 6_000_000), bad, line(CODES[1], "HT-9", 9_000_000)]
    found = imported(office, row(0, 6_000_000), row(1, 9_000_000), lines=lines, status=1, words=("--accept-clean",))
    assert [p["code"] for p in found["problems"] if p["sheet"] == "6数据流通"] == ["detail-held"]
    assert any(p["row"] == 3 and code in p["code"] for p in found["problems"] if p["sheet"] == "交易明细"), found[
        "problems"
    ]
    assert (found["accepted"], found["held"], counts(found)) == (1, 1, (3, 1, 0, 2))
    assert [c["applicant"] for c in office.ok("cases", who=OBSERVER)] == [applicants(6)[1][0]]


def test_a_bad_row_holds_its_lines(office: Desk) -> None:
    found = imported(
        office,
        row(0, 6_000_000, 统计年度="去年"),
        lines=[line(CODES[0], "HT-1", 6_000_000)],
        status=1,
        words=("--accept-clean",),
    )
    assert (found["accepted"], counts(found), stored(office)) == (0, (1, 0, 0, 1), {})


def test_a_sheet_without_a_needed_column_holds_all_it_speaks_of(office: Desk) -> None:
    path = workbook(office.store.with_name("缺列.xlsx"), 6, [row(0, 6_000_000)], [line(CODES[0], "HT-1", 6_000_000)])
    book = openpyxl.load_workbook(path)
    book["交易明细"].delete_cols(8)
    book.save(path)
    found = office.ok("import", path, "--accept-clean", who=CLERK, status=1)
    assert {"missing-column", "detail-held"} <= {p["code"] for p in found["problems"]}
    assert (found["accepted"], stored(office)) == (0, {})


def test_two_years_of_one_applicant_are_told_apart_by_the_day(office: Desk) -> None:
    rows = (row(0, 6_000_000), row(0, 7_000_000, 统计年度=2025))
    lines = [line(CODES[0], "HT-1", 6_000_000), line(CODES[0], "HT-2", 7_000_000, day=date(2025, 2, 1))]
    imported(office, *rows, lines=lines)
    assert stored(office) == {"2025-M6-0001": 1, "2025-M6-0002": 1}
    found = imported(office, *rows, lines=[line(CODES[0], "HT-3", 1, day=date(2023, 2, 1))], status=1, name="错年.xlsx")
    assert [p["code"] for p in found["problems"] if p["severity"] == "error"] == ["detail-without-year"]


def test_lines_of_a_sealed_case_do_not_change(office: Desk) -> None:
    imported(office, row(0, 6_000_000), lines=[line(CODES[0], "HT-1", 6_000_000)])
    sealed(office)
    found = imported(
        office, lines=[line(CODES[0], "HT-1", 9_000_000)], status=1, name="更正.xlsx", words=("--accept-clean",)
    )
    assert [p["code"] for p in found["problems"]] == ["sealed"]
    assert (counts(found), standing(office)["0001"]["entitled_fen"]) == ((1, 0, 0, 1), 6 * WAN)


def sealed(desk: Desk) -> None:
    desk.ok("answers", "import", answers_to_all(desk, 6, desk.store.with_suffix(".csv")), who=REVIEWER)
    desk.ok("decide", "propose", *M6, who=CHAIR)
    desk.ok("decide", "seal", *M6, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)


def test_the_template_offers_the_sheet_and_takes_it_back(office: Desk, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    office.ok("template", out, "--measure", "6", who=CLERK)
    book = openpyxl.load_workbook(out)
    assert {"6数据流通", "交易明细"} <= set(book.sheetnames)
    assert next(book["交易明细"].values)[:3] == ("信用代码", "合同编号", "交易日期")
    assert any("交易明细" in str(cell.value) for cell in book["填报说明"]["A"])
    office.ok("template", tmp_path / "别的.xlsx", "--measure", "5", who=CLERK)
    assert "交易明细" not in openpyxl.load_workbook(tmp_path / "别的.xlsx").sheetnames


# one enterprise's cases of the year


def test_an_enterprise_passes_the_threshold_with_all_its_cases(office: Desk) -> None:
    imported(office, row(0, 3_000_000), row(1, 5_000_000), row(0, 2_000_000.01, 统计年度=2025))
    found = standing(office)
    assert [(found[c]["entitled_fen"], found[c]["rank"], found[c]["tied"]) for c in ("0001", "0002", "0003")] == [
        (3 * WAN, 1, False), (0, 2, False), (200_000_001 // 100, 1, False),
    ]  # fmt: skip
    assert any("本单位本年度 2 个项目合计 5,000,000.01 元" in s["label"] for s in found["0001"]["derivation"])
    office.ok("answer", "2025-M6-0003", "6.1", "no", "--note", "不属于", who=REVIEWER)
    assert standing(office)["0001"]["entitled_fen"] == 0  # what is rejected adds nothing


@pytest.mark.parametrize("rule", ["skip", "stop", "partial", "prorate"])
def test_the_cap_holds_over_an_enterprises_cases_under_every_line_rule(office: Desk, rule: str) -> None:
    others = [row(n, 60_000_000) for n in range(1, 6)]
    imported(office, row(0, 40_000_000), *others, row(0, 30_000_000, 统计年度=2025))
    table = office.ok("standings", *M6, "--rule", rule, who=OBSERVER)
    found = {c["case"][-4:]: c for c in table["cases"]}
    assert (found["0001"]["rank"], found["0007"]["rank"], table["ties"]) == (1, 1, [])
    assert found["0007"]["entitled_fen"] == 30 * WAN
    assert (found["0001"]["amount_fen"], found["0007"]["amount_fen"]) == (40 * WAN, 10 * WAN)
    assert "单位本年度上限" in "".join(s["label"] for s in found["0007"]["derivation"])
    assert sum(c["amount_fen"] for c in table["cases"]) == 300 * WAN


@pytest.mark.parametrize(("rule", "amounts"), [
    ("skip", (0, 0)), ("stop", (0, 0)), ("partial", (15 * WAN, 0)), ("prorate", (15 * 300 * WAN // 310, 10 * 300 * WAN // 310)),
])  # fmt: skip
def test_the_line_falls_on_an_enterprise_once(office: Desk, rule: str, amounts: tuple[int, int]) -> None:
    """275万 and 10万 before it leave 15万 for an enterprise of two cases worth 25万 together; 310万 are entitled to in all."""
    others = [row(n, 60_000_000 + n) for n in range(1, 6)]
    imported(office, *others, row(6, 35_000_000), row(0, 15_000_000), row(0, 10_000_000, 统计年度=2025))
    found = standing(office, "--rule", rule)
    assert sum(c["entitled_fen"] for c in found.values()) == 310 * WAN
    assert (found["0007"]["amount_fen"], found["0008"]["amount_fen"]) == amounts
    assert all(not c["tied"] for c in found.values())


def test_the_second_decision_of_a_year_counts_what_was_sealed(office: Desk) -> None:
    imported(office, row(0, 48_000_000))
    sealed(office)
    imported(office, row(0, 4_000_000, 统计年度=2025), name="第二批.xlsx")
    case = standing(office)["0002"]
    assert (case["entitled_fen"], case["amount_fen"]) == (4 * WAN, 2 * WAN)


# what a voucher has paid


def test_a_vouchers_deduction_comes_off_when_the_reviewer_says_no(office: Desk) -> None:
    imported(office, row(0, 6_000_000, 是否使用贵州算力券抵扣="是", 抵扣金额=500_000))
    office.ok("answer", "2025-M6-0001", "6.7", "no", who=REVIEWER)
    case = standing(office)["0001"]
    assert case["entitled_fen"] == 550 * WAN // 100
    assert {
        "label": "核减（6.7）500,000.00 元",
        "clause": "第八条(三)",
        "before_fen": 600 * WAN,
        "after_fen": 550 * WAN,
    } in case["derivation"]
    office.ok("answer", "2025-M6-0001", "6.7", "no", "--reduce", "800000", who=REVIEWER)
    assert standing(office)["0001"]["entitled_fen"] == 520 * WAN // 100


def test_a_line_whose_code_is_lost_belongs_to_nobody(office: Desk) -> None:
    lines = [line(CODES[0], "HT-1", 6_000_000), line(None, "HT-2", 1), line(CODES[0], "HT-3", 1_000_000)]  # type: ignore[arg-type]
    found = imported(office, row(0, 7_000_000, 2), lines=lines, status=1, words=("--accept-clean",))
    assert [(p["code"], p["row"]) for p in found["problems"]] == [("missing", 3)]
    assert (counts(found), stored(office)) == ((3, 2, 0, 1), {"2025-M6-0001": 2})


def test_a_preview_that_the_record_has_left_behind_is_not_stored(office: Desk, tmp_path: Path) -> None:
    imported(office, row(0, 6_000_000), lines=[line(CODES[0], "HT-1", 6_000_000)])
    first, second = (
        workbook(tmp_path / f"{n}.xlsx", 6, [], [line(CODES[0], "HT-1", fen)])
        for n, fen in enumerate((7_000_000, 8_000_000))
    )
    session = open_session(office.store, CLERK, password_of(CLERK))
    try:
        early = intake.preview_workbook(session.db, session.edition, first)
        assert [(case, what.before, what.after) for case, _, what in early.changed_lines()] == [
            ("2025-M6-0001", "1 笔，合同额合计 6,000,000.00 元", "1 笔，合同额合计 7,000,000.00 元"),
        ]  # fmt: skip
        intake.import_batch(session, intake.preview_workbook(session.db, session.edition, second))
        with pytest.raises(Refused, match="预览之后记录有变"):
            intake.import_batch(session, early)
    finally:
        session.close()


# equals where the pool runs out


def test_equals_at_the_pools_line_are_put_in_order_by_the_chair(tmp_path: Path) -> None:
    """Seven enterprises of 50万 for a pool of 300万 in a year whose guide stops at the line: one of the last two is left out."""
    desk = stopping(tmp_path)
    imported(desk, *(row(n, 60_000_000 + 1_000 * (n < 5)) for n in range(7)))
    desk.ok("answers", "import", answers_to_all(desk, 6, tmp_path / "a.csv"), who=REVIEWER)
    table = desk.ok("standings", *M6, who=OBSERVER)
    assert table["ties"] == ["2025-M6-0006", "2025-M6-0007"]
    desk.ok("decide", "propose", *M6, who=CHAIR)
    assert [b["code"] for b in desk("gate", *M6, who=CHAIR).json] == ["tie", "tie"]
    desk.ok("decide", "propose", *M6, "--order", "2025-M6-0007,2025-M6-0006", "--reason", "训练规模更大", who=CHAIR)
    assert desk.ok("gate", *M6, who=CHAIR) == []
    found = standing(desk)
    assert (found["0006"]["amount_fen"], found["0007"]["amount_fen"]) == (0, 50 * WAN)
    assert (found["0006"]["rank"], found["0007"]["rank"]) == (7, 6)


def stopping(tmp_path: Path) -> Desk:
    text = GUIDE.read_text(encoding="utf-8")
    assert text.count('line = "prorate"') == 1
    guide = tmp_path / "guide.toml"
    guide.write_text(text.replace('line = "prorate"', 'line = "stop"'), encoding="utf-8")
    return new_office(tmp_path / "stop.gyga", guide)

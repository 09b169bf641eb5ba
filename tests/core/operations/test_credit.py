"""Credit checks on record: one by one, from a table, and what the gate and the list make of them."""

from __future__ import annotations

import csv
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk.model import Answer
from gyga_desk.operations import local_now
from gyga_desk.operations.credit import record_credit
from gyga_desk.operations.review import answer_check
from gyga_desk.operations.session import open_session
from gyga_desk.rules.credit import Stage
from tests.headless import ADMIN, CHAIR, CLERK, MEETING, OBSERVER, REVIEWER, Desk, password_of

M3 = ("--measure", "3", "--year", "2025")


def case(number: int) -> str:
    return f"2025-M3-{number:04d}"


CHECK = {"--stage": "filing", "--platform": "信用中国", "--on": "2025-05-20", "--result": "无不良记录"}


def words(**changed: str) -> list[str]:
    return [word for pair in (CHECK | {f"--{k}": v for k, v in changed.items()}).items() for word in pair]


def record(desk: Desk, number: int, *flags: str, **changed: str) -> Any:
    return desk.ok("credit", "record", case(number), *words(**changed), *flags, who=CLERK)


def listed(desk: Desk, number: int) -> Any:
    return next(line for line in desk.ok("credit", "list", *M3, who=OBSERVER) if line["case"] == case(number))


def look(desk: Desk, number: int) -> list[str]:
    table = desk.ok("standings", *M3, who=OBSERVER)
    held = next(c for c in table["cases"] if c["case"] == case(number))
    return [w["sentence"] for w in held["why"] if w["check"] == "G6"]


def gate(desk: Desk) -> list[tuple[str, str | None]]:
    found = desk("gate", *M3, who=OBSERVER)
    return [(b["code"], b["case"]) for b in found.json]


def codes(line: Any) -> list[tuple[str, str]]:
    return [(f["code"], f["stage"]) for f in line["findings"]]


def test_what_the_application_says_counts_until_somebody_looks(reviewed: Desk) -> None:
    line = listed(reviewed, 1)
    assert line["checks"] == [
        {"stage": "filing", "platform": "申报表所列", "date": "2025-05-06", "result": "无不良记录", "clean": True}
    ]
    assert codes(line) == [("credit-missing", "notice"), ("credit-missing", "payment")]
    done = record(reviewed, 1)
    assert done == {
        "case": case(1),
        "stage": "filing",
        "platform": "信用中国",
        "date": "2025-05-20",
        "result": "无不良记录",
        "clean": True,
    }
    assert [c["platform"] for c in listed(reviewed, 1)["checks"]] == ["信用中国"]
    record(reviewed, 1, stage="notice", on="2025-07-20")
    assert codes(listed(reviewed, 1)) == [("credit-missing", "payment")]


def test_missing_later_stages_hold_no_seal_up(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert gate(reviewed) == []
    assert codes(listed(reviewed, 3)) == [("credit-missing", "notice"), ("credit-missing", "payment")]


def test_a_bad_record_is_seen_and_stands_in_the_way_until_it_is_answered(reviewed: Desk) -> None:
    record(reviewed, 3, "--bad", result="失信被执行人")
    assert codes(listed(reviewed, 3))[0] == ("credit-bad", "filing")
    assert any("信用中国 2025-05-20 查询结果为“失信被执行人”" in s for s in look(reviewed, 3))
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert gate(reviewed) == [("credit-bad", case(3))]  # the noted yes is older than the record
    reviewed.ok("answer", case(3), "G6", "yes", "--note", "一般失信，已修复，提请会议注意", who=REVIEWER)
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert gate(reviewed) == []
    reviewed.ok("answer", case(3), "G6", "no", "--note", "严重失信", who=REVIEWER)
    held = reviewed.ok("standings", *M3, who=OBSERVER)["cases"]
    assert next(c for c in held if c["case"] == case(3))["outcome"] == "rejected"
    assert ("credit-bad", case(3)) not in gate(reviewed)


def test_what_was_done_within_one_second_is_told_apart_by_the_journal(reviewed: Desk) -> None:
    second = local_now() + timedelta(days=1)
    for found in ("失信被执行人", "列入黑名单"):  # the other of the same second as the answer before it
        with closing(open_session(reviewed.store, CLERK, password_of(CLERK), lambda: second)) as clerk:
            record_credit(clerk, case(3), Stage.FILING, "信用中国", "2025-05-20", found, bad=True)
        assert ("credit-bad", case(3)) in gate(reviewed)
        with closing(open_session(reviewed.store, REVIEWER, password_of(REVIEWER), lambda: second)) as reviewer:
            answer_check(reviewer, case(3), "G6", Answer.YES, f"{found}一项已修复，提请会议注意")
        assert ("credit-bad", case(3)) not in gate(reviewed)


def test_of_two_checks_of_one_platform_within_one_second_the_later_counts(reviewed: Desk) -> None:
    second = local_now() + timedelta(days=1)
    with closing(open_session(reviewed.store, CLERK, password_of(CLERK), lambda: second)) as clerk:
        record_credit(clerk, case(3), Stage.NOTICE, "信用中国", "2025-05-20", "无", bad=False)
        record_credit(clerk, case(3), Stage.FILING, "信用中国", "2025-05-20", "失信被执行人", bad=True)
    assert ("credit-bad", case(3)) in gate(reviewed)
    with closing(open_session(reviewed.store, CLERK, password_of(CLERK), lambda: second)) as clerk:
        record_credit(clerk, case(3), Stage.NOTICE, "信用中国", "2025-05-20", "无不良记录", bad=False)
    assert ("credit-bad", case(3)) not in gate(reviewed)


def test_a_bad_record_nobody_has_answered_is_said(filed: Desk) -> None:
    record(filed, 3, "--bad", result="列入黑名单", on="2025-05-21")
    assert ("credit-bad", case(3)) in gate(filed)
    record(filed, 3, on="2025-05-22")  # the same platform again, in order now
    assert ("credit-bad", case(3)) not in gate(filed)


def test_an_old_check_is_found(reviewed: Desk) -> None:
    record(reviewed, 3, on="2025-02-28")
    assert codes(listed(reviewed, 3))[0] == ("credit-old", "filing")
    assert any("早于申报期开始（2025-03-01）" in s for s in look(reviewed, 3))


def test_after_the_seal_only_the_later_stages_are_recorded(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    assert "已封存" in reviewed.refused("credit", "record", case(3), *words(), who=CLERK)
    record(reviewed, 3, "--bad", stage="payment", on="2025-09-01", result="列入黑名单")
    line = listed(reviewed, 3)
    assert line["sealed"] and codes(line) == [("credit-missing", "notice"), ("credit-bad", "payment")]


def test_a_check_is_undone_and_a_second_one_replaces_the_first(reviewed: Desk) -> None:
    record(reviewed, 3)
    record(reviewed, 3, result="良好", on="2025-05-25")
    assert [c["date"] for c in listed(reviewed, 3)["checks"]] == ["2025-05-25"]
    reviewed.ok("undo", who=CLERK)
    assert [c["date"] for c in listed(reviewed, 3)["checks"]] == ["2025-05-20"]


REFUSED: list[tuple[int, dict[str, str], str]] = [
    (3, {"platform": " "}, CLERK),
    (3, {"result": ""}, CLERK),
    (3, {"result": "有行政处罚一条"}, CLERK),
    (3, {"on": "2025-02-30"}, CLERK),
    (3, {"on": ""}, CLERK),
    (3, {"on": "2119-01-01"}, CLERK),
    (3, {"stage": "later"}, CLERK),
    (99, {}, CLERK),
    (3, {}, CHAIR),
    (3, {}, OBSERVER),
    (3, {}, ADMIN),
]


@pytest.mark.parametrize(("number", "changed", "who"), REFUSED)
def test_half_a_check_is_refused(office: Desk, filed: Desk, number: int, changed: dict[str, str], who: str) -> None:
    filed.refused("credit", "record", case(number), *words(**changed), who=who)


def test_many_at_once_from_a_table(filed: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["项目编号", "环节", "查询平台", "查询日期", "查询结果"],
        [case(1), "受理", "信用中国", "2025-05-20", "无不良记录"],
        [case(2), "公示前", "贵州信用云", "2025年7月1日", "有行政处罚一条"],
        [case(3), "payment", "信用中国", "20250801", "无"],
        ["2025-M3-0099", "受理", "信用中国", "2025-05-20", "无"],
        [case(4), "中途", "信用中国", "2025-05-20", "无"],
        [case(5), "受理", "信用中国", "去年", "无"],
        [case(6), "受理", "信用中国", "2119-01-01", "无"],
    ]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "信用.xlsx")
    done = filed.ok("credit", "import", tmp_path / "信用.xlsx", who=REVIEWER, status=1)
    assert (done["checks"], done["bad"]) == (3, 1)
    assert sorted((p["row"], p["code"]) for p in done["problems"] if p["severity"] != "note") == [
        (5, "unknown-case"),
        (6, "unknown-stage"),
        (7, "date"),
        (8, "credit"),
    ]
    assert all(p["cell"] and p["sentence"].endswith("。") for p in done["problems"])
    assert listed(filed, 3)["checks"][-1]["date"] == "2025-08-01"
    assert ("credit-bad", "notice") in codes(listed(filed, 2))
    assert "导入信用查询" in filed.ok("history", who=OBSERVER)[0]["name"]


def test_a_table_with_nothing_good_changes_nothing(filed: Desk, tmp_path: Path) -> None:
    with (tmp_path / "信用.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["case", "stage", "platform", "date", "result"], ["无此件", "filing", "信用中国", "2025-05-20", "无"]]
        )
    done = filed.ok("credit", "import", tmp_path / "信用.csv", who=CLERK, status=1)
    assert (done["checks"], len(done["problems"])) == (0, 1)
    (tmp_path / "别的.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    filed.refused("credit", "import", tmp_path / "别的.csv", who=CLERK)
    filed.refused("credit", "import", tmp_path / "没有.csv", who=CLERK)
    filed.refused("credit", "import", tmp_path / "信用.csv", who=CHAIR)

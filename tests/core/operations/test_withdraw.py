"""A selected project withdraws after the seal: its place is freed and filled by a recorded act, and nothing sealed changes."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.store import Store, open_reader, reads
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, OTHER_CHAIR, REVIEWER, Desk

M3, M6 = ("--measure", "3", "--year", "2025"), ("--measure", "6", "--year", "2025")
ACT = ("--meeting", "评审委员会第三次会议", "--date", "2025-08-20", "--number", "评审纪要〔2025〕12号")


def case(number: int, measure: int = 3) -> str:
    return f"2025-M{measure}-{number:04d}"


def seal(desk: Desk, which: tuple[str, ...] = M3) -> Any:
    desk.ok("decide", "propose", *which, who=CLERK)
    return desk.ok("decide", "seal", *which, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)


@pytest.fixture
def sealed(reviewed: Desk) -> Desk:
    """Measure 3: ten selected; at the head of the reserve two equals, cases 8 and 9."""
    seal(reviewed)
    return reviewed


def withdraw(desk: Desk, number: int, *words: str, reason: str = "企业书面申请退出") -> Any:
    return desk.ok(
        "decide", "withdraw", case(number), "--reason", reason, "--with", OBSERVER, *words, who=CHAIR, second=OBSERVER
    )


def refused(
    desk: Desk, number: int, *words: str, reason: str = "企业书面申请退出", who: str = CHAIR, second: str = OBSERVER
) -> str:
    return desk.refused(
        "decide", "withdraw", case(number), "--reason", reason, "--with", second, *words, who=who, second=second
    )


def outcomes(desk: Desk) -> dict[str, str]:
    return {c["case"]: c["outcome"] for c in desk.ok("standings", *M3, who=OBSERVER)["cases"]}


def selected(desk: Desk) -> set[str]:
    return {c for c, o in outcomes(desk).items() if o == "selected"}


def test_the_place_goes_to_the_reserve_named_among_equals(sealed: Desk) -> None:
    before = selected(sealed)
    spent = sealed.ok("standings", *M3, who=OBSERVER)["spent_fen"]
    done = withdraw(sealed, 12, *ACT, "--replace", case(8), "--why", "与第9号同分，应用成效一项得分较高")
    assert (done["withdrawn"], done["replacement"]) == (case(12), case(8))
    addendum = done["decision"]
    assert (addendum["decision"], addendum["number"]) == ("2025-M3-D2", ACT[-1])
    assert addendum["departures"][0]["case"] == case(8)
    [came] = addendum["standing"]["cases"]
    assert (came["case"], came["outcome"], came["score"]) == (case(8), "selected", "83.00")
    assert came["amount_fen"] == came["entitled_fen"] == came["city_fen"] + came["district_fen"] > 0
    assert came["derivation"][-1]["clause"] == "第八条(一)"
    assert "2025-M3-0012 退出" in " ".join(w["sentence"] for w in came["why"])
    assert selected(sealed) == before - {case(12)} | {case(8)}
    table = sealed.ok("standings", *M3, who=OBSERVER)
    gone = next(c for c in table["cases"] if c["case"] == case(12))
    assert (gone["outcome"], gone["amount_fen"], gone["city_fen"]) == ("not_selected", 0, 0)
    assert "企业书面申请退出" in gone["why"][-1]["sentence"] and OBSERVER in gone["why"][-1]["sentence"]
    assert [c["case"] for c in table["cases"]].count(case(8)) == 1
    left = next(c for c in decisions(sealed)[0].table.cases if c.case == case(12))
    assert (left.outcome.value, left.amount_fen) == ("selected", 100000000)  # word for word as it was sealed
    assert table["spent_fen"] == spent - (left.amount_fen or 0) + came["amount_fen"]
    assert sealed.ok("verify", sealed.store)["ok"]


def decisions(desk: Desk) -> list[reads.Decision]:
    db = open_reader(desk.store)
    try:
        return reads.decisions(db, 3, 2025)
    finally:
        db.close()


def test_equals_at_the_head_of_the_reserve_want_the_chairs_reason(sealed: Desk) -> None:
    said = refused(sealed, 12, *ACT)
    assert case(8) in said and case(9) in said and "同分并列" in said
    assert "写明理由" in refused(sealed, 12, *ACT, "--replace", case(8))
    assert len(selected(sealed)) == 10


def test_the_next_comes_by_rank_and_another_one_wants_a_reason(sealed: Desk) -> None:
    withdraw(sealed, 12, *ACT, "--replace", case(8), "--why", "成效较高")
    assert "写明理由" in refused(sealed, 16, *ACT, "--replace", case(24))
    assert withdraw(sealed, 16, *ACT)["replacement"] == case(9)
    assert withdraw(sealed, 7, *ACT, "--replace", case(19), "--why", "第24号同意放弃")["replacement"] == case(19)
    assert len(selected(sealed)) == 10


def test_who_came_may_leave_too(sealed: Desk) -> None:
    withdraw(sealed, 12, *ACT, "--replace", case(8), "--why", "成效较高")
    assert withdraw(sealed, 8, *ACT)["replacement"] == case(9)
    found = outcomes(sealed)
    assert (found[case(12)], found[case(8)], found[case(9)]) == ("not_selected", "not_selected", "selected")
    assert len(selected(sealed)) == 10
    assert sealed.ok("verify", sealed.store)["ok"]


def test_a_place_may_stay_free_and_be_filled_later(sealed: Desk) -> None:
    done = withdraw(sealed, 12, "--no-replace")
    assert (done["replacement"], done["decision"]) == (None, None)
    assert len(selected(sealed)) == 9
    assert "已于" in refused(sealed, 12, "--no-replace")
    assert "项目退出" in sealed.ok("history", "--case", case(12), who=OBSERVER)[0]["name"]
    assert withdraw(sealed, 12, *ACT, "--replace", case(9), "--why", "抽签")["replacement"] == case(9)
    assert "已于" in refused(sealed, 12, *ACT)
    assert len(selected(sealed)) == 10


def test_the_papers_of_who_left_are_void_and_who_came_has_a_sheet(sealed: Desk, tmp_path: Path) -> None:
    printed = sealed.ok("print", "approval", *M3, "--out", tmp_path / "一", who=CLERK)
    withdraw(sealed, 12, *ACT, "--replace", case(8), "--why", "成效较高")
    number = next(p["paper"] for p in printed if p["case"] == case(12))
    path = next(p["path"] for p in printed if p["case"] == case(12))
    found = sealed("verify", path)
    assert found.status == 1 and "void" in [f["code"] for f in found.json["findings"]]
    code = next(p["code"] for p in printed if p["case"] == case(12))
    assert "作废" in sealed.refused("register", number, "--code", code, who=CLERK)
    assert "退出" in sealed.refused("print", "approval", case(12), *M3, "--out", tmp_path / "二", who=CLERK)
    again = sealed.ok("print", "approval", *M3, "--out", tmp_path / "三", who=CLERK)
    assert {p["case"] for p in again} == selected(sealed)
    sheet = next(p["path"] for p in again if p["case"] == case(8))
    text = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, check=True).stdout.decode()
    assert ACT[-1] in "".join(text.split()) and "成效较高" in "".join(text.split())


REFUSALS: list[tuple[int, tuple[str, ...], str, str, str]] = [
    (12, ("--no-replace",), " ", CHAIR, OBSERVER),
    (12, ("--no-replace",), "退出", CLERK, OBSERVER),
    (12, ("--no-replace",), "退出", CHAIR, CHAIR),
    (12, ("--no-replace",), "退出", CHAIR, REVIEWER),
    (12, ("--no-replace", *ACT), "退出", CHAIR, OBSERVER),
    (12, (), "退出", CHAIR, OBSERVER),
    (12, ("--meeting", "会", "--date", "昨天", "--number", "纪1"), "退出", CHAIR, OBSERVER),
    (12, (*ACT, "--replace", case(3), "--why", "已入选的"), "退出", CHAIR, OBSERVER),
    (12, (*ACT, "--replace", case(4), "--why", "低于分数线"), "退出", CHAIR, OBSERVER),
    (12, (*ACT, "--replace", "2025-M3-0099", "--why", "没有此件"), "退出", CHAIR, OBSERVER),
    (12, (*ACT, "--late-reason", "并未逾期"), "退出", CHAIR, OBSERVER),
    (8, ("--no-replace",), "没有入选的", CHAIR, OBSERVER),
    (99, ("--no-replace",), "没有此件", CHAIR, OBSERVER),
]


def test_a_withdrawal_without_its_reason_its_keys_or_its_place_is_refused(sealed: Desk) -> None:
    for number, words, reason, who, second in REFUSALS:
        refused(sealed, number, *words, reason=reason, who=who, second=second)


def test_only_sealed_places_without_a_pool_are_given_back(reviewed: Desk) -> None:
    assert "尚未封存" in refused(reviewed, 12, "--no-replace")
    seal(reviewed, M6)
    said = reviewed.refused(
        "decide",
        "withdraw",
        case(3, 6),
        "--reason",
        "退出",
        "--with",
        OBSERVER,
        "--no-replace",
        who=CHAIR,
        second=OBSERVER,
    )
    assert "重新开启" in said


def test_nobody_in_reserve_fills_no_place(reviewed: Desk) -> None:
    for number in (8, 9, 24, 19, 5, 21, 23, 1):
        reviewed.ok("answer", case(number), "3.2", "no", "--note", "不符", who=REVIEWER)
    seal(reviewed)
    assert "没有备选" in refused(reviewed, 12, *ACT)
    assert withdraw(reviewed, 12, "--no-replace")["replacement"] is None


def test_a_bad_credit_record_keeps_a_reserve_out(sealed: Desk) -> None:
    words = ("--stage", "notice", "--platform", "信用中国", "--on", "2025-08-01", "--result", "失信被执行人", "--bad")
    sealed.ok("credit", "record", case(8), *words, who=CLERK)
    said = refused(sealed, 12, *ACT, "--replace", case(8), "--why", "成效较高")
    assert "失信被执行人" in said
    assert withdraw(sealed, 12, *ACT, "--replace", case(9), "--why", "第8号失信")["replacement"] == case(9)


def test_a_withdrawal_is_not_undone_but_falls_with_its_reopened_decision(sealed: Desk) -> None:
    withdraw(sealed, 12, *ACT, "--replace", case(8), "--why", "成效较高")
    sealed.refused("undo", who=CHAIR)
    reopen = ("decide", "reopen", *M3, "--with", OTHER_CHAIR, "--reason", "递补程序有误")
    assert sealed.ok(*reopen, who=CHAIR, second=OTHER_CHAIR)["decision"] == "2025-M3-D2"
    found = outcomes(sealed)
    assert (found[case(12)], found[case(8)], len(selected(sealed))) == ("not_selected", "reserve", 9)
    assert withdraw(sealed, 12, *ACT, "--replace", case(9), "--why", "重新决定")["decision"]["decision"] == "2025-M3-D3"
    for wanted in ("2025-M3-D3", "2025-M3-D1"):
        assert sealed.ok(*reopen, who=CHAIR, second=OTHER_CHAIR)["decision"] == wanted
    table = sealed.ok("standings", *M3, who=OBSERVER)
    back = next(c for c in table["cases"] if c["case"] == case(12))
    assert back["outcome"] == "selected" and "曾于" in " ".join(w["sentence"] for w in back["why"])
    assert seal(sealed)["decision"] == "2025-M3-D4"
    assert withdraw(sealed, 12, "--no-replace")["withdrawn"] == case(12)  # and it may leave again
    assert sealed.ok("verify", sealed.store)["ok"]


# what the database itself keeps closed


def write(desk: Desk, *statements: tuple[str, tuple[object, ...]]) -> str:
    """What the database says to plain statements inside an operation of the store's own; nothing is kept."""
    store = Store.open(desk.store)
    try:
        with store.operation("外来的写入", CHAIR, "2025-08-20T09:00:00+08:00"):
            for sql, values in statements:
                store.db.execute(sql, values)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return ""
    except Exception as fault:  # noqa: BLE001 - the sentence is what is looked at
        return str(fault)
    finally:
        store.close()


GONE = "INSERT INTO withdrawal(case_id, decision, reason, at, person, second) VALUES(?, '2025-M3-D1', '退出', '2025-08-20', ?, ?)"
SEALED = """INSERT INTO sealed_case(case_id, decision, measure, year, number, outcome, amount_fen, total_fen, pool_fen)
    SELECT ?, '2025-M3-D1', 3, 2025, MAX(number) + 1, ?, ?, (SELECT total_fen FROM sealed_case WHERE measure = 3 ORDER BY number DESC LIMIT 1) + ?, NULL
    FROM sealed_case WHERE measure = 3"""
FREE = "DELETE FROM slot WHERE case_id = ?"
TAKE = "INSERT INTO slot(measure, year, number, case_id, decision) VALUES(3, 2025, ?, ?, '2025-M3-D1')"


def test_the_database_gives_up_a_slot_only_to_a_withdrawal(sealed: Desk) -> None:
    who = (CHAIR, OBSERVER)
    assert "入选名额不能改动" in write(sealed, (FREE, (case(12),)))
    assert write(sealed, (GONE, (case(12), *who)), (FREE, (case(12),))) == ""
    assert "入选名额不能改动" in write(sealed, (GONE, (case(12), *who)), (FREE, (case(16),)))
    assert "已封存的结果不能改动" in write(
        sealed, (GONE, (case(12), *who)), ("DELETE FROM sealed_case WHERE case_id = ?", (case(12),))
    )
    assert "已封存的结果不能改动" in write(
        sealed, (GONE, (case(12), *who)), ("DELETE FROM sealed_case WHERE case_id = ?", (case(8),))
    )
    assert "只有按名额入选并已封存的项目可以退出" in write(sealed, (GONE, (case(8), *who)))
    assert "CHECK" in write(sealed, (GONE, (case(12), CHAIR, CHAIR)))
    for statement in ("UPDATE withdrawal SET reason = '改'", "DELETE FROM withdrawal"):
        assert "退出的记录不能改动" in write(sealed, (GONE, (case(12), *who)), (statement, ()))
    assert "已退出的项目不能再占用名额" in write(
        sealed, (GONE, (case(12), *who)), (FREE, (case(12),)), (TAKE, (2, case(12)))
    )


DECIDED = """INSERT INTO decision SELECT '2025-M3-D2', measure, year, 2, meeting, held_on, minutes, person, second, at, edition, guide,
    edition_title, guide_title, guide_sample, journal, body, digest FROM decision"""


def test_the_database_seals_a_reserve_again_only_into_a_free_slot(sealed: Desk) -> None:
    again, take = SEALED.replace("D1", "D2"), TAKE.replace("D1", "D2")
    left = ((DECIDED, ()), (GONE, (case(12), CHAIR, OBSERVER)), (FREE, (case(12),)))
    slot = slot_of(sealed, case(12))
    assert write(sealed, *left, (take, (slot, case(8))), (again, (case(8), "selected", 5, 5))) == ""
    assert "已封存的结果不能改动" in write(sealed, (DECIDED, ()), (again, (case(8), "reserve", 0, 0)))
    assert "入选项目必须占用本年度名额" in write(sealed, *left, (again, (case(8), "selected", 5, 5)))
    assert "累计金额与前一笔不连续" in write(
        sealed, *left, (take, (slot, case(8))), (again, (case(8), "selected", 5, 4))
    )
    assert "已封存的结果不能改动" in write(sealed, *left, (take, (slot, case(8))), (again, (case(8), "awarded", 5, 5)))
    assert "已封存的结果不能改动" in write(sealed, *left, (again, (case(13), "not_selected", 0, 0)))
    assert "CHECK" in write(sealed, *left, (take, (11, case(8))))  # an eleventh number
    assert "入选名额不能改动" in write(
        sealed, *left, (take, (slot, case(8))), (take, (slot, case(9)))
    )  # one place, twice


def slot_of(desk: Desk, wanted: str) -> int:
    db: sqlite3.Connection = open_reader(desk.store)
    try:
        return int(db.execute("SELECT number FROM slot WHERE case_id = ?", (wanted,)).fetchone()[0])
    finally:
        db.close()

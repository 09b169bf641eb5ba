"""What looks across by command: how firm a list is, a year at a glance, what is due, what happened since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from gyga_desk.policy import Edition
from gyga_desk.rules.deadlines import working_days_after
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk

CASE = "2025-M3-0001"
M3 = ("--measure", "3", "--year", "2025")


def measure(desk: Desk, number: int, who: str = CLERK) -> Any:
    return next(m for m in desk.ok("overview", "--year", "2025", who=who) if m["measure"] == number)


def test_the_list_tried_again_begins_with_the_rankings_own_list(reviewed: Desk) -> None:
    found = reviewed.ok("firmness", *M3, who=CHAIR)
    table = reviewed.ok("standings", *M3, who=CHAIR)
    assert found["selected"] == [c["case"] for c in table["cases"] if c["outcome"] == "selected"]
    assert set(found["firm"]) <= set(found["selected"]) and len(found["selected"]) == 10
    ways = {t["way"] for t in found["trials"]}
    assert "expert" in ways and "mean" in ways
    experts = {s["expert"] for c in table["cases"] for s in c["scores"]}
    assert {t["subject"] for t in found["trials"] if t["way"] == "expert"} == experts


def test_where_no_score_draws_a_list_there_is_nothing_to_try(reviewed: Desk) -> None:
    assert reviewed.ok("firmness", "--measure", "6", "--year", "2025", who=CHAIR) is None


def test_who_has_still_to_mark_is_told_nothing_of_the_list(filed: Desk) -> None:
    filed.ok("undo", who=CLERK)  # the experts' totals; this year they mark in the program
    filed.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    filed.ok("marks", "give", CASE, "A1", "4", who=OTHER_REVIEWER)
    assert "请先交齐本人的评分" in filed.refused("firmness", *M3, who=REVIEWER)
    assert measure(filed, 3, REVIEWER)["expected_fen"] is None and measure(filed, 3, REVIEWER)["selected"] is None
    assert measure(filed, 3, CHAIR)["expected_fen"] is not None
    assert filed("firmness", *M3, who=CHAIR).status == 0


def test_the_stages_of_a_measure_are_all_its_cases(filed: Desk) -> None:
    for one in filed.ok("overview", "--year", "2025", who=OBSERVER):
        assert one["pending"] + one["supplement"] + one["ready"] + one["refused"] + one["sealed"] == one["cases"]
    three = measure(filed, 3)
    assert three["cases"] == three["pending"] > 0 and three["places"] == 10 and three["spent_fen"] == 0


def test_a_sealed_measure_shows_what_it_has_spent(reviewed: Desk) -> None:
    before = measure(reviewed, 6)
    assert before["ready"] + before["refused"] == before["cases"] and before["sealed"] == 0
    words = ("--measure", "6", "--year", "2025")
    reviewed.ok("decide", "propose", *words, who=CHAIR)
    reviewed.ok("decide", "seal", *words, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    after = measure(reviewed, 6)
    assert after["sealed"] == after["cases"] and after["spent_fen"] == after["expected_fen"] == before["expected_fen"]
    due = reviewed.ok("due", "--year", "2025", who=CLERK)
    assert [d["kind"] for d in due if d["kind"] == "notice"] == ["notice"]


def test_what_is_to_be_mended_is_due_ten_working_days_after_the_last_no(filed: Desk, edition: Edition) -> None:
    case = CASE
    filed.ok("conflict", case, "none", who=REVIEWER)
    standing = next(c for c in filed.ok("standings", *M3, who=OBSERVER)["cases"] if c["case"] == case)
    for check in sorted({w["check"] for w in standing["why"]}):
        filed("answer", case, check, "no", "--note", "缺原件", who=REVIEWER)
        found = [d for d in filed.ok("due", "--year", "2025", who=CLERK) if d["kind"] == "supplement"]
        if found:
            break
        filed("answer", case, check, "yes", "--note", "已核", who=REVIEWER)
    (due,) = found
    today = datetime.now().astimezone().date()
    terms = [working_days_after(today - timedelta(days=d), 10, edition.calendar) for d in (0, 1)]
    assert due["case"] == case and due["page"] == "review"
    assert any(due["on"] == t.on.isoformat() and t.how in due["sentence"] for t in terms)
    assert "10 个工作日" in due["sentence"]


def test_the_end_of_filing_is_told_until_it_is_long_past(filed: Desk) -> None:
    def filing(day: str) -> list[int]:
        return [d["left"] for d in filed.ok("due", "--year", "2025", "--on", day, who=CLERK) if d["kind"] == "filing"]

    assert (filing("2025-06-20"), filing("2025-06-30"), filing("2025-07-30"), filing("2025-07-31")) == (
        [10],
        [0],
        [-30],
        [],
    )
    assert "不对" in filed.refused("due", "--year", "2025", "--on", "6月", who=CLERK)


def test_history_can_begin_after_a_step(filed: Desk) -> None:
    whole = filed.ok("history", who=CLERK)
    assert filed.ok("history", "--since", str(whole[0]["id"]), who=CLERK) == []
    assert filed.ok("history", "--since", str(whole[1]["id"]), who=CLERK) == whole[:1]

"""Marks by rubric item on the command line: given, changed, withdrawn, and kept from the others until one's own are in."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.operations import marks
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from tests.headless import CHAIR, CLERK, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of

CASE, NEXT = "2025-M3-0001", "2025-M3-0002"
TITLE = "基于大模型的智能制造示范应用01"
M3 = ("--measure", "3", "--year", "2025")
ITEMS = {
    "A1": 5,
    "A2": 5,
    "A3": 5,
    "B1": 10,
    "B2": 5,
    "B3": 5,
    "C1": 15,
    "C2": 10,
    "C3": 5,
    "D1": 10,
    "D2": 10,
    "E1": 5,
    "E2": 5,
    "F1": 5,
}


@pytest.fixture
def unscored(filed: Desk) -> Desk:
    """The sample batch without the sample scores."""
    filed.ok("undo", who=CLERK)
    return filed


def mark_all(desk: Desk, who: str, less: int = 1, case: str = CASE) -> None:
    """Every item marked in that person's name."""
    desk.ok("conflict", case, "none", who=who)
    session = open_session(desk.store, who, password_of(who))
    for item, full in ITEMS.items():
        marks.give_mark(session, case, item, str(full - less))
    session.close()


def sheet(desk: Desk, who: str, expert: str, case: str = CASE) -> dict[str, Any] | None:
    [found] = desk.ok("marks", "list", *M3, "--case", case, who=who)
    return next((e for e in found["experts"] if e["expert"] == expert), None)


def standing(desk: Desk, who: str, case: str = CASE) -> dict[str, Any]:
    return next(c for c in desk.ok("standings", *M3, who=who)["cases"] if c["case"] == case)


def table(path: Path, *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_no_mark_before_the_declaration_and_none_after_an_interest(unscored: Desk) -> None:
    assert "尚未声明" in unscored.refused("marks", "give", CASE, "A1", "4.5", who=REVIEWER)
    unscored.ok("conflict", CASE, "declared", "--reason", "曾任顾问", who=REVIEWER)
    assert "已回避" in unscored.refused("marks", "give", CASE, "A1", "4.5", who=REVIEWER)
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    found = unscored.ok("marks", "give", CASE, "a1", "4.5", "--note", "需求真实", who=REVIEWER)
    assert (found["points"], found["total"]) == ("4.5", None)


def test_marks_are_given_changed_and_taken_back_and_undone(unscored: Desk) -> None:
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    unscored.ok("marks", "give", CASE, "A1", "4.5", "--note", "需求真实", who=REVIEWER)
    unscored.ok("marks", "give", CASE, "A1", "3", who=REVIEWER)
    found = sheet(unscored, REVIEWER, REVIEWER)
    assert found is not None
    assert (found["state"], found["total"], len(found["missing"])) == ("missing", None, 13)
    assert [(i["item"], i["points"], i["by"]) for i in found["items"]] == [("A1", "3", REVIEWER)]
    unscored.ok("undo", who=REVIEWER)
    found = sheet(unscored, REVIEWER, REVIEWER)
    assert found is not None
    assert found["items"][0] == {"item": "A1", "state": "given", "points": "4.5", "note": "需求真实", "by": REVIEWER}
    assert unscored.ok("marks", "withdraw", CASE, "A1", who=REVIEWER)["withdrawn"] == 1
    assert sheet(unscored, REVIEWER, REVIEWER) is None
    assert "没有可以撤回" in unscored.refused("marks", "withdraw", CASE, "A1", who=REVIEWER)
    assert "没有可以撤回" in unscored.refused("marks", "withdraw", CASE, "Z9", who=REVIEWER)


@pytest.mark.parametrize(
    ("item", "points", "said"),
    [
        ("A1", "5.5", "不在 0 至 5 分之间"),
        ("A1", "-1", "不在 0 至 5 分之间"),
        ("A1", "4.25", "不是 0.5 分的整倍数"),
        ("A1", "优", "不是分数"),
        ("Z9", "1", "没有评分项“Z9”"),
    ],
)
def test_points_that_cannot_be_are_refused(unscored: Desk, item: str, points: str, said: str) -> None:
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    assert said in unscored.refused("marks", "give", CASE, item, "--", points, who=REVIEWER)


@pytest.mark.parametrize("who", [CLERK, CHAIR, OBSERVER])
def test_who_does_not_mark(unscored: Desk, who: str) -> None:
    assert "请由审核员办理" in unscored.refused("marks", "give", CASE, "A1", "4", who=who)


def test_a_measure_that_is_not_scored_takes_no_marks(unscored: Desk) -> None:
    assert "措施6不评分" in unscored.refused("marks", "give", "2025-M6-0001", "A1", "4", who=REVIEWER)
    assert "措施6不评分" in unscored.refused("marks", "rubric", "--measure", "6", who=REVIEWER)
    assert "措施6不评分" in unscored.refused("marks", "list", "--measure", "6", "--year", "2025", who=REVIEWER)
    assert "没有编号为" in unscored.refused("marks", "list", *M3, "--case", "2025-M3-9999", who=REVIEWER)


def test_a_full_sheet_has_a_total_and_stands_in_the_standing_with_its_items(unscored: Desk) -> None:
    mark_all(unscored, REVIEWER)
    found = standing(unscored, OBSERVER)["scores"]
    assert found == [
        {"expert": REVIEWER, "total": "86", "state": "counted", "items": {i: str(p - 1) for i, p in ITEMS.items()}}
    ]
    own = sheet(unscored, REVIEWER, REVIEWER)
    assert own is not None
    assert (own["state"], own["total"], own["missing"]) == ("given", "86", [])


def test_what_others_gave_is_hidden_until_ones_own_are_in(unscored: Desk) -> None:
    mark_all(unscored, REVIEWER)
    unscored.ok("marks", "opinion", CASE, "同意支持", who=REVIEWER)
    unscored.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    unscored.ok("marks", "give", CASE, "A1", "2", who=OTHER_REVIEWER)
    [found] = unscored.ok("marks", "list", *M3, "--case", CASE, who=OTHER_REVIEWER)
    assert found["hidden"] and [e["expert"] for e in found["experts"]] == [OTHER_REVIEWER]
    veiled, open_one = standing(unscored, OTHER_REVIEWER), standing(unscored, CHAIR)
    assert [s["expert"] for s in veiled["scores"]] == [OTHER_REVIEWER]
    assert {s["expert"] for s in open_one["scores"]} == {REVIEWER, OTHER_REVIEWER}
    assert "本人评分交齐之前" in veiled["why"][-1]["sentence"]
    mark_all(unscored, OTHER_REVIEWER, less=2)
    [found] = unscored.ok("marks", "list", *M3, "--case", CASE, who=OTHER_REVIEWER)
    assert not found["hidden"] and {e["expert"] for e in found["experts"]} == {REVIEWER, OTHER_REVIEWER}
    assert next(e["opinion"] for e in found["experts"] if e["expert"] == REVIEWER) == "同意支持"
    assert standing(unscored, OTHER_REVIEWER) == standing(unscored, CHAIR)


def test_who_abstains_has_said_their_say_and_who_is_recused_sees_nothing(unscored: Desk) -> None:
    mark_all(unscored, REVIEWER)
    unscored.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    assert "须写明理由" in unscored.refused("marks", "abstain", CASE, who=OTHER_REVIEWER)
    unscored.ok("marks", "abstain", CASE, "--reason", "不熟悉本领域", who=OTHER_REVIEWER)
    assert standing(unscored, OTHER_REVIEWER) == standing(unscored, CHAIR)
    found = sheet(unscored, CHAIR, OTHER_REVIEWER)
    assert found is not None and (found["state"], found["reason"], found["total"]) == ("absent", "不熟悉本领域", None)
    assert "已对" in unscored.refused("marks", "give", CASE, "A1", "2", who=OTHER_REVIEWER)
    assert unscored.ok("marks", "withdraw", CASE, who=OTHER_REVIEWER)["withdrawn"] == 1
    assert "须写明理由" in unscored.refused("marks", "recuse", CASE, who=OTHER_REVIEWER)
    unscored.ok("marks", "recuse", CASE, "--reason", "亲属任职", who=OTHER_REVIEWER)
    assert [s["expert"] for s in standing(unscored, OTHER_REVIEWER)["scores"]] == [OTHER_REVIEWER]
    assert {s["expert"]: s["state"] for s in standing(unscored, CHAIR)["scores"]}[OTHER_REVIEWER] == "recused"
    unscored.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    assert sheet(unscored, CHAIR, OTHER_REVIEWER) is None


def test_an_interest_declared_after_marking_takes_the_marks_out_and_keeps_them(unscored: Desk) -> None:
    mark_all(unscored, REVIEWER)
    unscored.ok("marks", "recuse", CASE, "--reason", "亲属任职", who=REVIEWER)
    [total] = standing(unscored, CHAIR)["scores"]
    assert (total["state"], total["total"]) == ("recused", "86")
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    assert standing(unscored, CHAIR)["scores"][0]["state"] == "counted"


def test_ranks_and_results_wait_for_the_last_case_and_come_with_the_seal(unscored: Desk) -> None:
    """Another expert's marks on one case hide the ranks of all; without any item everything is shown."""
    unscored.ok("scores", "import", Path(__file__).parents[2] / "resources/demo/scores-2025-measure3.xlsx", who=CLERK)
    assert unscored.ok("standings", *M3, who=OTHER_REVIEWER) == unscored.ok("standings", *M3, who=CHAIR)
    mark_all(unscored, REVIEWER, case=NEXT)
    veiled, whole = unscored.ok("standings", *M3, who=OTHER_REVIEWER), unscored.ok("standings", *M3, who=CHAIR)
    assert {c["rank"] for c in veiled["cases"]} == {None}
    assert {c["amount_fen"] for c in veiled["cases"]} == {None}
    assert any(c["rank"] for c in whole["cases"])
    by_case = {c["case"]: c for c in veiled["cases"]}
    assert by_case[CASE]["score"] is not None and by_case[NEXT]["score"] is None and by_case[NEXT]["scores"] == []
    assert veiled["digest"] != whole["digest"]
    assert unscored.ok("standings", *M3, who=REVIEWER) == whole


def test_the_chair_strikes_and_restores_and_the_note_stays(unscored: Desk) -> None:
    mark_all(unscored, REVIEWER)
    unscored.ok("marks", "give", CASE, "F1", "5", "--note", "合规", who=REVIEWER)
    assert "须写明理由" in unscored.refused("marks", "strike", CASE, REVIEWER, who=CHAIR)
    unscored.ok("marks", "strike", CASE, REVIEWER, "--reason", "未签字", who=CHAIR)
    found = sheet(unscored, CHAIR, REVIEWER)
    assert found is not None and (found["state"], found["reason"]) == ("struck", "未签字")
    assert {i["by"] for i in found["items"]} == {REVIEWER}
    assert "已由主任剔除" in unscored.refused("marks", "give", CASE, "A1", "1", who=REVIEWER)
    unscored.ok("marks", "restore", CASE, REVIEWER, who=CHAIR)
    found = sheet(unscored, CHAIR, REVIEWER)
    assert found is not None and (found["state"], found["reason"]) == ("given", None)
    assert next(i["note"] for i in found["items"] if i["item"] == "F1") == "合规"
    assert "没有可以处理" in unscored.refused("marks", "restore", CASE, REVIEWER, who=CHAIR)


def test_an_opinion_is_written_and_taken_away(unscored: Desk) -> None:
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    unscored.ok("marks", "opinion", CASE, " 成效显著 ", who=REVIEWER)
    found = sheet(unscored, CHAIR, REVIEWER)
    assert found is not None and found["opinion"] == "成效显著"
    unscored.ok("marks", "opinion", CASE, "", who=REVIEWER)
    assert sheet(unscored, CHAIR, REVIEWER) is None


def test_ones_own_marks_take_the_place_of_an_imported_total(unscored: Desk, tmp_path: Path) -> None:
    path = table(tmp_path / "评分.csv", ["项目名称", REVIEWER], [TITLE, 90])
    unscored.ok("scores", "import", path, who=CLERK)
    assert standing(unscored, CHAIR)["scores"][0]["total"] == "90"
    unscored.ok("conflict", CASE, "none", who=REVIEWER)
    unscored.ok("marks", "give", CASE, "A1", "5", who=REVIEWER)
    assert standing(unscored, CHAIR)["scores"][0] == {
        "expert": REVIEWER,
        "total": None,
        "state": "absent",
        "items": {"A1": "5"},
    }
    found = unscored.ok("scores", "import", path, who=CLERK, status=1)
    assert [p["code"] for p in found["problems"]] == ["own-marks"]


def test_the_rubric_is_shown_with_its_anchors_and_its_clause(unscored: Desk) -> None:
    found = unscored.ok("marks", "rubric", "--measure", "3", who=REVIEWER)
    assert {i["item"]: i["points"] for i in found["items"]} == {i: str(p) for i, p in ITEMS.items()}
    assert (found["clause"], found["step"], found["floor"], found["spread"]) == ("样例指南第三项", "0.5", "70.00", "20")
    assert all(i["anchor"] and i["group"] for i in found["items"])


def test_a_sealed_case_takes_no_more_marks(reviewed: Desk) -> None:
    reviewed.ok("conflict", CASE, "none", who=OTHER_REVIEWER)
    reviewed.ok("decide", "propose", *M3, who=CHAIR)
    reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, "--meeting", "评审会", "--date", "2025-07-15", "--number", "纪要1号", who=CHAIR, second=OBSERVER)  # fmt: skip
    assert "已封存" in reviewed.refused("marks", "give", CASE, "A1", "5", who=OTHER_REVIEWER)
    assert "已封存" in reviewed.refused("marks", "strike", CASE, "专家一", "--reason", "迟了", who=CHAIR)


HEAD = ["项目名称", "专家", *ITEMS, "合计", "评审意见"]
FULL = [str(p - 1) for p in ITEMS.values()]


def test_a_table_of_items_is_taken_in_and_its_sum_checked(unscored: Desk, tmp_path: Path) -> None:
    path = table(
        tmp_path / "逐项.csv", HEAD,
        [TITLE, "专家一", *FULL, 86, "同意"],
        [TITLE, "专家二", *FULL, 88, "合计不符"],
        [TITLE, "专家三", "", *FULL[1:], "", ""],
        [TITLE, "专家四", *["回避"] * 14, "", ""],
        [TITLE, "专家五", "弃权", *[""] * 13, "", ""],
        [TITLE, "专家六", "5.5", "4.3", *FULL[2:-1], "优", "", ""],
        [TITLE, "专家七", "", *FULL[1:], 82, ""],
        [TITLE, "专家一", *FULL, "", ""],
        [TITLE, "", *FULL, "", ""],
        ["没有这个项目", "专家一", *FULL, "", ""],
        [TITLE, "专家八", *FULL, "很多", ""],
    )  # fmt: skip
    found = unscored.ok("scores", "import", path, who=CLERK, status=1)
    assert [(p["cell"], p["code"]) for p in found["problems"]] == [
        ("Q3", "marks-sum"), ("C7", "mark-range"), ("D7", "mark-step"), ("P7", "mark-not-number"), ("Q8", "marks-sum"),
        ("B9", "duplicate-row"), ("B10", "no-expert"), ("A11", "unknown-case"), ("Q12", "mark-not-number"),
    ]  # fmt: skip
    assert all("。" in p["sentence"] for p in found["problems"])
    assert "88" in found["problems"][0]["sentence"] and "86" in found["problems"][0]["sentence"]
    scores = {s["expert"]: s for s in standing(unscored, CHAIR)["scores"]}
    assert {e: (s["state"], s["total"]) for e, s in scores.items()} == {
        "专家一": ("counted", "86"), "专家三": ("absent", None), "专家四": ("recused", None), "专家五": ("absent", None), "专家六": ("absent", None),
    }  # fmt: skip
    opinion = sheet(unscored, CHAIR, "专家一")
    assert opinion is not None and opinion["opinion"] == "同意"
    assert found["recused"] == 1


def test_names_of_items_and_sums_of_groups_are_known(unscored: Desk, tmp_path: Path) -> None:
    head = ["项目编号", "项目名称", "痛点真实且典型", "A2 领域契合度", "A3 经济社会意义（5分）", "A 场景需求与价值"]
    good = table(tmp_path / "一.csv", head, [CASE, TITLE, 5, 4, 3, 12])
    assert "没有“专家”列" in unscored.refused("scores", "import", good, who=CLERK)
    found = unscored.ok("scores", "import", good, "--expert", "专家一", who=CLERK)
    assert (found["marks"], found["blank"]) == (3, 11)
    bad = table(tmp_path / "二.csv", head, [CASE, TITLE, 5, 4, 3, 13])
    found = unscored.ok("scores", "import", bad, "--expert", "专家二", who=CLERK, status=1)
    assert [(p["cell"], p["code"]) for p in found["problems"]] == [("F2", "marks-sum")]
    assert found["marks"] == 0


def test_items_and_a_total_of_one_expert_take_each_others_place(unscored: Desk, tmp_path: Path) -> None:
    unscored.ok("scores", "import", table(tmp_path / "一.csv", HEAD, [TITLE, "专家一", *FULL, 86, ""]), who=CLERK)
    unscored.ok("scores", "import", table(tmp_path / "二.csv", ["项目名称", "专家一"], [TITLE, 70]), who=CLERK)
    assert standing(unscored, CHAIR)["scores"] == [{"expert": "专家一", "total": "70", "state": "counted"}]
    unscored.ok("scores", "import", table(tmp_path / "三.csv", HEAD, [TITLE, "专家一", *FULL, 86, ""]), who=CLERK)
    assert standing(unscored, CHAIR)["scores"][0]["total"] == "86"
    db = open_reader(unscored.store)
    assert "total" not in {m.item for m in reads.marks(db, 3, 2025, CASE)}
    db.close()


def test_a_table_neither_undoes_a_strike_nor_speaks_for_the_recused(unscored: Desk, tmp_path: Path) -> None:
    path = table(tmp_path / "评分.csv", ["项目名称", "专家一", REVIEWER], [TITLE, 80, 81])
    unscored.ok("scores", "import", path, who=CLERK)
    unscored.ok("marks", "strike", CASE, "专家一", "--reason", "未签字", who=CHAIR)
    unscored.ok("conflict", CASE, "declared", "--reason", "亲属任职", who=REVIEWER)
    found = unscored.ok("scores", "import", path, who=CLERK, status=1)
    assert [(p["cell"], p["code"]) for p in found["problems"]] == [("B2", "struck"), ("C2", "recused")]
    assert {s["expert"]: s["state"] for s in standing(unscored, CHAIR)["scores"]} == {
        "专家一": "struck",
        REVIEWER: "recused",
    }

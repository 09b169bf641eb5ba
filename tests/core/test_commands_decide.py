"""Answers, declarations, the gate, and the committee's act with its two keys, by command."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk import places
from gyga_desk.errors import Refused
from gyga_desk.operations.decide import propose
from gyga_desk.operations.session import open_session
from tests.headless import (
    ADMIN,
    CHAIR,
    CLERK,
    MEETING,
    OBSERVER,
    OTHER_CHAIR,
    OTHER_REVIEWER,
    PEOPLE,
    REVIEWER,
    Desk,
    answers_to_all,
    head,
    password_of,
)

CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
M3, M6 = ("--measure", "3", "--year", "2025"), ("--measure", "6", "--year", "2025")
IN_RANK_ORDER = [3, 12, 16, 7, 11, 14, 2, 10, 15, 22, 8, 9]


def case(number: int, measure: int = 3) -> str:
    return f"2025-M{measure}-{number:04d}"


def select(*numbers: int) -> list[str]:
    return [word for n in numbers for word in ("--select", case(n))]


def standing(desk: Desk, case_id: str) -> Any:
    table = desk.ok("standings", "--measure", case_id[6], "--year", "2025", who=OBSERVER)
    return next(c for c in table["cases"] if c["case"] == case_id)


def codes(desk: Desk, measure: int, status: int = 1) -> dict[str, set[str | None]]:
    """The gate's blockers by code with their cases."""
    found: dict[str, set[str | None]] = {}
    for blocker in desk.ok("gate", "--measure", str(measure), "--year", "2025", who=OBSERVER, status=status):
        assert blocker.keys() == {"code", "case", "sentence", "who", "page"}
        assert blocker["sentence"] and blocker["who"] and blocker["page"]
        found.setdefault(blocker["code"], set()).add(blocker["case"])
    return found


@pytest.fixture
def sealed(reviewed: Desk) -> Desk:
    """Measure 3 sealed in rank order by the chair and the observer."""
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    return reviewed


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: list[object], name: str = "表.csv") -> Path:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write


# answers and declarations


@pytest.mark.parametrize("said", ["yes", "no", "na", "pending"])
def test_an_answer_is_taken_with_its_note(filed: Desk, said: str) -> None:
    answer = filed.ok("answer", case(1), "3.2", said, "--note", "见第12页", who=REVIEWER)
    assert answer == {"case": case(1), "check": "3.2", "answer": said}
    found = standing(filed, case(1))
    assert found["outcome"] == ("rejected" if said == "no" else "pending")
    assert ("3.2" in [w["check"] for w in found["why"]]) == (said in ("no", "pending"))


def test_what_a_no_does_is_the_editions_word_and_its_clause_is_named(filed: Desk) -> None:
    for number, check in enumerate(["3.2", "3.10", "3.11"], 1):
        filed.ok("answer", case(number), check, "no", "--note", "不符", who=REVIEWER)
    assert [standing(filed, case(n))["outcome"] for n in (1, 2, 3)] == ["rejected", "supplement", "pending"]
    why = next(w for w in standing(filed, case(1))["why"] if w["check"] == "3.2")
    assert why["clause"] == "第三条" and "不符" in why["sentence"]


def test_a_stated_reduction_comes_off_the_base(filed: Desk) -> None:
    before = standing(filed, case(1))["entitled_fen"]
    filed.ok("answer", case(1), "3.7", "no", "--note", "含税", "--reduce", "10,000.05", who=REVIEWER)
    found = standing(filed, case(1))
    assert before - found["entitled_fen"] in (200_001, 200_002)  # a fifth of 1 000 005 分, whole 分 after the share
    assert any(
        step["before_fen"] is not None and step["before_fen"] - step["after_fen"] == 1_000_005
        for step in found["derivation"]
    )


def test_the_strictest_answer_counts_and_both_stay(filed: Desk) -> None:
    filed.ok("answer", case(1), "3.2", "yes", who=REVIEWER)
    filed.ok("answer", case(1), "3.2", "no", "--note", "未见大模型", who=OTHER_REVIEWER)
    assert standing(filed, case(1))["outcome"] == "rejected"
    assert len(filed.ok("history", "--case", case(1), who=OBSERVER)) == 4  # batch, scores, two answers


REFUSED_ANSWERS: list[list[str]] = [
    ["2025-M3-0099", "3.2", "yes"],
    ["", "3.2", "yes"],
    [case(1), "9.9", "yes"],
    [case(1), "", "yes"],
    [case(1), "6.1", "yes"],
    [case(1), "3.2", "na"],
    [case(1), "3.2", "no", "--reduce", "5"],
    [case(1), "3.7", "no", "--reduce", "-5"],
    [case(1), "3.7", "no", "--reduce", "0.001"],
    [case(1), "3.7", "no", "--reduce", "很多"],
    [case(1), "G14", "na", "--note", "无"],
    [case(1), "G14", "no"],
]


@pytest.mark.parametrize("words", REFUSED_ANSWERS, ids=" ".join)
def test_an_answer_that_cannot_be_is_refused(filed: Desk, words: list[str]) -> None:
    filed.refused("answer", *words, who=REVIEWER)


def test_who_has_an_interest_does_not_judge(filed: Desk) -> None:
    filed.ok("answer", case(1), "3.2", "yes", who=REVIEWER)
    assert filed.ok("conflict", case(1), "declared", "--reason", "曾任职", who=REVIEWER) == {
        "case": case(1),
        "declared": "declared",
    }
    assert standing(filed, case(1))["outcome"] == "recused"
    filed.refused("answer", case(1), "3.2", "yes", who=REVIEWER)
    assert codes(filed, 3)["recused"] == {case(1)}
    filed.ok("conflict", case(1), "none", who=OTHER_REVIEWER)
    found = standing(filed, case(1))
    assert found["outcome"] == "pending"
    assert "3.2" in [w["check"] for w in found["why"]], "the answer of who stepped aside counts no more"


@pytest.mark.parametrize(
    "words",
    [[case(1), "declared"], [case(1), "declared", "--reason", "  "], ["2025-M3-0099", "none"], [case(1), "maybe"]],
)
def test_a_declaration_that_cannot_be_is_refused(filed: Desk, words: list[str]) -> None:
    filed.refused("conflict", *words, who=REVIEWER)


def test_many_answers_come_from_one_table(filed: Desk, table: Callable[..., Path]) -> None:
    path = table(
        ["case", "check", "answer", "note"],
        [case(1), "3.2", "yes", ""],
        [case(1), "3.9", "no", "重复"],
        [case(2), "3.2", "不适用", "说明"],
    )
    assert filed.ok("answers", "import", path, who=REVIEWER) == {"answers": 3, "problems": []}
    assert standing(filed, case(1))["outcome"] == "rejected"


BAD_LINES: list[tuple[list[object], str, str]] = [
    (["2025-M3-0099", "3.2", "yes", ""], "unknown-case", "A3"),
    ([case(1), "9.9", "yes", ""], "unknown-check", "B3"),
    ([case(1), "3.2", "也许", ""], "unknown-answer", "C3"),
    ([case(1), "3.2", "na", ""], "answer-incomplete", "C3"),
]


@pytest.mark.parametrize(("line", "code", "cell"), BAD_LINES)
def test_bad_lines_are_told_and_the_good_ones_taken(
    filed: Desk, table: Callable[..., Path], line: list[object], code: str, cell: str
) -> None:
    path = table(["case", "check", "answer", "note"], [case(2), "3.2", "yes", ""], line)
    found = filed.ok("answers", "import", path, who=REVIEWER, status=1)
    assert found["answers"] == 1
    assert [(p["code"], p["cell"], p["row"]) for p in found["problems"]] == [(code, cell, 3)]


def test_a_table_with_only_bad_lines_changes_nothing(filed: Desk, table: Callable[..., Path]) -> None:
    before = head(filed.store)
    path = table(["case", "check", "answer", "note"], ["2025-M3-0099", "3.2", "yes", ""])
    assert filed.ok("answers", "import", path, who=REVIEWER, status=1)["answers"] == 0
    assert head(filed.store) == before


@pytest.mark.parametrize("rows", [[], [["case", "check"], [case(1), "3.2"]]])
def test_a_table_that_is_none_of_answers_is_refused(
    filed: Desk, table: Callable[..., Path], rows: list[list[object]]
) -> None:
    filed.refused("answers", "import", table(*rows), who=REVIEWER)


def test_answers_of_someone_with_an_interest_are_refused_in_a_table_too(
    filed: Desk, table: Callable[..., Path]
) -> None:
    filed.ok("conflict", case(1), "declared", "--reason", "曾任职", who=REVIEWER)
    path = table(["case", "check", "answer"], [case(1), "3.2", "yes"], [case(2), "3.2", "yes"])
    found = filed.ok("answers", "import", path, who=REVIEWER, status=1)
    assert ([(p["code"], p["row"]) for p in found["problems"]], found["answers"]) == ([("recused", 2)], 1)
    assert ["3.2" in [w["check"] for w in standing(filed, case(n))["why"]] for n in (1, 2)] == [True, False]


# the gate


def test_the_gate_names_each_unanswered_case(filed: Desk) -> None:
    assert codes(filed, 3) == {"unanswered": {case(n) for n in range(1, 25)}, "not-proposed": {None}}


def test_nothing_to_seal_is_a_blocker_too(filed: Desk) -> None:
    assert [b["code"] for b in filed.ok("gate", "--measure", "3", "--year", "2024", who=OBSERVER, status=1)] == [
        "nothing-to-seal"
    ]


def test_figures_that_the_guide_leaves_open_block(filed: Desk, tmp_path: Path) -> None:
    filed.ok("answers", "import", answers_to_all(filed, 4, tmp_path / "四.csv"), who=REVIEWER)
    found = codes(filed, 4)
    assert found["figure-unset"] == {None}
    assert found["no-score"] == {case(n, 4) for n in range(1, 7)}


def test_a_pass_against_the_programs_finding_needs_a_note(reviewed: Desk) -> None:
    reviewed.ok("answer", case(21), "3.8", "yes", who=REVIEWER)
    assert codes(reviewed, 3)["contradiction"] == {case(21)}
    reviewed.ok("answer", case(21), "3.8", "yes", "--note", "填报有误，已核实", who=REVIEWER)
    assert "contradiction" not in codes(reviewed, 3)


def test_a_reduction_without_its_sum_leaves_the_amount_open(reviewed: Desk) -> None:
    reviewed.ok("answer", case(3), "3.7", "no", "--note", "含税", who=REVIEWER)
    assert codes(reviewed, 3)["amount-unknown"] == {case(3)}
    reviewed.ok("answer", case(3), "3.7", "no", "--note", "含税", "--reduce", "0.01", who=REVIEWER)
    assert codes(reviewed, 3).keys() == {"not-proposed"}


def test_a_payer_that_nobody_knows_blocks(filed: Desk, tmp_path: Path) -> None:
    filed.ok("answers", "import", answers_to_all(filed, 1, tmp_path / "一.csv"), who=REVIEWER)
    assert codes(filed, 1)["payer-unknown"] == {case(3, 1), case(8, 1)}


def test_a_tie_across_the_last_place_is_the_chairs_to_decide(reviewed: Desk, table: Callable[..., Path]) -> None:
    title = standing(reviewed, case(22))["title"]
    experts = [s["expert"] for s in standing(reviewed, case(22))["scores"]]
    reviewed.ok("scores", "import", table(["项目名称", *experts], [title, *[75] * len(experts)]), who=CLERK)
    assert codes(reviewed, 3)["tie"] == {case(8), case(9)}
    assert [standing(reviewed, case(n))["outcome"] for n in (8, 9, 24)] == ["eligible", "eligible", "reserve"]
    assert case(8) in reviewed.refused("decide", "propose", *M3, who=CHAIR)
    nine = select(3, 12, 16, 7, 11, 14, 2, 10, 15)
    assert case(8) in reviewed.refused("decide", "propose", *M3, *nine, who=CHAIR), "a place left empty is decided too"
    choice = [*nine, *select(8)]
    reviewed.refused("decide", "propose", *M3, *choice, who=CHAIR)
    reviewed.ok("decide", "propose", *M3, *choice, "--reason", "同分，按应用成效得分较高者", who=CHAIR)
    assert codes(reviewed, 3, status=0) == {}


def test_a_proposal_holds_for_the_standing_it_was_made_on(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert codes(reviewed, 3, status=0) == {}
    reviewed.ok("answer", case(3), "3.2", "no", "--note", "未使用大模型", who=OTHER_REVIEWER)
    assert codes(reviewed, 3).keys() == {"proposal-stale"}
    reviewed.refused("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    reviewed.ok("undo", who=OTHER_REVIEWER)
    assert codes(reviewed, 3, status=0) == {}


# propose


def test_a_proposal_says_whom_it_selects(reviewed: Desk) -> None:
    found = reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert (found["measure"], found["year"], found["rule"]) == (3, 2025, None)
    assert sorted(found["selected"]) == sorted(case(n) for n in IN_RANK_ORDER[:10])
    assert reviewed.ok("decide", "propose", *M6, who=CHAIR)["rule"] == "prorate"


def test_an_eleventh_project_is_refused(reviewed: Desk) -> None:
    assert "10" in reviewed.refused("decide", "propose", *M3, *select(*IN_RANK_ORDER[:11]), who=CHAIR)
    assert "10" in reviewed.refused(
        "decide", "propose", *M3, *select(*IN_RANK_ORDER[:11]), "--reason", "都很好", who=CHAIR
    )


def test_a_departure_from_rank_order_needs_a_reason_for_each(reviewed: Desk) -> None:
    choice = select(*IN_RANK_ORDER[:9], 24)
    for words in ([], ["--departure", f"{case(24)}=带动作用强"], ["--departure", f"{case(22)}="], ["--reason", "  "]):
        said = reviewed.refused("decide", "propose", *M3, *choice, *words, who=CHAIR)
        assert case(22) in said or case(24) in said
    reviewed.ok(
        "decide",
        "propose",
        *M3,
        *choice,
        "--departure",
        f"{case(24)}=带动作用强",
        "--departure",
        f"{case(22)}=应用单位已停用",
        who=CHAIR,
    )
    done = reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    assert {d["case"]: d["reason"] for d in done["departures"]} == {case(24): "带动作用强", case(22): "应用单位已停用"}
    assert (standing(reviewed, case(24))["outcome"], standing(reviewed, case(22))["outcome"]) == ("selected", "reserve")


@pytest.mark.parametrize(
    "words",
    [
        select(99), select(3, 18), ["--select", case(1, 6)], ["--departure", case(3)], ["--select", ""],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused(reviewed: Desk, words: list[str]) -> None:
    reviewed.refused("decide", "propose", *M3, *words, who=CHAIR)


@pytest.mark.parametrize("stranger", [case(99), case(1, 6)], ids=["nobody", "another measure's"])
def test_who_may_not_be_selected_is_not_by_a_reason_either(reviewed: Desk, stranger: str) -> None:
    words = ("decide", "propose", *M3, *select(*IN_RANK_ORDER[:9]), "--select", stranger, "--reason", "另有考虑")
    assert f"{stranger} 不能入选" in reviewed.refused(*words, who=CHAIR)


def test_a_rule_of_ones_own_is_no_way_to_propose(reviewed: Desk) -> None:
    session = open_session(reviewed.store, CHAIR, password_of(CHAIR))
    try:
        with pytest.raises(Refused, match="分配规则须按当年申报指南"):
            propose(session, 6, 2025, rule="skip")
        assert propose(session, 6, 2025, rule="prorate").value.rule == "prorate"
    finally:
        session.close()


def test_fewer_than_ten_may_be_chosen_with_reasons(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, *select(*IN_RANK_ORDER[:9]), "--reason", "末位实施条件不具备", who=CHAIR)
    done = reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    assert [d["case"] for d in done["departures"]] == [case(22)]


def test_a_measure_without_places_has_no_list_to_choose(reviewed: Desk) -> None:
    reviewed.refused("decide", "propose", *M6, "--select", case(3, 6), who=CHAIR)
    reviewed.refused("decide", "propose", "--measure", "6", "--year", "2024", who=CHAIR)


# seal


def test_a_seal_says_everything_and_shows_as_it_was(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    before = reviewed.ok("standings", *M3, who=OBSERVER)
    journal = head(reviewed.store)
    done = reviewed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    assert (done["decision"], done["by"], done["with"], done["reopened"], done["journal"]) == (
        "2025-M3-D1",
        CHAIR,
        OBSERVER,
        None,
        journal,
    )
    assert (done["meeting"], done["date"], done["number"]) == MEETING[1::2]
    assert done["digest"].startswith("sha256:")
    after = reviewed.ok("standings", *M3, who=OBSERVER)
    assert after["spent_fen"] == sum(c["amount_fen"] for c in after["cases"]) == 887_041_125
    assert after["cases"] == done["standing"]["cases"] == before["cases"]
    assert codes(reviewed, 3).keys() == {"nothing-to-seal"}


def test_measure_6_seals_what_the_pool_gives(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M6, who=CLERK)
    done = reviewed.ok("decide", "seal", *M6, "--with", OTHER_CHAIR, *MEETING, who=CHAIR, second=OTHER_CHAIR)
    amounts = {c["case"]: c["amount_fen"] for c in done["standing"]["cases"]}
    assert (amounts[case(3, 6)], amounts[case(2, 6)], amounts[case(1, 6)]) == (43_979_690, 4_397_969, 0)
    assert 300_000_000 - 11 < sum(amounts.values()) <= 300_000_000


SEALS: list[tuple[str, str, dict[str, str], dict[str, str]]] = [
    (CHAIR, CHAIR, {}, {}),
    (CHAIR, REVIEWER, {}, {}),
    (CHAIR, CLERK, {}, {}),
    (CHAIR, ADMIN, {}, {}),
    (CHAIR, "无此人", {}, {}),
    (CHAIR, "", {}, {}),
    (CHAIR, OBSERVER, {OBSERVER: "not-the-password"}, {}),
    (CHAIR, OBSERVER, {OBSERVER: ""}, {}),
    (CHAIR, OBSERVER, {}, {"--meeting": ""}),
    (CHAIR, OBSERVER, {}, {"--date": ""}),
    (CHAIR, OBSERVER, {}, {"--date": "2025-02-30"}),
    (CHAIR, OBSERVER, {}, {"--date": "去年七月"}),
    (CHAIR, OBSERVER, {}, {"--number": " "}),
    (CLERK, OBSERVER, {}, {}),
    (REVIEWER, OBSERVER, {}, {}),
    (OBSERVER, CHAIR, {}, {}),
    (ADMIN, CHAIR, {}, {}),
]


def meeting(changed: dict[str, str]) -> list[str]:
    held = dict(zip(MEETING[::2], MEETING[1::2], strict=True)) | changed
    return [word for pair in held.items() for word in pair]


def test_a_seal_without_two_rightful_keys_or_its_meeting_is_refused(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    for who, second, passwords, changed in SEALS:
        desk = Desk(reviewed.store, passwords)
        desk.refused("decide", "seal", *M3, "--with", second, *meeting(changed), who=who, second=second or "无此人")
    assert "GYGA_PASSWORD_2" in reviewed.refused("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR)


def test_what_has_blockers_is_not_sealed(filed: Desk) -> None:
    filed.refused("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    filed.refused(
        "decide", "seal", "--measure", "3", "--year", "2024", "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER
    )


def test_what_is_sealed_changes_no_more(sealed: Desk, table: Callable[..., Path], tmp_path: Path) -> None:
    before = sealed.ok("standings", *M3, who=OBSERVER)
    sealed.refused("answer", case(3), "3.2", "no", "--note", "迟了", who=REVIEWER)
    sealed.refused("answer", case(3), "G14", "yes", who=REVIEWER)
    sealed.refused("conflict", case(3), "declared", "--reason", "迟了", who=REVIEWER)
    sealed.refused("decide", "propose", *M3, who=CHAIR)
    sealed.refused("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    for who in PEOPLE:
        sealed.refused("undo", who=who)
    marks = table(["项目名称", "专家一"], [before["cases"][0]["title"], 50])
    assert [p["code"] for p in sealed.ok("scores", "import", marks, who=CLERK, status=1)["problems"]] == ["sealed"]
    answers = table(["case", "check", "answer"], [case(3), "3.2", "no"], name="答.csv")
    assert [p["code"] for p in sealed.ok("answers", "import", answers, who=REVIEWER, status=1)["problems"]] == [
        "sealed"
    ]
    book = openpyxl.load_workbook(CLEAN)
    sheet = book["3示范应用场景"]
    sheet.cell(4, next(c.column for c in sheet[1] if c.value == "审计核定投入")).value = 1
    book.save(tmp_path / "改.xlsx")
    found = sealed.ok("import", tmp_path / "改.xlsx", "--accept-clean", who=CLERK, status=1)
    assert ([p["code"] for p in found["problems"] if p["severity"] == "error"], found["accepted"], found["held"]) == (
        ["sealed"],
        0,
        1,
    )
    assert sealed.ok("standings", *M3, who=OBSERVER) == before
    assert sealed.ok("verify", sealed.store)["ok"]


def test_a_year_that_is_full_takes_no_eleventh_in_a_later_batch(
    sealed: Desk, tmp_path: Path, table: Callable[..., Path]
) -> None:
    book = openpyxl.load_workbook(CLEAN)
    for name in book.sheetnames:
        if name != "3示范应用场景":
            del book[name]
    sheet = book["3示范应用场景"]
    at = {str(c.value): c.column for c in sheet[1]}
    sheet.delete_rows(3, 30)
    sheet.cell(2, at["项目名称"]).value = "迟到的示范应用"
    book.save(tmp_path / "二批.xlsx")
    assert sealed.ok("import", tmp_path / "二批.xlsx", who=CLERK)["accepted"] == 1
    late = case(25)
    sealed.ok("answers", "import", answers_to_all(sealed, 3, tmp_path / "答.csv"), who=REVIEWER)
    sealed.ok("scores", "import", table(["项目名称", "甲", "乙", "丙"], ["迟到的示范应用", 99, 99, 99]), who=CLERK)
    assert standing(sealed, late)["outcome"] == "reserve"
    assert "0" in sealed.refused("decide", "propose", *M3, "--select", late, "--reason", "很好", who=CHAIR)
    sealed.ok("decide", "propose", *M3, who=CHAIR)
    done = sealed.ok("decide", "seal", *M3, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    assert (done["decision"], [(c["case"], c["outcome"], c["amount_fen"]) for c in done["standing"]["cases"]]) == (
        "2025-M3-D2",
        [(late, "reserve", 0)],
    )
    assert sum(c["outcome"] == "selected" for c in sealed.ok("standings", *M3, who=OBSERVER)["cases"]) == 10


# reopen


def test_a_reopened_decision_is_open_again_and_stays_on_record(sealed: Desk) -> None:
    done = sealed.ok(
        "decide", "reopen", *M3, "--with", OBSERVER, "--reason", "公示期有异议", who=CHAIR, second=OBSERVER
    )
    assert (done["decision"], done["reopened"]) == ("2025-M3-D1", "公示期有异议")
    assert sealed.ok("standings", *M3, who=OBSERVER)["spent_fen"] == 0
    for number in (3, 12):  # the two in their places are equals
        sealed.ok("answer", case(number), "3.2", "no", "--note", "异议成立", who=REVIEWER)
    sealed.ok("decide", "propose", *M3, who=CLERK)
    again = sealed.ok("decide", "seal", *M3, "--with", OTHER_CHAIR, *MEETING, who=CHAIR, second=OTHER_CHAIR)
    assert again["decision"] == "2025-M3-D2"
    outcomes = {c["case"]: c["outcome"] for c in again["standing"]["cases"]}
    assert (outcomes[case(3)], sum(o == "selected" for o in outcomes.values())) == ("rejected", 10)
    assert sealed.ok("verify", sealed.store)["ok"]
    assert [s["name"].split()[0] for s in sealed.ok("history", who=OBSERVER) if s["seals"]][:3] == [
        "封存决定",
        "重新开启决定",
        "封存决定",
    ]


REOPENINGS: list[tuple[str, str, dict[str, str], str, tuple[str, ...]]] = [
    (CHAIR, CHAIR, {}, "异议", M3),
    (CHAIR, REVIEWER, {}, "异议", M3),
    (CHAIR, OBSERVER, {OBSERVER: "not-the-password"}, "异议", M3),
    (CHAIR, OBSERVER, {}, " ", M3),
    (CHAIR, OBSERVER, {}, "异议", M6),
    (CLERK, OBSERVER, {}, "异议", M3),
    (OBSERVER, CHAIR, {}, "异议", M3),
    (ADMIN, CHAIR, {}, "异议", M3),
]


def test_a_reopening_without_two_rightful_keys_or_its_reason_is_refused(sealed: Desk) -> None:
    for who, second, passwords, reason, which in REOPENINGS:
        desk = Desk(sealed.store, passwords)
        desk.refused("decide", "reopen", *which, "--with", second, "--reason", reason, who=who, second=second)

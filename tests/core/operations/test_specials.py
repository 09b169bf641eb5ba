"""一事一议: outside ranking and places, inside the totals, and never by a word in a cell alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyga_desk import places
from tests.headless import (
    ADMIN,
    CHAIR,
    CLERK,
    MEETING,
    OBSERVER,
    OTHER_CHAIR,
    REVIEWER,
    Desk,
    answers_to_all,
)

CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
M2, M3, M6 = (("--measure", n, "--year", "2025") for n in "236")
ACT = {
    "--minutes": "筑府专议〔2025〕8号", "--meeting": "市政府专题会议", "--date": "2025-07-01", "--sum": "1,234,567.89", "--reason": "重大项目",
    "--with": OBSERVER,
}  # fmt: skip


def case(number: int, measure: int = 3) -> str:
    return f"2025-M{measure}-{number:04d}"


def act(**changed: str) -> list[str]:
    return [word for pair in (ACT | {f"--{k}": v for k, v in changed.items()}).items() for word in pair]


def special(desk: Desk, which: str, **changed: str) -> Any:
    return desk.ok("special", "set", which, *act(**changed), who=CHAIR, second=OBSERVER)


def table(desk: Desk, which: tuple[str, ...] = M3) -> Any:
    return desk.ok("standings", *which, who=OBSERVER)


def standing(desk: Desk, which: str) -> Any:
    held = table(desk, ("--measure", which[6], "--year", "2025"))
    return next(c for c in held["cases"] if c["case"] == which)


def selected(found: Any) -> list[str]:
    return [c["case"] for c in found["cases"] if c["outcome"] == "selected"]


def seal(desk: Desk, which: tuple[str, ...] = M3) -> Any:
    desk.ok("decide", "propose", *which, who=CLERK)
    return desk.ok("decide", "seal", *which, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)


def test_it_leaves_the_ranking_and_the_places_to_the_others(reviewed: Desk) -> None:
    before = table(reviewed)
    done = special(reviewed, case(3))
    assert (done["amount_fen"], done["minutes"], done["by"], done["with"]) == (
        123456789,
        ACT["--minutes"],
        CHAIR,
        OBSERVER,
    )
    after = table(reviewed)
    found = standing(reviewed, case(3))
    assert (found["outcome"], found["rank"], found["score"], found["amount_fen"]) == ("awarded", None, None, 123456789)
    assert (
        found["entitled_fen"] == next(c for c in before["cases"] if c["case"] == case(3))["entitled_fen"]
    )  # arithmetic alone
    first, *halves = found["derivation"]
    assert (first["clause"], first["before_fen"], first["after_fen"]) == ("第八条(四)", None, 123456789)
    assert ACT["--minutes"] in first["label"]
    assert [h["after_fen"] for h in halves] == [61728395, 61728394] == [found["city_fen"], found["district_fen"]]
    ranked = [c["case"] for c in before["cases"] if c["rank"] is not None and c["case"] != case(3)]
    assert [c["case"] for c in after["cases"] if c["rank"] is not None] == ranked
    assert len(selected(after)) == 9  # 8 and 9 are equals, and one place is left
    assert set(after["ties"]) == {case(8), case(9)}


def test_it_is_sealed_with_the_rest_and_holds_no_place(reviewed: Desk, tmp_path: Path) -> None:
    reviewed.ok("answer", case(9), "3.2", "no", "--note", "不符", who=REVIEWER)
    special(reviewed, case(3))
    done = seal(reviewed)
    found = {c["case"]: c for c in done["standing"]["cases"]}
    assert (found[case(3)]["outcome"], sum(c["outcome"] == "selected" for c in found.values())) == ("awarded", 10)
    for words in (
        ("special", "set", case(3), *act(sum="5")),
        ("special", "clear", case(3), "--reason", "改", "--with", OBSERVER),
    ):
        assert "已封存" in reviewed.refused(*words, who=CHAIR, second=OBSERVER)
    printed = reviewed.ok("print", "approval", *M3, "--out", tmp_path, who=CLERK)
    assert len(printed) == 11 and case(3) in {p["case"] for p in printed}
    totals = reviewed.ok("totals", "--year", "2025", who=OBSERVER)
    assert totals["amount_fen"] == sum(c["amount_fen"] for c in found.values())
    assert reviewed.ok("verify", reviewed.store)["ok"]
    assert "没有入选" in reviewed.refused(
        "decide",
        "withdraw",
        case(3),
        "--reason",
        "退出",
        "--with",
        OBSERVER,
        "--no-replace",
        who=CHAIR,
        second=OBSERVER,
    )


def test_it_uses_the_pool_before_anybody_ranked_does(reviewed: Desk) -> None:
    before = table(reviewed, M6)
    special(reviewed, case(1, 6), sum="1000000.00")
    after = table(reviewed, M6)
    ranked = [c for c in after["cases"] if c["rank"] is not None and c["amount_fen"]]
    assert sum(c["amount_fen"] for c in ranked) <= 300_000_000 - 100_000_000
    assert standing(reviewed, case(1, 6))["amount_fen"] == 100_000_000
    assert {c["case"] for c in ranked} <= {c["case"] for c in before["cases"]}
    assert sum(c["amount_fen"] or 0 for c in after["cases"]) <= 300_000_000
    done = seal(reviewed, M6)
    assert sum(c["amount_fen"] for c in done["standing"]["cases"]) <= 300_000_000


def test_the_pool_is_not_passed_by_a_meeting_either(reviewed: Desk) -> None:
    special(reviewed, case(1, 6), sum="3000000.01")
    reviewed.ok("decide", "propose", *M6, who=CLERK)
    blockers = reviewed.ok("gate", *M6, who=OBSERVER, status=1)
    assert [b["code"] for b in blockers] == ["special-over-pool"]
    assert "合计 3,000,000.01 元，超过年度资金尚余的 3,000,000.00 元" in blockers[0]["sentence"]
    reviewed.refused("decide", "seal", *M6, "--with", OBSERVER, *MEETING, who=CHAIR, second=OBSERVER)
    special(reviewed, case(1, 6), sum="3000000.00")
    done = seal(reviewed, M6)
    assert sum(c["amount_fen"] for c in done["standing"]["cases"]) == 300_000_000


def test_what_a_meeting_gave_counts_against_the_applicants_year(reviewed: Desk, tmp_path: Path) -> None:
    """The yearly cap of an enterprise is the same before the seal and after it."""
    book = openpyxl.load_workbook(CLEAN)
    for name in book.sheetnames:
        if name != "6数据流通":
            del book[name]
    sheet = book["6数据流通"]
    at = {str(c.value): c.column for c in sheet[1]}
    sheet.delete_rows(5, 30)
    sheet.delete_rows(2, 2)
    sheet.cell(2, at["统计年度"]).value = 2025
    book.save(tmp_path / "二.xlsx")
    reviewed.ok("import", tmp_path / "二.xlsx", who=CLERK)
    late = max(c["case"] for c in table(reviewed, M6)["cases"])
    same = next(
        c["case"]
        for c in table(reviewed, M6)["cases"]
        if c["credit_code"] == standing(reviewed, late)["credit_code"] and c["case"] != late
    )
    special(reviewed, same, sum="400000.00")
    found = standing(reviewed, late)
    assert any("尚余 100,000.00 元" in s["label"] for s in found["derivation"])


def test_a_word_in_a_cell_is_no_minutes(reviewed: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(CLEAN)
    for name in book.sheetnames:
        if name != "3示范应用场景":
            del book[name]
    sheet = book["3示范应用场景"]
    sheet.cell(4, next(c.column for c in sheet[1] if c.value == "是否一事一议")).value = "是"
    book.save(tmp_path / "改.xlsx")
    reviewed.ok("import", tmp_path / "改.xlsx", who=CLERK)
    reviewed.ok("answers", "import", answers_to_all(reviewed, 3, tmp_path / "答.csv"), who=REVIEWER)
    assert standing(reviewed, case(3))["rank"] == 1  # still ranked like everybody
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    blockers = reviewed.ok("gate", *M3, who=OBSERVER, status=1)
    assert [(b["code"], b["case"]) for b in blockers] == [("special-unrecorded", case(3))]
    assert "填报为一事一议，但没有会议纪要" in blockers[0]["sentence"]
    special(reviewed, case(3))
    codes = [b["code"] for b in reviewed.ok("gate", *M3, who=OBSERVER, status=1)]
    assert "special-unrecorded" not in codes and "proposal-stale" in codes


def test_its_checks_are_answered_like_any_others(filed: Desk) -> None:
    special(filed, case(3))
    assert standing(filed, case(3))["outcome"] == "pending"
    filed.ok("answer", case(3), "3.2", "no", "--note", "不是大模型", who=REVIEWER)
    found = standing(filed, case(3))
    assert (found["outcome"], found["amount_fen"], found["derivation"]) == ("rejected", 0, [])
    filed.ok("answer", case(3), "3.2", "yes", who=REVIEWER)
    filed.ok("answer", case(3), "3.10", "no", "--note", "缺证明", who=REVIEWER)
    found = standing(filed, case(3))
    assert (found["outcome"], found["amount_fen"]) == ("supplement", None)


def test_a_measure_whose_figures_are_open_can_still_seal_what_a_meeting_decided(filed: Desk, tmp_path: Path) -> None:
    """Measure 4 has no number of places; a case decided apart needs none."""
    m4 = ("--measure", "4", "--year", "2025")
    for found in table(filed, m4)["cases"]:
        special(filed, found["case"], sum="100.01")
    filed.ok("answers", "import", answers_to_all(filed, 4, tmp_path / "答.csv"), who=REVIEWER)
    done = seal(filed, m4)
    assert {c["outcome"] for c in done["standing"]["cases"]} == {"awarded"}
    assert done["standing"]["missing"] == []


def test_it_is_taken_back_with_a_reason_and_both_stay_in_the_history(reviewed: Desk) -> None:
    before = table(reviewed)
    special(reviewed, case(3))
    reviewed.refused("undo", who=CHAIR)
    for reason, who, second in ((" ", CHAIR, OBSERVER), ("改", CLERK, OBSERVER), ("改", CHAIR, REVIEWER)):
        reviewed.refused("special", "clear", case(3), "--reason", reason, "--with", second, who=who, second=second)
    clear = ("special", "clear", case(3), "--reason", "会议撤回", "--with", OTHER_CHAIR)
    reviewed.ok(*clear, who=CHAIR, second=OTHER_CHAIR)
    assert table(reviewed) == before
    assert "没有登记" in reviewed.refused(*clear, who=CHAIR, second=OTHER_CHAIR)
    names = [o["name"] for o in reviewed.ok("history", "--case", case(3), who=OBSERVER)][:2]
    assert "会议撤回" in names[0] and ACT["--minutes"] in names[1]


def test_a_second_act_takes_the_place_of_the_first(reviewed: Desk) -> None:
    special(reviewed, case(3))
    special(reviewed, case(3), sum="10", minutes="筑府专议〔2025〕9号")
    found = standing(reviewed, case(3))
    assert (found["amount_fen"], "9号" in found["derivation"][0]["label"]) == (1000, True)


REFUSED: list[tuple[str, dict[str, str], str, str]] = [
    (case(3), {"minutes": " "}, CHAIR, OBSERVER),
    (case(3), {"meeting": ""}, CHAIR, OBSERVER),
    (case(3), {"date": "2025-02-30"}, CHAIR, OBSERVER),
    (case(3), {"sum": ""}, CHAIR, OBSERVER),
    (case(3), {"sum": "0"}, CHAIR, OBSERVER),
    (case(3), {"sum": "-5"}, CHAIR, OBSERVER),
    (case(3), {"sum": "0.001"}, CHAIR, OBSERVER),
    (case(3), {"sum": "一百万"}, CHAIR, OBSERVER),
    (case(3), {"reason": " "}, CHAIR, OBSERVER),
    (case(3), {"with": CHAIR}, CHAIR, CHAIR),
    (case(3), {"with": REVIEWER}, CHAIR, REVIEWER),
    (case(3), {}, CLERK, OBSERVER),
    (case(3), {}, ADMIN, OBSERVER),
    (case(99), {}, CHAIR, OBSERVER),
    (case(1, 7), {}, CHAIR, OBSERVER),
]


def test_an_act_without_its_minutes_its_sum_or_its_keys_is_refused(reviewed: Desk) -> None:
    for which, changed, who, second in REFUSED:
        reviewed.refused("special", "set", which, *act(**changed), who=who, second=second)
    wrong = Desk(reviewed.store, {OBSERVER: "not-the-password"})
    wrong.refused("special", "set", case(3), *act(), who=CHAIR, second=OBSERVER)


def test_a_special_case_is_not_put_on_the_list_of_places(reviewed: Desk) -> None:
    special(reviewed, case(3))
    assert case(3) in reviewed.refused("decide", "propose", *M3, "--select", case(3), who=CHAIR)


@pytest.mark.parametrize("order", [(3, 12), (12, 3)])
def test_a_proposal_made_before_the_act_is_stale(reviewed: Desk, order: tuple[int, int]) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    for number in order:
        special(reviewed, case(number))
    found = table(reviewed)
    assert case(3) not in selected(found) and case(12) not in selected(found)
    assert [b["code"] for b in reviewed.ok("gate", *M3, who=OBSERVER, status=1)] == ["proposal-stale"]

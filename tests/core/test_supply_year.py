"""Measure 5 over a year: data sets of one participant together, ranks that pay once, and equals that wait for the chair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.store import open_reader, reads
from tests.core.filled import GUIDE, new_office, workbook
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, OTHER_CHAIR, REVIEWER, Desk, answers_to_all

M5 = ("--measure", "5", "--year", "2025")
WAN = 1_000_000


def row(who: int, usage: float, quality: float = 50, name: str = "", **more: Any) -> dict[str, Any]:
    return {
        "who": who,
        "训练使用量": usage,
        "质量评价得分": quality,
        "数据集名称": name or f"数据集{who}-{usage}",
        **more,
    }


def filed(desk: Desk, *rows: dict[str, Any], name: str = "供给.xlsx") -> Desk:
    desk.ok("import", workbook(desk.store.with_name(name), 5, rows), who=CLERK)
    return desk


def standing(desk: Desk) -> dict[str, Any]:
    return {c["case"][-4:]: c for c in desk.ok("standings", *M5, who=OBSERVER)["cases"]}


def answered(desk: Desk, **otherwise: str) -> Desk:
    desk.ok("answers", "import", answers_to_all(desk, 5, desk.store.with_suffix(".csv"), **otherwise), who=REVIEWER)
    return desk


def codes(desk: Desk) -> set[str]:
    return {b["code"] for b in desk("gate", *M5, who=CHAIR).json}


@pytest.fixture
def guided(tmp_path: Path) -> Callable[[str], Desk]:
    """An office whose guide says how the marks of several data sets are put together."""

    def make(how: str) -> Desk:
        guide = tmp_path / "guide.toml"
        guide.write_text(
            GUIDE.read_text(encoding="utf-8").replace("[m5.amount]\n", f'[m5.amount]\nmerge_quality = "{how}"\n'),
            encoding="utf-8",
        )
        return new_office(tmp_path / "year.gyga", guide)

    return make


# together


@pytest.mark.parametrize(("how", "score"), [("mean", "94.00"), ("best", "96.00"), ("weighted_by_use", "93.00")])
def test_a_participants_data_sets_are_one_entrant_with_one_award(
    guided: Callable[[str], Desk], how: str, score: str
) -> None:
    desk = filed(guided(how), row(0, 300, 80), row(1, 200, 95), row(0, 100, 90))
    found = standing(desk)
    assert [(c, s["score"], s["rank"], s["entitled_fen"], s["amount_fen"]) for c, s in sorted(found.items())] == [
        ("0001", score, 1, 50 * WAN, 50 * WAN), ("0002", "68.00", 2, 50 * WAN, 50 * WAN), ("0003", score, 1, 0, 0),
    ]  # fmt: skip
    joined = [w for w in found["0003"]["why"] if w["check"] == "5.6"]
    assert joined[0] == {"check": "5.6", "sentence": "合并计入 2025-M5-0001", "clause": "第五条"}
    assert found["0001"]["derivation"][0]["label"].startswith("2025-M5-0001、2025-M5-0003 合并计算：训练使用量合计 400")
    assert found["0003"]["derivation"] == [
        {"label": "合并计入 2025-M5-0001", "clause": "第五条", "before_fen": None, "after_fen": 0}
    ]
    answered(desk)
    desk.ok("decide", "propose", *M5, who=CHAIR)
    assert codes(desk) == set()
    sealed = desk.ok("decide", "seal", *M5, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    assert sum(c["amount_fen"] for c in sealed["standing"]["cases"]) == 100 * WAN


def test_a_data_set_that_is_rejected_adds_nothing_and_leads_nobody(guided: Callable[[str], Desk]) -> None:
    desk = filed(guided("mean"), row(0, 300, 80), row(1, 200, 95), row(0, 100, 90))
    desk.ok("answer", "2025-M5-0001", "5.1", "no", "--note", "未上架", who=REVIEWER)
    found = standing(desk)
    assert (found["0001"]["outcome"], found["0001"]["amount_fen"]) == ("rejected", 0)
    assert (found["0003"]["score"], found["0003"]["rank"], found["0003"]["amount_fen"]) == ("66.00", 2, 50 * WAN)
    assert found["0002"]["score"] == "98.00"


def test_an_open_way_of_merging_is_named_only_where_somebody_needs_it(office: Desk) -> None:
    filed(office, row(0, 300, 80), row(1, 200, 95))
    assert "figure-unset" not in codes(office)
    filed(office, row(0, 100, 90), name="另一批.xlsx")
    blockers = office("gate", *M5, who=CHAIR).json
    assert [b["sentence"] for b in blockers if b["code"] == "figure-unset"] == [
        "同一市场主体有多个数据集时质量得分的合并方式未定（第八条(六)未作规定，须由当年申报指南明确）。",
    ]  # fmt: skip
    found = standing(office)
    assert (found["0001"]["score"], found["0001"]["amount_fen"], found["0003"]["amount_fen"]) == (None, None, 0)
    assert any("合并方式未定" in w["sentence"] for w in found["0001"]["why"])
    assert found["0002"]["score"] == "68.00"  # the largest is what the participant's data sets come to


def test_units_that_differ_are_a_finding_and_leave_all_scores_open(office: Desk) -> None:
    filed(office, row(0, 300), row(1, 200, 使用量单位="GB"))
    found = standing(office)
    for case in found.values():
        assert (case["score"], case["rank"], case["entitled_fen"], case["amount_fen"]) == (None, None, None, None)
        assert any(w["check"] == "5.3" and "口径不一" in w["sentence"] for w in case["why"])
    assert "amount-unknown" in codes(office)
    office.ok("answer", "2025-M5-0002", "5.3", "no", "--note", "单位应为次", who=REVIEWER)
    assert standing(office)["0001"]["score"] == "80.00"


# equals

EDGES = [(3, 50 * WAN, 30 * WAN), (10, 30 * WAN, 14 * WAN), (20, 14 * WAN, 0)]


def tied(desk: Desk, edge: int) -> Desk:
    """Twenty-one participants, of whom the one at the edge and the next are equal in the published decimals, and only there."""
    usage = [5000 - 100 * n for n in range(21)]
    usage[edge] = usage[edge - 1] - 0.1
    return filed(desk, *(row(n, u) for n, u in enumerate(usage)))


@pytest.mark.parametrize(("edge", "upper", "lower"), EDGES)
def test_equals_over_a_tiers_edge_wait_for_the_chair(office: Desk, edge: int, upper: int, lower: int) -> None:
    answered(tied(office, edge))
    pair = [f"2025-M5-{n:04d}" for n in (edge, edge + 1)]
    found = standing(office)
    for case in pair:
        assert (found[case[-4:]]["rank"], found[case[-4:]]["tied"]) == (edge, True)
        assert (found[case[-4:]]["entitled_fen"], found[case[-4:]]["amount_fen"]) == (None, None)
    others = sum(c["amount_fen"] for key, c in found.items() if f"2025-M5-{key}" not in pair)
    assert others == 500 * WAN - upper - lower
    assert {b["case"] for b in office("gate", *M5, who=CHAIR).json if b["code"] == "tie"} == set(pair)
    assert codes(office) == {"tie", "not-proposed"}
    assert "同分并列" in office.refused("decide", "propose", *M5, who=CHAIR)

    words = ("decide", "propose", *M5, "--order", ",".join(pair[::-1]))
    assert "理由" in office.refused(*words, who=CHAIR)
    assert "主任" in office.refused(*words, "--reason", "覆盖行业更多", who=CLERK)
    assert "不是完整的一组" in office.refused("decide", "propose", *M5, "--order", pair[0], "--reason", "x", who=CHAIR)
    assert "不是完整的一组" in office.refused(
        "decide", "propose", *M5, "--order", "2025-M5-0001，2025-M5-0002", "--reason", "x", who=CHAIR
    )
    done = office.ok(
        *words, "--departure", f"{pair[1]}=覆盖行业更多", "--departure", f"{pair[0]}=覆盖行业较少", who=CHAIR
    )
    assert done["departures"] == [
        {"case": pair[1], "reason": "覆盖行业更多", "place": edge}, {"case": pair[0], "reason": "覆盖行业较少", "place": edge + 1},
    ]  # fmt: skip
    found = standing(office)
    assert [found[c[-4:]]["rank"] for c in pair[::-1]] == [edge, edge + 1]
    assert [found[c[-4:]]["amount_fen"] for c in pair[::-1]] == [upper, lower]
    assert codes(office) == set()
    sealed = office.ok("decide", "seal", *M5, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    assert sealed["departures"] == done["departures"]
    assert sum(c["amount_fen"] for c in sealed["standing"]["cases"]) == 500 * WAN
    assert sum(c["outcome"] == "selected" for c in sealed["standing"]["cases"]) == 20


def test_equals_within_a_tier_need_no_order_and_may_have_one(office: Desk) -> None:
    answered(tied(office, 5))
    office.ok("decide", "propose", *M5, who=CLERK)
    assert codes(office) == set()
    pair = "2025-M5-0006,2025-M5-0005"
    office.ok("decide", "propose", *M5, "--order", pair, "--reason", "会议讨论", who=CHAIR)
    found = standing(office)
    assert (found["0006"]["rank"], found["0005"]["rank"], found["0006"]["amount_fen"]) == (5, 6, 30 * WAN)


def test_an_order_holds_only_while_its_equals_are_equal(office: Desk) -> None:
    tied(office, 3)
    office.ok("decide", "propose", *M5, "--order", "2025-M5-0004,2025-M5-0003", "--reason", "会议讨论", who=CHAIR)
    filed(office, row(3, 4790, name="数据集3-4799.9"), name="更正.xlsx")  # the same data set, corrected
    found = standing(office)
    assert len(found) == 21
    assert "proposal-stale" in codes(office)


def test_a_third_equal_reopens_the_question(office: Desk) -> None:
    tied(office, 3)
    office.ok("decide", "propose", *M5, "--order", "2025-M5-0004,2025-M5-0003", "--reason", "会议讨论", who=CHAIR)
    filed(office, row(22, 4800.1), name="迟来.xlsx")
    found = standing(office)
    assert [found[c]["amount_fen"] for c in ("0003", "0004", "0022")] == [None, None, None]
    assert {"tie", "proposal-stale"} <= codes(office)


# once a year


def test_ranks_are_given_once_a_year(office: Desk) -> None:
    answered(filed(office, row(0, 300), row(1, 200)))
    office.ok("decide", "propose", *M5, who=CHAIR)
    office.ok("decide", "seal", *M5, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    answered(filed(office, row(2, 400), name="迟来.xlsx"))
    office.ok("decide", "propose", *M5, who=CHAIR)
    assert codes(office) == {"ranked-once"}
    office.refused("decide", "seal", *M5, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    office.ok(
        "decide", "reopen", *M5, "--reason", "补报项目一并排名", "--with", OTHER_CHAIR, who=CHAIR, second=OTHER_CHAIR
    )
    answered(office)
    office.ok("decide", "propose", *M5, who=CHAIR)
    assert codes(office) == set()
    assert [c["rank"] for c in standing(office).values()] == [1, 2, 3]


def test_a_rejected_latecomer_may_be_sealed(office: Desk) -> None:
    answered(filed(office, row(0, 300)))
    office.ok("decide", "propose", *M5, who=CHAIR)
    office.ok("decide", "seal", *M5, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    answered(filed(office, row(2, 400), name="迟来.xlsx"), **{"5_1": "否"})
    office.ok("decide", "propose", *M5, who=CHAIR)
    assert codes(office) == set()


def test_the_order_is_kept_with_its_places(office: Desk) -> None:
    tied(office, 3)
    office.ok("decide", "propose", *M5, "--order", "2025-M5-0004,2025-M5-0003", "--reason", "会议讨论", who=CHAIR)
    db = open_reader(office.store)
    held = reads.proposal(db, 5, 2025)
    db.close()
    assert held is not None
    assert [(d.case, d.place) for d in held.departures] == [("2025-M5-0004", 3), ("2025-M5-0003", 4)]

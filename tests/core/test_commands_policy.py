"""The policy's text by command: what is pinned, doubtful and open; late decisions; and who pays."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.operations import local_now
from gyga_desk.operations.session import create_store
from gyga_desk.store import open_reader, reads
from tests.headless import ADMIN, CHAIR, CLERK, MEETING, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of

M3, M6 = ("--measure", "3", "--year", "2025"), ("--measure", "6", "--year", "2025")


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """A store with no guide."""
    create_store(tmp_path / "无指南.gyga", admin=ADMIN, password=password_of(ADMIN))
    return Desk(tmp_path / "无指南.gyga")


def test_edition_guide_sources_and_digests_are_told(office: Desk) -> None:
    found = office.ok("policy", "show", who=REVIEWER)
    db = open_reader(office.store)
    meta = reads.meta(db)
    db.close()
    assert (found["edition"], found["digest"], found["guide"]["digest"]) == (
        "2024",
        meta["edition_digest"],
        meta["guide_digest"],
    )
    assert (found["in_force"], found["until"]) == ("2024-03-25", "2027-03-24")
    assert found["guide"]["sample"] and "样例" in found["guide"]["banner"]
    assert {s["kind"] for s in found["sources"]} >= {"policy", "standard", "practice"}
    assert any("2024年4月8日" in d for d in found["doubts"])


def test_what_is_open_is_named_with_the_clause_that_leaves_it(office: Desk, bare: Desk) -> None:
    without = bare.ok("policy", "show")
    assert without["guide"] is None
    figures = {(f["measure"], f["figure"]): f for f in without["unset"]}
    assert {
        (None, "odd_fen"),
        (1, "rate"),
        (1, "cap"),
        (3, "quorum"),
        (4, "places"),
        (5, "tiers"),
        (6, "deduct"),
    } <= figures.keys()
    assert figures[None, "odd_fen"]["clause"] == "第八条(一)"
    assert figures[1, "rate"]["clause"] == "第八条(五)" and "管理办法" in figures[1, "rate"]["text"]
    assert all(f["name"] and f["clause"] and f["text"] for f in without["unset"])
    with_guide = {(f["measure"], f["figure"]) for f in office.ok("policy", "show")["unset"]}
    assert with_guide < figures.keys() and {(4, "places"), (2, "pool")} <= with_guide
    fourth = office.ok("policy", "show", "--measure", "4")["unset"]
    assert {f["measure"] for f in fourth} == {4} and "places" in {f["figure"] for f in fourth}
    assert "措施9" in office.refused("policy", "show", "--measure", "9")


# after the policy's last day


def late(**changed: str) -> list[str]:
    held = dict(zip(MEETING[::2], MEETING[1::2], strict=True)) | {f"--{k}": v for k, v in changed.items()}
    return [word for pair in held.items() for word in pair]


def seal(desk: Desk, which: tuple[str, ...], words: list[str]) -> Any:
    return desk.ok("decide", "seal", *which, "--with", OBSERVER, *words, who=CHAIR, second=OBSERVER)


def test_a_decision_after_the_last_day_says_why_and_so_do_its_sheets(reviewed: Desk, tmp_path: Path) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    words = ("decide", "seal", *M3, "--with", OBSERVER)
    said = reviewed.refused(*words, *late(date="2027-03-25"), who=CHAIR, second=OBSERVER)
    assert "2027-03-24" in said and "理由" in said
    assert "2027-03-24" in reviewed.refused(
        *words, *late(date="2027-03-24"), "--late-reason", "并未逾期", who=CHAIR, second=OBSERVER
    )
    done = seal(reviewed, M3, [*late(date="2027-03-25"), "--late-reason", "2025年期内申报，资金于期后兑现"])
    assert done["late_reason"] == "2025年期内申报，资金于期后兑现"
    db = open_reader(reviewed.store)
    held = json.loads(reads.decision_body(db, done["decision"]))["late"]
    assert (held["reason"], held["until"]) == ("2025年期内申报，资金于期后兑现", "2027-03-24")
    assert bool(held["received_after"]) is (local_now().date() > date(2027, 3, 24))  # the batch was taken in today
    db.close()
    assert reviewed.ok("verify", reviewed.store)["ok"]
    first = next(c["case"] for c in done["standing"]["cases"] if c["outcome"] == "selected")
    (paper,) = reviewed.ok("print", "approval", first, "--out", tmp_path, who=CLERK)
    read = subprocess.run(["pdftotext", "-raw", paper["path"], "-"], capture_output=True, check=True, text=True).stdout
    said = "2025年期内申报，资金于期后兑现。（政策有效期至2027年3月24日，附则）"
    assert f"逾期兑现理由{said}" in "".join(read.split())


def test_on_the_last_day_no_reason_is_needed(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    assert seal(reviewed, M3, late(date="2027-03-24"))["late_reason"] is None


# who pays


def test_totals_by_payer_add_up_over_all_sealed_decisions(reviewed: Desk) -> None:
    nothing = reviewed.ok("totals", "--year", "2025", who=OTHER_REVIEWER)
    assert (nothing["payers"], nothing["amount_fen"]) == ([], 0)
    spent = 0
    for which in (M3, M6):
        reviewed.ok("decide", "propose", *which, who=CLERK)
        spent += sum(c["amount_fen"] for c in seal(reviewed, which, late())["standing"]["cases"])
    found = reviewed.ok("totals", "--year", "2025", who=OBSERVER)
    assert found["amount_fen"] == spent == sum(p["amount_fen"] for p in found["payers"]) + found["apart_fen"]
    assert found["payers"][0]["payer"] == "市级财政"
    rows = [c for m in (M3, M6) for c in reviewed.ok("standings", *m, who=OBSERVER)["cases"]]
    assert found["payers"][0]["amount_fen"] == sum(c["city_fen"] or 0 for c in rows)
    for row in found["payers"][1:]:
        assert row["amount_fen"] == sum(c["district_fen"] or 0 for c in rows if f"{c['payer']}财政" == row["payer"])
    third = reviewed.ok("totals", "--year", "2025", "--measure", "3", who=OBSERVER)
    assert third["amount_fen"] == sum(c["amount_fen"] or 0 for c in rows if c["case"].startswith("2025-M3"))
    assert reviewed.ok("totals", "--year", "2024", who=OBSERVER)["payers"] == []
    assert "措施9" in reviewed.refused("totals", "--year", "2025", "--measure", "9", who=OBSERVER)


def test_who_withdrew_costs_nobody_anything(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CLERK)
    seal(reviewed, M3, late())
    before = reviewed.ok("totals", "--year", "2025", who=OBSERVER)
    left = next(c for c in reviewed.ok("standings", *M3, who=OBSERVER)["cases"] if c["case"] == "2025-M3-0012")
    reviewed.ok(
        "decide",
        "withdraw",
        "2025-M3-0012",
        "--reason",
        "退出",
        "--with",
        OBSERVER,
        "--no-replace",
        who=CHAIR,
        second=OBSERVER,
    )
    assert (
        reviewed.ok("totals", "--year", "2025", who=OBSERVER)["amount_fen"] == before["amount_fen"] - left["amount_fen"]
    )

"""Vouchers by command: issued, used, paid, settled, returned, lapsed, listed; and 兑付 rows that come by workbook."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.core import voucher_year
from tests.core.voucher_year import AWARDED, case, workbook
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, REVIEWER, Desk, speak

FIRST, SUM = "ZSQ-2025-0001", 191_609_747
FROM = ("--from", "2024-04-02")
ISSUE = ("vouchers", "issue", "--year", "2025", *FROM)
PAID = {"办理环节": "兑付", "已付金额": 6_386_991.58, "付款日期": "2025-06-20", "发票金额": 6_025_463.75}


@pytest.fixture(scope="module")
def _sealed(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Path:
    folder = tmp_path_factory.mktemp("vouchers")
    desk = Desk(Path(shutil.copy(_filed, folder)))
    voucher_year.answer_all(desk, folder)
    voucher_year.seal(desk)
    return desk.store


@pytest.fixture(scope="module")
def _issued(tmp_path_factory: pytest.TempPathFactory, _sealed: Path) -> Path:
    path = Path(shutil.copy(_sealed, tmp_path_factory.mktemp("issued")))
    Desk(path).ok(*ISSUE, who=CLERK)
    return path


@pytest.fixture
def sealed(tmp_path: Path, _sealed: Path) -> Desk:
    return Desk(Path(shutil.copy(_sealed, tmp_path)))


@pytest.fixture
def issued(tmp_path: Path, _issued: Path) -> Desk:
    return Desk(Path(shutil.copy(_issued, tmp_path)))


def listed(desk: Desk, *words: str, who: str = OBSERVER) -> Any:
    return desk.ok("vouchers", "list", "--year", "2025", *words, who=who)


def voucher(desk: Desk, number: str = FIRST) -> Any:
    return next(v for v in listed(desk)["vouchers"] if v["voucher"] == number)


# the gate before the seal


def test_who_pays_for_an_applicant_from_elsewhere_is_unknown_and_stands_in_the_way(filed: Desk) -> None:
    table = filed.ok("standings", "--measure", "1", "--year", "2025", who=OBSERVER)
    outside = {c["case"]: c for c in table["cases"] if c["payer"] is None}
    assert sorted(outside) == [case(n) for n in voucher_year.OUTSIDE]
    assert all(c["entitled_fen"] and c["city_fen"] is None and c["district_fen"] is None for c in outside.values())
    gate = filed.ok("gate", "--measure", "1", "--year", "2025", who=OBSERVER, status=1)
    assert {b["case"] for b in gate if b["code"] == "payer-unknown"} == set(outside)


# the ledger


def test_before_anything_is_issued_the_year_waits(sealed: Desk) -> None:
    found = listed(sealed)
    assert [w["case"] for w in found["waiting"]] == [case(n) for n in AWARDED]
    assert (found["pool_fen"], found["issued_fen"], found["balance_fen"]) == (2_000_000_000, 0, 2_000_000_000)
    assert found["vouchers"] == [] and found["missing"] is None


def test_a_years_vouchers_are_issued(sealed: Desk) -> None:
    found = sealed.ok(*ISSUE, who=CLERK)
    assert found["refused"] == []
    first = found["vouchers"][0]
    assert first == {
        "voucher": FIRST, "case": case(1), "year": 2025, "applicant": "贵州爽爽视觉01科技股份有限公司", "credit_code": "91520100YHGE9C0BEL",
        "contract": "ZS-2025-001", "state": "issued", "sum_fen": SUM, "used_fen": 0, "paid_fen": 0, "lapsed_fen": 0, "returned_fen": 0,
        "left_fen": SUM, "from": "2024-04-02", "until": "2025-04-02", "entries": [],
    }  # fmt: skip
    year = listed(sealed)
    assert year["issued_fen"] == sum(v["sum_fen"] for v in found["vouchers"])
    assert year["balance_fen"] == 2_000_000_000 - year["issued_fen"]
    assert year["waiting"] == []


def test_the_cases_named_are_issued(sealed: Desk) -> None:
    found = sealed.ok("vouchers", "issue", case(2), case(1), *FROM, who=CLERK)
    assert [v["case"] for v in found["vouchers"]] == [case(2), case(1)]
    assert len(listed(sealed)["waiting"]) == len(AWARDED) - 2


def test_what_is_refused_of_a_year_is_told_and_wants_a_person(filed: Desk, tmp_path: Path) -> None:
    supplier = filed.ok("cases", "--measure", "1", who=CLERK)[0]["facts"]["服务方信用代码"]
    filed.ok(
        "import",
        workbook(tmp_path / "二.xlsx", {"source": 2, "合同编号": "ZS-2025-001", "服务方信用代码": supplier}),
        who=CLERK,
    )
    voucher_year.answer_all(filed, tmp_path)
    voucher_year.seal(filed)
    found = filed.ok(*ISSUE, who=CLERK, status=1)
    assert [r["case"] for r in found["refused"]] == [case(13)]
    assert "一份合同只申领一次" in found["refused"][0]["sentence"]


def test_a_voucher_goes_its_way(issued: Desk) -> None:
    used = issued.ok(
        "vouchers",
        "use",
        FIRST,
        "--sum",
        "1,916,097.47",
        "--on",
        "2024-06-30",
        "--contract",
        "ZS-2025-001",
        "--note",
        "一次用完",
        who=CLERK,
    )
    assert (used["state"], used["used_fen"], used["left_fen"]) == ("used", SUM, 0)
    part = issued.ok("vouchers", "pay", FIRST, "--sum", "1000000", "--on", "2024-07-30", who=CLERK)
    assert (part["state"], part["paid_fen"]) == ("used", 100_000_000)
    assert issued.ok("vouchers", "pay", FIRST, "--on", "2024-08-30", who=CLERK)["state"] == "paid"
    settled = issued.ok("vouchers", "settle", FIRST, "--on", "2024-09-01", who=CLERK)
    assert settled["state"] == "settled"
    assert [(e["seq"], e["kind"], e["sum_fen"], e["on"]) for e in settled["entries"]] == [
        (1, "use", SUM, "2024-06-30"), (2, "pay", 100_000_000, "2024-07-30"), (3, "pay", SUM - 100_000_000, "2024-08-30"), (4, "settle", SUM, "2024-09-01"),
    ]  # fmt: skip
    assert settled["entries"][0]["note"] == "一次用完" and settled["entries"][0]["by"] == CLERK
    assert listed(issued)["settled_fen"] == SUM


def test_what_is_returned_or_lapses_goes_back(issued: Desk) -> None:
    before = listed(issued)
    returned = issued.ok("vouchers", "return", FIRST, "--on", "2024-05-01", "--note", "合同解除", who=CLERK)
    assert (returned["state"], returned["returned_fen"]) == ("returned", SUM)
    issued.ok("vouchers", "use", "ZSQ-2025-0002", "--sum", "1", "--on", "2025-04-02", who=CLERK)
    assert len(listed(issued, "--overdue", "2025-04-02")["vouchers"]) == 0
    late = [v["voucher"] for v in listed(issued, "--overdue", "2025-04-03")["vouchers"]]
    lapsed = issued.ok("vouchers", "lapse", "--on", "2025-04-03", who=CLERK)
    assert [v["voucher"] for v in lapsed] == late == [f"ZSQ-2025-{n:04d}" for n in range(2, 10)]
    after = listed(issued)
    assert (
        after["balance_fen"]
        == before["pool_fen"] - 100
        == before["balance_fen"] + after["lapsed_fen"] + after["returned_fen"]
    )
    assert {v["state"] for v in after["vouchers"]} == {"returned", "used", "lapsed"}


def test_an_entry_is_undone_and_stands_in_the_history(issued: Desk) -> None:
    issued.ok("vouchers", "use", FIRST, "--sum", "5", "--on", "2024-06-30", who=CLERK)
    assert issued.ok("history", who=OBSERVER)[0]["name"] == f"登记智算券 {FIRST} 使用"
    assert [h["name"] for h in issued.ok("history", "--case", case(1), who=OBSERVER)[:2]] == [
        f"登记智算券 {FIRST} 使用",
        "核发智算券 2025年",
    ]
    assert issued.ok("history", "--case", case(2), who=OBSERVER)[0]["name"] == "核发智算券 2025年"
    issued.ok("undo", who=CLERK)
    assert voucher(issued)["entries"] == []
    issued.ok("undo", who=CLERK)
    assert listed(issued)["vouchers"] == []
    assert issued.ok("history", who=OBSERVER)[0]["name"] == "撤销：核发智算券 2025年"


REFUSED: list[list[str]] = [
    ["use", FIRST, "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "0", "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "0.001", "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "一百", "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "-5", "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "99999999", "--on", "2024-06-30"],
    ["use", FIRST, "--sum", "5"],
    ["use", FIRST, "--sum", "5", "--on", "2024-02-30"],
    ["use", FIRST, "--sum", "5", "--on", "2024-04-01"],
    ["use", FIRST, "--sum", "5", "--on", "2025-04-03"],
    ["use", FIRST, "--sum", "5", "--on", "9999-12-31"],
    ["use", FIRST, "--sum", "5", "--on", "2024-06-30", "--contract", "别的合同"],
    ["use", "ZSQ-2025-9999", "--sum", "5", "--on", "2024-06-30"],
    ["use", "", "--sum", "5", "--on", "2024-06-30"],
    ["pay", FIRST, "--on", "2024-06-30"],
    ["settle", FIRST, "--on", "2024-06-30"],
    ["return", FIRST, "--sum", "5", "--on", "2024-06-30"],
    ["lapse", "--on", "2025-04-02"],
    ["lapse"],
    ["lapse", "--on", "9999-12-31"],
    ["issue", "--year", "2025", *FROM],
    ["issue", case(1), *FROM],
    ["issue", "2025-M3-0001", *FROM],
    ["issue", "--year", "2025"],
    ["issue", *FROM],
    ["list"],
    ["list", "--year", "二五"],
    ["list", "--year", "2025", "--overdue", "昨天"],
    ["fly"],
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused_in_a_sentence(issued: Desk, words: list[str]) -> None:
    issued.refused("vouchers", *words, who=CLERK)


@pytest.mark.parametrize("name", [ADMIN, CHAIR, REVIEWER, OBSERVER])
def test_only_the_clerk_keeps_the_ledger_and_everybody_reads_it(issued: Desk, name: str) -> None:
    assert "经办人" in issued.refused("vouchers", "use", FIRST, "--sum", "5", "--on", "2024-06-30", who=name)
    issued.refused("vouchers", "lapse", "--on", "2025-04-03", who=name)
    assert len(listed(issued, who=name)["vouchers"]) == len(AWARDED)


def test_without_json_people_read_lines(issued: Desk) -> None:
    said = speak(
        "--store", issued.store, "--as", CLERK, "vouchers", "list", "--year", "2025", env=issued.secrets(CLERK)
    )
    assert f"{FIRST}  已核发" in said.out and "余额" in said.out


def test_without_a_guide_the_missing_figure_is_named_with_its_clause(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "无指南.gyga")
    speak("--store", desk.store, "init", "--admin", ADMIN, env=desk.secrets(ADMIN))
    desk.ok("people", "add", CLERK, "--role", "clerk", env={"GYGA_NEW_PASSWORD": desk.secrets(CLERK)["GYGA_PASSWORD"]})
    assert "有效期未定（第八条(五)" in desk.refused(*ISSUE, who=CLERK)
    assert "第八条(五)" in listed(desk, who=CLERK)["missing"]


# 兑付 by workbook


def test_a_redemption_row_is_kept_beside_the_voucher_and_changes_no_sealed_case(issued: Desk, tmp_path: Path) -> None:
    before = issued.ok("cases", "--search", case(1), who=CLERK)
    file = workbook(tmp_path / "兑付.xlsx", {**PAID, "券编号": FIRST})
    assert issued.ok("import", file, "--dry-run", who=CLERK)["redemptions"] == 1
    taken = issued.ok("import", file, who=CLERK)
    assert (taken["accepted"], taken["redemptions"], taken["new"], taken["changed"], taken["held"]) == (1, 1, 0, 0, 0)
    assert [s["accepted"] for s in taken["sheets"]] == [1]
    asked = voucher(issued)["redemptions"]
    assert [(r["file"], r["paid_fen"], r["invoiced_fen"], r["paid_on"]) for r in asked] == [
        ("兑付.xlsx", 638_699_158, 602_546_375, "2025-06-20")
    ]
    assert issued.ok("cases", "--search", case(1), who=CLERK) == before
    again = issued.ok("import", file, who=CLERK)
    assert (again["accepted"], again["unchanged"], again["redemptions"]) == (0, 1, 0)
    issued.ok("undo", who=CLERK)
    assert voucher(issued)["redemptions"] == []


def test_a_second_payment_stands_beside_the_first_and_beside_the_application_itself(
    issued: Desk, tmp_path: Path
) -> None:
    issued.ok("import", workbook(tmp_path / "一.xlsx", PAID), who=CLERK)
    taken = issued.ok(
        "import", workbook(tmp_path / "二.xlsx", {**PAID, "已付金额": 1, "申报年度": 2026}, keep=(1, 2)), who=CLERK
    )
    assert (taken["redemptions"], taken["unchanged"], taken["new"]) == (1, 2, 0)
    assert [r["paid_fen"] for r in voucher(issued)["redemptions"]] == [638_699_158, 100]


FAULTS = [
    ("another voucher's number", {"券编号": "ZSQ-2025-0002"}, "voucher-number"),
    ("nothing paid", {"已付金额": None}, "redemption-incomplete"),
    ("no day", {"付款日期": None}, "redemption-incomplete"),
    ("no invoice", {"发票金额": None}, "redemption-incomplete"),
]


@pytest.mark.parametrize(("changed", "code"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_redemption_row_with_a_fault_is_held(
    issued: Desk, tmp_path: Path, changed: dict[str, object], code: str
) -> None:
    found = issued.ok("import", workbook(tmp_path / "兑付.xlsx", {**PAID, **changed}), who=CLERK, status=1)
    assert [p["code"] for p in found["problems"] if p["severity"] == "error"] == [code]
    assert (found["held"], found["accepted"]) == (1, 0)
    assert voucher(issued)["redemptions"] == []


def test_a_contract_that_reads_otherwise_is_told_and_still_taken(issued: Desk, tmp_path: Path) -> None:
    found = issued.ok("import", workbook(tmp_path / "兑付.xlsx", {**PAID, "合同金额": 9_000_000}), who=CLERK)
    told = [p for p in found["problems"] if p["code"] == "redemption-differs"]
    assert [p["severity"] for p in told] == ["note"] and "合同金额" in told[0]["sentence"]
    assert found["redemptions"] == 1


def test_without_a_voucher_there_is_nothing_to_pay(sealed: Desk, tmp_path: Path) -> None:
    found = sealed.ok("import", workbook(tmp_path / "兑付.xlsx", PAID), who=CLERK, status=1)
    assert "no-voucher" in [p["code"] for p in found["problems"]]
    assert found["held"] == 1


def test_the_same_payment_twice_in_one_sheet_is_held(issued: Desk, tmp_path: Path) -> None:
    found = issued.ok("import", workbook(tmp_path / "兑付.xlsx", PAID, PAID), who=CLERK, status=1)
    assert [p["code"] for p in found["problems"] if p["severity"] == "error"] == ["duplicate-row"] * 2


def test_before_the_seal_a_redemption_row_is_the_application_moved_on(filed: Desk, tmp_path: Path) -> None:
    found = filed.ok("import", workbook(tmp_path / "兑付.xlsx", PAID), who=CLERK)
    assert (found["changed"], found["redemptions"]) == (1, 0)


def test_a_sealed_application_is_still_not_changed(issued: Desk, tmp_path: Path) -> None:
    found = issued.ok("import", workbook(tmp_path / "改.xlsx", {"合同金额": 9_000_000}), who=CLERK, status=1)
    assert "sealed" in [p["code"] for p in found["problems"]]

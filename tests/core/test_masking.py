"""Personal data: masked wherever cases are listed, whole for who says why, and that on record."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.masking import cover, kind_of
from gyga_desk.model import Personal
from gyga_desk.store import open_reader, reads
from tests.headless import ADMIN, CLERK, OBSERVER, REVIEWER, Desk

PERSONAL = ("联系人", "联系电话", "银行账号")
ONE = ("--measure", "3", "--year", "2025")


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("张三", Personal.NAME, "张*"), ("欧阳静怡", Personal.NAME, "欧***"), ("王", Personal.NAME, "王*"), ("", Personal.NAME, ""),
        ("13812345678", Personal.PHONE, "138****5678"), ("0851-85987654", Personal.PHONE, "085******7654"), ("110", Personal.PHONE, "***"),
        ("520102199001011234", Personal.IDENTITY, "5201************34"), ("6222021234567890123", Personal.ACCOUNT, "***************0123"),
        ("1234", Personal.ACCOUNT, "****"), ("zhang.san@example.cn", Personal.MAIL, "z********@example.cn"), ("无", Personal.MAIL, "无*"),
    ],
)  # fmt: skip
def test_enough_stays_to_tell_two_apart_and_too_little_to_reach_either(text: str, kind: Personal, shown: str) -> None:
    assert cover(text, kind) == shown


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("经办人身份证号", Personal.IDENTITY), ("手机", Personal.PHONE), ("对公帐号", Personal.ACCOUNT), ("E-mail", Personal.MAIL),
        ("财务联系人", Personal.NAME), ("项目名称", None), ("统一社会信用代码", None), ("备注", None),
    ],
)  # fmt: skip
def test_columns_that_the_edition_does_not_know_are_judged_by_their_header(header: str, kind: Personal | None) -> None:
    assert kind_of(header) is kind


def test_a_list_is_masked_and_whole_for_a_reason_on_record(filed: Desk) -> None:
    masked, steps = filed.ok("cases", *ONE, who=REVIEWER), len(filed.ok("history", who=ADMIN))
    whole = filed.ok("cases", *ONE, "--reveal", "核对收款账户", who=REVIEWER)
    assert [c["case"] for c in masked] == [c["case"] for c in whole] and masked
    hidden = {
        name for a, b in zip(masked, whole, strict=True) for name in a["facts"] if a["facts"][name] != b["facts"][name]
    }
    assert hidden == set(PERSONAL)
    assert all("*" in c["facts"][name] for c in masked for name in PERSONAL if c["facts"].get(name))
    (told, *before) = filed.ok("history", who=ADMIN)
    assert len(before) == steps and (told["actor"], told["seals"]) == (REVIEWER, False)
    assert told["name"] == "查看完整个人信息 项目清单：核对收款账户" and filed.ok("verify", filed.store)["ok"]


def test_looking_is_no_step_to_be_undone(filed: Desk) -> None:
    """The newest thing the clerk did is still the one that 撤销 takes back."""
    filed.ok("cases", *ONE, "--reveal", "联系补正", who=CLERK)
    assert "查看" not in filed.ok("undo", who=CLERK)["done"]
    assert filed.ok("verify", filed.store)["ok"]


def test_an_export_is_masked_and_whole_for_a_reason(filed: Desk, tmp_path: Path) -> None:
    filed.ok("export", tmp_path / "甲.xlsx", who=OBSERVER)
    filed.ok("export", tmp_path / "乙.xlsx", "--reveal", "拨付核对", who=OBSERVER)
    assert "拨付核对" in filed.ok("history", who=ADMIN)[0]["name"]
    first, second = (cells(tmp_path / name) for name in ("甲.xlsx", "乙.xlsx"))
    assert first.keys() == second.keys()
    differing = {place[1] for place in first if first[place] != second[place]}
    assert differing == set(PERSONAL)
    assert not [
        text for (_, header), texts in first.items() if header in PERSONAL for text in texts if text and "*" not in text
    ]


def cells(path: Path) -> dict[tuple[str, str], list[str]]:
    """Every column's texts, by sheet and header."""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        header, *rows = sheet.iter_rows(values_only=True)
        found |= {(sheet.title, str(h)): [str(r[at] or "") for r in rows] for at, h in enumerate(header)}
    return found


def test_an_explanation_shows_no_person(filed: Desk) -> None:
    case = filed.ok("cases", *ONE, "--reveal", "对照", who=REVIEWER)[0]
    said = str(filed.ok("explain", case["case"], who=REVIEWER))
    for name in PERSONAL:
        if case["facts"].get(name):
            assert case["facts"][name] not in said and name in said


def test_the_payment_list_needs_the_account_and_the_public_notice_shows_none(
    demo_desk: Desk, demo_store: Path, tmp_path: Path
) -> None:
    db = open_reader(demo_store)
    approvals = reads.papers(db, 3, 2025, kind="approval")
    db.close()
    for paper in approvals:
        demo_desk("register", paper.number, "--code", paper.code, who="经办人")
    accounts = {
        c["facts"]["银行账号"]
        for c in demo_desk.ok("cases", "--reveal", "拨付", who="主任")
        if c["facts"].get("银行账号")
    }
    phones = {
        c["facts"]["联系电话"]
        for c in demo_desk.ok("cases", "--reveal", "拨付", who="主任")
        if c["facts"].get("联系电话")
    }
    words = {kind: printed(demo_desk, kind, tmp_path / kind) for kind in ("payment", "public-list")}
    assert any(a in words["payment"] for a in accounts)
    assert not any(a in words["public-list"] for a in accounts | phones)


def printed(desk: Desk, kind: str, out: Path) -> str:
    import subprocess

    out.mkdir()
    made = desk.ok("print", kind, "--measure", "3", "--year", "2025", "--out", out, who="经办人")
    texts = [
        subprocess.run(["pdftotext", p["path"], "-"], capture_output=True, check=True).stdout.decode() for p in made
    ]
    return re.sub(r"\s", "", "".join(texts))

"""Workbooks for tests, filled in from the sample's own rows: a few rows of one measure, with what a test is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from gyga_desk import places
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, PEOPLE, REVIEWER, Desk, password_of, speak
from tests.offices import set_people

GUIDE = places.resources() / "policy" / "2024" / "guide-sample.toml"
CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
SHEETS = {5: "5数据供给", 6: "6数据流通"}
LINES = "交易明细"
LINE_HEADERS = (
    "信用代码",
    "合同编号",
    "交易日期",
    "数据产品",
    "卖方",
    "卖方信用代码",
    "合同额",
    "付款额",
    "发票额(不含税)",
    "是否关联方",
)
SELLER = "91520100MA6DL1AB0J"


def applicants(measure: int) -> list[tuple[str, str]]:
    """Names and credit codes of the sample's applicants, to fill in."""
    return [(row["单位名称"], row["统一社会信用代码"]) for row in _rows(measure)]


def _rows(measure: int) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(CLEAN)[SHEETS[measure]]
    head, *rows = sheet.values
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def workbook(
    path: Path, measure: int, rows: Sequence[dict[str, Any]], lines: Sequence[Sequence[Any]] | None = None
) -> Path:
    """A workbook of one measure; each row is the sample's first, with the applicant of the number `who` and what it says."""
    sample = _rows(measure)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEETS[measure]
    sheet.append(list(sample[0]))
    for told in rows:
        said = dict(told)
        other = sample[said.pop("who")]
        whose = {h: other[h] for h in ("单位名称", "统一社会信用代码", "收款户名", "属地", "注册地址")}
        sheet.append(list({**sample[0], **whose, **said}.values()))
    if not rows:
        book.remove(sheet)
    if lines is not None:
        detail = book.create_sheet(LINES)
        detail.append(LINE_HEADERS)
        for line in lines:
            detail.append(list(line))
    book.save(path)
    return path


def new_office(store: Path, guide: Path) -> Desk:
    """The command line on a store of its own guide, with a person of each role that a year needs."""
    speak(
        "--store",
        store,
        "--as",
        ADMIN,
        "init",
        "--guide",
        guide,
        "--admin",
        ADMIN,
        env={"GYGA_PASSWORD": password_of(ADMIN)},
    )
    set_people(store, ADMIN, {name: PEOPLE[name] for name in (ADMIN, CLERK, OBSERVER, REVIEWER, CHAIR)}, password_of)
    return Desk(store)


def line(
    code: str,
    number: str,
    yuan: float,
    paid: float | None = None,
    day: date = date(2024, 6, 1),
    related: str = "否",
    seller: str = SELLER,
) -> list[Any]:
    """One transaction, in 元."""
    return [
        code,
        number,
        day,
        "示例语料",
        "贵州示例数据公司",
        seller,
        yuan,
        yuan if paid is None else paid,
        yuan,
        related,
    ]

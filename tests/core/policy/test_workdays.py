"""The tables of holidays: what cannot be one does not load, and a guide adds further years and changes none."""

from __future__ import annotations

from datetime import date

import pytest

from gyga_desk.errors import PolicyError
from gyga_desk.policy.load import load_edition

YEAR = """
[[{table}]]
year = {year}
title = "国务院办公厅关于{year}年部分节假日安排的通知"
number = "国办发明电〔{before}〕1号"
off = {off}
work = {work}
"""


def year(table: str, number: int = 2027, off: str = "[[2027-01-01, 2027-01-03]]", work: str = "[2027-01-09]") -> str:
    return YEAR.format(table=table, year=number, before=number - 1, off=off, work=work)


def test_a_guide_adds_the_holidays_of_a_further_year(texts: dict[str, str], guide_text: str) -> None:
    edition = load_edition(texts, guide_text + year("workdays"))
    assert [one.year for one in edition.calendar] == [2024, 2025, 2026, 2027]
    assert date(2027, 1, 2) in edition.calendar[-1].off and date(2027, 1, 9) in edition.calendar[-1].work
    with pytest.raises(PolicyError, match="已有节假日安排"):
        load_edition(texts, guide_text + year("workdays", 2025, "[[2025-03-03, 2025-03-04]]", "[]"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (year("year", off="[[2026-12-31, 2027-01-03]]"), "别的年度"),
        (year("year", off="[[2027-01-03, 2027-01-01]]"), "之后"),
        (year("year", off="[2027-01-01]"), "起止日期"),
        (year("year", off="[[2027-01-01]]"), "起止日期"),
        (year("year", off='[["2027-01-01", "2027-01-03"]]'), "应为日期"),
        (year("year", off="[[2027-01-01, 2027-01-03], [2027-01-03, 2027-01-04]]"), "重复"),
        (year("year", work="[2027-01-08]"), "周末"),
        (year("year", work="[2027-01-02]"), "周末"),
        (year("year") + year("year"), "已有节假日安排"),
        (year("year") + "region = 1", "不认识"),
        ("[[other]]", "不认识"),
    ],
)
def test_what_cannot_be_a_table_does_not_load(texts: dict[str, str], said: str, sentence: str) -> None:
    with pytest.raises(PolicyError, match=sentence) as fault:
        load_edition({**texts, "workdays.toml": said})
    assert "workdays.toml" in str(fault.value)


def test_an_edition_without_a_table_has_none(texts: dict[str, str]) -> None:
    assert load_edition({name: text for name, text in texts.items() if name != "workdays.toml"}).calendar == ()

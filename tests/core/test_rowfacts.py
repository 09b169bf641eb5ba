"""A row's facts held small are the facts themselves."""

from __future__ import annotations

import pickle

import pytest

from gyga_desk.model import Fact, FactValue
from gyga_desk.rowfacts import Headings, RowFacts
from gyga_desk.store import codec

HEADINGS = Headings([
    ("absent", "", ""), ("applicant", "A", "单位名称"), ("year", "B", "年度"), ("sum", "C", "金额\n(万元)"), ("yes", "D", "是否"),
    ("no", "E", "否"), ("blank", "F", "空"), ("code", "G", "代码"), ("odd", "H", "异"), ("x:备注", "I", "备注"), ("x:其他", "J", "其他"),
])  # fmt: skip
TEXTS = ["", '甲\n"乙"公司', "2025", "12.5", "√", "否", "", " ９１ ", "=", "说明", ""]
VALUES: list[FactValue] = [None, '甲\n"乙"公司', 2025, 12_500_000, True, False, None, "91", "", "说明", None]
PLAIN = {
    "absent": Fact("", None, "", ""), "applicant": Fact(TEXTS[1], TEXTS[1], "A7", "单位名称"), "year": Fact("2025", 2025, "B7", "年度"),
    "sum": Fact("12.5", 12_500_000, "C7", "金额\n(万元)"), "yes": Fact("√", True, "D7", "是否"), "no": Fact("否", False, "E7", "否"),
    "blank": Fact("", None, "F7", "空"), "code": Fact(" ９１ ", "91", "G7", "代码"), "odd": Fact("=", "", "H7", "异"),
    "x:备注": Fact("说明", "说明", "I7", "备注"),
}  # fmt: skip


@pytest.fixture
def facts() -> RowFacts:
    return RowFacts.of(HEADINGS, 7, TEXTS, VALUES)


def test_what_goes_in_comes_out(facts: RowFacts) -> None:
    assert dict(facts.items()) == dict(facts) == PLAIN
    assert facts == PLAIN
    assert list(facts) == list(PLAIN)
    assert len(facts) == len(PLAIN)
    assert facts["sum"] == PLAIN["sum"]


def test_an_empty_cell_beyond_the_schema_is_no_fact(facts: RowFacts) -> None:
    assert "x:其他" not in facts
    assert facts.get("x:其他") is None
    assert facts.get("no_such_column") is None


def test_rows_of_one_table_are_not_mixed_up(facts: RowFacts) -> None:
    other = RowFacts.of(HEADINGS, 8, ["", "丙", *TEXTS[2:]], [None, "丙", *VALUES[2:]])
    assert [facts["applicant"].value, other["applicant"].value, facts["applicant"].cell, other["year"].cell] == [
        TEXTS[1], "丙", "A7", "B8",
    ]  # fmt: skip


def test_facts_travel_between_processes(facts: RowFacts) -> None:
    assert pickle.loads(pickle.dumps(facts)) == PLAIN


def test_they_have_the_digest_of_plain_facts(facts: RowFacts) -> None:
    assert codec.digest_facts(facts) == codec.digest_facts(PLAIN)


def test_they_are_stored_with_their_headings_once_and_read_back(facts: RowFacts) -> None:
    headings = codec.Headed()
    text = codec.write_facts(facts, headings)
    other = codec.write_facts(RowFacts.of(Headings([("applicant", "C", "名称")]), 9, ["丁"], ["丁"]), headings)
    assert codec.read_facts(text, headings.text(), 7) == PLAIN
    assert codec.read_facts(other, headings.text(), 9) == {"applicant": Fact("丁", "丁", "C9", "名称")}
    assert len(text) * 1.9 < len(codec.write_facts(PLAIN))
    assert codec.read_facts(codec.write_facts(PLAIN), "[]", 7) == PLAIN
    settled = PLAIN | {"sum": Fact("12.5", 1250, "C7", "金额", "经办人按“元”读")}
    assert codec.read_facts(codec.write_facts(settled, headings), headings.text(), 7) == settled

"""What a seal keeps reads back as it was, to the last fraction; one meaning has one digest."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from gyga_desk.model import ExpertTotal, Fact, MarkUse, Outcome, Reason, Standing, Step, Table
from gyga_desk.store.codec import canonical, digest, digest_facts, read_table, write_facts, write_table

STANDING = Standing(
    "2025-M3-0001", 3, "贵州黔云智能科技有限公司", "915201009PUG26F69T", "示例事项", Outcome.PENDING, Outcome.SELECTED,
    (Reason("3.4", "待核", "第三条"),), Fraction(1751, 21),
    (ExpertTotal("专家一", Decimal("97.50"), MarkUse.DROPPED), ExpertTotal("专家二", None, MarkUse.ABSENT)), Decimal("20.5"), 1, tied=True,
    entitled_fen=84_260_000, amount_fen=84_260_000, city_fen=42_130_000, district_fen=42_130_000, payer="观山湖区",
    derivation=(Step("审计核定投入", "投入核定", None, 421_300_000), Step("× 20%", "第三条", 421_300_000, 84_260_000)),
)  # fmt: skip
EMPTY = Standing(
    "2025-M3-0002", 3, "乙", "", "", Outcome.REJECTED, Outcome.REJECTED, (), None, (), None, None, tied=False, entitled_fen=None,
    amount_fen=None, city_fen=None, district_fen=None, payer="", derivation=(),
)  # fmt: skip
TABLE = Table(
    3, 2025, "2024", "样例", "sha256:0", 10, None, "stop", 5, (STANDING, EMPTY), (Reason("", "入选名额未定", "第四条"),), ("2025-M3-0001",),
)  # fmt: skip


def test_a_table_reads_back_through_its_text() -> None:
    assert read_table(json.loads(canonical(write_table(TABLE)))) == TABLE


def test_no_figure_is_written_as_a_binary_fraction() -> None:
    text = canonical(write_table(TABLE))
    assert '"score":"1751/21"' in text and '"97.50"' in text
    assert not [v for v in numbers(json.loads(text)) if isinstance(v, float)]


def numbers(value: object) -> list[object]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [value]


def test_one_meaning_is_written_one_way() -> None:
    assert canonical({"b": 1, "a": "贵阳"}) == canonical({"a": "贵阳", "b": 1}) == '{"a":"贵阳","b":1}'
    assert digest("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"paid": Fact(" 100.00 元", 10_000, "Q9", "实际投入")}, True),
        ({"paid": Fact("100", 10_000, "C5"), "copies": Fact("", None, "D5")}, True),
        ({"paid": Fact("100", 10_001, "C5")}, False),
        ({"paid": Fact("100", 10_000, "C5"), "copies": Fact("0", 0, "D5")}, False),
        ({"paid": Fact("100", "10000", "C5")}, False),
        ({}, False),
    ],
)
def test_facts_that_mean_the_same_have_one_digest(changed: dict[str, Fact], same: bool) -> None:
    assert (digest_facts(changed) == digest_facts({"paid": Fact("100", 10_000, "C5")})) is same


def test_facts_are_stored_with_what_was_written_and_where() -> None:
    assert json.loads(write_facts({"paid": Fact("100 元", 10_000, "C5", "实际投入")})) == {
        "paid": ["100 元", 10_000, "C5", "实际投入"]
    }

"""The look at what was received before: what the record knows goes before what the application says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gyga_desk.model import Finding, Verdict
from gyga_desk.policy import Edition
from gyga_desk.rules.amounts import derive
from gyga_desk.rules.automatic import Look, look_at
from gyga_desk.rules.overlap import Claim, overlap_of, sentences
from tests.core.cases import case, measure

OWN = Claim(
    "2025-M3-0001", "2025-M3-0001 示范应用场景", "915201009PUG26F69T", "贵州黔云智能科技有限公司", "交通示范场景", "", 0
)
PAID = replace(OWN, id="清单/1", label="贵州省大数据专项资金2024年", fen=60_000_000)
ASKED = replace(OWN, id="2025-M2-0004", label="2025-M2-0004 研发训练", fen=500_000_000)


def looked(edition: Edition, number: int, check_id: str, overlap: tuple[str, ...], **facts: Any) -> Finding:
    held = measure(edition, number)
    check = held.check(check_id)
    assert check is not None and check.auto == "received_stated"
    return look_at(Look(edition, held, case(held, **facts), check, None, "2025-04-30", (), "", overlap=overlap))


@pytest.mark.parametrize(("number", "check"), [(1, "G8"), (2, "G8"), (3, "G8"), (4, "G8"), (5, "5.8"), (6, "G8")])
@pytest.mark.parametrize("facts", [{"received_policies": "无", "received": 0}, {}])
def test_what_the_record_knows_is_found_whatever_was_stated(
    edition: Edition, number: int, check: str, facts: dict[str, Any]
) -> None:
    told = sentences(overlap_of(OWN, [PAID], [ASKED]), facts.get("received"))
    found = looked(edition, number, check, told, **facts)
    assert found.verdict is Verdict.FAIL
    assert (
        "贵州省大数据专项资金2024年 600,000.00 元" in found.sentence
        and "2025-M2-0004 研发训练 5,000,000.00 元" in found.sentence
    )
    assert found.sentence.count("；") >= 1 and found.sentence.endswith("。")


def test_where_the_record_knows_no_more_than_was_stated_the_statement_holds(edition: Edition) -> None:
    told = sentences(overlap_of(OWN, [PAID], []), PAID.fen)
    assert told == ()
    assert (
        looked(edition, 3, "G8", told, received_policies="贵州省大数据专项资金", received=PAID.fen).verdict
        is Verdict.FAIL
    )
    assert looked(edition, 3, "G8", told, received_policies="无", received=0).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("stated", "known", "left", "label"),
    [
        (0, 0, 100_000_000, "减“已享受金额”0.00 元"),
        (60_000_000, 0, 40_000_000, "晋级补差：减“已享受金额”600,000.00 元"),
        (60_000_000, 60_000_000, 40_000_000, "晋级补差：减“已享受金额”600,000.00 元"),
        (59_999_999, 60_000_000, 40_000_000, "晋级补差：减台账已享受 600,000.00 元（填报 599,999.99 元）"),
        (60_000_001, 60_000_000, 39_999_999, "晋级补差：减“已享受金额”600,000.01 元"),
        (0, 100_000_001, 0, "晋级补差：减台账已享受 1,000,000.01 元（填报 0.00 元）"),
    ],
)
def test_topping_up_takes_off_the_larger_and_says_both(
    edition: Edition, stated: int, known: int, left: int, label: str
) -> None:
    held = measure(edition, 3)
    found = derive(held, case(held, audited_paid=800_000_000, received=stated), paid_fen=known)
    assert found.entitled_fen == left
    assert (found.steps[-1].label, found.steps[-1].clause) == (label, "第八条(三)")

"""第八条(三): which claims are about one matter, what is taken off for it, and what a reviewer is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.rules.overlap import Claim, Overlap, Sameness, overlap_of, sameness, sentences

CODE, OTHER = "91520100FE5T41MFKK", "91520100YHGE9C0BEL"
OWN = Claim(
    "2025-M3-0001",
    "2025-M3-0001 示范应用场景",
    CODE,
    "贵州爽爽星图24软件有限公司",
    "基于大模型的交通示范应用03",
    "HT-9",
    100_000,
)
ELSEWHERE = replace(OWN, id="a/1", label="贵州省大数据专项资金（黔数〔2024〕9号）2024年", fen=60_000)


def test_one_matter_of_one_applicant_is_the_same_however_it_is_spaced():
    spaced = replace(ELSEWHERE, matter=" 基于大模型的交通 示范应用０３ ", contract="")
    assert sameness(OWN, spaced) == (Sameness.SAME, "事项名称相同")


def test_one_contract_of_one_applicant_is_the_same_whatever_it_is_called():
    assert sameness(OWN, replace(ELSEWHERE, matter="另一名称")) == (Sameness.SAME, "合同编号相同")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"credit_code": OTHER, "matter": "别的"}, "合同编号相同而单位不同"),
        ({"contract": "", "matter": "基于大模型的交通示范应用项目03"}, "同一单位，事项名称相近"),
        ({"contract": "", "matter": "", "model": "黔语1号"}, "同一单位，所涉大模型相同"),
        (
            {"contract": "", "credit_code": OTHER, "applicant": "贵州爽爽星图24软件（贵阳）有限公司"},
            "事项名称相同，单位名称相近",
        ),
    ],
)
def test_what_is_only_like_the_same_matter_is_for_a_person(change: dict[str, str], why: str):
    own = replace(OWN, model="黔语1号")
    assert sameness(own, replace(ELSEWHERE, **change)) == (Sameness.LIKE, why)


@pytest.mark.parametrize(
    "change",
    [
        {"contract": "", "matter": "医疗影像辅助诊断"},
        {"contract": "", "matter": "基于大模型的交通示范应用04"},
        {"contract": "", "matter": ""},
        {"contract": "", "credit_code": OTHER, "applicant": "遵义红军山酒业有限公司"},
        {"contract": "", "matter": "大模型项目"},
    ],
)
def test_different_things_are_kept_apart(change: dict[str, str]):
    assert sameness(OWN, replace(ELSEWHERE, **change)) is None


def test_the_next_stage_of_a_long_name_is_another_matter():
    long = "城市轨道交通信号协同控制与客流疏导决策支持系统"
    own, other = (replace(c, contract="", matter=f"{long}{n}期") for c, n in ((OWN, "一"), (ELSEWHERE, "二")))
    assert sameness(own, other) is None
    assert sameness(own, replace(other, matter=f"{long}（一期）")) == (Sameness.LIKE, "同一单位，事项名称相近")


def test_claims_are_sorted_into_paid_asked_and_doubtful():
    asked = replace(OWN, id="2025-M4-0002", contract="", fen=80_000)
    doubt = replace(ELSEWHERE, id="a/2", credit_code=OTHER, matter="别的")
    found = overlap_of(
        OWN,
        [ELSEWHERE, doubt, OWN],
        [asked, replace(OWN, id="x", credit_code=OTHER, applicant="甲", contract="", matter="乙")],
    )
    assert found == Overlap((ELSEWHERE,), (asked,), ((doubt, "合同编号相同而单位不同"),))
    assert found.paid_fen == 60_000


def test_a_reviewer_hears_of_more_than_was_stated_of_what_is_pending_and_of_doubts():
    asked = replace(OWN, id="2025-M4-0002", label="2025-M4-0002 公共服务平台", fen=80_000)
    doubt = replace(ELSEWHERE, credit_code=OTHER)
    told = sentences(Overlap((ELSEWHERE,), (asked,), ((doubt, "合同编号相同而单位不同"),)), 0)
    assert told == (
        "台账查得同一事项已享受 600.00 元（贵州省大数据专项资金（黔数〔2024〕9号）2024年 600.00 元），填报 0.00 元，按高者减除",
        "同一事项另有在审：2025-M4-0002 公共服务平台 800.00 元；从优不重复，先封存的计为已享受，后封存的只补差额",
        "疑似同一事项（合同编号相同而单位不同）：贵州省大数据专项资金（黔数〔2024〕9号）2024年 贵州爽爽星图24软件有限公司 基于大模型的交通示范应用03 600.00 元",
    )
    assert sentences(Overlap((ELSEWHERE,)), 60_000) == ()
    assert "未填报" in sentences(Overlap((ELSEWHERE,)), None)[0]


TEXT = st.sampled_from(["", "甲", "甲项目一", "甲项目二", "乙 项目一", "HT-1"])
CLAIMS = st.builds(Claim, TEXT, TEXT, st.sampled_from(["", CODE, OTHER]), TEXT, TEXT, TEXT, st.integers(0, 10**9), TEXT)


@given(CLAIMS, CLAIMS)
def test_sameness_does_not_depend_on_which_is_asked_first(one: Claim, other: Claim):
    assert sameness(one, other) == sameness(other, one)


@given(CLAIMS, st.lists(CLAIMS, max_size=6))
def test_each_other_claim_counts_at_most_once(own: Claim, others: list[Claim]):
    found = overlap_of(own, others, [])
    assert len(found.paid) + len(found.doubtful) <= sum(c.id != own.id for c in others)
    assert found.paid_fen == sum(
        c.fen for c in others if c.id != own.id and (sameness(own, c) or ("",))[0] is Sameness.SAME
    )

"""The program's own looks: on both sides of each, and unknown where a cell is blank; through the checks of the edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gyga_desk.model import FactValue, Finding, Verdict
from gyga_desk.policy import UNSET, Check, Edition, IfNo, Measure
from gyga_desk.rules.amounts import derive
from gyga_desk.rules.automatic import Look, findings, look_at
from gyga_desk.rules.credit import Checked, Stage
from gyga_desk.rules.trades import Evidence
from tests.core.cases import case, measure

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CODE = "915201009PUG26F69T"


def looked(
    edition: Edition, number: int, check_id: str, *, entitled: int | None = None, earlier: tuple[str, ...] = (), declared: str = "",
    **facts: FactValue | date,
) -> Finding:  # fmt: skip
    held = measure(edition, number)
    check = held.check(check_id)
    assert check is not None
    of = case(held, **facts)
    return look_at(
        Look(edition, held, of, check, entitled, "2025-04-30", earlier, declared, over_fen=derive(held, of).over_fen)
    )


SEEN = [
    # measure, check, facts, what is found, and words of the sentence
    (3, "G2", {"attachments": "承诺书"}, PASS, "附件目录"),
    (3, "G2", {"attachments": ""}, FAIL, "附件目录"),
    (3, "G3", {"credit_code": CODE}, PASS, CODE),
    (3, "G3", {"credit_code": CODE[:-1] + "U"}, FAIL, "校验不通过"),
    (3, "G3", {"credit_code": CODE.lower()}, FAIL, "校验不通过"),
    (3, "G3", {"credit_code": CODE[:8] + " " + CODE[8:]}, FAIL, "校验不通过"),
    (3, "G3", {}, UNKNOWN, "统一社会信用代码"),
    (3, "G4", {"address": "贵州省贵阳市云岩区", "district": "云岩区", "kind": "企业"}, PASS, "云岩区"),
    (3, "G4", {"address": "贵州省贵安新区湖潮乡", "district": "贵安新区"}, PASS, "贵安新区"),
    (3, "G4", {"address": "四川省成都市高新区", "district": "市外", "kind": "企业"}, FAIL, "市外"),
    (3, "G4", {"address": "四川省成都市高新区", "district": "云岩区", "kind": "企业"}, UNKNOWN, "不相印证"),
    (3, "G4", {"address": "贵阳市云岩区", "district": "市外", "kind": "企业"}, UNKNOWN, "不相印证"),
    (3, "G4", {"address": "四川省成都市", "district": "市外", "kind": "高校"}, PASS, "高校"),
    (3, "G4", {"address": "广东省广州市白云区", "district": "白云区", "kind": "企业"}, UNKNOWN, "不相印证"),
    (3, "G4", {"address": "广东省广州市白云区", "district": "市外", "kind": "企业"}, FAIL, "不在贵阳贵安"),
    (3, "G4", {"kind": "企业"}, UNKNOWN, "注册地址"),
    (3, "G6", {"credit_result": "无不良记录", "credit_checked": date(2025, 5, 6)}, PASS, "2025-05-06"),
    (3, "G6", {"credit_result": "无不良记录", "credit_checked": date(2025, 3, 1)}, PASS, "2025-03-01"),
    (3, "G6", {"credit_result": "无不良记录", "credit_checked": date(2025, 2, 28)}, FAIL, "早于申报期开始"),
    (3, "G6", {"credit_result": "列入黑名单", "credit_checked": date(2025, 5, 6)}, FAIL, "黑名单"),
    (3, "G6", {"credit_result": "无不良记录"}, UNKNOWN, "信用查询日期"),
    (3, "G6", {"credit_checked": date(2025, 5, 6)}, UNKNOWN, "信用查询结果"),
    (3, "G7", {"commitment": True}, PASS, "是"),
    (3, "G7", {"commitment": False}, FAIL, "否"),
    (3, "G7", {}, UNKNOWN, "真实性承诺书"),
    (3, "G8", {"received_policies": "无", "received": 0}, PASS, "未享受"),
    (3, "G8", {"received_policies": "无", "received": 1}, FAIL, "不一致"),
    (3, "G8", {"received_policies": "黔数〔2024〕9号", "received": 0}, FAIL, "不一致"),
    (3, "G8", {"received_policies": "黔数〔2024〕9号", "received": 60_000_000}, FAIL, "600,000.00"),
    (3, "G8", {"received_policies": "无"}, UNKNOWN, "已享受金额"),
    (3, "G8", {"received": 0}, UNKNOWN, "已享受同类政策"),
    (3, "G9", {"requested": 100, "entitled": 100}, PASS, "一致"),
    (3, "G9", {"requested": 101, "entitled": 100}, FAIL, "1.01"),
    (3, "G9", {"requested": 100}, UNKNOWN, "无法比较"),
    (3, "G9", {"entitled": 100}, UNKNOWN, "无法比较"),
    (3, "G10", {"recommendation": "同意推荐"}, PASS, "同意推荐"),
    (3, "G10", {"recommendation": "不同意"}, FAIL, "不同意"),
    (3, "G10", {}, UNKNOWN, "属地推荐意见"),
    (3, "G11", {"district": "观山湖区"}, PASS, "观山湖区"),
    (3, "G11", {"district": "市外"}, FAIL, "市外"),
    (3, "G11", {}, UNKNOWN, "属地"),
    (3, "G12", {"payee": "贵州（黔云）公司", "applicant": "贵州(黔云)公司"}, PASS, "一致"),
    (3, "G12", {"payee": "贵州黔云公司", "applicant": "贵州筑智公司"}, FAIL, "筑智"),
    (3, "G12", {"applicant": "贵州筑智公司"}, UNKNOWN, "收款户名"),
    (3, "G12", {"payee": "贵州筑智公司"}, UNKNOWN, "单位名称"),
    (3, "G13", {"online": date(2024, 3, 25)}, PASS, "2024-03-25"),
    (3, "G13", {"online": date(2024, 3, 24)}, FAIL, "有效期"),
    (3, "G13", {"online": date(2027, 3, 24)}, PASS, "有效期"),
    (3, "G13", {"online": date(2027, 3, 25)}, FAIL, "有效期"),
    (3, "G13", {}, UNKNOWN, "日期未填报"),
    (3, "G13", {"online": "去年"}, UNKNOWN, "日期未填报"),
    (3, "G14", {"declared": "none"}, PASS, "无利害关系"),
    (3, "G14", {"declared": "declared"}, FAIL, "利害关系"),
    (3, "G14", {}, UNKNOWN, "尚无"),
    (3, "3.1", {"field": "金融"}, PASS, "金融"),
    (3, "3.1", {"field": "其他：农业"}, FAIL, "农业"),
    (3, "3.1", {}, UNKNOWN, "应用领域"),
    (3, "3.4", {"place": "观山湖区"}, PASS, "观山湖区"),
    (3, "3.4", {"place": "遵义市"}, FAIL, "遵义市"),
    (3, "3.4", {"place": "贵州省清镇市站街镇"}, PASS, "清镇市"),
    (3, "3.4", {"place": "广州市白云区"}, FAIL, "广州市"),
    (3, "3.4", {"place": "成都高新开发区"}, FAIL, "成都"),
    (3, "3.4", {}, UNKNOWN, "建设地点"),
    (3, "3.8", {"government_project": False}, PASS, "否"),
    (3, "3.8", {"government_project": True}, FAIL, "是"),
    (3, "3.8", {}, UNKNOWN, "政府投资"),
    (2, "2.1", {"algorithm_no": "网信算备520100230001号"}, PASS, "网信算备"),
    (2, "2.1", {"algorithm_no": "Guizhou-ShiLi-20240901"}, FAIL, "不是网信算备"),
    (2, "2.1", {}, FAIL, "未填报"),
    (2, "2.8", {"awarded_before": False, "model": "黔语1号"}, PASS, "黔语1号"),
    (2, "2.8", {"awarded_before": True, "model": "黔语1号"}, FAIL, "一次性"),
    (2, "2.8", {"model": "黔语1号"}, UNKNOWN, "是否曾获"),
    (2, "2.8", {"awarded_before": False, "model": "黔语1号", "earlier": ("2024-M2-0001 甲 1.00 元",)}, FAIL, "2024-M2-0001"),
    (4, "4.1", {"kind": "企业"}, PASS, "企业"),
    (4, "4.1", {"kind": "高校"}, FAIL, "高校"),
    (4, "4.1", {}, UNKNOWN, "单位类型"),
    (4, "4.2", {"recognised_level": "市级"}, PASS, "市级"),
    (4, "4.2", {"recognised_level": "区级"}, FAIL, "区级"),
    (4, "4.2", {}, UNKNOWN, "认定级别"),
    (4, "4.5", {"audit_no": "审1", "audited_cost": 1}, PASS, "审计报告编号、审计核定投资额"),
    (4, "4.5", {"audit_no": "审1"}, FAIL, "审计核定投资额"),
    (4, "4.5", {"audit_no": "审1", "audited_cost": 0}, PASS, "审计核定投资额"),
    (1, "1.5", {"service_from": date(2025, 2, 1), "service_until": date(2025, 2, 1)}, PASS, "2025-02-01"),
    (1, "1.5", {"service_from": date(2025, 2, 2), "service_until": date(2025, 2, 1)}, FAIL, "2025-02-02"),
    (1, "1.5", {"service_from": date(2025, 2, 2)}, UNKNOWN, "服务结束日期"),
    (1, "1.5", {"service_until": date(2025, 2, 2)}, UNKNOWN, "服务开始日期"),
    (6, "6.4", {"trade_total": 500_000_001, "related_trade": 0, "unpaid": 0}, PASS, "超过 5,000,000.00"),
    (6, "6.4", {"trade_total": 500_000_000, "related_trade": 0, "unpaid": 0}, FAIL, "未超过"),
    (6, "6.4", {"trade_total": 500_000_002, "related_trade": 1, "unpaid": 1}, FAIL, "5,000,000.00"),
    (6, "6.4", {"trade_total": 500_000_002, "related_trade": 1}, UNKNOWN, "无法判断"),
    (6, "6.4", {"related_trade": 0, "unpaid": 0}, UNKNOWN, "无法判断"),
    (6, "6.6", {"trade_year": 2024}, PASS, "2024"),
    (6, "6.6", {"trade_year": 2023}, FAIL, "应为 2024"),
    (6, "6.6", {}, UNKNOWN, "统计年度"),
    (6, "6.5", {"unpaid": 0}, UNKNOWN, "没有交易明细"),
    (6, "6.7", {"voucher_used": False, "voucher_sum": 0}, PASS, "否"),
    (6, "6.7", {"voucher_used": True, "voucher_sum": 100}, FAIL, "1.00 元。"),
    (6, "6.7", {"voucher_used": False, "voucher_sum": 100}, FAIL, "不一致"),
    (6, "6.7", {"voucher_used": True, "voucher_sum": 0}, FAIL, "不一致"),
    (6, "6.7", {"voucher_sum": 0}, UNKNOWN, "是否使用"),
    (6, "6.7", {"voucher_used": False}, UNKNOWN, "抵扣金额"),
    (5, "5.3", {"usage_proof": "SYL-1", "usage_unit": "次"}, PASS, "次"),
    (5, "5.3", {"usage_unit": "次"}, FAIL, "使用量证明编号"),
    (5, "5.3", {"usage_proof": "SYL-1"}, FAIL, "使用量单位"),
    (5, "5.6", {"credit_code": CODE}, PASS, "没有其他数据集"),
    (5, "5.6", {}, UNKNOWN, "统一社会信用代码"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "check", "facts", "verdict", "words"), SEEN)
def test_looks(
    edition: Edition, number: int, check: str, facts: dict[str, FactValue], verdict: Verdict, words: str
) -> None:
    found = looked(edition, number, check, **facts)
    assert (found.check, found.verdict) == (check, verdict), found.sentence
    assert words in found.sentence
    assert found.sentence.endswith("。")
    held = measure(edition, number).check(check)
    assert held is not None
    assert found.clause == held.cite.at


PARTS = ("equipment_cost", "software_cost", "data_cost", "compute_cost", "labour_cost", "other_cost")


@pytest.mark.parametrize(
    ("total", "verdict", "words"),
    [(21, PASS, "相等"), (22, FAIL, "相差 -0.01"), (20, FAIL, "相差 0.01"), (None, UNKNOWN, "未填全")],
)
def test_parts_sum_to_their_total_to_the_fen(edition: Edition, total: int | None, verdict: Verdict, words: str) -> None:
    found = looked(edition, 3, "3.6", claimed_paid=total, **dict(zip(PARTS, range(1, 7), strict=True)))
    assert found.verdict is verdict
    assert words in found.sentence


def test_a_blank_part_is_no_zero(edition: Edition) -> None:
    found = looked(edition, 3, "3.6", claimed_paid=20, **dict(zip(PARTS[:5], range(2, 7), strict=True)))
    assert found.verdict is UNKNOWN


def test_a_part_of_nought_is_one(edition: Edition) -> None:
    found = looked(edition, 3, "3.6", claimed_paid=20, other_cost=0, **dict(zip(PARTS[:5], range(2, 7), strict=True)))
    assert found.verdict is PASS


def test_the_threshold_cannot_be_told_without_the_guide(bare_edition: Edition) -> None:
    assert looked(bare_edition, 6, "6.4", trade_total=10**9, related_trade=0, unpaid=0).verdict is UNKNOWN


def test_the_filing_period_is_the_guides(edition: Edition, bare_edition: Edition) -> None:
    told = looked(edition, 3, "G1")
    assert told.verdict is UNKNOWN
    assert "2025-03-01 至 2025-06-30" in told.sentence and "2025-04-30" in told.sentence
    assert "第八条(六)" in looked(bare_edition, 3, "G1").sentence.replace("（", "(").replace("）", ")")


def with_check(edition: Edition, auto: str, *uses: str, args: tuple[str, ...] = ()) -> Measure:
    """Measure 3 with one check, for looks that no check of this edition names so."""
    held = measure(edition, 3)
    check = Check("9.9", "问", "", IfNo.FLAG, held.cite, auto, uses, args)
    return replace(held, checks=(check,))


def look(edition: Edition, held: Measure, **facts: FactValue | date) -> Look:
    return Look(edition, held, case(held, **facts), held.checks[0], None, "2025-04-30", (), "")


@pytest.mark.parametrize(
    ("day", "verdict"), [(date(2025, 6, 30), PASS), (date(2025, 7, 1), FAIL), (None, UNKNOWN)],
)  # fmt: skip
def test_a_day_on_or_before_the_end_of_filing(edition: Edition, day: date | None, verdict: Verdict) -> None:
    held = with_check(edition, "on_or_before_filing", "online")
    assert look_at(look(edition, held, online=day)).verdict is verdict


def test_without_an_end_of_filing_no_day_is_late(edition: Edition) -> None:
    open_end = replace(edition, process=replace(edition.process, filing_until=UNSET))
    held = with_check(edition, "on_or_before_filing", "online")
    assert look_at(look(open_end, held, online=date(2025, 6, 30))).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("args", "year", "verdict"),
    [((), 2025, PASS), ((), 2024, FAIL), (("previous",), 2024, PASS), (("previous",), 2025, FAIL)],
)
def test_a_year_is_this_one_or_the_one_before(
    edition: Edition, args: tuple[str, ...], year: int, verdict: Verdict
) -> None:
    held = with_check(edition, "in_year", "year", args=args)
    assert look_at(look(edition, held, year=year)).verdict is verdict


def test_several_days_must_all_lie_in_force(edition: Edition) -> None:
    held = with_check(edition, "within_force", "started", "online")
    assert look_at(look(edition, held, started=date(2024, 5, 1), online=date(2025, 1, 1))).verdict is PASS
    assert look_at(look(edition, held, started=date(2024, 1, 1), online=date(2025, 1, 1))).verdict is FAIL
    assert look_at(look(edition, held, started=date(2024, 5, 1))).verdict is UNKNOWN


def test_a_column_unknown_to_the_measure_is_named_by_its_id(edition: Edition) -> None:
    held = replace(with_check(edition, "located_here", "gone"), columns=())
    whole = measure(edition, 3)
    found = look_at(Look(edition, held, case(whole), held.checks[0], None, "2025-04-30", (), ""))
    assert "“gone”" in found.sentence


def test_other_units_of_the_year_are_told(edition: Edition) -> None:
    held = measure(edition, 5)
    found = look_at(replace(a_look(held, edition, "5.3", usage_proof="SYL-1", usage_unit="次"), units=("GB", "次")))
    assert found.verdict is FAIL and "GB" in found.sentence


def test_a_participants_other_cases_are_told_and_so_is_an_open_way(edition: Edition) -> None:
    held = measure(edition, 5)
    asked = replace(a_look(held, edition, "5.6", credit_code=CODE), siblings=("2025-M5-0009",))
    told = look_at(asked)
    assert (told.verdict, "2025-M5-0009" in told.sentence, "第八条(六)" in told.sentence) == (UNKNOWN, True, True)
    settled = replace(held, amount=replace(held.amount, merge_quality="mean"))
    assert look_at(replace(asked, measure=settled)).verdict is PASS


def test_a_threshold_of_the_year_names_the_cases_it_adds_up(edition: Edition) -> None:
    held = measure(edition, 6)
    found = look_at(replace(a_look(held, edition, "6.4"), over_fen=500_000_001, siblings=("2025-M6-0009",)))
    assert found.verdict is PASS and "与 2025-M6-0009 合计" in found.sentence


@pytest.mark.parametrize(("check", "facts", "verdict", "words"), [
    ("6.5", {"unpaid": 0, "related_trade": 0}, PASS, "与填报一致"), ("6.5", {"unpaid": 1, "related_trade": 0}, FAIL, "未付款额"),
    ("6.6", {"trade_total": 100, "trades": 1}, PASS, "均在 2024 年内"), ("6.6", {"trade_total": 101, "trades": 1}, FAIL, "年度交易总额"),
    ("6.6", {"trade_year": 2023, "trade_total": 100, "trades": 1}, FAIL, "应为 2024 年"),
])  # fmt: skip
def test_transactions_on_record_are_compared(
    edition: Edition, check: str, facts: dict[str, FactValue], verdict: Verdict, words: str
) -> None:
    held = measure(edition, 6)
    told = Evidence(2024, 1, 100, 0, 0, 0, related_known=True, overpaid=0, outside=0, outside_fen=0)
    found = look_at(replace(a_look(held, edition, check, **{"trade_year": 2024, **facts}), evidence=told))
    assert found.verdict is verdict and words in found.sentence


def a_look(held: Measure, edition: Edition, check_id: str, **facts: FactValue | date) -> Look:
    check = held.check(check_id)
    assert check is not None
    return Look(edition, held, case(held, **facts), check, None, "2025-04-30", (), "")


@pytest.mark.parametrize("number", range(1, 8))
def test_a_measures_findings_are_those_of_its_looks(edition: Edition, number: int) -> None:
    held = measure(edition, number)
    empty = case(held)
    found = findings(lambda check: Look(edition, held, empty, check, None, "2025-04-30", (), ""), held)
    assert [f.check for f in found] == [c.id for c in held.checks if c.auto]
    assert PASS not in {f.verdict for f in found}


HERE = {"address": "贵州省贵阳市云岩区", "district": "云岩区"}
AWAY = {"address": "四川省成都市高新区", "district": "市外"}
KINDS = {
    # measure: kind → (registered here, registered elsewhere) by its check on registration, and by its check on the kind
    2: {"企业": (PASS, FAIL, PASS), "高校": (PASS, PASS, PASS), "科研院所": (PASS, PASS, PASS), "其他": (UNKNOWN, UNKNOWN, FAIL)},
    3: {"企业": (PASS, FAIL, None), "高校": (PASS, PASS, None), "科研院所": (PASS, PASS, None), "其他": (UNKNOWN, UNKNOWN, None)},
    4: {"企业": (PASS, FAIL, PASS), "高校": (UNKNOWN, UNKNOWN, FAIL), "科研院所": (UNKNOWN, UNKNOWN, FAIL), "其他": (UNKNOWN, UNKNOWN, FAIL)},
    5: {"企业": (PASS, FAIL, None), "高校": (UNKNOWN, UNKNOWN, None), "科研院所": (UNKNOWN, UNKNOWN, None), "其他": (UNKNOWN, UNKNOWN, None)},
    6: {"企业": (PASS, FAIL, None), "高校": (UNKNOWN, UNKNOWN, None), "科研院所": (UNKNOWN, UNKNOWN, None), "其他": (UNKNOWN, UNKNOWN, None)},
    7: {"企业": (PASS, FAIL, None), "高校": (PASS, PASS, None), "科研院所": (PASS, PASS, None), "其他": (UNKNOWN, UNKNOWN, None)},
}  # fmt: skip


@pytest.mark.parametrize(("number", "kind"), [(n, k) for n, kinds in KINDS.items() for k in kinds])
def test_who_may_apply_is_the_measures_own_word(edition: Edition, number: int, kind: str) -> None:
    here, away, by_kind = KINDS[number][kind]
    assert looked(edition, number, "G4", kind=kind, **HERE).verdict is here
    assert looked(edition, number, "G4", kind=kind, **AWAY).verdict is away
    kind_checks = [c.id for c in measure(edition, number).checks if c.auto == "kind_is"]
    assert [looked(edition, number, c, kind=kind).verdict for c in kind_checks] == ([by_kind] if by_kind else [])


@pytest.mark.parametrize(("kind", "verdict"), [("企业", PASS), ("高校", PASS), ("科研院所", PASS), ("其他", FAIL)])
def test_vouchers_are_for_the_whole_country(edition: Edition, kind: str, verdict: Verdict) -> None:
    held = measure(edition, 1)
    assert held.check("G4") is None
    assert not [c for c in held.checks if c.auto == "registered_here"]
    assert looked(edition, 1, "1.1", kind=kind, **AWAY).verdict is verdict


def test_a_recorded_credit_check_goes_before_what_the_application_says(edition: Edition) -> None:
    held = measure(edition, 3)
    check = held.check("G6")
    assert check is not None
    says_clean = case(held, credit_result="无不良记录", credit_checked=date(2025, 5, 6))
    for record, verdict, words in (
        (
            Checked(Stage.FILING, "信用中国", "2025-05-20", False, "列入失信名单"),
            FAIL,
            "信用中国 2025-05-20 查询结果为“列入失信名单”",
        ),
        (Checked(Stage.FILING, "信用中国", "2025-02-01", True, "无"), FAIL, "早于申报期开始"),
        (Checked(Stage.NOTICE, "信用中国", "2025-07-01", True, "无"), PASS, "信用中国 2025-07-01 查询：无"),
    ):
        found = look_at(Look(edition, held, says_clean, check, None, "2025-04-30", (), "", credit=record))
        assert (found.verdict, words in found.sentence) == (verdict, True), found.sentence

"""A filing number against the list: listed, cancelled, dropped, by another, in another role, of another kind."""

from __future__ import annotations

import pytest

from gyga_desk.model import Verdict
from gyga_desk.policy import Edition
from gyga_desk.rules.automatic import Look, look_at
from gyga_desk.rules.filings import Filed, Filings, Kind, Stated, holder_is, index, key, kind_of, kind_said, look_up
from tests.core.cases import case, measure

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NUMBER, GONE, OLD, BARE = (
    "网信算备520100111110240011号",
    "网信算备520100222220240022号",
    "网信算备520100333330240033号",
    "网信算备520100444440240044号",
)
HOLDER = "贵州黔云智能科技有限公司"


def filed(
    number: str,
    holder: str = HOLDER,
    role: str = "服务提供者",
    dated: str = "2025-03-31",
    algorithm: str = "黔语生成算法",
    *,
    cancelled: bool = False,
) -> Filed:
    return Filed(number, algorithm, holder, role, "2024-06-12", cancelled, dated)


@pytest.fixture
def listed() -> Filings:
    newest = [filed(NUMBER), filed(GONE, cancelled=True), filed(BARE, role="", algorithm="")]
    older = [filed(GONE, dated="2024-06-30"), filed(OLD, dated="2024-06-30")]
    return index("2025-03-31", [*newest, *older])


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (NUMBER, Kind.ALGORITHM),
        (" 网信算备 520100111110240011号", Kind.ALGORITHM),
        ("Guizhou-ShiLi-20240901", Kind.MODEL),
        ("GUIZHOU-Qian Yu-202409010001", Kind.MODEL),
        ("贵州登记20240901", Kind.REGISTRATION),
        ("上线编号 Guizhou-ShiLi-2024S", Kind.REGISTRATION),
        ("黔ICP备2024000001号", Kind.OTHER),
        ("Guizhou-ShiLi", Kind.OTHER),
        ("无", Kind.OTHER),
    ],
)
def test_a_number_is_told_by_its_look(number: str, kind: Kind) -> None:
    assert kind_of(number) is kind
    assert kind_said(number).startswith("是算法备案编号") is (kind is Kind.ALGORITHM)


def test_numbers_are_one_however_spaced_and_closed() -> None:
    assert key(NUMBER) == key(f" {NUMBER[:4]} {NUMBER[4:-1]}")


@pytest.mark.parametrize(
    ("stated", "verdict", "words"),
    [
        (
            Stated(NUMBER),
            PASS,
            "2025-03-31 的备案清单载有 网信算备520100111110240011号：黔语生成算法，贵州黔云智能科技有限公司（服务提供者），未注销",
        ),
        (Stated(NUMBER[:-1]), PASS, "未注销"),
        (Stated(NUMBER, "服务提供者", "2024-06-12"), PASS, "未注销"),
        (Stated(NUMBER, "服务技术支持者"), UNKNOWN, "“服务技术支持者”"),
        (Stated(BARE, "服务技术支持者"), PASS, "算法名称未列，贵州黔云智能科技有限公司，未注销"),
        (Stated(GONE), FAIL, "2025-03-31 的备案清单载有"),
        (Stated(GONE), FAIL, "已注销"),
        (Stated(OLD), UNKNOWN, "2024-06-30 的备案清单载有"),
        (Stated(OLD), UNKNOWN, "2025-03-31 的最新清单未再列出"),
        (Stated("网信算备999号"), FAIL, "2025-03-31 的备案清单中没有 网信算备999号"),
        (Stated("网信算备999号", "", "2025-03-31"), FAIL, "中没有"),
        (Stated("网信算备999号", "", "2025-04-01"), UNKNOWN, "2025-04-01 备案，晚于 2025-03-31"),
    ],
)
def test_what_the_list_says(listed: Filings, stated: Stated, verdict: Verdict, words: str) -> None:
    seen = look_up(listed, stated)
    assert seen[0] is verdict
    assert words in seen[1]
    assert seen[1].endswith("。")


def test_the_holder_is_the_list_s(listed: Filings) -> None:
    assert holder_is(listed, NUMBER, "贵州黔云智能科技 有限公司") == (
        PASS,
        f"2025-03-31 的备案清单载明备案主体为“{HOLDER}”，与申报单位一致。",
    )
    other = holder_is(listed, NUMBER, "贵州黔云集团有限公司")
    assert other is not None
    assert other[0] is FAIL
    assert "贵州黔云集团有限公司" in other[1]
    assert holder_is(listed, "网信算备999号", HOLDER) is None
    assert holder_is(listed, "", HOLDER) is None


def looked(edition: Edition, check_id: str, filings: Filings | None, **facts: str) -> tuple[Verdict, str]:
    held = measure(edition, 2)
    check = held.check(check_id)
    assert check is not None
    found = look_at(Look(edition, held, case(held, **facts), check, None, "2025-04-30", (), "", filings=filings))
    return found.verdict, found.sentence


CHECKS = [
    # check, whether a list is there, facts, what is found, and words of the sentence
    ("2.1", True, {"algorithm_no": NUMBER}, PASS, "未注销"),
    ("2.1", True, {"algorithm_no": NUMBER, "filing_role": "服务技术支持者"}, UNKNOWN, "备案角色"),
    ("2.1", True, {"algorithm_no": "网信算备999号", "filing_date": "2025-05-01"}, UNKNOWN, "晚于"),
    ("2.1", True, {"algorithm_no": "Guizhou-ShiLi-20240901"}, FAIL, "不能代替"),
    ("2.3", True, {"algorithm_no": GONE}, FAIL, "已注销"),
    (
        "2.3",
        True,
        {"model_no": "Guizhou-ShiLi-20240901"},
        FAIL,
        "未填报；“大模型备案或登记号”填的 Guizhou-ShiLi-20240901 是生成式人工智能服务",
    ),
    ("2.1", False, {"algorithm_no": NUMBER}, PASS, "尚未导入算法备案清单"),
    ("2.1", False, {}, FAIL, "“深度合成算法备案编号”未填报。"),
    ("2.2", True, {"algorithm_no": NUMBER, "filed_by": "别家公司", "applicant": HOLDER}, PASS, "与申报单位一致"),
    ("2.2", True, {"algorithm_no": NUMBER, "filed_by": "别家公司", "applicant": "别家公司"}, FAIL, "两者不同"),
    ("2.2", True, {"algorithm_no": "网信算备999号", "filed_by": HOLDER, "applicant": HOLDER}, PASS, "清单中没有该编号"),
    ("2.2", False, {"algorithm_no": NUMBER, "filed_by": HOLDER, "applicant": HOLDER}, PASS, "尚未导入算法备案清单"),
    ("2.2", False, {"algorithm_no": NUMBER, "filed_by": "别家公司", "applicant": HOLDER}, FAIL, "别家公司"),
    ("2.2", False, {"algorithm_no": NUMBER, "applicant": HOLDER}, UNKNOWN, "备案主体名称"),
    ("2.2", False, {"algorithm_no": NUMBER, "filed_by": HOLDER}, UNKNOWN, "单位名称"),
]


@pytest.mark.parametrize(("check", "there", "facts", "verdict", "words"), CHECKS)
def test_checks_of_measure_two(
    edition: Edition, listed: Filings, check: str, there: bool, facts: dict[str, str], verdict: Verdict, words: str
) -> None:
    seen = looked(edition, check, listed if there else None, **facts)
    assert seen[0] is verdict
    assert words in seen[1]

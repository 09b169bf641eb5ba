"""The minutes' draft by command: what the record knows is in it, what only the meeting knows is left blank."""

from __future__ import annotations

from pathlib import Path

from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk

M3 = ("--measure", "3", "--year", "2025")


def draft(desk: Desk, *words: str, who: str = CHAIR) -> str:
    return str(desk.ok("decide", "minutes", *(words or M3), who=who)["text"])


def test_the_draft_lists_who_is_supported_with_sums_and_grounds(reviewed: Desk) -> None:
    text = draft(reviewed)
    table = reviewed.ok("standings", *M3, who=CHAIR)
    chosen = [c for c in table["cases"] if c["outcome"] == "selected"]
    for at, one in enumerate(chosen, 1):
        line = next(x for x in text.splitlines() if x.startswith(f"{at}. "))
        assert one["case"] in line and one["applicant"] in line and f"第 {one['rank']} 名" in line
    assert text.splitlines()[1].startswith("样例指南")
    assert "会议名称：________" in text and "纪要文号：________" in text
    assert "第三条" in text and "名额尚余 0 个" in text and "提示复核" in text
    assert "尚未拟定" in text  # what is still to be done before the meeting
    rejected = [c for c in table["cases"] if c["outcome"] == "rejected"]
    assert all(c["case"] in text for c in rejected)


def test_a_departure_stands_with_its_reason(reviewed: Desk) -> None:
    table = reviewed.ok("standings", *M3, who=CHAIR)["cases"]
    last = next(c for c in table if c["rank"] == 10)
    chosen = [c["case"] for c in table if c["outcome"] == "selected" and c != last]
    select = [word for case in chosen for word in ("--select", case)]
    reviewed.ok("decide", "propose", *M3, *select, "--departure", f"{last['case']}=补充核查未完", who=CHAIR)
    assert f"{last['case']} 不选入：补充核查未完" in draft(reviewed)


def test_a_sealed_decision_brings_its_meeting(reviewed: Desk, tmp_path: Path) -> None:
    words = ("--measure", "6", "--year", "2025")
    reviewed.ok("decide", "propose", *words, who=CHAIR)
    reviewed.ok("decide", "seal", *words, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    out = tmp_path / "纪要.txt"
    text = str(reviewed.ok("decide", "minutes", *words, "--out", out, who=CHAIR)["text"])
    assert out.read_text(encoding="utf-8") == text + "\n"
    assert f"会议名称：{MEETING[1]}" in text and MEETING[5] in text and f"第二人：{OBSERVER}" in text
    assert "年度资金尚余" in text and "同比例压减" in text and "会前须办结" not in text
    assert "内容不同" in reviewed.refused("decide", "minutes", *M3, "--out", out, who=CHAIR)


def test_who_has_still_to_mark_gets_no_draft(filed: Desk) -> None:
    filed.ok("undo", who=CLERK)
    filed.ok("conflict", "2025-M3-0001", "none", who=OTHER_REVIEWER)
    filed.ok("marks", "give", "2025-M3-0001", "A1", "4", who=OTHER_REVIEWER)
    assert "请先交齐" in filed.refused("decide", "minutes", *M3, who=REVIEWER)
    assert "声明回避：无" in draft(filed, who=CHAIR)


def test_a_referral_has_no_money_and_an_empty_measure_says_so(filed: Desk) -> None:
    text = draft(filed, "--measure", "7", "--year", "2025")
    assert "元" not in "".join(x for x in text.splitlines() if x[:1].isdigit())
    assert "本次共 0 件" in draft(filed, "--measure", "7", "--year", "2031")

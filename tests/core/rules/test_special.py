"""一事一议: what is printed of the meeting's sum, and when it passes the pool."""

from __future__ import annotations

from gyga_desk.model import Step
from gyga_desk.rules.special import CLAUSE, over_pool, reason, step


def test_the_derivation_is_one_step_with_the_clause_and_the_minutes() -> None:
    found = step("市政府专题会议", "筑府专议〔2025〕8号", 300_000_000)
    assert found == Step(
        "一事一议：市政府专题会议（筑府专议〔2025〕8号）议定 3,000,000.00 元", "第八条(四)", None, 300_000_000
    )


def test_the_reason_names_the_minutes_and_the_day() -> None:
    found = reason("筑府专议〔2025〕8号", "2025-07-01", "重大项目")
    assert (found.check, found.clause) == ("", CLAUSE)
    assert found.sentence == "一事一议（筑府专议〔2025〕8号，2025-07-01）：重大项目"


def test_the_pool_is_not_passed_by_one_fen() -> None:
    assert over_pool(100, 100) == ""
    assert "1.01 元，超过年度资金尚余的 1.00 元" in over_pool(101, 100)

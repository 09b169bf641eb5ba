"""一事一议, 第八条(四): a case that a meeting decides apart, outside ranking and places, inside the totals.

The meeting's sum stands in the place of the arithmetic and uses the year's pool before anybody ranked does; the checks
are still answered, and one that the minutes set aside is answered “不适用” with its note.
"""

from __future__ import annotations

from gyga_desk.model import Reason, Step
from gyga_desk.money import write_yuan

CLAUSE = "第八条(四)"
UNRECORDED = "填报为一事一议，但没有会议纪要"


def step(meeting: str, minutes: str, fen: int) -> Step:
    """The whole derivation before the halves."""
    return Step(f"一事一议：{meeting}（{minutes}）议定 {write_yuan(fen)} 元", CLAUSE, None, fen)


def reason(minutes: str, held_on: str, why: str) -> Reason:
    """Why the case stands apart, beside its outcome."""
    return Reason("", f"一事一议（{minutes}，{held_on}）：{why}", CLAUSE)


def over_pool(special_fen: int, left_fen: int) -> str:
    """What is wrong where the meetings' sums alone exceed what is left of the pool; empty where they do not."""
    if special_fen <= left_fen:
        return ""
    return (
        f"一事一议合计 {write_yuan(special_fen)} 元，超过年度资金尚余的 {write_yuan(left_fen)} 元，须由会议重新议定。"
    )

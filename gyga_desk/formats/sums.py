"""What totals say against what the rows add up to: equal, off by rounding, or wrong, and by how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from gyga_desk.formats.figures import FACTORS, squeeze
from gyga_desk.model import Choice, Problem, Severity
from gyga_desk.money import write_yuan

_DECIMALS = re.compile(r"[0-9](?:\.([0-9]*))?(?![0-9.])")
_COARSEST_FEN = 10_000
"""A hundred 元: figures all written to two decimals of 万元 may be rounded; coarser ones are not excused."""
_YUAN_FEN = 100
_EVEN = 100
_TWO_DECIMALS = 100


@dataclass(frozen=True)
class StatedSum:
    """A 合计 or 小计 cell: what it says and what the rows above it add up to."""

    column: str
    cell: str
    stated_fen: int
    computed_fen: int
    fact: str = ""
    """The column's id."""
    rows: tuple[int, ...] = ()
    """The rows that were added up."""
    slack_fen: int = 0
    """So much the rounding of the figures as they are written may make."""
    step_fen: int = 1
    """What the coarsest of them is rounded to."""
    because: str = ""
    """What would explain a difference, as a sentence; empty where nothing is known."""

    @property
    def off_fen(self) -> int:
        return self.stated_fen - self.computed_fen

    @property
    def agrees(self) -> bool:
        """Whether nothing but rounding lies between the two."""
        return abs(self.off_fen) <= self.slack_fen


@dataclass(frozen=True)
class Part:
    """One figure that goes into a total: its value and its characters, and whether they were typed as text."""

    row: int
    fen: int
    raw: str
    text: bool


def step_of(raw: str, unit: str) -> int:
    """The 分 in the last decimal of a figure as written: `55.4765` in 万元 → 100."""
    found = _DECIMALS.search(squeeze(raw).replace(",", ""))
    decimals = len(found[1] or "") if found else 0
    return max(1, FACTORS.get(unit, 100) // int(10**decimals))


def slack(parts: Sequence[Part], stated: Part, unit: str) -> tuple[int, int]:
    """How far rounding may carry the sum of these figures from the total, and the step they are rounded to.

    Figures count as rounded where others, or the total, are written finer; figures of 万元 also where all end alike.
    """
    typed = [step_of(part.raw, unit) for part in parts if not part.text and part.fen]
    common = min(typed, default=0)  # a number drops its trailing zeros, so the finest tells how all are meant
    steps = [step_of(part.raw, unit) for part in parts if part.text and part.fen]
    steps += _lone(typed, common) or [common] * len(typed)
    if not steps:
        return 0, 1
    finest = min(*steps, step_of(stated.raw, unit)) if steps else 1
    rounded = [step for step in steps if step > finest]
    if not rounded and unit != "元" and _YUAN_FEN < finest <= _COARSEST_FEN:
        rounded = steps
    coarsest = max(rounded, default=1)
    return min(sum(rounded) // 2, _likely(rounded)), coarsest


def _lone(typed: Sequence[int], common: int) -> list[int]:
    """The steps with one number's own, where it alone ends two decimals earlier than the finest: hardly by chance."""
    coarse = [step for step in typed if _TWO_DECIMALS * common <= step <= _COARSEST_FEN]
    return [*coarse, *([common] * (len(typed) - 1))] if len(coarse) == 1 else []


def _likely(steps: Sequence[int]) -> int:
    """Four standard deviations of so many roundings."""
    return isqrt(16 * sum(step * step for step in steps) // 12) + 1


def say_sum(sheet: str, one: StatedSum, row: int, raw: str) -> Problem | None:
    """What is to be said of a total: nothing, a note on rounding, or a question that names the difference."""
    if not one.off_fen:
        return None
    stated, computed = write_yuan(one.stated_fen), write_yuan(one.computed_fen)
    begin = f"合计写的是 {stated} 元，各行相加为 {computed} 元，"
    if one.agrees:
        sentence = f"{begin}相差 {_said(one.off_fen)} 元，是各行四舍五入的尾差。"
        return Problem(sheet, one.cell, row, one.column, "sum-rounded", Severity.NOTE, raw, sentence)
    whole, rest = _without_rounding(one)
    tail = f"（另有四舍五入的尾差 {_said(rest)} 元）" if rest else ""
    sentence = f"{begin}相差 {_said(whole)} 元{tail}。{one.because}请核对是否漏行或填错。"
    choices = (Choice("rows", f"以各行相加为准：{computed} 元", None, "只影响核对，不改动任何一行"),)
    return Problem(sheet, one.cell, row, one.column, "sum-differs", Severity.ASK, raw, sentence, choices)


def _without_rounding(one: StatedSum) -> tuple[int, int]:
    """The difference as the even sum that a person's slip is, and the rest, where rounding explains it."""
    off, even = abs(one.off_fen), _EVEN * one.step_fen  # a slip is 30,000 元, hardly 30,001
    whole = (off + even // 2) // even * even
    return (whole, abs(off - whole)) if whole and abs(off - whole) <= one.slack_fen else (off, 0)


def _said(fen: int) -> str:
    """`3000000` → `30,000`; with 角 and 分 only where there are any."""
    return write_yuan(abs(fen)).removesuffix(".00")

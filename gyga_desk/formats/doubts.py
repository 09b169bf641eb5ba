"""Amounts that only fit their neighbours when they are read in the other unit: asked about, never changed.

S82 of many forms: a column headed 万元 with 1,250,000 in it. Its own column and its own row are the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.formats.figures import FACTORS, read_as
from gyga_desk.model import Choice
from gyga_desk.money import write_yuan

WAN, YUAN = "万元", "元"
_BETWEEN = FACTORS[WAN] // FACTORS[YUAN]
_FAR, _NEAR = 1_000, 100
"""So many times its neighbours is far out, and within so many times it is one of them."""
_ENOUGH_ROWS = 4
"""From so many rows on a column is its own measure; below that the row is."""
_FEWEST_BESIDE = 2
_MOST_ROWS = 0.8
_SMALL_FEN = 1_000_000
"""Ten thousand 元: a figure of 元 that is larger was hardly meant in 万元."""
_HUGE_FEN = 10**11
"""A thousand million 元 in the middle of a column: nobody applies for so much."""


@dataclass(frozen=True)
class MoneyColumn:
    """A money column as it was read: its unit, whether the sheet states it, and its amounts in 分 by place in the list of rows."""

    fact: str
    header: str
    unit: str
    stated: bool
    in_header: bool
    amounts: Sequence[int]
    """0 where there is none."""

    def fen(self, place: int) -> int:
        return self.amounts[place]


@dataclass(frozen=True)
class Doubt:
    """One cell that may be meant in the other unit."""

    place: int
    """In the list of rows."""
    fact: str
    sentence: str
    choices: tuple[Choice, ...]


def doubts(columns: Sequence[MoneyColumn]) -> Iterator[Doubt]:
    """Every amount that is far from its neighbours as read and among them in the other unit."""
    middles = {column.fact: _middle(column.amounts) for column in columns}
    for column in columns:
        if column.unit not in (WAN, YUAN):
            continue
        amounts = column.amounts
        known = sum(1 for fen in amounts if fen)
        if known >= _ENOUGH_ROWS:
            yield from _against_column(column, columns, amounts, middles[column.fact])
        yield from _against_rows(column, columns, amounts, middles, known)


def _middle(amounts: Sequence[int]) -> int:
    known = sorted(fen for fen in amounts if fen)
    return known[len(known) // 2] if known else 0


def _other(fen: int, unit: str) -> int:
    """The amount in the other unit; 0 where that would not be whole 分."""
    if unit == YUAN:
        return fen * _BETWEEN
    return fen // _BETWEEN if fen % _BETWEEN == 0 else 0


def _far(fen: int, low: int, high: int, unit: str) -> bool:
    """Whether the amount lies far beyond its neighbours on the side that the other unit would mend."""
    if unit == WAN:
        return fen >= _FAR * high
    return fen * _FAR <= low and fen < _SMALL_FEN


def _near(fen: int, low: int, high: int) -> bool:
    return low <= fen * _NEAR and fen <= high * _NEAR


def _adds_up(column: MoneyColumn, columns: Sequence[MoneyColumn], place: int) -> bool:
    """Whether the amount as read is one of several neighbours that add up to another amount of its row."""
    row = [one.fen(place) for one in columns]
    at = next(index for index, one in enumerate(columns) if one is column)
    for first in range(at + 1):
        for last in range(max(at, first + 1), len(row)):
            if sum(row[first : last + 1]) in (*row[:first], *row[last + 1 :]):
                return True
    return False


def _against_column(
    column: MoneyColumn, columns: Sequence[MoneyColumn], amounts: Sequence[int], middle: int
) -> Iterator[Doubt]:
    if not middle or not (max(amounts) >= _FAR * middle or min(fen for fen in amounts if fen) * _FAR <= middle):
        return
    for place, fen in enumerate(amounts):
        other = _other(fen, column.unit)
        far = fen and other and _far(fen, middle, middle, column.unit) and _near(other, middle, middle)
        if far and not _adds_up(column, columns, place):
            yield _doubt(column, place, fen, other, f"同列各行居中的是 {write_yuan(middle)} 元")


def _against_rows(
    column: MoneyColumn,
    columns: Sequence[MoneyColumn],
    amounts: Sequence[int],
    middles: Mapping[str, int],
    known: int,
) -> Iterator[Doubt]:
    """A column of few rows, or one that is out of proportion in nearly all of them."""
    others = [one for one in columns if one is not column and middles[one.fact]]
    middle = middles[column.fact]
    if not middle:
        return
    if known >= _ENOUGH_ROWS:
        beside = [middles[one.fact] for one in others]
        if len(beside) < _FEWEST_BESIDE or not _far(middle, min(beside), max(beside), column.unit):
            if column.unit == WAN and middle >= _HUGE_FEN:
                yield from _huge(column, amounts)
            return
    found = []
    for place, fen in enumerate(amounts):
        beside = [one.fen(place) for one in others if one.fen(place)]
        other = _other(fen, column.unit)
        if fen and other and len(beside) >= _FEWEST_BESIDE and _far(fen, min(beside), max(beside), column.unit):
            if _near(other, min(beside), max(beside)) and not _adds_up(column, columns, place):
                evidence = f"同行其他金额在 {write_yuan(min(beside))} 元到 {write_yuan(max(beside))} 元之间"
                found.append(_doubt(column, place, fen, other, evidence))
        elif column.unit == WAN and fen >= _HUGE_FEN and other:
            found.append(_doubt(column, place, fen, other, "按万元读超过十亿元"))
    if known < _ENOUGH_ROWS or len(found) >= _MOST_ROWS * known:
        yield from found


def _huge(column: MoneyColumn, amounts: Sequence[int]) -> Iterator[Doubt]:
    for place, fen in enumerate(amounts):
        other = _other(fen, column.unit)
        if fen >= _HUGE_FEN and other:
            yield _doubt(column, place, fen, other, "按万元读超过十亿元")


def _doubt(column: MoneyColumn, place: int, fen: int, other: int, evidence: str) -> Doubt:
    read, else_ = (WAN, YUAN) if column.unit == WAN else (YUAN, WAN)
    stands = f"表中写明单位为“{read}”" if column.stated else f"表中没有写明单位，按模板以“{read}”读"
    size = "大得多" if fen > other else "小得多"
    sentence = (
        f"按“{read}”读为 {write_yuan(fen)} 元，比其他金额{size}；按“{else_}”读为 {write_yuan(other)} 元才相称"
        f"（{evidence}）。请确认单位。"
    )
    choices = (read_as(else_, other, f"与其他金额相称：{evidence}"), read_as(read, fen, stands))
    return Doubt(place, column.fact, sentence, choices)


def settle(column: MoneyColumn, others: Sequence[MoneyColumn], said: str) -> str:
    """What proves that a column without a unit is not in the unit that a note below the table names; empty if nothing does.

    Its neighbours do whose headers state a unit, or, where there are none, the size that the other reading would give.
    """
    middle = _middle(column.amounts)
    if not middle:
        return "都是 0 或没有填写"
    unlike = middle * FACTORS[said] // FACTORS[column.unit]
    known = [m for one in others if one.in_header and (m := _middle(one.amounts))]
    if known:
        like = _near(middle, min(known), max(known))
        return "与注明单位的各列相称" if like and not _near(unlike, min(known), max(known)) else ""
    if unlike >= _HUGE_FEN > middle >= _SMALL_FEN // 10:
        return f"如按{said}则居中的数为 {write_yuan(unlike)} 元，不合常理"
    return ""

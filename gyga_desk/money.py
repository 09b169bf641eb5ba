"""Money as whole 分: reading, writing, capitals (大写), a percentage, and the 1:1 split between city and district."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

FEN_PER_YUAN = 100
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿")
_VARIANTS = str.maketrans(
    "〇一二三四五六七八九十百千圆正两弌弍貳叁參叄陸萬億",
    "零壹贰叁肆伍陆柒捌玖拾佰仟元整贰壹贰贰叁叁叁陆万亿",
)
"""Other characters for the same, as people put them."""
_TIMES, _GROUPS = {"拾": 10, "佰": 100, "仟": 1_000}, {"亿": 10**8, "万": 10**4, "元": 1}
_LONGEST_CAPITALS = 60
_NEEDLESS = re.compile(f"零(?=[{_DIGITS}][仟佰拾角分])|整$|(?<![{_DIGITS[1:]}])壹(?=拾)")
"""What may stand or be left out without another meaning; the 零 of 壹仟零伍 may not, since 壹仟伍 is 1,500 to many."""
_MOST_DIGITS = 30  # a figure like 1E+999999999 is not written out
_LARGEST = 10**14 - 1  # 分; from 万亿 元 on the capitals have no agreed form


def write_yuan(fen: int) -> str:
    """`421300000` 分 → `4,213,000.00`."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // FEN_PER_YUAN:,}.{fen % FEN_PER_YUAN:02d}"


def exact_fen(yuan: Decimal) -> int | None:
    """元 → 分, or None where the figure has parts smaller than one 分, or is no amount that anybody could pay."""
    if not yuan:
        return 0
    if not yuan.is_finite() or not -2 <= yuan.adjusted() <= _MOST_DIGITS:
        return None
    fen = Fraction(yuan) * FEN_PER_YUAN  # a Decimal product would be rounded to the context's digits
    return fen.numerator if fen.denominator == 1 else None


def share(fen: int, rate: Decimal) -> int:
    """`rate` of `fen` in whole 分, the fraction of a 分 dropped (DESIGN: money and rounding)."""
    exact = Fraction(fen) * Fraction(rate)
    return exact.numerator // exact.denominator


def split(fen: int, odd_to_city: bool) -> tuple[int, int]:
    """(city, district) halves, 1:1 by 第八条(一); the odd 分 goes to the side the guide names."""
    small = fen // 2
    large = fen - small
    return (large, small) if odd_to_city else (small, large)


def capitals(fen: int) -> str:
    """大写金额 by the payment rules: `84260000` → `人民币捌拾肆万贰仟陆佰元整`."""
    if not 0 <= fen <= _LARGEST:
        raise ValueError(f"no capitals for {fen} 分")
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    words = _whole(yuan) + "元" if yuan else ""
    if not rest:
        return f"人民币{words or '零元'}整"
    if jiao:
        gap = "零" if yuan and yuan % 10 == 0 else ""
        words += gap + _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return f"人民币{words}" + (_DIGITS[cents] + "分" if cents else "整")


def fen_of_capitals(text: str) -> int | None:
    """大写金额 → 分; None for what is not put in one of the ways that mean this amount and no other."""
    words = text.strip().removeprefix("人民币").lstrip(":： ").translate(_VARIANTS)
    signs = set(words)
    if len(words) > _LONGEST_CAPITALS or not signs & set("元角分") or not signs <= set(f"{_DIGITS}拾佰仟万亿元角分整"):
        return None
    fen = _counted(words)
    written = capitals(fen).removeprefix("人民币") if fen <= _LARGEST else ""
    return fen if _NEEDLESS.sub("", words) == _NEEDLESS.sub("", written) else None


def _counted(words: str) -> int:
    """What the words come to, whether or not they are well put."""
    fen = yuan = group = digit = 0
    for sign in words.removesuffix("整"):
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _TIMES:
            group, digit = group + (digit or 1) * _TIMES[sign], 0
        elif sign in _GROUPS:
            yuan, group, digit = yuan + (group + digit) * _GROUPS[sign], 0, 0
        else:
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return yuan * FEN_PER_YUAN + fen


def _whole(yuan: int) -> str:
    """The 元 part, group by group of four digits from the right."""
    groups: list[int] = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    words, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _four(group) + _LARGE[place]
        gap = False
    return words


def _four(group: int) -> str:
    """One to four digits: `1409` → `壹仟肆佰零玖`."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _SMALL[place]
        gap = False
    return words

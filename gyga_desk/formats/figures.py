"""Numbers and amounts as people write them, read exactly: digits typed, digits kept as text, digits full-width."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import FactValue, Severity

Remark = tuple[str, Severity, str]
"""A problem without its place: code, severity, sentence."""

FACTORS = {"元": 100, "圆": 100, "万元": 1_000_000, "万": 1_000_000, "亿元": 10_000_000_000, "亿": 10_000_000_000}
"""分 in one of the unit."""
MOST_FEN = 10**14 - 1
MOST_COUNT = 10**15
LONGEST_FIGURE = 60
"""No figure has more characters; what has is not read at all."""
_KEPT_DIGITS = 15
"""A double holds fifteen decimal digits; what a program shows beyond them is dust of its arithmetic."""
_AMOUNT = re.compile(
    r"(?:人民币|RMB|CNY)?[¥$]?([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?(元|圆|万元|万|亿元|亿)?整?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?(%)?([^\W\d_]{0,4})")
NOTHING = frozenset(("-", "--", "—", "——", "/", "\\", "无", "N/A", "NA", "暂无", "待定", "*"))
"""What people put where there is nothing to say; never the number zero."""


def squeeze(text: str) -> str:
    """Full-width forms made half-width, and every blank taken out."""
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u200b", "").replace("\ufeff", "")


def typed_number(text: str) -> Decimal:
    """The number a person typed behind the digits a file holds: `1234567.8899999999` → 1234567.89."""
    if len(text) <= _KEPT_DIGITS:
        return Decimal(text)
    shortest = Decimal(repr(float(text)))
    exact = Decimal(text)
    if len(exact.normalize().as_tuple().digits) <= _KEPT_DIGITS:
        return exact
    if len(shortest.normalize().as_tuple().digits) <= _KEPT_DIGITS:
        return shortest
    return Decimal(f"{float(text):.{_KEPT_DIGITS}g}")


def write_number(number: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros."""
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def read_money(raw: RawCell, unit: str) -> tuple[FactValue, list[Remark]]:
    """An amount in whole 分; None and a remark where it cannot be had exactly."""
    remarks: list[Remark] = []
    if raw.kind is RawKind.NUMBER:
        amount = typed_number(raw.text)
    elif raw.kind is RawKind.TEXT:
        text = squeeze(raw.text)
        found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
        if not found:
            return None, [_unread_money(text)]
        amount = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
        if found[4] and FACTORS[found[4]] != FACTORS[unit]:
            own = found[4]
            sentence = f"单元格写明单位为“{own}”，与表头的“{unit}”不同，已按“{own}”读取，请核对。"
            remarks.append(("money-unit", Severity.ASK, sentence))
            unit = own
    else:
        return None, [("money", Severity.ERROR, "应填写金额，现在是日期或是否值。请改为数字。")]
    return _whole_fen(amount, unit, remarks)


def _whole_fen(amount: Decimal, unit: str, remarks: list[Remark]) -> tuple[FactValue, list[Remark]]:
    fen = Fraction(amount) * FACTORS[unit]
    if fen < 0:
        return None, [*remarks, ("money-negative", Severity.ERROR, "金额不能为负数。请核对后更正。")]
    if fen > MOST_FEN:
        return None, [*remarks, ("money-range", Severity.ERROR, "金额超过一万亿元，应为填写错误。请核对数值和单位。")]
    if fen.denominator != 1:
        shown = write_number(amount)
        sentence = f"金额 {shown}{unit} 有不足一分的尾数。请按实际金额更正到分。"
        return None, [*remarks, ("money-fraction", Severity.ERROR, sentence)]
    return int(fen), remarks


def _unread_money(text: str) -> Remark:
    if text in NOTHING:
        return "money", Severity.ERROR, "应填写金额；确实没有的请填 0。"
    if re.fullmatch(r"\(.*\)", text) and _AMOUNT.fullmatch(text[1:-1]):
        return "money-negative", Severity.ERROR, "带括号的金额表示负数，金额不能为负数。请核对后更正。"
    return "money", Severity.ERROR, "无法读成金额。请只填一个数字，如 1250000.00。"


def _figure(text: str) -> re.Match[str] | None:
    flat = squeeze(text)
    return _PLAIN.fullmatch(flat) if len(flat) <= LONGEST_FIGURE else None


def read_number(raw: RawCell, whole: bool) -> tuple[FactValue, list[Remark]]:
    """A count as int, or any number as plain decimal text; a unit of up to four characters may follow it."""
    if raw.kind is RawKind.NUMBER:
        number = typed_number(raw.text)
    elif raw.kind is RawKind.TEXT and (found := _figure(raw.text)):
        if found[5] and found[5][0] in "万亿千百":
            return None, [("number", Severity.ERROR, f"请把“{squeeze(raw.text)}”写成完整的数字。")]
        number = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
    else:
        return None, [("number", Severity.ERROR, "应填写一个数字。")]
    if abs(number) >= MOST_COUNT:
        return None, [("number", Severity.ERROR, "数字过大，应为填写错误。请核对。")]
    if not whole:
        return write_number(number), []
    if number != number.to_integral_value():
        return None, [("number", Severity.ERROR, "应填写整数，不能有小数。")]
    return int(number), []

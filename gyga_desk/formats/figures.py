"""Numbers and amounts as people write them, read exactly: digits typed, digits kept as text, digits full-width."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Choice, FactValue, Severity
from gyga_desk.money import fen_of_capitals, write_yuan


class Remark(NamedTuple):
    """A problem without its place."""

    code: str
    severity: Severity
    sentence: str
    choices: tuple[Choice, ...] = ()


FACTORS = {
    "元": 100, "圆": 100, "块": 100, "千元": 100_000, "万元": 1_000_000, "万": 1_000_000, "百万元": 10**8, "千万元": 10**9,
    "千万": 10**9, "百万": 10**8, "亿元": 10**10, "亿": 10**10,
}  # fmt: skip
"""分 in one of the unit."""
COUNTS = {"万": 10_000, "亿": 10**8}
"""How many one of the word is, where things are counted."""
FOREIGN = (
    "美元",
    "美金",
    "港元",
    "港币",
    "欧元",
    "英镑",
    "日元",
    "澳元",
    "新台币",
    "USD",
    "HKD",
    "EUR",
    "US$",
    "HK$",
    "$",
    "€",
    "£",
)
TYPED = "text-number"
"""The code of the plainest of notes: in a file of nothing but text it says nothing."""
AS_TEXT = Remark(TYPED, Severity.NOTE, "数字存成了文字，按数字读取。")
MOST_FEN = 10**14 - 1
MOST_COUNT = 10**15
LONGEST_FIGURE = 60
"""No figure has more characters; what has is not read at all."""
_LONGEST_SQUEEZED = 2_000
"""Nothing that is compared or counted is longer; normalizing can make one letter eighteen."""
_KEPT_DIGITS = 15
"""A double holds fifteen decimal digits; what a program shows beyond them is dust of its arithmetic."""
_DIGITS = r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?"
_AMOUNT = re.compile(
    rf"['‘’]?(?:人民币|RMB|CNY)?[:]?¥?{_DIGITS}[(\[]?(?:人民币)?(元|圆|块|千元|百万元|千万元|万元|亿元|千万|百万|万|亿)?[)\]]?(?:人民币)?[整正]?",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"(.+?)[(\[,;](?:大写)?:?(?:人民币)?((?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆])?[零壹贰叁肆伍陆柒捌玖角分元圆]*[整正]?)[)\]]?"
)
"""An amount in figures and once more in capitals."""
_PLAIN = re.compile(rf"{_DIGITS}(%)?([^\W\d_]{{0,4}})")
_CANONICAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
NOTHING = frozenset(("-", "--", "—", "——", "/", "\\", "无", "N/A", "NA", "暂无", "待定", "*"))
"""What people put where there is nothing to say; never the number zero."""
_NONE_AT_ALL = frozenset(("-", "--", "—", "——", "/", "无"))
"""Of these, what may well mean that there was nothing."""


def squeeze(text: str) -> str:
    """Full-width forms made half-width, and every blank taken out."""
    if text.isascii() or len(text) > _LONGEST_SQUEEZED:
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


def read_money(raw: RawCell, unit: str, *, stated: bool = True) -> tuple[FactValue, list[Remark]]:
    """An amount in whole 分; None and a remark where it cannot be had exactly. `stated`: the sheet names the unit."""
    if unit not in FACTORS:
        return None, [_foreign(unit)]
    if raw.kind is RawKind.NUMBER:
        return _whole_fen(typed_number(raw.text), unit)
    if raw.kind is not RawKind.TEXT:
        return None, [Remark("money", Severity.ERROR, "应填写金额，现在是日期或是否值。请改为数字。")]
    text = squeeze(raw.text)
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    if text == "零":
        return 0, [_noted(raw.text, 0)]
    if not found and (spelled := fen_of_capitals(text)) is not None:
        return spelled, [_noted(raw.text, spelled)]
    if not found and len(text) <= LONGEST_FIGURE and (twice := _TWICE.fullmatch(text)):
        return _read_twice(raw.text, twice[1], fen_of_capitals(twice[2]), unit)
    if not found:
        return None, [_unread_money(text)]
    amount = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
    own = found[4] or unit
    fen, remarks = _whole_fen(amount, own)
    if not isinstance(fen, int):
        return fen, remarks
    if FACTORS[own] != FACTORS[unit] and stated and own[-1] in "元圆块":
        return fen, [_two_units(amount, own, unit, fen)]
    return fen, [AS_TEXT if _CANONICAL.fullmatch(raw.text.strip()) else _noted(raw.text, fen)]


def _read_twice(written: str, figure: str, spelled: int | None, unit: str) -> tuple[FactValue, list[Remark]]:
    """`¥1,250,000.00（大写：壹佰贰拾伍万元整）`: read where both are the same sum, else a person says which is meant."""
    fen, _ = read_money(RawCell(figure, RawKind.TEXT), unit)
    if not isinstance(fen, int) or spelled is None:
        return None, [_unread_money(figure)]
    if fen == spelled:
        return fen, [_noted(written, fen)]
    said = f"小写 {write_yuan(fen)} 元与大写 {write_yuan(spelled)} 元不一致。请确认以哪个为准。"
    readings = (("figure", "小写", fen), ("words", "大写", spelled))
    choices = tuple(Choice(key, f"以{name}为准：{write_yuan(sum_)} 元", sum_, "") for key, name, sum_ in readings)
    return None, [Remark("money", Severity.ASK, said, choices)]


def _noted(written: str, fen: int) -> Remark:
    return Remark("amount-text", Severity.NOTE, f"“{written.strip()}”读作 {write_yuan(fen)} 元。")


def _two_units(amount: Decimal, own: str, unit: str, fen: int) -> Remark:
    """The cell says one unit and the header another: only a person knows which of them is the slip."""
    other, _ = _whole_fen(amount, unit)
    said, stands = f"单元格写明“{own}”，与表头的“{unit}”不同", "只有一个单位是对的"
    choices = [read_as(own, fen, "单元格里写明的单位")]
    if isinstance(other, int):
        choices.append(read_as(unit, other, "表头的单位"))
    return Remark("money-unit", Severity.ASK, f"{said}，{stands}。请确认单位。", tuple(choices))


_KEYS = {100: "yuan", 100_000: "thousand", 1_000_000: "wan", 10**8: "million", 10**9: "ten-million", 10**10: "yi"}


def key_of(unit: str) -> str:
    """The key of the choice that reads in a unit."""
    return _KEYS[FACTORS[unit]]


def read_as(unit: str, fen: int, evidence: str) -> Choice:
    """The choice of reading an amount in a unit."""
    return Choice(key_of(unit), f"按“{unit}”读：{write_yuan(fen)} 元", fen, evidence)


def _whole_fen(amount: Decimal, unit: str) -> tuple[FactValue, list[Remark]]:
    fen = Fraction(amount) * FACTORS[unit]
    if fen < 0:
        return None, [Remark("money-negative", Severity.ERROR, "金额不能为负数。请核对后更正。")]
    if fen > MOST_FEN:
        return None, [Remark("money-range", Severity.ERROR, "金额超过一万亿元，应为填写错误。请核对数值和单位。")]
    if fen.denominator != 1:
        return None, [_fraction(amount, unit)]
    return int(fen), []


def _fraction(amount: Decimal, unit: str) -> Remark:
    """Parts of a 分 are no money; in a column of 元 they may well be the decimals of 万元."""
    sentence = f"金额 {write_number(amount)}{unit} 有不足一分的尾数。请按实际金额更正到分。"
    other = Fraction(amount) * FACTORS["万元"]
    if unit != "元" or other.denominator != 1 or not 0 < other <= MOST_FEN:
        return Remark("money-fraction", Severity.ERROR, sentence)
    choice = read_as("万元", int(other), "以元计就有不足一分的尾数，以万元计正好到分")
    return Remark("money-fraction", Severity.ASK, f"{sentence}如以万元计，为 {write_yuan(int(other))} 元。", (choice,))


def _foreign(unit: str) -> Remark:
    return Remark("foreign-currency", Severity.ERROR, f"金额以“{unit}”计。请按人民币填写，并注明折算的汇率和日期。")


def foreign_in(text: str) -> str:
    """The foreign currency that a squeezed text names, or nothing."""
    large = text.upper()
    return next((word for word in FOREIGN if word in large), "")


def _unread_money(text: str) -> Remark:
    if text in _NONE_AT_ALL:
        zero = Choice("zero", "确实没有，按 0 元", 0, "没有的应填 0，“无”可能是没有，也可能是未填")
        return Remark("money", Severity.ASK, "应填写金额；确实没有的请填 0。", (zero,))
    if text in NOTHING:
        return Remark("money", Severity.ERROR, "应填写金额；确实没有的请填 0。")
    if currency := foreign_in(text):
        return _foreign(currency)
    if re.fullmatch(r"\(.*\)", text) and _AMOUNT.fullmatch(text[1:-1]):
        return Remark("money-negative", Severity.ERROR, "带括号的金额表示负数，金额不能为负数。请核对后更正。")
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", text, re.IGNORECASE):
        return Remark("digits-lost", Severity.ERROR, "金额写成了科学计数，末几位已丢失。请填写完整的数字。")
    return Remark("money", Severity.ERROR, "无法读成金额。请只填一个数字，如 1250000.00。")


def _figure(text: str) -> re.Match[str] | None:
    flat = squeeze(text)
    return _PLAIN.fullmatch(flat) if len(flat) <= LONGEST_FIGURE else None


def read_number(raw: RawCell, unit: str = "", *, whole: bool) -> tuple[FactValue, list[Remark]]:
    """A count as int, or any number as plain decimal text; `unit` is 万 or 亿 where the header counts in them."""
    remarks: list[Remark] = []
    factor = COUNTS.get(unit, 1)
    if raw.kind is RawKind.NUMBER:
        number = typed_number(raw.text) * factor
    elif raw.kind is RawKind.TEXT and (found := _figure(raw.text)):
        number = Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))
        own = found[5][:1]
        if own in ("千", "百", "十", "余", "多", "左") or found[5][1:2] in ("余", "多", "左"):
            return None, [Remark("number", Severity.ERROR, f"请把“{squeeze(raw.text)}”写成完整的数字。")]
        number *= COUNTS.get(own, factor)
        if _CANONICAL.fullmatch(raw.text.strip()):
            remarks.append(AS_TEXT)
        else:
            remarks.append(Remark("number-text", Severity.NOTE, f"“{raw.text.strip()}”读作 {write_number(number)}。"))
    else:
        return None, [Remark("number", Severity.ERROR, "应填写一个数字。")]
    if abs(number) >= MOST_COUNT:
        return None, [Remark("number", Severity.ERROR, "数字过大，应为填写错误。请核对。")]
    if not whole:
        return write_number(number), remarks
    if number != number.to_integral_value():
        return None, [Remark("number", Severity.ERROR, "应填写整数，不能有小数。")]
    return int(number), remarks

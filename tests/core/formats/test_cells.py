"""Cells and their meanings: amounts exact to the 分, dates in every dress, codes, choices, and what is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.figures import MOST_FEN, typed_number
from gyga_desk.formats.raw import BLANK, RawCell, RawKind
from gyga_desk.model import Column, ColumnType, FactValue, Severity
from gyga_desk.money import write_yuan


def column(kind: ColumnType, *options: str, required: bool = True, header: str = "列") -> Column:
    return Column("id", header, kind, required, options=options)


def text(value: str) -> RawCell:
    return RawCell(value, RawKind.TEXT)


def number(value: str) -> RawCell:
    return RawCell(value, RawKind.NUMBER)


def value_of(raw: RawCell, kind: ColumnType, *options: str, unit: str = "元") -> FactValue:
    value, remarks = read_cell(raw, column(kind, *options), unit)
    assert all(remark.severity is Severity.NOTE for remark in remarks)
    return value


def code_of(raw: RawCell, kind: ColumnType, *options: str, unit: str = "元", required: bool = True) -> str:
    value, remarks = read_cell(raw, column(kind, *options, required=required), unit)
    assert value is None or kind is ColumnType.CODE
    (remark,) = remarks
    assert remark.severity is Severity.ERROR
    assert remark.sentence.endswith("。")
    return remark.code


FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,"}
fens = st.integers(0, MOST_FEN)


def in_wan(fen: int) -> str:
    return f"{Decimal(fen).scaleb(-6):f}"


@given(fens)
def test_any_amount_in_yuan_reads_back_exactly(fen: int) -> None:
    plain = f"{Decimal(fen).scaleb(-2):f}"
    for raw in (
        number(plain),
        number(repr(fen / 100)),
        number(f"{fen / 100:.17g}"),
        text(plain),
        text(write_yuan(fen)),
        text(f" ¥{write_yuan(fen)} 元"),
        text(plain.translate(FULL_WIDTH)),
    ):
        assert value_of(raw, ColumnType.MONEY) == fen


@given(fens)
def test_any_amount_in_ten_thousands_reads_back_exactly(fen: int) -> None:
    for raw in (
        number(in_wan(fen)),
        number(repr(fen / 1_000_000)),
        number(f"{fen / 1_000_000:.17g}"),
        text(f"{Decimal(fen).scaleb(-6):,f}"),
        text(in_wan(fen).translate(FULL_WIDTH)),
        text(in_wan(fen) + "万元"),
    ):
        assert value_of(raw, ColumnType.MONEY, unit="万元") == fen


@given(fens)
def test_a_unit_in_the_cell_wins_and_is_asked_about(fen: int) -> None:
    value, remarks = read_cell(text(in_wan(fen) + "万元"), column(ColumnType.MONEY), "元")
    assert value == fen
    assert [(code, severity) for code, severity, _ in remarks] == [("money-unit", Severity.ASK)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("1234567.8899999999", "1234567.89"),
        ("4213000.0000000005", "4213000"),
        ("0.1", "0.1"),
        ("1E3", "1000"),
        ("1.0000000000000001E-2", "0.01"),
        ("84.260000000000005", "84.26"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_the_dust_of_doubles_is_not_money(written: str, typed: str) -> None:
    assert typed_number(written) == Decimal(typed)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        (number("0.001"), "元", "money-fraction"),
        (number("0.3333333333333333"), "元", "money-fraction"),
        (text("1.234"), "元", "money-fraction"),
        (text("1." + "0" * 40 + "1"), "元", "money-fraction"),
        (text("1" * 5_000), "元", "money"),
        (number("1.2345678"), "万元", "money-fraction"),
        (number("-5"), "元", "money-negative"),
        (text("-5"), "元", "money-negative"),
        (text("(1,000.00)"), "元", "money-negative"),
        (number("1E15"), "元", "money-range"),
        (text("1,250,00"), "元", "money"),
        (text("约500"), "元", "money"),
        (text("无"), "元", "money"),
        (text("1.2.3"), "元", "money"),
        (text("五万元"), "元", "money"),
        (RawCell("45376", RawKind.DATE), "元", "money"),
        (RawCell("1", RawKind.BOOL), "元", "money"),
        (RawCell("#REF!", RawKind.ERROR), "元", "cell-error"),
        (RawCell("", RawKind.UNCACHED), "元", "formula-uncached"),
        (BLANK, "元", "missing"),
        (text(" \u3000"), "元", "missing"),
    ],
)
def test_what_is_no_amount_is_no_number_at_all(raw: RawCell, unit: str, code: str) -> None:
    assert code_of(raw, ColumnType.MONEY, unit=unit) == code


@pytest.mark.parametrize("kind", [RawKind.ERROR, RawKind.UNCACHED])
def test_broken_cells_are_errors_even_where_nothing_is_required(kind: RawKind) -> None:
    for type_ in ColumnType:
        assert code_of(RawCell("#N/A", kind), type_, required=False) in ("cell-error", "formula-uncached")


@pytest.mark.parametrize("written", ["", "-", "/", "无", "——", "N/A"])
def test_nothing_in_an_optional_cell_is_unknown_and_never_zero(written: str) -> None:
    for kind in (ColumnType.MONEY, ColumnType.INT, ColumnType.NUMBER, ColumnType.DATE, ColumnType.CODE):
        assert read_cell(text(written), column(kind, required=False), "元") == (None, [])


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (RawCell("45376", RawKind.DATE), "2024-03-25"),
        (RawCell("45376.75", RawKind.DATE), "2024-03-25"),
        (RawCell("61", RawKind.DATE), "1900-03-01"),
        (number("45376"), "2024-03-25"),
        (number("20240325"), "2024-03-25"),
        (text("45376"), "2024-03-25"),
        (text("2024.3.25"), "2024-03-25"),
        (text("2024-03-25"), "2024-03-25"),
        (text("2024/3/25"), "2024-03-25"),
        (text("2024年3月25日"), "2024-03-25"),
        (text(" 2024 年 03 月 25 日 "), "2024-03-25"),
        (text("20240325"), "2024-03-25"),
        (text("２０２４．３．２５"), "2024-03-25"),
        (text("2024-03-25 00:00:00"), "2024-03-25"),
        (text("2024-03-25T09:30:00"), "2024-03-25"),
    ],
)
def test_dates_in_every_dress(raw: RawCell, day: str) -> None:
    assert value_of(raw, ColumnType.DATE) == day


@pytest.mark.parametrize(
    "raw",
    [
        text("2024年3月"),
        text("2024.3"),
        number("2024.3"),
        number("2024"),
        text("2024-02-30"),
        text("2024-13-01"),
        text("24.3.25"),
        text("2024.3.1-2024.4.1"),
        text("长期"),
        text("3024-01-01"),
        number("5"),
        RawCell("0.5", RawKind.DATE),
        RawCell("60", RawKind.DATE),
    ],
)
def test_what_is_no_certain_day_is_an_error(raw: RawCell) -> None:
    assert code_of(raw, ColumnType.DATE) == "date"


def test_the_other_epoch() -> None:
    day = read_cell(RawCell("43914", RawKind.DATE), column(ColumnType.DATE), "", epoch1904=True)
    assert day == ("2024-03-25", [])


CODE = "91440300708461136T"


@pytest.mark.parametrize("written", [CODE, CODE.lower(), f" {CODE[:8]} {CODE[8:]}\n", "９１" + CODE[2:], f"'{CODE}"])
def test_credit_codes_are_cleaned(written: str) -> None:
    assert value_of(text(written), ColumnType.CODE) == CODE


def test_a_mistaken_letter_comes_with_a_proposal() -> None:
    written = CODE.replace("0", "O", 1)
    value, ((code, severity, sentence),) = read_cell(text(written), column(ColumnType.CODE), "")
    assert (value, code, severity) == (written, "credit-code", Severity.ERROR)
    assert CODE in sentence


@pytest.mark.parametrize("written", [CODE[:-1] + "U", CODE[:-1], CODE.replace("7", "8", 1), "统一社会信用代码"])
def test_a_wrong_code_is_kept_and_marked(written: str) -> None:
    value, ((code, _, sentence),) = read_cell(text(written), column(ColumnType.CODE), "")
    assert (value, code) == (written, "credit-code")
    assert "疑为" not in sentence


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_single_slip_in_a_code_is_caught(at: int, sign: str) -> None:
    written = CODE[:at] + sign + CODE[at + 1 :]
    _, remarks = read_cell(text(written), column(ColumnType.CODE), "")
    assert (remarks == []) == (written == CODE) == uscc.is_valid(written)


@pytest.mark.parametrize("raw", [number("915201001234568000"), text("9.15201E+17"), RawCell("45376", RawKind.DATE)])
def test_a_code_kept_as_a_number_has_lost_digits(raw: RawCell) -> None:
    assert code_of(raw, ColumnType.CODE) == "code-digits-lost"


def test_long_numbers_in_text_columns_have_lost_digits_too() -> None:
    assert code_of(number("5.2923760926030926E+18"), ColumnType.TEXT) == "digits-lost"
    assert code_of(text("5.29238E+18"), ColumnType.TEXT) == "digits-lost"
    assert value_of(number("13800001234"), ColumnType.TEXT) == "13800001234"
    assert value_of(text("5292376092603092600"), ColumnType.TEXT) == "5292376092603092600"


@pytest.mark.parametrize("written", ["是", "有", "√", "Y", "yes", "TRUE", " 是 "])
def test_yes(written: str) -> None:
    assert value_of(text(written), ColumnType.BOOL) is True
    assert value_of(RawCell("1", RawKind.BOOL), ColumnType.BOOL) is True


@pytest.mark.parametrize("written", ["否", "无", "×", "n", "No", "false"])
def test_no(written: str) -> None:
    assert value_of(text(written), ColumnType.BOOL) is False
    assert read_cell(text("无"), column(ColumnType.BOOL, required=False), "") == (False, [])


def test_neither_yes_nor_no() -> None:
    assert code_of(text("也许"), ColumnType.BOOL) == "bool"


def test_choices() -> None:
    options = ("企业", "高校", "科研院所", "其他")
    assert value_of(text(" 企 业"), ColumnType.ENUM, *options) == "企业"
    assert value_of(text("其他(农业)"), ColumnType.ENUM, *options) == "其他(农业)"
    assert value_of(text("其它"), ColumnType.ENUM) == "其它"
    assert code_of(text("个人"), ColumnType.ENUM, *options) == "enum"
    _, ((_, _, sentence),) = read_cell(text("高等院校/高校"), column(ColumnType.ENUM, *options), "")
    assert "是否为“高校”" in sentence
    assert "企业、高校、科研院所、其他" in sentence


@pytest.mark.parametrize(
    "written",
    [
        "研发;设计;技术交流",
        "研发；设计；技术交流",
        "研发、设计、技术交流",
        "研发,设计，技术交流",
        "研发/设计\n技术交流",
    ],
)
def test_many_choices(written: str) -> None:
    options = ("研发", "设计", "生产", "技术交流")
    assert value_of(text(written), ColumnType.MULTI, *options) == "研发;设计;技术交流"
    assert code_of(text(written + ";吃饭"), ColumnType.MULTI, *options) == "enum"


def test_numbers() -> None:
    assert value_of(text("2025年"), ColumnType.INT) == 2025
    assert value_of(number("2025"), ColumnType.INT) == 2025
    assert value_of(text("1,234 家"), ColumnType.INT) == 1234
    assert value_of(number("88.0"), ColumnType.NUMBER) == "88"
    assert value_of(text("88.50分"), ColumnType.NUMBER) == "88.5"
    assert code_of(number("1.5"), ColumnType.INT) == "number"
    assert code_of(text("3万"), ColumnType.INT) == "number"
    assert code_of(text("若干"), ColumnType.NUMBER) == "number"
    assert code_of(text("9" * 16), ColumnType.INT) == "number"
    assert code_of(text("9" * 5_000), ColumnType.INT) == "number"
    assert code_of(number("1E300"), ColumnType.NUMBER) == "number"


def test_words_keep_their_punctuation_and_lose_their_padding() -> None:
    assert value_of(text(" 贵州ＡＢ（贵阳）公司，二期。\n续 "), ColumnType.TEXT) == "贵州AB(贵阳)公司，二期。 续"
    name = column(ColumnType.TEXT, header="单位名称")
    assert read_cell(text("\u3000贵州 黔云（贵州）有限责任公司（盖章） "), name, "") == (
        "贵州黔云(贵州)有限责任公司",
        [],
    )
    assert read_cell(text("Guizhou Data Co"), name, "") == ("Guizhou Data Co", [])


def test_a_cell_is_shown_as_people_see_it() -> None:
    assert shown(RawCell("45376", RawKind.DATE)) == "2024-03-25"
    assert shown(number("84.260000000000005")) == "84.26"
    assert shown(RawCell("", RawKind.UNCACHED)) == "（未计算的公式）"
    assert shown(text(" 甲 ")) == " 甲 "

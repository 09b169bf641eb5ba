"""Cells and their meanings: amounts exact to the 分, dates in every dress, codes, choices, and what is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.codes import is_valid
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
    value, (remark,) = read_cell(text(in_wan(fen) + "万元"), column(ColumnType.MONEY), "元")
    assert value == fen
    assert (remark.code, remark.severity) == ("money-unit", Severity.ASK)
    assert remark.choices[0].key == "wan"
    assert remark.choices[0].value == fen
    read, (noted,) = read_cell(text(in_wan(fen) + "万元"), column(ColumnType.MONEY), "元", stated=False)
    assert (read, noted.severity) == (fen, Severity.NOTE)


def test_both_units_stand_to_choose_where_both_give_whole_fen() -> None:
    _, (remark,) = read_cell(text("125元"), column(ColumnType.MONEY), "万元")
    assert [(c.key, c.value) for c in remark.choices] == [("yuan", 12_500), ("wan", 125_000_000)]
    assert "1,250,000.00 元" in remark.choices[1].sentence


@pytest.mark.parametrize(
    ("written", "unit", "fen"),
    [
        ("125万", "元", 125_000_000),
        ("1.2亿元", "元", 12_000_000_000),
        ("125（万元）", "元", 125_000_000),
        ("人民币125万元整", "元", 125_000_000),
        ("￥1，250，000．00", "元", 125_000_000),
        ("1 250 000", "元", 125_000_000),
        ("3千元", "元", 300_000),
        ("125万元", "万元", 125_000_000),
        ("零元", "万元", 0),
        ("壹佰万元整", "元", 100_000_000),
        ("人民币捌拾肆万贰仟陆佰元整", "万元", 84_260_000),
        ("五万元", "元", 5_000_000),
        ("伍拾万元零叁角", "元", 50_000_030),
    ],
)
def test_amounts_with_signs_and_words_are_read_and_noted(written: str, unit: str, fen: int) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.MONEY), unit, stated=False)
    assert (value, remark.code, remark.severity) == (fen, "amount-text", Severity.NOTE)
    assert write_yuan(fen) in remark.sentence


@pytest.mark.parametrize(("written", "unit"), [("$1,250", "元"), ("100万美元", "元"), ("HK$5", "元"), ("5", "万美元")])
def test_foreign_money_is_never_read_as_ours(written: str, unit: str) -> None:
    assert code_of(text(written), ColumnType.MONEY, unit=unit) == "foreign-currency"


@pytest.mark.parametrize(
    ("raw", "fen"), [(number("84.2601"), 84_260_100), (text("0.001"), 1_000), (text("1.234元"), 1_234_000)]
)
def test_parts_of_a_fen_may_be_the_decimals_of_ten_thousands(raw: RawCell, fen: int) -> None:
    value, (remark,) = read_cell(raw, column(ColumnType.MONEY), "元")
    assert (value, remark.code, remark.severity) == (None, "money-fraction", Severity.ASK)
    assert [(c.key, c.value) for c in remark.choices] == [("wan", fen)]


@pytest.mark.parametrize("written", ["无", "/", "-", "——"])
def test_nothing_in_a_required_amount_is_asked_about(written: str) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.MONEY), "元")
    assert (value, remark.code, remark.severity) == (None, "money", Severity.ASK)
    assert [(c.key, c.value) for c in remark.choices] == [("zero", 0)]


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
        (number("0.3333333333333333"), "元", "money-fraction"),
        (text("1.2345678"), "元", "money-fraction"),
        (text("1." + "0" * 40 + "1"), "元", "money-fraction"),
        (text("1" * 5_000), "元", "money"),
        (number("1.2345678"), "万元", "money-fraction"),
        (number("-5"), "元", "money-negative"),
        (text("-5"), "元", "money-negative"),
        (text("(1,000.00)"), "元", "money-negative"),
        (number("1E15"), "元", "money-range"),
        (text("1,250,00"), "元", "money"),
        (text("约500"), "元", "money"),
        (text("待定"), "元", "money"),
        (text("1.25E+06"), "元", "digits-lost"),
        (text("100-200万元"), "元", "money"),
        (text("1.2.3"), "元", "money"),
        (text("五万多元"), "元", "money"),
        (text("壹仟伍元整"), "元", "money"),
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
        (RawCell("59", RawKind.DATE), "1900-02-28"),
        (RawCell("1", RawKind.DATE), "1900-01-01"),
        (text("二〇二四年三月二十五日"), "2024-03-25"),
        (text("2024年3月25日（周一）"), "2024-03-25"),
        (text("25/3/2024"), "2024-03-25"),
        (text("25-Mar-2024"), "2024-03-25"),
        (text("2024.3.25."), "2024-03-25"),
        (text("2024。3。25"), "2024-03-25"),
        (text("2024、3、25"), "2024-03-25"),
        (text("2024\\3\\25"), "2024-03-25"),
        (text("'2024-03-25"), "2024-03-25"),
        (text("2024-03-25 上午9:30"), "2024-03-25"),
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
        number("2024"),
        text("2024年"),
        text("2024.13"),
        text("约2024年3月"),
        text("2024-02-30"),
        text("2024-13-01"),
        text("2024.4.1-2024.3.1"),
        text("长期"),
        text("3024-01-01"),
        number("5"),
        RawCell("0.5", RawKind.DATE),
    ],
)
def test_what_is_no_certain_day_is_an_error(raw: RawCell) -> None:
    assert code_of(raw, ColumnType.DATE) == "date"


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2024年3月", {"first": "2024-03-01", "last": "2024-03-31"}),
        ("2024.2", {"first": "2024-02-01", "last": "2024-02-29"}),
        ("202403", {"first": "2024-03-01", "last": "2024-03-31"}),
        ("二〇二四年十二月", {"first": "2024-12-01", "last": "2024-12-31"}),
        ("24.3.25", {"ymd": "2024-03-25", "dmy": "2025-03-24"}),
        ("24年3月5日", {"ymd": "2024-03-05"}),
        ("3/4/2024", {"dmy": "2024-04-03", "mdy": "2024-03-04"}),
        ("25-Mar-24", {"dmy": "2024-03-25", "ymd": "2025-03-24"}),
        ("2024.3.1-2024.4.1", {"start": "2024-03-01", "end": "2024-04-01"}),
        ("2024年3月1日至12月31日", {"start": "2024-03-01", "end": "2024-12-31"}),
        ("2024.1-12月", {"start": "2024-01-01", "end": "2024-12-31"}),
        ("20240101－20241231", {"start": "2024-01-01", "end": "2024-12-31"}),
    ],
)
def test_a_date_of_several_readings_is_asked_about_and_not_chosen(written: str, days: dict[str, str]) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.DATE), "")
    assert (value, remark.code, remark.severity) == (None, "date", Severity.ASK)
    assert {choice.key: choice.value for choice in remark.choices} == days
    assert all(str(choice.value) in choice.sentence for choice in remark.choices)


def test_a_month_typed_as_a_number_may_have_lost_its_zero() -> None:
    _, (remark,) = read_cell(number("2024.1"), column(ColumnType.DATE), "")
    assert [choice.value for choice in remark.choices] == ["2024-01-01", "2024-01-31", "2024-10-01", "2024-10-31"]
    _, (other,) = read_cell(number("2024.3"), column(ColumnType.DATE), "")
    assert [choice.value for choice in other.choices] == ["2024-03-01", "2024-03-31"]


@pytest.mark.parametrize(("header", "day"), [("服务开始日期", "2024-03-01"), ("服务结束日期", "2025-02-28")])
def test_a_period_under_a_header_that_names_an_end_is_read_and_noted(header: str, day: str) -> None:
    value, (remark,) = read_cell(text("2024.3.1—2025.2.28"), column(ColumnType.DATE, header=header), "")
    assert (value, remark.severity) == (day, Severity.NOTE)
    assert day in remark.sentence


def test_the_day_that_never_was() -> None:
    assert code_of(RawCell("60", RawKind.DATE), ColumnType.DATE) == "date"


def test_an_old_date_is_pointed_at() -> None:
    _, (remark,) = read_cell(RawCell("1000", RawKind.DATE), column(ColumnType.DATE), "")
    assert (remark.code, remark.severity) == ("date-early", Severity.NOTE)


def test_a_serial_number_kept_as_text_may_come_from_the_other_epoch() -> None:
    value, (remark,) = read_cell(text("43914"), column(ColumnType.DATE), "", epoch1904=True)
    assert value is None
    assert {choice.key: choice.value for choice in remark.choices} == {"1904": "2024-03-25", "1900": "2020-03-24"}
    assert read_cell(number("43914"), column(ColumnType.DATE), "", epoch1904=True)[0] == "2024-03-25"


def test_the_other_epoch() -> None:
    day = read_cell(RawCell("43914", RawKind.DATE), column(ColumnType.DATE), "", epoch1904=True)
    assert day == ("2024-03-25", [])


CODE = "91440300708461136T"


@pytest.mark.parametrize("written", [CODE, CODE.lower(), f" {CODE[:8]} {CODE[8:]}\n", "９１" + CODE[2:], f"'{CODE}"])
def test_credit_codes_are_cleaned(written: str) -> None:
    assert value_of(text(written), ColumnType.CODE) == CODE


@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("1", "I"), ("0", "o")])
def test_a_mistaken_letter_comes_with_a_proposal(digit: str, letter: str) -> None:
    written = CODE.replace(digit, letter, 1)
    value, remarks = read_cell(text(written), column(ColumnType.CODE), "")
    (remark,) = remarks
    assert (value, remark.code, remark.severity) == (written.upper(), "credit-code", Severity.ASK)
    assert [(choice.key, choice.value) for choice in remark.choices] == [("proposed", CODE)]
    assert CODE in remark.sentence


OTHER = next(
    code
    for tail in "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if uscc.is_valid(code := f"9152010052Z15AB0K{tail}".replace("Z", "2"))
)


def test_all_four_letters_are_undone_together_and_only_where_the_check_digit_then_holds() -> None:
    mixed = OTHER.replace("5", "S").replace("2", "Z").replace("1", "I").replace("0", "O")
    _, (remark,) = read_cell(text(mixed), column(ColumnType.CODE), "")
    assert [choice.value for choice in remark.choices] == [OTHER]
    broken = "8" + mixed[1:]
    _, (fault,) = read_cell(text(broken), column(ColumnType.CODE), "")
    assert (fault.severity, fault.choices) == (Severity.ERROR, ())


@pytest.mark.parametrize("written", [CODE[:-1] + "U", CODE[:-1], CODE.replace("7", "8", 1), "统一社会信用代码"])
def test_a_wrong_code_is_kept_and_marked(written: str) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.CODE), "")
    assert (value, remark.code, remark.severity) == (written, "credit-code", Severity.ERROR)
    assert "疑为" not in remark.sentence


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYOISZ", min_size=17, max_size=19))
def test_codes_are_judged_as_the_library_judges_them(code: str) -> None:
    assert is_valid(code) == uscc.is_valid(code)


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_single_slip_in_a_code_is_caught(at: int, sign: str) -> None:
    written = CODE[:at] + sign + CODE[at + 1 :]
    _, remarks = read_cell(text(written), column(ColumnType.CODE), "")
    assert (remarks == []) == (written == CODE) == uscc.is_valid(written)


@pytest.mark.parametrize(
    "written",
    [
        "￥1,250,000.00（大写：壹佰贰拾伍万元整）", "1250000元(壹佰贰拾伍万元整)", "1,250,000.00，大写：人民币壹佰贰拾伍万圆整", "'1250000.00",
        "125万元（大写 壹佰贰拾伍万元）",
    ],
)  # fmt: skip
def test_an_amount_given_twice_or_after_an_apostrophe_is_read_where_both_agree(written: str) -> None:
    assert value_of(text(written), ColumnType.MONEY) == 125_000_000


def test_an_amount_whose_figures_and_capitals_differ_is_asked_about() -> None:
    written = text("1,250,000.00元（大写：壹佰贰拾万伍仟元整）")
    value, (remark,) = read_cell(written, column(ColumnType.MONEY), "元")
    assert (value, remark.severity) == (None, Severity.ASK)
    assert {c.key: c.value for c in remark.choices} == {"figure": 125_000_000, "words": 120_500_000}
    assert code_of(text("1,250,000.00元（大写：见附件）"), ColumnType.MONEY) == "money"
    assert code_of(text("约125万（壹佰贰拾伍万元整）"), ColumnType.MONEY) == "money"


def test_an_apostrophe_before_an_account_is_not_part_of_it() -> None:
    value, (remark,) = read_cell(text("'5202486150505698325"), column(ColumnType.TEXT), "")
    assert (value, remark.severity) == ("5202486150505698325", Severity.NOTE)
    assert value_of(text("'示范'应用"), ColumnType.TEXT) == "'示范'应用"


@pytest.mark.parametrize("raw", [number("915201001234568000"), text("9.15201E+17"), RawCell("45376", RawKind.DATE)])
def test_a_code_kept_as_a_number_has_lost_digits(raw: RawCell) -> None:
    assert code_of(raw, ColumnType.CODE) == "code-digits-lost"


def test_long_numbers_in_text_columns_have_lost_digits_too() -> None:
    assert code_of(number("5.2923760926030926E+18"), ColumnType.TEXT) == "digits-lost"
    assert code_of(text("5.29238E+18"), ColumnType.TEXT) == "digits-lost"
    assert value_of(number("13800001234"), ColumnType.TEXT) == "13800001234"
    assert code_of(text("9.1E+17"), ColumnType.TEXT) == "digits-lost"
    assert code_of(text("９ｅ＋１７"), ColumnType.TEXT) == "digits-lost"
    assert value_of(text("5292376092603092600"), ColumnType.TEXT) == "5292376092603092600"


def test_a_long_number_that_ends_in_zeros_is_doubted() -> None:
    value, (remark,) = read_cell(text("5292376092603090000"), column(ColumnType.TEXT), "")
    assert (value, remark.code, remark.severity) == ("5292376092603090000", "digits-doubt", Severity.ASK)


@pytest.mark.parametrize("written", ["是", "有", "√", "Y", "yes", "TRUE", " 是 "])
def test_yes(written: str) -> None:
    assert value_of(text(written), ColumnType.BOOL) is True
    assert value_of(RawCell("1", RawKind.BOOL), ColumnType.BOOL) is True


@pytest.mark.parametrize("written", ["否", "无", "×", "n", "No", "false"])
def test_no(written: str) -> None:
    assert value_of(text(written), ColumnType.BOOL) is False
    assert read_cell(text("无"), column(ColumnType.BOOL, required=False), "") == (False, [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("☑是 □否", True),
        ("□是 √否", False),
        ("是☑/否□", True),
        ("是（见附件3）", True),
        ("否，独立法人", False),
        ("已签字盖章", True),
        ("未签", False),
        ("不涉及", False),
        ("不属于", False),
        ("没有享受", False),
    ],
)
def test_yes_and_no_in_other_words_are_noted(written: str, meant: bool) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.BOOL), "")
    assert (value, remark.code, remark.severity) == (meant, "bool-text", Severity.NOTE)


@pytest.mark.parametrize("written", ["也许", "是/否", "是□ 否□", "☑是☑否", "已过期", "无异议", "待补", "O"])
def test_neither_yes_nor_no(written: str) -> None:
    assert code_of(text(written), ColumnType.BOOL) == "bool"


def test_choices() -> None:
    options = ("企业", "高校", "科研院所", "其他")
    assert value_of(text(" 企 业"), ColumnType.ENUM, *options) == "企业"
    assert value_of(text("其他(农业)"), ColumnType.ENUM, *options) == "其他(农业)"
    assert value_of(text("其它(农业)"), ColumnType.ENUM, *options) == "其他(农业)"
    assert value_of(text("其它"), ColumnType.ENUM) == "其它"
    assert code_of(text("个人"), ColumnType.ENUM, *options) == "enum"
    _, (remark,) = read_cell(text("高等院校/高校"), column(ColumnType.ENUM, *options), "")
    assert (remark.severity, [choice.value for choice in remark.choices]) == (Severity.ASK, ["高校"])
    assert "是否为“高校”" in remark.sentence
    assert "企业、高校、科研院所、其他" in remark.sentence


DISTRICTS = (
    "云岩区",
    "观山湖区",
    "清镇市",
    "高新开发区",
    "经济技术开发区",
    "贵阳综合保税区",
    "贵州双龙航空港经济区",
    "贵安新区",
    "市外",
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("观山湖", "观山湖区"),
        ("贵阳市观山湖区", "观山湖区"),
        ("清镇", "清镇市"),
        ("高新区", "高新开发区"),
        ("经开区", "经济技术开发区"),
        ("综保区", "贵阳综合保税区"),
        ("双龙", "贵州双龙航空港经济区"),
        ("贵安", "贵安新区"),
    ],
)
def test_short_names_of_one_option_are_read_and_noted(written: str, meant: str) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.ENUM, *DISTRICTS), "")
    assert (value, remark.code, remark.severity) == (meant, "enum-text", Severity.NOTE)


@pytest.mark.parametrize(("written", "near"), [("开发区", 2), ("新区", 1), ("贵阳", 0), ("非观山湖", 0), ("成都市", 0)])
def test_what_could_be_several_options_or_none_is_not_guessed(written: str, near: int) -> None:
    value, (remark,) = read_cell(text(written), column(ColumnType.ENUM, *DISTRICTS), "")
    assert (value, remark.code, len(remark.choices)) == (None, "enum", near)
    assert remark.severity is (Severity.ASK if near else Severity.ERROR)


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
    assert value_of(text("3万"), ColumnType.INT) == 30_000
    assert value_of(text("1.2万人"), ColumnType.INT) == 12_000
    assert value_of(number("1.2"), ColumnType.INT, unit="万") == 12_000
    assert code_of(text("3万余"), ColumnType.INT) == "number"
    assert code_of(text("三千"), ColumnType.INT) == "number"
    assert code_of(text("3千"), ColumnType.INT) == "number"
    assert code_of(text("若干"), ColumnType.NUMBER) == "number"
    assert code_of(text("9" * 16), ColumnType.INT) == "number"
    assert code_of(text("9" * 5_000), ColumnType.INT) == "number"
    assert code_of(number("1E300"), ColumnType.NUMBER) == "number"


def test_words_keep_their_punctuation_and_lose_their_padding() -> None:
    assert value_of(text(" 贵州ＡＢ（贵阳）公司，二期。\n续 "), ColumnType.TEXT) == "贵州AB(贵阳)公司，二期。 续"
    name = column(ColumnType.TEXT, header="单位名称")
    value, (remark,) = read_cell(text("\u3000贵州 黔云（贵州）有限责任公司（盖章） "), name, "")
    assert (value, remark.code, remark.severity) == ("贵州黔云(贵州)有限责任公司", "text-tidied", Severity.NOTE)
    assert read_cell(text("Guizhou Data Co"), name, "") == ("Guizhou Data Co", [])


def test_a_cell_is_shown_as_people_see_it() -> None:
    assert shown(RawCell("45376", RawKind.DATE)) == "2024-03-25"
    assert shown(number("84.260000000000005")) == "84.26"
    assert shown(RawCell("", RawKind.UNCACHED)) == "（未计算的公式）"
    assert shown(text(" 甲 ")) == " 甲 "


@pytest.mark.parametrize("char", [chr(n) for n in range(0x10000) if chr(n).isspace()], ids=lambda c: f"{ord(c):04X}")
def test_a_cell_with_nothing_but_a_space_of_whatever_width_is_blank(char: str) -> None:
    for kind in ColumnType:
        blank, _ = read_cell(BLANK, column(kind, "是", "否", required=False), "元")
        assert read_cell(text(char), column(kind, "是", "否", required=False), "元") == (blank, [])

"""Whatever stands in a cell: reading it never fails, never invents a value, and never passes over an interpretation."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.figures import FACTORS, MOST_FEN
from gyga_desk.formats.quick import reader_for
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Column, ColumnType, Severity
from tests.core.formats.drawn import CODE

OPTIONS = ("企业", "高校", "观山湖区", "高新开发区", "经济技术开发区", "其他")
SIGNS = "0123456789０１２３４５.．,，-－—~～至年月日号/()（）¥￥$%万亿千元整人民币单位：: \u3000\n是否有无√×☑□☐已未不企业高校区观山湖其他OISZoisz+EeABC'\"#REF!"
words = st.text(SIGNS, max_size=24) | st.text(max_size=12)
written = st.sampled_from((
    "2024.3.25", "2024年3月", "24.3.25", "2024.1-12月", "45376", "125万", "1,250,000.00", "１２５．５", "9.1E+17", "是☑否□", "高新区", CODE,
    CODE.replace("0", "O"), "无", "-", "合计", "#N/A", "2024-02-30", "1.2.3", "(100)", "100万美元",
))  # fmt: skip
digits = st.from_regex(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?(E[+-]?[0-9]{1,2})?", fullmatch=True)
raws = (
    st.builds(RawCell, words | written, st.just(RawKind.TEXT))
    | st.builds(RawCell, digits, st.just(RawKind.NUMBER))
    | st.builds(RawCell, st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True), st.just(RawKind.DATE))
    | st.builds(RawCell, st.sampled_from(("0", "1")), st.just(RawKind.BOOL))
    | st.builds(RawCell, st.sampled_from(("#REF!", "#N/A", "")), st.sampled_from((RawKind.ERROR, RawKind.UNCACHED)))
)
columns = st.builds(
    Column,
    st.just("id"),
    st.sampled_from(("列", "单位名称", "服务开始日期", "上线日期")),
    st.sampled_from(ColumnType),
    st.booleans(),
    options=st.just(OPTIONS),
)
units = st.sampled_from(("元", "万元", "亿元", "万美元", ""))


@given(raws, columns, units, st.booleans(), st.booleans())
def test_reading_never_fails_and_gives_what_the_column_holds(
    raw: RawCell, column: Column, unit: str, epoch1904: bool, stated: bool
) -> None:
    value, remarks = read_cell(raw, column, unit, epoch1904, stated=stated)
    if column.type in (ColumnType.MONEY, ColumnType.INT):
        assert value is None or type(value) is int
    if column.type is ColumnType.MONEY and isinstance(value, int):
        assert 0 <= value <= MOST_FEN
    if column.type is ColumnType.BOOL:
        assert value is None or type(value) is bool
    if column.type is ColumnType.DATE and value is not None:
        assert date.fromisoformat(str(value)).year >= 1900
    if column.type is ColumnType.ENUM and value is not None:
        assert value in OPTIONS or str(value).startswith("其他")
    for remark in remarks:
        assert remark.sentence.endswith("。")
        assert (remark.choices == ()) or remark.severity is Severity.ASK
        assert len({choice.key for choice in remark.choices}) == len(remark.choices)


@given(raws, columns, units)
def test_a_value_that_is_not_there_is_explained(raw: RawCell, column: Column, unit: str) -> None:
    value, remarks = read_cell(raw, column, unit)
    if column.required and value is None:
        assert any(remark.severity is not Severity.NOTE for remark in remarks)
    if raw.kind in (RawKind.ERROR, RawKind.UNCACHED):
        assert value is None
        assert [remark.severity for remark in remarks] == [Severity.ERROR]


@given(st.text(SIGNS, max_size=24), units)
def test_no_digit_of_an_amount_comes_from_nowhere(text: str, unit: str) -> None:
    column = Column("id", "列", ColumnType.MONEY, required=True)
    value, _ = read_cell(RawCell(text, RawKind.TEXT), column, unit)
    if isinstance(value, int) and value:
        half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
        number = Decimal(re.sub(r"[^0-9.]", "", re.sub(r"^[^0-9]*", "", half)).strip("."))
        assert any(value == number * factor for factor in FACTORS.values())


@given(st.text(SIGNS, max_size=24), st.sampled_from(("", "服务开始日期")))
def test_no_digit_of_a_date_comes_from_nowhere(text: str, header: str) -> None:
    column = Column("id", header or "列", ColumnType.DATE, required=True)
    value, remarks = read_cell(RawCell(text, RawKind.TEXT), column, "")
    if value is not None and not any("序号" in remark.sentence for remark in remarks):
        half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
        day = date.fromisoformat(str(value))
        found = re.sub(r"[^0-9]", "", half) + half
        assert str(day.year) in found
        assert all(str(part) in found for part in (day.month, day.day))


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYOISZoisz -", min_size=16, max_size=22))
def test_a_code_is_only_proposed_where_its_check_digit_holds(text: str) -> None:
    column = Column("id", "统一社会信用代码", ColumnType.CODE, required=True)
    value, remarks = read_cell(RawCell(text, RawKind.TEXT), column, "")
    for remark in remarks:
        assert all(uscc.is_valid(str(choice.value)) for choice in remark.choices)
    if not any(remark.severity is not Severity.NOTE for remark in remarks):
        assert uscc.is_valid(str(value))


@pytest.mark.parametrize("kind", [ColumnType.MONEY, ColumnType.INT, ColumnType.DATE, ColumnType.CODE, ColumnType.BOOL])
@given(words | written)
def test_what_is_read_otherwise_than_written_is_said(kind: ColumnType, text: str) -> None:
    column = Column("id", "列", kind, required=True)
    value, remarks = read_cell(RawCell(text, RawKind.TEXT), column, "元")
    plain = {"是": True, "有": True, "否": False, "无": False, "√": True, "×": False}
    if value is not None and not remarks and kind is not ColumnType.BOOL:
        assert text.strip() == value
    if kind is ColumnType.BOOL and text in plain:
        assert value is plain[text]


@given(raws, columns, units, st.booleans())
def test_the_quick_way_gives_what_the_long_way_gives(raw: RawCell, column: Column, unit: str, stated: bool) -> None:
    unit = unit if column.type is ColumnType.MONEY else ""
    read = reader_for(column, unit, False, stated=stated)
    value, remarks = read_cell(raw, column, unit, stated=stated)
    for _ in range(2):  # the second time it remembers
        got, said, text = read(raw)
        assert (got, type(got), list(said), text) == (value, type(value), remarks, shown(raw))


@given(st.decimals(min_value=0, max_value=10**10, places=2), st.sampled_from(("元", "万元")))
def test_figures_are_exact_in_the_quick_way(amount: Decimal, unit: str) -> None:
    read = reader_for(Column("id", "列", ColumnType.MONEY, required=True), unit, False, stated=True)
    fen = int(amount * FACTORS[unit])
    value, _, _ = read(RawCell(f"{amount.normalize():f}", RawKind.NUMBER))
    assert value == (fen if fen <= MOST_FEN else None)

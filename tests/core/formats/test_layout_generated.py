"""Sheets with every layout choice made at random read to the same facts as the clean sheet, and nothing is called wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.raw import RawSheet
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import Column, ColumnType, FactValue, Severity
from tests.core.formats.drawn import drawn, understood
from tests.core.formats.plans import columns

PLAN = SheetPlan(
    3,
    ("3示范应用场景", "示范应用场景"),
    columns(
        "#序号 单位名称 !统一社会信用代码 =单位类型 项目名称 =应用领域 @开工日期 @上线日期 $合同总额 $申请金额 ?真实性承诺书 #服务用户数 附件目录"
    ),
)
CODES = (
    "91440300708461136T",
    "91520100009PUG26F69"[:18],
    "915201009PUG26F69T",
    "91520100PCTBAE5300",
    "915201008PNNAX890K",
)
VALID = tuple(code for code in CODES if len(code) == 18 and code != "91520100009PUG26F6")
NAMES = ("贵州黔云智能科技有限公司", "贵州筑智(贵州)有限责任公司", "贵州省山水研究院", "Guizhou数谷软件有限公司")
Rows = list[dict[str, Any]]
ALIASES = {
    "单位名称": ("企业名称", "申报单位", "公司名称"),
    "统一社会信用代码": ("信用代码", "税号"),
    "申请金额": ("申请补助金额", "申报金额"),
}


@st.composite
def applications(draw: st.DrawFn) -> Rows:
    count = draw(st.integers(1, 7))
    return [
        {
            "序号": number,
            "单位名称": draw(st.sampled_from(NAMES)) + str(number),
            "统一社会信用代码": draw(st.sampled_from(VALID)),
            "单位类型": draw(st.sampled_from(("企业", "高校", "科研院所"))),
            "项目名称": f"示范应用{number:02d}号",
            "应用领域": draw(st.sampled_from(("金融", "教育", "文化旅游"))),
            "开工日期": draw(st.dates(date(2015, 1, 1), date(2025, 12, 31))),
            "上线日期": draw(st.dates(date(2015, 1, 1), date(2025, 12, 31))),
            "合同总额": draw(st.integers(10**8, 10**9)),
            "申请金额": draw(st.integers(10**7, 10**8)),
            "真实性承诺书": draw(st.booleans()),
            "服务用户数": draw(st.integers(0, 90_000)),
            "附件目录": "营业执照;承诺书",
        }
        for number in range(1, count + 1)
    ]


@dataclass
class Sheet:
    """What a sheet is made of while it is drawn."""

    lines: list[list[Any]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)

    def raw(self) -> RawSheet:
        return drawn(*self.lines, merges=self.merges, hidden_rows=self.hidden)


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.,()" else c for c in text)


def money(draw: st.DrawFn, fen: int, unit: str) -> Any:
    """The amount in one of the ways people write it."""
    amount = Decimal(fen).scaleb(-6 if unit == "万元" else -2)
    written: Sequence[Callable[[], Any]] = (
        lambda: amount.normalize() if amount != amount.to_integral() else int(amount),
        lambda: f"{amount:f}",
        lambda: f"{amount:,f}",
        lambda: widened(f"{amount:f}"),
        lambda: f"￥{amount:,f}",
        lambda: f" {amount:f}{unit} ",
    )
    return draw(st.sampled_from(written))()


def day(draw: st.DrawFn, value: date) -> Any:
    texts = (
        value.isoformat(), f"{value.year}.{value.month}.{value.day}", f"{value.year}年{value.month}月{value.day}日", value.strftime("%Y%m%d"),
        f"{value:%Y/%m/%d}", widened(f"{value.year}.{value.month}.{value.day}"), f"{value:%Y-%m-%d} 00:00:00",
    )  # fmt: skip
    return draw(st.sampled_from((value, int(value.strftime("%Y%m%d")), (value - date(1899, 12, 30)).days, *texts)))


def cell(draw: st.DrawFn, column: Column, value: Any, unit: str) -> Any:
    if column.type is ColumnType.MONEY:
        return money(draw, value, unit)
    if column.type is ColumnType.DATE:
        return day(draw, value)
    if column.type is ColumnType.CODE:
        return draw(st.sampled_from((value, value.lower(), f" {value[:8]} {value[8:]}", widened(value), f"'{value}")))
    if column.type is ColumnType.BOOL:
        return draw(
            st.sampled_from(
                (value, *(("是", "√", "有", "☑是 □否", "已签字") if value else ("否", "×", "无", "□是 ☑否", "未提交")))
            )
        )
    if column.type is ColumnType.INT:
        return draw(st.sampled_from((value, str(value), f"{value:,}", widened(str(value)))))
    if column.type is ColumnType.ENUM:
        return draw(st.sampled_from((value, f" {value}", f"{value}\n")))
    if column.header == "单位名称":
        return draw(
            st.sampled_from((value, f"\u3000{value} ", value.replace("(", "（").replace(")", "）"), f"{value}（盖章）"))
        )
    return value


def header(draw: st.DrawFn, column: Column, unit: str) -> str:
    name = draw(st.sampled_from((column.header, *ALIASES.get(column.header, ()))))
    dressed = draw(
        st.sampled_from(
            (name, f"*{name}", f"{name[:2]}\n{name[2:]}", f" {name}", f"{name}：", f"{name[0]}　{name[1:]}")
        )
    )
    if column.type is ColumnType.MONEY and unit:
        dressed += draw(st.sampled_from((f"({unit})", f"（{unit}）", f"\n（单位：{unit}）", f"/{unit}")))
    return dressed


def total(rows: Rows, order: Sequence[Column | None], units: dict[str, str], word: str) -> list[Any]:
    line: list[Any] = [None] * len(order)
    line[0] = word
    for at, column in enumerate(order):
        if at and column and column.type is ColumnType.MONEY:
            scale = -6 if units[column.id] == "万元" else -2
            line[at] = Decimal(sum(row[column.id] for row in rows)).scaleb(scale)
    return line


Orders = Sequence[Column | None]
ABOVE = (
    [],
    [["2025年度申报汇总表"]],
    [["2025年度申报汇总表"], ["填报单位(公章)：某局    填报日期：2025年4月30日"]],
    [["填表说明：1.如实填写。"], []],
)
BELOW = ([], [[], ["填表人：某某某    联系电话：0851-00000000"]], [["注：1.本表一式两份。"], ["审核人："]])


@st.composite
def orders(draw: st.DrawFn) -> Orders:
    """The columns in any order, perhaps with one that nobody knows; 合计 finds room in the first."""
    order: list[Column | None] = list(draw(st.permutations(PLAN.columns)))
    first = next(at for at, column in enumerate(order) if column and column.type is not ColumnType.MONEY)
    order.insert(0, order.pop(first))
    if draw(st.booleans()):
        order.insert(draw(st.integers(1, len(order))), None)
    return order


@st.composite
def messy(draw: st.DrawFn) -> tuple[Rows, RawSheet, list[int]]:
    """Applications, and a sheet that tells them in one of very many ways."""
    rows, sheet, order = draw(applications()), Sheet(), draw(orders())
    line_unit = draw(st.sampled_from(("", "万元", "元")))
    units = {c.id: draw(st.sampled_from(("", "万元", "元"))) for c in PLAN.columns if c.type is ColumnType.MONEY}
    meant = {name: unit or line_unit or "元" for name, unit in units.items()}
    sheet.lines += draw(st.sampled_from(ABOVE))
    if line_unit:
        sheet.lines.append([None, None, f"单位：{line_unit}"])
    if draw(st.booleans()):
        add_groups(sheet, len(order))
    names = [header(draw, column, units.get(column.id, "")) if column else "负责科室" for column in order]
    sheet.lines.append(names)
    numbers = add_sections(draw, sheet, rows, order, meant, names)
    if draw(st.booleans()):
        sheet.lines.append(total(rows, order, meant, draw(st.sampled_from(("合计", "总 计", "合计：")))))
    sheet.lines += draw(st.sampled_from(BELOW))
    return rows, sheet.raw(), numbers


def add_groups(sheet: Sheet, width: int) -> None:
    half = width // 2
    sheet.lines.append(["基本信息", *[None] * (half - 1), "项目信息"])
    top = len(sheet.lines)
    sheet.merges += [f"A{top}:{chr(64 + half)}{top}", f"{chr(65 + half)}{top}:{chr(64 + width)}{top}"]


def add_sections(
    draw: st.DrawFn, sheet: Sheet, rows: Rows, order: Orders, units: dict[str, str], names: list[str]
) -> list[int]:
    """The rows in one section or two, the second perhaps under the header again, each perhaps with its subtotal."""
    half = len(rows) // 2 if draw(st.booleans()) else 0
    again, summed = draw(st.booleans()), half and draw(st.booleans())
    numbers: list[int] = []
    for part in (rows[:half], rows[half:]) if half else (rows,):
        if numbers and again:
            sheet.lines.append(names)
        for row in part:
            add_around(draw, sheet, row, order, units)
            sheet.lines.append(written(draw, row, order, units))
            numbers.append(len(sheet.lines))
        if summed:
            sheet.lines.append(total(part, order, units, "小计"))
    return numbers


def add_around(draw: st.DrawFn, sheet: Sheet, row: dict[str, Any], order: Orders, units: dict[str, str]) -> None:
    """Now and then a blank line, or a hidden one that looks like an application."""
    if draw(st.integers(0, 5)) == 0:
        sheet.lines.append([])
    if draw(st.integers(0, 7)) == 0:
        sheet.lines.append(written(draw, row, order, units))
        sheet.hidden.append(len(sheet.lines))


def written(draw: st.DrawFn, row: dict[str, Any], order: Orders, units: dict[str, str]) -> list[Any]:
    return [cell(draw, column, row[column.id], units.get(column.id, "")) if column else "甲科" for column in order]


def value_of(column: Column, row: dict[str, Any]) -> FactValue:
    value = row[column.id]
    return value.isoformat() if isinstance(value, date) else value


@settings(deadline=None, max_examples=250)
@given(messy())
def test_any_layout_reads_to_the_facts_of_the_clean_sheet(drawing: tuple[Rows, RawSheet, list[int]]) -> None:
    rows, raw, numbers = drawing
    (result,) = understood(raw, plans=(PLAN,))
    assert [row.row for row in result.rows] == numbers
    for row, known in zip(result.rows, rows, strict=True):
        for column in PLAN.columns:
            assert row.facts[column.id].value == value_of(column, known), column.header
    assert said(result) == []
    assert {number for number, reason in result.skipped if reason == "隐藏的行"} == set(raw.hidden_rows)
    assert all(one.off_fen == 0 for one in result.sums)


def said(result: SheetResult) -> list[str]:
    return [f"{p.cell} {p.code} {p.raw!r}" for p in result.problems if p.severity is not Severity.NOTE]


@settings(deadline=None, max_examples=60)
@given(messy(), st.data())
def test_every_cell_read_otherwise_than_it_stands_has_a_note(
    drawing: tuple[Rows, RawSheet, list[int]], data: st.DataObject
) -> None:
    _, raw, _ = drawing
    (result,) = understood(raw, plans=(PLAN,))
    noted = {p.cell for p in result.problems}
    row = data.draw(st.sampled_from(result.rows))
    for column in PLAN.columns:
        fact = row.facts[column.id]
        if column.type in (ColumnType.DATE, ColumnType.CODE, ColumnType.TEXT) and fact.raw != fact.value:
            assert fact.cell in noted
        if column.type is ColumnType.MONEY and ("," in fact.raw or "￥" in fact.raw or "元" in fact.raw):
            assert fact.cell in noted

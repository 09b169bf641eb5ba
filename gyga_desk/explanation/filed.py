"""What was filed: the case itself, and each fact with the cell it came from, what stood there and what it was taken to mean."""

from __future__ import annotations

from gyga_desk.explanation.nouns import UNKNOWN, Line, Section, section, when, yuan
from gyga_desk.explanation.told import Told
from gyga_desk.masking import covered, kind_of
from gyga_desk.model import ColumnType, Cost, Fact, Personal, Trade
from gyga_desk.money import write_yuan

_BLANK = "未填"


def heading(told: Told) -> Section:
    """Whose case it is, where it came from, and that a sample guide is no official one."""
    case, measure, batch = told.case, told.measure, told.batch
    brought = f"，{when(batch.at)} 由 {batch.by} 导入" if batch else ""
    guide = told.edition.guide
    sample = told.sealed.decision.guide_sample if told.sealed else bool(guide and guide.sample)
    return section(
        "项目",
        [Line(guide.banner if guide and guide.banner else "样例指南，不是正式申报指南")] if sample else [],
        Line(f"{case.id}，措施{measure.number} {measure.name}，{case.year} 年", measure.cite.label),
        Line(f"申报单位：{case.applicant or UNKNOWN}（信用代码 {case.credit_code or UNKNOWN}）"),
        Line(f"事项：{case.title or UNKNOWN}"),
        Line(f"所在地：{case.district or UNKNOWN}"),
        Line(f"来源：{case.file}，工作表“{case.sheet}”第 {case.row} 行，批次 {case.batch}{brought}"),
    )


def filed(told: Told) -> Section:
    """The facts; of a sealed case those it was judged on."""
    sealed = told.sealed
    if sealed and sealed.digest != told.case.digest:
        kept = [
            Line(f"{header}：{shown or _BLANK}{f'（{said}）' if (said := sealed.settled.get(header)) else ''}")
            for header, shown in sealed.facts
        ]
        return section("申报数据", Line("数据文件中的申报数据与封存时不一致，以下为封存的内容"), kept)
    known = {c.id: c for c in told.measure.columns}
    lines = [_fact(told, c.header, c.type, told.case.facts.get(c.id), c.personal) for c in told.measure.columns]
    more = {key: fact for key, fact in told.case.facts.items() if key not in known}
    lines += [_fact(told, fact.header, ColumnType.TEXT, fact, kind_of(fact.header)) for fact in more.values()]
    return section("申报数据", lines, [_behind(one) for one in told.lines])


def _fact(told: Told, header: str, kind: ColumnType, fact: Fact | None, personal: Personal | None = None) -> Line:
    if fact is None or not fact.cell:
        return Line(f"{header}：表中没有这一栏，{_BLANK}")
    if personal:
        fact = covered(fact, personal)
    raw = f"原文“{fact.raw}”" if fact.raw else "原文为空"
    meaning = _meaning(kind, fact) if fact.value is not None else "未能读出" if fact.raw else _BLANK
    settled = f"；{fact.settled}" if fact.settled else ""
    return Line(f"{fact.header or header}（{told.case.sheet}!{fact.cell}）：{raw} → {meaning}{settled}")


def _meaning(kind: ColumnType, fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "是" if fact.value else "否"
    if kind is ColumnType.MONEY and isinstance(fact.value, int):
        return f"{write_yuan(fact.value)} 元"
    return str(fact.value)


def _behind(one: Trade | Cost) -> Line:
    """One line of a sheet of transactions or of cost items."""
    place = f"（{one.sheet} 第 {one.row} 行）" if one.sheet else ""
    if isinstance(one, Trade):
        related = {True: "是", False: "否", None: UNKNOWN}[one.related]
        words = f"{one.traded_on} 合同 {one.contract}，{one.product}，卖方 {one.seller}（{one.seller_code or UNKNOWN}）"
        sums = f"合同额 {yuan(one.contract_fen)}，付款额 {yuan(one.paid_fen)}，发票额 {yuan(one.invoice_fen)}"
        return Line(f"交易明细{place}：{words}，{sums}，关联方：{related}")
    words = f"{one.category}，{one.content}，收款单位 {one.payee or UNKNOWN}，发票 {one.invoice or UNKNOWN}"
    days = f"开票 {one.invoiced_on or UNKNOWN}，付款 {one.paid_on or UNKNOWN}"
    sums = f"金额 {yuan(one.amount_fen)}，已付 {yuan(one.paid_fen)}，其中财政资金 {yuan(one.public_fen)}"
    return Line(f"投入明细{place}：{words}，{days}，{sums}")

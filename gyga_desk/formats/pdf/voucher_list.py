"""智算券核发清单: the vouchers of a year with their sums, their days and where each stands, and the year's balance."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_MID, FINE_MONEY, FINE_STRONG, FINE_SUM, Col, span, table
from gyga_desk.formats.pdf.page import LANDSCAPE
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.signing import sign_row
from gyga_desk.money import capitals, write_yuan

TITLE = "智算券核发清单"
_WIDE = LANDSCAPE.body_width
_COLUMNS = (
    Col("序号", 26, FINE_MID),
    Col("券号", 76, FINE_MID),
    Col("申领单位", 108, FINE_LEFT),
    Col("统一社会信用代码", 121, FINE_MID),
    Col("项目编号", 68, FINE_MID),
    Col("合同编号", 78, FINE_LEFT),
    Col("券额（元）", 82, FINE_MONEY),
    Col("起始日期", 56, FINE_MID),
    Col("有效期至", 56, FINE_MID),
    Col("状态", 46, FINE_MID),
)
_SUMS = (
    Col("年度总额（元）", 1, FINE_MID),
    Col("已核发（元）", 1, FINE_MID),
    Col("作废退回（元）", 1, FINE_MID),
    Col("已使用（元）", 1, FINE_MID),
    Col("已兑付（元）", 1, FINE_MID),
    Col("年度余额（元）", 1, FINE_MID),
)


@dataclass(frozen=True)
class VoucherLine:
    """One voucher."""

    number: str
    applicant: str
    credit_code: str
    case: str
    contract: str
    fen: int
    from_on: str
    until: str
    state: str


@dataclass(frozen=True)
class VoucherList:
    """What the list shows; money in 分."""

    head: Head
    year: int
    lines: tuple[VoucherLine, ...]
    pool_fen: int | None
    issued_fen: int
    back_fen: int
    """What lapsed or was returned, and so may be issued again."""
    used_fen: int
    paid_fen: int
    left_fen: int | None


def compose(paper: VoucherList) -> Document:
    rows = [
        (
            str(at),
            x.number,
            x.applicant,
            x.credit_code,
            x.case,
            x.contract,
            write_yuan(x.fen),
            x.from_on,
            x.until,
            x.state,
        )
        for at, x in enumerate(paper.lines, 1)
    ]
    total = span(
        _COLUMNS, _WIDE, (6, "合　计", FINE_STRONG), (1, write_yuan(paper.issued_fen), FINE_SUM), (3, "", FINE_MID)
    )
    words = span(_COLUMNS, _WIDE, (10, f"合计（大写）：{capitals(paper.issued_fen)}", FINE_LEFT))
    signed = sign_row(_WIDE, "经办人签名", "复核人签名", "负责人签名", "日期")
    made = table("", _COLUMNS, rows, _WIDE, sums=(total, words), foot=(signed,))
    figures = (paper.pool_fen, paper.issued_fen, paper.back_fen, paper.used_fen, paper.paid_fen, paper.left_fen)
    balance = table("年度台账", _SUMS, [["未规定" if f is None else write_yuan(f) for f in figures]], _WIDE)
    whole = Section(balance.title, balance.parts, balance.header, whole=True, width=_WIDE)
    return Document(
        TITLE,
        form_title(paper.head, TITLE, LANDSCAPE, f"{paper.year}年度　　单位：元"),
        (made, whole),
        LANDSCAPE,
        signed=0,
    )


def tables(paper: VoucherList) -> tuple[ExportSheet, ...]:
    headers = (
        "券号",
        "申领单位",
        "统一社会信用代码",
        "项目编号",
        "合同编号",
        "券额（元）",
        "起始日期",
        "有效期至",
        "状态",
    )
    rows = [
        (x.number, x.applicant, x.credit_code, x.case, x.contract, x.fen, x.from_on, x.until, x.state)
        for x in paper.lines
    ]
    return (ExportSheet("核发清单", headers, rows, frozenset({"券额（元）"})),)

"""资金拨付明细表: who is paid what to which account, the city's half on one sheet and each district's on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Part, Row, Section, make_cell
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_MID, FINE_MONEY, FINE_STRONG, FINE_SUM, Col, span, table
from gyga_desk.formats.pdf.page import LANDSCAPE
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.signing import sign_row
from gyga_desk.money import capitals, write_yuan

TITLE = "资金拨付明细表"
_WIDE = LANDSCAPE.body_width
_COLUMNS = (
    Col("序号", 26, FINE_MID),
    Col("收款单位", 109, FINE_LEFT),
    Col("统一社会信用代码", 121, FINE_MID),
    Col("项目编号／条款", 70, FINE_MID),
    Col("核定额（元）", 82, FINE_MONEY),
    Col("市级承担（元）", 75, FINE_MONEY),
    Col("属地承担（元）", 75, FINE_MONEY),
    Col("属地财政", 66, FINE_MID),
    Col("审批表编号", 93, FINE_MID),
)
_OWN = (
    Col("序号", 26, FINE_MID),
    Col("收款单位", 108, FINE_LEFT),
    Col("统一社会信用代码", 121, FINE_MID),
    Col("项目编号／条款", 70, FINE_MID),
    Col("本级承担（元）", 82, FINE_MONEY),
    Col("收款户名", 118, FINE_LEFT),
    Col("开户银行", 90, FINE_LEFT),
    Col("银行账号", 102, FINE_MID),
)


@dataclass(frozen=True)
class PaymentLine:
    """One payment; its two halves add up to the amount."""

    case: str
    clause: str
    applicant: str
    credit_code: str
    amount_fen: int
    city_fen: int
    district_fen: int
    payer: str
    """The district's finance department."""
    payee: str
    bank: str
    account: str
    approval: str
    """The number of the signed 项目审批表 that came back."""


@dataclass(frozen=True)
class PaymentList:
    """What the list shows."""

    head: Head
    measure: str
    year: int
    city_payer: str
    lines: tuple[PaymentLine, ...]

    @property
    def payers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.payer for line in self.lines))


def compose(paper: PaymentList) -> Document:
    amount, city, district = (
        sum(getattr(x, f) for x in paper.lines) for f in ("amount_fen", "city_fen", "district_fen")
    )
    rows = [
        (
            str(at), x.applicant, x.credit_code, f"{x.case}\n{x.clause}", write_yuan(x.amount_fen), write_yuan(x.city_fen),
            write_yuan(x.district_fen), x.payer, x.approval,
        )
        for at, x in enumerate(paper.lines, 1)
    ]  # fmt: skip
    total = span(
        _COLUMNS, _WIDE, (4, "合　计", FINE_STRONG), (1, write_yuan(amount), FINE_SUM), (1, write_yuan(city), FINE_SUM),
        (1, write_yuan(district), FINE_SUM), (2, "", FINE_MID),
    )  # fmt: skip
    whole = table("总表", _COLUMNS, rows, _WIDE, sums=(total, *_in_words("合计", amount)), foot=(_signed(),))
    parts = [_of_payer(paper, paper.city_payer, [(x, x.city_fen) for x in paper.lines])]
    parts += [_of_payer(paper, p, [(x, x.district_fen) for x in paper.lines if x.payer == p]) for p in paper.payers]
    under = f"{paper.year}年度{paper.measure}　　单位：元　　列入本表的项目，审批表均已签署登记"
    return Document(TITLE, form_title(paper.head, TITLE, LANDSCAPE, under), (whole, *parts), LANDSCAPE, signed=0)


def _of_payer(paper: PaymentList, payer: str, lines: Sequence[tuple[PaymentLine, int]]) -> Section:
    """One payer's own table, with its own sum and signatures, so that it can be handed over alone."""
    rows = [
        (str(at), x.applicant, x.credit_code, f"{x.case}\n{x.clause}", write_yuan(fen), x.payee, x.bank, x.account)
        for at, (x, fen) in enumerate(lines, 1)
    ]
    own = sum(fen for _, fen in lines)
    total = span(_OWN, _WIDE, (4, "合　计", FINE_STRONG), (1, write_yuan(own), FINE_SUM), (3, "", FINE_MID))
    made = table(f"{payer}承担部分", _OWN, rows, _WIDE, sums=(total, *_in_words("合计", own)), foot=(_signed(),))
    return Section(made.title, made.parts, made.header, width=_WIDE, fresh=True)


def _in_words(label: str, fen: int) -> tuple[Row, ...]:
    words = make_cell(f"{label}（大写）：{capitals(fen)}　　¥{write_yuan(fen)}", _WIDE, FINE_LEFT)
    return (Row((words,)),)


def _signed() -> Part:
    return sign_row(_WIDE, "制表人", "复核人", "部门负责人", "单位负责人")


def tables(paper: PaymentList) -> tuple[ExportSheet, ...]:
    headers = (
        "项目编号", "条款", "收款单位", "统一社会信用代码", "核定额（元）", "市级承担（元）", "属地承担（元）", "属地财政", "收款户名", "开户银行", "银行账号",
        "审批表编号",
    )  # fmt: skip
    rows = [
        (
            x.case, x.clause, x.applicant, x.credit_code, x.amount_fen, x.city_fen, x.district_fen, x.payer, x.payee, x.bank, x.account,
            x.approval,
        )
        for x in paper.lines
    ]  # fmt: skip
    sums = [(paper.city_payer, len(paper.lines), sum(x.city_fen for x in paper.lines))]
    sums += [
        (p, sum(x.payer == p for x in paper.lines), sum(x.district_fen for x in paper.lines if x.payer == p))
        for p in paper.payers
    ]
    totals = [(payer, count, fen, capitals(fen)) for payer, count, fen in sums]
    return (
        ExportSheet("拨付明细", headers, rows, frozenset({"核定额（元）", "市级承担（元）", "属地承担（元）"})),
        ExportSheet(
            "按承担单位", ("承担单位", "项目数", "承担金额（元）", "大写"), totals, frozenset({"承担金额（元）"})
        ),
    )

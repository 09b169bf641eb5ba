"""资金审批表: one project's money from the base to the two halves, for everybody who approves its payment."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import LONG, Section
from gyga_desk.formats.pdf.grid import LEFT, MONEY, Col, table
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import About, about_rows, pair, pairs
from gyga_desk.formats.pdf.signing import InkBlock
from gyga_desk.formats.pdf.text import Style
from gyga_desk.model import Step
from gyga_desk.money import capitals, write_yuan

TITLE = "资金审批表"
_SUM = Style(fonts.BOLD, 13, 19)
_COLUMNS = (
    Col("步骤", 30),
    Col("核算事项", 170, LEFT),
    Col("依据", 76),
    Col("核算前（元）", 84, MONEY),
    Col("核算后（元）", 84, MONEY),
)
_SIGNERS = (
    ("经办人\n意见", "clerk"),
    ("业务科室\n意见", "reviewer"),
    ("分管领导\n意见", ""),
    ("主要领导\n意见", "chair"),
)
"""Who gives an opinion, and the role that may sign it with a key."""


@dataclass(frozen=True)
class FundApproval:
    """What the form shows; money in 分."""

    head: Head
    about: About
    base_name: str
    base: str
    rate: str
    cap: str
    steps: tuple[Step, ...]
    amount_fen: int
    city_fen: int
    district_fen: int
    city_payer: str
    district_payer: str
    payee: str
    bank: str
    account: str
    meeting: str
    approval: str
    """The number of the 项目审批表 that came back signed; empty where it has not yet."""


def compose(paper: FundApproval) -> Document:
    case = Section(
        "项目情况",
        (
            *about_rows(paper.about),
            pair("审定会议", paper.meeting, LONG),
            pair("项目审批表", paper.approval or "尚未登记签署件"),
        ),
    )
    rule = Section(
        "核定口径",
        (
            pairs(("核定基数", paper.base), ("基数名称", paper.base_name)),
            pairs(("补助比例", paper.rate), ("最高限额", paper.cap)),
        ),
    )
    rows = [
        (str(at), s.label, s.clause, _yuan(s.before_fen), _yuan(s.after_fen)) for at, s in enumerate(paper.steps, 1)
    ]
    sums = Section(
        "拟支持额",
        (
            pair("金额（大写）", capitals(paper.amount_fen), _SUM),
            pair("金额（小写）", f"¥{write_yuan(paper.amount_fen)}", _SUM),
            pair("市级承担", f"{paper.city_payer}　¥{write_yuan(paper.city_fen)}"),
            pair("属地承担", f"{paper.district_payer}　¥{write_yuan(paper.district_fen)}"),
        ),
        whole=True,
    )
    payee = Section(
        "收款账户",
        (pair("收款户名", paper.payee), pair("开户银行", paper.bank), pair("银行账号", paper.account)),
        whole=True,
    )
    signed = Section(
        "审批意见",
        (
            *(InkBlock(label, signer=paper.head.signer(role)) for label, role in _SIGNERS),
            InkBlock("财政部门\n意见", room=60, seal=True),
        ),
        whole=True,
    )
    steps = table("核算过程", _COLUMNS, rows)
    sections = (case, rule, steps, sums, payee, signed)
    return Document(TITLE, form_title(paper.head, TITLE), sections, placed=tuple(r for _, r in _SIGNERS))


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else write_yuan(fen)

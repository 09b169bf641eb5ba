"""一事一议呈批表: a case that a meeting decides apart, with its sum beside what the arithmetic would give, for approval."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import LONG, Section
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import About, about_rows, pair, pairs
from gyga_desk.formats.pdf.signing import InkBlock
from gyga_desk.formats.pdf.text import Style
from gyga_desk.money import capitals, write_yuan

TITLE = "一事一议呈批表"
_SUM = Style(fonts.BOLD, 13, 19)
_SIGNERS = (
    ("经办人\n意见", "clerk"),
    ("业务科室\n意见", "reviewer"),
    ("分管领导\n意见", ""),
    ("主要领导\n意见", "chair"),
)
"""Who gives an opinion, and the role that may sign it with a key."""


@dataclass(frozen=True)
class SpecialRequest:
    """What the form shows; money in 分."""

    head: Head
    about: About
    meeting: str
    held_on: str
    minutes: str
    reason: str
    amount_fen: int
    entitled_fen: int | None
    """What the clause's arithmetic alone gives; None where it gives nothing or is not known."""
    by: str
    second: str
    clause: str
    clause_text: str


def compose(paper: SpecialRequest) -> Document:
    usual = "无法按条文核算" if paper.entitled_fen is None else f"¥{write_yuan(paper.entitled_fen)}"
    case = Section(
        "项目情况",
        (
            *about_rows(paper.about),
            pair("政策依据", f"《{paper.about.policy}》{paper.clause}", LONG),
            pair("条款原文", paper.clause_text, LONG),
        ),
    )
    held = Section(
        "议定情况",
        (
            pair("会议名称", paper.meeting, LONG),
            pairs(("会议日期", paper.held_on), ("纪要文号", paper.minutes)),
            pair("一事一议\n理由", paper.reason, LONG),
            pair("议定金额\n（大写）", capitals(paper.amount_fen), _SUM),
            pair("议定金额\n（小写）", f"¥{write_yuan(paper.amount_fen)}", _SUM),
            pair("按条文核算", f"{usual}（供对照，不作为议定依据）"),
            pair("登记", f"{paper.by}登记，{paper.second}复核"),
        ),
    )
    signed = Section(
        "审批意见",
        (
            *(InkBlock(label, signer=paper.head.signer(role)) for label, role in _SIGNERS),
            InkBlock("财政部门\n意见", room=60, seal=True),
        ),
        whole=True,
    )
    placed = tuple(role for _, role in _SIGNERS)
    return Document(TITLE, form_title(paper.head, TITLE), (case, held, signed), placed=placed)

"""公示情况说明: that the list was made public as decided, and what came of it, to be filled in when the notice ends."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import LEFT, Col, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import Space, flow, letter, letterhead, paragraph
from gyga_desk.formats.pdf.signing import sign_row
from gyga_desk.money import capitals, write_yuan

TITLE = "公示情况说明"
_COLUMNS = (
    Col("序号", 30),
    Col("异议人", 70, LEFT),
    Col("收到日期", 66),
    Col("异议内容", 130, LEFT),
    Col("核实情况和处理意见", 160, LEFT),
)
_BLANKS = 4


@dataclass(frozen=True)
class NoticeReport:
    """What the report shows."""

    head: Head
    measure: str
    year: int
    policy: str
    clause: str
    count: int
    amount_fen: int
    list_number: str
    """The number of the list that was made public; empty where none is on record."""
    list_code: str
    days: int | None
    meeting: str
    withdrawn: tuple[str, ...]
    """A sentence each on what was taken off the list after it was sealed."""


def compose(paper: NoticeReport) -> Document:
    days = f"{paper.days}个" if paper.days is not None else "　　　个"
    listed = (
        f"（编号{paper.list_number}，校验码{paper.list_code}）" if paper.list_number else "（编号　　　　　　　　　　）"
    )
    body = (
        paragraph(
            f"按照《{paper.policy}》{paper.clause}，{paper.meeting}审定的{paper.year}年度{paper.measure}拟支持项目{paper.count}个，"
            f"支持金额合计{write_yuan(paper.amount_fen)}元（{capitals(paper.amount_fen)}）。公示名单{listed}已于　　年　　月　　日至"
            f"　　年　　月　　日在　　　　　　　　公示，公示期{days}工作日。"
        ),
        *(paragraph(words) for words in paper.withdrawn),
        paragraph("公示期内：　□未收到异议。　□收到异议　　　件，核实处理情况见下表。"),
        paragraph("公示结果：　□按公示名单办理。　□调整后办理，调整情况：　　　　　　　　　　　　　　　　"),
    )
    blanks = [(str(at), "", "", "", "") for at in range(1, _BLANKS + 1)]
    signed = sign_row(BODY_WIDTH, "经办人签名", "复核人签名", "日期")
    objections = table("异议及处理情况", _COLUMNS, blanks, foot=(signed,))
    sections = (
        letter(paper.head, *body),
        flow(Space(20)),
        Section(objections.title, objections.parts, objections.header, whole=True),
    )
    return Document(TITLE, letterhead(paper.head, TITLE), sections, official=True)

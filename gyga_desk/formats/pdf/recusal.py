"""回避声明: what one person has said of their own interest in each case of a year, for them to sign."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_LONG, FINE_MID, FINE_STRONG, Col, span, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import Space, flow, form_title, text
from gyga_desk.formats.pdf.signing import sign_row
from gyga_desk.formats.pdf.text import Style

TITLE = "回避声明"
_WORDS = Style(fonts.FANG, 12, 20, "justify")
_COLUMNS = (
    Col("序号", 24, FINE_MID),
    Col("项目编号", 68, FINE_MID),
    Col("申报单位", 112, FINE_LEFT),
    Col("项目名称", 112, FINE_LEFT),
    Col("声明", 60, FINE_MID),
    Col("回避理由", 66, FINE_LONG),
)


@dataclass(frozen=True)
class Declaration:
    """What was said of one case."""

    case: str
    applicant: str
    project: str
    steps_aside: bool
    reason: str


@dataclass(frozen=True)
class Recusal:
    """What the declaration shows."""

    head: Head
    person: str
    role: str
    measure: str
    year: int
    declarations: tuple[Declaration, ...]


def compose(paper: Recusal) -> Document:
    aside = sum(d.steps_aside for d in paper.declarations)
    words = text(
        f"　　本人{paper.person}（{paper.role}）参加{paper.year}年度{paper.measure}的审核、评审工作，已知悉回避规定，现就本人与下列申报单位"
        "是否存在投资、任职、亲属或者其他可能影响公正的利害关系声明如下。声明内容属实；此后情况有变化的，及时重新声明。",
        _WORDS,
    )
    rows = [
        (str(at), d.case, d.applicant, d.project, "回避" if d.steps_aside else "无利害关系", d.reason or "—")
        for at, d in enumerate(paper.declarations, 1)
    ]
    total = span(_COLUMNS, BODY_WIDTH, (6, f"共声明{len(rows)}件，其中回避{aside}件", FINE_STRONG))
    signed = sign_row(BODY_WIDTH, "声明人签名", "日期", high=40)
    made = table("", _COLUMNS, rows, sums=(total,), foot=(signed,))
    return Document(TITLE, form_title(paper.head, TITLE), (flow(words, Space(8)), made))

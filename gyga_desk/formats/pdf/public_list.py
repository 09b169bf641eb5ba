"""拟支持项目公示名单: what everybody may read, and so nothing of any person, any account or any score."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import LEFT, MONEY, STRONG, STRONG_MONEY, Col, span, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import Space, letter, letterhead, paragraph, text
from gyga_desk.formats.pdf.text import Style
from gyga_desk.money import write_yuan

TITLE = "拟支持项目公示名单"
_HEAD = Style(fonts.BOLD, 14, 24, "center")
_COLUMNS = (
    Col("序号", 30),
    Col("项目名称", 152, LEFT),
    Col("申报单位", 126, LEFT),
    Col("属地", 56),
    Col("拟支持金额（元）", 92, MONEY),
)


@dataclass(frozen=True)
class PublicLine:
    """One project as it is made public."""

    project: str
    applicant: str
    district: str
    amount_fen: int


@dataclass(frozen=True)
class PublicList:
    """What the list shows."""

    head: Head
    measure: str
    year: int
    policy: str
    clause: str
    lines: tuple[PublicLine, ...]
    days: int | None
    """Working days of the notice; None where the guide does not say."""
    workdays: str = ""
    """What is to be said of working days, where the year's holidays are not known."""

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def compose(paper: PublicList) -> Document:
    days = f"{paper.days}个" if paper.days is not None else "　　　个"
    body = (
        paragraph(
            f"按照《{paper.policy}》{paper.clause}，经申报、审核、评审和会议审定，{paper.year}年度{paper.measure}拟支持项目"
            f"{len(paper.lines)}个。现将名单予以公示，公示期为{days}工作日，自　　年　　月　　日至　　年　　月　　日。"
        ),
        *([paragraph(paper.workdays)] if paper.workdays else []),
        paragraph(
            "公示期内，单位或者个人对名单有异议的，请以书面形式实名反映，说明事实和理由，并提供联系方式和有关证明材料。"
        ),
        paragraph("受理部门：　　　　　　　　　　联系电话：　　　　　　　　　　"),
        paragraph("通讯地址：　　　　　　　　　　　　　　　　　　　　　　　　　"),
    )
    rows = [
        (str(at), x.project, x.applicant, x.district, write_yuan(x.amount_fen)) for at, x in enumerate(paper.lines, 1)
    ]
    total = span(_COLUMNS, BODY_WIDTH, (4, "合　计", STRONG), (1, write_yuan(paper.amount_fen), STRONG_MONEY))
    annex = Section(
        "", (text(f"附件　{paper.year}年度{paper.measure}拟支持项目名单", _HEAD), Space(6)), framed=False, fresh=True
    )
    listed = table("", _COLUMNS, rows, sums=(total,))
    return Document(TITLE, letterhead(paper.head, TITLE), (letter(paper.head, *body), annex, listed), official=True)


def tables(paper: PublicList) -> tuple[ExportSheet, ...]:
    headers = ("序号", "项目名称", "申报单位", "属地", "拟支持金额（元）")
    rows = [(at, x.project, x.applicant, x.district, x.amount_fen) for at, x in enumerate(paper.lines, 1)]
    return (ExportSheet("公示名单", headers, rows, frozenset({"拟支持金额（元）"})),)

"""现场核查记录表: what is to be looked at on the spot, with what was filed beside it, and room for what was found."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import LEFT, Col, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import About, about_rows, fact_rows, pair, pairs
from gyga_desk.formats.pdf.signing import InkBlock, sign_row

TITLE = "现场核查记录表"
_COLUMNS = (
    Col("序号", 30),
    Col("核查内容", 176, LEFT),
    Col("核查材料", 90, LEFT),
    Col("是否相符", 74),
    Col("核查记录", 90, LEFT),
)
_BOXES = "□是　□否"


@dataclass(frozen=True)
class Point:
    """One thing to be looked at."""

    check: str
    ask: str
    evidence: str


@dataclass(frozen=True)
class SiteVisit:
    """What the form shows."""

    head: Head
    about: About
    facts: tuple[tuple[str, str], ...]
    """What was filed, by its header."""
    points: tuple[Point, ...]


def compose(paper: SiteVisit) -> Document:
    case = Section("项目情况", about_rows(paper.about))
    filed = Section("申报内容（现场对照）", tuple(fact_rows(paper.facts)))
    visit = Section("核查安排", (pairs(("核查日期", ""), ("核查地点", "")), pair("现场陪同人员", "")), whole=True)
    points = table("核查内容", _COLUMNS, [(p.check, p.ask, p.evidence, _BOXES, "") for p in paper.points])
    signed = Section(
        "核查结论",
        (
            InkBlock("现场情况", room=64),
            InkBlock("核查结论", "□与申报内容一致　□基本一致，须说明　□不一致", room=30),
            sign_row(BODY_WIDTH, "核查人一\n签名", "核查人二\n签名", "日期", high=40),
            sign_row(BODY_WIDTH, "申报单位人员签名", "日期", high=40),
        ),
        whole=True,
    )
    return Document(
        TITLE, form_title(paper.head, TITLE), (case, *((filed,) if paper.facts else ()), visit, points, signed)
    )

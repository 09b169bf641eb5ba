"""专家评分表: one expert's marks for one project, item by item, or an empty form to be filled in by hand."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import MID, STRONG, Col, span, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import About, pair, pairs
from gyga_desk.formats.pdf.signing import InkBlock
from gyga_desk.formats.pdf.text import Style

TITLE = "专家评分表"
_SMALL, _SMALL_MID = Style(fonts.FANG, 9, 12), Style(fonts.FANG, 9, 12, "center")
"""Fourteen items, the opinion and the signature stand on one page."""
_COLUMNS = (
    Col("评分维度", 84, _SMALL),
    Col("评分指标", 102, _SMALL),
    Col("分值", 28, _SMALL_MID),
    Col("评分标准", 194, _SMALL),
    Col("得分", 34, _SMALL_MID),
)


@dataclass(frozen=True)
class ItemLine:
    """One line of the rubric with its mark, if there is one."""

    group: str
    name: str
    points: str
    anchor: str
    mark: str


@dataclass(frozen=True)
class ScoreSheet:
    """What the sheet shows."""

    head: Head
    about: About
    expert: str
    """Empty on a form that is still to be filled in."""
    items: tuple[ItemLine, ...]
    full: str
    total: str
    state: str
    """`回避`, `缺评`, `未评齐`, `剔除`; empty for marks that are given or awaited."""
    step: str
    """`0.5`; empty where the guide does not say."""
    opinion: str


def compose(paper: ScoreSheet) -> Document:
    about = paper.about
    case = Section("", (
        pair("项目名称", about.project),
        pair("申报单位", about.applicant),
        pairs(("项目编号", about.case), ("支持措施", about.measure)),
        pairs(("评审专家", paper.expert), ("评分状态", _state(paper))),
    ))  # fmt: skip
    rows = [(_group(paper, at), i.name, i.points, i.anchor, i.mark) for at, i in enumerate(paper.items)]
    sums = (
        span(
            _COLUMNS,
            BODY_WIDTH,
            (2, "总分", STRONG),
            (1, paper.full, MID),
            (1, _step(paper), MID),
            (1, paper.total, STRONG),
        ),
    )
    marks = table("", _COLUMNS, rows, sums=sums)
    own = paper.head.signer("self")
    room = 12 if paper.opinion else 46  # no room to write where it is written
    opinion = InkBlock("评审意见", paper.opinion, room, signer=own)
    signed = Section("", (opinion,), whole=True)
    return Document(
        TITLE,
        form_title(paper.head, TITLE, under=f"{about.measure}　　评分状态：{_state(paper)}"),
        (case, marks, signed),
        placed=("self",),
    )


def _state(paper: ScoreSheet) -> str:
    if not paper.expert:
        return "空白表，待评分"
    by_item = any(i.mark for i in paper.items)
    return paper.state or ("逐项评分" if by_item else "只记录总分" if paper.total else "未评分")


def _step(paper: ScoreSheet) -> str:
    return f"以{paper.step}分为一档" if paper.step else ""


def _group(paper: ScoreSheet, at: int) -> str:
    """A dimension is named at its first item only."""
    group = paper.items[at].group
    return group if not at or paper.items[at - 1].group != group else ""

"""评分汇总表: every project's marks from every expert, what was dropped shown struck, the mean, the order, for all to sign."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Row, make_cell
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_MID, FINE_STRONG, Col, Struck, Value, table
from gyga_desk.formats.pdf.page import LANDSCAPE
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import figure
from gyga_desk.formats.pdf.signing import sign_grid, sign_row
from gyga_desk.model import MarkUse

TITLE = "评分汇总表"
_GROUP = "专家组成员打分情况"


@dataclass(frozen=True)
class MarkCell:
    """One expert's total for a project, as written, and what became of it."""

    total: str
    use: MarkUse


@dataclass(frozen=True)
class ScoreLine:
    """One project."""

    case: str
    project: str
    applicant: str
    marks: tuple[MarkCell | None, ...]
    """One for each expert, in their order; None where the expert was not asked."""
    score: str
    rank: int | None
    tied: bool
    advice: str


@dataclass(frozen=True)
class ScoreTable:
    """What the table shows."""

    head: Head
    measure: str
    year: int
    experts: tuple[str, ...]
    lines: tuple[ScoreLine, ...]
    rule: str
    """How the mean is taken, in one sentence."""
    places: int | None


def compose(paper: ScoreTable) -> Document:
    wide = LANDSCAPE.body_width
    each = max(30.0, min(46.0, 260.0 / max(len(paper.experts), 1)))
    columns = (
        Col("序号", 24, FINE_MID),
        Col("项目编号", 68, FINE_MID),
        Col("项目名称", 146, FINE_LEFT),
        Col("申报单位", 112, FINE_LEFT),
        *(Col(name, each, FINE_MID, _GROUP) for name in paper.experts),
        Col("平均值", 40, FINE_STRONG, _GROUP),
        Col("排序", 34, FINE_MID),
        Col("推荐意见", 44, FINE_MID),
    )
    rows = [_row(at, line) for at, line in enumerate(paper.lines, 1)]
    places = "" if paper.places is None else f"入选名额{paper.places}个。"
    note = f"说明：{paper.rule}{places}划去的为按规则去除或剔除的评分；“回避”“缺评”不计入。"
    foot = (
        Row((make_cell(note, wide, FINE_LEFT),)),
        Row((make_cell("专家组成员签名", wide, FINE_STRONG, label=True),)),
        *sign_grid(wide, paper.experts),
        sign_row(wide, "组长签名", "监督人签名", "日期"),
    )
    title = form_title(paper.head, TITLE, LANDSCAPE, f"{paper.year}年度{paper.measure}")
    return Document(TITLE, title, (table("", columns, rows, wide, foot=foot),), LANDSCAPE)


def _row(at: int, line: ScoreLine) -> list[Value]:
    rank = "—" if line.rank is None else f"{line.rank}{chr(10) + '并列' if line.tied else ''}"
    return [
        str(at),
        line.case,
        line.project,
        line.applicant,
        *map(_cell, line.marks),
        line.score or "—",
        rank,
        line.advice,
    ]


def _cell(mark: MarkCell | None) -> Value:
    if mark is None:
        return ""
    if mark.use in (MarkUse.DROPPED, MarkUse.STRUCK) and mark.total:
        return Struck(mark.total)
    return mark.use.label if mark.use in (MarkUse.RECUSED, MarkUse.ABSENT) else mark.total


def tables(paper: ScoreTable) -> tuple[ExportSheet, ...]:
    """The figures, and beside each its use, so that nothing depends on how a cell is drawn."""
    heads = [h for name in paper.experts for h in (name, f"{name}计分情况")]
    headers = ("项目编号", "项目名称", "申报单位", *heads, "平均值", "排序", "是否并列", "推荐意见")
    rows = [
        (
            x.case, x.project, x.applicant, *(v for m in x.marks for v in ((figure(m.total), m.use.label) if m else (None, ""))), figure(x.score),
            x.rank, x.tied, x.advice,
        )
        for x in paper.lines
    ]  # fmt: skip
    return (ExportSheet(TITLE, headers, rows),)

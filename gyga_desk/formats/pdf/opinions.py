"""专家评审意见汇总表: everything one expert has said and marked in a year, for them to sign."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_LONG, FINE_MID, Col, Struck, table
from gyga_desk.formats.pdf.page import LANDSCAPE
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import figure
from gyga_desk.formats.pdf.signing import sign_row

TITLE = "专家评审意见汇总表"
_COLUMNS = (
    Col("序号", 26, FINE_MID),
    Col("项目编号", 68, FINE_MID),
    Col("项目名称", 206, FINE_LEFT),
    Col("申报单位", 160, FINE_LEFT),
    Col("申报类别", 74, FINE_MID),
    Col("总分", 40, FINE_MID),
    Col("评审意见", 143, FINE_LONG),
)


@dataclass(frozen=True)
class OpinionLine:
    """One project as the expert saw it."""

    case: str
    project: str
    applicant: str
    category: str
    total: str
    state: str
    """`回避`, `缺评`, `未评齐`, `未评分`, `剔除`; empty where the total counts."""
    opinion: str


@dataclass(frozen=True)
class Opinions:
    """What the table shows."""

    head: Head
    expert: str
    measure: str
    year: int
    lines: tuple[OpinionLine, ...]


def compose(paper: Opinions) -> Document:
    wide = LANDSCAPE.body_width
    rows = [
        (str(at), x.case, x.project, x.applicant, x.category, _total(x), x.opinion or "—")
        for at, x in enumerate(paper.lines, 1)
    ]
    under = f"评审专家：{paper.expert}　　评审事项：{paper.year}年度{paper.measure}　　项目{len(rows)}个"
    made = table("", _COLUMNS, rows, wide, foot=(sign_row(wide, "专家签名", "日期", "监督人签名"),))
    return Document(TITLE, form_title(paper.head, TITLE, LANDSCAPE, under), (made,), LANDSCAPE)


def _total(line: OpinionLine) -> str | Struck:
    if line.state == "剔除" and line.total:
        return Struck(line.total)
    return line.state or line.total


def tables(paper: Opinions) -> tuple[ExportSheet, ...]:
    headers = ("项目编号", "项目名称", "申报单位", "申报类别", "总分", "评分状态", "评审意见")
    rows = [
        (x.case, x.project, x.applicant, x.category, figure(x.total), x.state or "计入", x.opinion) for x in paper.lines
    ]
    return (ExportSheet(TITLE, headers, rows),)

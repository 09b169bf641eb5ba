"""基金推荐名单: whom the office refers to the fund's manager, who decides alone; no money is promised by it."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Row, make_cell
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_MID, FINE_MONEY, Col, table
from gyga_desk.formats.pdf.page import LANDSCAPE
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import figure
from gyga_desk.formats.pdf.signing import sign_row

TITLE = "基金推荐名单"
_WIDE = LANDSCAPE.body_width
_COLUMNS = (
    Col("序号", 24, FINE_MID),
    Col("项目编号", 68, FINE_MID),
    Col("项目名称", 110, FINE_LEFT),
    Col("申报单位", 132, FINE_LEFT),
    Col("统一社会信用代码", 121, FINE_MID),
    Col("细分方向", 78, FINE_LEFT),
    Col("企业阶段", 32, FINE_MID),
    Col("融资需求（元）", 72, FINE_MONEY),
    Col("推荐单位", 80, FINE_LEFT),
)


@dataclass(frozen=True)
class FundLine:
    """One project; what it asks for is as it was filed."""

    case: str
    project: str
    applicant: str
    credit_code: str
    field: str
    stage: str
    wanted: str
    sponsor: str


@dataclass(frozen=True)
class FundList:
    """What the list shows."""

    head: Head
    year: int
    measure: str
    meeting: str
    lines: tuple[FundLine, ...]


def compose(paper: FundList) -> Document:
    rows = [
        (
            str(at),
            x.case,
            x.project,
            x.applicant,
            x.credit_code,
            x.field or "—",
            x.stage or "—",
            x.wanted or "—",
            x.sponsor or "—",
        )
        for at, x in enumerate(paper.lines, 1)
    ]
    words = (
        f"推荐以上{len(rows)}个项目。推荐不代表投资承诺，是否投资由基金管理人独立决策；"
        "融资需求为申报单位填报，未作核定。"
    )
    note = Row((make_cell(words, _WIDE, FINE_LEFT),))
    signed = sign_row(_WIDE, "经办人签名", "负责人签名", "日期", high=30)
    made = table("", _COLUMNS, rows, _WIDE, sums=(note,), foot=(signed,))
    under = f"{paper.year}年度{paper.measure}　　审定会议：{paper.meeting}"
    return Document(TITLE, form_title(paper.head, TITLE, LANDSCAPE, under), (made,), LANDSCAPE)


def tables(paper: FundList) -> tuple[ExportSheet, ...]:
    headers = (
        "项目编号",
        "项目名称",
        "申报单位",
        "统一社会信用代码",
        "细分方向",
        "企业阶段",
        "融资需求（元）",
        "推荐单位",
    )
    rows = [
        (x.case, x.project, x.applicant, x.credit_code, x.field, x.stage, figure(x.wanted), x.sponsor)
        for x in paper.lines
    ]
    return (ExportSheet(TITLE, headers, rows),)

"""项目审批表 on paper: its sections in order, from a value that already says everything."""

from __future__ import annotations

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.approval import Approval, CheckLine, ExpertLine, ScoreBlock
from gyga_desk.formats.pdf.document import Document
from gyga_desk.formats.pdf.form import (
    LABEL,
    LABEL_WIDTH,
    LONG,
    REST,
    VALUE,
    Cell,
    Part,
    Row,
    Section,
    make_cell,
    once,
)
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import fact_rows, header, pair, pairs
from gyga_desk.formats.pdf.signing import OpinionBlock, SealBlock
from gyga_desk.formats.pdf.text import Style
from gyga_desk.model import MarkUse, Step
from gyga_desk.money import capitals, write_yuan

_LINE = Style(fonts.FANG, 10.5, 14.5, "justify")
_MID = Style(fonts.FANG, 10.5, 14.5, "center")
_NO = Style(fonts.BOLD, 10.5, 14.5, "center")
_NOTE = Style(fonts.FANG, 9, 12)
_NOTE_MID = Style(fonts.FANG, 9, 12, "center")
_MONEY = Style(fonts.FANG, 11, 15, "right")
_SUM = Style(fonts.BOLD, 13, 19, "right")
_CAPITALS = Style(fonts.FANG, 13, 19)
_DIGEST = Style(fonts.FANG, 8, 11)

_CHECK_WIDTHS = (31.0, 154.0, 34.0, 64.0, 46.0, BODY_WIDTH - 329.0)
_STEP_WIDTHS = (31.0, 164.0, 75.0, 86.0, BODY_WIDTH - 356.0)
_STEP_STYLES = (_MID, _LINE, _NOTE_MID, _MONEY, _MONEY)
_EXPERTS_A_ROW = 8


def compose(approval: Approval) -> Document:
    """The sheet's sections in order."""
    return Document(
        approval.kind, form_title(approval.head, approval.kind), _sections(approval), printed_at=approval.printed_at
    )


_FLOWING = ("项目基本情况", "审核情况")
"""The sections that may run on to the next page; the others stay in one piece if a page can hold them."""


def _sections(approval: Approval) -> tuple[Section, ...]:
    made: list[tuple[str, tuple[Part, ...], Row | None]] = [
        ("项目基本情况", _basic(approval), None),
        ("审核情况", _checks(approval.checks), _check_header()),
        ("专家评审", _scores(approval.score) if approval.score else (), None),
        ("支持金额核算", _steps(approval.derivation), _step_header()),
        ("拟支持金额", _amounts(approval), None),
        ("会议审定", _resolution(approval), None),
        ("数据指纹", _digests(approval), None),
        ("审核审批意见", _signing(approval), None),
    ]
    made = [section for section in made if section[1]]
    numbers = "一二三四五六七八九"
    return tuple(
        Section(f"{numbers[place]}、{title}", parts, head, whole=title not in _FLOWING)
        for place, (title, parts, head) in enumerate(made)
    )


def _basic(approval: Approval) -> tuple[Part, ...]:
    return (
        pair("申报单位", approval.applicant),
        pair("统一社会\n信用代码", approval.credit_code),
        pair("项目名称", approval.project),
        pairs(("项目编号", approval.case), ("属地", approval.district)),
        pairs(("支持措施", approval.measure), ("政策条款", approval.clause)),
        pair("政策依据", f"《{approval.source.strip('《》')}》{approval.clause}", LONG),
        pair("条款原文", approval.clause_text, LONG),
        pair("申报指南", approval.guide),
        *fact_rows(approval.facts),
    )


def _check_header() -> Row:
    return header(("序号", "审核内容", "结果", "依据", "审核人", "核验与说明"), _CHECK_WIDTHS)


def _checks(checks: tuple[CheckLine, ...]) -> tuple[Part, ...]:
    return tuple(_check_row(check) for check in checks)


@once
def _check_row(check: CheckLine) -> Row:
    found = f"系统核验:{check.finding}" if check.finding else ""
    note = "\n".join(text for text in (check.note, found) if text)
    texts = (check.id, check.question, check.answer, check.clause, check.person, note)
    answer = _NO if check.answer == "否" else _MID
    styles = (_MID, _LINE, answer, _NOTE_MID, _NOTE_MID, _NOTE)
    return Row(tuple(map(make_cell, texts, _CHECK_WIDTHS, styles)))


def _scores(score: ScoreBlock) -> tuple[Part, ...]:
    rows: list[Part] = []
    bands = -(-len(score.experts) // _EXPERTS_A_ROW)
    across = -(-len(score.experts) // max(bands, 1))
    for start in range(0, len(score.experts), max(across, 1)):
        rows += _expert_rows(score.experts[start : start + across], across)
    rank = "—" if score.rank is None else f"第{score.rank}名" + ("(并列)" if score.tied else "")
    places = "不限" if score.places is None else f"{score.places}个"
    rows += [pairs(("综合得分", score.score), ("排名", rank)), pairs(("名额", places), ("有效评分", _valid(score)))]
    return (*rows, *([pair("计分办法", score.rule, LONG)] if score.rule else []))


def _valid(score: ScoreBlock) -> str:
    given = sum(expert.use in (MarkUse.COUNTED, MarkUse.DROPPED) for expert in score.experts)
    return f"{given}份"


def _expert_rows(experts: tuple[ExpertLine, ...], across: int) -> list[Part]:
    """Names, totals and what became of them, one expert a column."""
    width = REST / across
    blank = REST - width * len(experts)

    def row(label: str, cells: list[Cell]) -> Row:
        rest = (make_cell("", blank, _MID),) if blank > 1 else ()
        return _expert_row((make_cell(label, LABEL_WIDTH, LABEL, label=True), *cells, *rest))

    struck = (MarkUse.DROPPED, MarkUse.STRUCK)
    return [
        row("专家", [make_cell(expert.expert, width, _MID) for expert in experts]),
        row(
            "评分", [make_cell(e.total or "—", width, _MID, struck=bool(e.total) and e.use in struck) for e in experts]
        ),
        row("计分情况", [make_cell(expert.use.label, width, _MID) for expert in experts]),
    ]


@once
def _expert_row(cells: tuple[Cell, ...]) -> Row:
    return Row(cells)


def _step_header() -> Row:
    return header(("步骤", "核算事项", "依据", "核算前(元)", "核算后(元)"), _STEP_WIDTHS)


def _steps(steps: tuple[Step, ...]) -> tuple[Part, ...]:
    return tuple(
        _step_row((str(number), step.label, step.clause, _yuan(step.before_fen), _yuan(step.after_fen)))
        for number, step in enumerate(steps, 1)
    )


@once
def _step_row(texts: tuple[str, ...]) -> Row:
    return Row(tuple(map(make_cell, texts, _STEP_WIDTHS, _STEP_STYLES)))


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else write_yuan(fen)


def _amounts(approval: Approval) -> tuple[Part, ...]:
    figures = 130.0
    halves = (
        ("市级承担", approval.city_payer, approval.city_fen),
        ("属地承担", approval.district_payer, approval.district_fen),
    )
    return (
        pair("金额(大写)", capitals(approval.amount_fen), _CAPITALS),
        pair("金额(小写)", f"¥{write_yuan(approval.amount_fen)}", _SUM),
        *(_half(label, payer, f"¥{write_yuan(fen)}", figures) for label, payer, fen in halves),
    )


@once
def _half(label: str, payer: str, yuan: str, figures: float) -> Row:
    return Row(
        (
            make_cell(label, LABEL_WIDTH, LABEL, label=True),
            make_cell(payer, REST - figures, VALUE),
            make_cell(yuan, figures, _MONEY),
        )
    )


def _resolution(approval: Approval) -> tuple[Part, ...]:
    held = approval.resolution
    rows = [
        pair("会议名称", held.meeting),
        pairs(("会议日期", held.date), ("纪要文号", held.number)),
        pair("封存", f"{held.by}封存,{held.second}复核,{held.at}"),
    ]
    said = (("未按排名说明", held.departure), ("逾期兑现\n理由", held.late))
    return (*rows, *(pair(label, text, LONG) for label, text in said if text))


def _digests(approval: Approval) -> tuple[Part, ...]:
    held = approval.digests
    pairs = (
        ("政策文本", held.edition),
        ("申报指南", held.guide),
        ("审定结果", held.decision),
        ("操作流水", held.journal),
    )
    return tuple(pair(label, text, _DIGEST) for label, text in pairs)


def _signing(approval: Approval) -> tuple[Part, ...]:
    return (*(OpinionBlock(opinion) for opinion in approval.opinions), SealBlock(approval.unit))

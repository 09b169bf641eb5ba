"""项目审批表 on paper: its sections in order, from a value that already says everything."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.approval import FIELDS, Approval, CheckLine, ExpertLine, Opinion, ScoreBlock, code_of
from gyga_desk.formats.pdf.finish import finish
from gyga_desk.formats.pdf.form import (
    PAD_X,
    PAD_Y,
    THIN,
    Cell,
    Part,
    Row,
    Section,
    draw_parts,
    lay_out,
    make_cell,
    top_of,
)
from gyga_desk.formats.pdf.page import (
    BODY_HEIGHT,
    BODY_TOP,
    BODY_WIDTH,
    HEIGHT,
    LEFT,
    WIDTH,
    Box,
    Running,
    Sheet,
    draw_running,
    qr_rows,
    qr_text,
)
from gyga_desk.formats.pdf.text import Line, Style, break_lines, draw_lines
from gyga_desk.model import MarkUse, Step
from gyga_desk.money import capitals, write_yuan

_TITLE = Style(fonts.TITLE, 22, 30, "center")
_UNIT = Style(fonts.KAI, 16, 22, "center")
_UNDER = Style(fonts.FANG, 10.5, 15)
_UNDER_RIGHT = Style(fonts.FANG, 10.5, 15, "right")
_LABEL = Style(fonts.SANS, 10.5, 15, "center")
_VALUE = Style(fonts.FANG, 12, 16.5)
_LONG = Style(fonts.FANG, 11, 16, "justify")
_LINE = Style(fonts.FANG, 10.5, 14.5, "justify")
_MID = Style(fonts.FANG, 10.5, 14.5, "center")
_NO = Style(fonts.BOLD, 10.5, 14.5, "center")
_NOTE = Style(fonts.FANG, 9, 12)
_NOTE_MID = Style(fonts.FANG, 9, 12, "center")
_MONEY = Style(fonts.FANG, 11, 15, "right")
_SUM = Style(fonts.BOLD, 13, 19, "right")
_CAPITALS = Style(fonts.FANG, 13, 19)
_DIGEST = Style(fonts.FANG, 8, 11)
_CAPTION = Style(fonts.FANG, 8, 10)

_LABEL_WIDTH = 84.0
_HALF = (BODY_WIDTH - 2 * _LABEL_WIDTH) / 2
_REST = BODY_WIDTH - _LABEL_WIDTH
_CHECK_WIDTHS = (31.0, 164.0, 34.0, 64.0, 46.0, BODY_WIDTH - 339.0)
_STEP_WIDTHS = (31.0, 164.0, 75.0, 86.0, BODY_WIDTH - 356.0)
_EXPERTS_A_ROW = 8

_SIGN_HEIGHT, _SIGN_BOX = 78.0, (172.0, 58.0)
_SEAL = Style(fonts.FANG, 12, 16.5, "center")
_SEAL_HEIGHT, _SEAL_WIDTH = 126.0, 200.0
"""44 mm: a bureau's seal is 42 mm across."""


def render_sheet(approval: Approval, fonts_dir: Path | None) -> bytes:
    """The printed file: the form by reportlab, then the empty signature fields and the metadata by pikepdf."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.load_fonts(fonts_dir)
    _check_texts(approval)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName=fonts.FANG)
    sheet = Sheet(canvas)
    _draw_pages(sheet, approval)
    canvas.save()
    return finish(made.getvalue(), sheet.boxes, title=f"{approval.kind} {approval.number}", author=approval.unit)


def _check_texts(approval: Approval) -> None:
    """Every text of the sheet before anything is drawn; the field is named as the sheet names it."""
    for name, text in _texts("", approval):
        fonts.check_text(name, text)


def _texts(name: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, tuple):
        labelled = len(value) == 2 and all(isinstance(part, str) for part in value)
        return [pair for part in value for pair in _texts(value[0] if labelled else name, part)]
    if is_dataclass(value):
        return [pair for f in fields(value) for pair in _texts(_FIELD_NAMES.get(f.name, name or f.name), getattr(value, f.name))]
    return []


_FIELD_NAMES = {
    "unit": "审批单位",
    "kind": "标题",
    "number": "编号",
    "applicant": "申报单位",
    "credit_code": "统一社会信用代码",
    "district": "属地",
    "project": "项目名称",
    "measure": "支持措施",
    "clause": "政策依据",
    "clause_text": "政策原文",
    "source": "政策文件",
    "guide": "申报指南",
    "checks": "审核情况",
    "derivation": "金额核算",
    "resolution": "会议审定",
    "opinions": "审核审批意见",
    "score": "专家评审",
    "document_number": "文号",
    "sample": "样例说明",
}


def _draw_pages(sheet: Sheet, approval: Approval) -> None:
    title_height = _title_height(approval)
    pages = lay_out(_sections(approval), BODY_HEIGHT - title_height)
    code = code_of(approval)
    running = Running(approval.kind, approval.number, code, approval.sample, approval.printed_at)
    squares = qr_rows(qr_text(approval.number, code))
    for number, parts in enumerate(pages):
        sheet.page = number
        draw_running(sheet, running, len(pages), squares)
        if not number:
            _draw_title(sheet.canvas, approval)
        draw_parts(sheet, parts, top_of(number, title_height))
        sheet.canvas.showPage()


def _title_height(approval: Approval) -> float:
    lines = break_lines(approval.kind, _TITLE, BODY_WIDTH)
    return _UNIT.leading + len(lines) * _TITLE.leading + 14 + _UNDER.leading + 4


def _draw_title(canvas: Any, approval: Approval) -> None:
    top = BODY_TOP
    _put(canvas, approval.unit, _UNIT, top)
    top -= _UNIT.leading
    _put(canvas, approval.kind, _TITLE, top)
    top = BODY_TOP - _title_height(approval) + _UNDER.leading + 4
    _put(canvas, f"文号:{approval.document_number}", _UNDER, top)
    replaced = f"(替代 {approval.replaces})" if approval.replaces else ""
    _put(canvas, f"编号:{approval.number}{replaced}", _UNDER_RIGHT, top)


def _put(canvas: Any, text: str, style: Style, top: float) -> None:
    draw_lines(canvas, break_lines(text, style, BODY_WIDTH), style, LEFT, top, BODY_WIDTH)


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


def _pair(label: str, text: str, style: Style = _VALUE) -> Row:
    return Row((make_cell(label, _LABEL_WIDTH, _LABEL, label=True), make_cell(text, _REST, style)))


def _pairs(first: tuple[str, str], second: tuple[str, str]) -> Row:
    cells = [
        make_cell(text, width, style, label=label)
        for pair in (first, second)
        for text, width, style, label in ((pair[0], _LABEL_WIDTH, _LABEL, True), (pair[1], _HALF, _VALUE, False))
    ]
    return Row(tuple(cells))


def _basic(approval: Approval) -> tuple[Part, ...]:
    return (
        _pair("申报单位", approval.applicant),
        _pairs(("统一社会\n信用代码", approval.credit_code), ("属地", approval.district)),
        _pair("项目名称", approval.project),
        _pairs(("项目编号", approval.case), ("政策条款", approval.clause)),
        _pair("支持措施", approval.measure),
        _pair("政策依据", f"《{approval.source.strip('《》')}》{approval.clause}", _LONG),
        _pair("条款原文", approval.clause_text, _LONG),
        _pair("申报指南", approval.guide),
        *_facts(approval.facts),
    )


def _facts(facts: tuple[tuple[str, str], ...]) -> list[Part]:
    """Short facts two in a row, long ones alone."""
    rows: list[Part] = []
    waiting: tuple[str, str] | None = None
    for fact in facts:
        short = len(break_lines(fact[1], _VALUE, _HALF - 2 * PAD_X)) == 1
        if short and waiting:
            rows.append(_pairs(waiting, fact))
            waiting = None
        elif short:
            waiting = fact
        else:
            rows += [_pair(*waiting)] if waiting else []
            waiting = None
            rows.append(_pair(*fact, _LONG))
    return rows + ([_pair(*waiting)] if waiting else [])


def _header(texts: tuple[str, ...], widths: tuple[float, ...]) -> Row:
    return Row(tuple(make_cell(text, width, _LABEL, label=True) for text, width in zip(texts, widths, strict=True)))


def _check_header() -> Row:
    return _header(("序号", "审核内容", "结果", "依据", "审核人", "核验与说明"), _CHECK_WIDTHS)


def _checks(checks: tuple[CheckLine, ...]) -> tuple[Part, ...]:
    return tuple(_check_row(check) for check in checks)


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
    rows += [_pairs(("综合得分", score.score), ("排名", rank)), _pairs(("名额", places), ("有效评分", _valid(score)))]
    return (*rows, *([_pair("计分办法", score.rule, _LONG)] if score.rule else []))


def _valid(score: ScoreBlock) -> str:
    given = sum(expert.use in (MarkUse.COUNTED, MarkUse.DROPPED) for expert in score.experts)
    return f"{given}份"


def _expert_rows(experts: tuple[ExpertLine, ...], across: int) -> list[Part]:
    """Names, totals and what became of them, one expert a column."""
    width = _REST / across
    blank = _REST - width * len(experts)

    def row(label: str, cells: list[Cell]) -> Row:
        rest = [make_cell("", blank, _MID)] if blank > 1 else []
        return Row((make_cell(label, _LABEL_WIDTH, _LABEL, label=True), *cells, *rest))

    struck = (MarkUse.DROPPED, MarkUse.STRUCK)
    return [
        row("专家", [make_cell(expert.expert, width, _MID) for expert in experts]),
        row("评分", [make_cell(e.total or "—", width, _MID, struck=bool(e.total) and e.use in struck) for e in experts]),
        row("计分情况", [make_cell(expert.use.label, width, _MID) for expert in experts]),
    ]


def _step_header() -> Row:
    return _header(("步骤", "核算事项", "依据", "核算前(元)", "核算后(元)"), _STEP_WIDTHS)


def _steps(steps: tuple[Step, ...]) -> tuple[Part, ...]:
    styles = (_MID, _LINE, _NOTE_MID, _MONEY, _MONEY)
    rows = []
    for number, step in enumerate(steps, 1):
        texts = (str(number), step.label, step.clause, _yuan(step.before_fen), _yuan(step.after_fen))
        rows.append(Row(tuple(map(make_cell, texts, _STEP_WIDTHS, styles))))
    return tuple(rows)


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else write_yuan(fen)


def _amounts(approval: Approval) -> tuple[Part, ...]:
    figures = 130.0
    halves = (("市级承担", approval.city_payer, approval.city_fen), ("属地承担", approval.district_payer, approval.district_fen))
    return (
        _pair("金额(大写)", capitals(approval.amount_fen), _CAPITALS),
        _pair("金额(小写)", f"¥{write_yuan(approval.amount_fen)}", _SUM),
        *(
            Row(
                (
                    make_cell(label, _LABEL_WIDTH, _LABEL, label=True),
                    make_cell(payer, _REST - figures, _VALUE),
                    make_cell(f"¥{write_yuan(fen)}", figures, _MONEY),
                )
            )
            for label, payer, fen in halves
        ),
    )


def _resolution(approval: Approval) -> tuple[Part, ...]:
    held = approval.resolution
    rows = [
        _pair("会议名称", held.meeting),
        _pairs(("会议日期", held.date), ("纪要文号", held.number)),
        _pair("封存", f"{held.by}封存,{held.second}复核,{held.at}"),
    ]
    return (*rows, *([_pair("未按排名说明", held.departure, _LONG)] if held.departure else []))


def _digests(approval: Approval) -> tuple[Part, ...]:
    held = approval.digests
    pairs = (
        ("政策文本", held.edition),
        ("申报指南", held.guide),
        ("审定结果", held.decision),
        ("操作流水", held.journal),
    )
    return tuple(_pair(label, text, _DIGEST) for label, text in pairs)


def _signing(approval: Approval) -> tuple[Part, ...]:
    return (*(OpinionBlock(opinion) for opinion in approval.opinions), SealBlock(approval.unit))


@dataclass(frozen=True)
class OpinionBlock:
    """One person's opinion, with room for ink on the left and for the digital signature on the right."""

    opinion: Opinion

    @property
    def _lines(self) -> tuple[Line, ...]:
        return break_lines(self.opinion.text, _LONG, _REST - 2 * PAD_X - 6) if self.opinion.text else ()

    @property
    def height(self) -> float:
        return max(len(self._lines), 2) * _LONG.leading + 2 * PAD_Y + _SIGN_HEIGHT

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        bottom = top - self.height
        title = self.opinion.role.label
        _frame(sheet, x, top, self.height, f"{title}\n意见")
        left = x + _LABEL_WIDTH + PAD_X + 3
        draw_lines(sheet.canvas, self._lines, _LONG, left, top - PAD_Y - 2, _REST - 2 * PAD_X - 6)
        _ink_lines(sheet, left, bottom)
        right = x + BODY_WIDTH - PAD_X - 4
        rect = (right - _SIGN_BOX[0], bottom + 8, right, bottom + 8 + _SIGN_BOX[1])
        _signature_place(sheet, rect, self.opinion.person)
        sheet.boxes.append(Box(FIELDS[self.opinion.role], f"{title}数字签名", sheet.page, rect))


def _frame(sheet: Sheet, x: float, top: float, height: float, label: str) -> None:
    """A label cell at the left and an empty cell beside it."""
    cells = (make_cell(label, _LABEL_WIDTH, _LABEL, label=True), Cell(_REST, (), _LONG))
    Row(cells, least=height).draw(sheet, x, top)


def _ink_lines(sheet: Sheet, left: float, bottom: float) -> None:
    sheet.canvas.setLineWidth(THIN)
    draw_lines(sheet.canvas, break_lines("签名:", _VALUE, 80), _VALUE, left, bottom + 52, 80)
    sheet.canvas.line(left + 36, bottom + 36, left + 156, bottom + 36)
    _date_line(sheet, left, bottom + 26)


def _date_line(sheet: Sheet, left: float, top: float) -> None:
    for text, shift in (("日期:", 0.0), ("年", 78.0), ("月", 112.0), ("日", 146.0)):
        draw_lines(sheet.canvas, break_lines(text, _VALUE, 80), _VALUE, left + shift, top, 80)


def _signature_place(sheet: Sheet, rect: tuple[float, float, float, float], person: str) -> None:
    canvas = sheet.canvas
    caption = "数字签名" + (f"(签名人:{person})" if person else "")
    draw_lines(canvas, break_lines(caption, _CAPTION, _SIGN_BOX[0]), _CAPTION, rect[0], rect[3] + 11, _SIGN_BOX[0])
    canvas.setLineWidth(THIN)
    canvas.setDash(2, 2)
    canvas.rect(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1])
    canvas.setDash()


@dataclass(frozen=True)
class SealBlock:
    """The place of the official seal, which only ever comes on by hand."""

    unit: str

    @property
    def height(self) -> float:
        return _SEAL_HEIGHT

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        _frame(sheet, x, top, self.height, "审批单位")
        start = x + BODY_WIDTH - _SEAL_WIDTH - 14
        lines = break_lines(f"{self.unit}\n(公章)", _SEAL, _SEAL_WIDTH)
        draw_lines(sheet.canvas, lines, _SEAL, start, top - self.height / 2 + 20, _SEAL_WIDTH)
        _date_line(sheet, start + 18, top - self.height + 28)

"""The rows that forms are made of: a label with its text, two of them side by side, and what a case is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gyga_desk.formats.pdf.form import LABEL, LABEL_WIDTH, LONG, PAD_X, REST, VALUE, Part, Row, make_cell, once
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.text import Style, break_lines

_HALF = (BODY_WIDTH - 2 * LABEL_WIDTH) / 2
_FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


def figure(text: str) -> Decimal | str:
    """What a paper shows, for its workbook: a figure is one that can be reckoned with, anything else stays as it is."""
    return Decimal(text.replace(",", "")) if _FIGURE.fullmatch(text) else text


@dataclass(frozen=True)
class About:
    """What a paper says of the case it is about."""

    case: str
    applicant: str
    credit_code: str
    district: str
    project: str
    measure: str
    """`措施三 示范应用场景`."""
    clause: str
    policy: str
    """The policy's title, without brackets."""
    guide: str = ""


@once
def pair(label: str, text: str, style: Style = VALUE) -> Row:
    return Row((make_cell(label, LABEL_WIDTH, LABEL, label=True), make_cell(text, REST, style)))


@once
def pairs(first: tuple[str, str], second: tuple[str, str]) -> Row:
    cells = [
        make_cell(text, width, style, label=label)
        for words in (first, second)
        for text, width, style, label in ((words[0], LABEL_WIDTH, LABEL, True), (words[1], _HALF, VALUE, False))
    ]
    return Row(tuple(cells))


@once
def header(texts: tuple[str, ...], widths: tuple[float, ...]) -> Row:
    return Row(tuple(make_cell(text, width, LABEL, label=True) for text, width in zip(texts, widths, strict=True)))


def about_rows(about: About) -> tuple[Part, ...]:
    """The case at the head of a form."""
    return (
        pair("申报单位", about.applicant),
        pair("统一社会\n信用代码", about.credit_code),
        pair("项目名称", about.project),
        pairs(("项目编号", about.case), ("属地", about.district)),
        pairs(("支持措施", about.measure), ("政策条款", about.clause)),
    )


def fact_rows(facts: Iterable[tuple[str, str]]) -> list[Part]:
    """Short facts two in a row, long ones alone."""
    rows: list[Part] = []
    waiting: tuple[str, str] | None = None
    for fact in facts:
        short = len(break_lines(fact[1], VALUE, _HALF - 2 * PAD_X)) == 1
        if short and waiting:
            rows.append(pairs(waiting, fact))
            waiting = None
        elif short:
            waiting = fact
        else:
            rows += [pair(*waiting)] if waiting else []
            waiting = None
            rows.append(pair(*fact, LONG))
    return rows + ([pair(*waiting)] if waiting else [])

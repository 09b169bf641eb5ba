"""How answers, findings, scores, papers and line rules are written on the screen, and their tones; beside `ui.words`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gyga_desk.model import Answer, ColumnType, FactValue, MarkUse, PaperState, Verdict
from gyga_desk.money import write_yuan
from gyga_desk.policy import IfNo
from gyga_desk.rules.scoring import published
from gyga_desk.standings import RULES
from ui.languages import tr
from ui.said import said
from ui.style import Tone
from ui.words import NOTHING

_ANSWERS = {Answer.YES: Tone.GOOD, Answer.NO: Tone.BAD, Answer.NA: Tone.QUIET, Answer.PENDING: Tone.WARN}
_PAPERS = {PaperState.PRINTED: Tone.INFO, PaperState.REGISTERED: Tone.GOOD, PaperState.VOID: Tone.BAD}
_USES = {
    MarkUse.COUNTED: Tone.GOOD,
    MarkUse.DROPPED: Tone.QUIET,
    MarkUse.RECUSED: Tone.WARN,
    MarkUse.ABSENT: Tone.WARN,
    MarkUse.STRUCK: Tone.BAD,
}
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
SIGNS = {Verdict.PASS: ("✓", Tone.GOOD), Verdict.FAIL: ("✗", Tone.BAD), Verdict.UNKNOWN: ("?", Tone.WARN)}
"""The sign of an automatic finding; the sentence beside it says the same in words."""


def points(value: Fraction | None) -> str:
    """A score as it is published: two decimals."""
    return NOTHING if value is None else f"{published(value):f}"


def plain(value: Decimal | None) -> str:
    """A mark without the zeros that say nothing: `97.50` → `97.5`."""
    if value is None:
        return NOTHING
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def natural(name: str) -> str:
    """What names are sorted by: 专家二 stands before 专家三, though its character comes later."""
    return name.translate(_NUMERALS)


def short(digest: str) -> str:
    """Enough of a digest to compare by eye: `sha256:1a2b3c4d5e6f7a8b…`."""
    name, _, rest = digest.partition(":")
    return f"{name}:{rest[:16]}…" if len(rest) > 16 else digest


def fact(value: FactValue, kind: ColumnType) -> str:
    """What a cell was understood to mean."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if kind is ColumnType.MONEY and isinstance(value, int):
        return tr("{yuan} 元").format(yuan=write_yuan(value))
    return str(value)


def consequence(if_no: IfNo) -> str:
    """What a "no" to a check does."""
    return {
        IfNo.REJECT: tr("不予支持"),
        IfNo.SUPPLEMENT: tr("须补正"),
        IfNo.REDUCE: tr("核减"),
        IfNo.FLAG: tr("提请会议注意"),
        IfNo.REASSIGN: tr("须改派"),
    }[if_no]


def rule(name: str | None) -> str:
    """What happens where entitlements pass the pool."""
    return said(RULES[name]) if name in RULES else tr("未定")


def rule_meaning(name: str) -> str:
    return {
        "skip": tr("余额不够的项目跳过，余额留给后面够用的项目"),
        "stop": tr("从第一个余额不够的项目起，都不支持"),
        "partial": tr("第一个余额不够的项目按余额核定，其后不支持"),
        "prorate": tr("各项目按同一比例折减"),
    }[name]


def tone_of_answer(answer: Answer | None) -> Tone:
    return Tone.QUIET if answer is None else _ANSWERS[answer]


def tone_of_paper(state: PaperState | None) -> Tone:
    return Tone.QUIET if state is None else _PAPERS[state]


def tone_of_use(use: MarkUse) -> Tone:
    return _USES[use]

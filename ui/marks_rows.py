"""How far one person is with each case of a measure, in words: state, own total, and why nothing can be marked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gyga_desk import seen
from gyga_desk.model import Case, Conflict, Declared, Mark, MarkState
from gyga_desk.policy import Measure, Rubric
from gyga_desk.rules.items import TOTAL, given_items, items_of, own_total, short, use_of
from gyga_desk.standings import CaseReview
from gyga_desk.store import reads
from ui.context import Context
from ui.languages import tr
from ui.shown import tone_of_use
from ui.style import Tone


@dataclass(frozen=True)
class MineRow:
    """One case in the person's own list, as `ui.cells.QueueDelegate` draws it."""

    case: Case
    marks: tuple[Mark, ...]
    state: str
    tone: Tone
    left: str
    opinion: str

    @property
    def number(self) -> str:
        return self.case.id

    @property
    def name(self) -> str:
        return self.case.title


def rows_of(ctx: Context, measure: Measure, year: int) -> list[MineRow]:
    """The person's own marks, case by case."""
    found = seen.marks(ctx.reader, ctx.edition, measure.number, year, ctx.person)
    conflicts = reads.conflicts(ctx.reader, measure=measure.number, year=year)
    declared = {c.case: c.declared for c in conflicts if c.person == ctx.person.name}
    sealed = {s.case for s in reads.sealed(ctx.reader)}
    opinions = {o.case: o.text for o in found.opinions if o.expert == ctx.person.name}
    rows = []
    for case in reads.cases(ctx.reader, measure.number, year):
        marks = tuple(found.own(case.id, ctx.person.name))
        word, tone = _state(measure.rubric, marks, declared.get(case.id), sealed=case.id in sealed)
        left = _left(measure.rubric, marks) if measure.rubric and use_of(marks) is None else ""
        rows.append(MineRow(case, marks, word, tone, left, opinions.get(case.id, "")))
    return rows


def _state(
    rubric: Rubric | None, marks: tuple[Mark, ...], declared: Declared | None, *, sealed: bool
) -> tuple[str, Tone]:
    use = use_of(marks)
    if use is not None:
        return next(m.state for m in marks if m.state is not MarkState.GIVEN).label, tone_of_use(use)
    if declared is Declared.DECLARED:
        return MarkState.RECUSED.label, Tone.WARN
    if sealed:
        return tr("已封存"), Tone.INFO
    if rubric and (own_total(rubric, marks) is not None or _is_whole(marks)):
        return tr("已评齐"), Tone.GOOD
    if declared is None:
        return tr("未声明"), Tone.QUIET
    return tr("未评齐") if marks else tr("未评"), Tone.WARN


def _is_whole(marks: tuple[Mark, ...]) -> bool:
    return any(m.item == TOTAL for m in marks)


def _left(rubric: Rubric, marks: tuple[Mark, ...]) -> str:
    """The own total; how far it has got while an item is missing."""
    whole = next((m.points for m in marks if m.item == TOTAL), None)
    total = whole if whole is not None else own_total(rubric, marks)
    if total is not None:
        return tr("{total} 分").format(total=short(total))
    done = len(given_items(rubric, marks))
    return tr("已评 {done}/{all} 项").format(done=done, all=len(items_of(rubric))) if done else ""


def own_words(rubric: Rubric, one: MineRow) -> str:
    """The person's total as it grows: unknown while an item is missing, never zero."""
    if use_of(one.marks) is not None:
        return tr("本人：{state}，不计分").format(state=one.state)
    if _is_whole(one.marks):
        return tr("本人总分：{total}（评分表导入；逐项评分后以逐项为准）").format(total=one.left)
    total, given = own_total(rubric, one.marks), given_items(rubric, one.marks)
    if total is not None:
        return tr("本人总分：{total} 分").format(total=short(total))
    words = tr("本人总分：未评齐（已评 {done}/{all} 项").format(done=len(given), all=len(items_of(rubric)))
    so_far = short(sum((points for _, points in given), Decimal(0)))
    return words + (tr("，已评各项共 {sum} 分）").format(sum=so_far) if given else tr("）"))


def is_struck(one: MineRow) -> bool:
    return any(m.state is MarkState.STRUCK for m in one.marks)


def why_locked(one: MineRow, review: CaseReview, mine: Conflict | None) -> str:
    """Why nothing can be marked here, or nothing."""
    reasons = {m.state: m.reason for m in one.marks}
    if review.sealed:
        return tr("本项目的决定已封存，评分不能再改。")
    if MarkState.STRUCK in reasons:
        return tr("您的评分已由主任剔除：{reason}").format(reason=reasons[MarkState.STRUCK])
    if MarkState.RECUSED in reasons or (mine is not None and mine.declared is Declared.DECLARED):
        return tr("您已回避本项目，不评分；声明有误的，先更改声明。")
    if MarkState.ABSENT in reasons:
        return tr("您已弃权：{reason}。要评分的，先撤回。").format(reason=reasons[MarkState.ABSENT])
    return ""

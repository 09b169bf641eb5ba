"""Commands for an expert's own marks by rubric item, and for the chair who strikes or restores them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import typer

from gyga_desk import seen
from gyga_desk.commands.desk import desk_of
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.errors import Refused
from gyga_desk.model import Case, Mark, MarkState, MarkUse, Opinion
from gyga_desk.operations import marks
from gyga_desk.policy import Absent, Rubric
from gyga_desk.rules.items import TOTAL, given_items, items_of, own_total, short, step_of, told, use_of
from gyga_desk.standings import Reckoning, measure_of
from gyga_desk.store import reads

JsonObject = dict[str, object]
CaseArgument = Annotated[str, typer.Argument(help="项目编号")]
Reason = Annotated[str, typer.Option(help="理由")]
Measure = Annotated[int, typer.Option(help="措施编号")]
Year = Annotated[int, typer.Option(help="申报年度")]


def give(
    context: typer.Context,
    case: CaseArgument,
    item: Annotated[str, typer.Argument(help="评分项，如 A1")],
    points: Annotated[str, typer.Argument(help="分数")],
    note: Annotated[str, typer.Option(help="说明")] = "",
) -> None:
    """给一个评分项评分,再评一次即更正。"""
    desk = desk_of(context)
    with desk.session() as session:
        total = marks.give_mark(session, case, item, points, note).value
    said = "未评齐" if total is None else f"合计 {short(total)} 分"
    desk.give(
        {"case": case, "item": item, "points": points, "total": _text(total)},
        [f"{case} {item}：{points} 分，本人{said}。"],
    )


def withdraw(
    context: typer.Context,
    case: CaseArgument,
    item: Annotated[str, typer.Argument(help="评分项；不写则撤回本人对该项目的全部评分和弃权")] = "",
) -> None:
    """撤回本人的评分。"""
    desk = desk_of(context)
    with desk.session() as session:
        count = marks.withdraw_marks(session, case, item).value
    desk.give({"case": case, "item": item or None, "withdrawn": count}, [f"{case} 已撤回 {count} 项评分。"])


def abstain(context: typer.Context, case: CaseArgument, reason: Reason = "") -> None:
    """对一个项目弃权。"""
    desk = desk_of(context)
    with desk.session() as session:
        marks.abstain(session, case, reason)
    desk.give({"case": case, "state": MarkState.ABSENT.value, "reason": reason}, [f"{case} 已记为弃权。"])


def recuse(context: typer.Context, case: CaseArgument, reason: Reason = "") -> None:
    """声明回避,不再评分。"""
    desk = desk_of(context)
    with desk.session() as session:
        marks.recuse(session, case, reason)
    desk.give({"case": case, "state": MarkState.RECUSED.value, "reason": reason}, [f"{case} 已记为回避。"])


def opinion(
    context: typer.Context, case: CaseArgument, text: Annotated[str, typer.Argument(help="评审意见；空文字即撤去")]
) -> None:
    """写评审意见。"""
    desk = desk_of(context)
    with desk.session() as session:
        marks.write_opinion(session, case, text)
    desk.give({"case": case, "opinion": text.strip() or None}, [f"{case} 的评审意见已保存。"])


def strike(
    context: typer.Context,
    case: CaseArgument,
    expert: Annotated[str, typer.Argument(help="专家")],
    reason: Reason = "",
) -> None:
    """剔除一位专家对一个项目的评分。"""
    desk = desk_of(context)
    with desk.session() as session:
        marks.strike_marks(session, case, expert, reason)
    desk.give(
        {"case": case, "expert": expert, "state": MarkState.STRUCK.value, "reason": reason},
        [f"{expert}对 {case} 的评分不再计入。"],
    )


def restore(context: typer.Context, case: CaseArgument, expert: Annotated[str, typer.Argument(help="专家")]) -> None:
    """恢复被剔除的评分。"""
    desk = desk_of(context)
    with desk.session() as session:
        marks.restore_marks(session, case, expert)
    desk.give({"case": case, "expert": expert, "state": MarkState.GIVEN.value}, [f"{expert}对 {case} 的评分重新计入。"])


def show_rubric(context: typer.Context, measure: Measure) -> None:
    """评分细则:各项的满分、要点和依据。"""
    desk = desk_of(context)
    with desk.reading() as (_, edition):
        held = measure_of(edition, measure)
    if held.rubric is None:
        raise Refused("措施{measure}不评分。", measure=measure)
    rubric, items = held.rubric, items_of(held.rubric)
    clause = rubric.cites["items"]
    document = {
        "measure": measure, "clause": clause.label, "text": clause.text, "step": _text(step_of(rubric)) if items else None,
        "floor": _figure(rubric.floor), "spread": _figure(rubric.spread),
        "items": [{"item": i.id, "group": i.group, "name": i.name, "points": _text(i.points), "anchor": i.anchor} for i in items],
    }  # fmt: skip
    lines = [f"{i.id} {i.name}（{short(i.points)} 分）：{i.anchor}" for i in items]
    unset = [f"评分细项未定：{clause.label}没有规定，须由当年申报指南明确。"]
    desk.give(document, [*(lines or unset), f"依据：{clause.title} {clause.label}"])


def show_marks(
    context: typer.Context,
    measure: Measure,
    year: Year,
    case: Annotated[str, typer.Option(help="只要一个项目")] = "",
) -> None:
    """各项目逐项评分;本人评齐之前不显示他人评分。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        person = desk.person(db)
        held = measure_of(edition, measure)
        found = seen.marks(db, edition, measure, year, person)
        table = seen.table(Reckoning(db, edition, held, year), person)
        cases = [c for c in reads.cases(db, measure, year) if case in ("", c.id)]
    if held.rubric is None:
        raise Refused("措施{measure}不评分。", measure=measure)
    if case and not cases:
        raise Refused(
            "措施{measure} {year} 年没有编号为 {case} 的项目；请核对编号。", measure=measure, year=year, case=case
        )
    rows = [_case(c, held.rubric, found) for c in cases]
    lines = {s.case: [told(t) for t in s.scores] for s in table.cases}
    desk.give(rows, [line for c in cases for line in _lines(c, lines.get(c.id, []), hidden=c.id in found.hidden)])


def _lines(case: Case, totals: Sequence[str], *, hidden: bool) -> list[str]:
    head = f"{case.id}  {case.title}{'（' + seen.WAITS + '）' if hidden else ''}"
    return [head, *(f"  {line}" for line in totals)]


def _case(case: Case, rubric: Rubric, found: seen.Seen) -> JsonObject:
    own = [m for m in found.marks if m.case == case.id]
    opinions = {o.expert: o for o in found.opinions if o.case == case.id}
    experts = dict.fromkeys([*(m.expert for m in own), *opinions])
    return {
        "case": case.id, "applicant": case.applicant, "title": case.title, "hidden": case.id in found.hidden,
        "experts": [_expert(e, rubric, [m for m in own if m.expert == e], opinions.get(e)) for e in experts],
    }  # fmt: skip


def _expert(expert: str, rubric: Rubric, held: Sequence[Mark], opinion: Opinion | None) -> JsonObject:
    """One expert's sheet: its state is `given` once all is in, `missing` before, or why it does not count."""
    whole = next((m.points for m in held if m.item == TOTAL), None)
    total = whole if whole is not None else own_total(rubric, held)
    use = use_of(held)
    given = dict(given_items(rubric, held))
    return {
        "expert": expert, "state": _STATES[use] if use else "missing" if total is None else MarkState.GIVEN.value,
        "total": _text(total), "reason": next((m.reason for m in held if m.reason), None),
        "opinion": opinion.text if opinion else None, "missing": [i.id for i in items_of(rubric) if i.id not in given],
        "items": [
            {"item": m.item, "state": m.state.value, "points": _text(m.points), "note": m.note or None, "by": m.by}
            for m in held if m.item != TOTAL
        ],
    }  # fmt: skip


_STATES = {
    MarkUse.RECUSED: MarkState.RECUSED.value,
    MarkUse.STRUCK: MarkState.STRUCK.value,
    MarkUse.ABSENT: MarkState.ABSENT.value,
}


def _text(points: Decimal | None) -> str | None:
    return None if points is None else short(points)


def _figure(value: Decimal | Absent) -> str | None:
    return None if isinstance(value, Absent) else f"{value:f}"


WORDS: Vocabulary = {
    "marks": Several(
        "逐项评分",
        {
            "give": give, "withdraw": withdraw, "abstain": abstain, "recuse": recuse, "opinion": opinion, "list": show_marks,
            "rubric": show_rubric, "strike": strike, "restore": restore,
        },
    )
}  # fmt: skip

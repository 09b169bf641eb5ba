"""Clause by clause: what each check asks, what the program found, what people answered, and what came of it."""

from __future__ import annotations

from gyga_desk.explanation.nouns import Line, Section, section, when, yuan
from gyga_desk.explanation.told import Told
from gyga_desk.model import Answer, Answered, Conflict, Declared, Verdict
from gyga_desk.rules.checklist import CONSEQUENCE
from gyga_desk.standings import CheckLine

_VERDICTS = {Verdict.PASS: "相符", Verdict.FAIL: "不符", Verdict.UNKNOWN: "无法判断"}


def checklist(told: Told) -> Section:
    """Every check of the measure, in its order."""
    nobody = [Line("回避声明：尚无人声明")]
    return section(
        "逐条核对",
        [_declared(one) for one in told.review.conflicts] or nobody,
        [line for one in told.review.lines for line in _check(told, one)],
    )


def _declared(one: Conflict) -> Line:
    said = "无利害关系" if one.declared is Declared.NONE else "回避"
    reason = f"，理由：{one.reason}" if one.reason else ""
    return Line(f"回避声明：{one.person} {said}（{when(one.at)}）{reason}")


def _check(told: Told, one: CheckLine) -> list[Line]:
    check = one.check
    asked = f"{check.id} {check.ask}（查看：{check.evidence}）" if check.evidence else f"{check.id} {check.ask}"
    return [
        Line(asked, check.cite.label),
        *_found(told, one),
        *_answers(told, one),
        Line(_effect(told, one), depth=1),
    ]


def _found(told: Told, one: CheckLine) -> list[Line]:
    kept = told.sealed.checks.get(one.check.id) if told.sealed else None
    if kept is not None:
        return [Line(f"自动核对：{kept['finding']}", depth=1)] if kept["finding"] else []
    return [Line(f"自动核对（{_VERDICTS[f.verdict]}）：{f.sentence}", depth=1) for f in one.findings]


def _answers(told: Told, one: CheckLine) -> list[Line]:
    if one.check.auto == "declared":
        return []
    kept = told.sealed.checks.get(one.check.id) if told.sealed else None
    if kept is not None and _differs(kept["person"], kept["note"], one):
        note = f"，说明：{kept['note']}" if kept["note"] else ""
        return [Line(f"答复（封存时）：{kept['person']}{note}", depth=1)]
    barred = {c.person for c in told.review.conflicts if c.declared is Declared.DECLARED}
    return [Line(_answer(a, barred), depth=1) for a in one.answers] or [Line("答复：尚无人答复", depth=1)]


def _differs(person: str, note: str, one: CheckLine) -> bool:
    """Whether the record has other answers than were sealed."""
    return person != "、".join(a.person for a in one.answers) or note != ";".join(a.note for a in one.answers if a.note)


def _answer(one: Answered, barred: set[str]) -> str:
    taken = f"，核减 {yuan(one.reduce_fen)}" if one.reduce_fen is not None else ""
    note = f"，说明：{one.note}" if one.note else ""
    aside = "（已回避，不计）" if one.person in barred else ""
    return f"答复：{one.person}{aside} 答“{one.answer.label}”（{when(one.at)}）{taken}{note}"


def _effect(told: Told, one: CheckLine) -> str:
    """What the answer does, by the reasons that the standing itself gives."""
    check = one.check
    kept = told.sealed.checks.get(check.id) if told.sealed else None
    said = kept["answer"] if kept else one.effective.label if one.effective else Answer.PENDING.label
    reasons = "；".join(dict.fromkeys(r.sentence for r in told.standing.why if r.check == check.id))
    consequence = CONSEQUENCE[check.if_no]
    if said == Answer.NO.label:
        return f"结论：否；{reasons or consequence}"
    stale = "（申报数据在答复之后有改动，须重新答复）" if one.stale and kept is None else ""
    if said == Answer.PENDING.label:
        return f"结论：待核{stale}；答“否”则{consequence}" + (f"；{reasons}" if reasons else "")
    return f"结论：{said}{stale}，不影响支持" + (f"；{reasons}" if reasons else "")

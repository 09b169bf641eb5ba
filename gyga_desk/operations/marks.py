"""An expert's own marks, item by item, with their opinion and what keeps them from it; struck or put back by the chair."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Declared, Mark, MarkState, Role
from gyga_desk.operations import Work, operation
from gyga_desk.policy import Rubric
from gyga_desk.rules.items import TOTAL, fault_of, item_of, items_of, own_total, read_points
from gyga_desk.standings import measure_of
from gyga_desk.store import reads, writes

_WHO = Role.REVIEWER
"""Who marks in the program, in their own name; the chair, who may strike marks, gives none."""


@operation("逐项评分", _WHO, detail=lambda case, item, *_, **__: f"{case} {item}")
def give_mark(work: Work, case: CaseId, item: str, points: Decimal | str, note: str = "") -> Decimal | None:
    """The person's own points for one item, in place of earlier ones; gives their total, None until all items are in."""
    rubric = _open_rubric(work, case)
    held = item_of(rubric, item)
    if held is None:
        named = "、".join(i.id for i in items_of(rubric))
        raise Refused("没有评分项“{item}”；可用 {items}。", item=item, items=named)
    given = read_points(points) if isinstance(points, str) else points
    if given is None:
        raise Refused("{item} 的评分“{points}”不是分数；请填数字。", item=held.id, points=str(points))
    fault = fault_of(rubric, held, given)
    if fault:
        raise Refused("{sentence}", sentence=fault[1])
    if any(m.state is MarkState.ABSENT for m in _own(work, case)):
        raise Refused("{person} 已对 {case} 弃权；请先撤回弃权，再评分。", person=work.person, case=case)
    writes.drop(work.db, "mark", case_id=case, expert=work.person, item=TOTAL)
    put(work, Mark(case, work.person, held.id, MarkState.GIVEN, _plain(given), note.strip()))
    return own_total(rubric, _own(work, case))


@operation("撤回评分", _WHO, detail=lambda case, item="": f"{case} {item}".strip())
def withdraw_marks(work: Work, case: CaseId, item: str = "") -> int:
    """Takes back the person's own mark for an item, or everything they said of a case, abstention included; says how many."""
    rubric = _open_rubric(work, case)
    known = item_of(rubric, item) if item else None
    own = [m for m in _own(work, case) if not item or (known is not None and m.item == known.id)]
    if not own:
        raise Refused("{person} 对 {case} 没有可以撤回的评分；请核对项目和评分项。", person=work.person, case=case)
    for mark in own:
        writes.drop(work.db, "mark", case_id=case, expert=work.person, item=mark.item)
    return len(own)


@operation("弃权", _WHO, detail=lambda case, *_, **__: str(case))
def abstain(work: Work, case: CaseId, reason: str) -> None:
    """The person gives no marks for a case, with the reason; item marks they gave stay on record and do not count."""
    _open_rubric(work, case)
    if not reason.strip():
        raise Refused("弃权须写明理由；请补充后再提交。")
    put(work, Mark(case, work.person, TOTAL, MarkState.ABSENT, None, reason=reason.strip()))


@operation("评分回避", _WHO, detail=lambda case, *_, **__: str(case))
def recuse(work: Work, case: CaseId, reason: str) -> None:
    """Declares the person's interest and puts 回避 in their cell; what they marked before counts no longer."""
    _rubric_of(work, case)
    if not reason.strip():
        raise Refused("声明回避须写明理由；请补充后再提交。")
    writes.put(work.db, "conflict", {
        "case_id": case, "person": work.person, "declared": Declared.DECLARED.value, "reason": reason.strip(), "at": work.at,
    })  # fmt: skip
    if not _own(work, case):  # what they marked already is told as recused by the declaration itself
        put(work, Mark(case, work.person, TOTAL, MarkState.RECUSED, None, reason=reason.strip()))


@operation("评审意见", _WHO, detail=lambda case, *_, **__: str(case))
def write_opinion(work: Work, case: CaseId, text: str) -> None:
    """The person's opinion on a case in words; an empty one takes it away."""
    _open_rubric(work, case)
    if text.strip():
        put_opinion(work, case, work.person, text.strip())
    else:
        writes.drop(work.db, "opinion", case_id=case, expert=work.person)


@operation("剔除专家评分", Role.CHAIR, detail=lambda case, expert, *_, **__: f"{case} {expert}")
def strike_marks(work: Work, case: CaseId, expert: str, reason: str) -> None:
    """Takes one expert's marks for a case out of the score, with the reason; they stay on record."""
    if not reason.strip():
        raise Refused("剔除评分须写明理由；请补充后再提交。")
    _refuse_sealed(work, case)
    for mark in _of(work, case, expert, MarkState.GIVEN):
        put(work, Mark(case, expert, mark.item, MarkState.STRUCK, mark.points, mark.note, reason.strip(), mark.by))


@operation("恢复专家评分", Role.CHAIR, detail=lambda case, expert: f"{case} {expert}")
def restore_marks(work: Work, case: CaseId, expert: str) -> None:
    """Puts struck marks back into the score."""
    _refuse_sealed(work, case)
    for mark in _of(work, case, expert, MarkState.STRUCK):
        put(work, Mark(case, expert, mark.item, MarkState.GIVEN, mark.points, mark.note, by=mark.by))


def put(work: Work, mark: Mark) -> None:
    """Writes one mark; who entered it first stays its author where the chair only strikes or restores it."""
    writes.put(work.db, "mark", {
        "case_id": mark.case, "expert": mark.expert, "item": mark.item, "state": mark.state.value,
        "points": None if mark.points is None else f"{mark.points:f}", "note": mark.note, "reason": mark.reason,
        "person": mark.by or work.person, "at": work.at,
    })  # fmt: skip


def put_opinion(work: Work, case: CaseId, expert: str, text: str) -> None:
    writes.put(work.db, "opinion", {
        "case_id": case, "expert": expert, "text": text, "person": work.person, "at": work.at,
    })  # fmt: skip


def _open_rubric(work: Work, case: CaseId) -> Rubric:
    """The rubric a person may mark by now; refused before their declaration, after a seal, and where marks were struck."""
    rubric = _rubric_of(work, case)
    own = next((c for c in reads.conflicts(work.db, case) if c.person == work.person), None)
    if own is None:
        raise Refused("{person} 尚未声明与 {case} 有无利害关系；请先声明，再评分。", person=work.person, case=case)
    marks = _own(work, case)
    if own.declared is Declared.DECLARED or any(m.state is MarkState.RECUSED for m in marks):
        raise Refused("{person} 对 {case} 已回避，不能评分；如声明有误，请先更正声明。", person=work.person, case=case)
    if any(m.state is MarkState.STRUCK for m in marks):
        raise Refused(
            "{person} 对 {case} 的评分已由主任剔除，不能再改；确需改动，请先由主任恢复。", person=work.person, case=case
        )
    return rubric


def _rubric_of(work: Work, case: CaseId) -> Rubric:
    held = reads.case(work.db, case)
    _refuse_sealed(work, case)
    rubric = measure_of(work.edition, held.measure).rubric
    if rubric is None:
        raise Refused("措施{measure}不评分，{case} 没有可评的项目。", measure=held.measure, case=case)
    if not items_of(rubric):
        clause = rubric.cites["items"].label
        raise Refused("评分细项未定：{clause}没有规定，须由当年申报指南明确后才能逐项评分。", clause=clause)
    return rubric


def _refuse_sealed(work: Work, case: CaseId) -> None:
    if case in sealed_cases(work):
        raise Refused("{case} 的决定已封存，评分不能再改动；确需改动，须由主任和第二人重新开启。", case=case)


def sealed_cases(work: Work) -> Collection[CaseId]:
    return {s.case for s in reads.sealed(work.db)}


def _own(work: Work, case: CaseId) -> list[Mark]:
    return [m for m in _all(work, reads.case(work.db, case)) if m.expert == work.person]


def _all(work: Work, held: Case) -> Sequence[Mark]:
    return reads.marks(work.db, held.measure, held.year, held.id)


def _of(work: Work, case: CaseId, expert: str, state: MarkState) -> list[Mark]:
    found = [m for m in _all(work, reads.case(work.db, case)) if m.expert == expert and m.state is state]
    if not found:
        raise Refused("{expert} 对 {case} 没有可以处理的评分；请核对姓名和项目编号。", expert=expert, case=case)
    return found


def _plain(points: Decimal) -> Decimal:
    return points.normalize() if points else Decimal(0)

"""Experts' marks: taken in from their score tables, struck or put back by the chair; a blank is never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Change, Mark, MarkState, Problem, Role
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.files import readable
from gyga_desk.operations.tables import Line, read_lines
from gyga_desk.policy import Absent, Rubric
from gyga_desk.rules.facts import plain
from gyga_desk.rules.scoring import TOTAL
from gyga_desk.standings import measure_of
from gyga_desk.store import reads, writes

_RECUSED = {"回避"}
_ABSENT = {"缺席", "弃权", "未评"}
_COLUMNS = {"case": ("case", "案号", "项目编号"), "title": ("title", "项目名称", "平台名称", "事项名称"), "applicant": ("applicant", "单位名称", "申报单位"),
            "seq": ("seq", "序号"), "remark": ("remark", "备注"), "mean": ("mean", "平均分", "平均值", "得分"), "rank": ("rank", "排名", "排序")}  # fmt: skip
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class MarksTaken:
    """What a table of totals did."""

    cases: int
    experts: tuple[str, ...]
    marks: int
    recused: int
    blank: int
    problems: tuple[Problem, ...]


def _scored_cases(session: Session, measure: int | None, year: int | None) -> list[Case]:
    scored = {m.number for m in session.edition.measures if m.rubric is not None}
    if measure is not None and measure not in scored:
        raise Refused(
            "措施{measure}不评分；评分的措施为：{scored}。", measure=measure, scored="、".join(map(str, sorted(scored)))
        )
    found = reads.cases(session.db, measure, year)
    return [c for c in found if c.measure in scored]


def _find(line: Line, known: Sequence[Case]) -> Case | None:
    """By case number, else by title, and applicant where given; two that fit are none."""
    if line.text("case"):
        return next((c for c in known if c.id == line.text("case")), None)
    fits = [c for c in known if plain(c.title) == plain(line.text("title"))]
    if line.text("applicant"):
        fits = [c for c in fits if plain(c.applicant) == plain(line.text("applicant"))]
    return fits[0] if len(fits) == 1 else None


def _line_fault(line: Line, case: Case | None, seen: set[CaseId], sealed: set[CaseId]) -> tuple[str, str] | None:
    name = line.text("case") or line.text("title")
    if case is None:
        return "unknown-case", f"“{name}”在记录中找不到，或不止一件；请核对名称，或填写项目编号。"
    if case.id in seen:
        return "duplicate-row", f"“{name}”在表中出现不止一次。"
    if case.id in sealed:
        return "sealed", f"{case.id} 的决定已封存，评分不能再改动。"
    return None


def _read_mark(line: Line, case: Case, expert: str, rubric: Rubric | None) -> Mark | tuple[str, str] | None:
    """One cell: a mark, or (code, sentence) of what is wrong, or None for a blank."""
    text = line.text(expert)
    if not text:
        return None
    if text in _RECUSED:
        return Mark(case.id, expert, TOTAL, MarkState.RECUSED, None)
    if text in _ABSENT:
        return Mark(case.id, expert, TOTAL, MarkState.ABSENT, None, text)
    try:
        points = Decimal(text)
    except InvalidOperation:
        return "mark-not-number", f"{expert}对“{case.title}”的评分“{text}”不是分数，也不是“回避”。"
    full = (
        _HUNDRED
        if rubric is None or isinstance(rubric.items, Absent)
        else sum((i.points for i in rubric.items), Decimal(0))
    )
    if not points.is_finite() or not 0 <= points <= full:
        return "mark-range", f"{expert}对“{case.title}”的评分 {text} 不在 0 至 {full} 分之间。"
    if rubric is not None and isinstance(rubric.step, Decimal) and points % rubric.step:
        return "mark-step", f"{expert}对“{case.title}”的评分 {text} 不是 {rubric.step} 分的整倍数。"
    return Mark(case.id, expert, TOTAL, MarkState.GIVEN, points.normalize() if points else Decimal(0))


@operation("导入专家评分", Role.CLERK, detail=lambda file, *_: file)
def _store_marks(work: Work, file: str, marks: Sequence[Mark]) -> int:
    for mark in marks:
        _put(work, mark)
    return len(marks)


@front_of(_store_marks)
def import_scores(
    session: Session, path: Path, measure: int | None = None, year: int | None = None
) -> Done[MarksTaken]:
    """Totals from a table `项目名称, 专家…`; the good cells in one operation, the rest as problems.

    Without `measure` the scored measure is told from the projects named.
    """
    check_role(session, _store_marks.title, _store_marks.roles)
    table, lines = read_lines(path, _COLUMNS, required=("title",))
    experts = [h for h in table.headers if h and h not in _COLUMNS]
    if not experts:
        raise Refused("{name} 不是评分表：须有“项目名称”列，以及每位专家一列。", name=path.name)
    known = _scored_cases(session, measure, year)
    sealed = {s.case for s in reads.sealed(session.db)}
    marks: list[Mark] = []
    problems: list[Problem] = []
    seen: set[CaseId] = set()
    blank = 0
    for line in lines:
        case = _find(line, known)
        fault = _line_fault(line, case, seen, sealed)
        if case is None or fault:
            problems.append(line.problem("title", *(fault or ("unknown-case", ""))))
            continue
        seen.add(case.id)
        rubric = measure_of(session.edition, case.measure).rubric
        for expert in experts:
            found = _read_mark(line, case, expert, rubric)
            blank += found is None
            if isinstance(found, Mark):
                marks.append(found)
            elif found is not None:
                problems.append(line.problem(expert, *found))
    counts = MarksTaken(
        len(seen), tuple(experts), len(marks), sum(m.state is MarkState.RECUSED for m in marks), blank, tuple(problems)
    )
    if not marks:
        return Done(counts, Change(), _store_marks.title)
    snapshot(session, "导入评分前")
    done = _store_marks(session, readable(path.name), marks)
    return Done(counts, done.change, done.title)


def _put(work: Work, mark: Mark) -> None:
    writes.put(work.db, "mark", {
        "case_id": mark.case, "expert": mark.expert, "item": mark.item, "state": mark.state.value,
        "points": None if mark.points is None else f"{mark.points:f}", "note": mark.note, "person": work.person, "at": work.at,
    })  # fmt: skip


@operation("剔除专家评分", Role.CHAIR, detail=lambda case, expert, *_, **__: f"{case} {expert}")
def strike_marks(work: Work, case: CaseId, expert: str, reason: str) -> None:
    """Takes one expert's marks for a case out of the score, with the reason; they stay on record."""
    if not reason.strip():
        raise Refused("剔除评分须写明理由；请补充后再提交。")
    for mark in _of(work, case, expert, MarkState.GIVEN):
        _put(work, Mark(case, expert, mark.item, MarkState.STRUCK, mark.points, reason.strip()))


@operation("恢复专家评分", Role.CHAIR, detail=lambda case, expert: f"{case} {expert}")
def restore_marks(work: Work, case: CaseId, expert: str) -> None:
    """Puts struck marks back into the score."""
    for mark in _of(work, case, expert, MarkState.STRUCK):
        _put(work, Mark(case, expert, mark.item, MarkState.GIVEN, mark.points))


def _of(work: Work, case: CaseId, expert: str, state: MarkState) -> list[Mark]:
    held = reads.case(work.db, case)
    found = [m for m in reads.marks(work.db, held.measure, held.year, case) if m.expert == expert and m.state is state]
    if not found:
        raise Refused("{expert} 对 {case} 没有可以处理的评分；请核对姓名和项目编号。", expert=expert, case=case)
    return found

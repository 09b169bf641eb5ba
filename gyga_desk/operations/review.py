"""A person's answers to checks, and what they declare about their own interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.model import Answer, Case, CaseId, Change, Declared, Problem, Role, Verdict
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation
from gyga_desk.operations.tables import Line, read_lines
from gyga_desk.policy import Check, IfNo
from gyga_desk.standings import measure_of, review_of
from gyga_desk.store import reads, writes

_WHO = (Role.REVIEWER, Role.CHAIR)


@dataclass(frozen=True)
class Given:
    """One answer as it is handed in."""

    case: CaseId
    check: str
    answer: Answer
    note: str = ""
    reduce_fen: int | None = None


@dataclass(frozen=True)
class AnswersTaken:
    """What a table of answers did."""

    answers: int
    problems: tuple[Problem, ...]


@operation("答复核对项", *_WHO, detail=lambda case, check, *_, **__: f"{case} {check}")
def answer_check(
    work: Work, case: CaseId, check: str, answer: Answer, note: str = "", reduce_fen: int | None = None
) -> None:
    """One person's answer; an earlier one of theirs is replaced, and both stay in the journal."""
    _answer(work, Given(case, check, answer, note, reduce_fen))


@operation("批量答复核对项", *_WHO, detail=lambda given: f"{len(given)} 项")
def answer_many(work: Work, given: Sequence[Given]) -> int:
    """Many answers in one operation; says how many."""
    for one in given:
        _answer(work, one)
    return len(given)


@front_of(answer_many)
def import_answers(session: Session, path: Path) -> Done[AnswersTaken]:
    """Answers from a table with columns case, check, answer, note; the good lines in one operation, the rest as problems."""
    check_role(session, answer_many.title, answer_many.roles)
    _, lines = read_lines(path, _COLUMNS, required=("case", "check", "answer"))
    known = {c.id: c for c in reads.cases(session.db)}
    sealed = {s.case for s in reads.sealed(session.db)}
    barred = {
        c.case
        for c in reads.conflicts(session.db)
        if c.person == session.person.name and c.declared is Declared.DECLARED
    }
    given, problems = [], []
    for line in lines:
        found = _read_line(session, line, known, sealed, barred)
        if isinstance(found, Given):
            given.append(found)
        else:
            problems.append(line.problem(*found))
    if not given:
        return Done(AnswersTaken(0, tuple(problems)), Change(), answer_many.title)
    done = answer_many(session, given)
    return Done(AnswersTaken(done.value, tuple(problems)), done.change, done.title)


@operation("按自动核对结果答复", *_WHO, detail=str)
def answer_passed(work: Work, case: CaseId) -> int:
    """The person's own "yes" to every open check that the program found in order; says how many."""
    review = review_of(work.db, work.edition, case)
    open_lines = [
        line for line in review.lines if line.effective in (None, Answer.PENDING) and line.check.auto != "declared"
    ]
    passed = [line for line in open_lines if line.findings and all(f.verdict is Verdict.PASS for f in line.findings)]
    for line in passed:
        _answer(work, Given(case, line.check.id, Answer.YES, "与自动核对一致"))
    return len(passed)


@operation("回避声明", *_WHO, Role.CLERK, detail=lambda case, *_, **__: str(case))
def declare_conflict(work: Work, case: CaseId, declared: Declared, reason: str = "") -> None:
    """The person's own declaration about a case; an interest needs its reason."""
    reads.case(work.db, case)
    _refuse_sealed(work, case)
    if declared is Declared.DECLARED and not reason.strip():
        raise Refused("声明回避须写明理由；请补充后再提交。")
    _declare(work, case, declared, reason)


def _declare(work: Work, case: CaseId, declared: Declared, reason: str) -> None:
    writes.put(work.db, "conflict", {
        "case_id": case, "person": work.person, "declared": declared.value, "reason": reason.strip(), "at": work.at,
    })  # fmt: skip


def _answer(work: Work, given: Given) -> None:
    held = reads.case(work.db, given.case)
    _refuse_sealed(work, given.case)
    check = measure_of(work.edition, held.measure).check(given.check)
    if check is None:
        raise Refused("措施{measure}没有核对项 {check}；请核对编号。", measure=held.measure, check=given.check)
    _check_given(check, given)
    _check_interest(check, given)
    if check.auto == "declared":
        _answer_interest(work, given)
        return
    own = [c for c in reads.conflicts(work.db, given.case) if c.person == work.person]
    if own and own[0].declared is Declared.DECLARED:
        raise Refused(
            "{person} 已声明回避 {case}，不能再作答复；如声明有误，请先更正声明。", person=work.person, case=given.case
        )
    writes.put(work.db, "answer", {
        "case_id": given.case, "check_id": given.check, "person": work.person, "answer": given.answer.value,
        "note": given.note.strip(), "reduce_fen": given.reduce_fen, "at": work.at, "facts": held.digest,
    })  # fmt: skip


def _check_interest(check: Check, given: Given) -> None:
    if check.auto != "declared":
        return
    if given.answer not in (Answer.YES, Answer.NO):
        raise Refused("{check} 须答“是”（无利害关系）或“否”（声明回避）。", check=given.check)
    if given.answer is Answer.NO and not given.note.strip():
        raise Refused("声明回避须写明理由；请在说明中补充后再提交。")


def _answer_interest(work: Work, given: Given) -> None:
    """The check on one's own interest is the declaration itself, kept in one place only."""
    _declare(work, given.case, Declared.NONE if given.answer is Answer.YES else Declared.DECLARED, given.note)


def _check_given(check: Check, given: Given) -> None:
    if given.answer is Answer.NA and not given.note.strip():
        raise Refused("{check} 答“不适用”须写明理由；请补充说明。", check=check.id)
    if given.reduce_fen is None:
        return
    if check.if_no is not IfNo.REDUCE or check.reduce != "stated" or given.answer is not Answer.NO:
        raise Refused("{check} 不是需要填写核减金额的“否”；请去掉核减金额。", check=check.id)
    if given.reduce_fen < 0:
        raise Refused("{check} 的核减金额不能为负；请更正。", check=check.id)


def _refuse_sealed(work: Work, case: CaseId) -> None:
    if any(s.case == case for s in reads.sealed(work.db)):
        raise Refused("{case} 的决定已封存，不能再改动；确需改动，须由主任和第二人重新开启。", case=case)


_ANSWERS = {"yes": Answer.YES, "是": Answer.YES, "no": Answer.NO, "否": Answer.NO, "na": Answer.NA, "不适用": Answer.NA,
            "pending": Answer.PENDING, "待核": Answer.PENDING}  # fmt: skip
_COLUMNS = {
    "case": ("case", "案号", "项目编号"), "check": ("check", "检查项", "核对项"), "answer": ("answer", "答复"),
    "note": ("note", "说明", "备注"), "reduce": ("reduce", "核减金额"),
}  # fmt: skip


def _read_line(
    session: Session,
    line: Line,
    known: Mapping[CaseId, Case],
    sealed: set[CaseId],
    barred: set[CaseId],
) -> Given | tuple[str, str, str]:
    """The answer a line holds, or (column, code, sentence) of what is wrong with it."""
    case, answer = known.get(line.text("case")), _ANSWERS.get(line.text("answer").lower())
    if case is None:
        return "case", "unknown-case", f"没有编号为“{line.text('case')}”的项目。"
    check = measure_of(session.edition, case.measure).check(line.text("check"))
    if check is None:
        return "check", "unknown-check", f"措施{case.measure}没有核对项“{line.text('check')}”。"
    if answer is None:
        return "answer", "unknown-answer", f"“{line.text('answer')}”不是答复；可填：是、否、不适用、待核。"
    if case.id in sealed:
        return "case", "sealed", f"{case.id} 的决定已封存，不能再改动。"
    if case.id in barred and check.auto != "declared":
        return (
            "case",
            "recused",
            f"{session.person.name} 已声明回避 {case.id}，不能再作答复；如声明有误，请先更正声明。",
        )
    reduce = line.money("reduce")
    if reduce is None and line.text("reduce"):
        return "reduce", "money", f"核减金额“{line.text('reduce')}”不是以元计的金额。"
    given = Given(case.id, check.id, answer, line.text("note"), reduce)
    try:
        _check_given(check, given)
        _check_interest(check, given)
    except Refused as fault:
        return "answer", "answer-incomplete", str(fault)
    return given

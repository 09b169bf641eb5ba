"""Experts' marks taken in from their tables: totals with a column an expert, or items with a line an expert and case.

A blank is never a zero. A good cell is stored and a bad one told with its place; a line whose items do not come to the
total it states is stored not at all, since nobody could say which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.model import Case, CaseId, Change, Declared, Mark, MarkState, Opinion, Problem, Role
from gyga_desk.operations import Done, Session, Work, check_role, front_of, operation
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.files import readable
from gyga_desk.operations.marks import put, put_opinion
from gyga_desk.operations.score_lines import Held, read_line_of_items, read_total
from gyga_desk.operations.tables import Line, read_lines
from gyga_desk.policy import Measure
from gyga_desk.rules.facts import plain
from gyga_desk.rules.items import TOTAL, items_of
from gyga_desk.standings import measure_of
from gyga_desk.store import reads, writes

_COLUMNS = {"case": ("case", "案号", "项目编号"), "title": ("title", "项目名称", "平台名称", "事项名称"), "applicant": ("applicant", "单位名称", "申报单位"),
            "seq": ("seq", "序号"), "remark": ("remark", "备注"), "mean": ("mean", "平均分", "平均值", "得分"), "rank": ("rank", "排名", "排序")}  # fmt: skip
_OF_ITEMS = {**_COLUMNS, "expert": ("expert", "专家", "专家姓名", "评审专家"), "total": ("total", "合计", "总分"),
             "opinion": ("opinion", "评审意见", "专家意见", "意见")}  # fmt: skip


@dataclass(frozen=True)
class MarksTaken:
    """What a table of marks did."""

    cases: int
    experts: tuple[str, ...]
    marks: int
    recused: int
    blank: int
    problems: tuple[Problem, ...]


@dataclass
class _Taking:
    """A table on its way in: what is good so far, and what is not."""

    marks: list[Mark] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cases: set[CaseId] = field(default_factory=set)
    experts: dict[str, None] = field(default_factory=dict)
    blank: int = 0

    def counts(self) -> MarksTaken:
        recused = sum(m.state is MarkState.RECUSED for m in self.marks)
        return MarksTaken(
            len(self.cases), tuple(self.experts), len(self.marks), recused, self.blank, tuple(self.problems)
        )


@operation("导入专家评分", Role.CLERK, detail=lambda file, *_: file)
def _store_marks(work: Work, file: str, marks: Sequence[Mark], opinions: Sequence[Opinion] = ()) -> int:
    """Items take the place of a total, and a total that of items: an expert's marks are told in one way only."""
    for case, expert, whole in {(m.case, m.expert, m.item == TOTAL) for m in marks}:
        held = [m.item for m in _held(work, case, expert) if (m.item == TOTAL) != whole]
        for item in held:
            writes.drop(work.db, "mark", case_id=case, expert=expert, item=item)
    for mark in marks:
        put(work, mark)
    for one in opinions:
        put_opinion(work, one.case, one.expert, one.text)
    return len(marks)


def _held(work: Work, case: CaseId, expert: str) -> list[Mark]:
    known = reads.case(work.db, case)
    return [m for m in reads.marks(work.db, known.measure, known.year, case) if m.expert == expert]


@front_of(_store_marks)
def import_scores(
    session: Session, path: Path, measure: int | None = None, year: int | None = None, expert: str = ""
) -> Done[MarksTaken]:
    """Marks from a table: `项目名称, 专家…` with totals, or `项目名称, 专家, A1, A2…, 合计, 评审意见` with items.

    Without `measure` the scored measure is told from the projects named. `expert` says whose marks a table of items
    holds that has no such column. The good cells in one operation, the rest as problems.
    """
    check_role(session, _store_marks.title, _store_marks.roles)
    table, lines = read_lines(path, _COLUMNS, required=("title",))
    known = _scored_cases(session, measure, year)
    taking = _Taking()
    if _item_headers(session, table.headers):
        table, lines = read_lines(path, _OF_ITEMS, required=("title",))
        if "expert" not in table.headers and not expert.strip():
            raise Refused("{name} 没有“专家”列；请补上，或用 --expert 写明是哪位专家的评分。", name=path.name)
        _take_items(session, taking, lines, known, expert.strip())
    else:
        experts = [h for h in table.headers if h and h not in _COLUMNS]
        if not experts:
            raise Refused("{name} 不是评分表：须有“项目名称”列，以及每位专家一列。", name=path.name)
        taking.experts = dict.fromkeys(experts)
        _take_totals(session, taking, lines, known)
    counts = taking.counts()
    if not taking.marks and not taking.opinions:
        return Done(counts, Change(), _store_marks.title)
    snapshot(session, "导入评分前")
    done = _store_marks(session, readable(path.name), taking.marks, taking.opinions)
    return Done(counts, done.change, done.title)


def _scored_cases(session: Session, measure: int | None, year: int | None) -> list[Case]:
    scored = {m.number for m in session.edition.measures if m.rubric is not None}
    if measure is not None and measure not in scored:
        raise Refused(
            "措施{measure}不评分；评分的措施为：{scored}。", measure=measure, scored="、".join(map(str, sorted(scored)))
        )
    found = reads.cases(session.db, measure, year)
    return [c for c in found if c.measure in scored]


def columns_of_items(measure: Measure) -> Mapping[str, str]:
    """The headers an item may stand under, made comparable, with its id: `A1`, `痛点真实且典型`, `A1 痛点真实且典型`."""
    return {
        plain(header): item.id
        for item in items_of(measure.rubric)
        for header in (item.id, item.name, f"{item.id} {item.name}", f"{item.id} {item.name}({item.points:f}分)")
    }


def _item_headers(session: Session, headers: Sequence[str]) -> bool:
    """Whether a table has columns of items: of any scored measure."""
    known = {header for m in session.edition.measures for header in columns_of_items(m)}
    return any(plain(header) in known for header in headers)


def _take_totals(session: Session, taking: _Taking, lines: Iterable[Line], known: Sequence[Case]) -> None:
    held = what_is_held(session, known)
    for line in lines:
        case = _case_of(line, known, held, taking, twice=True)
        if case is None:
            continue
        rubric = measure_of(session.edition, case.measure).rubric
        for expert in taking.experts:
            fault = held.fault(case, expert) if line.text(expert) else None
            found = fault or read_total(line, case, expert, rubric)
            taking.blank += found is None
            if isinstance(found, Mark):
                taking.marks.append(found)
            elif found is not None:
                taking.problems.append(line.problem(expert, *found))


def _take_items(session: Session, taking: _Taking, lines: Iterable[Line], known: Sequence[Case], expert: str) -> None:
    held = what_is_held(session, known)
    seen: set[tuple[CaseId, str]] = set()
    for line in lines:
        case = _case_of(line, known, held, taking, twice=False)
        if case is None:
            continue
        name = line.text("expert") or expert
        fault = held.fault(case, name) if name else ("no-expert", f"“{case.title}”一行没有写明专家；请补充。")
        if (case.id, name) in seen:
            fault = ("duplicate-row", f"{name}对“{case.title}”的评分在表中出现不止一次。")
        if fault:
            taking.problems.append(line.problem("expert", *fault))
            continue
        seen.add((case.id, name))
        taking.experts[name] = None
        measure = measure_of(session.edition, case.measure)
        found = read_line_of_items(line, case, name, measure, columns_of_items(measure))
        taking.marks += found.marks
        taking.problems += found.problems
        taking.blank += found.blank
        if line.text("opinion") and not found.problems:
            taking.opinions.append(Opinion(case.id, name, line.text("opinion"), "", ""))


def _case_of(line: Line, known: Sequence[Case], held: Held, taking: _Taking, *, twice: bool) -> Case | None:
    """The case of a line, or None with the reason told; `twice`: a case may stand in one line only."""
    case, name = _find(line, known), line.text("case") or line.text("title")
    fault = None
    if case is None:
        fault = ("unknown-case", f"“{name}”在记录中找不到，或不止一件；请核对名称，或填写项目编号。")
    elif twice and case.id in taking.cases:
        fault = ("duplicate-row", f"“{name}”在表中出现不止一次。")
    elif case.id in held.sealed:
        fault = ("sealed", f"{case.id} 的决定已封存，评分不能再改动。")
    if fault or case is None:
        taking.problems.append(line.problem("title", *(fault or ("", ""))))
        return None
    taking.cases.add(case.id)
    return case


def _find(line: Line, known: Sequence[Case]) -> Case | None:
    """By case number, else by title, and applicant where given; two that fit are none."""
    if line.text("case"):
        return next((c for c in known if c.id == line.text("case")), None)
    fits = [c for c in known if plain(c.title) == plain(line.text("title"))]
    if line.text("applicant"):
        fits = [c for c in fits if plain(c.applicant) == plain(line.text("applicant"))]
    return fits[0] if len(fits) == 1 else None


def what_is_held(session: Session, known: Sequence[Case]) -> Held:
    """What a table may not touch: sealed cases, struck marks, what experts entered themselves, declared interests."""
    marks = [
        m
        for measure, year in sorted({(c.measure, c.year) for c in known})
        for m in reads.marks(session.db, measure, year)
    ]
    return Held(
        frozenset(s.case for s in reads.sealed(session.db)),
        frozenset((m.case, m.expert) for m in marks if m.state is MarkState.STRUCK),
        frozenset((m.case, m.expert) for m in marks if m.by == m.expert),
        frozenset((c.case, c.person) for c in reads.conflicts(session.db) if c.declared is Declared.DECLARED),
    )

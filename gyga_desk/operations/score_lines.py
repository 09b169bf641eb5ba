"""One line of an expert's table: what its cells mean, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gyga_desk.model import Case, CaseId, Mark, MarkState, Problem
from gyga_desk.operations.tables import Line
from gyga_desk.policy import Measure, Rubric
from gyga_desk.rules.facts import plain
from gyga_desk.rules.items import TOTAL, fault_of, items_of, read_points, short

_RECUSED = {"回避"}
_ABSENT = {"缺席", "弃权", "未评"}
_HUNDRED = Decimal(100)
Fault = tuple[str, str]
"""(code, sentence)."""


@dataclass(frozen=True)
class Held:
    """What a table may not touch."""

    sealed: frozenset[CaseId]
    struck: frozenset[tuple[CaseId, str]]
    own: frozenset[tuple[CaseId, str]]
    """What experts entered in their own name."""
    aside: frozenset[tuple[CaseId, str]]
    """Who has declared an interest in which case."""

    def fault(self, case: Case, expert: str) -> Fault | None:
        key = (case.id, expert)
        if key in self.aside:
            return "recused", f"{expert}已声明回避“{case.title}”，评分不能导入；如声明有误，请本人先更正声明。"
        if key in self.struck:
            return "struck", f"{expert}对“{case.title}”的评分已由主任剔除；确需改动，请先由主任恢复。"
        if key in self.own:
            return "own-marks", f"{expert}已用本人账号评过“{case.title}”，评分表不能改动；请由本人更正。"
        return None


@dataclass(frozen=True)
class ItemLine:
    """What one line of items holds; nothing to store where its sum is wrong."""

    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]
    blank: int


def read_total(line: Line, case: Case, expert: str, rubric: Rubric | None) -> Mark | Fault | None:
    """One cell of a table of totals: a mark, what is wrong, or None for a blank."""
    text = line.text(expert)
    if not text:
        return None
    state = _state(text)
    if state is not None:
        return Mark(case.id, expert, TOTAL, state, None, reason=text)
    points = read_points(text)
    if points is None:
        return "mark-not-number", f"{expert}对“{case.title}”的评分“{text}”不是分数，也不是“回避”。"
    full = sum((i.points for i in items_of(rubric)), Decimal(0)) or _HUNDRED
    if not 0 <= points <= full:
        return "mark-range", f"{expert}对“{case.title}”的评分 {text} 不在 0 至 {full} 分之间。"
    if rubric is not None and isinstance(rubric.step, Decimal) and points % rubric.step:
        return "mark-step", f"{expert}对“{case.title}”的评分 {text} 不是 {rubric.step} 分的整倍数。"
    return Mark(case.id, expert, TOTAL, MarkState.GIVEN, _normal(points))


def read_line_of_items(line: Line, case: Case, expert: str, measure: Measure, columns: Mapping[str, str]) -> ItemLine:
    """One line of a table of items: every good cell a mark, and its sum compared with the total it states."""
    held = {columns[plain(h)]: h for h in line.table.headers if plain(h) in columns}
    states = [s for h in held.values() if (s := _state(line.text(h))) is not None]
    states += [s for s in (_state(line.text("total")),) if s is not None]
    if states:
        state = MarkState.RECUSED if MarkState.RECUSED in states else MarkState.ABSENT
        return ItemLine((Mark(case.id, expert, TOTAL, state, None, reason=state.label),), (), 0)
    marks, problems, blank = [], [], 0
    for item in items_of(measure.rubric):
        header = held.get(item.id, "")
        text = line.text(header)
        points = read_points(text)
        fault = None
        if points is None and text:
            fault = ("mark-not-number", f"{expert}对“{case.title}”的评分“{text}”不是分数，也不是“回避”“弃权”。")
        elif points is not None and measure.rubric is not None:
            fault = fault_of(measure.rubric, item, points)
        if fault:
            problems.append(line.problem(header, *fault))
        elif points is None:
            blank += 1
        else:
            marks.append(Mark(case.id, expert, item.id, MarkState.GIVEN, _normal(points)))
    wrong = (
        []
        if problems
        else _wrong_sums(line, case, expert, measure, {m.item: m.points for m in marks if m.points is not None})
    )
    return ItemLine(() if wrong else tuple(marks), (*problems, *wrong), blank)


def _wrong_sums(line: Line, case: Case, expert: str, measure: Measure, points: Mapping[str, Decimal]) -> list[Problem]:
    """Where the total that a line states, or that of a group of items, is not what the items come to."""
    problems = []
    for column, name, items in _stated(line, measure):
        stated, missing = read_points(line.text(column)), [i for i in items if i not in points]
        found = sum((points[i] for i in items if i in points), Decimal(0))
        who = f"{expert}对“{case.title}”填的{name}"
        if stated is None:
            problems.append(line.problem(column, "mark-not-number", f"{who}“{line.text(column)}”不是分数。"))
        elif missing:
            said = f"{who}是 {short(stated)}，而 {'、'.join(missing)} 没有评分；这一行没有导入，请补齐或去掉{name}。"
            problems.append(line.problem(column, "marks-sum", said))
        elif found != stated:
            said = f"{who}是 {short(stated)}，各项相加是 {short(found)}；这一行没有导入，请核对。"
            problems.append(line.problem(column, "marks-sum", said))
    return problems


def _stated(line: Line, measure: Measure) -> list[tuple[str, str, list[str]]]:
    """(column, its name, the items in it) of every sum that a line states."""
    items = items_of(measure.rubric)
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item.id)
    known = {plain(name): group for group in groups for name in (group, group.partition(" ")[0])}
    found = [("total", "合计", [i.id for i in items])] if line.text("total") else []
    return found + [(h, h, groups[known[plain(h)]]) for h in line.table.headers if plain(h) in known and line.text(h)]


def _state(text: str) -> MarkState | None:
    return MarkState.RECUSED if text in _RECUSED else MarkState.ABSENT if text in _ABSENT else None


def _normal(points: Decimal) -> Decimal:
    return points.normalize() if points else Decimal(0)

"""Who stepped aside, what each expert marked, and the marks of all beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.opinions import OpinionLine, Opinions
from gyga_desk.formats.pdf.recusal import Declaration, Recusal
from gyga_desk.formats.pdf.score_sheet import ItemLine, ScoreSheet
from gyga_desk.formats.pdf.score_table import MarkCell, ScoreLine, ScoreTable
from gyga_desk.model import CaseId, Declared, ExpertTotal, MarkState, MarkUse, Outcome, Standing
from gyga_desk.operations.sheets.source import Source, Subject
from gyga_desk.policy import Absent, Item, Rubric
from gyga_desk.rules.facts import in_order, text_of
from gyga_desk.rules.scoring import published
from gyga_desk.store import reads

_OF_MARKS = "依据评分记录打印"


def _plain(points: Decimal | None) -> str:
    return "" if points is None else f"{points:f}"


# 回避声明


def declared(source: Source) -> list[Subject]:
    return [Subject(who=name) for name in sorted({c.person for c in source.conflicts})]


def recusal(source: Source, subject: Subject, head: Head) -> Recusal:
    """Everything one person has said of their interest in a year's cases of a measure."""
    said = sorted((c for c in source.conflicts if c.person == subject.who), key=lambda c: c.case)
    if not said:
        raise PaperError(
            "{who} 没有对措施{measure} {year} 年的项目作过声明。",
            who=subject.who or "（未指定）",
            measure=source.number,
            year=source.year,
        )
    person = reads.person(source.db, subject.who)
    lines = tuple(
        Declaration(
            c.case,
            source.case(c.case).applicant,
            source.case(c.case).title,
            c.declared is Declared.DECLARED,
            c.reason,
        )
        for c in said
    )
    head = source.of_record(head, "依据本人声明的记录打印")
    return Recusal(head, subject.who, person.role.label if person else "专家", source.measure_name, source.year, lines)


# 专家评分表


def _rubric(source: Source) -> tuple[Rubric, tuple[Item, ...]]:
    rubric = source.measure.rubric
    if rubric is None or isinstance(rubric.items, Absent):
        raise PaperError("措施{measure}没有评分指标，不出具评分表。", measure=source.number)
    return rubric, rubric.items


def marked(source: Source) -> list[Subject]:
    """Each expert's sheet for each case; an empty form for a case that nobody has marked."""
    if source.measure.rubric is None or isinstance(source.measure.rubric.items, Absent):
        return []
    found = sorted({(m.case, m.expert) for m in source.marks}, key=lambda k: (k[0], in_order(k[1]), k[1]))
    by_case = {c for c, _ in found}
    blank = [
        (c, "")
        for c, held in source.standings.items()
        if c not in by_case and held.outcome not in (Outcome.REJECTED, Outcome.SUPPLEMENT)
    ]
    return [Subject(c, who) for c, who in sorted([*found, *blank], key=lambda k: k[0])]


def score_sheet(source: Source, subject: Subject, head: Head) -> ScoreSheet:
    """One expert's marks as they are on record; without an expert, the form to fill in."""
    rubric, items = _rubric(source)
    total = _total_of(source.standing(subject.case), subject.who) if subject.who else None
    if subject.who and total is None:
        raise PaperError("{who} 没有 {case} 的评分记录。", who=subject.who, case=subject.case)
    given = dict(total.items) if total else {}
    lines = tuple(ItemLine(i.group, i.name, _plain(i.points), i.anchor, _plain(given.get(i.id))) for i in items)
    full = _plain(sum((i.points for i in items), Decimal(0)))
    step = "" if isinstance(rubric.step, Absent) else _plain(rubric.step)
    head = source.of_record(head, _OF_MARKS if subject.who else "空白评分表，尚未评分")
    shown = _plain(total.total) if total else ""
    return ScoreSheet(
        head,
        source.about(subject.case),
        subject.who,
        lines,
        full,
        shown,
        _state(source, subject.case, total),
        step,
        _in_words(source, items, subject),
    )


def _total_of(standing: Standing, expert: str) -> ExpertTotal | None:
    return next((s for s in standing.scores if s.expert == expert), None)


def _state(source: Source, case: CaseId, total: ExpertTotal | None) -> str:
    """What keeps an expert's marks from counting; that they were dropped by the rule is not the expert's to sign."""
    if total and total.use is MarkUse.ABSENT and total.items and not _abstained(source, case, total.expert):
        return "未评齐"
    return total.use.label if total and total.use in (MarkUse.RECUSED, MarkUse.ABSENT, MarkUse.STRUCK) else ""


def _abstained(source: Source, case: CaseId, expert: str) -> bool:
    return any((m.case, m.expert, m.state) == (case, expert, MarkState.ABSENT) for m in source.marks)


def _in_words(source: Source, items: Sequence[Item], subject: Subject) -> str:
    """The expert's opinion, and after it what they noted on single items."""
    own = {m.item: m.note for m in source.marks if (m.case, m.expert) == (subject.case, subject.who) and m.note}
    notes = "；".join(f"{i.name}：{own[i.id]}" for i in items if i.id in own)
    return "\n".join(filter(None, (_opinion(source, subject.case, subject.who), notes)))


def _opinion(source: Source, case: CaseId, expert: str) -> str:
    return next((o.text for o in source.opinions if (o.case, o.expert) == (case, expert)), "")


# 专家评审意见汇总表


def asked(source: Source) -> list[Subject]:
    names = {m.expert for m in source.marks} | {o.expert for o in source.opinions}
    return [Subject(who=name) for name in sorted(names, key=lambda n: (in_order(n), n))]


def opinions(source: Source, subject: Subject, head: Head) -> Opinions:
    """One expert's year, by kind of application and then by total."""
    lines = [line for s in source.table.cases if (line := _opinion_line(source, s, subject.who))]
    if not lines:
        raise PaperError(
            "{who} 在措施{measure} {year} 年没有评分或意见的记录。",
            who=subject.who or "（未指定专家）",
            measure=source.number,
            year=source.year,
        )
    lines.sort(key=lambda x: (x.category, -Decimal(x.total or 0), x.case))
    return Opinions(source.of_record(head, _OF_MARKS), subject.who, source.measure_name, source.year, tuple(lines))


def _opinion_line(source: Source, standing: Standing, expert: str) -> OpinionLine | None:
    """None where the expert has neither marked the case nor said anything on it."""
    total, said = _total_of(standing, expert), _opinion(source, standing.case, expert)
    if total is None and not said:
        return None
    held = source.cases[standing.case]
    category = text_of(held, "field") or source.measure.name
    points, state = (_plain(total.total), _state(source, standing.case, total)) if total else ("", "未评分")
    return OpinionLine(standing.case, held.title, held.applicant, category, points, state, said)


# 评分汇总表


def scored(source: Source) -> list[Subject]:
    return [Subject()] if any(s.scores for s in source.table.cases) else []


def score_table(source: Source, subject: Subject, head: Head) -> ScoreTable:
    """All marks beside each other: sealed if every project in it is, else a draft."""
    lines = [s for s in source.table.cases if s.scores]
    if not lines:
        raise PaperError(
            "措施{measure} {year} 年没有评分记录，没有评分汇总表。", measure=source.number, year=source.year
        )
    experts = tuple(sorted({t.expert for s in lines for t in s.scores}, key=lambda n: (in_order(n), n)))
    sealed = source.work.sealed_cases
    whole = all(s.case in sealed for s in lines)
    head = (
        source.of_decisions(head, [s.case for s in lines if s.case not in source.withdrawn])
        if whole
        else source.of_draft(head)
    )
    return ScoreTable(
        head, source.measure_name, source.year, experts, tuple(_score_line(source, s, experts) for s in lines), _rule(source), source.table.places,
    )  # fmt: skip


def _score_line(source: Source, s: Standing, experts: tuple[str, ...]) -> ScoreLine:
    cells = {t.expert: MarkCell(_plain(t.total), t.use) for t in s.scores}
    advice = "已退出" if s.case in source.withdrawn else s.provisional.label
    score = "" if s.score is None else f"{published(s.score)}"
    return ScoreLine(s.case, s.title, s.applicant, tuple(cells.get(e) for e in experts), score, s.rank, s.tied, advice)


def _rule(source: Source) -> str:
    rubric = source.measure.rubric
    if rubric is None or isinstance(rubric.quorum, Absent) or isinstance(rubric.trim_from, Absent):
        return "有效专家人数与去高去低规则未定。"
    return f"有效评分不少于{rubric.quorum}份；{rubric.trim_from}份及以上的，去掉一个最高分和一个最低分后取平均值，按两位小数排序。"

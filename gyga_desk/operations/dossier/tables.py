"""The tables of a dossier: what was filed, answered, marked, declared, decided and printed, one line each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from gyga_desk.formats.export import ExportSheet, Value
from gyga_desk.model import Standing
from gyga_desk.operations.dossier.scope import Scope
from gyga_desk.operations.intake import show_fact
from gyga_desk.operations.sheets.kinds import kind_of
from gyga_desk.policy import Measure
from gyga_desk.rules.items import TOTAL, item_of
from gyga_desk.rules.scoring import published
from gyga_desk.standings import Reckonings, measure_of
from gyga_desk.store import reads


def tables(kept: Reckonings, scope: Scope) -> Iterator[ExportSheet]:
    """Those that have a line."""
    db = kept.db
    made = (
        _results(kept, scope), _facts(kept, scope), _checks(kept, scope), _marks(kept, scope), _opinions(db, scope), _conflicts(db, scope),
        _decisions(db, scope), _papers(db, scope),
    )  # fmt: skip
    return (one for one in made if one.rows)


def _measures(kept: Reckonings, scope: Scope) -> list[Measure]:
    return [measure_of(kept.edition, n) for n in sorted({c.measure for c in scope.cases})]


_MONEY = ("应得金额", "核定金额", "市级承担", "属地承担")


def _results(kept: Reckonings, scope: Scope) -> ExportSheet:
    ids = scope.ids
    found = [s for m in _measures(kept, scope) for s in kept.of(m.number, scope.year).table().cases if s.case in ids]
    headers = ("项目编号", "申报单位", "项目名称", "结果", "得分", "名次", *_MONEY, "承担单位")
    return ExportSheet("结果", headers, [_result(s) for s in found], frozenset(_MONEY))


def _result(one: Standing) -> tuple[Value, ...]:
    score = None if one.score is None else published(one.score)
    return (
        one.case, one.applicant, one.title, one.outcome.label, score, one.rank, one.entitled_fen, one.amount_fen, one.city_fen,
        one.district_fen, one.payer or None,
    )  # fmt: skip


def _facts(kept: Reckonings, scope: Scope) -> ExportSheet:
    rows: list[tuple[Value, ...]] = []
    for case in scope.cases:
        measure = measure_of(kept.edition, case.measure)
        for name, fact in case.facts.items():
            column = measure.column(name)
            shown = show_fact(measure, name, fact)
            rows.append((case.id, column.header if column else name, fact.raw, shown, case.sheet, case.row, fact.cell))
    return ExportSheet("申报内容", ("项目编号", "栏目", "原文", "读作", "工作表", "行", "单元格"), rows)


def _checks(kept: Reckonings, scope: Scope) -> ExportSheet:
    rows: list[tuple[Value, ...]] = []
    for case in scope.cases:
        for line in kept.review_of(case.id).lines:
            start = (case.id, line.check.id, line.check.ask)
            found = "；".join(f.sentence for f in line.findings)
            given = [(a.person, a.answer.label, a.note, a.reduce_fen, a.at) for a in line.answers]
            end = (found, line.check.cite.label)
            rows += [(*start, *one, *end) for one in given or [("", "未答复", "", None, "")]]
    headers = ("项目编号", "核对项", "内容", "答复人", "答复", "说明", "核减", "时间", "程序自查", "依据")
    return ExportSheet("核对", headers, rows, frozenset({"核减"}))


def _marks(kept: Reckonings, scope: Scope) -> ExportSheet:
    ids, rows = scope.ids, []
    for measure in _measures(kept, scope):
        for m in reads.marks(kept.db, measure.number, scope.year):
            if m.case in ids:
                item = item_of(measure.rubric, m.item) if measure.rubric else None
                name = "总分" if m.item == TOTAL else item.name if item else ""
                rows.append((m.case, m.expert, m.item, name, m.points, m.state.label, m.note, m.reason, m.by))
    return ExportSheet(
        "评分", ("项目编号", "专家", "评分项", "名称", "评分", "状态", "专家说明", "理由", "录入人"), rows
    )


def _opinions(db: sqlite3.Connection, scope: Scope) -> ExportSheet:
    measures = sorted({c.measure for c in scope.cases})
    found = [o for m in measures for o in reads.opinions(db, m, scope.year) if o.case in scope.ids]
    rows = [(o.case, o.expert, o.text, o.by, o.at) for o in found]
    return ExportSheet("评审意见", ("项目编号", "专家", "意见", "录入人", "时间"), rows)


def _conflicts(db: sqlite3.Connection, scope: Scope) -> ExportSheet:
    found = [c for c in reads.conflicts(db) if c.case in scope.ids]
    rows = [(c.case, c.person, _DECLARED[c.declared.value], c.reason, c.at) for c in found]
    return ExportSheet("回避声明", ("项目编号", "人员", "声明", "理由", "时间"), rows)


_DECLARED = {"none": "无利害关系", "declared": "回避"}


def _decisions(db: sqlite3.Connection, scope: Scope) -> ExportSheet:
    rows = []
    for d in reads.decisions(db):
        here = [s.case for s in d.table.cases if s.case in scope.ids]
        if d.year == scope.year and here:
            meeting = d.meeting
            rows.append(
                (
                    d.id,
                    len(here),
                    meeting.name,
                    meeting.date,
                    meeting.number,
                    d.by,
                    d.second,
                    d.at,
                    d.digest,
                    d.reopened,
                )
            )
    headers = (
        "决定",
        "本案卷项目数",
        "会议",
        "日期",
        "纪要文号",
        "主任",
        "第二人",
        "封存时间",
        "摘要",
        "重新开启的理由",
    )
    return ExportSheet("决定", headers, rows)


def _papers(db: sqlite3.Connection, scope: Scope) -> ExportSheet:
    rows = []
    for p in scope.papers:
        signed = "；".join(f"{s.person} {s.at}" for s in reads.signatures(db, p.number))
        title = kind_of(p.kind).title
        rows.append(
            (p.number, title, p.case, p.code, p.state.label, p.reason, p.replaces, p.at, p.by, signed, p.digest)
        )
    headers = (
        "编号",
        "文书",
        "项目编号",
        "校验码",
        "状态",
        "说明",
        "取代",
        "打印时间",
        "打印人",
        "记录中的签名",
        "文件摘要",
    )
    return ExportSheet("文书", headers, rows)

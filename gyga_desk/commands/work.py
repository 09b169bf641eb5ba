"""Commands of a year's work: intake, answers, marks, standings, the decision."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk import seen
from gyga_desk.commands import shapes
from gyga_desk.commands.desk import SECOND, Desk, ask, desk_of, needs_a_person
from gyga_desk.commands.words import Run, Several, Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.model import Answer, Declared, Departure, Meeting
from gyga_desk.money import write_yuan
from gyga_desk.operations import Session, decide, outside, revealing, review, score_books
from gyga_desk.operations.credit import credit_hints
from gyga_desk.policy import Edition
from gyga_desk.standings import RULES, gate
from gyga_desk.store import reads

Measure = Annotated[int, typer.Option(help="措施编号，1 至 7")]
Year = Annotated[int, typer.Option(help="申报年度")]

_Reveal = Annotated[str, typer.Option(help="显示完整的联系人、电话、账号；须写明理由，并记入操作记录")]


@contextmanager
def _looking(desk: Desk, what: str, reason: str) -> Iterator[tuple[sqlite3.Connection, Edition]]:
    """The store for reading; where personal data is asked for whole, that is left on record first."""
    if not reason:
        with desk.reading() as read:
            yield read
        return
    with desk.session() as session:
        revealing.reveal(session, what, reason)
        yield session.db, session.edition


def template(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件")],
    measure: Annotated[int | None, typer.Option(help="只要一个措施的表")] = None,
) -> None:
    """写出空白申报表。"""
    desk = desk_of(context)
    with desk.reading() as (_, edition):
        outside.write_template(edition, out, measure)
    desk.give({"path": str(out)}, [f"空白申报表已写到 {out}。"])


def cases(
    context: typer.Context,
    measure: Annotated[int | None, typer.Option(help="措施编号")] = None,
    year: Annotated[int | None, typer.Option(help="申报年度")] = None,
    search: Annotated[str, typer.Option(help="查找文字")] = "",
    reveal: _Reveal = "",
) -> None:
    """项目清单。"""
    desk = desk_of(context)
    with _looking(desk, "项目清单", reveal) as (db, edition):
        found = reads.cases(db, measure, year, search)
        states = {
            s.case: s.outcome.value
            for m, y in {(c.measure, c.year) for c in found}
            for s in seen.of(db, edition, m, y, desk.person(db)).cases
        }
        lines, costs = reads.trades(db), reads.costs(db)
        shown = found if reveal else [outside.covered(edition, c) for c in found]
        rows = [shapes.case(edition, c, states[c.id], lines.get(c.id, ()), costs.get(c.id, ())) for c in shown]
    desk.give(rows, [f"{c.id}  {c.applicant}  {c.title}" for c in found])


def answer(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="项目编号")],
    check: Annotated[str, typer.Argument(help="核对项编号")],
    said: Annotated[Answer, typer.Argument(metavar="yes|no|na|pending", help="是、否、不适用、待核")],
    note: Annotated[str, typer.Option(help="说明")] = "",
    reduce: Annotated[str, typer.Option(help="核减金额（元）")] = "",
) -> None:
    """答复一个核对项。"""
    desk = desk_of(context)
    with desk.session() as session:
        review.answer_check(session, case, check, said, note, outside.read_yuan(reduce))
    desk.give({"case": case, "check": check, "answer": said.value}, [f"{case} {check}：{said.label}。"])


def import_answers(context: typer.Context, file: Annotated[Path, typer.Argument(help="答复表")]) -> None:
    """导入一批答复：case、check、answer、note 四列。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = review.import_answers(session, file).value
    problems = [shapes.problem(p) for p in done.problems]
    desk.give(
        {"answers": done.answers, "problems": problems},
        [f"已记入 {done.answers} 项答复。", *(p.sentence for p in done.problems)],
    )
    if problems:
        raise needs_a_person()


def conflict(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="项目编号")],
    declared: Annotated[Declared, typer.Argument(metavar="none|declared", help="无利害关系，或声明回避")],
    reason: Annotated[str, typer.Option(help="理由")] = "",
) -> None:
    """本人的回避声明。"""
    desk = desk_of(context)
    with desk.session() as session:
        review.declare_conflict(session, case, declared, reason)
    desk.give({"case": case, "declared": declared.value}, [f"{case}：声明已记入。"])


def import_scores(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="专家评分表，或总分表")],
    measure: Annotated[int | None, typer.Option(help="措施编号")] = None,
    year: Annotated[int | None, typer.Option(help="申报年度")] = None,
    expert: Annotated[str, typer.Option(help="应为哪位专家的评分表；逐项评分表没有“专家”列时，是哪位专家的评分")] = "",
) -> None:
    """导入专家评分：专家交回的评分表；一列项目名称、每位专家一列的总分表；或每位专家每个项目一行、每个评分项一列的表。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = score_books.import_file(session, file, measure, year, expert, progress=desk.progress()).value
    document = {
        "cases": done.cases, "experts": list(done.experts), "marks": done.marks, "recused": done.recused, "blank": done.blank,
        "problems": [shapes.problem(p) for p in done.problems],
    }  # fmt: skip
    desk.give(
        document,
        [
            f"{done.cases} 个项目，{len(done.experts)} 位专家，评分 {done.marks} 份，其中回避 {done.recused} 份。",
            *(p.sentence for p in done.problems),
        ],
    )
    if done.problems:
        raise needs_a_person()


def write_score_book(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件")],
    measure: Measure,
    year: Annotated[int | None, typer.Option(help="申报年度；不写则为指南的年度")] = None,
    expert: Annotated[str, typer.Option(help="专家姓名；不写则由专家在表上填写")] = "",
) -> None:
    """写出一位专家的评分表，供没有本程序的专家填写。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        year = year or score_books.present_year(db, edition)
        count = score_books.write_book(db, edition, out, measure, year, expert)
    document = {"path": str(out), "measure": measure, "year": year, "expert": expert, "cases": count}
    desk.give(document, [f"评分表已写到 {out}，共 {count} 个项目。"])


def standings(
    context: typer.Context,
    measure: Measure,
    year: Year,
    rule: Annotated[str | None, typer.Option(help="试算:skip、stop、partial、prorate")] = None,
) -> None:
    """排名与金额。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        table = seen.of(db, edition, measure, year, desk.person(db), rule)
    lines = [
        f"{s.rank or '—':>3}  {s.case}  {s.outcome.label}  {'—' if s.amount_fen is None else write_yuan(s.amount_fen)}  {s.applicant}"
        for s in table.cases
    ]
    desk.give(
        shapes.table(table), [f"措施{measure} {year} 年（{RULES.get(table.rule or '', '未定分配规则')}）", *lines]
    )


def show_gate(context: typer.Context, measure: Measure, year: Year) -> None:
    """距离封存还差什么。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = gate(db, edition, measure, year)
        hints = credit_hints(db, edition, measure, year)
    for hint in hints:
        desk.say(hint)
    desk.give(
        [shapes.blocker(b) for b in found],
        [f"{b.case} {b.sentence}（{b.who}）".strip() for b in found] or ["可以封存。"],
    )
    if found:
        raise needs_a_person()


def propose(
    context: typer.Context,
    measure: Measure,
    year: Year,
    select: Annotated[list[str] | None, typer.Option(help="入选项目编号，可重复；不写则按名次")] = None,
    departure: Annotated[list[str] | None, typer.Option(help="与名次不一致的理由，写作 项目编号=理由，可重复")] = None,
    reason: Annotated[str, typer.Option(help="对所有与名次不一致或排定先后的项目适用的理由")] = "",
    order: Annotated[
        list[str] | None, typer.Option(help="主任排定同分并列的先后，写作 项目编号,项目编号，每组一次")
    ] = None,
) -> None:
    """拟定名单。"""
    desk = desk_of(context)
    groups = [[c.strip() for c in one.replace("，", ",").split(",") if c.strip()] for one in order or []]
    with desk.session() as session:
        departures = _departures(session, measure, year, select, departure or [], reason)
        known = {d.case for d in departures}
        departures += [Departure(c, reason) for group in groups for c in group if c not in known and reason.strip()]
        done = decide.propose(session, measure, year, select or None, departures, order=groups).value
    document = {
        "measure": measure, "year": year, "digest": done.digest, "selected": list(done.selected), "rule": done.rule or None,
        "departures": [shapes.departure(d) for d in done.departures],
    }  # fmt: skip
    desk.give(document, [f"已拟定，共 {len(done.selected)} 个项目。"])


def _departures(
    session: Session, measure: int, year: int, select: list[str] | None, named: list[str], reason: str
) -> list[Departure]:
    found = []
    for text in named:
        case, sign, why = text.partition("=")
        if not sign:
            raise DeskError("“{text}”没有写成 项目编号=理由 的样子。", text=text)
        found.append(Departure(case.strip(), why.strip()))
    if reason.strip():
        known = {d.case for d in found}
        found += [Departure(c, reason) for c in decide.moved(session, measure, year, select) if c not in known]
    return found


def seal(
    context: typer.Context,
    measure: Measure,
    year: Year,
    meeting: Annotated[str, typer.Option(help="会议名称")] = "",
    date: Annotated[str, typer.Option(help="会议日期，如 2025-07-15")] = "",
    number: Annotated[str, typer.Option(help="纪要文号")] = "",
    second: Annotated[str, typer.Option("--with", help="第二人（监督员或另一位主任）")] = "",
    late: Annotated[str, typer.Option("--late-reason", help="会议在政策有效期之后的，逾期兑现的理由")] = "",
) -> None:
    """封存决定：主任与第二人两把钥匙。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = decide.seal(
            session, measure, year, Meeting(meeting, date, number), second, ask(f"{second} 的口令", SECOND), late
        ).value
    desk.give(shapes.decision(done), [f"已封存，决定编号 {done.id}，摘要 {done.digest}。"])


def reopen(
    context: typer.Context,
    measure: Measure,
    year: Year,
    reason: Annotated[str, typer.Option(help="理由")] = "",
    second: Annotated[str, typer.Option("--with", help="第二人（监督员或另一位主任）")] = "",
) -> None:
    """重新开启已封存的决定。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = decide.reopen(session, measure, year, reason, second, ask(f"{second} 的口令", SECOND)).value
    desk.give(shapes.decision(done), [f"决定 {done.id} 已重新开启，相关文书已作废。"])


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help=".xlsx 或 .csv 文件")],
    measure: Annotated[int | None, typer.Option(help="措施编号")] = None,
    year: Annotated[int | None, typer.Option(help="申报年度")] = None,
    reveal: _Reveal = "",
) -> None:
    """导出项目及其结果，供其他部门使用。"""
    desk = desk_of(context)
    with _looking(desk, f"导出 {out.name}", reveal) as (db, edition):
        count = outside.export_cases(db, edition, out, desk.person(db), measure, year, whole=bool(reveal))
    desk.give({"path": str(out), "cases": count}, [f"已导出 {count} 个项目到 {out}。"])


DECIDE: dict[str, Run] = {"propose": propose, "seal": seal, "reopen": reopen}
WORDS: Vocabulary = {
    "template": template, "cases": cases, "answer": answer, "conflict": conflict, "standings": standings, "gate": show_gate,
    "export": export, "scorebook": write_score_book, "answers": Several("成批答复", {"import": import_answers}),
    "scores": Several("专家评分", {"import": import_scores}),
}  # fmt: skip

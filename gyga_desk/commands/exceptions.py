"""Commands for what leaves the ordinary route: 一事一议, withdrawals, credit checks; and for the policy's text and its payers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import SECOND, ask, desk_of, needs_a_person
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.model import Meeting
from gyga_desk.money import write_yuan
from gyga_desk.operations import credit, outside, specials, withdraw
from gyga_desk.policy.figures import open_figures
from gyga_desk.rules.credit import Stage
from gyga_desk.rules.totals import Totals
from gyga_desk.standings import measure_of, totals_of
from gyga_desk.store import reads

JsonObject = shapes.JsonObject
CaseArgument = Annotated[str, typer.Argument(help="项目编号")]
Second = Annotated[str, typer.Option("--with", help="第二人（监督员或另一位主任）")]
Reason = Annotated[str, typer.Option(help="理由")]


def set_special(
    context: typer.Context,
    case: CaseArgument,
    minutes: Annotated[str, typer.Option(help="纪要文号")] = "",
    meeting: Annotated[str, typer.Option(help="会议名称")] = "",
    date: Annotated[str, typer.Option(help="会议日期，如 2025-07-15")] = "",
    total: Annotated[str, typer.Option("--sum", help="议定金额（元）")] = "",
    reason: Reason = "",
    second: Second = "",
) -> None:
    """登记一事一议:不占名次和名额,占用年度资金。"""
    desk = desk_of(context)
    with desk.session() as session:
        fen = outside.read_yuan(total)
        done = specials.set_special(
            session, case, Meeting(meeting, date, minutes), fen, reason, second, ask(f"{second} 的口令", SECOND)
        ).value
    document = {
        "case": case, "minutes": done.minutes, "meeting": done.meeting, "date": done.held_on, "amount_fen": done.amount_fen,
        "reason": done.reason, "by": done.by, "with": done.second, "at": done.at,
    }  # fmt: skip
    desk.give(document, [f"{case} 已登记一事一议（{done.minutes}），议定 {write_yuan(done.amount_fen)} 元。"])


def clear_special(context: typer.Context, case: CaseArgument, reason: Reason = "", second: Second = "") -> None:
    """撤下一事一议,回到一般程序。"""
    desk = desk_of(context)
    with desk.session() as session:
        specials.clear_special(session, case, reason, second, ask(f"{second} 的口令", SECOND))
    desk.give({"case": case}, [f"{case} 已撤下一事一议。"])


def withdraw_case(  # noqa: PLR0913, PLR0917 - each option of a command is a parameter
    context: typer.Context,
    case: CaseArgument,
    reason: Reason = "",
    second: Second = "",
    meeting: Annotated[str, typer.Option(help="递补的会议名称")] = "",
    date: Annotated[str, typer.Option(help="递补的会议日期")] = "",
    number: Annotated[str, typer.Option(help="递补的纪要文号")] = "",
    replace: Annotated[str | None, typer.Option(help="递补的项目；不写则按备选次序")] = None,
    why: Annotated[str, typer.Option(help="递补的不是次序中下一个，或有并列时的理由")] = "",
    leave_free: Annotated[bool, typer.Option("--no-replace", help="暂不递补，名额空出")] = False,
    late: Annotated[str, typer.Option("--late-reason", help="会议在政策有效期之后的，逾期兑现的理由")] = "",
) -> None:
    """入选项目退出,由备选递补。"""
    desk = desk_of(context)
    if leave_free and (replace or meeting or date or number):
        raise DeskError("暂不递补（--no-replace）时不写会议和递补的项目；请去掉其一。")
    refill = None if leave_free else withdraw.Refill(Meeting(meeting, date, number), replace, why, late)
    with desk.session() as session:
        done = withdraw.withdraw(session, case, reason, second, ask(f"{second} 的口令", SECOND), refill).value
    addendum = shapes.decision(done.addendum) if done.addendum else None
    document = {"withdrawn": case, "replacement": done.replacement or None, "decision": addendum}
    desk.give(
        document,
        [
            f"{case} 已退出，相关文书已作废。",
            *([f"由 {done.replacement} 递补，决定编号 {done.addendum.id}。"] if done.addendum else []),
        ],
    )


def record_credit(
    context: typer.Context,
    case: CaseArgument,
    stage: Annotated[Stage, typer.Option(metavar="filing|notice|payment", help="受理时、公示前、拨付前")],
    platform: Annotated[str, typer.Option(help="查询平台")] = "",
    on: Annotated[str, typer.Option(help="查询日期，如 2025-05-06")] = "",
    result: Annotated[str, typer.Option(help="查询结果")] = "",
    bad: Annotated[bool, typer.Option("--bad", help="有不良记录")] = False,
) -> None:
    """登记一次信用查询。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = credit.record_credit(session, case, stage, platform, on, result, bad=bad).value
    document = {
        "case": case,
        "stage": stage.value,
        "platform": done.platform,
        "date": done.on,
        "result": done.result,
        "clean": done.clean,
    }
    desk.give(document, [f"{case} {stage.label}的信用查询已登记。"])


def import_credit(context: typer.Context, file: Annotated[Path, typer.Argument(help="信用查询表")]) -> None:
    """导入一批信用查询:项目编号、环节、查询平台、查询日期、查询结果五列。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = credit.import_credit(session, file).value
    problems = [shapes.problem(p) for p in done.problems]
    desk.give({"checks": done.checks, "bad": done.bad, "problems": problems}, [
        f"已登记 {done.checks} 项信用查询，其中有不良记录 {done.bad} 项。", *(p.sentence for p in done.problems),
    ])  # fmt: skip
    if problems:
        raise needs_a_person()


def list_credit(
    context: typer.Context,
    measure: Annotated[int, typer.Option(help="措施编号，1 至 7")],
    year: Annotated[int, typer.Option(help="申报年度")],
) -> None:
    """各项目的信用查询,以及哪些不良、过期、尚缺。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = credit.credit_lines(db, edition, measure, year)
    rows = [
        {
            "case": line.case, "applicant": line.applicant, "sealed": line.sealed,
            "checks": [{"stage": c.stage.value, "platform": c.platform, "date": c.on, "result": c.result, "clean": c.clean} for c in line.checks],
            "findings": [{"code": n.code, "stage": n.stage.value, "sentence": n.sentence} for n in line.notes],
        } for line in found
    ]  # fmt: skip
    desk.give(
        rows,
        [f"{line.case}  {line.applicant}  {''.join(n.sentence for n in line.notes) or '齐全。'}" for line in found],
    )


def show_totals(
    context: typer.Context,
    year: Annotated[int, typer.Option(help="申报年度")],
    measure: Annotated[int | None, typer.Option(help="措施编号；不写则全部措施")] = None,
) -> None:
    """已封存金额由各级财政各承担多少。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = totals_of(db, edition, year, measure)
    desk.give(_totals(found, year, measure), [
        *(f"{p.payer}  {p.cases} 件  {write_yuan(p.fen)} 元" for p in found.payers),
        *(f"承担单位未定  {s.case}  {s.applicant}  {write_yuan(s.amount_fen or 0)} 元" for s in found.apart),
        f"合计  {write_yuan(found.amount_fen)} 元",
    ])  # fmt: skip


def _totals(found: Totals, year: int, measure: int | None) -> JsonObject:
    return {
        "year": year, "measure": measure, "amount_fen": found.amount_fen, "apart_fen": found.apart_fen,
        "payers": [{"payer": p.payer, "cases": p.cases, "amount_fen": p.fen} for p in found.payers],
        "apart": [{"case": s.case, "applicant": s.applicant, "amount_fen": s.amount_fen} for s in found.apart],
    }  # fmt: skip


def show_policy(
    context: typer.Context,
    measure: Annotated[int | None, typer.Option(help="措施编号；不写则全部措施")] = None,
) -> None:
    """政策版本与申报指南:来源、存疑之处、尚未规定的数。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        facts = reads.store_facts(db)
    wanted = None if measure is None else measure_of(edition, measure)
    unset = open_figures(edition, wanted)
    guide = edition.guide
    document = {
        "edition": edition.id, "title": edition.title, "digest": edition.digest, "issued": edition.issued.isoformat(),
        "in_force": edition.in_force.isoformat(), "until": edition.until.isoformat(), "checked_on": edition.checked_on,
        "issuers": list(edition.issuers), "guide": None if guide is None else {
            "id": guide.id, "title": guide.title, "year": guide.year, "sample": guide.sample, "banner": guide.banner, "digest": edition.guide_digest,
        },
        "pinned": facts.created, "sources": [
            {"id": s.id, "title": s.title, "number": s.number or None, "date": s.date, "kind": s.kind, "checked_on": s.checked_on} for s in edition.sources
        ],
        "doubts": list(edition.doubts),
        "unset": [{"measure": f.measure, "figure": f.figure, "name": f.name, "clause": f.clause, "text": f.text} for f in unset],
    }  # fmt: skip
    desk.give(document, [
        f"{edition.title}（{edition.id}），{edition.in_force} 至 {edition.until} 有效", f"文本摘要 {edition.digest}",
        f"申报指南：{guide.title if guide else '未载入'}", *([f"指南摘要 {edition.guide_digest}"] if guide else []), *([guide.banner] if guide and guide.sample else []),
        *(f"存疑：{d}" for d in edition.doubts), *(f"未定：{f.where}{f.name}（{f.clause}）" for f in unset),
    ])  # fmt: skip


WORDS: Vocabulary = {
    "totals": show_totals,
    "special": Several("一事一议", {"set": set_special, "clear": clear_special}),
    "credit": Several("信用查询", {"record": record_credit, "import": import_credit, "list": list_credit}),
    "policy": Several("政策与指南", {"show": show_policy}),
}

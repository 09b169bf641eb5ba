"""Credit checks (第八条(二)) as the office makes them: dated, by platform, at filing, before the notice and before the payment."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats.list_table import read_list
from gyga_desk.formats.table import RowRead
from gyga_desk.model import CaseId, Change, Column, ColumnType, Problem, Role, Severity
from gyga_desk.operations import Done, Session, Work, check_role, operation
from gyga_desk.policy import Edition
from gyga_desk.rules.credit import Checked, CreditNote, Stage, is_clean, known, notes
from gyga_desk.standings import Reckoning, measure_of
from gyga_desk.store import reads, writes

_WHO = (Role.CLERK, Role.REVIEWER)
_STAGES = {
    word: stage
    for stage in Stage
    for word in (stage.value, stage.label, stage.label.removesuffix("时").removesuffix("前"))
}
_COLUMNS = (
    Column("case", "项目编号", ColumnType.TEXT, True, ("case", "案号")),
    Column("stage", "环节", ColumnType.TEXT, True, ("stage", "查询环节")),
    Column("platform", "查询平台", ColumnType.TEXT, True, ("platform", "平台")),
    Column("date", "查询日期", ColumnType.DATE, True, ("date", "日期", "信用查询日期")),
    Column("result", "查询结果", ColumnType.TEXT, True, ("result", "结果", "信用查询结果")),
)


@dataclass(frozen=True)
class CreditCheck:
    """One check as it is handed in."""

    case: CaseId
    stage: Stage
    platform: str
    on: str
    result: str
    clean: bool


@dataclass(frozen=True)
class CreditTaken:
    """What a table of checks did."""

    checks: int
    bad: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class CreditLine:
    """One case with its checks and what is to be said of them."""

    case: CaseId
    applicant: str
    sealed: bool
    checks: tuple[Checked, ...]
    notes: tuple[CreditNote, ...]


def record_credit(
    session: Session,
    case: CaseId,
    stage: Stage,
    platform: str,
    on: str,
    result: str,
    *,
    bad: bool = False,
) -> Done[CreditCheck]:
    """Records one check; a second one of the same stage and platform takes the place of the first, which stays in the journal."""
    check_role(session, record_one.title, record_one.roles)
    if not bad and not is_clean(result) and result.strip():
        raise Refused(
            "查询结果“{result}”不是“无不良记录”一类的写法；确有不良记录的请注明（--bad），没有的请写“无不良记录”。",
            result=result.strip(),
        )
    check = CreditCheck(case, stage, platform.strip(), on.strip(), result.strip(), not bad)
    fault = _fault(session, check, {s.case for s in reads.sealed(session.db)})
    if fault:
        raise Refused("{sentence}", sentence=fault)
    return record_one(session, check)


@operation("登记信用查询", *_WHO, detail=lambda check: f"{check.case} {check.stage.label}")
def record_one(work: Work, check: CreditCheck) -> CreditCheck:
    _put(work, check)
    return check


@operation("导入信用查询", *_WHO, detail=lambda file, checks: f"{file} {len(checks)} 项")
def _record_many(work: Work, file: str, checks: Sequence[CreditCheck]) -> int:
    for check in checks:
        _put(work, check)
    return len(checks)


def _put(work: Work, check: CreditCheck) -> None:
    writes.put(work.db, "credit_check", {
        "case_id": check.case, "stage": check.stage.value, "platform": check.platform, "checked_on": check.on, "clean": int(check.clean),
        "result": check.result, "at": work.at, "person": work.person,
    })  # fmt: skip


def _fault(session: Session, check: CreditCheck, sealed: set[CaseId]) -> str:
    """One sentence on what is wrong with a check; empty where it can be recorded."""
    reads.case(session.db, check.case)
    for name, value in (("查询平台", check.platform), ("查询结果", check.result)):
        if not value:
            return f"{check.case} 的{name}未填；请补充。"
    try:
        day = date.fromisoformat(check.on)
    except ValueError:
        return f"查询日期“{check.on}”不是日期；请按 2025-05-06 的样子填写。"
    if day > session.clock().date():
        return f"查询日期 {day} 在今天之后；请更正。"
    if check.stage is Stage.FILING and check.case in sealed:
        return f"{check.case} 的决定已封存，受理时的信用查询不能再改；可登记公示前、拨付前的查询。"
    return ""


def import_credit(session: Session, path: Path) -> Done[CreditTaken]:
    """Checks from a table case, stage, platform, date, result; the good lines in one operation, the rest as problems."""
    check_role(session, _record_many.title, _record_many.roles)
    sheet = read_list(path, _COLUMNS).sheet
    problems = list(sheet.problems)
    held = {p.row for p in problems if p.severity is not Severity.NOTE}
    cases = {c.id for c in reads.cases(session.db)}
    sealed = {s.case for s in reads.sealed(session.db)}
    checks: list[CreditCheck] = []
    for row in (r for r in sheet.rows if r.row not in held):
        found = _read_row(session, row, cases, sealed)
        if isinstance(found, CreditCheck):
            checks.append(found)
        else:
            column, code, sentence = found
            cell = f"{sheet.columns[column]}{row.row}"
            problems.append(
                Problem(
                    sheet.name,
                    cell,
                    row.row,
                    row.facts[column].header,
                    code,
                    Severity.ERROR,
                    row.facts[column].raw,
                    sentence,
                )
            )
    taken = CreditTaken(len(checks), sum(not c.clean for c in checks), tuple(problems))
    if not checks:
        return Done(taken, Change(), _record_many.title)
    done = _record_many(session, path.name, checks)
    return Done(taken, done.change, done.title)


def _read_row(
    session: Session, row: RowRead, cases: set[CaseId], sealed: set[CaseId]
) -> CreditCheck | tuple[str, str, str]:
    """The check of a line, or (column, code, sentence) of what is wrong with it."""
    text = {c.id: str(row.facts[c.id].value or "").strip() for c in _COLUMNS}
    stage = _STAGES.get(text["stage"].lower())
    if text["case"] not in cases:
        return "case", "unknown-case", f"没有编号为“{text['case']}”的项目。"
    if stage is None:
        return "stage", "unknown-stage", f"“{text['stage']}”不是查询环节；可填：受理、公示、拨付。"
    check = CreditCheck(text["case"], stage, text["platform"], text["date"], text["result"], is_clean(text["result"]))
    fault = _fault(session, check, sealed)
    return ("date", "credit", fault) if fault else check


def credit_hints(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> list[str]:
    """What later stages will ask for, a sentence a stage: no reason not to seal, and easier to see to in time."""
    found = [
        n.stage for line in credit_lines(db, edition, measure, year) for n in line.notes if n.code == "credit-missing"
    ]
    return [f"提示：{stage.label}的信用查询尚有 {found.count(stage)} 件未登记。" for stage in Stage if stage in found]


def credit_lines(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> list[CreditLine]:
    """Every case of a measure and year with its checks, and what is bad, too old or still to be made."""
    work = Reckoning(db, edition, measure_of(edition, measure), year)
    lines = []
    for case in work.cases:
        records = work.credit_checks.get(case.id, [])
        found = notes(case, records, edition.process.filing_from)
        lines.append(CreditLine(case.id, case.applicant, case.id in work.sealed_cases, known(case, records), found))
    return lines

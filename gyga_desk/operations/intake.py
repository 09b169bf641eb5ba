"""Taking in a workbook: look at all of it first, then store it in one operation, all or nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import workbook
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.workbook import RowRead, SheetResult
from gyga_desk.model import Case, CaseId, Change, ColumnType, Fact, Problem, Role, Severity
from gyga_desk.money import write_yuan
from gyga_desk.operations import Done, Session, Work, check_role, details, front_of, operation, redemptions
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.files import readable
from gyga_desk.operations.incoming import (
    CHANGED,
    HELD,
    NEW,
    REDEEM,
    UNCHANGED,
    BatchResult,
    Difference,
    Incoming,
    Preview,
    line_difference,
)
from gyga_desk.operations.intake_write import store_batch
from gyga_desk.policy import Edition, Measure
from gyga_desk.progress import Progress, silent
from gyga_desk.rules.facts import plain
from gyga_desk.store import reads

__all__ = [
    "CHANGED", "HELD", "NEW", "REDEEM", "UNCHANGED", "BatchResult", "Difference", "Incoming", "Preview",
    "import_batch", "preview_workbook",
]  # fmt: skip


def plans_of(edition: Edition, measure: int | None = None) -> list[SheetPlan]:
    """What each measure's sheet looks like."""
    wanted = [m for m in edition.measures if measure in (None, m.number)]
    plans = [SheetPlan(m.number, (m.sheet, m.name), m.columns) for m in wanted]
    return plans + [SheetPlan(m.number, (m.detail.sheet,), m.detail.columns, detail=True) for m in wanted if m.detail]


def preview_workbook(db: sqlite3.Connection, edition: Edition, path: Path, progress: Progress = silent) -> Preview:
    """Reads a workbook and compares it with the record; writes nothing. Raises `WorkbookError`."""
    book = workbook.read(path, plans_of(edition), progress)
    stored = {(c.year, c.measure, c.credit_code, matter_of(edition, c)): c for c in reads.cases(db)}
    sealed = {s.case for s in reads.sealed(db)}
    vouchers = redemptions.Sealed(db, edition.measures)
    rows: list[Incoming] = []
    problems = list(book.all_problems)
    for sheet in book.sheets:
        measure = edition.measure(sheet.measure) if sheet.measure else None
        if measure is not None:
            found, faults = _sheet_rows(sheet, measure, stored, sealed, vouchers)
            rows += found
            problems += faults
    lines: list[details.Lines] = []
    for measure in (m for m in edition.measures if any(s.detail == m.number for s in book.sheets)):
        owners = _owners(measure, rows, list(stored.values()))
        matched = details.match(measure, book.sheets, owners, reads.trades(db), sealed)
        rows, faults = _with_lines(measure, rows, matched.lines)
        lines += matched.lines
        problems += [*matched.problems, *faults]
    earlier = next((b.id for b in reads.batches(db) if b.digest == book.digest), "")
    return Preview(
        path, readable(book.name), book.digest, book.sheets, tuple(rows), tuple(problems), earlier, tuple(lines)
    )


def _owners(measure: Measure, rows: Sequence[Incoming], stored: Sequence[Case]) -> list[details.Owner]:
    """The cases that lines may belong to: the workbook's own rows, and for codes it does not have, the newest year on record."""
    here = list({r.key: r for r in rows if r.measure == measure.number}.values())
    codes = {r.credit_code for r in here}
    kept = [c for c in stored if c.measure == measure.number and c.credit_code not in codes]
    newest: dict[str, int] = {}
    for case in kept:
        newest[case.credit_code] = max(case.year, newest.get(case.credit_code, 0))
    return [
        *(details.Owner(r.key, r.applicant, _year_of(measure, r.facts), r.case, r.row, r.state == HELD) for r in here),
        *(
            details.Owner((c.year, c.measure, c.credit_code, _matter(measure, c.facts)), c.applicant, _year_of(measure, c.facts), c.id, 0, held=False)
            for c in kept if c.year == newest[c.credit_code]
        ),
    ]  # fmt: skip


def _year_of(measure: Measure, facts: Mapping[str, Fact]) -> int | None:
    fact = facts.get(measure.detail.year) if measure.detail else None
    return fact.value if fact is not None and isinstance(fact.value, int) else None


def _with_lines(
    measure: Measure, rows: Sequence[Incoming], lines: Sequence[details.Lines]
) -> tuple[list[Incoming], list[Problem]]:
    """Rows that change with their lines, and rows held because a line of theirs is."""
    by_key = {one.owner.key: one for one in lines if not one.alone}
    sheet = measure.detail.sheet if measure.detail else ""
    result: list[Incoming] = []
    faults = []
    for row in rows:
        found = by_key.get(row.key)
        if found is not None and found.state == HELD and row.state != HELD:
            sentence = f"“{sheet}”中“{row.applicant}”的明细有问题，本行暂不收件；请先更正明细。"
            faults.append(
                Problem(row.sheet, f"A{row.row}", row.row, "", "detail-held", Severity.ERROR, row.title, sentence)
            )
            result.append(replace(row, state=HELD))
        elif found is not None and found.stored and row.state in (CHANGED, UNCHANGED):
            result.append(replace(row, state=CHANGED, differences=(*row.differences, line_difference(found))))
        else:
            result.append(row)
    return result, faults


def refuse_foreign(preview: Preview) -> None:
    """Refuses a workbook in which no sheet is a measure's."""
    if not any(s.measure or s.detail for s in preview.sheets):
        raise Refused(
            "{name} 里没有任何措施的申报表；请用本程序的模板填报，或核对工作表名称和表头。", name=preview.file
        )


def refuse_broken(preview: Preview, *, accept_clean: bool) -> None:
    """Refuses a workbook with a sheet that cannot be read as a whole; with `accept_clean`, where no other sheet has a good row."""
    refuse_foreign(preview)
    broken = [p for p in preview.problems if p.severity is Severity.ERROR and not p.row]
    if broken and not (accept_clean and preview.taken + preview.count(UNCHANGED)):
        name, fault = preview.file, broken[0]
        raise Refused("{name} 的工作表“{sheet}”不能导入：{fault}", name=name, sheet=fault.sheet, fault=fault.sentence)


def matter_of(edition: Edition, case: Case) -> str:
    measure = edition.measure(case.measure)
    return _matter(measure, case.facts) if measure else ""


def _matter(measure: Measure, facts: Mapping[str, Fact]) -> str:
    """What tells one matter of an applicant from another, without differences that carry no meaning."""
    return "|".join(plain(_text(facts, column)) for column in measure.key)


def _text(facts: Mapping[str, Fact], column: str) -> str:
    fact = facts.get(column)
    return "" if fact is None or fact.value is None else str(fact.value)


_Key = tuple[int, int, str, str]


def _sheet_rows(
    sheet: SheetResult,
    measure: Measure,
    stored: Mapping[_Key, Case],
    sealed: set[CaseId],
    vouchers: redemptions.Sealed,
) -> tuple[list[Incoming], list[Problem]]:
    held = {p.row for p in sheet.problems if p.severity is not Severity.NOTE and p.row}
    whole = any(p.severity is Severity.ERROR and not p.row for p in sheet.problems)
    rows = [_incoming(sheet, measure, r, stored, vouchers) for r in sheet.rows]
    counts = Counter(_once(r) for r in rows if r.credit_code)
    faults: list[Problem] = []
    result = []
    for row in rows:
        found = _faults(sheet, row, counts, sealed)
        faults += found
        wrong = any(f.severity is Severity.ERROR for f in found)
        state = HELD if whole or wrong or row.row in held else row.state
        result.append(replace(row, state=state))
    return result, faults


def _once(row: Incoming) -> tuple[int, str, str, bool]:
    """What stands once in a sheet: an applicant's matter, and beside it the payment asked for it."""
    return row.year, row.credit_code, row.matter, row.asked is not None


def _incoming(
    sheet: SheetResult,
    measure: Measure,
    row: RowRead,
    stored: Mapping[_Key, Case],
    vouchers: redemptions.Sealed,
) -> Incoming:
    facts, matter = row.facts, _matter(measure, row.facts)
    year = facts["year"].value if "year" in facts else None
    year = year if isinstance(year, int) else 0
    code = _text(facts, "credit_code")
    if (asked := vouchers.asked(measure, facts)) is not None:
        return Incoming(
            sheet.name, row.row, measure.number, year, _text(facts, "applicant"), code, _text(facts, measure.title),
            _text(facts, "district"), matter, UNCHANGED if asked.known else REDEEM, asked.case, facts, asked=asked,
        )  # fmt: skip
    before = stored.get((year, measure.number, code, matter))
    differences = _differences(measure, before, facts) if before else ()
    state = NEW if before is None else CHANGED if differences else UNCHANGED
    return Incoming(
        sheet.name, row.row, measure.number, year, _text(facts, "applicant"), code, _text(facts, measure.title),
        _text(facts, "district"), matter, state, before.id if before else "", facts, differences,
    )  # fmt: skip


def _differences(measure: Measure, before: Case, facts: Mapping[str, Fact]) -> tuple[Difference, ...]:
    found = []
    for column in [
        *(c.id for c in measure.columns),
        *sorted({k for k in (*before.facts, *facts) if k.startswith("x:")}),
    ]:
        old, new = before.facts.get(column), facts.get(column)
        if (old.value if old else None) != (new.value if new else None):
            found.append(
                Difference(_header(measure, column), show_fact(measure, column, old), show_fact(measure, column, new))
            )
    return tuple(found)


def _header(measure: Measure, column: str) -> str:
    held = measure.column(column)
    return held.header if held else column.removeprefix("x:")


def show_fact(measure: Measure, column: str, fact: Fact | None) -> str:
    """A fact as people read it: money in 元, yes-no as 是 or 否, blank where there is none."""
    if fact is None or fact.value is None:
        return ""
    held = measure.column(column)
    if isinstance(fact.value, bool):
        return "是" if fact.value else "否"
    if held is not None and held.type is ColumnType.MONEY and isinstance(fact.value, int):
        return write_yuan(fact.value)
    return str(fact.value)


def _faults(
    sheet: SheetResult, row: Incoming, counts: Counter[tuple[int, str, str, bool]], sealed: set[CaseId]
) -> list[Problem]:
    fault = _fault(sheet, row, counts, sealed)
    return [fault] if fault else [_asked_wrongly(sheet, row, one) for one in (row.asked.faults if row.asked else ())]


def _asked_wrongly(sheet: SheetResult, row: Incoming, one: redemptions.Fault) -> Problem:
    fact = row.facts.get(one.column)
    cell, raw = (fact.cell or f"A{row.row}", fact.raw) if fact else (f"A{row.row}", "")
    return Problem(sheet.name, cell, row.row, fact.header if fact else "", one.code, one.severity, raw, one.sentence)


def _fault(
    sheet: SheetResult, row: Incoming, counts: Counter[tuple[int, str, str, bool]], sealed: set[CaseId]
) -> Problem | None:
    if counts[_once(row)] > 1:
        sentence = f"“{row.applicant}”的“{row.title}”在本表出现不止一次；请删去重复的行，或写明是不同事项。"
        return Problem(sheet.name, f"A{row.row}", row.row, "", "duplicate-row", Severity.ERROR, row.title, sentence)
    if row.case in sealed and row.state == CHANGED:
        what = "、".join(d.header for d in row.differences[:5])
        sentence = f"{row.case} 的决定已封存，不能再改（{what}）；确需更正，须先由主任重新开启。"
        return Problem(sheet.name, f"A{row.row}", row.row, "", "sealed", Severity.ERROR, row.title, sentence)
    return None


@operation("导入申报表", Role.CLERK, detail=lambda preview, *_: preview.file)
def _import_batch(work: Work, preview: Preview, progress: Progress) -> BatchResult:
    return store_batch(work, preview, progress)


@front_of(_import_batch)
def import_batch(
    session: Session, preview: Preview, *, accept_clean: bool = False, progress: Progress = silent
) -> Done[BatchResult]:
    """Stores a previewed workbook in one operation, after a snapshot; without `accept_clean` only if nothing is held.

    Where there is nothing to store, there is no operation either: the record stays as it is.
    """
    check_role(session, _import_batch.title, _import_batch.roles)
    if not preview.clean and not accept_clean:
        raise Refused(
            "{name} 有 {held} 行存在问题，没有导入任何一行；请更正后重新导入，或选择只导入无误的行。",
            name=preview.file, held=preview.count(HELD),
        )  # fmt: skip
    if not preview.taken:
        return Done(
            BatchResult(preview.earlier, 0, preview.count(HELD), preview.count(UNCHANGED), 0),
            Change(),
            _import_batch.title,
        )
    snapshot(session, "导入前")
    return _import_batch(session, preview, progress)

"""Taking in a workbook: look at all of it first, then store it in one operation, all or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from gyga_desk.policy import Edition, Measure
from gyga_desk.progress import Progress, silent
from gyga_desk.rules.facts import plain
from gyga_desk.store import codec, reads, writes

NEW, CHANGED, UNCHANGED, HELD, REDEEM = "new", "changed", "unchanged", "held", "redemption"


@dataclass(frozen=True)
class Difference:
    """One fact that a new row changes."""

    header: str
    before: str
    after: str


@dataclass(frozen=True)
class Incoming:
    """One row of the workbook against the record."""

    sheet: str
    row: int
    measure: int
    year: int
    applicant: str
    credit_code: str
    title: str
    district: str
    matter: str
    state: str
    """`new`, `changed`, `unchanged`, `redemption` or `held`."""
    case: CaseId
    """The case it changes; empty for a new one."""
    facts: Mapping[str, Fact]
    differences: tuple[Difference, ...] = ()
    asked: redemptions.Asked | None = None
    """The sealed case whose voucher the row asks to be paid for."""


@dataclass(frozen=True)
class Preview:
    """Everything a workbook would do, before it does it."""

    path: Path
    file: str
    digest: str
    sheets: tuple[SheetResult, ...]
    rows: tuple[Incoming, ...]
    problems: tuple[Problem, ...]
    earlier: str
    """The batch that brought this very file before; empty if none."""
    lines: tuple[details.Lines, ...] = ()
    """The lines of detail sheets, case by case."""

    def count(self, state: str, sheet: str | None = None) -> int:
        return sum(1 for r in self.rows if r.state == state and sheet in (None, r.sheet))

    def count_lines(self, state: str, sheet: str) -> int:
        """Lines of a detail sheet whose case's lines are in this state."""
        return sum(1 for one in self.lines if one.state == state for t in one.trades if t.sheet == sheet)

    @property
    def taken(self) -> int:
        """Rows that would be stored, and cases whose lines alone would."""
        return self.count(NEW) + self.count(CHANGED) + self.count(REDEEM) + len(self.alone)

    @property
    def alone(self) -> tuple[details.Lines, ...]:
        """Lines to be stored that come without their case's own row."""
        return tuple(one for one in self.lines if one.alone and one.stored)

    def changed_lines(self) -> list[tuple[CaseId, str, Difference]]:
        """Case, applicant and what its lines were and become, where they come without the case's own row."""
        return [(one.owner.case, one.owner.applicant, line_difference(one)) for one in self.alone]

    @property
    def clean(self) -> bool:
        """Whether nothing is held and no sheet is broken."""
        return not any(p.severity is Severity.ERROR for p in self.problems) and not self.count(HELD)


@dataclass(frozen=True)
class BatchResult:
    """What an import did."""

    batch: str
    accepted: int
    held: int
    unchanged: int
    changed: int


def line_difference(lines: details.Lines) -> Difference:
    return Difference(lines.sheet, details.told(lines.before), details.told(lines.trades))


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
    here = list({_key(r): r for r in rows if r.measure == measure.number}.values())
    codes = {r.credit_code for r in here}
    kept = [c for c in stored if c.measure == measure.number and c.credit_code not in codes]
    newest: dict[str, int] = {}
    for case in kept:
        newest[case.credit_code] = max(case.year, newest.get(case.credit_code, 0))
    return [
        *(details.Owner(_key(r), r.applicant, _year_of(measure, r.facts), r.case, r.row, r.state == HELD) for r in here),
        *(
            details.Owner((c.year, c.measure, c.credit_code, _matter(measure, c.facts)), c.applicant, _year_of(measure, c.facts), c.id, 0, held=False)
            for c in kept if c.year == newest[c.credit_code]
        ),
    ]  # fmt: skip


def _key(row: Incoming) -> details.Key:
    return row.year, row.measure, row.credit_code, row.matter


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
        found = by_key.get(_key(row))
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
    taken = [r for r in preview.rows if r.state in (NEW, CHANGED, REDEEM)]
    _check_fresh(work.db, work.edition, taken)
    lines = {one.owner.key: one for one in preview.lines if one.stored}
    for one in lines.values():
        details.check_fresh(work.db, one)
    batch = _next_batch(work.db)
    result = BatchResult(
        batch, preview.taken, preview.count(HELD), preview.count(UNCHANGED), preview.count(CHANGED) + len(preview.alone)
    )
    writes.add(work.db, "batch", {
        "id": batch, "file": preview.file, "digest": preview.digest, "edition": work.edition.digest, "guide": work.edition.guide_digest,
        "at": work.at, "person": work.person, "accepted": preview.taken, "held": result.held, "report": codec.canonical(_report(preview)),
    })  # fmt: skip
    numbers = _numbers(work.db)
    for place, row in enumerate(taken, 1):
        progress(place, len(taken), "写入项目")
        _store(work.db, batch, row, numbers, lines.get(_key(row)))
    for one in preview.alone:
        details.store_alone(work.db, batch, one)
    return result


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


def _check_fresh(db: sqlite3.Connection, edition: Edition, taken: Sequence[Incoming]) -> None:
    """The record may have moved on since the preview; then it is looked at again, not overwritten."""
    for row in taken:
        if row.asked is not None:
            redemptions.check_fresh(db, row.asked)
            continue
        known = db.execute(
            "SELECT id FROM cases WHERE year = ? AND measure = ? AND credit_code = ? AND matter = ?",
            (row.year, row.measure, row.credit_code, row.matter),
        ).fetchone()
        if (known[0] if known else "") != row.case:
            raise Refused("预览之后记录有变（{name}）；请重新预览后再导入。", name=row.title)


def _next_batch(db: sqlite3.Connection) -> str:
    used = db.execute("SELECT key FROM op_row WHERE tbl = 'batch' AND before IS NULL").fetchall()
    return f"B{len(used) + 1:04d}"


def _numbers(db: sqlite3.Connection) -> Counter[tuple[int, int]]:
    """The highest running number ever used, by year and measure; a number taken back is not given again."""
    found: Counter[tuple[int, int]] = Counter()
    for (key,) in db.execute("SELECT DISTINCT key FROM op_row WHERE tbl = 'cases'"):
        year, measure, number = json.loads(key)[0].split("-")
        place = (int(year), int(measure.removeprefix("M")))
        found[place] = max(found[place], int(number))
    return found


def _store(
    db: sqlite3.Connection, batch: str, row: Incoming, numbers: Counter[tuple[int, int]], lines: details.Lines | None
) -> None:
    if row.asked is not None:
        redemptions.store(db, batch, row.asked.case, row.sheet, row.row, row.facts)
        return
    trades = lines.trades if lines else reads.trades(db, row.case).get(row.case, ()) if row.case else ()
    facts, digest = codec.write_facts(row.facts), details.digest_of(row.facts, trades)
    held: dict[str, str | int | None] = {
        "applicant": row.applicant, "title": row.title, "district": row.district, "batch": batch, "sheet": row.sheet, "row": row.row,
        "facts": facts, "digest": digest,
    }  # fmt: skip
    if row.case:
        writes.put(db, "cases", {"id": row.case, **held})
        if lines:
            details.store(db, batch, row.case, lines.trades)
        return
    numbers[(row.year, row.measure)] += 1
    number = numbers[(row.year, row.measure)]
    case = f"{row.year}-M{row.measure}-{number:04d}"
    writes.add(db, "cases", {
        "id": case, "measure": row.measure, "year": row.year, "number": number, "matter": row.matter, "credit_code": row.credit_code, **held,
    })  # fmt: skip
    if lines:
        details.store(db, batch, case, lines.trades)


def _report(preview: Preview) -> list[object]:
    """The problems as they were when the batch came in, kept with it."""
    return [[p.sheet, p.cell, p.column, p.code, p.severity.value, p.raw, p.sentence] for p in preview.problems]

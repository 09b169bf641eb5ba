"""Taking in a workbook: look at all of it first, then store it in one operation, all or nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats import child, workbook
from gyga_desk.formats.ahead import Ahead
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.raw import Book
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import Case, Change, Problem, Role, Settlement, Severity
from gyga_desk.operations import Done, Session, Work, check_role, details, front_of, operation, originals
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.behind import owners_of, spenders_of, with_lines
from gyga_desk.operations.collector import resting_collector
from gyga_desk.operations.compare import Comparison, between_sheets, matter_of, show_fact
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
)
from gyga_desk.operations.intake_write import store_batch
from gyga_desk.operations.questions import with_evidence
from gyga_desk.operations.settling import Settler, choices_of, corrected, merged, take_choice
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.store import journal, reads
from gyga_desk.store.stopping import heard

__all__ = [
    "CHANGED", "HELD", "NEW", "REDEEM", "UNCHANGED", "BatchResult", "Difference", "Incoming", "Preview",
    "drop_batch", "import_batch", "look_again", "look_without", "matter_of", "offered", "preview_workbook", "show_fact",
]  # fmt: skip


def plans_of(edition: Edition, measure: int | None = None) -> list[SheetPlan]:
    """What each measure's sheet looks like."""
    wanted = [m for m in edition.measures if measure in (None, m.number)]
    plans = [SheetPlan(m.number, (m.sheet, m.name), m.columns) for m in wanted]
    plans += [SheetPlan(m.number, (m.detail.sheet,), m.detail.columns, detail=True) for m in wanted if m.detail]
    spending, costs = [m for m in wanted if m.costs], edition.costs
    if costs is not None and spending:
        plans.append(SheetPlan(spending[0].number, (costs.sheet, *costs.names), costs.columns, detail=True))
    return plans


@resting_collector()
def preview_workbook(
    db: sqlite3.Connection,
    edition: Edition,
    path: Path,
    progress: Progress = silent,
    settled: Sequence[Settlement] = (),
) -> Preview:
    """Reads a workbook and compares it with the record; writes nothing. Raises `WorkbookError`.

    What a person said about this very file before is remembered; `settled` adds to it or takes its place.
    """
    ahead = Ahead(plans_of(edition))
    book = child.read(path, progress, ahead)
    before = (reads.settlements(db, b.id) for b in reads.batches(db) if b.digest == book.digest)
    return _look(db, edition, path, book, merged(*before, settled), progress, ahead)


def look_again(
    db: sqlite3.Connection, edition: Edition, preview: Preview, told: Sequence[Settlement], progress: Progress = silent
) -> Preview:
    """The same file as it reads with these answers and corrections beside those it has; the newest word counts."""
    return _look(db, edition, preview.path, preview.book, merged(preview.settled, told), progress)


def look_without(
    db: sqlite3.Connection, edition: Edition, preview: Preview, gone: Sequence[Settlement], progress: Progress = silent
) -> Preview:
    """The same file without some of the answers and corrections."""
    places = {one.place for one in gone}
    kept = [one for one in preview.settled if one.place not in places]
    return _look(db, edition, preview.path, preview.book, kept, progress)


def _look(
    db: sqlite3.Connection,
    edition: Edition,
    path: Path,
    book: Book,
    settled: Sequence[Settlement],
    progress: Progress,
    ahead: Ahead | None = None,
) -> Preview:
    head = journal.head(db)
    read = workbook.understand(corrected(book, settled), path.name, plans_of(edition), progress, ahead)
    settler = Settler(book, settled)
    comparison = Comparison(db, edition, settler, progress)
    sheets: list[SheetResult] = []
    rows: list[Incoming] = []
    problems: list[Problem] = []
    for one in read.sheets:
        measure = edition.measure(one.measure) if one.measure else None
        sheet = settler.restore(one)
        sheet = settler.answer(with_evidence(sheet, measure, comparison.known) if measure else sheet)
        found: list[Incoming] = []
        faults: list[Problem] = []
        if measure is not None:
            sheet, found, faults = comparison.take(sheet, measure)
        sheets.append(sheet)
        rows += found
        problems += [*sheet.problems, *faults]
    rows, faults = between_sheets(rows)
    problems += faults
    lines: list[details.Lines] = []
    for name, matched in _behind(db, edition, sheets, rows, comparison):
        rows, faults = with_lines(name, rows, matched.lines)
        lines += matched.lines
        problems += [*matched.problems, *faults]
    everything = tuple(replace(p, choices=choices_of(p)) if choices_of(p) else p for p in (*read.problems, *problems))
    return Preview(
        path, readable(path.name), book.digest, tuple(sheets), tuple(rows), everything, next((b.id for b in reads.batches(db) if b.digest == book.digest), ""),
        tuple(lines), book, tuple(settled), offered(db, everything, settled), _answered_by(comparison.cases, rows), head,
    )  # fmt: skip


def _behind(
    db: sqlite3.Connection,
    edition: Edition,
    sheets: Sequence[SheetResult],
    rows: Sequence[Incoming],
    comparison: Comparison,
) -> Iterator[tuple[str, details.Matched]]:
    """The lines of every detail sheet with the cases they stand behind, by the name such a sheet goes by."""
    for measure in edition.measures:
        here = [s for s in sheets if s.detail == measure.number]
        if here and measure.detail is not None:
            owners = owners_of(measure, rows, comparison.cases)
            yield measure.detail.sheet, details.match(measure, sheets, owners, reads.trades(db), comparison.sealed)
        elif here and edition.costs is not None:
            owners = spenders_of(edition, rows, comparison.cases)
            found = details.match_costs(edition.costs, here, owners, reads.costs(db), comparison.sealed)
            yield edition.costs.sheet, found


def _answered_by(cases: Sequence[Case], rows: Sequence[Incoming]) -> tuple[tuple[str, int], ...]:
    """The batches that brought the cases of this file before, with how many of them."""
    here = {r.case for r in rows if r.case}
    return tuple(Counter(c.batch for c in cases if c.id in here).most_common())


def offered(
    db: sqlite3.Connection, problems: Sequence[Problem], settled: Sequence[Settlement]
) -> tuple[Settlement, ...]:
    """Answers that were given to the very same questions in other files; a person takes them over or does not."""
    asked = {(p.sheet, p.column, p.code, p.raw, p.sentence): p for p in problems if p.severity is Severity.ASK}
    if not asked:
        return ()
    found: dict[tuple[str, int, str, str], Settlement] = {}
    known = {one.place for one in settled}
    for batch in reads.batches(db):
        for one in reads.settlements(db, batch.id):
            problem = asked.get((one.sheet, one.column, one.code, one.raw, one.sentence))
            again = take_choice(problem, one.choice) if problem is not None else None
            if again is not None and again.place not in known:
                found[again.place] = again
    return tuple(found.values())


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
    originals.keep(session, preview.path, preview.file, preview.digest)
    with heard(session.db, progress) as told:
        snapshot(session, "导入前")
        return _import_batch(session, preview, told)


@operation("撤下批次", Role.CLERK)
def _drop_batch(work: Work) -> None:
    """Stands for the right and the title; the journal itself takes the batch back."""


@front_of(_drop_batch)
def drop_batch(session: Session, batch: str, reason: str) -> Done[str]:
    """Takes a whole batch back, after a snapshot: its new cases go, its changes are undone; refused where later work rests on it."""
    check_role(session, _drop_batch.title, _drop_batch.roles)
    if not reason.strip():
        raise Refused("撤下批次须写明理由；请补充后再提交。")
    brought = reads.batch_brought(session.db, batch)
    if brought is None:
        raise Refused("没有编号为 {batch} 的批次；请核对编号。", batch=batch)
    snapshot(session, "撤下批次前")
    name = f"{_drop_batch.title} {batch}（{reason.strip()}）"
    op = journal.take_back(session.db, brought, name, session.person.name, session.clock().isoformat())
    return Done(batch, journal.change_of(session.db, op.id), name)

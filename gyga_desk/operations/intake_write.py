"""Writing a previewed workbook into an open operation: the batch, its cases, their lines and what is asked for vouchers."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence

from gyga_desk.errors import Refused
from gyga_desk.model import Settlement
from gyga_desk.operations import Work, details, redemptions
from gyga_desk.operations.incoming import CHANGED, HELD, NEW, REDEEM, UNCHANGED, BatchResult, Incoming, Preview
from gyga_desk.progress import Progress
from gyga_desk.store import codec, writes


def store_batch(work: Work, preview: Preview, progress: Progress) -> BatchResult:
    """Stores the batch and all of its rows that are taken; refuses where the record has moved on since the preview."""
    taken = [r for r in preview.rows if r.state in (NEW, CHANGED, REDEEM)]
    _check_fresh(work.db, taken)
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
    _store_settled(work, batch, preview.settled)
    numbers = _numbers(work.db)
    for place, row in enumerate(taken, 1):
        progress(place, len(taken), "写入项目")
        _store(work.db, batch, row, numbers, lines.get(row.key))
    for one in preview.alone:
        details.store_alone(work.db, batch, one)
    return result


_SETTLED = ("sheet", "row", "cell", "header", "code", "raw", "choice", "said", "sentence", "person", "at")


def _store_settled(work: Work, batch: str, settled: Sequence[Settlement]) -> None:
    """What a person said about the file, with the batch for good."""
    rows = (
        (
            batch, number, one.sheet, one.row, one.cell, one.column, one.code, one.raw, one.choice, one.said, one.sentence,
            one.person or work.person, one.at or work.at,
        )
        for number, one in enumerate(settled, 1)
    )  # fmt: skip
    writes.add_many(work.db, "settlement", ("batch", "number", *_SETTLED), rows)


def _check_fresh(db: sqlite3.Connection, taken: Sequence[Incoming]) -> None:
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
    items = lines.items if lines else details.of_case(db, row.case)
    facts, digest = codec.write_facts(row.facts), details.digest_of(row.facts, items)
    held: dict[str, str | int | None] = {
        "applicant": row.applicant, "title": row.title, "district": row.district, "batch": batch, "sheet": row.sheet, "row": row.row,
        "facts": facts, "digest": digest,
    }  # fmt: skip
    if row.case:
        writes.put(db, "cases", {"id": row.case, **held})
        if lines:
            details.store(db, batch, row.case, lines.items)
        return
    numbers[(row.year, row.measure)] += 1
    number = numbers[(row.year, row.measure)]
    case = f"{row.year}-M{row.measure}-{number:04d}"
    writes.add(db, "cases", {
        "id": case, "measure": row.measure, "year": row.year, "number": number, "matter": row.matter, "credit_code": row.credit_code, **held,
    })  # fmt: skip
    if lines:
        details.store(db, batch, case, lines.items)


def _report(preview: Preview) -> list[object]:
    """The problems as they were when the batch came in, kept with it."""
    return [[p.sheet, p.cell, p.column, p.code, p.severity.value, p.raw, p.sentence] for p in preview.problems]

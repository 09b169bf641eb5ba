"""Writing a previewed workbook into an open operation: the batch, its cases, their lines and what is asked for vouchers."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gyga_desk.errors import Refused
from gyga_desk.model import Settlement
from gyga_desk.operations import Work, details, redemptions
from gyga_desk.operations.incoming import CHANGED, HELD, NEW, REDEEM, UNCHANGED, BatchResult, Incoming, Preview
from gyga_desk.progress import Progress
from gyga_desk.store import codec, journal, writes

MOST_WORDS = 500
"""Words of progress in all, so that a large import is not slowed and a stop is still heard within a small part of a second."""


def store_batch(work: Work, preview: Preview, progress: Progress) -> BatchResult:
    """Stores the batch and all of its rows that are taken; refuses where the record has moved on since the preview."""
    taken = [r for r in preview.rows if r.state in (NEW, CHANGED, REDEEM)]
    if preview.head != journal.head_before(work.db):
        _check_fresh(work.db, taken)
    lines = {one.owner.key: one for one in preview.lines if one.stored}
    for one in lines.values():
        details.check_fresh(work.db, one)
    batch, headed = _next_batch(work.db), codec.Headed()
    for row in taken:
        headed.note(row.facts)
    result = BatchResult(
        batch, preview.taken, preview.count(HELD), preview.count(UNCHANGED), preview.count(CHANGED) + len(preview.alone)
    )
    writes.add(work.db, "batch", {
        "id": batch, "file": preview.file, "digest": preview.digest, "edition": work.edition.digest, "guide": work.edition.guide_digest,
        "at": work.at, "person": work.person, "accepted": preview.taken, "held": result.held, "report": codec.canonical(_report(preview)),
        "headings": headed.text(),
    })  # fmt: skip
    _store_settled(work, batch, preview.settled)
    _store_new(work.db, batch, headed, _told(taken, progress), lines)
    for row in (r for r in taken if r.state != NEW):
        _store_known(work.db, batch, headed, row, lines.get(row.key))
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


_HELD = ("applicant", "title", "district", "batch", "sheet", "row", "facts", "digest")
_OWN = ("id", "measure", "year", "number", "matter", "credit_code")


def _told(rows: Sequence[Incoming], progress: Progress) -> Iterator[Incoming]:
    """The rows, with word given now and then, which is also when a person's wish to stop is heard."""
    every = max(1, len(rows) // MOST_WORDS)
    for place, row in enumerate(rows, 1):
        if place % every == 0:
            progress(place, len(rows), "写入项目")
        yield row


def _store_new(
    db: sqlite3.Connection,
    batch: str,
    headed: codec.Headed,
    rows: Iterable[Incoming],
    lines: Mapping[details.Key, details.Lines],
) -> None:
    """All new cases in one statement, and then what stands behind them."""
    numbers = _numbers(db)
    behind: list[tuple[str, details.Lines]] = []

    def written() -> Iterator[tuple[str | int, ...]]:
        for row in (r for r in rows if r.state == NEW):
            numbers[(row.year, row.measure)] += 1
            number = numbers[(row.year, row.measure)]
            case, found = f"{row.year}-M{row.measure}-{number:04d}", lines.get(row.key)
            if found:
                behind.append((case, found))
            own = case, row.measure, row.year, number, row.matter, row.credit_code
            yield *own, *_held(batch, headed, row, found.items if found else ())

    writes.add_many(db, "cases", (*_OWN, *_HELD), written())
    for case, found in behind:
        details.store(db, batch, case, found.items)


def _store_known(
    db: sqlite3.Connection, batch: str, headed: codec.Headed, row: Incoming, lines: details.Lines | None
) -> None:
    if row.asked is not None:
        redemptions.store(db, batch, row.asked.case, row.sheet, row.row, row.facts)
        return
    items = lines.items if lines else details.of_case(db, row.case)
    held = zip(_HELD, _held(batch, headed, row, items), strict=True)
    writes.put(db, "cases", {"id": row.case, **dict(held)})
    if lines:
        details.store(db, batch, row.case, lines.items)


def _held(batch: str, headed: codec.Headed, row: Incoming, items: Sequence[details.Item]) -> tuple[str | int, ...]:
    facts, alone = codec.write_both(row.facts, headed)
    digest = details.digest_with(alone, items)
    return row.applicant, row.title, row.district, batch, row.sheet, row.row, facts, digest


def _report(preview: Preview) -> list[object]:
    """The problems as they were when the batch came in, kept with it."""
    return [[p.sheet, p.cell, p.column, p.code, p.severity.value, p.raw, p.sentence] for p in preview.problems]

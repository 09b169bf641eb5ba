"""The record made once more on another machine: from the journal alone, and held against the source workbooks cell by cell.

What comes out must be the same standings, the same amounts and the same papers, byte for byte; the report says so or where not.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gyga_desk.errors import PaperError, Refused, WorkbookError
from gyga_desk.model import PaperState
from gyga_desk.operations import files
from gyga_desk.operations.dossier.redrawn import redraw
from gyga_desk.operations.incoming import CHANGED, HELD
from gyga_desk.operations.intake import preview_workbook
from gyga_desk.operations.sheets.source import Source
from gyga_desk.operations.sweep import changed
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.standings import edition_of, of
from gyga_desk.store import Store, codec, journal, open_reader, reads
from gyga_desk.store.dialect import is_encrypted, slots_of
from gyga_desk.store.replay import replay

_PAPERS = "文书"
_REPORT = "重建核对报告.txt"


@dataclass(frozen=True)
class Finding:
    """One thing that did not come out the same."""

    code: str
    sentence: str


@dataclass
class Rebuilt:
    """What was made again, and what of it differs."""

    store: Path
    steps: int = 0
    standings: dict[str, str] = field(default_factory=dict)
    """The digest of each measure's and year's standings, as both records give it."""
    papers: int = 0
    void: int = 0
    """Papers that were withdrawn and are not drawn again."""
    cells: int = 0
    """Cells read again from source workbooks."""
    missing: list[str] = field(default_factory=list)
    """Source workbooks that were not at hand, by name."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings


def rebuild(
    path: Path, out: Path, key: bytes | None = None, workbooks: Sequence[Path] = (), progress: Progress = silent
) -> Rebuilt:
    """A store made again in the folder `out`, its papers beside it and a report; refuses a folder that is not empty."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused("{name} 已经存在且不是空文件夹；请换一个文件夹。", name=out.name)
    files.make_folder(out / _PAPERS)
    target = out / path.name
    if is_encrypted(path):
        files.replace(slots_of(target), files.read(slots_of(path)))
    source, store = open_reader(path, key), Store.create(target, key)
    done = Rebuilt(target)
    try:
        done.findings += [Finding(d.code, d.sentence) for d in replay(source, store.db, progress)]
        done.steps = len(journal.operations(store.db))
        if done.ok:
            done.findings += [Finding(d.code, d.sentence) for d in journal.check(store.db)]
            _compare(source, store.db, done, out, workbooks, progress)
    finally:
        store.close()
        source.close()
    files.replace(out / _REPORT, "\n".join(lines(done)).encode() + b"\n")
    return done


def _compare(
    source: sqlite3.Connection,
    made: sqlite3.Connection,
    done: Rebuilt,
    out: Path,
    workbooks: Sequence[Path],
    progress: Progress,
) -> None:
    edition = edition_of(made)
    done.findings += _standings(source, made, edition, done)
    done.findings += _papers(made, edition, done, out / _PAPERS, progress)
    done.findings += _sources(made, edition, done, workbooks, progress)


def _standings(
    source: sqlite3.Connection, made: sqlite3.Connection, edition: Edition, done: Rebuilt
) -> Iterator[Finding]:
    for measure, year in source.execute("SELECT DISTINCT measure, year FROM cases ORDER BY year, measure"):
        before, after = (
            codec.digest(codec.canonical(codec.write_table(of(db, edition, measure, year)))) for db in (source, made)
        )
        done.standings[f"{year}-M{measure}"] = after
        if before != after:
            yield Finding("standings-differ", f"措施{measure} {year} 年的排名和金额与原记录不同。")


def _papers(
    db: sqlite3.Connection, edition: Edition, done: Rebuilt, folder: Path, progress: Progress
) -> Iterator[Finding]:
    listed = reads.papers(db)
    for place, paper in enumerate(listed, 1):
        progress(place, len(listed), "重绘文书")
        if paper.state is PaperState.VOID:
            done.void += 1
            continue
        try:
            data = redraw(paper)
            reason = changed(Source(db, edition, paper.measure, paper.year), paper)
        except PaperError as fault:
            yield Finding("paper-undrawn", f"{paper.number}：{fault}")
            continue
        if data is None or reason:
            yield Finding("paper-differs", f"{paper.number} 重绘的字节与打印时的不同。{reason}")
            continue
        files.replace(folder / f"{paper.number}.pdf", data)
        done.papers += 1


def _sources(
    db: sqlite3.Connection, edition: Edition, done: Rebuilt, workbooks: Sequence[Path], progress: Progress
) -> Iterator[Finding]:
    """Each source workbook at hand read again; a case that a later workbook changed is that one's to answer for."""
    at_hand = {f"sha256:{hashlib.sha256(files.read(book)).hexdigest()}": book for book in workbooks}
    for batch in reads.batches(db):
        book = at_hand.pop(batch.digest, None)
        if book is None:
            done.missing.append(batch.file)
            continue
        yield from _cells(db, edition, batch.id, book, done, progress)
    for book in at_hand.values():
        yield Finding("workbook-unknown", f"{book.name} 不是这份记录导入过的文件。")


def _cells(
    db: sqlite3.Connection, edition: Edition, batch: str, book: Path, done: Rebuilt, progress: Progress
) -> Iterator[Finding]:
    owners = {str(case): str(of_batch) for case, of_batch in db.execute("SELECT id, batch FROM cases")}
    try:
        preview = preview_workbook(db, edition, book, progress)
    except WorkbookError as fault:
        yield Finding("workbook-unread", str(fault))
        return
    met = set()
    for row in preview.rows:
        if row.state == HELD or owners.get(row.case) != batch:
            continue
        met.add(row.case)
        done.cells += len(row.facts)
        if row.state == CHANGED:
            for d in row.differences:
                where = f"{row.sheet}!{d.cell}" if d.cell else row.sheet
                yield Finding(
                    "cell-differs",
                    f"{row.case} 的“{d.header}”：记录为“{d.before}”，{book.name} {where} 为“{d.after}”。",
                )
    for case in sorted(c for c, of_batch in owners.items() if of_batch == batch and c not in met):
        yield Finding("row-missing", f"{case} 记为来自 {book.name}，文件里读不出这一行。")


def lines(done: Rebuilt) -> list[str]:
    """The report, a sentence a line."""
    told = [
        f"重放操作记录 {done.steps} 步。",
        *(f"{name} 的排名和金额：{digest}" for name, digest in done.standings.items()),
        f"重绘文书 {done.papers} 份；已作废、不再重绘的 {done.void} 份。",
        f"对照源文件单元格 {done.cells} 个。",
        *(f"没有对照（未提供源文件）：{name}" for name in done.missing),
        *(f.sentence for f in done.findings),
    ]
    return [*told, "重建的结果与原记录一致。" if done.ok else f"重建的结果与原记录有 {len(done.findings)} 处不一致。"]

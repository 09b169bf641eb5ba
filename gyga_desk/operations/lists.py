"""Lists from elsewhere: awards of other years and policies, and dated copies of the filing list; looked at whole, then stored."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.formats.list_table import ListTable, read_list
from gyga_desk.formats.table import StatedSum
from gyga_desk.model import Change, Problem, Role, Severity
from gyga_desk.operations import Done, Session, Work, check_role, operation, originals
from gyga_desk.operations.backups import snapshot
from gyga_desk.operations.files import readable
from gyga_desk.operations.list_lines import COLUMNS, EITHER, TITLED, Lines, ListRow
from gyga_desk.progress import Progress, silent
from gyga_desk.rules.facts import plain
from gyga_desk.store import lists, writes
from gyga_desk.store.lists import AWARDS, FILINGS

TITLES = {AWARDS: "既往支持名单", FILINGS: "算法备案清单"}
"""What people call each kind of list."""


_DAY = re.compile(r"((?:19|20)[0-9]{2})[-_.年]?([01]?[0-9])[-_.月]?([0-3]?[0-9])(?![0-9])")


@dataclass(frozen=True)
class ListPreview:
    """Everything a list would do, before it does it."""

    kind: str
    file: str
    digest: str
    sheet: str
    dated: str
    """The day the list speaks for, ISO."""
    rows: tuple[ListRow, ...]
    """The lines that would be stored."""
    held: int
    """Lines with a problem."""
    unchanged: int
    """Lines that the record has already, from this file or another."""
    skipped: tuple[tuple[int, str], ...]
    sums: tuple[StatedSum, ...]
    problems: tuple[Problem, ...]
    earlier: str
    """The list that brought this very file before; empty if none."""
    path: Path

    @property
    def clean(self) -> bool:
        return all(p.severity is Severity.NOTE for p in self.problems)


@dataclass(frozen=True)
class ListTaken:
    """What an import did; `list` is empty where there was nothing to store and never had been."""

    list: str
    accepted: int
    preview: ListPreview


def preview_list(
    db: sqlite3.Connection, kind: str, path: Path, today: date, dated: str = "", progress: Progress = silent
) -> ListPreview:
    """Reads a list and compares it with the record; writes nothing. Raises `WorkbookError`, or `Refused` for its date."""
    table = read_list(path, COLUMNS[kind], EITHER[kind], TITLED[kind], progress)
    before = next((x for x in lists.lists(db, kind) if x.digest == table.digest), None)
    day, problems = _dated(kind, path, today, dated, before)
    found = Lines(db, kind, table, [*problems, *table.sheet.problems, *_beside(table)])
    if before is not None:
        return _preview(found, path, day, before.id, unchanged=before.rows, rows=())
    found.read()
    return _preview(found, path, day, "", unchanged=found.unchanged, rows=tuple(found.rows))


def _preview(
    found: Lines, path: Path, day: str, earlier: str, unchanged: int, rows: tuple[ListRow, ...]
) -> ListPreview:
    sheet = found.table.sheet
    return ListPreview(
        found.kind, readable(path.name), found.table.digest, sheet.name, day, rows, 0 if earlier else len(found.held), unchanged,
        sheet.skipped, sheet.sums, () if earlier else tuple(found.problems), earlier, path,
    )  # fmt: skip


def _beside(table: ListTable) -> list[Problem]:
    sentence = "这张表与第一张同类，没有读取；请分别存成文件后逐个导入。"
    return [Problem(name, "", 0, "", "other-sheet", Severity.ASK, "", sentence) for name in table.others]


def _dated(kind: str, path: Path, today: date, dated: str, before: lists.ListFile | None) -> tuple[str, list[Problem]]:
    """The day a list speaks for: as told, else as its file's name has it, else today, which is said."""
    if dated:
        return _told(dated, today, before), []
    if before is not None:
        return before.dated, []
    named = day_named(path)
    if named is not None and named <= today:
        return named.isoformat(), []
    sentence = (
        f"没有说明{TITLES[kind]}是哪一天的，文件名里也没有，已按导入日 {today} 记；如不是，请撤销后写明日期重新导入。"
    )
    return today.isoformat(), [Problem("", "", 0, "", "list-date", Severity.NOTE, "", sentence)]


def _told(dated: str, today: date, before: lists.ListFile | None) -> str:
    try:
        day = date.fromisoformat(dated)
    except ValueError as fault:
        raise Refused("“{day}”不是日期；请写成 2025-03-31 的样子。", day=dated) from fault
    if day > today:
        raise Refused("名单日期 {day} 在今天之后；请核对后重填。", day=dated)
    if before is not None and before.dated != day.isoformat():
        raise Refused(
            "这份文件已按 {known} 的日期导入过（{list}），不能再记为 {day}；如日期有误，请先移除该名单再导入。",
            known=before.dated, list=before.id, day=dated,
        )  # fmt: skip
    return day.isoformat()


def day_named(path: Path) -> date | None:
    """The whole date in a file's name, such as 清单20250331.xlsx; None where there is none."""
    found = _DAY.search(plain(readable(path.stem)))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # the 31st of a shorter month: no day
        return None


def import_list(session: Session, preview: ListPreview, *, accept_clean: bool = False) -> Done[ListTaken]:
    """Stores a previewed list in one operation, after a snapshot; without `accept_clean` only if every line is good.

    Where there is nothing to store, there is no operation either: the record stays as it is.
    """
    check_may_import(session, preview.kind)
    run = _RUNS[preview.kind]
    if not preview.clean and not accept_clean:
        raise Refused(
            "{name} 有 {held} 行存在问题，没有导入任何一行；请更正后重新导入，或选择只导入无误的行。", name=preview.file, held=preview.held,
        )  # fmt: skip
    if not preview.rows:
        return Done(ListTaken(preview.earlier, 0, preview), Change(), run.title)
    if any(x.digest == preview.digest for x in lists.lists(session.db, preview.kind)):
        raise Refused("{name} 在预览之后已经导入；请重新查看。", name=preview.file)
    originals.keep(session, preview.path, preview.file, preview.digest)
    snapshot(session, "导入名单前")
    return run(session, preview)


def check_may_import(session: Session, kind: str) -> None:
    """Refuses a person whose role may not import this kind of list."""
    check_role(session, _RUNS[kind].title, _RUNS[kind].roles)


_AWARD_COLUMNS = (
    "credit_code",
    "applicant",
    "policy",
    "document",
    "measure",
    "matter",
    "contract",
    "year",
    "amount_fen",
)
_FILING_COLUMNS = ("number", "algorithm", "holder", "role", "filed_on", "cancelled")


@operation(f"导入{TITLES[AWARDS]}", Role.CLERK, detail=lambda preview: preview.file)
def _import_awards(work: Work, preview: ListPreview) -> ListTaken:
    return _store(work, preview, "earlier_award", _AWARD_COLUMNS)


@operation(f"导入{TITLES[FILINGS]}", Role.CLERK, detail=lambda preview: preview.file)
def _import_filings(work: Work, preview: ListPreview) -> ListTaken:
    return _store(work, preview, "filing", _FILING_COLUMNS)


_RUNS = {AWARDS: _import_awards, FILINGS: _import_filings}


def _store(work: Work, preview: ListPreview, table: str, columns: tuple[str, ...]) -> ListTaken:
    used = work.db.execute("SELECT COUNT(*) FROM op_row WHERE tbl = 'list_file' AND before IS NULL").fetchone()[0]
    name = f"L{used + 1:04d}"
    writes.add(work.db, "list_file", {
        "id": name, "kind": preview.kind, "file": preview.file, "digest": preview.digest, "dated": preview.dated, "at": work.at,
        "person": work.person, "rows": len(preview.rows),
    })  # fmt: skip
    writes.add_many(
        work.db, table, ("list", "row", *columns), ((name, r.row, *(r.held[c] for c in columns)) for r in preview.rows)
    )
    return ListTaken(name, len(preview.rows), preview)


def remove_list(session: Session, name: str, reason: str) -> Done[str]:
    """Takes a whole list out of the record, after a snapshot; the journal keeps what it held."""
    check_role(session, _remove_list.title, _remove_list.roles)
    if not reason.strip():
        raise Refused("移除名单须写明理由；请补充后再提交。")
    if all(x.id != name for x in lists.lists(session.db)):
        raise Refused("没有编号为 {name} 的名单；请核对编号。", name=name)
    snapshot(session, "移除名单前")
    return _remove_list(session, name, reason.strip())


@operation("移除名单", Role.CLERK, detail=lambda name, reason: f"{name} {reason}")
def _remove_list(work: Work, name: str, reason: str) -> str:
    for table in ("earlier_award", "filing"):
        writes.drop(work.db, table, list=name)
    writes.drop(work.db, "list_file", id=name)
    return name

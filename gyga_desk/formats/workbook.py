"""A filled-in workbook read into facts and problems: the face of reading, for intake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.formats import child
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.layout import Layout, SheetPlan, find_sheet, plan_by_name
from gyga_desk.formats.notes import notes_of
from gyga_desk.formats.raw import Book, RawSheet, a1, letters_of
from gyga_desk.formats.table import RowRead, StatedSum, TableReader, hidden_columns
from gyga_desk.model import ColumnType, Problem, Severity
from gyga_desk.progress import Progress, silent

__all__ = ["RowRead", "SheetPlan", "SheetResult", "StatedSum", "Workbook", "read", "understand"]

_ASIDE = ("填报说明", "填表说明", "说明", "字典", "目录", "封面", "投入明细", "交易明细", "问题清单")
_REPORT_EVERY = 200


@dataclass(frozen=True)
class SheetResult:
    """What one sheet held. Rows with an `error` problem are here too; the caller holds them back."""

    name: str
    measure: int | None
    """None for a sheet that is not taken: hidden, unknown, notes, empty."""
    state: str
    """`visible`, `hidden` or `veryHidden`."""
    header_rows: tuple[int, ...]
    columns: Mapping[str, str]
    """Column id → column letters."""
    rows: tuple[RowRead, ...]
    skipped: tuple[tuple[int, str], ...]
    """(row, reason) for each row inside or below the table that is not an application."""
    sums: tuple[StatedSum, ...]
    problems: tuple[Problem, ...]
    detail: int | None = None
    """The measure whose cases the rows stand behind, where they are no applications themselves."""


@dataclass(frozen=True)
class Workbook:
    """A whole file as read."""

    name: str
    digest: str
    """`sha256:…` over the file's bytes."""
    sheets: tuple[SheetResult, ...]
    problems: tuple[Problem, ...] = ()
    """About the file as a whole; `sheet` is empty."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The file's problems and then each sheet's, in order."""
        return self.problems + tuple(problem for sheet in self.sheets for problem in sheet.problems)


def read(path: Path, plans: Sequence[SheetPlan], progress: Progress = silent) -> Workbook:
    """Read a workbook by the plans; raises `WorkbookError` where the file itself cannot be read."""
    return understand(child.read(path, progress), path.name, plans, progress)


def understand(book: Book, name: str, plans: Sequence[SheetPlan], progress: Progress = silent) -> Workbook:
    """The facts and problems of a book that was read before, as often as it is looked at."""
    total = sum(len(sheet.packed) for sheet in book.sheets)
    sheets: list[SheetResult] = []
    done = 0
    for sheet in book.sheets:

        def report(row: int, before: int = done, sheet: str = sheet.name) -> None:
            progress(min(before + row, total), total, f"正在核对 {sheet}")

        sheets.append(_read_sheet(sheet, plans, book.epoch1904, report))
        done += len(sheet.packed)
    return Workbook(name, book.digest, tuple(sheets), tuple(_about_file(book, sheets)))


def _about_file(book: Book, sheets: Iterable[SheetResult]) -> list[Problem]:
    problems = [_say("", code, Severity.NOTE, sentence) for code, sentence in notes_of(book)]
    if not any(sheet.measure or sheet.detail for sheet in sheets):
        sentence = "没有找到可以识别的申报表。请使用本年度的填报模板，不要改动工作表名称和表头。"
        problems.append(_say("", "no-sheet", Severity.ERROR, sentence))
    return problems


def _say(sheet: str, code: str, severity: Severity, sentence: str, column: str = "", cell: str = "") -> Problem:
    return Problem(sheet, cell, 0, column, code, severity, "", sentence)


def _read_sheet(
    sheet: RawSheet, plans: Sequence[SheetPlan], epoch1904: bool, report: Callable[[int], None]
) -> SheetResult:
    if sheet.state != "visible":
        sentence = "这个工作表是隐藏的，没有读取。如需申报，请取消隐藏后再报。"
        return _left_out(sheet, [_say(sheet.name, "hidden-sheet", Severity.NOTE, sentence)] if sheet.packed else [])
    named = plan_by_name(sheet.name, plans)
    if not sheet.packed or (compare_key(sheet.name) in _ASIDE and not (named and named.detail)):
        return _left_out(sheet, [])
    layout = find_sheet(sheet, plans)
    if layout is None:
        return _left_out(sheet, [_not_understood(sheet, plans)])
    return read_found(sheet, layout, epoch1904, report)


def read_found(sheet: RawSheet, layout: Layout, epoch1904: bool, report: Callable[[int], None]) -> SheetResult:
    """The table that was found on a sheet, read to its end."""
    reader = TableReader(sheet, layout, epoch1904)
    for count, _ in enumerate(reader.read(), 1):
        if count % _REPORT_EVERY == 0:
            report(count)
    report(len(sheet.packed))
    taken = reader.taken
    return SheetResult(
        name=sheet.name,
        measure=None if layout.plan.detail else layout.plan.measure,
        state=sheet.state,
        header_rows=layout.header_rows,
        columns={column.id: letters_of(at) for at, column in layout.columns.items()},
        rows=tuple(taken.rows),
        skipped=tuple(taken.skipped),
        sums=tuple(taken.sums),
        problems=(*_about_columns(sheet, layout), *taken.problems),
        detail=layout.plan.measure if layout.plan.detail else None,
    )


def _left_out(sheet: RawSheet, problems: list[Problem]) -> SheetResult:
    return SheetResult(sheet.name, None, sheet.state, (), {}, (), (), (), tuple(problems))


def _not_understood(sheet: RawSheet, plans: Sequence[SheetPlan]) -> Problem:
    if plan_by_name(sheet.name, plans):
        sentence = "没有找到表头。请使用填报模板，不要改动表头文字。"
        return _say(sheet.name, "no-header", Severity.ERROR, sentence)
    return _say(sheet.name, "unknown-sheet", Severity.NOTE, "工作表的名称和表头都不属于任何一项措施，没有读取。")


def _about_columns(sheet: RawSheet, layout: Layout) -> list[Problem]:
    """Columns that are missing, there twice, or hidden."""
    problems = []
    found = {column.id for column in layout.columns.values()}
    for column in layout.plan.columns:
        if column.required and column.id not in found:
            sentence = f"缺少必填的列“{column.header}”。请按模板补上这一列。"
            problems.append(_say(sheet.name, "missing-column", Severity.ERROR, sentence, column.header))
    for at in layout.twice:
        label = layout.labels[at].text
        severity = Severity.ERROR if _matters(layout, at) else Severity.NOTE
        sentence = f"“{label}”一列与左边的列含义相同，无法判断以哪一列为准。请只保留一列。"
        cell = a1(layout.header_rows[-1], at)
        problems.append(_say(sheet.name, "duplicate-column", severity, sentence, label, cell))
    hidden = hidden_columns(sheet, layout)
    if hidden:
        sentence = f"第 {'、'.join(hidden)} 列在原表中被隐藏，已照常读取。"
        problems.append(_say(sheet.name, "hidden-column", Severity.NOTE, sentence))
    return problems


def _matters(layout: Layout, at: int) -> bool:
    """Whether two columns for one thing could change an amount, an identity or a required fact."""
    column = layout.twice[at]
    return column.required or column.type in (ColumnType.MONEY, ColumnType.CODE)

"""A filled-in workbook read into facts and problems: the face of reading, for intake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gyga_desk.formats import child
from gyga_desk.formats.ahead import Ahead
from gyga_desk.formats.codes import is_valid
from gyga_desk.formats.figures import squeeze
from gyga_desk.formats.forms import Form, FormReader, find_form
from gyga_desk.formats.headers import Names, compare_key
from gyga_desk.formats.layout import Layout, SheetPlan, find_tables, plan_by_name
from gyga_desk.formats.notes import notes_of
from gyga_desk.formats.raw import Book, RawKind, RawSheet, a1, letters_of
from gyga_desk.formats.table import RowRead, StatedSum, TableReader, Taken, hidden_columns
from gyga_desk.model import Column, ColumnType, Problem, Severity
from gyga_desk.progress import Progress, silent

__all__ = ["RowRead", "SheetPlan", "SheetResult", "StatedSum", "Workbook", "read", "understand"]

_ASIDE = ("填报说明", "填表说明", "说明", "字典", "目录", "封面", "投入明细", "交易明细", "问题清单")
_REPORT_EVERY = 200
_ALIKE, _MOST_LIKE = 0.75, 100
"""How alike a header must be to a missing column to be named, among so many headers at most."""
_LATELY = 50
"""Lines skipped in tables side by side are the same ones; they are listed once."""


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


def understand(
    book: Book, name: str, plans: Sequence[SheetPlan], progress: Progress = silent, ahead: Ahead | None = None
) -> Workbook:
    """The facts and problems of a book that was read before, as often as it is looked at; `ahead` heard its rows by the same plans."""
    total = sum(len(sheet.packed) for sheet in book.sheets)
    sheets: list[SheetResult] = []
    done = 0
    for sheet in book.sheets:

        def report(row: int, before: int = done, sheet: str = sheet.name) -> None:
            progress(min(before + row, total), total, f"正在核对 {sheet}")

        sheets.extend(_read_sheet(sheet, plans, book.epoch1904, report, ahead))
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
    sheet: RawSheet,
    plans: Sequence[SheetPlan],
    epoch1904: bool,
    report: Callable[[int], None],
    ahead: Ahead | None,
) -> list[SheetResult]:
    """What the sheet holds, a result for each measure that has a table on it."""
    if sheet.state != "visible":
        sentence = "这个工作表是隐藏的，没有读取。如需申报，请取消隐藏后再报。"
        return [_left_out(sheet, [_say(sheet.name, "hidden-sheet", Severity.NOTE, sentence)] if sheet.packed else [])]
    named = plan_by_name(sheet.name, plans)
    if not sheet.packed or (compare_key(sheet.name) in _ASIDE and not (named and named.detail)):
        return [_left_out(sheet, [])]
    layouts = find_tables(sheet, plans)
    form = find_form(sheet, plans, max(layouts, key=lambda one: len(one.columns), default=None))
    if form:
        return [_read_form(sheet, form, epoch1904, report)]
    if not layouts:
        return [_left_out(sheet, [_not_understood(sheet, plans)])]
    by_measure: dict[int, list[Layout]] = {}
    for layout in layouts:
        by_measure.setdefault(id(layout.plan), []).append(layout)
    if ahead and len(layouts) == 1 and (reader := ahead.reader_of(sheet, layouts[0])):
        return [read_found(sheet, layouts[0], epoch1904, report, begun=reader)]
    return [read_found(sheet, group[0], epoch1904, report, group[1:]) for group in by_measure.values()]


def read_found(
    sheet: RawSheet,
    layout: Layout,
    epoch1904: bool,
    report: Callable[[int], None],
    more: Sequence[Layout] = (),
    begun: TableReader | None = None,
) -> SheetResult:
    """The table that was found on a sheet, read to its end, and more of its kind below or beside it."""
    taken, problems = Taken(), []
    for one in (layout, *more):
        reader = begun or TableReader(sheet, one, epoch1904)
        for count, number in enumerate(reader.read(), 1):
            if not number or count % _REPORT_EVERY == 0:
                report(count)
        taken.rows += reader.taken.rows
        taken.skipped += [line for line in reader.taken.skipped if line not in taken.skipped[-_LATELY:]]
        taken.sums += reader.taken.sums
        problems += [*_about_columns(sheet, one, several=bool(more)), *reader.taken.problems]
    report(len(sheet.packed))
    columns = {column.id: letters_of(at) for one in (*reversed(more), layout) for at, column in one.columns.items()}
    header_rows = sorted({row for one in (layout, *more) for row in one.header_rows})
    return _result(sheet, layout.plan, tuple(header_rows), columns, taken, problems)


def _read_form(sheet: RawSheet, form: Form, epoch1904: bool, report: Callable[[int], None]) -> SheetResult:
    reader = FormReader(sheet, form, epoch1904)
    for count, _ in enumerate(reader.read(), 1):
        if count % _REPORT_EVERY == 0:
            report(count)
    report(len(sheet.packed))
    sentence = f"这个工作表是一户一表的表单，读出 {len(reader.taken.rows)} 户。"
    problems = [_say(sheet.name, "form", Severity.NOTE, sentence), *reader.taken.problems]
    columns = {name: letters_of(at) for name, at in reader.columns.items()}
    return _result(sheet, form.plan, (), columns, reader.taken, problems)


def _result(
    sheet: RawSheet,
    plan: SheetPlan,
    header_rows: tuple[int, ...],
    columns: Mapping[str, str],
    taken: Taken,
    problems: Sequence[Problem],
) -> SheetResult:
    return SheetResult(
        name=sheet.name,
        measure=None if plan.detail else plan.measure,
        state=sheet.state,
        header_rows=header_rows,
        columns=columns,
        rows=tuple(taken.rows),
        skipped=tuple(taken.skipped),
        sums=tuple(taken.sums),
        problems=tuple(problems),
        detail=plan.measure if plan.detail else None,
    )


def _left_out(sheet: RawSheet, problems: list[Problem]) -> SheetResult:
    return SheetResult(sheet.name, None, sheet.state, (), {}, (), (), (), tuple(problems))


def _not_understood(sheet: RawSheet, plans: Sequence[SheetPlan]) -> Problem:
    if plan_by_name(sheet.name, plans):
        sentence = "没有找到表头。请使用填报模板，不要改动表头文字。"
        return _say(sheet.name, "no-header", Severity.ERROR, sentence)
    if place := _application_in(sheet):
        sentence = (
            "这里像是申报内容，但上面没有认得的表头，没有读取。请补上表头后再报；不是申报内容的，请移到另一个文件。"
        )
        return _say(sheet.name, "no-header", Severity.ERROR, sentence, cell=place)
    return _say(sheet.name, "unknown-sheet", Severity.NOTE, "工作表的名称和表头都不属于任何一项措施，没有读取。")


_FULL_ROW, _LOOKED_AT = 10, 200
"""As many cells as a mere list of names hardly has, and as many rows as are looked at."""


def _application_in(sheet: RawSheet) -> str:
    """The cell of a credit code in a row as full as an application's; empty where there is none."""
    for row in islice(sheet.rows(), _LOOKED_AT):
        found = (at for at, cell in row.cells.items() if cell.kind is RawKind.TEXT and is_valid(squeeze(cell.text)))
        if len(row.cells) >= _FULL_ROW and (at := next(found, None)) is not None:
            return a1(row.number, at)
    return ""


def _about_columns(sheet: RawSheet, layout: Layout, *, several: bool) -> list[Problem]:
    """Columns that are missing, there twice, hidden, or known by another name or in another unit."""
    where = f"第 {layout.header_rows[-1]} 行表头下的表" if several else ""
    problems = [*_missing(sheet, layout, where), *_twins(sheet, layout)]
    hidden = hidden_columns(sheet, layout)
    if hidden:
        sentence = f"第 {'、'.join(hidden)} 列在原表中被隐藏，没有读取。如应申报，请取消隐藏后再报。"
        problems.append(_say(sheet.name, "hidden-column", Severity.NOTE, sentence))
    own = (
        layout.plan.names
    )  # a list of another office has no names here, and every office has its own words for columns
    return [*problems, *(_interpreted(sheet, layout) if own else ())]


def _missing(sheet: RawSheet, layout: Layout, where: str) -> Iterator[Problem]:
    found = {column.id for column in layout.columns.values()}
    hidden = {column.id: at for at, column in layout.hidden.items()}
    for column in layout.plan.columns:
        if not column.required or column.id in found:
            continue
        if column.id in hidden:
            sentence = f"必填的列“{column.header}”（{letters_of(hidden[column.id])} 列）在原表中被隐藏，没有读取。请取消隐藏后再报。"
        else:
            like = _like(layout, column)
            perhaps = f"“{like}”一列如果就是，请把它的表头改为“{column.header}”；否则" if like else ""
            sentence = f"{where}缺少必填的列“{column.header}”。{perhaps}请按模板补上这一列。"
        yield _say(sheet.name, "missing-column", Severity.ERROR, sentence, column.header)


def _like(layout: Layout, column: Column) -> str:
    """The header beyond the schema that may well mean a missing column."""
    names = Names([column])
    taken = {*layout.columns, *layout.twice, *layout.hidden}
    others = [label.text for at, label in layout.labels.items() if at not in taken]
    close = {text: names.like(column, text) for text in others[:_MOST_LIKE]}
    best = max(close, key=close.__getitem__, default="")
    return best if best and close[best] >= _ALIKE else ""


def _twins(sheet: RawSheet, layout: Layout) -> Iterator[Problem]:
    for at in layout.twice:
        label = layout.labels[at].text
        severity = Severity.ERROR if _matters(layout, at) else Severity.NOTE
        sentence = f"“{label}”一列与左边的列含义相同，无法判断以哪一列为准。请只保留一列。"
        yield _say(sheet.name, "duplicate-column", severity, sentence, label, a1(layout.header_rows[-1], at))


def _interpreted(sheet: RawSheet, layout: Layout) -> Iterator[Problem]:
    """Headers that are read as another name, and units that are not the template's."""
    lined = []
    for at, column in layout.columns.items():
        label, cell = layout.labels[at], a1(layout.header_rows[-1], at)
        if label.key != compare_key(column.header):
            sentence = f"“{label.text}”一列按“{column.header}”读取。"
            yield _say(sheet.name, "header-alias", Severity.NOTE, sentence, label.text, cell)
        if column.type is not ColumnType.MONEY:
            if label.count:
                sentence = f"“{label.text}”一列以{label.count}计，已换算成个数。"
                yield _say(sheet.name, "header-unit", Severity.NOTE, sentence, label.text, cell)
        elif label.unit and label.unit != (column.unit or "元"):
            sentence = f"“{label.text}”一列按表头写明的{label.unit}读取，已换算成元。"
            yield _say(sheet.name, "header-unit", Severity.NOTE, sentence, label.text, cell)
        elif layout.sheet_unit and not label.unit and layout.sheet_unit != (column.unit or "元"):
            lined.append(f"“{label.text}”")
    if lined:
        more = f"等 {len(lined)} 列" if len(lined) > 3 else ""
        sentence = f"{'、'.join(lined[:3])}{more}按表上写明的单位{layout.sheet_unit}读取。"
        yield _say(sheet.name, "sheet-unit", Severity.NOTE, sentence)


def _matters(layout: Layout, at: int) -> bool:
    """Whether two columns for one thing could change an amount, an identity or a required fact."""
    column = layout.twice[at]
    return column.required or column.type in (ColumnType.MONEY, ColumnType.CODE)

"""Plain tables in and nothing more: one header row and lines of text, from a workbook or a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child
from gyga_desk.formats.cells import is_blank, plain, shown
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.raw import Book, letters_of
from gyga_desk.progress import Progress, silent

ANSWER_HEADERS: Mapping[str, Sequence[str]] = {
    "case": ("case", "案号", "项目编号", "编号"),
    "check": ("check", "检查项", "核查项", "检查项编号"),
    "answer": ("answer", "答复", "结果", "审核结果"),
    "note": ("note", "说明", "备注"),
}
"""The columns of a table of answers, by the words people head them with."""
SEARCHED_ROWS = 30
TWINS = "文件“{name}”有两列都叫“{columns}”，无法判断以哪一列为准。请改名或删去一列后再试。"
NO_HEADER = "文件“{name}”中没有找到表头“{wanted}”。请检查表头文字后再试。"

Lines = list[tuple[int, dict[int, str]]]


@dataclass(frozen=True)
class TableRow:
    """One line: its number in the file and its texts by column."""

    row: int
    texts: Mapping[str, str]
    """By the wanted column's id where it was asked for, by its own header otherwise; blanks are left out."""


@dataclass(frozen=True)
class Table:
    """A plain table as read."""

    headers: tuple[str, ...]
    """The keys of `TableRow.texts`, in the order of the sheet."""
    rows: tuple[TableRow, ...]
    sheet: str
    """A text file's one sheet is called like the file."""
    digest: str
    letters: Mapping[str, str]
    """Header key → column letters, for naming a cell."""

    def cell(self, row: TableRow, header: str) -> str:
        """The A1-style address of one text."""
        return f"{self.letters[header]}{row.row}"


def read_table(
    path: Path,
    wanted: Mapping[str, Sequence[str]],
    optional: Iterable[str] = (),
    progress: Progress = silent,
) -> Table:
    """The first table that has every wanted column; `wanted` gives each id the headers it may stand under.

    Error values come as written (`#REF!`), a formula without a value as `(未计算的公式)`: neither is ever blank.
    """
    needed = [name for name in wanted if name not in set(optional)]
    sheets, digest = _sheets(child.read(path, progress))
    for sheet, lines in sheets:
        for at, (_, texts) in enumerate(lines[:SEARCHED_ROWS]):
            keys = _keys(texts, wanted)
            if all(name in keys.values() for name in needed):
                _refuse_twins(path, texts)
                return _table(lines[at + 1 :], keys, sheet, digest)
    raise WorkbookError(NO_HEADER, name=path.name, wanted="、".join(_said(wanted[name]) for name in needed))


def _refuse_twins(path: Path, texts: Mapping[int, str]) -> None:
    """Two columns of one name: nobody could say which is meant, and neither is passed over in silence."""
    names = [plain(text) for text in texts.values() if plain(text)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WorkbookError(TWINS, name=path.name, columns="”“".join(twice))


def _said(names: Sequence[str]) -> str:
    """The first Chinese word for a column."""
    return next((name for name in names if not name.isascii()), names[0])


def _keys(texts: Mapping[int, str], wanted: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Column → id or header; the first of two equal headers counts."""
    ids = {compare_key(name): key for key, names in wanted.items() for name in names}
    keys: dict[int, str] = {}
    for at, text in texts.items():
        key = ids.get(compare_key(text), plain(text))
        if key not in keys.values():
            keys[at] = key
    return keys


def _table(lines: Lines, keys: dict[int, str], sheet: str, digest: str) -> Table:
    rows = []
    for number, texts in lines:
        known = {keys[at]: text for at, text in texts.items() if at in keys}
        if known:
            rows.append(TableRow(number, known))
    letters = {key: letters_of(at) for at, key in keys.items()}
    return Table(tuple(keys.values()), tuple(rows), sheet, digest, letters)


def _sheets(book: Book) -> tuple[list[tuple[str, Lines]], str]:
    sheets = []
    for sheet in book.sheets:
        if sheet.state != "visible":
            continue
        lines: Lines = []
        for row in sheet.rows():
            cells = {at: shown(cell, book.epoch1904) for at, cell in row.cells.items() if not is_blank(cell)}
            if cells:
                lines.append((row.number, cells))
        sheets.append((sheet.name, lines))
    return sheets, book.digest

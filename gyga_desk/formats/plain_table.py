"""Plain tables in and nothing more: one header row and lines of text, from a workbook or a CSV file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child
from gyga_desk.formats.cells import is_blank, plain, shown
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.raw import Book, RawSheet, clean_text, letters_of, pack_row
from gyga_desk.progress import Progress, silent

ANSWER_HEADERS: Mapping[str, Sequence[str]] = {
    "case": ("case", "案号", "项目编号", "编号"),
    "check": ("check", "检查项", "核查项", "检查项编号"),
    "answer": ("answer", "答复", "结果", "审核结果"),
    "note": ("note", "说明", "备注"),
}
"""The columns of a table of answers, by the words people head them with."""
SEARCHED_ROWS = 30
MOST_LINES = 200_000
UNDECODED = "文件“{name}”的文字编码无法识别。请用表格软件打开后另存为 .xlsx 或 UTF-8 编码的 CSV 再试。"
SPOILT = "文件“{name}”不是完整的 CSV 表格（第 {row} 行）。请用表格软件打开后另存为 .xlsx 再试。"
TWINS = "文件“{name}”有两列都叫“{columns}”，无法判断以哪一列为准。请改名或删去一列后再试。"
NO_HEADER = "文件“{name}”中没有找到表头“{wanted}”。请检查表头文字后再试。"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

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
    """Empty for CSV."""
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
    book = None if _looks_like_text(path) else child.read(path, progress)
    sheets, digest = _sheets(book) if book else _csv(path)
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


def text_book(path: Path) -> Book | None:
    """A CSV file as the one sheet of a workbook, every cell a text; None for a file that is no text."""
    if not _looks_like_text(path):
        return None
    [(name, lines)], digest = _csv(path)
    packed = []
    for number, texts in lines:
        kinds = "".join("t" if at in texts else "." for at in range(1, max(texts) + 1))
        packed.append(pack_row(number, kinds, [clean_text(text) for _, text in sorted(texts.items())]))
    return Book("csv", digest, (RawSheet(name, "visible", tuple(packed)),))


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


def _looks_like_text(path: Path) -> bool:
    """Text has no zeros, or begins with a mark of its encoding; workbooks begin otherwise."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False  # the reader of workbooks has the sentence for it
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return True
    return bool(head.strip()) and b"\0" not in head and not head.startswith((b"PK", b"%PDF", b"<", b"{\\rtf"))


def _csv(path: Path) -> tuple[list[tuple[str, Lines]], str]:
    data = child.read_bytes(path)
    text = _decode(data, path.name)
    head = text[:4096].partition("\n")[0]
    separator = max(",\t;", key=head.count)
    lines: Lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, fields in enumerate(reader, 1):
            if number > MOST_LINES:
                raise WorkbookError(SPOILT, name=path.name, row=number)
            cells = {at: field.strip() for at, field in enumerate(fields, 1) if field.strip()}
            if cells:
                lines.append((number, cells))
    except csv.Error as fault:
        raise WorkbookError(SPOILT, name=path.name, row=reader.line_num) from fault
    return [("", lines)], "sha256:" + hashlib.sha256(data).hexdigest()


def _decode(data: bytes, name: str) -> str:
    """By the mark at the beginning, else UTF-8, else the national encoding; nothing is guessed beyond."""
    encodings = [encoding for bom, encoding in _BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkbookError(UNDECODED, name=name)

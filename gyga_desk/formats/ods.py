"""The strict reader of OpenDocument workbooks (.ods): values as written, repeats only as far as a sheet may reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.parsers import expat

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.packing import MOST_SPREAD, pack_cells
from gyga_desk.formats.xlsx import BookHead, Event, Noted, Reached, SheetEnd, SheetHead
from gyga_desk.formats.xlsx_cells import FAR, MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_parts import DEEPEST, MOST_SHEETS, new_parser
from gyga_desk.formats.xlsx_zip import BROKEN, HUGE, Parts

CONTENT = "content.xml"
_NAMES = {
    "xmlns:office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "xmlns:table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "xmlns:text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
"""Every program writes these short names; a file that gives them another meaning is not taken."""
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_ERROR = re.compile(r"#[A-Z/0!?]{3,8}|Err:[0-9]{3}")
_EPOCH = datetime(1899, 12, 30)
_SKIPPED = frozenset(("table:tracked-changes", "table:dde-links", "table:shapes", "office:annotation"))
_HIGH, _WIDE = "table:number-rows-spanned", "table:number-columns-spanned"
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))


def read_events(data: bytes) -> Iterator[Event]:
    """The workbook in `data`, sheet by sheet; raises `WorkbookError` at the first thing that is not clear."""
    parts = Parts(data)
    yield BookHead(
        "ods", False, any(name.startswith(("basic/", "scripts/")) for name in parts.names), parts.size(CONTENT)
    )
    if any(name.startswith("pictures/") for name in parts.names):
        yield Noted("pictures")
    if any(name.startswith("object ") for name in parts.names):
        yield Noted("embedded")
    content = _Content()
    done = 0
    for piece in parts.stream(CONTENT):
        yield from content.feed(piece)
        done += len(piece)
        yield Reached(done)
    yield from content.feed(b"", final=True)
    if content.annotated:
        yield Noted("comments")


class _Content:
    """The content as it is parsed; events that are through are handed on after each piece."""

    def __init__(self) -> None:
        self.annotated = False
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self._text
        self._starts = {
            "table:table": self._start_table,
            "table:table-row": self._start_row,
            "table:table-column": self._take_column,
            "style:style": self._take_style,
            "style:table-properties": self._take_display,
        }
        self._events: list[Event] = []
        self._path: list[str] = []
        self._skipped = 0
        self._unseen_styles: set[str] = set()
        self._style = ""
        self._sheets = 0
        self._sheet = ""

    def feed(self, piece: bytes, final: bool = False) -> list[Event]:
        try:
            self._parser.Parse(piece, final)
        except expat.ExpatError as fault:
            raise WorkbookError(BROKEN, detail=f"{CONTENT} 内容不规范") from fault
        events, self._events = self._events, []
        return events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise WorkbookError(BROKEN, detail=f"{CONTENT} 嵌套过深")
        self._path.append(name)
        if (
            attributes
            and not _NAMES.keys().isdisjoint(attributes)
            and any(attributes.get(key, meant) != meant for key, meant in _NAMES.items())
        ):
            raise WorkbookError(BROKEN, detail=f"{CONTENT} 的命名不认识")
        if self._skipped or name in _SKIPPED:
            self.annotated = self.annotated or name == "office:annotation"
            self._skipped += 1
        elif name in _CELLS:
            self._start_cell(attributes)
        elif name == "text:p" and self._path[-2] in _CELLS:
            self._lines.append([])
        elif name.startswith("text:"):
            self._start_text(name, attributes)
        elif name in self._starts:
            self._starts[name](attributes)

    def _end(self, name: str) -> None:
        self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif name in _CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table" and self._sheet:
            merges = tuple(self._merges)
            self._events.append(SheetEnd(merges, tuple(self._hidden_rows), tuple(self._hidden_columns)))
            self._sheet = ""

    def _start_table(self, attributes: dict[str, str]) -> None:
        if self._sheet:
            raise WorkbookError(BROKEN, detail=f"工作表“{self._sheet[:40]}”中套有表格")
        self._sheets += 1
        if self._sheets > MOST_SHEETS:
            raise WorkbookError(HUGE, detail=f"有 {self._sheets} 个工作表")
        self._sheet = attributes.get("table:name", "") or f"表{self._sheets}"
        self._row, self._columns = 0, 0
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        hidden = attributes.get("table:style-name", "") in self._unseen_styles
        self._events.append(SheetHead(self._sheet, "hidden" if hidden else "visible"))

    def _take_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")

    def _take_display(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self._unseen_styles.add(self._style)

    def _take_column(self, attributes: dict[str, str]) -> None:
        first, self._columns = self._columns + 1, self._columns + _repeats(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            self._hidden_columns.extend(range(first, min(self._columns, MOST_COLUMNS) + 1))

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._path[-2:].count("table:table-row") > 1 or not self._sheet:
            raise WorkbookError(BROKEN, detail=f"{CONTENT} 的行不在表中")
        self._cells: dict[int, tuple[str, str]] = {}
        self._column = 0
        self._row_repeats = _repeats(attributes, "table:number-rows-repeated")
        self._row_hidden = attributes.get("table:visibility", "visible") != "visible"

    def _end_row(self) -> None:
        first, self._row = self._row + 1, self._row + self._row_repeats
        if len(self._cells) * self._row_repeats > MOST_SPREAD:
            raise WorkbookError(HUGE, detail=f"工作表“{self._sheet[:40]}”重复的行过多")
        for number in range(first, self._row + 1) if self._cells else ():
            packed = pack_cells(self._sheet, number, self._cells)
            assert packed
            self._events.append(packed)
            if self._row > MOST_ROWS:
                raise WorkbookError(FAR, sheet=self._sheet[:40], cell=f"A{self._row}")
        if self._row_hidden:
            self._hidden_rows.extend(range(first, min(self._row, MOST_ROWS) + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._path[-2:-1] != ["table:table-row"]:
            raise WorkbookError(BROKEN, detail=f"{CONTENT} 的单元格不在行中")
        self._cell = attributes
        self._lines: list[list[str]] = []
        if _HIGH in attributes or _WIDE in attributes:
            high, wide = _repeats(attributes, _HIGH), _repeats(attributes, _WIDE)
            if high > 1 or wide > 1:
                self._merges.append((self._row + 1, self._column + 1, self._row + high, self._column + wide))

    def _end_cell(self) -> None:
        first, self._column = self._column + 1, self._column + _repeats(self._cell, "table:number-columns-repeated")
        kind, text = _meant(self._cell, "\n".join(["".join(line) for line in self._lines]))
        if kind:
            if self._column > MOST_COLUMNS:
                raise WorkbookError(FAR, sheet=self._sheet[:40], cell=f"第 {self._column} 列")
            for at in range(first, self._column + 1):
                self._cells[at] = kind, text

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside_line():
            blank = {
                "text:s": " " * min(_repeats(attributes, "text:c"), 100),
                "text:tab": "\t",
                "text:line-break": "\n",
            }
            self._lines[-1].append(blank.get(name, ""))

    def _text(self, data: str) -> None:
        if not self._skipped and self._inside_line():
            self._lines[-1].append(data.replace("\n", " "))

    def _inside_line(self) -> bool:
        """Whether this stands in a paragraph of a cell itself, not of something that lies upon it."""
        if self._path[-1] == "text:p":
            return self._path[-2] in _CELLS
        for place in range(len(self._path) - 1, 0, -1):
            if self._path[place] == "text:p":
                return self._path[place - 1] in _CELLS
            if not self._path[place].startswith("text:"):
                return False
        return False


def _repeats(attributes: dict[str, str], key: str) -> int:
    if key not in attributes:
        return 1
    written = attributes[key]
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise WorkbookError(BROKEN, detail=f"{CONTENT} 的重复次数写法有误")
    return max(int(written), 1)


def _meant(cell: dict[str, str], shown: str) -> tuple[str, str]:
    """Kind and text of a cell; no kind where it holds nothing."""
    kind, formula = cell.get("office:value-type", ""), "table:formula" in cell
    if cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
        return "e", shown[:40]
    if kind in ("float", "percentage", "currency"):
        return "n", _number(cell.get("office:value", ""))
    if kind == "date":
        return "d", _serial(cell.get("office:date-value", ""))
    if kind == "boolean":
        return "b", "1" if cell.get("office:boolean-value") == "true" else "0"
    text = cell.get("office:string-value", shown) if kind == "string" else shown
    if formula and not text and kind != "string":
        return "f", ""
    return ("t", text) if text else ("", "")


def _number(written: str) -> str:
    if not _NUMBER.fullmatch(written):
        raise WorkbookError(BROKEN, detail="含有不是数字的数值")
    return written


def _serial(written: str) -> str:
    """`2024-03-25` → the serial number that all workbooks know it by."""
    try:
        days = (datetime.fromisoformat(written[:19]) - _EPOCH) / timedelta(days=1)
    except ValueError as fault:
        raise WorkbookError(BROKEN, detail="含有不是日期的日期值") from fault
    return str(int(days)) if days == int(days) else repr(days)

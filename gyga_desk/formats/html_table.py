"""A web page with tables, as other programs name .xls: each table a sheet, every cell a text."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.packing import pack_cells
from gyga_desk.formats.text_table import UNDECODED, decode
from gyga_desk.formats.xlsx import BookHead, Event, Noted, Reached, SheetEnd, SheetHead
from gyga_desk.formats.xlsx_cells import MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_parts import MOST_SHEETS
from gyga_desk.formats.xlsx_zip import BROKEN, HUGE, MEGABYTE

MOST_PAGE = 8 * MEGABYTE
_SECONDS = 2
"""Of the processor, and one more for every megabyte; what takes longer is no page that a table program wrote."""
NO_TABLE = "文件“{name}”实际是网页，其中没有表格。请用表格软件打开原表后另存为 .xlsx 再试。"
NESTED = "网页中的表格互相嵌套"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_NATIONAL = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"))
_UNSEEN = frozenset(("script", "style", "head", "title"))
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
_BREAKS = frozenset(("br", "p", "div"))
_PIECE = 1 << 16
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_SHOWN_NUMBER = re.compile(r"-?[0-9,]+(\.[0-9]+)?")


def read_events(data: bytes) -> Iterator[Event]:
    """The tables of the page; raises `WorkbookError` where there is none or they cannot be told apart."""
    if len(data) > MOST_PAGE:
        raise WorkbookError(HUGE, detail="网页超过 8 MB")
    text = _decode(data)
    page, end = _Page(), time.process_time() + _SECONDS + len(data) / MEGABYTE
    yield BookHead("html", False, False, len(text))
    for at in range(0, len(text), _PIECE):
        page.feed(text[at : at + _PIECE])
        if time.process_time() > end:
            raise WorkbookError(HUGE, detail="网页过于复杂")
        yield from page.taken()
        yield Reached(min(at + _PIECE, len(text)))
    page.close()
    yield from page.taken()
    if not page.tables:
        raise WorkbookError(NO_TABLE)
    if page.pictures:
        yield Noted("pictures")


def _decode(data: bytes) -> str:
    """By the mark at the beginning, else as the page says, else as any text."""
    named = _CHARSET.search(data[:4096])
    name = named[1].decode().lower() if named else ""
    if not name or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    try:
        return (
            data.decode("gb18030" if name in _NATIONAL else "utf-8") if name in {*_NATIONAL, "utf-8"} else decode(data)
        )
    except UnicodeDecodeError as fault:
        raise WorkbookError(UNDECODED) from fault


class _Page(HTMLParser):
    """The page as it is read; rows that are through wait in `taken`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.pictures = False
        self._events: list[Event] = []
        self._open = False
        self._unseen = 0
        self._row = 0
        self._cells: dict[int, tuple[str, str]] = {}
        self._cell: list[str] | None = None
        self._number = ""
        self._column = 0
        self._span = (1, 1)
        self._below: dict[int, int] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden: list[int] = []

    def taken(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    def close(self) -> None:
        super().close()
        if self._open:
            self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self._open:
            self._start_row(attributes)
        elif tag in ("td", "th") and self._open:
            self._start_cell(attributes)
        elif tag == "img":
            self.pictures = True
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._open:
            self._end_table()
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(_BLANKS.sub(" ", data))

    def _start_table(self) -> None:
        if self._open:
            raise WorkbookError(BROKEN, detail=NESTED)
        self.tables += 1
        if self.tables > MOST_SHEETS:
            raise WorkbookError(HUGE, detail=f"有 {self.tables} 个表格")
        self._open, self._unseen, self._row = True, 0, 0
        self._below, self._merges, self._hidden = {}, [], []
        self._events.append(SheetHead(f"表格{self.tables}", "visible"))

    def _end_table(self) -> None:
        self._end_row()
        self._open = False
        self._events.append(SheetEnd(tuple(self._merges), tuple(self._hidden), ()))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._end_row()
        self._row += 1
        self._column = 0
        if _HIDDEN.search(attributes.get("style", "")):
            self._hidden.append(self._row)

    def _end_row(self) -> None:
        self._end_cell()
        packed = pack_cells(f"表格{self.tables}", self._row, self._cells)
        self._cells = {}
        if packed:
            self._events.append(packed)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        self._row = self._row or 1
        self._column += 1
        while self._below.get(self._column, 0) >= self._row:
            self._column += 1
        self._cell, self._number = [], attributes.get("x:num", "")
        self._span = (
            _count(attributes.get("rowspan", ""), MOST_ROWS),
            _count(attributes.get("colspan", ""), MOST_COLUMNS),
        )

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = re.sub(r" *\n[ \n]*", "\n", re.sub(" +", " ", "".join(self._cell))).strip()
        self._cell = None
        if text:
            self._cells[self._column] = _meant(text, self._number)
        high, wide = self._span
        if high > 1 or wide > 1:
            last = self._column + wide - 1
            self._merges.append((self._row, self._column, self._row + high - 1, last))
            self._below.update(dict.fromkeys(range(self._column, min(last, MOST_COLUMNS) + 1), self._row + high - 1))
            self._column = last


def _meant(text: str, number: str) -> tuple[str, str]:
    """A number that the page gives beside a rounded one is the number meant."""
    if _NUMBER.fullmatch(number) and _SHOWN_NUMBER.fullmatch(text):
        return "n", number
    return "t", text


def _count(written: str, most: int) -> int:
    return min(max(int(written), 1), most) if written.isdecimal() and written.isascii() and len(written) < 8 else 1

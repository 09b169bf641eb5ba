"""Text files as tables (.csv .txt): which encoding, which separator, and nothing guessed beyond."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.packing import pack_cells
from gyga_desk.formats.raw import pack_row
from gyga_desk.formats.xlsx import BookHead, Event, Noted, Reached, SheetEnd, SheetHead
from gyga_desk.formats.xlsx_cells import MOST_COLUMNS, MOST_ROWS
from gyga_desk.formats.xlsx_parts import LONGEST_TEXT
from gyga_desk.formats.xlsx_zip import HUGE

UNDECODED = "文件“{name}”的文字编码无法识别。请用表格软件打开后另存为 .xlsx 或 UTF-8 编码的 CSV 再试。"
SPOILT = "文件“{name}”不是完整的 CSV 表格（第 {row} 行）。请用表格软件打开后另存为 .xlsx 再试。"
NO_COLUMNS = "文件“{name}”是一般文字，没有用逗号、分号或制表符分开的列。请用表格软件打开后另存为 .xlsx 再试。"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_AS_TEXT = re.compile(r'="([^"]*)"')
_SEPARATORS = "\t;,|"
_LONG_LINE = re.compile(r"(?:\A|[\r\n])[^\r\n]{1000000}")
"""From its beginning, so that each line is looked at once."""
_RARE = ('="', "\r", "\v", "\f")
"""What makes a row go the long way: kept zeros, and signs that `clean_text` changes."""
_SAMPLE = 100
_LOST = "\ufffd"
_REPORT_EVERY = 500


def read_events(data: bytes) -> Iterator[Event]:
    """The one sheet of a text file, every cell a text; raises `WorkbookError` where it is no table."""
    text = decode(data)
    if _LONG_LINE.search(text):
        raise WorkbookError(HUGE, detail="有一行超过一百万个字符")
    separator = find_separator(text)
    if not separator:
        raise WorkbookError(NO_COLUMNS)
    yield BookHead("csv", False, False, len(text))
    if _LOST in text:
        yield Noted("lost-letters")
    yield SheetHead("", "visible")
    yield from _rows(text, separator)
    yield SheetEnd((), (), ())
    yield Reached(len(text))


def _rows(text: str, separator: str) -> Iterator[Event]:
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, strict=True)
    try:
        for number, fields in enumerate(reader, 1):
            packed = _packed(number, fields)
            if packed:
                yield packed
            if number % _REPORT_EVERY == 0:
                yield Reached(min(source.tell(), len(text)))
    except csv.Error as fault:
        raise WorkbookError(SPOILT, row=reader.line_num) from fault


def _packed(number: int, fields: Sequence[str]) -> bytes | None:
    """The row as it travels; what nearly all rows are is packed without looking at each cell."""
    texts = [field.strip() for field in fields]
    written = [text for text in texts if text]
    joined = "".join(written)
    usual = len(joined) <= LONGEST_TEXT and len(texts) <= MOST_COLUMNS and number <= MOST_ROWS
    if not usual or any(sign in joined for sign in _RARE):
        return pack_cells("", number, {at: ("t", cell) for at, text in enumerate(texts, 1) if (cell := _cell(text))})
    kinds = "".join(["t" if text else "." for text in texts]).rstrip(".")
    return pack_row(number, kinds, written) if written else None


def _cell(field: str) -> str:
    """The field; `="0012"` is how programs keep a number's zeros in a text file."""
    found = _AS_TEXT.fullmatch(field) if field[:1] == "=" else None
    return found[1] if found else field


def decode(data: bytes) -> str:
    """By the mark at the beginning, else UTF-8, else the national encoding, else UTF-16 in the one order that gives text."""
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    if marked:
        found = [_try(data, marked[0])]
    elif b"\0" in data[:4096]:
        found = [_try(data, "utf-16-le"), _try(data, "utf-16-be")]
        found = [text for text in found if text and "\n" in text and re.search(f"[{_SEPARATORS}]", text)]
    else:
        found = [_try(data, "utf-8") or _try(data, "gb18030")]
    if len(found) != 1 or not found[0]:
        raise WorkbookError(UNDECODED)
    return found[0]


def _try(data: bytes, encoding: str) -> str:
    """The text, or nothing where the bytes are none in this encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return "" if _NO_TEXT.search(text) else text


def find_separator(text: str) -> str:
    """What parts the columns: the sign that cuts the most lines into the same number of pieces; empty where none does."""
    best, most = "", 0
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        counts: Counter[int] = Counter()
        try:
            for fields, _ in zip(reader, range(_SAMPLE), strict=False):
                counts[len(fields)] += 1
        except csv.Error:  # the end of the sample may stand inside quotes; the reading itself is strict
            pass
        score = max(((width - 1) * lines for width, lines in counts.items()), default=0)
        if score > most:
            best, most = separator, score
    return best

"""The judgement of .xlsx cells: what each is, in exactly one way, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import letters_of, pack_texts, packed_text, unpacked_text
from gyga_desk.formats.xlsx_parts import plain_text
from gyga_desk.formats.xlsx_zip import HUGE

LAST_COLUMN = 16_384
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000
MOST_SHAPES = 4_096
FAR = "文件“{name}”工作表“{sheet}”的 {cell} 还有内容，超出可读范围（20 万行、1000 列）。请删除多余的行或列后另存再试。"
UNCLEAR = "文件“{name}”工作表“{sheet}”{place}写法有误（{detail}），读出的值不可靠，未予读取。请用表格软件打开后另存为 .xlsx 再试。"

_NUMBER = rb"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_NUMBERS = re.compile(_NUMBER + rb"(?:\n" + _NUMBER + rb")*")
"""Line by line: a comma may stand in what is no number, a line break was looked for before."""
_INDEX = re.compile(rb"0|[1-9][0-9]{0,6}")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FAST_TYPES = frozenset((b"", b"n", b"s", b"str"))

Written = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""A cell's XML: column, row, style, type, formula, mark of a value, value, inline text."""


class Shape(NamedTuple):
    """What rows with the same columns, styles and types have in common, judged once for all of them."""

    kinds: bytes
    present: tuple[int, ...] | None
    """The positions that hold something; None for all."""
    shared: tuple[int, ...]
    numbers: tuple[int, ...]
    plain: tuple[int, ...]


class Judge:
    """Judges the cells of one sheet and counts those of the whole book."""

    def __init__(self, sheet: str, strings: list[bytes], dates: frozenset[str], cells_left: int) -> None:
        self.sheet = sheet
        self.cells_left = cells_left
        self.strings = strings
        self.dates = dates
        self._shapes: dict[tuple[tuple[object, ...], ...], Shape] = {}

    def unclear(self, place: str, detail: str) -> WorkbookError:
        """The refusal of something that could be read in more than one way."""
        return WorkbookError(UNCLEAR, sheet=self.sheet[:40], place=place, detail=detail)

    def row(self, number: int, fields: list[tuple[bytes, ...]]) -> bytes | None:
        """The packed row, or None where it holds nothing; `fields` are its cells' XML, field by field."""
        columns, rows, styles, types, formulas, _, values, inlines = fields
        joined = b"\n".join(values)
        plain = joined.count(b"\n") == len(values) - 1 and b"&" not in joined
        if not plain or any(formulas) or any(inlines) or not _FAST_TYPES.issuperset(types):
            return self._slowly(number, list(zip(*fields, strict=True)))
        if rows.count(b"%d" % number) != len(rows):
            raise self.unclear(f"第 {number} 行", "单元格的行号与所在行不符")
        key = (columns, styles, types, tuple(map(bool, values)))
        shape = self._shapes.get(key) or self._shape(number, key)
        texts = self._texts(number, joined, shape)
        return self.pack(number, shape.kinds, texts) if texts else None

    def _texts(self, number: int, joined: bytes, shape: Shape) -> list[bytes]:
        texts = joined.split(b"\n")
        for i in shape.shared:
            texts[i] = self._shared(f"第 {number} 行", texts[i])
        for i in shape.plain:
            texts[i] = self.plain(number, texts[i])
        if shape.numbers:
            self._check_numbers(number, b"\n".join([texts[i] for i in shape.numbers]))
        return texts if shape.present is None else [texts[i] for i in shape.present]

    def plain(self, number: int, written: bytes) -> bytes:
        """A text that stands in its cell."""
        try:
            return packed_text(plain_text(written.decode()))
        except UnicodeDecodeError as fault:
            raise self.unclear(f"第 {number} 行", "文字缺失或编码有误") from fault

    def _shared(self, place: str, written: bytes) -> bytes:
        if not _INDEX.fullmatch(written) or int(written) >= len(self.strings):
            raise self.unclear(place, "所指的文字不存在")
        return self.strings[int(written)]

    def _check_numbers(self, number: int, written: bytes) -> None:
        """Plain decimal numbers only; one too large for any program to hold is no number."""
        good = _NUMBERS.fullmatch(written)
        large = b"e" in written.lower() or len(written) > 300
        if not good or (large and any(abs(float(n)) == float("inf") for n in written.split(b"\n"))):
            raise self.unclear(f"第 {number} 行", "数字写法不合规")

    def _shape(self, number: int, key: tuple[tuple[object, ...], ...]) -> Shape:
        kinds: dict[int, str] = {}
        lists: dict[bytes, list[int]] = {b"s": [], b"": [], b"str": []}
        last, present = 0, []
        for i, (letters, style, kind, filled) in enumerate(zip(*key, strict=True)):
            assert isinstance(letters, bytes) and isinstance(style, bytes) and isinstance(kind, bytes)
            last = self._column(number, letters.decode(), last)
            if filled:
                present.append(i)
                lists[b"" if kind == b"n" else kind].append(i)
                kinds[last] = "t" if kind in (b"s", b"str") else "d" if style.decode() in self.dates else "n"
        self._refuse_far(number, kinds)
        packed = _packed_kinds(kinds)
        whole = None if len(present) == len(key[0]) else tuple(present)
        shape = Shape(packed, whole, tuple(lists[b"s"]), tuple(lists[b""]), tuple(lists[b"str"]))
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        self._shapes[key] = shape
        return shape

    def _column(self, number: int, letters: str, last: int) -> int:
        column = column_of(letters)
        if not last < column <= LAST_COLUMN:
            raise self.unclear(f" {letters}{number} ", "单元格重复、倒序或超出范围")
        return column

    def _refuse_far(self, number: int, kinds: dict[int, str]) -> None:
        """A stray mark at the far end of a sheet is named, so that it can be deleted."""
        furthest = max(kinds, default=0)
        if kinds and (number > MOST_ROWS or furthest > MOST_COLUMNS):
            raise WorkbookError(FAR, sheet=self.sheet[:40], cell=f"{letters_of(furthest)}{number}")

    def _slowly(self, number: int, cells: list[tuple[bytes, ...]]) -> bytes | None:
        kinds: dict[int, str] = {}
        texts: list[str] = []
        last = 0
        for written in cells:
            last = self._column(number, written[0].decode(), last)
            if written[1] != b"%d" % number:
                raise self.unclear(f"第 {number} 行", "单元格的行号与所在行不符")
            kind, text = self._cell(number, written)
            if kind:
                kinds[last] = kind
                texts.append(text)
        self._refuse_far(number, kinds)
        return self.pack(number, _packed_kinds(kinds), [packed_text(text) for text in texts]) if texts else None

    def _cell(self, number: int, written: tuple[bytes, ...]) -> tuple[str, str]:
        """Kind and text of one cell; no kind where it holds nothing."""
        letters, _, style, kind, formula, mark, value, inline = written
        place = f" {letters.decode()}{number} "
        if kind == b"inlineStr":
            if mark:
                raise self.unclear(place, "同时有两个值")
            return ("t", plain_text(self._unescape(place, inline))) if inline else ("", "")
        if inline:
            raise self.unclear(place, "同时有两个值")
        if formula and (not mark or (not value and kind in (b"", b"n"))):
            return "f", ""
        if not value:
            return "", ""
        text = self._unescape(place, value)
        if kind in (b"", b"n"):
            self._check_numbers(number, text.encode().replace(b"\n", b" "))
            return ("d" if style.decode() in self.dates else "n"), text
        return self._typed(place, kind, text)

    def _typed(self, place: str, kind: bytes, text: str) -> tuple[str, str]:
        if kind == b"s":
            return "t", unpacked_text(self._shared(place, text.encode()))
        if kind == b"b" and text in ("0", "1"):
            return "b", text
        if kind == b"e" and text.startswith("#"):
            return "e", text[:40]
        if kind in (b"str", b"d"):
            return "t", plain_text(text)
        raise self.unclear(place, "单元格类型不认识")

    def _unescape(self, place: str, data: bytes) -> str:
        try:
            text = data.decode()
            return _ENTITY.sub(_character, text) if "&" in text else text
        except ValueError as fault:
            raise self.unclear(place, "文字编码有误") from fault

    def pack(self, number: int, kinds: bytes, texts: Sequence[bytes]) -> bytes:
        """The line of a row that holds something, counted."""
        if number > MOST_ROWS:
            raise WorkbookError(FAR, sheet=self.sheet[:40], cell=f"{letters_of(len(kinds))}{number}")
        self.cells_left -= len(texts)
        if self.cells_left < 0:
            raise WorkbookError(HUGE, detail="单元格超过 500 万个")
        return pack_texts(number, kinds, texts)


def _packed_kinds(kinds: dict[int, str]) -> bytes:
    return "".join(kinds.get(column, ".") for column in range(1, max(kinds, default=0) + 1)).encode()


def _character(match: re.Match[str]) -> str:
    """The character behind a reference; anything XML does not allow is a ValueError."""
    if match[3]:
        return _NAMED[match[3]]
    if not match[1] and not match[2]:
        raise ValueError("no reference")
    code = int(match[1]) if match[1] else int(match[2], 16)
    if (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        raise ValueError("no character")
    return chr(code)


def column_of(letters: str) -> int:
    """`AB` → 28."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column

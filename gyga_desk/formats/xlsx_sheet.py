"""One .xlsx sheet part, read in a stream.

Rows in the usual shape are cut out by one expression; a row in any other shape goes through the XML parser. Both give
the same written cells to the same judge, and neither lets pass what is not XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import Merge, letters_of
from gyga_desk.formats.xlsx_cells import Judge, Written, column_of
from gyga_desk.formats.xlsx_parts import DEEPEST, MOST_MERGES, new_parser
from gyga_desk.formats.xlsx_rows import LearnedRows
from gyga_desk.formats.xlsx_zip import HUGE, MEGABYTE

LAST_ROW = 1_048_576
LONGEST_ROW = 32 * MEGABYTE

_CONTROL = bytes(set(range(32)) - {9, 10, 13})
_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData\s*(/?)>")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:.]+)="([^"]*)"')
_TRUE = ("1", "true", "on")


class Sheet:
    """One sheet while it is read; merges and hidden things are complete once `rows` is through."""

    def __init__(self, judge: Judge, pieces: Iterator[bytes]) -> None:
        self.merges: list[Merge] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.bytes_read = 0
        self._judge = judge
        self._pieces = self._checked(pieces)
        self._row = 0
        self._rest = b""

    def rows(self) -> Iterator[bytes]:
        """The packed rows that hold something, strictly ascending."""
        shell = _Shell(self._judge, self)
        buffer, found = self._head()
        prefix, empty = found[1], bool(found[2])
        shell.feed(buffer[: found.end()])
        if not empty:
            if not shell.in_data:
                raise self._judge.unclear("", "数据区位置不明")
            yield from self._data(_Patterns(prefix, LearnedRows(self._judge, prefix)), buffer[found.end() :])
            shell.feed(b"</" + prefix + b"sheetData>" + self._rest)
        else:
            shell.feed(buffer[found.end() :])
        for piece in self._pieces:
            shell.feed(piece)
        shell.feed(b"", final=True)

    def start_row(self, number: str, hidden: str) -> int:
        """Take the next row's number; numbers ascend and none comes twice."""
        row = int(number) if number.isdecimal() and len(number) < 8 else 0 if number else self._row + 1
        if not self._row < row <= LAST_ROW:
            raise self._judge.unclear(f"第 {number[:12] or row} 行", "行号重复、倒序或超出范围")
        self._row = row
        if hidden in _TRUE:
            self.hidden_rows.append(row)
        return row

    def _checked(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if len(piece.translate(None, _CONTROL)) != len(piece):
                raise self._judge.unclear("", "含有控制字符")
            self.bytes_read += len(piece)
            yield piece

    def _head(self) -> tuple[bytes, re.Match[bytes]]:
        buffer = b""
        for piece in self._pieces:
            buffer += piece
            found = _SHEET_DATA.search(buffer)
            if found:
                return buffer, found
            if len(buffer) > LONGEST_ROW:
                break
        raise self._judge.unclear("", "没有数据区")

    def _data(self, patterns: _Patterns, buffer: bytes) -> Iterator[bytes]:
        """The rows up to the end of the data; what follows is left in `_rest`."""
        seen = 0
        while True:
            near = buffer.find(patterns.near, max(0, seen - 64))
            finish = patterns.finish.search(buffer, near) if near >= 0 else None
            end = finish.start() if finish else buffer.rfind(patterns.close, max(0, seen - 64))
            if end >= 0:
                last = buffer.rfind(patterns.close, 0, end) if finish else end
                whole = last + len(patterns.close) if last >= 0 else 0
                yield from self._stretch(patterns, buffer[:whole])
                if finish:
                    left = buffer[whole:end]
                    if left.strip():
                        yield from self._unusual(left)
                    self._rest = buffer[finish.end() :]
                    return
                buffer = buffer[end + len(patterns.close) :]
            seen = len(buffer)
            if seen > LONGEST_ROW:
                raise WorkbookError(HUGE, detail=f"工作表“{self._judge.sheet[:40]}”第 {self._row + 1} 行过长")
            piece = next(self._pieces, b"")
            if not piece:
                raise self._judge.unclear("", "数据区没有结束")
            buffer += piece

    def _stretch(self, patterns: _Patterns, xml: bytes) -> Iterator[bytes]:
        """Whole rows, read at once where they are like those before, and else one by one."""
        learned, at = patterns.learned, 0
        while at < len(xml):
            found = learned.pattern.match(xml, at) if learned.pattern else None
            if found and b"hidden" not in found[2] and b' r="' not in found[2]:
                number, at = int(found[1]), found.end()
                if not self._row < number <= LAST_ROW:
                    self.start_row(str(number), "")
                self._row = number
                packed = learned.take(number, found.groups()[2:])
                if packed:
                    yield packed
                continue
            close = xml.index(patterns.close, at)
            yield from self._block(patterns, xml[at:close])
            at = close + len(patterns.close)

    def _block(self, patterns: _Patterns, block: bytes) -> Iterator[bytes]:
        """What stands before one `</row>`: usually one row, sometimes self-closed empty rows ahead of it."""
        at = 0
        while opened := patterns.open.match(block, at):
            cells = [] if opened[3] else patterns.cells.findall(block, opened.end())
            fields: list[tuple[bytes, ...]] = list(zip(*cells, strict=True)) if cells else [()]
            strange = fields.pop()
            if any(strange) or (opened[1] and b' r="' in opened[2]):
                break
            number = self.start_row(*_row_attributes(opened))
            if not opened[3]:
                packed = self._judge.row(number, fields) if cells else None
                if cells:
                    patterns.learned.learn(fields)
                if packed:
                    yield packed
                return
            at = opened.end()
        yield from self._unusual(block[at:] + patterns.close)

    def _unusual(self, xml: bytes) -> Iterator[bytes]:
        """Rows in a shape the expressions do not know."""
        reader = _RowReader(self._judge, self)
        reader.feed(xml)
        yield from reader.packed


class _Patterns:
    """The usual shapes, for the prefix this part uses."""

    def __init__(self, prefix: bytes, learned: LearnedRows) -> None:
        self.learned = learned
        p = {b"p": re.escape(prefix)}
        self.open = re.compile(rb'\s*<%(p)srow(?: r="([1-9][0-9]{0,6})")?((?: [A-Za-z0-9:.]+="[^"<&]*")*) ?(/?)>' % p)
        self.close = b"</" + prefix + b"row>"
        self.near = b"</" + prefix + b"sheetData"
        self.finish = re.compile(rb"</%(p)ssheetData\s*>" % p)
        self.cells = re.compile(
            rb'<%(p)sc r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?:/>|>'
            rb"(<%(p)sf(?:/>|>[^<]*</%(p)sf>))?"
            rb'(?:(<%(p)sv)>([^<]*)</%(p)sv>|<%(p)sis><%(p)st(?: xml:space="preserve")?>([^<]*)</%(p)st></%(p)sis>)?'
            rb"</%(p)sc>)|([\s\S])" % p
        )


def _row_attributes(opened: re.Match[bytes]) -> tuple[str, str]:
    """The row's number and whether it is hidden, as written."""
    number, rest = opened[1], opened[2]
    if number and b"hidden" not in rest:
        return number.decode(), ""
    found = {name: value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(rest)}
    return (number or b"").decode() or found.get(b"r", ""), found.get(b"hidden", "")


class _Reader:
    """A bounded XML parser whose faults name the sheet."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._depth = 0
        self._parser = new_parser()
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed

    def feed(self, data: bytes, final: bool = False) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as fault:
            raise self._judge.unclear("", "内容不规范") from fault

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise AssertionError(name)

    def end(self, name: str) -> None:
        """Nothing, where the end of an element says nothing."""

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._judge.unclear("", "嵌套过深")
        self.start(name.rpartition(":")[2], attributes)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])


class _Shell(_Reader):
    """The part around the rows: hidden columns before, merges after."""

    def __init__(self, judge: Judge, sheet: Sheet) -> None:
        super().__init__(judge)
        self.in_data = False
        self._sheet = sheet
        self._seen = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheetData":
            if self._seen or self._depth != 2:
                raise self._judge.unclear("", "数据区不止一处")
            self.in_data = self._seen = True
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first + last) < 12:
                self._sheet.hidden_columns.update(range(int(first), min(int(last), 1_000) + 1))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "sheetData":
            self.in_data = False

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if not ends[0] or not ends[1]:
            raise self._judge.unclear("", "合并区域写法有误")
        if len(self._sheet.merges) >= MOST_MERGES:
            raise WorkbookError(HUGE, detail=f"工作表“{self._judge.sheet[:40]}”合并区域过多")
        top, left = int(ends[0][2]), column_of(ends[0][1])
        self._sheet.merges.append(Merge(top, left, int(ends[1][2]), column_of(ends[1][1])))


class _RowReader(_Reader):
    """Rows through the XML parser; cells come out as the expressions would give them."""

    def __init__(self, judge: Judge, sheet: Sheet) -> None:
        super().__init__(judge)
        self.packed: list[bytes] = []
        self._sheet = sheet
        self._cells: list[Written] = []
        self._number = 0
        self._path: list[str] = []
        self._cell: dict[str, str] = {}
        self._formula = False
        self._texts: dict[str, list[str]] = {}
        self._parser.CharacterDataHandler = self._text
        super().feed(b"<sheetData>")

    def feed(self, data: bytes, final: bool = False) -> None:
        super().feed(data + b"</sheetData>", final=True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        path = self._path[1:]
        if path == ["row"]:
            self._number = self._sheet.start_row(attributes.get("r", ""), attributes.get("hidden", ""))
            self._cells = []
        elif path == ["row", "c"]:
            self._cell, self._formula, self._texts = attributes, False, {}
        elif path == ["row", "c", "f"]:
            self._formula = True
        elif path == ["row", "c", "v"] or (path[:3] == ["row", "c", "is"] and name == "t" and "rPh" not in path):
            if path[-1] == "v" and "v" in self._texts:
                raise self._judge.unclear(f"第 {self._number} 行", "单元格有两个值")
            self._texts.setdefault(name, [])

    def end(self, name: str) -> None:
        path = self._path[1:]
        self._path.pop()
        if path == ["row", "c"]:
            self._cells.append(self._written())
        elif path == ["row"] and self._cells:
            packed = self._judge.row(self._number, list(zip(*self._cells, strict=True)))
            if packed:
                self.packed.append(packed)

    def _text(self, data: str) -> None:
        inside = self._path[1:]
        if inside == ["row", "c", "v"]:
            self._texts["v"].append(data)
        elif inside[:3] == ["row", "c", "is"] and inside[-1] == "t" and "rPh" not in inside:
            self._texts["t"].append(data)
        elif inside in ([], ["row"], ["row", "c"]) and data.strip():
            raise self._judge.unclear(f"第 {self._number or 1} 行", "单元格之外有文字")

    def _written(self) -> Written:
        cell = self._cell
        last = self._cells[-1] if self._cells else None
        reference = cell.get("r") or f"{letters_of((column_of(last[0].decode()) if last else 0) + 1)}{self._number}"
        found = _REFERENCE.fullmatch(reference)
        style, kind = cell.get("s", ""), cell.get("t", "")
        if not found or not (style or "0").isdecimal() or not (kind or "n").isalpha():
            raise self._judge.unclear(f"第 {self._number} 行", "单元格写法有误")
        value, inline = ("".join(self._texts.get(name, ())) for name in ("v", "t"))
        mark = b"<v" if "v" in self._texts else b""
        parts = (found[1], found[2], style, kind, "f" if self._formula else "")
        head = [part.encode() for part in parts]
        return head[0], head[1], head[2], head[3], head[4], mark, _escaped(value), _escaped(inline)


def _escaped(text: str) -> bytes:
    """Text as it would stand in XML, for the judge decodes what it is given."""
    return text.replace("&", "&amp;").encode()

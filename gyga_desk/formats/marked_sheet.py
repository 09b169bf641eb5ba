"""One sheet of a workbook that is being marked: other styles for some cells, and nothing else of it touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gyga_desk.formats.raw import a1
from gyga_desk.formats.xlsx_cells import column_of
from gyga_desk.formats.xlsx_parts import new_parser
from gyga_desk.formats.xml_edit import Edit, Element, Uneditable, append, apply, close_tag, find, open_tag, parse, retag

Restyle = Callable[[int, int, int], int]
"""Row, column and the style a cell has, to the style it gets."""
_AFTER_NOTES = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_ROOT = re.compile(rb"""<(?:[\w.-]+:)?worksheet(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")
_SELECTED = re.compile(rb"""(<(?:[\w.-]+:)?sheetView\b[^>]*?)\s+tabSelected=(?:"(?:1|true)"|'(?:1|true)')""")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class _Row:
    element: Element
    cells: list[tuple[int, Element]] = field(default_factory=list)
    """Column and start tag, in order."""


def restyle(data: bytes, cells: Mapping[int, set[int]], style_of: Restyle) -> bytes:
    """The sheet with the cells (row → columns) given their new styles; a cell that is not there is put in."""
    if not cells:
        return data
    scan = _Scan(data, frozenset(cells))
    edits: list[Edit] = []
    missing: dict[int, list[tuple[int, bytes]]] = {}
    for row, columns in sorted(cells.items()):
        if row in scan.rows:
            edits += _in_row(data, scan, row, columns, style_of)
        else:
            inner = b"".join(
                _cell(scan.data_element.prefix, row, at, style_of(row, at, scan.style_of_column(at)))
                for at in sorted(columns)
            )
            prefix = scan.data_element.prefix
            new = f'<{prefix}row r="{row}">'.encode() + inner + f"</{prefix}row>".encode()
            missing.setdefault(scan.next_row_after(row), []).append((row, new))
    for place, rows in missing.items():
        new = b"".join(one for _, one in rows)
        edits += [Edit(place, place, new)] if place else append(data, scan.data_element, new)
    return apply(data, edits)


def _in_row(data: bytes, scan: _Scan, row: int, columns: set[int], style_of: Restyle) -> list[Edit]:
    """The changes within a row that is there."""
    held = scan.rows[row]
    known = dict(held.cells)
    base = held.element.attributes.get("s") if held.element.attributes.get("customFormat") in ("1", "true") else None
    edits, last = [], b""
    for at in sorted(columns):
        if at in known:
            own = int(known[at].attributes.get("s", "0"))
            edits.append(retag(data, known[at], s=str(style_of(row, at, own))))
            continue
        style = style_of(row, at, int(base) if base is not None else scan.style_of_column(at))
        new = _cell(held.element.prefix, row, at, style)
        following = next((cell.start for column, cell in held.cells if column > at), None)
        if following is None:
            last += new
        else:
            edits.append(Edit(following, following, new))
    return [*edits, *(append(data, held.element, last) if last else [])]


def _cell(prefix: str, row: int, column: int, style: int) -> bytes:
    return f'<{prefix}c r="{a1(row, column)}" s="{style}"/>'.encode()


class _Scan:
    """Where rows stand in the part, and in the wanted ones where the cells stand."""

    def __init__(self, data: bytes, wanted: frozenset[int]) -> None:
        self.rows: dict[int, _Row] = {}
        self._starts: list[tuple[int, int]] = []
        self._columns: list[tuple[int, int, int]] = []
        self._data, self._wanted = data, wanted
        self._row: _Row | None = None
        self._open: Element | None = None
        self._inside = False
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._on_start, self._on_end
        parse(self._parser, data)

    @property
    def data_element(self) -> Element:
        """What holds the rows."""
        if self._open is None:
            raise Uneditable
        return self._open

    def next_row_after(self, row: int) -> int:
        """Where the first later row begins; 0 where there is none."""
        return next((start for number, start in self._starts if number > row), 0)

    def style_of_column(self, at: int) -> int:
        return next((style for first, last, style in self._columns if first <= at <= last), 0)

    def _on_start(self, raw: str, attributes: dict[str, str]) -> None:
        name = raw.rpartition(":")[2]
        if name == "c" and self._row is not None:
            self._take_cell(raw, attributes)
        elif name == "row" and self._inside:
            self._take_row(raw, attributes)
        elif name == "sheetData":
            self._inside = True
            self._open = open_tag(self._data, self._parser.CurrentByteIndex, raw, attributes)
        elif name == "col":
            self._columns.append((int(attributes["min"]), int(attributes["max"]), int(attributes.get("style", "0"))))

    def _take_row(self, raw: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        number = attributes.get("r", "")
        if not number.isdecimal():
            raise Uneditable  # rows that do not say their number: counting them is the reader's business
        self._starts.append((int(number), at))
        if int(number) in self._wanted:
            self._row = self.rows[int(number)] = _Row(open_tag(self._data, at, raw, attributes))

    def _take_cell(self, raw: str, attributes: dict[str, str]) -> None:
        assert self._row is not None
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if found is None:
            raise Uneditable
        element = open_tag(self._data, self._parser.CurrentByteIndex, raw, attributes)
        self._row.cells.append((column_of(found[1]), element))

    def _on_end(self, raw: str) -> None:
        name = raw.rpartition(":")[2]
        if name == "row" and self._row is not None:
            close_tag(self._data, self._row.element, self._parser.CurrentByteIndex)
            self._row = None
        elif name == "sheetData" and self._open is not None:
            self._inside = False
            close_tag(self._data, self._open, self._parser.CurrentByteIndex)


def unselected(data: bytes) -> bytes:
    """The sheet no longer the one in front: two selected sheets would be edited together."""
    end = data.find(b"sheetData")
    return _SELECTED.sub(rb"\1", data[:end]) + data[end:]


def notes_relation(data: bytes) -> str:
    """The relation through which the sheet shows its notes; empty where it has none."""
    shell, _ = _without_cells(data)
    for element in find(shell, ("legacyDrawing",)):
        return next((value for name, value in element.attributes.items() if name.rpartition(":")[2] == "id"), "")
    return ""


def with_notes(data: bytes, relation: str) -> bytes:
    """The sheet pointing to the drawing of its notes."""
    shell, shift = _without_cells(data)
    found = find(shell, ("worksheet", *_AFTER_NOTES))
    root = found[0]
    after = next((e for e in found[1:] if e.parent == "worksheet"), None)
    place = shift + (after.start if after else root.close)
    new = f'<{root.prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
    return apply(data, [Edit(place, place, new.encode())])


def _without_cells(data: bytes) -> tuple[bytes, int]:
    """The part's root with what follows the rows, and how far that has moved: a hundred thousand rows are not read again."""
    root, end = _ROOT.search(data), max(data.rfind(b"sheetData>"), data.rfind(b"sheetData/>"))
    if root is None or end < 0:
        raise Uneditable
    tail = data.index(b">", end) + 1
    return root[0] + data[tail:], tail - len(root[0])

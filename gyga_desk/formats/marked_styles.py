"""The styles of a workbook that is being marked: each cell's own look with another fill, and the looks of our own sheet."""

from __future__ import annotations

import re

from gyga_desk.formats.xml_edit import Edit, Element, Uneditable, append, apply, find, with_attributes

_NAMES = ("styleSheet", "fonts", "fills", "borders", "cellXfs", "xf")
_BARE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


class Styles:
    """The styles part with what has been added to it; a workbook without one gets one."""

    def __init__(self, data: bytes) -> None:
        self._data = data or _BARE
        found = find(self._data, _NAMES)
        self._lists: dict[str, Element] = {e.name: e for e in found if e.parent == "styleSheet"}
        if not {"fonts", "fills", "cellXfs"} <= self._lists.keys():
            raise Uneditable
        self._prefix = self._lists["cellXfs"].prefix
        self._xfs = [e for e in found if e.name == "xf" and e.parent == "cellXfs"]
        self._counts = {"fonts": self._count("font"), "fills": self._count("fill"), "cellXfs": len(self._xfs)}
        self._added: dict[str, list[bytes]] = {name: [] for name in self._counts}
        self._known: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}

    def filled(self, style: int, colour: str) -> int:
        """The style like this one, filled with this colour (`RRGGBB`)."""
        if not 0 <= style < len(self._xfs):
            raise Uneditable
        if (style, colour) not in self._known:
            element = self._xfs[style]
            tag = with_attributes(self._data, element, fillId=str(self._fill(colour)), applyFill="1")
            self._known[style, colour] = self._add("cellXfs", tag + self._data[element.inside : element.end])
        return self._known[style, colour]

    def own(self, *, colour: str = "", font: str = "") -> int:
        """A look of our own: wrapped, at the top, text; with this fill and a font of these properties."""
        p, number = self._prefix, self._font(font) if font else 0
        fill = self._fill(colour) if colour else 0
        xf = (
            f'<{p}xf numFmtId="49" fontId="{number}" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" '
            f'applyAlignment="1" quotePrefix="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>'
        )
        return self._add("cellXfs", xf.encode())

    def whole(self) -> bytes:
        """The part with everything added."""
        edits: list[Edit] = []
        for name, added in self._added.items():
            if added:
                edits += append(self._data, self._lists[name], b"".join(added), count=str(self._counts[name]))
        return apply(self._data, edits)

    def _count(self, name: str) -> int:
        return len([e for e in find(self._data, (name,)) if e.parent == f"{name}s"])

    def _add(self, name: str, new: bytes) -> int:
        self._added[name].append(new)
        self._counts[name] += 1
        return self._counts[name] - 1

    def _fill(self, colour: str) -> int:
        if not re.fullmatch("[0-9A-F]{6}", colour):
            raise ValueError(colour)
        if colour not in self._fills:
            p = self._prefix
            inner = f'<{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/><{p}bgColor indexed="64"/></{p}patternFill>'
            self._fills[colour] = self._add("fills", f"<{p}fill>{inner}</{p}fill>".encode())
        return self._fills[colour]

    def _font(self, properties: str) -> int:
        p = self._prefix
        size = f'<{p}sz val="11"/>'
        words = {"bold": f"<{p}b/>{size}", "link": f'<{p}u/>{size}<{p}color rgb="FF1F4E9E"/>'}
        return self._add("fonts", f"<{p}font>{words[properties]}</{p}font>".encode())

"""The notes on cells of a workbook that is being marked: the sender's own kept, ours put beside them or into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from gyga_desk.formats.raw import a1, clean_text
from gyga_desk.formats.xml_edit import Edit, Uneditable, append, apply, find

AUTHOR = "问题清单"
Notes = Mapping[tuple[int, int], str]
"""Row and column → what is said there."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype></xml>"
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def comments(data: bytes, notes: Notes) -> tuple[bytes, frozenset[tuple[int, int]]]:
    """The comments part with the notes in it, and the cells that had no comment before."""
    data = data or f'{_HEAD}<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
    found = find(data, ("authors", "author", "commentList", "comment", "text"))
    authors = next((e for e in found if e.name == "authors"), None)
    listed = next((e for e in found if e.name == "commentList"), None)
    if authors is None or listed is None:
        raise Uneditable
    number = sum(1 for e in found if e.name == "author")
    edits = append(data, authors, f"<{authors.prefix}author>{AUTHOR}</{authors.prefix}author>".encode())
    texts: dict[str, int] = {}
    for place, element in enumerate(found):
        if element.name == "comment":
            texts[element.attributes.get("ref", "")] = place + 1
    new, fresh = b"", set()
    for (row, column), text in sorted(notes.items()):
        at = texts.get(a1(row, column))
        if at is None:
            new += _comment(listed.prefix, a1(row, column), number, text)
            fresh.add((row, column))
        elif at < len(found) and found[at].name == "text":
            edits += append(data, found[at], _run(found[at].prefix, f"\n{AUTHOR}：{text}"))
        else:
            raise Uneditable
    return apply(data, [*edits, *(append(data, listed, new) if new else [])]), frozenset(fresh)


def _comment(prefix: str, reference: str, author: int, text: str) -> bytes:
    head = f'<{prefix}comment ref="{reference}" authorId="{author}"><{prefix}text>'.encode()
    return head + _run(prefix, text) + f"</{prefix}text></{prefix}comment>".encode()


def _run(prefix: str, text: str) -> bytes:
    said = escape(clean_text(text))
    return f'<{prefix}r><{prefix}t xml:space="preserve">{said}</{prefix}t></{prefix}r>'.encode()


def drawing(data: bytes, cells: frozenset[tuple[int, int]]) -> bytes:
    """The drawing with a box for each new note. It is often not quite XML, so only its last tag is looked for."""
    data = data or _DRAWING.encode()
    end = data.rfind(b"</xml>")
    if end < 0:
        raise Uneditable
    used = [int(found) for found in re.findall(rb"_x0000_s([0-9]{1,9})\b", data)]
    first = max([1024, *used]) + 1
    shapes = [
        _SHAPE.format(id=first + at, row=row - 1, column=column - 1) for at, (row, column) in enumerate(sorted(cells))
    ]
    return apply(data, [Edit(end, end, "".join(shapes).encode())])

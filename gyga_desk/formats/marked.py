"""A sender's .xlsx with its faulty cells coloured and noted and a list in front; every other part byte for byte as sent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, relpath
from xml.sax.saxutils import escape, quoteattr

from gyga_desk.formats import marked_notes, marked_sheet
from gyga_desk.formats.marked_styles import Styles
from gyga_desk.formats.raw import a1, clean_text, letters_of
from gyga_desk.formats.xlsx_parts import read_index, relations
from gyga_desk.formats.xlsx_zip import Parts
from gyga_desk.formats.xml_edit import Edit, Uneditable, append, apply, find, prepend, retag

_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ALIVE = frozenset((
    "externalLink", "externalLinkPath", "oleObject", "package", "control", "activeXControlBinary", "connections",
    "attachedToolbars", "xlMacrosheet", "xlIntlMacrosheet", "queryTable", "extensibility", "customProperty",
))  # fmt: skip
"""Relations that make a file reach out or run something; a workbook with one is not sent on by us."""
_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Mark:
    """What is put on one cell."""

    colour: str
    note: str


@dataclass(frozen=True)
class Line:
    """One line of the list in front."""

    texts: tuple[str, ...]
    colour: str
    """Of its last cell."""
    link: tuple[str, str] | None
    """The sheet and the cell that a click on its second cell leads to."""


@dataclass(frozen=True)
class FrontList:
    """The sheet put in front."""

    name: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    lines: Sequence[Line]


Marks = Mapping[str, Mapping[tuple[int, int], Mark]]
"""By sheet name, then row and column."""


def link_to(sheet: str, cell: str) -> str:
    """A place inside the file, as links name it."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell)


def marked(data: bytes, marks: Marks, front: FrontList) -> bytes:
    """The workbook marked; raises `Uneditable` where that cannot be done without touching more of it."""
    package = _Package(data)
    styles = Styles(package.get(package.styles))
    for sheet in package.sheets:
        wanted = marks.get(sheet.name, {})
        content = package.get(sheet.part)
        if wanted:
            content = _restyled(content, wanted, styles)
            content = _noted(package, sheet.part, content, {place: mark.note for place, mark in wanted.items()})
        if wanted or b"tabSelected" in content:
            package.put(sheet.part, marked_sheet.unselected(content))
    _put_front(package, front, styles)
    package.put_styles(styles.whole())
    return package.whole()


def _restyled(content: bytes, wanted: Mapping[tuple[int, int], Mark], styles: Styles) -> bytes:
    rows: dict[int, set[int]] = {}
    for row, column in wanted:
        rows.setdefault(row, set()).add(column)
    return marked_sheet.restyle(content, rows, lambda r, c, style: styles.filled(style, wanted[r, c].colour))


def _noted(package: _Package, part: str, content: bytes, notes: marked_notes.Notes) -> bytes:
    """The sheet with its notes; the parts they lie in are changed or made."""
    shown = marked_sheet.notes_relation(content)
    known = package.relations(part)
    own = next((target for kind, target in known.values() if kind == "comments"), "")
    said, fresh = marked_notes.comments(package.get(own), notes)
    if own:
        package.put(own, said)
    else:
        package.relate(part, package.add("xl/comments", ".xml", said, f"{_TYPES}.comments+xml"), "comments")
    if shown:
        drawing = known.get(shown, ("", ""))[1]
        package.put(drawing, marked_notes.drawing(package.get(drawing), fresh))
        return content
    name = package.add("xl/drawings/vmlDrawingNotes", ".vml", marked_notes.drawing(b"", fresh), "")
    return marked_sheet.with_notes(content, package.relate(part, name, "vmlDrawing"))


def _put_front(package: _Package, front: FrontList, styles: Styles) -> None:
    name = package.add("xl/worksheets/sheetList", ".xml", _list_sheet(front, styles), f"{_TYPES}.worksheet+xml")
    relation = package.relate(package.book, name, "worksheet")
    content = package.get(package.book)
    found = find(content, ("sheets", "sheet", "definedName", "workbookView"))
    sheets = next(e for e in found if e.name == "sheets")
    number = 1 + max(int(e.attributes.get("sheetId", "0")) for e in found if e.name == "sheet")
    entry = (
        f'<{sheets.prefix}sheet xmlns:r="{_KINDS}" name={quoteattr(front.name)} sheetId="{number}" r:id="{relation}"/>'
    )
    edits: list[Edit] = prepend(content, sheets, entry.encode())
    for element in found:
        if element.name == "workbookView":
            edits.append(retag(content, element, activeTab=None, firstSheet=None))
        elif element.name == "definedName" and "localSheetId" in element.attributes:
            edits.append(retag(content, element, localSheetId=str(int(element.attributes["localSheetId"]) + 1)))
    package.put(package.book, apply(content, edits))


def _list_sheet(front: FrontList, styles: Styles) -> bytes:
    head, plain, link = styles.own(colour="E8EEF7", font="bold"), styles.own(), styles.own(font="link")
    colours = {line.colour: styles.own(colour=line.colour) for line in front.lines}
    rows = [_row(1, front.headers, [head] * len(front.headers))]
    links = []
    for number, line in enumerate(front.lines, 2):
        looks = [plain] * (len(line.texts) - 1) + [colours[line.colour]]
        if line.link:
            looks[1] = link
            place = link_to(*line.link)
            links.append(f'<hyperlink ref="B{number}" location={quoteattr(place)} display={quoteattr(line.texts[1])}/>')
        rows.append(_row(number, line.texts, looks))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{w}" customWidth="1"/>' for at, w in enumerate(front.widths, 1)
    )
    last = letters_of(len(front.headers))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{last}{max(len(front.lines) + 1, 2)}"/>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + "</worksheet>"
    ).encode()


def _row(number: int, texts: Sequence[str], looks: Sequence[int]) -> str:
    cells = "".join(
        f'<c r="{a1(number, at)}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{_said(text)}</t></is></c>'
        for at, (text, look) in enumerate(zip(texts, looks, strict=True), 1)
    )
    return f'<row r="{number}">{cells}</row>'


def _said(text: str) -> str:
    """A text as a cell holds it; what looks like the format's own escapes is written so that it stays what it was."""
    return escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", clean_text(text)[:32_767]))


@dataclass(frozen=True)
class _Sheet:
    name: str
    part: str


@dataclass
class _Package:
    """The parts of the file as sent, with those that are changed or new."""

    data: bytes
    parts: Parts = field(init=False)
    book: str = field(init=False)
    styles: str = field(init=False)
    sheets: list[_Sheet] = field(init=False)
    _changed: dict[str, bytes] = field(default_factory=dict)
    """By name in lower case."""
    _new: dict[str, bytes] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.parts = Parts(self.data)
        index = read_index(self.parts)
        self.book = next(target for kind, target in relations(self.parts, "").values() if kind == "officeDocument")
        self.styles = index.styles
        self.sheets = [_Sheet(sheet.name, sheet.part) for sheet in index.sheets]
        if b"purl.oclc.org/ooxml" in self.get(self.book):
            raise Uneditable  # the strict dialect has names of its own for everything
        self._refuse_alive()
        self._drop_macros()

    def get(self, name: str) -> bytes:
        """A part as it stands now; nothing for one that is not there."""
        if name in self._new:
            return self._new[name]
        key = name.lower()
        if key in self._changed:
            return self._changed[key]
        return self.parts.read(name) if name and key in self.parts.names else b""

    def put(self, name: str, content: bytes) -> None:
        """Change a part that is there."""
        if name in self._new:
            self._new[name] = content
        elif name.lower() in self.parts.names:
            self._changed[name.lower()] = content
        else:
            raise Uneditable

    def add(self, stem: str, ending: str, content: bytes, kind: str) -> str:
        """Put in a new part under a free name, with its content type."""
        number = 1
        while f"{stem}{number}{ending}".lower() in self.parts.names or f"{stem}{number}{ending}" in self._new:
            number += 1
        name = f"{stem}{number}{ending}"
        self._new[name] = content
        self._declare(name, kind)
        return name

    def relate(self, owner: str, target: str, kind: str) -> str:
        """Let a part know another; says by which id."""
        name = join(dirname(owner), "_rels", basename(owner) + ".rels")
        content = self.get(name) or f'{_HEAD}<Relationships xmlns="{_RELS}"/>'.encode()
        found = find(content, ("Relationships", "Relationship"))
        used = {e.attributes.get("Id", "") for e in found}
        number = 1
        while f"rIdNote{number}" in used:
            number += 1
        place = relpath(target, dirname(owner) or ".")
        entry = (
            f'<{found[0].prefix}Relationship Id="rIdNote{number}" Type="{_KINDS}/{kind}" Target={quoteattr(place)}/>'
        )
        content = apply(content, append(content, found[0], entry.encode()))
        if name.lower() in self.parts.names:
            self._changed[name.lower()] = content
        else:
            self._new[name] = content
        return f"rIdNote{number}"

    def relations(self, owner: str) -> dict[str, tuple[str, str]]:
        """What a part knew as sent: relation id → (kind, part)."""
        rels = join(dirname(owner), "_rels", basename(owner) + ".rels")
        return relations(self.parts, owner) if rels.lower() in self.parts.names else {}

    def put_styles(self, content: bytes) -> None:
        if self.styles:
            self.put(self.styles, content)
        else:
            self.relate(self.book, self.add("xl/stylesNew", ".xml", content, f"{_TYPES}.styles+xml"), "styles")

    def whole(self) -> bytes:
        """The file: parts in their old order, each as sent or as changed, and then the new ones."""
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as source,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for info in source.infolist():
                key = info.filename.replace("\\", "/").lower()
                if key.endswith("/") or key in self._gone:
                    continue
                target.writestr(info.filename, self._changed.get(key) or source.read(info))
            for name, content in self._new.items():
                target.writestr(name, content)
        return buffer.getvalue()

    def _declare(self, name: str, kind: str) -> None:
        content = self.get(_CONTENT_TYPES)
        root, *rest = find(content, ("Types", "Default"))
        if kind:
            entry = f'<{root.prefix}Override PartName="/{name}" ContentType="{kind}"/>'
            self.put(_CONTENT_TYPES, apply(content, append(content, root, entry.encode())))
        elif all(e.attributes.get("Extension", "").lower() != "vml" for e in rest):
            entry = f'<{root.prefix}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            self.put(_CONTENT_TYPES, apply(content, prepend(content, root, entry.encode())))

    def _refuse_alive(self) -> None:
        for name in self.parts.names:
            if not name.endswith(".rels"):
                continue
            for element in find(self.get(name), ("Relationship",)):
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                outside = element.attributes.get("TargetMode") == "External" and kind != "hyperlink"
                if kind in _ALIVE or outside:
                    raise Uneditable

    def _drop_macros(self) -> None:
        """Macros are never sent on, and a file without them is declared as one."""
        names = [name for name in self.parts.names if re.search(r"/vba[a-z]*\.(?:bin|xml)$", name)]
        rels = join(dirname(self.book), "_rels", basename(self.book) + ".rels")
        content = self.get(rels)
        edits = [
            Edit(e.start, e.end, b"")
            for e in find(content, ("Relationship",))
            if e.attributes.get("Type", "").rpartition("/")[2] in ("vbaProject", "vbaProjectSignature")
        ]
        if edits:
            self.put(rels, apply(content, edits))
        self._gone |= {*names, *(join(dirname(n), "_rels", basename(n) + ".rels") for n in names)}
        types = self.get(_CONTENT_TYPES)
        edits, declared = [], False
        for element in find(types, ("Override",)):
            part = element.attributes.get("PartName", "").lstrip("/").lower()
            if part in self._gone:
                edits.append(Edit(element.start, element.end, b""))
            elif part == self.book.lower():
                declared = True
                edits.append(retag(types, element, ContentType=f"{_TYPES}.sheet.main+xml"))
        if not declared:
            raise Uneditable  # no other program would know it for a workbook
        self.put(_CONTENT_TYPES, apply(types, edits))

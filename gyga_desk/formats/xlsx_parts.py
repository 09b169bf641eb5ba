"""The small XML parts inside an .xlsx file: the list of sheets, the shared strings, the styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.parsers import expat

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import clean_text
from gyga_desk.formats.xlsx_zip import BROKEN, HUGE, MEGABYTE, Parts

MOST_STYLES = 16 * MEGABYTE
MOST_SHEETS = 64
MOST_MERGES = 100_000
MOST_STYLE_RECORDS = 100_000
LONGEST_TEXT = 32_767
DEEPEST = 64

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def refuse_doctype(*_: object) -> None:
    """No workbook program writes a DTD; what brings one wants entities."""
    raise WorkbookError(BROKEN, detail="含有不允许的文档类型声明")


def refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Parts are read as UTF-8 and as nothing else."""
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise WorkbookError(BROKEN, detail=f"编码 {encoding[:20]} 不受支持")


def new_parser() -> expat.XMLParserType:
    """A parser that takes UTF-8 without DTD."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = refuse_encoding
    return parser


def scan(pieces: Iterator[bytes], part: str, start: Start, end: End, text: Callable[[str], None]) -> None:
    """Run handlers over a part, names without prefixes; what is not well-formed is refused."""
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise WorkbookError(BROKEN, detail=f"{part} 嵌套过深")
        start(name.rpartition(":")[2], attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = on_start, on_end, text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise WorkbookError(BROKEN, detail=f"{part} 内容不规范") from fault


def _ignore(*_: object) -> None:
    return None


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    state: str
    part: str


@dataclass
class Index:
    """What the workbook part says: its sheets, its epoch, and where strings and styles lie."""

    sheets: list[SheetPart] = field(default_factory=list)
    epoch1904: bool = False
    strings: str = ""
    styles: str = ""


def read_index(parts: Parts) -> Index:
    """The workbook's list of sheets with their parts; a sheet without its part is refused."""
    book = next((target for kind, target in relations(parts, "").values() if kind == "officeDocument"), "")
    if not book:
        raise WorkbookError(BROKEN, detail="找不到工作簿部件")
    known = relations(parts, book)
    index = Index()
    listed: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            index.epoch1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif name == "sheet":
            target = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            listed.append((attributes.get("name", ""), attributes.get("state", "visible"), target))

    scan(parts.stream(book), book, start, _ignore, _ignore)
    if len(listed) > MOST_SHEETS:
        raise WorkbookError(HUGE, detail=f"有 {len(listed)} 个工作表")
    for name, state, target in listed:
        kind, part = known.get(target, ("", ""))
        if kind == "worksheet":
            index.sheets.append(SheetPart(name, state, part))
        elif kind not in ("chartsheet", "dialogsheet", "xlMacrosheet"):
            raise WorkbookError(BROKEN, detail=f"找不到工作表“{name[:40]}”的内容")
    if len({sheet.part.lower() for sheet in index.sheets}) < len(index.sheets):
        raise WorkbookError(BROKEN, detail="两个工作表指向同一内容")
    index.strings = next((part for kind, part in known.values() if kind == "sharedStrings"), "")
    index.styles = next((part for kind, part in known.values() if kind == "styles"), "")
    return index


def relations(parts: Parts, owner: str) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, part) for the inner relations of a part."""
    base = dirname(owner)
    path = join(base, "_rels", owner.rpartition("/")[2] + ".rels")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        whole = target[1:] if target.startswith("/") else normpath(join(base, target))
        found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

    scan(iter([parts.read(path, MOST_STYLES)]), path, start, _ignore, _ignore)
    return found


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain_text(text: str) -> str:
    """The text behind the file's own escapes (`_x000D_`); a cell longer than any program allows is refused."""
    if "_x" in text:
        text = clean_text(_ESCAPED.sub(_unescape, text))
    if len(text) > LONGEST_TEXT:
        raise WorkbookError(HUGE, detail="有单元格超过 32767 个字符")
    return text


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general|am/pm|e[+-]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs年月日]", re.IGNORECASE)


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return bool(_DATE_LETTER.search(_NOT_FORMAT.sub("", code)))


def read_date_styles(parts: Parts, part: str) -> frozenset[str]:
    """The style numbers, as written in cells, that show dates."""
    custom: dict[str, bool] = {}
    dates: list[str] = []
    seen = [0]
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = shows_date(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            number = attributes.get("numFmtId", "0")
            if custom.get(number, number.isdigit() and int(number[:6]) in _DATE_IDS):
                dates.append(str(seen[0]))
            seen[0] += 1
            if seen[0] > MOST_STYLE_RECORDS:
                raise WorkbookError(HUGE, detail="单元格样式过多")

    def end(name: str) -> None:
        if name == "cellXfs":
            inside[0] = False

    if part:
        scan(iter([parts.read(part, MOST_STYLES)]), part, start, end, _ignore)
    return frozenset(dates)

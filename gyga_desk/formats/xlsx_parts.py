"""The parts inside an .xlsx file: a distrustful zip, and the small XML parts of a workbook."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.parsers import expat

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import clean_text

MEGABYTE = 1 << 20
MOST_PARTS = 2_000
MOST_PART = 256 * MEGABYTE
MOST_TOTAL = 512 * MEGABYTE
MOST_STYLES = 16 * MEGABYTE
MOST_SHEETS = 64
MOST_MERGES = 100_000
MOST_STRINGS = 1_000_000
MOST_STYLE_RECORDS = 100_000
LONGEST_TEXT = 32_767
DEEPEST = 64
RATIO = 200
"""A part that unpacks to more than this many times its size is a trap, once it is larger than `RATIO_FROM`."""
RATIO_FROM = 8 * MEGABYTE
CHUNK = MEGABYTE

BROKEN = "文件“{name}”已损坏或不完整({detail}),无法读取。请重新复制一份,或用表格软件打开后另存为 .xlsx 再试。"
HUGE = "文件“{name}”解开后异常庞大({detail}),已停止读取。请只保留申报数据,另存为新的 .xlsx 再试。"
LOCKED = "文件“{name}”设有打开密码,无法读取。请用表格软件打开,取消密码后另存为 .xlsx 再试。"
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Parts:
    """The named parts of a zip file, each checked before and while it is unpacked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._infos = self._admit(self._zip.infolist(), len(data))
        except _ZIP_FAULTS as fault:
            raise WorkbookError(BROKEN, detail="压缩结构不完整") from fault

    @property
    def names(self) -> frozenset[str]:
        """Every part's name in lower case, the way parts are compared."""
        return frozenset(self._infos)

    def read(self, name: str, limit: int = MOST_PART) -> bytes:
        """One whole part."""
        if self._find(name).file_size > limit:
            raise WorkbookError(HUGE, detail=f"{name} 过大")
        return b"".join(self.stream(name))

    def size(self, name: str) -> int:
        """The part's unpacked size, as declared; `stream` refuses a false one."""
        return self._find(name).file_size

    def stream(self, name: str) -> Iterator[bytes]:
        """The part's content in pieces; a wrong checksum or a false size is refused."""
        info = self._find(name)
        left = info.file_size
        try:
            with self._zip.open(info) as part:
                while piece := part.read(CHUNK):
                    left -= len(piece)
                    yield piece
        except _ZIP_FAULTS as fault:
            raise WorkbookError(BROKEN, detail=f"{name} 无法解开") from fault
        if left:
            raise WorkbookError(BROKEN, detail=f"{name} 的长度不符")

    def _find(self, name: str) -> zipfile.ZipInfo:
        info = self._infos.get(name.lower())
        if info is None:
            raise WorkbookError(BROKEN, detail=f"缺少 {name}")
        return info

    @staticmethod
    def _admit(infos: list[zipfile.ZipInfo], size: int) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MOST_PARTS:
            raise WorkbookError(HUGE, detail=f"内含 {len(infos)} 个部件")
        if sum(info.file_size for info in infos) > MOST_TOTAL:
            raise WorkbookError(HUGE, detail="总量超过 512 MB")
        _refuse_overlaps(infos, size)
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.endswith("/"):
                continue
            _refuse_part(info, name)
            if name.lower() in found:
                raise WorkbookError(BROKEN, detail=f"{name} 重复出现")
            found[name.lower()] = info
        return found


def _refuse_part(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & 0x1:
        raise WorkbookError(LOCKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WorkbookError(BROKEN, detail=f"{name} 的压缩方式不认识")
    if name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
        raise WorkbookError(BROKEN, detail="部件名称不合规")
    if info.file_size > MOST_PART:
        raise WorkbookError(HUGE, detail=f"{name} 超过 256 MB")
    if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
        raise WorkbookError(HUGE, detail=f"{name} 压缩比异常")


def _refuse_overlaps(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Two parts that share bytes of the file are a way to hide a bomb."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise WorkbookError(BROKEN, detail="部件互相重叠")
        end = info.header_offset + 30 + info.compress_size
    if end > size:
        raise WorkbookError(BROKEN, detail="文件被截断")


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
    book = next((target for kind, target in _relations(parts, "").values() if kind == "officeDocument"), "")
    if not book:
        raise WorkbookError(BROKEN, detail="找不到工作簿部件")
    relations = _relations(parts, book)
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
        kind, part = relations.get(target, ("", ""))
        if kind == "worksheet":
            index.sheets.append(SheetPart(name, state, part))
        elif kind not in ("chartsheet", "dialogsheet", "xlMacrosheet"):
            raise WorkbookError(BROKEN, detail=f"找不到工作表“{name[:40]}”的内容")
    if len({sheet.part.lower() for sheet in index.sheets}) < len(index.sheets):
        raise WorkbookError(BROKEN, detail="两个工作表指向同一内容")
    index.strings = next((part for kind, part in relations.values() if kind == "sharedStrings"), "")
    index.styles = next((part for kind, part in relations.values() if kind == "styles"), "")
    return index


def _relations(parts: Parts, owner: str) -> dict[str, tuple[str, str]]:
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


def read_strings(parts: Parts, part: str) -> dict[str, str]:
    """The shared strings by their index as written in cells; phonetic hints are left out."""
    strings: dict[str, str] = {}
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name in inside:
            inside[name] += 1

    def end(name: str) -> None:
        if name in inside:
            inside[name] -= 1
        elif name == "si":
            if len(strings) >= MOST_STRINGS:
                raise WorkbookError(HUGE, detail="文字超过一百万条")
            strings[str(len(strings))] = plain_text("".join(pieces))
            pieces.clear()

    def text(data: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(data)

    if part:
        scan(parts.stream(part), part, start, end, text)
    return strings


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

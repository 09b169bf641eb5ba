"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from io import BytesIO

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.ole import MAGIC, Container
from gyga_desk.formats.raw import MOST_FILE, TOO_LARGE
from gyga_desk.formats.xlsx_zip import BROKEN, LOCKED, MOST_PARTS

EMPTY = "文件“{name}”是空的，没有任何内容。请重新复制或重新导出后再试。"
FOREIGN = "文件“{name}”是{what}，不是工作簿。请选择 .xlsx 格式的申报表。"
DISGUISED = "文件“{name}”实际是{what}，不是真正的工作簿。请用表格软件打开后另存为 .xlsx 再试。"

_WIDE = re.compile(rb"[\t\n,;|]\0|\0[\t\n,;|]")
"""A separator or line end in UTF-16."""
_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "写字板文档"),
    (b"MZ", "程序"),
    (b"SQLite format 3", "数据库"),
)


def tell_kind(data: bytes) -> str:
    """`xlsx`, `xlsb`, `ods`, `xls`, `html` or `csv`, or a refusal that says what the file is instead."""
    if not data.strip(b"\0 \r\n\t"):
        raise WorkbookError(EMPTY)
    if len(data) > MOST_FILE:
        raise WorkbookError(TOO_LARGE, size=f"{len(data) / (1 << 20):.0f}")
    if data.startswith(b"PK"):
        return _tell_zip(data)
    if data.startswith(MAGIC):
        return _tell_ole(data)
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00"):
        raise WorkbookError(DISGUISED, what="很旧的表格格式（Excel 5 以前）")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise WorkbookError(FOREIGN, what=what)
    return _tell_text(data)


def _tell_text(data: bytes) -> str:
    """Marked text, or bytes that could be text; whether they are one, its reader finds out."""
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith(b"mime-version"):
        raise WorkbookError(DISGUISED, what="网页存档")
    if head.startswith(b"<") and b"schemas-microsoft-com:office:spreadsheet" in head and b"<workbook" in head:
        raise WorkbookError(DISGUISED, what="XML 表格")
    if head.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<!--", b"<style", b"<div")
    ):
        return "html"
    if head.startswith(b"<?xml"):
        if b"<html" in head:
            return "html"
        raise WorkbookError(DISGUISED, what="XML 文件")
    if not marked and b"\0" in data[:4000] and not _WIDE.search(data[:4000]):
        raise WorkbookError(FOREIGN, what="其他文件")
    return "csv"


def _tell_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/").lower() for info in archive.infolist()[:MOST_PARTS]}
            mimetype = _begin(archive, "mimetype", 100) if "mimetype" in names else b""
            locked = bool(mimetype) and b"encryption-data" in _begin(archive, "META-INF/manifest.xml", 1 << 20)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, KeyError, EOFError) as fault:
        raise WorkbookError(BROKEN, detail="压缩结构不完整") from fault
    if locked:
        raise WorkbookError(LOCKED)
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, what in (("word/", "文字文档"), ("ppt/", "演示文稿")):
        if any(name.startswith(folder) for name in names):
            raise WorkbookError(FOREIGN, what=what)
    if "[content_types].xml" in names:
        return "xlsx"
    raise WorkbookError(FOREIGN, what="文字文档" if mimetype else "压缩包")


def _begin(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        return part.read(most)


def _tell_ole(data: bytes) -> str:
    """What an old office file is stands in the names of its streams."""
    names = Container(data).names
    if "EncryptedPackage" in names:
        raise WorkbookError(LOCKED)
    if "Workbook" in names or "Book" in names:
        return "xls"
    what = "文字文档" if "WordDocument" in names else "演示文稿" if "PowerPoint Document" in names else "其他办公文件"
    raise WorkbookError(FOREIGN, what=what)

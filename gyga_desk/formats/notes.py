"""What a file holds that is not read, and what cannot be known of its kind: a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import Book

OWN_AUTHORS = frozenset(("填报说明", "问题清单"))
"""Who speaks in the comments of our own template and of our own reports; those say nothing that must be read."""
MACROS = "文件带有宏。宏没有运行，只读取了单元格内容。"
BESIDE = {
    "macros": MACROS,
    "macro-sheet": "文件带有旧式宏表。宏表没有运行，也没有读取。",
    "external-links": "文件引用了其他文件的数据。没有去读那些文件，采用的是本文件中保存的结果，请核对。",
    "connections": "文件设有外部数据连接。没有连接，也没有刷新，采用的是文件中保存的结果。",
    "embedded": "文件中嵌有其他文件或控件。没有打开，也没有读取，请确认申报内容都填在单元格里。",
    "pictures": "文件中有图片。图片上的文字没有读取，请确认申报内容都填在单元格里。",
    "comments": "文件中有批注。批注没有读取，请确认申报内容都填在单元格里。",
    "lost-letters": "文件中有已经丢失的文字（�），多半是转换编码时造成的。请与原表核对。",
}
KINDS = {
    "xls": (
        "old-kind",
        "这是旧格式表格（.xls 或 .et）。数字只有 15 位有效数字，没有算出结果的公式可能显示为空白；建议另存为 .xlsx 后再报。",
    ),
    "xlsb": (
        "old-kind",
        "这是二进制表格（.xlsb）。数字只有 15 位有效数字，公式是否重新计算过无法得知；建议另存为 .xlsx 后再报。",
    ),
    "ods": ("open-kind", "这是开放文档表格（.ods），已按其中保存的数值读取。"),
    "csv": (
        "text-kind",
        "这是文本表格，没有格式、合并单元格和隐藏信息；保存之前丢失的编号前导零或末几位无法得知，请核对。",
    ),
    "html": ("web-kind", "这是存成网页的表格，每格按显示的文字读取；显示时四舍五入掉的数字无法得知，请核对。"),
}
ONLY_PICTURES = (
    "文件“{name}”里只有图片，没有一个单元格有内容，无法读取。请向申报单位索取填写好的表格，不要用截图或扫描件。"
)
ONLY_MACROS = "文件“{name}”里只有宏，没有一个单元格有内容，无法读取。请用表格软件把申报数据另存为 .xlsx 再试。"
NOTHING = "文件“{name}”的工作表都是空的，没有一个单元格有内容。请确认保存的是填写好的表格。"


def notes_of(book: Book) -> Iterator[tuple[str, str]]:
    """Code and sentence of everything worth saying about the file as a whole."""
    if book.macros:
        yield "macros", MACROS
    for code in dict.fromkeys(book.notes):
        yield code, BESIDE[code]
    if book.kind in KINDS:
        yield KINDS[book.kind]


def refuse_nothing(book: Book) -> None:
    """Refuses a workbook in which no cell holds anything, saying what it holds instead."""
    if any(sheet.packed for sheet in book.sheets):
        return
    if "pictures" in book.notes:
        raise WorkbookError(ONLY_PICTURES)
    raise WorkbookError(ONLY_MACROS if book.macros or "macro-sheet" in book.notes else NOTHING)

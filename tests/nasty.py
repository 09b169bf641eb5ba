"""Workbooks made to break their reader, each built from a few lines; `python -m tests.nasty FOLDER` writes them all."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.core.formats.makers import (
    HEAD,
    MAIN,
    PACKAGE,
    RELATIONS,
    ods_bytes,
    sheet_xml,
    strings_xml,
    styles_xml,
    zipped,
)
from tests.core.formats.makers import parts_of as parts_of_a_sheet
from tests.core.formats.makers_old import b_cell, b_row, ole_bytes, record, xls_number, xls_stream, xls_text, xlsb_bytes

MEGABYTE = 1 << 20
ROW = '<row r="1"><c r="A1"><v>7</v></c></row>'
HEADERS = (
    "申报年度", "单位名称", "统一社会信用代码", "项目名称", "应用领域", "建设主体", "场景应用单位", "使用的大模型", "建设地点",
    "开工日期", "上线日期", "合同总额", "实际投入(申报)", "设备费", "申请金额", "属地",
)  # fmt: skip
"""Enough of measure 3 for its table to be found, so that what follows is read to the end."""


def parts_of(sheet: str, strings: str = "", styles: str = "") -> dict[str, str]:
    """Every part of a workbook whose one sheet bears the name of measure 3's."""
    parts = parts_of_a_sheet(sheet, strings, styles)
    return {**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace('name="表"', 'name="3示范应用场景"')}


def workbook_bytes(rows: str, **more: str) -> bytes:
    """A whole workbook around the rows of its one sheet."""
    return zipped(parts_of(sheet_xml(rows), **more))


@dataclass(frozen=True)
class Nasty:
    """One file: how it is made, what the command must end with, and a word of what it must say."""

    make: Callable[[], bytes]
    status: int
    word: str
    suffix: str = ".xlsx"


def cell(row: int, column: str, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def letters(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def header(row: int = 1) -> str:
    return f'<row r="{row}">' + "".join(cell(row, letters(at), name) for at, name in enumerate(HEADERS)) + "</row>"


def table(*rows: Mapping[str, str]) -> bytes:
    """A table of measure 3 whose cells are given as XML by header."""
    written = [header()]
    for number, given in enumerate(rows, 2):
        cells = (given.get(name, "").replace("@", f"{letters(at)}{number}") for at, name in enumerate(HEADERS))
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    return workbook_bytes("".join(written))


def inline(text: str) -> str:
    return f'<c r="@" t="inlineStr"><is><t>{text}</t></is></c>'


def number(text: str) -> str:
    return f'<c r="@"><v>{text}</v></c>'


@dataclass(frozen=True)
class Member:
    """One part of a zip file with whatever its heads are to claim."""

    name: bytes
    body: bytes
    size: int
    check: int
    method: int = 8
    flags: int = 0
    at: int = -1
    """Where the part is said to lie, if not where it does."""


def member(name: str, content: bytes, **more: int) -> Member:
    return Member(name.encode(), deflate(content), len(content), zlib.crc32(content), **more)


def deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def repeated(name: str, before: bytes, piece: bytes, times: int, after: bytes) -> Member:
    """A part that unpacks to `times` pieces, made without ever being that large."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    tail = packer.compress(after) + packer.flush()
    check = zlib.crc32(before)
    for _ in range(times):
        check = zlib.crc32(piece, check)
    return Member(
        name.encode(),
        head + block * times + tail,
        len(before) + len(piece) * times + len(after),
        zlib.crc32(after, check),
    )


def raw_zip(members: Iterable[Member]) -> bytes:
    """A zip file that says what its members say."""
    out, listed = b"", b""
    count = 0
    for one in members:
        at = len(out) if one.at < 0 else one.at
        heads = struct.pack("<HHHHHIII", 20, one.flags, one.method, 0, 33, one.check, len(one.body), one.size)
        out += b"PK\3\4" + heads + struct.pack("<HH", len(one.name), 0) + one.name + one.body
        listed += (
            b"PK\1\2"
            + struct.pack("<H", 20)
            + heads
            + struct.pack("<HHHHHII", len(one.name), 0, 0, 0, 0, 0, at)
            + one.name
        )
        count += 1
    return out + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), len(out), 0)


def book_with(*special: Member, rows: str = ROW, without: str = "", **more: str) -> bytes:
    """A whole workbook with these members in place of its own."""
    names = {one.name.decode("latin-1") for one in special}
    parts = parts_of(sheet_xml(rows), **more)
    kept = [member(name, text.encode()) for name, text in parts.items() if name not in names and name != without]
    return raw_zip([*kept, *special])


SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
SHEET_HEAD = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
SHEET_TAIL = b"</sheetData></worksheet>"
SI = "<si><t>x</t></si>"


def many_rows(count: int, cells: int) -> bytes:
    """Rows of small numbers in one shape; small as a file, large as a table."""
    letters_of = [letters(at) for at in range(cells)]
    return workbook_bytes(
        "".join(
            f'<row r="{r}">' + "".join(f'<c r="{x}{r}"><v>1</v></c>' for x in letters_of) + "</row>"
            for r in range(1, count + 1)
        )
    )


def shared_many_times(length: int, count: int) -> bytes:
    """One long text that very many cells point at."""
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, count + 1))
    return workbook_bytes(rows, strings=strings_xml(f"<si><t>{'长' * length}</t></si>"))


def with_sheet(text: str | bytes) -> bytes:
    return zipped({**parts_of(""), SHEET: text})


def doctype(body: str, use: str = "") -> bytes:
    return with_sheet(f"<?xml version='1.0'?><!DOCTYPE x [{body}]>{sheet_xml(ROW + use).removeprefix(HEAD)}")


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def in_styles(body: str) -> bytes:
    return zipped(
        {**parts_of(sheet_xml(ROW), styles=styles_xml(0)), STYLES: f"<!DOCTYPE x [{body}]><styleSheet>&j;</styleSheet>"}
    )


def many_sheets(count: int) -> bytes:
    parts = parts_of(sheet_xml(ROW))
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{targets}</Relationships>'
    return zipped(parts | {f"xl/worksheets/sheet{n}.xml": sheet_xml(ROW) for n in range(1, count + 1)})


def many_header_sheets(sheets: int, rows: int, columns: int) -> bytes:
    """Sheets full of words that could each be a header."""
    content = sheet_xml(
        "".join(
            f'<row r="{r}">'
            + "".join(
                f'<c t="inlineStr"><is><t>{HEADERS[(r + c) % len(HEADERS)]}{c % 7}</t></is></c>' for c in range(columns)
            )
            + "</row>"
            for r in range(1, rows + 1)
        )
    )
    data = dict.fromkeys((f"xl/worksheets/sheet{n}.xml" for n in range(1, sheets + 1)), content)
    parts = parts_of(content)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{targets}</Relationships>'
    return zipped(parts | data)


def merged(*ranges: str, rows: str = ROW) -> bytes:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return zipped(parts_of(sheet_xml(rows, after=f"<mergeCells>{cells}</mergeCells>")))


def merged_columns() -> bytes:
    """Every column of a long table merged from top to bottom."""
    first = "".join(cell(2, letters(at), "甲") for at in range(600))
    rows = (
        header()
        + f'<row r="2">{first}</row>'
        + "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(3, 50_000))
    )
    return merged(*(f"{letters(at)}2:{letters(at)}200000" for at in range(600)), rows=rows)


def plain() -> bytes:
    return workbook_bytes(ROW)


def changed(at: int, to: bytes) -> bytes:
    data = bytearray(plain())
    data[at : at + len(to)] = to
    return bytes(data)


def directory(offset: int, to: bytes) -> bytes:
    """The plain workbook with bytes of its first directory entry changed."""
    return changed(plain().index(b"PK\1\2") + offset, to)


def wrong_check() -> bytes:
    one = member(SHEET, sheet_xml(ROW).encode())
    return book_with(Member(one.name, one.body, one.size, one.check ^ 1))


def overlapping() -> bytes:
    body = member("[Content_Types].xml", b"x" * 100_000)
    return raw_zip([body, *(Member(f"b{n}".encode(), b"", body.size, body.check, at=0) for n in range(200))])


def errors(rows: int) -> bytes:
    """Every cell of a known table broken: as many problems as cells."""
    lines = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{letters(at)}{r}" t="e"><v>#REF!</v></c>' for at in range(len(HEADERS)))
        + "</row>"
        for r in range(2, rows + 2)
    )
    return workbook_bytes(header() + lines)


def rows_of_a_table(count: int) -> bytes:
    """A known table of very many rows that are all the same, and so take little room."""
    cells = "".join('<c t="str"><v>%d</v></c>' for _ in HEADERS)
    return workbook_bytes(header() + "".join(f"<row>{cells}</row>" % ((n,) * len(HEADERS)) for n in range(count)))


@cache
def nasty_files() -> dict[str, Nasty]:
    """Every nasty file by name."""
    deep = "<extLst>" * 5_000 + "</extLst>" * 5_000
    digits = "9" * 32_000
    row_of = "<row r='{0}'><c r='A{0}'><v>1</v></c></row>".format
    return {
        # zip
        "rows-1-gib": Nasty(lambda: book_with(repeated(SHEET, SHEET_HEAD, b"<row/>" * 170_000, 1_050, SHEET_TAIL), without=SHEET), 2, "MB"),
        "cells-200-mib": Nasty(lambda: book_with(repeated(SHEET, SHEET_HEAD, b"<row><c><v>1</v></c></row>" * 40_000, 200, SHEET_TAIL), without=SHEET), 2, "压缩比"),
        "spaces-2-gib": Nasty(lambda: book_with(repeated(SHEET, SHEET_HEAD, b" " * MEGABYTE, 2_047, SHEET_TAIL), without=SHEET), 2, "MB"),
        "string-of-1-gib": Nasty(lambda: book_with(repeated(STRINGS, b"<sst><si><t>", b"x" * MEGABYTE, 1_000, b"</t></si></sst>"), strings=strings_xml(SI)), 2, "MB"),
        "strings-20-million": Nasty(lambda: book_with(repeated(STRINGS, b"<sst>", SI.encode() * 50_000, 400, b"</sst>"), strings=strings_xml(SI)), 2, "MB"),
        "strings-a-million": Nasty(lambda: book_with(repeated(STRINGS, b"<sst>", b"<si/>" * 50_000, 25, b"</sst>"), strings=strings_xml(SI)), 2, ""),
        "styles-800-mib": Nasty(lambda: book_with(repeated(STYLES, b"<styleSheet><cellXfs>", b'<xf numFmtId="14"/>' * 50_000, 850, b"</cellXfs></styleSheet>"), styles=styles_xml(0)), 2, "MB"),
        "styles-300-thousand": Nasty(lambda: workbook_bytes(ROW, styles=styles_xml(*[14] * 300_000)), 2, "样式"),
        "fonts-200-thousand": Nasty(lambda: workbook_bytes(ROW, styles=styles_xml(0).replace("<cellXfs>", "<fonts>" + "<font/>" * 200_000 + "</fonts><cellXfs>")), 2, "措施"),
        "parts-overlap": Nasty(overlapping, 2, "重叠"),
        "parts-100-thousand": Nasty(lambda: raw_zip(Member(b"[Content_Types].xml" if n == 0 else b"%d" % n, b"", 0, 0, method=0) for n in range(60_000)), 2, "部件"),
        "part-twice": Nasty(lambda: book_with(member("XL/worksheets/Sheet1.XML", sheet_xml(ROW.replace("7", "5")).encode())), 2, "重复出现"),
        "part-missing": Nasty(lambda: book_with(without=SHEET), 2, "缺少"),
        "path-up": Nasty(lambda: book_with(member("../../evil.xml", b"x")), 2, "名称"),
        "path-absolute": Nasty(lambda: book_with(member("/etc/passwd", b"x")), 2, "名称"),
        "path-drive": Nasty(lambda: book_with(member("C:\\evil.xml", b"x")), 2, "名称"),
        "path-backslash": Nasty(lambda: book_with(member("xl\\..\\..\\evil.xml", b"x")), 2, "名称"),
        "path-nul": Nasty(lambda: book_with(member("xl/evil\0.xml", b"x")), 2, ""),
        "flag-encrypted": Nasty(lambda: book_with(member("xl/x.xml", b"x", flags=1)), 2, "密码"),
        "method-unknown": Nasty(lambda: book_with(member("xl/x.xml", b"x", method=99)), 2, "压缩方式"),
        "check-wrong": Nasty(wrong_check, 2, "无法解开"),
        "size-false": Nasty(lambda: directory(24, struct.pack("<I", 5)), 2, ""),
        "place-false": Nasty(lambda: directory(42, struct.pack("<I", 0x7FFFFFF0)), 2, "不完整"),
        "byte-flipped": Nasty(lambda: changed(len(plain()) // 3, b"\xff\x00\xff"), 2, ""),
        "cut-short": Nasty(lambda: plain()[: len(plain()) * 2 // 3], 2, "不完整"),
        "cut-at-directory": Nasty(lambda: plain()[:-30], 2, "不完整"),
        "rubbish-before": Nasty(lambda: b"PK" + b"\0" * 5_000 + plain(), 2, ""),
        "zip64-of-nothing": Nasty(lambda: plain() + b"PK\6\6" + b"\xff" * 52 + b"PK\6\7" + b"\xff" * 16 + b"PK\5\6" + b"\xff" * 18, 2, ""),
        # xml
        "laughs-in-sheet": Nasty(lambda: doctype(LAUGHS, "&j;"), 2, ""),
        "laughs-in-strings": Nasty(lambda: zipped({**parts_of(sheet_xml(ROW), strings=strings_xml(SI)), STRINGS: f"<!DOCTYPE x [{LAUGHS}]><sst><si><t>&j;</t></si></sst>"}), 2, "文档类型"),
        "laughs-in-styles": Nasty(lambda: in_styles(LAUGHS), 2, "文档类型"),
        "quadratic-entity": Nasty(lambda: doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000), 2, ""),
        "entity-file": Nasty(lambda: doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), 2, ""),
        "doctype-outside": Nasty(lambda: with_sheet('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + sheet_xml(ROW).removeprefix(HEAD)), 2, ""),
        "entity-parameter": Nasty(lambda: doctype('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;'), 2, ""),
        "utf-16-sheet": Nasty(lambda: with_sheet(sheet_xml(ROW).replace("UTF-8", "UTF-16").encode("utf-16")), 2, ""),
        "encoding-unknown": Nasty(lambda: with_sheet(sheet_xml(ROW).replace("UTF-8", "x-evil")), 2, ""),
        "bytes-no-utf-8": Nasty(lambda: with_sheet(sheet_xml(header()).encode().replace("单位".encode(), b"\xff\xfe")), 2, ""),
        "nested-deeply": Nasty(lambda: zipped(parts_of(sheet_xml(ROW, after=deep))), 2, "嵌套"),
        "nested-in-row": Nasty(lambda: workbook_bytes(f'<row r="1">{deep}</row>'), 2, ""),
        "attributes-100-thousand": Nasty(lambda: workbook_bytes("<row r='1' " + " ".join(f'a{n}="1"' for n in range(100_000)) + ROW.removeprefix('<row r="1"')), 2, ""),
        "row-without-end": Nasty(lambda: book_with(repeated(SHEET, SHEET_HEAD + b"<row r='1'>", b"<c><v>1</v></c>  " * 10_000, 400, b"</row>" + SHEET_TAIL), without=SHEET), 2, ""),
        "two-data-areas": Nasty(lambda: with_sheet(sheet_xml(ROW).replace("</worksheet>", f"<sheetData>{ROW}</sheetData></worksheet>")), 2, ""),
        # sizes and counts
        "dimension-giant": Nasty(lambda: zipped(parts_of(sheet_xml(ROW, before='<dimension ref="A1:XFD1048576"/>'))), 2, "措施"),
        "dimension-small": Nasty(lambda: zipped(parts_of(sheet_xml(header() + row_of(2), before='<dimension ref="A1"/>'))), 1, "必填"),
        "only-the-last-cell": Nasty(lambda: workbook_bytes('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 2, "XFD1048576"),
        "first-and-last-cell": Nasty(lambda: workbook_bytes(ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 2, "XFD1048576"),
        "far-column": Nasty(lambda: workbook_bytes(ROW + '<row r="5000"><c r="XFD5000"><v>1</v></c></row>'), 2, "XFD5000"),
        "row-4294967295": Nasty(lambda: workbook_bytes(ROW + row_of(4_294_967_295)), 2, "超出范围"),
        "row-of-19-digits": Nasty(lambda: workbook_bytes(ROW + row_of(10**18)), 2, "超出范围"),
        "unique-count-false": Nasty(lambda: workbook_bytes(ROW, strings=strings_xml(SI).replace("<sst ", '<sst count="4294967295" uniqueCount="4294967295" ')), 2, "措施"),
        "string-out-of-range": Nasty(lambda: workbook_bytes('<row r="1"><c r="A1" t="s"><v>4294967295</v></c></row>', strings=strings_xml(SI)), 2, "不存在"),
        "merge-all": Nasty(lambda: merged("A1:XFD1048576", rows=header() + row_of(2)), 1, "必填"),
        "merges-overlap": Nasty(lambda: merged("A1:C3", "B2:D4", rows=ROW + row_of(4)), 2, "重叠"),
        "merges-100-thousand-times": Nasty(lambda: merged(*["A1:XFD1048576"] * 99_000, rows=ROW + row_of(2)), 2, "重叠"),
        "merged-columns": Nasty(merged_columns, 2, "合并"),
        "styled-empty-rows": Nasty(lambda: workbook_bytes("".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(1, 700_000))), 2, ""),
        "sheets-5000": Nasty(lambda: many_sheets(1_500), 2, "工作表"),
        "rows-and-cells": Nasty(lambda: many_rows(60_000, 25), 2, "措施"),
        "rows-300-thousand": Nasty(lambda: many_rows(300_000, 1), 2, ""),
        "text-32767-everywhere": Nasty(lambda: shared_many_times(32_767, 200_000), 2, "文字总量"),
        "text-too-long": Nasty(lambda: workbook_bytes(f'<row r="1">{cell(1, "A", "长" * 40_000)}</row>'), 2, "32767"),
        "headers-everywhere": Nasty(lambda: many_header_sheets(64, 60, 100), 2, ""),
        "header-1000-wide": Nasty(lambda: many_header_sheets(1, 60, 1_000), 2, ""),
        "every-cell-broken": Nasty(lambda: errors(12_000), 1, "#REF!"),
        # cells
        "cell-twice": Nasty(lambda: workbook_bytes('<row r="1"><c r="A1"><v>7</v></c><c r="A1"><v>5000000</v></c></row>'), 2, "A1"),
        "rows-descending": Nasty(lambda: workbook_bytes(row_of(2) + ROW), 2, "倒序"),
        "row-of-another": Nasty(lambda: workbook_bytes('<row r="1"><c r="A2"><v>7</v></c></row>'), 2, "行号"),
        "nan": Nasty(lambda: table({"申请金额": number("NaN")}), 2, "数字"),
        "number-with-commas": Nasty(lambda: table({"申请金额": number("1,2,3")}), 2, "数字"),
        "number-with-breaks": Nasty(lambda: table({"申请金额": number("1&#10;2")}), 2, "数字"),
        "infinite": Nasty(lambda: table({"申请金额": number("1e999")}), 2, "数字"),
        "bool-maybe": Nasty(lambda: table({"申请金额": '<c r="@" t="b"><v>maybe</v></c>'}), 2, "类型"),
        "type-zzz": Nasty(lambda: table({"申请金额": '<c r="@" t="zzz"><v>1</v></c>'}), 2, "类型"),
        "error-cells": Nasty(lambda: table({"单位名称": inline("甲"), "项目名称": inline("乙"), "申请金额": '<c r="@" t="e"><v>#REF!</v></c>'}), 1, "#REF!"),
        "digits-32000": Nasty(lambda: table({"单位名称": inline(digits), "申报年度": inline(digits), "申请金额": inline(digits), "开工日期": inline(digits), "统一社会信用代码": inline(digits)}), 1, ""),
        "rows-of-a-table": Nasty(lambda: rows_of_a_table(60_000), 2, ""),
        "rows-of-blanks": Nasty(lambda: workbook_bytes(header() + "".join(f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t> </t></is></c></row>' for r in range(2, 150_000))), 1, ""),
        "digits-as-number": Nasty(lambda: table({"单位名称": inline("甲"), "申报年度": number(digits), "申请金额": number(digits), "开工日期": number(digits), "统一社会信用代码": number(digits)}), 2, "数字"),
        "large-numbers": Nasty(lambda: table({name: number("1e308") for name in HEADERS}, {name: number("-1E-308") for name in HEADERS}), 1, ""),
        "code-as-number": Nasty(lambda: table({"单位名称": inline("甲"), "项目名称": inline("乙"), "统一社会信用代码": number("9.15201001234568e+17")}), 1, "丢失"),
        "letters-that-grow": Nasty(lambda: table(*({name: inline("\ufdfa" * 32_000) for name in HEADERS} for _ in range(5))), 1, ""),
        "patterns-that-stall": Nasty(lambda: table(*({name: inline(text * (15_000 // len(text))) for name in HEADERS} for text in ("1,", "2024.", "(", "（单位：万元）", " \t", "合计", "１　", "年月", "-", "一、", "A1", "# #"))), 1, ""),
        "formula-words": Nasty(lambda: table({"单位名称": inline("=cmd|'/c calc'!A1"), "项目名称": inline('=WEBSERVICE("http://127.0.0.1")'), "建设主体": inline("+1+1"), "建设地点": inline("@SUM(1)")}), 1, ""),
        "nul-and-surrogates": Nasty(lambda: table({"单位名称": inline("_x0000_甲_xD800_"), "项目名称": inline("_x000D_\u2028\ufeff\u202e乙")}), 1, ""),
        "nul-character": Nasty(lambda: table({"单位名称": inline("&#0;")}), 2, ""),
        # other kinds
        "encrypted": Nasty(lambda: ole_bytes({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(9_000)}), 2, "密码"),
        "encrypted-xls": Nasty(lambda: ole_bytes({"Workbook": xls_stream(b"", record(0x2F, bytes(54)))}), 2, "密码", ".xls"),
        "macros": Nasty(lambda: zipped({**parts_of(sheet_xml(header() + row_of(2))), "xl/vbaProject.bin": "x"}), 1, "宏", ".xlsm"),
        "external-links": Nasty(lambda: zipped({**parts_of(sheet_xml(header() + row_of(2))), "xl/externalLinks/externalLink1.xml": "<ddeLink/>"}), 1, "其他文件的数据"),
        "picture-only": Nasty(lambda: zipped({**parts_of(sheet_xml("")), "xl/media/image1.png": "x"}), 2, "只有图片"),
        "macro-only": Nasty(lambda: zipped({**parts_of(sheet_xml("")), "xl/vbaProject.bin": "x"}), 2, "只有宏"),
        "empty": Nasty(lambda: b"", 2, "空的"),
        "zeros": Nasty(lambda: bytes(100_000), 2, "空的"),
        "xls-far-cell": Nasty(lambda: ole_bytes({"Workbook": xls_stream(xls_number(0, 0, 1.0) + xls_number(65_535, 16_383, 2.0))}), 2, "", ".xls"),
        "xls-nan": Nasty(lambda: ole_bytes({"Workbook": xls_stream(xls_number(0, 0, float("nan")))}), 2, "", ".xls"),
        "xls-loop": Nasty(looped, 2, "结构", ".xls"),
        "xls-false-length": Nasty(lambda: ole_bytes({"Workbook": xls_stream(xls_text(0, 0, "甲") + struct.pack("<HH", 0xFC, 60_000))}), 2, "", ".et"),
        "xls-strings-false": Nasty(lambda: ole_bytes({"Workbook": xls_stream(xls_text(0, 0, "甲"), record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)))}), 2, "", ".xls"),
        "xlsb-far-cell": Nasty(lambda: xlsb_bytes(b_row(0) + b_cell(5, 0, bytes(8)) + b_row(1_048_575) + b_cell(5, 16_383, bytes(8))), 2, "", ".xlsb"),
        "xlsb-row-4294967295": Nasty(lambda: xlsb_bytes(b_row(0) + b_cell(5, 0, bytes(8)) + b_row(0xFFFFFFFF) + b_cell(5, 0xFFFFFFFF, bytes(8)) + b_cell(3, 0xFFFFFFFF, bytes(8))), 2, "", ".xlsb"),
        "ods-repeats": Nasty(lambda: ods_bytes('<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>'), 2, "", ".ods"),
        "ods-many-rows": Nasty(lambda: ods_bytes('<table:table-row table:number-rows-repeated="190000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="900"/></table:table-row>'), 2, "", ".ods"),
        "ods-styled-repeats": Nasty(lambda: ods_bytes('<table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999"/></table:table-row>' * 1_000), 2, "", ".ods"),
        "csv-open-quote": Nasty('单位名称,金额\n"甲,1\n乙,2'.encode, 2, "完整", ".csv"),
        "csv-zeros": Nasty("单位名称,金额\n甲,\0001\n".encode, 2, "", ".csv"),
        "csv-two-encodings": Nasty(lambda: "单位名称,金额\n".encode() + "甲贵阳,1\n".encode("gb18030") + b"\xff", 2, "编码", ".csv"),
        "csv-long-line": Nasty(lambda: b"a,b\n" + b"x" * 20 * MEGABYTE, 2, "", ".csv"),
        "csv-quotes": Nasty(lambda: b"a,b\n" + b'""' * 10 * MEGABYTE, 2, "", ".csv"),
        "csv-commas": Nasty(lambda: b"," * 30 * MEGABYTE, 2, "", ".csv"),
        "csv-lines": Nasty(lambda: b"a,b\n" * 3 * MEGABYTE, 2, "", ".csv"),
        "html-nested": Nasty(lambda: b"<table><tr><td>" * 100_000, 2, "嵌套", ".xls"),
        "html-spans": Nasty(lambda: b"<table>" + b"<tr><td rowspan=200000 colspan=1000>x</td></tr>" * 1_000, 2, "", ".xls"),
        "html-open": Nasty(lambda: b"<html><table>" + b"<!" * 1_000_000 + b"<tr><td " * 500_000, 2, "", ".xls"),
        "html-tags": Nasty(lambda: b"<table>" + b"<tr><td>1<td>2" * 1_500_000, 2, "", ".xls"),
    }  # fmt: skip


def looped() -> bytes:
    """An old container whose directory leads back to itself."""
    data = bytearray(ole_bytes({"Workbook": xls_stream(xls_text(0, 0, "甲"))}))
    fat = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (fat + 1) * 512, 0)
    return bytes(data)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in nasty_files().items():
        (folder / f"{name}{one.suffix}").write_bytes(one.make())


if __name__ == "__main__":
    main()

"""The strict reader: what it reads, and what it refuses rather than read in one of two ways."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.raw import RawCell, RawKind, RawRow, unpack_row
from gyga_desk.formats.xlsx import BookHead, SheetEnd, SheetHead, read_events
from gyga_desk.formats.xlsx_parts import shows_date
from tests.core.formats.makers import MAIN, parts_of, sheet_xml, strings_xml, styles_xml, workbook_bytes, zipped


def rows_of(data: bytes) -> list[RawRow]:
    try:
        return [unpack_row(event) for event in read_events(data) if isinstance(event, bytes)]
    except WorkbookError as refused:
        refused.facts["name"] = "表.xlsx"  # only the parent of the reading process knows it
        raise


def only_row(data: bytes) -> dict[int, RawCell]:
    (row,) = rows_of(data)
    return row.cells


def text(value: str) -> RawCell:
    return RawCell(value, RawKind.TEXT)


def number(value: str) -> RawCell:
    return RawCell(value, RawKind.NUMBER)


ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c>'
    '<x:c r="C2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
)

READ = {
    "plain": (workbook_bytes(ROW), [RawRow(1, {1: number("5")})]),
    "digits as written": (
        workbook_bytes('<row r="3"><c r="C3"><v>1234567.8899999999</v></c></row>'),
        [RawRow(3, {3: number("1234567.8899999999")})],
    ),
    "inline text": (
        workbook_bytes('<row r="1"><c r="A1" t="inlineStr"><is><t>A&amp;B&#36149;</t></is></c></row>'),
        [RawRow(1, {1: text("A&B贵")})],
    ),
    "single quotes": (
        workbook_bytes("<row r='1'><c r='A1' t='str'><v>甲</v></c></row>"),
        [RawRow(1, {1: text("甲")})],
    ),
    "no references": (
        workbook_bytes("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [RawRow(1, {1: number("1"), 3: number("2")}), RawRow(2, {1: number("3")})],
    ),
    "cdata": (
        workbook_bytes('<row r="1"><c r="A1" t="str"><v><![CDATA[<甲>]]></v></c></row>'),
        [RawRow(1, {1: text("<甲>")})],
    ),
    "empty rows between": (
        workbook_bytes(f'{ROW}<row r="2"/><row r="3" ht="9"/><row r="4"><c r="A4"><v>1</v></c></row><row r="5"/>'),
        [RawRow(1, {1: number("5")}), RawRow(4, {1: number("1")})],
    ),
    "white space between": (
        workbook_bytes('\n <row r="1">\n <c r="A1"><v>5</v></c>\n </row>\n'),
        [RawRow(1, {1: number("5")})],
    ),
    "rich text without phonetics": (
        workbook_bytes(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            strings=strings_xml("<si><r><t>贵</t></r><r><t>阳</t></r><rPh><t>guiyang</t></rPh></si>"),
        ),
        [RawRow(1, {1: text("贵阳")})],
    ),
    "the file's own escapes": (
        workbook_bytes('<row r="1"><c r="A1" t="str"><v>甲_x000D_乙_x005F_</v></c></row>'),
        [RawRow(1, {1: text("甲\n乙_")})],
    ),
    "line break in a text": (
        workbook_bytes('<row r="1"><c r="A1" t="str"><v>甲\n乙</v></c><c r="B1"><v>1</v></c></row>'),
        [RawRow(1, {1: text("甲\n乙"), 2: number("1")})],
    ),
    "a styled blank": (
        workbook_bytes('<row r="1"><c r="A1" s="0"/><c r="B1" s="0"><v>1</v></c></row>'),
        [RawRow(1, {2: number("1")})],
    ),
    "cached formula": (
        workbook_bytes('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'),
        [RawRow(1, {1: number("2")})],
    ),
    "formula without a value": (
        workbook_bytes('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f t="shared" si="0"/><v></v></c></row>'),
        [RawRow(1, {1: RawCell("", RawKind.UNCACHED), 2: RawCell("", RawKind.UNCACHED)})],
    ),
    "formula giving an empty text": (workbook_bytes('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>'), []),
    "error value": (
        workbook_bytes('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
        [RawRow(1, {1: RawCell("#REF!", RawKind.ERROR)})],
    ),
    "yes and no": (
        workbook_bytes('<row r="1"><c r="A1" t="b"><v>1</v></c></row>'),
        [RawRow(1, {1: RawCell("1", RawKind.BOOL)})],
    ),
    "date style": (
        workbook_bytes(
            '<row r="1"><c r="A1" s="1"><v>45376</v></c><c r="B1" s="0"><v>1</v></c></row>', styles=styles_xml(0, 14)
        ),
        [RawRow(1, {1: RawCell("45376", RawKind.DATE), 2: number("1")})],
    ),
    "unknown style": (
        workbook_bytes('<row r="1"><c r="A1" s="9"><v>1</v></c></row>', styles=styles_xml(0, 59)),
        [RawRow(1, {1: number("1")})],
    ),
    "an enormous dimension is only a remark": (
        zipped(parts_of(sheet_xml(ROW, before='<dimension ref="A1:XFD1048576"/>'))),
        [RawRow(1, {1: number("5")})],
    ),
    "a dimension too small hides nothing": (
        zipped(parts_of(sheet_xml(f'{ROW}<row r="2"><c r="B2"><v>6</v></c></row>', before='<dimension ref="A1"/>'))),
        [RawRow(1, {1: number("5")}), RawRow(2, {2: number("6")})],
    ),
    "a false count of strings is only a remark": (
        workbook_bytes(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            strings=f'<sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>甲</t></si></sst>',
        ),
        [RawRow(1, {1: text("甲")})],
    ),
    "prefixed names": (zipped(parts_of(PREFIXED)), [RawRow(2, {2: number("7"), 3: text("甲")})]),
    "no rows": (zipped(parts_of(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')), []),
}


@pytest.mark.parametrize("name", READ)
def test_a_legal_shape_is_read(name: str) -> None:
    data, rows = READ[name]
    assert rows_of(data) == rows


DTD = '<!DOCTYPE x [<!ENTITY a "b">]>'
REFUSED_ROWS = {
    "a cell twice": '<row r="1"><c r="A1"><v>7</v></c><c r="A1"><v>5000000</v></c></row>',
    "cells backwards": '<row r="1"><c r="B1"><v>7</v></c><c r="A1"><v>5</v></c></row>',
    "a row twice": f"{ROW}{ROW}",
    "rows backwards": f'<row r="2"><c r="A2"><v>1</v></c></row>{ROW}',
    "a cell of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "row 0": '<row r="0"><c r="A1"><v>1</v></c></row>',
    "a row beyond any sheet": '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
    "a column beyond any sheet": '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
    "two row numbers": '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
    "not a number": '<row r="1"><c r="A1"><v>NaN</v></c></row>',
    "infinity": '<row r="1"><c r="A1"><v>1E999</v></c></row>',
    "a number with words": '<row r="1"><c r="A1"><v>5万</v></c></row>',
    "a string that is not there": '<row r="1"><c r="A1" t="s"><v>3</v></c></row>',
    "an index in other digits": '<row r="1"><c r="A1" t="s"><v>٠</v></c></row>',
    "an unknown type": '<row r="1"><c r="A1" t="zzz"><v>3</v></c></row>',
    "maybe": '<row r="1"><c r="A1" t="b"><v>maybe</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>A & B</v></c></row>',
    "a forbidden character": '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "unclosed": '<row r="1"><c r="A1"><v>5</c></row>',
    "words between cells": '<row r="1">甲<c r="A1"><v>5</v></c></row>',
    "a value and an inline text": '<row r="1"><c r="A1"><v>5</v><is><t>6</t></is></c></row>',
    "two values": '<row r="1"><c r="A1"><v>5</v><v>6</v></c></row>',
    "a DTD between rows": DTD + ROW,
}


@pytest.mark.parametrize("name", REFUSED_ROWS)
def test_what_could_be_read_in_two_ways_is_refused_by_sheet(name: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        rows_of(workbook_bytes(REFUSED_ROWS[name]))
    assert refused.value.facts["sheet"] == "表"


REFUSED_SHEETS = {
    "a DTD": f'{DTD}<worksheet xmlns="{MAIN}"><sheetData>{ROW}</sheetData></worksheet>',
    "a data area in a comment": f'<worksheet xmlns="{MAIN}"><!-- <sheetData>{ROW}</sheetData> --></worksheet>',
    "two data areas": sheet_xml(ROW, after=f"<sheetData>{ROW}</sheetData>"),
    "no data area": f'<worksheet xmlns="{MAIN}"></worksheet>',
    "no end": f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}',
    "no end of the sheet": f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}</sheetData>',
    "a merge that is none": sheet_xml(ROW, after='<mergeCells><mergeCell ref="A1:#REF!"/></mergeCells>'),
    "another encoding": sheet_xml(ROW).encode("utf-16"),
    "another encoding declared": sheet_xml(ROW).replace('encoding="UTF-8"', 'encoding="GBK"'),
    "too deep": sheet_xml(ROW, before="<a>" * 80 + "</a>" * 80),
}


@pytest.mark.parametrize("name", REFUSED_SHEETS)
def test_a_sheet_part_that_is_not_plain_xml_is_refused(name: str) -> None:
    with pytest.raises(WorkbookError):
        rows_of(zipped(parts_of("") | {"xl/worksheets/sheet1.xml": REFUSED_SHEETS[name]}))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_dtd_in_any_part_is_refused(part: str) -> None:
    parts = parts_of(sheet_xml(ROW), strings=strings_xml("<si><t>甲</t></si>"), styles=styles_xml(0))
    head, body = parts[part].split("\n", 1)
    with pytest.raises(WorkbookError, match="文档类型"):
        rows_of(zipped(parts | {part: f"{head}{DTD}{body}"}))


@pytest.mark.parametrize(("cell", "row"), [("XFD1048576", 1048576), ("XFD1", 1), ("A1048576", 1048576)])
def test_a_stray_mark_far_away_is_named(cell: str, row: int) -> None:
    before = "" if row == 1 else ROW
    with pytest.raises(WorkbookError) as refused:
        rows_of(workbook_bytes(f'{before}<row r="{row}"><c r="{cell}"><v>1</v></c></row>'))
    assert refused.value.facts["cell"] == cell


def test_a_styled_blank_far_away_costs_nothing() -> None:
    data = workbook_bytes(f'{ROW}<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert rows_of(data) == [RawRow(1, {1: number("5")})]


def test_what_stands_around_the_rows_is_known() -> None:
    data = zipped(
        parts_of(
            sheet_xml(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>',
                before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="16384" width="9"/></cols>',
                after='<mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>',
            ),
            properties='<workbookPr date1904="1"/>',
            state="veryHidden",
        )
        | {"xl/vbaProject.bin": "x"}
    )
    head, sheet, *_, end, _ = read_events(data)
    assert head == BookHead("xlsx", epoch1904=True, macros=True, total=len(sheet_bytes(data)))
    assert sheet == SheetHead("表", "veryHidden")
    assert end == SheetEnd(((3, 2, 4, 3),), (2,), (2, 3))


def sheet_bytes(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False),
        ("#,##0.00", False),
        ('0.00"元/月"', False),
        ("[Red]0.00_);(0.00)", False),
        ("0.00E+00", False),
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy/m/d;@", True),
        ("[h]:mm", True),
    ],
)
def test_date_formats_are_told_from_the_others(code: str, expected: bool) -> None:
    assert shows_date(code) is expected


def test_a_custom_date_format_counts() -> None:
    styles = styles_xml(0, 170, custom='<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>')
    cells = only_row(workbook_bytes('<row r="1"><c r="A1" s="1"><v>45376</v></c></row>', styles=styles))
    assert cells[1].kind is RawKind.DATE


# --- the zip around it ---------------------------------------------------------------------------------------------


def good() -> dict[str, str]:
    return parts_of(sheet_xml(ROW))


def test_parts_that_differ_only_in_case_are_refused() -> None:
    with pytest.raises(WorkbookError, match="重复"):
        rows_of(zipped(good() | {"xl/worksheets/SHEET1.XML": sheet_xml(ROW)}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:/x.xml", "xl\\..\\..\\x.xml"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(WorkbookError, match="名称"):
        rows_of(zipped(good() | {name: "x"}))


def test_a_sheet_without_its_part_is_refused() -> None:
    parts = good()
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(WorkbookError, match="缺少"):
        rows_of(zipped(parts))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(WorkbookError, match="压缩比"):
        rows_of(zipped(good() | {"xl/media/zero.bin": bytes(12 << 20)}))


def test_more_parts_than_any_workbook_has_are_refused() -> None:
    with pytest.raises(WorkbookError, match="部件"):
        rows_of(zipped(good() | {f"xl/junk/{n}.xml": "" for n in range(2_001)}))


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_a_file_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(WorkbookError, match="不完整"):
        rows_of(workbook_bytes(ROW)[:cut])


def test_no_flipped_byte_is_read_as_another_number() -> None:
    data = bytearray(zipped(parts_of(sheet_xml(ROW))))
    for at in range(len(data)):
        data[at] ^= 0x55
        try:
            rows = rows_of(bytes(data))
        except WorkbookError:
            rows = []
        assert rows in ([], [RawRow(1, {1: number("5")})]), at
        data[at] ^= 0x55


def central_entry(data: bytes, name: bytes) -> int:
    """Where the central directory's record of a part begins."""
    return data.index(name, data.index(b"PK\x01\x02")) - 46


@pytest.mark.parametrize(
    ("offset", "layout", "value"), [(24, "<I", 10), (24, "<I", 9_999), (10, "<H", 12), (8, "<H", 1)]
)
def test_a_directory_that_lies_is_refused(offset: int, layout: str, value: int) -> None:
    data = bytearray(workbook_bytes(ROW))
    struct.pack_into(layout, data, central_entry(bytes(data), b"xl/worksheets/sheet1.xml") + offset, value)
    with pytest.raises(WorkbookError):
        rows_of(bytes(data))


def test_parts_that_share_bytes_are_refused() -> None:
    data = bytearray(zipped(good() | {"xl/worksheets/sheet2.xml": sheet_xml(ROW)}))
    first = struct.unpack_from("<I", data, central_entry(bytes(data), b"xl/worksheets/sheet1.xml") + 42)[0]
    struct.pack_into("<I", data, central_entry(bytes(data), b"xl/worksheets/sheet2.xml") + 42, first)
    with pytest.raises(WorkbookError, match="重叠"):
        rows_of(bytes(data))


# --- the same from every side --------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
decimals = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)
sheets = st.lists(st.lists(st.none() | texts | decimals, min_size=1, max_size=6), min_size=1, max_size=5)


def escape(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell_xml(reference: str, value: str | Decimal | None, quote: str) -> str:
    if value is None:
        return f"<c r={quote}{reference}{quote}/>"
    kind = f" t={quote}str{quote}" if isinstance(value, str) else ""
    return f"<c r={quote}{reference}{quote}{kind}><v>{escape(str(value))}</v></c>"


def rows_xml(lines: list[list[str | Decimal | None]], quote: str) -> str:
    return "".join(
        f"<row r={quote}{at}{quote}>"
        + "".join(cell_xml(f"{chr(65 + column)}{at}", value, quote) for column, value in enumerate(line))
        + "</row>"
        for at, line in enumerate(lines, 1)
    )


@settings(deadline=None)
@given(sheets)
def test_the_usual_and_the_unusual_shape_give_the_same_cells(lines: list[list[str | Decimal | None]]) -> None:
    lines = [[None if value == "" or "_x" in str(value) else value for value in line] for line in lines]
    usual, unusual = (rows_of(workbook_bytes(rows_xml(lines, quote))) for quote in ('"', "'"))
    assert usual == unusual
    expected = {
        (at, column): str(value)
        for at, line in enumerate(lines, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    assert {(row.number, at): cell.text for row in usual for at, cell in row.cells.items()} == expected


@settings(deadline=None, max_examples=40)
@given(sheets)
def test_what_openpyxl_writes_is_read_back(lines: list[list[str | Decimal | None]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    expected: dict[tuple[int, int], str] = {}
    for at, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            expected[at, column] = value if isinstance(value, str) else str(float(value))
    sheet.cell(9, 9).value = date(2024, 3, 25)
    buffer = io.BytesIO()
    book.save(buffer)
    found = {(row.number, at): cell for row in rows_of(buffer.getvalue()) for at, cell in row.cells.items()}
    assert found.pop((9, 9)) == RawCell("45376", RawKind.DATE)
    assert {
        place: str(float(cell.text)) if cell.kind is RawKind.NUMBER else cell.text for place, cell in found.items()
    } == expected


TOKENS = (
    b"<",
    b'"',
    b"&",
    b"&#0;",
    b"</row>",
    b'<row r="1">',
    b'<c r="A1">',
    b"<!--",
    b"<![CDATA[",
    b"\x00",
    b"\xff",
    b"-1",
)


def test_no_mutation_gets_anything_but_cells_or_a_refusal() -> None:
    chance = random.Random(20250325)
    read, sentences = 0, set()
    for _ in range(600):
        with zipfile.ZipFile(io.BytesIO(chance.choice(list(READ.values()))[0])) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        name = chance.choice([name for name in parts if not name.startswith("[")])
        at = chance.randrange(len(parts[name]))
        parts[name] = parts[name][:at] + chance.choice(TOKENS) + parts[name][at + chance.randrange(6) :]
        try:
            rows_of(zipped(parts))
        except WorkbookError as refused:
            sentences.add(str(refused)[-1])
        else:
            read += 1
    assert 0 < read < 200
    assert sentences == {"。"}

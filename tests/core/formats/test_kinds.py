"""Every kind of table offices send: told by content, read into one shape, and what cannot be known is said."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child, workbook
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.notes import notes_of
from gyga_desk.formats.raw import Book, Merge, RawCell, RawKind, RawSheet
from gyga_desk.policy import Edition
from tests.core.formats.makers import ods_bytes, parts_of, sheet_xml, workbook_bytes, zipped
from tests.core.formats.makers_old import (
    b_cell,
    b_record,
    b_row,
    b_text,
    ole_bytes,
    record,
    xls_number,
    xls_stream,
    xls_text,
    xlsb_bytes,
)

SAMPLES = Path(__file__).parent / "samples"
LINES = '申报汇总表\n单位名称,金额,说明\n贵州黔云公司,"1,234.50",㐂\n\n乙,="0012",\n'
READ = {
    1: {1: "申报汇总表"},
    2: {1: "单位名称", 2: "金额", 3: "说明"},
    3: {1: "贵州黔云公司", 2: "1,234.50", 3: "㐂"},
    5: {1: "乙", 2: "0012"},
}


def read(folder: Path, data: bytes, name: str = "申报表.xls") -> Book:
    path = folder / name
    path.write_bytes(data)
    return child.read(path)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(WorkbookError) as fault:
        read(folder, data)
    sentence = str(fault.value)
    assert "申报表.xls" in sentence
    assert sentence.endswith("。")
    return sentence


def texts(sheet: RawSheet) -> dict[int, dict[int, str]]:
    return {row.number: {at: cell.text for at, cell in row.cells.items()} for row in sheet.rows()}


def codes(book: Book) -> list[str]:
    return [code for code, _ in notes_of(book)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_in_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = (
        LINES if separator == "," else LINES.replace("1,234.50", "@").replace(",", separator).replace("@", "1,234.50")
    )
    book = read(tmp_path, lines.encode(encoding), "2研发训练.csv")
    (sheet,) = book.sheets
    assert (book.kind, sheet.name, codes(book)) == ("csv", "2研发训练", ["text-kind"])
    assert texts(sheet) == READ
    assert {cell.kind for row in sheet.rows() for cell in row.cells.values()} == {RawKind.TEXT}
    assert sheet.words_only


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (',,"", 甲 ,', {4: "甲"}),
        ('="0012",=0012,"=""9"""', {1: "0012", 2: "=0012", 3: "9"}),
        ('"一\r\n二","三\n四","五\r六"', {1: "一\n二", 2: "三\n四", 3: "五\n六"}),
        ("甲\v乙,\f,丙\f丁", {1: "甲乙", 3: "丙丁"}),
        ("\u3000甲\u3000乙\u3000,1", {1: "甲\u3000乙", 2: "1"}),
        ('"' + "甲" * 20_000 + '","' + "乙" * 20_000 + '"', {1: "甲" * 20_000, 2: "乙" * 20_000}),
    ],
)
def test_rows_of_text_by_the_long_way_and_the_short(tmp_path: Path, line: str, cells: dict[int, str]) -> None:
    (sheet,) = read(tmp_path, f"列一,列二,列三,列四\n{line}\n1,2,3,4\n".encode(), "表.csv").sheets
    assert list(texts(sheet).values())[1] == cells


def test_letters_lost_before_are_said(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "单位\ufffd称,金额\n甲,1\n".encode())) == ["lost-letters", "text-kind"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xfe\x00\xd8,\x00\n\x00", "编码"),
        (b"\xff\xff\x80\x81abc,\xff\n", "编码"),
        (b"\xef\xbb\xbfa,b\n\x00\x01", "编码"),
        (b"a,\0b\n", "编码"),
        ("关于申报的通知，请各单位按时报送。\n附件见后。\n".encode(), "没有用逗号"),
        ('案号,答复\n"未完'.encode(), "第 2 行"),
        (b"\x01\x02\x00\x03", "其他文件"),
        (("甲," + "," * 1_200 + "乙\n").encode(), "1000 列"),
        (("甲," + "乙" * 33_000 + "\n").encode(), "32767"),
        (b"a,b\n" * 3 + b"1," + b"0" * 1_000_000 + b"\n", "一百万"),
        (b"," * 1_000_001, "一百万"),
        (b"a,b\n" * 200_001, "B200001"),
    ],
)
def test_text_that_is_no_table_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    assert word in refused(tmp_path, data)


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type
content="text/html; charset=%s"><style>td {}</style><title>表</title></head><body><table border=1>
<tr><th colspan=3>申报汇总表</th></tr>
<tr><td rowspan=2>单位<br>名称</td><td>金额</td><td>日期</td>
<tr style='display:none'><td x:num="842600.125">842,600.13</td><td x:num="45376">2024-03-25</td></tr>
<tr><td>甲&amp;乙&nbsp; 公司</td><td x:num>12</td><script>alert(1)</script></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "utf-16"])
def test_a_web_page_named_xls(tmp_path: Path, encoding: str) -> None:
    book = read(tmp_path, (PAGE % encoding).encode(encoding), "旧表.xls")
    (sheet,) = book.sheets
    assert (book.kind, sheet.name, codes(book)) == ("html", "旧表", ["web-kind"])
    assert texts(sheet) == {
        1: {1: "申报汇总表"},
        2: {1: "单位\n名称", 2: "金额", 3: "日期"},
        3: {2: "842600.125", 3: "2024-03-25"},
        4: {1: "甲&乙 公司", 2: "12"},
    }
    assert list(sheet.rows())[2].cells[2].kind is RawKind.NUMBER
    assert sheet.merges == (Merge(1, 1, 1, 3), Merge(2, 1, 3, 1))
    assert sheet.hidden_rows == {3}


def test_a_page_with_several_tables_and_one_with_none(tmp_path: Path) -> None:
    page = "<table><tr><td>甲</table><p>其他</p><TABLE><TR><TD>乙</TD></TR></TABLE><img src='http://example.org/x.png'>"
    book = read(tmp_path, page.encode())
    assert [(sheet.name, texts(sheet)) for sheet in book.sheets] == [
        ("表格1", {1: {1: "甲"}}),
        ("表格2", {1: {1: "乙"}}),
    ]
    assert codes(book) == ["pictures", "web-kind"]
    assert "没有表格" in refused(tmp_path, b"<html><frameset><frame src='sheet001.htm'></frameset></html>")
    assert "嵌套" in refused(tmp_path, b"<table><tr><td><table><tr><td>1</table></table>")
    assert "网页存档" in refused(tmp_path, b"MIME-Version: 1.0\nX-Document-Type: Workbook\n")
    assert "XML 表格" in refused(
        tmp_path, b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    )


def test_an_old_workbook_tells_what_is_broken_and_hidden() -> None:
    first, second, third = child.read(SAMPLES / "marks.xls").sheets
    rows = {row.number: row.cells for row in first.rows()}
    assert rows[3] == {
        1: RawCell("甲", RawKind.TEXT),
        2: RawCell("91520100MA6H000001", RawKind.TEXT),
        3: RawCell("842600.5", RawKind.NUMBER),
        4: RawCell("43683", RawKind.DATE),
        5: RawCell("1", RawKind.BOOL),
    }
    assert rows[4][3] == RawCell("#REF!", RawKind.ERROR)
    assert rows[7] == {3: RawCell("#N/A", RawKind.ERROR)}
    assert (first.hidden_rows, first.hidden_columns, first.merges) == ({6}, {2}, (Merge(1, 1, 1, 5),))
    assert (second.state, third.state) == ("hidden", "veryHidden")


def test_an_old_workbooks_macros_embedded_files_and_uncomputed_formulas(tmp_path: Path) -> None:
    formula = struct.pack("<HHH8sHIH", 2, 1, 0, bytes(8), 2, 0, 0)
    broken = struct.pack("<HHH8sHIH", 3, 1, 0, b"\x02\x00\x0f\x00\x00\x00\xff\xff", 0, 0, 0)
    cells = xls_text(0, 0, "金额") + xls_number(0, 1, 3.5) + record(0x06, formula) + record(0x06, broken)
    stream = xls_stream(cells + record(0x1C, bytes(12)), record(0xEB, bytes(8)) + record(0x1AE, bytes(12)))
    book = read(tmp_path, ole_bytes({"Workbook": stream}, ["_VBA_PROJECT_CUR", "MBD00A1"]), "表.et")
    assert {row.number: row.cells for row in book.sheets[0].rows()} == {
        1: {1: RawCell("金额", RawKind.TEXT), 2: RawCell("3.5", RawKind.NUMBER)},
        3: {2: RawCell("", RawKind.UNCACHED)},
        4: {2: RawCell("#VALUE!", RawKind.ERROR)},
    }
    assert codes(book) == ["macros", "embedded", "pictures", "external-links", "comments", "old-kind"]


def test_a_binary_workbook(tmp_path: Path) -> None:
    rows = b_row(0) + b_cell(6, 0, b_text("金额")) + b_row(1) + b_cell(5, 0, struct.pack("<d", 12.5))
    rows += b_cell(3, 1, bytes([23])) + b_row(2, hidden=True) + b_cell(11, 2, bytes([42]) + bytes(10))
    columns = b_record(390) + b_record(60, struct.pack("<IIIIH", 1, 1, 2_000, 0, 1)) + b_record(391)
    book = read(tmp_path, xlsb_bytes(rows, columns), "表.xlsx")
    (sheet,) = book.sheets
    assert (book.kind, sheet.hidden_rows, sheet.hidden_columns) == ("xlsb", {3}, {2})
    assert {row.number: row.cells for row in sheet.rows()} == {
        1: {1: RawCell("金额", RawKind.TEXT)},
        2: {1: RawCell("12.5", RawKind.NUMBER), 2: RawCell("#REF!", RawKind.ERROR)},
        3: {3: RawCell("#N/A", RawKind.ERROR)},
    }


def text_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def test_an_open_document_is_read_as_written(tmp_path: Path) -> None:
    spans = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    amount = '<table:table-cell office:value-type="currency" office:value="842600.125"><text:p>842,600.13</text:p></table:table-cell>'
    wrong = '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>'
    error = '<table:table-cell office:value-type="float" office:value="0" calcext:value-type="error" xmlns:calcext="c"><text:p>#DIV/0!</text:p></table:table-cell>'
    yes = '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>'
    uncached = '<table:table-cell table:formula="of:=[.A1]+1"/>'
    several = text_cell('甲<text:s text:c="2"/>乙<text:line-break/><text:span>丙</text:span></text:p><text:p>丁')
    several = several.replace("</text:p></table", f"</text:p>{note}</table")
    rows = (
        f"<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>"
        f"<table:table-row>{text_cell('汇总', spans)}<table:covered-table-cell/></table:table-row>"
        f"<table:table-row table:visibility='filter'>{several}{amount}</table:table-row>"
        f"<table:table-row table:number-rows-repeated='2'>{wrong}{error}{yes}{uncached}</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    )
    book = read(tmp_path, ods_bytes(rows))
    (sheet,) = book.sheets
    broken = {
        1: RawCell("#REF!", RawKind.ERROR),
        2: RawCell("#DIV/0!", RawKind.ERROR),
        3: RawCell("1", RawKind.BOOL),
        4: RawCell("", RawKind.UNCACHED),
    }
    assert {row.number: row.cells for row in sheet.rows()} == {
        1: {1: RawCell("汇总", RawKind.TEXT)},
        2: {1: RawCell("甲  乙\n丙\n丁", RawKind.TEXT), 2: RawCell("842600.125", RawKind.NUMBER)},
        3: broken,
        4: broken,
    }
    assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == ((Merge(1, 1, 1, 2),), {2}, {2, 3})
    assert codes(book) == ["comments", "open-kind"]


WIDE = text_cell("甲", ' table:number-columns-repeated="16384"')


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ('<table:table-row table:number-rows-repeated="9999999999"/>', "重复次数"),
        ("<table:table-row><table:table-row/></table:table-row>", "行不在表中"),
        ("<table:table-cell/>", "单元格不在行中"),
        ('<table:table table:name="内"/>', "套有表格"),
        ('<table:table-row><table:table-cell office:value-type="float" office:value="NaN"/></table:table-row>', "数值"),
        (
            '<table:table-row><table:table-cell office:value-type="date" office:date-value="昨天"/></table:table-row>',
            "日期",
        ),
        (f'<table:table-row table:number-rows-repeated="300000">{text_cell("甲")}</table:table-row>', "20 万行"),
        (f"<table:table-row>{WIDE}</table:table-row>", "1000 列"),
        ("<table:table-row xmlns:table='urn:x'/>", "命名"),
    ],
)
def test_an_open_document_that_is_not_clear_is_refused(tmp_path: Path, row: str, word: str) -> None:
    assert word in refused(tmp_path, ods_bytes(row))


TABLE = (
    ("单位名称", "统一社会信用代码", "项目名称", "应用领域", "开工日期", "合同总额", "申请金额（万元）", "备注"),
    ("贵州黔云公司", "91520100MA6H000000", "质检大模型", "智能制造", "2024.3.25", "1,234,567.89", "84.26", "甲"),
    ("贵阳算力公司", "91520115MA6H000001", "交通大模型", "交通", "20240601", "300万元", "１２．５", ""),
    ("合计", "", "", "", "", "4234567.89", "96.76", ""),
)


def as_xlsx() -> bytes:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    return workbook_bytes("".join(f"<row>{''.join(map(cell, row))}</row>" for row in TABLE))


def as_xls() -> bytes:
    cells = [xls_text(r, at, text) for r, row in enumerate(TABLE) for at, text in enumerate(row) if text]
    return ole_bytes({"Workbook": xls_stream(b"".join(cells))})


def as_xlsb() -> bytes:
    rows = (
        b_row(r) + b"".join(b_cell(6, at, b_text(text)) for at, text in enumerate(row)) for r, row in enumerate(TABLE)
    )
    return xlsb_bytes(b"".join(rows))


def as_html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in TABLE)
    return f"<html><body><table>{rows}</table></body></html>".encode()


KINDS = {
    "xlsx": as_xlsx,
    "xls": as_xls,
    "xlsb": as_xlsb,
    "ods": lambda: ods_bytes(
        "".join(f"<table:table-row>{''.join(map(text_cell, row))}</table:table-row>" for row in TABLE)
    ),
    "csv": lambda: "\r\n".join("\t".join(row) for row in TABLE).encode("gb18030"),
    "html": as_html,
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_table_means_the_same_in_every_kind(kind: str, tmp_path: Path, edition: Edition) -> None:
    plans = [SheetPlan(m.number, (m.sheet, m.name), m.columns) for m in edition.measures]

    def understood(data: bytes) -> tuple[object, ...]:
        book = read(tmp_path, data)
        named = replace(book, sheets=(replace(book.sheets[0], name="3示范应用场景"),))
        (sheet,) = workbook.understand(named, "表", plans).sheets
        facts = [{name: (fact.value, fact.cell) for name, fact in row.facts.items()} for row in sheet.rows]
        return book.kind, facts, sheet.sums, sheet.skipped, sheet.columns

    read_kind, facts, *others = understood(KINDS[kind]())
    assert read_kind == kind
    assert isinstance(facts, list) and len(facts) == 2
    assert facts[0]["contract_sum"] == (123456789, "F2")
    assert [facts, *others] == list(understood(as_xlsx())[1:])


def with_parts(*names: str, rows: str = "") -> bytes:
    return zipped({**parts_of(sheet_xml(rows)), **dict.fromkeys(names, "x")})


CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_what_lies_beside_the_cells_is_said_and_not_read(tmp_path: Path) -> None:
    names = (
        "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.bin",
        "xl/media/image1.png", "xl/comments1.xml", "xl/connections.xml", "xl/macrosheets/sheet1.xml",
    )  # fmt: skip
    book = read(tmp_path, with_parts(*names, rows=CELL))
    assert codes(book) == ["macros", "comments", "connections", "embedded", "external-links", "macro-sheet", "pictures"]
    assert all(sentence.endswith("。") for _, sentence in notes_of(book))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (with_parts(), "都是空的"),
        (with_parts("xl/media/image1.png"), "只有图片"),
        (with_parts("xl/vbaProject.bin"), "只有宏"),
        (workbook_bytes('<row r="1"><c r="A1" s="0"/></row>'), "都是空的"),
        (ole_bytes({"EncryptionInfo": b"", "EncryptedPackage": b""}), "密码"),
        (ole_bytes({"Workbook": xls_stream(b"", record(0x2F, bytes(6)))}), "密码"),
        (ole_bytes({"WordDocument": "Workbook".encode("utf-16-le")}, ["MBD0001"]), "文字文档"),
        (ole_bytes({"PowerPoint Document": b""}), "演示文稿"),
        (ole_bytes({"别的": b""}), "其他办公文件"),
        (ole_bytes({"Workbook": b"\0"}), "没有开头"),
        (ole_bytes({"Workbook": xls_stream(b"")})[:1_500], "不完整"),
        (ods_bytes(""), "都是空的"),
    ],
)
def test_a_file_with_nothing_to_read_says_why(tmp_path: Path, data: bytes, word: str) -> None:
    assert word in refused(tmp_path, data)

"""The workbook sent back: every problem in its cell, everything else as it was sent."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gyga_desk.formats import child, workbook
from gyga_desk.formats.raw import RawKind
from gyga_desk.formats.report import HEADERS, NO_MACROS, ONLY_CELLS, write_report
from gyga_desk.model import Problem, Severity
from gyga_desk.places import resources
from tests.core.formats.makers import ods_bytes, workbook_bytes, zipped
from tests.core.formats.plans import PLANS

MESSY = resources() / "demo" / "batch-2025-messy.xlsx"
PICTURE = Path(__file__).parents[3] / "resources" / "pictures" / "decision.png"


def problem(cell: str, severity: Severity, sheet: str = "表", row: int = 1) -> Problem:
    return Problem(sheet, cell, row, "列", "code", severity, "=原文", f"{severity}的事。")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def report(tmp_path: Path) -> openpyxl.Workbook:
    out = tmp_path / "退回.xlsx"
    write_report(MESSY, out, workbook.read(MESSY, PLANS).all_problems)
    return openpyxl.load_workbook(out)


def test_every_problem_is_listed_and_marked(report: openpyxl.Workbook) -> None:
    front = report["问题清单"]
    assert report.sheetnames[0] == "问题清单"
    lines = list(front.iter_rows(values_only=True))
    assert lines[0] == HEADERS
    assert len(lines) == 1 + len(workbook.read(MESSY, PLANS).all_problems)
    wrong = next(line for line in lines if line[1] == "D9" and line[0] == "3示范应用场景")
    assert (wrong[2], wrong[5]) == ("信用代码", "必须更正")
    cell = report["3示范应用场景"]["D9"]
    assert cell.comment.text.startswith("必须更正：统一社会信用代码校验不通过")
    assert cell.fill.fgColor.rgb == "FFF8CBC6"
    linked = [cell.hyperlink.location for cell in front["B"] if cell.hyperlink]
    assert "'3示范应用场景'!D9" in linked
    assert "'旧数据(勿用)'!A1" in linked


def test_everything_else_is_as_it_was(report: openpyxl.Workbook, tmp_path: Path) -> None:
    before, after = child.read(MESSY), child.read(tmp_path / "退回.xlsx")
    assert [(sheet.name, sheet.state) for sheet in after.sheets[1:]] == [(s.name, s.state) for s in before.sheets]
    for old, new in zip(before.sheets, after.sheets[1:], strict=True):
        assert list(old.rows()) == list(new.rows())
        assert set(old.merges) == set(new.merges)
        assert (old.hidden_rows, old.hidden_columns) == (new.hidden_rows, new.hidden_columns)
    sent = openpyxl.load_workbook(MESSY)
    for sheet in sent:
        for row in sheet.iter_rows():
            for cell in row:
                back = report[sheet.title][cell.coordinate]
                assert (back.value, back.number_format) == (cell.value, cell.number_format)
                assert repr(back.font) == repr(cell.font)
        assert {k: d.width for k, d in sheet.column_dimensions.items()} == {
            k: d.width for k, d in report[sheet.title].column_dimensions.items()
        }


def test_the_corrected_report_is_read_again(tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    write_report(MESSY, out, workbook.read(MESSY, PLANS).all_problems)
    again, before = workbook.read(out, PLANS), workbook.read(MESSY, PLANS)
    assert [len(sheet.rows) for sheet in again.sheets] == [0, *(len(sheet.rows) for sheet in before.sheets)]
    assert again.sheets[0].problems == ()
    assert again.all_problems == before.all_problems


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook with everything that a careless program loses."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表 'A' & B"
    sheet["A1"], sheet["B1"], sheet["B2"], sheet["B3"], sheet["B4"] = "甲", 1, 2, "=SUM(B1:B2)", "x"
    sheet["B4"].font, sheet["B4"].number_format = Font(bold=True, name="仿宋"), "0.000"
    sheet["B2"].comment = Comment("原有的批注", "填表人")
    sheet["C1"].comment = Comment("另一条", "填表人")
    sheet["A2"].hyperlink = "https://example.org/"
    sheet.column_dimensions["E"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.row_dimensions[9].height = 40
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "G2")
    sheet.add_image(Image(BytesIO(PICTURE.read_bytes())), "G20")
    sheet.conditional_formatting.add("B1:B9", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FFFF0000")))
    rule = DataValidation("list", '"是,否"')
    rule.add("D1:D9")
    sheet.add_data_validation(rule)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    book.defined_names["总数"] = DefinedName("总数", attr_text="'表 ''A'' & B'!$B$3")
    book.create_sheet("另一张")["A1"] = "乙"
    book.active = 1
    path = tmp_path / "原表.xlsx"
    book.save(path)
    return path


def test_what_a_careless_program_loses_is_kept(rich: Path, tmp_path: Path) -> None:
    out, name = tmp_path / "退回.xlsx", "表 'A' & B"
    found = [problem(cell, Severity.ERROR, sheet=name) for cell in ("B2", "B4", "E5", "A7", "B9")]
    write_report(rich, out, found)
    before, after = parts(rich), parts(out)
    touched = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"}
    touched |= {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    touched |= {n for n in before if "comments" in n.lower()}
    assert all(after[part] == content for part, content in before.items() if part not in touched)
    assert {n for n in before if "chart" in n or "media" in n} <= after.keys()
    assert sum("comments/" in n and n.endswith(".xml") for n in after) == 1
    sheet, sent = openpyxl.load_workbook(out)[name], openpyxl.load_workbook(rich)[name]
    assert sheet["B3"].value == "=SUM(B1:B2)"
    assert repr(sheet["B4"].font) == repr(sent["B4"].font)
    assert sheet["B4"].number_format == "0.000"
    assert sheet["B2"].comment.text == "原有的批注\n问题清单：必须更正：error的事。"
    assert sheet["C1"].comment.text == "另一条"
    assert [sheet[c].fill.fgColor.rgb for c in ("B2", "B4", "E5", "A7", "B9")] == ["FFF8CBC6"] * 5
    assert all(sheet[c].comment for c in ("B4", "E5", "A7", "B9"))
    assert (sheet.row_dimensions[9].height, sheet.freeze_panes, sheet.print_title_rows) == (40, "A2", "$1:$1")
    assert len(sheet.data_validations.dataValidation) == len(sheet._charts) == len(sheet._images) == 1
    shapes = next(content for part, content in after.items() if part.endswith(".vml"))
    assert shapes.count(b'ObjectType="Note"') == 2 + 4


def test_only_the_list_is_in_front(rich: Path, tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    write_report(rich, out, [problem("B2", Severity.ERROR, sheet="表 'A' & B")])
    book = openpyxl.load_workbook(out)
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]
    assert book.active.title == "问题清单"
    assert book.worksheets[1].print_title_rows == "$1:$1"
    assert book["问题清单"]["B2"].hyperlink.location == "'表 ''A'' & B'!B2"


def test_a_fault_in_a_merged_cell_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表"
    book.worksheets[0]["A1"] = "甲"
    book.worksheets[0]["C3"] = "乙"
    book.worksheets[0].merge_cells("A1:B3")
    book.save(source)
    write_report(source, out, [problem("B2", Severity.ASK), problem("A1", Severity.NOTE)])
    cell = openpyxl.load_workbook(out)["表"]["A1"]
    assert cell.comment.text == "请确认：ask的事。\n提示：note的事。"
    assert cell.fill.fgColor.rgb == "FFFCE7B2"


def test_macros_are_left_out_and_said(rich: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsm", tmp_path / "退回.xlsx"
    held = parts(rich)
    kinds, rels = held["[Content_Types].xml"], held["xl/_rels/workbook.xml.rels"]
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    held["[Content_Types].xml"] = kinds.replace(main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml").replace(
        b"</Types>", macro
    )
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
    held["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", relation)
    held["xl/vbaProject.bin"] = b"Sub Auto_Open()"
    source.write_bytes(zipped(held))
    write_report(source, out, [problem("B2", Severity.ERROR, sheet="表 'A' & B")])
    after = parts(out)
    assert "xl/vbaProject.bin" not in after
    assert not any(b"vbaProject" in content for content in after.values())
    assert main in after["[Content_Types].xml"]
    book = openpyxl.load_workbook(out)
    assert [cell.value for cell in book["问题清单"]["E"]] == [HEADERS[4], "error的事。", NO_MACROS]
    assert book.worksheets[1]["B3"].value == "=SUM(B1:B2)"


def test_what_reaches_out_is_not_sent_on(rich: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    held = parts(rich)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rId98" Type="{relations}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    rels = held["xl/_rels/workbook.xml.rels"]
    held["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", link.encode() + b"</Relationships>")
    held["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    )
    source.write_bytes(zipped(held))
    write_report(source, out, [problem("B2", Severity.ERROR, sheet="表 'A' & B")])
    assert not any(b"ddeLink" in content for content in parts(out).values())
    book = openpyxl.load_workbook(out)
    assert book["问题清单"]["E3"].value == ONLY_CELLS
    assert book.worksheets[1]["B4"].value == "x"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_other_kinds_come_back_as_xlsx_with_the_same_cells(tmp_path: Path) -> None:
    source, out = tmp_path / "表.ods", tmp_path / "退回.xlsx"
    cell = '<table:table-cell office:value-type="string"><text:p>=1+1</text:p></table:table-cell>'
    source.write_bytes(ods_bytes(f"<table:table-row>{cell}</table:table-row>"))
    name = child.read(source).sheets[0].name
    write_report(source, out, [problem("A1", Severity.ERROR, sheet=name)])
    book = openpyxl.load_workbook(out)
    cell = book[name]["A1"]
    assert (cell.value, cell.data_type, cell.fill.fgColor.rgb) == ("=1+1", "s", "FFF8CBC6")
    assert book["问题清单"]["E3"].value == ONLY_CELLS


def test_the_gravest_problem_colours_and_all_are_noted(tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    source.write_bytes(workbook_bytes('<row r="1"><c r="A1" t="str"><v>=1+1</v></c><c r="B1"><f>1</f></c></row>'))
    found = [problem("A1", Severity.NOTE), problem("A1", Severity.ERROR), problem("", Severity.ASK, row=0)]
    found += [problem("", Severity.ASK, row=7), problem("", Severity.NOTE, sheet="", row=0)]
    write_report(source, out, found)
    book = openpyxl.load_workbook(out)
    cell = book["表"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.fill.fgColor.rgb == "FFF8CBC6"
    assert cell.comment.text == "提示：note的事。\n必须更正：error的事。"
    assert book["表"]["B1"].value == "（未计算的公式）"
    places = ["单元格", "A1", "整张表", "第 7 行", "A1", "整个文件", "整个文件"]
    assert [cell.value for cell in book["问题清单"]["B"]] == places
    assert book["问题清单"]["D2"].data_type == "s"
    assert [row.cells[2].kind for row in child.read(out).sheets[1].rows()] == [RawKind.TEXT]


def test_a_list_of_that_name_is_kept_beside_ours(tmp_path: Path) -> None:
    source, out = tmp_path / "表.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "问题清单"
    book.worksheets[0]["A1"] = "甲"
    book.save(source)
    write_report(source, out, [problem("A1", Severity.ERROR, sheet="问题清单")])
    report = openpyxl.load_workbook(out)
    assert report.sheetnames == ["问题清单(2)", "问题清单"]
    assert report["问题清单(2)"]["B2"].hyperlink.location == "'问题清单'!A1"
    assert report["问题清单"]["A1"].value == "甲"


def test_text_that_looks_like_an_escape_stays_text(tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    found = Problem("", "", 0, "", "code", Severity.NOTE, "_x000D_ =cmd|' /C calc'!A0", "话。")
    write_report(MESSY, out, [found])
    sheet = child.read(out).sheets[0]
    row = list(sheet.rows())[1]
    assert row.cells[4].text == "_x000D_ =cmd|' /C calc'!A0"

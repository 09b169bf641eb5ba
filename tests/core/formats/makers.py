"""Workbooks made by hand for the tests, byte by byte where it matters."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A sheet part around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(items: str) -> str:
    """A shared strings part; items are `<si>…</si>`."""
    return f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'


def styles_xml(*formats: int, custom: str = "") -> str:
    """A styles part whose cell formats have these number format ids."""
    records = "".join(f'<xf numFmtId="{number}"/>' for number in formats)
    return f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><cellXfs>{records}</cellXfs></styleSheet>'


def parts_of(
    sheet: str, strings: str = "", styles: str = "", properties: str = "", state: str = "visible"
) -> dict[str, str]:
    """Every part of a workbook with one sheet named 表."""
    listed = f'<sheet name="表" sheetId="1" state="{state}" r:id="rId1"/>'
    relations = f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        relations += f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = strings
    if styles:
        relations += f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
        parts["xl/styles.xml"] = styles
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return parts


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip file."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook_bytes(rows: str, **more: str) -> bytes:
    """A whole workbook around the rows of its one sheet."""
    return zipped(parts_of(sheet_xml(rows), **more))


def ods_bytes(rows: str) -> bytes:
    """An OpenDocument workbook around the rows of its one table."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        archive.writestr(
            "META-INF/manifest.xml",
            f'{HEAD}<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{mimetype}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'{HEAD}<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
            f'<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()

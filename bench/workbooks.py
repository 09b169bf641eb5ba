"""Workbooks of any length, the same bytes every time: measure 7's sheet with 25 columns, as a spreadsheet program writes it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from gyga_desk.formats.raw import letters_of

_HEADERS = (
    "序号", "申报年度", "单位名称", "统一社会信用代码", "单位类型", "注册地址", "属地", "成立日期", "法定代表人", "联系人",
    "联系电话", "信用查询日期", "信用查询结果", "真实性承诺书", "附件目录", "项目名称", "细分方向", "企业阶段", "融资轮次",
    "融资需求(万元)", "资金用途", "主要产品与收入", "商业计划书", "推荐单位", "推荐意见",
)  # fmt: skip
_NAMES = "云岩南明观山湖花溪乌当白云清镇修文息烽开阳贵安数博智算星河云图天工神笔格物知行明德"
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
_FIELDS = ("智能制造", "金融风控", "交通调度", "医疗影像", "教育辅助", "商务客服", "文旅导览", "政务问答")
_DISTRICTS = ("云岩区", "南明区", "观山湖区", "花溪区", "乌当区", "白云区", "清镇市", "贵安新区")
_STAGES, _ROUNDS = ("种子", "初创", "成长", "成熟"), ("种子轮", "天使轮", "Pre-A轮", "A轮", "B轮")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_DATE, _TEXT, _MONEY = 1, 2, 3
"""Positions in the list of styles."""


def make_workbook(path: Path, rows: int) -> Path:
    """The workbook with so many applications; one that is there already is taken as it is."""
    if path.exists():
        return path
    strings: dict[str, int] = {}
    unfinished = path.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        for name, text in _PARTS.items():
            _put(book, name, [text])
        _put(book, "xl/worksheets/sheet1.xml", _sheet(rows, strings))
        _put(book, "xl/sharedStrings.xml", _shared(strings))
    unfinished.replace(path)
    return path


def code_of(number: int) -> str:
    """A credit code that passes its check digit."""
    body = f"91520100{number:09d}"
    total = sum(_ALPHABET.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + _ALPHABET[(31 - total) % 31]


def row_of(n: int) -> tuple[str | int | float, ...]:
    """The cells of the application with this number, from 1."""
    name = _pick(_NAMES, n, 2) + _pick(_NAMES, n * 7 + 3, 2)
    applicant = f"贵州{name}{n:06d}科技有限公司"
    person = _FAMILY[n % 20] + _pick(_GIVEN, n // 20, 2)
    return (
        n, 2025, applicant, code_of(n), "企业", f"贵阳市{_DISTRICTS[n % 8]}{_pick(_NAMES, n, 2)}路{n % 997 + 1}号{n % 31 + 1}层",
        _DISTRICTS[n % 8], 41000 + n % 4000, person, _FAMILY[n % 19] + _pick(_GIVEN, n // 7, 2), f"139{n * 7919 % 10**8:08d}",
        45700 + n % 60, "无不良信用记录", "是", "申报书、营业执照、审计报告", f"{_FIELDS[n % 8]}大模型{name}应用第{n}期", _FIELDS[n % 8],
        _STAGES[n % 4], _ROUNDS[n % 5], n * 13 % 9000 + 0.25 * (n % 4), "研发投入与市场推广",
        f"{_FIELDS[n % 8]}智能体，上年收入{n % 5000 + 10}万元", "是", f"{_DISTRICTS[n % 8]}大数据发展管理局", "同意推荐",
    )  # fmt: skip


def _pick(letters: str, n: int, count: int) -> str:
    return "".join(letters[(n * 31 + k * 17) // (k + 1) % len(letters)] for k in range(count))


def _sheet(rows: int, strings: dict[str, int]) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="A1:Y{rows + 1}"/><sheetData>'
    for number, cells in enumerate(chain([_HEADERS], map(row_of, range(1, rows + 1))), 1):
        written = "".join(_cell(letters, number, cell, strings) for letters, cell in zip(_LETTERS, cells, strict=True))
        yield f'<row r="{number}" spans="1:25" ht="14.25" customHeight="1">{written}</row>'
    yield '</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'


def _cell(letters: str, row: int, value: str | float, strings: dict[str, int]) -> str:
    if isinstance(value, str):
        return f'<c r="{letters}{row}" s="{_TEXT}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
    style = _DATE if letters in ("H", "L") else _MONEY if letters == "T" else 0
    styled = f' s="{style}"' if style else ""
    return f'<c r="{letters}{row}"{styled}><v>{value}</v></c>'


def _shared(strings: dict[str, int]) -> Iterator[str]:
    yield f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">'
    for text in strings:
        yield f"<si><t>{escape(text)}</t></si>"
    yield "</sst>"


def _put(book: zipfile.ZipFile, name: str, pieces: Iterator[str] | list[str]) -> None:
    info = zipfile.ZipInfo(name, (2025, 3, 1, 9, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with book.open(info, "w", force_zip64=False) as part:
        for piece in pieces:
            part.write(piece.encode())


_LETTERS = tuple(letters_of(at) for at in range(1, len(_HEADERS) + 1))
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="7人工智能基金" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="49"/>'
    '<xf numFmtId="4"/></cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}

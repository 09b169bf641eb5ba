"""What a cell means in its column: the value, and what is to be said about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from gyga_desk.formats.codes import read_code
from gyga_desk.formats.dates import date_of_serial, read_date
from gyga_desk.formats.figures import (
    FACTORS,
    NOTHING,
    Remark,
    read_money,
    read_number,
    squeeze,
    typed_number,
    write_number,
)
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Column, ColumnType, FactValue, Severity

_YES = frozenset(("是", "有", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "1", "对", "已提供", "已提交"))
_NO = frozenset(("否", "无", "×", "✗", "✘", "X", "N", "NO", "FALSE", "0", "错", "没有", "未提供", "未提交"))
_NAME_HEADER = re.compile(r"(名称|单位|主体|户名|代表人|联系人|企业|机构|使用方|提供方|服务方)$")
_STAMP = re.compile(r"\((?:盖章|公章|加盖公章|签章)\)$")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_HALF_WIDTH: dict[int, int | None] = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF_WIDTH |= {0xFF08: 0x28, 0xFF09: 0x29, 0xFF0D: 0x2D, 0xA0: 0x20, 0x3000: 0x20, 0x200B: None, 0xFEFF: None}
"""Digits, letters, brackets, hyphen and blanks; commas and full stops stay Chinese."""
_SCIENTIFIC = re.compile(r"[0-9]\.[0-9]+E\+[0-9]{2}")
_OTHER = "其他"
Read = tuple[FactValue, list[Remark]]


def shown(raw: RawCell, epoch1904: bool = False) -> str:
    """The cell as a person sees it on the sheet."""
    if raw.kind is RawKind.NUMBER:
        return raw.text if raw.text.isdecimal() and len(raw.text) < 16 else write_number(typed_number(raw.text))
    if raw.kind is RawKind.DATE:
        day = date_of_serial(raw.text, epoch1904)
        return day.isoformat() if day else raw.text
    if raw.kind is RawKind.BOOL:
        return "TRUE" if raw.text == "1" else "FALSE"
    if raw.kind is RawKind.UNCACHED:
        return "（未计算的公式）"
    return raw.text


def is_blank(raw: RawCell) -> bool:
    """Whether the cell says nothing; a formula without a value is unknown, not blank."""
    return raw.kind is RawKind.TEXT and not raw.text.strip().strip("\u200b\ufeff \u3000")


class _Asked(NamedTuple):
    """A cell that holds something, with what is known about its column."""

    raw: RawCell
    column: Column
    unit: str
    epoch1904: bool


def read_cell(raw: RawCell, column: Column, unit: str, epoch1904: bool = False) -> Read:
    """The cell's meaning in its column; `unit` is what the header or the sheet says about money."""
    if raw.kind is RawKind.ERROR:
        return None, [("cell-error", Severity.ERROR, f"单元格是错误值 {raw.text}。请更正公式或直接填写数值。")]
    if raw.kind is RawKind.UNCACHED:
        return None, [
            ("formula-uncached", Severity.ERROR, "单元格是公式，但没有算出的结果。请用表格软件打开并保存后再报。")
        ]
    if is_blank(raw):
        return None, [_missing(column)] if column.required else []
    if not column.required and _says_nothing(raw, column):
        return None, []
    return _READERS[column.type](_Asked(raw, column, unit, epoch1904))


def _says_nothing(raw: RawCell, column: Column) -> bool:
    """A dash or 无 in an optional cell is as good as blank; in words it is kept, and 无 answers a yes-no question."""
    if raw.kind is not RawKind.TEXT or column.type is ColumnType.TEXT:
        return False
    text = squeeze(raw.text).upper()
    return text in NOTHING and not (column.type is ColumnType.BOOL and text in _NO) and text not in column.options


def _missing(column: Column) -> Remark:
    return "missing", Severity.ERROR, f"“{column.header}”为必填项，现在是空的。请补填。"


def plain(text: str) -> str:
    """Letters, digits and brackets half-width, blanks joined, ends trimmed; other punctuation as written."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_HALF_WIDTH).split())


def _read_money(asked: _Asked) -> Read:
    known = (unit for unit in (asked.unit, asked.column.unit) if unit in FACTORS)
    return read_money(asked.raw, next(known, "元"))


def _read_text(asked: _Asked) -> Read:
    raw = asked.raw
    if raw.kind is RawKind.NUMBER and abs(float(raw.text)) >= 1e15:
        return None, [_digits_lost()]
    text = plain(shown(raw, asked.epoch1904))
    if _SCIENTIFIC.fullmatch(text):
        return None, [_digits_lost()]
    if _NAME_HEADER.search(asked.column.header):
        text = _STAMP.sub("", _HAN_GAP.sub("", text)).strip()
    return (raw.text if text == raw.text else text), []  # one string in memory for both, where they are equal


def _digits_lost() -> Remark:
    return "digits-lost", Severity.ERROR, "号码超过15位却存成了数字，末几位已丢失。请把单元格设为文本格式后重新填写。"


def _read_bool(asked: _Asked) -> Read:
    text = squeeze(shown(asked.raw)).upper()
    if text in _YES:
        return True, []
    if text in _NO:
        return False, []
    return None, [("bool", Severity.ERROR, "应填写“是”或“否”。")]


def _read_choice(asked: _Asked) -> Read:
    raw, column = asked.raw, asked.column
    text = squeeze(shown(raw))
    option = _option(text, column)
    if option is not None:
        return option, []
    near = [known for known in column.options if text in known or known in text]
    hint = f"，是否为“{near[0]}”" if len(near) == 1 else ""
    listed = "、".join(column.options)
    return None, [("enum", Severity.ERROR, f"“{plain(raw.text)}”不在可选范围内{hint}。请从以下各项中选填：{listed}。")]


def _option(text: str, column: Column) -> str | None:
    """The option meant; 其他 may be followed by words of explanation, which are kept."""
    if not column.options:
        return text
    for option in column.options:
        if squeeze(option).casefold() == text.casefold():
            return option
    return text if _OTHER in column.options and text.startswith(_OTHER) else None


def _read_choices(asked: _Asked) -> Read:
    raw, column = asked.raw, asked.column
    pieces = [piece for piece in re.split(r"[;、,/|+]", squeeze(raw.text.replace("\n", ";"))) if piece]
    options = [_option(piece, column) for piece in pieces]
    unknown = [piece for piece, option in zip(pieces, options, strict=True) if option is None]
    if unknown or not pieces:
        listed = "、".join(column.options)
        said = "、".join(unknown) or plain(raw.text)
        return None, [("enum", Severity.ERROR, f"“{said}”不在可选范围内。请从以下各项中选填，用分号隔开：{listed}。")]
    return ";".join(dict.fromkeys(option for option in options if option)), []


_READERS: Mapping[ColumnType, Callable[[_Asked], Read]] = {
    ColumnType.TEXT: _read_text,
    ColumnType.INT: lambda asked: read_number(asked.raw, whole=True),
    ColumnType.NUMBER: lambda asked: read_number(asked.raw, whole=False),
    ColumnType.MONEY: _read_money,
    ColumnType.DATE: lambda asked: read_date(asked.raw, asked.epoch1904),
    ColumnType.CODE: lambda asked: read_code(asked.raw),
    ColumnType.BOOL: _read_bool,
    ColumnType.ENUM: _read_choice,
    ColumnType.MULTI: _read_choices,
}

"""What a cell means in its column: the value, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from gyga_desk.formats.codes import read_code
from gyga_desk.formats.dates import date_of_serial, read_date
from gyga_desk.formats.figures import (
    NOTHING,
    Remark,
    read_money,
    read_number,
    squeeze,
    typed_number,
    write_number,
)
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.formats.words import NO, Read, plain, read_bool, read_choice, read_choices, read_words
from gyga_desk.model import Choice, Column, ColumnType, Severity

__all__ = ["Read", "is_blank", "plain", "read_cell", "shown"]

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}")
_BLANKS = " \t\n\r\f\v\u3000\xa0\u200b\ufeff\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\x85\x1c\x1d\x1e\x1f\u2028\u2029\u202f\u205f\u1680"
_MARKS = ("'", "‘", "’", "`")
"""What a spreadsheet wants before digits that are no number, and people leave in the cell."""
_LONG = 18
"""A number of so many digits whose end is all zeros has hardly been typed so."""
_FAKE_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))


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
    text, kind = raw
    return kind is RawKind.TEXT and not text.strip(_BLANKS)


class _Asked(NamedTuple):
    """A cell that holds something, with what is known about its column."""

    raw: RawCell
    column: Column
    unit: str
    epoch1904: bool
    stated: bool


def read_cell(raw: RawCell, column: Column, unit: str, epoch1904: bool = False, *, stated: bool = True) -> Read:
    """The cell's meaning in its column; `unit` is money's or a count's, and `stated` whether the sheet itself names it."""
    if raw.kind is RawKind.ERROR:
        return None, [_error(raw.text)]
    if raw.kind is RawKind.UNCACHED:
        sentence = "单元格是公式，但没有算出的结果。请用表格软件打开并保存后再报。"
        return None, [Remark("formula-uncached", Severity.ERROR, sentence)]
    if is_blank(raw):
        return None, [_missing(column)] if column.required else []
    if raw.kind is RawKind.TEXT and raw.text[:1] == "#" and raw.text.strip().upper() in _FAKE_ERRORS:
        return None, [_error(raw.text.strip())]
    if not column.required and _says_nothing(raw, column):
        return None, []
    return _READERS[column.type](_Asked(raw, column, unit, epoch1904, stated))


def _error(text: str) -> Remark:
    return Remark("cell-error", Severity.ERROR, f"单元格是错误值 {text}。请更正公式或直接填写数值。")


def _says_nothing(raw: RawCell, column: Column) -> bool:
    """A dash or 无 in an optional cell is as good as blank; in words it is kept, and 无 answers a yes-no question."""
    if raw.kind is not RawKind.TEXT or column.type is ColumnType.TEXT:
        return False
    text = squeeze(raw.text).upper()
    return text in NOTHING and not (column.type is ColumnType.BOOL and text in NO) and text not in column.options


def _missing(column: Column) -> Remark:
    return Remark("missing", Severity.ERROR, f"“{column.header}”为必填项，现在是空的。请补填。")


def _read_money(asked: _Asked) -> Read:
    return read_money(asked.raw, asked.unit or asked.column.unit or "元", stated=asked.stated)


def _read_text(asked: _Asked) -> Read:
    raw = asked.raw
    if raw.kind is RawKind.NUMBER and abs(float(raw.text)) >= 1e15:
        return None, [_digits_lost()]
    if raw.kind is not RawKind.TEXT:
        return shown(raw, asked.epoch1904), []
    if (
        raw.text.isascii()
        and raw.text.isalnum()
        and not raw.text.isdigit()
        and not _SCIENTIFIC.fullmatch(raw.text.upper())
    ):
        return raw.text, []
    flat = squeeze(raw.text).upper()
    if _SCIENTIFIC.fullmatch(flat):
        return None, [_digits_lost()]
    if flat.startswith(_MARKS) and flat[1:].isdecimal():
        return flat[1:], [Remark("text-tidied", Severity.NOTE, f"前面的撇号是文本的记号，不是号码，读作“{flat[1:]}”。")]
    value, remarks = read_words(raw.text, asked.column)
    if flat.isdecimal() and len(flat) >= _LONG and not flat[15:].strip("0"):
        return value, [*remarks, _zeros(flat)]
    return value, remarks


def _digits_lost() -> Remark:
    sentence = "号码超过15位却存成了数字，末几位已丢失。请把单元格设为文本格式后重新填写。"
    return Remark("digits-lost", Severity.ERROR, sentence)


def _zeros(digits: str) -> Remark:
    sentence = f"号码第15位以后全是0，末{len(digits) - 15}位可能在存成数字时丢失。请对照原件核对。"
    return Remark("digits-doubt", Severity.ASK, sentence, (Choice("written", f"原件就是 {digits}", digits, ""),))


def _read_bool(asked: _Asked) -> Read:
    return read_bool(shown(asked.raw))


def _read_choice(asked: _Asked) -> Read:
    return read_choice(shown(asked.raw, asked.epoch1904), asked.column)


def _read_choices(asked: _Asked) -> Read:
    return read_choices(shown(asked.raw, asked.epoch1904), asked.column)


_READERS: Mapping[ColumnType, Callable[[_Asked], Read]] = {
    ColumnType.TEXT: _read_text,
    ColumnType.INT: lambda asked: read_number(asked.raw, asked.unit, whole=True),
    ColumnType.NUMBER: lambda asked: read_number(asked.raw, asked.unit, whole=False),
    ColumnType.MONEY: _read_money,
    ColumnType.DATE: lambda asked: read_date(asked.raw, asked.epoch1904, asked.column.header),
    ColumnType.CODE: lambda asked: read_code(asked.raw),
    ColumnType.BOOL: _read_bool,
    ColumnType.ENUM: _read_choice,
    ColumnType.MULTI: _read_choices,
}

"""The common cells read without detours, a reader for each column; what it gives is what `cells.read_cell` gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.codes import LENGTH, is_valid
from gyga_desk.formats.figures import FACTORS, MOST_FEN, Remark
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Column, ColumnType, FactValue
from gyga_desk.rowfacts import write_value

Taken = tuple[FactValue, Sequence[Remark], str]
"""Value, remarks, and the cell as people see it."""
Reader = Callable[[RawCell], Taken]
Written = tuple[str, str, Sequence[Remark]]
"""The cell as people see it, its value as `rowfacts.write_value` writes it, remarks."""
Writer = Callable[[str], Written]
"""Reads the cells of one column that are of one kind, by their texts."""
Kept = Callable[[str], Written | None]
"""What is remembered of such a cell."""
_MOST_WORDS = 256
"""So many different words of a column are remembered; they are quick to read."""
_MOST_KEPT = 4_096
"""So many different cells of a column are remembered; columns of few words need no more."""
_SIMPLE = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{0,7}[1-9]))?")
"""At most 14 digits, no exponent and no zeros to drop: a person's own figure, no dust of doubles."""
_WHOLE = re.compile(r"0|[1-9][0-9]{0,13}")
_CLEAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()_.;:,，。；：、/《》〔〕\[\]×%·-]+")
_NUMBER, _TEXT = RawKind.NUMBER, RawKind.TEXT


def reader_for(column: Column, unit: str, epoch1904: bool, *, stated: bool) -> Reader:
    """The reader of one column's cells."""
    kept: dict[RawCell, Taken] = {}

    def read(raw: RawCell) -> Taken:
        found = kept.get(raw)
        if found is None:
            value, remarks = read_cell(raw, column, unit, epoch1904, stated=stated)
            found = value, remarks, shown(raw, epoch1904)
            if len(kept) < _MOST_KEPT:
                kept[raw] = found
        return found

    if column.type is ColumnType.MONEY and unit in FACTORS:
        return _money(FACTORS[unit], read)
    if column.type in (ColumnType.INT, ColumnType.NUMBER) and not unit:
        return _number(read, whole=column.type is ColumnType.INT)
    own = {ColumnType.TEXT: _text, ColumnType.CODE: _code}.get(column.type)
    return own(read) if own else read


def writer_for(column: Column, kind: RawKind, read: Reader) -> tuple[Kept, Writer]:
    """For the cells of a column that are of one kind: what is remembered, and how to read what is not."""
    kept: dict[str, Written] = {}
    simple = {ColumnType.TEXT: _is_plain, ColumnType.CODE: _is_code}.get(column.type) if kind is _TEXT else None
    most = _MOST_WORDS if simple else _MOST_KEPT

    def write(text: str) -> Written:
        if simple is not None and simple(text):
            found: Written = text, "=", ()
        else:
            value, remarks, seen = read(RawCell(text, kind))
            found = seen, write_value(seen, value), remarks
        if len(kept) < most:
            kept[text] = found
        return found

    return kept.get, write


def _is_plain(text: str) -> bool:
    """Whether words mean themselves: tidy as they are, no stamp behind them, no number that has lost its digits."""
    if not _CLEAN.fullmatch(text) or text[-1] == ")":
        return False
    if not text[0].isdigit():
        return True
    return not ("e" in text or "E" in text) and not (len(text) >= LENGTH and text.isdigit())


def _is_code(text: str) -> bool:
    return len(text) == LENGTH and is_valid(text)


def _money(factor: int, otherwise: Reader) -> Reader:
    def read(raw: RawCell) -> Taken:
        text, kind = raw
        found = _SIMPLE.fullmatch(text) if kind is _NUMBER else None
        if found is None:
            return otherwise(raw)
        whole, decimals = found.groups()
        if decimals is None:
            fen, rest = int(whole) * factor, 0
        else:
            fen, rest = divmod(int(whole + decimals) * factor, 10 ** len(decimals))
        return (fen, (), text) if not rest and fen <= MOST_FEN else otherwise(raw)

    return read


def _number(otherwise: Reader, *, whole: bool) -> Reader:
    def read(raw: RawCell) -> Taken:
        text, kind = raw
        if kind is _NUMBER and _WHOLE.fullmatch(text):
            return (int(text) if whole else text), (), text
        return otherwise(raw)

    return read


def _text(otherwise: Reader) -> Reader:
    def read(raw: RawCell) -> Taken:
        text, kind = raw
        return (text, (), text) if kind is _TEXT and _is_plain(text) else otherwise(raw)

    return read


def _code(otherwise: Reader) -> Reader:
    def read(raw: RawCell) -> Taken:
        text, kind = raw
        return (text, (), text) if kind is _TEXT and _is_code(text) else otherwise(raw)

    return read

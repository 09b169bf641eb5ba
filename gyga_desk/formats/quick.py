"""The common cells read without detours, a reader for each column; what it gives is what `cells.read_cell` gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.codes import LENGTH, is_valid
from gyga_desk.formats.figures import AS_TEXT, FACTORS, MOST_FEN, Remark
from gyga_desk.formats.raw import BETWEEN, RawCell, RawKind
from gyga_desk.model import Column, ColumnType, FactValue
from gyga_desk.rowfacts import write_value

Taken = tuple[FactValue, Sequence[Remark], str]
"""Value, remarks, and the cell as people see it."""
Reader = Callable[[RawCell], Taken]
Written = tuple[str, str, Sequence[Remark]]
"""The cell as people see it, its value as `rowfacts.write_value` writes it, remarks."""
Writer = Callable[[str], Written]
"""Reads the cells of one column that are of one kind, by their texts."""
Whole = Callable[[Sequence[str]], Sequence[str] | None]
"""Reads a column of cells that each say plainly what they mean; None where one does not."""
ColumnRead = tuple[Sequence[str], Sequence[str], Sequence[Sequence[Remark]] | None]
"""Of many cells of a column: as people see them, their values as they are written, remarks if there are any."""
_MOST_WORDS = 256
"""So many different words of a column are remembered; they are quick to read."""
_MOST_KEPT = 4_096
"""So many different cells of a column are remembered; columns of few words need no more."""
_SIMPLE = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{0,7}[1-9]))?")
"""At most 14 digits, no exponent and no zeros to drop: a person's own figure, no dust of doubles."""
_WHOLE = re.compile(r"0|[1-9][0-9]{0,13}")
_CLEAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()_.;:,，。；：、/《》〔〕\[\]×%·-]+")
_MOST_DIGITS = 14
_WHOLES = re.compile(rf"(?:{_WHOLE.pattern})(?:\x1f(?:{_WHOLE.pattern}))*")
_FIGURE_FIRST = re.compile(r"\x1f[0-9]")
_CLEANS = re.compile(rf"[\x1f{_CLEAN.pattern[1:]}")
_NUMBER, _TEXT = RawKind.NUMBER, RawKind.TEXT
_SAID: Mapping[RawKind, Sequence[Remark]] = {_NUMBER: (), _TEXT: [AS_TEXT]}
"""What there is to say of a plain figure, by how it is kept."""


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


class ColumnReader:
    """Reads the cells of one column that are of one kind, many at once."""

    def __init__(
        self, one: Writer, whole: Whole | None = None, most: int = _MOST_KEPT, said: Sequence[Remark] = ()
    ) -> None:
        """`said` is the remark on each cell of a column that is read whole."""
        self._one, self._whole, self._most, self._said = one, whole, most, said
        self._kept: dict[str, Written] = {}

    def read(self, texts: Sequence[str]) -> ColumnRead:
        """The cells by their texts: at once where each says plainly what it means, and else one by one."""
        values = self._whole(texts) if self._whole else None
        if values is not None:
            return texts, values, [self._said] * len(texts) if self._said else None
        kept = self._kept.get
        shown, written, remarks = zip(*[kept(text) or self._read(text) for text in texts], strict=True)
        return shown, written, remarks if any(remarks) else None

    def _read(self, text: str) -> Written:
        found = self._one(text)
        if len(self._kept) < self._most:
            self._kept[text] = found
        return found


def column_reader(column: Column, kind: RawKind, read: Reader, *, words_only: bool = False) -> ColumnReader:
    """For the cells of a column that are of one kind; in a file of words only, that figures are words is not mentioned."""
    simple = {ColumnType.TEXT: _is_plain, ColumnType.CODE: _is_code}.get(column.type) if kind is _TEXT else None

    def one(text: str) -> Written:
        if simple is not None and simple(text):
            return text, "=", ()
        value, remarks, seen = read(RawCell(text, kind))
        return seen, write_value(seen, value), () if words_only and remarks is _SAID[_TEXT] else remarks

    if kind is _TEXT and column.type in _WORDS:
        return ColumnReader(one, _WORDS[column.type], _MOST_WORDS)
    if column.type not in _FIGURES or kind not in _SAID:
        return ColumnReader(one)
    value, remarks, _ = read(RawCell("1", kind))
    plain = list(remarks) == list(_SAID[kind])
    return ColumnReader(one, _figures(column, value) if plain else None, said=() if words_only else remarks)


def _figures(column: Column, value: FactValue) -> Whole | None:
    """How to read a whole column of figures at once, where it can be; `value` is what a written 1 means in it."""
    if column.type is ColumnType.NUMBER and value == "1":
        return lambda texts: ["="] * len(texts) if _are_whole(texts, _MOST_DIGITS) else None
    return _integers(value, plain=column.type is ColumnType.INT) if isinstance(value, int) else None


def _integers(one: int, *, plain: bool) -> Whole | None:
    """The reading of whole numbers by what a written 1 means."""
    if plain:
        return (
            (lambda texts: [f"i{text}" for text in texts] if _are_whole(texts, _MOST_DIGITS) else None)
            if one == 1
            else None
        )
    most = min(12, _MOST_DIGITS - len(str(one - 1)))

    def read(texts: Sequence[str]) -> list[str] | None:
        return [f"i{int(text) * one}" for text in texts] if _are_whole(texts, most) else None

    return read


def _are_whole(texts: Sequence[str], most: int) -> bool:
    return len(max(texts, key=len)) <= most and bool(_WHOLES.fullmatch(BETWEEN.join(texts)))


def _plain_words(texts: Sequence[str]) -> list[str] | None:
    """The meaning of words each of which `_is_plain` would let pass."""
    joined = BETWEEN.join(texts)
    if not all(texts) or not _CLEANS.fullmatch(joined) or f"){BETWEEN}" in joined or joined[-1] == ")":
        return None
    figures = _FIGURE_FIRST.search(BETWEEN + joined) and (
        len(max(texts, key=len)) >= LENGTH or "e" in joined or "E" in joined
    )
    return ["="] * len(texts) if not figures or all(map(_is_plain, texts)) else None


def _good_codes(texts: Sequence[str]) -> list[str] | None:
    return ["="] * len(texts) if all(map(_is_code, texts)) else None


_WORDS: Mapping[ColumnType, Whole] = {ColumnType.TEXT: _plain_words, ColumnType.CODE: _good_codes}
_FIGURES = (ColumnType.NUMBER, ColumnType.INT, ColumnType.MONEY)


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
        found = _SIMPLE.fullmatch(text) if kind in _SAID else None
        if found is None:
            return otherwise(raw)
        whole, decimals = found.groups()
        if decimals is None:
            fen, rest = int(whole) * factor, 0
        else:
            fen, rest = divmod(int(whole + decimals) * factor, 10 ** len(decimals))
        return (fen, _SAID[kind], text) if not rest and fen <= MOST_FEN else otherwise(raw)

    return read


def _number(otherwise: Reader, *, whole: bool) -> Reader:
    def read(raw: RawCell) -> Taken:
        text, kind = raw
        if kind in _SAID and _WHOLE.fullmatch(text):
            return (int(text) if whole else text), _SAID[kind], text
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

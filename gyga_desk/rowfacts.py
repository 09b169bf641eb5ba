"""The facts of a workbook's row held small: what a hundred thousand rows share is kept once, the rest in one string of bytes."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from json.encoder import encode_basestring
from operator import itemgetter

from gyga_desk.model import Fact, FactValue

_TEXT, _VALUES = "\x1f", "\x1e"
"""Control characters, which stand in no cell."""
_AT_ONCE = 500
EXTRA = "x:"
"""A column beyond the schema is a fact only where its cell says something."""


class Headings:
    """The columns of one table, shared by its rows; a column that the sheet has not got has no letters."""

    def __init__(self, columns: Sequence[tuple[str, str, str]]) -> None:
        self.columns = tuple(columns)
        """Id, letters, header."""
        self.places = {column: place for place, (column, _, _) in enumerate(columns)}
        self.names = [f"{encode_basestring(column)}:" for column, _, _ in self.columns]
        """The names as they stand in JSON."""
        self._sorted = itemgetter(*(place for _, place in sorted(self.places.items())), slice(0)) if columns else None
        self.last: tuple[RowFacts, list[str], list[str]] | None = None
        """The row last looked into, since a row is mostly asked for several facts at once."""
        self._asked: dict[tuple[str, ...], list[int | None]] = {}

    def in_order(self, pieces: Sequence[str]) -> Sequence[str]:
        """What there is for each column, in the order of a digest."""
        return self._sorted(pieces)[:-1] if self._sorted else ()

    def places_of(self, columns: tuple[str, ...]) -> list[int | None]:
        """Where these columns stand; None for one that the table has not got."""
        found = self._asked.get(columns)
        if found is None:
            found = self._asked[columns] = [self.places.get(column) for column in columns]
        return found


class RowFacts(Mapping[str, Fact]):
    """The facts of one row by column id, each made when it is asked for."""

    __slots__ = ("headings", "held", "row")

    def __init__(self, headings: Headings, row: int, held: bytes) -> None:
        """From texts and values as `hold` packs them."""
        self.headings, self.row, self.held = headings, row, held

    @classmethod
    def of(cls, headings: Headings, row: int, texts: Sequence[str], values: Sequence[FactValue]) -> RowFacts:
        """From texts and values as they are."""
        (held,) = hold([[text] for text in texts], [[write_value(*one)] for one in zip(texts, values, strict=True)])
        return cls(headings, row, held)

    def written(self) -> tuple[list[str], list[str]]:
        """Texts and values column by column; a value is empty for none, `=` for the text, or a letter and what follows it."""
        last = self.headings.last
        if last is None or last[0] is not self:
            texts, values = self.held.decode().split(_VALUES)
            last = self.headings.last = self, texts.split(_TEXT), values.split(_TEXT)
        return last[1], last[2]

    def items(self) -> ItemsView[str, Fact]:
        return {column: self[column] for column in self}.items()

    def __getitem__(self, column: str) -> Fact:
        place = self.headings.places[column]
        texts, values = self.written()
        text, written = texts[place], values[place]
        if not text and not written and column.startswith(EXTRA):
            raise KeyError(column)
        _, letters, header = self.headings.columns[place]
        return Fact(text, _read(text, written), f"{letters}{self.row}" if letters else "", header)

    def __iter__(self) -> Iterator[str]:
        for (column, _, _), text, value in zip(self.headings.columns, *self.written(), strict=True):
            if text or value or not column.startswith(EXTRA):
                yield column

    def __len__(self) -> int:
        return sum(1 for _ in self)


def hold(texts: Sequence[Sequence[str]], written: Sequence[Sequence[str]]) -> list[bytes]:
    """What each row says, packed; texts, and values as `write_value` writes them, come column by column."""
    if not texts:
        return [_VALUES.encode()]
    rows = zip(map(_TEXT.join, zip(*texts, strict=True)), map(_TEXT.join, zip(*written, strict=True)), strict=True)
    return [f"{said}{_VALUES}{meant}".encode() for said, meant in rows]


def meanings(facts: Mapping[str, Fact], columns: tuple[str, ...]) -> list[FactValue]:
    """What these columns mean, None where there is nothing: many facts of a row at the price of one."""
    if not isinstance(facts, RowFacts):
        return [None if (fact := facts.get(column)) is None else fact.value for column in columns]
    texts, values = facts.written()
    return [None if at is None else _read(texts[at], values[at]) for at in facts.headings.places_of(columns)]


def each_meaning(rows: Iterable[Mapping[str, Fact]], columns: tuple[str, ...]) -> Iterator[Sequence[FactValue]]:
    """`meanings` of many rows one after the other, at a fraction of the price where they stand in one table."""
    for headings, group in groupby(rows, _headings_of):
        while some := list(islice(group, _AT_ONCE)):
            yield from _some_meanings(headings, some, columns) if headings else [meanings(one, columns) for one in some]


def _headings_of(facts: Mapping[str, Fact]) -> Headings | None:
    return facts.headings if isinstance(facts, RowFacts) else None


def _some_meanings(
    headings: Headings, rows: Sequence[Mapping[str, Fact]], columns: tuple[str, ...]
) -> Iterator[Sequence[FactValue]]:
    """Rows of one table, cut into columns at once."""
    held = _VALUES.encode().join([row.held for row in rows if isinstance(row, RowFacts)]).decode().split(_VALUES)
    texts, written = _TEXT.join(held[::2]).split(_TEXT), _TEXT.join(held[1::2]).split(_TEXT)
    width = len(headings.columns)
    found: list[Sequence[FactValue]] = []
    for at in headings.places_of(columns):
        if at is None:
            found.append([None] * len(rows))
        else:
            pairs = zip(texts[at::width], written[at::width], strict=True)
            found.append([text if value == "=" else _read(text, value) for text, value in pairs])
    return zip(*found, strict=True)


def said(facts: Mapping[str, Fact], columns: tuple[str, ...]) -> list[str]:
    """The same in words; nothing where there is nothing."""
    return in_words(meanings(facts, columns))


def in_words(values: Iterable[FactValue]) -> list[str]:
    """Values in words; nothing where there is none."""
    return ["" if value is None else str(value) for value in values]


def write_value(text: str, value: FactValue) -> str:
    """A value beside its text: nothing for none, `=` for the text itself, or a letter and what follows it."""
    if value is None:
        return ""
    if value == text:
        return "="
    if isinstance(value, bool):
        return "b1" if value else "b"
    return f"i{value}" if isinstance(value, int) else f"s{value}"


def _read(text: str, written: str) -> FactValue:
    if not written:
        return None
    if written == "=":
        return text
    kind, rest = written[0], written[1:]
    return bool(rest) if kind == "b" else int(rest) if kind == "i" else rest

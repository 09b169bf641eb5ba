"""Header words: made comparable, and matched to the columns an edition declares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.formats.figures import squeeze
from gyga_desk.model import Column

_UNIT = re.compile(r"[(\[{【〔]\s*(?:单位|金额单位)?[::]?\s*(?:人民币)?(万元|亿元|元|圆)(?:人民币)?\s*[)\]}】〕]")
_LOOSE_UNIT = re.compile(r"[,、/]?(?:单位|金额单位)[::](?:人民币)?(万元|亿元|元)$")
_BRACKETS = re.compile(r"[(\[{【〔].*?[)\]}】〕]")
_DECORATION = re.compile(r"^[*★※●▲#]+|[*★※●▲#::]+$")
LONGEST_HEADER = 200
"""What is longer is compared by its beginning; no header is, and patterns on long texts cost time."""
_NUMBERING = re.compile(r"^[0-9]{1,2}[.、]")


@dataclass(frozen=True)
class Label:
    """One header as written and as compared."""

    text: str
    """As a person reads it, without line breaks; for a column nobody knows, with the group above it."""
    key: str
    unit: str


def compare_key(text: str) -> str:
    """Header text without blanks, units, stars and numbering; brackets half-width, letters small."""
    key = _LOOSE_UNIT.sub("", _UNIT.sub("", squeeze(text[:LONGEST_HEADER])))
    return _NUMBERING.sub("", _DECORATION.sub("", key)).casefold()


def unit_of(text: str) -> str:
    """The money unit a header or a line names, or nothing."""
    flat = squeeze(text)
    found = _UNIT.search(flat) or _LOOSE_UNIT.search(flat)
    return found[1].replace("圆", "元") if found else ""


def make_label(groups: Sequence[str], own: str, known: bool) -> Label:
    """The label of a column from its own header and the groups above it."""
    words = [own] if known else [*groups, own]
    unit = next(filter(None, map(unit_of, (own, *reversed(groups)))), "")
    return Label("/".join(re.sub(r"\s+", "", word) for word in words), compare_key(own), unit)


class Names:
    """Every name the columns of one plan answer to."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._exact: dict[str, Column] = {}
        self._loose: dict[str, list[Column]] = {}
        for column in columns:
            for name in (column.header, *column.aliases):
                self._exact.setdefault(compare_key(name), column)
        for column in columns:
            for key in {_BRACKETS.sub("", compare_key(name)) for name in (column.header, *column.aliases)}:
                self._loose.setdefault(key, []).append(column)

    def find(self, parent: str, own: str) -> Column | None:
        """The column a header means: group and header together, the header alone, then without its brackets."""
        for name in (parent + own, own):
            found = self._exact.get(compare_key(name))
            if found:
                return found
        key = compare_key(own)
        bare = _BRACKETS.sub("", key)
        if bare != key:
            return self._exact.get(bare)
        meant = self._loose.get(key, [])
        return meant[0] if key and len(meant) == 1 else None


def weigh(plans: Mapping[int, Sequence[Column]]) -> dict[int, dict[str, float]]:
    """How much each column says about whose sheet it is: one that every measure has says little."""
    seen: dict[str, int] = {}
    for columns in plans.values():
        for column in columns:
            seen[compare_key(column.header)] = seen.get(compare_key(column.header), 0) + 1
    return {
        measure: {column.id: 1 / seen[compare_key(column.header)] for column in columns}
        for measure, columns in plans.items()
    }

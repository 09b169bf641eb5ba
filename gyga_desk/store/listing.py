"""The cases of every year as one long list: their places in the wanted order at once, what stands there when it is looked at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from gyga_desk.model import CaseId
from gyga_desk.store import search

_PLACE = search.PLACE.format("cases")
_BY_APPLICANT = "applicant {way}, year {way}, measure {way}, number {way}"
_NEAR = 1024
ORDERS = ("case", "applicant")
"""What the list can be ordered by: an index holds the applicants' order, and a place (`search.PLACE`) is the cases' own."""


@dataclass(frozen=True)
class Line:
    """What a long list shows of one case."""

    case: CaseId
    measure: int
    year: int
    applicant: str
    title: str
    district: str


class Places(Sequence[int]):
    """Places (`search.PLACE`) as the database gives them, in one text; made numbers only as far as they are looked at.

    How many there are is known at once, and the first screenfuls soon; a hundred thousand numbers take longer than the search.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = text.count(",") + 1 if text != "[]" else 0
        self._all: list[int] | None = None

    @property
    def all(self) -> list[int]:
        if self._all is None:
            self._all = json.loads(self._text)
            self._text = ""
        return self._all

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.all)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        """Of a slice near the start, the text's start is enough."""
        if isinstance(at, slice) and self._all is None and self._is_near(at):
            return self._first(at.stop)[at]
        return self.all[at]

    def _is_near(self, at: slice) -> bool:
        return (
            at.step is None and (at.start or 0) >= 0 and at.stop is not None and 0 <= at.stop <= min(_NEAR, len(self))
        )

    def _first(self, count: int) -> list[int]:
        parts = self._text[1:].split(",", count) if self._count > count else self._text[1:-1].split(",")
        return [int(part) for part in parts[:count] if part]


def places(db: sqlite3.Connection, order: str = "case", *, descending: bool = False, text: str = "") -> Sequence[int]:
    """The cases in which a text stands (applicant, title, code), in the order wanted, each by its place (`search.PLACE`).

    One character or more is found wherever it stands, by the same index as everywhere else.
    """
    phrase = search.phrase(text)
    if not phrase:
        return _whole(db, order, descending)
    found = _places(db, "SELECT rowid AS place FROM search WHERE search MATCH ? ORDER BY rowid", phrase)
    if order == "case":
        return found[::-1] if descending else found
    wanted = set(found)
    return [place for place in _whole(db, order, descending) if place in wanted]


def _whole(db: sqlite3.Connection, order: str, descending: bool) -> Sequence[int]:
    if order == "case":  # in whatever order they come soonest, and then in their own
        return sorted(_places(db, f"SELECT {_PLACE} AS place FROM cases"), reverse=descending)
    by = _BY_APPLICANT.format(way="DESC" if descending else "ASC")
    return _places(db, f"SELECT {_PLACE} AS place FROM cases ORDER BY {by}")


def _places(db: sqlite3.Connection, wanted: str, *values: str) -> Places:
    """In one text from the database: a row at a time takes twice as long."""
    return Places(db.execute(f"SELECT json_group_array(place) FROM ({wanted})", values).fetchone()[0])


def page(db: sqlite3.Connection, wanted: Sequence[int]) -> list[Line]:
    """What stands at those places, in that order; a case that is gone is left out."""
    values = ",".join(["(?, ?, ?)"] * len(wanted))
    sql = f"""WITH wanted(y, m, n) AS (VALUES {values})
        SELECT {_PLACE}, id, measure, year, applicant, title, district FROM wanted JOIN cases ON year = y AND measure = m AND number = n"""
    keys = [part for place in wanted for part in (place // 10**10, place // 10**8 % 100, place % 10**8)]
    held = {row[0]: Line(*row[1:]) for row in db.execute(sql, keys)} if wanted else {}
    return [held[place] for place in wanted if place in held]

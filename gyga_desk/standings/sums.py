"""What the lines of a table come to: supported cases, their sums, what is left of the pool and of the places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gyga_desk.model import CaseId, Outcome, Standing, Table

SUPPORTED = frozenset({Outcome.SELECTED, Outcome.AWARDED, Outcome.REFERRED})
"""What counts as supported, now or once every open check is passed."""


@dataclass(frozen=True)
class Sums:
    """What a table comes to; figures that are not known yet are counted apart and in no sum."""

    supported: int
    entitled_fen: int
    amount_fen: int
    city_fen: int
    district_fen: int
    pool_left_fen: int | None
    places_left: int | None
    open_amounts: int = 0
    """Supported cases whose amount is not known yet; the totals are without them."""
    open_halves: int = 0
    """Cases with an amount whose halves are not known yet."""


def sums_of(table: Table, sealed: Collection[CaseId]) -> Sums:
    """The totals of a table; what is left of the pool and the places once all of it stands."""
    inside = [one for one in table.cases if one.provisional in SUPPORTED]
    live = sum(_fen(one.amount_fen) for one in inside if one.case not in sealed)
    selected = sum(1 for one in inside if _settled(one, sealed) is Outcome.SELECTED)
    return Sums(
        len(inside),
        sum(_fen(one.entitled_fen) for one in inside),
        sum(_fen(one.amount_fen) for one in inside),
        sum(_fen(one.city_fen) for one in inside),
        sum(_fen(one.district_fen) for one in inside),
        None if table.pool_fen is None else table.pool_fen - table.spent_fen - live,
        None if table.places is None else table.places - selected,
        sum(1 for one in inside if one.amount_fen is None and one.provisional is not Outcome.REFERRED),
        sum(1 for one in inside if one.amount_fen is not None and one.city_fen is None),
    )


def _settled(one: Standing, sealed: Collection[CaseId]) -> Outcome:
    return one.outcome if one.case in sealed else one.provisional


def expected_of(lines: Sequence[Standing]) -> tuple[int, int]:
    """What the supported lines come to, and how many of them have no amount yet and so are not in it."""
    inside = [one for one in lines if one.provisional in SUPPORTED]
    unknown = sum(one.amount_fen is None and one.provisional is not Outcome.REFERRED for one in inside)
    return sum(_fen(one.amount_fen) for one in inside), unknown


def running(lines: Sequence[Standing]) -> list[int]:
    """The money given out down to each line."""
    return list(accumulate(_fen(one.amount_fen) for one in lines))


def _fen(fen: int | None) -> int:
    """For adding up only: what is not known adds nothing, and the list shows it as not known."""
    return 0 if fen is None else fen

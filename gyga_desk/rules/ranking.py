"""Order, ranks on published precision, ties, places, and what happens at a pool's line (第八条(六) leaves it to the guide)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from gyga_desk.model import CaseId


class Ranked(NamedTuple):
    """One case in rank order; equal keys share a rank, and the next one counts them all."""

    case: CaseId
    key: Decimal | int
    rank: int
    tied: bool


def rank(keys: Mapping[CaseId, Decimal | int]) -> list[Ranked]:
    """Largest first; ties stand by case id, which decides nothing."""
    ordered = sorted(sorted(keys.items()), key=itemgetter(1), reverse=True)
    ranked: list[Ranked] = []
    for _, group in groupby(ordered, key=itemgetter(1)):
        equals, place = list(group), len(ranked) + 1
        tied = len(equals) > 1
        ranked += [Ranked(case, key, place, tied) for case, key in equals]
    return ranked


def settle(ranked: Sequence[Ranked], placed: Mapping[CaseId, int]) -> list[Ranked]:
    """Groups of equals in the order the chair gave, where it names every one of them; they stay marked as equals."""
    if not placed:
        return list(ranked)
    settled: list[Ranked] = []
    for group in _groups(ranked):
        whole = len(group) > 1 and all(r.case in placed for r in group)
        inner = sorted(group, key=lambda r: placed[r.case]) if whole else []
        settled += [r._replace(rank=group[0].rank + at) for at, r in enumerate(inner)] or group
    return settled


@dataclass(frozen=True)
class Chosen:
    """Who is in by the ranking alone, and whose tie crosses the last place."""

    selected: tuple[CaseId, ...]
    tied: tuple[CaseId, ...]


def choose(ranked: Iterable[Ranked], places: int) -> Chosen:
    """The first `places`; where a group of equals does not fit whole, none of it is taken and it waits for the chair."""
    selected: list[CaseId] = []
    for group in _groups(ranked):
        if len(selected) + len(group) <= places:
            selected += [r.case for r in group]
            continue
        crossing = tuple(r.case for r in group) if len(group) > 1 and len(selected) < places else ()
        return Chosen(tuple(selected), crossing)
    return Chosen(tuple(selected), ())


def _groups(ranked: Iterable[Ranked]) -> Iterator[list[Ranked]]:
    """Equals together, one group after the other, so that who needs only the first looks at no more."""
    return (list(group) for _, group in groupby(ranked, key=attrgetter("rank")))


@dataclass(frozen=True)
class Shared:
    """What each gets from a pool, in 分, and whose tie the line cuts through."""

    amounts: dict[CaseId, int]
    tied: tuple[CaseId, ...]


def allocate(rule: str, ranked: Sequence[Ranked], entitled: Mapping[CaseId, int], pool: int) -> Shared:
    """The pool by one of the four line rules; where all fit, every rule gives the same."""
    whole = sum(entitled[r.case] for r in ranked)
    if whole <= pool:
        return Shared({r.case: entitled[r.case] for r in ranked}, ())
    if rule == "prorate":
        return Shared({r.case: entitled[r.case] * pool // whole for r in ranked}, ())
    amounts = _walk(rule, [r.case for r in ranked], entitled, pool)
    return Shared(amounts, _cut_through(rule, ranked, entitled, pool))


def _walk(rule: str, order: Sequence[CaseId], entitled: Mapping[CaseId, int], pool: int) -> dict[CaseId, int]:
    left, stopped = pool, False
    amounts: dict[CaseId, int] = {}
    for case in order:
        asked = entitled[case]
        fits = asked <= left and not stopped
        amounts[case] = asked if fits else left if rule == "partial" and not stopped else 0
        stopped = stopped or (not fits and rule in ("stop", "partial"))
        left -= amounts[case]
    return amounts


def _cut_through(rule: str, ranked: Sequence[Ranked], entitled: Mapping[CaseId, int], pool: int) -> tuple[CaseId, ...]:
    """Equals whose amounts would differ if they stood in another order; who comes after is then moved too, or nobody is."""
    cut: list[CaseId] = []
    for group in _groups(ranked):
        if len(group) < 2:
            continue
        cases = [r.case for r in group]
        before = [r.case for r in ranked if r.rank < group[0].rank]
        if any(_depends(rule, before, case, [c for c in cases if c != case], entitled, pool) for case in cases):
            cut += cases
    return tuple(cut)


def _depends(
    rule: str,
    before: Sequence[CaseId],
    case: CaseId,
    equals: Sequence[CaseId],
    entitled: Mapping[CaseId, int],
    pool: int,
) -> bool:
    """Whether a case gets another amount as the first of its equals than as the last."""
    first = _walk(rule, [*before, case], entitled, pool)
    last = _walk(rule, [*before, *equals, case], entitled, pool)
    return first[case] != last[case]


def composite(parts: Sequence[tuple[Decimal, Fraction | None]]) -> Fraction | None:
    """Σ weight × share of the full mark, in points of 100; unknown where a part is."""
    total = Fraction()
    for weight, value in parts:
        if value is None:
            return None
        total += Fraction(weight) * value * 100
    return total

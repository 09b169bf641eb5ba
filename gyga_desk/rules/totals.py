"""Totals by payer, 第八条(一): the city's half, each district's half, and what nobody is known to pay listed apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gyga_desk.model import Standing

CITY = "市级财政"
CLAUSE = "第八条(一)"


@dataclass(frozen=True)
class PayerTotal:
    """One payer with the number of cases and the sum of its halves."""

    payer: str
    cases: int
    fen: int


@dataclass(frozen=True)
class Totals:
    """All payers; the rows and what stands apart add up to `amount_fen`, to the 分."""

    payers: tuple[PayerTotal, ...]
    apart: tuple[Standing, ...]
    """Awards whose local payer, or whose odd 分, is not known: never dropped, never split."""
    amount_fen: int

    @property
    def apart_fen(self) -> int:
        return sum(s.amount_fen or 0 for s in self.apart)


def totals(standings: Iterable[Standing], payers: Sequence[str]) -> Totals:
    """The halves of every award by payer, the city first and the districts in the order of `payers`."""
    given = [s for s in standings if s.amount_fen]
    shared = [s for s in given if s.payer and s.city_fen is not None and s.district_fen is not None]
    apart = tuple(s for s in given if s not in shared)
    rows = [PayerTotal(CITY, len(shared), sum(s.city_fen or 0 for s in shared))] if shared else []
    for payer in payers:
        own = [s for s in shared if s.payer == payer]
        if own:
            rows.append(PayerTotal(f"{payer}财政", len(own), sum(s.district_fen or 0 for s in own)))
    return Totals(tuple(rows), apart, sum(s.amount_fen or 0 for s in given))

"""Totals by payer: they add up to the 分, and nobody is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Outcome, Standing
from gyga_desk.money import split
from gyga_desk.rules.totals import PayerTotal, totals

PAYERS = ("云岩区", "南明区", "贵安新区")


def standing(number: int, fen: int | None, payer: str, *, known: bool = True) -> Standing:
    city, district = split(fen, odd_to_city=True) if fen is not None and payer and known else (None, None)
    return Standing(
        f"2025-M1-{number:04d}", 1, "甲", "码", "事", Outcome.AWARDED, Outcome.AWARDED, (), None, (), None, None, False, fen, fen, city,
        district, payer, (),
    )  # fmt: skip


def test_each_payer_has_its_halves_in_the_order_of_the_text() -> None:
    found = totals(
        [
            standing(1, 101, "贵安新区"),
            standing(2, 200, "云岩区"),
            standing(3, 300, "云岩区"),
            standing(4, 0, "南明区"),
        ],
        PAYERS,
    )
    assert found.payers == (
        PayerTotal("市级财政", 3, 301),
        PayerTotal("云岩区财政", 2, 250),
        PayerTotal("贵安新区财政", 1, 50),
    )
    assert (found.apart, found.apart_fen, found.amount_fen) == ((), 0, 601)


def test_who_has_no_known_payer_stands_apart() -> None:
    outside, odd = standing(1, 101, ""), standing(2, 7, "云岩区", known=False)
    found = totals([outside, odd, standing(3, 2, "云岩区")], PAYERS)
    assert found.apart == (outside, odd)
    assert (found.apart_fen, found.amount_fen) == (108, 110)


def test_nothing_awarded_has_no_rows() -> None:
    assert totals([standing(1, None, "云岩区"), standing(2, 0, "云岩区")], PAYERS).payers == ()


@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from([*PAYERS, ""]))))
def test_rows_and_what_stands_apart_add_up_to_the_fen(rows: list[tuple[int, str]]) -> None:
    found = totals([standing(n, fen, payer) for n, (fen, payer) in enumerate(rows)], PAYERS)
    assert sum(p.fen for p in found.payers) + found.apart_fen == found.amount_fen == sum(fen for fen, _ in rows)

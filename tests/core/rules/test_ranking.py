"""Ranks, places and the pool's line: no order of the input, no name and no chance decides anything."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.rules.ranking import Ranked, allocate, choose, composite, rank, settle

RULES = ("skip", "stop", "partial", "prorate")
CASES = tuple("abcdefgh")
KEYS = st.dictionaries(st.sampled_from(CASES), st.integers(0, 4), min_size=1)
FEN = st.integers(0, 12)


def keyed(names: str, *keys: int) -> dict[str, int]:
    return dict(zip(names, keys, strict=True))


@st.composite
def selections(draw: st.DrawFn) -> tuple[list[Ranked], dict[str, int], int]:
    ranked = rank(draw(KEYS))
    return ranked, {r.case: draw(FEN) for r in ranked}, draw(st.integers(0, 40))


def test_equals_share_a_rank_and_the_next_counts_them_all() -> None:
    ranked = rank(keyed("abcd", 8, 9, 8, 1))
    assert [(r.case, r.rank, r.tied) for r in ranked] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


@given(KEYS, st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order_of_the_input(keys: dict[str, int], random: object) -> None:
    names = list(keys)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert rank({name: keys[name] for name in names}) == rank(keys)


@given(KEYS)
def test_a_rank_is_one_more_than_the_number_of_those_above(keys: dict[str, int]) -> None:
    for one in rank(keys):
        assert one.rank == 1 + sum(other > one.key for other in keys.values())
        assert one.tied == (list(keys.values()).count(int(one.key)) > 1)


def test_published_scores_rank_as_they_are_printed() -> None:
    ranked = rank({"a": Decimal("83.00"), "b": Decimal("83.0"), "c": Decimal("82.99")})
    assert [(r.case, r.rank) for r in ranked] == [("a", 1), ("b", 1), ("c", 3)]


@pytest.mark.parametrize(
    ("places", "selected", "tied"),
    [
        (0, "", ""),
        (1, "a", ""),
        (2, "a", "bc"),
        (3, "abc", ""),
        (4, "abcd", ""),
        (5, "abcd", "ef"),
        (6, "abcdef", ""),
        (9, "abcdef", ""),
    ],
)
def test_a_tie_that_crosses_the_last_place_waits_whole(places: int, selected: str, tied: str) -> None:
    chosen = choose(rank(keyed("abcdef", 9, 8, 8, 7, 6, 6)), places)
    assert ("".join(chosen.selected), "".join(chosen.tied)) == (selected, tied)


@given(KEYS, st.integers(0, 9))
def test_chosen_fit_the_places_and_nobody_better_is_left_out(keys: dict[str, int], places: int) -> None:
    chosen = choose(rank(keys), places)
    assert len(chosen.selected) <= places
    assert not set(chosen.selected) & set(chosen.tied)
    out = set(keys) - set(chosen.selected)
    assert all(keys[inside] > keys[outside] for inside in chosen.selected for outside in out)
    if not chosen.tied:
        assert len(chosen.selected) == min(places, len(keys))
    else:
        assert len({keys[c] for c in chosen.tied}) == 1
        assert len(chosen.selected) < places < len(chosen.selected) + len(chosen.tied)


@pytest.mark.parametrize(
    ("rule", "amounts"),
    [("skip", (6, 0, 4)), ("stop", (6, 0, 0)), ("partial", (6, 4, 0)), ("prorate", (3, 4, 2))],
)
def test_the_four_rules_at_the_line(rule: str, amounts: tuple[int, int, int]) -> None:
    shared = allocate(rule, rank(keyed("abc", 9, 8, 7)), keyed("abc", 6, 7, 4), 10)
    assert tuple(shared.amounts.values()) == amounts
    assert shared.tied == ()


@pytest.mark.parametrize("rule", RULES)
@given(selections())
def test_never_more_than_the_pool_nor_than_is_due(
    rule: str, selection: tuple[list[Ranked], dict[str, int], int]
) -> None:
    ranked, entitled, pool = selection
    amounts = allocate(rule, ranked, entitled, pool).amounts
    assert amounts.keys() == entitled.keys()
    assert sum(amounts.values()) <= pool
    assert all(0 <= amounts[c] <= entitled[c] for c in amounts)


@pytest.mark.parametrize("rule", RULES)
@given(selections())
def test_where_all_fit_every_rule_gives_what_is_due(
    rule: str, selection: tuple[list[Ranked], dict[str, int], int]
) -> None:
    ranked, entitled, pool = selection
    shared = allocate(rule, ranked, entitled, pool + sum(entitled.values()))
    assert shared.amounts == entitled
    assert shared.tied == ()


@given(selections())
def test_partial_uses_the_pool_up(selection: tuple[list[Ranked], dict[str, int], int]) -> None:
    ranked, entitled, pool = selection
    assert sum(allocate("partial", ranked, entitled, pool).amounts.values()) == min(pool, sum(entitled.values()))


@given(selections())
def test_prorate_gives_each_the_floor_of_its_share(selection: tuple[list[Ranked], dict[str, int], int]) -> None:
    ranked, entitled, pool = selection
    whole = sum(entitled.values())
    if whole > pool:
        expected = {c: int(Fraction(entitled[c] * pool, whole)) for c in entitled}
        assert allocate("prorate", ranked, entitled, pool).amounts == expected
        assert pool - sum(expected.values()) < len(entitled)


@given(selections(), FEN)
def test_stop_moves_nobody_for_a_case_that_comes_after_the_line(
    selection: tuple[list[Ranked], dict[str, int], int], asked: int,
) -> None:  # fmt: skip
    """Who is ranked below everybody cannot move anybody above, whatever it asks for."""
    ranked, entitled, pool = selection
    before = allocate("stop", ranked, entitled, pool)
    keys = {r.case: r.key for r in ranked} | {"z": -1}
    after = allocate("stop", rank(keys), {**entitled, "z": asked}, pool)
    assert {c: fen for c, fen in after.amounts.items() if c != "z"} == before.amounts
    if sum(entitled.values()) > pool and any(fen < entitled[c] for c, fen in before.amounts.items()):
        assert after.amounts["z"] == 0


@pytest.mark.parametrize("rule", RULES)
@given(selections())
def test_a_tie_is_named_where_another_order_of_equals_would_pay_otherwise(
    rule: str, selection: tuple[list[Ranked], dict[str, int], int],
) -> None:  # fmt: skip
    """Against every order there is: what is not named is the same in all of them."""
    ranked, entitled, pool = selection
    ranked = ranked[:5]
    entitled = {r.case: entitled[r.case] for r in ranked}
    outcomes = [paid(rule, order, entitled, pool) for order in orders(ranked)]
    moved = {c for c in entitled if len({outcome[c] for outcome in outcomes}) > 1}
    shared = allocate(rule, ranked, entitled, pool)
    assert moved <= {r.case for r in ranked if any(r.rank >= t.rank for t in ranked if t.case in shared.tied)}
    assert bool(moved) == bool(shared.tied)
    for one in ranked:
        equals = {r.case for r in ranked if r.rank == one.rank}
        if one.case in shared.tied:
            assert equals <= set(shared.tied)


def test_the_middle_one_of_three_equals_is_seen() -> None:
    """Turned round, the three stand as they stood; the one in the middle would take all if it came first."""
    ranked = rank(keyed("abc", 5, 5, 5))
    assert allocate("skip", ranked, keyed("abc", 5, 10, 5), 10).tied == ("a", "b", "c")
    assert allocate("skip", ranked, keyed("abc", 11, 10, 11), 10).tied == ()


def orders(ranked: list[Ranked]) -> list[list[str]]:
    """Every order of the cases that the ranking allows."""
    groups = [[r.case for r in group] for _, group in itertools.groupby(ranked, key=lambda r: r.rank)]
    return [
        list(itertools.chain(*picked)) for picked in itertools.product(*(itertools.permutations(g) for g in groups))
    ]


def paid(rule: str, order: list[str], entitled: Mapping[str, int], pool: int) -> dict[str, int]:
    """The four rules once more, in the slowest words."""
    whole, left, closed = sum(entitled.values()), pool, False
    result = {}
    for case in order:
        due = entitled[case]
        if whole <= pool:
            result[case] = due
        elif rule == "prorate":
            result[case] = due * pool // whole
        elif closed or due > left:
            result[case] = left if rule == "partial" and not closed else 0
            closed = rule != "skip"
        else:
            result[case] = due
        left -= result[case]
    return result


@given(selections())
def test_the_rules_agree_with_the_slow_words(selection: tuple[list[Ranked], dict[str, int], int]) -> None:
    ranked, entitled, pool = selection
    for rule in RULES:
        assert allocate(rule, ranked, entitled, pool).amounts == paid(rule, [r.case for r in ranked], entitled, pool)


def test_a_composite_is_the_weighted_sum_in_points_of_a_hundred() -> None:
    parts = [(Decimal("0.60"), Fraction(20000, 45570)), (Decimal("0.40"), Fraction(88, 100))]
    assert composite(parts) == Fraction(60 * 20000, 45570) + Fraction("35.2")
    assert composite([(Decimal("0.6"), Fraction(1)), (Decimal("0.4"), Fraction(1))]) == 100
    assert composite([]) == 0


def test_a_composite_with_an_unknown_part_is_unknown() -> None:
    assert composite([(Decimal("0.6"), Fraction(1)), (Decimal("0.4"), None)]) is None


def test_the_chair_puts_whole_groups_of_equals_in_order() -> None:
    ranked = rank(keyed("abcde", 9, 8, 8, 8, 1))
    settled = settle(ranked, {"c": 2, "b": 4, "d": 3})
    assert [(r.case, r.rank, r.tied) for r in settled] == [
        ("a", 1, False),
        ("c", 2, True),
        ("d", 3, True),
        ("b", 4, True),
        ("e", 5, False),
    ]


@pytest.mark.parametrize("placed", [{}, {"b": 1, "c": 2}, {"a": 5}])
def test_a_group_named_in_part_stays_equal(placed: dict[str, int]) -> None:
    ranked = rank(keyed("abcde", 9, 8, 8, 8, 1))
    assert settle(ranked, placed) == ranked


@given(KEYS, st.permutations(CASES))
def test_an_order_moves_nobody_past_another_key(keys: dict[str, int], order: list[str]) -> None:
    settled = settle(rank(keys), {c: n for n, c in enumerate(order)})
    assert [r.rank for r in settled] == list(range(1, len(keys) + 1))
    assert [keys[r.case] for r in settled] == sorted(keys.values(), reverse=True)

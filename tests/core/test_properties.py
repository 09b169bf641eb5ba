"""What holds for every year whatever was filed: a year is put together here from the rules alone, and turned over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import Case, Trade
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules import ranking
from gyga_desk.rules.amounts import derive, halves
from gyga_desk.rules.ledger import cap_per_applicant
from gyga_desk.rules.overlap import Claim, overlap_of
from gyga_desk.rules.participants import Comparison, Entrant, Entry, entrants, shared_out
from gyga_desk.rules.trades import evidence, figures
from tests.core.cases import case, measure

RULES = ("skip", "stop", "partial", "prorate")
CAP, THRESHOLD = 100, 2_000
"""分: small stand-ins for 50万元 and 500万元, so that the edges are met often."""
FEN = st.integers(0, 10**11)


@dataclass(frozen=True)
class Filed:
    """One case as the properties need it."""

    case: str
    code: str
    trade: int
    had: int


FILED = st.lists(
    st.builds(
        Filed, st.sampled_from([f"2025-M6-{n:04d}" for n in range(1, 9)]), st.sampled_from("甲乙丙丁"), st.integers(0, 12_000), st.sampled_from([0, 0, 0, 1, 30, 200]),
    ),
    max_size=8, unique_by=lambda filed: filed.case,
)  # fmt: skip
POOL = st.integers(0, 500)


def sixth(edition: Edition) -> Measure:
    held = measure(edition, 6)
    return replace(held, amount=replace(held.amount, cap=CAP, threshold=THRESHOLD))


def case_of(held: Measure, filed: Filed) -> Case:
    made = case(held, filed.case, trade_total=filed.trade, related_trade=0, unpaid=0, received=filed.had)
    return replace(made, credit_code=filed.code)


def due(held: Measure, filed: Sequence[Filed]) -> dict[str, int]:
    """What each case is entitled to, its applicant's other cases counting towards the threshold."""
    found = {}
    for one in filed:
        beside = [other.trade for other in filed if other.code == one.code and other.case != one.case]
        entitled = derive(held, case_of(held, one), beside=beside).entitled_fen
        assert entitled is not None
        found[one.case] = entitled
    return found


def order_of(filed: Sequence[Filed]) -> list[ranking.Ranked]:
    """By the applicants' trade of the year, and within one applicant by case; one applicant stands together."""
    sums = {
        e.lead: sum(f.trade for f in filed if f.case in e.cases) for e in entrants([(f.case, f.code) for f in filed])
    }
    parties = {e.lead: e for e in entrants([(f.case, f.code) for f in filed])}
    return [r._replace(case=c) for r in ranking.rank(sums) for c in parties[r.case].cases]


def year(held: Measure, filed: Sequence[Filed], rule: str, pool: int) -> dict[str, int]:
    """What each case is paid."""
    order, asked, codes = order_of(filed), due(held, filed), {f.case: f.code for f in filed}
    granted = {
        c: fen for c, (fen, _) in cap_per_applicant(held, [(r.case, codes[r.case]) for r in order], asked, {}).items()
    }
    return ranking.allocate(rule, order, granted, pool).amounts


@pytest.mark.parametrize("rule", RULES)
@given(filed=FILED, pool=POOL)
def test_nobody_is_paid_above_what_is_due_nor_above_the_cap_and_all_together_not_above_the_pool(
    edition: Edition, rule: str, filed: list[Filed], pool: int,
) -> None:  # fmt: skip
    held = sixth(edition)
    paid, asked = year(held, filed, rule, pool), due(held, filed)
    assert paid.keys() == asked.keys()
    assert all(0 <= paid[c] <= asked[c] for c in paid)
    assert all(sum(paid[f.case] for f in filed if f.code == code) <= CAP for code in "甲乙丙丁")
    assert sum(paid.values()) <= pool


@pytest.mark.parametrize("rule", RULES)
@given(filed=FILED, pool=POOL, random=st.randoms(use_true_random=False))
def test_the_order_in_which_cases_come_in_does_not_matter(
    edition: Edition, rule: str, filed: list[Filed], pool: int, random: Random,
) -> None:  # fmt: skip
    held, turned = sixth(edition), [*filed]
    random.shuffle(turned)
    assert year(held, turned, rule, pool) == year(held, filed, rule, pool)


@given(filed=FILED, newcomer=st.integers(0, 12_000), pool=st.integers(0, 2_000), rule=st.sampled_from(RULES))
def test_an_unrelated_case_moves_nobody_while_the_pool_suffices(
    edition: Edition, filed: list[Filed], newcomer: int, pool: int, rule: str,
) -> None:  # fmt: skip
    held, with_it = sixth(edition), [*filed, Filed("2025-M6-0009", "戊", newcomer, 0)]
    before, after = due(held, filed), due(held, with_it)
    assert {c: after[c] for c in before} == before
    paid = year(held, with_it, rule, pool)
    if sum(after.values()) <= pool:
        assert {c: paid[c] for c in before} == year(held, filed, rule, pool)


@given(filed=FILED, newcomer=st.integers(0, 12_000), pool=POOL, rule=st.sampled_from(["skip", "stop", "partial"]))
def test_where_order_counts_an_unrelated_case_moves_nobody_above_it(
    edition: Edition, filed: list[Filed], newcomer: int, pool: int, rule: str,
) -> None:  # fmt: skip
    held, last = sixth(edition), Filed("2025-M6-0009", "戊", newcomer, 0)
    before, after = year(held, filed, rule, pool), year(held, [*filed, last], rule, pool)
    above = [f.case for f in filed if sum(o.trade for o in filed if o.code == f.code) >= newcomer]
    assert {c: after[c] for c in above} == {c: before[c] for c in above}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5)), st.integers(0, 5), st.integers(0, 9))
def test_a_newcomer_below_the_chosen_leaves_every_place_as_it_was(
    keys: dict[str, int], newcomer: int, places: int
) -> None:
    before = ranking.choose(ranking.rank(keys), places)
    after = ranking.choose(ranking.rank({**keys, "z": newcomer}), places)
    if len(keys) < places:
        assert set(after.selected) == {*keys, "z"}
    elif all(newcomer < keys[c] for c in before.selected) and all(newcomer <= keys[c] for c in before.tied):
        assert after.selected == before.selected


@given(
    st.lists(st.tuples(st.sampled_from([2, 3, 4]), FEN), min_size=1, max_size=6),
    st.sampled_from([0, 0, 1, 90_000_000, 10**9]),
)
def test_whatever_is_sealed_first_one_matter_reaches_the_best_of_its_policies_and_no_more(
    edition: Edition, policies: list[tuple[int, int]], elsewhere: int,
) -> None:  # fmt: skip
    claims = [replace(MATTER, id="清单/1", fen=elsewhere)]
    entitlements = [elsewhere]
    for place, (number, base) in enumerate(policies):
        held = measure(edition, number)
        facts = {held.amount.base: base, "received": 0}
        own = replace(MATTER, id=f"2025-M{number}-{place:04d}")
        alone = derive(held, case(held, **facts)).entitled_fen
        paid = derive(held, case(held, **facts), paid_fen=overlap_of(own, claims, ()).paid_fen).entitled_fen
        assert alone is not None and paid is not None and 0 <= paid <= alone
        entitlements.append(alone)
        claims.append(replace(own, fen=paid))
        assert sum(c.fen for c in claims) == max(entitlements)


MATTER = Claim("", "", "915201009PUG26F69T", "贵州黔云智能科技有限公司", "示范场景", "", 0)


@given(FEN, FEN, FEN, st.sampled_from([2, 3, 4, 6]))
def test_topping_up_is_never_negative_and_both_sides_make_the_better(
    edition: Edition, base: int, stated: int, known: int, number: int
) -> None:
    held = measure(edition, number)
    others = dict.fromkeys(("related_trade", "unpaid"), 0) if number == 6 else {}
    whole = derive(held, case(held, **{held.amount.base: base, "received": 0}, **others)).entitled_fen
    found = derive(
        held, case(held, **{held.amount.base: base, "received": stated}, **others), paid_fen=known
    ).entitled_fen
    assert whole is not None and found is not None
    assert found >= 0
    assert found + max(stated, known) == max(whole, stated, known)


@given(st.lists(FEN, max_size=5), st.lists(FEN, max_size=5), st.randoms(use_true_random=False))
def test_awards_of_other_matters_take_nothing_off(own: list[int], others: list[int], random: Random) -> None:
    claim = replace(MATTER, id="own")
    mine = [replace(MATTER, id=f"a/{n}", fen=fen) for n, fen in enumerate(own)]
    foreign = [
        replace(MATTER, id=f"b/{n}", matter=f"别的事项{n}", applicant="遵义红军山酒业有限公司", credit_code="", fen=fen)
        for n, fen in enumerate(others)
    ]
    known = [*mine, *foreign]
    random.shuffle(known)
    assert overlap_of(claim, known, ()).paid_fen == sum(own)


@given(FEN, st.sampled_from(["city", "district"]))
def test_halves_are_the_whole_and_one_fen_apart_at_most(edition: Edition, fen: int, side: str) -> None:
    city, district = halves(replace(edition.process, odd_fen=side), fen)
    assert city is not None and district is not None
    assert city + district == fen
    assert abs(city - district) == fen % 2
    assert (city >= district) == (side == "city" or fen % 2 == 0)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 50)), min_size=1, max_size=8), st.data())
def test_a_participants_money_is_laid_on_its_cases_without_rest(
    asked: list[tuple[str, int]], data: st.DataObject
) -> None:
    wanted = {f"{n:02d}": fen for n, (_, fen) in enumerate(asked)}
    parties = entrants([(f"{n:02d}", code) for n, (code, _) in enumerate(asked)])
    sums = {p.lead: data.draw(st.integers(0, sum(wanted[c] for c in p.cases))) for p in parties}
    given_out = shared_out(sums, parties, wanted)
    assert all(0 <= given_out[c] <= wanted[c] for c in wanted)
    assert {p.lead: sum(given_out[c] for c in p.cases) for p in parties} == sums


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("abcdef")), unique_by=lambda pair: pair[1]),
    st.randoms(use_true_random=False),
)
def test_participants_do_not_depend_on_the_order_of_their_cases(pairs: list[tuple[str, str]], random: Random) -> None:
    cases = [(name, code) for code, name in pairs]
    turned = [*cases]
    random.shuffle(turned)
    found = entrants(turned)
    assert found == entrants(cases)
    assert sorted(c for e in found for c in e.cases) == sorted(name for name, _ in cases)
    assert all(isinstance(e, Entrant) and e.lead == min(e.cases) for e in found)


VALUES = st.tuples(st.integers(0, 1_000), st.integers(0, 100))


@given(groups=st.lists(st.lists(VALUES, min_size=1, max_size=3), min_size=1, max_size=5), how=st.sampled_from(["mean", "best", "weighted_by_use"]), random=st.randoms(use_true_random=False), less=st.integers(0, 100))  # fmt: skip
def test_composites_do_not_depend_on_the_order_and_a_smaller_participant_moves_nobody(
    edition: Edition, groups: list[list[tuple[int, int]]], how: str, random: Random, less: int,
) -> None:  # fmt: skip
    comparison = comparison_of(edition, how)
    made = [[entry(f"{g}-{n}", *values) for n, values in enumerate(group)] for g, group in enumerate(groups)]
    whole = comparison.composites(made)
    turned = [[group[0], *random.sample(group[1:], len(group) - 1)] for group in random.sample(made, len(made))]
    assert scores(comparison.composites(turned)) == scores(whole)
    most = max(sum(usage for usage, _ in group) for group in groups)
    joined = comparison.composites([*made, [entry("z", most * less // 100, 50)]])
    assert {c: s for c, s in scores(joined).items() if c != "z"} == scores(whole)
    assert all(s is None or 0 <= s <= 100 for s in scores(joined).values())


def comparison_of(edition: Edition, how: str) -> Comparison:
    amount = measure(edition, 5).amount
    assert isinstance(amount.parts, tuple)
    return Comparison(amount.parts, how, {p.column: p.column for p in amount.parts})


def entry(name: str, usage: int, quality: int) -> Entry:
    return Entry(name, {"usage": Fraction(usage), "quality": Fraction(quality)}, "次")


def scores(found: Mapping[str, object]) -> dict[str, Fraction | None]:
    return {name: held.score for name, held in found.items()}  # type: ignore[attr-defined]


TRADES = st.builds(
    Trade, st.just("HT"), st.sampled_from(["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"]), st.just("数据"), st.just("卖方"),
    st.sampled_from(["91520100FE5T41MFKK", "915201009PUG26F69T"]), st.integers(0, 1_000), st.integers(0, 1_000), st.just(0),
    st.sampled_from([True, False]),
)  # fmt: skip


@given(st.lists(TRADES, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_transactions_give_one_base_in_any_order_and_count_each_fen_once(
    edition: Edition, trades: list[Trade], random: Random
) -> None:
    held = measure(edition, 6)
    assert held.detail is not None
    filed, turned = case(held, trade_total=0, related_trade=0, unpaid=0, received=0, trade_year=2025), [*trades]
    random.shuffle(turned)
    found = evidence(held.detail, filed, trades)
    assert found is not None and found == evidence(held.detail, filed, turned)
    net = derive(held, filed, figures=figures(held, filed, found)).base_fen
    own = [t for t in trades if t.traded_on[:4] == "2025" and not t.related and t.seller_code != filed.credit_code]
    assert net == sum(min(t.contract_fen, t.paid_fen) for t in own)
    assert found.total_fen + found.outside_fen == sum(t.contract_fen for t in trades)

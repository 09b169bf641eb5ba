"""10,000 random cases of all seven measures: what OpenFisca's vectors give is what the desk gives, to the 分."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pytest

from gyga_desk.model import Case
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.amounts import Derived, derive, halves
from gyga_desk.rules.checklist import Reduction
from gyga_desk.rules.ledger import cap_per_applicant
from gyga_desk.rules.participants import compare
from gyga_desk.rules.ranking import rank
from gyga_desk.rules.scoring import published
from tests.core.cases import case, measure
from tests.openfisca.system import simulate

COUNT, YEAR, SEED = 10_000, 2025, 20240325
BASES = {1: "compute_fee", 2: "audited_cost", 3: "audited_paid", 4: "audited_cost", 5: "", 6: "trade_total", 7: ""}
EDGES = {  # 分: where a base meets the cap, and where trade meets the threshold
    1: (666_666_667,), 2: (1_666_666_667,), 3: (500_000_000,), 4: (1_000_000_000,), 5: (0,), 6: (500_000_000, 5_000_000_000), 7: (0,),
}  # fmt: skip
CAPS = np.array([0, 200_000_000, 500_000_000, 100_000_000, 100_000_000, 0, 50_000_000, 0], dtype=np.int64)
TOGETHER = (1, 6)
"""The measures whose applicants may have several cases here."""
CONTEST = 36
"""About how many market participants a ranking has."""


def draw() -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Each case's enterprise, and the vectors of cases and of enterprises: spread wide, and thick around every edge."""
    rng = np.random.default_rng(SEED)
    number = rng.integers(1, 8, COUNT)
    owners = _owners(rng, number)
    zero = np.zeros(COUNT, dtype=np.int64)
    edges = np.array([rng.choice(EDGES[n]) for n in number.tolist()], dtype=np.int64)
    net = _near(rng, edges, 3_000_000_000)
    _fill_to_the_edge(rng, number, owners, net)
    parts = {
        name: np.where(rng.random(COUNT) < 0.5, 0, _wide(rng, 400_000_000))
        for name in ("reduction", "related_trade", "unpaid")
    }
    whole = net + parts["reduction"] + np.where(number == 6, parts["related_trade"] + parts["unpaid"], 0)
    base = np.where(rng.random(COUNT) < 0.9, whole, net)  # the others lose more than they have, or all
    runs = np.flatnonzero(number == 5)
    contest, usage, quality = zero.copy(), zero.copy(), zero.copy()
    contest[runs] = rng.integers(0, len(runs) // CONTEST, len(runs))
    usage[runs] = np.where(
        rng.random(len(runs)) < 0.4, rng.integers(1, 6, len(runs)) * 1000, rng.integers(1, 10**9, len(runs))
    )
    quality[runs] = np.where(
        rng.random(len(runs)) < 0.4, rng.integers(0, 3, len(runs)) * 5000, rng.integers(0, 10_001, len(runs))
    )
    vectors = {
        "measure": number, "base": base, **parts, "received": _had(rng, CAPS[number]), "on_record": _had(rng, CAPS[number]),
        "turn": rng.permutation(COUNT), "contest": contest, "usage": usage, "quality": quality,
    }  # fmt: skip
    enterprises = int(owners.max()) + 1
    had = np.where(rng.random(enterprises) < 0.7, 0, rng.integers(0, 250_000_000, enterprises))
    return owners, vectors, {"had_this_year": had}


def _owners(rng: Any, number: Any) -> Any:
    """Enterprises of one to five cases each where a year's cases count together; one case each elsewhere."""
    owners, following = np.zeros(COUNT, dtype=np.int64), 0
    for n in range(1, 8):
        here = np.flatnonzero(number == n)
        starts = rng.random(len(here)) < (0.4 if n in TOGETHER else 1.1)
        starts[0] = True
        owners[here] = following + np.cumsum(starts) - 1
        following = int(owners[here].max()) + 1
    return owners


def _near(rng: Any, edges: Any, most: int) -> Any:
    """A third within a few 分 of an edge, a tenth of a few 分 in all, the rest anywhere."""
    kind = rng.random(len(edges))
    close, small = np.maximum(0, edges + rng.integers(-4, 5, len(edges))), rng.integers(0, 400, len(edges))
    return np.where(kind < 0.33, close, np.where(kind < 0.43, small, _wide(rng, most, len(edges))))


def _wide(rng: Any, most: int, count: int = COUNT) -> Any:
    return np.where(rng.random(count) < 0.05, rng.integers(0, 10**13, count), rng.integers(0, most, count))


def _fill_to_the_edge(rng: Any, number: Any, owners: Any, net: Any) -> None:
    """Some enterprises trade exactly the threshold, or the trade that earns the cap, or one 分 beside it, over all their cases."""
    trading = np.flatnonzero(number == 6)
    for owner in np.unique(owners[trading])[::3]:
        own = trading[owners[trading] == owner]
        target = int(rng.choice(EDGES[6])) + int(rng.integers(-1, 2))
        cuts = np.sort(rng.integers(0, target, len(own) - 1))
        net[own] = np.diff(np.concatenate([[0], cuts, [target]]))


def _had(rng: Any, caps: Any) -> Any:
    """Mostly nothing; else anything, or within one 分 of the cap."""
    kind = rng.random(COUNT)
    some = np.where(kind < 0.9, rng.integers(0, 600_000_000, COUNT), np.maximum(0, caps + rng.integers(-1, 2, COUNT)))
    return np.where(kind < 0.6, 0, some)


@dataclass(frozen=True)
class Both:
    """The drawn cases, the desk's answers, and OpenFisca's."""

    edition: Edition
    owners: list[int]
    drawn: dict[str, list[int]]
    had: list[int]
    second: Any = field(repr=False)

    def calculated(self, name: str) -> list[int]:
        values = self.second.calculate(name, YEAR)
        assert values.dtype == np.int64
        return [int(v) for v in values]

    def of(self, number: int) -> list[int]:
        return [i for i, n in enumerate(self.drawn["measure"]) if n == number]

    def measure(self, i: int) -> Measure:
        return self.measures[self.drawn["measure"][i]]

    @cached_property
    def measures(self) -> dict[int, Measure]:
        return {n: measure(self.edition, n) for n in range(1, 8)}

    @cached_property
    def cases(self) -> list[Case]:
        return [self._case(i) for i in range(COUNT)]

    def _case(self, i: int) -> Case:
        number = self.drawn["measure"][i]
        facts: dict[str, Any] = (
            {BASES[number]: self.drawn["base"][i], "received": self.drawn["received"][i]} if BASES[number] else {}
        )
        if number == 6:
            facts |= {name: self.drawn[name][i] for name in ("related_trade", "unpaid")}
        if number == 5:
            facts |= {
                "usage": str(self.drawn["usage"][i]),
                "usage_unit": "次",
                "quality": str(Decimal(self.drawn["quality"][i]) / 100),
            }
        return case(self.measure(i), f"{YEAR}-M{number}-{i:05d}", **facts)

    @cached_property
    def nets(self) -> dict[int, int | None]:
        return {i: derive(self.measure(i), self.cases[i], self._reductions(i)).base_fen for i in self.of(6)}

    @cached_property
    def beside(self) -> dict[int, list[int]]:
        """By enterprise, its cases of measure 6."""
        found: dict[int, list[int]] = {}
        for i in self.of(6):
            found.setdefault(self.owners[i], []).append(i)
        return found

    @cached_property
    def derived(self) -> list[Derived]:
        return [self._derive(i) for i in range(COUNT)]

    def _derive(self, i: int) -> Derived:
        others = [self.nets[j] for j in self.beside.get(self.owners[i], ()) if j != i]
        return derive(
            self.measure(i), self.cases[i], self._reductions(i), self.ranks.get(i), paid_fen=self.drawn["on_record"][i], beside=others,
        )  # fmt: skip

    def _reductions(self, i: int) -> list[Reduction]:
        """The reduction in two parts, as two checks would take it off."""
        whole = self.drawn["reduction"][i]
        return [Reduction("a", "", whole // 3), Reduction("b", "", whole - whole // 3)]

    @cached_property
    def scores(self) -> dict[int, Decimal]:
        """The published composites, contest by contest."""
        found = {}
        for run in {self.drawn["contest"][i] for i in self.of(5)}:
            inside = {self.cases[i].id: i for i in self.of(5) if self.drawn["contest"][i] == run}
            for name, held in compare(self.measures[5], [[self.cases[i]] for i in inside.values()], []).items():
                assert held.score is not None
                found[inside[name]] = published(held.score)
        return found

    @cached_property
    def ranks(self) -> dict[int, int]:
        found = {}
        for run in {self.drawn["contest"][i] for i in self.of(5)}:
            inside = {self.cases[i].id: i for i in self.of(5) if self.drawn["contest"][i] == run}
            found.update({inside[r.case]: r.rank for r in rank({name: self.scores[i] for name, i in inside.items()})})
        return found

    @cached_property
    def granted(self) -> list[int]:
        """What is within each enterprise's cap of the year, in the order the money goes."""
        found = [d.entitled_fen or 0 for d in self.derived]
        for number in TOGETHER:
            here = {self.cases[i].id: i for i in sorted(self.of(number), key=self.drawn["turn"].__getitem__)}
            order = [(name, str(self.owners[i])) for name, i in here.items()]
            used = {str(owner): fen for owner, fen in enumerate(self.had)}
            for name, (fen, _) in cap_per_applicant(
                self.measures[number], order, {c: found[i] for c, i in here.items()}, used
            ).items():
                found[here[name]] = fen
        return found


@pytest.fixture(scope="module")
def both(edition: Edition) -> Both:
    owners, of_cases, of_enterprises = draw()
    second = simulate(owners, of_cases, of_enterprises, YEAR)
    return Both(
        edition,
        owners.tolist(),
        {k: v.tolist() for k, v in of_cases.items()},
        of_enterprises["had_this_year"].tolist(),
        second,
    )


def differing(both: Both, ours: list[int], theirs: list[int]) -> list[tuple[Any, ...]]:
    """The first few cases on which the two do not agree, with what was drawn for them."""
    where = [i for i in range(COUNT) if ours[i] != theirs[i]][:5]
    return [(ours[i], theirs[i], {name: values[i] for name, values in both.drawn.items()}) for i in where]


def test_entitlements_agree(both: Both) -> None:
    paying = [i for i in range(COUNT) if both.drawn["measure"][i] != 7]
    assert all(both.derived[i].entitled_fen is not None and not both.derived[i].missing for i in paying)
    assert differing(both, [d.entitled_fen or 0 for d in both.derived], both.calculated("entitled")) == []


def test_the_fund_has_no_money_in_either(both: Both) -> None:
    theirs = both.calculated("granted")
    assert all(both.derived[i] == Derived(None, ()) and theirs[i] == 0 for i in both.of(7))


def test_what_is_left_of_the_base_agrees(both: Both) -> None:
    theirs = both.calculated("net")
    assert [(both.derived[i].base_fen, i) for n in (1, 2, 3, 4, 6) for i in both.of(n)] == [
        (theirs[i], i) for n in (1, 2, 3, 4, 6) for i in both.of(n)
    ]


def test_composites_and_ranks_agree(both: Both) -> None:
    scores, places = both.calculated("composite"), both.calculated("place")
    assert {i: int(score * 100) for i, score in both.scores.items()} == {i: scores[i] for i in both.of(5)}
    assert both.ranks == {i: places[i] for i in both.of(5)}


def test_caps_of_an_enterprises_year_agree(both: Both) -> None:
    assert differing(both, both.granted, both.calculated("granted")) == []


def test_halves_agree(both: Both) -> None:
    ours = [halves(both.edition.process, fen) for fen in both.granted]
    assert ours == list(zip(both.calculated("city_half"), both.calculated("district_half"), strict=True))


def test_the_cases_reach_every_edge(both: Both) -> None:
    """Agreement says nothing about what was never drawn."""
    due, entitled, granted = (both.calculated(name) for name in ("due", "entitled", "granted"))
    traded = both.second.calculate("trade_of_the_year", YEAR).tolist()
    owners = {both.owners[i] for i in both.of(6)}
    for fen in (499_999_999, 500_000_000, 500_000_001):
        assert sum(traded[o] == fen for o in owners) >= 10
        assert any(traded[o] == fen and len(both.beside[o]) > 1 for o in owners)
    for number in (1, 2, 3, 4, 6):
        here, cap = both.of(number), int(CAPS[number])
        had = {i: max(both.drawn["received"][i], both.drawn["on_record"][i]) for i in here}
        assert {due[i] - cap for i in here} >= {-1, 0}
        assert {(had[i] > due[i]) - (had[i] < due[i]) for i in here if had[i]} == {-1, 0, 1}
        assert any(both.drawn["on_record"][i] > both.drawn["received"][i] > 0 for i in here)
        assert {entitled[i] % 2 for i in here} == {0, 1}
        assert any(0 < granted[i] < entitled[i] for i in here) == (number in TOGETHER)
    assert {both.ranks[i] for i in both.of(5)} >= {1, 3, 4, 10, 11, 20, 21}
    assert len(set(both.ranks.values())) < len(both.ranks)

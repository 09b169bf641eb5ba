"""What neither the policy nor the guide gives: every figure by name, with the clause that leaves it open."""

from __future__ import annotations

from gyga_desk.policy import Edition
from gyga_desk.policy.open_figures import OpenFigure, open_figures


def test_what_holds_for_all_comes_first_and_each_measure_has_its_own(bare_edition: Edition) -> None:
    found = open_figures(bare_edition)
    assert found[0] == OpenFigure(None, "odd_fen", "1∶1 分担余下 1 分的归属", "第八条(一)", bare_edition.process.cites["odd_fen"].text)
    for measure in bare_edition.measures:
        assert open_figures(bare_edition, measure) == tuple(f for f in found if f.measure == measure.number)
    assert {f.figure for f in found} >= {"rate", "cap", "places", "pool", "line", "items", "tiers", "parts", "deduct"}


def test_a_guide_closes_what_it_fills(edition: Edition, bare_edition: Edition) -> None:
    left, before = set(open_figures(edition)), set(open_figures(bare_edition))
    assert left < before
    assert [f.figure for f in left if f.measure is None] == []


def test_a_figure_says_whose_it_is(bare_edition: Edition) -> None:
    first, *_ = open_figures(bare_edition)
    fourth = next(f for f in open_figures(bare_edition) if (f.measure, f.figure) == (4, "places"))
    assert (first.where, fourth.where, fourth.clause) == ("", "措施4 ", "第四条")

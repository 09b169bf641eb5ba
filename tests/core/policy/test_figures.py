"""Every figure in words with its clause; what neither the policy nor the guide gives is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gyga_desk.policy import NONE, Edition
from gyga_desk.policy.figures import Figure, figures, open_figures
from tests.core.cases import measure


def value(edition: Edition, number: int | None, figure: str) -> str | None:
    return next(f.value for f in figures(edition) if (f.measure, f.figure) == (number, figure))


@pytest.mark.parametrize(
    ("number", "figure", "words"),
    [
        (None, "odd_fen", "市级财政"),
        (None, "filing_until", "2025-06-30"),
        (None, "two_keys", "是"),
        (None, "notice_days", "5"),
        (1, "rate", "30%"),
        (1, "cap", "2,000,000.00 元"),
        (1, "places", "不设"),
        (1, "line", "末位补足"),
        (1, "related_parties", "不予支持"),
        (2, "pool", None),
        (3, "places", "10"),
        (3, "floor", "70.00"),
        (4, "places", None),
        (5, "tiers", "第 1 至 3 名各 500,000.00 元；第 4 至 10 名各 300,000.00 元；第 11 至 20 名各 140,000.00 元"),
        (5, "parts", "“训练使用量”占 60%（按最大者折算）；“质量评价得分”占 40%（满分 100）"),
        (6, "threshold", "5,000,000.00 元"),
        (6, "deduct", "“其中关联方交易额”；“其中未付款额”"),
    ],
)
def test_a_figure_in_words(edition: Edition, number: int | None, figure: str, words: str | None) -> None:
    assert value(edition, number, figure) == words


def test_rubric_items_are_named(edition: Edition) -> None:
    assert str(value(edition, 3, "items")).startswith("A1 痛点真实且典型 5 分；")


def test_a_figure_names_its_clause_and_the_text_it_stands_in(edition: Edition, bare_edition: Edition) -> None:
    found = next(f for f in figures(edition) if (f.measure, f.figure) == (3, "places"))
    assert (found.clause, found.where, "不超过10个" in found.text) == ("第三条", "措施3 ", True)
    filled = next(f for f in figures(edition) if (f.measure, f.figure) == (1, "rate"))
    assert "样例" in filled.title
    first, *_ = open_figures(bare_edition)
    text = bare_edition.process.cites["odd_fen"]
    assert first == Figure(None, "odd_fen", "1∶1 分担余下 1 分的归属", None, "第八条(一)", text.title, text.text)
    assert first.where == ""


def test_only_figures_that_a_measure_has_are_told(edition: Edition) -> None:
    assert {f.figure for f in figures(edition, measure(edition, 7))} == {"places", "pool", "line"}
    assert "threshold" not in {f.figure for f in figures(edition, measure(edition, 3))}
    assert [f.figure for f in figures(edition)].count("items") == 2


def test_a_measures_own_are_those_of_the_whole(bare_edition: Edition) -> None:
    for one in bare_edition.measures:
        assert open_figures(bare_edition, one) == tuple(
            f for f in open_figures(bare_edition) if f.measure == one.number
        )
    assert {f.figure for f in open_figures(bare_edition)} >= {
        "rate",
        "cap",
        "places",
        "pool",
        "line",
        "items",
        "tiers",
        "parts",
        "deduct",
    }


def test_a_guide_closes_what_it_fills(edition: Edition, bare_edition: Edition) -> None:
    left = {(f.measure, f.figure) for f in open_figures(edition)}
    assert left < {(f.measure, f.figure) for f in open_figures(bare_edition)}
    assert [figure for number, figure in left if number is None] == []


def test_words_without_a_measures_columns_are_the_ids(edition: Edition) -> None:
    fifth = measure(edition, 5)
    bare = replace(edition, measures=(replace(fifth, columns=(), amount=replace(fifth.amount, tiers=NONE)),))
    assert "usage占 60%" in str(value(bare, 5, "parts"))
    assert value(bare, 5, "tiers") == "不设"
    sixth = measure(edition, 6)
    empty = replace(
        edition,
        measures=(replace(sixth, amount=replace(sixth.amount, deduct=())),),
        process=replace(edition.process, two_keys=False),
    )
    assert (value(empty, 6, "deduct"), value(empty, None, "two_keys")) == ("无", "否")


def test_who_signs_is_told_with_where_it_comes_from(edition: Edition) -> None:
    assert value(edition, None, "signing-minutes") == "主任、监督员、经办人"
    assert value(edition, None, "signing-recusal") == "本人"
    said = next(f for f in figures(edition) if f.figure == "signing-minutes")
    assert (said.name, said.clause) == ("评审会议纪要由谁签名", "文书签署")
    ordered = replace(edition.signing["minutes"], in_order=True)
    nobody = replace(ordered, in_order=False, signers=())
    for held, words in ((ordered, "主任、监督员、经办人，按此先后"), (nobody, "不用密钥签名")):
        assert value(replace(edition, signing={"minutes": held}), None, "signing-minutes") == words

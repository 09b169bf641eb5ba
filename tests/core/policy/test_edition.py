"""The edition of 2024 as its files have it: what the text says, what it leaves open, and that every figure has its clause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gyga_desk.model import ColumnType
from gyga_desk.policy import NONE, UNSET, AmountKind, Edition, IfNo, Measure
from gyga_desk.policy.kinds import AMOUNT_KEYS, AUTOMATIC, OPEN_ENDED, WORDY
from gyga_desk.rules.automatic import LOOKS
from tests.core.cases import measure

# 措施 2、3、4、6: 比例、上限(分), as the four clauses have them.
CLAUSES = {2: ("0.30", 500_000_000), 3: ("0.20", 100_000_000), 4: ("0.10", 100_000_000), 6: ("0.01", 50_000_000)}


def test_seven_measures_in_order(edition: Edition) -> None:
    assert [m.number for m in edition.measures] == [1, 2, 3, 4, 5, 6, 7]
    assert [m.article for m in edition.measures] == [f"第{n}条" for n in "一二三四五六七"]
    assert edition.measure(8) is None


@pytest.mark.parametrize("number", CLAUSES)
def test_rates_and_caps_are_the_clauses(bare_edition: Edition, number: int) -> None:
    amount = measure(bare_edition, number).amount
    assert (amount.rate, amount.cap) == (Decimal(CLAUSES[number][0]), CLAUSES[number][1])
    assert amount.cites["rate"].at == measure(bare_edition, number).article


@pytest.mark.parametrize(("number", "pool"), [(1, 2_000_000_000), (5, 500_000_000), (6, 300_000_000)])
def test_pools_are_the_clauses(bare_edition: Edition, number: int, pool: int) -> None:
    assert measure(bare_edition, number).selection.pool == pool


def test_what_the_text_leaves_open(bare_edition: Edition) -> None:
    process = bare_edition.process
    figures = (
        process.odd_fen,
        process.filing_from,
        process.filing_until,
        process.supplement_days,
        process.notice_days,
        process.two_keys,
    )
    assert set(figures) == {UNSET}
    assert [m.selection.pool for m in bare_edition.measures][1:4] == [UNSET] * 3
    assert measure(bare_edition, 6).amount.deduct is UNSET
    assert (bare_edition.guide, bare_edition.guide_digest) == (None, "")
    rubric = measure(bare_edition, 3).rubric
    assert rubric is not None
    assert {rubric.items, rubric.step, rubric.quorum, rubric.trim_from, rubric.floor, rubric.spread} == {UNSET}


def test_what_the_sample_guide_sets(edition: Edition) -> None:
    process = edition.process
    assert (process.odd_fen, process.supplement_days, process.notice_days, process.two_keys) == ("city", 10, 5, True)
    assert (process.filing_from, process.filing_until) == (date(2025, 3, 1), date(2025, 6, 30))
    assert edition.guide is not None
    assert (edition.guide.sample, edition.guide.year) == (True, 2025)
    assert "非官方" in edition.guide.banner
    tiers = measure(edition, 5).amount.tiers
    assert [(t.first, t.last, t.fen) for t in tiers if tiers is not UNSET] == [
        (1, 3, 50_000_000),
        (4, 10, 30_000_000),
        (11, 20, 14_000_000),
    ]
    assert [(m.selection.places, m.selection.line) for m in edition.measures] == [
        (NONE, "partial"), (NONE, UNSET), (10, UNSET), (UNSET, UNSET), (20, UNSET), (NONE, "prorate"), (NONE, NONE),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [3, 4])
def test_a_rubric_is_of_a_hundred_points(edition: Edition, number: int) -> None:
    rubric = measure(edition, number).rubric
    assert rubric is not None
    assert sum(item.points for item in rubric.items) == 100
    assert (rubric.step, rubric.quorum, rubric.trim_from, rubric.floor) == (Decimal("0.5"), 3, 5, 70)


def test_the_rubric_gives_each_group_what_the_guide_says(edition: Edition) -> None:
    rubric = measure(edition, 3).rubric
    assert rubric is not None
    points: dict[str, Decimal] = {}
    for item in rubric.items:
        points[item.group[0]] = points.get(item.group[0], Decimal(0)) + item.points
    assert points == {"A": 15, "B": 20, "C": 30, "D": 20, "E": 10, "F": 5}


def test_every_figure_and_question_has_its_clause(edition: Edition) -> None:
    known = {(c.source, c.at): c.text for c in edition.clauses}
    cites = [c for m in edition.measures for c in (m.cite, *(k.cite for k in m.checks))]
    for held in edition.measures:
        groups = (held.amount.cites, held.selection.cites, held.rubric.cites if held.rubric else {})
        cites += [cite for group in groups for cite in group.values()]
    cites += edition.process.cites.values()
    assert len(cites) > 200
    for cite in cites:
        assert known[cite.source, cite.at] == cite.text
        assert cite.label == cite.at


@pytest.mark.parametrize("kind", AmountKind)
def test_each_kind_of_amount_cites_each_of_its_keys(edition: Edition, kind: AmountKind) -> None:
    held = [m.amount for m in edition.measures if m.amount.kind is kind]
    assert held
    for amount in held:
        assert amount.cites.keys() == {*AMOUNT_KEYS[kind], "kind"}


def test_every_look_has_its_function_and_nothing_else_has(edition: Edition) -> None:
    assert LOOKS.keys() == AUTOMATIC.keys()
    assert {*OPEN_ENDED, *WORDY} <= LOOKS.keys()
    named = {c.auto for m in edition.measures for c in m.checks} - {""}
    # In the vocabulary for other editions, and in none of these files.
    assert LOOKS.keys() - named == {"on_or_before_filing"}


def test_common_columns_come_first_and_measures_ease_or_skip(edition: Edition) -> None:
    third, fund = measure(edition, 3), measure(edition, 7)
    assert [c.id for c in third.columns][:4] == ["seq", "year", "applicant", "credit_code"]
    assert _required(third, "requested")
    assert not _required(fund, "requested")
    assert third.check("G4") is not None
    assert measure(edition, 1).check("G4") is None
    assert fund.check("G11") is None
    assert third.column("nothing") is None
    assert third.check("9.9") is None


def _required(held: Measure, column: str) -> bool:
    found = held.column(column)
    assert found is not None
    return found.required


def test_money_says_its_unit(edition: Edition) -> None:
    money = [(m.number, c.id, c.unit) for m in edition.measures for c in m.columns if c.type is ColumnType.MONEY]
    assert {unit for _, _, unit in money} == {"元", "万元"}
    assert [(n, c) for n, c, unit in money if unit == "万元"] == [(7, "needed"), (7, "valuation")]


def test_a_stated_reduction_belongs_to_a_reducing_no(edition: Edition) -> None:
    checks = [c for m in edition.measures for c in m.checks]
    assert all((c.if_no is IfNo.REDUCE) == bool(c.reduce) for c in checks)
    assert {c.reduce for c in checks} == {"", "computed", "stated"}

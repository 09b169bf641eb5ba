"""The worked examples beside the policy: tables of facts and what each must give, step by step, to the 分."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.model import Answer
from gyga_desk.money import exact_fen
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.amounts import derive, halves
from gyga_desk.rules.checklist import Judgement, Reduction, judge
from tests.core.cases import answered, case, measure

FOLDER = Path(__file__).resolve().parent.parent / "policy" / "2024"
KEYS = {"name", "facts", "steps", "entitled", "missing", "reductions", "rank", "guide", "no", "outcome"}
WAYS = {  # what a single “no” leads to: the outcome, and whether it is put before the meeting
    "不予支持": ("不予支持", False), "需补正": ("需补正", False), "核减": ("审核通过", False), "系统已核算": ("审核通过", False),
    "提请会议": ("审核通过", True), "改派": ("回避待改派", False),
}  # fmt: skip


def tables() -> list[tuple[str, dict[str, Any]]]:
    paths = sorted(FOLDER.glob("m*.toml"))
    return [(path.stem, tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)) for path in paths]


def examples() -> list[Any]:
    return [
        pytest.param(held["measure"], one, id=f"{stem}: {one['name']}")
        for stem, held in tables()
        for one in held["example"]
    ]


def ways() -> list[Any]:
    found = [
        (held["measure"], way, check)
        for _, held in tables()
        for way, checks in held["ways"].items()
        for check in checks
    ]
    return [pytest.param(*one, id=f"m{one[0]} {one[2]} {one[1]}") for one in found]


def fen(yuan: Any) -> int:
    found = exact_fen(Decimal(yuan))
    assert found is not None
    return found


def facts_of(held: Measure, written: dict[str, Any]) -> dict[str, int]:
    ids = {column.header: column.id for column in held.columns}
    return {ids[header]: fen(yuan) for header, yuan in written.items()}


def reductions_of(held: Measure, written: list[Any]) -> list[Reduction]:
    return [Reduction(check, held_cite(held, check), None if yuan == "unset" else fen(yuan)) for check, yuan in written]


def held_cite(held: Measure, check: str) -> str:
    found = held.check(check)
    assert found is not None and found.reduce == "stated"
    return found.cite.label


def judged(held: Measure, no: list[str], sums: dict[str, int | None]) -> Judgement:
    """The checklist with every other check passed."""
    said: dict[str, Answer | None] = {c.id: Answer.NO if c.id in {*no, *sums} else Answer.YES for c in held.checks}
    answers = [answered(check, Answer.NO, reduce_fen=sums.get(check)) for check in {*no, *sums}]
    return judge(held, said, answers, [], [])


@pytest.mark.parametrize(("number", "example"), examples())
def test_example(edition: Edition, bare_edition: Edition, number: int, example: dict[str, Any]) -> None:
    assert example.keys() <= KEYS
    assert ("entitled" in example) != ("missing" in example)
    assert "outcome" in example or "no" not in example
    held = measure(edition if example.get("guide", True) else bare_edition, number)
    facts = facts_of(held, example["facts"])
    derived = derive(held, case(held, **facts), reductions_of(held, example.get("reductions", [])), example.get("rank"))
    assert [(s.clause, s.after_fen) for s in derived.steps] == [
        (clause, fen(yuan)) for clause, yuan in example["steps"]
    ]
    assert [s.before_fen for s in derived.steps] == [None, *(s.after_fen for s in derived.steps)][: len(derived.steps)]
    assert derived.entitled_fen == (fen(example["entitled"]) if "entitled" in example else None)
    missing = example.get("missing", [])
    assert len(derived.missing) == len(missing)
    assert all(words in reason.sentence for words, reason in zip(missing, derived.missing, strict=True))


@pytest.mark.parametrize(("number", "example"), [p for p in examples() if "outcome" in p.values[1]])
def test_the_outcome_of_an_example_and_the_sums_its_checks_take_off(
    edition: Edition, number: int, example: dict[str, Any]
) -> None:
    held = measure(edition, number)
    taken = reductions_of(held, example.get("reductions", []))
    found = judged(held, example.get("no", []), {r.check: r.fen for r in taken})
    assert found.outcome.label == example["outcome"]
    assert list(found.reductions) == taken


@pytest.mark.parametrize(("number", "way", "check"), ways())
def test_each_way_out_by_a_single_check(edition: Edition, number: int, way: str, check: str) -> None:
    held = measure(edition, number)
    found = judged(held, [check], {check: 1} if way == "核减" else {})
    assert (found.outcome.label, found.flagged) == (WAYS[way][0], (check,) if WAYS[way][1] else ())
    assert [r.fen for r in found.reductions] == ([1] if way == "核减" else [])
    assert [r.check for r in found.why] == [check]


@pytest.mark.parametrize(("stem", "held"), tables())
def test_every_check_of_every_measure_has_its_way_out(edition: Edition, stem: str, held: dict[str, Any]) -> None:
    listed = [check for checks in held["ways"].values() for check in checks]
    assert held["ways"].keys() == WAYS.keys()
    assert sorted(listed) == sorted(c.id for c in measure(edition, held["measure"]).checks)
    assert stem == measure(edition, held["measure"]).id + stem[2:]


@pytest.mark.parametrize(("number", "example"), [p for p in examples() if "entitled" in p.values[1]])
def test_the_halves_of_each_example_are_its_whole(edition: Edition, number: int, example: dict[str, Any]) -> None:
    whole = fen(example["entitled"])
    city, district = halves(edition.process, whole)
    assert city is not None and district is not None
    assert city + district == whole
    assert city - district == whole % 2


def test_every_measure_has_examples_and_the_fund_has_no_money() -> None:
    assert {p.values[0] for p in examples()} == {1, 2, 3, 4, 5, 6, 7}
    assert not any("entitled" in p.values[1] or p.values[1]["steps"] for p in examples() if p.values[0] == 7)

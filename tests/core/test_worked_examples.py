"""The worked examples beside the policy: tables of facts and what each must give, step by step, to the 分."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.money import exact_fen
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.amounts import derive, halves
from gyga_desk.rules.checklist import Reduction
from tests.core.cases import case, measure

FOLDER = Path(__file__).resolve().parent.parent / "policy" / "2024"
KEYS = {"name", "facts", "steps", "entitled", "missing", "reductions", "rank", "guide"}


def examples() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("m*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found += [pytest.param(held["measure"], one, id=f"{path.stem}: {one['name']}") for one in held["example"]]
    return found


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


@pytest.mark.parametrize(("number", "example"), examples())
def test_example(edition: Edition, bare_edition: Edition, number: int, example: dict[str, Any]) -> None:
    assert example.keys() <= KEYS
    assert ("entitled" in example) != ("missing" in example)
    held = measure(edition if example.get("guide", True) else bare_edition, number)
    facts = facts_of(held, example["facts"])
    derived = derive(held, case(held, **facts), reductions_of(held, example.get("reductions", [])), example.get("rank"))
    assert [(s.clause, s.after_fen) for s in derived.steps] == [(clause, fen(yuan)) for clause, yuan in example["steps"]]
    assert [s.before_fen for s in derived.steps] == [None, *(s.after_fen for s in derived.steps)][: len(derived.steps)]
    assert derived.entitled_fen == (fen(example["entitled"]) if "entitled" in example else None)
    missing = example.get("missing", [])
    assert len(derived.missing) == len(missing)
    assert all(words in reason.sentence for words, reason in zip(missing, derived.missing, strict=True))


@pytest.mark.parametrize(("number", "example"), [p for p in examples() if "entitled" in p.values[1]])
def test_the_halves_of_each_example_are_its_whole(edition: Edition, number: int, example: dict[str, Any]) -> None:
    whole = fen(example["entitled"])
    city, district = halves(edition.process, whole)
    assert city is not None and district is not None
    assert city + district == whole
    assert city - district == whole % 2


def test_every_measure_that_pays_has_examples() -> None:
    assert {p.values[0] for p in examples()} == {1, 2, 3, 4, 5, 6}

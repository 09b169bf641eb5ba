"""Nouns to the JSON a seal keeps, and back: every figure as an integer or as text, in one fixed order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gyga_desk.model import ExpertTotal, Fact, MarkUse, Outcome, Reason, Standing, Step, Table


def canonical(value: object) -> str:
    """The one way a value is written: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def write_facts(facts: Mapping[str, Fact]) -> str:
    """Facts as stored: raw text, meaning, cell and header by column id."""
    return canonical({k: [f.raw, f.value, f.cell, f.header] for k, f in facts.items()})


def digest_facts(facts: Mapping[str, Fact]) -> str:
    """Over what the facts mean; the same row sent again has the same digest wherever it stands."""
    return digest(canonical({k: f.value for k, f in facts.items() if f.value is not None}))


def write_table(table: Table) -> dict[str, Any]:
    held = asdict(table)
    held["cases"] = [_write_standing(s) for s in table.cases]
    return held


def _write_standing(standing: Standing) -> dict[str, Any]:
    held = asdict(standing)
    held["score"] = None if standing.score is None else f"{standing.score.numerator}/{standing.score.denominator}"
    held["spread"] = None if standing.spread is None else str(standing.spread)
    held["scores"] = [_write_total(s) for s in standing.scores]
    return held


def _write_total(total: ExpertTotal) -> list[Any]:
    """Three parts, and the items as a fourth where there are any."""
    held: list[Any] = [total.expert, None if total.total is None else str(total.total), total.use.value]
    return [*held, [[item, str(points)] for item, points in total.items]] if total.items else held


def _read_total(expert: str, total: str | None, use: str, items: Sequence[tuple[str, str]] = ()) -> ExpertTotal:
    points = tuple((item, Decimal(given)) for item, given in items)
    return ExpertTotal(expert, None if total is None else Decimal(total), MarkUse(use), points)


def read_table(held: dict[str, Any]) -> Table:
    return Table(**{
        **held,
        "cases": tuple(_read_standing(s) for s in held["cases"]),
        "missing": tuple(Reason(**r) for r in held["missing"]),
        "tie_at_line": tuple(held["tie_at_line"]),
        "unset": tuple(held["unset"]),
    })  # fmt: skip


def _read_standing(held: dict[str, Any]) -> Standing:
    return Standing(**{
        **held,
        "outcome": Outcome(held["outcome"]),
        "provisional": Outcome(held["provisional"]),
        "why": tuple(Reason(**r) for r in held["why"]),
        "score": None if held["score"] is None else Fraction(held["score"]),
        "spread": None if held["spread"] is None else Decimal(held["spread"]),
        "scores": tuple(_read_total(*s) for s in held["scores"]),
        "derivation": tuple(Step(**s) for s in held["derivation"]),
    })  # fmt: skip

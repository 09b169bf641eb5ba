"""Nouns to the JSON a seal keeps, and back: every figure as an integer or as text, in one fixed order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from gyga_desk.model import ExpertTotal, Fact, MarkUse, Outcome, Reason, Standing, Step, Table
from gyga_desk.rowfacts import Headings, RowFacts


def canonical(value: object) -> str:
    """The one way a value is written: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Headed:
    """The headings of a batch's tables, kept once with the batch; its rows name theirs by number."""

    def __init__(self) -> None:
        self._known: dict[Headings, tuple[int, list[str]]] = {}

    def note(self, facts: Mapping[str, Fact]) -> None:
        """Keep the headings of these facts, where they come from a table."""
        if isinstance(facts, RowFacts):
            self.number_of(facts.headings)

    def number_of(self, headings: Headings) -> tuple[int, list[str]]:
        """The table's number, and its columns' names as they stand in JSON."""
        if headings not in self._known:
            self._known[headings] = len(self._known), headings.names
        return self._known[headings]

    def text(self) -> str:
        return canonical([headings.columns for headings in self._known])


def write_facts(facts: Mapping[str, Fact], headed: Headed | None = None) -> str:
    """Facts as stored: raw text, meaning, cell and header by column id, and what a person said where one did.

    A workbook's own row is written shorter where the batch keeps the headings: the text alone where it is the meaning too,
    and nothing for a blank cell.
    """
    if headed is not None and isinstance(facts, RowFacts):
        return write_both(facts, headed)[0]
    return canonical(
        {k: [f.raw, f.value, f.cell, f.header, *([f.settled] if f.settled else [])] for k, f in facts.items()}
    )


def write_both(facts: Mapping[str, Fact], headed: Headed) -> tuple[str, str]:
    """Facts as `write_facts` stores them, and their digest."""
    if not isinstance(facts, RowFacts):
        return write_facts(facts, headed), digest_facts(facts)
    number, names = headed.number_of(facts.headings)
    meant = _meant(facts, names)
    return _write_row(facts, number, names, meant), _digest_meant(facts, meant)


def _meant(facts: RowFacts, names: Sequence[str]) -> list[str]:
    """`"column":meaning` for each column; nothing for none."""
    return [
        (name + _quoted(text) if value == "=" else name + _meaning(value)) if value else ""
        for name, text, value in zip(names, *facts.written(), strict=True)
    ]


def _write_row(facts: RowFacts, number: int, names: Sequence[str], meant: Sequence[str]) -> str:
    parts = [
        one if value == "=" else f"{name}[{_quoted(text)},{_meaning(value)}]"
        for one, name, text, value in zip(meant, names, *facts.written(), strict=True)
        if text or value
    ]
    return f'{{"":{number}{"," if parts else ""}{",".join(parts)}}}'


def _digest_meant(facts: RowFacts, meant: Sequence[str]) -> str:
    return digest(f"{{{','.join(filter(None, facts.headings.in_order(meant)))}}}")


def _meaning(written: str) -> str:
    """As JSON, by the letters of `RowFacts.written`; `=` is not among them."""
    kind = written[:1]
    return written[1:] if kind == "i" else _quoted(written[1:]) if kind == "s" else _OTHER[written]


_OTHER = {"": "null", "b": "false", "b1": "true"}


@lru_cache(maxsize=64)
def _read_headings(text: str) -> list[Headings]:
    """Rows come batch by batch, and each batch has few tables."""
    return [
        Headings([(column, letters, header) for column, letters, header in columns]) for columns in json.loads(text)
    ]


_BLANK = ("", None)


def read_facts(text: str, headings: str, row: int) -> Mapping[str, Fact]:
    """The facts of a case that stood in this row; `headings` as its batch keeps them."""
    held = json.loads(text)
    number = held.pop("", None)
    if number is None:
        return {column: Fact(*parts) for column, parts in held.items()}
    table = _read_headings(headings)[number]
    found = [held.get(column, _BLANK) for column, _, _ in table.columns]
    texts = [parts if isinstance(parts, str) else parts[0] for parts in found]
    values = [parts if isinstance(parts, str) else parts[1] for parts in found]
    return RowFacts.of(table, row, texts, values)


def value_sql(facts: str, column: str) -> str:
    """What a fact means, in SQL; empty where there is none."""
    short = f"CASE json_type({facts}, '$.{column}') WHEN 'text' THEN json_extract({facts}, '$.{column}')"
    return f"COALESCE({short} ELSE json_extract({facts}, '$.{column}[1]') END, '')"


def digest_facts(facts: Mapping[str, Fact]) -> str:
    """Over what the facts mean; the same row sent again has the same digest wherever it stands."""
    if isinstance(facts, RowFacts):
        return _digest_meant(facts, _meant(facts, facts.headings.names))
    return digest(canonical({k: f.value for k, f in facts.items() if f.value is not None}))


def write_table(table: Table) -> dict[str, Any]:
    missing = [dict(vars(reason)) for reason in table.missing]
    return {**vars(table), "cases": [_write_standing(s) for s in table.cases], "missing": missing}


def _write_standing(standing: Standing) -> dict[str, Any]:
    held = dict(vars(standing))
    held["why"] = [dict(vars(reason)) for reason in standing.why]
    held["derivation"] = [dict(vars(step)) for step in standing.derivation]
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

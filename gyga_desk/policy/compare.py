"""Two editions side by side: each figure, clause and check that one states otherwise than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gyga_desk.policy import Edition
from gyga_desk.policy.figures import Figure, figures

_PHRASE = re.compile(r"[^，。；、]*[，。；、]|[^，。；、]+$")


class Kind(StrEnum):
    """What a difference is about."""

    FIGURE = "figure"
    CLAUSE = "clause"
    CHECK = "check"

    @property
    def label(self) -> str:
        return {"figure": "数字", "clause": "条文", "check": "核对项"}[self.value]


@dataclass(frozen=True)
class Difference:
    """One thing that the two state otherwise; a side that is silent has None."""

    kind: Kind
    measure: int | None
    """None for what holds for all measures."""
    name: str
    before: str | None
    after: str | None
    clause_before: str
    clause_after: str

    @property
    def parted(self) -> tuple[str | None, str | None]:
        """Both sides, of sentences only the phrases that differ; `……` stands for what is the same."""
        if self.kind is Kind.FIGURE or self.before is None or self.after is None:
            return self.before, self.after
        return part(self.before, self.after)


def part(before: str, after: str) -> tuple[str, str]:
    """The phrases of two texts that the other has not, in their order."""
    one, other = (_PHRASE.findall(text) for text in (before, after))
    left: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += ["……"] if tag == "equal" else one[a:b]
        right += ["……"] if tag == "equal" else other[c:d]
    return "".join(left), "".join(right)


def differences(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """Figures first, then clauses word for word, then checks; in the order of the texts."""
    return (*_figures(before, after), *_clauses(before, after), *_checks(before, after))


def _figures(before: Edition, after: Edition) -> Iterator[Difference]:
    old, new = ({(f.measure, f.figure): f for f in figures(edition)} for edition in (before, after))
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        if _value(one) != _value(other):
            held = one or other
            assert held is not None
            yield Difference(
                Kind.FIGURE,
                held.measure,
                held.name,
                _value(one),
                _value(other),
                one.clause if one else "",
                other.clause if other else "",
            )


def _value(figure: Figure | None) -> str | None:
    return figure.value if figure else None


def _clauses(before: Edition, after: Edition) -> Iterator[Difference]:
    old, new = ({(c.source, c.at): c.text.strip() for c in edition.clauses} for edition in (before, after))
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            at = key[1]
            yield Difference(
                Kind.CLAUSE, None, at, old.get(key), new.get(key), at if key in old else "", at if key in new else ""
            )


def _checks(before: Edition, after: Edition) -> Iterator[Difference]:
    old, new = (
        {(m.number, c.id): (c.ask, c.cite.label) for m in edition.measures for c in m.checks}
        for edition in (before, after)
    )
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key, (None, "")), new.get(key, (None, ""))
        if one[0] != other[0]:
            yield Difference(Kind.CHECK, key[0], key[1], one[0], other[0], one[1], other[1])

"""What a reckoning tells beside a table: one case reviewed, and a measure of a year at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gyga_desk.model import (
    Answer,
    Answered,
    Case,
    Conflict,
    Declared,
    Finding,
    Standing,
)
from gyga_desk.policy import Check, Measure
from gyga_desk.rules import (
    amounts,
    checklist,
    scoring,
)


@dataclass(frozen=True)
class Reviewed:
    """One live case with everything judged of it alone."""

    case: Case
    said: Mapping[str, Answer | None]
    answers: tuple[Answered, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    judgement: checklist.Judgement
    derived: amounts.Derived
    score: scoring.Score | None

    @property
    def aside(self) -> frozenset[str]:
        """Who has stepped aside."""
        return frozenset(c.person for c in self.conflicts if c.declared is Declared.DECLARED)

    @property
    def differing(self) -> tuple[str, ...]:
        """The checks that two who may judge have answered differently."""
        aside = self.aside
        if len({one.person for one in self.answers} - aside) < 2:
            return ()
        heard: dict[str, set[Answer]] = {}
        for one in self.answers:
            if one.person not in aside:
                heard.setdefault(one.check, set()).add(one.answer)
        return tuple(check for check, given in heard.items() if len(given) > 1)


@dataclass(frozen=True)
class CheckLine:
    """One checklist line as the review page shows it."""

    check: Check
    findings: tuple[Finding, ...]
    answers: tuple[Answered, ...]
    effective: Answer | None
    stale: bool
    """Answered on facts that have changed since."""
    aside: frozenset[str] = frozenset()
    """Who has stepped aside from the case; what they answered is not heard."""

    @property
    def differs(self) -> bool:
        """Two who may judge have answered differently, and the strictest of them holds."""
        return len({a.answer for a in self.answers if a.person not in self.aside}) > 1


@dataclass(frozen=True)
class CaseReview:
    """One case with its checklist, its declarations and its standing."""

    case: Case
    measure: Measure
    lines: tuple[CheckLine, ...]
    conflicts: tuple[Conflict, ...]
    standing: Standing
    sealed: bool


@dataclass(frozen=True)
class Stages:
    """How many cases of a measure stand where; together they are all of its cases."""

    pending: int
    """Something is still to be answered, or to be given to another reviewer."""
    supplement: int
    ready: int
    """All answered, and waiting for the decision."""
    refused: int
    """All answered and not supported; waiting for the decision too."""
    sealed: int


@dataclass(frozen=True)
class MeasureProgress:
    """One measure of a year at a glance."""

    measure: int
    name: str
    cases: int
    answered_cases: int
    sealed: bool
    spent_fen: int
    pool_fen: int | None
    places: int | None
    selected: int | None
    """None where the places are open, or the person who asks may not know yet; so with what is expected."""
    unset: tuple[str, ...]
    """As in `model.Table`."""
    stages: Stages
    expected_fen: int | None
    """What sealed awards and those that the standing gives now come to."""
    open_amounts: int
    """Supported cases whose amount is not known yet; they are not in the sum."""

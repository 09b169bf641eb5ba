"""What a reckoning tells beside a table: one case reviewed, and a measure of a year at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gyga_desk.model import (
    Answer,
    Answered,
    Case,
    Conflict,
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


@dataclass(frozen=True)
class CheckLine:
    """One checklist line as the review page shows it."""

    check: Check
    findings: tuple[Finding, ...]
    answers: tuple[Answered, ...]
    effective: Answer | None
    stale: bool
    """Answered on facts that have changed since."""


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
    selected: int
    unset: tuple[str, ...]
    """As in `model.Table`."""

"""How firm a scored list is: who would come in or fall out with one expert less, one point more or less, or the plain mean.

Nothing here decides anything; it tells the committee how close to the line its list was drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gyga_desk.model import CaseId, Mark
from gyga_desk.policy import Absent, Rubric
from gyga_desk.rules import ranking, scoring
from gyga_desk.rules.facts import in_order

ONE_POINT = Decimal(1)
_NO_TRIM = 10**9
"""More totals than there will ever be: nothing is dropped, and the mean is plain."""


class Way(StrEnum):
    """In what way a list was tried again."""

    EXPERT = "expert"
    UP = "up"
    DOWN = "down"
    MEAN = "mean"


@dataclass(frozen=True)
class Trial:
    """One other way of scoring, and who would come in or fall out by it."""

    way: Way
    subject: str
    """The expert left out, or the case whose score is moved; empty for the plain mean."""
    entering: tuple[CaseId, ...]
    leaving: tuple[CaseId, ...]
    tied: tuple[CaseId, ...] = ()
    """Equals that would cross the last place: none of them is on the list until the chair decides."""
    unscored: tuple[CaseId, ...] = ()
    """Cases that would have too few marks for a score; those of them on the list are in `leaving` too."""

    @property
    def moves(self) -> bool:
        return bool(self.entering or self.leaving)


@dataclass(frozen=True)
class Firmness:
    """A list and what every trial did to it."""

    selected: tuple[CaseId, ...]
    last_in: Decimal | None
    """The lowest published score on the list."""
    first_out: Decimal | None
    """The highest one off it that reaches the floor."""
    trials: tuple[Trial, ...]

    @property
    def margin(self) -> Decimal | None:
        return None if self.last_in is None or self.first_out is None else self.last_in - self.first_out

    @property
    def moving(self) -> tuple[Trial, ...]:
        return tuple(t for t in self.trials if t.moves)

    @property
    def firm(self) -> tuple[CaseId, ...]:
        """Those on the list whatever is tried."""
        out = {c for t in self.trials for c in t.leaving}
        return tuple(c for c in self.selected if c not in out)

    @property
    def shaky(self) -> frozenset[CaseId]:
        """Those that some trial brings in or puts out."""
        return frozenset(c for t in self.trials for c in (*t.entering, *t.leaving))


@dataclass(frozen=True)
class Field:
    """Who competes, by what, and for how many places."""

    rubric: Rubric
    marks: Mapping[CaseId, Sequence[Mark]]
    """Of every competing case."""
    aside: Mapping[CaseId, Collection[str]]
    """Who has declared an interest, by case."""
    places: int | None
    """None where only the floor draws the line."""
    placed: Mapping[CaseId, int]
    """The chair's order among equals."""


def firmness(field: Field) -> Firmness:
    """Every trial of a list, one expert after the other, then point by point about the line, then the plain mean."""
    scores = _scores(field, field.rubric)
    selected = _choose(field, scores).selected
    inside = set(selected)
    on, off = [scores[c] for c in selected], [s for c, s in scores.items() if c not in inside and _reaches(field, s)]
    last_in, first_out = (
        min((s for s in on if s is not None), default=None),
        max((s for s in off if s is not None), default=None),
    )
    experts = sorted(
        {m.expert for given in field.marks.values() for m in given}, key=lambda name: (in_order(name), name)
    )
    trials = [
        *(_without(field, selected, scores, e) for e in experts),
        *_points(field, selected, scores, last_in, first_out),
        *_plain_mean(field, selected, scores),
    ]
    return Firmness(selected, last_in, first_out, tuple(trials))


def _scores(field: Field, rubric: Rubric, without: str = "") -> dict[CaseId, Decimal | None]:
    """The published scores, as the rubric has them, of all marks but one expert's."""
    found = {}
    for case, marks in field.marks.items():
        kept = [m for m in marks if m.expert != without]
        score = scoring.score(rubric, kept, field.aside.get(case, ())).score
        found[case] = _published(score)
    return found


def _published(score: Fraction | None) -> Decimal | None:
    return None if score is None else scoring.published(score)


def _reaches(field: Field, score: Decimal | None) -> bool:
    floor = field.rubric.floor
    return score is not None and not isinstance(floor, Absent) and score >= floor


def _choose(field: Field, scores: Mapping[CaseId, Decimal | None]) -> ranking.Chosen:
    keys = {c: s for c, s in scores.items() if s is not None and _reaches(field, s)}
    ranked = ranking.settle(ranking.rank(keys), field.placed)
    if field.places is None:
        return ranking.Chosen(tuple(r.case for r in ranked), ())
    return ranking.choose(ranked, field.places)


def _tried(
    field: Field, way: Way, subject: str, selected: Sequence[CaseId], scores: Mapping[CaseId, Decimal | None]
) -> Trial:
    now = _choose(field, scores)
    entering = tuple(c for c in now.selected if c not in selected)
    return Trial(way, subject, entering, tuple(c for c in selected if c not in now.selected), now.tied)


def _without(field: Field, selected: Sequence[CaseId], scores: Mapping[CaseId, Decimal | None], expert: str) -> Trial:
    again = _scores(field, field.rubric, expert)
    lost = tuple(c for c, s in again.items() if s is None and scores[c] is not None)
    return replace(_tried(field, Way.EXPERT, expert, selected, again), unscored=lost)


def _points(
    field: Field,
    selected: Sequence[CaseId],
    scores: Mapping[CaseId, Decimal | None],
    last_in: Decimal | None,
    first_out: Decimal | None,
) -> list[Trial]:
    """One point more for who is off the list, one less for who is on it; only where it can matter is it tried."""
    found = []
    floor = field.rubric.floor
    low = max((x for x in (first_out, None if isinstance(floor, Absent) else floor) if x is not None), default=None)
    high = last_in if field.places is not None and len(selected) >= field.places else None
    for case, score in scores.items():
        if score is None:
            continue
        inside = case in selected
        if inside and (low is None or score - ONE_POINT > low):
            continue
        if not inside and ((high is not None and score + ONE_POINT < high) or not _reaches(field, score + ONE_POINT)):
            continue
        moved = score - ONE_POINT if inside else score + ONE_POINT
        trial = _tried(field, Way.DOWN if inside else Way.UP, case, selected, {**scores, case: moved})
        found += [trial] if case in (*trial.entering, *trial.leaving) else []
    return found


def _plain_mean(field: Field, selected: Sequence[CaseId], scores: Mapping[CaseId, Decimal | None]) -> list[Trial]:
    """The mean of all valid totals, where the guide drops the highest and the lowest."""
    if isinstance(field.rubric.trim_from, Absent):
        return []
    again = _scores(field, replace(field.rubric, trim_from=_NO_TRIM))
    return [_tried(field, Way.MEAN, "", selected, again)] if again != scores else []

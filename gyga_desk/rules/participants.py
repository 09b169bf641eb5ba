"""Several cases of one market participant (市场主体) taken together by credit code: who they are, and what they come to.

Quantities are added up, and only where all that are compared are in one unit; marks are put together in the way the guide
names. Where either is not settled there is no figure, and it is said why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gyga_desk.model import Case, CaseId
from gyga_desk.policy import Absent, AmountKind, Measure, Part
from gyga_desk.rules import ranking
from gyga_desk.rules.facts import text_of
from gyga_desk.rules.scoring import published

Values = Mapping[str, Fraction | None]
TOGETHER = (AmountKind.BY_RANK, AmountKind.SHARE_OVER_THRESHOLD)
"""Kinds that speak of the market participant (第五条, 第六条 “市场主体”), whatever the number of its cases."""


@dataclass(frozen=True)
class Entrant:
    """One market participant with its cases of the year, in the order of their numbers."""

    cases: tuple[CaseId, ...]

    @property
    def lead(self) -> CaseId:
        """The case that stands for all of them."""
        return self.cases[0]


def entrants(cases: Sequence[tuple[CaseId, str]]) -> list[Entrant]:
    """Cases with their credit codes, sorted into participants; who gives no code is a participant alone."""
    if not any(code for _, code in cases):
        return [Entrant((case,)) for case, _ in sorted(cases)]
    found: dict[str, list[CaseId]] = {}
    for case, code in sorted(cases):
        found.setdefault(code or case, []).append(case)
    return sorted((Entrant(tuple(c)) for c in found.values()), key=lambda e: e.lead)


def shared_out(
    amounts: Mapping[CaseId, int], parties: Sequence[Entrant], asked: Mapping[CaseId, int]
) -> dict[CaseId, int]:
    """What each participant gets, laid on its cases in order, none above what it asks; `amounts` goes by leading case."""
    given: dict[CaseId, int] = {}
    for party in parties:
        left = amounts[party.lead]
        for case in party.cases:
            given[case] = min(left, asked[case])
            left -= given[case]
    return given


@dataclass(frozen=True)
class Entry:
    """What one case brings to the comparison: its parts' values and the unit its quantities are in."""

    case: CaseId
    values: Values
    unit: str


@dataclass(frozen=True)
class Composite:
    """A participant's composite with how it came about, or why there is none."""

    score: Fraction | None
    steps: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One year's composites: the parts, how marks are put together, and the unit's name where there is one."""

    parts: Sequence[Part]
    how: str | Absent
    names: Mapping[str, str]
    """Headers of the parts' columns and of the unit's, by column id."""
    unit: str = ""

    def composites(self, groups: Sequence[Sequence[Entry]], alone: Sequence[Entry] = ()) -> dict[CaseId, Composite]:
        """By leading case. `groups` are compared with each other; who is `alone` is out of it and makes nobody's largest."""
        merged = {g[0].case: self.merge(g) for g in groups}
        most = {
            p.column: max((v for m in merged.values() if (v := m[p.column]) is not None), default=None)
            for p in self.parts
        }
        units = sorted({e.unit for g in groups for e in g if e.unit})
        found = {g[0].case: self._composite(g, merged[g[0].case], most, units) for g in groups}
        return found | {e.case: self._composite([e], e.values, most, sorted({*units, e.unit} - {""})) for e in alone}

    def merge(self, entries: Sequence[Entry]) -> dict[str, Fraction | None]:
        """One value a part: quantities added up, marks put together; unknown where one of them is, or the way is not settled."""
        if len(entries) == 1:
            return dict(entries[0].values)
        return {p.column: self._sum(entries, p) if p.full is None else self._mark(entries, p) for p in self.parts}

    def _sum(self, entries: Sequence[Entry], part: Part) -> Fraction | None:
        values = _known(entries, part.column)
        return None if values is None else sum(values, Fraction())

    def _mark(self, entries: Sequence[Entry], part: Part) -> Fraction | None:
        values = _known(entries, part.column)
        if values is None or isinstance(self.how, Absent):
            return None
        if self.how == "best":
            return max(values)
        weights: list[Fraction] | None = [Fraction(1)] * len(values)
        if self.how == "weighted_by_use":
            weights = _known(entries, next(p.column for p in self.parts if p.full is None))
        if not weights or not sum(weights):
            return None
        return sum((v * w for v, w in zip(values, weights, strict=True)), Fraction()) / sum(weights)

    def _composite(self, entries: Sequence[Entry], merged: Values, most: Values, units: Sequence[str]) -> Composite:
        lacking = [*self._units(entries, units), *self._gaps(entries, merged)]
        shares = {
            p.column: _share(merged[p.column], Fraction(p.full) if p.full else most[p.column]) for p in self.parts
        }
        score = None if lacking else ranking.composite([(p.weight, shares[p.column]) for p in self.parts])
        if score is None:
            return Composite(None, (), tuple(lacking) or ("可比的最大值为零，无法折算",))
        unit = entries[0].unit if self.unit else ""
        return Composite(
            score, (*self._merging(entries, merged), *(self._step(p, merged, most, unit) for p in self.parts))
        )

    def _units(self, entries: Sequence[Entry], units: Sequence[str]) -> list[str]:
        if not self.unit:
            return []
        if any(not e.unit for e in entries):
            return [f"“{self.names[self.unit]}”未填报，无法比较"]
        return (
            [f"各项目的“{self.names[self.unit]}”不一致（{'、'.join(units)}），不能相加或比较"] if len(units) > 1 else []
        )

    def _gaps(self, entries: Sequence[Entry], merged: Values) -> list[str]:
        said = []
        for part in self.parts:
            name = self.names[part.column]
            if any(e.values[part.column] is None for e in entries):
                said.append(f"“{name}”未填报，无法计算综合得分")
            elif any(not _fits(e.values[part.column], part) for e in entries):
                said.append(f"“{name}”应在 0 至 {part.full:f} 之间" if part.full else f"“{name}”不能为负")
            elif merged[part.column] is None and isinstance(self.how, Absent):
                said.append(f"同一市场主体有 {len(entries)} 个数据集，“{name}”的合并方式未定")
            elif merged[part.column] is None:
                said.append(f"使用量合计为零，“{name}”无从加权")
        return said

    def _merging(self, entries: Sequence[Entry], merged: Values) -> list[str]:
        if len(entries) == 1:
            return []
        who = "、".join(e.case for e in entries)
        return [
            f"{who} 合并计算："
            + "；".join(f"{self.names[p.column]}{self._way(p)} {_plain(merged[p.column])}" for p in self.parts)
        ]

    def _way(self, part: Part) -> str:
        return (
            "合计" if part.full is None else {"best": "取最高", "mean": "取平均"}.get(str(self.how), "按使用量加权平均")
        )

    def _step(self, part: Part, merged: Values, most: Values, unit: str) -> str:
        full = Fraction(part.full) if part.full else most[part.column]
        share = _share(merged[part.column], full)
        points = published((share or Fraction()) * Fraction(part.weight) * 100)
        name, tail = self.names[part.column], f" {unit}" if part.full is None and unit else ""
        against = f"满分 {_plain(full)}" if part.full else f"最大 {_plain(full)}{tail}"
        return f"{name} {_plain(merged[part.column])}{tail} ÷ {against} × {_plain(Fraction(part.weight) * 100)} ＝ {points} 分"


def compare(measure: Measure, groups: Sequence[Sequence[Case]], alone: Sequence[Case]) -> dict[CaseId, Composite]:
    """The composites of a measure's participants, each by its leading case; nothing while the guide names no parts."""
    amount = measure.amount
    if isinstance(amount.parts, Absent):
        return {}
    names = {c.id: c.header for c in measure.columns}
    comparison = Comparison(amount.parts, amount.merge_quality, names, amount.unit)
    entries = [[_entry(c, amount.parts, amount.unit) for c in group] for group in groups]
    return comparison.composites(entries, [_entry(c, amount.parts, amount.unit) for c in alone])


def _entry(case: Case, parts: Sequence[Part], unit: str) -> Entry:
    return Entry(case.id, {p.column: _number(case, p.column) for p in parts}, text_of(case, unit))


def _number(case: Case, column: str) -> Fraction | None:
    fact = case.facts.get(column)
    if fact is None or fact.value is None or isinstance(fact.value, bool):
        return None
    return Fraction(fact.value)


def _known(entries: Sequence[Entry], column: str) -> list[Fraction] | None:
    values = [v for e in entries if (v := e.values[column]) is not None]
    return values if len(values) == len(entries) else None


def _share(value: Fraction | None, full: Fraction | None) -> Fraction | None:
    return None if value is None or not full else value / full


def _fits(value: Fraction | None, part: Part) -> bool:
    return value is not None and value >= 0 and (part.full is None or value <= part.full)


def _plain(value: Fraction | None) -> str:
    """A number as people write it: whole, or with two decimals."""
    assert value is not None
    return str(value.numerator) if value.denominator == 1 else f"{published(value):f}".rstrip("0").rstrip(".")

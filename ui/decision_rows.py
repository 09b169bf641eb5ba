"""The standing of a measure laid out for deciding: who the ranking puts in, the line, and the money as it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QCoreApplication

from gyga_desk.model import CaseId, Outcome, Standing, Table
from gyga_desk.rules import ranking
from gyga_desk.standings import Reckoning
from ui.cells import Heading
from ui.shown import rule
from ui.style import Tone
from ui.words import yuan

IN = frozenset({Outcome.SELECTED, Outcome.AWARDED, Outcome.REFERRED})
"""What counts as supported, now or once every open check is passed."""


@dataclass(frozen=True)
class PlaceRow:
    """One case with the money given out down to it."""

    standing: Standing
    running_fen: int
    sealed: bool
    may_tick: bool

    @property
    def case(self) -> CaseId:
        return self.standing.case


@dataclass(frozen=True)
class Sums:
    """What a standing comes to."""

    supported: int
    entitled_fen: int
    amount_fen: int
    city_fen: int
    district_fen: int
    pool_left_fen: int | None
    places_left: int | None
    open_amounts: int = 0
    """Supported cases whose amount is not known yet; the totals are without them."""
    open_halves: int = 0
    """Cases with an amount whose halves are not known yet."""


def tr(text: str) -> str:
    return QCoreApplication.translate("decision_rows", text)


def by_ranking(work: Reckoning) -> frozenset[CaseId]:
    """Whom the ranking alone puts in, whatever is proposed; empty where places are no number."""
    places = work.measure.selection.places
    if not isinstance(places, int):
        return frozenset()
    able = [one for one in work.ranked if one.case in work.granted and work.above_floor(one.case)]
    return frozenset(ranking.choose(able, max(0, places - work.taken.places)).selected)


def rows_of(work: Reckoning, table: Table) -> list[PlaceRow | Heading]:
    """Sealed cases first, then the live ones by rank with the line where it falls, then those without a rank."""
    running = accumulate(_fen(one.amount_fen) for one in table.cases)
    can_tick = isinstance(work.measure.selection.places, int)
    rows = [
        PlaceRow(
            one, total, one.case in work.sealed_cases, can_tick and one.case in work.granted and one.rank is not None
        )
        for one, total in zip(table.cases, running, strict=True)
    ]
    sealed, live = [one for one in rows if one.sealed], [one for one in rows if not one.sealed]
    head = [Heading(tr("已封存 {count} 项").format(count=len(sealed)))] if sealed else []
    between = [Heading(tr("尚未封存 {count} 项").format(count=len(live)))] if sealed and live else []
    return [*head, *_with_line(work, table, sealed), *between, *_with_line(work, table, live)]


def _with_line(work: Reckoning, table: Table, rows: Sequence[PlaceRow]) -> list[PlaceRow | Heading]:
    ranked = [one for one in rows if one.standing.rank is not None]
    rest = [one for one in rows if one.standing.rank is None]
    first_out = next((at for at, one in enumerate(ranked) if one.standing.provisional not in IN), None)
    chosen = by_ranking(work)
    if chosen and rows and not rows[0].sealed:
        first_out = max((at + 1 for at, one in enumerate(ranked) if one.case in chosen), default=first_out)
    laid: list[PlaceRow | Heading] = list(ranked)
    if first_out is not None and first_out < len(ranked):
        laid.insert(first_out, Heading(_line_words(table, first_out), Tone.INFO))
    unranked = [Heading(tr("未参加排名 {count} 项").format(count=len(rest)))] if ranked and rest else []
    return [*laid, *unranked, *rest]


def _line_words(table: Table, above: int) -> str:
    if table.pool_fen is not None and table.places is None:
        return tr("资金线　年度资金 {pool} 元，按“{rule}”分配，以上 {count} 项").format(
            pool=yuan(table.pool_fen), rule=rule(table.rule), count=above
        )
    if table.places is not None:
        return tr("入选线　名额 {places} 个，以上 {count} 项").format(places=table.places, count=above)
    return tr("入选线　以上 {count} 项").format(count=above)


def sums_of(table: Table, sealed: Iterable[CaseId]) -> Sums:
    """The totals of what is shown; what is left of the pool and the places once all of it stands."""
    inside = [one for one in table.cases if one.provisional in IN]
    amount = sum(_fen(one.amount_fen) for one in inside)
    taken = set(sealed)
    selected = sum(1 for one in inside if (one.outcome if one.case in taken else one.provisional) is Outcome.SELECTED)
    return Sums(
        len(inside),
        sum(_fen(one.entitled_fen) for one in inside),
        amount,
        sum(_fen(one.city_fen) for one in inside),
        sum(_fen(one.district_fen) for one in inside),
        None if table.pool_fen is None else table.pool_fen - amount,
        None if table.places is None else table.places - selected,
        sum(1 for one in inside if one.amount_fen is None and one.provisional is not Outcome.REFERRED),
        sum(1 for one in inside if one.amount_fen is not None and one.city_fen is None),
    )


def _fen(fen: int | None) -> int:
    """For adding up only: what is not known adds nothing, and the list shows it as not known."""
    return 0 if fen is None else fen

"""The standing of a measure laid out for deciding, with the line where it falls; every figure comes from the standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.model import CaseId, Standing, Table
from gyga_desk.standings import SUPPORTED, Reckoning, running
from ui.cells import Heading
from ui.languages import tr
from ui.shown import rule
from ui.style import Tone
from ui.words import yuan


@dataclass(frozen=True)
class PlaceRow:
    """One case with the money given out down to it."""

    standing: Standing
    running_fen: int
    sealed: bool
    may_tick: bool
    wide: bool = False
    """The experts lie far apart."""
    tied_at_line: bool = False
    """An equal of others where the list ends: the chair decides."""

    @property
    def case(self) -> CaseId:
        return self.standing.case


def rows_of(work: Reckoning, table: Table) -> list[PlaceRow | Heading]:
    """Sealed cases first, then the live ones by rank with the line where it falls, then those without a rank."""
    can_tick = isinstance(work.measure.selection.places, int)
    rows = [
        PlaceRow(
            one,
            total,
            one.case in work.sealed_cases,
            can_tick and one.case in work.granted and one.rank is not None,
            work.is_wide(one),
            one.case in table.tie_at_line,
        )
        for one, total in zip(table.cases, running(table.cases), strict=True)
    ]
    sealed, live = [one for one in rows if one.sealed], [one for one in rows if not one.sealed]
    head = [Heading(tr("已封存 {count} 项").format(count=len(sealed)))] if sealed and live else []
    between = [Heading(tr("尚未封存 {count} 项").format(count=len(live)))] if sealed and live else []
    return [*head, *_with_line(work, table, sealed), *between, *_with_line(work, table, live)]


def _with_line(work: Reckoning, table: Table, rows: Sequence[PlaceRow]) -> list[PlaceRow | Heading]:
    ranked = [one for one in rows if one.standing.rank is not None]
    rest = [one for one in rows if one.standing.rank is None]
    first_out = next((at for at, one in enumerate(ranked) if one.standing.provisional not in SUPPORTED), None)
    chosen = work.by_ranking.selected
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

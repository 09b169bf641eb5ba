"""What holds of the standings of any year on a real store: workbooks in by the front door, tables out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.model import Standing, Table
from gyga_desk.operations import Session, history, intake
from gyga_desk.operations.session import open_session
from gyga_desk.policy import AmountKind
from gyga_desk.standings import measure_of, of
from gyga_desk.store import reads
from tests.core.filled import CLEAN
from tests.headless import CLERK, password_of

YEAR = 2025
ROWS = {1: 12, 2: 9, 5: 12, 6: 12, 7: 5}
"""Measures whose outcome needs no marks, and how many of the sample's rows are drawn from."""


@cache
def sheets() -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(CLEAN)}


@dataclass
class Office:
    """A store with nobody's cases, into which workbooks come and out of which they go again."""

    session: Session
    folder: Path
    made: int = 0

    def take_in(self, measure: int, rows: Sequence[int]) -> None:
        """One workbook of the sample's rows of these places, in this order."""
        title = measure_of(self.session.edition, measure).sheet
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = title
        head, *lines = sheets()[title]
        for line in (head, *(lines[n] for n in rows)):
            sheet.append(list(line))
        self.made += 1
        path = self.folder / f"{self.made}.xlsx"
        book.save(path)
        intake.import_batch(self.session, intake.preview_workbook(self.session.db, self.session.edition, path))

    def table(self, measure: int) -> Table:
        return of(self.session.db, self.session.edition, measure, YEAR)

    def clear(self) -> None:
        """Every workbook taken back."""
        while reads.cases(self.session.db):
            history.undo(self.session)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, _office: Path) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("properties")
    session = open_session(Path(shutil.copy(_office, folder)), CLERK, password_of(CLERK))
    yield Office(session, Path(tempfile.mkdtemp(dir=folder)))
    session.close()


def by_matter(table: Table) -> dict[tuple[str, str], Standing]:
    """The lines by whose and what they are; numbers go by the order of filing, and say nothing of the case."""
    return {(s.credit_code, s.title): s for s in table.cases}


def of_the_case(standing: Standing) -> Standing:
    """What of a line is the case's own: without its number, its place among the others and what the limits left of it."""
    own = tuple(s for s in standing.derivation if "年度资金" not in s.label and "财政承担" not in s.label)
    return replace(
        standing, case="", rank=None, tied=False, provisional=standing.outcome, amount_fen=None, city_fen=None, district_fen=None,
        derivation=own,
    )  # fmt: skip


def order_of(table: Table, among: set[tuple[str, str]]) -> list[set[tuple[str, str]]]:
    """Those with a rank, best first, equals together."""
    ranks = {key: s.rank for key, s in by_matter(table).items() if s.rank is not None and key in among}
    return [{key for key, rank in ranks.items() if rank == each} for each in sorted(set(ranks.values()))]


def is_full(office: Office, table: Table) -> bool:
    """Whether a place or the pool of the year is shared by more than it holds."""
    entitled = sum(s.entitled_fen or 0 for s in table.cases)
    ranked = len({s.credit_code for s in table.cases})
    return (table.pool_fen is not None and entitled > table.pool_fen) or (
        table.places is not None and ranked > table.places
    )


@st.composite
def filed(draw: st.DrawFn) -> tuple[int, list[int], int]:
    """A measure, some of its rows, and one more of another applicant."""
    measure = draw(st.sampled_from(sorted(ROWS)))
    rows = draw(st.lists(st.integers(0, ROWS[measure] - 1), min_size=2, max_size=11, unique=True))
    return measure, rows[:-1], rows[-1]


@settings(max_examples=15, deadline=None)
@given(filed())
def test_an_unrelated_case_moves_nobody_unless_a_place_or_a_pool_is_shared(
    office: Office, year: tuple[int, list[int], int]
) -> None:
    measure, rows, other = year
    office.clear()
    office.take_in(measure, rows)
    before = office.table(measure)
    office.take_in(measure, [other])
    after = office.table(measure)
    mine, now = by_matter(before), by_matter(after)
    assert len(now) == len(mine) + 1 and mine.keys() < now.keys()
    assert order_of(after, set(mine)) == order_of(before, set(mine))
    if measure_of(office.session.edition, measure).amount.kind is AmountKind.BY_RANK:
        return  # a rank is worth what it is worth, and whoever comes before one has it
    assert {key: of_the_case(now[key]) for key in mine} == {key: of_the_case(mine[key]) for key in mine}
    if not is_full(office, after):
        assert {key: now[key].amount_fen for key in mine} == {key: s.amount_fen for key, s in mine.items()}


@settings(max_examples=15, deadline=None)
@given(filed(), st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_of_import_does_not_matter(
    office: Office, year: tuple[int, list[int], int], shuffled: Any, cut: int
) -> None:
    """One workbook, or the same rows in another order and in two: the same line for every case, but for its number."""
    measure, rows, other = year
    rows = [*rows, other]
    office.clear()
    office.take_in(measure, rows)
    before = by_matter(office.table(measure))
    office.clear()
    again = list(rows)
    shuffled.shuffle(again)
    for part in filter(None, (again[:cut], again[cut:])):
        office.take_in(measure, part)
    after = office.table(measure)
    assert _unnumbered(by_matter(after)) == _unnumbered(before)
    ranks = {key: (s.rank, s.tied) for key, s in by_matter(after).items()}
    if measure_of(office.session.edition, measure).selection.order != "filing":
        assert ranks == {key: (s.rank, s.tied) for key, s in before.items()}


def _unnumbered(lines: dict[tuple[str, str], Standing]) -> dict[tuple[str, str], Standing]:
    return {key: replace(s, case="", rank=None, tied=False) for key, s in lines.items()}

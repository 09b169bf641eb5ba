"""Every figure in every page's tables and words stands so in the record: the window adds nothing up and rounds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gyga_desk.money import write_yuan
from gyga_desk.standings import Reckonings, edition_of
from gyga_desk.standings.sums import expected_of, running, sums_of
from gyga_desk.store import open_reader
from tests.core.operations.test_one_figure import YEAR, Told, figures, of_year, unknown
from tests.ui import years
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.decision import DecisionPage
from ui.pages.papers import PapersPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
SEALED, OPEN = 3, 6


@pytest.fixture(scope="module")
def decided(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One measure sealed, one answered and proposed, the others as they came in."""
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("decided")))
    years.take_scores(path)
    years.seal(path, SEALED)
    years.answer_all(path, OPEN)
    return path


@pytest.fixture(scope="module")
def known(decided: Path) -> Iterator[set[str]]:
    """Every figure of the year's record, with the sums that `standings` gives the screen."""
    db = open_reader(decided)
    edition = edition_of(db)
    told, kept = Told(db, edition, ()), Reckonings(db, edition)
    found: set[str] = set()
    for measure in edition.measures:
        work = kept.of(measure.number, YEAR)
        table = work.table()
        sums = sums_of(table, work.sealed_cases)
        fens = [*running(table.cases), sums.entitled_fen, sums.amount_fen, sums.city_fen, sums.district_fen]
        fens += [sums.pool_left_fen or 0, expected_of(table.cases)[0], table.spent_fen]
        found |= of_year(told, measure.number) | {write_yuan(fen) for fen in fens}
        found |= {check.id for check in measure.checks}
    yield found | {"0.00"}
    db.close()


def texts(page: QWidget) -> Iterator[str]:
    """Whatever a page's tables and labels show."""
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount() if model else 0):
            for at in range(model.columnCount()):
                yield str(model.index(row, at).data(Qt.ItemDataRole.DisplayRole) or "")
    for one in page.findChildren(QLabel):
        yield one.text()


PAGES = ("overview", "review", "marks", "decision", "papers", "vouchers", "ledgers")


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_shows_is_the_record_s(
    enter: Enter, decided: Path, known: set[str], settle: Settle, tmp_path: Path, name: str
) -> None:
    frame = enter(Path(shutil.copy(decided, tmp_path)), years.CHAIR)
    frame.open(name)
    settle(frame.ctx.jobs)
    shown = figures("\n".join(texts(frame.pages[name])))
    assert unknown(shown, known) == []


@pytest.mark.parametrize("measure", [SEALED, OPEN])
def test_the_decision_s_table_is_the_standing_line_by_line(
    enter: Enter, decided: Path, known: set[str], settle: Settle, tmp_path: Path, measure: int
) -> None:
    frame = enter(Path(shutil.copy(decided, tmp_path)), years.CHAIR)
    frame.open("decision")
    page = frame.pages["decision"]
    assert isinstance(page, DecisionPage)
    page.measure.choose(measure)
    page.refresh()
    settle(frame.ctx.jobs)
    words = list(texts(page))
    assert unknown(figures("\n".join(words)), known) == []
    for standing in frame.ctx.reckonings.of(measure, YEAR).table().cases:
        if standing.amount_fen:
            assert write_yuan(standing.amount_fen) in words, standing.case


def test_the_papers_list_shows_the_sealed_amounts(
    enter: Enter, decided: Path, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    frame = enter(Path(shutil.copy(decided, tmp_path)), years.CLERK)
    frame.open("papers")
    page = frame.pages["papers"]
    assert isinstance(page, PapersPage)
    settle(frame.ctx.jobs)
    sealed = {s.case: s.amount_fen for s in frame.ctx.reckonings.of(SEALED, YEAR).table().cases if s.amount_fen}
    assert {row.case: row.amount_fen for row in page.list.rows.rows} == sealed
    words = list(texts(page))
    assert all(write_yuan(fen) in words for fen in sealed.values())

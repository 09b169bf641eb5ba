"""The page 遴选定案 beyond list and money: the experts' dots, how firm the list is, the minutes' draft, the way to each blocker."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gyga_desk import seen, standings
from gyga_desk.model import MarkUse
from gyga_desk.operations import minutes
from tests.ui import years
from ui import dialogs
from ui.cells import Heading
from ui.decision_rows import PlaceRow
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.decision import DecisionPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
_DOTS = 6


@pytest.fixture(scope="module")
def ready_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("firm")))
    years.take_scores(path)
    years.answer_all(path, 3)
    return path


@pytest.fixture
def ready(ready_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ready_once, tmp_path))


def page_of(frame: Frame, measure: int = 3) -> DecisionPage:
    frame.open("decision")
    page = frame.pages["decision"]
    assert isinstance(page, DecisionPage)
    page.measure.choose(measure)
    page.measure.activated.emit(page.measure.currentIndex())
    return page


def row_where(page: DecisionPage, meets: Callable[[PlaceRow], bool]) -> PlaceRow:
    return next(one for one in page.list.rows.rows if isinstance(one, PlaceRow) and meets(one))


def dots_told(page: DecisionPage, one: PlaceRow) -> str:
    return str(page.list.rows.index(page.list.rows.row_of(one.case), _DOTS).data())


def test_every_experts_total_is_told_with_what_became_of_it(enter: Enter, ready: Path) -> None:
    frame = enter(ready, years.CHAIR)
    page = page_of(frame)
    one = row_where(page, lambda row: any(t.use is MarkUse.DROPPED for t in row.standing.scores))
    told = dots_told(page, one)
    for total in one.standing.scores:
        part = next(p for p in told.split("；") if p.startswith(total.use.label))
        assert total.expert in part
    assert "去除：" in told and f"相差 {one.standing.spread:f}".rstrip("0").rstrip(".") in told
    assert not page.list.isColumnHidden(_DOTS)
    page = page_of(frame, 6)
    assert page.list.isColumnHidden(_DOTS)


def test_a_wide_spread_is_flagged_as_the_guide_wants(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR))
    rows = [one for one in page.list.rows.rows if isinstance(one, PlaceRow)]
    wide = {one.case for one in rows if one.wide}
    assert wide == {one.case for one in rows if one.standing.spread is not None and one.standing.spread > 20} != set()
    for one in rows:
        assert ("提示复核" in dots_told(page, one)) == one.wide


def test_dots_are_painted_where_the_totals_are(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR))
    first = row_where(page, lambda row: row.standing.rank == 1)
    room = page.list.visualRect(page.list.rows.index(page.list.rows.row_of(first.case), _DOTS))
    image = page.list.viewport().grab(room).toImage()
    inked = [
        x for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 110 for y in range(4, image.height() - 4))
    ]  # fmt: skip
    assert inked and min(inked) > image.width() // 2  # 96 points on a line that begins below 60


def firm_of(page: DecisionPage, settle: Settle) -> None:
    page.tabs.setCurrentWidget(page.firmness)
    settle(page.ctx.jobs)


def test_how_firm_the_list_is_comes_from_the_core(qtbot: QtBot, enter: Enter, ready: Path, settle: Settle) -> None:
    page = page_of(enter(ready, years.CHAIR))
    firm_of(page, settle)
    found = seen.firmness(page.ctx.reckonings.of(3, 2025), page.ctx.person)
    assert found is not None
    qtbot.waitUntil(lambda: len(page.firmness.list.rows.rows) == len(found.trials))
    assert set(page.firmness.list.rows.rows) == set(found.trials)
    moves = [one.moves for one in page.firmness.list.rows.rows]
    assert moves == sorted(moves, reverse=True)
    assert str(found.margin) in page.firmness.told.text() and f"{len(found.firm)} 项" in page.firmness.told.text()
    one = next(t for t in found.moving)
    page.firmness.list.pick((one.way, one.subject))
    qtbot.keyClick(page.firmness.list, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.list
    assert page.list.current().case in {one.subject, *one.entering, *one.leaving}


def test_a_measure_without_scores_has_nothing_to_try(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 6)
    assert not page.tabs.isTabVisible(page.tabs.indexOf(page.firmness))


def test_the_minutes_draft_is_made_copied_and_kept(
    qtbot: QtBot, enter: Enter, ready: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(ready, years.CHAIR))
    page.tabs.setCurrentWidget(page.minutes)
    assert not page.cards.isVisible()
    settle(page.ctx.jobs)
    text = minutes.draft(page.ctx.reckonings, 3, 2025, page.ctx.person)
    qtbot.waitUntil(lambda: page.minutes.text.toPlainText() == text)
    page.minutes.copy.click()
    assert QGuiApplication.clipboard().text() == text
    out = tmp_path / "纪要.txt"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    page.minutes.keep.click()
    settle(page.ctx.jobs)
    assert out.read_text(encoding="utf-8") == text + "\n"


def test_what_is_mended_on_this_page_begins_here(
    qtbot: QtBot, enter: Enter, ready: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(ready, years.CHAIR))
    (blocker,) = page.blockers.list.rows.rows
    assert blocker.code == "not-proposed" and page.blockers.go.isEnabled()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    qtbot.mouseClick(page.blockers.go, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert page.work.proposal is not None and page.blockers.list.rows.rows == []


def test_the_case_at_hand_is_known(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR))
    page.show_case("2025-M3-0007")
    assert page.case_at_hand() == "2025-M3-0007"
    assert not isinstance(page.list.current(), Heading)
    assert standings.measure_of(page.ctx.edition, 3).number == page.measure.number

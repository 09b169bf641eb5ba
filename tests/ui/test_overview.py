"""The page 工作台: how far each measure is, and the way to what is next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk import standings
from ui.jobs import Jobs
from ui.pages.overview import OverviewPage
from ui.window import Frame

Enter = Callable[[Path, str], Frame]


def overview_of(frame: Frame) -> OverviewPage:
    frame.open("overview")
    page = frame.pages["overview"]
    assert isinstance(page, OverviewPage)
    return page


def test_a_new_store_leads_to_intake(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    page = overview_of(frame)
    rows = page.measures.rows
    assert rows.rowCount() == 7
    assert {rows.index(at, 3).data() for at in range(7)} == {"未收件"}
    assert {rows.index(at, 8).data() for at in range(7)} == {"导入申报工作簿"}
    qtbot.keyClick(page.measures, Qt.Key.Key_Return)
    assert frame.current == "intake"


def test_a_year_in_review_shows_its_counts(enter: Enter, year: Path) -> None:
    page = overview_of(enter(year, "赵主任"))
    rows = page.measures.rows
    assert page.cases.number.text() == "94"
    assert rows.index(2, 0).data().startswith("措施三")
    assert rows.index(2, 1).data() == "24"
    assert rows.index(2, 3).data() == "审核中"
    assert rows.index(2, 5).data() == "10"
    assert rows.index(2, 7).data() == "未设定"
    assert rows.index(5, 7).data() == "3,000,000.00"


def test_what_stands_in_the_way_leads_to_its_page(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "赵主任")
    page = overview_of(frame)
    page.measures.pick(3)
    gate = standings.gate(frame.ctx.reader, frame.ctx.edition, 3, 2025)
    assert page.gate.rows.rows == list(gate)
    assert str(len(gate)) in page.gate_title.text()
    page.gate.pick_first()
    qtbot.keyClick(page.gate, Qt.Key.Key_Return)
    assert frame.current == gate[0].page


def test_the_chosen_measure_stays_chosen_after_a_change(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Callable[[Jobs], None],
) -> None:
    frame = enter(year, "李经办")
    page = overview_of(frame)
    page.measures.pick(6)
    qtbot.mouseClick(frame.top.undo, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.measures.current().measure == 6
    assert page.measures.current().cases == 0
    assert page.gate.rows.rowCount() == 0

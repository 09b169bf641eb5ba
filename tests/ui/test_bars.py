"""The status line and the top bar: long work is seen and can be stopped, short work does not flicker."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gyga_desk.errors import Cancelled
from gyga_desk.progress import Progress
from ui.bars import NavBar, NavItem, StatusLine, TopBar
from ui.jobs import Jobs


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def status(qtbot: QtBot, jobs: Jobs) -> StatusLine:
    made = StatusLine(jobs)
    qtbot.addWidget(made)
    made.resize(900, 32)
    made.show()
    return made


def test_long_work_shows_how_far_it_is_and_is_stopped(qtbot: QtBot, jobs: Jobs, status: StatusLine) -> None:
    step, refused = threading.Event(), []

    def work(progress: Progress) -> None:
        for done in range(1, 1000):
            progress(done, 1000, "读取工作表")
            if done == 400:
                assert step.wait(10)

    jobs.refused.connect(refused.append)
    jobs.call(work)
    qtbot.waitUntil(lambda: status.bar.isVisible() and status.bar.value() == 400)
    assert status.bar.maximum() == 1000
    assert status.what.text().startswith("读取工作表")
    qtbot.mouseClick(status.stop, Qt.MouseButton.LeftButton)
    step.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(error) for error in refused] == [Cancelled]
    assert status.bar.isHidden()
    assert status.stop.isHidden()


def test_the_time_left_is_told_once_it_can_be_told(jobs: Jobs, status: StatusLine) -> None:
    jobs.busy_changed.emit(True)
    jobs.progressed.emit(1, 100, "核验")
    assert status.what.text() == "核验"
    status._began -= 30
    jobs.progressed.emit(50, 100, "核验")
    assert status.what.text() == "核验，约剩 30 秒"
    status._began -= 90
    jobs.progressed.emit(50, 100, "")
    assert status.what.text() == "核验，约剩 2 分钟"
    jobs.progressed.emit(100, 100, "核验")
    assert status.what.text() == "核验"


def test_work_that_cannot_be_stopped_offers_no_stop(qtbot: QtBot, jobs: Jobs, status: StatusLine) -> None:
    gate = threading.Event()
    jobs.call(gate.wait, 10)
    qtbot.waitUntil(status.bar.isVisible)
    assert status.stop.isHidden()
    assert status.bar.maximum() == 0
    gate.set()
    qtbot.waitUntil(status.bar.isHidden)


def test_short_work_shows_no_bar(qtbot: QtBot, jobs: Jobs, status: StatusLine) -> None:
    shown: list[bool] = []
    jobs.busy_changed.connect(lambda _: shown.append(status.bar.isVisible()))
    jobs.call(int)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == [False, False]


def test_what_undo_would_take_back_is_on_its_button(qtbot: QtBot) -> None:
    bar = TopBar("2025.gyga", "李经办", "经办人", demo=False)
    qtbot.addWidget(bar)
    for tool, key in ((bar.undo, "Ctrl+Z"), (bar.redo, "Ctrl+Y")):
        action = QAction(bar)
        action.setShortcut(key)
        tool.setDefaultAction(action)
    bar.set_steps("导入申报表 某某区2025年第二批申报汇总表.xlsx", "")
    assert bar.undo.text().startswith("撤销“导入申报表")
    assert bar.undo.text().endswith("…”")
    assert bar.undo.toolTip() == "撤销“导入申报表 某某区2025年第二批申报汇总表.xlsx”（Ctrl+Z）"
    assert bar.undo.isEnabled()
    assert bar.redo.text() == "重做"
    assert not bar.redo.isEnabled()


def test_years_are_offered_and_told(qtbot: QtBot) -> None:
    bar = TopBar("2025.gyga", "李经办", "经办人", demo=True)
    qtbot.addWidget(bar)
    bar.set_years([2026, 2025], 2025)
    assert bar.year.currentText() == "2025 年"
    with qtbot.waitSignal(bar.year_wanted) as told:
        qtbot.keyClick(bar.year, Qt.Key.Key_Up)
    assert told.args == [2026]


def test_navigation_tells_the_page_pressed(qtbot: QtBot) -> None:
    bar = NavBar([NavItem("review", "审核", "Ctrl+1"), NavItem("papers", "文书", "Ctrl+2")])
    qtbot.addWidget(bar)
    bar.show_current("review")
    with qtbot.waitSignal(bar.wanted) as told:
        qtbot.mouseClick(bar.buttons["papers"], Qt.MouseButton.LeftButton)
    assert told.args == ["papers"]
    assert bar.buttons["papers"].toolTip() == "文书（Ctrl+2）"

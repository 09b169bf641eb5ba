"""A year of many cases: judged away from the screen's thread, told as if it had been judged at once, stopped and begun again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gyga_desk import seen, standings
from tests.ui import years
from ui import frame as frame_of
from ui import waiting
from ui.frame import Frame
from ui.pages.overview import OverviewPage
from ui.pages.review import ReviewPage

Enter = Callable[[Path, str], Frame]
CASE = "2025-M3-0007"


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """As though the sample's 94 cases were many."""
    monkeypatch.setattr(frame_of, "AT_ONCE", 0)


def begun(qtbot: QtBot, enter: Enter, year: Path) -> Frame:
    """The work, once its first page has come."""
    frame = enter(year, years.CHAIR)
    qtbot.waitUntil(frame.is_shown)
    return frame


@pytest.mark.usefixtures("_long")
def test_the_year_is_judged_on_the_worker_and_shown_as_ever(
    qtbot: QtBot, enter: Enter, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judging: set[str] = set()
    review = standings.Reckoning.review

    def watched(*words: object) -> object:
        judging.add(threading.current_thread().name)
        return review(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(standings.Reckoning, "review", watched)
    frame = begun(qtbot, enter, year)
    page = frame.pages["overview"]
    assert isinstance(page, OverviewPage)
    assert judging and all(name.startswith("store") for name in judging)
    fresh = standings.Reckonings(frame.ctx.reader, frame.ctx.edition)
    assert page.measures.rows.rows == seen.progress(fresh, 2025, frame.ctx.person)


@pytest.mark.usefixtures("_long")
def test_meanwhile_the_page_says_so_and_what_was_asked_for_comes_after(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = begun(qtbot, enter, year)
    frame.ctx.reckonings = standings.Reckonings(frame.ctx.reader, frame.ctx.edition)
    frame.ctx.go("review", CASE)
    assert frame.stack.currentWidget() is frame.waiting
    assert "正在汇总 94 个项目…" in {one.text() for one in frame.waiting.findChildren(QLabel)}
    assert not frame.waiting.retry.isVisible()
    qtbot.waitUntil(frame.is_shown)
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage) and page.case_at_hand() == CASE


@pytest.mark.usefixtures("_long")
def test_what_was_stopped_is_begun_again_by_a_key(
    qtbot: QtBot, enter: Enter, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = begun(qtbot, enter, year)
    frame.ctx.reckonings = standings.Reckonings(frame.ctx.reader, frame.ctx.edition)
    frame.stale = set(frame.pages)
    frame.open("overview")
    frame.ctx.jobs.stop()
    qtbot.waitUntil(frame.waiting.retry.isVisible)
    assert frame.waiting.what.text() == "汇总已停止"
    qtbot.keyClick(frame.waiting.retry, Qt.Key.Key_Space)
    qtbot.waitUntil(frame.is_shown)


@pytest.mark.usefixtures("_long")
def test_a_refused_work_out_says_why_and_offers_another_try(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = begun(qtbot, enter, year)
    frame.waiting.fail(waiting.DeskError("数据文件读不出来；请检查磁盘。"))
    assert "数据文件读不出来；请检查磁盘。" in {one.text() for one in frame.waiting.findChildren(QLabel)}


def test_few_cases_are_shown_without_a_wait(enter: Enter, year: Path) -> None:
    frame = enter(year, years.CHAIR)
    assert frame.is_shown()

"""逐项说明 in the window: the very text of the command, to read and to copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.headless import Desk
from tests.ui import years
from tests.ui.conftest import PASSWORD
from ui.explain_view import ExplainView
from ui.frame import Frame
from ui.pages.review import ReviewPage

Enter = Callable[[Path, str], Frame]
CASE = "2025-M5-0001"


def opened(qtbot: QtBot, page: ReviewPage) -> ExplainView:
    qtbot.waitUntil(lambda: bool([v for v in page.findChildren(ExplainView) if v.isVisible()]))
    return next(v for v in page.findChildren(ExplainView) if v.isVisible())


def page_of(frame: Frame) -> ReviewPage:
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    page.show_case(CASE)
    return page


def told(path: Path, who: str) -> str:
    written: str = Desk(path, {who: PASSWORD}).ok("explain", CASE, who=who)["text"]
    return written


def test_the_window_tells_what_the_command_tells(qtbot: QtBot, enter: Enter, year: Path) -> None:
    page = page_of(enter(year, "王审核"))
    qtbot.mouseClick(page.explained, Qt.MouseButton.LeftButton)
    view = opened(qtbot, page)
    assert view.text.toPlainText() == told(year, "王审核")
    assert "未封存" in view.text.toPlainText() and view.text.isReadOnly()
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == told(year, "王审核")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.findChildren(ExplainView))


def test_a_sealed_case_is_told_by_the_keyboard_too(qtbot: QtBot, enter: Enter, year: Path) -> None:
    years.seal(year, 5)
    page = page_of(enter(year, "孙监督"))
    qtbot.keyClick(page.checks, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    view = opened(qtbot, page)
    assert view.text.toPlainText() == told(year, "孙监督")
    assert years.MEETING.number in view.text.toPlainText()
    view.close()

"""What was typed and never left: there again after the program ended at once, gone once it is saved or taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gyga_desk.store import reads
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.marks import MarksPage
from ui.pages.review import ReviewPage
from ui.settings import Settings
from ui.window import Window

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
Write = Callable[[QWidget, str], None]
CASE, CHECK, TYPED = "2025-M3-0002", "3.5", "合同第三页未盖章，待单位"


def review_at(frame: Frame) -> ReviewPage:
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    return page


def begun(qtbot: QtBot, frame: Frame, settle: Settle, write: Write) -> ReviewPage:
    """A note typed and not left."""
    page = review_at(frame)
    page.show_case(CASE)
    qtbot.mouseClick(page.head.none, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    page.checks.pick(CHECK)
    qtbot.keyClick(page.checks, Qt.Key.Key_Return)
    write(page.detail.note, TYPED)
    return page


def cut_off(page: ReviewPage) -> Frame:
    """The field is gone with what was typed, as when the power fails, and the program begins anew."""
    window = page.window()
    assert isinstance(window, Window)
    with QSignalBlocker(page.detail.note):
        page.detail.note.setText(page.detail.note.given)
    window.rebuild()
    assert window.frame is not None
    return window.frame


def test_a_note_typed_and_never_left_is_there_again(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, write: Write, tmp_path: Path
) -> None:
    page = begun(qtbot, enter(year, "王审核"), settle, write)
    qtbot.waitUntil(lambda: page.drafts.fields_of(CASE) == [CHECK], timeout=10_000)
    elsewhere = Settings(tmp_path / "settings.ini")
    assert elsewhere.draft(f"{page.ctx.facts.id}/王审核/{CASE}/{CHECK}") == TYPED, "on the disk, not in memory"
    again = review_at(cut_off(page))
    assert (again.case_at_hand(), again.checks.current().check.id) == (CASE, CHECK)
    assert again.detail.note.text() == TYPED
    assert "没有来得及保存" in again.detail.saved.text()
    assert reads.answers(again.ctx.reader, CASE) == []
    again.detail.note.setFocus()
    qtbot.keyClick(again.detail.note, Qt.Key.Key_Return)
    settle(again.ctx.jobs)
    assert [one.note for one in reads.answers(again.ctx.reader, CASE)] == [TYPED]
    assert again.drafts.fields_of(CASE) == []


def test_what_is_taken_back_is_no_draft(qtbot: QtBot, enter: Enter, year: Path, settle: Settle, write: Write) -> None:
    page = begun(qtbot, enter(year, "王审核"), settle, write)
    qtbot.waitUntil(lambda: page.drafts.fields_of(CASE) == [CHECK], timeout=10_000)
    qtbot.keyClick(page.detail.note, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.drafts.fields_of(CASE) == [], timeout=10_000)
    assert reads.answers(page.ctx.reader, CASE) == []


def test_a_draft_is_its_writers_alone(qtbot: QtBot, enter: Enter, year: Path, settle: Settle, write: Write) -> None:
    page = begun(qtbot, enter(year, "王审核"), settle, write)
    qtbot.waitUntil(lambda: page.drafts.fields_of(CASE) == [CHECK], timeout=10_000)
    with QSignalBlocker(page.detail.note):
        page.detail.note.setText("")
    page.window().close()
    other = review_at(enter(year, "周审核"))
    other.show_case(CASE)
    other.checks.pick(CHECK)
    assert other.detail.note.text() == ""


def test_an_opinion_typed_and_never_left_is_there_again(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, write: Write
) -> None:
    frame = enter(year, "王审核")
    frame.open("marks")
    page = frame.pages["marks"]
    assert isinstance(page, MarksPage) and page.own is not None
    own = page.own
    qtbot.mouseClick(own.head.none, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    own.opinion.setFocus()
    write(own.opinion, TYPED)
    drafts = own.draft.drafts
    case = own.list.current().case.id
    qtbot.waitUntil(lambda: drafts.fields_of(case) == ["opinion"], timeout=10_000)
    with QSignalBlocker(own.opinion):
        own.opinion.setPlainText(own.opinion.given)
    window = page.window()
    assert isinstance(window, Window)
    window.rebuild()
    assert window.frame is not None
    window.frame.open("marks")
    again = window.frame.pages["marks"]
    assert isinstance(again, MarksPage) and again.own is not None
    assert again.own.opinion.toPlainText() == TYPED
    assert "没有来得及保存" in again.own.saved.text()


def test_next_and_previous_are_keys_of_the_table_of_actions(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    page = review_at(frame)
    page.show_case(CASE)
    qtbot.keyClick(page.checks, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.case_at_hand() == "2025-M3-0003"
    qtbot.keyClick(page.checks, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.case_at_hand() == CASE
    frame.open("marks")
    marks = frame.pages["marks"]
    assert isinstance(marks, MarksPage) and marks.own is not None
    first = marks.own.list.currentIndex().row()
    qtbot.keyClick(marks.own.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert marks.own.list.currentIndex().row() == first + 1

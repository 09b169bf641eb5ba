"""The lock: when it falls, what it hides, who opens it, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ui.frame import Frame
from ui.idle import Idle
from ui.jobs import Jobs
from ui.lock import Cover, Lock
from ui.pages.history import HistoryPage
from ui.signin import SignIn
from ui.window import Window

PASSWORD = "kouling-2025"
Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def window_of(frame: Frame) -> Window:
    window = frame.window()
    assert isinstance(window, Window)
    return window


def locked(window: Window) -> Lock:
    assert window.locked is not None
    return window.locked


def test_it_is_due_after_the_minutes_of_the_settings_and_not_before(qapp: QApplication) -> None:
    clock, due, holder = Clock(), [], QObject()
    idle = Idle(holder, lambda: 10, clock)
    idle.due.connect(lambda: due.append(clock.now))
    for now in (599.0, 600.0, 601.0, 1199.0, 1200.0):
        clock.now = now
        idle.look()
    assert due == [600.0, 1200.0]


def test_a_key_in_any_window_of_the_program_begins_the_time_anew(qapp: QApplication) -> None:
    clock, due, holder = Clock(), [], QObject()
    idle = Idle(holder, lambda: 10, clock)
    idle.due.connect(lambda: due.append(clock.now))
    clock.now = 590.0
    idle.eventFilter(holder, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    clock.now = 700.0
    idle.eventFilter(holder, QEvent(QEvent.Type.Paint))
    idle.look()
    assert due == []
    clock.now = 1190.0
    idle.look()
    assert due == [1190.0]


def test_real_keys_reach_the_watch(qtbot: QtBot, enter: Enter, store: Path) -> None:
    window = window_of(enter(store, "王审核"))
    clock = Clock()
    window.idle.clock, window.idle.last = clock, 0.0
    clock.now = 42.0
    window.idle.watch(window.windowHandle())
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window.idle.last == 42.0


def test_it_hides_everything_and_the_same_person_finds_what_was_typed(
    qtbot: QtBot, enter: Enter, store: Path, settle: Settle
) -> None:
    frame = enter(store, "王审核")
    window = window_of(frame)
    frame.open("history")
    page = frame.pages["history"]
    assert isinstance(page, HistoryPage)
    page.filter.setText("2025-M3")
    window.idle.due.emit()
    qtbot.waitUntil(lambda: locked(window).isVisible())
    (cover,) = window.findChildren(Cover)
    assert cover.isVisible() and cover.geometry() == window.rect()
    window.resize(1300, 700)
    assert cover.geometry() == window.rect()
    lock = locked(window)
    qtbot.keyClick(lock, Qt.Key.Key_Escape)
    lock.close()
    assert lock.isVisible()
    qtbot.keyClicks(lock.password, "wrong-password")
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    settle(window.jobs)
    assert lock.isVisible() and "口令" in lock.notice.sentence.text() and lock.password.selectedText()
    qtbot.keyClicks(lock.password, PASSWORD)
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    settle(window.jobs)
    qtbot.waitUntil(lambda: window.locked is None)
    assert window.frame is frame and page.filter.text() == "2025-M3" and frame.current == "history"
    qtbot.waitUntil(lambda: not window.findChildren(Cover))


def test_an_open_form_is_covered_and_goes_on_afterwards(
    qtbot: QtBot, enter: Enter, store: Path, settle: Settle
) -> None:
    window = window_of(enter(store, "王审核"))
    form = QDialog(window)
    form.open()
    window.lock()
    window.lock()
    lock = locked(window)
    assert lock.parentWidget() is form
    assert len(window.findChildren(Cover)) == 2
    qtbot.keyClicks(lock.password, PASSWORD)
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    settle(window.jobs)
    assert form.isVisible() and window.locked is None
    form.close()


def test_somebody_else_may_sign_in_instead(qtbot: QtBot, enter: Enter, store: Path) -> None:
    window = window_of(enter(store, "王审核"))
    qtbot.keyClick(window.frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    locked(window).left.emit()
    assert window.locked is None and isinstance(window.centralWidget(), SignIn)


def test_nobody_is_locked_out_of_the_sign_in(open_window: Callable[[Path | None], Window], store: Path) -> None:
    window = open_window(store)
    window.idle.due.emit()
    assert window.locked is None

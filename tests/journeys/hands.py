"""A person's hands on the window: keys, clicks, Chinese as an input method commits it, and forms filled in as they come up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QDate, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui import dialogs
from ui.frame import Frame
from ui.pages.page import Page
from ui.window import Window

_LOOK_EVERY_MS = 15
_PATIENCE = 60_000
P = TypeVar("P", bound=Page)


class Hands:
    """Everything waits until the work behind it is done, as a person does."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, frame: Frame) -> None:
        self.qtbot, self.monkeypatch, self.frame = qtbot, monkeypatch, frame

    @property
    def window(self) -> Window:
        window = self.frame.window()
        assert isinstance(window, Window)
        return window

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.frame

    def turn_to(self, name: str, kind: type[P]) -> P:
        """A page by its key."""
        at = next(n for n, entry in enumerate(self.frame.entries, 1) if entry.name == name)
        self.press(f"Ctrl+{at % 10}" if at <= 10 else f"Ctrl+Shift+{at - 10}")
        page = self.frame.pages[name]
        assert isinstance(page, kind) and self.frame.current == name
        return page

    def press(self, *keys: str) -> None:
        """Keys by their names, each to whatever has the keyboard."""
        for key in keys:
            held = QKeySequence(key)[0]
            self.qtbot.keyClick(self.focus, held.key(), held.keyboardModifiers())
            self.settle()

    def type(self, text: str) -> None:
        """Latin letters and figures as keys, anything else as an input method commits it; to whatever has the keyboard."""
        self._into(self.focus, text)
        self.settle()

    def click(self, target: QWidget) -> None:
        assert target.isVisible() and target.isEnabled(), f"{target.objectName()} {getattr(target, 'text', str)()}"
        self.qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
        self.settle()
        if not self.window.isActiveWindow():  # without a window manager nobody gives it back after another was closed
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.frame.ctx.jobs.busy, timeout=_PATIENCE)

    def wait(self, holds: Any) -> None:
        self.qtbot.waitUntil(holds, timeout=_PATIENCE)

    def will_fill(self, **fields: str) -> Form:
        """The next window that asks is filled in and its first button pressed."""
        return Form(self, fields)

    def will_open(self, path: Path) -> None:
        """What the system's window for opening a file gives next."""
        self.monkeypatch.setattr(dialogs, "open_file", lambda *_: path)

    def will_save(self, path: Path) -> None:
        self.monkeypatch.setattr(dialogs, "save_file", lambda *_: path)

    def will_choose(self, folder: Path) -> None:
        self.monkeypatch.setattr(dialogs, "choose_folder", lambda *_: folder)

    def _into(self, editor: QWidget, text: str) -> None:
        if text.isascii():
            self.qtbot.keyClicks(editor, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)

    def fill(self, editor: QWidget, text: str) -> None:
        if isinstance(editor, QComboBox):
            at = editor.findData(text)
            assert at >= 0, f"{text} is not offered"
            editor.setCurrentIndex(at)
        elif isinstance(editor, QDateEdit):
            editor.setDate(QDate.fromString(text, Qt.DateFormat.ISODate))
        else:
            assert isinstance(editor, QLineEdit | QPlainTextEdit)
            editor.clear()
            self._into(editor, text)


class Form(QObject):
    """Waits for one of the program's own windows, fills it in and goes on; `said` is what it told."""

    def __init__(self, hands: Hands, fields: dict[str, str]) -> None:
        super().__init__(hands.window)
        self.hands, self.fields = hands, fields
        self.title, self.seen, self.more = "", False, False
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def then_dismiss(self) -> None:
        """A second window is expected after this one, and is only read."""
        self.more = True

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        self.timer.stop()
        self.seen, self.title = True, dialog.windowTitle()
        try:
            for name, text in self.fields.items():
                editor = dialog.findChild(QWidget, name)
                assert editor is not None, f"{dialog.windowTitle()} does not ask for {name}"
                self.hands.fill(editor, text)
            yes = next(one for one in dialog.findChildren(QPushButton) if one.isDefault())
            assert yes.isEnabled(), f"{dialog.windowTitle()} is not filled in"
            if self.more:
                Form(self.hands, {})
            self.hands.qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
        except BaseException:
            dialog.reject()  # or the window would wait for ever
            raise

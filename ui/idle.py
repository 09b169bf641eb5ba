"""Idle: whether anybody is at the window."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_EVERY_MS = 5_000
_MINUTE = 60
_ACTIVITY = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
})  # fmt: skip


class Idle(QObject):
    """Watches the windows themselves, not every widget, so that it costs nothing.

    Signals:
        due(): so many minutes have passed without a sign of the person.
    """

    due = Signal()

    def __init__(
        self, parent: QObject, minutes: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.minutes, self.clock = minutes, clock
        self.last = clock()
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def stir(self) -> None:
        self.last = self.clock()

    def look(self) -> None:
        if self.clock() - self.last >= self.minutes() * _MINUTE:
            self.stir()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter."""
        if event.type() in _ACTIVITY:
            self.stir()
        return False

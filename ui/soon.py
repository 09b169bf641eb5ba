"""A short wait before work that a person may cause many times in a row: a search typed, a list run down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class Soon(QObject):
    """Says `due` a moment after the last `start`, and only while its widget is shown.

    Signals:
        due(): time for the work.
    """

    due = Signal()

    def __init__(self, widget: QWidget, after_ms: int) -> None:
        super().__init__(widget)
        self.widget, self.held = widget, False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(after_ms)
        self.timer.timeout.connect(self.due)
        widget.installEventFilter(self)

    def start(self) -> None:
        self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter: what is due while nobody sees it waits until somebody does."""
        if watched is self.widget and event.type() == QEvent.Type.Hide:
            self.held = self.timer.isActive()
            self.timer.stop()
        elif watched is self.widget and event.type() == QEvent.Type.Show and self.held:
            self.held = False
            self.timer.start()
        return False

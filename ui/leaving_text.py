"""Several lines of text that are saved when they are left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit


class LeavingText(QPlainTextEdit):
    """Several lines of text that say so when they are left changed.

    Signals:
        changed(str): left with another text than was given.
    """

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.given = ""
        self.setTabChangesFocus(True)

    def give(self, text: str) -> None:
        if self.hasFocus() and self.toPlainText() != self.given:
            return
        self.given = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    @property
    def is_changed(self) -> bool:
        return self.typed().strip() != self.given.strip()

    def typed(self) -> str:
        return self.toPlainText()

    def type_again(self, text: str) -> None:
        """What was typed once and never saved."""
        self.setPlainText(text)

    def commit(self) -> None:
        if self.is_changed:
            self.given = self.typed()
            self.changed.emit(self.given.strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override focusOutEvent; a menu or another window over this one is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

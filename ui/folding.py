"""Columns that a narrow list does without; what they say stands elsewhere on the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView

from ui.style import scaled


class Folding(QObject):
    """Hides columns of a list while it is narrower than `below`, which grows with the text."""

    def __init__(self, view: QTableView, below: int, columns: Sequence[int]) -> None:
        super().__init__(view)
        self.view, self.below, self.columns = view, scaled(below), tuple(columns)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter."""
        if watched is self.view and isinstance(event, QResizeEvent):
            for column in self.columns:
                self.view.setColumnHidden(column, event.size().width() < self.below)
        return False

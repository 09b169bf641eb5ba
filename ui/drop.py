"""A field that files are dragged onto, with a button for those who do not drag."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets import column


class DropField(QFrame):
    """Takes one file of the kinds named.

    Signals:
        dropped(Path): a file was let go over it.
    """

    dropped = Signal(object)

    def __init__(self, kinds: frozenset[str], inside: QWidget, *, framed: bool = True) -> None:
        super().__init__()
        self.kinds = kinds
        self.setProperty("kind", "drop" if framed else "")
        self.setAcceptDrops(True)
        self.setLayout(column(inside, margin=12 if framed else 0))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override dragEnterEvent."""
        if file_of(event, self.kinds):
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override dragLeaveEvent."""
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Override dropEvent."""
        self._mark(over=False)
        file = file_of(event, self.kinds)
        if file:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)


def file_of(event: QDropEvent, kinds: frozenset[str]) -> Path | None:
    """The one file that is dragged, if it is of these kinds."""
    urls = event.mimeData().urls()
    file = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return file if file and file.suffix.lower() in kinds else None

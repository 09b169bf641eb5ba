"""What the tests of the shell share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

_HERE = Path(__file__).parent
_OF_NO_SCREEN = "This plugin does not support propagateSizeHints"
"""Said by Qt's offscreen platform, not by us."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore(_OF_NO_SCREEN, extend=True))


@pytest.fixture
def write() -> Callable[[QWidget, str], None]:
    """Types Chinese as an input method does; plain keys know only Latin letters."""

    def write(editor: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)

    return write

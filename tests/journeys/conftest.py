"""The window's fixtures for whole days of work; the program's own windows are real, only the system's file windows are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands
from tests.ui.conftest import (  # noqa: F401 - fixtures by name
    clean_workbook,
    dressed,
    enter,
    made_store,
    made_year,
    messy_workbook,
    open_window,
    qtbot,
    store,
    year,
)
from ui.frame import Frame


@pytest.fixture
def sit_down(
    qtbot: QtBot,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    enter: Callable[[Path, str], Frame],  # noqa: F811
) -> Callable[[Path, str], Hands]:
    """A person signs in at the window; what they do there is done by their hands."""

    def sit_down(path: Path, name: str) -> Hands:
        return Hands(qtbot, monkeypatch, enter(path, name))

    return sit_down

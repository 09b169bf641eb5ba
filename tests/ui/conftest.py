"""What the tests of the shell share: a dressed application, real stores with people, and the window on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gyga_desk import places
from gyga_desk.model import Role
from gyga_desk.operations import intake
from gyga_desk.operations.session import create_store, open_session
from tests.offices import set_people
from ui import dialogs
from ui.app import make_application
from ui.frame import Frame
from ui.jobs import Jobs
from ui.settings import Settings
from ui.signin import SignIn
from ui.window import Window

_HERE = Path(__file__).parent
_OF_NO_SCREEN = "This plugin does not support propagateSizeHints"
"""Said by Qt's offscreen platform, not by us."""

PASSWORD = "kouling-2025"
ADMIN = "陈管理"
PEOPLE = {
    "李经办": Role.CLERK, "王审核": Role.REVIEWER, "周审核": Role.REVIEWER, "赵主任": Role.CHAIR, "孙监督": Role.OBSERVER,
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore(_OF_NO_SCREEN, extend=True))


class PatientBot(QtBot):
    """Waits a minute for what must come: a slow machine is no fault of what is tested."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:  # noqa: N802 - its own name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = 60_000, **more: Any) -> Any:  # noqa: N802 - its own name
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """Fonts, colours and words as the program itself sets them."""
    assert make_application() is qapp


@pytest.fixture(autouse=True)
def unexpected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that waits for a person who is not there fails the test instead of holding it for ever."""

    def fails(name: str) -> Callable[..., None]:
        def fail(_: object, *said: object) -> None:
            raise AssertionError(f"dialogs.{name}: {said}")

        return fail

    for name in ("crash", "refuse", "show", "confirm", "ask_form", "open_file", "save_file", "choose_folder"):
        monkeypatch.setattr(dialogs, name, fails(name))


@pytest.fixture
def write() -> Callable[[QWidget, str], None]:
    """Types Chinese as an input method does; plain keys know only Latin letters."""

    def write(editor: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)

    return write


@pytest.fixture(scope="session")
def clean_workbook() -> Path:
    return places.resources() / "demo" / "batch-2025-clean.xlsx"


@pytest.fixture(scope="session")
def messy_workbook() -> Path:
    return places.resources() / "demo" / "batch-2025-messy.xlsx"


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its people and nothing else, made once; tests get copies."""
    path = tmp_path_factory.mktemp("made") / "2025.gyga"
    create_store(path, guide="sample", admin=ADMIN, password=PASSWORD)
    set_people(path, ADMIN, {ADMIN: Role.ADMIN, **PEOPLE}, lambda _: PASSWORD)
    return path


@pytest.fixture(scope="session")
def made_year(tmp_path_factory: pytest.TempPathFactory, made_store: Path, clean_workbook: Path) -> Path:
    """The store with the sample batch taken in, made once."""
    path = Path(shutil.copy(made_store, tmp_path_factory.mktemp("year")))
    session = open_session(path, "李经办", PASSWORD)
    intake.import_batch(session, intake.preview_workbook(session.db, session.edition, clean_workbook))
    session.close()
    return path


@pytest.fixture
def store(tmp_path: Path, made_store: Path) -> Path:
    """A store with its people."""
    return Path(shutil.copy(made_store, tmp_path))


@pytest.fixture
def year(tmp_path: Path, made_year: Path) -> Path:
    """A store with its people and 94 cases of 2025."""
    return Path(shutil.copy(made_year, tmp_path))


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Path | None], Window]]:
    """Opens the program's window on a store; closed at the end."""
    opened: list[Window] = []

    def open_window(path: Path | None) -> Window:
        window = Window(Jobs(), Settings(tmp_path / "settings.ini"), path or tmp_path / "none.gyga")
        opened.append(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_window
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def enter(qtbot: QtBot, open_window: Callable[[Path | None], Window]) -> Callable[[Path, str], Frame]:
    """Opens the window and signs a person in by the keyboard."""

    def enter(path: Path, name: str) -> Frame:
        window = open_window(path)
        sign_in = window.centralWidget()
        assert isinstance(sign_in, SignIn)
        sign_in.person.setCurrentIndex(sign_in.person.findData(name))
        qtbot.keyClicks(sign_in.password, PASSWORD)
        qtbot.keyClick(sign_in.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.frame is not None and window.frame.isVisible(), timeout=60_000)
        qtbot.waitUntil(window.isActiveWindow)
        assert window.frame is not None
        return window.frame

    return enter


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Jobs], None]:
    """Waits until no work is left."""

    def settle(jobs: Jobs) -> None:
        qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)

    return settle

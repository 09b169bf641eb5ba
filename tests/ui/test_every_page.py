"""Every page with its tabs, in every look, language, screen and size of text that the program offers: nothing said by Qt, nothing cut off."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from tests.ui import years
from tests.ui.conftest import ADMIN, PEOPLE
from tests.ui.cut import cut_off
from ui import languages
from ui.app import wear
from ui.frame import Frame
from ui.palette import Palette
from ui.settings import Settings
from ui.signin import SignIn
from ui.window import Window

Enter = Callable[[Path, str], Frame]
_OF_NO_SCREEN = "propagateSizeHints"


@dataclass(frozen=True)
class Looks:
    """One way the program may be shown."""

    look: str
    size: QSize
    percent: int
    language: str

    def __str__(self) -> str:
        return f"{self.look}-{self.size.width()}-{self.percent}-{self.language}"


SMALL, LARGE = QSize(1366, 728), QSize(1920, 1040)
"""Two screens less their task bar."""
ALL = [
    Looks(look, size, percent, language)
    for language, _ in languages.languages()
    for look in ("light", "dark")
    for size, percent in ((SMALL, 100), (LARGE, 100), (LARGE, 150))
]


@pytest.fixture(scope="module")
def full_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year with something of everything: scored, answered, one measure sealed and printed."""
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("full")))
    years.take_scores(path)
    years.answer_all(path, 3)
    years.seal(path, 5)
    years.print_one(path, 5, path.with_name("out"))
    return path


@pytest.fixture
def full(full_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(full_once, tmp_path))


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What Qt says while the test runs, but for what the platform without a screen says of itself."""
    heard: list[str] = []

    def hear(kind: QtMsgType, _: object, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and _OF_NO_SCREEN not in text:
            heard.append(text)

    before = qInstallMessageHandler(hear)
    yield heard
    qInstallMessageHandler(before)


@pytest.fixture
def shown_as(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[Looks]:
    """The application dressed that way, and as it was again."""
    looks: Looks = request.param
    kept = Settings(tmp_path / "settings.ini")
    kept.look, kept.text_percent, kept.language = looks.look, looks.percent, looks.language
    wear(qapp, kept)
    yield looks
    wear(qapp, Settings(tmp_path / "plain.ini"))


@pytest.mark.parametrize("shown_as", ALL, ids=str, indirect=True)
def test_every_page_and_tab(qtbot: QtBot, enter: Enter, full: Path, shown_as: Looks, said: list[str]) -> None:
    visit(qtbot, enter(full, years.CHAIR), shown_as, said)


@pytest.mark.parametrize("name", [ADMIN, *(one for one in PEOPLE if one != years.CHAIR)])
@pytest.mark.parametrize("shown_as", ALL[:1], ids=str, indirect=True)
def test_every_page_as_the_others_see_it(
    qtbot: QtBot, enter: Enter, full: Path, shown_as: Looks, said: list[str], name: str
) -> None:
    visit(qtbot, enter(full, name), shown_as, said)


def visit(qtbot: QtBot, frame: Frame, shown_as: Looks, said: list[str]) -> None:
    window = frame.window()
    window.resize(shown_as.size)
    found: dict[str, list[str]] = {}
    for entry in frame.entries:
        frame.open(entry.name)
        for tab in tabs_of(frame):
            qtbot.waitUntil(lambda: not frame.ctx.jobs.busy, timeout=60_000)
            QApplication.processEvents()
            frame.grab()
            if cut := cut_off(frame):
                found[f"{entry.name} {tab}"] = cut
    assert (found, said) == ({}, [])


def tabs_of(frame: Frame) -> Iterator[str]:
    """Each tab of the page shown, one after the other; a page without tabs once."""
    tabs = [one for one in frame.pages[frame.current].findChildren(QTabWidget) if one.isVisible()]
    if not tabs:
        yield ""
    for one in tabs:
        for at in range(one.count()):
            if one.isTabVisible(at) and one.isTabEnabled(at):
                one.setCurrentIndex(at)
                yield one.tabText(at)


@pytest.mark.parametrize("shown_as", ALL, ids=str, indirect=True)
def test_the_windows_beside_the_pages(
    qtbot: QtBot,
    open_window: Callable[[Path | None], Window],
    enter: Enter,
    full: Path,
    shown_as: Looks,
    said: list[str],
) -> None:
    """First start, sign-in, palette, manual."""
    first = open_window(None)
    assert isinstance(first.centralWidget(), SignIn)
    found = {"first start": cut_off(first.centralWidget())}
    first.close()
    window = enter(full, years.CLERK).window()
    assert isinstance(window, Window)
    window.show_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    found["palette"] = cut_off(palette)
    palette.close()
    window.show_help()
    assert window.help is not None
    qtbot.waitUntil(window.help.isVisible)
    found["help"] = cut_off(window.help)
    window.help.close()
    window.show_sign_in()
    QApplication.processEvents()
    found["sign-in"] = cut_off(window.centralWidget())
    assert ({where: cut for where, cut in found.items() if cut}, said) == ({}, [])

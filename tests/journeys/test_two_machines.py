"""Two homes and one stick: a whole assignment and its reply in the window, by keys alone, on two stores that never meet."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer
from gyga_desk.operations import attachments
from gyga_desk.operations.session import open_session
from gyga_desk.store import check_store, open_reader, reads
from gyga_desk.store.attachments import attachments as kept
from tests.core.papers import pdf, png
from tests.ui.conftest import (
    PASSWORD,
    clean_workbook,
    dressed,
    enter,
    made_store,
    made_year,
    open_window,
    settle,
    unexpected,
    year,
)
from ui import dialogs
from ui.dialogs import Field
from ui.frame import Frame, page_key
from ui.pages.exchange import ExchangePage
from ui.pages.review import ReviewPage
from ui.signin import SignIn
from ui.window import Window

__all__ = [
    "clean_workbook",
    "dressed",
    "enter",
    "made_store",
    "made_year",
    "open_window",
    "settle",
    "unexpected",
    "year",
]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

CLERK, REVIEWER = "李经办", "王审核"
CASE = "2025-M3-0001"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """A person at one machine: keys go to whatever has the keys, and dialogs are answered from what lies on the stick."""

    def __init__(self, qtbot: QtBot, stick: Path, patch: pytest.MonkeyPatch) -> None:
        self.qtbot, self.stick, self._patch = qtbot, stick, patch
        self.asked: list[str] = []
        patch.setattr(dialogs, "ask_form", self._fill)

    def at(self, home: Path) -> None:
        """Sits down at a machine of its own home."""
        home.mkdir(exist_ok=True)
        self._patch.setenv("XDG_DATA_HOME", str(home / "notes"))

    def saves(self, path: Path) -> None:
        self._patch.setattr(dialogs, "save_file", lambda *_: path)

    def picks(self, path: Path) -> None:
        self._patch.setattr(dialogs, "open_file", lambda *_: path)

    def press(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            target = QApplication.focusWidget() or QApplication.activeWindow()
            assert target is not None, f"nothing has the keys for {key}"
            self.qtbot.keyClick(target, key, modifier)

    def types(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        self.qtbot.keyClicks(target, text)

    def turn_to(self, frame: Frame, name: str) -> QWidget:
        at = next(at for at, entry in enumerate(frame.entries, 1) if entry.name == name)
        QTest.keySequence(frame, QKeySequence(page_key(at)))
        assert frame.current == name
        return frame.pages[name]

    def goes_to(self, wanted: QWidget) -> None:
        """By the tabulator, as far as it takes."""
        for _ in range(60):
            if wanted.hasFocus():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"the tabulator never comes to {wanted.accessibleName() or wanted}")

    def _fill(self, _: QWidget, title: str, __: str, fields: list[Field], *___: object) -> dict[str, str]:
        self.asked.append(title)
        return {f.name: PASSWORD if f.name == "password" else f.choices[0][0] if f.choices else "" for f in fields}


def exchange(hands: Hands, frame: Frame) -> ExchangePage:
    page = hands.turn_to(frame, "exchange")
    assert isinstance(page, ExchangePage)
    return page


def test_an_assignment_and_its_reply_by_keys_on_two_machines(
    qtbot: QtBot, enter: Callable[[Path, str], Frame], open_window: Callable[[Path | None], Window], year: Path, tmp_path: Path,
    settle: Callable[[object], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stick, office, home = tmp_path / "优盘", tmp_path / "单位", tmp_path / "家里"
    stick.mkdir()
    hands = Hands(qtbot, stick, monkeypatch)

    hands.at(office)
    evidence(year, tmp_path)
    send_out(hands, enter(year, CLERK), settle)

    hands.at(home)
    there = home / "任务.gyga"
    frame = begin(hands, open_window, stick / "任务.gygap", there, qtbot)
    work(hands, frame, png(tmp_path / "现场.png"), settle)
    send_back(hands, frame, settle)

    hands.at(office)
    receive(hands, enter(year, CLERK), settle)
    for store in (year, there):
        assert check_store(store) == []
        assert names_of(store) == {"合同.pdf", "现场.png"}
    db = open_reader(year)
    assert {(a.check, a.person): a.answer for a in reads.answers(db, CASE)}["3.4", REVIEWER] is Answer.YES
    db.close()
    receipts(stick)


def evidence(store: Path, folder: Path) -> None:
    session = open_session(store, CLERK, PASSWORD)
    attachments.attach(session, CASE, pdf(folder / "合同.pdf", 2))
    session.close()


def send_out(hands: Hands, frame: Frame, settle: Callable[[object], None]) -> None:
    page = exchange(hands, frame)
    hands.saves(hands.stick / "任务.gygap")
    hands.press(Qt.Key.Key_D, modifier=CONTROL)
    face = page.packing_face
    assert face.to.hasFocus()
    while face.to.currentData() != REVIEWER:
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Tab)
    assert face.password.hasFocus()
    hands.types(PASSWORD)
    hands.goes_to(face.search)
    hands.types("m3")
    assert "全部 24 个项目" in face.count.text()
    hands.goes_to(face.yes)
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    assert (hands.stick / "任务.gygap").is_file()
    hands.saves(hands.stick / "发出凭单.pdf")
    hands.goes_to(page.receipt.save)
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    close(frame)


def begin(
    hands: Hands, open_window: Callable[[Path | None], Window], package: Path, store: Path, qtbot: QtBot
) -> Frame:
    """A machine that has nothing yet: the assignment is chosen at the sign-in."""
    window = open_window(None)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    hands.picks(package)
    hands.saves(store)
    button = next(
        b for b in sign_in.findChildren(QWidget) if getattr(b, "text", str)() == "收取任务包…" and b.isVisible()
    )
    hands.goes_to(button)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.isVisible(), timeout=60_000)
    assert window.frame is not None
    return window.frame


def work(hands: Hands, frame: Frame, picture: Path, settle: Callable[[object], None]) -> None:
    page = hands.turn_to(frame, "review")
    assert isinstance(page, ReviewPage)
    page.show_case(CASE)
    hands.goes_to(page.head.none)
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    hands.goes_to(page.checks)
    while (one := page.checks.current()) is None or one.check.id != "3.4":
        hands.press(Qt.Key.Key_Down)
    hands.press("1")
    settle(page.ctx.jobs)
    assert [a.answer for a in reads.answers(page.ctx.reader, CASE) if a.check == "3.4"] == [Answer.YES]
    hands.picks(picture)
    hands.goes_to(page.evidence.tabBar())
    hands.press(Qt.Key.Key_Right)
    assert page.evidence.currentWidget() is page.evidence.files
    hands.goes_to(page.evidence.files.add)
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    assert {a.name for a in kept(page.ctx.reader, CASE)} == {"合同.pdf", "现场.png"}


def send_back(hands: Hands, frame: Frame, settle: Callable[[object], None]) -> None:
    page = exchange(hands, frame)
    assert page.away
    hands.saves(hands.stick / "回复.gygap")
    hands.press(Qt.Key.Key_D, modifier=CONTROL)
    settle(page.ctx.jobs)
    assert (hands.stick / "回复.gygap").is_file()
    close(frame)


def receive(hands: Hands, frame: Frame, settle: Callable[[object], None]) -> None:
    page = exchange(hands, frame)
    hands.picks(hands.stick / "回复.gygap")
    hands.press(Qt.Key.Key_O, modifier=CONTROL)
    settle(page.ctx.jobs)
    told = {name: page.taking_face.figures[name].number.text() for name in ("new", "files", "conflict")}
    assert told == {"new": "2", "files": "1", "conflict": "0"}
    assert page.taking_face.yes.hasFocus()
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    hands.saves(hands.stick / "收取凭单.pdf")
    hands.goes_to(page.receipt.save)
    hands.press(Qt.Key.Key_Space)
    settle(page.ctx.jobs)
    close(frame)


def close(frame: Frame) -> None:
    window = frame.window()
    assert isinstance(window, Window)
    window.close()


def names_of(store: Path) -> set[str]:
    db = open_reader(store)
    try:
        return {a.name for a in kept(db, CASE)}
    finally:
        db.close()


def receipts(stick: Path) -> None:
    """Both papers are there, each with the digest of its package."""
    for name in ("发出凭单.pdf", "收取凭单.pdf"):
        done = subprocess.run(["pdftotext", "-layout", stick / name, "-"], capture_output=True, text=True, check=True)
        assert "交换包收发凭单" in "".join(done.stdout.split())

"""The frame: sign-in, navigation by role, undo and redo by name, freshness of pages, refusals and crashes, first paint."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gyga_desk.errors import Refused
from gyga_desk.operations import history
from gyga_desk.operations.session import create_store
from gyga_desk.store import reads
from tests.ui.cut import cut_off
from ui import dialogs
from ui.frame import ENTRIES, Frame
from ui.jobs import Jobs
from ui.signin import SignIn
from ui.window import Window

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
HEAVY = (
    "openpyxl",
    "reportlab",
    "pyhanko",
    "pikepdf",
    "pypdfium2",
    "cryptography",
    "argon2",
    "PIL",
    "lxml",
)


def test_a_wrong_password_is_one_sentence_and_the_right_one_enters(
    qtbot: QtBot,
    store: Path,
    open_window: Callable[[Path | None], Window],
) -> None:
    window = open_window(store)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    assert [sign_in.person.itemText(at) for at in range(sign_in.person.count())][:2] == [
        "周审核（审核员）",
        "孙监督（监督员）",
    ]
    qtbot.keyClicks(sign_in.password, "nonsense")
    qtbot.keyClick(sign_in.password, Qt.Key.Key_Return)
    qtbot.waitUntil(sign_in.notice.isVisible)
    assert "口令不对" in sign_in.notice.sentence.text()
    assert sign_in.password.hasFocus()
    assert sign_in.password.selectedText()
    qtbot.keyClicks(sign_in.password, "kouling-2025")
    qtbot.keyClick(sign_in.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    assert window.windowTitle().startswith("2025.gyga")


def test_the_person_of_last_time_is_chosen(enter: Enter, store: Path) -> None:
    frame = enter(store, "赵主任")
    window = frame.window()
    assert isinstance(window, Window)
    window.show_sign_in()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    assert sign_in.person.currentData() == "赵主任"


def test_each_role_sees_its_pages(enter: Enter, store: Path) -> None:
    assert list(enter(store, "王审核").nav.buttons) == [
        "overview",
        "review",
        "marks",
        "papers",
        "ledgers",
        "exchange",
        "policy",
        "history",
        "settings",
    ]


def test_the_chair_sees_every_page(enter: Enter, store: Path) -> None:
    assert list(enter(store, "赵主任").nav.buttons) == [entry.name for entry in ENTRIES]


def test_pages_open_by_key(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "李经办")
    for at, entry in enumerate(frame.entries, 1):
        keys = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(frame, Qt.Key(ord(str(at % 10))), keys if at <= 10 else keys | Qt.KeyboardModifier.ShiftModifier)
        assert frame.current == entry.name
        assert frame.nav.buttons[entry.name].isChecked()


def test_a_sample_guide_is_said_on_every_page(enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    assert frame.banner.isVisible()
    assert "样例指南" in frame.banner.sentence.text()
    assert "非官方文件" in frame.banner.sentence.text()


def test_undo_and_redo_name_what_they_do(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "李经办")
    assert "导入申报表" in frame.top.undo.text()
    assert not frame.top.redo.isEnabled()
    qtbot.mouseClick(frame.top.undo, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert reads.cases(frame.ctx.reader) == []
    assert not frame.top.undo.isEnabled()
    assert "导入申报表" in frame.top.redo.text()
    assert re.search(r"已保存 \d\d:\d\d:\d\d", frame.status.said.text())
    qtbot.keyClick(frame, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(frame.ctx.jobs)
    assert len(reads.cases(frame.ctx.reader)) == 94


def test_a_page_out_of_sight_is_refreshed_when_it_is_next_shown(enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "李经办")
    frame.open("overview")
    frame.open("history")
    seen: list[str] = []
    for name, page in frame.pages.items():
        page.refresh = lambda name=name: seen.append(name)  # type: ignore[method-assign]
    frame.ctx.jobs.run(history.undo)
    settle(frame.ctx.jobs)
    assert seen == ["history"]
    frame.open("overview")
    assert seen == ["history", "overview"]
    frame.open("history")
    assert seen == ["history", "overview"]


def test_another_year_refreshes_the_page(enter: Enter, year: Path) -> None:
    frame = enter(year, "李经办")
    assert frame.ctx.year == 2025
    frame.top.year_wanted.emit(2024)
    assert frame.ctx.year == 2024
    assert "2024" in frame.pages["overview"].header.sentence.text()  # type: ignore[attr-defined]


def test_a_page_the_role_does_not_have_is_explained(enter: Enter, store: Path) -> None:
    frame = enter(store, "王审核")
    frame.ctx.go("intake")
    assert frame.current == "overview"
    assert "其他岗位" in frame.status.said.text()


def test_a_refusal_is_shown_as_its_sentence(
    enter: Enter,
    store: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: shown.append(dialogs.sentence(error)))
    frame = enter(store, "李经办")

    def refuse(session: object) -> history.Done[None]:
        raise Refused("{name} 已封存。", name="措施三")

    frame.ctx.jobs.run(refuse)
    settle(frame.ctx.jobs)
    assert shown == ["措施三 已封存。"]


def test_a_bug_opens_the_crash_window_and_the_program_goes_on(
    enter: Enter,
    store: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports: list[str] = []
    monkeypatch.setattr(dialogs, "crash", lambda _, report, __: reports.append(report))
    frame = enter(store, "李经办")
    frame.ctx.jobs.call(Decimal, "贵州某某公司")
    settle(frame.ctx.jobs)
    assert "InvalidOperation" in reports[0]
    assert "某某" not in reports[0]
    frame.open("history")
    assert frame.current == "history"


def test_closing_lets_the_store_go(enter: Enter, store: Path) -> None:
    from gyga_desk.store import Store

    enter(store, "李经办").window().close()
    Store.open(store).close()


def test_qts_own_buttons_speak_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert {re.sub(r"[&()A-Z]", "", one.text()) for one in box.buttons()} == {"保存", "取消"}


@pytest.mark.parametrize("demo", [False, True], ids=["store", "demo"])
def test_heavy_libraries_stay_out_of_the_first_window(tmp_path: Path, *, demo: bool) -> None:
    year = tmp_path / "2025.gyga"
    create_store(year, admin="陈管理", password="kouling-2025", demo=demo)
    program = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app, window
def look():
    found = sorted(set({HEAVY!r}) & set(sys.modules))
    print("heavy:", found)
    app.QApplication.instance().closeAllWindows()
QTimer.singleShot(0, lambda: QTimer.singleShot(50, look))
app.main(store=Path({str(year)!r}), settings=Path({str(year.with_name("s.ini"))!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "heavy: []"


class Shown(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt asks
        """Override eventFilter."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(qapp: QApplication, enter: Enter, year: Path) -> None:
    watch = Shown()
    qapp.installEventFilter(watch)
    frame = enter(year, "赵主任")
    for name in frame.nav.buttons:
        frame.open(name)
    qapp.removeEventFilter(watch)
    assert [type(one).__name__ for one in watch.windows] == ["Window"]


def shown_texts(widget: QWidget) -> Iterator[str]:
    for kind in (QLabel, QAbstractButton):
        yield from (one.text() for one in widget.findChildren(kind) if one.isVisible())
    for field in widget.findChildren(QLineEdit):
        yield field.placeholderText()
    for table in widget.findChildren(QTableView):
        model = table.model()
        yield from (str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount()))


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_nothing_is_cut_off_on_an_office_screen(qtbot: QtBot, enter: Enter, year: Path, name: str) -> None:
    frame = enter(year, "李经办")
    frame.open(name)
    qtbot.waitUntil(frame.pages[name].isVisible)
    frame.grab()
    assert cut_off(frame) == []


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_no_english_by_accident(enter: Enter, year: Path, name: str) -> None:
    frame = enter(year, "李经办")
    frame.open(name)
    said = (
        " ".join(shown_texts(frame))
        .replace(str(year), "")
        .replace("2025.gyga", "")
        .replace("batch-2025-clean.xlsx", "")
        .replace(str(year), "")
        .replace(str(year.parent), "")
    )
    words = set(re.findall(r"[A-Za-z]{2,}", said)) - {"xlsx", "xls", "et", "ods", "gygap", "PDF", "sha", "MB", "Ctrl"}
    assert {word for word in words if not word.startswith("batch")} == set()


def test_pages_of_a_person_who_has_left_hear_nothing_more(enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "李经办")
    for entry in frame.entries:
        frame.open(entry.name)
    window = frame.window()
    assert isinstance(window, Window)
    window.rebuild()
    assert window.frame is not None and window.frame is not frame
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.jobs.run(history.undo)
    settle(window.jobs)
    assert reads.cases(window.frame.ctx.reader) == []

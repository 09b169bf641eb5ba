"""People, copies and the look: each act by the window, on a real store, with its second person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from ui import app, dialogs, style
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.settings import SettingsPage
from ui.signin import SignIn
from ui.window import Window

PASSWORD, NEW = "kouling-2025", "xinkouling-2026"
ADMIN, OBSERVER = "陈管理", "孙监督"
SECOND = {"second": OBSERVER, "password": PASSWORD}

follow = Window._follow
Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def page_of(frame: Frame) -> SettingsPage:
    frame.open("settings")
    page = frame.pages["settings"]
    assert isinstance(page, SettingsPage)
    return page


def window_of(frame: Frame) -> Window:
    window = frame.window()
    assert isinstance(window, Window)
    return window


def answers(monkeypatch: pytest.MonkeyPatch, told: dict[str, str]) -> None:
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: told)


def test_a_person_is_added_changed_and_given_a_new_password(
    enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, ADMIN)
    page = page_of(frame)
    answers(monkeypatch, {"name": "吴审核", "role": "reviewer", "new": PASSWORD, "again": PASSWORD})
    page.people.add.click()
    settle(page.ctx.jobs)
    assert page.people.list.pick("吴审核")
    answers(monkeypatch, {"role": "clerk", "active": "0", **SECOND})
    page.people.change.click()
    settle(page.ctx.jobs)
    held = page.people.list.current()
    assert (held.name, held.role, held.active) == ("吴审核", Role.CLERK, False)
    page.people.list.pick("王审核")
    answers(monkeypatch, {"new": NEW, "again": NEW, **SECOND})
    page.people.reset.click()
    settle(page.ctx.jobs)
    window_of(frame).close()
    open_session(store, "王审核", NEW).close()


def test_two_different_new_passwords_change_nothing(
    enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[DeskError] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: refused.append(error))
    page = page_of(enter(store, ADMIN))
    answers(monkeypatch, {"name": "吴审核", "role": "reviewer", "new": PASSWORD, "again": NEW})
    page.people.add_person()
    settle(page.ctx.jobs)
    assert len(refused) == 1 and reads.person(page.ctx.reader, "吴审核") is None


def test_without_the_second_person_nothing_changes(
    enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: refused.append(dialogs.sentence(error)))
    page = page_of(enter(store, ADMIN))
    page.people.list.pick("王审核")
    answers(monkeypatch, {"role": "chair", "active": "1", "second": OBSERVER, "password": "wrong-password"})
    page.people.change_person()
    settle(page.ctx.jobs)
    held = reads.person(page.ctx.reader, "王审核")
    assert held is not None and held.role is Role.REVIEWER
    assert len(refused) == 1 and "口令" in refused[0]


def test_others_see_who_is_here_and_change_nothing(enter: Enter, store: Path) -> None:
    page = page_of(enter(store, "王审核"))
    assert len(page.people.list.rows.rows) == 6
    assert not any(
        part.isVisible()
        for part in (page.people.add, page.people.change, page.people.reset, page.people.keys, page.copies.put_back)
    )


def test_a_backup_is_made_and_put_back_by_two_people(
    qtbot: QtBot, enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, ADMIN)
    page, window = page_of(frame), window_of(frame)
    page.tabs.setCurrentWidget(page.copies)
    page.copies.make.click()
    settle(window.jobs)
    (copy,) = page.copies.list.rows.rows
    assert copy.why == "手动" and "已备份" in page.copies.result.sentence.text()
    answers(monkeypatch, {"name": "吴审核", "role": "reviewer", "new": PASSWORD, "again": PASSWORD})
    page.people.add_person()
    settle(window.jobs)
    page.copies.list.pick(copy.path)
    told = {"name": ADMIN, "password": PASSWORD, "second": OBSERVER, "second_password": PASSWORD}
    answers(monkeypatch, told)
    page.copies.put_back.click()
    settle(window.jobs)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    qtbot.waitUntil(lambda: "已恢复" in sign_in.notice.sentence.text(), timeout=60_000)
    assert "多 1 步" in sign_in.notice.sentence.text()
    reader = open_reader(store)
    assert reads.person(reader, "吴审核") is None
    reader.close()


def test_a_restore_with_a_wrong_password_leaves_the_store_as_it_is(
    enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, ADMIN)
    page, window = page_of(frame), window_of(frame)
    page.copies.back_up()
    settle(window.jobs)
    page.copies.list.pick_first()
    told = {"name": ADMIN, "password": PASSWORD, "second": OBSERVER, "second_password": "wrong-password"}
    answers(monkeypatch, told)
    page.copies.restore()
    settle(window.jobs)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    assert "口令" in sign_in.notice.sentence.text() and sign_in.known.isVisible()


def test_an_anchor_is_written_and_checked_against(
    enter: Enter, store: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(store, "赵主任"))
    out = tmp_path / "锚点.txt"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: out)
    page.write_anchor()
    assert out.read_text(encoding="utf-8").startswith(reads.meta(page.ctx.reader)["id"])
    page.copies.choose_anchor()
    settle(page.ctx.jobs)
    assert "核验通过" in page.copies.result.sentence.text()
    name, steps, head = out.read_text(encoding="utf-8").splitlines()[0].split(":", 2)
    page.copies.typed.setText(f"{name}:{int(steps) + 9}:{head}")
    page.copies.verify()
    settle(page.ctx.jobs)
    assert len(page.copies.findings.rows.rows) == 1 and "旧的副本" in page.copies.findings.rows.rows[0].sentence
    page.copies.typed.setText("随便写的")
    page.copies.verify()
    assert "随便写的" in page.copies.result.sentence.text() and page.copies.check.isEnabled()


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    app.wear(qapp, None)


@pytest.mark.usefixtures("undressed")
def test_look_and_text_size_hold_at_once_on_the_same_page(
    qtbot: QtBot, qapp: QApplication, enter: Enter, store: Path
) -> None:
    frame = enter(store, "王审核")
    window, page = window_of(frame), page_of(frame)
    window.look_changed.connect(lambda: app.wear(qapp, window.settings))
    before = qapp.font().pointSizeF()
    page.look.look.setCurrentIndex(page.look.look.findData("dark"))
    page.look.size.setCurrentIndex(page.look.size.findData(150))
    page.look.look.activated.emit(2)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame is not frame)
    assert style.colours() is style.DARK
    assert qapp.font().pointSizeF() == before * 1.5
    assert window.frame is not None and window.frame.current == "settings"
    assert f"font-size: {before * 1.5 * 1.5:.1f}pt" in qapp.styleSheet()
    assert style.scaled(30) == 45


@pytest.mark.usefixtures("undressed")
def test_the_window_follows_the_system_once(
    qtbot: QtBot, qapp: QApplication, enter: Enter, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, "王审核")
    window, heard = window_of(frame), list[str]()
    window.look_changed.connect(lambda: heard.append(style.colours().base))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.frame is frame
    with monkeypatch.context() as patch:
        patch.setattr(style, "colours", lambda: style.DARK)
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        qtbot.waitUntil(lambda: window.frame is not None and window.frame is not frame)
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert heard == [style.DARK.base]


@pytest.mark.usefixtures("undressed")
def test_the_systems_look_waits_while_the_window_is_locked(
    qtbot: QtBot, qapp: QApplication, enter: Enter, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, "王审核")
    window = window_of(frame)
    tried: list[int] = []
    with monkeypatch.context() as patch:
        patch.setattr("ui.window._LATER", 1)
        patch.setattr(style, "colours", lambda: style.DARK)
        patch.setattr(Window, "_follow", lambda self: tried.append(1) or follow(self))
        window.lock()
        assert window.locked is not None
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        qtbot.waitUntil(lambda: len(tried) > 3)
        assert window.frame is frame
        window.locked.password.setText(PASSWORD)
        window.locked.unlock()
        qtbot.waitUntil(lambda: window.locked is None and window.frame is not None and window.frame is not frame)


def test_minutes_of_the_lock_are_kept(enter: Enter, store: Path) -> None:
    page = page_of(enter(store, "王审核"))
    assert page.look.idle.currentData() == 10
    page.look.idle.setCurrentIndex(page.look.idle.findData(5))
    page.look.idle.activated.emit(0)
    assert page.ctx.settings.idle_minutes == 5
    assert page.look.language.currentData() == "zh_CN"
    assert page.look.idle.focusPolicy() & Qt.FocusPolicy.TabFocus

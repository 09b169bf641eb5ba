"""Ways to a store: none yet, a new one, another one, one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gyga_desk import places
from gyga_desk.store import open_reader, reads
from ui import dialogs
from ui.jobs import Jobs
from ui.signin import SignIn
from ui.widgets import Card
from ui.window import Window

Open = Callable[[Path | None], Window]
Settle = Callable[[Jobs], None]
NEW = {"admin": "陈管理", "password": "kouling-2025", "again": "kouling-2025", "guide": "sample"}


def sign_in_of(window: Window) -> SignIn:
    held = window.centralWidget()
    assert isinstance(held, SignIn)
    return held


def press(qtbot: QtBot, card: Card, text: str) -> None:
    found = next(one for one in card.findChildren(QPushButton) if one.text() == text)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_without_a_store_there_are_four_ways(open_window: Open) -> None:
    sign_in = sign_in_of(open_window(None))
    assert sign_in.none.isVisible()
    assert sign_in.known.isHidden()
    texts = [one.text() for one in sign_in.none.findChildren(QPushButton)]
    assert texts == ["打开演示数据", "新建数据文件…", "打开已有数据文件…", "收取任务包…", "从备份恢复…"]


def test_a_new_store_is_made_and_its_administrator_offered(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(None)
    sign_in = sign_in_of(window)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "2026")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: NEW)
    press(qtbot, sign_in.none, "新建数据文件…")
    settle(window.jobs)
    assert (tmp_path / "2026.gyga").is_file()
    assert sign_in.known.isVisible()
    assert sign_in.person.currentText() == "陈管理（管理员）"
    reader = open_reader(tmp_path / "2026.gyga")
    assert reads.store_facts(reader).guide_sample
    reader.close()


def test_two_different_passwords_are_asked_again(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(None)
    sign_in = sign_in_of(window)
    answers, refused = [{**NEW, "again": "otherwise"}, NEW], []
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "2026.gyga")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: answers.pop(0))
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: refused.append(dialogs.sentence(error)))
    press(qtbot, sign_in.none, "新建数据文件…")
    settle(window.jobs)
    assert len(refused) == 1
    assert "不一致" in refused[0]
    assert sign_in.known.isVisible()


def test_a_password_too_short_is_refused_and_leaves_no_file(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(None)
    sign_in = sign_in_of(window)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "2026.gyga")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {**NEW, "password": "1", "again": "1"})
    press(qtbot, sign_in.none, "新建数据文件…")
    settle(window.jobs)
    assert "口令" in sign_in.notice.sentence.text()
    assert not (tmp_path / "2026.gyga").exists()


def test_a_file_that_is_no_store_is_refused_and_the_ways_stay_open(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other.gyga"
    other.write_text("not a store")
    sign_in = sign_in_of(open_window(None))
    chosen = [other, store]
    monkeypatch.setattr(dialogs, "open_file", lambda *_: chosen.pop(0))
    press(qtbot, sign_in.none, "打开已有数据文件…")
    assert "other.gyga" in sign_in.notice.sentence.text()
    assert sign_in.none.isVisible()
    press(qtbot, sign_in.none, "打开已有数据文件…")
    assert sign_in.notice.isHidden()
    assert sign_in.known.isVisible()


def test_a_store_open_elsewhere_is_refused_in_a_sentence(
    qtbot: QtBot,
    open_window: Open,
    store: Path,
    settle: Settle,
) -> None:
    from gyga_desk.store import Store

    held = Store.open(store)
    window = open_window(store)
    sign_in = sign_in_of(window)
    qtbot.keyClicks(sign_in.password, "kouling-2025")
    qtbot.mouseClick(sign_in.enter, Qt.MouseButton.LeftButton)
    settle(window.jobs)
    held.close()
    assert window.frame is None
    assert store.name in sign_in.notice.sentence.text()


def test_the_demonstration_is_made_and_entered_with_the_password_shown(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "user_data", lambda: tmp_path)
    window = open_window(None)
    sign_in = sign_in_of(window)
    press(qtbot, sign_in.none, "打开演示数据")
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=120_000)
    assert sign_in.known.isVisible()
    qtbot.waitUntil(lambda: "演示数据" in sign_in.hint.text())
    assert sign_in.password.text() in sign_in.hint.text()
    qtbot.keyClick(sign_in.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=20_000)
    window.show_sign_in()
    again = sign_in_of(window)
    again.make_demo()
    assert not window.jobs.busy
    assert again.store == tmp_path / "demo" / "demo-2025.gyga"


def test_arrow_keys_go_through_the_people_one_by_one(
    qtbot: QtBot, store: Path, open_window: Callable[[Path | None], Window]
) -> None:
    sign_in = open_window(store).centralWidget()
    assert isinstance(sign_in, SignIn)
    sign_in.person.setCurrentIndex(0)
    sign_in.person.setFocus()
    for at in (1, 2):
        qtbot.keyClick(sign_in.person, Qt.Key.Key_Down)
        assert sign_in.person.currentIndex() == at and sign_in.person.hasFocus()
    sign_in.person.hidePopup()  # as picking from the list ends
    qtbot.waitUntil(sign_in.password.hasFocus)

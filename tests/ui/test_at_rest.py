"""Encryption by the window: a new store, turning one, the recovery sheet, and what the window itself writes down."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from gyga_desk.operations.at_rest import Turned, encrypt
from gyga_desk.store.dialect import is_encrypted
from tests.ui.test_settings_page import ADMIN, NEW, OBSERVER, PASSWORD, answers, page_of, window_of
from tests.ui.test_signin import NEW as NEW_STORE
from tests.ui.test_signin import press, sign_in_of
from ui import at_rest, dialogs
from ui.dialogs import Field
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.history import HistoryPage
from ui.pages.review import ReviewPage
from ui.signin import SignIn
from ui.window import Window

Enter = Callable[[Path, str], Frame]
Open = Callable[[Path | None], Window]
Settle = Callable[[Jobs], None]
TURN = {"password": PASSWORD, "second": OBSERVER, "second_password": PASSWORD}


def halves(sheet: Path) -> tuple[str, str]:
    """Both codes as they stand on paper."""
    said = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, check=True).stdout.decode()
    groups = re.findall(r"(?<![0-9A-Z-])[2-9A-HJ-NP-Z]{4}(?![0-9A-Z-])", said)
    assert len(groups) == 12, said
    return "-".join(groups[:6]), "-".join(groups[6:])


def waiting(answered: list[dict[str, str]]) -> Callable[..., dict[str, str]]:
    left: Iterator[dict[str, str]] = iter(answered)
    return lambda *_: next(left)


def test_the_box_is_on_in_the_form_of_a_new_store(qtbot: QtBot) -> None:
    form = dialogs._Form(None, "新建", "", [Field("admin", "姓名"), at_rest.tick()], "新建")
    qtbot.addWidget(form)
    box = form.findChild(QCheckBox, "encrypt")
    assert box is not None and form.answers()["encrypt"] == "1"
    box.click()
    assert form.answers()["encrypt"] == ""
    name = form.findChild(QLineEdit, "admin")
    assert name is not None
    name.setText("陈")
    assert form.yes.isEnabled()  # a box that is off is an answer too


def test_a_new_store_is_encrypted_and_opened_again_by_its_sheet(
    qtbot: QtBot, open_window: Open, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(None)
    sign_in, store, sheet = sign_in_of(window), tmp_path / "新.gyga", tmp_path / "恢复单.pdf"
    places = iter([store, sheet])
    monkeypatch.setattr(dialogs, "save_file", lambda *_: next(places))
    answers(monkeypatch, {**NEW_STORE, "encrypt": "1"})
    press(qtbot, sign_in.none, "新建数据文件…")
    settle(window.jobs)
    qtbot.waitUntil(sheet.exists, timeout=60_000)
    assert is_encrypted(store) and "裁开" in sign_in.notice.sentence.text()
    assert sign_in.person.currentText() == "陈管理（管理员）" and sign_in.by_sheet.isVisible()
    first, second = halves(sheet)
    told = {"name": "陈管理", "first": first, "first_keeper": "陈管理", "second": second, "second_keeper": "陈管理"}
    answers(monkeypatch, {**told, "password": NEW, "again": NEW})
    sign_in.by_sheet.click()
    settle(window.jobs)
    assert "两个人" in sign_in.notice.sentence.text()  # one person may not stand for both


def test_a_sheet_that_was_not_saved_is_said(
    qtbot: QtBot, open_window: Open, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(None)
    sign_in = sign_in_of(window)
    places = iter([tmp_path / "新.gyga", None])
    monkeypatch.setattr(dialogs, "save_file", lambda *_: next(places))
    answers(monkeypatch, {**NEW_STORE, "encrypt": "1"})
    press(qtbot, sign_in.none, "新建数据文件…")
    settle(window.jobs)
    qtbot.waitUntil(lambda: "没有保存" in sign_in.notice.sentence.text(), timeout=60_000)


def test_what_is_still_plain_is_said_with_the_rest(open_window: Open, year: Path) -> None:
    sign_in = sign_in_of(open_window(year))
    encrypt(year, ADMIN, PASSWORD, OBSERVER, PASSWORD)
    sign_in._turned(Turned(year, year, 3, 1, 2))
    said = sign_in.notice.sentence.text()
    assert "还有 2 个文件未能加密" in said and "下次打开" in said
    sign_in._turned(Turned(year, year, 3, 1))
    assert "未能加密" not in sign_in.notice.sentence.text()


def test_two_people_turn_the_store_make_its_sheet_and_come_back_by_it(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, ADMIN)
    window = window_of(frame)
    answers(monkeypatch, TURN)
    page_of(frame).turn()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    qtbot.waitUntil(lambda: "已改为加密存放" in sign_in.notice.sentence.text(), timeout=60_000)
    assert is_encrypted(year)
    settle(window.jobs)
    sign_in.person.setCurrentIndex(sign_in.person.findData(ADMIN))
    qtbot.keyClicks(sign_in.password, PASSWORD)
    sign_in.sign_in()
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.isVisible(), timeout=60_000)
    assert window.frame is not None
    frame = window.frame
    page, sheet = page_of(frame), tmp_path / "恢复单.pdf"
    answers(monkeypatch, {"second": OBSERVER, "second_password": PASSWORD})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: sheet)
    page.make_recovery()
    settle(frame.ctx.jobs)
    qtbot.waitUntil(sheet.exists, timeout=60_000)
    page.copies.verify()
    settle(frame.ctx.jobs)
    assert "核验通过" in page.copies.result.sentence.text()
    window.show_sign_in()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    settle(window.jobs)
    qtbot.waitUntil(sign_in.by_sheet.isEnabled)
    first, second = halves(sheet)
    told = {"name": ADMIN, "first": first, "first_keeper": "赵主任", "second": second, "second_keeper": OBSERVER}
    answers(monkeypatch, {**told, "password": NEW, "again": NEW})
    sign_in.by_sheet.click()
    settle(window.jobs)
    qtbot.waitUntil(lambda: "已另设" in sign_in.notice.sentence.text(), timeout=60_000)


def test_a_wrong_second_person_leaves_the_store_as_it_is(
    qtbot: QtBot, enter: Enter, store: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, ADMIN)
    window = window_of(frame)
    answers(monkeypatch, {**TURN, "second_password": "falsch-2025"})
    page_of(frame).turn()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    qtbot.waitUntil(lambda: "口令不对" in sign_in.notice.sentence.text(), timeout=60_000)
    assert not is_encrypted(store)


def test_what_was_looked_for_in_an_encrypted_store_is_not_written_down(
    enter: Enter, year: Path, tmp_path: Path
) -> None:
    encrypt(year, ADMIN, PASSWORD, OBSERVER, PASSWORD)
    frame = enter(year, "王审核")
    frame.open("history")
    page = frame.pages["history"]
    assert isinstance(page, HistoryPage)
    page.filter.setText("贵阳数博智算")
    page.list.setColumnWidth(2, 222)
    window_of(frame).close()
    kept = (tmp_path / "settings.ini").read_text(encoding="utf-8")
    assert "贵阳数博智算" not in kept and "\\x8d35" not in kept
    again = enter(year, "王审核")
    again.open("history")
    page = again.pages["history"]
    assert isinstance(page, HistoryPage)
    assert page.filter.text() == "" and page.list.columnWidth(2) == 222


def test_personal_data_is_shown_whole_for_a_reason_until_the_next_case(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "王审核")
    frame.ctx.go("review", "2025-M3-0001")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    facts = page.evidence.facts

    def phone() -> str:
        return next(one.value for one in facts.list.rows.rows if getattr(one, "column", "") == "phone")

    qtbot.waitUntil(lambda: facts.case is not None)
    masked = phone()
    assert "****" in masked and facts.reveal.isVisible()
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: None)
    facts.reveal.click()
    assert phone() == masked
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "电话联系补正")
    facts.reveal.click()
    settle(frame.ctx.jobs)
    qtbot.waitUntil(lambda: "*" not in phone())
    assert phone()[:3] == masked[:3] and not facts.reveal.isVisible()
    frame.ctx.go("review", "2025-M3-0002")
    qtbot.waitUntil(lambda: "****" in phone())
    frame.ctx.go("review", "2025-M3-0001")
    qtbot.waitUntil(lambda: facts.case is not None and facts.case.id == "2025-M3-0001")
    assert phone() == masked

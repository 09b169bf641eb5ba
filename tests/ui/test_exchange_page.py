"""Two machines by window: an assignment out, the reviewer's store from it, a reply back, and a difference settled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer
from gyga_desk.operations import packing, review, taking
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.exchange import ExchangePage
from ui.signin import SignIn
from ui.window import Window

PASSWORD = "kouling-2025"
CLERK, REVIEWER = "李经办", "王审核"
CASE = "2025-M3-0001"

Enter = Callable[[Path, str], Frame]
Open = Callable[[Path | None], Window]
Settle = Callable[[Jobs], None]


def page_of(frame: Frame) -> ExchangePage:
    frame.open("exchange")
    page = frame.pages["exchange"]
    assert isinstance(page, ExchangePage)
    return page


def assignment(year: Path, out: Path) -> Path:
    session = open_session(year, CLERK, PASSWORD)
    packing.pack(session, REVIEWER, out, PASSWORD, [c.id for c in reads.cases(session.db, 3)])
    session.close()
    return out


def reply(package: Path, store: Path, answer: Answer) -> Path:
    """What a machine of the reviewer's sends back."""
    taking.start_store(store, package.read_bytes(), REVIEWER, PASSWORD)
    session = open_session(store, REVIEWER, PASSWORD)
    taking.take(session, package.read_bytes(), PASSWORD)
    review.answer_check(session, CASE, "3.4", answer, "已到现场")
    out = store.with_suffix(".gygap")
    packing.pack(session, CLERK, out, PASSWORD)
    session.close()
    return out


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a person types into the forms of this page."""
    answers = {"password": PASSWORD, "phrase": "", "to": CLERK}
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: dict(answers))
    return answers


def test_the_clerk_packs_the_cases_of_a_measure(
    qtbot: QtBot, enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "任务.gygap"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    page = page_of(enter(year, CLERK))
    qtbot.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    face = page.packing_face
    assert page.faces.currentWidget() is face
    assert [face.to.itemData(at) for at in range(face.to.count())] == ["周审核", REVIEWER, "赵主任"]
    face.to.setCurrentIndex(1)
    face.measure.choose(3)
    face.measure.activated.emit(3)
    assert "全部 24 个项目" in face.count.text()
    face.list.selectRow(0)
    assert "已选 1 个" in face.count.text() and not face.yes.isEnabled()
    face.list.clearSelection()
    qtbot.keyClicks(face.password, PASSWORD)
    qtbot.mouseClick(face.yes, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert out.is_file() and page.faces.currentWidget() is page.main
    (row,) = page.packages.rows.rows
    assert row.counts["cases"] == 24 and row.digest in page.receipt.plain and REVIEWER in page.receipt.plain
    page.receipt.copy.click()
    assert QApplication.clipboard().text() == page.receipt.plain
    paper = tmp_path / "凭单.pdf"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: paper)
    page.receipt.save.click()
    settle(page.ctx.jobs)
    assert "凭单.pdf" in page.result.sentence.text() and "校验码" in page.result.sentence.text()
    document = pypdfium2.PdfDocument(paper)
    said = "".join(document[0].get_textpage().get_text_range().split())
    assert len(document) == 1 and row.digest[-16:] in said and "交换包收发凭单" in said and f"发送人{CLERK}" in said
    document.close()


def test_an_assignment_starts_the_reviewers_machine_from_the_sign_in(
    qtbot: QtBot, open_window: Open, year: Path, tmp_path: Path, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package, store = assignment(year, tmp_path / "任务.gygap"), tmp_path / "审核机.gyga"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: store)
    window = open_window(None)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(package))])
    left = Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier)
    sign_in.dropEvent(event)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=60_000)
    assert window.frame is not None
    page = page_of(window.frame)
    assert page.away and page.send.text() == "封装回复包…"
    assert len(reads.cases(page.ctx.reader)) == 24
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "回复.gygap")
    page.pack()
    qtbot.waitUntil(lambda: not page.ctx.jobs.busy, timeout=60_000)
    assert (tmp_path / "回复.gygap").is_file() and "回复包已写到" in page.result.sentence.text()


def test_a_wrong_password_leaves_no_store_behind(
    open_window: Open, year: Path, tmp_path: Path, settle: Settle, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package, store = assignment(year, tmp_path / "任务.gygap"), tmp_path / "审核机.gyga"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: store)
    told["password"] = "wrong-password"
    window = open_window(None)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    sign_in.take_package(package)
    settle(window.jobs)
    assert not store.exists() and window.frame is None and sign_in.notice.isVisible()
    assert "口令" in sign_in.notice.sentence.text()


def test_a_reply_is_seen_first_and_a_difference_is_settled_by_the_person(
    qtbot: QtBot, enter: Enter, year: Path, tmp_path: Path, settle: Settle, told: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    package = assignment(year, tmp_path / "任务.gygap")
    first = reply(package, tmp_path / "单位.gyga", Answer.YES)
    second = reply(package, tmp_path / "家里.gyga", Answer.NO)
    frame = enter(year, CLERK)
    page = page_of(frame)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: first)
    qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    settle(page.ctx.jobs)
    assert page.taking_face.figures["new"].number.text() == "1"
    assert reads.answers(page.ctx.reader, CASE) == []
    qtbot.mouseClick(page.taking_face.yes, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert [a.answer for a in reads.answers(page.ctx.reader, CASE)] == [Answer.YES]
    page.look_into(second)
    settle(page.ctx.jobs)
    assert page.taking_face.figures["conflict"].number.text() == "1"
    assert page.taking_face.list.rows.rows[0].sent.key[0] == CASE
    page.take()
    settle(page.ctx.jobs)
    assert page.tabs.currentIndex() == 1 and "（1）" in page.tabs.tabText(1)
    assert not page.card.stored.isEnabled() and page.card.why.text()
    window = frame.window()
    assert isinstance(window, Window)
    window.close()
    page = page_of(enter(year, REVIEWER))
    frame_two = page.ctx
    frame_two.go("exchange", CASE)
    said = [page.card.grid.itemAt(at).widget().text() for at in range(page.card.grid.count())]  # type: ignore[attr-defined]
    assert "≠ 是" in said and "≠ 否" in said
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "以现场记录为准")
    qtbot.mouseClick(page.card.incoming, Qt.MouseButton.LeftButton)
    settle(frame_two.jobs)
    assert [a.answer for a in reads.answers(frame_two.reader, CASE)] == [Answer.NO]
    assert page.differences.rows.rows == [] and "（0）" in page.tabs.tabText(1)


def test_a_file_of_another_kind_is_refused_in_a_sentence(
    enter: Enter, year: Path, tmp_path: Path, settle: Settle, told: dict[str, str]
) -> None:
    other = tmp_path / "别的.gygap"
    other.write_bytes(b"nothing of ours")
    page = page_of(enter(year, CLERK))
    page.look_into(other)
    settle(page.ctx.jobs)
    assert page.result.isVisible() and page.result.sentence.text().endswith("。")
    page.look_into(tmp_path / "没有.gygap")
    assert "没有.gygap" in page.result.sentence.text()
    assert page.faces.currentWidget() is page.main


def test_who_has_nothing_to_send_or_take_only_looks(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, "孙监督"))
    assert not page.send.isEnabled() and not page.get.isEnabled()
    reader = open_reader(year)
    assert packing.packages(reader) == []
    reader.close()

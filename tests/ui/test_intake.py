"""The page 收件: a workbook is looked at, then taken whole or without its faulty rows; nothing else changes anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.model import Severity
from gyga_desk.store import reads
from ui import dialogs
from ui.jobs import Jobs
from ui.pages.intake import IntakePage
from ui.window import Frame

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def intake_of(frame: Frame) -> IntakePage:
    frame.open("intake")
    page = frame.pages["intake"]
    assert isinstance(page, IntakePage)
    return page


def look(qtbot: QtBot, page: IntakePage, file: Path, monkeypatch: pytest.MonkeyPatch, settle: Settle) -> None:
    """Choose a file by the button, as a person does."""
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    chooser = page.choose if page.choose.isVisible() else page.looking.another
    qtbot.mouseClick(chooser, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)


def test_an_empty_record_says_what_to_do_first(enter: Enter, store: Path) -> None:
    page = intake_of(enter(store, "李经办"))
    assert page.choose.isVisible()
    assert page.choose.isEnabled()
    assert page.batches.empty == "还没有收过工作簿。"


def test_a_clean_workbook_is_seen_then_taken_whole(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    clean_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = enter(store, "李经办")
    page = intake_of(frame)
    look(qtbot, page, clean_workbook, monkeypatch, settle)
    assert page.looking.isVisible()
    assert page.looking.figures["new"].number.text() == "94"
    assert page.looking.sheets.rows.rowCount() == 7
    assert not page.looking.clean.isEnabled()
    assert reads.cases(frame.ctx.reader) == []
    qtbot.mouseClick(page.looking.all, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert len(reads.cases(frame.ctx.reader)) == 94
    assert page.waiting.isVisible()
    assert "94 个项目" in page.result.sentence.text()
    assert [batch.file for batch in page.batches.rows.rows] == [clean_workbook.name]
    assert frame.top.undo.isEnabled()


def test_a_workbook_with_faults_is_taken_without_the_faulty_rows(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    messy_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = enter(store, "李经办")
    page = intake_of(frame)
    look(qtbot, page, messy_workbook, monkeypatch, settle)
    assert not page.looking.all.isEnabled()
    held = int(page.looking.figures["held"].number.text())
    new = int(page.looking.figures["new"].number.text())
    assert held > 0
    problems = page.looking.problems.rows
    assert problems.rows[0].severity is Severity.ERROR
    assert problems.index(0, 0).data() == "须改正"
    assert problems.index(0, 1).data().endswith(problems.rows[0].cell)
    qtbot.mouseClick(page.looking.clean, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert len(reads.cases(frame.ctx.reader)) == new
    assert f"暂不收件 {held} 行" in page.result.sentence.text()


def test_stated_totals_are_set_against_the_rows(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    messy_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = intake_of(enter(store, "李经办"))
    look(qtbot, page, messy_workbook, monkeypatch, settle)
    sums = page.looking.sums.rows
    assert sums.rowCount() > 0
    assert {sums.index(at, 3).data() for at in range(sums.rowCount())} <= {"一致", "不一致"}
    assert "申请补助金额" in sums.index(0, 0).data()


def test_the_same_workbook_again_has_nothing_to_take(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    clean_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = intake_of(enter(year, "李经办"))
    look(qtbot, page, clean_workbook, monkeypatch, settle)
    assert not page.looking.all.isEnabled()
    assert not page.looking.clean.isEnabled()
    assert "不需要再次导入" in page.looking.verdict.text()
    qtbot.mouseClick(page.looking.away, Qt.MouseButton.LeftButton)
    assert page.waiting.isVisible()


def test_a_file_is_dropped_onto_the_page(enter: Enter, store: Path, clean_workbook: Path, settle: Settle) -> None:
    page = intake_of(enter(store, "李经办"))
    drag(page, clean_workbook)
    settle(page.ctx.jobs)
    assert page.looking.file.text() == clean_workbook.name


def test_a_file_of_another_kind_cannot_be_dropped(enter: Enter, store: Path, tmp_path: Path) -> None:
    page = intake_of(enter(store, "李经办"))
    other = tmp_path / "说明.docx"
    other.write_bytes(b"PK")
    assert not drag(page, other)
    assert not page.ctx.jobs.busy


def test_a_foreign_file_is_refused_in_one_sentence(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foreign = tmp_path / "申报.xlsx"
    foreign.write_bytes(b"no workbook")
    page = intake_of(enter(store, "李经办"))
    look(qtbot, page, foreign, monkeypatch, settle)
    assert page.waiting.isVisible()
    assert "申报.xlsx" in page.result.sentence.text()
    assert page.choose.isEnabled()


def test_reading_can_be_stopped(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    clean_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = enter(store, "李经办")
    page = intake_of(frame)
    frame.ctx.jobs.busy_changed.connect(lambda busy: busy and frame.status.stop.click())
    look(qtbot, page, clean_workbook, monkeypatch, settle)
    assert page.waiting.isVisible()
    assert "停止" in page.result.sentence.text()
    assert frame.status.bar.isHidden()


def test_who_may_not_take_in_can_still_look_at_the_batches(enter: Enter, year: Path) -> None:
    page = intake_of(enter(year, "赵主任"))
    assert not page.choose.isEnabled()
    assert not page.drop.acceptDrops()
    assert page.batches.rows.rowCount() == 1


def drag(page: IntakePage, file: Path) -> bool:
    """Drags a file over the field and lets it go; says whether the field took it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(page.drop.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(page.drop, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(page.drop.rect().center()), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(page.drop, drop)
    return True

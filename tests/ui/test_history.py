"""The page 历史记录: who did what, what still counts, and whether anything was altered from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer
from gyga_desk.operations import review
from gyga_desk.operations.session import open_session
from gyga_desk.store import reads
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.history import HistoryPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def history_of(frame: Frame) -> HistoryPage:
    frame.open("history")
    page = frame.pages["history"]
    assert isinstance(page, HistoryPage)
    return page


def states(page: HistoryPage) -> dict[int, str]:
    rows = page.list.rows
    return {rows.rows[at].id: rows.index(at, 4).data() for at in range(rows.rowCount())}


def test_newest_first_with_time_person_and_deed(enter: Enter, year: Path) -> None:
    page = history_of(enter(year, "李经办"))
    newest = [page.list.rows.index(0, at).data() for at in range(1, 4)]
    assert newest[1] == "李经办"
    assert newest[2].startswith("导入申报表")
    assert states(page)[1] == "不可撤销"


def test_each_step_says_whether_it_still_counts(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "李经办")
    page = history_of(frame)
    step = page.list.rows.rows[0].id
    for press in (page.undo, page.redo, page.undo):
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        settle(frame.ctx.jobs)
    undone = f"撤销第 {step} 步"
    assert [states(page)[step + at] for at in range(4)] == ["已撤销", undone, f"重做第 {step} 步", undone]
    assert not page.undo.isEnabled()
    assert page.redo.isEnabled()
    qtbot.mouseClick(page.redo, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert states(page)[step] == ""
    assert len(reads.cases(frame.ctx.reader)) == 94


def test_one_case_alone(enter: Enter, year: Path, write: Callable[..., None]) -> None:
    session = open_session(year, "王审核", "kouling-2025")
    check = session.edition.measures[2].checks[0].id
    review.answer_check(session, "2025-M3-0002", check, Answer.YES)
    session.close()
    page = history_of(enter(year, "王审核"))
    write(page.filter, "2025-M3-0002")
    shown = [op.title for op in page.list.rows.rows]
    assert len(shown) == 2
    assert "2025-M3-0002" in shown[0]
    page.show_case("2025-M3-0001")
    assert [op.title.split()[0] for op in page.list.rows.rows] == ["导入申报表"]


def test_a_sound_store_passes(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "孙监督")
    page = history_of(frame)
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.result.sentence.text().startswith("核验通过")
    assert page.findings.isHidden()
    assert page.check.isEnabled()


def test_a_row_changed_from_outside_is_found(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "孙监督")
    page = history_of(frame)
    alter(year)
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert "不一致" in page.result.sentence.text()
    assert page.findings.isVisible()
    assert page.findings.rows.rowCount() >= 1
    assert page.findings.rows.index(0, 0).data()


def alter(path: Path) -> None:
    """What somebody with the sqlite3 shell would do, minding to put the triggers back."""
    db = sqlite3.connect(path)
    triggers = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases'"
    ).fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("UPDATE cases SET applicant = '别家公司' WHERE id = '2025-M3-0001'")
    for _, sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()

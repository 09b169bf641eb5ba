"""The page 收件: a workbook is looked at, then taken whole or without its faulty rows; nothing else changes anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.model import Severity
from gyga_desk.store import reads, stopping
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.intake import IntakePage

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
    assert problems.index(0, 0).data() == "! 须改正"
    assert problems.index(0, 1).data() == problems.rows[0].cell
    qtbot.mouseClick(page.looking.clean, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert len(reads.cases(frame.ctx.reader)) == new
    assert f"暂不收件 {held} 行" in page.result.sentence.text()


def test_a_sheet_that_nobody_could_read_is_said_though_every_row_is_sound(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    clean_workbook: Path,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.load_workbook(clean_workbook)
    first = next(sheet for sheet in book if sheet.title.startswith("3"))
    book.create_sheet("Sheet3").append([cell.value for cell in first[2]])
    book.save(tmp_path / "多一表.xlsx")
    page = intake_of(enter(store, "李经办"))
    look(qtbot, page, tmp_path / "多一表.xlsx", monkeypatch, settle)
    assert page.looking.figures["held"].number.text() == "0"
    assert page.looking.verdict.text().startswith("各行都能收，但有须改正之处")
    assert not page.looking.all.isEnabled() and page.looking.clean.isEnabled()


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


def test_taking_in_can_be_stopped_after_the_last_row_was_written(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    clean_workbook: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "_EVERY", 0.0)
    monkeypatch.setattr(stopping, "_STEPS", 100)
    frame = enter(store, "李经办")
    page = intake_of(frame)
    look(qtbot, page, clean_workbook, monkeypatch, settle)

    def stop(done: int, total: int, what: str) -> None:
        if what == "写入项目" and done == total:
            frame.ctx.jobs.stop()

    # On the thread that works, so that the wish is there before the next word.
    frame.ctx.jobs.progressed.connect(stop, Qt.ConnectionType.DirectConnection)
    qtbot.mouseClick(page.looking.all, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert "停止" in page.result.sentence.text()
    assert reads.batches(frame.ctx.reader) == reads.cases(frame.ctx.reader) == []
    assert page.looking.all.isEnabled(), "it can be taken in afterwards"


def test_who_may_not_take_in_can_still_look_at_the_batches(enter: Enter, year: Path) -> None:
    page = intake_of(enter(year, "赵主任"))
    assert not page.choose.isEnabled()
    assert not page.drop.acceptDrops()
    assert page.batches.rows.rowCount() == 1


def drag(page: IntakePage, file: Path, onto: Any = None) -> bool:
    """Drags a file over the field and lets it go; says whether the field took it."""
    field = onto or page.drop
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(field.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(field, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(field.rect().center()), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(field, drop)
    return True


# the questions of a workbook, by keys and by clicks

SHEET = "6数据流通"


def cell_of(file: Path, row: int, header: str) -> str:
    sheet = openpyxl.load_workbook(file)[SHEET]
    return next(sheet.cell(row, c.column).coordinate for c in sheet[1] if c.value == header)


@pytest.fixture
def asking(tmp_path: Path, clean_workbook: Path) -> Path:
    """A workbook with two sums in doubt, a figure that is none, and one matter in two rows."""
    book = openpyxl.load_workbook(clean_workbook)
    for name in book.sheetnames:
        if name != SHEET:
            del book[name]
    sheet = book[SHEET]
    at = {c.value: c.column for c in sheet[1]}

    def put(row: int, header: str, value: Any) -> None:
        sheet.cell(row, at[header]).value = value

    put(3, "申请金额", 12.5)
    put(4, "申请金额", 8)
    put(5, "年度交易总额", "很多")
    sheet.append([c.value for c in sheet[8]])
    put(sheet.max_row, "联系人", "另一人")
    book.save(tmp_path / "来表.xlsx")
    return tmp_path / "来表.xlsx"


@pytest.fixture
def asked(enter: Enter, store: Path, asking: Path, settle: Settle) -> IntakePage:
    """The page with that workbook before the clerk."""
    page = intake_of(enter(store, "李经办"))
    page.look_into(asking)
    settle(page.ctx.jobs)
    return page


def key(qtbot: QtBot, page: IntakePage, which: Qt.Key, settle: Settle, where: Any = None) -> None:
    qtbot.keyClick(where or page.looking.panel.list, which)
    settle(page.ctx.jobs)


def open_codes(page: IntakePage) -> list[str]:
    assert page.preview is not None
    return [p.code for p in page.preview.problems if p.severity is not Severity.NOTE]


def test_a_whole_workbook_is_settled_by_keys_alone_and_stored(
    qtbot: QtBot, asked: IntakePage, asking: Path, settle: Settle
) -> None:
    looking = asked.looking
    assert looking.panel.list.hasFocus()
    assert sorted(open_codes(asked)) == ["duplicate-row", "duplicate-row", "money", "unit-doubt", "unit-doubt"]
    assert looking.grid.address() == cell_of(asking, 3, "申请金额")
    key(qtbot, asked, Qt.Key.Key_B, settle)
    key(qtbot, asked, Qt.Key.Key_1, settle)
    assert open_codes(asked) == ["money", "duplicate-row", "duplicate-row"]
    assert looking.grid.address() == cell_of(asking, 5, "年度交易总额")
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_F2)
    assert looking.card.edit.hasFocus()
    qtbot.keyClicks(looking.card.edit, "6000000")
    key(qtbot, asked, Qt.Key.Key_Return, settle, looking.card.edit)
    assert open_codes(asked) == ["duplicate-row", "duplicate-row"]
    key(qtbot, asked, Qt.Key.Key_2, settle)
    assert open_codes(asked) == []
    assert asked.looking.all.isEnabled()
    qtbot.keyClick(looking.all, Qt.Key.Key_Space)
    settle(asked.ctx.jobs)
    cases = {c.row: c for c in reads.cases(asked.ctx.reader)}
    assert len(cases) == 12 and 8 not in cases
    assert cases[3].facts["requested"].value == 12_500_000
    assert cases[5].facts["trade_total"].raw == "很多"
    assert "更正为“6000000”（李经办 " in cases[5].facts["trade_total"].settled
    asked.batches.pick("B0001")
    assert [one.person for one in asked.settled.rows.rows] == ["李经办"] * 5


def test_keys_walk_the_problems_and_the_grid_follows(
    qtbot: QtBot, asked: IntakePage, asking: Path, settle: Settle
) -> None:
    looking = asked.looking
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_F8)
    assert looking.grid.address() == cell_of(asking, 4, "申请金额")
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert looking.grid.address() == "A14"
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_Return)
    assert looking.grid.hasFocus()
    looking.grid.go(cell_of(asking, 5, "年度交易总额"))
    assert looking.panel.current().code == "money"
    qtbot.keyClick(looking.grid, Qt.Key.Key_F2)
    assert looking.card.edit.hasFocus()
    qtbot.keyClick(looking.card.edit, Qt.Key.Key_Escape)
    assert looking.panel.list.hasFocus()
    qtbot.keyClick(looking.panel.list, Qt.Key.Key_F6)
    assert looking.grid.hasFocus()
    qtbot.keyClick(looking.grid, Qt.Key.Key_Escape)
    assert looking.panel.list.hasFocus()


def test_problem_cells_bear_a_sign_and_not_only_a_colour(asked: IntakePage, asking: Path) -> None:
    from ui.sheet_grid import MARK_ROLE, SIGNS, Mark

    cells = asked.looking.grid.cells
    asked.looking.grid.go(cell_of(asking, 3, "申请金额"))
    assert asked.looking.grid.currentIndex().data(MARK_ROLE) == Mark.ASK
    asked.looking.grid.go(cell_of(asking, 5, "年度交易总额"))
    assert asked.looking.grid.currentIndex().data(MARK_ROLE) == Mark.BAD
    rows = [cells.headerData(n, Qt.Orientation.Vertical) for n in (1, 2, 4)]
    assert rows == ["2", "? 3", "! 5"]
    assert len(set(SIGNS.values())) == len(Mark)
    assert "很多" in asked.looking.cell.text()


def test_an_answer_is_taken_back_by_a_click(qtbot: QtBot, asked: IntakePage, settle: Settle) -> None:
    qtbot.mouseClick(asked.looking.card.choices[0], Qt.MouseButton.LeftButton)
    settle(asked.ctx.jobs)
    assert open_codes(asked).count("unit-doubt") == 1
    panel = asked.looking.panel
    panel.kind.setCurrentIndex(panel.kind.findData("answered"))
    panel.list.pick_first()
    assert panel.list.rows.index(0, 0).data() == "✓ 已答复"
    qtbot.mouseClick(asked.looking.card.undo, Qt.MouseButton.LeftButton)
    settle(asked.ctx.jobs)
    assert open_codes(asked).count("unit-doubt") == 2


def test_a_cell_that_nothing_was_said_about_is_corrected_too(
    qtbot: QtBot, asked: IntakePage, asking: Path, settle: Settle, write: Callable[[Any, str], None]
) -> None:
    looking = asked.looking
    cell = cell_of(asking, 2, "法定代表人")
    looking.grid.setFocus()
    looking.grid.go(cell)
    assert looking.card.sentence.text() == "这一格没有问题。"
    qtbot.keyClick(looking.grid, Qt.Key.Key_Return)
    looking.card.edit.clear()
    write(looking.card.edit, "王强")
    qtbot.mouseClick(looking.card.save, Qt.MouseButton.LeftButton)
    settle(asked.ctx.jobs)
    assert asked.preview is not None
    assert [(s.cell, s.said) for s in asked.preview.settled] == [(cell, "王强")]
    looking.grid.go(cell)
    assert looking.grid.currentIndex().data() == "王强"
    assert "更正为“王强”" in looking.cell.text()


def test_filters_show_one_kind_or_one_sheet(asked: IntakePage) -> None:
    panel = asked.looking.panel
    for kind, codes in (("bad", {"money"}), ("ask", {"unit-doubt", "duplicate-row"}), ("answered", set())):
        panel.kind.setCurrentIndex(panel.kind.findData(kind))
        assert {p.code for p in panel.list.rows.rows} == codes
    panel.kind.setCurrentIndex(panel.kind.findData("all"))
    assert panel.list.rows.rowCount() == len(panel.everything)
    panel.sheet.setCurrentIndex(panel.sheet.findData(SHEET))
    assert {p.sheet for p in panel.list.rows.rows} == {SHEET}


def test_changed_fields_are_shown_old_beside_new_and_lead_to_the_cell(
    qtbot: QtBot, enter: Enter, year: Path, asking: Path, settle: Settle
) -> None:
    page = intake_of(enter(year, "李经办"))
    page.look_into(asking)
    settle(page.ctx.jobs)
    key(qtbot, page, Qt.Key.Key_1, settle)
    changes = page.looking.changes.rows
    assert [changes.index(0, at).data() for at in (0, 2, 3, 4)] == [
        "2025-M6-0002",
        "申请金额",
        "50,000.00",
        "125,000.00",
    ]
    page.looking.tabs.setCurrentIndex(1)
    page.looking.changes.opened.emit(changes.rows[0])
    assert page.looking.tabs.currentIndex() == 0
    assert page.looking.grid.address() == cell_of(asking, 3, "申请金额")


def test_what_was_said_is_not_thrown_away_without_asking(
    qtbot: QtBot, asked: IntakePage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    key(qtbot, asked, Qt.Key.Key_1, settle)
    told: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _p, _t, text, _y: bool(told.append(text)))
    qtbot.mouseClick(asked.looking.away, Qt.MouseButton.LeftButton)
    assert "1 处答复和更正还没有导入" in told[0]
    assert asked.looking.isVisible()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    qtbot.mouseClick(asked.looking.away, Qt.MouseButton.LeftButton)
    assert asked.waiting.isVisible()


def test_the_same_questions_in_a_corrected_file_take_the_earlier_answers_by_one_button(
    qtbot: QtBot, asked: IntakePage, asking: Path, settle: Settle
) -> None:
    key(qtbot, asked, Qt.Key.Key_B, settle)
    key(qtbot, asked, Qt.Key.Key_1, settle)
    qtbot.mouseClick(asked.looking.clean, Qt.MouseButton.LeftButton)
    settle(asked.ctx.jobs)
    book = openpyxl.load_workbook(asking)
    book[SHEET][cell_of(asking, 5, "年度交易总额")].value = 6_000_000
    book.save(asking.with_name("更正.xlsx"))
    asked.look_into(asking.with_name("更正.xlsx"))
    settle(asked.ctx.jobs)
    assert asked.looking.carry.isVisible()
    assert open_codes(asked).count("unit-doubt") == 2
    qtbot.mouseClick(asked.looking.carry, Qt.MouseButton.LeftButton)
    settle(asked.ctx.jobs)
    assert "unit-doubt" not in open_codes(asked)


def test_a_batch_is_dropped_with_a_reason(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "李经办")
    page = intake_of(frame)
    assert not page.drop_it.isEnabled()
    page.batches.pick("B0001")
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "报错了表")
    qtbot.mouseClick(page.drop_it, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert reads.cases(frame.ctx.reader) == []
    assert "B0001 已撤下" in page.result.sentence.text()
    assert page.batches.rows.rowCount() == 0


def test_a_file_is_dropped_while_another_is_looked_at(asked: IntakePage, clean_workbook: Path, settle: Settle) -> None:
    assert drag(asked, clean_workbook, asked.field)
    settle(asked.ctx.jobs)
    assert asked.looking.file.text() == clean_workbook.name


def test_all_of_it_fits_a_small_screen(asked: IntakePage) -> None:
    looking = asked.looking
    for part in (looking.all, looking.grid, looking.panel.list, looking.card.save, looking.sum_line):
        corner = part.mapTo(asked, part.rect().bottomRight())
        assert asked.rect().contains(corner), part
    assert looking.grid.height() > 200
    assert looking.panel.list.height() > 90

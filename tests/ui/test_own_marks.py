"""The faces 我的评分 and 我的总表: declared first, marked by keyboard, saved on leaving, blind to the others until done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gyga_desk.model import Declared, MarkState
from gyga_desk.operations import marks, review
from gyga_desk.operations.session import open_session
from gyga_desk.store import reads
from tests.ui import years
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.marks_own import OwnMarks
from ui.pages.marks import MarksPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
CASE, NEXT = "2025-M3-0001", "2025-M3-0002"
OTHER = "周审核"


def page_of(frame: Frame) -> MarksPage:
    frame.open("marks")
    page = frame.pages["marks"]
    assert isinstance(page, MarksPage)
    return page


def own_of(page: MarksPage) -> OwnMarks:
    assert page.own is not None
    return page.own


def points(page: MarksPage) -> dict[str, str]:
    """What the record holds of the reviewer's marks for the first case."""
    held = reads.marks(page.ctx.reader, 3, 2025, CASE)
    return {m.item: f"{m.points:f}" for m in held if m.expert == years.REVIEWER and m.points is not None}


def declare(path: Path, name: str, case: str = CASE) -> None:
    session = open_session(path, name, years.PASSWORD)
    review.declare_conflict(session, case, Declared.NONE)
    session.close()


def mark_all(path: Path, name: str, *, but: int = 0) -> None:
    """Every item of the first case in that person's name, but the last few."""
    declare(path, name)
    session = open_session(path, name, years.PASSWORD)
    rubric = session.edition.measures[2].rubric
    assert rubric is not None and isinstance(rubric.items, tuple)
    for item in rubric.items[: len(rubric.items) - but]:
        marks.give_mark(session, CASE, item.id, item.points - 1)
    session.close()


def enter_points(qtbot: QtBot, page: MarksPage, settle: Settle, text: str) -> None:
    """Typed into the field that has the keyboard, ended with Enter."""
    edit = QApplication.focusWidget()
    assert edit is not None
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    settle(page.ctx.jobs)


def test_nothing_is_marked_before_the_declaration(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    assert page.tabs.currentWidget() is own
    assert not any(edit.isEnabled() for edit in own.sheet.points.values())
    assert not own.opinion.isEnabled()
    assert own.list.current().state == "未声明"
    qtbot.mouseClick(own.head.none, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert all(edit.isEnabled() for edit in own.sheet.points.values())
    assert not own.head.ask.isVisible()


def test_marks_go_in_by_keyboard_and_are_saved_on_leaving(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, write: Callable[[QWidget, str], None]
) -> None:
    declare(year, years.REVIEWER)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    own.sheet.start()
    assert QApplication.focusWidget() is own.sheet.points["A1"]
    enter_points(qtbot, page, settle, "4.5")
    assert points(page) == {"A1": "4.5"}
    assert "A1 4.5 分" in own.saved.text()
    assert QApplication.focusWidget() is own.sheet.points["A2"]
    qtbot.keyClick(own.sheet.points["A2"], Qt.Key.Key_Up)
    qtbot.keyClick(own.sheet.points["A2"], Qt.Key.Key_Up)
    assert own.sheet.points["A2"].text() == "1"
    qtbot.keyClick(own.sheet.points["A2"], Qt.Key.Key_Tab)
    settle(page.ctx.jobs)
    assert points(page) == {"A1": "4.5", "A2": "1"}
    note = own.sheet.notes["A1"]
    note.setFocus()
    write(note, "需求真实")
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    settle(page.ctx.jobs)
    assert next(m.note for m in reads.marks(page.ctx.reader, 3, 2025, CASE) if m.item == "A1") == "需求真实"
    own.opinion.setFocus()
    write(own.opinion, "成效显著")
    own.sheet.points["B1"].setFocus()
    settle(page.ctx.jobs)
    assert [o.text for o in reads.opinions(page.ctx.reader, 3, 2025)] == ["成效显著"]
    assert "评审意见" in own.saved.text()


def test_a_step_down_from_nothing_is_the_full_mark_and_none_goes_beyond(qtbot: QtBot, enter: Enter, year: Path) -> None:
    declare(year, years.REVIEWER)
    edit = own_of(page_of(enter(year, years.REVIEWER))).sheet.points["A1"]
    edit.setFocus()
    for key, shown in ((Qt.Key.Key_Down, "5"), (Qt.Key.Key_Up, "5"), (Qt.Key.Key_Down, "4.5")):
        qtbot.keyClick(edit, key)
        assert edit.text() == shown
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == ""


def test_the_own_total_is_unknown_until_the_last_item(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    mark_all(year, years.REVIEWER, but=1)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    assert own.total.text() == "本人总分：未评齐（已评 13/14 项，已评各项共 82 分）"
    assert (own.list.current().state, own.list.current().left) == ("未评齐", "已评 13/14 项")
    own.sheet.start()
    assert QApplication.focusWidget() is own.sheet.points["F1"]
    enter_points(qtbot, page, settle, "0")
    assert own.total.text() == "本人总分：82 分"
    assert own.list.current().state == "已评齐"
    assert own.opinion.hasFocus()
    own.sheet.points["F1"].setFocus()
    own.sheet.points["F1"].selectAll()
    qtbot.keyClick(own.sheet.points["F1"], Qt.Key.Key_Delete)
    qtbot.keyClick(own.sheet.points["F1"], Qt.Key.Key_Return)
    settle(page.ctx.jobs)
    assert "F1" not in points(page)
    assert "未评齐" in own.total.text()


@pytest.mark.parametrize(("typed", "why"), [("9", "不在 0 至 5 分之间"), ("4.3", "不是 0.5 分的整倍数")])
def test_what_cannot_be_is_told_and_not_saved(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, typed: str, why: str
) -> None:
    declare(year, years.REVIEWER)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    own.sheet.start()
    enter_points(qtbot, page, settle, typed)
    assert why in own.fault.sentence.text()
    assert own.fault.isVisible()
    assert points(page) == {}
    assert QApplication.focusWidget() is own.sheet.points["A1"]
    enter_points(qtbot, page, settle, "4")
    assert points(page) == {"A1": "4"}
    assert not own.fault.isVisible()


def test_the_rubric_stands_with_its_anchors_and_its_clause(enter: Enter, year: Path) -> None:
    own = own_of(page_of(enter(year, years.REVIEWER)))
    words = [one.text() for one in own.sheet.widget().findChildren(QWidget) if hasattr(one, "text")]
    assert "A1  痛点真实且典型" in words
    assert "需求来自实际业务，在同类单位中有代表性 · 依据：样例指南第三项" in words
    assert "A 场景需求与价值（15 分）" in words
    assert "/ 15 分" in words


def test_another_case_is_opened_only_after_what_is_typed_is_saved(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle
) -> None:
    declare(year, years.REVIEWER)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    own.sheet.start()
    qtbot.keyClicks(own.sheet.points["A1"], "3.5")
    qtbot.mouseClick(own.on, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert points(page) == {"A1": "3.5"}
    assert own.list.current().number == NEXT
    assert own.sheet.points["A1"].text() == ""
    qtbot.mouseClick(own.back, Qt.MouseButton.LeftButton)
    assert own.sheet.points["A1"].text() == "3.5"


def test_stepping_aside_and_abstaining_are_states_with_their_reason(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(year, years.REVIEWER)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: None)
    qtbot.mouseClick(own.abstain, Qt.MouseButton.LeftButton)
    assert not page.ctx.jobs.busy
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "不熟悉本领域")
    qtbot.mouseClick(own.abstain, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert own.list.current().state == MarkState.ABSENT.label
    assert "不熟悉本领域" in own.head.locked.sentence.text()
    assert own.total.text() == "本人：弃权，不计分"
    assert not own.sheet.points["A1"].isEnabled()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    qtbot.mouseClick(own.withdraw, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert own.list.current().state == "未评"
    own.head.declared_interest.emit()
    settle(page.ctx.jobs)
    assert own.list.current().state == MarkState.RECUSED.label
    assert "您已回避本项目" in own.head.locked.sentence.text()
    own.head.declared_none.emit()
    settle(page.ctx.jobs)
    assert own.list.current().state == "未评"


def test_the_grid_shows_all_projects_and_opens_one(qtbot: QtBot, enter: Enter, year: Path) -> None:
    mark_all(year, years.REVIEWER, but=1)
    page = page_of(enter(year, years.REVIEWER))
    assert page.grid is not None
    page.tabs.setCurrentWidget(page.grid)
    grid = page.grid.list
    assert grid is not None
    titles = [column.title for column in grid.rows.columns]
    texts = {t: grid.rows.index(0, at).data() for at, t in enumerate(titles)}
    assert len(grid.rows.rows) == 24
    assert (texts["A1"], texts["F1"], texts["本人总分"], texts["状态"]) == ("4", "—", "已评 13/14 项", "未评齐")
    grid.pick(NEXT)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.own
    assert own_of(page).list.current().number == NEXT


def test_what_others_gave_shows_once_ones_own_are_in(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    mark_all(year, OTHER)
    mark_all(year, years.REVIEWER, but=1)
    page = page_of(enter(year, years.REVIEWER))
    page.tabs.setCurrentWidget(page.ranking)
    assert page.waits.isVisible()
    assert [row.total.expert for row in page.card.experts.rows.rows] == [years.REVIEWER]
    assert page.card.experts.rows.rows[0].items.startswith("A1 4")
    page.tabs.setCurrentWidget(page.own)
    own_of(page).sheet.start()
    enter_points(qtbot, page, settle, "5")
    page.tabs.setCurrentWidget(page.ranking)
    assert not page.waits.isVisible()
    assert {row.total.expert for row in page.card.experts.rows.rows} == {OTHER, years.REVIEWER}


def test_a_struck_sheet_is_locked_with_the_chairs_reason(enter: Enter, year: Path) -> None:
    mark_all(year, years.REVIEWER)
    session = open_session(year, years.CHAIR, years.PASSWORD)
    marks.strike_marks(session, CASE, years.REVIEWER, "评分表未签字")
    session.close()
    own = own_of(page_of(enter(year, years.REVIEWER)))
    assert "评分表未签字" in own.head.locked.sentence.text()
    assert not own.sheet.points["A1"].isEnabled()
    assert not own.withdraw.isEnabled()


def test_a_refusal_of_the_record_is_told_in_the_page(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    """Another window took the declaration back in the meantime."""
    declare(year, years.REVIEWER)
    page = page_of(enter(year, years.REVIEWER))
    own = own_of(page)
    page.ctx.jobs.run(review.declare_conflict, CASE, Declared.DECLARED, "亲属任职")
    own.sheet.given.emit("A1", "4", "")
    settle(page.ctx.jobs)
    assert "已回避" in own.fault.sentence.text()
    assert points(page) == {}


@pytest.mark.parametrize("name", [years.CLERK, years.CHAIR, years.OBSERVER])
def test_who_does_not_mark_sees_one_face(enter: Enter, year: Path, name: str) -> None:
    page = page_of(enter(year, name))
    assert page.own is None
    assert page.tabs.count() == 1
    assert not page.tabs.tabBar().isVisible()

"""The page 工作台: how far each measure is, whose move it is, what is due, what others did, and the way to each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk import seen, standings
from gyga_desk.model import Answer, Declared
from gyga_desk.operations import review
from gyga_desk.operations.session import open_session
from tests.ui import years
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.overview import OverviewPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
CASE = "2025-M3-0001"


def overview_of(frame: Frame) -> OverviewPage:
    frame.open("overview")
    page = frame.pages["overview"]
    assert isinstance(page, OverviewPage)
    return page


def cell(page: OverviewPage, measure: int, column: int) -> str:
    return str(page.measures.rows.index(measure - 1, column).data())


def test_a_new_store_leads_to_intake(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, years.CLERK)
    page = overview_of(frame)
    assert page.measures.rows.rowCount() == 7
    assert {cell(page, measure, 3) for measure in range(1, 8)} == {"未收件"}
    assert {cell(page, measure, 6) for measure in range(1, 8)} == {"导入申报工作簿"}
    assert page.mine.rows.rows == [] and page.due.rows.rows == []
    qtbot.keyClick(page.measures, Qt.Key.Key_Return)
    assert frame.current == "intake"


def test_a_year_in_review_shows_its_counts_as_the_core_has_them(enter: Enter, year: Path) -> None:
    frame = enter(year, years.CHAIR)
    page = overview_of(frame)
    rows = seen.progress(frame.ctx.reckonings, 2025, frame.ctx.person)
    assert page.measures.rows.rows == rows
    assert page.figures["cases"].number.text() == "94" == page.figures["pending"].number.text()
    assert page.figures["spent"].number.text() == "0.00"
    assert cell(page, 3, 0).startswith("措施三") and cell(page, 3, 1) == "24"
    assert cell(page, 3, 2) == "待核 24" and cell(page, 3, 3) == "审核中"
    assert cell(page, 4, 4).endswith("/ 未设定") and cell(page, 4, 4).startswith("—")
    assert "资金总额 未设定" in cell(page, 3, 5) and "资金总额 3,000,000.00" in cell(page, 6, 5)
    assert "未知" in cell(page, 4, 5)


def test_bars_are_painted_and_told(enter: Enter, year: Path, qtbot: QtBot) -> None:
    page = overview_of(enter(year, years.CHAIR))
    qtbot.waitUntil(lambda: page.measures.viewport().grab().toImage().width() > 0)
    row = page.measures.visualRect(page.measures.rows.index(2, 2))
    image = page.measures.viewport().grab(row).toImage()
    ratio = image.devicePixelRatio()
    bar = image.pixelColor(round((row.width() / 2) * ratio), round(9 * ratio))
    ground = image.pixelColor(round((row.width() / 2) * ratio), round((row.height() - 3) * ratio))
    assert bar != ground


def test_what_waits_for_me_stands_apart_and_leads_to_its_place(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, years.REVIEWER)
    page = overview_of(frame)
    assert page.mine.rows.rows and {t.blocker.page for t in page.mine.rows.rows} == {"review"}
    assert all("审核员" in t.blocker.who for t in page.mine.rows.rows)
    assert f"{len(page.mine.rows.rows)}" in page.tabs.tabText(0)
    page.mine.pick_first()
    first = page.mine.current().blocker
    qtbot.keyClick(page.mine, Qt.Key.Key_Return)
    assert frame.current == "review" and frame.pages["review"].shown.case.id == first.case


def test_a_case_one_stepped_aside_from_waits_for_somebody_else(enter: Enter, year: Path) -> None:
    session = open_session(year, years.REVIEWER, years.PASSWORD)
    review.declare_conflict(session, CASE, Declared.DECLARED, "曾任顾问")
    session.close()
    assert CASE not in {t.blocker.case for t in overview_of(enter(year, years.REVIEWER)).mine.rows.rows}


def test_what_stands_in_the_way_leads_to_its_page(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, years.CHAIR)
    page = overview_of(frame)
    page.measures.pick(3)
    gate = standings.gate(frame.ctx.reader, frame.ctx.edition, 3, 2025)
    assert [t.blocker for t in page.gate.rows.rows] == list(gate)
    assert str(len(gate)) in page.tabs.tabText(1)
    page.tabs.setCurrentIndex(1)
    page.gate.pick_first()
    qtbot.keyClick(page.gate, Qt.Key.Key_Return)
    assert frame.current == gate[0].page


def test_what_others_did_since_is_told_once_and_is_old_news_the_next_time(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle
) -> None:
    frame = enter(year, years.CHAIR)
    page = overview_of(frame)
    assert page.news.rows.rows == []
    frame.ctx.jobs.close_session()
    session = open_session(year, years.REVIEWER, years.PASSWORD)
    review.declare_conflict(session, CASE, Declared.NONE)
    for check in ("G1", "G2", "G3"):
        review.answer_check(session, CASE, check, Answer.YES)
    session.close()
    frame.ctx.settings.file.sync()
    again = OverviewPage(frame.ctx)
    qtbot.addWidget(again)
    again.refresh()
    told = [(n.actor, n.what, n.case, n.times) for n in again.news.rows.rows]
    assert told == [(years.REVIEWER, "答复核对项", CASE, 3), (years.REVIEWER, "回避声明", CASE, 1)]
    again.news.pick_first()
    qtbot.keyClick(again.news, Qt.Key.Key_Return)
    assert frame.current == "review" and frame.pages["review"].shown.case.id == CASE
    third = OverviewPage(frame.ctx)
    qtbot.addWidget(third)
    third.refresh()
    assert third.news.rows.rows == []


def test_a_case_to_be_mended_is_due_and_leads_to_it(qtbot: QtBot, enter: Enter, year: Path) -> None:
    session = open_session(year, years.REVIEWER, years.PASSWORD)
    review.declare_conflict(session, CASE, Declared.NONE)
    measure = standings.measure_of(session.edition, 3)
    check = next(c for c in measure.checks if c.if_no == "supplement")
    review.answer_check(session, CASE, check.id, Answer.NO, "缺合同")
    session.close()
    frame = enter(year, years.CLERK)
    page = overview_of(frame)
    (due,) = [d for d in page.due.rows.rows if d.kind == "supplement"]
    assert due.case == CASE and "补正 1" in cell(page, 3, 2)
    page.due.pick((due.kind, due.case, due.on, due.sentence))
    qtbot.keyClick(page.due, Qt.Key.Key_Return)
    assert frame.current == "review"


def test_the_chosen_measure_stays_chosen_after_a_change(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, years.CLERK)
    page = overview_of(frame)
    page.measures.pick(6)
    qtbot.mouseClick(frame.top.undo, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.measures.current().measure == 6
    assert page.measures.current().cases == 0
    qtbot.waitUntil(lambda: page.gate.rows.rowCount() == 0)

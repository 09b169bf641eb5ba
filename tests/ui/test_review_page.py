"""The page 审核: declared first, answered by keyboard, saved at once, and every figure as the core has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gyga_desk import standings
from gyga_desk.model import Answer, Answered, Declared, Outcome
from gyga_desk.operations import review
from gyga_desk.operations.session import open_session
from gyga_desk.store import reads
from tests.ui import years
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.review import ReviewPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
Write = Callable[[QWidget, str], None]
CASE, NEXT = "2025-M3-0001", "2025-M3-0002"


def page_of(frame: Frame, case: str = CASE) -> ReviewPage:
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    page.show_case(case)
    return page


def declared(qtbot: QtBot, page: ReviewPage, settle: Settle) -> ReviewPage:
    """The person says they have no interest, by the button."""
    qtbot.mouseClick(page.head.none, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    return page


def press(qtbot: QtBot, page: ReviewPage, settle: Settle, *keys: str) -> None:
    for key in keys:
        qtbot.keyClick(page.checks, key)
        settle(page.ctx.jobs)


def said(page: ReviewPage, case: str = CASE) -> dict[str, Answered]:
    return {one.check: one for one in reads.answers(page.ctx.reader, case)}


@pytest.fixture(scope="module")
def sealed_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("sealed")))
    years.seal(path, 5)
    return path


def test_nothing_is_answered_before_the_declaration(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = page_of(enter(year, years.REVIEWER))
    assert page.head.ask.isVisible()
    assert not page.detail.buttons.isEnabled()
    assert not page.passed.isEnabled()
    press(qtbot, page, settle, "1")
    assert said(page) == {}
    assert page.head.none.hasFocus()


def test_keys_answer_and_go_on(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    assert not page.head.ask.isVisible()
    assert page.checks.hasFocus()
    page.checks.pick("G1")
    press(qtbot, page, settle, "1", "2", "4", "y")
    assert {check: one.answer for check, one in said(page).items()} == {
        "G1": Answer.YES,
        "G2": Answer.NO,
        "G3": Answer.PENDING,
        "G4": Answer.YES,
    }
    assert page.checks.current().check.id == "G5"
    assert page.checks.rows.rows[1].effective is Answer.NO
    assert page.head.badge.text() == "需补正"
    assert page.standing.badge.text() == "需补正"


def test_the_live_standing_is_the_cores(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.REVIEWER))
    standing = standings.review_of(page.ctx.reader, page.ctx.edition, CASE).standing
    rows = page.standing.list.rows.rows
    assert rows[: len(standing.derivation)] == list(standing.derivation)
    assert set(standing.why) <= set(rows)
    words = page.standing.list.rows.index(1, 0).data()
    assert "20%" in words
    assert "第三条" in words
    assert "→" in words


def test_not_applicable_waits_for_its_reason(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    write: Write,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("3.5")
    press(qtbot, page, settle, "3")
    assert said(page) == {}
    assert page.detail.note.hasFocus()
    write(page.detail.note, "不面向公众提供服务")
    qtbot.keyClick(page.detail.note, Qt.Key.Key_Return)
    settle(page.ctx.jobs)
    held = said(page)["3.5"]
    assert (held.answer, held.note) == (Answer.NA, "不面向公众提供服务")
    assert page.checks.hasFocus()


def test_a_begun_answer_that_is_left_is_not_shown_as_given(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("3.5")
    press(qtbot, page, settle, "3")
    qtbot.keyClick(page.detail.note, Qt.Key.Key_Escape)
    page.checks.pick("3.5")
    assert not any(made.isChecked() for made in page.detail.buttons.buttons.values())
    assert said(page) == {}


def test_a_stated_reduction_asks_for_its_sum(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("3.6")
    assert not page.detail.sum_part.isVisible()
    page.checks.pick("3.7")
    assert page.detail.sum_part.isVisible()
    press(qtbot, page, settle, "2")
    assert page.detail.sum.hasFocus()
    assert any("核减金额未填" in reason.sentence for reason in page.shown.standing.why)
    qtbot.keyClicks(page.detail.sum, "12345.67")
    qtbot.keyClick(page.detail.sum, Qt.Key.Key_Return)
    settle(page.ctx.jobs)
    assert said(page)["3.7"].reduce_fen == 1234567
    assert any(step.label.startswith("核减") and "12,345.67" in step.label for step in page.shown.standing.derivation)


def test_a_yes_against_the_program_asks_for_a_reason(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = page_of(enter(year, years.REVIEWER))
    against = next(
        (case.id, line.check.id)
        for case in reads.cases(page.ctx.reader, year=2025)
        for line in standings.review_of(page.ctx.reader, page.ctx.edition, case.id).lines
        if any(found.verdict == "fail" for found in line.findings)
    )
    page.show_case(against[0])
    declared(qtbot, page, settle)
    page.checks.pick(against[1])
    press(qtbot, page, settle, "1")
    assert said(page, against[0])[against[1]].answer is Answer.YES
    assert page.detail.note.hasFocus()
    assert "不一致" in page.detail.note.placeholderText()


def test_a_note_is_saved_on_leaving_and_with_the_right_check(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    write: Write,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("G2")
    press(qtbot, page, settle, "1")
    page.checks.pick("G2")
    qtbot.keyClick(page.checks, Qt.Key.Key_Return)
    assert page.detail.note.hasFocus()
    write(page.detail.note, "附件二缺页码")
    page.checks.setFocus()
    page.checks.pick("G7")
    settle(page.ctx.jobs)
    assert {check: (one.answer, one.note) for check, one in said(page).items()} == {"G2": (Answer.YES, "附件二缺页码")}
    assert page.detail.note.text() == ""
    page.checks.pick("G2")
    assert "附件二缺页码" in page.detail.said.text()
    assert years.REVIEWER in page.detail.said.text()


def test_going_to_the_next_case_saves_what_was_typed(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    write: Write,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("G5")
    page.detail.note.setFocus()
    write(page.detail.note, "须补年度审计报告")
    qtbot.keyClick(page.detail.note, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle(page.ctx.jobs)
    assert page.shown.case.id == NEXT
    held = said(page)["G5"]
    assert (held.answer, held.note) == (Answer.PENDING, "须补年度审计报告")
    assert said(page, NEXT) == {}
    qtbot.keyClick(page.checks, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.shown.case.id == CASE


def test_passed_checks_are_answered_only_when_confirmed(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    asked: list[str] = []
    for answer in (False, True):
        monkeypatch.setattr(dialogs, "confirm", lambda *told, answer=answer: asked.append(told[2]) or answer)
        qtbot.mouseClick(page.passed, Qt.MouseButton.LeftButton)
        settle(page.ctx.jobs)
        assert bool(said(page)) is answer
    assert years.REVIEWER in asked[0]
    assert "由您负责" in asked[0]
    passed = {line.check.id for line in page.shown.lines if line.findings and line.findings[0].verdict == "pass"}
    assert set(said(page)) == passed - {"G14"}
    assert all(one.answer is Answer.YES for one in said(page).values())
    assert not page.passed.isEnabled()


def test_who_steps_aside_answers_nothing_more(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(year, years.REVIEWER))
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: "配偶在该单位任职")
    qtbot.mouseClick(page.head.interest, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    held = reads.conflicts(page.ctx.reader, CASE)
    assert [(one.declared, one.reason) for one in held] == [(Declared.DECLARED, "配偶在该单位任职")]
    assert "已声明回避" in page.head.locked.sentence.text()
    press(qtbot, page, settle, "1")
    assert said(page) == {}
    qtbot.mouseClick(page.head.mend, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert not page.head.locked.isVisible()
    assert page.detail.buttons.isEnabled()


def test_turning_back_from_the_reason_declares_nothing(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(year, years.REVIEWER))
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: None)
    qtbot.mouseClick(page.head.interest, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert reads.conflicts(page.ctx.reader, CASE) == []
    assert page.head.ask.isVisible()


def test_the_check_on_ones_own_interest_is_the_declaration(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("G14")
    assert page.checks.current().effective is Answer.YES
    assert not page.detail.buttons.isEnabled()
    press(qtbot, page, settle, "2")
    assert said(page) == {}
    assert page.checks.current().check.id == "3.1"


def test_the_observer_reads_and_is_told_why(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = page_of(enter(year, years.OBSERVER))
    assert "由审核员或主任答复" in page.head.locked.sentence.text()
    assert not page.head.ask.isVisible()
    assert not page.detail.note.isEnabled()
    press(qtbot, page, settle, "1")
    assert said(page) == {}


def test_a_sealed_case_is_read_only_and_says_so(
    qtbot: QtBot,
    enter: Enter,
    sealed_once: Path,
    tmp_path: Path,
    settle: Settle,
) -> None:
    frame = enter(Path(shutil.copy(sealed_once, tmp_path)), years.REVIEWER)
    page = page_of(frame, "2025-M5-0001")
    before = said(page, "2025-M5-0001")
    assert "已封存" in page.head.locked.sentence.text()
    press(qtbot, page, settle, "2")
    assert said(page, "2025-M5-0001") == before
    assert all(one.state == "已封存" for one in page.queue.list.rows.rows)


def test_a_refusal_is_told_and_the_record_shown_again(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    told: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: told.append(str(error)))
    page.checks.pick("G2")
    page.detail.given.emit("G2", Answer.NA, "", None)
    settle(page.ctx.jobs)
    assert len(told) == 1
    assert "G2" in told[0]
    assert page.checks.current().effective is None


def test_another_persons_answer_is_shown_with_name_and_the_stricter_counts(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
) -> None:
    session = open_session(year, "周审核", years.PASSWORD)
    review.declare_conflict(session, CASE, Declared.NONE)
    review.answer_check(session, CASE, "G5", Answer.NO, "财务制度未盖章")
    session.close()
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.checks.pick("G5")
    assert "周审核" in page.detail.said.text()
    assert "财务制度未盖章" in page.detail.said.text()
    press(qtbot, page, settle, "1")
    page.checks.pick("G5")
    assert page.checks.current().effective is Answer.NO
    assert page.detail.buttons.buttons[Answer.YES].isChecked()


def test_the_queue_is_filtered_by_measure_state_and_words(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
) -> None:
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    queue = page.queue
    assert len(queue.list.rows.rows) == 24
    assert queue.count.text() == "24 项"
    page.checks.pick("G2")
    press(qtbot, page, settle, "2")
    qtbot.waitUntil(lambda: queue.all_rows[0].outcome is Outcome.SUPPLEMENT)
    queue.state.setCurrentIndex(queue.state.findData("supplement"))
    queue.state.activated.emit(queue.state.currentIndex())
    assert [one.case for one in queue.list.rows.rows] == [CASE]
    queue.clear_filters()
    name = reads.case(page.ctx.reader, "2025-M3-0007").applicant
    queue.search.setText(name)
    assert [one.case for one in queue.list.rows.rows] == ["2025-M3-0007"]
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.case.id == "2025-M3-0007")
    queue.search.setText("没有这样的单位")
    qtbot.waitUntil(page.nothing.isVisible)
    queue.clear_filters()
    queue.measure.choose(5)
    queue.measure.activated.emit(queue.measure.currentIndex())
    assert len(queue.list.rows.rows) == 26
    assert not page.nothing.isVisible()


def test_the_queue_counts_what_is_unanswered(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    page = page_of(enter(year, years.REVIEWER))
    checks = len(page.shown.lines)
    assert page.queue.list.current().left == f"未答 {checks}"
    declared(qtbot, page, settle)
    page.checks.pick("G1")
    press(qtbot, page, settle, "1", "1")
    assert page.left.text() == f"核对项 {checks} 项 · 未答 {checks - 3}"  # the declaration answers one
    qtbot.waitUntil(lambda: page.queue.list.current().unanswered == checks - 3)


def test_the_case_at_hand_stays_though_it_no_longer_meets_the_filter(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
) -> None:
    years.answer_all(year, 3, but=(CASE, NEXT))
    page = declared(qtbot, page_of(enter(year, years.REVIEWER)), settle)
    page.queue.state.setCurrentIndex(page.queue.state.findData("open"))
    page.queue.state.activated.emit(page.queue.state.currentIndex())
    assert [one.case for one in page.queue.list.rows.rows] == [CASE, NEXT]
    lines = [line.check.id for line in page.shown.lines if line.check.auto != "declared"]
    page.ctx.jobs.run(review.answer_many, [review.Given(CASE, check, Answer.YES, "已核对") for check in lines])
    settle(page.ctx.jobs)
    qtbot.waitUntil(lambda: page.queue.list.current().left == "已答完")
    assert page.shown.case.id == CASE
    page.queue.state.activated.emit(page.queue.state.currentIndex())
    assert [one.case for one in page.queue.list.rows.rows] == [NEXT]
    assert page.shown.case.id == NEXT


def test_a_case_whose_batch_is_taken_back_is_gone(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, years.CLERK)
    page = page_of(frame)
    frame.top.undo.defaultAction().trigger()
    settle(page.ctx.jobs)
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.shown is None


def test_facts_say_where_they_come_from_and_what_the_check_looks_at(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.REVIEWER))
    case = page.shown.case
    assert page.facts.source.text() == f"{case.file} · {case.sheet} · 第 {case.row} 行"
    page.checks.pick("3.4")
    rows = {one.column: one for one in page.facts.list.rows.rows if hasattr(one, "column")}
    assert [key for key, one in rows.items() if one.used] == ["place"]
    assert rows["audited_paid"].value.endswith(" 元")
    assert rows["government_project"].value == "否"
    page.facts.list.pick("audited_paid")
    assert rows["audited_paid"].cell in page.facts.raw.text()
    assert rows["audited_paid"].raw in page.facts.raw.text()


def test_the_clause_is_shown_word_for_word(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.REVIEWER))
    for line in page.shown.lines:
        page.checks.pick(line.check.id)
        assert page.detail.clause.toPlainText() == line.check.cite.text
        assert line.check.cite.at in page.detail.meta.text()


def test_undo_takes_the_answer_back_on_the_page(qtbot: QtBot, enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, years.REVIEWER)
    page = declared(qtbot, page_of(frame), settle)
    page.checks.pick("G2")
    press(qtbot, page, settle, "2")
    frame.top.undo.defaultAction().trigger()
    settle(page.ctx.jobs)
    assert said(page) == {}
    assert page.shown.lines[1].effective is None

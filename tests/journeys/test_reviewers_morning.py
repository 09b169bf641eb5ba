"""A reviewer's morning: sign in, find a case by two characters, answer by keys, step aside, mark by the rubric; all of it stored."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gyga_desk.model import Answer, Declared
from gyga_desk.operations import history
from gyga_desk.rules.items import items_of
from gyga_desk.store import open_reader, reads
from gyga_desk.store.attachments import attachments
from tests.core import papers
from tests.journeys.hands import Hands
from tests.ui import years
from ui.pages.marks import MarksPage
from ui.pages.overview import OverviewPage
from ui.pages.review import ReviewPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
SitDown = Callable[[Path, str], Hands]


def test_a_reviewers_morning(sit_down: SitDown, year: Path, tmp_path: Path) -> None:
    hands = sit_down(year, years.REVIEWER)
    hands.turn_to("overview", OverviewPage)
    review = hands.turn_to("review", ReviewPage)
    case = found_by_two_characters(hands, review)
    answers_by_keys(hands, review, case)
    attaches_evidence(hands, review, case, tmp_path)
    aside = steps_aside_from_the_next(hands, review)
    goes_back(hands, review, case)
    marks_by_the_rubric(hands, case)
    hands.window.close()
    is_stored(year, case, aside)


def found_by_two_characters(hands: Hands, page: ReviewPage) -> str:
    """Ctrl+F, two characters, Enter into the list, Enter into the checks."""
    page.show_case("2025-M3-0001")
    everything = page.queue.list.rows.rowCount()
    hands.press("Ctrl+F")
    hands.type("教育")
    rows = page.queue.list.rows.rows
    assert 0 < len(rows) < everything and all("教育" in row.words for row in rows)
    hands.press("Return", "Return")
    case = rows[0].case
    hands.wait(lambda: page.case_at_hand() == case)
    assert page.checks.hasFocus()
    return case


def answers_by_keys(hands: Hands, page: ReviewPage, case: str) -> None:
    """Nothing before the declaration; then figures answer, and a reason follows where one is owed."""
    hands.press("1")
    assert reads.answers(page.ctx.reader, case) == [] and page.head.none.hasFocus()
    hands.press("Space")
    assert page.checks.hasFocus()
    page.checks.pick("G1")
    hands.press("1", "1", "1")
    page.checks.pick("3.5")
    hands.press("3")
    assert page.detail.note.hasFocus()
    hands.type("只在本单位内部使用")
    hands.press("Return")
    held = {one.check: one for one in reads.answers(page.ctx.reader, case)}
    assert {check: one.answer for check, one in held.items()} == {
        "G1": Answer.YES, "G2": Answer.YES, "G3": Answer.YES, "3.5": Answer.NA,
    }  # fmt: skip
    assert held["3.5"].note == "只在本单位内部使用"
    assert "已保存" in page.detail.saved.text() or page.checks.current().check.id != "3.5"
    before = page.left.text()
    hands.press("Ctrl+Z")
    assert page.left.text() != before and "3.5" not in {a.check for a in reads.answers(page.ctx.reader, case)}
    hands.press("Ctrl+Y")
    assert page.left.text() == before


def attaches_evidence(hands: Hands, page: ReviewPage, case: str, folder: Path) -> None:
    files = page.evidence.files
    page.evidence.setCurrentWidget(files)
    hands.will_open(papers.pdf(folder / "上线证明.pdf", 2))
    hands.click(files.add)
    hands.wait(lambda: bool(files.pages.images))
    assert [one.name for one in attachments(page.ctx.reader, case)] == ["上线证明.pdf"]
    assert files.where.text() == "1 / 2"


def steps_aside_from_the_next(hands: Hands, page: ReviewPage) -> str:
    """An interest declared with its reason in the program's own window; nothing can be answered then."""
    hands.press("Ctrl+F", "Ctrl+A", "Backspace", "Return")
    page.checks.setFocus()
    here = page.case_at_hand()
    hands.press("Ctrl+PgDown")
    case = page.case_at_hand()
    assert case != here
    form = hands.will_fill(text="配偶在申报单位任职")
    hands.click(page.head.interest)
    assert form.seen and form.title == "声明回避"
    assert "已声明回避" in page.head.locked.sentence.text()
    page.checks.setFocus()
    hands.press("1")
    assert reads.answers(page.ctx.reader, case) == []
    return case


def goes_back(hands: Hands, page: ReviewPage, case: str) -> None:
    hands.press("Ctrl+PgUp")
    page.show_case(case)
    assert page.checks.hasFocus() and page.case_at_hand() == case


def marks_by_the_rubric(hands: Hands, case: str) -> None:
    """Points by keys, Enter from item to item, the opinion last; what others gave stays hidden until then."""
    page = hands.turn_to("marks", MarksPage)
    own = page.own
    assert own is not None
    page.show_case(case)
    own.sheet.start()
    rubric = own.measure.rubric if own.measure else None
    items = items_of(rubric)
    for item in items:
        assert hands.focus is own.sheet.points[item.id]
        hands.type(f"{item.points - Decimal('0.5'):f}")
        hands.press("Return")
    assert hands.focus is own.opinion
    hands.type("需求真实，建议支持")
    hands.press("Ctrl+PgDown")
    assert own.list.current().case.id != case


def is_stored(path: Path, case: str, aside: str) -> None:
    """What another program finds in the file afterwards."""
    db = open_reader(path)
    marks = [one for one in reads.marks(db, 3, 2025, case) if one.expert == years.REVIEWER]
    assert len(marks) > 3 and all(one.points is not None for one in marks)
    assert [one.text for one in reads.opinions(db, 3, 2025) if one.case == case] == ["需求真实，建议支持"]
    assert {a.answer for a in reads.answers(db, case)} == {Answer.YES, Answer.NA}
    declared = {one.declared for one in reads.conflicts(db, aside)}
    assert declared == {Declared.DECLARED}
    db.close()
    assert history.verify_store(path).findings == ()

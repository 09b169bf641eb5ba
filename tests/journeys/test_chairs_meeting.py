"""A chair's meeting: ranking, line, ties, firmness, from the gate to each blocker, a tie decided, proposed, sealed by two, the minutes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gyga_desk.model import Answer, Declared
from gyga_desk.operations import history, review, score_tables
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from tests.journeys.hands import Hands
from tests.ui import years
from ui.cells import Heading
from ui.decision_rows import PlaceRow
from ui.pages.decision import DecisionPage
from ui.pages.marks import MarksPage
from ui.pages.review import ReviewPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
SitDown = Callable[[Path, str], Hands]
PLACES = 10
OPEN_CASE, OPEN_CHECK = "2025-M3-0005", "3.8"


def tied_scores(out: Path) -> Path:
    """The sample table of marks with the case next below the line given the marks of the one above it."""
    book = openpyxl.load_workbook(years.SCORES)
    sheet = book.worksheets[0]
    by_title = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    above, below = (next(row for title, row in by_title.items() if title.endswith(end)) for end in ("22", "08"))
    for mine, theirs in zip(below[1:], above[1:], strict=True):
        mine.value = theirs.value
    book.save(out)
    return out


@pytest.fixture
def before_the_meeting(year: Path, tmp_path: Path) -> Path:
    """Scored and answered, but for one check that nobody has answered yet."""
    clerk = open_session(year, years.CLERK, years.PASSWORD)
    score_tables.import_scores(clerk, tied_scores(tmp_path / "评分表.xlsx"), 3, 2025)
    clerk.close()
    years.answer_all(year, 3, but=(OPEN_CASE,))
    reviewer = open_session(year, years.REVIEWER, years.PASSWORD)
    review.declare_conflict(reviewer, OPEN_CASE, Declared.NONE)
    held = [c.id for c in reviewer.edition.measures[2].checks if c.auto != "declared" and c.id != OPEN_CHECK]
    review.answer_many(reviewer, [review.Given(OPEN_CASE, c, Answer.YES, "已与原件核对") for c in held])
    reviewer.close()
    return Path(shutil.copy(year, tmp_path / "会前.gyga"))


def places(page: DecisionPage) -> list[PlaceRow]:
    return [one for one in page.list.rows.rows if isinstance(one, PlaceRow)]


def codes(page: DecisionPage) -> set[str]:
    return {one.code for one in page.blockers.list.rows.rows}


def test_a_chairs_meeting(sit_down: SitDown, before_the_meeting: Path, tmp_path: Path) -> None:
    path = before_the_meeting
    hands = sit_down(path, years.CHAIR)
    sees_the_ranking(hands)
    page = hands.turn_to("decision", DecisionPage)
    choose(hands, page, 3)
    tied = sees_the_line_and_the_tie(page)
    sees_how_firm_it_is(hands, page)
    goes_to_the_blocker_and_back(hands, page)
    decides_the_tie(hands, page, tied)
    drafts_the_minutes(hands, page, tmp_path)
    seals_with_a_second_person(hands, page)
    hands.window.close()
    db = open_reader(path)
    decision = reads.current_decision(db, 3, 2025)
    assert decision is not None and (decision.by, decision.second) == (years.CHAIR, years.OBSERVER)
    assert "经表决选入" in reads.decision_body(db, decision.id)
    outcomes = {row.case: row.outcome for row in reads.sealed(db)}
    assert (outcomes[tied[0]], outcomes.get(tied[1])) == ("selected", "reserve")
    db.close()
    assert history.verify_store(path).findings == ()


def choose(hands: Hands, page: DecisionPage, measure: int) -> None:
    page.measure.setFocus()
    at = page.measure.findData(measure)
    hands.press(*["Down"] * at) if at > page.measure.currentIndex() else hands.press(
        *["Up"] * (page.measure.currentIndex() - at)
    )
    assert page.measure.number == measure


def sees_the_ranking(hands: Hands) -> None:
    page = hands.turn_to("marks", MarksPage)
    assert page.table.list is not None and page.table.list.rows.rowCount() > PLACES


def sees_the_line_and_the_tie(page: DecisionPage) -> list[str]:
    """A tie across the last place leaves both out until the chair has decided."""
    tied = [one.case for one in places(page) if one.tied_at_line]
    assert len(tied) == 2 and not page.list.chosen_cases & set(tied)
    lines = [one.text for one in page.list.rows.rows if isinstance(one, Heading) and one.tone]
    assert any(f"名额 {PLACES} 个" in text for text in lines)
    assert "tie" in codes(page) and not page.seal.isEnabled()
    return tied


def sees_how_firm_it_is(hands: Hands, page: DecisionPage) -> None:
    page.tabs.setCurrentWidget(page.firmness)
    hands.settle()
    assert page.firmness.list.rows.rowCount() > 0 and page.firmness.told.text()
    page.tabs.setCurrentWidget(page.list)


def goes_to_the_blocker_and_back(hands: Hands, page: DecisionPage) -> None:
    """The gate names the unanswered check; it leads there, one key answers it, and it is gone from the gate."""
    blocker = next(one for one in page.blockers.list.rows.rows if one.page == "review")
    assert blocker.case == OPEN_CASE
    page.blockers.list.pick((blocker.case, blocker.code, blocker.sentence))
    hands.click(page.blockers.go)
    review_page = hands.frame.pages["review"]
    assert isinstance(review_page, ReviewPage) and review_page.case_at_hand() == OPEN_CASE
    hands.click(review_page.head.none)
    review_page.checks.pick(OPEN_CHECK)
    hands.press("1")
    hands.turn_to("decision", DecisionPage)
    assert not any(one.page == "review" for one in page.blockers.list.rows.rows)


def decides_the_tie(hands: Hands, page: DecisionPage, tied: list[str]) -> None:
    """Space takes one of the two in; the reason is asked for in the program's own window and proposed with the list."""
    page.list.pick(tied[0])
    page.list.setFocus(Qt.FocusReason.OtherFocusReason)
    hands.press("Space")
    assert tied[0] in page.list.chosen_cases and page.moved.isVisible()
    form = hands.will_fill(**{tied[0]: "场景覆盖面更广，经表决选入"})
    hands.click(page.propose)
    assert form.seen
    assert f"拟定名单 {PLACES} 项" in page.banner.sentence.text() and "经表决选入" in page.banner.sentence.text()
    assert page.blockers.badge.text() == "已齐备"


def drafts_the_minutes(hands: Hands, page: DecisionPage, folder: Path) -> None:
    page.tabs.setCurrentWidget(page.minutes)
    hands.settle()
    assert "经表决选入" in page.minutes.text.toPlainText()
    hands.click(page.minutes.copy)
    assert QGuiApplication.clipboard().text() == page.minutes.text.toPlainText()
    hands.will_save(folder / "纪要.txt")
    hands.click(page.minutes.keep)
    assert (folder / "纪要.txt").read_text(encoding="utf-8").strip() == page.minutes.text.toPlainText().strip()
    page.tabs.setCurrentWidget(page.list)


def seals_with_a_second_person(hands: Hands, page: DecisionPage) -> None:
    meeting = years.MEETING
    form = hands.will_fill(
        name=meeting.name, date=meeting.date, number=meeting.number, second=years.OBSERVER, password=years.PASSWORD
    )
    hands.click(page.seal)
    assert form.seen and form.title == "封存决定"
    assert all(one.sealed for one in places(page) if one.standing.outcome.label == "入选")
    for told in (meeting.number, years.CHAIR, years.OBSERVER):
        assert told in page.banner.sentence.text()
    assert not page.seal.isEnabled()

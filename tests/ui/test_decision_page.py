"""The page 遴选定案: the line where the places end, money that adds up, the gate, and acts of two people."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk import standings
from gyga_desk.model import Departure
from gyga_desk.money import write_yuan
from gyga_desk.store import reads
from tests.ui import years
from ui import dialogs
from ui.cells import Heading
from ui.decision_rows import PlaceRow
from ui.dialogs import Field
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.decision import DecisionPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def page_of(frame: Frame, measure: int) -> DecisionPage:
    frame.open("decision")
    page = frame.pages["decision"]
    assert isinstance(page, DecisionPage)
    page.measure.choose(measure)
    page.measure.activated.emit(page.measure.currentIndex())
    return page


def press(qtbot: QtBot, button: object, page: DecisionPage, settle: Settle) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)


def places(page: DecisionPage) -> list[PlaceRow]:
    return [one for one in page.list.rows.rows if isinstance(one, PlaceRow)]


def at_rank(page: DecisionPage, rank: int) -> PlaceRow:
    return next(one for one in places(page) if one.standing.rank == rank)


def tick(qtbot: QtBot, page: DecisionPage, rank: int) -> str:
    """By the keyboard: the row, then the space bar."""
    case = at_rank(page, rank).case
    page.list.pick(case)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    return case


@pytest.fixture(scope="module")
def ready_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Measure 3 scored and answered; measures 5 and 6 answered."""
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("ready")))
    years.take_scores(path)
    for measure in (3, 5, 6):
        years.answer_all(path, measure)
    return path


@pytest.fixture
def ready(ready_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ready_once, tmp_path))


@pytest.fixture
def sealing(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Answers every form: the meeting, the second person, the reason; changed by the test where it wants."""
    told = {
        "name": years.MEETING.name,
        "date": years.MEETING.date,
        "number": years.MEETING.number,
        "second": years.OBSERVER,
        "password": years.PASSWORD,
        "reason": "公示期间收到异议，经核实须重新评议",
    }
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: dict(told))
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    return told


def line_is_in_sight(page: DecisionPage) -> bool:
    """Without scrolling, on the window of a small office screen."""
    line = next(at for at, one in enumerate(page.list.rows.rows) if isinstance(one, Heading) and one.tone)
    foot = page.list.rowViewportPosition(line) + page.list.rowHeight(line)
    return page.list.verticalScrollBar().value() == 0 and foot <= page.list.viewport().height()


def test_the_line_stands_where_the_places_end(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    rows = page.list.rows.rows
    line = next(at for at, one in enumerate(rows) if isinstance(one, Heading) and one.tone)
    assert line == 10
    assert line_is_in_sight(page)
    assert "名额 10 个" in rows[line].text
    assert {one.standing.outcome.label for one in rows[:line]} == {"拟入选"}
    assert {one.standing.outcome.label for one in rows[line + 1 :] if isinstance(one, PlaceRow)} <= {
        "备选",
        "未入选",
        "不予支持",
    }
    assert page.list.chosen_cases == {one.case for one in rows[:line]}


def test_money_adds_up_row_by_row_and_in_the_totals(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    table = standings.of(page.ctx.reader, page.ctx.edition, 3, 2025)
    spent = sum(one.amount_fen or 0 for one in table.cases)
    assert places(page)[-1].running_fen == spent
    figures = {key: made.text() for key, made in page.sums.figures.items()}
    assert figures["amount"] == f"{write_yuan(spent)} 元"
    assert figures["city"] == f"{write_yuan(sum(one.city_fen or 0 for one in table.cases))} 元"
    assert figures["district"] == f"{write_yuan(sum(one.district_fen or 0 for one in table.cases))} 元"
    assert figures["supported"] == "10 项"
    assert figures["places"] == "共 10 个，尚余 0 个"
    assert figures["pool"] == "政策未定"


def test_where_there_is_little_room_no_money_is_cut_off(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    assert page.standing.isVisible()
    assert not page.list.isColumnHidden(6)
    page.list.resize(800, page.list.height())
    page.cards.resize(800, page.cards.height())
    assert not page.standing.isVisible()
    assert page.list.isColumnHidden(6)
    assert page.list.isColumnHidden(7)


def test_the_four_rules_stand_side_by_side(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 6)
    assert page.tabs.isTabVisible(1)
    page.tabs.setCurrentIndex(1)
    view = page.rules.list
    assert view is not None
    titles = [column.title for column in view.rows.columns[4:]]
    assert titles == ["逐项跳过", "到线截止", "末位补足", "同比例压减（现行）"]
    spent = view.rows.row_of("spent")
    for at, rule in enumerate(standings.RULES, 4):
        table = standings.of(page.ctx.reader, page.ctx.edition, 6, 2025, rule=rule)
        assert view.rows.index(spent, at).data() == write_yuan(sum(one.amount_fen or 0 for one in table.cases))
    assert len({view.rows.index(spent, at).data() for at in range(4, 8)}) == 4
    page.measure.choose(3)
    page.refresh()
    assert not page.tabs.isTabVisible(1)


def test_blockers_say_who_and_lead_to_the_page(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, years.CHAIR)
    page = page_of(frame, 3)
    found = standings.gate(page.ctx.reader, page.ctx.edition, 3, 2025)
    assert page.blockers.list.rows.rows == list(found)
    assert page.blockers.badge.text() == f"{len(found)} 件"
    assert not page.seal.isEnabled()
    first = next(one for one in found if one.page == "review")
    page.blockers.list.pick((first.case, first.code, first.sentence))
    qtbot.mouseClick(page.blockers.go, Qt.MouseButton.LeftButton)
    assert frame.current == "review"
    assert frame.pages["review"].queue.list.current().case == first.case


def test_a_list_by_rank_is_proposed_and_sealed_by_two(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    sealing: dict[str, str],
) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    press(qtbot, page.propose, page, settle)
    assert "拟定名单 10 项" in page.banner.sentence.text()
    assert page.blockers.badge.text() == "已齐备"
    assert line_is_in_sight(page)
    press(qtbot, page.seal, page, settle)
    decision = reads.current_decision(page.ctx.reader, 3, 2025)
    assert decision is not None
    assert (decision.by, decision.second, decision.meeting) == (years.CHAIR, years.OBSERVER, years.MEETING)
    words = page.banner.sentence.text()
    for told in (decision.id, years.MEETING.number, years.OBSERVER, decision.digest[:23]):
        assert told in words
    assert decision.digest in page.banner.toolTip()
    assert all(one.sealed for one in places(page))
    assert line_is_in_sight(page)
    assert not page.propose.isEnabled()


def test_a_wrong_second_password_seals_nothing(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    sealing: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(ready, years.CHAIR), 5)
    press(qtbot, page.propose, page, settle)
    refused: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: refused.append(str(error)))
    sealing["password"] = "not the password"
    press(qtbot, page.seal, page, settle)
    assert years.OBSERVER in refused[0]
    assert reads.current_decision(page.ctx.reader, 5, 2025) is None


def test_a_departure_asks_for_a_reason_for_each_case(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    out, come = tick(qtbot, page, 10), tick(qtbot, page, 11)
    assert page.moved.isVisible()
    assert out in page.moved.sentence.text()
    asked: list[Field] = []

    def form(_: object, _title: str, _intro: str, fields: list[Field], _yes: str) -> dict[str, str]:
        asked.extend(fields)
        return {field.name: f"理由 {field.name}" for field in fields}

    monkeypatch.setattr(dialogs, "ask_form", form)
    press(qtbot, page.propose, page, settle)
    assert [(one.name, one.required) for one in asked] == [(out, True), (come, True)]
    assert asked[0].title.startswith("不选入")
    held = reads.proposal(page.ctx.reader, 3, 2025)
    assert held is not None
    assert set(held.departures) == {Departure(out, f"理由 {out}"), Departure(come, f"理由 {come}")}
    assert come in held.selected
    assert out not in held.selected
    assert f"理由 {come}" in page.banner.sentence.text()
    assert not page.moved.isVisible()


def test_ticks_can_be_put_back_to_the_ranking(qtbot: QtBot, enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    before = page.list.chosen_cases
    tick(qtbot, page, 10)
    assert page.list.chosen_cases != before
    qtbot.mouseClick(page.moved.action, Qt.MouseButton.LeftButton)
    assert page.list.chosen_cases == before
    assert not page.moved.isVisible()


def test_the_box_is_ticked_by_the_mouse_too(qtbot: QtBot, enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    box = page.list.visualRect(page.list.rows.index(0, 0)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert places(page)[0].case not in page.list.chosen_cases


def test_turning_back_proposes_nothing(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    monkeypatch.setattr(dialogs, "confirm", lambda *_: False)
    press(qtbot, page.propose, page, settle)
    assert reads.proposal(page.ctx.reader, 3, 2025) is None


def test_a_decision_is_reopened_with_reason_and_second_person(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    sealing: dict[str, str],
) -> None:
    page = page_of(enter(ready, years.CHAIR), 5)
    assert not page.reopen.isVisible()
    press(qtbot, page.propose, page, settle)
    press(qtbot, page.seal, page, settle)
    assert page.reopen.isVisible()
    press(qtbot, page.reopen, page, settle)
    assert reads.current_decision(page.ctx.reader, 5, 2025) is None
    assert reads.decisions(page.ctx.reader, 5, 2025)[0].reopened == sealing["reason"]
    assert not any(one.sealed for one in places(page))
    assert not page.reopen.isVisible()


def test_only_the_chair_seals(enter: Enter, ready: Path) -> None:
    years.propose(ready, 5)
    page = page_of(enter(ready, years.CLERK), 5)
    assert page.propose.isEnabled()
    assert not page.seal.isEnabled()
    assert page.seal.toolTip() == "封存由主任和第二人办理。"


def test_the_observer_changes_nothing(qtbot: QtBot, enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.OBSERVER), 3)
    before = page.list.chosen_cases
    tick(qtbot, page, 10)
    assert page.list.chosen_cases == before
    assert not page.propose.isEnabled()
    assert not page.seal.isEnabled()


def test_a_measure_without_places_has_no_ticks(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 6)
    assert page.list.isColumnHidden(0)
    line = next(one for one in page.list.rows.rows if isinstance(one, Heading) and one.tone)
    assert "3,000,000.00 元" in line.text
    assert "同比例压减" in line.text


def test_the_chosen_cases_derivation_is_shown(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR), 3)
    one = at_rank(page, 4)
    page.list.pick(one.case)
    assert page.standing.amount.text() == f"{write_yuan(one.standing.amount_fen)} 元"
    assert page.standing.list.rows.rows[: len(one.standing.derivation)] == list(one.standing.derivation)

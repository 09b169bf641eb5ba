"""The page 智算券: the year's pool, issuing, one voucher's way to its settlement, returns and lapses, and who may what."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer, EntryKind, Meeting, Role
from gyga_desk.operations import decide, people, review, vouchers
from gyga_desk.operations.session import create_store, open_session
from tests.core.voucher_year import AWARDED, HELD_ON, OUTSIDE, RELATED, case, workbook
from tests.ui import years
from tests.ui.conftest import PASSWORD
from ui import dialogs
from ui.dialogs import Field
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.vouchers import VouchersPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
USE, PAY, SETTLE, LAPSE, RETURN = EntryKind
FIRST, SUM = "ZSQ-2025-0001", "1,916,097.47"


@pytest.fixture(scope="module")
def sealed_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("sealed")))
    years.answer_all(path, 1)
    session = open_session(path, years.REVIEWER, PASSWORD)
    review.answer_check(session, case(RELATED), "1.4", Answer.NO, "关联方")
    for number in OUTSIDE:
        review.answer_check(session, case(number), "1.7", Answer.NO, "属地财政承担单位待定")
    session.close()
    years.propose(path, 1)
    session = open_session(path, years.CHAIR, PASSWORD)
    decide.seal(
        session, 1, 2025, Meeting("评审委员会第一次会议", HELD_ON, "评审纪要〔2024〕1号"), years.OBSERVER, PASSWORD
    )
    session.close()
    return path


@pytest.fixture(scope="module")
def issued_once(sealed_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(sealed_once, tmp_path_factory.mktemp("issued")))
    session = open_session(path, years.CLERK, PASSWORD)
    vouchers.issue_vouchers(session, vouchers.read_day("2024-04-02"), (), 2025)
    session.close()
    return path


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sealed_once, tmp_path))


@pytest.fixture
def issued(issued_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(issued_once, tmp_path))


def page_of(frame: Frame) -> VouchersPage:
    frame.open("vouchers")
    page = frame.pages["vouchers"]
    assert isinstance(page, VouchersPage)
    return page


class Person:
    """Fills in the forms that come, remembers what was asked, and says yes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fields: list[dict[str, Field]] = []
        self.confirmed: list[str] = []
        self.answers: dict[str, str] | None = {}
        self.yes = True
        monkeypatch.setattr(dialogs, "ask_form", self._fill)
        monkeypatch.setattr(dialogs, "confirm", self._confirm)

    def _fill(self, _: object, __: str, ___: str, fields: list[Field], ____: str) -> dict[str, str] | None:
        self.fields.append({field.name: field for field in fields})
        return (
            None
            if self.answers is None
            else {field.name: self.answers.get(field.name, field.value) for field in fields}
        )

    def _confirm(self, _: object, __: str, text: str, ___: str) -> bool:
        self.confirmed.append(text)
        return self.yes


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


@pytest.fixture
def press(qtbot: QtBot, settle: Settle) -> Callable[[VouchersPage, QAbstractButton], None]:
    def press(page: VouchersPage, button: QAbstractButton) -> None:
        assert button.isEnabled()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(page.ctx.jobs)

    return press


Press = Callable[[VouchersPage, QAbstractButton], None]


def figures(page: VouchersPage) -> dict[str, str]:
    return {name: figure.number.text() for name, figure in page.figures.items()}


def states(page: VouchersPage) -> list[str]:
    return [str(page.list.rows.index(at, 5).data()) for at in range(page.list.rows.rowCount())]


def test_before_the_seal_the_page_says_what_comes_first(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, years.CLERK)
    page = page_of(frame)
    assert page.nothing.isVisible() and not page.issue.isEnabled() and not page.lapse.isEnabled()
    assert figures(page) == {
        "pool": "20,000,000.00",
        "issued": "0.00",
        "used": "0.00",
        "paid": "0.00",
        "back": "0.00",
        "left": "20,000,000.00",
    }
    qtbot.mouseClick(page.lead, Qt.MouseButton.LeftButton)
    assert frame.current == "decision"


def test_a_years_vouchers_are_issued_from_the_window(enter: Enter, sealed: Path, person: Person, press: Press) -> None:
    page = page_of(enter(sealed, years.CLERK))
    assert "9 个项目" in page.nothing.sentence.text() and not page.lead.isVisible()
    person.answers = {"from": "2024-04-02"}
    press(page, page.issue)
    assert [value for value, _ in person.fields[0]["case"].choices] == ["all", *(case(n) for n in AWARDED)]
    assert page.panes.isVisible() and not page.nothing.isVisible()
    assert [one.voucher.case for one in page.list.rows.rows] == [case(n) for n in AWARDED]
    assert set(states(page)) == {"已核发"}
    assert "已核发 9 张" in page.notice.sentence.text()
    assert not page.issue.isEnabled()
    assert page.card.values["until"].text() == "2025-04-02"
    assert page.card.values["contract"].text() == "ZS-2025-001"


def test_one_case_is_issued_and_the_others_still_wait(enter: Enter, sealed: Path, person: Person, press: Press) -> None:
    page = page_of(enter(sealed, years.CLERK))
    person.answers = {"from": "2024-04-02", "case": case(4)}
    press(page, page.issue)
    assert [one.voucher.case for one in page.list.rows.rows] == [case(4)]
    assert page.issue.isEnabled()


def test_who_turns_back_issues_nothing(enter: Enter, sealed: Path, person: Person, press: Press) -> None:
    page = page_of(enter(sealed, years.CLERK))
    person.answers = None
    press(page, page.issue)
    assert page.nothing.isVisible()


def test_a_refusal_is_said_on_the_page(enter: Enter, sealed: Path, person: Person, press: Press) -> None:
    page = page_of(enter(sealed, years.CLERK))
    person.answers = {"from": "2024-03-01"}
    press(page, page.issue)
    assert "更早的 2024-03-01" in page.notice.sentence.text()
    assert page.nothing.isVisible()


def test_a_voucher_goes_its_way(enter: Enter, issued: Path, person: Person, press: Press) -> None:
    page = page_of(enter(issued, years.CLERK))
    page.list.pick(FIRST)
    assert [page.entry[kind].isEnabled() for kind in (USE, PAY, SETTLE, RETURN)] == [True, False, False, True]
    person.answers = {"fen": "1000000", "on": "2024-06-30", "note": "第一期"}
    press(page, page.entry[USE])
    assert page.card.badge.text() == "部分使用"
    assert [page.entry[kind].isEnabled() for kind in (USE, PAY, SETTLE, RETURN)] == [True, True, False, False]
    assert [page.card.entries.rows.index(0, at).data() for at in range(4)] == [
        "2024-06-30",
        "使用",
        "1,000,000.00",
        "第一期",
    ]
    person.answers = {"fen": "916,097.47", "on": "2024-07-30"}
    press(page, page.entry[USE])
    assert page.card.badge.text() == "已用完"
    person.answers = {"on": "2024-08-30"}
    press(page, page.entry[PAY])
    assert person.fields[-1]["fen"].value == SUM
    assert page.card.badge.text() == "已兑付"
    assert [page.entry[kind].isEnabled() for kind in (USE, PAY, SETTLE, RETURN)] == [False, False, True, False]
    press(page, page.entry[SETTLE])
    assert page.card.badge.text() == "已核销"
    assert not any(page.entry[kind].isEnabled() for kind in (USE, PAY, SETTLE, RETURN))
    assert page.card.tabs.tabText(0) == "登记 4"
    assert (figures(page)["used"], figures(page)["paid"]) == (SUM, SUM)
    assert page.list.current().voucher.number == FIRST


@pytest.mark.parametrize(("fen", "words"), [("一百", "不是以元计"), ("99,999,999", "剩余额度"), ("0", "大于 0")])
def test_a_sum_that_cannot_be_changes_nothing(
    enter: Enter,
    issued: Path,
    person: Person,
    press: Press,
    monkeypatch: pytest.MonkeyPatch,
    fen: str,
    words: str,
) -> None:
    page = page_of(enter(issued, years.CLERK))
    said: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: said.append(str(error)))
    person.answers = {"fen": fen, "on": "2024-06-30"}
    press(page, page.entry[USE])
    assert words in (said[0] if said else page.notice.sentence.text())
    assert page.card.badge.text() == "已核发"


def test_what_is_returned_or_lapses_goes_back_to_the_balance(
    enter: Enter, issued: Path, person: Person, press: Press
) -> None:
    page = page_of(enter(issued, years.CLERK))
    page.list.pick(FIRST)
    person.answers = {"on": "2024-05-01"}
    press(page, page.entry[RETURN])
    assert page.card.badge.text() == "已退回"
    assert figures(page)["back"] == SUM
    person.answers = {"on": "2025-04-02"}
    press(page, page.lapse)
    assert "没有逾期未用完" in page.notice.sentence.text()
    person.answers = {"on": "2025-04-03"}
    person.yes = False
    press(page, page.lapse)
    assert "ZSQ-2025-0002" in person.confirmed[0] and "共 8 张" in person.confirmed[0]
    assert states(page) == ["已退回"] + ["已核发"] * 8
    person.yes = True
    press(page, page.lapse)
    assert states(page) == ["已退回"] + ["已作废"] * 8
    assert figures(page)["left"] == "20,000,000.00"
    assert "8 张智算券逾期作废" in page.notice.sentence.text()


def test_undo_takes_an_entry_back(
    qtbot: QtBot, enter: Enter, issued: Path, person: Person, press: Press, settle: Settle
) -> None:
    frame = enter(issued, years.CLERK)
    page = page_of(frame)
    person.answers = {"fen": "5", "on": "2024-06-30"}
    press(page, page.entry[USE])
    assert f"登记智算券 {FIRST}" in frame.top.undo.toolTip()
    qtbot.mouseClick(frame.top.undo, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.card.badge.text() == "已核发"
    assert page.card.entries.rows.rows == []


def test_a_redemption_row_is_shown_on_its_voucher(
    enter: Enter, issued: Path, tmp_path: Path, settle: Settle, qtbot: QtBot
) -> None:
    row = {"办理环节": "兑付", "已付金额": 6_386_991.58, "付款日期": "2025-06-20", "发票金额": 6_025_463.75}
    frame = enter(issued, years.CLERK)
    page = page_of(frame)
    frame.open("intake")
    taking = frame.pages["intake"]
    taking.look_into(workbook(tmp_path / "兑付.xlsx", row))
    settle(frame.ctx.jobs)
    assert "1 行是智算券兑付申请" in taking.looking.verdict.text()
    qtbot.mouseClick(taking.looking.all, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert "新增或更新 0 个项目" in taking.result.sentence.text() and "兑付申请 1 行" in taking.result.sentence.text()
    frame.open("vouchers")
    page.list.pick(FIRST)
    asked = page.card.asked.rows
    assert [asked.index(0, at).data() for at in range(4)] == [
        "2025-06-20",
        "6,386,991.58",
        "6,025,463.75",
        f"兑付.xlsx 1智算券 第 {asked.rows[0].row} 行",
    ]
    assert page.card.tabs.tabText(1) == "兑付申请 1"


@pytest.mark.parametrize(("name", "may"), [(years.CLERK, True), (years.CHAIR, False), (years.OBSERVER, False)])
def test_all_look_and_the_clerk_writes(enter: Enter, issued: Path, name: str, may: bool) -> None:
    page = page_of(enter(issued, name))
    assert len(page.list.rows.rows) == len(AWARDED)
    assert page.lapse.isEnabled() is may
    assert page.entry[USE].isEnabled() is may


def test_reviewers_have_no_such_page(enter: Enter, issued: Path) -> None:
    assert "vouchers" not in enter(issued, years.REVIEWER).nav.buttons


def test_another_page_leads_to_a_cases_voucher(enter: Enter, issued: Path) -> None:
    frame = enter(issued, years.CLERK)
    frame.ctx.go("vouchers", case(4))
    page = frame.pages["vouchers"]
    assert isinstance(page, VouchersPage)
    assert page.list.current().voucher.case == case(4)


def test_without_a_guide_the_missing_figure_is_named(enter: Enter, tmp_path: Path) -> None:
    path = tmp_path / "无指南.gyga"
    create_store(path, admin="陈管理", password=PASSWORD)
    session = open_session(path, "陈管理", PASSWORD)
    people.add_person(session, years.CLERK, Role.CLERK, PASSWORD)
    session.close()
    page = page_of(enter(path, years.CLERK))
    assert "有效期未定（第八条(五)" in page.notice.sentence.text()
    assert not page.issue.isEnabled()

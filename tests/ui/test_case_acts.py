"""Acts on one case beside the list: 一事一议, withdrawal and replacement, credit checks, and who pays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gyga_desk.model import Outcome, Standing
from gyga_desk.money import write_yuan
from gyga_desk.rules.totals import totals
from gyga_desk.store import reads
from tests.ui import years
from ui import dialogs
from ui.decision_rows import PlaceRow
from ui.decision_tabs import PayersTable
from ui.dialogs import Field
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.decision import DecisionPage
from ui.pages.papers import PapersPage
from ui.pages.review import ReviewPage
from ui.style import Tone

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def page_of(frame: Frame, measure: int = 3) -> DecisionPage:
    frame.open("decision")
    page = frame.pages["decision"]
    assert isinstance(page, DecisionPage)
    page.measure.choose(measure)
    page.measure.activated.emit(page.measure.currentIndex())
    return page


def do(act: QAction, page: DecisionPage, settle: Settle) -> None:
    act.trigger()
    settle(page.ctx.jobs)


def standing(page: DecisionPage, case: str) -> Standing:
    return next(one.standing for one in page.list.rows.rows if isinstance(one, PlaceRow) and one.case == case)


def pick_first(page: DecisionPage) -> str:
    """The first case below the headings."""
    case = next(one.case for one in page.list.rows.rows if isinstance(one, PlaceRow))
    page.list.pick(case)
    return case


@pytest.fixture(scope="module")
def ready_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("ready")))
    years.take_scores(path)
    years.answer_all(path, 3)
    return path


@pytest.fixture
def ready(ready_once: Path, tmp_path: Path) -> Path:
    """Measure 3 scored and answered."""
    return Path(shutil.copy(ready_once, tmp_path))


@pytest.fixture(scope="module")
def sealed_once(ready_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(ready_once, tmp_path_factory.mktemp("sealed")))
    years.seal(path, 3)
    return path


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sealed_once, tmp_path))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Answers every form; changed by the test where it wants. The fields asked are kept under their titles."""
    held = {
        "name": "市政府专题会议", "date": "2025-08-20", "number": "筑府专议〔2025〕8号", "second": years.OBSERVER, "password": years.PASSWORD,
        "reason": "重大项目", "sum": "1,234,567.89", "refill": "next", "why": "", "late": "",
    }  # fmt: skip
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: dict(held))
    return held


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: found.append(str(error)))
    return found


def test_a_meetings_sum_is_recorded_and_taken_back(
    enter: Enter, ready: Path, settle: Settle, told: dict[str, str]
) -> None:
    page = page_of(enter(ready, years.CHAIR))
    case = page.list.current().case
    assert page.acts.special.isEnabled() and not page.acts.clear.isEnabled() and not page.acts.withdraw.isEnabled()
    do(page.acts.special, page, settle)
    found = standing(page, case)
    assert (found.outcome, found.amount_fen, found.rank) == (Outcome.AWARDED, 123456789, None)
    page.list.pick(case)
    assert told["number"] in page.standing.list.rows.rows[0].label
    assert page.acts.clear.isEnabled()
    do(page.acts.clear, page, settle)
    assert standing(page, case).rank == 1


def test_a_sum_that_is_none_is_refused(
    enter: Enter, ready: Path, settle: Settle, told: dict[str, str], refused: list[str]
) -> None:
    page = page_of(enter(ready, years.CHAIR))
    told["sum"] = "一百万"
    do(page.acts.special, page, settle)
    told["sum"], told["password"] = "100", "not the password"
    do(page.acts.special, page, settle)
    assert len(refused) == 2 and "一百万" in refused[0] and years.OBSERVER in refused[1]
    assert not page.work.specials


def test_turning_back_records_nothing(
    enter: Enter, ready: Path, sealed: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: None)
    page = page_of(enter(ready, years.CHAIR))
    do(page.acts.special, page, settle)
    do(page.acts.clear, page, settle)
    do(page.acts.withdraw, page, settle)
    assert not page.work.specials and not page.work.withdrawn


def test_only_the_chair_acts_on_one_case(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CLERK))
    assert not page.acts.isEnabled()
    assert page.acts.toolTip() == "由主任和第二人办理。"


def test_a_referral_has_no_sum_to_decide(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.CHAIR), 7)
    assert not page.acts.special.isEnabled()
    assert not page.acts.isEnabled()


def test_who_withdraws_is_replaced_and_the_papers_follow(
    enter: Enter,
    sealed: Path,
    settle: Settle,
    told: dict[str, str],
    refused: list[str],
) -> None:
    frame = enter(sealed, years.CHAIR)
    page = page_of(frame)
    chosen = [
        one.case
        for one in page.list.rows.rows
        if isinstance(one, PlaceRow) and one.standing.outcome is Outcome.SELECTED
    ]
    page.list.pick(chosen[1])
    assert page.acts.withdraw.isEnabled() and not page.acts.special.isEnabled()
    do(page.acts.withdraw, page, settle)
    assert "同分并列" in refused[0]  # the first two of the reserve are equals
    told["refill"], told["why"] = "2025-M3-0009", "与第8号同分，抽签决定"
    do(page.acts.withdraw, page, settle)
    assert standing(page, chosen[1]).outcome is Outcome.NOT_SELECTED
    assert standing(page, "2025-M3-0009").outcome is Outcome.SELECTED
    assert [d.id for d in reads.standing_decisions(page.ctx.reader, 3, 2025)] == ["2025-M3-D1", "2025-M3-D2"]
    frame.open("papers")
    papers = frame.pages["papers"]
    assert isinstance(papers, PapersPage)
    papers.measure.choose(3)
    papers.refresh()
    listed = [one.case for one in papers.list.rows.rows]
    assert len(listed) == 10 and "2025-M3-0009" in listed and chosen[1] not in listed


def test_a_place_is_left_free_and_filled_later(
    enter: Enter, sealed: Path, settle: Settle, told: dict[str, str]
) -> None:
    page = page_of(enter(sealed, years.CHAIR))
    first = pick_first(page)
    told["refill"] = "free"
    do(page.acts.withdraw, page, settle)
    assert set(page.work.withdrawn) == {first} and page.work.taken.places == 9
    page.list.pick(first)
    assert page.acts.withdraw.isEnabled()
    told["refill"], told["why"] = "2025-M3-0008", "成效较高"
    do(page.acts.withdraw, page, settle)
    assert page.work.taken.places == 10


def test_the_reserve_is_offered_by_name(enter: Enter, sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Field] = []
    monkeypatch.setattr(dialogs, "ask_form", lambda *words: asked.extend(words[3]))
    page = page_of(enter(sealed, years.CHAIR))
    pick_first(page)
    page.acts.withdraw.trigger()
    choices = next(one for one in asked if one.name == "refill").choices
    assert [value for value, _ in choices][:4] == ["next", "free", "2025-M3-0008", "2025-M3-0009"]
    assert "83.00 分" in choices[2][1]


def test_who_pays_is_shown_for_the_measure_and_the_year(enter: Enter, ready: Path, sealed: Path) -> None:
    page = page_of(enter(sealed, years.CHAIR))
    page.tabs.setCurrentWidget(page.payers)
    rows = page.payers.rows.rows
    assert rows[0].payer == "市级财政" and rows[-1].payer == "合计"
    assert sum(one.own_fen for one in rows[:-1]) == rows[-1].own_fen == page.table.spent_fen
    assert (rows[0].cases, rows[-1].year_fen) == (10, rows[-1].own_fen)
    assert page.payers.rows.columns[2].text(rows[-1]) == write_yuan(page.table.spent_fen)
    page.measure.choose(6)
    page.refresh()
    assert page.payers.rows.rows[-1].own_fen == 0 < page.payers.rows.rows[-1].year_fen


def test_nothing_sealed_has_no_payers(enter: Enter, ready: Path) -> None:
    page = page_of(enter(ready, years.CHAIR))
    page.tabs.setCurrentWidget(page.payers)
    assert page.payers.rows.rows == []


def test_one_credit_check_is_recorded_beside_the_case(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = enter(year, years.REVIEWER)
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage) and page.shown is not None
    held = {"stage": "filing", "platform": "信用中国", "on": "2025-05-20", "state": "bad", "result": "失信被执行人"}
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: dict(held))
    qtbot.mouseClick(page.credit, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    line = next(one for one in page.shown.lines if one.check.id == "G6")
    assert "信用中国 2025-05-20 查询结果为“失信被执行人”" in line.findings[0].sentence
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: None)
    qtbot.mouseClick(page.credit, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)


def test_the_chair_looks_at_credit_checks_and_records_none(enter: Enter, ready: Path) -> None:
    frame = enter(ready, years.CHAIR)
    frame.open("review")
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage) and not page.credit.isEnabled()
    decision = page_of(frame)
    decision.tabs.setCurrentWidget(decision.credit_face)
    one = decision.credit.rows.rows[0]
    columns = decision.credit.rows.columns
    assert "申报表所列 2025-05-06 无不良记录" in columns[2].text(one)
    assert (columns[4].text(one), "公示前的信用查询尚未登记" in columns[3].text(one)) == ("尚缺", True)


def test_many_credit_checks_from_a_table(
    qtbot: QtBot,
    enter: Enter,
    ready: Path,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(ready, years.CLERK))
    page.tabs.setCurrentWidget(page.credit_face)
    good = [f"2025-M3-000{n},{stage},信用中国,{on},{result}" for n, stage, on, result in (
        (1, "受理", "2025-05-20", "无"), (1, "公示", "2025-07-20", "无"), (1, "拨付", "2025-09-01", "无"),
        (2, "受理", "2025-02-01", "无"), (3, "受理", "2025-05-20", "失信被执行人"),
    )]  # fmt: skip
    bad = [f"无此件{n},受理,信用中国,2025-05-20,无" for n in range(11)]
    (tmp_path / "信用.csv").write_text("\n".join(["项目编号,环节,平台,日期,结果", *good, *bad]), encoding="utf-8")
    shown: list[str] = []
    monkeypatch.setattr(dialogs, "open_file", lambda *_: tmp_path / "信用.csv")
    monkeypatch.setattr(dialogs, "show", lambda _, title, text: shown.extend([title, text]))
    take = next(one for one in page.credit_face.findChildren(type(page.seal)) if "导入" in one.text())
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert shown[0] == "有 11 处没有登记" and "另有 1 处" in shown[1]
    columns, rows = page.credit.rows.columns, {one.case: one for one in page.credit.rows.rows}
    states = [columns[4].text(rows[f"2025-M3-000{n}"]) for n in (1, 2, 3, 4)]
    assert states == ["齐全", "过期", "不良", "尚缺"]
    assert columns[4].tone is not None
    assert [columns[4].tone(rows[f"2025-M3-000{n}"]) for n in (1, 2, 3, 4)] == [
        Tone.GOOD,
        Tone.BAD,
        Tone.BAD,
        Tone.QUIET,
    ]
    (tmp_path / "信用.csv").write_text("\n".join(["项目编号,环节,平台,日期,结果", good[0]]), encoding="utf-8")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert len(shown) == 2
    monkeypatch.setattr(dialogs, "open_file", lambda *_: None)
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)


def test_a_late_decision_is_sealed_with_its_reason(
    qtbot: QtBot, enter: Enter, ready: Path, settle: Settle, told: dict[str, str], refused: list[str]
) -> None:
    years.propose(ready, 3)
    page = page_of(enter(ready, years.CHAIR))
    told["date"] = "2027-03-25"
    for late in ("", "期内申报，期后兑现"):
        told["late"] = late
        qtbot.mouseClick(page.seal, Qt.MouseButton.LeftButton)
        settle(page.ctx.jobs)
    assert len(refused) == 1 and "2027-03-24" in refused[0]
    decision = reads.current_decision(page.ctx.reader, 3, 2025)
    assert decision is not None and decision.late == "期内申报，期后兑现"


def test_who_has_no_payer_stands_apart_in_the_table(qtbot: QtBot) -> None:
    def award(case: str, fen: int, payer: str) -> Standing:
        city, district = (fen - fen // 2, fen // 2) if payer else (None, None)
        return Standing(
            case, 1, "某大学", "码", "事", Outcome.AWARDED, Outcome.AWARDED, (), None, (), None, None, False, fen, fen, city, district, payer, (),
        )  # fmt: skip

    own, other = award("2025-M1-0001", 101, ""), award("2025-M2-0001", 7, "")
    table = PayersTable()
    qtbot.addWidget(table)
    payers = ("云岩区",)
    table.show_totals(
        totals([own, award("2025-M1-0002", 3, "云岩区")], payers),
        totals([own, award("2025-M1-0002", 3, "云岩区"), other], payers),
    )
    rows = [(one.payer, one.cases, one.own_fen, one.year_cases, one.year_fen) for one in table.rows.rows]
    assert rows == [
        ("市级财政", 1, 2, 1, 2), ("云岩区财政", 1, 1, 1, 1), ("承担单位未定：2025-M1-0001 某大学", 1, 101, 1, 101),
        ("承担单位未定：2025-M2-0001 某大学", 0, 0, 1, 7), ("合计", 2, 104, 3, 111),
    ]  # fmt: skip
    assert table.rows.rows[2].tone is Tone.WARN

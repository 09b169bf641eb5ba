"""The page 评分排名: score tables in, every expert's total with what became of it, ranks, and the chair's striking."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk import standings
from gyga_desk.model import MarkUse, Standing
from gyga_desk.store import reads
from tests.ui import years
from ui import dialogs
from ui.cells import StruckDelegate
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.marks import MarksPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def page_of(frame: Frame) -> MarksPage:
    frame.open("marks")
    page = frame.pages["marks"]
    assert isinstance(page, MarksPage)
    page.tabs.setCurrentWidget(page.ranking)
    return page


def shown(page: MarksPage) -> list[Standing]:
    assert page.table.list is not None
    return page.table.list.rows.rows


def cell(page: MarksPage, row: int, title: str) -> str:
    """The text of a cell by its column's title."""
    assert page.table.list is not None
    model = page.table.list.rows
    titles = [column.title for column in model.columns]
    return model.index(row, titles.index(title)).data()


@pytest.fixture(scope="module")
def scored_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("scored")))
    years.take_scores(path)
    return path


@pytest.fixture
def scored(scored_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(scored_once, tmp_path))


def take(qtbot: QtBot, page: MarksPage, file: Path, monkeypatch: pytest.MonkeyPatch, settle: Settle) -> None:
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    qtbot.mouseClick(page.taking.take, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)


def test_without_scores_there_is_no_rank(enter: Enter, year: Path) -> None:
    page = page_of(enter(year, years.CLERK))
    assert page.table.experts == ()
    assert {cell(page, at, "名次") for at in range(24)} == {"—"}
    assert page.card.experts.empty == "这个项目还没有评分。"


def test_a_score_table_is_taken_in(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(year, years.CLERK))
    take(qtbot, page, years.SCORES, monkeypatch, settle)
    assert "24 个项目、7 位专家" in page.taking.notice.sentence.text()
    assert not page.taking.problems.isVisible()
    assert page.table.experts == ("专家一", "专家二", "专家三", "专家四", "专家五", "专家六", "专家七")
    table = standings.of(page.ctx.reader, page.ctx.edition, 3, 2025)
    assert shown(page) == list(table.cases)


def test_what_is_wrong_in_a_score_table_is_shown_cell_by_cell(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.load_workbook(years.SCORES)
    book.active["C3"] = "优秀"
    book.active["A4"] = "没有这个项目"
    book.save(tmp_path / "bad.xlsx")
    page = page_of(enter(year, years.CLERK))
    take(qtbot, page, tmp_path / "bad.xlsx", monkeypatch, settle)
    assert "2 处问题" in page.taking.notice.sentence.text()
    assert [one.cell for one in page.taking.problems.rows.rows] == ["C3", "A4"]
    assert page.taking.problems.isVisible()
    page.taking.notice.clear()
    assert not page.taking.problems.isVisible()
    assert page.card.isVisible()


def test_a_file_that_is_no_score_table_is_refused_in_a_sentence(
    qtbot: QtBot,
    enter: Enter,
    year: Path,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "photo.xlsx").write_bytes(b"\xff\xd8\xff\xe0 not a workbook")
    page = page_of(enter(year, years.CLERK))
    take(qtbot, page, tmp_path / "photo.xlsx", monkeypatch, settle)
    assert "photo.xlsx" in page.taking.notice.sentence.text()
    assert reads.marks(page.ctx.reader, 3, 2025) == []


def test_each_experts_total_with_what_became_of_it(enter: Enter, scored: Path) -> None:
    page = page_of(enter(scored, years.CHAIR))
    rows = shown(page)
    uses = {(row, total.expert): total.use for row, one in enumerate(rows) for total in one.scores}
    recused = next(key for key, use in uses.items() if use is MarkUse.RECUSED)
    assert cell(page, *recused) == "回避"
    dropped = [key for key, use in uses.items() if use is MarkUse.DROPPED]
    assert sum(1 for row, _ in dropped if row == 0) == 2
    view = page.table.list
    assert view is not None
    for (row, expert), use in uses.items():
        column = [one.title for one in view.rows.columns].index(expert)
        delegate = view.itemDelegateForColumn(column)
        assert isinstance(delegate, StruckDelegate)
        assert delegate.struck(rows[row]) is (use is MarkUse.DROPPED)


def test_ranks_and_scores_are_as_published(enter: Enter, scored: Path) -> None:
    page = page_of(enter(scored, years.CHAIR))
    assert [cell(page, at, "名次") for at in range(3)] == ["1", "2", "3"]
    assert cell(page, 0, "得分") == "96.30"
    for at, one in enumerate(shown(page)):
        wide = one.spread is not None and one.spread > 20
        assert cell(page, at, "分差").endswith("偏大") is wide
        assert cell(page, at, "名次").endswith("并列") is one.tied


def test_the_chair_strikes_a_mark_with_a_reason_and_restores_it(
    qtbot: QtBot,
    enter: Enter,
    scored: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(scored, years.CHAIR))
    before = shown(page)[0]
    page.card.experts.pick("专家一")
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask_text", lambda *told: asked.append(told[2]) or "评分表未签字")
    qtbot.mouseClick(page.card.strike, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert before.case in asked[0]
    assert "专家一" in asked[0]
    current = page.card.experts.current()
    assert current.total.use is MarkUse.STRUCK
    assert current.note == "评分表未签字"
    assert shown(page)[0].score != before.score
    assert not page.card.strike.isEnabled()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    qtbot.mouseClick(page.card.restore, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert shown(page)[0] == before


def test_without_a_reason_nothing_is_struck(
    qtbot: QtBot,
    enter: Enter,
    scored: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(enter(scored, years.CHAIR))
    before = reads.marks(page.ctx.reader, 3, 2025)
    page.card.experts.pick("专家一")
    monkeypatch.setattr(dialogs, "ask_text", lambda *_: None)
    qtbot.mouseClick(page.card.strike, Qt.MouseButton.LeftButton)
    settle(page.ctx.jobs)
    assert reads.marks(page.ctx.reader, 3, 2025) == before


@pytest.mark.parametrize(("name", "takes"), [(years.CLERK, True), (years.REVIEWER, False), (years.OBSERVER, False)])
def test_who_may_what(enter: Enter, scored: Path, name: str, takes: bool) -> None:
    page = page_of(enter(scored, name))
    page.card.experts.pick("专家一")
    assert page.taking.take.isEnabled() is takes
    assert not page.card.strike.isEnabled()
    assert page.card.hint.text() == "剔除和恢复评分由主任办理。"


def test_the_rules_of_scoring_stand_on_the_page_with_their_clause(enter: Enter, scored: Path) -> None:
    page = page_of(enter(scored, years.REVIEWER))
    words = page.header.sentence.text()
    assert "不少于 3 份" in words
    assert "70.00" in words
    assert "样例指南第三项" in words
    assert [page.measure.itemData(at) for at in range(page.measure.count())] == [3, 4]


def test_another_page_leads_to_a_case(enter: Enter, scored: Path) -> None:
    frame = enter(scored, years.CHAIR)
    frame.ctx.go("marks", "2025-M3-0009")
    page = page_of(frame)
    assert page.table.list is not None
    assert page.table.list.current().case == "2025-M3-0009"
    assert page.card.name.text().startswith("2025-M3-0009")

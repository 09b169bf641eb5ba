"""The page 台账: whose history is shown, lists read and taken from the window, and what another role may do."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gyga_desk.model import Case
from gyga_desk.store import lists, reads
from gyga_desk.store.lists import AWARDS, FILINGS
from tests.ui.years import seal
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.ledgers import LedgersPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
Choose = Callable[[Path, str], None]
HEADER = ["企业名称", "统一社会信用代码", "资金名称", "项目名称", "年度", "拨付金额(万元)"]
FILINGS_HEADER = ["算法名称", "角色", "主体名称", "备案编号"]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Answers the choice of a file and the question for its day."""

    def choose(file: Path, day: str) -> None:
        def form(
            _parent: object, _title: str, _intro: str, fields: list[dialogs.Field], _yes: str
        ) -> dict[str, str] | None:
            return {fields[0].name: day or fields[0].value}

        monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
        monkeypatch.setattr(dialogs, "ask_form", form)

    return choose


def ledgers_of(frame: Frame) -> LedgersPage:
    frame.open("ledgers")
    page = frame.pages["ledgers"]
    assert isinstance(page, LedgersPage)
    return page


def shown(page: LedgersPage) -> list[tuple[str, ...]]:
    model = page.lines.rows
    return [
        tuple(str(model.index(at, column).data()) for column in range(model.columnCount()))
        for at in range(model.rowCount())
    ]


def table(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def awards_to(path: Path, case: Case, *more: list[str]) -> Path:
    return table(path, HEADER, [case.applicant, case.credit_code, "省大数据专项资金", "别的项目", "2024", "60"], *more)


def first(frame: Frame) -> Case:
    return reads.cases(frame.ctx.reader, 3, 2025)[0]


def test_a_list_is_previewed_then_taken_and_stands_in_the_history(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, choose: Choose, tmp_path: Path,
) -> None:  # fmt: skip
    frame = enter(year, "李经办")
    page, case = ledgers_of(frame), first(frame)
    choose(awards_to(tmp_path / "奖补20250331.csv", case), "")
    qtbot.mouseClick(page.import_awards, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.faces.currentWidget() is page.looking
    assert "奖补20250331.csv，名单日期 2025-03-31" in page.looking.file.text()
    assert lists.lists(frame.ctx.reader) == []
    qtbot.mouseClick(page.looking.all, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert page.faces.currentWidget() is page.main
    assert "L0001" in page.result.sentence.text()
    assert [page.files.rows.index(0, at).data() for at in (0, 1, 3, 4)] == ["L0001", "既往支持名单", "2025-03-31", "1"]
    page.search.setText(case.credit_code)
    settle(frame.ctx.jobs)
    assert page.found.rows.rowCount() == 1
    assert [line[1:] for line in shown(page)][-1] == (
        "L0001/2",
        "省大数据专项资金",
        "别的项目",
        "名单所载",
        "—",
        "600,000.00",
    )
    assert case.id in [line[1] for line in shown(page)]
    assert "名单所载 600,000.00 元" in page.sums.text()


def test_the_history_tells_what_came_of_each_case(enter: Enter, year: Path, settle: Settle) -> None:
    seal(year, 6)
    frame = enter(year, "王审核")
    page = ledgers_of(frame)
    case = next(s for s in reads.sealed(frame.ctx.reader) if s.amount_fen)
    page.show_case(case.case)
    settle(frame.ctx.jobs)
    line = next(one for one in shown(page) if one[1] == case.case)
    assert line[0] == "2025"
    assert line[2].startswith("措施六")
    assert line[4] == "拟支持"
    assert f"{case.amount_fen / 100:,.2f}" == line[6]
    assert f"已封存的支持 {line[6]} 元" in page.sums.text()
    page.lines.opened.emit(page.lines.rows.rows[0])
    settle(frame.ctx.jobs)
    assert frame.current == "review"


def test_faults_are_shown_and_the_rest_can_be_taken(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, choose: Choose, tmp_path: Path,
) -> None:  # fmt: skip
    frame = enter(year, "李经办")
    page = ledgers_of(frame)
    path = awards_to(
        tmp_path / "奖补.csv",
        first(frame),
        ["乙公司", "", "区级奖补", "某项目", "2024", "壹万"],
        ["合计", "", "", "", "", "60"],
    )
    choose(path, "2025-03-31")
    page.choose_file(AWARDS)
    settle(frame.ctx.jobs)
    view = page.looking
    assert (view.new.number.text(), view.known.number.text(), view.held.number.text()) == ("1", "0", "1")
    assert [view.problems.rows.index(0, at).data() for at in (0, 1, 3)] == ["须改正", "奖补 F3", "壹万"]
    assert "合计 600,000.00 元，逐行相加 600,000.00 元" in view.verdict.text()
    assert not view.all.isEnabled()
    qtbot.mouseClick(view.clean, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert [a.row for a in lists.earlier_awards(frame.ctx.reader)] == [2]
    page.choose_file(AWARDS)
    settle(frame.ctx.jobs)
    assert "已作为名单 L0001 导入" in view.verdict.text()
    assert not view.all.isEnabled()
    assert not view.clean.isEnabled()
    qtbot.mouseClick(view.away, Qt.MouseButton.LeftButton)
    assert page.faces.currentWidget() is page.main


def test_nothing_new_and_nothing_good_are_said(
    enter: Enter, year: Path, settle: Settle, choose: Choose, tmp_path: Path
) -> None:
    frame = enter(year, "李经办")
    page = ledgers_of(frame)
    for name, more, words in (
        ("一.csv", [], "可以全部导入"),
        ("二.csv", [["", "", "", "", "", ""]], "各行都已在记录中"),
    ):
        choose(awards_to(tmp_path / name, first(frame), *more), "2025-03-31")
        page.choose_file(AWARDS)
        settle(frame.ctx.jobs)
        assert words in page.looking.verdict.text()
        page.take(accept_clean=False)
        settle(frame.ctx.jobs)
    choose(table(tmp_path / "三.csv", HEADER, ["乙公司", "", "区级奖补", "某项目", "2024", "壹万"]), "2025-03-31")
    page.choose_file(AWARDS)
    settle(frame.ctx.jobs)
    assert page.looking.verdict.text() == "没有可以导入的行。"
    assert len(lists.lists(frame.ctx.reader)) == 1


def test_a_filing_list_and_its_removal(
    qtbot: QtBot, enter: Enter, year: Path, settle: Settle, choose: Choose, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    frame = enter(year, "李经办")
    page = ledgers_of(frame)
    choose(
        table(
            tmp_path / "清单.csv", FILINGS_HEADER, ["甲算法", "服务提供者", "甲公司", "网信算备520100111110240011号"]
        ),
        "2025-03-31",
    )
    qtbot.mouseClick(page.import_filings, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    qtbot.mouseClick(page.looking.all, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    assert [f.number for f in lists.filings(frame.ctx.reader)] == ["网信算备520100111110240011号"]
    assert [x.kind for x in page.files.rows.rows] == [FILINGS]
    assert not page.remove.isEnabled()
    page.remove_file()
    page.files.pick("L0001")
    assert page.remove.isEnabled()
    for reason, left in ((None, 1), (" ", 1), ("导错文件", 0)):
        monkeypatch.setattr(dialogs, "ask_text", lambda *_, said=reason: said)
        qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
        settle(frame.ctx.jobs)
        assert page.files.rows.rowCount() == left
    assert "理由" in page.result.sentence.text()


def test_what_cannot_be_read_is_a_sentence_on_the_page(
    enter: Enter, year: Path, settle: Settle, choose: Choose, tmp_path: Path
) -> None:
    frame = enter(year, "李经办")
    page = ledgers_of(frame)
    choose(table(tmp_path / "别的.csv", ["什么", "都不是"], ["1", "2"]), "2025-03-31")
    page.choose_file(AWARDS)
    settle(frame.ctx.jobs)
    assert "没有找到表头" in page.result.sentence.text()
    assert page.faces.currentWidget() is page.main


def test_turning_back_reads_nothing(enter: Enter, year: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    frame = enter(year, "李经办")
    page = ledgers_of(frame)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: None)
    page.choose_file(AWARDS)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: tmp_path / "名单.csv")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: None)
    page.choose_file(AWARDS)
    page.take(accept_clean=False)
    assert not frame.ctx.jobs.busy
    assert page.result.isHidden()


def test_a_reviewer_looks_and_does_not_import(enter: Enter, year: Path, settle: Settle) -> None:
    frame = enter(year, "王审核")
    page = ledgers_of(frame)
    assert not page.import_awards.isEnabled()
    assert not page.import_filings.isEnabled()
    page.search.setText("查无此家")
    settle(frame.ctx.jobs)
    assert page.found.rows.rowCount() == 0
    assert shown(page) == []
    page.search.clear()
    assert page.found.rows.rowCount() > 1
    page.found.pick_first()
    settle(frame.ctx.jobs)
    assert shown(page)

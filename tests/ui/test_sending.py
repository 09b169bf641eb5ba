"""What leaves the house from the window: forms, tables, marked workbooks, lists, score books."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.intake import IntakePage
from ui.pages.marks import MarksPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]


def action(frame: Frame, name: str) -> QAction:
    found = frame.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


@pytest.mark.parametrize(("choice", "sheets"), [("0", 11), ("3", 4)])
def test_a_blank_form_for_all_measures_or_one(
    enter: Enter, store: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch, choice: str, sheets: int
) -> None:
    frame, out = enter(store, "李经办"), tmp_path / "表.xlsx"
    out.write_bytes(b"old")  # the dialog has asked whether it may go
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"measure": choice})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    action(frame, "blank_form").trigger()
    settle(frame.ctx.jobs)
    names = openpyxl.load_workbook(out).sheetnames
    assert (len(names), names[0]) == (sheets, "填报说明")
    assert "投入明细" in names


def test_the_table_of_the_year(
    enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame, out = enter(year, "孙监督"), tmp_path / "项目.xlsx"
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"measure": "0"})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    action(frame, "table_of_cases").trigger()
    settle(frame.ctx.jobs)
    book = openpyxl.load_workbook(out)
    assert sum(sheet.max_row - 1 for sheet in book) == 94


def test_turning_back_writes_nothing(
    enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "李经办")
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: None)
    for name in ("blank_form", "table_of_cases", "supplement_lists"):
        action(frame, name).trigger()
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"measure": "0"})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: None)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: None)
    for name in ("blank_form", "table_of_cases", "supplement_lists"):
        action(frame, name).trigger()
    settle(frame.ctx.jobs)
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".xlsx"] == []


def test_nothing_to_supply_is_said(
    enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "李经办")
    told: list[str] = []
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"measure": "3"})
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: tmp_path / "清单")
    monkeypatch.setattr(dialogs, "refuse", lambda _, error: told.append(dialogs.sentence(error)))
    frame.ctx.jobs.refused.connect(lambda error: told.append(dialogs.sentence(error)))
    action(frame, "supplement_lists").trigger()
    settle(frame.ctx.jobs)
    assert "没有需要补正的事项，没有写出清单。" in told
    assert not (tmp_path / "清单").exists()


def test_a_workbook_goes_back_marked_and_as_lists(
    qtbot: QtBot,
    enter: Enter,
    store: Path,
    messy_workbook: Path,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = enter(store, "李经办")
    frame.open("intake")
    page = frame.pages["intake"]
    assert isinstance(page, IntakePage)
    page.look_into(messy_workbook)
    settle(frame.ctx.jobs)
    assert page.looking.send.isVisible()
    marked, lists = page.looking.send.menu().actions()
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "退回.xlsx")
    marked.trigger()
    settle(frame.ctx.jobs)
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    assert page.preview is not None
    assert book["问题清单"].max_row == 1 + len(page.preview.problems)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: tmp_path / "清单")
    lists.trigger()
    settle(frame.ctx.jobs)
    assert len(list((tmp_path / "清单").glob("补正清单-*.xlsx"))) >= 2


def test_a_score_book_is_made_and_taken_back(
    qtbot: QtBot, enter: Enter, year: Path, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "李经办")
    frame.open("marks")
    page = frame.pages["marks"]
    assert isinstance(page, MarksPage)
    out = tmp_path / "评分表.xlsx"
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"expert": "林专家"})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    qtbot.mouseClick(page.taking.make, Qt.MouseButton.LeftButton)
    settle(frame.ctx.jobs)
    book = openpyxl.load_workbook(out)
    sheet = book["评分表"]
    for at in range(4, 18):
        sheet.cell(5, at).value = 4
    sheet.cell(5, 19).value = "无"
    book.save(out)
    page.taking.take_file(out)
    settle(frame.ctx.jobs)
    assert "已导入 1 个项目、1 位专家的 1 份评分" in page.taking.notice.sentence.text()
    sheet.cell(5, 4).value = 99
    book.save(out)
    page.taking.take_file(out)
    settle(frame.ctx.jobs)
    assert [one.cell for one in page.taking.problems.rows.rows] == ["D5"]

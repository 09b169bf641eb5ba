"""Dossiers from the window: of the year from the menu, of one case from its page; asked for, made, and what is missing told."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.review import ReviewPage

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
CASE = "2025-M3-0001"


def run(frame: Frame, name: str) -> None:
    """An action as the palette offers it; a person who may not do it finds none."""
    next(one for one in frame.choices() if one.name == f"act/{name}").run()


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as held:
        return held.namelist()


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person says it goes; without signed papers."""
    made = tmp_path / "案卷.zip"
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"signed": "no"})
    monkeypatch.setattr(dialogs, "save_file", lambda *_: made)
    return made


def test_a_case_s_dossier_from_its_page(
    enter: Enter, year: Path, out: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    frame, told = enter(year, "李经办"), []
    monkeypatch.setattr(dialogs, "show", lambda *words: told.append(words[-1]))
    frame.ctx.go("review", CASE)
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.case.id == CASE)
    run(frame, "review.dossier")
    settle(frame.ctx.jobs)
    held = names(out)
    assert [n for n in held if n.startswith(f"说明/{CASE}")] and "核验.py" in held
    assert [n for n in held if n.startswith("原件/")] or "原件 B0001" in told[0], "the workbook, or why it is not there"


def test_a_year_s_dossier_from_the_menu_with_what_is_missing(
    enter: Enter, year: Path, out: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kept in year.with_name(f"{year.name}.files").glob("*"):
        kept.unlink()
    frame, told = enter(year, "赵主任"), []
    monkeypatch.setattr(dialogs, "show", lambda *words: told.append(words[-1]))
    action = frame.findChild(QAction, "dossier")
    assert isinstance(action, QAction)
    action.trigger()
    settle(frame.ctx.jobs)
    assert sum(n.startswith("说明/") for n in names(out)) == 94
    assert "原件 B0001" in told[0]


def test_turning_back_makes_nothing(
    enter: Enter, year: Path, out: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(year, "李经办")
    frame.ctx.go("review", CASE)
    page = frame.pages["review"]
    assert isinstance(page, ReviewPage)
    for name, answer in (("save_file", None), ("choose_folder", None), ("ask_form", None)):
        monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"signed": "yes"})
        monkeypatch.setattr(dialogs, "choose_folder", lambda *_: out.parent)
        monkeypatch.setattr(dialogs, name, lambda *_, answer=answer: answer)
        page.export_dossier()
        settle(frame.ctx.jobs)
        assert not out.exists()


def test_who_may_not_is_not_offered_it(enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    frame.open("review")
    with pytest.raises(StopIteration):
        run(frame, "review.dossier")
    action = frame.findChild(QAction, "dossier")
    assert action is None or not action.isEnabled()

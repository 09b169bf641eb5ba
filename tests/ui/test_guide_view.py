"""Next year's guide on the page 政策: compared, tried on the year, issued and taken in."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gyga_desk import __main__, places
from gyga_desk.operations import guides
from gyga_desk.store import open_reader, reads
from tests.ui.conftest import PASSWORD
from ui import app, dialogs
from ui.frame import Frame
from ui.guide_view import GuideView
from ui.pages.policy import PolicyPage
from ui.signin import SignIn
from ui.window import Window

Enter = Callable[[Path, str], Frame]
SAMPLE = (places.resources() / "policy" / "2024" / "guide-sample.toml").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    path = tmp_path / "2026.toml"
    path.write_text(SAMPLE.replace("sample-2025", "guide-2026").replace("rate = 0.30", "rate = 0.40"), encoding="utf-8")
    return path


def page_of(frame: Frame) -> PolicyPage:
    frame.open("policy")
    page = frame.pages["policy"]
    assert isinstance(page, PolicyPage)
    return page


def test_both_tabs_show_what_the_core_found(
    qtbot: QtBot, enter: Enter, year: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashlib.sha256(year.read_bytes()).hexdigest()
    page = page_of(enter(year, "赵主任"))
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    page.compare.click()
    qtbot.waitUntil(lambda: page.findChild(GuideView) is not None, timeout=60_000)
    view = page.findChild(GuideView)
    (one,) = view.differences.rows.rows
    assert (one.measure, one.name, one.before, one.after) == (1, "补助比例", "30%", "40%")
    assert "现行（样例指南第二项）：30%" in view.words.toPlainText() and "40%" in view.words.toPlainText()
    assert view.tabs.tabText(0) == "对比（1）"
    changed = [t for m in view.trial.measures for t in m.changed]
    assert view.cases.rows.rows == changed and all(t.measure == 1 for t in changed)
    assert view.tabs.tabText(1) == f"试算 2025 年（变化 {len(changed)} 件）"
    sums = {m.measure: m for m in view.sums.rows.rows}
    shown = [column.text(sums[1]) for column in view.sums.rows.columns]
    assert sums[1].gain_fen is not None and sums[1].gain_fen > 0 and shown[-1].startswith("+")
    assert view.sums.rows.columns[-1].text(sums[4]) == "—"
    view.close()
    assert hashlib.sha256(year.read_bytes()).hexdigest() == before


def test_a_broken_guide_is_refused_in_a_sentence(
    qtbot: QtBot, enter: Enter, store: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("id = ", encoding="utf-8")
    page = page_of(enter(store, "王审核"))
    said: list[str] = []
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    monkeypatch.setattr(dialogs, "refuse", lambda _parent, error: said.append(dialogs.sentence(error)))
    page.compare.click()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert "格式有误" in said[0]


def test_issued_and_taken_in(
    qtbot: QtBot, enter: Enter, store: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(enter(store, "赵主任"))
    said: list[str] = []
    package = tmp_path / "指南.gygap"
    monkeypatch.setattr(dialogs, "show", lambda _parent, _title, text: said.append(text))
    monkeypatch.setattr(dialogs, "open_file", lambda *_: file)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: package)
    monkeypatch.setattr(dialogs, "ask_form", lambda *_: {"password": PASSWORD})
    page.issue_guide()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert package.is_file() and "sha256:" in said.pop()
    monkeypatch.setattr(dialogs, "open_file", lambda *_: package)
    page.take_guide()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert "guide-2026" in said[0] and "仍按原指南办理" in said[0]
    assert [path.stem for path in guides.taken_in()] == ["guide-2026"]
    begin_with_it(qtbot, page, tmp_path, monkeypatch)


def begin_with_it(qtbot: QtBot, page: PolicyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign-in offers the guide by its name, and the new record carries it."""
    offered: list[str] = []

    def answer(_parent: object, _title: str, _intro: str, fields: list[dialogs.Field], _yes: str) -> dict[str, str]:
        offered.extend(value for field in fields if field.name == "guide" for value, _ in field.choices)
        return {"admin": "甲", "password": PASSWORD, "again": PASSWORD, "guide": "guide-2026"}

    monkeypatch.setattr(dialogs, "ask_form", answer)
    window = page.window()
    assert isinstance(window, Window)
    window.show_sign_in()
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    out = tmp_path / "2026.gyga"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: out)
    sign_in.make_new()
    qtbot.waitUntil(lambda: sign_in.store == out, timeout=60_000)
    assert offered == ["none", "sample", "file", "guide-2026"]
    db = open_reader(out)
    assert reads.store_facts(db).guide_title.startswith("2025年度")
    assert "guide-2026" in reads.edition_texts(db)["guide.toml"]
    db.close()


def test_a_package_that_the_program_is_started_with_is_looked_into(
    qtbot: QtBot, enter: Enter, store: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "指南.gygap"
    db = open_reader(store)
    guides.pack(db, "赵主任", PASSWORD, file, package)
    db.close()
    frame = enter(store, "王审核")
    window = frame.window()
    assert isinstance(window, Window)
    said: list[str] = []
    monkeypatch.setattr(dialogs, "show", lambda _parent, _title, text: said.append(text))
    window.package = package
    window.show_work(frame.ctx)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert window.frame is not None and window.frame.current == "policy" and window.package is None
    assert [path.stem for path in guides.taken_in()] == ["guide-2026"]


@pytest.mark.parametrize(("name", "given"), [("甲.gyga", (True, False)), ("乙.GYGAP", (False, True))])
def test_a_file_of_ours_opens_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: tuple[bool, bool]
) -> None:
    (tmp_path / name).write_bytes(b"")
    seen: list[tuple[bool, bool]] = []
    monkeypatch.setattr(app, "main", lambda *, store, package: seen.append((bool(store), bool(package))) or 0)
    monkeypatch.setattr(sys, "argv", ["gyga-desk", str(tmp_path / name)])
    assert __main__.main() == 0 and seen == [given]

"""The same place again: after closing, after a fault, after a run that was cut off; and what must be told of the store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session
from ui import dialogs, report
from ui.frame import Frame
from ui.jobs import Jobs
from ui.kept import Kept
from ui.pages.history import HistoryPage
from ui.settings import Settings
from ui.signin import SignIn
from ui.window import Window

PASSWORD = "kouling-2025"
CASE = "2025-M3-0002"
Enter = Callable[[Path, str], Frame]
Open = Callable[[Path | None], Window]
Settle = Callable[[Jobs], None]


def window_of(frame: Frame) -> Window:
    window = frame.window()
    assert isinstance(window, Window)
    return window


def test_page_case_and_filters_are_there_again_the_next_day(enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    frame.open("history")
    page = frame.pages["history"]
    assert isinstance(page, HistoryPage)
    page.filter.setText("2025-M3")
    page.list.setColumnWidth(2, 222)
    frame.ctx.go("review", CASE)
    window_of(frame).close()
    again = enter(year, "王审核")
    assert again.current == "review" and again.pages["review"].case_at_hand() == CASE
    again.open("history")
    page = again.pages["history"]
    assert isinstance(page, HistoryPage)
    assert page.filter.text() == "2025-M3" and page.list.columnWidth(2) == 222


def test_what_was_kept_in_another_shape_is_passed_over(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.file.setValue("place/review", "{not json")
    assert settings.place("review") == {}
    settings.file.setValue("place/review", "[1]")
    assert settings.place("review") == {}
    settings.keep_place("review", {"查找": "贵州"})
    assert settings.place("review") == {"查找": "贵州"}


def test_widths_that_nobody_changed_are_not_kept(enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    frame.open("history")
    kept = Kept(frame.pages["history"])
    assert not any(name.startswith("column/") for name in kept.read())
    kept.put_back({"column/操作记录/人员": "nonsense", "column/没有/没有": "9"})


def test_a_fault_keeps_a_report_and_opens_the_page_anew_where_it_was(
    enter: Enter, year: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Path]] = []

    def crash(_: object, text: str, kept: Path) -> bool:
        told.append((text, kept))
        return True

    monkeypatch.setattr(dialogs, "crash", crash)
    frame = enter(year, "王审核")
    window = window_of(frame)
    frame.ctx.go("review", CASE)
    window.tell_crash(LookupError("贵州某某公司"))
    assert window.frame is not None and window.frame is not frame
    assert window.frame.current == "review" and window.frame.pages["review"].case_at_hand() == CASE
    ((text, kept),) = told
    assert kept.read_text(encoding="utf-8") == text and "某某" not in text
    window.telling = True
    window.tell_crash(LookupError("again"))
    assert len(told) == 1


def test_a_run_that_was_cut_off_is_told_once_at_the_next_start(
    enter: Enter, open_window: Open, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = f"import os; from PySide6.QtCore import QLockFile as L; f = L({str(tmp_path / 'settings.running')!r}); f.tryLock(0); os._exit(0)"
    subprocess.run([sys.executable, "-c", held], check=True, timeout=60)
    assert (tmp_path / "settings.running").exists()
    monkeypatch.setattr(report, "hard_file", lambda: tmp_path / "hard-end.log")
    (tmp_path / "hard-end.log").write_text(
        'Fatal Python error\n  File "/home/liming/desk/ui/window.py", line 9 in open\n'
    )
    window = open_window(store)
    sign_in = window.centralWidget()
    assert isinstance(sign_in, SignIn)
    assert "没有正常退出" in sign_in.notice.sentence.text() and sign_in.notice.isVisible()
    sign_in.notice.action.click()
    copied = QApplication.clipboard().text()
    assert "window.py, line 9 in open" in copied and "liming" not in copied
    window.show_sign_in()
    again = window.centralWidget()
    assert isinstance(again, SignIn) and again.notice.isHidden()
    window.close()
    assert not (tmp_path / "settings.running").exists()
    told = open_window(store).centralWidget()
    assert isinstance(told, SignIn) and told.notice.isHidden()


def test_a_second_window_of_today_is_no_run_that_was_cut_off(open_window: Open, store: Path, tmp_path: Path) -> None:
    held = QLockFile(str(tmp_path / "settings.running"))
    held.tryLock(0)
    sign_in = open_window(store).centralWidget()
    assert isinstance(sign_in, SignIn) and sign_in.notice.isHidden()
    held.unlock()


def test_an_older_copy_put_back_is_told_as_long_as_it_is_open(enter: Enter, store: Path, clean_workbook: Path) -> None:
    before = store.read_bytes()
    session = open_session(store, "李经办", PASSWORD)
    intake.import_batch(session, intake.preview_workbook(session.db, session.edition, clean_workbook))
    session.close()
    for tail in ("-wal", "-shm"):
        store.with_name(store.name + tail).unlink(missing_ok=True)
    store.write_bytes(before)
    frame = enter(store, "赵主任")
    assert frame.warning.isVisible() and "旧的副本" in frame.warning.sentence.text()
    assert frame.banner.isVisible()
    frame.warning.action.click()
    assert frame.current == "history" and frame.warning.isVisible()


def test_reports_are_let_go_when_there_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "folder", lambda: tmp_path / "reports")
    for at in range(25):
        report.keep(f"report {at}")
    assert len(list((tmp_path / "reports").glob("*.txt"))) == 20
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(report, "folder", lambda: tmp_path / "file" / "reports")
    assert report.keep("report") is None

"""The application as a whole: its face, its words, and what it does when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from ui import app, dialogs, style
from ui.dialogs import crash
from ui.jobs import Jobs
from ui.settings import Settings
from ui.window import Window


def test_the_bundled_face_draws_chinese(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == "Noto Sans SC"
    metrics = QFontMetrics(qapp.font())
    assert all(metrics.inFont(one) for one in "贵阳贵安人工智能大模型,。“”…—〇¥")


def test_a_dark_system_gets_the_dark_scheme(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    light = qapp.palette().color(QPalette.ColorRole.Base).name().upper()
    assert light == style.LIGHT.base
    with monkeypatch.context() as patch:
        patch.setattr(style, "colours", lambda: style.DARK)
        app._dress(qapp)
        assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == style.DARK.base
        assert style.DARK.accent in qapp.styleSheet()
    app._dress(qapp)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == style.LIGHT.base


def test_a_bug_on_the_screens_thread_opens_the_crash_window(
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reports: list[str] = []
    monkeypatch.setattr(dialogs, "crash", lambda _, report: reports.append(report))
    window = Window(Jobs(), Settings(tmp_path / "settings.ini"), tmp_path / "none.gyga")
    try:
        raise LookupError("李某某")
    except LookupError as error:
        app._crashed(window, type(error), error, error.__traceback__)
    window.close()
    assert "LookupError" in reports[0]
    assert "李某某" not in reports[0]
    assert "LookupError" in capsys.readouterr().err


def test_the_crash_window_copies_its_report(qapp: QApplication) -> None:
    def press() -> None:
        held = qapp.activeModalWidget()
        copy = next(one for one in held.findChildren(dialogs.QPushButton) if one.text() == "复制报告")
        copy.click()
        held.close()

    QTimer.singleShot(0, press)
    crash(None, "报告")
    assert qapp.clipboard().text() == "报告"

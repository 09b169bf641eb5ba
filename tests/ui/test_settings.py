"""What is remembered keeps its type."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray

from ui.settings import Settings


def test_defaults_then_what_was_set(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    assert settings.last_store == ""
    assert settings.geometry.isEmpty()
    settings.last_store, settings.geometry = "记录.gyga", QByteArray(b"\x01\x02")
    settings.file.sync()
    again = Settings(tmp_path / "settings.ini")
    assert again.last_store == "记录.gyga"
    assert again.geometry == QByteArray(b"\x01\x02")

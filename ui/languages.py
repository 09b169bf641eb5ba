"""The languages the window speaks: the one it is written in, and those for which there is a file of words."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from gyga_desk import places

OWN = "zh_CN"
"""What the program's texts are written in."""


def folder() -> str:
    return str(places.resources() / "words")


def languages() -> list[tuple[str, str]]:
    """Languages to choose from, each with its own name for itself."""
    files = sorted((places.resources() / "words").glob("*.qm"))
    codes = [OWN, *(file.stem for file in files if file.stem != OWN)]
    return [(code, QLocale(code).nativeLanguageName()) for code in codes]

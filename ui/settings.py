"""What the program remembers about this person's screen; each setting is declared once, with its type and default."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T", str, int, QByteArray)


class _Setting(Generic[T]):
    """One remembered value; reading gives the declared type, whatever the file holds."""

    def __init__(self, key: str, default: T) -> None:
        self.key = key
        self.default: T = default

    def __get__(self, owner: Settings, _: type | None = None) -> T:
        stored = owner.file.value(self.key, self.default, type=type(self.default))
        return cast("T", self.default if stored is None else stored)

    def __set__(self, owner: Settings, value: T) -> None:
        owner.file.setValue(self.key, value)


class Settings:
    """Typed settings over one ini file; no fact of the record is ever kept here."""

    last_store = _Setting("last/store", "")
    last_person = _Setting("last/person", "")
    last_folder = _Setting("last/folder", "")
    last_page = _Setting("last/page", "")
    geometry = _Setting("window/geometry", QByteArray())

    def __init__(self, path: Path | None = None) -> None:
        self.file = (
            QSettings(str(path), QSettings.Format.IniFormat)
            if path
            else QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gyga-desk", "gyga-desk")
        )

"""What the program remembers about this person's screen; each setting is declared once, with its type and default."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QByteArray, QSettings

from ui.languages import OWN

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


IDLE_MINUTES = 10
PERCENT = 100


class Settings:
    """Typed settings over one ini file; of the record nothing but where they were in it and what they typed last."""

    look = _Setting("look/scheme", "system")
    """`system`, `light` or `dark`."""
    text_percent = _Setting("look/text", PERCENT)
    """Of the size that the system asks for."""
    language = _Setting("look/language", OWN)
    """One of `ui.languages`."""
    idle_minutes = _Setting("safety/idle", IDLE_MINUTES)
    """Minutes without a key or a movement of the mouse before the window locks itself."""
    seen_version = _Setting("state/version", "")
    """The version whose changes have been shown."""
    last_store = _Setting("last/store", "")
    last_person = _Setting("last/person", "")
    last_folder = _Setting("last/folder", "")
    sign_with = _Setting("last/sign_with", "file")
    """`file` or `token`."""
    token_library = _Setting("last/token_library", "")
    """The module of the maker of this person's hardware token."""
    last_page = _Setting("last/page", "")
    last_case = _Setting("last/case", "")
    geometry = _Setting("window/geometry", QByteArray())

    def __init__(self, path: Path | None = None) -> None:
        self.file = (
            QSettings(str(path), QSettings.Format.IniFormat)
            if path
            else QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gyga-desk", "gyga-desk")
        )

    def seen_step(self, store: str, person: str) -> int:
        """The record's last step when this person last looked at it here; 0 where they never did."""
        held = self.file.value(f"seen/{store}/{person}", 0)
        return int(held) if str(held).isdecimal() else 0

    def keep_seen_step(self, store: str, person: str, step: int) -> None:
        self.file.setValue(f"seen/{store}/{person}", step)

    def place(self, page: str) -> dict[str, str]:
        """What was kept of a page: its filters and the widths of its columns, by their names."""
        import json  # no page before somebody has signed in

        try:
            held = json.loads(str(self.file.value(f"place/{page}", "{}")))
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}

    def keep_place(self, page: str, kept: dict[str, str]) -> None:
        import json

        self.file.setValue(f"place/{page}", json.dumps(kept, ensure_ascii=False))

    def draft(self, place: str) -> str:
        """What was typed at a place and not saved."""
        return str(self.file.value(f"draft/{place}", ""))

    def keep_draft(self, place: str, text: str) -> None:
        """On the disk at once, since the program may end at any moment; an empty text is no draft any more."""
        if text == self.draft(place):
            return
        if text:
            self.file.setValue(f"draft/{place}", text)
        else:
            self.file.remove(f"draft/{place}")
        self.file.sync()

    def drafts_below(self, place: str) -> list[str]:
        self.file.beginGroup(f"draft/{place}")
        found = [str(key) for key in self.file.childKeys()]
        self.file.endGroup()
        return found

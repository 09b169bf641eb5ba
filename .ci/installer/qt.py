"""Which parts of Qt the frozen program keeps: the plugins named here; and of all libraries those that something kept asks for."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from PyInstaller.depend import bindepend

from installer import elf

# A window, also in memory; typing Chinese (ibus; fcitx serves the same interface); pictures; printers; file windows.
KEPT_PLUGINS = (
    *("platforms/*xcb*", "platforms/*offscreen*", "platforms/*windows*", "platforminputcontexts/*ibus*"),
    *("platforminputcontexts/*compose*", "imageformats/*svg*", "imageformats/*jpeg*", "imageformats/*ico.*"),
    *("iconengines/*", "printsupport/*", "platformthemes/*xdgdesktopportal*", "styles/*"),
)
KEPT_WORDS = ("qtbase_zh_CN.qm",)
_ALWAYS = ("libpython*", "python3*", "*vcruntime*", "*msvcp*", "ucrtbase*", "api-ms-*")
# The system's own, which speak to its services and read its settings: printing, the message bus, letters, the screen.
# Every desktop that shows a window has them, of its own making; the package asks for them by name.
_SYSTEM = ("libcups*", "libdbus-1*", "libfontconfig*", "libfreetype*", "libx11*", "libglib-*", "libgthread-*")

Row = tuple[str, str, str]
"""PyInstaller's: the name in the folder, the file it comes from (of a symlink, what it points to), its kind."""


def used(binaries: Sequence[Row]) -> list[Row]:
    """The binaries without Qt's unused plugins, and without the libraries that only those asked for."""
    rows = [row for row in binaries if not _is_plugin(row[0]) or _is_kept_plugin(row[0])]
    asked = {name for row in rows if not _is_library(row) and row[2] != "SYMLINK" for name in _asked(row[1])}
    kept = [row for row in rows if row[2] != "SYMLINK" and (not _is_library(row) or _plain(row[0]) in asked)]
    there = {row[0] for row in kept}
    return [*kept, *(row for row in rows if row[2] == "SYMLINK" and _target(row) in there)]


def words(datas: Sequence[Row]) -> list[Row]:
    """The data without Qt's translations into other languages."""
    return [row for row in datas if not _is_foreign(row[0])]


def shortcuts(datas: Sequence[Row], binaries: Sequence[Row]) -> list[Row]:
    """The data without symlinks to binaries that are not there."""
    there = {row[0] for row in binaries} | {row[0] for row in datas if row[2] != "SYMLINK"}
    return [row for row in datas if row[2] != "SYMLINK" or _target(row) in there]


def _is_foreign(name: str) -> bool:
    path = _path(name)
    return _is_qt(name) and "translations" in path.parts and path.name not in KEPT_WORDS


def _target(row: Row) -> str:
    return (_path(row[0]).parent / _path(row[1])).as_posix()


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))


def _plain(name: str) -> str:
    return _path(name).name.lower()


def _is_qt(name: str) -> bool:
    return _path(name).parts[:1] == ("PySide6",)


def _is_plugin(name: str) -> bool:
    return _is_qt(name) and "plugins" in _path(name).parts


def _is_kept_plugin(name: str) -> bool:
    held = "/".join(_path(name).parts[-2:])
    return any(fnmatch.fnmatch(held, pattern) for pattern in KEPT_PLUGINS)


def _is_library(row: Row) -> bool:
    """One that is there only because something asks for it: Qt's own, and what was copied from the system."""
    path = _path(row[0])
    beside = len(path.parts) == 1 or (
        _is_qt(row[0]) and not _is_plugin(row[0]) and _plain(row[0]).startswith(("libqt6", "qt6", "libicu"))
    )
    return row[2] == "BINARY" and beside and not any(fnmatch.fnmatch(_plain(row[0]), always) for always in _ALWAYS)


@cache
def _direct(file: str) -> tuple[tuple[str, str | None], ...]:
    """What a binary names itself, each with where it lies; on Linux the loader's answer holds what those name, too."""
    named = elf.needed(Path(file))
    found = ((name, path) for name, path in bindepend.get_imports(file) if named is None or _path(name).name in named)
    return tuple((_plain(name), path) for name, path in found)


def _asked(file: str) -> set[str]:
    """File names of all libraries that a binary asks for, and those ask for in turn."""
    found: set[str] = set()
    left: list[str | None] = [file]
    while left:
        at = left.pop()
        for name, path in _direct(at) if at else ():
            if name not in found and not any(fnmatch.fnmatch(name, theirs) for theirs in _SYSTEM):
                found.add(name)
                left.append(path)
    return found

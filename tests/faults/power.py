"""Power cuts: what a disk may hold where a process ended with calls not yet synced.

Before each call goes on, what it is about to change is kept. At the cut each sector of 512 bytes that was written since its
file was last synced falls back to any of its states since then, the file's length too, and of the names made, changed or
taken away since their folder was last synced the newest are undone, any number of them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
_AT = -100
"""The process's own folder (AT_FDCWD)."""


@dataclass
class _File:
    """A file's states since it was last synced: each sector's, and its length's, oldest first."""

    sectors: dict[int, list[bytes]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Name:
    """A name made, moved or taken away, and how it is undone."""

    folder: Path
    path: Path
    before: Path | None = None
    """Where it was, if it was moved."""
    held: bytes | None = None
    """What lay under the name, if it was taken away or replaced."""
    made: bool = False


class Disk:
    """What has not reached the disk yet, of everything under one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[int, _File] = {}
        self._names: list[_Name] = []

    def before(self, process: int, call: str, words: Sequence[int]) -> None:
        """Keeps what the call will change; a sync makes the states before it a matter of the past."""
        if call in ("write", "pwrite64", "ftruncate", "fsync", "fdatasync"):
            path = _open_path(process, words[0])
            if path.is_relative_to(self._root) and path.exists():
                self._on_file(process, call, words, path)
        elif call in ("open", "openat", "mkdir", "mkdirat"):
            path = _path(process, words, 1 if call.endswith("at") else 0)
            if path.is_relative_to(self._root):
                self._on_making(call, words, path)
        elif call.startswith(("rename", "unlink")):
            self._on_names(process, call, words)

    def _on_file(self, process: int, call: str, words: Sequence[int], path: Path) -> None:
        held = path.stat()
        if call in ("fsync", "fdatasync"):
            self._files.pop(held.st_ino, None)
            if stat.S_ISDIR(held.st_mode):
                self._names = [name for name in self._names if name.folder != path]
            return
        if not stat.S_ISREG(held.st_mode):
            return
        start, length = words[1], max(0, held.st_size - words[1])
        if call != "ftruncate":
            start, length = (words[3] if call == "pwrite64" else _position(process, words[0])), words[2]
        self._keep(path, held, start, length)

    def _keep(self, path: Path, held: os.stat_result, start: int, length: int) -> None:
        found = self._files.setdefault(held.st_ino, _File())
        found.sizes.append(held.st_size)
        with path.open("rb") as file:
            for sector in range(start // SECTOR, -(-(start + length) // SECTOR)):
                file.seek(sector * SECTOR)
                found.sectors.setdefault(sector, []).append(file.read(SECTOR))

    def _on_making(self, call: str, words: Sequence[int], path: Path) -> None:
        if not os.path.lexists(path):
            self._names.append(_Name(path.parent, path, made=True))
        elif call in ("open", "openat") and words[1 if call == "open" else 2] & os.O_TRUNC:
            held = path.stat()
            self._keep(path, held, 0, held.st_size)

    def _on_names(self, process: int, call: str, words: Sequence[int]) -> None:
        at = call not in ("rename", "unlink")
        path = _path(process, words, 1 if at else 0)
        if not path.is_relative_to(self._root) or not os.path.lexists(path):
            return
        if call.startswith("unlink"):
            if not path.is_dir():
                self._names.append(_Name(path.parent, path, held=path.read_bytes()))
            return
        new = _path(process, words, 3 if at else 1)
        held = new.read_bytes() if new.is_file() else None
        self._names.append(_Name(new.parent, new, before=path, held=held))

    def cut(self, chance: Random) -> None:
        """Brings the folder to one of the states it may be found in."""
        here = {p.stat().st_ino: p for p in sorted(self._root.rglob("*")) if p.is_file()}
        for number, file in self._files.items():
            if number in here:
                _fall_back(here[number], file, chance)
        for name in reversed(self._names[chance.randint(0, len(self._names)) :]):
            _undo(name)
        for index in self._root.rglob("*-shm"):
            index.unlink()  # kept in memory, and made anew


def _fall_back(path: Path, file: _File, chance: Random) -> None:
    sizes = [*file.sizes, path.stat().st_size]
    with path.open("r+b") as held:
        for sector, states in sorted(file.sectors.items()):
            state = chance.randint(0, len(states))
            if state < len(states):
                held.seek(sector * SECTOR)
                held.write(states[state].ljust(SECTOR, b"\0"))
        held.truncate(chance.choice(sizes))


def _undo(name: _Name) -> None:
    path = name.path
    if name.made:
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        else:
            path.unlink(missing_ok=True)
        return
    if name.before and path.exists():
        path.rename(name.before)
    if name.held is not None and path.parent.is_dir():
        path.write_bytes(name.held)


def _open_path(process: int, number: int) -> Path:
    try:
        return Path(f"/proc/{process}/fd/{number}").readlink()
    except OSError:
        return Path()


def _position(process: int, number: int) -> int:
    told = Path(f"/proc/{process}/fdinfo/{number}").read_text(encoding="ascii")
    return int(told.split("pos:", 1)[1].split(None, 1)[0])


def _path(process: int, words: Sequence[int], place: int) -> Path:
    """The path a call was given, whole."""
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:  # noqa: PTH123 - no file but a window into the process
        memory.seek(words[place])
        said = memory.read(4096).split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
    folder = words[place - 1] if place else _AT
    own = (folder & 0xFFFFFFFF) == (_AT & 0xFFFFFFFF)
    base = Path(f"/proc/{process}/cwd").readlink() if own else _open_path(process, folder)
    return base / said  # a whole path stays what it is

"""Files that get their name only when they are whole and on the disk: what a cut leaves behind bears another name."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal")


def part_of(path: Path) -> Path:
    """Where a file lies while it is being made; one left by a cut is made anew."""
    return path.with_name(f".{path.name}.part")


def begin(part: Path) -> None:
    """An empty file that other accounts of this machine cannot read, before anything is written into it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(part, flags, 0o660))


def shut(path: Path) -> None:
    """Takes other accounts' rights off a file that came with them; where that may not be done it stays."""
    try:
        mode = path.stat().st_mode
        if os.name != "nt" and mode & 0o007:
            path.chmod(mode & 0o770)
    except OSError:
        return


def put_in_place(part: Path, path: Path) -> None:
    """The finished part under its name, which is new: synced, renamed, and the folder synced; raises `OSError` and leaves none."""
    handle = os.open(part, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    part.replace(path)
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)  # a name that may not last is not given
        raise


def write(path: Path, data: bytes) -> None:
    """A small new file under its name, whole and on the disk; raises `OSError`."""
    part = part_of(path)
    part.unlink(missing_ok=True)
    begin(part)
    part.write_bytes(data)
    put_in_place(part, path)


def sync_folder(folder: Path) -> None:
    """Makes a new name last through a power cut, where the system has a call for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(part: Path) -> None:
    """A part and what SQLite keeps beside it; what cannot be removed stays."""
    for tail in _BESIDE:
        try:
            part.with_name(part.name + tail).unlink(missing_ok=True)
        except OSError:
            return

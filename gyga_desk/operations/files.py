"""Files that leave the house: written whole or not at all, and never over something else."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from gyga_desk.errors import Refused
from gyga_desk.store.whole import sync_folder


def write_new(path: Path, data: bytes) -> None:
    """A file that was not there; one with the same bytes is left, one with others is refused."""
    if path.exists():
        if path.read_bytes() == data:
            return
        raise Refused("{name} 已经存在且内容不同，不会覆盖；请换一个文件夹或文件名。", name=path.name)
    try:
        replace(path, data)
    except Refused:
        remove(path)  # renamed, and the folder could not be synced: what was refused is not there
        raise


def remove(path: Path) -> None:
    """A file that is no longer wanted; one that cannot be removed stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def replace(path: Path, data: bytes) -> None:
    """The file brought to these bytes in one step, through a neighbour that is synced first."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".gyga-", suffix=".part")
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        sync_folder(path.parent)
    except OSError as fault:
        remove(Path(name))
        raise _unwritable(path, fault) from fault


def readable(name: str) -> str:
    """A file's name as people read it; older systems leave names in the national encoding, which no table could hold."""
    held = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return held.decode(encoding)
        except UnicodeDecodeError:
            continue
    return held.decode("utf-8", "replace")


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _unwritable(path: Path, fault: OSError) -> Refused:
    return Refused(
        "{name} 写不进去（{fault}）；请检查文件夹是否存在、是否可写、磁盘是否已满。",
        name=path.name,
        fault=fault.strerror or fault,
    )


def read(path: Path) -> bytes:
    """A file's bytes, or one sentence."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refused("{name} 读不出来；请核对路径，并确认文件存在。", name=path.name) from fault

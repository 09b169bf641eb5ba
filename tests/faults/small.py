"""Acts on a disk that is really too small: a file system in memory, of every size from too little to enough."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import DeskError
from tests.faults.acts import Act, Judge, notes_in
from tests.faults.supervise import BUG, REFUSED

_NEW_MOUNTS, _NEW_USERS = 0x20000, 0x10000000
_STEPS = 12
_UNDER = 69
"""The child may not mount here."""


@dataclass(frozen=True)
class Small:
    """An act on a disk of so many kilobytes: how it ended, what it left, and what was wrong with that."""

    act: str
    kilobytes: int
    status: int
    state: str
    wrong: tuple[str, ...]


def try_small(acts: list[Act], folder: Path) -> Iterator[Small]:
    """Every act on disks from just what it begins with to more than it needs; none where the system lets nobody mount."""
    for act in acts:
        least = sum(f.stat().st_size for f in act.start.rglob("*") if f.is_file()) >> 10
        for step in range(_STEPS):
            found = _on(act, folder, least + 64 + least * step // 4)
            if found is None:
                return
            yield found


def _on(act: Act, folder: Path, kilobytes: int) -> Small | None:
    here, there = os.pipe()
    child = os.fork()
    if not child:
        os.close(here)
        _child(act, folder, kilobytes, there)
    os.close(there)
    with os.fdopen(here, "rb") as line:
        told = line.read()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _UNDER:
        return None
    status, state, wrong = json.loads(told)
    return Small(act.name, kilobytes, status, state, tuple(wrong))


def _child(act: Act, folder: Path, kilobytes: int, line: int) -> None:
    """In mounts of its own, which end with it."""
    try:
        there = _mount(folder / "small", kilobytes)
    except OSError:
        os._exit(_UNDER)
    status, said = 0, ""
    try:
        shutil.copytree(act.start, there, dirs_exist_ok=True)
        with notes_in(there):
            act.run(there)
    except DeskError as refused:
        status, said = REFUSED, str(refused)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        status, said = BUG, traceback.format_exc()[-1500:]
    with suppress(OSError):
        _run("mount", "-o", f"remount,size={kilobytes + 65536}k", str(there))
    state, wrong = Judge().faults(there, act)
    if status == BUG or (status, state) in {(0, "before"), (REFUSED, "after")}:
        wrong.append(f"ended with {status} and left it {state}: {said}")
    os.write(line, json.dumps((status, state, wrong)).encode())
    os._exit(0)


def _mount(there: Path, kilobytes: int) -> Path:
    there.mkdir(exist_ok=True)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS) and libc.unshare(_NEW_MOUNTS | _NEW_USERS):
        raise OSError(ctypes.get_errno(), "unshare")
    _run("mount", "--make-rprivate", "/")
    _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "small", str(there))
    return there


def _run(*words: str) -> None:
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise OSError(words[0])

"""One program at a time writes a store: an operating-system lock on a file beside it, freed even by a crash."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gyga_desk.errors import StoreError


class Lock:
    """Held from construction to `release`; raises `StoreError` where another program has it."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(f".{store.name}.lock")
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            raise StoreError(
                "{name} 所在的位置不能写入（{fault}）；请复制到本机硬盘后再打开。",
                name=store.name,
                fault=fault.strerror,
            ) from fault
        try:
            _take(self._file)
        except OSError as busy:
            os.close(self._file)
            raise StoreError(
                "{name} 正由另一个程序使用；请先关闭那个窗口或等它的命令结束，再重新打开。", name=store.name
            ) from busy

    def release(self) -> None:
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

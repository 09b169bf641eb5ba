"""The container of old office files (.xls .et): which streams it has, and one of them whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from gyga_desk.errors import WorkbookError
from gyga_desk.formats.xlsx_zip import BROKEN

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
_HEADER, _ENTRY, _MINI, _LISTED = 512, 128, 64, 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True)
class Entry:
    """One storage or stream."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Container:
    """The streams of an old office file; every chain is followed once and never further than the file is long."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise _broken()
        shift, mini = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini != 6:
            raise _broken()
        self._data, self._sector = data, 1 << shift
        self._most = len(data) // self._sector + 1
        self._fat = self._read_fat()
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", data, 48)
        self._entries = list(self._list(self._chain(directory)))
        if not self._entries or self._entries[0].kind != _ROOT:
            raise _broken()
        self._mini_fat = _numbers(self._chain(mini_fat)) if mini_fat < _LAST else ()

    @property
    def names(self) -> tuple[str, ...]:
        """What lies at the top, with the storages' names too."""
        return tuple(entry.name for entry in self._top())

    def read(self, name: str) -> bytes:
        """A stream that lies at the top."""
        entry = next((e for e in self._top() if e.name == name and e.kind == _STREAM), None)
        if entry is None:
            raise _broken()
        content = self._chain(entry.start) if entry.size >= self._cutoff else self._mini_chain(entry.start, entry.size)
        if len(content) < entry.size:
            raise _broken()
        return content[: entry.size]

    def _top(self) -> Iterator[Entry]:
        waiting, seen = [self._entries[0].child], set()
        while waiting:
            at = waiting.pop()
            if at >= len(self._entries) or at in seen:
                continue
            seen.add(at)
            entry = self._entries[at]
            waiting += [entry.left, entry.right]
            if entry.kind in (_STORAGE, _STREAM):
                yield entry

    def _list(self, directory: bytes) -> Iterator[Entry]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind, left, right, child = struct.unpack_from("<HBxIII", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield Entry(name, kind, left, right, child, start, size)

    def _read_fat(self) -> tuple[int, ...]:
        listed = list(struct.unpack_from(f"<{_LISTED}I", self._data, 76))
        more, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, self._most)):
            if more >= _LAST:
                break
            *further, more = _numbers(self._piece(more))
            listed += further
        sectors = [at for at in listed if at < _LAST]
        if len(sectors) > self._most:
            raise _broken()
        return tuple(number for at in sectors for number in _numbers(self._piece(at)))

    def _piece(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        piece = self._data[start : start + self._sector]
        if not piece:
            raise _broken()
        return piece.ljust(self._sector, b"\0")

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _LAST:
            if sector >= len(self._fat) or len(pieces) > self._most:
                raise _broken()
            pieces.append(self._piece(sector))
            sector = self._fat[sector]
        return b"".join(pieces)

    def _mini_chain(self, sector: int, size: int) -> bytes:
        small = self._chain(self._entries[0].start)
        pieces: list[bytes] = []
        while sector < _LAST and len(pieces) * _MINI < size:
            if sector >= len(self._mini_fat):
                raise _broken()
            pieces.append(small[sector * _MINI : (sector + 1) * _MINI])
            sector = self._mini_fat[sector]
        return b"".join(pieces)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _broken() -> WorkbookError:
    return WorkbookError(BROKEN, detail="内部结构不完整")

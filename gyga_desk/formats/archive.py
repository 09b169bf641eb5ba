"""A zip whose bytes follow from its contents alone, written one file at a time so that a year with its attachments fits."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED = (".pdf", ".png", ".jpg", ".jpeg", ".xlsx", ".zip", ".ods", ".xlsm")
"""What is compressed already."""


@dataclass(frozen=True)
class Entry:
    """One file to be put in: where, what it is, and its bytes when they are asked for."""

    path: str
    what: str
    load: Callable[[], bytes]


@dataclass(frozen=True)
class Written:
    """One file as it was put in."""

    path: str
    what: str
    size: int
    sha256: str


def write_archive(out: Path, entries: Iterable[Entry], last: Callable[[list[Written]], Iterator[Entry]]) -> str:
    """The archive's digest; `last` is given what was written, for lists of it. The same contents give the same bytes."""
    written: list[Written] = []
    with zipfile.ZipFile(out, "w", strict_timestamps=True) as archive:
        written.extend(_put(archive, entry) for entry in entries)
        for entry in last(written):  # each may tell of the one before
            written += [_put(archive, entry)]
    with out.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _put(archive: zipfile.ZipFile, entry: Entry) -> Written:
    data = entry.load()
    info = zipfile.ZipInfo(entry.path, _EPOCH)
    packed = entry.path.lower().endswith(_PACKED)
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = 0o644 << 16, 3
    archive.writestr(info, data, compresslevel=None if packed else 6)
    return Written(entry.path, entry.what, len(data), hashlib.sha256(data).hexdigest())

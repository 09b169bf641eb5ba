"""Files that lie beside a store, read and written: as they are beside a plain one, encrypted beside one that is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gyga_desk.errors import PaperError
from gyga_desk.formats import boxed
from gyga_desk.operations import files
from gyga_desk.store import Store


def folder_of(store: Path) -> Path:
    """Where a store's files lie, beside it."""
    return store.with_name(f"{store.name}.files")


def put(path: Path, data: bytes, key: bytes | None) -> None:
    """The bytes on the disk, whole, under the store's key if it has one."""
    files.replace(path, data if key is None else boxed.box(data, key))


def get(path: Path, key: bytes | None, name: str) -> bytes:
    """A file's bytes as they came; beside an encrypted store a plain file is taken too, and told by verification.

    `name` is for the sentence. Raises `OSError`, `PaperError`.
    """
    data = path.read_bytes()
    return boxed.unbox(data, key, name) if key is not None and boxed.is_boxed(data) else data


def keep(store: Store, name: str, digest: str, data: bytes) -> None:
    """The bytes under their name, before any row speaks of them; a sound file that is there already is left."""
    files.make_folder(folder_of(store.path))
    kept = folder_of(store.path) / name
    if not kept.exists() or digest_of(kept, store.key) != digest:
        put(kept, data, store.key)


def digest_of(path: Path, key: bytes | None) -> str:
    """Of what the file holds, once it is opened; of none where it cannot be."""
    try:
        return digest(get(path, key, path.name))
    except PaperError:
        return ""


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def is_plain(path: Path) -> bool:
    """Whether a file lies there as it came."""
    with path.open("rb") as opened:
        return not boxed.is_boxed(opened.read(len(boxed.MAGIC)))


def rekey(folder: Path, key: bytes | None, new: bytes | None) -> int:
    """Every file of a folder under another key, or none; says how many. A broken one stays, and verification tells of it."""
    done = 0
    for file in _in(folder):
        with suppress(PaperError):
            put(file, get(file, key, file.name), new)
            done += 1
    return done


def settle(store: Path, key: bytes | None) -> None:
    """When an encrypted store is opened: what a power cut left plain beside it is encrypted now."""
    if key is None:
        return
    for file in _in(folder_of(store)):
        if is_plain(file):
            put(file, file.read_bytes(), key)


def left_plain(store: Path) -> int:
    """How many files lie beside a store as they came."""
    return sum(is_plain(file) for file in _in(folder_of(store)))


def _in(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.iterdir()) if folder.is_dir() else ()

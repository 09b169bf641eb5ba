"""Files kept beside the store under their digest, attachments and workbooks alike: put whole, encrypted where the store is."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from gyga_desk.errors import PaperError
from gyga_desk.formats import boxed
from gyga_desk.operations import files
from gyga_desk.store import Store


def folder_of(store: Path) -> Path:
    """Where a store's files lie, beside it."""
    return store.with_name(f"{store.name}.files")


def put(store: Store, name: str, digest: str, data: bytes) -> None:
    """The bytes under their name, before any row speaks of them; a sound file that is there already is left."""
    files.make_folder(folder_of(store.path))
    kept = folder_of(store.path) / name
    if not kept.exists() or digest_of(kept, store.key) != digest:
        files.replace(kept, data if store.key is None else boxed.box(data, store.key))


def plain(path: Path, key: bytes | None, name: str) -> bytes:
    """A kept file's bytes as they came; beside an encrypted store a plain file is taken too, and told by verification."""
    data = path.read_bytes()
    return boxed.unbox(data, key, name) if key is not None and boxed.is_boxed(data) else data


def digest_of(path: Path, key: bytes | None) -> str:
    """Of what the file holds, once it is opened; of none where it cannot be."""
    try:
        return digest(plain(path, key, path.name))
    except PaperError:
        return ""


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def is_plain(path: Path) -> bool:
    """Whether a kept file lies there unencrypted."""
    with path.open("rb") as opened:
        return not boxed.is_boxed(opened.read(len(boxed.MAGIC)))


def rekey(folder: Path, out: Path, key: bytes | None, new: bytes | None) -> int:
    """Every kept file of one folder written to another, under another key or none; says how many."""
    held = sorted(folder.iterdir()) if folder.is_dir() else []
    if held:
        files.make_folder(out)
    done = 0
    for file in held:
        with suppress(PaperError):  # a broken one stays as it is, and verification tells of it
            data = plain(file, key, file.name)
            files.replace(out / file.name, data if new is None else boxed.box(data, new))
            done += 1
    return done


def settle(store: Store) -> None:
    """When an encrypted store is opened: what a power cut left plain beside it is encrypted now."""
    folder = folder_of(store.path)
    for file in sorted(folder.iterdir()) if store.key is not None and folder.is_dir() else ():
        data = files.read(file) if is_plain(file) else b""
        if data and store.key is not None:
            files.replace(file, boxed.box(data, store.key))

"""The same bytes each time: one moment for every file, one order, no owner; and the sums by which a copy is checked."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes

_DIRECTORY, _PROGRAM, _FILE = 0o755, 0o755, 0o644
_BLOCK = 1 << 20
_XZ = ("xz", "-3", "--threads=2", "--stdout")


def moment(tree: Path) -> int:
    """Seconds since 1970 that stand for “built”: what is asked for, or the day of the last change to the tree."""
    asked = os.environ.get("SOURCE_DATE_EPOCH")
    if asked:
        return int(asked)
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=tree, capture_output=True, text=True, check=False)
    return (
        int(told.stdout)
        if told.returncode == 0 and told.stdout.strip()
        else int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    )


def settle(folder: Path, at: int) -> None:
    """One time and plain rights for everything in a folder."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(_DIRECTORY if path.is_dir() else _PROGRAM if path.stat().st_mode & 0o100 else _FILE)
        os.utime(path, (at, at), follow_symlinks=False)
    folder.chmod(_DIRECTORY)
    os.utime(folder, (at, at))


def tar_xz(folder: Path, out: Path, at: int) -> Path:
    """The folder as a sorted archive that belongs to nobody."""

    def plain(one: tarfile.TarInfo) -> tarfile.TarInfo:
        one.uid = one.gid = 0
        one.uname = one.gname = ""
        one.mtime = at
        return one

    # In blocks, so that all cores work at it; the bytes are the same on any number of them.
    with out.open("wb") as file, subprocess.Popen(_XZ, stdin=subprocess.PIPE, stdout=file) as packer:
        assert packer.stdin is not None, "a pipe was asked for"
        with tarfile.open(fileobj=packer.stdin, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for path in [folder, *sorted(folder.rglob("*"))]:
                tar.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=plain)
        packer.stdin.close()
    if packer.returncode:
        raise SystemExit(f"{out.name} 压缩失败，状态 {packer.returncode}。")
    return out


def zipped(folder: Path, out: Path, at: int) -> Path:
    """As `tar_xz`, for Windows."""
    when = datetime.fromtimestamp(at, UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return out


def sums(files: Sequence[Path], folder: Path) -> list[Path]:
    """`SHA256SUMS` and `SM3SUMS` beside the files, as `sha256sum -c` reads them."""
    made = []
    for name, start in (("SHA256SUMS", hashlib.sha256), ("SM3SUMS", _Sm3)):
        lines = [f"{_digest(file, start())}  {file.name}\n" for file in sorted(files)]
        made.append(folder / name)
        made[-1].write_text("".join(lines), encoding="utf-8", newline="\n")
    return made


class _Sm3:
    """SM3 (GB/T 32905) as hashlib would offer it; Python's own does only where the system's OpenSSL does."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.finalize().hex()


def _digest(file: Path, total: _Sm3 | hashlib._Hash) -> str:
    with file.open("rb") as data:
        while block := data.read(_BLOCK):
            total.update(block)
    return total.hexdigest()

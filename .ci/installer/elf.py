"""What built files ask of a Linux system: the oldest glibc they load on, and libraries that do not lie beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

Version = tuple[int, ...]
_NAMED = re.compile(r"GLIBC_(\d+(?:\.\d+)+)$")
# What each office system brings.
SYSTEMS: dict[str, Version] = {"统信 UOS 20": (2, 28), "麒麟 V10 SP1": (2, 31), "Debian 12": (2, 36)}


@dataclass(frozen=True)
class Asked:
    """One built file: the newest glibc it names, and the libraries it wants loaded."""

    path: Path
    glibc: Version
    needed: frozenset[str]


def look(folder: Path) -> list[Asked]:
    """Every program and library in a folder."""
    return list(_each(folder))


def _each(folder: Path) -> Iterator[Asked]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        found = _look_at(path)
        if found is not None:
            yield found


def needed(path: Path) -> frozenset[str] | None:
    """The libraries that a file itself names; None for what is no program of this kind."""
    found = _look_at(path)
    return None if found is None else found.needed


def _look_at(path: Path) -> Asked | None:
    with path.open("rb") as data:
        if data.read(4) != b"\x7fELF":
            return None
        try:
            file = ELFFile(data)
            return Asked(path, _glibc(file), frozenset(_needed(file)))
        except ELFError:
            return None


def _glibc(file: ELFFile) -> Version:
    found: list[Version] = [(0,)]
    for section in file.iter_sections():
        if isinstance(section, GNUVerNeedSection):
            for _, names in section.iter_versions():
                told = (_NAMED.match(one.name) for one in names)
                found += [tuple(int(part) for part in one[1].split(".")) for one in told if one]
    return max(found)


def _needed(file: ELFFile) -> Iterator[str]:
    for section in file.iter_sections():
        if isinstance(section, DynamicSection):
            yield from (str(vars(tag)["needed"]) for tag in section.iter_tags("DT_NEEDED"))


def oldest(asked: list[Asked]) -> Version:
    """The oldest glibc on which every file loads."""
    return max((one.glibc for one in asked), default=(0,))


def asking(asked: list[Asked], more_than: Version, folder: Path) -> dict[Version, list[str]]:
    """Files that ask for a newer glibc than the given one, newest first."""
    found: dict[Version, list[str]] = defaultdict(list)
    for one in asked:
        if one.glibc > more_than:
            found[one.glibc].append(one.path.relative_to(folder).as_posix())
    return dict(sorted(found.items(), reverse=True))


def from_system(asked: list[Asked]) -> list[str]:
    """Libraries that the system must bring."""
    beside = {one.path.name for one in asked}
    return sorted({name for one in asked for name in one.needed} - beside)


def told(asked: list[Asked], folder: Path) -> str:
    """Both findings in Chinese, with what follows for each office system."""
    least = oldest(asked)
    lines = [f"所需 glibc：{write(least)} 或更新（按 {len(asked)} 个程序文件实测）。"]
    for system, brings in SYSTEMS.items():
        fits = "可以运行" if brings >= least else "不能运行"
        lines.append(f"  {system}（glibc {write(brings)}）：{fits}")
    newest = asking(asked, SYSTEMS["麒麟 V10 SP1"], folder)
    if newest:
        lines.append(f"要求高于 {write(SYSTEMS['麒麟 V10 SP1'])} 的文件：")
        lines += [
            f"  {write(version)}：{'、'.join(files[:6])}{f' 等 {len(files)} 个' if len(files) > 6 else ''}"
            for version, files in newest.items()
        ]
    return "\n".join(lines)


def write(version: Version) -> str:
    return ".".join(map(str, version))

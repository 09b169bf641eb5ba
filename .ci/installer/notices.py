"""Whose work is shipped: the Python libraries, system libraries and typefaces found in the frozen folder, with their licences."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name
from PyInstaller.archive.readers import CArchiveReader

_LICENCE_NAME = re.compile(r"(?i)(^|[/.-])(licen[cs]e|copying|notice|ofl|gpl|lgpl)[^/]*$")
_LONG = 60


@dataclass(frozen=True)
class Notice:
    """One work: its name, version, licence in a word, where it comes from, and the licence's own text."""

    name: str
    version: str
    licence: str
    home: str
    text: str


def python_libraries(folder: Path) -> list[Notice]:
    """One for each distribution of which a module or file is in the frozen folder."""
    inside = _modules(folder) | {path.name.partition(".")[0] for path in (folder / "_internal").iterdir()}
    makers = importlib.metadata.packages_distributions()
    names = {canonicalize_name(maker) for module in inside for maker in makers.get(module, [])}
    names -= {"gyga-desk", "setuptools"}
    return [_notice(importlib.metadata.distribution(name)) for name in sorted(names)]


def _modules(folder: Path) -> set[str]:
    """Top names of the modules packed into the program."""
    program = next(path for path in (folder / "gyga-desk", folder / "gyga-desk.exe") if path.is_file())
    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    return {name.partition(".")[0] for name in archive.toc}


def _notice(one: importlib.metadata.Distribution) -> Notice:
    told = one.metadata
    return Notice(told["Name"], one.version, _licence(one), _home(one), "\n\n".join(_texts(one)))


def _licence(one: importlib.metadata.Distribution) -> str:
    told = one.metadata
    stated = _one(told, "License-Expression")
    if not stated:
        marks = [c.split("::")[-1].strip() for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
        stated = "、".join(marks) or _one(told, "License").strip()
    return stated if stated and len(stated) <= _LONG * 2 and "\n" not in stated else "见许可全文"


def _home(one: importlib.metadata.Distribution) -> str:
    told = one.metadata
    links = [line.partition(",")[2].strip() for line in told.get_all("Project-URL") or []]
    return _one(told, "Home-page") or (links[0] if links else "")


def _one(told: importlib.metadata.PackageMetadata, key: str) -> str:
    return str(told[key]) if key in told else ""


def _texts(one: importlib.metadata.Distribution) -> Iterator[str]:
    for file in sorted(one.files or [], key=str):
        if _LICENCE_NAME.search(str(file)) and "dist-info" in str(file):
            path = Path(str(file.locate()))
            if path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace").strip()


def system_libraries(folder: Path) -> list[Notice]:
    """One for each Debian package of which a library was copied into the folder; none where the system is another."""
    names = sorted(p.name for p in (folder / "_internal").iterdir() if p.is_file() and ".so" in p.name)
    if sys.platform != "linux" or shutil.which("dpkg-query") is None:
        return []
    owners = {_owner(name) for name in names} - {""}
    return [_debian(package) for package in sorted(owners)]


def _owner(library: str) -> str:
    done = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    return done.stdout.partition(":")[0].strip() if done.returncode == 0 else ""


def _debian(package: str) -> Notice:
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False
    )
    file = Path("/usr/share/doc") / package / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""
    told = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
    return Notice(package, done.stdout.strip(), "、".join(told)[: _LONG * 3] or "见许可全文", "", text)


def interpreter() -> Notice:
    version = ".".join(map(str, sys.version_info[:3]))
    roots = (Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info[1]}", Path(sys.base_prefix))
    found = [root / name for root in roots for name in ("LICENSE.txt", "LICENSE") if (root / name).is_file()]
    return Notice("Python", version, "PSF-2.0", "", found[0].read_text(encoding="utf-8").strip() if found else "")


def typefaces(tree: Path) -> list[Notice]:
    folder = tree / "resources" / "fonts"
    return [
        Notice("Noto Sans SC、Noto Serif SC", "2.004、2.003", "OFL-1.1", "", _text(folder / "OFL-Noto.txt")),
        Notice("FandolFang、FandolKai", "1.300", "GPL-3.0（附字体例外）", "", _text(folder / "GPL-Fandol.txt")),
    ]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()


def everything(folder: Path, tree: Path) -> list[tuple[str, list[Notice]]]:
    """All works in the folder, by kind."""
    return [
        ("字体", typefaces(tree)),
        ("解释器", [interpreter()]),
        ("Python 库", python_libraries(folder)),
        ("随附的系统库", system_libraries(folder)),
    ]


def table(kinds: list[tuple[str, list[Notice]]]) -> str:
    """The list alone, for reading."""
    lines = ["# 第三方软件声明", "", "按封装后的文件夹里实际包含的内容生成（`make notices`）。许可全文随程序安装。", ""]
    for kind, held in kinds:
        if held:
            lines += [f"## {kind}", "", "| 名称 | 版本 | 许可 |", "|---|---|---|"]
            lines += [f"| {one.name} | {one.version} | {one.licence.replace('|', '/')} |" for one in held]
            lines.append("")
    return "\n".join(lines)


def whole(kinds: list[tuple[str, list[Notice]]]) -> str:
    """The list, and after it every licence in full, each text once."""
    parts = [table(kinds), "# 许可全文\n"]
    seen: dict[str, list[str]] = {}
    for _, held in kinds:
        for one in held:
            if one.text:
                seen.setdefault(one.text, []).append(f"{one.name} {one.version}")
    parts += [f"## {'、'.join(names)}\n\n```\n{text}\n```\n" for text, names in seen.items()]
    return "\n".join(parts)

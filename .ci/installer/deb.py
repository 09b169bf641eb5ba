"""The Debian package: the frozen folder, a menu entry, icons, file types, man page, notices; no script runs at installing."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gyga_desk import __version__
from installer import elf, fixed, man

NAME = "gyga-desk"
PARTS = Path(__file__).resolve().parent
SIZES = (16, 24, 32, 48, 64, 128, 256)
ICONS = (
    ("app.svg", "apps", NAME),
    ("store.svg", "mimetypes", f"application-x-{NAME}-store"),
    ("package.svg", "mimetypes", f"application-x-{NAME}-package"),
)
# Which package brings a library, where this machine cannot be asked.
_CONTROL = """\
Package: {name}
Version: {version}
Section: misc
Priority: optional
Architecture: {architecture}
Maintainer: gyga-desk <gyga-desk@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Description: review desk for support measures (大模型支持措施审核工作台)
 Takes in applications, has them reviewed and scored, decides and prints, on
 office machines without a network.
 .
 离线受理、审核、评分、定案、出表。卸载时保留本人的数据文件。
"""
_RECOMMENDED = "cups-client, ibus | fcitx5, xdg-utils"


def build(folder: Path, out: Path, at: int, papers: dict[str, str], manual: Path | None) -> Path:
    """The package in `out`; `papers` are further documents by name."""
    root = out / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(folder, root, at, papers, manual)
    architecture = _said("dpkg", "--print-architecture")
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    size = sum(p.stat().st_size for p in root.rglob("*") if p.is_file() and not p.is_symlink()) // 1024
    control.write_text(
        _CONTROL.format(
            name=NAME,
            version=__version__,
            architecture=architecture,
            size=size,
            depends=depends(folder),
            recommends=_RECOMMENDED,
        ),
        encoding="utf-8",
    )
    fixed.settle(root, at)
    made = out / f"{NAME}_{__version__}_{architecture}.deb"
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(root), str(made)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(at)})
    shutil.rmtree(root)
    return made


def lay_out(folder: Path, root: Path, at: int, papers: dict[str, str], manual: Path | None) -> None:
    """Everything where a Debian system looks for it, below `root`."""
    home = root / "usr" / "lib" / NAME
    shutil.copytree(folder, home, symlinks=True)
    share = root / "usr" / "share"
    for part in ("applications", f"doc/{NAME}", "mime/packages", "man/man1", "man/zh_CN/man1"):
        (share / part).mkdir(parents=True)
    command = root / "usr" / "bin" / NAME
    command.parent.mkdir()
    command.symlink_to(f"../lib/{NAME}/{NAME}")
    shutil.copyfile(PARTS / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    shutil.copyfile(PARTS / f"{NAME}.xml", share / "mime" / "packages" / f"{NAME}.xml")
    draw_icons(share / "icons" / "hicolor")
    day = datetime.fromtimestamp(at, UTC).date().isoformat()
    packed = gzip.compress(man.page(day).encode(), 9, mtime=0)
    for place in ("man/man1", "man/zh_CN/man1"):
        (share / place / f"{NAME}.1.gz").write_bytes(packed)
    for name, text in papers.items():
        (share / "doc" / NAME / name).write_text(text, encoding="utf-8")
    if manual is not None:
        shutil.copyfile(manual, share / "doc" / NAME / "manual.pdf")


def draw_icons(folder: Path) -> None:
    """Each drawing as it is, and in the usual sizes."""
    for drawing, kind, name in ICONS:
        source = PARTS / drawing
        plain = folder / "scalable" / kind
        plain.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, plain / f"{name}.svg")
        for size in SIZES:
            place = folder / f"{size}x{size}" / kind
            place.mkdir(parents=True, exist_ok=True)
            picture(source, size).save(str(place / f"{name}.png"))


def picture(drawing: Path, size: int) -> QImage:
    """A drawing as a square picture, size × size pixels."""
    made = QImage(size, size, QImage.Format.Format_ARGB32)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter)
    painter.end()
    return made


def depends(folder: Path) -> str:
    """The packages whose libraries the folder wants of the system, with the glibc it was measured to need."""
    asked = elf.look(folder)
    found = {_owner(name) for name in elf.from_system(asked)} - {"", "libc6"}
    return ", ".join([f"libc6 (>= {elf.write(elf.oldest(asked))})", *sorted(found)])


def _owner(library: str) -> str:
    """The package of a library that lies on the loader's own path."""
    cache = _said("/sbin/ldconfig", "-p")
    paths = [line.partition("=> ")[2] for line in cache.splitlines() if line.split(" ")[0].strip() == library]
    for path in paths:
        for name in (path, path.removeprefix("/usr"), str(Path(path).resolve())):
            done = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return done.stdout.partition(":")[0]
    return ""


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()

"""Freezes the program into a folder that runs without Python, tries it out, and packs it: `python build_installer.py`.

The folder, its portable archive and the archive's digest lie in `dist/` afterwards; needs `.[dev]`.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

import PyInstaller.__main__

from gyga_desk import __version__

TREE = Path(__file__).resolve().parent
DIST = TREE / "dist"
NAME = "gyga-desk"
WINDOWS = os.name == "nt"
START = """\
import sys
from gyga_desk.__main__ import main
sys.exit(main())
"""
# Loaded by name, or lying beside their code: reading the imports does not show them.
BY_NAME = ("gyga_desk", "ui", "reportlab", "pkcs11")
DATA = ("reportlab", "stdnum", "tzdata")
# Pulled in by libraries for uses that this program has not.
UNUSED = ("tkinter", "IPython", "numpy", "fontTools", "uharfbuzz", "hypothesis", "pytest", "setuptools", "pip")
# Parts of Qt that come along with the used ones: network, QML, screens other than X11 and Windows, keyboards.
UNUSED_QT = ("Network", "Qml*", "Quick*", "VirtualKeyboard*", "Wayland*", "WlShell*", "EglFS*", "Pdf*", "OpenGL*")
UNUSED_PLUGINS = (
    *("tls", "networkinformation", "wayland-*", "egldeviceintegrations", "generic", "platformthemes/*gtk*"),
    *("platforms/*wayland*", "platforms/*eglfs*", "platforms/*vnc*", "platforminputcontexts/*virtualkeyboard*"),
)
KEPT_TRANSLATIONS = ("qtbase_zh_CN.qm",)
STAYS_OPEN_SECONDS = 8


def freeze(work: Path) -> Path:
    """The folder with the frozen program, everything it does not use left out."""
    start = work / "start.py"
    start.write_text(START, encoding="utf-8")
    words = [str(start), "--name", NAME, "--noconfirm", "--onedir", "--log-level", "WARN"]
    words += ["--distpath", str(DIST), "--workpath", str(work), "--specpath", str(work), "--paths", str(TREE)]
    words += ["--add-data", f"{TREE / 'resources'}{os.pathsep}resources"]
    words += [word for name in BY_NAME for word in ("--collect-submodules", name)]
    words += [word for name in DATA for word in ("--collect-data", name)]
    words += [word for name in UNUSED for word in ("--exclude-module", name)]
    PyInstaller.__main__.run(words)
    folder = DIST / NAME
    slim(folder)
    return folder


def slim(folder: Path) -> None:
    """Takes the unused parts of Qt out of the frozen folder."""
    for qt in [*folder.rglob("PySide6/Qt"), *folder.rglob("PySide6")]:
        for plugin in UNUSED_PLUGINS:
            for found in qt.glob(f"plugins/{plugin}"):
                remove(found)
        for words in qt.glob("translations/*.qm"):
            if words.name not in KEPT_TRANSLATIONS:
                remove(words)
    for part in UNUSED_QT:
        for found in [
            *folder.rglob(f"libQt6{part}.so.*"),
            *folder.rglob(f"Qt6{part}.dll"),
            *folder.rglob(f"Qt{part}.*"),
        ]:
            remove(found)


def remove(found: Path) -> None:
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(found)
    else:
        found.unlink()


def try_out(folder: Path) -> int:
    """Runs the frozen program for real: help, the demonstration year, the window; the number of sheets it printed."""
    program = folder / (f"{NAME}.exe" if WINDOWS else NAME)
    with tempfile.TemporaryDirectory() as name:
        year = Path(name) / "year"
        run(program, "--help", home=name)
        made = json.loads(run(program, "demo", year, "--no-window", "--json", home=name))
        if not made["sheets"] or not any(year.rglob("*.pdf")):
            raise SystemExit("封装后的程序没有印出审批表。")
        stays_open(program, made["store"], home=name)
    return len(made["sheets"])


def run(*words: str | Path, home: str) -> str:
    done = subprocess.run(words, env=environment(home), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} 以 {done.returncode} 结束:\n{done.stdout}{done.stderr}")
    return done.stdout


def stays_open(program: Path, store: str, home: str) -> None:
    """Fails where the window closes by itself: a part of it was left behind."""
    with subprocess.Popen([program, "--store", store], env=environment(home)) as window:
        try:
            window.wait(STAYS_OPEN_SECONDS)
        except subprocess.TimeoutExpired:
            window.terminate()
            return
    raise SystemExit(f"封装后的窗口自行关闭,状态 {window.returncode}。")


def environment(home: str) -> dict[str, str]:
    """Nothing of this tree, this Python or the person's own data; the window in memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": home, "LOCALAPPDATA": home, "PYTHONUTF8": "1"}


def pack(folder: Path) -> Path:
    """The portable archive: unpack anywhere and start."""
    kind = "zip" if WINDOWS else "gztar"
    name = f"{NAME}-{__version__}-{platform.system().lower()}-{platform.machine().lower()}"
    return Path(shutil.make_archive(str(DIST / name), kind, folder.parent, folder.name))


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = freeze(Path(work))
    sheets = try_out(folder)
    archive = pack(folder)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", encoding="utf-8")
    size = sum(part.stat().st_size for part in folder.rglob("*") if part.is_file() and not part.is_symlink())
    print(f"{folder.relative_to(TREE)}:{size / 1e6:.0f} MB,试运行印出 {sheets} 份审批表")
    print(f"{archive.relative_to(TREE)}:{archive.stat().st_size / 1e6:.0f} MB")
    print(f"sha256:{digest}")


if __name__ == "__main__":
    main()

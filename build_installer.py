"""Freezes the program into a folder that runs without Python, tries it out, and packs it: `python build_installer.py`.

`dist/` afterwards holds the folder, the portable archive, on Debian the `.deb`, on Windows the setup program, the
notices of what is shipped, and the sums; needs `.[dev]`. `--twice` builds again and compares; `--glibc 2.31` refuses
to pack what would not load on such a system.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parent
sys.path.insert(0, str(TREE / ".ci"))

from installer import elf, fixed, notices  # noqa: E402 - their folder has to be named first

from gyga_desk import __version__  # noqa: E402

DIST = TREE / "dist"
NAME = "gyga-desk"
WINDOWS = os.name == "nt"
PARTS = TREE / ".ci" / "installer"
STAYS_OPEN_SECONDS = 8
SUMS = ("SHA256SUMS", "SM3SUMS")
NOTICES = TREE / "docs" / "notices.md"


def freeze(out: Path) -> Path:
    """The folder with the frozen program, everything it does not use left out."""
    with tempfile.TemporaryDirectory() as work:
        if WINDOWS:
            (Path(work) / NAME).mkdir()
            write_ico(Path(work) / NAME / f"{NAME}.ico")
        words = [
            sys.executable,
            "-m",
            "PyInstaller",
            str(PARTS / f"{NAME}.spec"),
            "--noconfirm",
            "--log-level",
            "ERROR",
        ]
        words += ["--distpath", str(out), "--workpath", work]
        # One order of everything that Python hashes, one time, nothing of the person's own settings.
        own = {
            **os.environ,
            "PYTHONHASHSEED": "1",
            "SOURCE_DATE_EPOCH": str(fixed.moment(TREE)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        subprocess.run(words, env=own, check=True, cwd=TREE)
    fixed.settle(out / NAME, fixed.moment(TREE))
    return out / NAME


def write_ico(path: Path) -> None:
    """The program's icon as Windows wants it."""
    from installer import deb

    if not deb.picture(PARTS / "app.svg", 256).save(str(path)):
        raise SystemExit(f"图标 {path} 写不出来。")


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
        raise SystemExit(f"{' '.join(map(str, words))} 以 {done.returncode} 结束：\n{done.stdout}{done.stderr}")
    return done.stdout


def stays_open(program: Path, store: str, home: str) -> None:
    """Fails where the window closes by itself: a part of it was left behind."""
    with subprocess.Popen([program, "--store", store], env=environment(home)) as window:
        try:
            window.wait(STAYS_OPEN_SECONDS)
        except subprocess.TimeoutExpired:
            window.terminate()
            return
    raise SystemExit(f"封装后的窗口自行关闭，状态 {window.returncode}。")


def environment(home: str) -> dict[str, str]:
    """Nothing of this tree, this Python or the person's own data; the window in memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": home, "LOCALAPPDATA": home, "PYTHONUTF8": "1"}


def pack(folder: Path, out: Path, manual: Path | None) -> list[Path]:
    """Every form the folder is handed out in on this system, the notices, and the sums over all of them."""
    at = fixed.moment(TREE)
    works = notices.everything(folder, TREE)
    whole = out / "notices.md"
    whole.write_text(notices.whole(works), encoding="utf-8", newline="\n")
    name = f"{NAME}-{__version__}-{platform.system().lower()}-{platform.machine().lower()}"
    pack_folder = fixed.zipped if WINDOWS else fixed.tar_xz
    made = [pack_folder(folder, out / f"{name}.{'zip' if WINDOWS else 'tar.xz'}", at), whole]
    if shutil.which("dpkg-deb"):
        made.append(debian(folder, out, at, whole, manual))
    if shutil.which("makensis"):
        made += setup(folder, out)
    return [*made, *fixed.sums(made, out)]


def debian(folder: Path, out: Path, at: int, whole: Path, manual: Path | None) -> Path:
    from installer import deb

    changes = (TREE / "resources" / "help" / "changes.md").read_text(encoding="utf-8")
    return deb.build(folder, out, at, {"copyright": whole.read_text(encoding="utf-8"), "changes.md": changes}, manual)


def setup(folder: Path, out: Path) -> list[Path]:
    """The setup program; elsewhere than on Windows its script is only tried, on whatever folder there is."""
    made = out / f"{NAME}-{__version__}-setup.exe"
    with tempfile.TemporaryDirectory() as work:
        icon = Path(work) / f"{NAME}.ico"
        write_ico(icon)
        words = [f"-DVERSION={__version__}", f"-DFOLDER={folder if WINDOWS else PARTS}", f"-DICON={icon}"]
        words.append(f"-DOUT={made if WINDOWS else Path(work) / made.name}")
        subprocess.run(["makensis", "-V2", "-WX", *words, str(PARTS / "setup.nsi")], check=True)
    return [made] if WINDOWS else []


def frozen(out: Path, glibc: elf.Version | None) -> Path:
    """The folder, refused where it wants a newer system than the one it is meant for."""
    folder = freeze(out)
    asked = elf.look(folder)
    if glibc is not None and elf.oldest(asked) > glibc:
        raise SystemExit(
            f"{elf.told(asked, folder)}\n不能在 glibc {elf.write(glibc)} 的系统上运行；请在那样的系统上封装，并装所列文件的旧版本。"
        )
    return folder


def differences(first: list[Path], second: list[Path]) -> list[str]:
    """Names of files that two builds made differently."""
    others = {path.name: path.read_bytes() for path in second}
    return [path.name for path in first if others.get(path.name) != path.read_bytes()]


def report(folder: Path, made: list[Path], sheets: int) -> None:
    size = sum(part.stat().st_size for part in folder.rglob("*") if part.is_file() and not part.is_symlink())
    print(f"{folder.relative_to(TREE)}：{size / 1e6:.0f} MB，试运行印出 {sheets} 份审批表")
    for path in made:
        print(f"{path.relative_to(TREE)}：{path.stat().st_size / 1e6:.1f} MB")
    print((DIST / SUMS[0]).read_text(encoding="utf-8"), end="")
    asked = elf.look(folder)
    if asked:
        print(elf.told(asked, folder))


def main() -> None:
    parser = argparse.ArgumentParser(description="封装成不需要 Python 的程序，并制作安装包。")
    parser.add_argument("--twice", action="store_true", help="再做一遍，逐字节比较")
    parser.add_argument("--glibc", help="目标系统的 glibc 版本，如 2.31；装不上的不打包")
    parser.add_argument("--notices", action="store_true", help="只更新 docs/notices.md（凭已封装的文件夹）")
    chosen = parser.parse_args()
    if chosen.notices:
        if not (DIST / NAME).is_dir():
            freeze(DIST)
        NOTICES.write_text(notices.table(notices.everything(DIST / NAME, TREE)), encoding="utf-8", newline="\n")
        return
    glibc = tuple(int(part) for part in chosen.glibc.split(".")) if chosen.glibc else None
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    printed = TREE / "build" / "manual.pdf"
    manual = printed if printed.is_file() else None
    folder = frozen(DIST, glibc)
    sheets = try_out(folder)
    made = pack(folder, DIST, manual)
    report(folder, made, sheets)
    if chosen.twice:
        with tempfile.TemporaryDirectory() as again:
            second = pack(frozen(Path(again), glibc), Path(again), manual)
            unlike = differences(made, second)
        if unlike:
            raise SystemExit(f"两次制作不一致：{'、'.join(unlike)}")
        print("两次制作逐字节一致。")


if __name__ == "__main__":
    main()

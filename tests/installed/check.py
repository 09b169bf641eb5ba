"""The built package as an office meets it: installed, started from its menu entry, worked with, brought up to date, removed.

    python tests/installed/check.py [--bare]

Wants `dist/*.deb` (`python build_installer.py`), Xvfb and xdotool; as root with debootstrap it works in an empty system of
its own, otherwise (or with `--bare`) it unpacks the package into a folder and uses this system's libraries.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TREE = Path(__file__).resolve().parent.parent.parent
NAME, PERSON, PASSWORD = "gyga-desk", "official", "Anzhuang-2025"
ENTRY = Path("usr/share/applications") / f"{NAME}.desktop"
OLDER = "0.0.1"
MOST_MB = 250
MOST_RATIO = 1.3
ROUNDS = 5
WAIT_SECONDS = 90
FEWEST_PICTURES = 12
# What package tools write for themselves.
NOT_OURS = (
    "var/lib/dpkg",
    "var/lib/apt",
    "var/cache",
    "var/log",
    "proc",
    "sys",
    "dev",
    "run",
    "tmp",
    "etc/ld.so.cache",
)


@dataclass(frozen=True)
class Place:
    """Where the package is installed: a system below `root`, or a folder it was only unpacked into."""

    root: Path
    own_system: bool
    home: Path
    display: str

    def run(self, *words: str, status: Sequence[int] = (0,), password: str = "") -> str:
        """What a program said, run as the person: its answer, or its refusal."""
        own = self.environment() | ({"GYGA_PASSWORD": password} if password else {})
        done = subprocess.run(self.words(words), env=own, capture_output=True, encoding="utf-8", check=False)
        if done.returncode not in status:
            raise SystemExit(f"{' '.join(words)} 以 {done.returncode} 结束：\n{done.stdout}{done.stderr}")
        return done.stdout or done.stderr

    def words(self, words: Sequence[str]) -> list[str]:
        if self.own_system:
            return ["chroot", f"--userspec={PERSON}:{PERSON}", str(self.root), "env", "-C", f"/home/{PERSON}", *words]
        return [str(self.root / words[0].removeprefix("/")) if words[0].startswith("/") else words[0], *words[1:]]

    def environment(self) -> dict[str, str]:
        home = f"/home/{PERSON}" if self.own_system else str(self.home)
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin" if self.own_system else f"{self.root}/usr/bin:/usr/bin:/bin", "HOME": home,
            "LANG": "C.UTF-8", "DISPLAY": self.display, "GYGA_PASSWORD": PASSWORD, "GYGA_NEW_PASSWORD": PASSWORD,
        }  # fmt: skip

    def inside(self, name: str) -> str:
        """A name in the person's home as the program says it."""
        return f"/home/{PERSON}/{name}" if self.own_system else str(self.home / name)

    def outside(self, path: str) -> Path:
        """Where this system sees what the program calls `path`."""
        return self.root / path.removeprefix("/") if self.own_system else Path(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bare", action="store_true", help="no system of its own")
    parser.add_argument("--deb", type=Path, help="the package; the one in dist/ where none is named")
    chosen = parser.parse_args()
    deb = (chosen.deb or newest()).resolve()
    own_system = not chosen.bare and os.geteuid() == 0 and shutil.which("debootstrap") is not None
    with tempfile.TemporaryDirectory(prefix="gyga-installed-") as name, screen() as display:
        place = Place(Path(name) / "root", own_system, Path(name) / "home", display)
        check(place, deb, Path(name))
    return 0


def newest() -> Path:
    found = sorted((TREE / "dist").glob("*.deb"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise SystemExit("dist/ 里没有安装包；请先执行 python build_installer.py。")
    return found[-1]


def check(place: Place, deb: Path, work: Path) -> None:
    """Every step, each told as it ends well."""
    prepare(place)
    before = listing(place)
    install(place, older(deb, work))
    made = begin_year(place)
    tell("旧版本已安装，建了数据文件，收了申报表")
    install(place, deb)
    if look_at(place) != made:
        raise SystemExit("更新之后，数据文件的内容不同了。")
    tell("更新为新版本，数据文件照旧")
    size = installed_size(place)
    tell(f"安装后 {size:.0f} MB（上限 {MOST_MB} MB）")
    if size > MOST_MB:
        raise SystemExit("安装后过大。")
    made_year = main_job(place)
    tell(f"主要工作办完：演示年度封存，印出审批表 {len(made_year['sheets'])} 份，逐份核验")
    every_part(place, made_year)
    tell("加密存放、旧格式工作簿、硬件介质组件、扫描登记、带图片的手册，都能用")
    start_by_menu(place)
    tell("按菜单项的命令启动，窗口打开并保持；再按数据文件启动一次")
    ratio = compare_starts(place)
    remove(place)
    left = listing(place) - before
    ours = {path for path in left if not path.startswith(f"home/{PERSON}")}
    if ours:
        raise SystemExit(f"卸载后还有：{'、'.join(sorted(ours)[:20])}")
    if place.own_system and not (place.root / "home" / PERSON / "年度" / "2025.gyga").is_file():
        raise SystemExit("卸载时去掉了本人的数据。")
    tell("已卸载，只留下本人的数据")
    if ratio > MOST_RATIO:
        raise SystemExit(f"启动时间是源代码的 {ratio:.2f} 倍，超过 {MOST_RATIO}。")


def prepare(place: Place) -> None:
    """An empty system with a person in it, or an empty folder."""
    if not place.own_system:
        place.root.mkdir()
        place.home.mkdir()
        return
    uri, suite = mirror()
    tell(f"正在建立空白系统（{suite}）……")
    quiet("debootstrap", "--variant=minbase", suite, str(place.root), uri)
    for name in ("resolv.conf", "hosts"):
        if Path("/etc", name).exists():
            shutil.copy(f"/etc/{name}", place.root / "etc" / name)
    quiet("chroot", str(place.root), "useradd", "--create-home", PERSON)
    apt(place, "update")
    # What a desktop has and the empty system has not; asked for before the listing, so that it counts as there.
    depends = quiet("dpkg-deb", "--field", str(newest()), "Depends").replace(",", " ").split()
    names = [word for word in depends if word[0].isalpha()]
    apt(place, "install", "--yes", "--no-install-recommends", *names)


def mirror() -> tuple[str, str]:
    """Where this system takes its packages from, and its name."""
    told = quiet(
        "apt-get", "indextargets", "--format", "$(REPO_URI)|$(CODENAME)|$(COMPONENT)|$(ORIGIN)", "Created-By: Packages"
    )
    release = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines() if "=" in line
    )
    suite = release["VERSION_CODENAME"].strip('"')
    for line in told.splitlines():
        uri, codename, component, _ = line.split("|")
        if codename == suite and component == "main":
            return uri, suite
    raise SystemExit("系统的软件源里没有本版本；请改用 --bare。")


def apt(place: Place, *words: str) -> None:
    quiet("chroot", str(place.root), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *words)


def older(deb: Path, work: Path) -> Path:
    """The same package under an older version's number."""
    folder = work / "older"
    quiet("dpkg-deb", "--raw-extract", str(deb), str(folder))
    control = folder / "DEBIAN" / "control"
    lines = control.read_text(encoding="utf-8").splitlines(keepends=True)
    control.write_text(
        "".join(f"Version: {OLDER}\n" if line.startswith("Version:") else line for line in lines), encoding="utf-8"
    )
    made = work / "older.deb"
    quiet("dpkg-deb", "--root-owner-group", "-Znone", "--build", str(folder), str(made))
    shutil.rmtree(folder)
    return made


def install(place: Place, deb: Path) -> None:
    if not place.own_system:
        shutil.rmtree(place.root)
        place.root.mkdir()
        quiet("dpkg-deb", "--extract", str(deb), str(place.root))
        return
    shutil.copy(deb, place.root / "tmp" / "given.deb")
    apt(place, "install", "--yes", "--no-install-recommends", "/tmp/given.deb")
    (place.root / "tmp" / "given.deb").unlink()


def remove(place: Place) -> None:
    if place.own_system:
        apt(place, "purge", "--yes", NAME)
    else:
        shutil.rmtree(place.root)
        place.root.mkdir()


def begin_year(place: Place) -> str:
    """A record made and a workbook taken in with the older version."""
    place.run("mkdir", "-p", place.inside("年度"))
    batch = f"/usr/lib/{NAME}/_internal/resources/demo/batch-2025-clean.xlsx"
    book = batch if place.own_system else str(place.root / batch[1:])
    place.run(NAME, "--store", store(place), "init", "--guide", "sample", "--admin", "管理员")
    for name, role in (("经办人", "clerk"), ("主任", "chair"), ("监督员", "observer")):
        place.run(NAME, "--store", store(place), "--as", "管理员", "people", "add", name, "--role", role)
    place.run(NAME, "--store", store(place), "--as", "经办人", "import", book, "--json")
    return look_at(place)


def store(place: Place) -> str:
    return place.inside("年度/2025.gyga")


def look_at(place: Place) -> str:
    """What the record shows, and that it verifies."""
    place.run(NAME, "verify", store(place))
    standing = [
        NAME,
        "--store",
        store(place),
        "--as",
        "经办人",
        "standings",
        "--measure",
        "3",
        "--year",
        "2025",
        "--json",
    ]
    return place.run(*standing) + place.run(NAME, "--store", store(place), "--as", "经办人", "cases", "--json")


def main_job(place: Place) -> dict[str, Any]:
    """A whole year, from workbook to signed sheet; every sheet verifies."""
    made = json.loads(place.run(NAME, "demo", place.inside("演示"), "--no-window", "--json"))
    if not made["sheets"]:
        raise SystemExit("没有印出审批表。")
    place.run(NAME, "verify", made["store"])
    for sheet in made["signed"]:
        told = json.loads(place.run(NAME, "--store", made["store"], "verify", sheet, "--json", status=(0, 1)))
        if len(told["signatures"]) != 3:
            raise SystemExit(f"{sheet} 的签名不全。")
    found: dict[str, Any] = made
    return found


def every_part(place: Place, year: dict[str, Any]) -> None:
    """What is loaded only by the act that needs it, and so could be missing unseen."""
    kept = place.inside("加密.gyga")
    init = ("init", "--guide", "sample", "--admin", "管理员", "--encrypt", "--recovery", place.inside("恢复单.pdf"))
    place.run(NAME, "--store", kept, *init)
    if place.outside(kept).read_bytes().startswith(b"SQLite"):
        raise SystemExit("加密存放的数据文件是明文。")
    place.run(NAME, "--store", kept, "--as", "管理员", "people", "list")
    old = place.inside("旧表.xls")
    shutil.copy(TREE / "tests" / "core" / "formats" / "samples" / "small.xls", place.outside(old))
    look = ("--as", "经办人", "import", old, "--dry-run")
    if "3示范应用场景" not in place.run(NAME, "--store", store(place), *look, status=(0, 1)):
        raise SystemExit("旧格式的工作簿没有读出来。")
    desk, sheet = (NAME, "--store", year["store"], "--as"), year["sheets"][1]
    said = place.run(*desk, "主任", "sign", sheet, "--token", "/none.so", status=(2,), password=year["password"])
    if "找不到硬件介质的驱动库" not in said:
        raise SystemExit(f"硬件介质组件：{said}")
    picture = place.inside("扫描.png")
    quiet("pdftoppm", "-r", "200", "-png", "-singlefile", str(place.outside(sheet)), str(place.outside(picture))[:-4])
    said = place.run(*desk, "经办人", "register", "--scan", picture, status=(0, 1), password=year["password"])
    if f"{Path(sheet).name.split(' ')[0]}（第 1 页）已登记" not in said:
        raise SystemExit(f"扫描登记：{said}")
    if json.loads(place.run(NAME, "manual", place.inside("手册.pdf"), "--json"))["pictures"] < FEWEST_PICTURES:
        raise SystemExit("手册缺少图片。")


def start_by_menu(place: Place) -> None:
    """The menu entry's own command, first alone and then with a record, as a desktop does it."""
    entry = (place.root / ENTRY).read_text(encoding="utf-8")
    quiet("desktop-file-validate", str(place.root / ENTRY))
    command = next(line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec="))
    for given in ("", store(place)):
        words = [given if word == "%f" else word for word in shlex.split(command)]
        with started(place, [word for word in words if word]) as window:
            until_shown(place.display, window)


@contextmanager
def started(place: Place, words: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program with a window, ended at the end; fails where it ended by itself."""
    words = place.words(words)
    with subprocess.Popen(
        words, env=place.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as window:
        try:
            yield window
            if window.poll() is not None:
                raise SystemExit(f"窗口自行关闭，状态 {window.returncode}。")
        finally:
            window.terminate()


def until_shown(display: str, window: subprocess.Popen[bytes]) -> None:
    """Waits for a window to be drawn; xdotool itself waits for it."""
    words = ["timeout", str(WAIT_SECONDS), "xdotool", "search", "--sync", "--onlyvisible", "--class", NAME]
    done = subprocess.run(words, env={**os.environ, "DISPLAY": display}, capture_output=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise SystemExit(f"没有等到窗口（程序状态 {window.poll()}）。")


def compare_starts(place: Place) -> float:
    """How long until the window is there, installed and from source, by turns."""
    source = [
        sys.executable,
        "-c",
        "import sys; sys.argv = ['gyga-desk']; from gyga_desk.__main__ import main; sys.exit(main())",
    ]
    own = {
        **os.environ,
        "DISPLAY": place.display,
        "XDG_DATA_HOME": str(place.home.parent / "data"),
        "PYTHONPATH": str(TREE),
    }
    own.pop("QT_QPA_PLATFORM", None)
    frozen_seconds, source_seconds = [], []
    for _ in range(ROUNDS):
        begun = time.monotonic()
        with started(place, [NAME]) as window:
            until_shown(place.display, window)
            frozen_seconds.append(time.monotonic() - begun)
        begun = time.monotonic()
        with subprocess.Popen(source, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as window:
            until_shown(place.display, window)
            source_seconds.append(time.monotonic() - begun)
            window.terminate()
    frozen, plain = statistics.median(frozen_seconds), statistics.median(source_seconds)
    tell(f"启动到窗口：安装的 {frozen:.2f} 秒，源代码 {plain:.2f} 秒，{frozen / plain:.2f} 倍（{ROUNDS} 次的中位数）")
    return frozen / plain


def installed_size(place: Place) -> float:
    """MB of the program's own files."""
    parts = (place.root / "usr" / "lib" / NAME).rglob("*")
    return sum(part.stat().st_size for part in parts if part.is_file() and not part.is_symlink()) / 1e6


def listing(place: Place) -> set[str]:
    """Every file there is, but for what the tools of the system keep for themselves."""
    found = set()
    for folder, folders, files in os.walk(place.root):
        here = Path(folder).relative_to(place.root)
        folders[:] = [name for name in folders if (here / name).as_posix() not in NOT_OURS]
        found |= {(here / name).as_posix() for name in files if (here / name).as_posix() not in NOT_OURS}
    return found


@contextmanager
def screen() -> Iterator[str]:
    """A display of its own; Xvfb chooses the number and says which."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def quiet(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} 以 {done.returncode} 结束：\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def tell(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""A walk through the program by keys and clicks from outside, from first start to a printed sheet; the manual's pictures come from it.

`python -m tests.walk [folder]` starts the program as anybody would, on a screen of its own (Xvfb) with a home of its own,
presses keys by xdotool, writes a picture of each page to the folder (`resources/pictures` where none is named) and ends with 1 if the
sheet at the end is not what it should be. It needs Xvfb, xdotool, ImageMagick's `import` and `pdftotext`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCREEN = "1366x768x24"
WINDOW = "1366x728+0+0"
"""The program's first size; it stands at the corner, since nothing manages windows here."""
PATIENCE_S = 120
COLOURS = "200"
MEASURE = (945, 132)
"""Where the page 遴选定案 offers its measures."""
TITLE = "大模型支持措施审核工作台"


class Screen:
    """One display with the program on it."""

    def __init__(self, display: str, home: Path, pictures: Path) -> None:
        self.home, self.pictures, self.program = home, pictures, 0
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "WAYLAND", "XDG_"))},
            "DISPLAY": display, "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def tool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.env, check=True, capture_output=True, text=True
        ).stdout.strip()

    def windows(self) -> list[str]:
        """Those that are seen, the newest last."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "."],
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
        )
        return sorted(found.stdout.split(), key=int)

    def names(self) -> list[str]:
        return [self.tool("getwindowname", one) for one in self.windows()]

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"{what}: {self.names()}")
            time.sleep(0.2)

    def still(self) -> None:
        """Until the program has nothing to do any more (a field's mark may blink)."""
        rests, until = 0, time.monotonic() + PATIENCE_S
        before = self._worked()
        while rests < 3 and time.monotonic() < until:
            time.sleep(0.35)
            now = self._worked()
            rests = rests + 1 if now - before < 2 else 0
            before = now

    def _worked(self) -> int:
        """What processor time the program has taken, in the system's ticks."""
        fields = Path(f"/proc/{self.program}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(int(one) for one in fields[11:15])

    def press(self, *keys: str) -> None:
        """To the newest window, which is the one that asks."""
        for key in keys:
            self.tool("windowfocus", self.windows()[-1])
            self.tool("key", "--clearmodifiers", key)
            time.sleep(0.15)
        self.still()

    def type(self, text: str) -> None:
        self.tool("windowfocus", self.windows()[-1])
        self.tool("type", "--clearmodifiers", "--delay", "4", text)

    def click(self, x: int, y: int) -> None:
        self.tool("mousemove", str(x), str(y), "click", "1")
        self.tool("mousemove", "1300", "724")
        self.still()

    def picture(self, name: str) -> None:
        """What a person sees now, in few colours, since it goes into the repository."""
        self.still()
        self._grab("-dither", "None", "-colors", COLOURS, f"png8:{self.pictures / name}.png")
        sys.stdout.write(f"{name}.png\n")

    def _grab(self, *how: str) -> bytes:
        return subprocess.run(
            ["import", "-window", "root", "-crop", WINDOW, "+repage", "-strip", *how], env=self.env, check=True, capture_output=True
        ).stdout  # fmt: skip


@contextmanager
def screen(pictures: Path, kept: Path | None = None) -> Iterator[Screen]:
    """A display that nobody else uses, and a home that is gone afterwards, or one that is kept."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"], pass_fds=[write],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    home = kept or Path(tempfile.mkdtemp(prefix="gyga-walk-"))
    shown = Screen(f":{number}", home, pictures)
    program = subprocess.Popen([sys.executable, "-m", "ui"], env=shown.env, cwd=ROOT)
    shown.program = program.pid
    try:
        yield shown
    finally:
        program.terminate()
        program.wait(20)
        server.terminate()
        server.wait(20)
        if kept is None:
            shutil.rmtree(home, ignore_errors=True)


def first_start(at: Screen) -> None:
    """Nothing is there yet; the demonstration year is made and opened."""
    at.wait(lambda: TITLE in at.names(), "the window")
    at.picture("first-start")
    at.press("space")
    made = at.home / ".local" / "share" / "gyga-desk" / "demo"
    at.wait(lambda: len(list(made.rglob("*.pdf"))) >= 10, "the demonstration year")
    at.picture("signin")


def sign_in(at: Screen, number: int) -> None:
    """The person at this place of the list; the demonstration's password is filled in."""
    at.press("shift+Tab", "Home", *["Down"] * number, "Tab", "Return")
    at.wait(lambda: any(".gyga" in name for name in at.names()), "the work")
    at.still()


def leave(at: Screen) -> None:
    at.press("ctrl+l")
    at.wait(lambda: TITLE in at.names(), "the sign-in")
    at.still()


CHAIR, REVIEWER, OBSERVER, ADMIN, CLERK = range(5)


def as_chair(at: Screen) -> None:
    sign_in(at, CHAIR)
    at.picture("overview")
    at.press("ctrl+4")
    at.picture("marks")
    at.press("ctrl+5")
    at.click(*MEASURE)
    at.press("Home", "Down", "Down", "Return")
    at.picture("decision")
    for key, name in (
        ("ctrl+7", "vouchers"), ("ctrl+8", "ledgers"), ("ctrl+9", "exchange"), ("ctrl+0", "policy"),
        ("ctrl+shift+1", "history"), ("ctrl+shift+2", "settings"),
    ):  # fmt: skip
        at.press(key)
        at.picture(name)
    leave(at)


def as_reviewer(at: Screen) -> None:
    """The first case that waits: declared, and its first checks answered."""
    sign_in(at, REVIEWER)
    at.press("ctrl+2", "ctrl+f", "Return", "Return", "1", "space")
    at.press("1", "1", "1", "2", "1")
    at.picture("review")
    leave(at)


def as_clerk(at: Screen) -> Path:
    """A workbook is looked at, and every sheet of the decided measure printed into a folder."""
    sign_in(at, CLERK)
    at.press("ctrl+2", "ctrl+o")
    at.type(str(ROOT / "resources" / "demo" / "batch-2025-messy.xlsx"))
    at.press("Return")
    at.picture("intake")
    out = at.home / "2025-sheets"
    out.mkdir()
    at.press("ctrl+6", "ctrl+p")
    at.type(str(out))
    at.press("Return")
    at.wait(lambda: bool(list(out.glob("*.pdf"))), "the sheets")
    at.picture("papers")
    return min(out.glob("*.pdf"))


def show_sheet(sheet: Path, pictures: Path) -> bool:
    """The first page as a picture; False if it is not the sheet of a decided case."""
    subprocess.run(
        [
            "pdftoppm",
            "-png",
            "-gray",
            "-r",
            "72",
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            str(sheet),
            str(pictures / "sheet"),
        ],
        check=True,
    )
    words = subprocess.run(["pdftotext", str(sheet), "-"], check=True, capture_output=True, text=True).stdout
    return "审批表" in words and "壹" in words


def main() -> int:
    pictures = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "resources" / "pictures").absolute()
    pictures.mkdir(parents=True, exist_ok=True)
    with screen(pictures) as at:
        first_start(at)
        as_chair(at)
        as_reviewer(at)
        sheet = as_clerk(at)
        return 0 if show_sheet(sheet, pictures) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Two homes and one stick, by keys from outside: an assignment goes out, is worked on where nobody knows the desk, and its reply comes home.

`python -m tests.two_homes [folder]` starts the program once in each home, on a screen of its own (Xvfb); nothing but the
files in a third folder, the stick, goes from one to the other. A picture of each station goes to the folder (`build/two-homes`
where none is named); it ends with 1 if what came home is not what was answered. It needs what `tests.walk` needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gyga_desk.model import Answer
from gyga_desk.operations.history import verify_store
from gyga_desk.store import open_reader, reads
from tests.walk import ROOT, TITLE, Screen, screen

ADMIN, CLERK, REVIEWER = "陈管理", "李经办", "王审核"
PASSWORD = "kouling-2025"
ANSWERS = 3
EXCHANGE_AWAY = "ctrl+6"
"""A reviewer has fewer pages than a clerk."""


def store_of(home: Path) -> Path:
    """Where the program looks for a store when none is named."""
    return home / "data" / "gyga-desk" / "year.gyga"


def run(home: Path, *words: str | Path, who: str = ADMIN) -> None:
    """One command line in a home."""
    env = {
        **os.environ, "XDG_DATA_HOME": str(home / "data"), "GYGA_PASSWORD": PASSWORD, "GYGA_NEW_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    line = [sys.executable, "-m", "gyga_desk", "--store", store_of(home), "--as", who, *words]
    subprocess.run(line, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def make_office(home: Path) -> None:
    store_of(home).parent.mkdir(parents=True)
    run(home, "init", "--guide", "sample", "--admin", ADMIN)
    run(home, "people", "add", CLERK, "--role", "clerk")
    run(home, "people", "add", REVIEWER, "--role", "reviewer")
    run(home, "import", ROOT / "resources" / "demo" / "batch-2025-clean.xlsx", who=CLERK)


def sign_in(at: Screen, place: int) -> None:
    at.wait(lambda: TITLE in at.names(), "the sign-in")
    at.still()
    at.press("shift+Tab", "Home", *["Down"] * place, "Tab")
    at.type(PASSWORD)
    at.press("Return")
    at.wait(lambda: any(".gyga" in name for name in at.names()), "the work")
    at.still()


def choose(at: Screen, path: Path, made: bool = False) -> None:
    """In the window for files that has just opened."""
    at.wait(lambda: len(at.windows()) > 1, "the window for files")
    at.type(str(path))
    at.press("Return")
    if made:
        at.wait(path.exists, path.name)
        at.still()


def send_out(at: Screen, stick: Path) -> None:
    """At the desk: measure 3 for the reviewer, and the receipt."""
    sign_in(at, 0)
    at.press("ctrl+9", "ctrl+d")
    at.press("Home", "Tab")
    at.type(PASSWORD)
    at.press("Tab", "Tab", "Tab")
    at.type("m3")
    at.picture("1-assignment")
    at.press(*["Tab"] * 7, "space")
    choose(at, stick / "out.gygap", made=True)
    at.press("Tab", "Tab", "Tab", "space")
    choose(at, stick / "out.pdf", made=True)
    at.picture("2-sent")


def work(at: Screen, stick: Path) -> None:
    """At home, where there is nothing yet: a store from the assignment, one case declared and answered, the reply."""
    at.wait(lambda: TITLE in at.names(), "the window")
    at.still()
    at.press("Tab", "Tab", "Tab", "Tab", "space")
    choose(at, stick / "out.gygap")
    at.wait(lambda: len(at.windows()) > 1, "the question for the password")
    at.type(PASSWORD)
    at.picture("3-password")
    at.press("Return")
    choose(at, store_of(at.home), made=True)
    at.wait(lambda: any(".gyga" in name for name in at.names()), "the work")
    at.picture("4-begun")
    at.press("ctrl+2", "ctrl+f", "Return", "Return", "1", "space")
    at.press(*["1"] * ANSWERS)
    at.picture("5-answered")
    at.press(EXCHANGE_AWAY, "ctrl+d")
    at.wait(lambda: len(at.windows()) > 1, "the question for the password")
    at.picture("6-reply")
    at.type(PASSWORD)
    at.press("Return")
    choose(at, stick / "back.gygap", made=True)
    at.picture("7-replied")


def receive(at: Screen, stick: Path) -> None:
    """At the desk: what the reply would change, taken, and its receipt."""
    sign_in(at, 0)
    at.press("ctrl+9", "ctrl+o")
    choose(at, stick / "back.gygap")
    at.wait(lambda: len(at.windows()) > 1, "the question for the password")
    at.type(PASSWORD)
    at.press("Return")
    at.picture("8-preview")
    at.press("space")
    at.picture("9-taken")
    at.press("Tab", "Tab", "Tab", "space")
    choose(at, stick / "back.pdf", made=True)


def answers(store: Path) -> dict[tuple[str, str, str], Answer]:
    db = open_reader(store)
    try:
        return {(c.id, a.check, a.person): a.answer for c in reads.cases(db) for a in reads.answers(db, c.id)}
    finally:
        db.close()


def main() -> int:
    pictures = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "two-homes").absolute()
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gyga-homes-") as name:
        office, home, stick = (Path(name) / part for part in ("office", "home", "stick"))
        for folder in (office, home, stick):
            folder.mkdir()
        make_office(office)
        with screen(pictures, office) as at:
            send_out(at, stick)
        with screen(pictures, home) as at:
            work(at, stick)
        with screen(pictures, office) as at:
            receive(at, stick)
        home_again = answers(store_of(office))
        sys.stdout.write(f"{len(home_again)} answers, {sorted(p.name for p in stick.iterdir())}\n")
        sound = verify_store(store_of(office)).ok
        receipts = {p.name for p in stick.glob("*.pdf")} == {"out.pdf", "back.pdf"}
        return 0 if sound and receipts and len(home_again) == ANSWERS else 1


if __name__ == "__main__":
    sys.exit(main())

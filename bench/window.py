"""How fast the window is: start, a long list, search, an answer; each against its yardstick by turns in one run.

`python -m bench.window` measures and prints what `RESULTS.md` keeps. It needs Xvfb for the start; Vorta is installed into
an environment of its own that is gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import measure
from bench.window_data import make_list, make_year

ROOT = Path(__file__).parents[1]
LIST, YEAR = 100_000, 5_000
VORTA = "vorta"


@dataclass(frozen=True)
class Aim:
    """What is compared with what, and how it should come out."""

    what: str
    ours: str
    theirs: str
    limit: float


STARTS = (Aim("process start to first painted page", "ours", "minimal", 1.2), Aim("the same", "ours", VORTA, 0.6))
LISTS = (
    Aim("open and count", "ours.open", "sql.open", 1.7), Aim("a frame scrolled", "ours.scroll", "widget.scroll", 1.5),
    Aim("sort", "ours.sort", "loaded.sort", 0.35), Aim("filter", "ours.filter", "loaded.filter", 1.0),
    Aim("search, 1 character", "search.1", "like.1", 0.1), Aim("search, 2 characters", "search.2", "like.2", 0.1),
    Aim("search, 3 characters", "search.3", "like.3", 0.1),
)  # fmt: skip
ANSWER_MS = 50.0


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """A display nobody else uses, and a home without settings."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"], pass_fds=[write],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told, tempfile.TemporaryDirectory(prefix="gyga-bench-") as home:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "XDG_", "WAYLAND", "PYTHONDONTWRITE"))}
        env |= {
            "DISPLAY": f":{told.readline().strip()}",
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPYCACHEPREFIX": str(
                Path(home) / "compiled"
            ),  # as installed programs are, by the round that is not counted
        }
        try:
            yield env
        finally:
            server.terminate()
            server.wait(20)


def vorta(folder: Path) -> Path | None:
    """Vorta's interpreter in an environment made for it; None where the index does not give it."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", VORTA], check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(f"Vorta could not be installed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return python


def starts(rounds: int) -> dict[str, list[float]]:
    """Milliseconds to the first painted window, each program once a round."""
    ways: dict[str, list[str | Path]] = {
        "minimal": [sys.executable, "-m", "bench.window_start", "minimal"],
        "ours": [sys.executable, "-m", "bench.window_start", "ours"],
    }
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="gyga-vorta-") as other, screen() as env:
        python = vorta(Path(other))
        if python is not None:
            ways[VORTA] = [python, ROOT / "bench" / "window_start.py", VORTA]
        for _ in range(rounds + 1):  # the first fills the caches of the disk and is not counted
            for name, command in ways.items():
                found.setdefault(name, []).append(_start(command, env))
    return {name: times[1:] for name, times in found.items()}


def _start(command: Sequence[str | Path], env: dict[str, str]) -> float:
    done = subprocess.run(
        [*map(str, command)], env=env | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("painted ")]
    if not told:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return float(told[0].split()[1])


def by_turns(part: str, data: Path, rounds: int) -> dict[str, list[float]]:
    """Each figure of `bench.window_parts`, one process a round."""
    found: dict[str, list[float]] = {}
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-m", "bench.window_parts", part, str(data)], env=env, cwd=ROOT, check=True, capture_output=True, text=True
        )  # fmt: skip
        for line in done.stdout.splitlines():
            name, _, value = line.partition(" ")
            found.setdefault(name, []).append(float(value))
    return found


def table(found: dict[str, list[float]], aims: Sequence[Aim]) -> str:
    lines = ["| what | ours ms | yardstick | its ms | ratio | aim |", "|---|---|---|---|---|---|"]
    for aim in aims:
        if aim.ours not in found or aim.theirs not in found:
            continue
        pairs = zip(found[aim.ours], found[aim.theirs], strict=True)
        ratio = statistics.median(a / b for a, b in pairs)
        ours, theirs = statistics.median(found[aim.ours]), statistics.median(found[aim.theirs])
        told = f"**{ratio:.2f}**" if ratio <= aim.limit else f"{ratio:.2f}"
        lines.append(f"| {aim.what} | {ours:.1f} | {aim.theirs} | {theirs:.1f} | {told} | ≤ {aim.limit} |")
    return "\n".join(lines)


def answers(found: dict[str, list[float]]) -> str:
    return "\n".join(
        f"One answer at {YEAR:,} cases ({name.partition('.')[2]}): median {statistics.median(times):.0f} ms, "
        f"worst {max(times):.0f} ms, aim ≤ {ANSWER_MS:.0f}"
        for name, times in found.items()
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", nargs="+", default=["start", "list", "answer"], choices=["start", "list", "answer"])
    parser.add_argument("--list", type=int, default=LIST, help="rows of the long list")
    parser.add_argument("--year", type=int, default=YEAR, help="cases of the year that is answered in")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gyga-window-"))
    try:
        if "start" in chosen.parts:
            print(table(starts(chosen.rounds), STARTS), end="\n\n", flush=True)
        if "list" in chosen.parts:
            print(table(by_turns("list", make_list(folder, chosen.list), chosen.rounds), LISTS), end="\n\n", flush=True)
        if "answer" in chosen.parts:
            print(answers(by_turns("answer", make_year(folder, chosen.year), chosen.rounds)), end="\n\n", flush=True)
        print(f"{measure.machine()}; {chosen.rounds} round(s), by turns, medians, ratios round by round.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

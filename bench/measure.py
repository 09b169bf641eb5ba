"""How measuring is done: one process a run, the methods by turns, medians, and the ratio taken round by round."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one process took."""

    wall: float
    """Seconds from its start, imports included."""
    cpu: float
    """With the process it started."""
    rss: int
    """The most memory it held at once, in megabytes."""
    child: int
    """The same of the process it started; 0 where it started none."""


def run(module: str, method: str, path: Path) -> Run:
    """One run in a process of its own."""
    command = [sys.executable, "-m", module, method, str(path), str(time.time())]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    wall, cpu, rss, child = done.stdout.split()
    return Run(float(wall), float(cpu), int(rss), int(child))


def by_turns(
    module: str, methods: Sequence[str], path: Path, rounds: int, prepare: Callable[[Path], None]
) -> dict[str, list[Run]]:
    """Each method once a round, so that what the machine does besides meets all alike."""
    found: dict[str, list[Run]] = {method: [] for method in methods}
    for _ in range(rounds):
        for method in methods:
            prepare(path)
            found[method].append(run(module, method, path))
    return found


def median(runs: Sequence[Run], what: str) -> float:
    return statistics.median(float(getattr(one, what)) for one in runs)


def ratio(runs: Sequence[Run], against: Sequence[Run], what: str) -> float:
    """The median of the ratios of each round."""
    pairs = zip(runs, against, strict=True)
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)


def machine() -> str:
    """Where and when, in one line."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load at the end {load}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if not listed.exists():
        return platform.processor()
    names = (
        line.partition(":")[2].strip() for line in listed.read_text().splitlines() if line.startswith("model name")
    )
    return next(names, platform.machine())

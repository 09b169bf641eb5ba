"""What each made-up nasty file costs the real command before it is refused or taken: seconds, processor and memory.

`python -m bench.hostile` prints one table; whatever lies over the aims is named and the bench fails.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import measure
from tests.headless import CLERK, Desk, password_of, speak
from tests.measured import Took, run_measured
from tests.nasty import nasty_files

SECONDS, MEGABYTES = 5.0, 500


def main() -> int:
    print(measure.machine(), "\n\n| File | Seconds | Processor | MB | |\n|---|---|---|---|---|", sep="")
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        desk = _empty_year(Path(folder))
        for name, nasty in nasty_files().items():
            path = Path(folder, f"{name}{nasty.suffix}")
            path.write_bytes(nasty.make())
            took = _dry_run(desk, path)
            kept = took.seconds < SECONDS and took.memory < MEGABYTES * 1_000_000
            over += not kept
            numbers = f"{took.seconds:.2f} | {took.processor:.2f} | {took.memory / 1_000_000:.0f}"
            print(f"| {name} | {numbers} | {'ok' if kept else 'OVER'} |", flush=True)
    return 1 if over else 0


def _empty_year(folder: Path) -> Desk:
    store = folder / "2025.gyga"
    speak("--store", store, "init", "--guide", "sample", "--admin", CLERK, env={"GYGA_PASSWORD": password_of(CLERK)})
    return Desk(store)


def _dry_run(desk: Desk, path: Path) -> Took:
    words = ("--store", desk.store, "--as", CLERK, "import", path, "--dry-run", "--json")
    return run_measured(*words, env=desk.secrets(CLERK))


if __name__ == "__main__":
    sys.exit(main())

"""How fast a workbook comes in, and in how much memory: our strict reading, and the whole way into the record, against others.

`python -m bench.intake` measures and prints what `RESULTS.md` keeps.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
from pathlib import Path

from bench import measure
from bench.workbooks import make_workbook

FOLDER = Path(tempfile.gettempdir()) / "gyga-bench"
SIZES = (1_000, 10_000, 100_000)
METHODS = ("strict", "openpyxl", "import", "pandas", "sqlite-utils")
LIMITS = (("strict", "openpyxl", 0.3), ("import", "pandas", 1.0), ("import", "sqlite-utils", 0.3))


def clear(path: Path) -> None:
    """No database but an empty store with its edition, which is not what is measured."""
    for kind in ("gyga", "pandas", "utils"):
        for old in path.parent.glob(f"{path.stem}.{kind}*"):
            if old.is_file():
                old.unlink()
    shutil.copy(FOLDER / "empty.gyga", path.with_suffix(".gyga"))


def _prepare(sizes: list[int]) -> None:
    """Workbooks and an empty store; and the program compiled, as it is where it is installed and as the others are."""
    from gyga_desk.operations.session import create_store

    compileall.compile_dir(Path(__file__).parents[1] / "gyga_desk", quiet=1)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("empty.gyga*"):
        if old.is_file():
            old.unlink()
    create_store(FOLDER / "empty.gyga", guide="sample", admin="管理员", password="Measure-2025-gyga")
    for size in sizes:
        make_workbook(FOLDER / f"{size}.xlsx", size)


def table(size: int, found: dict[str, list[measure.Run]]) -> str:
    lines = [f"### {size:,} rows", "", "| method | wall s | CPU s | MB |", "|---|---|---|---|"]
    for method, runs in found.items():
        wall, cpu, rss, child = (measure.median(runs, what) for what in ("wall", "cpu", "rss", "child"))
        memory = f"{rss:.0f} + {child:.0f}" if child else f"{rss:.0f}"
        lines.append(f"| {method} | {wall:.2f} | {cpu:.2f} | {memory} |")
    lines += ["", "| ratio | wall | CPU | aim |", "|---|---|---|---|"]
    for ours, theirs, limit in LIMITS:
        if ours in found and theirs in found:
            wall, cpu = (measure.ratio(found[ours], found[theirs], what) for what in ("wall", "cpu"))
            lines.append(f"| {ours} ÷ {theirs} | {wall:.2f} | {cpu:.2f} | ≤ {limit} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS)
    chosen = parser.parse_args()
    _prepare(chosen.sizes)
    for size in chosen.sizes:
        path = FOLDER / f"{size}.xlsx"
        print(
            table(size, measure.by_turns("bench.methods", chosen.methods, path, chosen.rounds, clear)),
            end="\n\n",
            flush=True,
        )
    print(
        f"{measure.machine()}; {chosen.rounds} round(s), by turns, medians; MB: the peak of the process + that of its reading process."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

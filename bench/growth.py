"""How the work of one desk grows from 100 to 100,000 cases: taking in, reckoning, searching, printing, verifying, backing up.

`python -m bench.growth` prints one table of CPU milliseconds and, for each act, the power of the number of cases that
it grows with: 1.00 is as the cases, 0.00 is not at all. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import measure
from bench.workbooks import make_workbook

SIZES = (100, 1_000, 10_000, 100_000)
MEASURE, YEAR = 7, 2025
ACTS = ("import", "standing", "answer", "refresh", "search", "case", "print", "verify", "backup")
SAID = {
    "import": "a workbook read, validated, stored and journaled in one operation",
    "standing": "every case of the year judged and ranked, from nothing",
    "answer": "one check of one case answered",
    "refresh": "the standing brought up to that answer",
    "search": "a name found by four characters, twenty times",
    "case": "one case's whole checklist, as the review shows it",
    "print": "a paper for each of ten cases",
    "verify": "file, schema, journal, every row against its last image",
    "backup": "a whole copy",
}
_LINEAR, _FLAT = 1.1, 0.3
AIMS = dict.fromkeys(ACTS, _LINEAR) | {"answer": _FLAT, "case": _FLAT}
"""Near-linear where all cases are looked at, about flat where one is."""


class Clock:
    """CPU and wall seconds of each act."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[float, float]] = {}

    @contextmanager
    def over(self, act: str) -> Iterator[None]:
        cpu, wall = _cpu(), time.monotonic()
        yield
        self.found[act] = (_cpu() - cpu, time.monotonic() - wall)


def _cpu() -> float:
    """Seconds of this process with those of the children it has waited for, such as the one that reads workbooks."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def one(size: int) -> dict[str, object]:
    """Every act once, on a record with so many cases."""
    with tempfile.TemporaryDirectory(prefix="gyga-growth-") as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = name
        book = make_workbook(_books() / f"{size}.xlsx", size)
        clock = Clock()
        _acts(folder, book, size, clock)
        store = folder / "year.gyga"
        return {"size": size, "seconds": clock.found, "store_mb": store.stat().st_size / 1e6,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}  # fmt: skip


def _books() -> Path:
    folder = Path(tempfile.gettempdir()) / "gyga-bench"
    folder.mkdir(exist_ok=True)
    return folder


def _acts(folder: Path, book: Path, size: int, clock: Clock) -> None:
    from gyga_desk.model import Answer, Role
    from gyga_desk.operations import Session, history, intake, papers, review
    from gyga_desk.operations.session import create_store
    from gyga_desk.standings import Reckonings, edition_of
    from gyga_desk.store import Store, reads

    path = folder / "year.gyga"
    create_store(path, guide="sample", admin="管理员", password="Measure-2025-gyga")
    store = Store.open(path)

    def desk(role: Role) -> Session:
        return Session(store, edition_of(store.db), reads.PersonRow("管理员", role))

    clerk, reviewer = desk(Role.CLERK), desk(Role.REVIEWER)
    with clock.over("import"):
        preview = intake.preview_workbook(clerk.db, clerk.edition, book)
        accepted = intake.import_batch(clerk, preview).value.accepted
    kept = Reckonings(store.db, clerk.edition)
    with clock.over("standing"):
        table = kept.of(MEASURE, YEAR).table()
    first = [line.case for line in table.cases[:10]]
    check = next(c.id for c in kept.of(MEASURE, YEAR).measure.checks if not c.auto)
    with clock.over("answer"):
        review.answer_check(reviewer, first[0], check, Answer.YES, "已核对")
    with clock.over("refresh"):
        fresh = kept.of(MEASURE, YEAR).table()
    with clock.over("search"):
        hits = [reads.cases(store.db, search=f"{n:06d}科") for n in range(1, 21)]
    with clock.over("case"):
        seen = kept.review_of(first[-1])
    with clock.over("print"):
        made = papers.print_papers(clerk, "site-visit", MEASURE, YEAR, first, folder / "papers").value
    with clock.over("verify"):
        sound = history.verify_store(path).ok
    with clock.over("backup"):
        history.back_up(clerk, folder / "copy.gyga")
    clerk.close()
    held = (accepted, len(table.cases), len(fresh.cases), {len(hit) for hit in hits}, len(made), sound, seen.case.id)
    if held != (size, size, size, {1}, 10, True, first[-1]):
        raise AssertionError(held)


def power(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of log time over log size, by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(second, 1e-4)) for second in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def table(found: Sequence[Mapping[str, object]]) -> str:
    sizes = [int(str(one["size"])) for one in found]
    lines = [
        f"| CPU ms | {' | '.join(f'{size:,}' for size in sizes)} | power | aim | what |",
        "|---" * (len(sizes) + 4) + "|",
    ]
    for act in ACTS:
        seconds = [_seconds(one, act) for one in found]
        # Where start-up is most of it, the last two sizes tell how it grows.
        slope = f"{power(sizes[-2:], seconds[-2:]):.2f}" if len(sizes) > 1 else "—"
        lines.append(
            f"| {act} | {' | '.join(f'{s * 1000:,.0f}' for s in seconds)} | {slope} | ≤ {AIMS[act]} | {SAID[act]} |"
        )
    for key, word in (("store_mb", "file, MB"), ("peak_mb", "memory, MB")):
        lines.append(f"| {word} | {' | '.join(f'{float(str(one[key])):,.0f}' for one in found)} | | | |")
    return "\n".join(lines)


def _seconds(one: Mapping[str, object], act: str) -> float:
    held = one["seconds"]
    assert isinstance(held, dict)
    return float(held[act][0])


def run(size: int) -> dict[str, object]:
    words = [sys.executable, "-m", "bench.growth", "--one", str(size)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main(say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        say(json.dumps(one(chosen.one)))
        return 0
    say(table([run(size) for size in chosen.sizes]))
    say(f"\n{measure.machine()}; one run a size. The power is that between the two largest sizes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.faults`: acts killed, and refused by the system, at every change they make to a file; the counts of what came of it.

Each point is an act in a process of its own that the kernel kills, or refuses, at its n-th change to a file, or whose power
goes off there. Then the folder is judged as the next start sees it: all of the act or nothing, the chain whole, every file
under its own name whole, and after a power cut whatever was finished still there. Where
there are more kills to make than changes, the rest are killed twice: once in the act, and again in the act done anew on the
remains. `--points N` takes so many of each kind, evenly spread over the acts, for a look in between.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.faults.acts import Act, Judge, notes_in, prepare
from tests.faults.power import Disk
from tests.faults.small import try_small
from tests.faults.supervise import BUG, CHANGES, REFUSED, SYNCS, WRITES, Ended, Fault, supervise

KILLS = 10_000
_NEVER = 1 << 30
_MOST_SHOWN = 20
_KINDS = {
    "ENOSPC": (WRITES, errno.ENOSPC, True),
    "EIO": (WRITES, errno.EIO, False),
    "fsync": (SYNCS, errno.EIO, False),
    "pulled": (CHANGES, errno.EIO, True),
}
"""Which calls are refused, with what, and whether for good; a full disk stays full, one pulled out is gone for every call."""


@dataclass(frozen=True)
class Point:
    """One act stopped or refused at one place; `again` is where it is killed the second time."""

    kind: str
    act: int
    at: int
    again: int = 0


@dataclass
class Tally:
    """What came of the points: counts by kind, act and state, and what was wrong."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Bench:
    """Where points are tried: the prepared acts, and a folder for the one in hand."""

    def __init__(self, acts: Sequence[Act], folder: Path) -> None:
        self._acts, self._folder, self._judge = acts, folder, Judge()

    def calls(self, act: Act, names: frozenset[str] = CHANGES) -> int:
        """How many of these calls an act makes when nothing happens to it."""
        there = self._begin(act)
        ended = _run(act, there, Fault(_NEVER, names))
        shutil.rmtree(there)
        assert ended.status == 0, ended.said
        return ended.calls

    def tried(self, point: Point) -> tuple[str, list[str]]:
        """The state a point left, and what was wrong with it."""
        act = self._acts[point.act]
        there = self._begin(act)
        try:
            if point.kind == "kill":
                return self._killed(act, there, point)
            if point.kind == "power":
                return self._cut(act, there, point)
            calls, error, lasting = _KINDS[point.kind]
            return self._refused(act, there, Fault(point.at, calls, error, lasting=lasting))
        finally:
            shutil.rmtree(there)

    def _begin(self, act: Act) -> Path:
        return Path(shutil.copytree(act.start, tempfile.mktemp(dir=self._folder)))

    def _killed(self, act: Act, there: Path, point: Point) -> tuple[str, list[str]]:
        ended = _run(act, there, Fault(point.at))
        found = [f"not killed: {ended}"] if ended.status != -9 else []
        if point.again and self._state(act, there) == "before":
            _run(act, there, Fault(point.again))
        state, faults = self._judge.faults(there, act)
        return state, found + faults

    def _cut(self, act: Act, there: Path, point: Point) -> tuple[str, list[str]]:
        """The power goes off at a call, or after the last; what was finished must last."""
        disk = Disk(there)
        ended = _run(act, there, Fault(point.at), disk)
        disk.cut(Random(point.at * 1000 + point.act))
        state, found = self._judge.faults(there, act)
        if ended.status >= 0 and (ended.status, state) != (0, "after"):
            found.append(f"ended with {ended.status} and did not last: {ended.said}")
        return state, found

    def _state(self, act: Act, there: Path) -> str:
        """Looked up on a copy, so that the remains stay as they are."""
        copy = Path(shutil.copytree(there, tempfile.mktemp(dir=self._folder)))
        try:
            return self._judge.faults(copy, act)[0]
        finally:
            shutil.rmtree(copy)

    def _refused(self, act: Act, there: Path, fault: Fault) -> tuple[str, list[str]]:
        ended = _run(act, there, fault)
        state, found = self._judge.faults(there, act)
        if ended.status == BUG or ended.status < 0:
            found.append(f"ended with {ended.status}: {ended.said[-1500:]}")
        if ended.status == REFUSED and not (ended.said.endswith("。") and ended.said.count("\n") == 0):
            found.append(f"no sentence: {ended.said}")
        # On a disk that is gone nothing can be taken away any more.
        if act.makes and fault.calls != CHANGES and (there / act.makes).exists() != (ended.status == 0):
            found.append(f"told {ended.status}, and {act.makes} says otherwise: {ended.said}")
        if (ended.status, state) in {(0, "before"), (REFUSED, "after")}:
            found.append(f"told {ended.status} and left it {state}: {ended.said}")
        return ("refused" if ended.status == REFUSED else state), found


def _run(act: Act, there: Path, fault: Fault, disk: Disk | None = None) -> Ended:
    def run() -> None:
        with notes_in(there):
            act.run(there)

    return supervise(run, fault, disk)


def points_of(bench: Bench, acts: Sequence[Act], kills: int, most: int | None) -> list[Point]:
    """Every change of every act once for each kind, or `most` of each kind evenly spread; kills filled up to `kills`."""
    once = [Point("kill", n, at) for n, act in enumerate(acts) for at in range(1, bench.calls(act) + 1)]
    twice = [Point("kill", p.act, p.at, 1 + p.at * 7919 % 397) for p in once]
    kinds = [_spread([*once, *(twice * -(-kills // len(once)))][: max(kills, 0)], most)]
    kinds.append(_spread([Point("power", p.act, p.at + 1) for p in once], most))  # the last is cut after its end
    for kind, (calls, _, _) in _KINDS.items():
        found = [Point(kind, n, at) for n, act in enumerate(acts) for at in range(1, bench.calls(act, calls) + 1)]
        kinds.append(_spread(found, most))
    return [point for found in kinds for point in found]


def _spread(points: Sequence[Point], most: int | None) -> list[Point]:
    """So many of them, as many of each act, however many changes it makes."""
    if most is None or most >= len(points):
        return list(points)
    acts = [[p for p in points if p.act == act] for act in sorted({p.act for p in points})]
    shares = [most // len(acts) + (n < most % len(acts)) for n in range(len(acts))]
    return [
        own[(2 * n + 1) * len(own) // (2 * share)]
        for own, share in zip(acts, shares, strict=True)
        for n in range(share)
    ]


def try_all(acts: Sequence[Act], folder: Path, kills: int, most: int | None, workers: int) -> Tally:
    """All points shared out among so many processes."""
    points = points_of(Bench(acts, folder), acts, kills, most)
    context = get_context("fork")
    total, begun = Tally(), time.monotonic()
    with context.Pool(workers, initializer=_begin, initargs=(acts, folder)) as pool:
        for done, (point, state, wrong) in enumerate(pool.imap_unordered(_try, points, chunksize=1), 1):
            total.counts[point.kind, acts[point.act].name, state] += 1
            total.wrong += [f"{point} {acts[point.act].name}: {one}" for one in wrong]
            if done % 500 == 0:
                print(f"{done}/{len(points)}  {time.monotonic() - begun:.0f} s  wrong {len(total.wrong)}", file=sys.stderr, flush=True)  # fmt: skip
    return total


class _Here:
    """The worker's own bench, made once in each process."""

    bench: Bench


def _begin(acts: Sequence[Act], folder: Path) -> None:
    _Here.bench = Bench(acts, folder)


def _try(point: Point) -> tuple[Point, str, list[str]]:
    return point, *_Here.bench.tried(point)


def told(total: Tally) -> dict[str, object]:
    """The counts as one document."""
    by_kind: dict[str, dict[str, dict[str, int]]] = {}
    for (kind, act, state), count in sorted(total.counts.items()):
        by_kind.setdefault(kind, {}).setdefault(act, {})[state] = count
    sums = {kind: sum(sum(states.values()) for states in acts.values()) for kind, acts in by_kind.items()}
    return {"points": sums, "acts": by_kind, "wrong": len(total.wrong), "first": total.wrong[:_MOST_SHOWN]}


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=KILLS)
    words.add_argument("--points", type=int, help="so many of each kind, evenly spread")
    words.add_argument("--acts", help="only these, by name, with commas between")
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = words.parse_args()
    home = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="gyga-faults-", dir=home) as name:
        acts = prepare(Path(name) / "starts")
        chosen = [a for a in acts if not given.acts or a.name in given.acts.split(",")]
        (Path(name) / "points").mkdir()
        total = try_all(chosen, Path(name) / "points", given.kills, given.points, given.workers)
        if given.points is None:
            for one in try_small(chosen, Path(name)):
                total.counts["small disk", one.act, "refused" if one.status else one.state] += 1
                total.wrong += [f"{one}: {why}" for why in one.wrong]
    print(json.dumps(told(total), ensure_ascii=False, indent=1))
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

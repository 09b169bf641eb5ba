"""A sample of `python -m tests.faults`, and that it would see what it looks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.headless import ROOT

_EACH = 24
KINDS = {"kill", "power", "ENOSPC", "EIO", "fsync", "pulled"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=1500)


def test_no_act_is_left_half_done_wherever_it_is_killed_or_refused() -> None:
    done = run("-m", "tests.faults", "--points", str(_EACH), "--workers", "1")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["wrong"] == 0 and found["points"] == dict.fromkeys(KINDS, _EACH)
    states = {state for acts in found["acts"].values() for act in acts.values() for state in act}
    assert states == {"before", "after", "refused"}


WRITES = """
import errno, os, sys
from pathlib import Path
from tests.faults.supervise import Fault, WRITES, supervise

out = Path(sys.argv[1])

def act():
    with out.open("wb", buffering=0) as file:
        for part in (b"one", b"two", b"three"):
            file.write(part)

for fault in (Fault(3), Fault(2, WRITES), Fault(2, WRITES, errno.ENOSPC), Fault(1 << 30)):
    ended = supervise(act, fault)
    print(ended.status, ended.calls, out.read_bytes().decode(), "No space" in ended.said)
"""


def test_a_process_is_killed_or_refused_at_the_very_call(tmp_path: Path) -> None:
    done = run("-c", WRITES, str(tmp_path / "x"))
    assert done.stdout.splitlines() == ["-9 3 one False", "-9 2 one False", "70 2 one True", "0 4 onetwothree False"], (
        done.stderr
    )


HALF = """
import sys
from pathlib import Path
from gyga_desk.store import Store, writes
from tests.faults.__main__ import Bench, Point
from tests.faults.acts import COPY, STORE, tried
from tests.offices import make_office

folder = Path(sys.argv[1])
start, points = folder / "start", folder / "points"
start.mkdir(); points.mkdir()
make_office(start / STORE)

def half_a_copy(there):
    data = (there / STORE).read_bytes()
    with (there / COPY).open("wb", buffering=0) as out:
        out.write(data[: len(data) // 2])
        out.write(data[len(data) // 2 :])

def two_steps(there):
    store = Store.open(there / STORE)
    for word in ("a", "b"):
        with store.operation(word, "x", "2025-07-01T09:00:00+08:00"):
            writes.add(store.db, "meta", {"key": word, "value": ""})
    store.close()

def no_sync(there):
    (there / "part").write_bytes((there / STORE).read_bytes())
    (there / "part").rename(there / COPY)

acts = [tried(folder, start, "", half_a_copy, COPY), tried(folder, start, "", two_steps, ""), tried(folder, start, "", no_sync, COPY)]
bench = Bench(acts, points)
wrong = [{place: bool(bench.tried(Point("kill", n, place))[1]) for place in range(1, bench.calls(act) + 1)} for n, act in enumerate(acts[:2])]
print(wrong[0], any(wrong[1].values()), all(wrong[1].values()))
print(any(bench.tried(Point("power", 2, bench.calls(acts[2]) + extra))[1] for extra in range(1, 9)))
"""


def test_half_a_copy_half_a_change_and_what_was_never_synced_would_be_seen(tmp_path: Path) -> None:
    done = run("-c", HALF, str(tmp_path))
    assert done.stdout.strip() == "{1: False, 2: True, 3: True} True False\nTrue", done.stderr

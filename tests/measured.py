"""A command run as a program of its own, with what it took: seconds, processor and memory of all its processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.headless import ROOT, Said, checked


@dataclass(frozen=True)
class Took:
    """What one command said and took."""

    said: Said
    seconds: float
    processor: float
    """Seconds of processor time, all processes together."""
    memory: int
    """The most bytes held at once, all processes together."""


def run_measured(*words: str | Path, env: Mapping[str, str]) -> Took:
    """One command line; the peaks of its processes' memory are looked at every few milliseconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        line = [sys.executable, "-m", "gyga_desk", *map(str, words)]
        process = subprocess.Popen(
            line, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **env}
        )
        watch = _Watch(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        watch.stop()
        said = Said(process.returncode, _text(out), _text(err))
    return Took(checked(said), seconds, used.ru_utime + used.ru_stime, watch.most)


def _text(file: tempfile._TemporaryFileWrapper[bytes]) -> str:  # type: ignore[name-defined]
    file.seek(0)
    return str(file.read().decode())


class _Watch(threading.Thread):
    """Looks at a process and its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._pid = pid
        self._over = threading.Event()
        self.start()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.01):
            self.most = max(self.most, _resident(self._pid))


def _resident(pid: int) -> int:
    """The peak of the process itself and of those it has at the moment."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return (int(peak[1]) << 10 if peak else 0) + sum(_resident(int(child)) for child in children)

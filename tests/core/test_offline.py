"""Nothing on the network: the main job, and a package out and back, in processes that die if they open a socket to another machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.headless import CLERK, REVIEWER, ROOT, Desk

UNDER = """
import sys
from tests.faults.supervise import no_network

no_network()
from gyga_desk.__main__ import main

sys.exit(main())
"""
REACHING = """
import socket, sys
from tests.faults.supervise import no_network

no_network()
socket.socketpair()[0].close()
socket.socket(getattr(socket, sys.argv[1]), socket.SOCK_STREAM)
"""


def run(code: str, *words: str | Path, desk: Desk | None = None, who: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **(desk.secrets(who) if desk else {})}
    line = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=600)


def test_a_process_that_reaches_out_dies() -> None:
    for family in ("AF_INET", "AF_INET6"):
        assert run(REACHING, family).returncode == -signal.SIGSYS


def test_a_year_from_workbook_to_signed_sheet_opens_no_socket(tmp_path: Path) -> None:
    done = run(UNDER, "demo", tmp_path / "演示", "--no-window", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sheets"]


def test_a_package_goes_out_and_comes_in_without_a_socket(filed: Desk, tmp_path: Path) -> None:
    out, there = tmp_path / "任务.gygap", Desk(tmp_path / "任务.gyga")
    for desk, words, who in (
        (filed, ("pack", out, "--for", REVIEWER), CLERK), (there, ("take", out), REVIEWER), (there, ("verify", there.store), REVIEWER),
    ):  # fmt: skip
        done = run(UNDER, "--store", desk.store, "--as", who, *words, "--json", desk=desk, who=who)
        assert done.returncode == 0, done.stderr

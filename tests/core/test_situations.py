"""What a machine does to the program: a disk that takes no more, a clock set back, a second start, a folder that cannot be written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from gyga_desk.operations import decide, session
from gyga_desk.operations.session import open_session
from gyga_desk.store import Store
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, REVIEWER, ROOT, Desk, head, password_of

M3 = ("--measure", "3", "--year", "2025")


def limited(
    desk: Desk, kilobytes: int, *words: str | Path, who: str, second: str = ""
) -> subprocess.CompletedProcess[str]:
    """A command of its own whose files the system lets grow to so much and no more."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    line = [sys.executable, "-m", "gyga_desk", "--store", desk.store, "--as", who, *words, "--json"]
    secrets = desk.secrets(who, second)
    return subprocess.run(
        list(map(str, line)), cwd=ROOT, env={**os.environ, **secrets}, capture_output=True, text=True, check=False,
        preexec_fn=limit, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("kilobytes", [40, 400, 1400])
def test_where_no_more_can_be_written_a_command_is_refused_in_one_sentence(
    filed: Desk, tmp_path: Path, kilobytes: int
) -> None:
    before = head(filed.store)
    out = tmp_path / "包.gygap"
    for words in (("backup", tmp_path / "另存.gyga"), ("pack", out, "--for", REVIEWER)):
        done = limited(filed, kilobytes, *words, who=CLERK)
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            assert (done.returncode, len(lines)) == (2, 1) and lines[0].endswith("。"), done.stderr
            assert not Path(words[1]).exists()
            assert words[0] == "backup" or head(filed.store) == before
    assert filed.ok("verify", filed.store)["ok"]


def test_a_seal_that_cannot_be_written_leaves_the_decision_open(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", *M3, who=CHAIR)
    before = head(reviewed.store)
    done = limited(reviewed, 200, "decide", "seal", *M3, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert head(reviewed.store) == before
    reviewed.ok("decide", "seal", *M3, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)


def test_a_clock_set_back_is_told_and_the_order_of_the_record_holds(filed: Desk) -> None:
    back = datetime(2019, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    there = open_session(filed.store, CHAIR, password_of(CHAIR), lambda: back)
    assert "2019年1月1日 09:00" in there.warning and "校准" in there.warning
    decide.propose(there, 6, 2025)
    there.close()
    assert filed.ok("verify", filed.store)["ok"]
    steps = filed.ok("history", who=OBSERVER)
    assert {s["at"][:4] for s in steps} >= {"2019"}
    again = open_session(filed.store, CLERK, password_of(CLERK), lambda: back + timedelta(minutes=5))
    assert again.warning == ""
    again.close()


@pytest.mark.parametrize(("behind", "told"), [(timedelta(minutes=50), False), (timedelta(hours=2), True)])
def test_an_hour_between_two_clocks_is_nothing(filed: Desk, behind: timedelta, told: bool) -> None:
    now = session.local_now()
    there = open_session(filed.store, CLERK, password_of(CLERK), lambda: now - behind)
    there.close()
    assert bool(there.warning) is told


def test_a_second_program_is_told_to_wait(filed: Desk) -> None:
    held = Store.open(filed.store)
    try:
        done = limited(filed, 1 << 20, "undo", who=CLERK)
    finally:
        held.close()
    assert done.returncode == 2 and "正由另一个程序使用" in done.stderr

"""A program that dies in the middle of an import, or is stopped, leaves the store as it was before."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gyga_desk import places
from gyga_desk.errors import Cancelled
from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session
from tests.headless import CLERK, OBSERVER, ROOT, Desk, head, password_of

SAMPLE = places.resources() / "demo" / "batch-2025-clean.xlsx"
DRIVER = """
import os, signal, sys
from pathlib import Path
from gyga_desk.operations import intake
from gyga_desk.operations.session import open_session

store, name, password, book, stage, row = sys.argv[1:]

def dying(here):
    def progress(done, total, what=""):
        if here == stage and done == int(row):
            os.kill(os.getpid(), signal.SIGKILL)
    return progress

session = open_session(Path(store), name, password)
preview = intake.preview_workbook(session.db, session.edition, Path(book), dying("reading"))
intake.import_batch(session, preview, progress=dying("storing"))
print("stored")
"""


def die(desk: Desk, stage: str, row: int) -> None:
    line = [sys.executable, "-c", DRIVER, str(desk.store), CLERK, password_of(CLERK), str(SAMPLE), stage, str(row)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, ""), done.stderr


@pytest.mark.parametrize(("stage", "row"), [("reading", 55), ("storing", 1), ("storing", 47), ("storing", 94)])
def test_a_killed_import_leaves_the_store_as_before(office: Desk, stage: str, row: int) -> None:
    before = head(office.store)
    die(office, stage, row)
    assert head(office.store) == before
    assert office.ok("verify", office.store) == {"ok": True, "findings": [], "signatures": []}
    assert office.ok("cases", who=OBSERVER) == []
    found = office.ok("import", SAMPLE, who=CLERK)
    assert (found["accepted"], found["batch"]) == (94, "B0001")
    assert office.ok("cases", "--measure", "7", who=OBSERVER)[0]["case"] == "2025-M7-0001"


def test_what_a_killed_import_leaves_beside_the_store_is_of_no_weight(office: Desk, tmp_path: Path) -> None:
    before = head(office.store)
    die(office, "storing", 60)
    beside = [p for p in office.store.parent.iterdir() if p.name.startswith(office.store.name) and p.is_file()]
    for file in beside:
        shutil.copy(file, (tmp_path / "另处").with_suffix(file.name.removeprefix(office.store.stem)))
    moved = office.at(tmp_path / "另处.gyga")
    assert head(moved.store) == before
    assert moved.ok("verify", moved.store)["ok"]


def test_the_next_start_takes_away_what_was_left_half_written(office: Desk) -> None:
    folders = [office.store.with_name(f"{office.store.name}.{kind}") for kind in ("files", "backups")]
    for folder in folders:
        folder.mkdir()
        for name in (".gyga-x1.part", ".导入前.gyga.part", ".导入前.gyga.part-journal"):
            (folder / name).write_bytes(b"half")
        (folder / "whole.gyga").write_bytes(b"whole")
    open_session(office.store, CLERK, password_of(CLERK)).close()
    assert [p.name for folder in folders for p in folder.iterdir()] == ["whole.gyga"] * 2


@pytest.mark.parametrize("row", [1, 94])
def test_a_stopped_import_leaves_the_store_as_before(office: Desk, row: int) -> None:
    def stop(done: int, total: int, what: str = "") -> None:
        if done == row:
            raise Cancelled

    before = head(office.store)
    session = open_session(office.store, CLERK, password_of(CLERK))
    preview = intake.preview_workbook(session.db, session.edition, SAMPLE)
    with pytest.raises(Cancelled):
        intake.import_batch(session, preview, progress=stop)
    assert not session.db.in_transaction
    assert intake.import_batch(session, preview).value.accepted == 94, "the same session goes on working"
    session.close()
    assert head(office.store) != before
    assert office.ok("verify", office.store)["ok"]

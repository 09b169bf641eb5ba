"""The anchor at the foot of every sealed paper: what it tells of the record the paper is verified against."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gyga_desk.store import Store
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, Desk

M3 = ("--measure", "3", "--year", "2025")
ANCHOR = re.compile(r"锚点\s*([0-9a-f]{32}:\d+:sha256:[0-9a-f]{16})")


@pytest.fixture
def proposed(reviewed: Desk) -> Desk:
    reviewed.ok("decide", "propose", *M3, who=CHAIR)
    return reviewed


def seal_and_print(desk: Desk, out: Path) -> list[Path]:
    """One sealed paper of each of three kinds."""
    desk.ok("decide", "seal", *M3, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    out.mkdir()
    kinds = ("approval", "public-list", "minutes")
    return [Path(desk.ok("print", kind, *M3, "--out", out, who=CLERK)[0]["path"]) for kind in kinds]


def anchor_on(paper: Path) -> set[str]:
    """The anchor at the foot of each page, as a reader picks it out of the file."""
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.rstrip("\f").split("\f")
    found = [ANCHOR.findall(page) for page in pages]
    assert all(len(one) == 1 for one in found), found
    return {one[0] for one in found}


def codes(desk: Desk, paper: Path, status: int) -> set[str]:
    return {f["code"] for f in desk.ok("verify", paper, who=CLERK, status=status)["findings"]}


def test_every_sealed_paper_bears_the_anchor_of_its_decision(proposed: Desk, tmp_path: Path) -> None:
    for paper in seal_and_print(proposed, tmp_path / "文书"):
        (anchor,) = anchor_on(paper)
        assert codes(proposed, paper, 0) == set()
        assert proposed.ok("verify", proposed.store, "--anchor", anchor, who=CLERK)["ok"]


def test_an_older_copy_put_back_shows_against_a_paper(proposed: Desk, tmp_path: Path) -> None:
    older = Path(shutil.copy(proposed.store, tmp_path / "旧.gyga"))
    paper = seal_and_print(proposed, tmp_path / "文书")[0]
    # The step that the paper names was the last before the seal: an older copy that has it is told by the paper being unknown.
    assert codes(proposed.at(older), paper, 1) == {"unknown-paper"}
    oldest = step_back(older)
    assert codes(proposed.at(oldest), paper, 1) == {"unknown-paper", "rolled-back"}


def step_back(store: Path) -> Path:
    """The newest step taken out of the file, as one who has the whole file can."""
    from tests.core.store.records import unguarded

    with unguarded(store) as db:
        (op,) = db.execute("SELECT MAX(id) FROM op").fetchone()
        db.execute("DELETE FROM proposal")
        db.execute("DELETE FROM op_row WHERE op = ?", (op,))
        db.execute("DELETE FROM op WHERE id = ?", (op,))
    return store


def test_another_history_shows_against_a_paper(proposed: Desk, tmp_path: Path) -> None:
    other = Path(shutil.copy(proposed.store, tmp_path / "另一份.gyga"))
    paper = seal_and_print(proposed, tmp_path / "文书")[0]
    step_back(other)
    held = Store.open(other)
    with held.operation("另一步", CHAIR, "2025-07-14T09:00:00+08:00"):
        held.db.execute("UPDATE meta SET value = value WHERE key = 'id'")
    held.close()
    assert codes(proposed.at(other), paper, 1) == {"unknown-paper", "forked"}


def test_a_paper_of_another_store_is_told(proposed: Desk, tmp_path: Path) -> None:
    other = Path(shutil.copy(proposed.store, tmp_path / "别的.gyga"))
    paper = seal_and_print(proposed, tmp_path / "文书")[0]
    held = Store.open(other)
    with held.operation("改", CHAIR, "2025-07-14T09:00:00+08:00"):
        held.db.execute("UPDATE meta SET value = ? WHERE key = 'id'", ("0" * 32,))
    held.close()
    assert codes(proposed.at(other), paper, 1) == {"unknown-paper", "anchor-foreign"}

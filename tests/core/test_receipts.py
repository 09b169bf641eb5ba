"""收发凭单: the paper both ends of a package keep, with the digest they compare."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gyga_desk.formats import seal
from gyga_desk.store import open_reader, reads
from tests.core import papers
from tests.headless import CLERK, REVIEWER, Desk

CASE = "2025-M3-0001"


def said(paper: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.split())


@pytest.fixture
def sent(filed: Desk, tmp_path: Path) -> tuple[Desk, str]:
    """The reviewer's machine with an assignment taken, and the package's digest."""
    filed.ok("attach", CASE, papers.png(tmp_path / "现场.png"), who=CLERK)
    made = filed.ok("pack", tmp_path / "任务.gygap", "--for", REVIEWER, "--measure", "3", who=CLERK)
    there = Desk(tmp_path / "任务.gyga")
    there.ok("take", tmp_path / "任务.gygap", who=REVIEWER)
    return there, made["digest"]


def test_both_ends_print_the_same_digest(filed: Desk, sent: tuple[Desk, str], tmp_path: Path) -> None:
    there, digest = sent
    given = filed.ok("exchange", "receipt", digest, tmp_path / "发.pdf", who=CLERK)
    got = there.ok("exchange", "receipt", digest[7:19], tmp_path / "收.pdf", who=REVIEWER)
    assert given["digest"] == got["digest"] == digest
    db = open_reader(filed.store)
    key = seal.read_public(reads.account_key(db, CLERK).public).fingerprint
    db.close()
    for paper, way, code in (
        (tmp_path / "发.pdf", "往来发出", given["code"]),
        (tmp_path / "收.pdf", "往来收取", got["code"]),
    ):
        words = said(paper)
        assert digest.removeprefix("sha256:") in words and key.removeprefix("sha256:") in words
        assert f"校验码{code}" in words and way in words
        assert f"发送人{CLERK}接收人{REVIEWER}" in words and "任务包第1号" in words
        assert "1项目24" in words and "2材料1" in words


def test_printing_again_gives_the_same_bytes(filed: Desk, sent: tuple[Desk, str], tmp_path: Path) -> None:
    for name in ("一.pdf", "二.pdf"):
        filed.ok("exchange", "receipt", sent[1], tmp_path / name, who=CLERK)
    assert (tmp_path / "一.pdf").read_bytes() == (tmp_path / "二.pdf").read_bytes()


@pytest.mark.parametrize("which", ["sha256:", "", "sha256:0000000000", "zzzzzzz"])
def test_a_package_is_named_by_its_digest(filed: Desk, sent: tuple[Desk, str], tmp_path: Path, which: str) -> None:
    assert "摘要" in filed.refused("exchange", "receipt", which, tmp_path / "无.pdf", who=CLERK)
    assert not (tmp_path / "无.pdf").exists()


def test_another_file_of_the_name_is_not_overwritten(filed: Desk, sent: tuple[Desk, str], tmp_path: Path) -> None:
    (tmp_path / "发.pdf").write_bytes(b"%PDF-")
    assert "不会覆盖" in filed.refused("exchange", "receipt", sent[1], tmp_path / "发.pdf", who=CLERK)

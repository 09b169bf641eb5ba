"""Evidence by command: put in, listed, taken out, copied out, verified, backed up and restored."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.core import papers
from tests.headless import ADMIN, CHAIR, CLERK, MEETING, OBSERVER, REVIEWER, Desk

CASE = "2025-M3-0001"


def kept(desk: Desk) -> list[Path]:
    return sorted(desk.store.with_name(f"{desk.store.name}.files").glob("*"))


def codes(desk: Desk, path: Path | None = None) -> list[str]:
    said = desk("verify", path or desk.store)
    assert said.status == int(bool(said.json["findings"]))
    return [f["code"] for f in said.json["findings"]]


@pytest.fixture
def held(filed: Desk, tmp_path: Path) -> Desk:
    filed.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    return filed


def test_a_file_is_kept_by_its_digest_and_the_original_left_alone(filed: Desk, tmp_path: Path) -> None:
    source = papers.pdf(tmp_path / "合同.pdf", 2)
    data = source.read_bytes()
    one = filed.ok("attach", CASE, source, who=REVIEWER)
    digest = hashlib.sha256(data).hexdigest()
    assert one["digest"] == f"sha256:{digest}" and one["name"] == "合同.pdf" and one["by"] == REVIEWER
    assert (one["kind"], one["pages"], one["size"], one["acts"]) == ("pdf", 2, len(data), [])
    (file,) = kept(filed)
    assert file.name == f"{digest}.pdf" and file.read_bytes() == data == source.read_bytes()
    assert filed.ok("attachments", "list", CASE, who=OBSERVER) == [one]
    assert filed.ok("attachments", "list", "2025-M3-0002", who=OBSERVER) == []


def test_what_would_act_by_itself_is_taken_in_and_said(filed: Desk, tmp_path: Path) -> None:
    one = filed.ok("attach", CASE, papers.harmful(tmp_path / "坏.pdf", "launch"), who=CLERK, status=1)
    assert one["acts"] == ["launch"]
    said = filed("attachments", "copy", CASE, "坏.pdf", tmp_path / "另存.pdf", who=CLERK)
    assert "会启动其他程序" in said.err and (tmp_path / "另存.pdf").read_bytes() == (tmp_path / "坏.pdf").read_bytes()


def test_the_same_file_is_kept_once_a_case_and_may_serve_two_cases(held: Desk, tmp_path: Path) -> None:
    assert "不再重复附" in held.refused("attach", CASE, tmp_path / "合同.pdf", who=CLERK)
    held.ok("attach", "2025-M3-0002", tmp_path / "合同.pdf", who=CLERK)
    assert len(kept(held)) == 1 and len(held.ok("attachments", "list", who=OBSERVER)) == 2


def test_taking_out_wants_a_reason_and_can_be_undone(held: Desk) -> None:
    digest = held.ok("attachments", "list", CASE, who=CLERK)[0]["digest"]
    assert "理由" in held.refused("attachments", "take-out", CASE, digest, who=CLERK)
    held.ok("attachments", "take-out", CASE, digest[7:17], "--reason", "附错了项目", who=CLERK)
    assert held.ok("attachments", "list", CASE, who=CLERK) == [] and len(kept(held)) == 1
    assert "附错了项目" in held.ok("history", "--case", CASE, who=CLERK)[0]["name"]
    held.ok("undo", who=CLERK)
    assert held.ok("attachments", "list", CASE, who=CLERK)[0]["digest"] == digest and codes(held) == []


def test_what_is_refused_says_why(held: Desk, tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("说明", encoding="utf-8")
    assert "不是 PDF 或图片" in held.refused("attach", CASE, text, who=CLERK)
    assert "读不出来" in held.refused("attach", CASE, tmp_path / "没有.pdf", who=CLERK)
    assert "没有编号" in held.refused("attach", "2025-M3-9999", text, who=CLERK)
    assert "不能" in held.refused("attach", CASE, text, who=OBSERVER)
    assert "没有“abcdef”" in held.refused("attachments", "take-out", CASE, "abcdef", "--reason", "误", who=CLERK)
    assert "没有“12”" in held.refused("attachments", "take-out", CASE, "12", "--reason", "误", who=CLERK)


def test_verification_finds_a_file_that_is_gone_or_changed(held: Desk) -> None:
    (file,) = kept(held)
    assert codes(held) == []
    file.write_bytes(file.read_bytes() + b" ")
    assert codes(held) == ["attachment-changed"]
    assert "被改动过" in held.refused("attachments", "copy", CASE, "合同.pdf", held.store.with_name("x.pdf"), who=CLERK)
    file.unlink()
    assert codes(held) == ["attachment-missing"]
    assert "从备份找回" in held.refused(
        "attachments", "copy", CASE, "合同.pdf", held.store.with_name("x.pdf"), who=CLERK
    )


def test_attaching_again_mends_a_damaged_file(held: Desk, tmp_path: Path) -> None:
    (file,) = kept(held)
    file.write_bytes(b"")
    held.ok("attach", "2025-M3-0002", tmp_path / "合同.pdf", who=CLERK)
    assert codes(held) == []


def test_a_backup_takes_the_files_along_and_a_restore_brings_them_back(held: Desk, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    backup = tmp_path / "stick" / "copy.gyga"
    held.ok("backup", backup, who=ADMIN)
    assert codes(held, backup) == []
    shutil.rmtree(kept(held)[0].parent)
    held.ok("restore", backup, "--with", OBSERVER, second=OBSERVER)
    assert codes(held) == []


def test_a_backup_that_came_without_its_files_is_still_restored_and_says_so(held: Desk, tmp_path: Path) -> None:
    held.ok("backup", tmp_path / "copy.gyga", who=ADMIN)
    shutil.rmtree(tmp_path / "copy.gyga.files")
    shutil.rmtree(kept(held)[0].parent)
    held.ok("restore", tmp_path / "copy.gyga", "--with", OBSERVER, second=OBSERVER)
    assert codes(held) == ["attachment-missing"]


def test_what_lay_with_a_case_when_it_was_sealed_stays_and_more_may_come(reviewed: Desk, tmp_path: Path) -> None:
    case = "2025-M6-0001"
    reviewed.ok("attach", case, papers.pdf(tmp_path / "合同.pdf"), who=CLERK)
    words = ("--measure", "6", "--year", "2025")
    reviewed.ok("decide", "propose", *words, who=CHAIR)
    reviewed.ok("decide", "seal", *words, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    out = ("attachments", "take-out", case, "合同.pdf", "--reason", "误附")
    assert "封存时已附上" in reviewed.refused(*out, who=CLERK)
    (snapshot,) = sorted(reviewed.store.with_name(f"{reviewed.store.name}.backups").glob("*封存前.gyga"))
    assert codes(reviewed, snapshot) == []  # its files lie beside the store it was taken of
    later = reviewed.store.with_name("later.gyga")
    assert not later.exists()
    reviewed.ok("attach", case, papers.png(tmp_path / "付款回单.png"), who=CLERK)
    assert codes(reviewed) == []

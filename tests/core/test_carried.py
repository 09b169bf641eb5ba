"""Attachments on the way: out with the assignment, back with the reply, merged by digest, and everything that is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyga_desk.formats import package, seal
from gyga_desk.operations import carried
from gyga_desk.operations.owned import dump
from gyga_desk.operations.packing import open_key
from gyga_desk.store import check_store, open_reader
from gyga_desk.store.attachments import attachments
from tests.core import papers
from tests.headless import CLERK, REVIEWER, Desk, password_of

CASE, NEXT = "2025-M3-0001", "2025-M3-0002"
Rows = list[dict[str, Any]]


def kept(desk: Desk) -> dict[tuple[str, str], str]:
    """The attachments by case and name, each with who added it, and the file sound on the disk."""
    db = open_reader(desk.store)
    try:
        found = attachments(db)
    finally:
        db.close()
    assert desk.ok("verify", desk.store)["ok"]
    return {(a.case, a.name): a.by for a in found}


@pytest.fixture
def desk(filed: Desk, tmp_path: Path) -> Desk:
    """The desk with two files of one case and one of another measure."""
    filed.ok("attach", CASE, papers.pdf(tmp_path / "合同.pdf", 2), who=CLERK)
    filed.ok("attach", CASE, papers.harmful(tmp_path / "说明.pdf", "script"), who=CLERK, status=1)
    filed.ok("attach", "2025-M6-0001", papers.png(tmp_path / "发票.png"), who=CLERK)
    return filed


@pytest.fixture
def away(desk: Desk, tmp_path: Path) -> Desk:
    there = Desk(tmp_path / "审核机" / "任务.gyga")
    there.store.parent.mkdir()
    assignment(desk, there)
    return there


def assignment(desk: Desk, there: Desk, name: str = "任务.gygap") -> Any:
    out = there.store.with_name(name)
    made = desk.ok("pack", out, "--for", REVIEWER, "--measure", "3", who=CLERK)
    taken = there.ok("take", out, who=REVIEWER)
    return made["files"], taken["counts"]["files"]


def reply(there: Desk, name: str = "回复.gygap") -> Path:
    out = there.store.with_name(name)
    there.ok("pack", out, "--for", CLERK, who=REVIEWER)
    return out


def test_an_assignment_brings_the_files_of_its_cases(desk: Desk, tmp_path: Path) -> None:
    there = Desk(tmp_path / "别处" / "任务.gyga")
    there.store.parent.mkdir()
    assert assignment(desk, there) == (2, 2)
    assert kept(there) == {(CASE, "合同.pdf"): CLERK, (CASE, "说明.pdf"): CLERK}
    assert check_store(there.store) == []


def test_a_reply_brings_what_the_reviewer_added(desk: Desk, away: Desk, tmp_path: Path) -> None:
    away.ok("attach", NEXT, papers.png(tmp_path / "现场.png"), who=REVIEWER)
    out = reply(away)
    assert desk.ok("take", out, "--dry-run", who=CLERK)["counts"]["files"] == 1
    assert (NEXT, "现场.png") not in kept(desk)
    assert desk.ok("take", out, who=CLERK)["counts"]["files"] == 1
    assert kept(desk)[NEXT, "现场.png"] == REVIEWER
    assert desk.ok("take", out, who=CLERK)["counts"]["files"] == 0
    assert len(kept(desk)) == 4


def test_the_same_file_attached_on_both_sides_is_one(desk: Desk, away: Desk, tmp_path: Path) -> None:
    picture = papers.png(tmp_path / "现场.png")
    desk.ok("attach", NEXT, picture, who=CLERK)
    away.ok("attach", NEXT, picture.rename(tmp_path / "照片.png"), who=REVIEWER)
    assert desk.ok("take", reply(away), who=CLERK)["counts"]["files"] == 0
    assert (NEXT, "照片.png") not in kept(desk)


def test_what_the_desk_took_out_goes_from_the_machine_and_does_not_come_back(
    desk: Desk, away: Desk, tmp_path: Path
) -> None:
    away.ok("attach", NEXT, papers.png(tmp_path / "现场.png"), who=REVIEWER)
    out = reply(away)
    desk.ok("take", out, who=CLERK)
    for case, name in ((CASE, "合同.pdf"), (NEXT, "现场.png")):
        desk.ok("attachments", "take-out", case, name, "--reason", "附错了", who=CLERK)
    assert assignment(desk, away, "再发.gygap") == (1, 0)
    assert kept(away) == {(CASE, "说明.pdf"): CLERK, (NEXT, "现场.png"): REVIEWER}, "the reviewer's own stays with them"
    assert desk.ok("take", reply(away, "再回.gygap"), who=CLERK)["counts"]["files"] == 0
    assert (NEXT, "现场.png") not in kept(desk)


def test_more_than_a_package_holds_is_refused_with_its_size(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "MOST_BYTES", 1 << 10)
    said = desk.refused("pack", tmp_path / "包.gygap", "--for", REVIEWER, who=CLERK)
    assert "共 1 MB" in said and "分几个包" in said and not (tmp_path / "包.gygap").exists()


def test_a_file_that_was_changed_on_the_disk_is_not_sent(desk: Desk, tmp_path: Path) -> None:
    for one in desk.store.with_name(f"{desk.store.name}.files").glob("*.png"):
        one.write_bytes(one.read_bytes() + b" ")
    assert "被改动过" in desk.refused("pack", tmp_path / "包.gygap", "--for", REVIEWER, who=CLERK)
    assert not (tmp_path / "包.gygap").exists()


Change = Callable[[Rows, dict[str, bytes]], None]


def forged(desk: Desk, away: Desk, picture: Path, change: Change) -> Path:
    """A reply with one picture, signed with the reviewer's own key, its attachments as we like them."""
    away.ok("attach", NEXT, papers.png(picture), who=REVIEWER)
    mine, clerk = key_of(away, REVIEWER), key_of(desk, CLERK)
    sent = package.read(seal.unseal(reply(away).read_bytes(), clerk))
    rows = json.loads(sent.files[carried.RECORD])
    files = {n: d for n, d in sent.files.items() if n != carried.RECORD}
    change(rows, files)
    content, _ = package.write("reply", REVIEWER, mine, sent.head, {**files, carried.RECORD: dump(rows)})
    out = away.store.with_name("伪造.gygap")
    out.write_bytes(seal.seal(content, mine, [clerk.public]))
    return out


def key_of(desk: Desk, name: str) -> seal.AccountKey:
    db = open_reader(desk.store)
    try:
        return open_key(db, name, password_of(name))
    finally:
        db.close()


def other_name(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["person"] = CLERK


def other_case(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["case_id"] = "2025-M3-9999"


@pytest.mark.parametrize(("change", "reason"), [(other_name, "不是发送人本人附上的"), (other_case, "没有这个项目")])
def test_rows_that_are_not_the_senders_are_refused_one_by_one(
    desk: Desk, away: Desk, tmp_path: Path, change: Change, reason: str
) -> None:
    out = forged(desk, away, tmp_path / "现场.png", change)
    found = desk.ok("take", out, who=CLERK, status=1)
    assert [r["reason"] for r in found["refused"]] == [reason] and len(kept(desk)) == 3


def other_bytes(rows: Rows, files: dict[str, bytes]) -> None:
    (name,) = [n for n in files if n.startswith("files/")]
    files[name] = files[name] + b" "


def no_file(rows: Rows, files: dict[str, bytes]) -> None:
    (name,) = [n for n in files if n.startswith("files/")]
    del files[name]


def one_more_file(rows: Rows, files: dict[str, bytes]) -> None:
    files["files/" + "0" * 64] = b"MZ"


def other_kind(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["kind"] = "pdf"


def more_pages(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["pages"] = 7


def a_program(rows: Rows, files: dict[str, bytes]) -> None:
    (name,) = [n for n in files if n.startswith("files/")]
    del files[name]
    data = b"MZ\x90\x00"
    rows[0] |= {"digest": "sha256:" + hashlib.sha256(data).hexdigest(), "size": len(data)}
    files["files/" + hashlib.sha256(data).hexdigest()] = data


def bad_digest(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["digest"] = "../../etc/passwd"


def bad_acts(rows: Rows, files: dict[str, bytes]) -> None:
    rows[0]["acts"] = "["


def twice(rows: Rows, files: dict[str, bytes]) -> None:
    rows.append(dict(rows[0]))


@pytest.mark.parametrize(
    "change",
    [other_bytes, no_file, one_more_file, other_kind, more_pages, a_program, bad_digest, bad_acts, twice],
)
def test_a_file_that_is_not_what_is_said_of_it_refuses_the_package(
    desk: Desk, away: Desk, tmp_path: Path, change: Change
) -> None:
    out = forged(desk, away, tmp_path / "现场.png", change)
    assert "材料" in desk.refused("take", out, who=CLERK)
    assert len(kept(desk)) == 3

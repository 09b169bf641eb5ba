"""What an attacker at the machine tries that no other test does, and that `docs/threats.md` names a test for every threat."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gyga_desk.commands.app import run
from gyga_desk.model import Declared
from gyga_desk.operations import review
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.session import enter, open_session
from gyga_desk.store import open_reader
from gyga_desk.store.dialect import slots_of
from tests.core.test_encrypted_year import encrypt
from tests.headless import ADMIN, CLERK, OBSERVER, REVIEWER, ROOT, Desk, password_of

CASE = "2025-M3-0001"
PAGE = 4096


def open_to_others(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*") if p.is_file() and p.stat().st_mode & stat.S_IRWXO}


@pytest.mark.parametrize("encrypted", [False, True])
def test_no_file_of_a_store_can_be_read_by_another_account(filed: Desk, tmp_path: Path, *, encrypted: bool) -> None:
    held = os.umask(0o022)
    try:
        filed.store.chmod(0o644)  # as one that was copied from a stick
        desk = filed.at(encrypt(filed.store)) if encrypted else filed
        desk.ok("backup", tmp_path / "副本.gyga", who=CLERK)
        desk.ok("export", tmp_path / "导出.xlsx", who=CLERK)
        desk.ok("conflict", CASE, "none", who=REVIEWER)
        session = open_session(desk.store, CLERK, password_of(CLERK))
        assert {p.name.partition(".gyga")[2] for p in tmp_path.iterdir()} >= {"-wal", ".backups"}
        assert open_to_others(tmp_path) == set()
        session.close()
        desk.ok("restore", tmp_path / "副本.gyga", "--with", OBSERVER, second=OBSERVER)
        assert open_to_others(tmp_path) == set()
    finally:
        os.umask(held)


def test_a_link_laid_where_a_copy_is_written_is_not_followed(filed: Desk, tmp_path: Path) -> None:
    victim = tmp_path / "别人的文件"
    victim.write_text("原样", encoding="utf-8")
    (tmp_path / ".副本.gyga.part").symlink_to(victim)
    (tmp_path / "另存.gyga").symlink_to(victim)
    filed.ok("backup", tmp_path / "副本.gyga", who=CLERK)
    assert "已经存在" in filed.refused("backup", tmp_path / "另存.gyga", who=CLERK)
    assert victim.read_text(encoding="utf-8") == "原样" and not (tmp_path / "副本.gyga").is_symlink()


def test_a_crash_leaves_no_picture_of_the_memory() -> None:
    said = "import resource, sys; from gyga_desk.__main__ import main; sys.argv = ['gyga-desk', '--version']; main(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "(0, 0)"


def test_a_report_of_a_fault_holds_nothing_of_what_was_worked_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "520103199001011234 口令 kouling"

    def fail(_: Path | None) -> int:
        raise ValueError(secret)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run([], fail) == 2
    said = capsys.readouterr().err
    report = next(tmp_path.glob("gyga-desk-*.txt")).read_text(encoding="utf-8")
    assert "内部错误" in said and "ValueError" in report and not any(w in said + report for w in secret.split())


REFUSALS: tuple[tuple[str, ...], ...] = (
    ("answer", CASE, "3.4", "maybe"),
    ("answer", CASE, "9.9", "yes"),
    ("answer", "2025-M3-9999", "3.4", "yes"),
    ("conflict", CASE, "perhaps"),
    ("seal", "--measure", "3", "--year", "2025", "--with", OBSERVER, "--meeting", "会", "--date", "2025-07-15", "--number", "1号"),
    ("print", "--kind", "approval", "--measure", "3", "--year", "2025", "--out", "无"),
    ("export", "无/导出.xlsx"),
    ("people", "add", "新人", "--role", "clerk"),
    ("attach", CASE, "无.pdf"),
    ("explain", "2025-M3-9999"),
)  # fmt: skip


def test_a_refusal_tells_no_personal_data(filed: Desk) -> None:
    shown = filed.ok("cases", "--measure", "3", "--reveal", "测试", who=CLERK)
    covered = {c["case"]: c["facts"] for c in filed.ok("cases", "--measure", "3", who=CLERK)}
    private = {str(v) for c in shown for k, v in c["facts"].items() if v != covered[c["case"]][k]}
    assert len(private) > 20
    for words in REFUSALS:
        said = filed(*words, who=REVIEWER, second=OBSERVER)
        assert said.status == 2 and not any(p in said.err for p in private), words


def answers(path: Path, key: bytes | None) -> object:
    db = open_reader(path, key)
    try:
        return [db.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in ("conflict", "op_row", "op")]
    finally:
        db.close()


def test_pages_moved_or_put_back_in_an_encrypted_store_are_told(filed: Desk, tmp_path: Path) -> None:
    """Each page is sealed by itself with its number: an old one at its own place passes the cipher, and then the journal tells."""
    desk = filed.at(encrypt(filed.store))
    key = enter(desk.store, ADMIN, password_of(ADMIN)).key
    old = desk.store.read_bytes()
    session = open_session(desk.store, REVIEWER, password_of(REVIEWER))
    review.declare_conflict(session, CASE, Declared.NONE)
    session.store.close()
    new = desk.store.read_bytes()
    copy = Path(shutil.copy(slots_of(desk.store), tmp_path / "改.gyga.keyslots")).with_suffix("")
    copy.write_bytes(new)
    whole = answers(copy, key)
    places = [at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    assert 3 <= len(places) <= 40

    def told(data: bytes) -> bool:
        copy.write_bytes(data)
        try:
            return not verify_store(copy, None, key).ok or answers(copy, key) == whole
        except Exception as fault:  # noqa: BLE001 - refused at the door is told too, by its kind
            return type(fault).__name__ == "StoreError"

    assert all(told(new[:at] + old[at : at + PAGE] + new[at + PAGE :]) for at in places)
    assert told(old + new[len(old) :]) or len(old) == len(new)
    one, other = 5 * PAGE, 9 * PAGE
    moved = bytearray(new)
    moved[one : one + PAGE], moved[other : other + PAGE] = new[other : other + PAGE], new[one : one + PAGE]
    copy.write_bytes(moved)
    assert not verify_store(copy, None, key).ok


def test_every_threat_of_the_table_names_a_test_that_is_there() -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "`tests/" in line]
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(rows) >= 25 and len(named) >= len(rows)
    for file, function in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in source, (file, function)

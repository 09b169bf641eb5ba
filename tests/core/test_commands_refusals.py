"""Bad input by command: status 2, one Chinese sentence, and a record that is as it was."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from gyga_desk import places
from gyga_desk.store import schema
from tests.headless import ADMIN, CLERK, OBSERVER, REVIEWER, ROOT, Desk, Said, head, spawn

CLEAN = places.resources() / "demo" / "batch-2025-clean.xlsx"
MESSY = places.resources() / "demo" / "batch-2025-messy.xlsx"


def encrypted(path: Path) -> None:
    """As spreadsheet programs save under a password: an OLE file with the package inside."""
    path.write_bytes(
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )


def foreign(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["日期", "食堂", "人数"])
    sheet.append(["2025-05-06", "一楼", 120])
    book.save(path)


def without_rows(path: Path) -> None:
    openpyxl.Workbook().save(path)


def cut_off(path: Path) -> None:
    path.write_bytes(CLEAN.read_bytes()[:20_000])


def without_sheets(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "no workbook")


WORKBOOKS: dict[str, Callable[[Path], object]] = {
    "missing": str,
    "a folder": Path.mkdir,
    "of no bytes": Path.touch,
    "plain text": lambda path: path.write_text("单位名称,金额\n", encoding="utf-8"),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "a PDF": lambda path: path.write_bytes(b"%PDF-1.7\n%%EOF\n"),
    "encrypted": encrypted,
    "foreign": foreign,
    "without rows": without_rows,
    "cut off": cut_off,
    "a zip of something else": without_sheets,
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_workbook_that_is_none_is_refused(office: Desk, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "申报表.xlsx"
    WORKBOOKS[kind](path)
    for words in (["import", path], ["import", path, "--accept-clean"], ["import", path, "--dry-run"]):
        assert path.name in office.refused(*words, who=CLERK)


@pytest.mark.parametrize("kind", [k for k in WORKBOOKS if k != "plain text"])
@pytest.mark.parametrize(("command", "who"), [("scores", CLERK), ("answers", REVIEWER)])
def test_a_table_that_is_none_is_refused(filed: Desk, tmp_path: Path, kind: str, command: str, who: str) -> None:
    path = tmp_path / "表.xlsx"
    WORKBOOKS[kind](path)
    assert path.name in filed.refused(command, "import", path, who=who)


def newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
    db.commit()
    db.close()


def other_program(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t(x)")
    db.commit()
    db.close()


def spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(bytes(data))


STORES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "of no bytes": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("不是数据文件" * 100),
    "of another program": other_program,
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "spoilt within": spoilt,
    "newer": newer,
}


@pytest.mark.parametrize("kind", STORES)
def test_a_store_that_is_none_or_cannot_be_used_is_refused(office: Desk, kind: str) -> None:
    STORES[kind](office.store)
    before = office.store.read_bytes() if office.store.exists() else b""
    for words in (["import", CLEAN], ["undo"], *([] if kind == "spoilt within" else [["cases"], ["people", "list"]])):
        said = office(*words, who=CLERK)
        assert said.status == 2
        assert office.store.name in said.err
    assert (office.store.read_bytes() if office.store.exists() else b"") == before


@pytest.mark.parametrize("kind", STORES)
def test_what_cannot_be_a_store_is_not_verified_either(office: Desk, kind: str) -> None:
    STORES[kind](office.store)
    said = office("verify", office.store)
    assert said.status == (1 if kind == "spoilt within" else 2)


def test_a_newer_store_is_told_from_no_store(office: Desk) -> None:
    newer(office.store)
    assert "升级" in office("cases", who=CLERK).err


@pytest.fixture
def busy(filed: Desk) -> Iterator[Desk]:
    """A store that another program holds open, until the test is over."""
    program = "import sys; from pathlib import Path; from gyga_desk.store import Store; s = Store.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    run = subprocess.Popen(
        [sys.executable, "-c", program, str(filed.store)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert run.stdin is not None and run.stdout is not None
    assert run.stdout.readline() == b"open\n"
    yield filed
    run.stdin.close()
    run.stdout.close()
    assert run.wait(timeout=60) == 0


def test_a_second_program_does_not_write_but_may_read(busy: Desk) -> None:
    assert "另一个程序" in busy.refused("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    busy.refused("import", MESSY, "--accept-clean", who=CLERK)
    assert len(busy.ok("cases", who=OBSERVER)) == 94
    assert busy.ok("verify", busy.store)["ok"]


def test_a_program_that_was_killed_leaves_the_store_free(filed: Desk) -> None:
    program = "import os, sys; from pathlib import Path; from gyga_desk.store import Store; s = Store.open(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", program, str(filed.store)], cwd=ROOT, check=False).returncode == -9
    filed.ok("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)


@pytest.fixture
def fixed(filed: Desk) -> Iterator[Callable[..., Said]]:
    """A store in a folder that cannot be written, as on a disc; even the superuser goes without the right to write there."""
    folder = filed.store.parent / "光盘"
    folder.mkdir()
    store = Path(shutil.move(filed.store, folder))
    store.chmod(0o444)
    folder.chmod(0o555)
    drop = "-dac_override,-dac_read_search"
    under = ["setpriv", f"--inh-caps={drop}", f"--bounding-set={drop}"] if os.geteuid() == 0 else []

    def run(*words: str | Path, who: str) -> Said:
        return spawn("--store", store, "--as", who, *words, env=filed.secrets(who), under=under)

    before = store.read_bytes()
    yield run
    assert store.read_bytes() == before
    assert [p.name for p in folder.iterdir()] == [store.name]
    folder.chmod(0o755)


def test_a_place_that_can_only_be_read_is_told_as_that(fixed: Callable[..., Said], tmp_path: Path) -> None:
    said = fixed("answer", "2025-M6-0001", "6.1", "yes", who=REVIEWER)
    assert said.status == 2
    assert "只能读取" in said.err
    assert not re.search("[A-Za-z]{4,}", said.err.replace("2025.gyga", "")), said.err
    said = fixed("cases", who=REVIEWER)
    assert said.status == 0 or "只能读取" in said.err
    said = fixed("backup", tmp_path / "光盘" / "备份.gyga", who=CLERK)
    assert said.status == 2


def test_a_new_store_in_a_folder_that_is_not_there_is_refused(office: Desk, tmp_path: Path) -> None:
    desk = office.at(tmp_path / "没有" / "新.gyga")
    assert "没有" in desk.refused("init")
    assert not (tmp_path / "没有").exists()


def test_no_word_of_the_command_line_is_taken_for_a_statement(filed: Desk) -> None:
    for word in ("'; DROP TABLE cases; --", "%", "\\", "2025-M3-0001\x00", "𠮷", "a" * 5000):
        assert filed("cases", "--search", word, who=OBSERVER).status == 0
        assert filed.ok("history", "--case", word, who=OBSERVER) == []
        filed.refused("answer", word, "3.2", "yes", who=REVIEWER)
        filed.refused("void", word, "--reason", "无", who=CLERK)
    assert filed.ok("verify", filed.store)["ok"]


def test_the_password_of_another_store_opens_nothing(office: Desk, tmp_path: Path) -> None:
    before = head(office.store)
    office.at(Path(shutil.copy(office.store, tmp_path / "副本.gyga"))).ok(
        "people", "password", who=ADMIN, env={"GYGA_NEW_PASSWORD": "xin-kouling-9"}
    )
    assert head(office.store) == before
    Desk(office.store, {ADMIN: "xin-kouling-9"}).refused("people", "list")

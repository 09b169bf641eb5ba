"""A store of an older format is brought up whole or stays as it was: tried with the released store and a format made here."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk.errors import StoreError
from gyga_desk.operations import at_rest, keyring, local_now, upgrade
from gyga_desk.operations.backups import folder_of
from gyga_desk.operations.history import verify_store
from gyga_desk.operations.session import open_session
from gyga_desk.store import dialect, expected_shape, journal, schema
from gyga_desk.store.dialect import is_encrypted
from gyga_desk.store.lock import Lock
from gyga_desk.store.schema import Layout
from tests.faults.supervise import REFUSED, Fault, supervise
from tests.fixtures.stores.make import ADMIN, HERE, NOW, PASSWORD, told

OLD = schema.FORMAT
_MORE = "headings TEXT NOT NULL DEFAULT '[]', received TEXT NOT NULL, sender TEXT)"
NEXT = Layout(
    OLD + 1,
    (
        *(t.replace("headings TEXT NOT NULL DEFAULT '[]')", _MORE) for t in schema.PRESENT.tables),
        "CREATE TABLE office(name TEXT PRIMARY KEY) STRICT",
    ),
    {OLD: expected_shape()},
    {("batch", "received"): "substr(at, 1, 10)"},
)
"""The present format with two columns and a table more."""


@pytest.fixture(scope="module")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("released") / "old.gyga"
    path.write_bytes(gzip.decompress((HERE / f"{OLD}.gyga.gz").read_bytes()))
    return path


@pytest.fixture
def old(_released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(_released, tmp_path))


def bring_up(path: Path, key: bytes | None = None, to: Layout = NEXT) -> Path | None:
    return upgrade.bring_up(path, key, ADMIN, lambda: NOW, to)


def connected(path: Path, key: bytes | None = None) -> sqlite3.Connection:
    return dialect.connect(path, key, read_only=True)


def fresh_shape(tmp_path: Path) -> str:
    db = dialect.connect(tmp_path / "fresh")
    schema.build(db, NEXT)
    return schema.shape_digest(schema.shape(db))


def check_next(path: Path, before: Path, key: bytes | None = None) -> None:
    """Everything that was there, in the shape of a new file, with one step more and a journal that holds."""
    db, was = connected(path, key), connected(before, key)
    assert db.execute("PRAGMA user_version").fetchone()[0] == NEXT.number and journal.check(db) == []
    last, *_ = reversed(journal.operations(db))
    assert last.seals and last.name == f"升级数据文件（格式 {OLD} 到 {NEXT.number}）"
    assert journal.operations(db)[:-1] == journal.operations(was)
    for table in set(schema.JOURNALED) - {"batch"}:
        assert list(db.execute(f"SELECT * FROM {table}")) == list(was.execute(f"SELECT * FROM {table}"))
    (batch,) = db.execute("SELECT * FROM batch").fetchall()
    assert batch[:-2] == was.execute("SELECT * FROM batch").fetchone() and batch[-2:] == ("2025-07-01", None)
    assert db.execute("SELECT tbl, COUNT(*) FROM op_row WHERE op = ? GROUP BY tbl", (last.id,)).fetchall() == [("batch", 1)]  # fmt: skip
    db.close()
    was.close()


def test_it_is_brought_up_with_a_backup_and_a_step_that_tells_of_it(old: Path, tmp_path: Path) -> None:
    expected = json.loads((HERE / f"{OLD}.json").read_text(encoding="utf-8"))
    kept = bring_up(old)
    assert kept is not None and verify_store(kept).ok and told(kept) == expected
    check_next(old, kept)
    db = connected(old)
    assert schema.shape_digest(schema.shape(db)) == fresh_shape(tmp_path)
    assert db.execute("SELECT COUNT(*) FROM search WHERE search MATCH '贵'").fetchone()[0] > 0
    db.close()
    assert bring_up(kept, to=schema.PRESENT) is None
    assert sorted(p.name for p in tmp_path.iterdir() if ".part" in p.name or "upgrading" in p.name) == []


def test_what_it_became_is_refused_here_in_one_sentence(old: Path) -> None:
    bring_up(old)
    with pytest.raises(StoreError, match=rf"由更新版本的程序建立（格式 {NEXT.number}，本程序到 {OLD}）") as said:
        open_session(old, ADMIN, PASSWORD)
    assert str(said.value).count("。") == 1


def test_an_encrypted_store_stays_encrypted(old: Path) -> None:
    at_rest.encrypt(old, ADMIN, PASSWORD, "孙监督", PASSWORD)
    key = keyring.unlock(old, ADMIN, PASSWORD, local_now())
    kept = bring_up(old, key)
    assert kept is not None and is_encrypted(kept) and is_encrypted(old)
    check_next(old, kept, key)


def test_a_store_somebody_changed_is_not_brought_up(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("DROP TRIGGER op_delete")
    db.commit()
    db.close()
    held = old.read_bytes()
    with pytest.raises(StoreError, match="没有升级"):
        bring_up(old)
    with pytest.raises(StoreError, match="没有升级"):
        bring_up(old, to=replace(NEXT, older={}))
    assert old.read_bytes() == held and not folder_of(old).exists()


def test_one_that_another_program_has_open_is_left(old: Path) -> None:
    lock = Lock(old)
    with pytest.raises(StoreError, match="正由另一个程序使用"):
        bring_up(old)
    lock.release()
    assert bring_up(old) is not None


def test_a_new_column_without_its_filling_leaves_the_store_as_it_was(old: Path) -> None:
    with pytest.raises(StoreError, match="升级不成"):
        bring_up(old, to=replace(NEXT, filled={}))
    assert verify_store(old).ok


def test_a_format_nobody_knows_is_told_at_the_door_and_by_verification(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("PRAGMA user_version = 0")
    db.close()
    assert [f.code for f in verify_store(old).findings] == ["older-format"]
    with pytest.raises(StoreError, match="旧格式（0）"):
        open_session(old, ADMIN, PASSWORD)


def test_wherever_it_is_killed_or_refused_it_is_the_old_or_the_new(old: Path, tmp_path: Path) -> None:
    def run() -> None:
        bring_up(there)

    there = Path(shutil.copy(old, tmp_path / "count.gyga"))
    whole = supervise(run, Fault(1 << 30)).calls
    ends = set()
    for part, error in ((1, 0), (4, 0), (7, 0), (4, 28)):
        there = Path(shutil.copy(old, tmp_path / f"{part}-{error}.gyga"))
        ended = supervise(run, Fault(whole * part // 8, error=error, lasting=bool(error)))
        assert ended.status in (-9, REFUSED) and ended.said.count("\n") == 0, ended.said
        db = connected(there)
        ends.add(db.execute("PRAGMA user_version").fetchone()[0])
        db.close()
        assert verify_store(there).ok
        bring_up(there)  # what the cut left is in nobody's way
        check_next(there, old)
    assert ends == {OLD}

"""Making, opening, copying and closing a store: each way it can fail is one sentence that says what to do."""

from __future__ import annotations

import codecs
import os
import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gyga_desk.errors import StoreError
from gyga_desk.store import Store, check_file, check_store, journal, open_reader, reads, schema
from tests.core.store.records import AT, CHAIR, fill, make_store, plain, state_of

NOBODY = 65534


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "year.gyga")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def sentence_of(refused: pytest.ExceptionInfo[StoreError]) -> str:
    said = str(refused.value)
    assert re.fullmatch(r"[^\n]+。", said)
    return said


def opening(path: Path) -> str:
    """What opening to write is refused with; nothing stays open or locked."""
    with pytest.raises(StoreError) as refused:
        Store.open(path)
    return sentence_of(refused)


def reading(path: Path) -> str:
    with pytest.raises(StoreError) as refused:
        open_reader(path)
    return sentence_of(refused)


# making, opening, closing


def test_a_new_store_is_empty_sound_and_told_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "新年.gyga"
    store = Store.create(path)
    assert all(rows == [] for rows in state_of(store.db).values())
    assert store.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert store.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    store.close()
    assert path.read_bytes()[68:72] == b"GYGA"
    assert int.from_bytes(path.read_bytes()[60:64], "big") == schema.FORMAT
    assert check_store(path) == []


def test_what_was_written_is_there_again(path: Path) -> None:
    store = Store.open(path)
    with store.operation("改", CHAIR, AT, seals=True) as number:
        store.db.execute("UPDATE meta SET value = '二'")
    store.close()
    again = Store.open(path)
    assert reads.meta(again.db) == {"id": "二"}
    assert [(o.id, o.name, o.seals) for o in journal.operations(again.db)] == [(1, "建立", False), (number, "改", True)]
    again.close()


def test_every_pragma_holds_after_opening(path: Path) -> None:
    store = Store.open(path)
    held = {
        p: store.db.execute(f"PRAGMA {p}").fetchone()[0]
        for p in ("foreign_keys", "recursive_triggers", "synchronous", "journal_mode")
    }
    assert held == {"foreign_keys": 1, "recursive_triggers": 1, "synchronous": 2, "journal_mode": "wal"}
    store.close()


def test_an_existing_file_is_not_made_again(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match="已经存在"):
        Store.create(path)
    assert path.read_bytes() == before


def test_a_reader_cannot_write_and_sees_what_is_committed(path: Path) -> None:
    store, reader = Store.open(path), open_reader(path)
    with store.operation("改", CHAIR, AT):
        store.db.execute("UPDATE meta SET value = '二'")
        assert reads.meta(reader) == {"id": "试"}
    assert reads.meta(reader) == {"id": "二"}
    for sql in ("UPDATE meta SET value = '三'", "CREATE TABLE x(y)", "UPDATE door SET op = 1"):
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|unsafe"):
            reader.execute(sql)
    reader.close()
    store.close()


def test_the_writing_connection_keeps_references(path: Path) -> None:
    store = Store.open(path)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.operation("改", CHAIR, AT):
        store.db.execute("DELETE FROM batch")
    store.close()


# copies


def test_a_copy_is_whole_and_sound(path: Path, tmp_path: Path) -> None:
    store, out = Store.open(path), tmp_path / "备份.gyga"
    store.back_up(out)
    assert check_store(out) == []
    copy = open_reader(out)
    assert state_of(copy) == state_of(store.db)
    copy.close()
    with pytest.raises(StoreError, match="已经存在"):
        store.back_up(out)
    with pytest.raises(StoreError, match="写不进去") as refused:
        store.back_up(tmp_path / "没有" / "备份.gyga")
    assert "备份.gyga" in sentence_of(refused)
    store.close()


# what is not a store


def test_a_missing_file_and_a_missing_folder(tmp_path: Path) -> None:
    for missing in (tmp_path / "没有.gyga", tmp_path / "没有" / "year.gyga", tmp_path):
        for said in (opening(missing), reading(missing)):
            assert said.startswith(f"找不到 {missing.name}")
    with pytest.raises(StoreError, match="文件夹") as refused:
        Store.create(tmp_path / "没有" / "year.gyga")
    assert str(tmp_path / "没有") in sentence_of(refused)
    assert not (tmp_path / "没有").exists()


def test_a_file_where_a_folder_should_be(path: Path) -> None:
    assert opening(path / "year.gyga").startswith("找不到 year.gyga")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"SQLite format 3\0", bytes(range(256)) * 20, "一份表格".encode() * 500],
    ids=["empty", "PDF", "a header alone", "all bytes", "text"],
)  # fmt: skip
def test_another_kind_of_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.gyga"
    path.write_bytes(content)
    for said in (opening(path), reading(path)):
        assert said.startswith("别的.gyga 不是本程序的数据文件")
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["别的.gyga"]


def test_another_programs_sqlite_file(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    other = plain(path)
    other.execute("CREATE TABLE message(text)")
    other.close()
    assert "不是本程序的数据文件" in opening(path)


def test_a_store_of_a_newer_program(path: Path) -> None:
    db = plain(path)
    db.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    for said in (opening(path), reading(path)):
        assert f"格式 {schema.FORMAT + 1}" in said and f"到 {schema.FORMAT}" in said and "升级" in said


def test_an_old_sqlite(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 9))
    with pytest.raises(StoreError, match="SQLite"):
        check_file(path)


# damage


@pytest.mark.parametrize("length", [100, 4096, 4096 * 3, 4096 * 20 + 17])
def test_a_file_cut_short(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    for said in (opening(path), reading(path)):
        assert "已损坏" in said and "备份" in said


@pytest.mark.parametrize("offset", [16, 28, 100, 103, 105])
def test_a_flipped_byte_in_the_first_page(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(data)
    assert "已损坏" in opening(path)


@pytest.mark.parametrize("page", [1, 5, 20])
def test_a_page_wiped_out(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * page : 4096 * (page + 1)] = bytes(4096)
    path.write_bytes(data)
    assert "已损坏" in opening(path)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TRIGGER guard_decision_delete",
        "CREATE TABLE extra(x)",
        "CREATE TABLE not_sqlite_own(x)",
        "CREATE VIEW _sqlite_migrations AS SELECT 1",
        "ALTER TABLE mark ADD COLUMN extra TEXT",
    ],
)
def test_a_shape_that_another_program_changed(path: Path, sql: str) -> None:
    db = plain(path)
    db.execute(sql)
    db.close()
    assert "结构被其他程序改动过" in opening(path)


def test_a_refused_opening_leaves_the_store_free(path: Path) -> None:
    db = plain(path)
    db.execute("CREATE TABLE extra(x)")
    opening(path)
    db.execute("DROP TABLE extra")
    db.close()
    Store.open(path).close()


# several programs

HOLD = """
import sys
from pathlib import Path
from gyga_desk.store import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""


def test_one_program_at_a_time_writes(path: Path) -> None:
    with holding(path) as other:
        assert "另一个程序" in opening(path)
        reader = open_reader(path)
        assert reads.meta(reader) == {"id": "试"}
        reader.close()
        other.kill()
        other.wait()
        # Even a crash frees it.
        Store.open(path).close()


def test_a_store_closed_elsewhere_opens_here(path: Path) -> None:
    with holding(path) as other:
        other.communicate("done\n", timeout=30)
    Store.open(path).close()


@contextmanager
def holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    source = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=source, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        try:
            yield other
        finally:
            other.kill()


def test_two_windows_of_one_program(path: Path) -> None:
    store = Store.open(path)
    assert "另一个程序" in opening(path)
    store.close()
    Store.open(path).close()


def test_a_file_that_a_foreign_program_holds(path: Path) -> None:
    foreign = plain(path)
    foreign.execute("PRAGMA locking_mode = EXCLUSIVE")
    foreign.execute("BEGIN EXCLUSIVE")
    said = opening(path)
    assert "打不开" in said and "占用" in said
    foreign.close()
    Store.open(path).close()


# a full disk


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """The system refuses to let any file of ours grow beyond `size`, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_too_full_for_a_new_store_keeps_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "year.gyga"
    with disk_with_room_for(50_000), pytest.raises(StoreError) as refused:
        Store.create(path)
    assert "year.gyga 建不成" in sentence_of(refused)
    assert [p.name for p in tmp_path.iterdir()] == [".year.gyga.lock"]
    Store.create(path).close()


def test_a_disk_that_fills_up_in_an_operation_changes_nothing(path: Path) -> None:
    store = Store.open(path)
    before = state_of(store.db)
    with disk_with_room_for(50_000), pytest.raises(StoreError) as refused, store.operation("改", CHAIR, AT):
        store.db.execute("UPDATE meta SET value = ?", ("长" * 100_000,))
    assert "没有任何改动" in sentence_of(refused)
    assert state_of(store.db) == before
    with store.operation("改", CHAIR, AT):
        store.db.execute("UPDATE meta SET value = ?", ("长" * 100_000,))
    assert journal.check(store.db) == []
    store.close()


def test_a_disk_too_full_for_a_copy_says_so(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    with disk_with_room_for(50_000), pytest.raises(StoreError) as refused:
        store.back_up(tmp_path / "备份.gyga")
    assert "备份.gyga 写不进去" in sentence_of(refused)
    assert not (tmp_path / "备份.gyga").exists()
    store.close()


# where one may only read


@pytest.fixture
def shelf(made: Path) -> Iterator[Path]:
    """A folder outside the tests' own, which nobody but its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix="gyga-shelf-"))
    shutil.copy(made, folder / "year.gyga")
    yield folder
    folder.chmod(stat.S_IRWXU)
    shutil.rmtree(folder)


@contextmanager
def as_ordinary_person() -> Iterator[None]:
    """The superuser may write anywhere; for the length of a test nobody is one."""
    if os.geteuid() != 0:
        yield
        return
    codecs.lookup("ascii")  # the library may lie where nobody but the superuser may read
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_a_folder_that_may_only_be_read(shelf: Path) -> None:
    shelf.chmod(0o555)
    (shelf / "year.gyga").chmod(0o666)
    with as_ordinary_person():
        said = opening(shelf / "year.gyga")
        with pytest.raises(StoreError, match="只能读取"):
            Store.create(shelf / "new.gyga")
    assert "year.gyga" in said and "只能读取" in said and "复制到本机硬盘" in said
    assert [p.name for p in shelf.iterdir()] == ["year.gyga"]


def test_a_file_that_may_only_be_read(shelf: Path) -> None:
    shelf.chmod(0o777)
    (shelf / "year.gyga").chmod(0o444)
    with as_ordinary_person():
        assert "只能读取" in opening(shelf / "year.gyga")


def test_a_file_that_may_not_even_be_read(shelf: Path) -> None:
    shelf.chmod(0o755)
    (shelf / "year.gyga").chmod(0)
    with as_ordinary_person():
        for said in (opening(shelf / "year.gyga"), reading(shelf / "year.gyga")):
            assert "year.gyga 读不出来" in said and "权限" in said


def test_a_folder_that_may_not_be_entered(shelf: Path) -> None:
    shelf.chmod(0)
    with as_ordinary_person():
        assert "year.gyga 读不出来" in opening(shelf / "year.gyga")


def test_a_lock_that_cannot_be_made_is_a_sentence(shelf: Path) -> None:
    """Where the folder says it may be written and the file beside the store may not."""
    shelf.chmod(0o777)
    (shelf / "year.gyga").chmod(0o666)
    (shelf / ".year.gyga.lock").mkdir()
    with as_ordinary_person():
        assert "不能写入" in opening(shelf / "year.gyga")


def test_a_store_can_be_filled_and_read_by_its_own_words(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "year.gyga")
    with store.operation("建立", CHAIR, AT) as number:
        fill(store.db)
    assert journal.change_of(store.db, number).tables == frozenset(schema.JOURNALED)
    assert journal.check(store.db) == []
    store.close()


def test_what_the_library_of_the_first_stores_noted_is_let_be(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE _sqlite_migrations(id INTEGER PRIMARY KEY, name TEXT)")
    db.execute("CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations(name)")
    db.close()
    Store.open(path).close()
    assert check_store(path) == []


def test_the_shape_expected_is_the_shape_that_is_made(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "新.gyga")
    assert schema.expected_shape() == schema.shape(store.db)
    store.close()

"""The record: one SQLite file with its tables, its journal, and the questions asked of it, answered in nouns.

What may be written, by whom and why does not live here but in `operations`; nothing here knows the policy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from gyga_desk.errors import StoreError
from gyga_desk.store import dialect, journal, schema, search, whole
from gyga_desk.store.lock import Lock
from gyga_desk.store.place import check_place

_OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables."""

_HEADER = 100
SUFFIX = ".gyga"

_PRAGMAS = (
    "trusted_schema = OFF",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "secure_delete = ON",
)


class Store:
    """An open store: the one connection that writes, and the lock that keeps other programs from writing.

    `key` is what the file is encrypted under, or None; only ever in memory.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, lock: Lock, key: bytes | None = None) -> None:
        self.path, self.db, self._lock, self.key = path, db, lock, key

    @classmethod
    def create(cls, path: Path, key: bytes | None = None, part: Path | None = None) -> Store:
        """A new, empty store, encrypted where a key of 32 bytes is given; refuses a file that exists.

        It lies at `part` where it is not to have its name yet.
        """
        if path.exists():
            raise StoreError("{name} 已经存在，不会覆盖；请换一个名称，或直接打开它。", name=path.name)
        _check_folder(path)
        check_place(path)
        lock = Lock(path)
        place = part or path
        whole.remove(place)
        try:
            db = dialect.connect(place, key)
        except BaseException as fault:
            lock.release()
            if isinstance(fault, dialect.raised("OperationalError")):
                raise _unmade(path, fault) from fault
            raise
        try:
            _prepare(db)
            _trust(db)
            schema.build(db)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException as fault:
            db.close()
            whole.remove(place)
            lock.release()
            if isinstance(fault, dialect.raised("OperationalError")):
                raise _unmade(path, fault) from fault
            raise
        return cls(path, db, lock, key)

    @classmethod
    @contextmanager
    def made(cls, path: Path, key: bytes | None = None) -> Iterator[Store]:
        """A new store to be filled, which gets its name only when the block has ended well: a cut leaves none."""
        part = whole.part_of(path)
        store = cls.create(path, key, part)
        try:
            yield store
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            store.db.close()
            whole.put_in_place(part, path)
        except dialect.raised("OperationalError", OSError) as fault:
            raise _unmade(path, fault) from fault
        finally:
            store.close()
            whole.remove(part)

    @classmethod
    def open(cls, path: Path, key: bytes | None = None) -> Store:
        """An existing store, checked before use; raises `StoreError` with one sentence."""
        check_file(path, key)
        _check_folder(path)
        check_place(path)
        lock = Lock(path)
        whole.shut(path)
        try:
            db = dialect.connect(path, key)
        except BaseException:
            lock.release()
            raise
        try:
            _check_health(db, path)
            search.rebuild_missing(db)
        except BaseException:
            db.close()
            lock.release()
            raise
        return cls(path, db, lock, key)

    @contextmanager
    def operation(self, name: str, actor: str, at: str, *, seals: bool = False) -> Iterator[int]:
        with journal.opened(self.db, name, actor, at, seals=seals) as number:
            yield number

    def back_up(self, out: Path) -> None:
        """A whole copy, consistent whatever is open, with its key slots; refuses a file that exists."""
        _copy(self.db, self.path, out)

    def close(self) -> None:
        self.db.close()
        self._lock.release()


def _unmade(path: Path, fault: BaseException) -> StoreError:
    return StoreError("{name} 建不成（{fault}）；请换一个位置，或腾出磁盘空间。", name=path.name, fault=fault)


def copy_store(path: Path, out: Path, key: bytes | None = None) -> None:
    """A whole copy of a store that need not be open for writing; refuses a file that exists."""
    db = open_reader(path, key)
    try:
        _copy(db, path, out)
    finally:
        db.close()


def _copy(db: sqlite3.Connection, path: Path, out: Path) -> None:
    """The key slots go first: a copy that nobody can open must never stand alone."""
    if out.exists():
        raise StoreError("{name} 已经存在，不会覆盖；请换一个名称。", name=out.name)
    part = whole.part_of(out)
    whole.remove(part)
    try:
        whole.begin(part)
        db.execute("VACUUM INTO ?", (str(part),))
        if dialect.is_encrypted(path):
            whole.write(dialect.slots_of(out), dialect.slots_of(path).read_bytes())
        whole.put_in_place(part, out)
    except dialect.raised("OperationalError", OSError) as fault:
        whole.remove(part)
        whole.remove(dialect.slots_of(out))
        raise StoreError(
            "{name} 写不进去（{fault}）；请换一个位置，或腾出磁盘空间。", name=out.name, fault=fault
        ) from fault


def open_reader(path: Path, key: bytes | None = None) -> sqlite3.Connection:
    """A connection that cannot write: SQLite itself refuses it."""
    check_file(path, key)
    db = dialect.connect(path, key, read_only=True, timeout=5)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("SELECT COUNT(*) FROM meta").fetchone()
        _check_numbers(db, path)
    except StoreError:
        db.close()
        raise
    except dialect.damaged() as fault:
        db.close()
        _check_folder(path)  # even reading keeps an index beside the file, which a disc does not take
        raise _unreadable(path, fault) from fault
    return db


def check_file(path: Path, key: bytes | None = None) -> None:
    """Refuses what is not a store, or one of a newer program, without opening it for writing.

    Of an encrypted one no more can be told from outside than that it is no plain file and has its key slots.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            "本机的 SQLite {version} 太旧，至少需要 3.37；请安装本程序自带的版本。", version=sqlite3.sqlite_version
        )
    header = _read_header(path)
    if header[:16] != dialect.MAGIC and dialect.is_encrypted(path):
        if key is None:
            raise StoreError("{name} 是加密存放的；请以姓名和口令打开，或用恢复单。", name=path.name)
        return
    if key is not None:
        raise _keyless(path, header)
    if header[:16] != dialect.MAGIC and len(header) == _HEADER and path.suffix == SUFFIX:
        raise StoreError(
            "{name} 不是本程序的数据文件，或旁边缺少它的密钥槽文件 {slots}；请另选文件，或从备份文件夹找回密钥槽文件。",
            name=path.name, slots=dialect.slots_of(path).name,
        )  # fmt: skip
    if header[:16] != dialect.MAGIC or int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise StoreError("{name} 不是本程序的数据文件；请另选文件。", name=path.name)
    _check_format(int.from_bytes(header[60:64], "big"), path)


def _keyless(path: Path, header: bytes) -> StoreError:
    if header[:16] == dialect.MAGIC:
        return StoreError("{name} 不是加密存放的，与旁边的密钥槽文件不是一套；请核对文件。", name=path.name)
    return StoreError(
        "{name} 旁边没有密钥槽文件 {slots}；请从备份文件夹把它找回。", name=path.name, slots=dialect.slots_of(path).name
    )


def _check_numbers(db: sqlite3.Connection, path: Path) -> None:
    """What the header says, once it can be read."""
    if int(db.execute("PRAGMA application_id").fetchone()[0]) != schema.APPLICATION_ID:
        raise StoreError("{name} 不是本程序的数据文件；请另选文件。", name=path.name)
    _check_format(int(db.execute("PRAGMA user_version").fetchone()[0]), path)


def _check_format(found: int, path: Path) -> None:
    if found > schema.FORMAT:
        raise StoreError(
            "{name} 由更新版本的程序建立（格式 {found}，本程序到 {known}）；请先升级本程序。",
            name=path.name, found=found, known=schema.FORMAT,
        )  # fmt: skip


def _read_header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as fault:
        raise StoreError("找不到 {name}；请核对路径，或先新建。", name=path.name) from fault
    except OSError as fault:
        raise StoreError(
            "{name} 读不出来（{fault}）；请确认您有读取它的权限，文件所在的盘没有故障。",
            name=path.name,
            fault=fault.strerror,
        ) from fault


def _check_folder(path: Path) -> None:
    folder = path.parent
    if not folder.is_dir():
        raise StoreError("文件夹 {folder} 不存在；请先建立它，或换一个位置。", folder=str(folder))
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError(
            "{name} 所在的位置只能读取（光盘、写保护或无权限）；请复制到本机硬盘后再打开。", name=path.name
        )


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    db.execute("PRAGMA cache_size = -8000")  # 8 MB, so that a large import writes its pages once
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")


def _trust(db: sqlite3.Connection) -> None:
    """Lets the triggers use SQLite's JSON functions; only once the schema is known to be ours, to the letter."""
    db.execute("PRAGMA trusted_schema = ON")


def _check_health(db: sqlite3.Connection, path: Path) -> None:
    try:
        _prepare(db)
        sound = db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        _check_numbers(db, path)
        shape = schema.shape_digest(schema.shape(db))
    except dialect.damaged() as fault:
        raise _unreadable(path, fault) from fault
    if not sound:
        raise StoreError("{name} 已损坏；请用最近的备份恢复，并保留损坏的文件备查。", name=path.name)
    if shape != expected_shape():
        raise StoreError("{name} 的结构被其他程序改动过；请先核验，并用改动之前的备份恢复。", name=path.name)
    _trust(db)


@cache
def expected_shape() -> str:
    """The digest of the tables and triggers as this program makes them."""
    return schema.shape_digest(schema.expected_shape())


def _unreadable(path: Path, fault: Exception) -> StoreError:
    if isinstance(fault, dialect.raised("OperationalError")):
        return StoreError(
            "{name} 现在打不开（{fault}）；请确认文件在本机硬盘上且没有别的程序占用。", name=path.name, fault=fault
        )
    return StoreError("{name} 已损坏，读不出来；请用最近的备份恢复。", name=path.name)


def check_store(path: Path, key: bytes | None = None) -> list[journal.Damage]:
    """Everything verification can tell about a file, read only."""
    db = open_reader(path, key)
    # Bytes that are no text any more do not end the check: the row they stand in differs, and is named.
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        return list(_damage(db))
    except dialect.damaged() as fault:
        return [journal.Damage("file-damaged", f"文件损坏，读不完整：{fault}。")]
    finally:
        db.close()


def _damage(db: sqlite3.Connection) -> Iterator[journal.Damage]:
    told = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]  # the indexes against their tables too
    if told != ["ok"]:
        places = [line for text in told for line in text.splitlines() if not line.startswith("***")]
        yield journal.Damage("file-damaged", f"文件损坏，共 {len(places)} 处，首处：{places[0]}。")
        return
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found < schema.FORMAT:
        yield journal.Damage("older-format", f"这是旧格式（{found}）的数据文件；请先用本程序打开一次，升级后再核验。")
        return
    if schema.shape_digest(schema.shape(db)) != expected_shape():
        yield journal.Damage("shape-changed", "表、触发器或索引的定义与本程序的不一致。")
    for row in db.execute("PRAGMA foreign_key_check"):
        yield journal.Damage("reference-broken", f"表 {row[0]} 有记录指向不存在的 {row[2]}。")
    yield from journal.check(db)

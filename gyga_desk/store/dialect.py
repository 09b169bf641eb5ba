"""The one place that opens a database: an ordinary file by sqlite3, one stored encrypted by SQLCipher.

Whether a store is encrypted is known from its first bytes, and nobody above asks again: both connections take the same
SQL and give the same rows. What differs, besides the key, is the class of what they raise.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import cast

from gyga_desk.errors import StoreError
from gyga_desk.store import whole

MAGIC = b"SQLite format 3\0"
_CIPHER = "sqlcipher3.dbapi2"
_KEY_BYTES = 32


def connect(path: Path, key: bytes | None = None, *, read_only: bool = False, timeout: int = 2) -> sqlite3.Connection:
    """A connection to the file; `key` of 32 bytes for one that is encrypted. What is temporary stays in memory.

    Source: https://www.zetetic.net/sqlcipher/sqlcipher-api/ (raw key data, cipher_log_level).
    """
    if not read_only:
        _begin(path)
    where = f"{path.resolve().as_uri()}?mode=ro" if read_only else str(path)
    if key is None:
        db = sqlite3.connect(where, uri=read_only, isolation_level=None, timeout=timeout)
    else:
        db = _cipher(where, key, uri=read_only, timeout=timeout)
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def _begin(path: Path) -> None:
    """A new file is kept from other accounts; where it cannot be made, SQLite says why."""
    if not path.exists():
        with suppress(OSError):
            whole.begin(path)


def _cipher(where: str, key: bytes, *, uri: bool, timeout: int) -> sqlite3.Connection:
    if len(key) != _KEY_BYTES:
        raise ValueError("the key of a store has 32 bytes")
    try:
        from sqlcipher3 import dbapi2
    except ImportError as fault:
        raise StoreError("本机的程序不带加密组件，打不开加密存放的数据文件；请在带加密组件的电脑上打开。") from fault
    db = cast("sqlite3.Connection", dbapi2.connect(where, uri=uri, isolation_level=None, timeout=timeout))
    db.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by us, not on the terminal
    db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return db


def raised(name: str, *more: type[Exception]) -> tuple[type[Exception], ...]:
    """What either library raises under a name of the database interface (PEP 249), and `more`, to be caught or asked for."""
    other = sys.modules.get(_CIPHER)
    found = [getattr(sqlite3, name), *([getattr(other, name)] if other else [])]
    return (*cast("list[type[Exception]]", found), *more)


def damaged() -> tuple[type[Exception], ...]:
    """What reading a damaged file raises: SQLite's own word, or that word quoting bytes that are no text any more."""
    return raised("DatabaseError", UnicodeDecodeError)


def slots_of(path: Path) -> Path:
    """Where the key slots of an encrypted store lie, beside it."""
    return path.with_name(f"{path.name}.keyslots")


def is_encrypted(path: Path) -> bool:
    """Whether a file is a store that is encrypted: no plain database, and with key slots beside it."""
    try:
        with path.open("rb") as file:
            plain = file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
    return not plain and slots_of(path).is_file()


def export(db: sqlite3.Connection, out: Path, key: bytes | None) -> None:
    """Everything in a database, tables, triggers and numbers of the header, into a new file under another key, or none.

    `db` must be of SQLCipher, which opens ordinary files too (with an empty key).
    """
    _begin(out)
    numbers = {name: int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")}
    db.execute("ATTACH DATABASE ? AS other KEY ?", (str(out), f"x'{key.hex()}'" if key else ""))
    try:
        db.execute("SELECT sqlcipher_export('other')").fetchall()
        for name, number in numbers.items():
            db.execute(f"PRAGMA other.{name} = {number}")
    finally:
        db.execute("DETACH DATABASE other")


def connect_for_export(path: Path, key: bytes | None) -> sqlite3.Connection:
    """A connection of SQLCipher, whatever the file is: the only one that can write under another key."""
    if key is not None:
        return connect(path, key)
    try:
        from sqlcipher3 import dbapi2
    except ImportError as fault:
        raise StoreError("本机的程序不带加密组件，不能加密存放；请在带加密组件的电脑上办理。") from fault
    db = cast("sqlite3.Connection", dbapi2.connect(str(path), isolation_level=None, timeout=2))
    db.execute("PRAGMA temp_store = MEMORY")
    return db

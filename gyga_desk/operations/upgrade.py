"""A store of an older format brought up to this program's when it is opened: a copy first, then one rename."""

from __future__ import annotations

from pathlib import Path

from gyga_desk.errors import StoreError
from gyga_desk.operations import Clock, backups
from gyga_desk.operations.turning import Coming, flush
from gyga_desk.store import dialect, open_reader, schema, upgrade
from gyga_desk.store.lock import Lock
from gyga_desk.store.schema import Layout


def bring_up(path: Path, key: bytes | None, name: str, clock: Clock, to: Layout = schema.PRESENT) -> Path | None:
    """Gives the copy that was made before; None where there was nothing to do. Raises `StoreError`, and leaves it as it was."""
    found = _format(path, key)
    if found >= to.number:
        return None  # a newer one is refused where it is opened
    lock = Lock(path)
    coming = Coming(path, "upgrading")
    try:
        coming.clear()
        bad = upgrade.faults(path, key, to)
        if bad:
            raise StoreError(
                "{name} 是旧格式（{found}）的数据文件，核验不通过（{why}），没有升级；请用更早的备份恢复。",
                name=path.name, found=found, why=bad[0].rstrip("。"),
            )  # fmt: skip
        kept = backups.keep(path, path, key, "升级前", clock())
        _settle(path, key)
        step = (f"升级数据文件（格式 {found} 到 {to.number}）", name, clock().isoformat())
        upgrade.write(path, key, coming.copy, step, to)
        coming.put_in_place()
        return kept
    finally:
        coming.clear()
        lock.release()


def _format(path: Path, key: bytes | None) -> int:
    db = open_reader(path, key)
    try:
        return upgrade.format_of(db)
    finally:
        db.close()


def _settle(path: Path, key: bytes | None) -> None:
    """What was committed is in the file itself from here on."""
    db = dialect.connect(path, key)
    try:
        flush(db, path)
    finally:
        db.close()

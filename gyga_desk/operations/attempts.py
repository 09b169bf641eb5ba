"""Wrong passwords, counted beside the store and not in it, so that putting an older copy back forgives none of them.

GB/T 22239 asks for a limit: five in a row close an account for a quarter of an hour.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from gyga_desk.errors import NotPermitted, Refused
from gyga_desk.operations.files import replace

MOST = 5
PAUSE = timedelta(minutes=15)


def file_of(store: Path) -> Path:
    return store.with_name(f".{store.name}.attempts")


def refuse_closed(store: Path, name: str, now: datetime) -> None:
    """Raises `NotPermitted` while the account is closed; a clock that was set back does not open it."""
    failed, last = _read(store).get(name, (0, ""))
    if failed < MOST:
        return
    left = PAUSE - max(timedelta(), now - datetime.fromisoformat(last))
    if left > timedelta():
        minutes = -(-int(left.total_seconds()) // 60)
        raise NotPermitted(
            "{name} 已连续 {most} 次输错口令，暂停登录；请在 {minutes} 分钟后再试，或请管理员与第二人重设口令。",
            name=name, most=MOST, minutes=minutes,
        )  # fmt: skip


def count(store: Path, name: str, now: datetime) -> None:
    """One more wrong password; after a pause has passed, counting begins anew."""
    held = _read(store)
    failed, last = held.get(name, (0, ""))
    if failed >= MOST and now - datetime.fromisoformat(last) >= PAUSE:
        failed = 0
    _write(store, {**held, name: (failed + 1, now.isoformat())})


def forget(store: Path, name: str) -> None:
    """The right password ends the count."""
    held = _read(store)
    if name in held:
        _write(store, {n: v for n, v in held.items() if n != name})


def _read(store: Path) -> dict[str, tuple[int, str]]:
    """What is on record; a file that somebody has broken counts for nothing, and is written anew."""
    try:
        found = json.loads(file_of(store).read_text(encoding="utf-8"))
        return {str(n): (int(v[0]), datetime.fromisoformat(v[1]).isoformat()) for n, v in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        return {}


def _write(store: Path, held: dict[str, tuple[int, str]]) -> None:
    """On a medium that cannot be written nobody can change the record either, so that counting may fail there."""
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    try:
        replace(file_of(store), text.encode())
    except Refused:
        return

"""A person's wish to stop, heard also while the database itself is at work."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gyga_desk.errors import Cancelled, StoreError
from gyga_desk.progress import Progress

_STEPS = 50_000
"""Of the database's own; some milliseconds."""
_EVERY = 0.1
"""Seconds between two words."""


class _Listener:
    """Passes on the word of progress, and repeats the last one while the database works."""

    def __init__(self, progress: Progress) -> None:
        self.wish: Cancelled | None = None
        self._progress, self._last, self._told = progress, (0, 0, ""), time.monotonic()

    def __call__(self, done: int, total: int, what: str = "") -> None:
        self._last, self._told = (done, total, what), time.monotonic()
        self._progress(done, total, what)

    def ask(self) -> int:
        """For the database: 1 to give up what it does. Asked once; what has to be taken back then is not stopped."""
        if self.wish is None and time.monotonic() - self._told >= _EVERY:
            try:
                self(*self._last)
            except Cancelled as wish:
                self.wish = wish
                return 1
        return 0


@contextmanager
def heard(db: sqlite3.Connection, progress: Progress) -> Iterator[Progress]:
    """Inside, also a single long statement ends when `progress` wants to stop, and `Cancelled` is raised."""
    listener = _Listener(progress)
    db.set_progress_handler(listener.ask, _STEPS)
    try:
        yield listener
    except (sqlite3.OperationalError, StoreError) as fault:
        if listener.wish is None:
            raise
        raise listener.wish from fault
    finally:
        listen_no_more(db)


def listen_no_more(db: sqlite3.Connection) -> None:
    """What follows is finished, whatever is wished."""
    db.set_progress_handler(None, 0)

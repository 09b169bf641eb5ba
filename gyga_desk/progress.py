"""How long work reports where it is and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the share done and the whole; raises `errors.Cancelled` once the person has pressed stop."""

    def __call__(self, done: int, total: int, what: str = "") -> None: ...


def silent(done: int, total: int, what: str = "") -> None:
    """The progress of work that nobody watches."""

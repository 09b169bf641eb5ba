"""What becomes of one person's row when it comes back from another machine; decided by revisions, never by clocks.

A version is a row's values and the set of all changes (revisions) that led to it. A version that knows every change of
the other moves it forward; one that knows fewer is older; two that each know a change the other does not are a matter
for a person, unless they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Values = tuple[tuple[str, str | int | None], ...]


class Move(StrEnum):
    """What to do with an incoming version."""

    NEW = "new"
    FORWARD = "forward"
    SAME = "same"
    OLDER = "older"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        return {"new": "新增", "forward": "更新", "same": "相同", "older": "已有更新的", "conflict": "需人工判定"}[
            self.value
        ]


@dataclass(frozen=True)
class Version:
    """A row's values, or None where it was taken back, and the changes it knows."""

    values: Values | None
    revs: frozenset[str]


NOTHING = Version(None, frozenset())
"""A row that never was."""


def judge(stored: Version, incoming: Version) -> Move:
    """What to do with the incoming version; depends on nothing but the two."""
    if incoming.revs <= stored.revs:
        return Move.OLDER if incoming.revs < stored.revs else Move.SAME
    if stored.revs <= incoming.revs:
        return Move.NEW if not stored.revs else Move.FORWARD
    return Move.SAME if stored.values == incoming.values else Move.CONFLICT


def joined(stored: Version, incoming: Version) -> Version:
    """The version after the judgement; a conflict leaves the stored one."""
    move = judge(stored, incoming)
    if move in (Move.OLDER, Move.CONFLICT):
        return stored
    return Version(incoming.values, stored.revs | incoming.revs)

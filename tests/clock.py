"""A clock that stands, for tests whose certificates or policy come to an end one day."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytest

from gyga_desk import operations

REVIEW_TIME = datetime.fromisoformat("2026-06-01T09:00:00+08:00")
"""After the demonstration year's seals, and while its certificates and the policy hold."""


class _Standing(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return REVIEW_TIME if tz is None else REVIEW_TIME.astimezone(tz)


def stop_clock(patch: pytest.MonkeyPatch) -> None:
    """Lets the program's clock stand at `REVIEW_TIME`, in the zone it is told in."""
    patch.setattr(operations, "datetime", _Standing)

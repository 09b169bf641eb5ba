"""Terms in working days: weekends do not count, and the day a term begins does not either."""

from __future__ import annotations

from datetime import date

import pytest

from gyga_desk.rules.deadlines import working_days_after


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2025, 7, 1), 1, date(2025, 7, 2)),
        (date(2025, 7, 4), 1, date(2025, 7, 7)),
        (date(2025, 7, 5), 5, date(2025, 7, 11)),
        (date(2025, 7, 1), 10, date(2025, 7, 15)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
        (date(2025, 7, 1), 0, date(2025, 7, 1)),
    ],
)
def test_a_term_ends_on_a_working_day(start: date, days: int, end: date) -> None:
    assert working_days_after(start, days) == end

"""Terms in working days: weekends and holidays do not count, worked weekends do, and the day a term begins does not."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from gyga_desk.policy import Edition
from gyga_desk.rules.deadlines import working_days_after

KNOWN = (2024, 2025, 2026)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2025, 7, 1), 1, date(2025, 7, 2)),
        (date(2025, 7, 4), 1, date(2025, 7, 7)),
        (date(2025, 7, 5), 5, date(2025, 7, 11)),
        (date(2025, 7, 1), 10, date(2025, 7, 15)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
        (date(2025, 7, 1), 0, date(2025, 7, 1)),
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Sunday worked
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # over the holidays
        (date(2025, 9, 30), 5, date(2025, 10, 14)),  # with a Saturday worked
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
    ],
)
def test_a_term_ends_on_a_working_day(edition: Edition, start: date, days: int, end: date) -> None:
    term = working_days_after(start, days, edition.calendar)
    assert (term.on, term.unknown) == (end, ())
    assert term.how == "已扣除法定节假日并计入调休"


def test_every_day_is_as_an_independent_table_has_it(edition: Edition) -> None:
    assert tuple(one.year for one in edition.calendar) == KNOWN
    day, end = date(KNOWN[0], 1, 1), date(KNOWN[-1], 12, 31)
    while day <= end:
        worked = working_days_after(day - timedelta(days=1), 1, edition.calendar).on == day
        if day.timetuple().tm_yday > 1 or day.year > KNOWN[0]:
            assert worked == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "unknown"),
    [
        (date(2027, 2, 1), date(2027, 2, 15), (2027,)),
        (date(2026, 12, 28), date(2027, 1, 11), (2027,)),
        (date(2023, 12, 22), date(2024, 1, 8), (2023,)),
    ],
)
def test_a_year_without_a_table_is_told_and_not_guessed(
    edition: Edition, start: date, end: date, unknown: tuple[int, ...]
) -> None:
    term = working_days_after(start, 10, edition.calendar)
    assert (term.on, term.unknown) == (end, unknown)
    assert f"没有 {unknown[0]} 年的节假日安排" in term.how and "未扣除" in term.how
    bare = working_days_after(date(2026, 12, 28), 300, ())
    assert bare.unknown == (2026, 2027, 2028) and "2026、2027、2028" in bare.how

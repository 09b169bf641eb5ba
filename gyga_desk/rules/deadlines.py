"""Days that run: how many working days a term has, and when it ends; Mondays to Fridays, as no table of holidays is at hand."""

from __future__ import annotations

from datetime import date, timedelta

_FRIDAY = 4
NO_HOLIDAYS = "按周一至周五计，未扣除法定节假日"
"""Said wherever such a day is shown: in truth the term ends on that day or later."""


def working_days_after(start: date, days: int) -> date:
    """The last day of a term of so many working days; the day it begins does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() <= _FRIDAY
    return day

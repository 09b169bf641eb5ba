"""Days that run: when a term of working days ends, by the published holidays; what no table tells is said, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gyga_desk.policy import WorkYear

_FRIDAY = 4


@dataclass(frozen=True)
class Term:
    """Where a term ends, and how its days were counted."""

    on: date
    """The last day."""
    unknown: tuple[int, ...]
    """Years it runs through whose holidays nobody has entered; there Mondays to Fridays are counted."""

    @property
    def how(self) -> str:
        """In words, beside wherever the day is shown."""
        return uncounted(self.unknown) or "已扣除法定节假日并计入调休"


def uncounted(years: Sequence[int]) -> str:
    """What is said of years without a table: in truth such a term ends on the day shown or later."""
    named = "、".join(map(str, years))
    return f"政策文件中没有 {named} 年的节假日安排，该年按周一至周五计，未扣除法定节假日" if years else ""


def working_days_after(start: date, days: int, calendar: Sequence[WorkYear]) -> Term:
    """A term of so many working days; the day it begins does not count."""
    known = {one.year: one for one in calendar}
    day, unknown = start, dict[int, None]()
    while days > 0:
        day += timedelta(days=1)
        year = known.get(day.year)
        if year is None:
            unknown[day.year] = None
        days -= _works(day, year)
    return Term(day, tuple(unknown))


def _works(day: date, year: WorkYear | None) -> bool:
    if year is not None and (day in year.off or day in year.work):
        return day in year.work
    return day.weekday() <= _FRIDAY

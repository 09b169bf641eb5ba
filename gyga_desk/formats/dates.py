"""Dates as people write them: serial numbers of two epochs, and text in a dozen forms."""

from __future__ import annotations

import re
from datetime import date, timedelta

from gyga_desk.formats.figures import Remark, squeeze
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import FactValue, Severity

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_CERTAIN = 61  # before 1 March 1900 the serial numbers count a day that never was
_LAST = 80_000  # the year 2119
_PLAUSIBLE = 20_000  # the year 1954; an unstyled smaller number is hardly a date
_TEXT = re.compile(
    r"([12][0-9]{3})(?:[-/.年_]([0-9]{1,2})[-/.月_]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
    r"(?:T?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?)?Z?)"
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_MONTH = re.compile(r"[12][0-9]{3}(?:[-/.年][0-9]{1,2}月?|年)?")


def date_of_serial(text: str, epoch1904: bool) -> date | None:
    """The day of a serial number; None where no day is certain."""
    serial = int(float(text))
    if epoch1904:
        return _EPOCH_1904 + timedelta(days=serial) if 0 <= serial < _LAST else None
    return _EPOCH_1900 + timedelta(days=serial) if _FIRST_CERTAIN <= serial < _LAST else None


def read_date(raw: RawCell, epoch1904: bool) -> tuple[FactValue, list[Remark]]:
    """An ISO date, or None and what is wrong with it."""
    day: date | None = None
    if raw.kind is RawKind.DATE:
        day = date_of_serial(raw.text, epoch1904)
    elif raw.kind is RawKind.NUMBER:
        day = _day_of_text(raw.text) or _plausible_serial(raw.text, epoch1904)
    elif raw.kind is RawKind.TEXT:
        text = squeeze(raw.text)
        day = _day_of_text(text) or (_plausible_serial(text, epoch1904) if _SERIAL.fullmatch(text) else None)
    if day:
        return day.isoformat(), []
    if raw.kind in (RawKind.TEXT, RawKind.NUMBER) and _MONTH.fullmatch(squeeze(raw.text)):
        return None, [("date", Severity.ERROR, "日期只有年月。请填写到日，如 2024-03-25。")]
    return None, [("date", Severity.ERROR, "无法读成日期。请填写一个日期，如 2024-03-25。")]


def _plausible_serial(text: str, epoch1904: bool) -> date | None:
    """The day of a number that nothing marks as a date."""
    return date_of_serial(text, epoch1904) if _PLAUSIBLE <= float(text) < _LAST else None


def _day_of_text(text: str) -> date | None:
    found = _TEXT.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
    try:
        return date(year, month, day) if 1900 <= year < 2120 else None
    except ValueError:  # the 31st of a shorter month
        return None

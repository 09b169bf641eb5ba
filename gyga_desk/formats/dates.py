"""Dates as people write them: serial numbers of two epochs, and text in a dozen forms."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from gyga_desk.formats.figures import Remark, squeeze
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Choice, FactValue, Severity

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_PHANTOM = 60
"""The serial number of 29 February 1900, a day that never was; the days before it count from one day later."""
_LAST = 80_000  # the year 2119
_PLAUSIBLE = 20_000  # the year 1954; an unstyled smaller number is hardly a date
_OLD = 1950
"""A date before it is read, but pointed at."""
_LONGEST = 60
_YEAR, _MONTH, _DAY = r"([12][0-9]{3})", r"([0-9]{1,2})", r"([0-9]{1,2})"
_CLOCK = r"(?:[T,]?(?:上午|下午|AM|PM)?[0-9]{1,2}[:时][0-9]{2}(?:[:分][0-9]{2}秒?)?(?:\.[0-9]+)?(?:AM|PM|分)?)?Z?"
_WHOLE = re.compile(
    rf"['‘’]?{_YEAR}(?:[-/.年_,。、\\]{_MONTH}[-/.月_,。、\\]{_DAY}[日号]?|([0-9]{{2}})([0-9]{{2}})){_CLOCK}[.,;。]?"
)
_DAY_FIRST = re.compile(rf"{_DAY}[-/.]{_MONTH}[-/.]{_YEAR}")
_SHORT_YEAR = re.compile(rf"'?([0-9]{{2}})[-/.年]{_MONTH}[-/.月]{_DAY}[日号]?")
_NAMED_MONTH = re.compile(
    r"(?:([0-9]{1,2})[-/.,]?)?([A-Za-z]{3,9})[.,]?[-/.]?(?:([0-9]{1,2}),)?[-/.,]?([12][0-9]{3}|[0-9]{2})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_MONTH_ONLY = re.compile(rf"{_YEAR}(?:[-/.年_]{_MONTH}月?份?|年)?")
_COMPACT_MONTH = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])")
_RANGE = re.compile(
    rf"(?:自|从)?{_YEAR}[-/.年]{_MONTH}(?:[-/.月]{_DAY}[日号]?|月)?(?:至|到|~|—+|–|-+)"
    rf"(?:{_YEAR}[-/.年])?{_MONTH}(?:[-/.月]{_DAY}[日号]?|月)?止?"
)
_COMPACT_RANGE = re.compile(r"((?:19|20)[0-9]{6})(?:至|到|~|—+|–|-+)((?:19|20)[0-9]{6})")
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_HAN_DATE = re.compile(
    r"([〇零○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_AT_START = re.compile(r"开始|起始|开工|启动|签订|签署|起$")
_AT_END = re.compile(r"结束|截止|终止|届满|到期|有效期至|完工|竣工|建成|上线|止$")
_BRACKETED = re.compile(r"[(\[](?:周|星期)[一二三四五六日天][)\]]$")


def date_of_serial(text: str, epoch1904: bool) -> date | None:
    """The day of a serial number; None where there is no such day."""
    number = float(text)  # infinite where hundreds of digits are written
    serial = int(number) if abs(number) < _LAST else _LAST
    if epoch1904:
        return _EPOCH_1904 + timedelta(days=serial) if 0 <= serial < _LAST else None
    if not 1 <= serial < _LAST or serial == _PHANTOM:
        return None
    return _EPOCH_1900 + timedelta(days=serial + (serial < _PHANTOM))


def read_date(raw: RawCell, epoch1904: bool, header: str = "") -> tuple[FactValue, list[Remark]]:
    """An ISO date, or None and what is wrong with it; the header tells which end of a period is meant."""
    if raw.kind is RawKind.DATE:
        return _styled(raw.text, epoch1904)
    if raw.kind is RawKind.NUMBER:
        return _unstyled(raw.text, epoch1904)
    if raw.kind is not RawKind.TEXT:
        return None, [_unread()]
    text = _BRACKETED.sub("", squeeze(raw.text)[:_LONGEST])
    if _SERIAL.fullmatch(text) and not _WHOLE.fullmatch(text):
        return _typed_serial(text, epoch1904)
    return _worded(raw.text, text, header)


def _unread() -> Remark:
    return Remark("date", Severity.ERROR, "无法读成日期。请填写一个日期，如 2024-03-25。")


def _noted(written: str, day: date, how: str = "") -> tuple[FactValue, list[Remark]]:
    sentence = f"“{written.strip()}”{how}读作 {day.isoformat()}。"
    return day.isoformat(), [Remark("date-text", Severity.NOTE, sentence)]


def _ask(sentence: str, *readings: tuple[str, str, date, str]) -> tuple[FactValue, list[Remark]]:
    """A question with a reading for each key; no day stands until it is answered."""
    choices = tuple(Choice(key, f"{said} {day.isoformat()}", day.isoformat(), why) for key, said, day, why in readings)
    return None, [Remark("date", Severity.ASK, sentence, choices)]


def _styled(text: str, epoch1904: bool) -> tuple[FactValue, list[Remark]]:
    day = date_of_serial(text, epoch1904)
    if day is None:
        return None, [_unread()]
    if day.year < _OLD:
        sentence = f"日期读作 {day.isoformat()}，早于 {_OLD} 年。请核对是否填错。"
        return day.isoformat(), [Remark("date-early", Severity.NOTE, sentence)]
    return day.isoformat(), []


def _unstyled(text: str, epoch1904: bool) -> tuple[FactValue, list[Remark]]:
    """A number that nothing marks as a date: eight digits of one, or a serial number that lost its style."""
    if day := _day_of_text(text):
        return _noted(text, day)
    if _PLAUSIBLE <= float(text) < _LAST and (day := date_of_serial(text, epoch1904)):
        return _noted(text, day, "是日期的序号，")
    if re.fullmatch(r"[12][0-9]{3}\.1", text):
        return _lost_zero(int(text[:4]))
    return _worded(text, text, "")


def _lost_zero(year: int) -> tuple[FactValue, list[Remark]]:
    """`2024.1` in a cell of numbers: January, or October whose zero was dropped."""
    months = [(f"{key}-{month}" if month > 1 else key, f"按{month}月{said}读作", day) for month in (1, 10)
              for key, said, day in zip(("first", "last"), ("第一天", "最后一天"), _ends(year, month), strict=True)]  # fmt: skip
    return _ask(
        f"日期填成了数字 {year}.1，可能是1月，也可能是丢了末位零的10月。请补填到日。", *((*m, "") for m in months)
    )


def _typed_serial(text: str, epoch1904: bool) -> tuple[FactValue, list[Remark]]:
    """A serial number kept as text may come from a file that counts from another day than this one."""
    day, other = date_of_serial(text, epoch1904), date_of_serial(text, not epoch1904)
    if not _PLAUSIBLE <= float(text) < _LAST or day is None:
        return None, [_unread()]
    if not epoch1904 or other is None:
        return _noted(text, day, "是日期的序号，")
    return _ask(
        "文字形式的日期序号，而本文件使用1904日期系统，两种读法相差四年。请确认。",
        ("1904", "按本文件的1904日期系统读作", day, "本文件中其他日期按此系统"),
        ("1900", "按通用的1900日期系统读作", other, "序号可能抄自其他文件"),
    )


def _worded(written: str, text: str, header: str) -> tuple[FactValue, list[Remark]]:
    text = _from_numerals(text)
    if day := _day_of_text(text):
        plain = written.strip() == day.isoformat()
        return (day.isoformat(), []) if plain else _noted(written, day)
    if period := _period(text):
        return _read_period(written, *period, header)
    if found := _MONTH_ONLY.fullmatch(text) or _COMPACT_MONTH.fullmatch(text):
        return _month(found)
    readings = list(dict.fromkeys(_turned(text)))
    if len(readings) == 1 and (
        _DAY_FIRST.fullmatch(text) or re.search(r"[A-Za-z]{3}.*[0-9]{4}|[0-9]{4}.*[A-Za-z]{3}", text)
    ):
        return _noted(written, readings[0][2])
    if readings:
        return _ask("年、月、日的先后或年份的位数不明，不能确定是哪一天。请确认。", *readings)
    return None, [_unread()]


def _day_of_text(text: str) -> date | None:
    found = _WHOLE.fullmatch(text)
    if not found:
        return None
    return _day(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2120 else None
    except ValueError:  # the 31st of a shorter month
        return None


def _from_numerals(text: str) -> str:
    """`二〇二四年三月二十五日` → `2024年3月25日`; other text as it is."""
    found = _HAN_DATE.fullmatch(text)
    if not found:
        return text
    year = "".join(_NUMERALS[sign] for sign in found[1])
    return f"{year}年{_small(found[2])}月" + (f"{_small(found[3])}日" if found[3] else "")


def _small(text: str) -> int:
    """`二十五` → 25."""
    tens, ten, ones = text.rpartition("十")
    return (int(_NUMERALS[tens]) if tens else 1 if ten else 0) * 10 + (int(_NUMERALS[ones]) if ones else 0)


def _month(found: re.Match[str]) -> tuple[FactValue, list[Remark]]:
    year, month = int(found[1]), int(found[2]) if found[2] else None
    if month is not None and not 1 <= month <= 12:
        return None, [_unread()]
    if month is None:
        return None, [Remark("date", Severity.ERROR, "日期只有年份。请填写到日，如 2024-03-25。")]
    first, last = _ends(year, month)
    return _ask(
        "日期只有年月，没有日。请补填到日，或确认按月初、月末计。",
        ("first", "按当月第一天读作", first, "用于开始、签订一类日期"),
        ("last", "按当月最后一天读作", last, "用于结束、完成一类日期"),
    )


def _ends(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _period(text: str) -> tuple[date, date] | None:
    """The first and the last day of a period; a month alone counts whole."""
    if found := _COMPACT_RANGE.fullmatch(text):
        first, last = _day_of_text(found[1]), _day_of_text(found[2])
        return (first, last) if first and last and first <= last else None
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    year, month, day, to_year, to_month, to_day = (int(part) if part else None for part in found.groups())
    assert year
    assert month
    assert to_month
    if not (1 <= month <= 12 and 1 <= to_month <= 12):
        return None
    first = _day(year, month, day or 1)
    last = _day(to_year or year, to_month, to_day) if to_day else _ends(to_year or year, to_month)[1]
    return (first, last) if first and last and first <= last else None


def _read_period(written: str, first: date, last: date, header: str) -> tuple[FactValue, list[Remark]]:
    """One day is wanted: the header may say which end; otherwise a person does."""
    start, end = bool(_AT_START.search(header)), bool(_AT_END.search(header))
    whole = (
        len(re.findall(r"[0-9]{8}|[0-9]{1,2}[日号]", squeeze(written))) >= 2
        or len(re.findall(r"[0-9]+", squeeze(written))) >= 6
    )
    if start != end and whole:
        return _noted(
            written, first if start else last, "是一段时间，取其开始日，" if start else "是一段时间，取其结束日，"
        )
    return _ask(
        "这里应填一个日期，填的是一段时间。请确认取哪一天。",
        ("start", "取开始日", first, ""),
        ("end", "取结束日", last, ""),
    )


def _turned(text: str) -> Iterator[tuple[str, str, date, str]]:
    """Every day that a short or turned date may mean."""
    if found := _DAY_FIRST.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        yield from _reading("dmy", "按日、月、年读作", year, two, one)
        if one != two:
            yield from _reading("mdy", "按月、日、年读作", year, one, two)
    elif found := _SHORT_YEAR.fullmatch(text):
        one, two, three = int(found[1]), int(found[2]), int(found[3])
        yield from _reading("ymd", "按年、月、日读作", 2000 + one, two, three)
        if "年" not in text and one != three:
            yield from _reading("dmy", "按日、月、年读作", 2000 + three, two, one)
    elif found := _NAMED_MONTH.fullmatch(text):
        yield from _named(found)


def _named(found: re.Match[str]) -> Iterator[tuple[str, str, date, str]]:
    word, day, year = found[2].casefold(), found[1] or found[3], found[4]
    if word[:3] not in _MONTHS or not day or (found[1] and found[3]):
        return
    month = _MONTHS.index(word[:3]) + 1
    if len(year) == 4:
        yield from _reading("named", "读作", int(year), month, int(day))
        return
    yield from _reading("dmy", "按日、月、年读作", 2000 + int(year), month, int(day))
    if year != day:
        yield from _reading("ymd", "按年、月、日读作", 2000 + int(day), month, int(year))


def _reading(key: str, said: str, year: int, month: int, day: int) -> Iterator[tuple[str, str, date, str]]:
    found = _day(year, month, day)
    if found:
        yield key, said, found, ""

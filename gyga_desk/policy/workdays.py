"""A year's public holidays and the weekends worked instead, as the State Council publishes them; read from tables, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from gyga_desk.policy import WorkYear
from gyga_desk.policy.node import Node

WORKDAYS = "workdays.toml"
_SATURDAY = 5
_PAIR = 2


def read_years(nodes: Iterable[Node], known: Iterable[WorkYear] = ()) -> tuple[WorkYear, ...]:
    """The years of a file, each once and none that is known already; raises `PolicyError` for a day that cannot be."""
    found = {one.year: one for one in known}
    for node in nodes:
        one = _year(node)
        if one.year in found:
            raise node.fault("year", f"的 {one.year} 年已有节假日安排")
        found[one.year] = one
        node.done()
    return tuple(found[year] for year in sorted(found))


def _year(node: Node) -> WorkYear:
    year = node.take("year", int)
    off = [day for span in node.take("off", list) for day in _days(node, span)]
    work = [_day(node, "work", day) for day in node.take("work", list)]
    title, number = node.filled("title"), node.filled("number")
    if any(day.year != year for day in (*off, *work)):
        raise node.fault("year", f"的 {year} 年里有别的年度的日期")
    if any(day.weekday() < _SATURDAY for day in work) or set(off) & set(work):
        raise node.fault("work", "应为调休上班的周末，且不在放假期间")
    if len(set(off)) != len(off) or len(set(work)) != len(work):
        raise node.fault("off", "或 work 里有重复的日期")
    return WorkYear(year, title, number, frozenset(off), frozenset(work))


def _days(node: Node, span: Any) -> list[date]:
    """Every day from the first to the last of a span."""
    if not isinstance(span, list) or len(span) != _PAIR:
        raise node.fault("off", "应为起止日期的列表")
    first, last = (_day(node, "off", day) for day in span)
    if first > last:
        raise node.fault("off", f"的起日 {first} 在止日 {last} 之后")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(node: Node, key: str, value: Any) -> date:
    if type(value) is not date:
        raise node.fault(key, "应为日期")
    return value

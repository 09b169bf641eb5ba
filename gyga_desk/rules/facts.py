"""Asking a case for a fact, and getting an answer that tells missing from nothing."""

from __future__ import annotations

import re
import unicodedata

from gyga_desk.model import Case


def money_of(case: Case, column: str) -> int | None:
    """分, or None where the cell is blank or could not be read."""
    fact = case.facts.get(column)
    return fact.value if fact is not None and isinstance(fact.value, int) and not isinstance(fact.value, bool) else None


def text_of(case: Case, column: str) -> str:
    fact = case.facts.get(column)
    return "" if fact is None or fact.value is None else str(fact.value)


def yes_of(case: Case, column: str) -> bool | None:
    fact = case.facts.get(column)
    return fact.value if fact is not None and isinstance(fact.value, bool) else None


def plain(name: str) -> str:
    """A name without the differences that carry no meaning: width, case, spaces, brackets' shape."""
    if _PLAIN.fullmatch(name):
        return name
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


_PLAIN = re.compile(r"[0-9a-z\u4e00-\u9fff]*")
"""What is as plain as it can be."""
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")


def in_order(name: str) -> tuple[tuple[int, str], ...]:
    """A key that puts 专家一, 专家二, 专家十 and 专家1, 专家2, 专家10 in the order people count."""
    digits = _TENS.sub(lambda m: f"{m[1] or 1}{m[2] or 0}", name.translate(_NUMERALS))
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9]+", digits))

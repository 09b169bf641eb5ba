"""Asking a case for a fact, and getting an answer that tells missing from nothing."""

from __future__ import annotations

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
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if not c.isspace())


_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


def in_order(name: str) -> str:
    """A key that puts 专家一, 专家二, 专家三 in the order people count."""
    return name.translate(_NUMERALS)

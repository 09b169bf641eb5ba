"""What the core says, in the language of the screen: its Chinese sentences are read back by their templates and said again.

The core speaks Chinese alone, since what it says is sealed, printed and kept as it was said; so a sentence out of an
old record is told in English as well as one of today. What no template fits is law or a person's own words, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter

from gyga_desk import places
from gyga_desk.errors import DeskError
from ui.languages import OWN, spoken

HAN = re.compile(r"[\u3400-\u9fff]")
_BETWEEN = (("\n", "\n"), ("。", ". "), ("；", "; "), (";", "; "), (" · ", " · "), ("、", ", "), ("，", ", "))
"""What joins several sentences, coarsest first, and how it is written in English."""
_DEEPEST = 4
_LEAST_TEXT = 3
"""A template with fewer characters of its own fits too much; it is taken for figures and codes alone."""


def said(text: str) -> str:
    """A sentence or word of the core as the screen shows it."""
    if spoken() == OWN or not HAN.search(text):
        return text
    return _catalogue(spoken()).say(text) or text


def sentence(error: DeskError) -> str:
    """A refusal as the screen shows it."""
    if spoken() == OWN:
        return str(error)
    english = _catalogue(spoken()).words.get(error.template)
    if english is None:
        return said(str(error))
    return english.format(**{name: said(str(fact)) for name, fact in error.facts.items()})


@dataclass(frozen=True)
class _Template:
    """One sentence with places for facts: how it looks when it is finished, and how it is said."""

    pattern: str
    texts: tuple[str, ...]
    """What stands before, between and after its places."""
    anchor: str
    """The longest of these: what does not hold it cannot be it."""
    english: str
    weight: int
    """Characters that are its own."""
    for_figures: bool


class Catalogue:
    """The templates of one language."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = {chinese: english for chinese, english in words.items() if chinese != english}
        made = [_read(chinese, english) for chinese, english in self.words.items()]
        self.templates = sorted((one for one in made if one), key=lambda one: one.weight, reverse=True)
        self.known: dict[str, str | None] = {}

    def say(self, text: str) -> str | None:
        """The text in this language; None where nothing of it is known."""
        if text not in self.known:
            self.known[text] = self._say(text, _DEEPEST)
        return self.known[text]

    def _say(self, text: str, depth: int, *, inside: bool = False) -> str | None:
        """`inside` where the text is surely the core's own, being a part of what is."""
        if text in self.words:
            return self.words[text]
        if not depth or not HAN.search(text):
            return None
        return self._by_template(text, depth, inside) or self._in_parts(text, depth)

    def _by_template(self, text: str, depth: int, inside: bool) -> str | None:
        for one in self.templates:
            if one.anchor not in text or not _holds(text, one.texts):
                continue
            found = _compiled(one.pattern).fullmatch(text)
            if found and (inside or not (one.for_figures and any(HAN.search(fact) for fact in found.groups()))):
                told = one.english.format(
                    *(self._fact(fact, depth) for fact in found.groups()),
                    **{name: self._fact(fact, depth) for name, fact in found.groupdict().items()},
                )
                return told.replace("  ", " ")
        return None

    def _fact(self, fact: str, depth: int) -> str:
        inner = fact.strip()
        told = self._say(inner, depth - 1, inside=True) if inner else None
        if told is None and not HAN.search(fact):
            return fact.replace("、", ", ")
        return fact if told is None else fact.replace(inner, told)

    def _in_parts(self, text: str, depth: int) -> str | None:
        first, space, rest = text.partition(" ")
        if space and first in self.words:  # an operation's name and what it was done to
            return f"{self.words[first]} {self._fact(rest, depth)}"
        for mark, joint in _BETWEEN:
            parts = [part for part in text.split(mark) if part]
            if len(parts) == 1 and parts[0] == text:
                continue
            told = [self._say(part, depth - 1) for part in parts]
            if not any(told) and mark == "；":
                sure = [self._say(part, depth - 1, inside=True) for part in parts]
                told = sure if all(sure) else told
            if any(told):
                end = joint.rstrip(" ") if text.endswith(mark) else ""
                return joint.join(one or part for one, part in zip(told, parts, strict=True)) + end
        return None


def _read(chinese: str, english: str) -> _Template | None:
    """A template of the catalogue; None where it has no place and is looked up as it stands."""
    parts = list(Formatter().parse(chinese))
    if all(name is None for _, name, _, _ in parts):
        return None
    pattern, seen = [], set[str]()
    for own, name, _, _ in parts:
        pattern.append(re.escape(own))
        if name is None:
            continue
        label = "" if not name or name.isdecimal() else f"?P<{name}>"
        pattern.append(f"(?P={name})" if label and name in seen else f"({label}.*?)")
        seen.add(name)
    texts = [own for own, *_ in parts]
    if parts[-1][1] is not None:
        texts.append("")
    weight = sum(map(len, texts))
    few = sum(len(own.replace(" ", "")) for own in texts) < _LEAST_TEXT
    return _Template("".join(pattern), tuple(texts), max(texts, key=len), english, weight, few)


def _holds(text: str, texts: Sequence[str]) -> bool:
    """Whether these stand in a text one after the other, the first at its start and the last at its end.

    Told in one pass, where the pattern would try every way to place its many gaps before it gave up.
    """
    first, *between, last = texts
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last):
        return False
    at = len(first)
    for own in between:
        at = text.find(own, at, end)
        if at < 0:
            return False
        at += len(own)
    return at <= end


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: most of the thousand are never seen in a day."""
    return re.compile(pattern, re.DOTALL)


@cache
def _catalogue(language: str) -> Catalogue:
    import json  # not before another language is spoken

    file = places.resources() / "translations" / f"core_{language}.json"
    return Catalogue(json.loads(file.read_text(encoding="utf-8")))


_ENGLISH_MARKS = {"、": ", ", "，": ", ", "；": "; ", "：": ": "}


def joined(parts: Iterable[str], mark: str) -> str:
    """Words or sentences of the core side by side, told each for itself, with the mark that the language writes."""
    return (mark if spoken() == OWN else _ENGLISH_MARKS[mark]).join(said(part) for part in parts)

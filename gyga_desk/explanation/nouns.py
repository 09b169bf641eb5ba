"""The text of an explanation: sections of lines, each line with the clause it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.model import CaseId
from gyga_desk.money import write_yuan

UNKNOWN = "未知"
_NUMERALS = "一二三四五六七八九十"
_INDENT = "    "


@dataclass(frozen=True)
class Line:
    """One sentence, and the clause it rests on; empty where it rests on none."""

    text: str
    clause: str = ""
    depth: int = 0
    """1 for what belongs to the line above."""


@dataclass(frozen=True)
class Section:
    """Lines under one title."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Explanation:
    """All that is to be said of one case."""

    case: CaseId
    sections: tuple[Section, ...]


def as_text(explanation: Explanation) -> str:
    """The same as plain text, the same for the command, the window and paper."""
    parts = [f"{explanation.case} 逐项说明"]
    for number, section in zip(_NUMERALS, explanation.sections, strict=False):
        parts += ["", f"{number}、{section.title}", *map(_written, section.lines)]
    return "\n".join(parts) + "\n"


def _written(line: Line) -> str:
    clause = f"〔{line.clause}〕" if line.clause else ""
    return f"{_INDENT * (line.depth + 1)}{line.text}{clause}"


def section(title: str, *parts: Line | Sequence[Line]) -> Section:
    """A section of lines and of groups of lines."""
    return Section(title, tuple(line for part in parts for line in ([part] if isinstance(part, Line) else part)))


def yuan(fen: int | None) -> str:
    """What is not known is said to be so, and is never zero."""
    return UNKNOWN if fen is None else f"{write_yuan(fen)} 元"


def when(at: str) -> str:
    """A time as the record has it: `2025-07-08 09:01:10`."""
    return at[:19].replace("T", " ")

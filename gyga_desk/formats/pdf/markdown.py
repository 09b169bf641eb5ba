"""The few signs of Markdown that the manual is written with → blocks; whatever is no sign is text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_HEADING = re.compile(r"(#{1,4}) +(.+)")
_ITEM = re.compile(r"( *)([-*]|\d+\.) +(.+)")
_RULE = re.compile(r"[|: -]+")
_FENCE = "```"
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_CELL = re.compile(r"(?<!\\)\|")

Kind = Literal["heading", "text", "item", "code", "table"]


@dataclass(frozen=True)
class Block:
    """One piece: a heading of a level, a paragraph, an item with its mark, lines of code, or rows of a table."""

    kind: Kind
    text: str = ""
    level: int = 0
    mark: str = ""
    """What stands before an item: `•` or its number."""
    rows: tuple[tuple[str, ...], ...] = ()
    """A table's, the first its heading."""


def blocks(source: str) -> tuple[Block, ...]:
    """The pieces of a text in their order."""
    return tuple(_blocks(source.replace("\r\n", "\n").split("\n")))


def plain(text: str) -> str:
    """A line without its signs: links as their words, `code` and **strong** as text."""
    return _CODE.sub(r"\1", _STRONG.sub(r"\1", _LINK.sub(r"\1", text))).replace("\\|", "|")


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith(_FENCE):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith(_FENCE)), len(lines))
            yield Block("code", "\n".join(lines[at + 1 : end]))
            at = end + 1
        elif line.startswith("|"):
            end = next((n for n in range(at, len(lines)) if not lines[n].startswith("|")), len(lines))
            yield Block("table", rows=_rows(lines[at:end]))
            at = end
        elif not line.strip():
            at += 1
        elif heading := _HEADING.fullmatch(line):
            yield Block("heading", plain(heading[2].strip()), len(heading[1]))
            at += 1
        else:
            item = _ITEM.fullmatch(line)
            words, at = _gathered(lines, at, item[3] if item else line)
            if item:
                yield Block("item", plain(words), len(item[1]) // 2, "•" if item[2] in "-*" else item[2])
            else:
                yield Block("text", plain(words))


def _gathered(lines: Sequence[str], at: int, first: str) -> tuple[str, int]:
    """A paragraph's or item's lines as one, up to what begins another piece."""
    words, at = first.strip(), at + 1
    while at < len(lines) and lines[at].strip() and not _begins(lines[at]):
        more = lines[at].strip()
        words += ("" if words[-1:] > "\u2e7f" or more[:1] > "\u2e7f" else " ") + more
        at += 1
    return words, at


def _begins(line: str) -> bool:
    return bool(line.startswith((_FENCE, "|")) or _HEADING.fullmatch(line) or _ITEM.fullmatch(line))


def _rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    cells = [
        [plain(cell.strip()) for cell in _CELL.split(line.strip().removeprefix("|").removesuffix("|"))]
        for line in lines
    ]
    kept = [row for row, line in zip(cells, lines, strict=True) if not _RULE.fullmatch(line)]
    wide = len(kept[0])
    return tuple(tuple((row + [""] * wide)[:wide]) for row in kept)

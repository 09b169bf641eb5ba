"""The paper's typefaces: loaded once a process, a fallback for each character, a refusal before a blank is printed.

reportlab prints a character that its font lacks as nothing at all: a name would lose a letter and nobody would see.
It is imported by the acts that need it, so that what a paper says can be read without it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from gyga_desk import places
from gyga_desk.errors import PaperError

FANG = "FandolFang"
KAI = "FandolKai"
SANS = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
TITLE = "NotoSerifSC-Black"
SERIF = "NotoSerifSC-Regular"
_NAMES = (FANG, KAI, SANS, BOLD, TITLE, SERIF)

ALIAS_BASE = 0x100000
"""Code points of a private plane, which no text may hold, stand for full-width forms that read back as ASCII."""
WIDE = dict(zip(",;:!?()", "\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09", strict=True))
_NO_BREAK_SPACE, _BREAKS = "\u00a0", "\r\n"


def load_fonts(folder: Path | None = None) -> None:
    """Make the faces known to reportlab, once a process; `folder` is for a tree without resources."""
    from reportlab.pdfbase import pdfmetrics

    known = pdfmetrics.getRegisteredFontNames()
    for name in _NAMES:
        if name not in known:
            pdfmetrics.registerFont(_open(name, folder or places.resources() / "fonts"))


def _open(name: str, folder: Path) -> Any:
    from gyga_desk.formats.pdf.typeface import PaperFont

    path = folder / f"{name}.ttf"
    if not path.is_file():
        raise PaperError("程序的字体文件“{name}”不见了，无法打印；请重新安装本程序。", name=path.name)
    return PaperFont(name, path)


@cache
def face_of(font: str) -> Any:
    """The face as reportlab draws with it."""
    from reportlab.pdfbase import pdfmetrics

    return pdfmetrics.getFont(font)


@cache
def _face(font: str) -> Any:
    from reportlab.pdfbase import pdfmetrics

    return pdfmetrics.getFont(font).face


@lru_cache(maxsize=4096)
def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that no face can print, each once."""
    return tuple(char for char in dict.fromkeys(text) if not _printable(char))


@cache
def _printable(char: str) -> bool:
    if char in _BREAKS + "\t":
        return True
    return unicodedata.category(char)[0] != "C" and any(ord(char) in _face(font).charToGlyph for font in (FANG, SERIF))


def check_text(field: str, text: str) -> None:
    """Refuse a text with a character that no face can print, naming where it stands and its code point."""
    refuse([(field, char) for char in unprintable(text)])


def refuse(found: Sequence[tuple[str, str]], paper: str = "") -> None:
    """Refuses where characters were found that no face can print, each with the field it stands in; `paper` is a number."""
    if found:
        places = (f"{paper} 的" if paper else "") + "、".join(
            f"“{field}”里的字符{_shown(char)}(U+{ord(char):04X})" for field, char in found
        )
        raise PaperError("{places}没有可用的字形，打印出来会是空白；请改用规范字后再打印。", places=places)


def _shown(char: str) -> str:
    return f"“{char}”" if char.isprintable() else ""


@cache
def font_for(font: str, char: str) -> str:
    """The wanted font if it has the character, else the one that has them all."""
    return font if ord(char) in _face(font).charToGlyph else SERIF


def runs(font: str, text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the font that prints it."""
    return [(name, "".join(piece)) for name, piece in groupby(text, lambda char: font_for(font, char))]


@cache
def char_width(font: str, char: str) -> float:
    """The width of one character in thousandths of the size."""
    width: float = _face(font_for(font, char)).getCharWidth(ord(char))
    return width


def text_width(font: str, size: float, text: str) -> float:
    return sum(char_width(font, char) for char in text) * size / 1000


def is_cjk(char: str) -> bool:
    """Characters that stand in a full square: ideographs, their punctuation, full-width forms."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩"


def widen(text: str) -> str:
    """ASCII punctuation between Chinese characters drawn in its full-width form; it still reads back as it was written.

    The policy's own text comes with half-width commas: on paper they look like a slip, but its words must not change.
    """
    shaped = text.replace(_NO_BREAK_SPACE, " ").replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    if WIDE.keys().isdisjoint(shaped):
        return shaped
    drawn: list[str] = []
    open_wide: list[bool] = []
    for place, char in enumerate(shaped):
        before, after = shaped[place - 1 : place], shaped[place + 1 : place + 2]
        beside = bool(before and _square(drawn[-1])) or bool(after and is_cjk(after))
        if char == "(":
            open_wide.append(beside)
        elif char == ")":
            beside = open_wide.pop() if open_wide else beside
        drawn.append(chr(ALIAS_BASE + ord(char)) if char in WIDE and beside else char)
    return "".join(drawn)


def _square(char: str) -> bool:
    return ord(char) > ALIAS_BASE or is_cjk(char)


def as_written(char: str) -> str:
    """What a drawn character reads back as."""
    return chr(ord(char) - ALIAS_BASE) if ord(char) > ALIAS_BASE else char

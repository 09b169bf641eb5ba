"""The paper's typefaces: loaded once a process, a fallback for each character, a refusal before a blank is printed.

reportlab prints a character that its font lacks as nothing at all: a name would lose a letter and nobody would see.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gyga_desk import places
from gyga_desk.errors import PaperError

FANG = "FandolFang"
KAI = "FandolKai"
SANS = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
TITLE = "NotoSerifSC-Black"
SERIF = "NotoSerifSC-Regular"
_NAMES = (FANG, KAI, SANS, BOLD, TITLE, SERIF)

_ALIAS_BASE = 0x100000
"""Code points of a private plane, which no text may hold, stand for full-width forms that read back as ASCII."""
_WIDE = dict(zip(",;:!?()", "\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09", strict=True))
_NO_BREAK_SPACE, _BREAKS = "\u00a0", "\r\n"


class PaperFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose text reads back right above U+FFFF, and whose wide punctuation may read back as ASCII."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=0)
        face = self.face
        for plain, wide in _WIDE.items():
            if ord(wide) in face.charToGlyph:
                alias = _ALIAS_BASE + ord(plain)
                face.charToGlyph[alias] = face.charToGlyph[ord(wide)]
                face.charWidths[alias] = face.charWidths[ord(wide)]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """reportlab's objects, with its code → character maps replaced: it writes no surrogate pairs."""
        subsets = self.state[doc].subsets
        first = self.state[doc].internalName
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(subsets):
            font = fonts[f"{first}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = _to_unicode(font.BaseFont, subset)


def _to_unicode(name: str, subset: list[int]) -> str:
    """The map by which a reader copies text out, in blocks of at most 100 lines as the format wants."""
    lines = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    )
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return head + body + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _utf16(point: int) -> str:
    plain = point - _ALIAS_BASE if point > _ALIAS_BASE else point
    return chr(plain).encode("utf-16-be").hex().upper()


def load_fonts(folder: Path | None = None) -> None:
    """Make the faces known to reportlab, once a process; `folder` is for a tree without resources."""
    known = pdfmetrics.getRegisteredFontNames()
    for name in _NAMES:
        if name not in known:
            pdfmetrics.registerFont(_open(name, folder or places.resources() / "fonts"))


def _open(name: str, folder: Path) -> PaperFont:
    path = folder / f"{name}.ttf"
    if not path.is_file():
        raise PaperError("程序的字体文件“{name}”不见了,无法打印;请重新安装本程序。", name=path.name)
    return PaperFont(name, path)


@cache
def _face(font: str) -> Any:
    return pdfmetrics.getFont(font).face


def check_text(field: str, text: str) -> None:
    """Refuse a character that no face can print, naming where it stands and its code point."""
    for char in text:
        if char not in _BREAKS + "\t" and (unicodedata.category(char)[0] == "C" or not _has_any(char)):
            raise PaperError(
                "“{field}”里的字符{shown}(U+{code})没有可用的字形,打印出来会是空白;请改用规范字后再打印。",
                field=field,
                shown=f"“{char}”" if char.isprintable() else "",
                code=f"{ord(char):04X}",
            )


def _has_any(char: str) -> bool:
    return any(ord(char) in _face(font).charToGlyph for font in (FANG, SERIF))


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
    drawn: list[str] = []
    open_wide: list[bool] = []
    for place, char in enumerate(shaped):
        before, after = shaped[place - 1 : place], shaped[place + 1 : place + 2]
        beside = bool(before and _square(drawn[-1])) or bool(after and is_cjk(after))
        if char == "(":
            open_wide.append(beside)
        elif char == ")":
            beside = open_wide.pop() if open_wide else beside
        drawn.append(chr(_ALIAS_BASE + ord(char)) if char in _WIDE and beside else char)
    return "".join(drawn)


def _square(char: str) -> bool:
    return ord(char) > _ALIAS_BASE or is_cjk(char)


def as_written(char: str) -> str:
    """What a drawn character reads back as."""
    return chr(ord(char) - _ALIAS_BASE) if ord(char) > _ALIAS_BASE else char

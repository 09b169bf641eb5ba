"""One typeface as reportlab embeds it, with what its own embedding gets wrong put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from gyga_desk.formats.pdf.fonts import ALIAS_BASE, WIDE


class PaperFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose text reads back right above U+FFFF, and whose wide punctuation may read back as ASCII."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=0)
        face = self.face
        for plain, wide in WIDE.items():
            if ord(wide) in face.charToGlyph:
                alias = ALIAS_BASE + ord(plain)
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
    plain = point - ALIAS_BASE if point > ALIAS_BASE else point
    return chr(plain).encode("utf-16-be").hex().upper()

"""Makes the typefaces of this folder from the original TrueType files: `python make_fonts.py SOURCE_FOLDER`.

The same originals and the same fontTools give the same bytes; times inside the files stay those of the originals.
"""

from __future__ import annotations

import argparse
import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from fontTools.ttLib.ttGlyphSet import _TTGlyphSet

HERE = Path(__file__).resolve().parent
BOX, TICK, CROSS = 0x25A1, 0x2713, 0x00D7
MARKS = {0x2610: None, 0x2611: TICK, 0x2612: CROSS}
"""☐ ☑ ☒ of the printed forms: none of the originals has them, so they are put together from □, ✓ and ×."""
INSIDE = 0.78
"""How much of the box a tick or cross fills."""


@dataclass(frozen=True)
class Face:
    """One file of this folder, the original it comes from, and whether it keeps every character."""

    name: str
    source: str
    whole: bool
    boxes: bool


FACES = (
    Face("NotoSansSC-Regular.ttf", "NotoSansSC_400Regular.ttf", whole=True, boxes=True),
    Face("NotoSansSC-Bold.ttf", "NotoSansSC_700Bold.ttf", whole=False, boxes=True),
    Face("NotoSerifSC-Regular.ttf", "NotoSerifSC_400Regular.ttf", whole=True, boxes=True),
    Face("NotoSerifSC-Black.ttf", "NotoSerifSC_900Black.ttf", whole=False, boxes=True),
    Face("FandolFang.ttf", "FandolFang.ttf", whole=True, boxes=False),
    Face("FandolKai.ttf", "FandolKai.ttf", whole=True, boxes=False),
)


def headline_characters() -> set[int]:
    """GB2312 (6,763 characters and its signs), Latin, and the punctuation, numbers and marks of official papers."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    text = "".join(cell.decode("gb2312", "ignore") for cell in cells)
    signs = (
        (0x0020, 0x007E),  # ASCII
        (0x00A0, 0x00FF),  # Latin-1
        (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
        (0x2030, 0x203B),  # per mille, primes, ※
        (0x2116, 0x2116),  # №
        (0x2150, 0x218B),  # fractions, Roman numerals
        (0x2190, 0x2199),  # arrows
        (0x2200, 0x22FF),  # mathematical signs
        (0x2460, 0x24FF),  # enclosed numbers
        (0x2500, 0x257F),  # box drawing
        (0x25A0, 0x25FF),  # squares, circles, triangles
        (0x2605, 0x2606),  # stars
        (0x2713, 0x2717),  # ticks and crosses
        (0x3000, 0x303F),  # Chinese punctuation
        (0x3200, 0x33FF),  # enclosed numerals, ㎡
        (0xFE30, 0xFE4F),  # upright forms
        (0xFF01, 0xFF5E),  # full-width forms
        (0xFFE0, 0xFFE6),  # full-width currency
    )
    return {ord(character) for character in text}.union(*(range(first, last + 1) for first, last in signs))


def make(face: Face, source: Path, folder: Path) -> Path:
    """Writes one face: characters chosen, hints dropped, form boxes added."""
    font = TTFont(source / face.source, recalcTimestamp=False)
    if face.boxes:
        add_boxes(font)
    options = Options(
        hinting=False,
        layout_features=["ccmp", "kern", "mark", "mkmk"],
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = Subsetter(options)
    have = set(font.getBestCmap())
    subsetter.populate(unicodes=have if face.whole else have & (headline_characters() | set(MARKS)))
    subsetter.subset(font)
    made = folder / face.name
    font.save(made)
    return made


def add_boxes(font: TTFont) -> None:
    """Puts ☐, ☑ and ☒ together from the face's own □, ✓ and ×."""
    glyphs = font.getGlyphSet()
    names = font.getBestCmap()
    box = names[BOX]
    for character, inner in MARKS.items():
        pen = TTGlyphPen(None)
        _trace(glyphs, box, pen, Transform())
        if inner is not None:
            _trace(glyphs, names[inner], pen, _fit(glyphs, names[inner], box))
        name = f"uni{character:04X}"
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = font["hmtx"][box]
        font["vmtx"][name] = font["vmtx"][box]
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format != 14:  # 14 holds variation sequences
                table.cmap[character] = name


def _trace(glyphs: _TTGlyphSet, name: str, pen: TTGlyphPen, change: Transform) -> None:
    """Draws one glyph's outline, its parts resolved, into `pen`."""
    outline = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(outline)
    outline.replay(TransformPen(pen, change))


def _fit(glyphs: _TTGlyphSet, inner: str, box: str) -> Transform:
    """The change that centres `inner` in `box` at `INSIDE` of its size."""
    left, low, right, high = _bounds(glyphs, inner)
    box_left, box_low, box_right, box_high = _bounds(glyphs, box)
    scale = INSIDE * min((box_right - box_left) / (right - left), (box_high - box_low) / (high - low))
    across = (box_left + box_right) / 2 - scale * (left + right) / 2
    up = (box_low + box_high) / 2 - scale * (low + high) / 2
    return Transform(scale, 0, 0, scale, across, up)


def _bounds(glyphs: _TTGlyphSet, name: str) -> tuple[float, float, float, float]:
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    if pen.bounds is None:
        raise ValueError(f"the glyph {name} is empty")
    left, low, right, high = pen.bounds
    return left, low, right, high


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("source", type=Path, help="the folder with the original TrueType files")
    words.add_argument("--into", type=Path, default=HERE, help="where to write (default: this folder)")
    given = words.parse_args()
    for face in FACES:
        made = make(face, given.source, given.into)
        data = made.read_bytes()
        characters = TTFont(made, lazy=True).getBestCmap()
        chinese = sum(unicodedata.category(chr(character)) == "Lo" for character in characters)
        digest = hashlib.sha256(data).hexdigest()
        print(f"{face.name}: {len(data):,} bytes, {len(characters):,} characters, {chinese:,} letters, {digest}")


if __name__ == "__main__":
    main()

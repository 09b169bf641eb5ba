"""The typefaces that go with the program: embeddable, complete for what each is used for, with their licences."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFont as PaperFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FACES = sorted(FONTS.glob("*.ttf"), key=lambda face: face.name)
NOTO = [face for face in FACES if face.name.startswith("Noto")]
CELLS = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
GB2312 = {ord(character) for cell in CELLS for character in cell.decode("gb2312", "ignore")}
RARE = "䶮喆堃昇甯㴋𬭊𠅤"
BOXES = (0x25A1, 0x2610, 0x2611, 0x2612)


def by_name(face: Path) -> str:
    return face.name


def test_the_six_faces_are_there() -> None:
    assert [face.stem for face in FACES] == [
        "FandolFang",
        "FandolKai",
        "NotoSansSC-Bold",
        "NotoSansSC-Regular",
        "NotoSerifSC-Black",
        "NotoSerifSC-Regular",
    ]


@pytest.mark.parametrize("face", FACES, ids=by_name)
def test_paper_takes_it_and_it_has_every_common_character(face: Path) -> None:
    assert len(GB2312) == 6763
    opened = PaperFont(face.stem, str(face))
    assert GB2312 - set(opened.face.charToGlyph) == set()


@pytest.mark.parametrize("face", [f for f in FACES if f.name.endswith("SC-Regular.ttf")], ids=by_name)
def test_fallback_has_the_rare_characters_of_names(face: Path) -> None:
    with TTFont(face, lazy=True) as font:
        assert {ord(character) for character in RARE} <= set(font.getBestCmap())


@pytest.mark.parametrize("face", NOTO, ids=by_name)
def test_form_boxes_differ_and_are_of_one_width(face: Path) -> None:
    with TTFont(face, lazy=True) as font:
        names = [font.getBestCmap()[character] for character in BOXES]
        outlines = [[tuple(point) for point in font["glyf"][name].coordinates] for name in names]
        widths = {font["hmtx"][name] for name in names}
    square, empty, *filled = outlines
    assert empty == square
    assert len(widths) == 1
    assert len({len(outline) for outline in (empty, *filled)}) == 3
    assert all(outline[: len(empty)] == empty for outline in filled)


@pytest.mark.parametrize("face", FACES, ids=by_name)
def test_licence_lies_beside_it(face: Path) -> None:
    noto = ("OFL-Noto.txt", "SIL OPEN FONT LICENSE")
    licence, words = ("GPL-Fandol.txt", "As a special exception") if face.name.startswith("Fandol") else noto
    assert words in (FONTS / licence).read_text(encoding="utf-8")
    assert face.name in (FONTS / "README.md").read_text(encoding="utf-8")

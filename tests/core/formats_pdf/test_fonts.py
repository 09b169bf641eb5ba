"""Typefaces: nothing prints as a blank, and what is printed reads back as it was written."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

RARE = "单位𬭊䶮喆堃甯㴋"


def _print(text: str, font: str = fonts.FANG) -> bytes:
    fonts.load_fonts()
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1, initialFontName=fonts.FANG)
    style = Style(font, 12, 16)
    draw_lines(canvas, break_lines(text, style, 400), style, 50, 700, 400)
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize("font", [fonts.FANG, fonts.KAI, fonts.SANS, fonts.BOLD, fonts.TITLE, fonts.SERIF])
def test_rare_characters_read_back(font: str, read_text: Callable[[bytes], str]):
    assert read_text(_print(RARE, font)) == RARE


def test_many_characters_read_back_over_several_subsets(read_text: Callable[[bytes], str]):
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 600))
    assert read_text(_print(text)) == text


def test_a_missing_character_falls_back_alone():
    fonts.load_fonts()
    assert fonts.runs(fonts.FANG, "王䶮明") == [(fonts.FANG, "王"), (fonts.SERIF, "䶮"), (fonts.FANG, "明")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("王\ue863明", "E863"), ("王\x00明", "0000"), ("王\u200b明", "200B"), ("王\u202e明", "202E"), ("王😀", "1F600")],
)
def test_unprintable_characters_are_refused_with_field_and_code(text: str, code: str):
    fonts.load_fonts()
    with pytest.raises(PaperError) as refused:
        fonts.check_text("申报单位", text)
    assert "申报单位" in str(refused.value)
    assert f"U+{code}" in str(refused.value)


def test_printable_text_passes():
    fonts.load_fonts()
    fonts.check_text("申报单位", "贵州𬭊科技(集团)有限公司\n¥4,213,000.00 × 20%\t①")


def test_half_width_punctuation_is_drawn_wide_and_reads_as_written(read_text: Callable[[bytes], str]):
    text = "支持应用,补助20%;最高(含)100万元:详见3:15!对(a)吗?"
    assert read_text(_print(text)) == text
    assert fonts.char_width(fonts.FANG, fonts.widen("用,补")[1]) == 1000
    assert fonts.widen("1,000.00 a(b) 3:15") == "1,000.00 a(b) 3:15"

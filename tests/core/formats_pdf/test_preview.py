"""Pictures of pages: their size, the stamps on them, and the limits."""

from __future__ import annotations

import io

import pikepdf
import pytest

from gyga_desk.errors import PaperError
from gyga_desk.formats.preview import MOST_PAGES, MOST_PIXELS, count_pages, draw_page, pages


def _blank(width: float, height: float, count: int = 1) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(width, height))
        pdf.save(made)
    return made.getvalue()


def test_pages_come_at_the_wanted_resolution(sheet: bytes):
    images = pages(sheet, 100)
    assert len(images) == count_pages(sheet) == 4
    for image in images:
        assert abs(image.width - 827) <= 1
        assert abs(image.height - 1169) <= 1
        assert len(image.rgba) == image.width * image.height * 4
        assert set(image.rgba[3::4]) == {255}


def _blue(rgba: bytes) -> int:
    return sum(blue > red + 40 for red, blue in zip(rgba[0::4], rgba[2::4], strict=True))


def test_signature_stamps_show_in_their_colour(sheet: bytes, signed: bytes):
    assert _blue(draw_page(sheet, 3, 60).rgba) == 0
    assert _blue(draw_page(signed, 3, 60).rgba) > 300


def test_a_page_as_large_as_a_field_stays_within_the_limit():
    [image] = pages(_blank(14_400, 14_400), 300)
    assert image.width * image.height <= MOST_PIXELS * 1.01


def test_too_many_pages_at_once_are_refused():
    pdf = _blank(100, 100, MOST_PAGES + 1)
    with pytest.raises(PaperError, match="请逐页查看"):
        pages(pdf, 10)
    assert draw_page(pdf, MOST_PAGES, 72).width == 100


@pytest.mark.parametrize("broken", [b"", b"hello", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_one_sentence(broken: bytes):
    with pytest.raises(PaperError, match="不是完整的 PDF"):
        pages(broken, 72)

"""Pages of a PDF as pictures, for the screen and the printer; signature stamps are drawn, scripts never run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gyga_desk.errors import PaperError

MOST_PIXELS = 16_000_000
"""A page may claim to be as large as a field; its picture may not."""
MOST_PAGES = 60
"""So many pictures are held at once; a longer file is shown page by page."""
_POINTS_AN_INCH = 72


@dataclass(frozen=True)
class Image:
    """One page: width and height in pixels, and its bytes, four a pixel: red, green, blue, opaque."""

    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, dpi: int) -> list[Image]:
    """Every page at `dpi`, or at as many as keep it below the limit."""
    with _opened(pdf) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise PaperError("这个文件有{count}页，一次最多显示{most}页；请逐页查看。", count=count, most=MOST_PAGES)
        return [_draw(document[number], dpi) for number in range(count)]


def draw_page(pdf: bytes, number: int, dpi: int) -> Image:
    """One page, counted from 0."""
    with _opened(pdf) as document:
        return _draw(document[number], dpi)


def count_pages(pdf: bytes) -> int:
    with _opened(pdf) as document:
        return len(document)


def text_of(pdf: bytes) -> str:
    """The words on the pages, as they can be picked out of the file."""
    with _opened(pdf) as document:
        return "\n".join(document[n].get_textpage().get_text_bounded() for n in range(min(len(document), MOST_PAGES)))


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
    except pypdfium2.PdfiumError as fault:
        raise PaperError("这个文件不是完整的 PDF，无法显示；请另选文件。") from fault
    try:
        yield document
    finally:
        document.close()


def _draw(page: Any, dpi: int) -> Image:
    import pypdfium2.raw

    wide, high = page.get_size()
    scale = dpi / _POINTS_AN_INCH
    if wide * high * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (wide * high)) ** 0.5
    bitmap = page.render(
        scale=scale, may_draw_forms=True, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA
    )
    return Image(bitmap.width, bitmap.height, bytes(bitmap.buffer))

"""Many papers in one file for the printer: each page as in the paper's own file, faces and common lines in it once.

A book has no signature fields: what is signed with a key is signed in the paper's own file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, code_over, draw_pages, write_content
from gyga_desk.formats.pdf.finish import COMPRESSION
from gyga_desk.formats.pdf.page import Sheet
from gyga_desk.formats.pdf.preflight import check_texts
from gyga_desk.formats.pdf.repeats import Repeats
from gyga_desk.formats.pdf.signing import with_places

Composed = tuple[Any, Callable[[Any], Document]]


def draw_book(papers: Sequence[Composed], title: str = "", fonts_dir: Path | None = None) -> bytes:
    """One file of all their pages, each paper beginning on a page of its own; the same papers give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.load_fonts(fonts_dir)
    codes = [_checked(paper) for paper, _ in papers]
    made = io.BytesIO()
    # Left uncompressed: pikepdf compresses every stream once, when it saves.
    canvas = Canvas(made, invariant=1, pageCompression=0, initialFontName=fonts.FANG)
    canvas.setTitle(title)
    repeats = Repeats()
    for number, (paper, compose) in enumerate(papers):
        document = with_places(compose(paper), paper.head.signers)
        canvas.setPageSize((document.format.width, document.format.height))
        canvas.bookmarkPage(f"paper{number}")
        canvas.addOutlineEntry(f"{paper.head.number} {document.title}", f"paper{number}", level=0)
        sheet = Sheet(canvas, format=document.format, code=f"code{number}", repeats=repeats)
        draw_pages(sheet, document, paper.head, codes[number])
    canvas.save()
    return _packed(made)


def _checked(paper: Any) -> str:
    """The paper's code, once all that it says can be printed."""
    content = write_content(paper)
    check_texts(paper, content)
    return code_over(content.encode())


def _packed(drawn: io.BytesIO) -> bytes:
    """Compressed, with an identity that follows from the contents, and no dates."""
    import pikepdf

    with pikepdf.open(drawn) as pdf:
        for key in (
            "/CreationDate",
            "/ModDate",
            "/Producer",
            "/Creator",
            "/Keywords",
            "/Subject",
            "/Trapped",
            "/Author",
        ):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        pdf.Root.Lang = pikepdf.String("zh-CN")
        packed = io.BytesIO()
        pikepdf.settings.set_flate_compression_level(COMPRESSION)
        pdf.save(packed, deterministic_id=True, min_version="1.7")
    return packed.getvalue()

"""What every paper has: a head, a code over all it shows, and the way from its pieces to a printed file.

A paper is a frozen dataclass with a `head`, ready to show and able to be written as JSON; how it is laid out is one
function from it to a `Document`, so that the same value always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.form import Part, Section, draw_pieces, lay_out
from gyga_desk.formats.pdf.page import PORTRAIT, Format, Running, Sheet, define_code, draw_running, qr_text
from gyga_desk.formats.pdf.preflight import check_texts

DRAFT = "草稿：尚未封存，按当前记录打印，内容可能变动，不作为审定结果"


@dataclass(frozen=True)
class Head:
    """What stands on a paper of any kind beside its own content."""

    unit: str
    """The office that issues it; two that act together are parted by a full-width space."""
    number: str
    """The paper's own number."""
    decision: str = ""
    """The sealed decision it shows; empty for one that shows none."""
    basis: str = ""
    """What it was printed from, said at the foot of each page."""
    anchor: str = ""
    """Where the record stood when what it shows was sealed, at the foot of each page: told against the record by `verify`."""
    draft: bool = False
    """Made before the decision was sealed, and says so at the head of each page."""
    sample: str = ""
    """The banner of a paper made with a sample guide; empty for an official one."""
    document_number: str = ""
    """文号; blank leaves room for it."""
    replaces: str = ""
    """The number of the paper this one replaces."""
    red_head: bool = False
    """Goes onto paper with a pre-printed red head: room is left for it, and the office is not named again."""


class Shown(Protocol):
    """What a paper shows."""

    @property
    def head(self) -> Head: ...


P = TypeVar("P", bound=Shown)


@dataclass(frozen=True)
class Document:
    """A paper as pieces: what stands under its head, and the page it goes onto."""

    title: str
    opening: tuple[Part, ...]
    """The first page's title and what stands under it."""
    sections: tuple[Section, ...]
    format: Format = PORTRAIT
    official: bool = False
    """A 公文: its page numbers stand at the outer edge."""
    printed_at: str = ""
    author: str = ""


_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a code is read from paper and typed


def write_content(paper: Any) -> str:
    """All that a paper shows, the one way it is written."""
    return json.dumps(asdict(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def code_of(paper: Any) -> str:
    """The short code in the footer, `K7QF-2M9D-T4XW`: 60 bits of sha256 over all that the paper shows."""
    bits = int.from_bytes(hashlib.sha256(write_content(paper).encode()).digest(), "big") >> (256 - 60)
    letters = "".join(_CODE_LETTERS[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def draw(paper: P, compose: Callable[[P], Document], fonts_dir: Path | None = None) -> bytes:
    """The printed file: the pages by reportlab, then signature fields and metadata by pikepdf."""
    from reportlab.pdfgen.canvas import Canvas

    from gyga_desk.formats.pdf.finish import finish

    fonts.load_fonts(fonts_dir)
    check_texts(paper)
    document = compose(paper)
    made = io.BytesIO()
    size = (document.format.width, document.format.height)
    # Left uncompressed: pikepdf compresses every stream once, when it saves.
    canvas = Canvas(made, pagesize=size, invariant=1, pageCompression=0, initialFontName=fonts.FANG)
    sheet = Sheet(canvas, format=document.format)
    _draw_pages(sheet, document, paper.head, code_of(paper))
    canvas.save()
    title = f"{document.title} {paper.head.number}"
    return finish(made.getvalue(), sheet.boxes, title=title, author=document.author or paper.head.unit)


def _draw_pages(sheet: Sheet, document: Document, head: Head, code: str) -> None:
    page = document.format
    used = sum(part.height for part in document.opening)
    pages = lay_out(document.sections, page.body_height - used, page)
    banner = "\n".join(filter(None, (DRAFT if head.draft else "", head.sample)))
    running = Running(
        document.title,
        head.number,
        code,
        banner,
        document.printed_at,
        head.basis,
        head.anchor,
        official=document.official,
    )
    define_code(sheet.canvas, qr_text(head.number, code))
    for number, pieces in enumerate(pages):
        sheet.page = number
        draw_running(sheet, running, len(pages))
        top = page.body_top
        for part in document.opening if not number else ():
            part.draw(sheet, page.left, top)
            top -= part.height
        draw_pieces(sheet, pieces, top)
        sheet.canvas.showPage()

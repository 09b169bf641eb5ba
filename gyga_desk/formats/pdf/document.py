"""What every paper has: a head, a code over all it shows, and the way from its pieces to a printed file.

A paper is a frozen dataclass with a `head`, ready to show and able to be written as JSON; how it is laid out is one
function from it to a `Document`, so that the same value always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.form import Part, Section, draw_pieces, lay_out
from gyga_desk.formats.pdf.page import PORTRAIT, Format, Running, Sheet, define_foot, draw_running
from gyga_desk.formats.pdf.preflight import check_texts

DRAFT = "草稿：尚未封存，按当前记录打印，内容可能变动，不作为审定结果"


@dataclass(frozen=True)
class Signer:
    """One who is to sign a paper with a key, in a place of their own on it."""

    role: str
    """As the edition calls them: `clerk`, or `self` for the person the paper is about."""
    label: str
    """`经办人`, or the person's name."""
    person: str = ""
    """Whose signature alone will do; empty where anybody of the role may sign."""

    @property
    def field(self) -> str:
        return field_of(self.role)


def field_of(role: str) -> str:
    """The signature field of a role: `Reviewer`."""
    return role.capitalize()


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
    signers: tuple[Signer, ...] = ()
    """Who is to sign it with a key, in the order in which their places stand."""

    def signer(self, role: str) -> Signer | None:
        return next((s for s in self.signers if s.role == role), None)


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
    signed: int = -1
    """The section under which the places for digital signatures stand."""
    placed: tuple[str, ...] = ()
    """The roles whose places stand beside their opinions already."""


_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a code is read from paper and typed


def write_content(paper: Any) -> str:
    """All that a paper shows, the one way it is written."""
    return json.dumps(paper, default=_fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def code_of(paper: Any) -> str:
    """The short code in the footer, `K7QF-2M9D-T4XW`: 60 bits of sha256 over all that the paper shows."""
    return code_over(write_content(paper).encode())


def code_over(content: bytes) -> str:
    """The code of what a paper's attachment says."""
    bits = int.from_bytes(hashlib.sha256(content).digest(), "big") >> (256 - 60)
    letters = "".join(_CODE_LETTERS[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def draw(paper: P, compose: Callable[[P], Document], fonts_dir: Path | None = None) -> bytes:
    """The printed file: the pages by reportlab, then signature fields and metadata by pikepdf."""
    from reportlab.pdfgen.canvas import Canvas

    from gyga_desk.formats.pdf.finish import About, finish
    from gyga_desk.formats.pdf.signing import with_places

    fonts.load_fonts(fonts_dir)
    content = write_content(paper)
    check_texts(paper, content)
    document = with_places(compose(paper), paper.head.signers)
    made = io.BytesIO()
    size = (document.format.width, document.format.height)
    # Left uncompressed: pikepdf compresses every stream once, when it saves.
    canvas = Canvas(made, pagesize=size, invariant=1, pageCompression=0, initialFontName=fonts.FANG)
    sheet = Sheet(canvas, format=document.format)
    record = content.encode()
    draw_pages(sheet, document, paper.head, code_over(record))
    canvas.save()
    about = About(f"{document.title} {paper.head.number}", document.author or paper.head.unit, record)
    return finish(made.getvalue(), sheet.boxes, about)


def draw_pages(sheet: Sheet, document: Document, head: Head, code: str) -> None:
    """Every page of one paper, onto a canvas that may hold others."""
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
    define_foot(sheet, running, len(pages))
    for number, pieces in enumerate(pages):
        sheet.page = number
        draw_running(sheet, running)
        top, opening = page.body_top, []
        for part in document.opening if not number else ():
            opening.append((part, top))
            top -= part.height
        sheet.draw(opening)
        draw_pieces(sheet, pieces, top)
        sheet.turn()

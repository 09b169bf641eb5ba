"""Papers as a scanner sees them: grey pictures, a little turned, with specks on them."""

from __future__ import annotations

import io
import random

from PIL import Image as Picture

from gyga_desk.formats.preview import pages


def photographs(pdf: bytes, dpi: int = 200, turn: float = 0.0, specks: int = 0) -> list[Picture.Image]:
    """Each page as a picture, turned by so many degrees."""
    made = []
    chance = random.Random(7)
    for image in pages(pdf, dpi):
        picture = Picture.frombytes("RGBA", (image.width, image.height), image.rgba).convert("L")
        picture = picture.rotate(turn, expand=True, fillcolor=235)
        for _ in range(specks):
            picture.putpixel((chance.randrange(picture.width), chance.randrange(picture.height)), 90)
        made.append(picture)
    return made


def as_pdf(pictures: list[Picture.Image], dpi: int = 200) -> bytes:
    """A scanner's file: one picture a page."""
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return made.getvalue()


def as_file(picture: Picture.Image, kind: str) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind)
    return made.getvalue()

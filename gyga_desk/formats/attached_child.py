"""The process that takes a PDF from outside apart: bytes in, what they are or one page's picture out, within limits."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from gyga_desk.formats.attached import MOST_PAGES, Act

_MOST_MEMORY = 1 << 30
_MOST_SECONDS = 40
_MOST_DEPTH = 40
_MOST_PARTS = 400_000
_WIDEST = 3000
_ACTS = {
    "/JavaScript": Act.SCRIPT, "/Launch": Act.LAUNCH, "/SubmitForm": Act.SEND, "/ImportData": Act.SEND, "/GoToR": Act.SEND,
    "/GoToE": Act.SEND, "/RichMediaExecute": Act.MEDIA, "/Rendition": Act.MEDIA, "/Movie": Act.MEDIA, "/Sound": Act.MEDIA,
}  # fmt: skip
_KEYS = {"/JS": Act.SCRIPT, "/XFA": Act.SCRIPT, "/EF": Act.FILES, "/RichMediaContent": Act.MEDIA, "/3DD": Act.MEDIA}


def main(words: Sequence[str]) -> int:
    """`look`, or `draw PAGE WIDTH`, of the PDF on standard input."""
    _limit()
    data = sys.stdin.buffer.read()
    with os.fdopen(1, "wb") as out:
        if words[0] == "look":
            out.write(json.dumps(_look(data)).encode())
        else:
            _draw(data, int(words[1]), int(words[2]), out)
    return 0


def _look(data: bytes) -> dict[str, Any]:
    import io

    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            acts = _acts(document)
    except pikepdf.PasswordError:
        return {"locked": True}
    return {"pages": _count(data), "acts": acts}


def _count(data: bytes) -> int:
    """As the program that will draw it counts; a file it cannot open ends the process."""
    from gyga_desk.formats.preview import count_pages

    return count_pages(data)


def _acts(document: Any) -> list[str]:
    """Every indirect object with what stands in it, each looked at once."""
    found: set[Act] = set()
    left = [_MOST_PARTS]
    for one in document.objects:
        _search(one, found, left, 0)
    return sorted(found)


def _search(one: Any, found: set[Act], left: list[int], depth: int) -> None:
    import pikepdf

    left[0] -= 1
    if left[0] < 0 or depth > _MOST_DEPTH:
        raise ValueError("too many parts")
    parts: list[Any]
    if isinstance(one, pikepdf.Array):
        parts = list(one)
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        held = dict(one.items())
        found |= {_KEYS[k] for k in held if k in _KEYS}
        found |= (
            {_ACTS[str(held["/S"])]} if isinstance(held.get("/S"), pikepdf.Name) and str(held["/S"]) in _ACTS else set()
        )
        parts = list(held.values())
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _search(part, found, left, depth + 1)


def _draw(data: bytes, page: int, width: int, out: Any) -> None:
    import pypdfium2
    import pypdfium2.raw

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    if not 0 <= page < min(len(document), MOST_PAGES):
        raise ValueError("no such page")
    sheet = document[page]
    wide, high = sheet.get_size()
    scale = min(min(width, _WIDEST) / wide, (16_000_000 / (wide * high)) ** 0.5)
    made = sheet.render(
        scale=scale, may_draw_forms=True, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA
    )
    out.write(json.dumps({"width": made.width, "height": made.height}).encode() + b"\n")
    out.write(bytes(made.buffer))


def _limit() -> None:
    """Bound memory and time where the system can; elsewhere the parent's clock alone bounds the time."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

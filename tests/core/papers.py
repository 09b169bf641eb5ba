"""Files that applicants hand in, for tests: small PDFs, with what should not be in them where asked for, and pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pikepdf
from reportlab.pdfgen import canvas

_HARM = {
    "script": {"/S": "/JavaScript", "/JS": "app.alert(1)"},
    "launch": {"/S": "/Launch", "/F": "calc.exe"},
    "send": {"/S": "/SubmitForm", "/F": "http://example.invalid/"},
}


def pdf(path: Path, pages: int = 1, words: str = "contract") -> Path:
    drawn = canvas.Canvas(str(path), pagesize=(300, 400))
    for number in range(pages):
        drawn.drawString(40, 300, f"{words} {number + 1}")
        drawn.rect(40, 100, 120, 80, fill=1)
        drawn.showPage()
    drawn.save()
    return path


def harmful(path: Path, what: str) -> Path:
    """A PDF with an act of its own, or another file in it."""
    with pikepdf.open(pdf(path), allow_overwriting_input=True) as document:
        if what == "files":
            document.attachments["inner.exe"] = b"MZ"
        else:
            act = {k: pikepdf.Name(v) if k == "/S" else pikepdf.String(v) for k, v in _HARM[what].items()}
            # Deep inside a page, where nobody who reads only the catalogue would look.
            document.pages[0]["/AA"] = pikepdf.Dictionary({"/O": pikepdf.Dictionary(act)})
        document.save(path)
    return path


def locked(path: Path) -> Path:
    with pikepdf.open(pdf(path), allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return path


def png(path: Path, width: int = 40, height: int = 30, claimed: tuple[int, int] | None = None) -> Path:
    """A red picture; `claimed` is a size it lies about."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\xc0\x10\x10" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )
    return path

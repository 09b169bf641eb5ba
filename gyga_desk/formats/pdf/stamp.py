"""What a digital signature looks like in its box: name, role, time and the certificate's fingerprint; never a seal."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

_NAME = 17.0
_HEAD = Style(fonts.BOLD, 8, 11)
_ROLE = Style(fonts.SANS, 9, 12)
_SMALL = Style(fonts.SANS, 7, 9)
_PAD = 6.0
_INSET = 2.2
"""So that the dashed box printed on the sheet stays clear of the stamp's own frame."""
_INK = (0.09, 0.19, 0.42)
"""A dark blue that prints black enough; a stamp must not be taken for ink or for a red seal."""


def render_stamp(
    size: tuple[float, float], name: str, role: str, at: datetime, fingerprint: str, fonts_dir: Path | None = None
) -> bytes:
    """A one-page PDF of exactly the box's size."""
    fonts.load_fonts(fonts_dir)
    fonts.check_text("签名人", name)
    fonts.check_text("签名人职务", role)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=1, pageCompression=1, initialFontName=fonts.FANG)
    _draw(canvas, size, (name, role, f"{at:%Y-%m-%d %H:%M:%S}{_zone(at)}", fingerprint))
    canvas.save()
    return made.getvalue()


def _zone(at: datetime) -> str:
    text = f"{at:%z}"
    return f" {text[:3]}:{text[3:5]}"


def _draw(canvas: Canvas, size: tuple[float, float], texts: tuple[str, str, str, str]) -> None:
    name, role, at, fingerprint = texts
    wide, high = size
    canvas.setStrokeColorRGB(*_INK)
    canvas.setFillColorRGB(*_INK)
    canvas.setLineWidth(0.8)
    canvas.rect(_INSET, _INSET, wide - 2 * _INSET, high - 2 * _INSET)
    canvas.rect(_INSET, _INSET, 3, high - 2 * _INSET, fill=1)
    left, inner = _INSET + _PAD + 2, wide - 2 * (_INSET + _PAD) - 2
    _put(canvas, "数字签名", _HEAD, left, high - 5, inner)
    name_style = _fitted(name, inner * 0.62)
    _put(canvas, name, name_style, left, high - 15, inner)
    name_width = fonts.text_width(name_style.font, name_style.size, name)
    _put(canvas, role, _ROLE, left + name_width + 8, high - 20, inner)
    _put(canvas, at, _SMALL, left, 23, inner)
    _put(canvas, f"证书 {fingerprint[:23]}", _SMALL, left, 14, inner)


def _fitted(name: str, room: float) -> Style:
    """The largest size at which the name stands in one line."""
    size = min(_NAME, room / max(fonts.text_width(fonts.KAI, 1, name), 0.01))
    return Style(fonts.KAI, size, _NAME + 3)


def _put(canvas: Canvas, text: str, style: Style, x: float, top: float, width: float) -> None:
    draw_lines(canvas, break_lines(text, style, width)[:1], style, x, top, width)

"""The page after GB/T 9704: its margins, what runs at its head and foot, and the code a camera reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 37 * MM, 35 * MM
BODY_WIDTH, BODY_TOP = WIDTH - LEFT - RIGHT, HEIGHT - TOP
BODY_HEIGHT = HEIGHT - TOP - BOTTOM

_NUMBER = Style(fonts.SERIF, 14, 16, "center")
_SMALL = Style(fonts.FANG, 9, 13)
_MEDIUM = Style(fonts.FANG, 9, 13, "right")
_BANNER = Style(fonts.BOLD, 10.5, 15, "center")
_QR_SIDE = 17 * MM
_CODE_FORM = "code"
_QR_MASK = 3
"""Any mask is legal, since the code itself says which; a fixed one saves the search for the best."""


@dataclass(frozen=True)
class Running:
    """What stands on every page outside the form."""

    title: str
    number: str
    code: str
    banner: str
    printed_at: str


@dataclass(frozen=True)
class Box:
    """The place of a signature field: page from 0, and left, bottom, right, top in points."""

    field: str
    label: str
    page: int
    rect: tuple[float, float, float, float]


@dataclass
class Sheet:
    """The canvas, the page being drawn, and the signature boxes met so far."""

    canvas: Any
    page: int = 0
    boxes: list[Box] = field(default_factory=list)


def qr_text(number: str, code: str) -> str:
    """What a camera reads from the foot of a page."""
    return f"GYGA1:{number}:{code}"


def qr_rows(content: str) -> tuple[tuple[bool, ...], ...]:
    """The code's squares, row by row, True where dark."""
    import segno

    made = segno.make(content, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    return tuple(tuple(bool(square) for square in row) for row in made.matrix)


def define_code(canvas: Any, content: str) -> None:
    """The code's picture, drawn once and shown on every page."""
    canvas.beginForm(_CODE_FORM, 0, 0, _QR_SIDE, _QR_SIDE)
    _draw_squares(canvas, qr_rows(content))
    canvas.endForm()


def draw_running(sheet: Sheet, running: Running, pages: int) -> None:
    """Banner at the head; page number, paper number, code and QR at the foot."""
    canvas = sheet.canvas
    if running.banner:
        _draw_banner(canvas, running.banner)
    if sheet.page:
        _text(canvas, f"{running.title}(续表)", _SMALL, BODY_TOP + 15)
        _text(canvas, f"编号:{running.number}", _MEDIUM, BODY_TOP + 15)
    # 7 mm below the body, as the standard has it.
    _text(canvas, f"— {sheet.page + 1} —", _NUMBER, BOTTOM - 7 * MM + 14)
    _text(canvas, f"编号 {running.number}", _SMALL, BOTTOM - 5 * MM)
    _text(canvas, f"校验码 {running.code}", _SMALL, BOTTOM - 5 * MM - 13)
    printed = f",{running.printed_at} 打印" if running.printed_at else ""
    _text(canvas, f"共{pages}页{printed}", _SMALL, BOTTOM - 5 * MM - 26)
    _show_code(canvas)


def _show_code(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(WIDTH - RIGHT - _QR_SIDE, BOTTOM - 3 * MM - _QR_SIDE)
    canvas.doForm(_CODE_FORM)
    canvas.restoreState()


def _text(canvas: Any, text: str, style: Style, top: float) -> None:
    draw_lines(canvas, break_lines(text, style, BODY_WIDTH), style, LEFT, top, BODY_WIDTH)


def _draw_banner(canvas: Any, banner: str) -> None:
    lines = break_lines(banner, _BANNER, BODY_WIDTH - 24)
    height = len(lines) * _BANNER.leading + 8
    bottom = BODY_TOP + 24
    canvas.setLineWidth(1)
    canvas.rect(LEFT, bottom, BODY_WIDTH, height)
    draw_lines(canvas, lines, _BANNER, LEFT + 12, bottom + height - 4, BODY_WIDTH - 24)


def _draw_squares(canvas: Any, squares: tuple[tuple[bool, ...], ...]) -> None:
    """Dark squares side by side are one rectangle, so that no white hairline shows between them."""
    side = _QR_SIDE / len(squares)
    path = canvas.beginPath()
    for number, row in enumerate(squares):
        start = None
        for place, dark in enumerate((*row, False)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                top = _QR_SIDE - number * side
                path.rect(start * side, top - side, (place - start) * side, side)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)

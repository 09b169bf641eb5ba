"""The page after GB/T 9704: its margins, what runs at its head and foot, and the code a camera reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

MM = 72 / 25.4


@dataclass(frozen=True)
class Format:
    """A page's size and margins in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def body_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def body_top(self) -> float:
        return self.height - self.top

    @property
    def body_height(self) -> float:
        return self.height - self.top - self.bottom


PORTRAIT = Format(210 * MM, 297 * MM, 28 * MM, 26 * MM, 37 * MM, 35 * MM)
"""A4 upright with the standard's margins: a body of 156 × 225 mm."""
LANDSCAPE = Format(297 * MM, 210 * MM, 22 * MM, 22 * MM, 30 * MM, 30 * MM)
"""A4 across, for wide tables; what runs at head and foot needs as much room as on the upright page."""
BODY_WIDTH = PORTRAIT.body_width

_NUMBER = Style(fonts.SERIF, 14, 16, "center")
_OUTSIDE = {0: Style(fonts.SERIF, 14, 16, "left"), 1: Style(fonts.SERIF, 14, 16, "right")}
"""Where the page number stands in a 公文, by whether the page is odd."""
_SMALL = Style(fonts.FANG, 9, 13)
_MEDIUM = Style(fonts.FANG, 9, 13, "right")
_BANNER = Style(fonts.BOLD, 10.5, 15, "center")
_QR_SIDE = 17 * MM
_QR_MASK = 3
"""Any mask is legal, since the code itself says which; a fixed one saves the search for the best."""


@dataclass(frozen=True)
class Running:
    """What stands on every page outside the body."""

    title: str
    number: str
    code: str
    banner: str
    """Lines in the box at the head, one below the other: what must not be overlooked."""
    printed_at: str = ""
    basis: str = ""
    """What the paper was printed from, in one line."""
    anchor: str = ""
    """Where the record stood: its identity, its steps and the beginning of the last one's digest."""
    official: bool = False
    """A 公文 has its page number at the outer edge, a form in the middle."""


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
    format: Format = PORTRAIT
    code: str = "code"
    """The name of the picture with the paper's code; papers that share a file have one each."""


def qr_text(number: str, code: str) -> str:
    """What a camera reads from the foot of a page."""
    return f"GYGA1:{number}:{code}"


def qr_rows(content: str) -> tuple[tuple[bool, ...], ...]:
    """The code's squares, row by row, True where dark."""
    import segno

    made = segno.make(content, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    return tuple(tuple(bool(square) for square in row) for row in made.matrix)


def define_code(sheet: Sheet, content: str) -> None:
    """The code's picture, drawn once and shown on every page."""
    sheet.canvas.beginForm(sheet.code, 0, 0, _QR_SIDE, _QR_SIDE)
    _draw_squares(sheet.canvas, qr_rows(content))
    sheet.canvas.endForm()


def draw_running(sheet: Sheet, running: Running, pages: int) -> None:
    """Banner at the head; page number, paper number, code and QR at the foot."""
    page = sheet.format
    if running.banner:
        _draw_banner(sheet, running.banner)
    if sheet.page:
        _text(sheet, f"{running.title}(续表)" if not running.official else running.title, _SMALL, page.body_top + 15)
        _text(sheet, f"编号:{running.number}", _MEDIUM, page.body_top + 15)
    _draw_number(sheet, running)
    # A page number at the edge leaves room for the code only below it, one in the middle for long lines only below it.
    top = page.bottom - (13 if running.official else 9 if running.basis else 5) * MM
    for place, line in enumerate(_foot(running, pages)):
        _text(sheet, line, _SMALL, top - 13 * place)
    _show_code(sheet, top + (0 if running.official else 2) * MM)


def _draw_number(sheet: Sheet, running: Running) -> None:
    """7 mm below the body, as the standard has it; at the edge one character inside it."""
    number, top = f"— {sheet.page + 1} —", sheet.format.bottom - 7 * MM + 14
    if not running.official:
        _text(sheet, number, _NUMBER, top)
        return
    style = _OUTSIDE[(sheet.page + 1) % 2]
    lines = break_lines(number, style, 100)
    inside = style.size
    x = sheet.format.left + inside if style.align == "left" else sheet.format.width - sheet.format.right - inside - 100
    draw_lines(sheet.canvas, lines, style, x, top, 100)


def _foot(running: Running, pages: int) -> tuple[str, ...]:
    printed = f",{running.printed_at} 打印" if running.printed_at else ""
    count = f"共{pages}页{printed}" + (f"　锚点 {running.anchor}" if running.anchor else "")
    if running.basis:
        return f"编号 {running.number}　校验码 {running.code}", running.basis, count
    return f"编号 {running.number}", f"校验码 {running.code}", count


def _show_code(sheet: Sheet, top: float) -> None:
    canvas, page = sheet.canvas, sheet.format
    canvas.saveState()
    canvas.translate(page.width - page.right - _QR_SIDE, top - _QR_SIDE)
    canvas.doForm(sheet.code)
    canvas.restoreState()


def _text(sheet: Sheet, text: str, style: Style, top: float) -> None:
    wide = sheet.format.body_width
    draw_lines(sheet.canvas, break_lines(text, style, wide), style, sheet.format.left, top, wide)


def _draw_banner(sheet: Sheet, banner: str) -> None:
    page, canvas = sheet.format, sheet.canvas
    lines = break_lines(banner, _BANNER, page.body_width - 24)
    height = len(lines) * _BANNER.leading + 8
    bottom = page.body_top + 24
    canvas.setLineWidth(1)
    canvas.rect(page.left, bottom, page.body_width, height)
    draw_lines(canvas, lines, _BANNER, page.left + 12, bottom + height - 4, page.body_width - 24)


def _draw_squares(canvas: Any, squares: tuple[tuple[bool, ...], ...]) -> None:
    """Dark squares side by side are one rectangle, so that no white hairline shows between them."""
    side = _QR_SIDE / len(squares)
    drawn: list[str] = []
    for number, row in enumerate(squares):
        start, bottom = None, _QR_SIDE - (number + 1) * side
        for place, dark in enumerate((*row, False)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                drawn.append(f"{start * side:.3f} {bottom:.3f} {(place - start) * side:.3f} {side:.3f} re")
                start = None
    canvas._code.append(f"{' '.join(drawn)} f")  # noqa: SLF001 - hundreds of rectangles as one path

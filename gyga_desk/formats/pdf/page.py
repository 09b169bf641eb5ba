"""The page after GB/T 9704: its margins, what runs at its head and foot, and the code a camera reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gyga_desk.formats.pdf import fonts, square
from gyga_desk.formats.pdf.repeats import Repeats
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

if TYPE_CHECKING:
    from gyga_desk.formats.pdf.form import Part

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
_DARK = re.compile(rb"\x01+")


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
    """The name of the picture with the paper's foot and code; papers that share a file have one each."""
    repeats: Repeats | None = None
    """What the papers of a book have in common; none in a paper's own file."""

    def turn(self) -> None:
        """Ends the page. What is drawn is ASCII alone; handed over as bytes it is not looked up character by character."""
        self.canvas.showPage()
        page = self.canvas._doc.Pages.pages[-1]  # noqa: SLF001 - as text.py does
        page.stream = page.stream.encode("ascii")

    def draw(self, parts: Sequence[tuple[Part, float]]) -> None:
        """Parts with their upper edges, at the page's left."""
        if self.repeats is not None:
            self.repeats.draw(self, parts, self.format.left)
            return
        for part, top in parts:
            part.draw(self, self.format.left, top)


def qr_text(number: str, code: str) -> str:
    """What a camera reads from the foot of a page."""
    return f"GYGA1:{number}:{code}"


def define_foot(sheet: Sheet, running: Running, pages: int) -> None:
    """What every page says at its foot, and the code's picture: drawn once and shown on each."""
    page, canvas = sheet.format, sheet.canvas
    # A page number at the edge leaves room for the code only below it, one in the middle for long lines only below it.
    top = page.bottom - (13 if running.official else 9 if running.basis else 5) * MM
    canvas.beginForm(sheet.code, 0, 0, page.width, page.height)
    for place, line in enumerate(_foot(running, pages)):
        _text(sheet, line, _SMALL, top - 13 * place)
    x, y = page.width - page.right - _QR_SIDE, top + (0 if running.official else 2) * MM - _QR_SIDE
    canvas._code.append(f"1 0 0 1 {x:.2f} {y:.2f} cm")  # noqa: SLF001 - the canvas's own calls take most of the time
    _draw_squares(canvas, square.rows(qr_text(running.number, running.code)))
    drawn = "\n".join([canvas._preamble, *canvas._code]).encode("ascii")  # noqa: SLF001 - as in `Sheet.turn`
    canvas._code.clear()  # noqa: SLF001
    canvas.endForm(stream=drawn)


def draw_running(sheet: Sheet, running: Running) -> None:
    """Banner at the head; page number and the foot below."""
    page = sheet.format
    if running.banner:
        _draw_banner(sheet, running.banner)
    if sheet.page:
        _text(sheet, f"{running.title}(续表)" if not running.official else running.title, _SMALL, page.body_top + 15)
        _text(sheet, f"编号:{running.number}", _MEDIUM, page.body_top + 15)
    _draw_number(sheet, running)
    sheet.canvas.doForm(sheet.code)


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


def _text(sheet: Sheet, text: str, style: Style, top: float) -> None:
    wide = sheet.format.body_width
    draw_lines(sheet.canvas, break_lines(text, style, wide), style, sheet.format.left, top, wide)


def _draw_banner(sheet: Sheet, banner: str) -> None:
    page, canvas = sheet.format, sheet.canvas
    lines = break_lines(banner, _BANNER, page.body_width - 24)
    height = len(lines) * _BANNER.leading + 8
    bottom = page.body_top + 24
    canvas._code.append(f"1 w {page.left:.2f} {bottom:.2f} {page.body_width:.2f} {height:.2f} re S")  # noqa: SLF001
    draw_lines(canvas, lines, _BANNER, page.left + 12, bottom + height - 4, page.body_width - 24)


def _draw_squares(canvas: Any, squares: tuple[bytes, ...]) -> None:
    """Dark squares side by side are one rectangle, so that no white hairline shows between them."""
    side = _QR_SIDE / len(squares)
    along = [f"{side * count:.3f}" for count in range(len(squares) + 1)]
    drawn = [
        f"{along[run.start()]} {along[-2 - row]} {along[run.end() - run.start()]} {along[1]} re"
        for row, dark in enumerate(squares)
        for run in _DARK.finditer(dark)
    ]
    canvas._code.append(f"{' '.join(drawn)} f")  # noqa: SLF001 - hundreds of rectangles as one path

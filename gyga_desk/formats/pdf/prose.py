"""Running text outside any form: titles, paragraphs of a 公文, what is signed and dated at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Head
from gyga_desk.formats.pdf.form import Part, Section, Stack
from gyga_desk.formats.pdf.page import BODY_WIDTH, MM, PORTRAIT, Format, Sheet
from gyga_desk.formats.pdf.text import Line, Style, break_lines, draw_lines

PITCH = 28.95
"""From line to line in a 公文: 22 lines fill the body; with 29 pt there would be 21."""
BODY = Style(fonts.FANG, 15.75, PITCH, "justify")
"""3号仿宋, 28 characters a line."""
TITLE = Style(fonts.TITLE, 22, 32, "center")
_UNIT = Style(fonts.KAI, 16, 24, "center")
_SIGNED = Style(fonts.FANG, 15.75, PITCH, "right")
_LEVEL = Style(fonts.BOLD, 15.75, PITCH)
_UNDER = Style(fonts.FANG, 10.5, 15)
_UNDER_RIGHT = Style(fonts.FANG, 10.5, 15, "right")
_NUMBER_LINE = Style(fonts.FANG, 15.75, PITCH, "center")
_RED_HEAD = 72 * MM
"""What a pre-printed head takes, from the upper edge of the paper."""
_INDENT = "　　"
NO_NUMBER = "　　　　〔　　　　〕　　号"
"""The room for a 文号 that is given later."""
NO_DATE = "　　　　年　　月　　日"


@dataclass(frozen=True)
class Text:
    """Lines of running text; a long paragraph goes on to the next page, never with a single line on either."""

    lines: tuple[Line, ...]
    style: Style
    width: float
    shift: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        draw_lines(sheet.canvas, self.lines, self.style, x + self.shift, top, self.width)

    def cut(self, room: float) -> tuple[Part, Part] | None:
        count = min(int(room // self.style.leading), len(self.lines) - 2)
        if count < 2:
            return None
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])


@dataclass(frozen=True)
class Space:
    """Nothing, of a height."""

    height: float

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        return

    def cut(self, room: float) -> tuple[Part, Part] | None:
        # What is left of a page is taken for it, so that no page begins with nothing.
        return Space(max(room, 0.0)), Space(0.0)


def text(words: str, style: Style = BODY, width: float = BODY_WIDTH, shift: float = 0.0) -> Text:
    return Text(break_lines(words, style, width), style, width, shift)


def paragraph(words: str) -> Text:
    """A paragraph of a 公文, its first line two characters in."""
    return text(_INDENT + words)


def level(words: str, *paragraphs: str) -> tuple[Part, ...]:
    """A heading of the first level with the paragraphs under it; it is never parted from the first."""
    first, *rest = (paragraph(p) for p in paragraphs)
    return (Stack((text(_INDENT + words, _LEVEL), first)), *rest)


def addressee(words: str) -> Text:
    return text(f"{words}：")


def letterhead(head: Head, title: str) -> tuple[Part, ...]:
    """What stands above a 公文: the office and its title, or room for the pre-printed head; and the 文号."""
    number = text(head.document_number or NO_NUMBER, _NUMBER_LINE)
    above: tuple[Part, ...] = (Space(_RED_HEAD - PORTRAIT.top),) if head.red_head else _units(head)
    replaced = (text(f"（本件取代 {head.replaces}）", _UNDER_RIGHT),) if head.replaces else ()
    return (*above, number, Space(10), text(title, TITLE), *replaced, Space(14))


def _units(head: Head) -> tuple[Part, ...]:
    return tuple(text(unit, _UNIT) for unit in head.unit.split("　"))


def form_title(head: Head, title: str, page: Format = PORTRAIT, under: str = "") -> tuple[Part, ...]:
    """What stands above a form: the office, the title, the 文号 and the paper's own number; `under` one line more."""
    wide = page.body_width
    replaced = f"（取代 {head.replaces}）" if head.replaces else ""
    number = Pair(f"文号：{head.document_number}", f"编号：{head.number}{replaced}", wide)
    more = (text(under, _UNDER, wide),) if under else ()
    above: tuple[Part, ...] = (Space(_RED_HEAD - page.top),) if head.red_head else ()
    if not head.red_head:
        above = (text(head.unit, _UNIT, wide),)
    return (*above, text(title, TITLE, wide), Space(12), number, *more, Space(4))


@dataclass(frozen=True)
class Pair:
    """Two short texts at either end of one line."""

    left: str
    right: str
    width: float

    @property
    def height(self) -> float:
        return _UNDER.leading

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        for words, style in ((self.left, _UNDER), (self.right, _UNDER_RIGHT)):
            draw_lines(sheet.canvas, break_lines(words, style, self.width), style, x, top, self.width)

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None


def closing(head: Head, date: str = "") -> tuple[Part, ...]:
    """The offices that sign, and the day, four characters from the right; the seal goes over them."""
    inside = 4 * BODY.size
    offices = tuple(text(unit, _SIGNED, BODY_WIDTH - 2 * BODY.size) for unit in head.unit.split("　"))
    return (Space(2 * PITCH), *offices, text(date or NO_DATE, _SIGNED, BODY_WIDTH - inside))


def flow(*parts: Part) -> Section:
    """Running text outside the frame."""
    return Section("", parts, framed=False)


def letter(head: Head, *parts: Part) -> Section:
    """A whole 公文 under its title; what is signed never stands on a page without some of its text.

    A single line (`特此通知。`) is not enough of it, so the paragraph above it comes along.
    """
    kept = 2 if len(parts) > 1 and parts[-1].height <= PITCH else 1
    return flow(*parts[:-kept], Stack((*parts[-kept:], *closing(head))))

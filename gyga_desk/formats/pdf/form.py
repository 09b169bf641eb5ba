"""A paper's pieces: cells, rows and sections, and how they flow over pages with their heads repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby
from typing import ParamSpec, Protocol, TypeVar, cast

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.page import BODY_WIDTH, PORTRAIT, Format, Sheet
from gyga_desk.formats.pdf.text import Line, Style, break_lines, draw_lines

PAD_X, PAD_Y = 4.5, 3.2
THIN, THICK = 0.5, 1.3
TINT = 0.93
LABEL_WIDTH = 84.0
REST = BODY_WIDTH - LABEL_WIDTH
"""What a label leaves of the form's width."""

LABEL = Style(fonts.SANS, 10.5, 15, "center")
VALUE = Style(fonts.FANG, 12, 16.5)
LONG = Style(fonts.FANG, 11, 16, "justify")
_HEADING = Style(fonts.BOLD, 10.5, 15)


P = ParamSpec("P")
T = TypeVar("T")


class Part(Protocol):
    """Anything that stands in a form across its whole width."""

    @property
    def height(self) -> float: ...

    def draw(self, sheet: Sheet, x: float, top: float) -> None: ...

    def cut(self, room: float) -> tuple[Part, Part] | None:
        """The part that still fits and the rest, or None where it must stay whole."""
        ...


def once(make: Callable[P, T]) -> Callable[P, T]:
    """The same words make the same part, so that a book need not look into it to know it again."""
    return cast("Callable[P, T]", lru_cache(maxsize=4096)(make))


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell: its lines, and whether it is a label (tinted, repeated when its row is cut) or struck through."""

    width: float
    lines: tuple[Line, ...]
    style: Style
    label: bool = False
    struck: bool = False
    middle: bool = True

    @cached_property
    def height(self) -> float:
        return len(self.lines) * self.style.leading + 2 * PAD_Y

    def head(self, count: int) -> Cell:
        return self if self.label else replace(self, lines=self.lines[:count])

    def tail(self, count: int) -> Cell:
        return self if self.label else replace(self, lines=self.lines[count:])


@once
def make_cell(
    text: str, width: float, style: Style, *, label: bool = False, struck: bool = False, middle: bool = True
) -> Cell:
    return Cell(width, break_lines(text, style, width - 2 * PAD_X), style, label, struck, middle)


@dataclass(frozen=True, eq=False)
class Row:
    """Cells side by side.

    Higher than a page's rest, a table's row of a few lines goes to the next page whole; any other is cut between lines,
    never leaving a single one.
    """

    cells: tuple[Cell, ...]
    least: float = 0.0

    @cached_property
    def height(self) -> float:
        return max(self.least, *(cell.height for cell in self.cells))

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        height = self.height
        for cell in self.cells:
            _draw_cell(sheet, cell, x, top, height)
            x += cell.width

    def cut(self, room: float) -> tuple[Part, Part] | None:
        if len(self.cells) > 2 and self.height <= _KEPT:
            return None
        if any(cell.label and cell.height > room for cell in self.cells):
            return None
        counts = [_fitting(cell, room) for cell in self.cells]
        if min(counts) < 2:
            return None
        heads = tuple(cell.head(count) for cell, count in zip(self.cells, counts, strict=True))
        tails = tuple(cell.tail(count) for cell, count in zip(self.cells, counts, strict=True))
        return Row(heads), Row(tails)


def _fitting(cell: Cell, room: float) -> int:
    """How many of the cell's lines stay in `room`: all, or so many that two at least go on together."""
    fitting = int((room - 2 * PAD_Y) // cell.style.leading)
    whole = cell.label or fitting >= len(cell.lines)
    return max(len(cell.lines), 2) if whole else min(fitting, len(cell.lines) - 2)


def _draw_cell(sheet: Sheet, cell: Cell, x: float, top: float, height: float) -> None:
    canvas = sheet.canvas
    # A sheet has hundreds of cells, and the canvas's own calls take most of the time that it takes to draw them.
    box = f"{x:.2f} {top - height:.2f} {cell.width:.2f} {height:.2f} re"
    tint = f"{TINT:g} g {box} f 0 g " if cell.label else ""
    canvas._code.append(f"{THIN:g} w {tint}{box} S")  # noqa: SLF001
    text_height = len(cell.lines) * cell.style.leading
    start = top - ((height - text_height) / 2 if cell.middle else PAD_Y)
    draw_lines(canvas, cell.lines, cell.style, x + PAD_X, start, cell.width - 2 * PAD_X)
    if cell.struck and cell.lines:
        wide = max(line.width for line in cell.lines)
        middle = x + cell.width / 2
        canvas.setLineWidth(0.9)
        canvas.line(middle - wide / 2 - 2, top - height / 2, middle + wide / 2 + 2, top - height / 2)


_KEPT = 120.0
"""A row of nine small lines: no higher than this it is not worth being read across two pages."""
_TALL = 340.0
"""More than this may find no landscape page high enough under its heading."""


@dataclass(frozen=True)
class Stack:
    """Parts that are never parted from each other; only the first may be cut, and its end stays with the rest."""

    parts: tuple[Part, ...]

    @property
    def height(self) -> float:
        return sum(part.height for part in self.parts)

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        for part in self.parts:
            part.draw(sheet, x, top)
            top -= part.height

    def cut(self, room: float) -> tuple[Part, Part] | None:
        first, rest = self.parts[0], self.parts[1:]
        if first.height <= room:
            # What fits stays with the rest for the next page, unless together they are more than a page could hold.
            return (first, Stack(rest)) if self.height > _TALL and len(rest) > 1 else None
        cut = first.cut(room)
        return (cut[0], Stack((cut[1], *rest))) if cut else None


@dataclass(frozen=True)
class Section:
    """A piece of a paper; its heading and header row come again when it runs on to the next page."""

    title: str
    """Empty for a piece without a heading."""
    parts: tuple[Part, ...]
    header: Part | None = None
    whole: bool = False
    """Begins a new page rather than being parted, as long as one page can hold it."""
    framed: bool = True
    """Stands in the form's frame; running text does not."""
    width: float = BODY_WIDTH
    fresh: bool = False
    """Begins a page of its own."""
    ahead: float = 0.0
    """Room there must be below it, for the beginning of what follows."""

    def lead(self, again: bool) -> tuple[Part, ...]:
        heading = (_heading(self.title + ("(续表)" if again else ""), self.width),) if self.title else ()
        return (*heading, *((self.header,) if self.header else ()))


@once
def _heading(words: str, width: float) -> Row:
    return Row((make_cell(words, width, _HEADING, label=True),))


@dataclass(frozen=True)
class Piece:
    """A part in its place on a page, inside the frame or outside it."""

    part: Part
    framed: bool


Page = list[Piece]


def lay_out(sections: tuple[Section, ...], first_room: float, page: Format = PORTRAIT) -> list[Page]:
    """The sections over as many pages as they need; the first page has only `first_room` left under its title."""
    pages: list[Page] = [[]]
    room = first_room
    for section in sections:
        lead = section.lead(again=False)
        need = sum(part.height for part in lead)
        if pages[-1] and (
            section.fresh or not _may_begin(section, room - need - section.ahead, page.body_height - need)
        ):
            pages.append([])
            room = page.body_height
        pages[-1] += [Piece(part, section.framed) for part in lead]
        room = _place(section, pages, room - need, page)
    return pages


_SHORT = 48.0
"""A row of three lines."""


def _may_begin(section: Section, room: float, most: float) -> bool:
    """Whether the section may stand in what the page has left under its heading."""
    needed = sum(part.height for part in section.parts)
    if section.whole and needed <= most:
        return needed <= room
    first, *rest = section.parts
    if first.height > room:
        return first.cut(room) is not None
    # A heading with one row under it at the foot of a page says nothing there.
    short = section.framed and section.title and rest and first.height < _SHORT
    return not short or rest[0].height <= room - first.height or rest[0].cut(room - first.height) is not None


def _place(section: Section, pages: list[Page], room: float, page: Format) -> float:
    """A section's parts one under another; returns what room the last page has left."""
    waiting = list(section.parts)
    again = section.lead(again=True)
    fresh = page.body_height - sum(part.height for part in again)
    while waiting:
        part = waiting.pop(0)
        if part.height <= room:
            pages[-1].append(Piece(part, section.framed))
            room -= part.height
            continue
        cut = part.cut(room)
        if cut:
            pages[-1].append(Piece(cut[0], section.framed))
        elif room >= fresh:
            raise PaperError(
                "“{section}”里有一栏超过一整页，无法打印；请缩短这一栏的文字后再打印。", section=section.title or "正文"
            )
        waiting.insert(0, cut[1] if cut else part)
        pages.append([Piece(part, section.framed) for part in again])
        room = fresh
    return room


def draw_pieces(sheet: Sheet, pieces: Page, top: float) -> None:
    """One page's parts, with one strong frame around each run of those that belong in one."""
    for framed, run in groupby(pieces, lambda piece: piece.framed):
        start, placed = top, []
        for piece in run:
            placed.append((piece.part, top))
            top -= piece.part.height
        sheet.draw(placed)
        if framed:
            _draw_frame(sheet, start, top)


def _draw_frame(sheet: Sheet, top: float, bottom: float) -> None:
    box = f"{sheet.format.left:.2f} {bottom:.2f} {sheet.format.body_width:.2f} {top - bottom:.2f} re"
    sheet.canvas._code.append(f"{THICK:g} w {box} S")  # noqa: SLF001 - as above

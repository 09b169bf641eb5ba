"""A bordered form: cells, rows and sections, and how they flow over pages with their heads repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.page import BODY_HEIGHT, BODY_WIDTH, LEFT, Sheet
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


class Part(Protocol):
    """Anything that stands in a form across its whole width."""

    @property
    def height(self) -> float: ...

    def draw(self, sheet: Sheet, x: float, top: float) -> None: ...

    def cut(self, room: float) -> tuple[Part, Part] | None:
        """The part that still fits and the rest, or None where it must stay whole."""
        ...


@dataclass(frozen=True)
class Cell:
    """One cell: its lines, and whether it is a label (tinted, repeated when its row is cut) or struck through."""

    width: float
    lines: tuple[Line, ...]
    style: Style
    label: bool = False
    struck: bool = False
    middle: bool = True

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading + 2 * PAD_Y

    def head(self, count: int) -> Cell:
        return self if self.label else replace(self, lines=self.lines[:count])

    def tail(self, count: int) -> Cell:
        return self if self.label else replace(self, lines=self.lines[count:])


def make_cell(
    text: str, width: float, style: Style, *, label: bool = False, struck: bool = False, middle: bool = True
) -> Cell:
    return Cell(width, break_lines(text, style, width - 2 * PAD_X), style, label, struck, middle)


@dataclass(frozen=True)
class Row:
    """Cells side by side; a row taller than a page's rest is cut between lines, never leaving a single one."""

    cells: tuple[Cell, ...]
    least: float = 0.0

    @property
    def height(self) -> float:
        return max(self.least, *(cell.height for cell in self.cells))

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        for cell in self.cells:
            _draw_cell(sheet, cell, x, top, self.height)
            x += cell.width

    def cut(self, room: float) -> tuple[Part, Part] | None:
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
    canvas.setLineWidth(THIN)
    if cell.label:
        canvas.setFillGray(TINT)
        canvas.rect(x, top - height, cell.width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    canvas.rect(x, top - height, cell.width, height)
    text_height = len(cell.lines) * cell.style.leading
    start = top - ((height - text_height) / 2 if cell.middle else PAD_Y)
    draw_lines(canvas, cell.lines, cell.style, x + PAD_X, start, cell.width - 2 * PAD_X)
    if cell.struck and cell.lines:
        wide = max(line.width for line in cell.lines)
        middle = x + cell.width / 2
        canvas.setLineWidth(0.9)
        canvas.line(middle - wide / 2 - 2, top - height / 2, middle + wide / 2 + 2, top - height / 2)


@dataclass(frozen=True)
class Section:
    """A headed piece of the form; heading and header row come again when it runs on to the next page."""

    title: str
    parts: tuple[Part, ...]
    header: Row | None = None
    whole: bool = False
    """Begins a new page rather than being parted, as long as one page can hold it."""

    def lead(self, again: bool) -> tuple[Part, ...]:
        heading = make_cell(self.title + ("(续表)" if again else ""), BODY_WIDTH, _HEADING, label=True)
        return (Row((heading,)), *((self.header,) if self.header else ()))


Page = list[Part]


def lay_out(sections: tuple[Section, ...], first_room: float) -> list[Page]:
    """The sections over as many pages as they need; the first page has only `first_room` left under its title."""
    pages: list[Page] = [[]]
    room = first_room
    for section in sections:
        lead = section.lead(again=False)
        need = sum(part.height for part in lead)
        if pages[-1] and not _may_begin(section, room - need, BODY_HEIGHT - need):
            pages.append([])
            room = BODY_HEIGHT
        pages[-1] += lead
        room = _place(section, pages, room - need)
    return pages


def _may_begin(section: Section, room: float, most: float) -> bool:
    """Whether the section may stand in what the page has left under its heading."""
    needed = sum(part.height for part in section.parts)
    if section.whole and needed <= most:
        return needed <= room
    first = section.parts[0]
    return first.height <= room or first.cut(room) is not None


def _place(section: Section, pages: list[Page], room: float) -> float:
    """A section's parts one under another; returns what room the last page has left."""
    waiting = list(section.parts)
    again = section.lead(again=True)
    fresh = BODY_HEIGHT - sum(part.height for part in again)
    while waiting:
        part = waiting.pop(0)
        if part.height <= room:
            pages[-1].append(part)
            room -= part.height
            continue
        cut = part.cut(room)
        if cut:
            pages[-1].append(cut[0])
        elif room >= fresh:
            raise PaperError(
                "“{section}”里有一栏超过一整页,无法打印;请缩短这一栏的文字后再打印。", section=section.title
            )
        waiting.insert(0, cut[1] if cut else part)
        pages.append(list(again))
        room = fresh
    return room


def draw_parts(sheet: Sheet, parts: Page, top: float) -> None:
    """One page's parts inside one strong frame."""
    start = top
    for part in parts:
        part.draw(sheet, LEFT, top)
        top -= part.height
    sheet.canvas.setLineWidth(THICK)
    sheet.canvas.rect(LEFT, top, BODY_WIDTH, start - top)

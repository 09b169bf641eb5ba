"""Tables on paper: columns with one row of headings or two, rows of text, sums, and what is signed under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.form import PAD_X, TINT, Part, Row, Section, Stack, make_cell
from gyga_desk.formats.pdf.page import BODY_WIDTH, Sheet
from gyga_desk.formats.pdf.text import Line, Style, break_lines, draw_lines

MID = Style(fonts.FANG, 10.5, 14.5, "center")
LEFT = Style(fonts.FANG, 10.5, 14.5)
LONG = Style(fonts.FANG, 10.5, 14.5, "justify")
MONEY = Style(fonts.FANG, 10.5, 14.5, "right")
STRONG = Style(fonts.BOLD, 10.5, 14.5, "center")
STRONG_MONEY = Style(fonts.BOLD, 10.5, 14.5, "right")
FINE_MID = Style(fonts.FANG, 9.5, 13, "center")
"""The same a size smaller, for tables of many columns."""
FINE_LEFT = Style(fonts.FANG, 9.5, 13)
FINE_LONG = Style(fonts.FANG, 9.5, 13, "justify")
FINE_MONEY = Style(fonts.FANG, 9.5, 13, "right")
FINE_STRONG = Style(fonts.BOLD, 9.5, 13, "center")
FINE_SUM = Style(fonts.BOLD, 9.5, 13, "right")
_HEAD = Style(fonts.SANS, 9.5, 13, "center")
_PAD = 3.2


@dataclass(frozen=True)
class Col:
    """One column: its heading, its share of the width, and how its cells are set; `over` heads several beside each other."""

    head: str
    share: float
    style: Style = MID
    over: str = ""


@dataclass(frozen=True)
class Struck:
    """A text that is printed crossed out."""

    text: str


Value = str | Struck


def table(
    title: str,
    columns: Sequence[Col],
    rows: Sequence[Sequence[Value]],
    width: float = BODY_WIDTH,
    *,
    sums: Sequence[Row] = (),
    foot: Sequence[Part] = (),
    empty: str = "无",
) -> Section:
    """A table whose heading comes again on each page; sums and foot are never parted from the last two rows."""
    widths = widths_of(columns, width)
    styles = [column.style for column in columns]
    made: list[Part] = [_row(row, widths, styles) for row in rows] or [Row((make_cell(empty, width, MID),))]
    end = [*sums, *foot]
    if end:
        made[-2:] = [Stack((*made[-2:], *end))]
    return Section(title, tuple(made), _Heading(tuple(columns), widths), width=width)


def widths_of(columns: Sequence[Col], width: float) -> tuple[float, ...]:
    whole = sum(column.share for column in columns)
    return tuple(width * column.share / whole for column in columns)


def _row(values: Sequence[Value], widths: Sequence[float], styles: Sequence[Style]) -> Row:
    cells = zip(values, widths, styles, strict=True)
    return Row(tuple(
        make_cell(v.text, w, s, struck=True) if isinstance(v, Struck) else make_cell(v, w, s) for v, w, s in cells
    ))  # fmt: skip


def span(columns: Sequence[Col], width: float, *cells: tuple[int, str, Style]) -> Row:
    """A row whose cells go over several columns each: (how many, text, style)."""
    widths = widths_of(columns, width)
    made, at = [], 0
    for count, words, style in cells:
        made.append(make_cell(words, sum(widths[at : at + count]), style))
        at += count
    return Row(tuple(made))


@dataclass(frozen=True)
class _Heading:
    """The heading row; where columns stand under a common one, two rows."""

    columns: tuple[Col, ...]
    widths: tuple[float, ...]

    @property
    def _lower(self) -> float:
        return max(len(self._lines(at)) * _HEAD.leading for at in range(len(self.columns))) + 2 * _PAD

    @property
    def _upper(self) -> float:
        return _HEAD.leading + 2 * _PAD if any(c.over for c in self.columns) else 0.0

    def _lines(self, at: int) -> tuple[Line, ...]:
        return break_lines(self.columns[at].head, _HEAD, self.widths[at] - 2 * PAD_X)

    @property
    def height(self) -> float:
        return self._upper + self._lower

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        at = 0
        while at < len(self.columns):
            over = self.columns[at].over
            count = (
                next((n for n, c in enumerate(self.columns[at:]) if c.over != over), len(self.columns) - at)
                if over
                else 1
            )
            wide = sum(self.widths[at : at + count])
            if over:
                _box(sheet, break_lines(over, _HEAD, wide - 2 * PAD_X), (x, top, wide, self._upper))
            for place in range(at, at + count):
                under = self._upper if over else 0.0
                box = (x, top - under, self.widths[place], self.height - under)
                _box(sheet, self._lines(place), box)
                x += self.widths[place]
            at += count


def _box(sheet: Sheet, lines: tuple[Line, ...], box: tuple[float, float, float, float]) -> None:
    x, top, wide, high = box
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    canvas.setFillGray(TINT)
    canvas.rect(x, top - high, wide, high, fill=1)
    canvas.setFillGray(0)
    start = top - (high - len(lines) * _HEAD.leading) / 2
    draw_lines(canvas, lines, _HEAD, x + PAD_X, start, wide - 2 * PAD_X)

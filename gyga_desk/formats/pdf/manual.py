"""The manual on paper: a cover, the contents with their pages, a chapter for each text, pictures where they belong.

The same texts and pictures give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.finish import About, finish
from gyga_desk.formats.pdf.form import Page, Part, Section, Stack, draw_pieces, lay_out
from gyga_desk.formats.pdf.grid import Col, table
from gyga_desk.formats.pdf.markdown import Block, blocks
from gyga_desk.formats.pdf.page import MM, Format, Sheet
from gyga_desk.formats.pdf.prose import Space, Text, flow, text
from gyga_desk.formats.pdf.text import Style, break_lines, draw_lines

PAGE = Format(210 * MM, 297 * MM, 24 * MM, 24 * MM, 24 * MM, 24 * MM)
_WIDE = PAGE.body_width
_BODY = Style(fonts.FANG, 11.5, 18.5, "justify")
_HEADINGS = {
    1: Style(fonts.TITLE, 20, 30),
    2: Style(fonts.BOLD, 14, 22),
    3: Style(fonts.BOLD, 12, 19),
    4: Style(fonts.KAI, 12, 19),
}
_BEFORE = {1: 0.0, 2: 12.0, 3: 8.0, 4: 6.0}
_CODE = Style(fonts.SANS, 9.5, 14)
_CELL = Style(fonts.FANG, 10, 14.5)
_FOOT = Style(fonts.FANG, 9, 13, "center")
_CAPTION = Style(fonts.KAI, 10, 15, "center")
_COVER = Style(fonts.TITLE, 28, 42, "center")
_COVER_UNDER = Style(fonts.FANG, 15, 26, "center")
_ENTRY = {1: Style(fonts.BOLD, 12, 20), 2: Style(fonts.FANG, 11, 17)}
_ENTRY_NUMBER = Style(fonts.FANG, 11, 17, "right")
_INDENT = 20.0
_TALLEST = 118 * MM
_GAP = 6.0
_TABLE_BEGINS = 90.0
"""A heading over a table stands with its header and two rows at least."""
_THREE = (0.26, 0.37, 0.37)
_NARROWEST, _WIDEST = 0.22, 0.44
"""Shares of the width that the first of two columns may take."""


@dataclass(frozen=True)
class Picture:
    """One picture of the window: the bytes of a PNG, and what is written under it."""

    data: bytes
    caption: str


@dataclass(frozen=True)
class Manual:
    """What is printed: the title and its lines on the cover, the chapters as Markdown, pictures by heading.

    `pictures` are keyed by chapter and heading, `收表` of the second chapter as `(1, "收表")`; a chapter's own title is `""`.
    """

    title: str
    under: tuple[str, ...]
    chapters: tuple[str, ...]
    pictures: Mapping[tuple[int, str], tuple[Picture, ...]]


@dataclass(frozen=True)
class _Heading:
    """A heading that the contents name and a reader's list of bookmarks leads to."""

    words: Text
    title: str
    level: int
    mark: str

    @property
    def height(self) -> float:
        return self.words.height + _BEFORE[self.level] + 3

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        sheet.canvas.bookmarkHorizontal(self.mark, 0, top)
        sheet.canvas.addOutlineEntry(self.title, self.mark, self.level - 1, closed=self.level > 1)
        self.words.draw(sheet, x, top - _BEFORE[self.level])

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None


@dataclass(frozen=True)
class _Shot:
    """A picture over the whole width with its caption; never parted."""

    data: bytes
    wide: float
    high: float
    caption: Text

    @property
    def height(self) -> float:
        return self.high + self.caption.height + 2 * _GAP

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        from reportlab.lib.utils import ImageReader

        left, bottom = x + (_WIDE - self.wide) / 2, top - _GAP - self.high
        sheet.canvas.drawImage(ImageReader(io.BytesIO(self.data)), left, bottom, self.wide, self.high)
        sheet.canvas.setLineWidth(0.4)
        sheet.canvas.setStrokeGray(0.6)
        sheet.canvas.rect(left, bottom, self.wide, self.high)
        sheet.canvas.setStrokeGray(0)
        self.caption.draw(sheet, x, bottom - 2)

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None


@dataclass(frozen=True)
class _Code:
    """Lines of code on a tinted ground."""

    words: Text

    @property
    def height(self) -> float:
        return self.words.height + 2 * _GAP + 2

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        sheet.canvas.setFillGray(0.95)
        sheet.canvas.rect(x, top - self.height + 4, _WIDE, self.height - 6, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        self.words.draw(sheet, x + _GAP, top - _GAP)

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None


def draw_manual(manual: Manual) -> bytes:
    """The file: cover, contents, chapters; refuses a character that no face can print."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.load_fonts()
    missing = [("使用手册", c) for chapter in manual.chapters for c in fonts.unprintable(chapter)]
    if missing:
        fonts.refuse(list(dict.fromkeys(missing)))
    sections = tuple(s for at, chapter in enumerate(manual.chapters) for s in _chapter(manual, at, chapter))
    pages = lay_out(sections, PAGE.body_height, PAGE)
    contents = _contents(_headings(pages), 0)
    before = 1 + len(lay_out((contents,), PAGE.body_height, PAGE))
    front = lay_out((_contents(_headings(pages), before),), PAGE.body_height, PAGE)
    made = io.BytesIO()
    canvas = Canvas(
        made, pagesize=(PAGE.width, PAGE.height), invariant=1, pageCompression=0, initialFontName=fonts.FANG
    )
    canvas.showOutline()
    sheet = Sheet(canvas, format=PAGE)
    _draw_cover(sheet, manual)
    for pieces in [*front, *pages]:
        sheet.page += 1
        _draw_page(sheet, manual, pieces)
    canvas.save()
    return finish(made.getvalue(), (), About(manual.title, ""))


def _draw_cover(sheet: Sheet, manual: Manual) -> None:
    top = PAGE.body_top - 62 * MM
    for style, words in ((_COVER, manual.title), *((_COVER_UNDER, line) for line in manual.under)):
        lines = break_lines(words, style, _WIDE)
        draw_lines(sheet.canvas, lines, style, PAGE.left, top, _WIDE)
        top -= len(lines) * style.leading + (14 * MM if style is _COVER else 0)
    sheet.canvas.showPage()


def _draw_page(sheet: Sheet, manual: Manual, pieces: Page) -> None:
    draw_pieces(sheet, pieces, PAGE.body_top)
    foot = break_lines(f"{manual.title}　— {sheet.page + 1} —", _FOOT, _WIDE)
    draw_lines(sheet.canvas, foot, _FOOT, PAGE.left, PAGE.bottom - 6 * MM, _WIDE)
    sheet.canvas.showPage()


def _contents(headings: Sequence[tuple[_Heading, int]], before: int) -> Section:
    """The headings of the first two levels with their pages, the cover and the contents counted."""
    entries: list[Part] = [text("目　录", _HEADINGS[1], _WIDE), Space(8)]
    entries += [_Entry(one.title, one.level, page + before + 1) for one, page in headings if one.level in _ENTRY]
    return flow(*entries)


@dataclass(frozen=True)
class _Entry:
    """One line of the contents."""

    title: str
    level: int
    page: int

    @property
    def height(self) -> float:
        return _ENTRY[self.level].leading + (4 if self.level == 1 else 0)

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        style, shift = _ENTRY[self.level], _INDENT * (self.level - 1)
        top -= self.height - style.leading
        (line, *_) = break_lines(self.title, style, _WIDE - 60)
        draw_lines(sheet.canvas, (line,), style, x + shift, top, _WIDE - 60)
        number = break_lines(str(self.page), _ENTRY_NUMBER, 60)
        draw_lines(sheet.canvas, number, _ENTRY_NUMBER, x + _WIDE - 60, top, 60)
        sheet.canvas.setDash(0.5, 3)
        sheet.canvas.setLineWidth(0.5)
        base = top - style.leading + 5
        sheet.canvas.line(x + shift + line.width + 8, base, x + _WIDE - 8 - number[0].width, base)
        sheet.canvas.setDash()

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None


def _headings(pages: Sequence[Page]) -> list[tuple[_Heading, int]]:
    """Every heading with the page it came to stand on, from 0."""
    found = []
    for number, pieces in enumerate(pages):
        for piece in pieces:
            parts = piece.part.parts if isinstance(piece.part, Stack) else (piece.part,)
            found += [(part, number) for part in parts if isinstance(part, _Heading)]
    return found


def _chapter(manual: Manual, at: int, source: str) -> Iterator[Section]:
    """A chapter's sections: running text, parted by its tables; the first begins a page."""
    waiting: list[Part] = []
    first = True
    for block in _with_pictures(manual, at, blocks(source)):
        if isinstance(block, Block) and block.kind == "table":
            over = bool(waiting) and isinstance(waiting[-1], _Heading)
            above, heading = (waiting[:-1], waiting[-1:]) if over else (waiting, [])
            if above:
                yield Section("", _together([*above, Space(_GAP)]), framed=False, fresh=first)
            if heading:
                under = (Stack((*heading, Space(_GAP))),)
                yield Section("", under, framed=False, fresh=first and not above, ahead=_TABLE_BEGINS)
            yield _table(block)
            waiting, first = [Space(_GAP)], False
        else:
            waiting += _parts(block, f"c{at}-{len(waiting)}-{_id(block)}")
    if waiting:
        yield Section("", _together(waiting), framed=False, fresh=first)


def _id(block: Block | Picture) -> str:
    """A name for a heading's place that is the same in every run."""
    return "".join(f"{ord(c):x}" for c in (block.text if isinstance(block, Block) else block.caption))


def _with_pictures(manual: Manual, at: int, held: Sequence[Block]) -> Iterator[Block | Picture]:
    """The blocks, and each heading's pictures after the first piece of text under it."""
    due: tuple[Picture, ...] = ()
    for block in held:
        yield block
        if block.kind == "heading":
            yield from due
            due = manual.pictures.get((at, "" if block.level == 1 else block.text), ())
        elif due:
            yield from due
            due = ()
    yield from due


def _parts(block: Block | Picture, mark: str) -> list[Part]:
    if isinstance(block, Picture):
        return [_shot(block)]
    if block.kind == "heading":
        level = min(block.level, 4)
        return [_Heading(text(block.text, _HEADINGS[level], _WIDE), block.text, level, mark)]
    if block.kind == "code":
        return [_Code(text(block.text, _CODE, _WIDE - 2 * _GAP))]
    if block.kind == "item":
        return [_item(block)]
    return [text("　　" + block.text, _BODY, _WIDE), Space(2)]


@dataclass(frozen=True)
class _Item:
    """An item's words beside its mark."""

    mark: Text
    words: Text

    @property
    def height(self) -> float:
        return self.words.height + 2

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        self.mark.draw(sheet, x, top)
        self.words.draw(sheet, x, top)

    def cut(self, room: float) -> tuple[Part, Part] | None:
        parted = self.words.cut(room)
        return (_Item(self.mark, parted[0]), parted[1]) if parted and isinstance(parted[0], Text) else None


def _item(block: Block) -> Part:
    left = _INDENT * (block.level + 1)
    return _Item(text(block.mark, _BODY, _INDENT, left - _INDENT + 4), text(block.text, _BODY, _WIDE - left, left))


def _table(block: Block) -> Section:
    head, *rows = block.rows
    shares = _two(rows) if len(head) == 2 else _THREE if len(head) == 3 else (1.0,) * len(head)
    columns = [Col(name, share, _CELL) for name, share in zip(head, shares, strict=True)]
    return table("", columns, rows, _WIDE)


def _two(rows: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Shares of two columns by the longest text in each, within bounds."""
    first, second = (max((_length(row[at]) for row in rows), default=1) for at in (0, 1))
    share = min(max(first / max(first + second, 1), _NARROWEST), _WIDEST)
    return share, 1 - share


def _length(words: str) -> float:
    """Widths of Chinese characters; others are about half as wide."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.5 for sign in words)


def _shot(picture: Picture) -> Part:
    from reportlab.lib.utils import ImageReader

    wide, high = ImageReader(io.BytesIO(picture.data)).getSize()
    scale = min(_WIDE / wide, _TALLEST / high)
    return _Shot(picture.data, wide * scale, high * scale, text(picture.caption, _CAPTION, _WIDE))


def _together(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A heading is never parted from what comes after it."""
    made: list[Part] = []
    held: list[Part] = []
    for part in parts:
        held.append(part)
        if not isinstance(part, _Heading):
            made.append(Stack(tuple(held)) if len(held) > 1 else part)
            held = []
    return (*made, *held)

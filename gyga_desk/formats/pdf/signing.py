"""Where people sign a form: room for ink, a box for the digital signature, and the place of the official seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.approval import Opinion
from gyga_desk.formats.pdf.document import Document, Signer, field_of
from gyga_desk.formats.pdf.form import (
    LABEL,
    LABEL_WIDTH,
    LONG,
    PAD_X,
    PAD_Y,
    REST,
    THIN,
    VALUE,
    Cell,
    Part,
    Row,
    Stack,
    make_cell,
)
from gyga_desk.formats.pdf.page import BODY_WIDTH, Box, Sheet
from gyga_desk.formats.pdf.text import Line, Style, break_lines, draw_lines

_CAPTION = Style(fonts.FANG, 8, 10)
_SEAL = Style(fonts.FANG, 12, 16.5, "center")
_INK = Style(fonts.FANG, 11, 16.5, "right")
_SIGN_HEIGHT, _SIGN_BOX = 78.0, (172.0, 58.0)
_SEAL_HEIGHT, _SEAL_WIDTH = 126.0, 200.0
"""44 mm high: a bureau's seal is 42 mm across."""
_BAND_HEIGHT, _BAND_BOX = 76.0, (138.0, 54.0)
"""Three such boxes stand beside each other across an upright page."""


@dataclass(frozen=True)
class OpinionBlock:
    """One person's opinion, with room for ink on the left and for the digital signature on the right."""

    opinion: Opinion

    @property
    def _lines(self) -> tuple[Line, ...]:
        return break_lines(self.opinion.text, LONG, REST - 2 * PAD_X - 6) if self.opinion.text else ()

    @property
    def height(self) -> float:
        return max(len(self._lines), 2) * LONG.leading + 2 * PAD_Y + _SIGN_HEIGHT

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        bottom = top - self.height
        title = self.opinion.role.label
        _frame(sheet, x, top, self.height, f"{title}\n意见")
        left = x + LABEL_WIDTH + PAD_X + 3
        draw_lines(sheet.canvas, self._lines, LONG, left, top - PAD_Y - 2, REST - 2 * PAD_X - 6)
        _ink_lines(sheet, left, bottom)
        right = x + BODY_WIDTH - PAD_X - 4
        rect = (right - _SIGN_BOX[0], bottom + 8, right, bottom + 8 + _SIGN_BOX[1])
        _signature_place(sheet, rect, "", self.opinion.person)
        sheet.boxes.append(Box(field_of(self.opinion.role), f"{title}数字签名", sheet.page, rect))


def _frame(sheet: Sheet, x: float, top: float, height: float, label: str) -> None:
    """A label cell at the left and an empty cell beside it."""
    cells = (make_cell(label, LABEL_WIDTH, LABEL, label=True), Cell(REST, (), LONG))
    Row(cells, least=height).draw(sheet, x, top)


def _ink_lines(sheet: Sheet, left: float, bottom: float) -> None:
    sheet.canvas.setLineWidth(THIN)
    draw_lines(sheet.canvas, break_lines("签名:", VALUE, 80), VALUE, left, bottom + 52, 80)
    sheet.canvas.line(left + 36, bottom + 36, left + 156, bottom + 36)
    _date_line(sheet, left, bottom + 26)


def _date_line(sheet: Sheet, left: float, top: float) -> None:
    for text, shift in (("日期:", 0.0), ("年", 78.0), ("月", 112.0), ("日", 146.0)):
        draw_lines(sheet.canvas, break_lines(text, VALUE, 80), VALUE, left + shift, top, 80)


def _signature_place(sheet: Sheet, rect: tuple[float, float, float, float], label: str, person: str) -> None:
    canvas, wide = sheet.canvas, rect[2] - rect[0]
    caption = f"{label}数字签名" + (f"(签名人:{person})" if person else "")
    draw_lines(canvas, break_lines(caption, _CAPTION, wide)[:1], _CAPTION, rect[0], rect[3] + 11, wide)
    canvas.setLineWidth(THIN)
    canvas.setDash(2, 2)
    canvas.rect(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1])
    canvas.setDash()


@dataclass(frozen=True)
class SealBlock:
    """The place of the official seal, which only ever comes on by hand."""

    unit: str

    @property
    def height(self) -> float:
        return _SEAL_HEIGHT

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        _frame(sheet, x, top, self.height, "审批单位")
        start = x + BODY_WIDTH - _SEAL_WIDTH - 14
        offices = self.unit.replace("\u3000", "\n")  # two offices that act together, each on a line of its own
        lines = break_lines(f"{offices}\n（公章）", _SEAL, _SEAL_WIDTH)
        draw_lines(sheet.canvas, lines, _SEAL, start, top - self.height / 2 + 20, _SEAL_WIDTH)
        _date_line(sheet, start + 18, top - self.height + 28)


@dataclass(frozen=True)
class InkBlock:
    """Somebody's opinion on paper alone: room to write, and where to sign and date it."""

    label: str
    text: str = ""
    room: float = 44.0
    """Empty room above the signature, in points."""
    seal: bool = False
    signer: Signer | None = None
    """Who may sign with a key beside the ink."""

    @property
    def _lines(self) -> tuple[Line, ...]:
        return break_lines(self.text, LONG, REST - 2 * PAD_X - 6) if self.text else ()

    @property
    def height(self) -> float:
        room = max(self.room, _BAND_HEIGHT - 26 - 2 * PAD_Y) if self.signer else self.room
        return len(self._lines) * LONG.leading + 2 * PAD_Y + room + 26

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        _frame(sheet, x, top, self.height, self.label)
        left = x + LABEL_WIDTH + PAD_X + 3
        draw_lines(sheet.canvas, self._lines, LONG, left, top - PAD_Y - 2, REST - 2 * PAD_X - 6)
        wide = REST - 14
        if self.signer:
            wide -= _BAND_BOX[0] + 8
            _key_place(sheet, self.signer, left + wide + 8, top - self.height + 6)
        words = f"{'（公章）　　　' if self.seal else ''}签名：{'　' * (8 if self.signer else 10)}年　　月　　日"
        draw_lines(sheet.canvas, break_lines(words, _INK, wide), _INK, left, top - self.height + 24, wide)


def sign_row(width: float, *labels: str, high: float = 34.0) -> Row:
    """One row in which several people sign beside each other."""
    share = width / len(labels)
    named = min(share * 0.42, 78.0)
    cells: list[Cell] = []
    for label in labels:
        if not label:
            cells.append(Cell(share, (), LONG))
            continue
        cells += [make_cell(label, named, LABEL, label=True), Cell(share - named, (), LONG)]
    return Row(tuple(cells), least=high)


def sign_grid(width: float, names: Sequence[str], across: int = 4, high: float = 34.0) -> tuple[Row, ...]:
    """A place for each of many people, a few in a row; the last row is filled with empty places."""
    padded = [*names, *[""] * (-len(names) % across)]
    return tuple(sign_row(width, *padded[at : at + across], high=high) for at in range(0, len(padded), across))


@dataclass(frozen=True)
class SignBand:
    """Places for digital signatures beside each other, under whatever people sign in ink."""

    signers: tuple[Signer, ...]
    width: float

    @property
    def height(self) -> float:
        return _BAND_HEIGHT

    def cut(self, room: float) -> tuple[Part, Part] | None:
        return None

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        Row((Cell(self.width, (), LONG),), least=self.height).draw(sheet, x, top)
        share = self.width / len(self.signers)
        for at, signer in enumerate(self.signers):
            _key_place(sheet, signer, x + at * share + (share - _BAND_BOX[0]) / 2, top - self.height + 6)


def _key_place(sheet: Sheet, signer: Signer, left: float, bottom: float) -> None:
    rect = (left, bottom, left + _BAND_BOX[0], bottom + _BAND_BOX[1])
    label = "" if signer.person else signer.label
    _signature_place(sheet, rect, label, signer.person)
    sheet.boxes.append(Box(signer.field, f"{signer.label}数字签名", sheet.page, rect))


def with_places(document: Document, signers: tuple[Signer, ...]) -> Document:
    """The document with a place for each of these to sign with a key, never parted from what stands above it."""
    rest_of = tuple(s for s in signers if s.role not in document.placed)
    if not rest_of:
        return document
    band = SignBand(rest_of, document.format.body_width)
    sections = list(document.sections)
    under = sections[document.signed]
    *rest, last = under.parts
    kept = last.parts if isinstance(last, Stack) else (last,)
    sections[document.signed] = replace(under, parts=(*rest, Stack((*kept, band))))
    return replace(document, sections=tuple(sections))

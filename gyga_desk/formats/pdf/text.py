"""Chinese lines: where a line may end, how its last character is kept from standing alone, and how it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from gyga_desk.formats.pdf import fonts

_CLOSING = ",;:!?)\uff0c\uff1b\uff1a\uff01\uff1f\uff09"
NOT_FIRST = frozenset(_CLOSING + "。、》〉」』】〕]}”’…—·%‰℃.")
NOT_LAST = frozenset("(\uff08《〈「『【〔[{“‘¥\uffe5#")
_WORD = re.compile(r"[A-Za-z0-9_.,:/%+\-@#&=¥¥~*]")
_UNITS = frozenset("元万亿年月日时分号个件项份名笔")
"""What stays with the figure before it."""
_PARTS = re.compile(r"[^-/_@年月]*[-/_@年月]+|[^-/_@年月]+")
"""Where something too long for a line is parted first: a code after its hyphens, a date after year and month."""


@dataclass(frozen=True)
class Style:
    """A face, a size, the distance from line to line, and where a line stands."""

    font: str
    size: float
    leading: float
    align: Literal["left", "center", "right", "justify"] = "left"


@dataclass(frozen=True)
class Line:
    """One line ready to draw: its text, its width, and whether it may be stretched to the full measure."""

    text: str
    width: float
    full: bool


@lru_cache(maxsize=4096)
def break_lines(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """The text in lines no wider than `width`; centred lines come out about equally long."""
    lines: list[Line] = []
    for part in fonts.widen(text).split("\n"):
        whole = part.rstrip()
        if (wide := _width(whole, style)) <= width:  # most of what a paper says of itself
            lines.append(Line(whole, wide, full=False))
            continue
        atoms = _atoms(whole, style, width)
        filled = _fill(atoms, style, _even_width(atoms, style, width) if style.align == "center" else width)
        lines += [Line(line, _width(line, style), number < len(filled)) for number, line in enumerate(filled, 1)]
    return tuple(lines)


def _width(text: str, style: Style) -> float:
    return fonts.text_width(style.font, style.size, text)


def _atoms(text: str, style: Style, width: float) -> list[str]:
    """Pieces that no line end may fall into: words, figures, and a character with its punctuation."""
    atoms: list[str] = []
    for char in text:
        if atoms and _clings(atoms[-1][-1], char):
            atoms[-1] += char
        else:
            atoms.append(char)
    return [piece for atom in atoms for piece in _short(atom, style, width)]


def _clings(before: str, char: str) -> bool:
    if before == " " or char == " ":
        return False
    last, first = fonts.as_written(before), fonts.as_written(char)
    if first in NOT_FIRST or last in NOT_LAST:
        return True
    if last == "月" and first.isdigit():
        return True
    return bool(_WORD.match(before) and (_WORD.match(char) or (last.isdigit() and first in _UNITS)))


def _short(atom: str, style: Style, width: float) -> list[str]:
    """The atom, or, where it is wider than a whole line (a digest, a long address), its parts, and those in even pieces."""
    if _width(atom, style) <= width:
        return [atom]
    return [piece for part in _PARTS.findall(atom) for piece in _even_pieces(part, style, width)]


def _even_pieces(part: str, style: Style, width: float) -> list[str]:
    """As few pieces of about one length as lines can hold."""
    for count in range(1, len(part)):
        size = -(-len(part) // count)
        pieces = [part[at : at + size] for at in range(0, len(part), size)]
        if all(_width(piece, style) <= width for piece in pieces):
            return pieces
    return list(part)


def _fill(atoms: list[str], style: Style, width: float) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0.0
    for atom in atoms:
        wide = _width(atom, style)
        if lines[-1] and used + wide > width + 0.01:
            lines.append([])
            used = 0.0
        if lines[-1] or atom != " " or len(lines) == 1:
            lines[-1].append(atom)
            used += wide
    return ["".join(line).rstrip() for line in _not_alone(lines, style, width)]


def _not_alone(lines: list[list[str]], style: Style, width: float) -> list[list[str]]:
    """A last line of a single character takes one more from the line above, where it has room beside its punctuation."""
    last = "".join(map(fonts.as_written, "".join(lines[-1])))
    if len(lines) > 1 and len(lines[-2]) > 3 and len(last.strip(_CLOSING + "。、 ")) < 2:
        longer = [lines[-2][-1], *lines[-1]]
        if _width("".join(longer), style) <= width + 0.01:
            lines[-2:] = [lines[-2][:-1], longer]
    return lines


def _even_width(atoms: list[str], style: Style, width: float) -> float:
    """The narrowest measure that needs no more lines than the full one."""
    most = len(_fill(atoms, style, width))
    narrow = width
    while most > 1 and narrow > style.size * 2 and len(_fill(atoms, style, narrow - style.size)) == most:
        narrow -= style.size
    return narrow


def draw_lines(canvas: Any, lines: tuple[Line, ...], style: Style, x: float, top: float, width: float) -> None:
    """Lines from `top` downwards in a column of `width` at `x`."""
    for number, line in enumerate(lines):
        # The em box lies 88 % above the baseline in every face here; the leading's rest is shared above and below.
        base = top - number * style.leading - (style.leading - style.size) / 2 - 0.86 * style.size
        draw_line(canvas, line, style, x, base, width)


_STRETCH = 0.12
"""How much of its size a character may be moved from the one before, so that lines end evenly."""


def draw_line(canvas: Any, line: Line, style: Style, x: float, base: float, width: float) -> None:
    slack = width - line.width
    gaps = max(len(line.text) - 1, 1)
    # A line of a narrow column may have few gaps: what would show between its characters stays at its end.
    even = style.align == "justify" and line.full and slack < min(3, _STRETCH * gaps) * style.size
    stretch = slack / gaps if even else 0.0
    start = x + {"center": slack / 2, "right": slack}.get(style.align, 0.0)
    shown = _shown(canvas, style.font, style.size, line.text)
    space, end = (f"{stretch:.4f} Tc ", " 0 Tc") if stretch else ("", "")
    canvas._code.append(f"BT 1 0 0 1 {start:.2f} {base:.2f} Tm {space}{shown}{end} ET")  # noqa: SLF001 - its own text objects take twice as long


def _shown(canvas: Any, font: str, size: float, said: str) -> str:
    """The operators that show a line, worked out once a file: most lines of a book stand on every one of its papers."""
    if not hasattr(canvas, _KNOWN):
        setattr(canvas, _KNOWN, {})
    known: dict[tuple[str, float, str], str] = getattr(canvas, _KNOWN)
    if (font, size, said) not in known:
        known[font, size, said] = " ".join(_operators(canvas, font, size, said))
    return known[font, size, said]


_KNOWN = "_lines_shown"


def _operators(canvas: Any, font: str, size: float, said: str) -> Iterator[str]:
    """A face's characters lie in subsets of at most 256, each under a name of its own in the file."""
    document = canvas._doc  # noqa: SLF001 - where the file's subsets are kept
    for name, piece in fonts.runs(font, said):
        face = fonts.face_of(name)
        for subset, codes in face.splitString(piece, document):
            yield f"{face.getSubsetInternalName(subset, document)} {size:g} Tf ({canvas._escape(codes)}) Tj"  # noqa: SLF001

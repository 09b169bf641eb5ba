"""What the papers of a book have in the same place, drawn once: a part's operators, then whole runs of parts as one form.

A row is known again because the rows of forms are made once for the same words (`form.once`), and so are the same object;
other parts are compared by what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gyga_desk.formats.pdf.form import Part
    from gyga_desk.formats.pdf.page import Sheet

_Place = tuple["Part", float, float]
"""A part and where its left upper corner stands."""


@dataclass
class Repeats:
    """What a book has drawn so far, and which runs of parts stood on an earlier page already."""

    drawn: dict[_Place, str] = field(default_factory=dict)
    runs: dict[tuple[_Place, ...], str] = field(default_factory=dict)
    """Each with the name of its form; empty for one that has been met once."""
    forms: int = 0

    def draw(self, sheet: Sheet, parts: Sequence[tuple[Part, float]], x: float) -> None:
        """Parts with their upper edges, one below the other."""
        run: list[_Place] = []
        for part, top in parts:
            place = (part, x, top)
            if place in self.drawn:
                run.append(place)
                continue
            self._close(sheet, run)
            run = []
            self.drawn[place] = _operators(sheet, part, x, top)
            sheet.canvas._code.append(self.drawn[place])  # noqa: SLF001 - as text.py does
        self._close(sheet, run)

    def _close(self, sheet: Sheet, run: Iterable[_Place]) -> None:
        """A run met for the second time becomes a form; from then on it is only named."""
        key = tuple(run)
        if not key:
            return
        name = self.runs.get(key)
        if name is None:
            self.runs[key] = ""
            sheet.canvas._code += [self.drawn[place] for place in key]  # noqa: SLF001
            return
        self.runs[key] = name or self._form(sheet.canvas, key)
        sheet.canvas.doForm(self.runs[key])

    def _form(self, canvas: Any, key: tuple[_Place, ...]) -> str:
        self.forms += 1
        name = f"run{self.forms}"
        canvas.beginForm(name, 0, 0)
        canvas._code += [self.drawn[place] for place in key]  # noqa: SLF001
        canvas.endForm()
        return name


def _operators(sheet: Sheet, part: Part, x: float, top: float) -> str:
    """What a part draws, taken off the page again."""
    code = sheet.canvas._code  # noqa: SLF001
    start = len(code)
    part.draw(sheet, x, top)
    made = "\n".join(code[start:])
    del code[start:]
    return made

"""Rows like those before them: what a sheet's rows have in common becomes one expression that reads a whole row at once.

It only knows cells that the judge has taken before, letter by letter: the same column, style and type. Whatever differs
in anything, a blank too many included, does not match and goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from gyga_desk.formats.xlsx_cells import Judge, column_of

MOST_COLUMNS = 128
"""What a row that fails at its end costs grows with the square of this."""
MOST_FORMS = 6
"""So many styles and types are known for a column; rows with others go the long way."""
MOST_SEEN = 4_096
FIRST_LOOK = 48
"""Rows that go the long way before the first expression is made; each further one waits twice as long."""

_NUMBER = rb"(-?(?:[0-9]{1,24}(?:\.[0-9]{0,24})?|\.[0-9]{1,24})(?:[eE][+-]?[0-9]{1,2})?)"
_FORMULA = rb"(?:<%(p)sf>[^<]*</%(p)sf>)?"
_VALUES = {
    b"s": rb"><%(p)sv>(0|[1-9][0-9]{0,6})</%(p)sv></%(p)sc>",
    b"": rb">" + _FORMULA + rb"<%(p)sv>" + _NUMBER + rb"</%(p)sv></%(p)sc>",
    b"b": rb">" + _FORMULA + rb"<%(p)sv>([01])</%(p)sv></%(p)sc>",
    b"str": rb">" + _FORMULA + rb"<%(p)sv>([^<&\r\n]+)</%(p)sv></%(p)sc>",
    b"inlineStr": rb'><%(p)sis><%(p)st(?: xml:space="preserve")?>([^<&\r\n]+)</%(p)st></%(p)sis></%(p)sc>',
}
_VALUES[b"n"] = _VALUES[b""]
_BLANK = rb'(?: s="[0-9]+")?(?: t="[A-Za-z]+")?(?:/>|></%(p)sc>)'
_ROW = rb'\s*<%(p)srow r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:.]+="[^"<&]*")*) ?>%%s</%(p)srow>'


class Form(NamedTuple):
    """How a column's cells are written."""

    style: bytes
    kind: bytes


class Plan(NamedTuple):
    """What rows with the same cells filled have in common."""

    kinds: bytes
    pick: Callable[[tuple[bytes | None, ...]], Iterable[bytes]]
    """Takes the filled cells' values."""
    shared: tuple[int, ...]
    plain: tuple[int, ...]


class LearnedRows:
    """Learns from rows that went the long way, and reads those that are like them."""

    def __init__(self, judge: Judge, prefix: bytes) -> None:
        self.pattern: re.Pattern[bytes] | None = None
        self._judge = judge
        self._prefix = {b"p": re.escape(prefix)}
        self._columns: dict[int, tuple[bytes, list[Form]]] = {}
        self._groups: list[tuple[int, Form]] = []
        self._plans: dict[tuple[bool, ...], Plan] = {}
        self._seen: set[tuple[Sequence[bytes], ...]] = set()
        self._fresh = False
        self._missed, self._look = 0, FIRST_LOOK

    def learn(self, fields: Sequence[Sequence[bytes]]) -> None:
        """Take note of a row that was judged; `fields` as the judge takes them."""
        key = fields[0], fields[2], fields[3]
        if key not in self._seen and len(self._seen) < MOST_SEEN:
            self._seen.add(key)
            for letters, style, kind in zip(*key, strict=True):
                self._note(letters, Form(style, kind))
        self._missed += 1
        if self._missed >= self._look:
            self._missed, self._look = 0, self._look * 2
            if self._fresh:
                self._make()

    def _note(self, letters: bytes, form: Form) -> None:
        at = column_of(letters.decode())
        if at > MOST_COLUMNS:
            return
        if at not in self._columns:
            self._columns[at] = (letters, [])
            self._fresh = True
        forms = self._columns[at][1]
        if form not in forms and form.kind in _VALUES and len(forms) < MOST_FORMS:
            forms.append(form)
            self._fresh = True

    def take(self, number: int, values: tuple[bytes | None, ...]) -> bytes | None:
        """The packed row behind the groups of a match; None where every cell is blank."""
        mask = tuple([value is None for value in values])
        plan = self._plans.get(mask) or self._plan(mask)
        if not plan.kinds:
            return None
        texts = list(plan.pick(values))
        strings = self._judge.strings
        try:
            for i in plan.shared:
                texts[i] = strings[int(texts[i])]
        except IndexError as fault:
            raise self._judge.unclear(f"第 {number} 行", "所指的文字不存在") from fault
        for i in plan.plain:
            texts[i] = self._judge.plain(number, texts[i])
        return self._judge.pack(number, plan.kinds, texts)

    def _make(self) -> None:
        """The expression for everything learned; the columns are in their order, each there or not."""
        cells = []
        self._groups = []
        for at, (letters, forms) in sorted(self._columns.items()):
            written = [self._form(form) for form in forms] + [_BLANK % self._prefix]
            cells.append(rb'(?:<%sc r="%s\1"(?:%s))?' % (self._prefix[b"p"], letters, b"|".join(written)))
            self._groups += [(at, form) for form in forms]
        self.pattern = re.compile(_ROW % self._prefix % b"".join(cells))
        self._plans = {}
        self._fresh = False

    def _form(self, form: Form) -> bytes:
        style = b' s="%s"' % form.style if form.style else b""
        kind = b' t="%s"' % form.kind if form.kind else b""
        return style + kind + _VALUES[form.kind] % self._prefix

    def _plan(self, mask: tuple[bool, ...]) -> Plan:
        filled = [
            (i, at, form) for i, ((at, form), empty) in enumerate(zip(self._groups, mask, strict=True)) if not empty
        ]
        kinds = {at: self._letter(form) for _, at, form in filled}
        packed = b"".join(kinds.get(at, b".") for at in range(1, max(kinds, default=0) + 1))
        plan = Plan(
            packed,
            _picker([i for i, _, _ in filled]),
            tuple(place for place, (_, _, form) in enumerate(filled) if form.kind == b"s"),
            tuple(place for place, (_, _, form) in enumerate(filled) if form.kind in (b"str", b"inlineStr")),
        )
        if len(self._plans) > 4_096:
            self._plans.clear()
        self._plans[mask] = plan
        return plan

    def _letter(self, form: Form) -> bytes:
        if form.kind in (b"", b"n"):
            return b"d" if form.style.decode() in self._judge.dates else b"n"
        return b"b" if form.kind == b"b" else b"t"


def _picker(places: list[int]) -> Callable[[Any], Iterable[bytes]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: [values[place] for place in places]

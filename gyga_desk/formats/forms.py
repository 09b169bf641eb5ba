"""One form per applicant instead of a table: labels with their values beside them, block after block (单位表单)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from gyga_desk.formats.cells import is_blank, read_cell, shown
from gyga_desk.formats.figures import FACTORS, squeeze
from gyga_desk.formats.headers import LONGEST_HEADER, Label, Names, compare_key, make_label, weigh
from gyga_desk.formats.layout import ENOUGH, Layout, SheetPlan, plan_by_name, unit_in_line
from gyga_desk.formats.lines import NOTE_LINE
from gyga_desk.formats.raw import BLANK, RawCell, RawKind, RawRow, RawSheet, a1
from gyga_desk.formats.taken import RowRead, Taken
from gyga_desk.model import Column, ColumnType, Fact, Problem, Severity

FEWEST_LABELS = 5
_MOST_ROWS = 20_000
"""A sheet of more rows is no form that anybody filled in."""
_PROBED_ROWS = 80
_MOST_COLUMNS = 100
_INLINE = re.compile(r"([^:]{2,30}):(.+)", re.DOTALL)
_LONGEST_EXTRA = 24
_CODE = re.compile(r"[0-9A-Za-z]{18}")
_ASIDE_LINE = re.compile(
    r"(?:填表|填报)?(?:说明|注意事项|注)[:。]?.*|[0-9一二三四五六七八九十]{1,2}[.、].{12,}", re.DOTALL
)
Cells = Mapping[int, RawCell]


@dataclass(frozen=True)
class Found:
    """A label with its value, where the value stands and the unit that is said beside it."""

    column: Column
    label: Label
    row: int
    at: int
    raw: RawCell
    unit: str


@dataclass
class _Block:
    """One applicant's form while it is read."""

    row: int
    found: dict[str, Found] = field(default_factory=dict)
    extra: dict[str, Fact] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class Form:
    """A sheet of forms: whose measure they are of."""

    plan: SheetPlan
    across: tuple[int, ...] = ()
    """The columns of values, where applicants stand side by side and the labels in the first column."""


def find_form(sheet: RawSheet, plans: Sequence[SheetPlan], best: Layout | None) -> Form | None:
    """Whether the sheet holds forms: names of columns all over it, far more than any line of them could be a header."""
    if len(sheet.packed) > _MOST_ROWS:
        return None
    rows = [row for row, _ in zip(sheet.rows(), range(_PROBED_ROWS), strict=False)]
    named = plan_by_name(sheet.name, plans) or plan_by_name(_title(rows), plans)
    tried = [named] if named else [plan for plan in plans if not plan.detail]
    weights = weigh({plan.measure: plan.columns for plan in tried})
    scored: list[tuple[float, int, int]] = []
    for place, plan in enumerate(tried):
        labels = _labels(rows, Names(plan.columns))
        own = weights[plan.measure]
        share = sum(own[name] for name in labels) / (sum(own.values()) or 1)
        scored.append((share, len(labels), -place))
    share, count, place = max(scored, default=(0.0, 0, 0))
    header = len(best.columns) + len(best.hidden) if best else 0
    if count < FEWEST_LABELS or header * 2 > count or (named is None and share < ENOUGH):
        return None
    plan = tried[-place]
    return Form(plan, _across(rows, plan))


def _title(rows: Sequence[RawRow]) -> str:
    return "".join(cell.text for row in rows[:3] for cell in row.cells.values() if len(row.cells) <= 2)[:LONGEST_HEADER]


def _labels(rows: Sequence[RawRow], names: Names) -> set[str]:
    """The columns that some cell names."""
    found = set()
    for row in rows:
        for cell in islice(row.cells.values(), _MOST_COLUMNS):
            column = _named(cell, names) or (inline[0] if (inline := _inline(cell, names)) else None)
            if column:
                found.add(column.id)
    return found


def _named(cell: RawCell, names: Names) -> Column | None:
    return names.find("", cell.text) if cell.kind is RawKind.TEXT and len(cell.text) <= LONGEST_HEADER else None


def _inline(cell: RawCell, names: Names) -> tuple[Column, str, str] | None:
    """A label and its value in one cell: `单位名称：某某公司`."""
    if cell.kind is not RawKind.TEXT:
        return None
    found = _INLINE.fullmatch(cell.text.replace("：", ":").strip())
    column = names.find("", found[1]) if found else None
    return (column, found[1], found[2]) if found and column else None


def _across(rows: Sequence[RawRow], plan: SheetPlan) -> tuple[int, ...]:
    """The columns of values where the labels all stand in one column and several applicants beside it, each with a code."""
    names = Names(plan.columns)
    codes = {column.id for column in plan.columns if column.type is ColumnType.CODE and column.required}
    places = Counter(min(row.cells) for row in rows if row.cells and _named(row.cells[min(row.cells)], names))
    for row in rows:
        first = min(row.cells, default=0)
        column = _named(row.cells[first], names) if first else None
        if column and column.id in codes and places[first] >= FEWEST_LABELS:
            values = [at for at, cell in row.cells.items() if at > first and _CODE.fullmatch(squeeze(shown(cell)))]
            if len(values) > 1:
                return tuple(values)
    return ()


class FormReader:
    """Reads every form on a sheet; made for it and used once."""

    def __init__(self, sheet: RawSheet, form: Form, epoch1904: bool) -> None:
        self.taken = Taken()
        self.columns: dict[str, int] = {}
        self._sheet, self._form, self._epoch1904 = sheet, form, epoch1904
        self._names = Names(form.plan.columns)
        self._right = {(m.top, m.left): m.right for m in sheet.merges if m.right > m.left}
        self._blocks: list[_Block] = []
        self._marker = ""
        self._unit = ""

    def read(self) -> Iterator[int]:
        """Take every block, telling each row's number as it is passed."""
        for row in self._sheet.rows():
            cells = {
                at: cell
                for at, cell in islice(row.cells.items(), _MOST_COLUMNS)
                if not is_blank(cell) and at not in self._sheet.hidden_columns
            }
            yield row.number
            if row.number in self._sheet.hidden_rows:
                self.taken.skipped.append((row.number, "隐藏的行"))
                self._note(row.number, min(cells, default=1), "hidden-row", "这一行在原表中被隐藏，没有读取。")
            elif cells and self._form.across:
                self._take_across(row.number, cells)
            elif cells:
                self._take(row.number, cells)
        for block in self._blocks:
            self._finish(block)
        self.taken.skipped.sort()

    def _take_across(self, number: int, cells: Cells) -> None:
        """A line of one label and a value for each applicant."""
        first = min(cells)
        while len(self._blocks) < len(self._form.across):
            self._blocks.append(_Block(number))
        column = _named(cells[first], self._names)
        if column is None:
            self._leave(number, cells, self._blocks[:1])
            return
        label = make_label((), cells[first].text, known=True)
        for block, at in zip(self._blocks, self._form.across, strict=True):
            self._put(block, Found(column, label, number, at, cells.get(at, BLANK), self._unit))

    def _take(self, number: int, cells: Cells) -> None:
        """A line of labels and values by turns."""
        used: set[int] = set()
        for at in sorted(cells):
            if at in used:
                continue
            inline = _inline(cells[at], self._names)
            column = _named(cells[at], self._names)
            if column is None and inline is None:
                continue
            used.add(at)
            if inline and column is None:
                column, text, value = inline
                found = Found(column, make_label((), text, known=True), number, at, RawCell(value, RawKind.TEXT), "")
            elif column:
                place, raw = self._value_of(number, at, cells)
                unit = self._unit_beside(place, cells, used) if raw is not BLANK else ""
                used.add(place)
                found = Found(column, make_label((), cells[at].text, known=True), number, place, raw, unit)
            self._put(self._block_for(found), found)
        self._leave(number, {at: cell for at, cell in cells.items() if at not in used}, self._blocks)

    def _value_of(self, number: int, at: int, cells: Cells) -> tuple[int, RawCell]:
        """The cell right behind a label and nothing further off; another label there is not its value."""
        beside = self._right.get((number, at), at) + 1
        raw = cells.get(beside, BLANK)
        return (at, BLANK) if _named(raw, self._names) or _inline(raw, self._names) else (beside, raw)

    def _unit_beside(self, place: int, cells: Cells, used: set[int]) -> str:
        """A cell of nothing but a unit behind the value."""
        beside = place + 1
        word = squeeze(cells[beside].text).strip("()") if beside in cells and cells[beside].kind is RawKind.TEXT else ""
        if word in FACTORS:
            used.add(beside)
            return word
        return ""

    def _block_for(self, found: Found) -> _Block:
        """The form a label belongs to: the label that began the first one begins the next."""
        name = found.column.id
        if not self._blocks:
            self._marker = name
            self._blocks.append(_Block(found.row, unit=self._unit))
        elif name == self._marker and name in self._blocks[-1].found and self._begins(found):
            self._blocks.append(_Block(found.row, unit=self._unit))
        return self._blocks[-1]

    def _begins(self, found: Found) -> bool:
        """Whether a repeated label begins another form: one with most of the labels behind it, not a line for the stamp."""
        before = self._blocks[-1].found[found.column.id]
        return (
            found.row > before.row
            and len(self._blocks[-1].found) >= FEWEST_LABELS
            and not (is_blank(found.raw) or squeeze(shown(found.raw)) == squeeze(shown(before.raw)))
        )

    def _put(self, block: _Block, found: Found) -> None:
        known = block.found.get(found.column.id)
        if known is None:
            block.found[found.column.id] = found
            self.columns.setdefault(found.column.id, found.at)
            return
        one, other = squeeze(shown(known.raw)), squeeze(shown(found.raw))
        if is_blank(found.raw) or one == other:
            return
        if is_blank(known.raw):
            block.found[found.column.id] = found
            return
        text = found.label.text
        where = (
            self._sheet.name,
            a1(found.row, found.at),
            block.row,
            text,
            "label-twice",
            Severity.ERROR,
            shown(found.raw),
        )
        sentence = f"“{text}”在同一张表单里填了两次，内容不同（另一处在 {a1(known.row, known.at)}）。请只保留一处。"
        self.taken.problems.append(Problem(*where, sentence))

    def _leave(self, number: int, rest: Cells, blocks: Sequence[_Block]) -> None:
        """What no label claims: a unit line, a pair that the schema does not know, or words that are said to be left."""
        order = sorted(rest)
        for at in order:
            if rest[at].kind is RawKind.TEXT and (unit := unit_in_line(rest[at].text)):
                self._unit = unit
                for block in blocks[-1:]:
                    block.unit = block.unit or unit
        for at, after in pairwise(order):
            text = shown(rest[at])
            if (
                rest[at].kind is RawKind.TEXT
                and len(text) <= _LONGEST_EXTRA
                and after == self._right.get((number, at), at) + 1
                and blocks
            ):
                header = re.sub(r"\s+", "", text).rstrip("：:")
                raw = shown(rest[after], self._epoch1904)
                blocks[-1].extra.setdefault(f"x:{header}", Fact(raw, raw, a1(number, after), header))
                return
        words = [rest[at] for at in order if rest[at].kind is RawKind.TEXT]
        if words and len(words) == len(order) and _ASIDE_LINE.fullmatch(squeeze(words[0].text)):
            self.taken.skipped.append((number, NOTE_LINE))

    def _finish(self, block: _Block) -> None:
        """The block's facts, each label's value read as its column asks."""
        facts: dict[str, Fact] = {}
        for column in self._form.plan.columns:
            found = block.found.get(column.id)
            facts[column.id] = self._fact(block, found) if found else self._missing(block, column)
        facts.update({name: fact for name, fact in block.extra.items() if name not in facts})
        self.taken.rows.append(RowRead(block.row, facts))

    def _missing(self, block: _Block, column: Column) -> Fact:
        if column.required:
            where = (self._sheet.name, "", block.row, column.header, "missing-label", Severity.ERROR, "")
            sentence = f"表单里没有“{column.header}”一项，这一项必填。请按模板补上。"
            self.taken.problems.append(Problem(*where, sentence, (), column.id))
        return Fact("", None, "", "")

    def _fact(self, block: _Block, found: Found) -> Fact:
        said = found.unit or found.label.unit or block.unit or self._unit
        money = found.column.type is ColumnType.MONEY
        unit = (said or found.column.unit or "元") if money else found.label.count
        value, remarks = read_cell(found.raw, found.column, unit, self._epoch1904, stated=bool(said))
        cell, text = a1(found.row, found.at), shown(found.raw, self._epoch1904)
        for remark in remarks:
            where = (self._sheet.name, cell, block.row, found.label.text, *remark[:2], text)
            self.taken.problems.append(Problem(*where, *remark[2:], found.column.id))
        if compare_key(found.label.text) != compare_key(found.column.header):
            sentence = f"“{found.label.text}”按“{found.column.header}”读取。"
            self._note(block.row, 0, "header-alias", sentence, cell, found.label.text)
        return Fact(text, value, cell, found.label.text)

    def _note(self, row: int, at: int, code: str, sentence: str, cell: str = "", header: str = "") -> None:
        where = (self._sheet.name, cell or a1(row, at), row, header, code, Severity.NOTE, "")
        self.taken.problems.append(Problem(*where, sentence))

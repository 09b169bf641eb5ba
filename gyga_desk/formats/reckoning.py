"""What can only be said once every row of a table is known: units that do not fit, and totals that do not agree."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gyga_desk.formats.cells import read_cell, shown
from gyga_desk.formats.doubts import MoneyColumn, doubts, settle
from gyga_desk.formats.figures import FACTORS, read_as
from gyga_desk.formats.layout import Layout, unit_in_line
from gyga_desk.formats.lines import leading
from gyga_desk.formats.raw import BLANK, RawCell, RawKind, RawSheet, a1
from gyga_desk.formats.sums import Part, StatedSum, say_sum, slack
from gyga_desk.formats.taken import RowRead, Taken
from gyga_desk.model import Choice, Column, ColumnType, FactValue, Problem, Severity

_SUBTOTAL = re.compile(r"小计|本页|^[^本总全以合共].*合计")


@dataclass(frozen=True)
class _Total:
    """A line of totals, kept until all rows are known: which rows it may mean, likeliest first."""

    number: int
    cells: Mapping[int, RawCell]
    spans: tuple[tuple[int, int], ...]


class Reckoning:
    """The totals, the notes on units and the amounts of one table; made for it and used once."""

    def __init__(self, sheet: RawSheet, layout: Layout, epoch1904: bool, taken: Taken) -> None:
        self.taken = taken
        self._sheet, self._layout, self._epoch1904 = sheet, layout, epoch1904
        self._money = {at: column for at, column in layout.columns.items() if column.type is ColumnType.MONEY}
        self._units = {at: layout.unit(at) for at in self._money}
        self._typed: list[tuple[bool, ...]] = []
        self._amounts = [array("q") for _ in self._money]
        self._since_subtotal = self._since_header = 0
        self._totals: list[_Total] = []
        self._hidden: list[tuple[int, Mapping[int, RawCell]]] = []
        self._unit_lines: list[tuple[int, int, str, str]] = []

    @property
    def money(self) -> Sequence[int]:
        """The money columns."""
        return list(self._money)

    def begin_section(self) -> None:
        """A header again: what follows may have a total of its own."""
        self._since_header = len(self.taken.rows)

    def keep_row(self, cells: Mapping[int, RawCell], values: Mapping[int, FactValue]) -> None:
        """The amounts of an application, and which of them were typed as text; a text keeps its zeros, a number drops them."""
        typed = (at in cells and cells[at].kind is RawKind.TEXT for at in self._money)
        found = (values[at] for at in self._money)
        self.keep(tuple(typed), tuple(fen if isinstance(fen, int) else 0 for fen in found))

    def keep(self, typed: tuple[bool, ...], amounts: tuple[int, ...]) -> None:
        """The same, by money column; rows alike share what says how they were typed."""
        self._typed.append(typed)
        for kept, fen in zip(self._amounts, amounts, strict=True):
            kept.append(fen)

    def keep_hidden(self, number: int, cells: Mapping[int, RawCell]) -> None:
        self._hidden.append((number, cells))

    def keep_total(self, number: int, cells: Mapping[int, RawCell]) -> None:
        """The line, and the rows it may add up: of its section, of the sheet so far, or of all where it stands first."""
        count = len(self.taken.rows)
        section, office, all_ = (self._since_subtotal, count), (self._since_header, count), (0, count)
        sub = any(_SUBTOTAL.search(text) for text in leading(cells) if "计" in text)
        spans = (section, office, all_) if sub else (all_, office, section)
        self._totals.append(_Total(number, cells, tuple(dict.fromkeys(spans)) if count else ((0, -1),)))
        if sub or self._since_header:
            self._since_subtotal = count

    def keep_unit_line(self, number: int, cells: Mapping[int, RawCell]) -> None:
        for at, cell in cells.items():
            unit = unit_in_line(cell.text) if cell.kind is RawKind.TEXT else ""
            if unit:
                self._unit_lines.append((number, at, unit, cell.text))

    def finish(self) -> Iterator[None]:
        """Everything that waited for the last row, in steps that each take a small part of a second."""
        columns = [self._money_column(at, kept) for at, kept in zip(self._money, self._amounts, strict=True)]
        yield
        self._doubt(columns)
        yield
        for number, at, unit, text in self._unit_lines:
            if unit in FACTORS and not self._layout.sheet_unit:
                self._compare_unit(number, at, unit, text, columns)
        for total in self._totals:
            for at in self._money:
                if at in total.cells:
                    self._compare_sum(total, at)
                    yield

    def _money_column(self, at: int, amounts: Sequence[int]) -> MoneyColumn:
        column, label = self._money[at], self._layout.labels[at]
        return MoneyColumn(
            column.id, label.text, self._units[at], self._layout.states_unit(at), bool(label.unit), amounts
        )

    def _doubt(self, columns: Sequence[MoneyColumn]) -> None:
        asked = {(p.row, p.fact) for p in self.taken.problems if p.severity is Severity.ASK}
        for doubt in doubts(columns):
            row = self.taken.rows[doubt.place]
            if (row.row, doubt.fact) not in asked:
                self._ask(row, doubt.fact, doubt.sentence, doubt.choices)

    def _ask(self, row: RowRead, name: str, sentence: str, choices: tuple[Choice, ...]) -> None:
        fact = row.facts[name]
        where = (self._sheet.name, fact.cell, row.row, fact.header, "unit-doubt", Severity.ASK, fact.raw)
        self.taken.problems.append(Problem(*where, sentence, choices, name))

    def _compare_unit(self, number: int, at: int, unit: str, text: str, columns: Sequence[MoneyColumn]) -> None:
        """A note below the table may name another unit than the one its bare money columns were read in."""
        bare = [column for column in columns if not column.in_header and column.unit != unit]
        if not bare:
            return
        proofs = {one.header: settle(one, columns, unit) for one in bare}
        names = "、".join(f"“{one.header}”" for one in bare[:3])
        begin = f"表下说明写明金额单位为{unit}，而{names}等 {len(bare)} 列没有注明单位，按{bare[0].unit}读取"
        if all(proofs.values()):
            why = "；".join(dict.fromkeys(proofs.values()))
            self._say(number, a1(number, at), "", "unit-settled", Severity.NOTE, text, f"{begin}（{why}）。")
            return
        for column in bare:
            if not proofs[column.header]:
                self._ask_unit(column, unit)

    def _ask_unit(self, column: MoneyColumn, unit: str) -> None:
        for row, fen in zip(self.taken.rows, column.amounts, strict=True):
            if fen:
                other = fen * FACTORS[unit] // FACTORS[column.unit]
                sentence = f"本列没有注明单位，按{column.unit}读取；而表下说明写明金额单位为{unit}。请确认单位。"
                choices = (
                    read_as(column.unit, fen, "模板规定的单位"),
                    read_as(unit, other, "表下说明的单位"),
                )
                self._ask(row, column.fact, sentence, choices)

    def _compare_sum(self, total: _Total, at: int) -> None:
        column, cell, header = self._layout.columns[at], a1(total.number, at), self._layout.labels[at].text
        raw = total.cells[at]
        stated, remarks = read_cell(raw, column, self._units[at], self._epoch1904, stated=False)
        if not isinstance(stated, int):
            sentence = remarks[0].sentence if remarks else "合计数无法读取。"
            self._say(total.number, cell, header, "sum-unread", Severity.NOTE, shown(raw), sentence)
            return
        tried = [self._sum(total.number, at, column, stated, raw, span) for span in total.spans]
        best = next((one for one in tried if not one.off_fen), None) or next(
            (one for one in tried if one.agrees), tried[0]
        )
        self.taken.sums.append(best)
        problem = say_sum(self._sheet.name, best, total.number, shown(raw))
        if problem:
            self.taken.problems.append(problem)

    def _sum(self, number: int, at: int, column: Column, stated: int, raw: RawCell, span: tuple[int, int]) -> StatedSum:
        rows = self.taken.rows[span[0] : span[1]] if span[1] >= 0 else self.taken.rows
        parts, unread = [], []
        typed, of_column = self._typed, list(self._money).index(at)
        for place, row in enumerate(rows, span[0]):
            fact = row.facts[column.id]
            if isinstance(fact.value, int):
                parts.append(Part(row.row, fact.value, fact.raw, place < len(typed) and typed[place][of_column]))
            elif fact.raw.strip():
                unread.append(fact.cell)
        unit = self._units[at]
        own = Part(number, stated, shown(raw), raw.kind is RawKind.TEXT)
        allowed, step = slack(parts, own, unit)
        computed = sum(part.fen for part in parts)
        because = self._because(at, column, stated - computed, unread)
        header, cell = self._layout.labels[at].text, a1(number, at)
        numbers = tuple(row.row for row in rows)
        return StatedSum(header, cell, stated, computed, column.id, numbers, allowed, step, because)

    def _because(self, at: int, column: Column, off: int, unread: Sequence[str]) -> str:
        """What would explain the difference: hidden rows, a unit asked about, cells that could not be read."""
        if not off:
            return ""
        hidden = [(number, value) for number, cells in self._hidden if (value := self._hidden_fen(cells, at, column))]
        if hidden and sum(value for _, value in hidden) == off:
            return f"加上隐藏的第 {'、'.join(str(number) for number, _ in hidden)} 行后相等。"
        change = sum(self._changes(column))
        if change and change == off:
            return "单位有疑问的各格改按另一单位读后相等。"
        return f"有 {len(unread)} 格（{'、'.join(unread[:3])}）无法读取，没有计入。" if unread else ""

    def _changes(self, column: Column) -> Iterator[int]:
        """What each amount with a question about its unit would change by if it were answered the other way."""
        asked = {
            p.cell: p for p in self.taken.problems if p.code in ("unit-doubt", "money-unit") and p.fact == column.id
        }
        for row in self.taken.rows:
            fact = row.facts[column.id]
            problem = asked.get(fact.cell)
            for choice in problem.choices if problem else ():
                if isinstance(choice.value, int) and isinstance(fact.value, int):
                    yield choice.value - fact.value

    def _hidden_fen(self, cells: Mapping[int, RawCell], at: int, column: Column) -> int:
        value, _ = read_cell(cells.get(at, BLANK), column, self._units[at], self._epoch1904, stated=False)
        return value if isinstance(value, int) else 0

    def _say(self, row: int, cell: str, header: str, code: str, severity: Severity, raw: str, sentence: str) -> None:
        self.taken.problems.append(Problem(self._sheet.name, cell, row, header, code, severity, raw, sentence))

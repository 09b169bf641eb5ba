"""One sheet's table, row by row: applications, totals, blanks and notes told apart, each cell given its meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gyga_desk.formats.cells import is_blank, read_cell, shown
from gyga_desk.formats.doubts import MoneyColumn, doubts, settle
from gyga_desk.formats.figures import FACTORS, Remark, read_as, squeeze
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.layout import Layout, unit_in_line
from gyga_desk.formats.raw import BLANK, Merge, RawCell, RawKind, RawRow, RawSheet, a1, letters_of
from gyga_desk.formats.sums import Part, StatedSum, say_sum, slack
from gyga_desk.model import Choice, Column, ColumnType, Fact, Problem, Severity

__all__ = ["RowRead", "StatedSum", "TableReader", "Taken"]

_TOTAL = re.compile(r"[^,。;:、]{0,12}?(合计|总计|小计|共计|累计|总和)(?:[(:].{0,24})?")
_SUBTOTAL = re.compile(r"小计|本页|^[^本总全以合共].*合计")
_WITHIN = re.compile(r"其中[::].*")
_NOTE = re.compile(
    r"(?:填表说明|填报说明|说明|备注|注|附注|填表人|填报人|制表|经办|审核人|复核人|负责人|单位负责人|分管领导|主要领导"
    r"|联系人|联系电话|填报单位|填报日期|填表日期|日期|盖章|签字|附件?)(?:[(:、].*|[0-9].*|$)"
    r"|[0-9一二三四五六七八九十]{1,2}[.、].+"
)
_EXAMPLE = re.compile(r"[(\[【]?(?:填写|填报)?(?:示例|样例|范例|举例)[)\]】:]?.{0,4}|例[:如].{0,6}")
_ORDER = re.compile(r"[(]?(?:[0-9]{1,2}|[甲乙丙丁戊己庚辛])[)]?|[①-⑳]|栏次|列次")
_MERGED = Remark(
    "merged-amount",
    Severity.ERROR,
    "这个数填在跨多行的合并单元格里，无法判断各行分别是多少。请取消合并，逐行填写。",
)
_NUMBERED = frozenset(("序号", "编号", "no", "no."))
BLANK_LINE, TOTAL_LINE, NOTE_LINE, HEADER_LINE = "空行", "合计行", "表下说明", "重复的表头"
HIDDEN_LINE, EXAMPLE_LINE, ORDER_LINE, TITLE_LINE, WITHIN_LINE = "隐藏的行", "示例行", "栏次行", "小标题", "其中项"
_AMOUNT_TYPES = (ColumnType.MONEY, ColumnType.INT, ColumnType.NUMBER)
_MOST_BLANK = 1_000
_MOST_NOTES = 200
"""So many cells of a column are noted one by one for the same thing; the rest are counted."""
_LONG_LINE = 30
_FEW = 3
"""A line below the table with fewer known cells than this is a note, not an application."""
_LOOK_FOR_TOTAL = 6
_ODD_CELLS = 2


@dataclass(frozen=True)
class RowRead:
    """One application's row: its facts by column id; columns the edition does not know are `x:<header>`."""

    row: int
    facts: Mapping[str, Fact]


@dataclass
class Taken:
    """What was taken from a sheet so far."""

    rows: list[RowRead] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    sums: list[StatedSum] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Total:
    """A line of totals, kept until all rows are known: which rows it may mean, likeliest first."""

    number: int
    cells: Mapping[int, RawCell]
    spans: tuple[tuple[int, int], ...]


class TableReader:
    """Reads the rows below a header; made for one table and used once."""

    def __init__(self, sheet: RawSheet, layout: Layout, epoch1904: bool) -> None:
        self.taken = Taken()
        self._sheet, self._layout, self._epoch1904 = sheet, layout, epoch1904
        self._units = {at: layout.unit(at) for at in layout.columns}
        self._counts = {at: layout.labels[at].count for at in layout.columns}
        self._stated = {at: layout.states_unit(at) for at in layout.columns}
        self._known = {compare_key(layout.labels[at].text): at for at in layout.columns}
        left_out = {*layout.columns, *layout.twice, *layout.hidden, *sheet.hidden_columns}
        self._extra = [at for at in layout.labels if at not in left_out]
        self._money = [at for at, column in layout.columns.items() if column.type is ColumnType.MONEY]
        self._absent = [c for c in layout.plan.columns if c.id not in {known.id for known in layout.columns.values()}]
        self._amounts = frozenset(at for at, column in layout.columns.items() if column.type in _AMOUNT_TYPES)
        self._passed = layout.header_rows[-1]
        self._letters = {at: letters_of(at) for at in layout.columns}
        self._names = self._extra_names()
        self._wide = {(m.top, m.left) for m in sheet.merges if m.right > m.left}
        self._blank: list[int] = []
        self._ended = False
        self._since_subtotal = self._since_header = 0
        self._totals: list[_Total] = []
        self._hidden: list[tuple[int, Mapping[int, RawCell]]] = []
        self._notes: Counter[tuple[str, str]] = Counter()
        self._unsaid: dict[tuple[str, str], tuple[int, Problem]] = {}
        self._unit_lines: list[tuple[int, int, str, str]] = []

    def _extra_names(self) -> dict[int, str]:
        """A name of its own for every column beyond the schema, so that none hides another."""
        names: dict[int, str] = {}
        for at in self._extra:
            text = self._layout.labels[at].text
            names[at] = text if text not in names.values() else f"{text}({letters_of(at)})"
        return names

    def read(self) -> Iterator[int]:
        """Take every row, telling each row's number as it is passed."""
        for row, merged in self._rows():
            self._take(row, merged)
            yield row.number
        self._finish()

    def _rows(self) -> Iterator[tuple[RawRow, frozenset[int]]]:
        layout = self._layout
        for row, merged in _spread(self._sheet, layout.header_rows[-1], self._amounts):
            if layout.last and row.number > layout.last:
                return
            if layout.right or layout.left > 1:
                right = layout.right or max(row.cells, default=0)
                cells = {at: cell for at, cell in row.cells.items() if layout.left <= at <= right}
                yield RawRow(row.number, cells), merged
            else:
                yield row, merged

    def _take(self, row: RawRow, merged: frozenset[int]) -> None:
        cells = {at: cell for at, cell in row.cells.items() if not is_blank(cell)}
        if len(self._blank) < _MOST_BLANK:
            self._blank.extend(range(self._passed + 1, min(row.number, self._passed + _MOST_BLANK)))
        self._passed = row.number
        reason = self._why_not(row.number, cells)
        if reason == BLANK_LINE:
            self._blank.append(row.number)
        elif reason:
            self.taken.skipped.append((row.number, reason))
            self._read_aside(reason, row.number, cells)
        else:
            self.taken.skipped.extend((number, BLANK_LINE) for number in self._blank)
            self._blank.clear()
            self._read_row(row.number, cells, merged)

    def _read_aside(self, reason: str, number: int, cells: Mapping[int, RawCell]) -> None:
        """What a line that is no application still says about those that are."""
        if reason == TOTAL_LINE:
            self._keep_total(number, cells)
        elif reason in (NOTE_LINE, TITLE_LINE):
            self._keep_unit_line(number, cells)
        elif reason == HEADER_LINE:
            self._since_header = len(self.taken.rows)
        elif reason == HIDDEN_LINE:
            self._hidden.append((number, cells))
            sentence = "这一行在原表中被隐藏，没有读取。如应申报，请取消隐藏后再报。"
            self._say(number, a1(number, min(cells)), "", "hidden-row", Severity.NOTE, _gist(cells), sentence)

    def _why_not(self, number: int, cells: Mapping[int, RawCell]) -> str:
        """Why a row is no application; empty if it is one."""
        if not cells:
            return BLANK_LINE
        if number in self._sheet.hidden_rows:
            return HIDDEN_LINE
        start = min(cells)
        first = squeeze(cells[start].text) if cells[start].kind is RawKind.TEXT else ""
        if self._is_total(cells):
            self._ended = True
            return TOTAL_LINE
        if _WITHIN.fullmatch(first):
            return WITHIN_LINE
        if self._repeats_header(cells):
            return HEADER_LINE
        if first and _EXAMPLE.fullmatch(first):
            return EXAMPLE_LINE
        known = [at for at in cells if at in self._layout.columns]
        few = len(known) < max(_FEW, len(self._layout.columns) // 4)
        return self._why_few(number, cells, first, few=few) or self._why_numbers(cells)

    def _why_few(self, number: int, cells: Mapping[int, RawCell], first: str, *, few: bool) -> str:
        if not few:
            return ""
        start = min(cells)
        alone = len(cells) == 1 and bool(first)
        title = (
            alone
            and not self._ended
            and ((number, start) in self._wide or self._is_numbering(start) or start not in self._layout.columns)
        )
        if title and len(first) <= _LONG_LINE and not _NOTE.match(first):
            return TITLE_LINE
        if _NOTE.match(first) or self._ended or (alone and len(first) > _LONG_LINE):
            self._ended = True
            return NOTE_LINE
        return ""

    def _why_numbers(self, cells: Mapping[int, RawCell]) -> str:
        """Lines of nothing but numbers: rows numbered ahead, and the numbers of the columns below the header."""
        if all(self._is_numbering(at) for at in cells if at in self._layout.labels):
            return "只有序号"
        if self.taken.rows or len(cells) < _FEW:
            return ""
        marks = [squeeze(shown(cell)) for cell in cells.values()]
        return ORDER_LINE if all(_ORDER.fullmatch(mark) for mark in marks) and len(set(marks)) == len(marks) else ""

    def _is_numbering(self, at: int) -> bool:
        label = self._layout.labels.get(at)
        return label is not None and compare_key(label.text) in _NUMBERED

    def _is_total(self, cells: Mapping[int, RawCell]) -> bool:
        """Whether one of the first words is 合计 or the like, behind a merged or numbered cell too."""
        words = [
            cells[at]
            for at in sorted(cells)[:_LOOK_FOR_TOTAL]
            if cells[at].kind is RawKind.TEXT and len(cells[at].text) < 60
        ]
        found = [
            at
            for at, cell in enumerate(words)
            if ("计" in cell.text and _TOTAL.fullmatch(squeeze(cell.text))) or cell.text.strip() == "总和"
        ]
        if not found:
            return False
        codes = [at for at, column in self._layout.columns.items() if column.type is ColumnType.CODE]
        return found[0] < 3 or not any(at in cells for at in codes)

    def _leading(self, cells: Mapping[int, RawCell]) -> list[str]:
        """The words in the first columns, where 合计 may stand behind a merged or numbered cell."""
        first = sorted(cells)[:_LOOK_FOR_TOTAL]
        return [squeeze(cells[at].text) for at in first if cells[at].kind is RawKind.TEXT]

    def _repeats_header(self, cells: Mapping[int, RawCell]) -> bool:
        odd = 0
        for cell in cells.values():
            if cell.kind is not RawKind.TEXT:
                odd += 1
                if odd > _ODD_CELLS:  # nearly every application has its numbers; headers have words
                    return False
        known = [at for at in cells if at in self._layout.columns]
        if not any(cells[at].kind is RawKind.TEXT and compare_key(cells[at].text) in self._known for at in known[:3]):
            return False
        same = [at for at in known if cells[at].kind is RawKind.TEXT and compare_key(cells[at].text) in self._known]
        return len(same) >= max(2, len(self._layout.columns) // 2)

    def _read_row(self, number: int, cells: Mapping[int, RawCell], merged: frozenset[int]) -> None:
        facts = {column.id: Fact("", None, "", "") for column in self._absent}
        for at, column in self._layout.columns.items():
            facts[column.id] = self._fact(number, at, column, cells.get(at, BLANK), at in merged)
        for at, header in self._names.items():
            if at in cells:
                raw = shown(cells[at], self._epoch1904)
                facts[f"x:{header}"] = Fact(raw, raw, a1(number, at), header)
        self.taken.rows.append(RowRead(number, facts))

    def _fact(self, number: int, at: int, column: Column, raw: RawCell, merged: bool) -> Fact:
        unit = self._units[at] if column.type is ColumnType.MONEY else self._counts[at]
        value, remarks = (
            (None, [_MERGED]) if merged else read_cell(raw, column, unit, self._epoch1904, stated=self._stated[at])
        )
        text, cell, header = shown(raw, self._epoch1904), f"{self._letters[at]}{number}", self._layout.labels[at].text
        for remark in remarks:
            self._remark(Problem(self._sheet.name, cell, number, header, *remark[:2], text, *remark[2:], column.id))
        return Fact(text, value, cell, header)

    def _remark(self, problem: Problem) -> None:
        """A note on one cell, or, where a column has very many alike, one more to be counted."""
        if problem.severity is Severity.NOTE:
            key = problem.code, problem.fact
            self._notes[key] += 1
            if self._notes[key] > _MOST_NOTES:
                self._unsaid[key] = self._unsaid.get(key, (0, problem))[0] + 1, problem
                return
        self.taken.problems.append(problem)

    def _keep_total(self, number: int, cells: Mapping[int, RawCell]) -> None:
        """The line, and the rows it may add up: of its section, of the sheet so far, or of all where it stands first."""
        count = len(self.taken.rows)
        section, office, all_ = (self._since_subtotal, count), (self._since_header, count), (0, count)
        sub = any(_SUBTOTAL.search(text) for text in self._leading(cells) if "计" in text)
        spans = (section, office, all_) if sub else (all_, office, section)
        self._totals.append(_Total(number, cells, tuple(dict.fromkeys(spans)) if count else ((0, -1),)))
        if sub or self._since_header:
            self._since_subtotal = count

    def _keep_unit_line(self, number: int, cells: Mapping[int, RawCell]) -> None:
        for at, cell in cells.items():
            unit = unit_in_line(cell.text) if cell.kind is RawKind.TEXT else ""
            if unit:
                self._unit_lines.append((number, at, unit, cell.text))

    def _finish(self) -> None:
        """What can only be said once every row is known."""
        self.taken.skipped.sort()
        columns = self._money_columns()
        self._doubt(columns)
        for number, at, unit, text in self._unit_lines:
            if unit in FACTORS and not self._layout.sheet_unit:
                self._compare_unit(number, at, unit, text, columns)
        for total in self._totals:
            for at in self._money:
                if at in total.cells:
                    self._compare_sum(total, at)
        for count, problem in self._unsaid.values():
            sentence = f"“{problem.column}”一列另有 {count} 格同样处理，最后一格是 {problem.cell}。"
            where = (self._sheet.name, self._layout_cell(problem.fact), 0, problem.column)
            self.taken.problems.append(Problem(*where, problem.code, Severity.NOTE, "", sentence))

    def _layout_cell(self, fact: str) -> str:
        at = next(at for at, column in self._layout.columns.items() if column.id == fact)
        return a1(self._layout.header_rows[-1], at)

    def _money_columns(self) -> list[MoneyColumn]:
        found = []
        for at in self._money:
            column = self._layout.columns[at]
            label = self._layout.labels[at]
            facts = [row.facts[column.id] for row in self.taken.rows]
            found.append(MoneyColumn(column.id, label.text, self._units[at], self._stated[at], bool(label.unit), facts))
        return found

    def _doubt(self, columns: Sequence[MoneyColumn]) -> None:
        asked = {(p.row, p.fact) for p in self.taken.problems if p.severity is Severity.ASK}
        for doubt in doubts(columns, len(self.taken.rows)):
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
        proofs = {one.header: settle(one, columns, len(self.taken.rows), unit) for one in bare}
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
        for row, fact in zip(self.taken.rows, column.facts, strict=True):
            if isinstance(fact.value, int) and fact.value:
                other = fact.value * FACTORS[unit] // FACTORS[column.unit]
                sentence = f"本列没有注明单位，按{column.unit}读取；而表下说明写明金额单位为{unit}。请确认单位。"
                choices = (
                    read_as(column.unit, fact.value, "模板规定的单位"),
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
        for row in rows:
            fact = row.facts[column.id]
            if isinstance(fact.value, int):
                parts.append(Part(row.row, fact.value, fact.raw, not _is_plain(fact.raw)))
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


def _is_plain(raw: str) -> bool:
    """Whether an amount stands as a number does, its trailing zeros dropped; with them it was typed as text."""
    return bool(re.fullmatch(r"[0-9]+(?:\.[0-9]*[1-9])?", raw))


def _gist(cells: Mapping[int, RawCell]) -> str:
    return " ".join(shown(cells[at]) for at in sorted(cells)[:4])[:60]


def _spread(sheet: RawSheet, header: int, amounts: frozenset[int]) -> Iterator[tuple[RawRow, frozenset[int]]]:
    """The rows below the header, a value merged down several rows standing in each; amounts are only pointed at."""
    waiting = sorted((m for m in sheet.merges if m.bottom > m.top > header), reverse=True)
    active: list[tuple[Merge, RawCell]] = []
    for row in sheet.rows():
        if row.number <= header:
            continue
        if waiting or active:
            active = [(merge, cell) for merge, cell in active if merge.bottom >= row.number]
            while waiting and waiting[-1].top <= row.number:
                merge = waiting.pop()
                if merge.top == row.number and merge.left in row.cells:
                    active.append((merge, row.cells[merge.left]))
        merged = amounts.intersection(merge.left for merge, _ in active) if active else frozenset()
        for merge, cell in active:
            if merge.left not in merged:
                row.cells.setdefault(merge.left, cell)
        yield row, merged


def hidden_columns(sheet: RawSheet, layout: Layout) -> list[str]:
    """The letters of hidden columns that have a header."""
    return [letters_of(at) for at in sorted(layout.labels) if at in sheet.hidden_columns]

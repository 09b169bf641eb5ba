"""One sheet's table, row by row: applications, totals, blanks and notes told apart, each cell given its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gyga_desk.formats.cells import is_blank, read_cell, shown
from gyga_desk.formats.figures import FACTORS, Remark, key_of, squeeze
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.layout import Layout, unit_in_line
from gyga_desk.formats.raw import BLANK, Merge, RawCell, RawKind, RawRow, RawSheet, a1, letters_of
from gyga_desk.model import Choice, Column, ColumnType, Fact, Problem, Severity
from gyga_desk.money import write_yuan

_TOTAL = re.compile(r"(?:本页|本表|以上|全部|总)?(合计|总计|小计|共计|累计)(?:[(:].{0,12})?")
_NOTE = re.compile(
    r"(?:填表说明|填报说明|说明|备注|注|附注|填表人|填报人|制表|经办|审核人|复核人|负责人|单位负责人|分管领导|主要领导"
    r"|联系人|联系电话|填报单位|填报日期|填表日期|日期|盖章|签字|附件?)(?:[(:、].*|[0-9].*|$)"
    r"|[0-9一二三四五六七八九十]{1,2}[.、].+"
)
_MERGED = Remark(
    "merged-amount",
    Severity.ERROR,
    "这个数填在跨多行的合并单元格里，无法判断各行分别是多少。请取消合并，逐行填写。",
)
_NUMBERED = frozenset(("序号", "编号", "no", "no."))
BLANK_LINE, TOTAL_LINE, NOTE_LINE = "空行", "合计行", "表下说明"
_AMOUNT_TYPES = (ColumnType.MONEY, ColumnType.INT, ColumnType.NUMBER)
_MOST_BLANK = 1_000
_LONG_LINE = 30
_FEW = 3
"""A line below the table with fewer known cells than this is a note, not an application."""


@dataclass(frozen=True)
class RowRead:
    """One application's row: its facts by column id; columns the edition does not know are `x:<header>`."""

    row: int
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class StatedSum:
    """A 合计 or 小计 cell: what it says and what the rows above it add up to."""

    column: str
    cell: str
    stated_fen: int
    computed_fen: int


@dataclass
class Taken:
    """What was taken from a sheet so far."""

    rows: list[RowRead] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    sums: list[StatedSum] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class TableReader:
    """Reads the rows below a header; made for one sheet and used once."""

    def __init__(self, sheet: RawSheet, layout: Layout, epoch1904: bool) -> None:
        self.taken = Taken()
        self._sheet, self._layout, self._epoch1904 = sheet, layout, epoch1904
        self._units = {at: layout.unit(at) for at in layout.columns}
        self._known = {compare_key(layout.labels[at].text): at for at in layout.columns}
        self._extra = [at for at in layout.labels if at not in layout.columns and at not in layout.twice]
        self._money = [at for at, column in layout.columns.items() if column.type is ColumnType.MONEY]
        self._absent = [c for c in layout.plan.columns if c.id not in {known.id for known in layout.columns.values()}]
        self._since_subtotal = 0
        self._amounts = frozenset(at for at, column in layout.columns.items() if column.type in _AMOUNT_TYPES)
        self._passed = layout.header_rows[-1]
        self._letters = {at: letters_of(at) for at in layout.columns}
        self._blank: list[int] = []
        self._ended = False

    def read(self) -> Iterator[int]:
        """Take every row, telling each row's number as it is passed."""
        for row, merged in _spread(self._sheet, self._layout.header_rows[-1], self._amounts):
            self._take(row, merged)
            yield row.number
        self.taken.skipped.sort()

    def _take(self, row: RawRow, merged: frozenset[int]) -> None:
        cells = {at: cell for at, cell in row.cells.items() if not is_blank(cell)}
        if len(self._blank) < _MOST_BLANK:
            self._blank.extend(range(self._passed + 1, min(row.number, self._passed + _MOST_BLANK)))
        self._passed = row.number
        reason = self._why_not(cells)
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
            self._take_total(number, cells)
        elif reason == NOTE_LINE:
            self._doubt_unit(number, cells)

    def _why_not(self, cells: Mapping[int, RawCell]) -> str:
        """Why a row is no application; empty if it is one."""
        if not cells:
            return BLANK_LINE
        known = [at for at in cells if at in self._layout.columns]
        first = squeeze(cells[min(cells)].text) if cells[min(cells)].kind is RawKind.TEXT else ""
        if _TOTAL.fullmatch(first) or any(_TOTAL.fullmatch(text) for text in self._leading(cells)):
            self._ended = True
            return TOTAL_LINE
        if self._repeats_header(cells):
            return "重复的表头"
        few = len(known) < max(_FEW, len(self._layout.columns) // 4)
        alone = len(cells) == 1 and len(first) > _LONG_LINE
        if few and (_NOTE.match(first) or self._ended or alone):
            self._ended = True
            return NOTE_LINE
        if all(compare_key(self._layout.labels[at].text) in _NUMBERED for at in cells if at in self._layout.labels):
            return "只有序号"
        return ""

    def _leading(self, cells: Mapping[int, RawCell]) -> list[str]:
        """The words in the first columns, where 合计 may stand behind a merged or numbered cell."""
        return [squeeze(cells[at].text) for at in sorted(cells)[:3] if cells[at].kind is RawKind.TEXT]

    def _repeats_header(self, cells: Mapping[int, RawCell]) -> bool:
        known = [at for at in cells if at in self._layout.columns]
        if not any(compare_key(cells[at].text) in self._known for at in known[:2]):
            return False
        same = [at for at in known if compare_key(cells[at].text) in self._known]
        return len(same) >= max(2, len(self._layout.columns) // 2)

    def _read_row(self, number: int, cells: Mapping[int, RawCell], merged: frozenset[int]) -> None:
        facts = {column.id: Fact("", None, "", "") for column in self._absent}
        for at, column in self._layout.columns.items():
            facts[column.id] = self._fact(number, at, column, cells.get(at, BLANK), at in merged)
        for at in self._extra:
            if at in cells:
                header = self._layout.labels[at].text
                raw = shown(cells[at], self._epoch1904)
                facts[f"x:{header}"] = Fact(raw, raw, a1(number, at), header)
        if number in self._sheet.hidden_rows:
            self._say(number, "", "", "hidden-row", Severity.ASK, "", "这一行在原表中被隐藏。请确认是否应当申报。")
        self.taken.rows.append(RowRead(number, facts))
        self._since_subtotal += 1

    def _fact(self, number: int, at: int, column: Column, raw: RawCell, merged: bool) -> Fact:
        value, remarks = (None, [_MERGED]) if merged else read_cell(raw, column, self._units[at], self._epoch1904)
        text, cell, header = shown(raw, self._epoch1904), f"{self._letters[at]}{number}", self._layout.labels[at].text
        for code, severity, sentence, choices in remarks:
            problem = Problem(
                self._sheet.name, cell, number, header, code, severity, text, sentence, choices, column.id
            )
            self.taken.problems.append(problem)
        return Fact(text, value, cell, header)

    def _take_total(self, number: int, cells: Mapping[int, RawCell]) -> None:
        subtotal = any("小计" in text for text in self._leading(cells))
        rows = self.taken.rows[-self._since_subtotal :] if subtotal and self._since_subtotal else self.taken.rows
        for at in self._money:
            if at in cells:
                self._compare_sum(number, at, cells[at], [] if subtotal and not self._since_subtotal else rows)
        if subtotal:
            self._since_subtotal = 0

    def _doubt_unit(self, number: int, cells: Mapping[int, RawCell]) -> None:
        """A note below the table may name another unit than the one its bare money columns were read in."""
        for at, cell in cells.items():
            unit = unit_in_line(cell.text) if cell.kind is RawKind.TEXT else ""
            bare = [a for a in self._money if not self._layout.labels[a].unit and self._units[a] != unit]
            if unit and bare and not self._layout.sheet_unit:
                names = "、".join(f"“{self._layout.labels[a].text}”" for a in bare[:3])
                read = self._units[bare[0]]
                sentence = f"表下说明写明金额单位为{unit}，而{names}等 {len(bare)} 列按{read}读取。请核对单位。"
                choices = (
                    Choice(key_of(read), f"这些列仍按“{read}”读", FACTORS[read], "表头没有写单位，模板的金额以元计"),
                    Choice(
                        key_of(unit), f"这些列都按“{unit}”读", FACTORS[unit], "与表下说明一致；这些列的数全部随之改变"
                    ),
                )
                self._say(number, a1(number, at), "", "unit-doubt", Severity.ASK, cell.text, sentence, choices)
                return

    def _compare_sum(self, number: int, at: int, raw: RawCell, rows: list[RowRead]) -> None:
        column, cell, header = self._layout.columns[at], a1(number, at), self._layout.labels[at].text
        stated, remarks = read_cell(raw, column, self._units[at], self._epoch1904)
        if not isinstance(stated, int):
            sentence = remarks[0][2] if remarks else "合计数无法读取。"
            self._say(number, cell, header, "sum-unread", Severity.NOTE, shown(raw), sentence)
            return
        computed = sum(value for row in rows if isinstance(value := row.facts[column.id].value, int))
        self.taken.sums.append(StatedSum(header, cell, stated, computed))
        if stated != computed:
            sentence = (
                f"合计写的是 {write_yuan(stated)} 元，各行相加为 {write_yuan(computed)} 元，"
                f"相差 {write_yuan(abs(stated - computed))} 元。请核对是否漏行或填错。"
            )
            self._say(number, cell, header, "sum-differs", Severity.ASK, shown(raw), sentence)

    def _say(
        self, row: int, cell: str, header: str, code: str, severity: Severity, raw: str, sentence: str,
        choices: tuple[Choice, ...] = (),
    ) -> None:  # fmt: skip
        self.taken.problems.append(Problem(self._sheet.name, cell, row, header, code, severity, raw, sentence, choices))


def _spread(sheet: RawSheet, header: int, amounts: frozenset[int]) -> Iterator[tuple[RawRow, frozenset[int]]]:
    """The rows below the header, a value merged down several rows standing in each; amounts are only pointed at."""
    waiting = sorted((m for m in sheet.merges if m.bottom > m.top > header), reverse=True)
    active: list[tuple[Merge, RawCell]] = []
    for row in sheet.rows():
        if row.number <= header:
            continue
        active = [(merge, cell) for merge, cell in active if merge.bottom >= row.number]
        while waiting and waiting[-1].top <= row.number:
            merge = waiting.pop()
            if merge.top == row.number and merge.left in row.cells:
                active.append((merge, row.cells[merge.left]))
        merged = amounts.intersection(merge.left for merge, _ in active)
        for merge, cell in active:
            if merge.left not in merged:
                row.cells.setdefault(merge.left, cell)
        yield row, merged


def hidden_columns(sheet: RawSheet, layout: Layout) -> list[str]:
    """The letters of hidden columns that hold known data."""
    return [letters_of(at) for at in sorted(layout.columns) if at in sheet.hidden_columns]

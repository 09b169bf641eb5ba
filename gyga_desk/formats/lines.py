"""Lines below a header that are no applications, and why: totals, notes, titles, examples, numbers, headers again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from gyga_desk.formats.cells import shown
from gyga_desk.formats.figures import squeeze
from gyga_desk.formats.headers import compare_key
from gyga_desk.formats.layout import Layout
from gyga_desk.formats.raw import RawCell, RawKind, RawSheet
from gyga_desk.model import ColumnType

_TOTAL = re.compile(r"[^,。;:、]{0,12}?(合计|总计|小计|共计|累计)(?:[(:].{0,24})?")
_WITHIN = re.compile(r"其中[::].*")
_NOTE = re.compile(
    r"(?:填表说明|填报说明|说明|备注|注|附注|填表人|填报人|制表|经办|审核人|复核人|负责人|单位负责人|分管领导|主要领导"
    r"|联系人|联系电话|填报单位|填报日期|填表日期|日期|盖章|签字|附件?)(?:[(:、].*|[0-9].*|$)"
    r"|[0-9一二三四五六七八九十]{1,2}[.、].+"
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。;:]{1,20}")
"""`一、市属企业`: the name of a section, though a note below a table may be numbered so too."""
_EXAMPLE = re.compile(r"[(\[【]?(?:填写|填报)?(?:示例|样例|范例|举例)[)\]】:]?[0-9一二三行]{0,2}|例[:如]?[0-9]{0,2}")
_ORDER = re.compile(r"[(]?(?:[0-9]{1,2}|[甲乙丙丁戊己庚辛])[)]?|[①-⑳]|栏次|列次")
_NUMBERED = frozenset(("序号", "编号", "no", "no."))
BLANK_LINE, TOTAL_LINE, NOTE_LINE, HEADER_LINE = "空行", "合计行", "表下说明", "重复的表头"
HIDDEN_LINE, EXAMPLE_LINE, ORDER_LINE, TITLE_LINE, WITHIN_LINE = "隐藏的行", "示例行", "栏次行", "小标题", "其中项"
NUMBER_LINE = "只有序号"
_LONG_LINE = 30
_FEW = 3
"""A line below the table with fewer known cells than this is a note, not an application."""
LOOK_FOR_TOTAL = 6
_ODD_CELLS = 2
_ASIDE_STARTS = frozenset("其例示样范举填\uf9b5")
"""How the first cell of a line begins that says 其中 or 示例."""
_SHORTEST_CODE = 15


def leading(cells: Mapping[int, RawCell]) -> list[str]:
    """The words in the first columns, where 合计 may stand behind a merged or numbered cell."""
    first = sorted(cells)[:LOOK_FOR_TOTAL]
    return [squeeze(cells[at].text) for at in first if cells[at].kind is RawKind.TEXT]


class Lines:
    """Judges the lines of one table, from above; made for it and used once."""

    def __init__(self, sheet: RawSheet, layout: Layout) -> None:
        self._sheet, self._layout = sheet, layout
        self._known = {compare_key(layout.labels[at].text): at for at in layout.columns}
        self._wide = {(m.top, m.left) for m in sheet.merges if m.right > m.left}
        self._codes = [at for at, column in layout.columns.items() if column.type is ColumnType.CODE]
        self._numbering = {at for at, label in layout.labels.items() if compare_key(label.text) in _NUMBERED}
        self._fewest = max(_FEW, len(layout.columns) // 4)
        self._ended = self._begun = False

    def why_not(self, number: int, cells: Mapping[int, RawCell]) -> str:
        """Why a row is no application; empty if it is one."""
        reason = self._why_not(number, cells)
        self._begun = self._begun or not reason
        return reason

    @property
    def begun(self) -> bool:
        """Whether there has been an application."""
        return self._begun

    def goes_on(self, number: int) -> bool:
        """Whether applications have begun, so that a row like them is one too, and this one is not hidden."""
        return self._begun and number not in self._sheet.hidden_rows

    def are_many(self, columns: Sequence[int]) -> bool:
        """Whether a row with cells in these columns is too full for a note, and more than a number put ahead."""
        known = sum(at in self._layout.columns for at in columns)
        return known >= self._fewest and not all(at in self._numbering for at in columns if at in self._layout.labels)

    def are_words(self, kinds: Iterable[RawKind]) -> bool:
        """Whether a row with cells of these kinds could be a header."""
        return sum(kind is not RawKind.TEXT for kind in kinds) <= _ODD_CELLS

    def is_header(self, text: str) -> bool:
        """Whether it is one of the table's headers; no column is named by a number."""
        return not text.isdecimal() and compare_key(text) in self._known

    def may_stand_aside(self, first: str) -> bool:
        """Whether a line that begins so may be an example or a part of the line above."""
        return first[0] in _ASIDE_STARTS

    def _why_not(self, number: int, cells: Mapping[int, RawCell]) -> str:
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
        few = len(known) < self._fewest
        return self._why_few(number, cells, first, few=few) or self._why_numbers(cells)

    def _why_few(self, number: int, cells: Mapping[int, RawCell], first: str, *, few: bool) -> str:
        if not few:
            return ""
        start = min(cells)
        alone = len(cells) == 1 and bool(first)
        title = (
            alone
            and not self._ended
            and ((number, start) in self._wide or start in self._numbering or start not in self._layout.columns)
        )
        if title and len(first) <= _LONG_LINE and not _NOTE.match(first):
            return TITLE_LINE
        if alone and (number, start) in self._wide and _HEADING.fullmatch(first):
            return TITLE_LINE
        if _NOTE.match(first) or self._ended or (alone and len(first) > _LONG_LINE):
            self._ended = True
            return NOTE_LINE
        return ""

    def _why_numbers(self, cells: Mapping[int, RawCell]) -> str:
        """Lines of nothing but numbers: rows numbered ahead, and the numbers of the columns below the header."""
        if all(at in self._numbering for at in cells if at in self._layout.labels):
            return NUMBER_LINE
        if self._begun or len(cells) < _FEW:
            return ""
        marks = [squeeze(shown(cell)) for cell in cells.values()]
        return ORDER_LINE if all(_ORDER.fullmatch(mark) for mark in marks) and len(set(marks)) == len(marks) else ""

    def _is_total(self, cells: Mapping[int, RawCell]) -> bool:
        """Whether one of the first words is 合计 or the like, behind a merged or numbered cell too."""
        words = [
            cells[at]
            for at in sorted(cells)[:LOOK_FOR_TOTAL]
            if cells[at].kind is RawKind.TEXT and len(cells[at].text) < 60
        ]
        if not any("计" in cell.text and _TOTAL.fullmatch(squeeze(cell.text)) for cell in words):
            return False
        return not any(len(cells[at].text) >= _SHORTEST_CODE for at in self._codes if at in cells)

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

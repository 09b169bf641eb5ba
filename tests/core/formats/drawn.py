"""Sheets drawn by hand, cell by cell, as the reading process would hand them over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from gyga_desk.formats import workbook
from gyga_desk.formats.layout import SheetPlan
from gyga_desk.formats.raw import Book, Merge, RawSheet, clean_text, pack_row
from gyga_desk.formats.workbook import SheetResult
from gyga_desk.model import FactValue, Problem, Severity
from tests.core.formats.plans import columns

PLAN = SheetPlan(
    3,
    ("3示范应用场景", "示范应用场景"),
    columns("#序号 单位名称 !统一社会信用代码 项目名称 $实际投入(申报) $申请金额 @开工日期 附件目录"),
)
HEADERS = ["序号", "单位名称", "统一社会信用代码", "项目名称", "实际投入(申报)", "申请金额", "开工日期", "附件目录"]
CODE = "91440300708461136T"
Line = Sequence[Any]


def line(number: int, spent: Any = 4213000, asked: Any = 842600) -> list[Any]:
    return [
        number,
        f"贵州黔云智能{number:02d}科技有限公司",
        CODE,
        f"项目{number}",
        spent,
        asked,
        date(2024, 5, 1),
        "承诺书",
    ]


def drawn(
    *lines: Line,
    merges: Iterable[str] = (),
    name: str = "3示范应用场景",
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> RawSheet:
    """A sheet of these lines; None is no cell."""
    packed = [_packed(number, values) for number, values in enumerate(lines, 1) if any(v is not None for v in values)]
    return RawSheet(
        name, "visible", tuple(packed), tuple(map(_merge, merges)), frozenset(hidden_rows), frozenset(hidden_columns)
    )


def _packed(number: int, values: Line) -> bytes:
    told = [_told(value) for value in values]
    while told and told[-1][0] == ".":
        told.pop()
    return pack_row(number, "".join(kind for kind, _ in told), [clean_text(text) for kind, text in told if kind != "."])


def _told(value: Any) -> tuple[str, str]:
    if value is None:
        return ".", ""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, date):
        return "d", str((value - date(1899, 12, 30)).days)
    if isinstance(value, int | float | Decimal):
        return "n", str(value)
    return "t", value


def _merge(words: str) -> Merge:
    found = re.fullmatch(r"([A-Z])([0-9]+):([A-Z])([0-9]+)", words)
    assert found
    return Merge(int(found[2]), ord(found[1]) - 64, int(found[4]), ord(found[3]) - 64)


def understood(*sheets: RawSheet, plans: Sequence[SheetPlan] = (PLAN,)) -> tuple[SheetResult, ...]:
    return workbook.understand(Book("xlsx", "sha256:0", sheets), "表.xlsx", plans).sheets


def read(sheet: RawSheet, plans: Sequence[SheetPlan] = (PLAN,)) -> SheetResult:
    """The one result of one sheet."""
    (result,) = understood(sheet, plans=plans)
    return result


def values(result: SheetResult, name: str) -> list[FactValue]:
    return [row.facts[name].value for row in result.rows]


def told(result: SheetResult, *, notes: bool = False) -> list[tuple[str, str]]:
    """Code and cell of what is wrong or asked, with the notes if they are wanted."""
    return [(p.code, p.cell) for p in result.problems if notes or p.severity is not Severity.NOTE]


def only(result: SheetResult, code: str) -> Problem:
    (problem,) = (p for p in result.problems if p.code == code)
    return problem

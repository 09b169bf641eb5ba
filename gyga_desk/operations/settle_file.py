"""Answers and corrections written down in a file: JSON or a plain table, laid over a preview until none is left to lay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gyga_desk.errors import Refused, WorkbookError
from gyga_desk.formats.plain_table import read_table
from gyga_desk.model import Problem, Settlement, Severity
from gyga_desk.operations import files
from gyga_desk.operations.incoming import Preview
from gyga_desk.operations.intake import look_again
from gyga_desk.operations.settling import answers_to, correct, sign
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent

COLUMNS: Mapping[str, Sequence[str]] = {
    "sheet": ("sheet", "工作表"),
    "cell": ("cell", "单元格"),
    "row": ("row", "行", "行号"),
    "column": ("column", "列", "栏目"),
    "code": ("code", "问题代码", "代码"),
    "choice": ("choice", "答复", "answer", "decision"),
    "value": ("value", "更正为", "更正"),
}
"""The columns of a table of answers, and the keys of an object in JSON, under any of these names."""
_LISTS = ("settle", "answers", "decisions", "problems")
_SHAPE = "{name} 不是答复文件：应是 JSON 列表或表格，每条写明工作表、单元格（或列、问题代码）和答复或更正。"


@dataclass(frozen=True)
class Wish:
    """One line of the file; what it leaves out stands for all."""

    line: int
    sheet: str
    cell: str
    row: str
    column: str
    code: str
    choice: str
    value: str | None

    @property
    def said(self) -> str:
        what = [self.sheet, self.cell or (f"第 {self.row} 行" if self.row else ""), self.column, self.code, self.choice]
        return " ".join(filter(None, what))

    def means(self, problem: Problem) -> bool:
        """Whether it is about this question."""
        own = (problem.sheet, problem.cell, str(problem.row), problem.column, problem.code)
        asked = (self.sheet, self.cell, self.row, self.column, self.code)
        open_still = problem.severity is Severity.ASK or bool(problem.answer)
        return open_still and all(not want or want == have for want, have in zip(asked, own, strict=True))


def read_settlements(path: Path) -> list[Wish]:
    """The lines of a file of answers that say something; raises `Refused` or `WorkbookError`."""
    if path.suffix.lower() == ".json":
        listed = _listed(path)
    else:
        try:
            listed = [row.texts for row in read_table(path, COLUMNS, COLUMNS).rows]
        except WorkbookError as fault:
            raise Refused(_SHAPE, name=path.name) from fault
    wishes = [_wish(at, one) for at, one in enumerate(listed, 1)]
    found = [w for w in wishes if w.choice or w.value is not None]
    if not found:
        raise Refused("{name} 里没有一条答复或更正；请填写后再试。", name=path.name)
    return found


def _listed(path: Path) -> list[Mapping[str, object]]:
    try:
        held = json.loads(files.read(path).decode("utf-8-sig"))
    except ValueError as fault:
        raise Refused(_SHAPE, name=path.name) from fault
    if isinstance(held, dict):
        held = next((held[key] for key in _LISTS if isinstance(held.get(key), list)), None)
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise Refused(_SHAPE, name=path.name)
    return held


def _wish(line: int, one: Mapping[str, object]) -> Wish:
    def text(key: str) -> str | None:
        found = next((one[name] for name in COLUMNS[key] if one.get(name) is not None), None)
        return None if found is None or isinstance(found, dict | list) else str(found).strip()

    cell, row = (text("cell") or "").upper(), text("row") or ""
    return Wish(
        line, text("sheet") or "", cell, "" if cell or row == "0" else row, text("column") or "", text("code") or "",
        text("choice") or "", text("value"),
    )  # fmt: skip


def settle(
    db: sqlite3.Connection, edition: Edition, preview: Preview, wishes: Sequence[Wish], person: str, at: str,
    progress: Progress = silent,
) -> Preview:  # fmt: skip
    """The preview with everything of the file in it: corrections first, then answers, as long as they meet a question."""
    told: list[Settlement] = [_correction(preview, one) for one in wishes if not one.choice]
    waiting = [one for one in wishes if one.choice]
    while told or waiting:
        if told:
            preview = look_again(db, edition, preview, sign(told, person, at), progress)
        told = []
        for one in list(waiting):
            found = _answers(preview, one)
            if found:
                told += found
                waiting.remove(one)
        if waiting and not told:
            raise Refused(
                "答复文件第 {line} 条（{said}）在表中没有对应的问题；请核对工作表、单元格和问题代码。",
                line=waiting[0].line,
                said=waiting[0].said,
            )
    return preview


def _correction(preview: Preview, one: Wish) -> Settlement:
    sheet = next((s for s in preview.sheets if s.name == one.sheet), None)
    digits = "".join(c for c in one.cell if c.isdecimal())
    if sheet is None or not digits or one.value is None:
        raise Refused(
            "答复文件第 {line} 条（{said}）没有写明哪张工作表的哪个单元格；请补全。", line=one.line, said=one.said
        )
    return correct(preview.book, sheet, one.cell, one.value)


def _answers(preview: Preview, one: Wish) -> list[Settlement]:
    met = [p for p in preview.problems if one.means(p)]
    found = answers_to(preview.problems, met, one.choice)
    if met and not found:
        keys = "；".join(f"{c.key}（{c.sentence}）" for c in met[0].choices)
        raise Refused(
            "答复文件第 {line} 条（{said}）不是可选的答复；可选的有：{keys}。", line=one.line, said=one.said, keys=keys
        )
    return found

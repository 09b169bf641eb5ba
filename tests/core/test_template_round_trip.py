"""A blank workbook, filled in, taken in and written out again: nothing is lost and nothing changed, for every measure."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyga_desk.formats.template import header_of
from gyga_desk.model import Column, ColumnType
from gyga_desk.policy import Edition, Measure
from gyga_desk.rules.facts import plain
from tests.headless import CLERK, Desk

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WORDS = st.text("贵阳大模型训练场景智能语料检测abcXYZ019《》，。；：、（-/·é", min_size=1, max_size=24)
SEVERAL = 3
"""Rows of each measure."""


def code_of(number: int) -> str:
    """A credit code with its check digit, made up."""
    body = f"91520100MA{number:07d}"
    rest = sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True)) % 31
    return body + _SIGNS[(31 - rest) % 31]


@dataclass(frozen=True)
class Typed:
    """What goes into a cell, and what must come out of the export."""

    cell: Any
    out: Any


def values_of(column: Column) -> st.SearchStrategy[Typed]:
    """Anything that a person may rightly type into a column."""
    if column.id == "year":
        return st.just(Typed(2025, 2025))
    if column.id == "stage":
        return st.just(Typed("申领", "申领"))
    if column.type is ColumnType.MONEY:
        return st.integers(1_000_000, 90_000_000).map(lambda fen: _money(fen, column))
    if column.type is ColumnType.DATE:
        return st.dates(date(1990, 1, 1), date(2025, 6, 30)).map(lambda day: Typed(day, day))
    if column.type is ColumnType.INT:
        return st.integers(0, 10**9).map(lambda n: Typed(n, n))
    if column.type is ColumnType.NUMBER:
        return st.integers(0, 10**9).map(lambda n: Typed(n / 1000, Decimal(n) / 1000))
    if column.type is ColumnType.BOOL:
        return st.sampled_from(["是", "否"]).map(lambda word: Typed(word, word))
    if column.type is ColumnType.ENUM:
        return st.sampled_from(column.options).map(lambda word: Typed(word, word))
    if column.type is ColumnType.MULTI:
        chosen = st.lists(st.sampled_from(column.options), min_size=1, unique=True)
        return chosen.map(lambda words: Typed(";".join(words), ";".join(words)))
    return WORDS.map(lambda words: Typed(words, words))


def _money(fen: int, column: Column) -> Typed:
    """Cells of 万元 hold whole hundreds of 元 here, so that the figure is one that a person types."""
    if column.unit == "万元":
        fen -= fen % 10_000
        return Typed(float(Decimal(fen) / 1_000_000), Decimal(fen) / 100)
    return Typed(float(Decimal(fen) / 100), Decimal(fen) / 100)


def rows_of(draw: st.DrawFn, measure: Measure) -> list[dict[str, Typed]]:
    rows = []
    for number in range(1, SEVERAL + 1):
        row = {c.id: draw(values_of(c)) for c in measure.columns if c.required or draw(st.booleans())}
        code = code_of(measure.number * 100 + number)
        row["credit_code"] = Typed(code, code)
        name = f"{row['applicant'].cell}第{number}公司"
        row["applicant"] = Typed(name, name)
        for key in measure.key:
            column = measure.column(key)
            assert column is not None
            if column.type is ColumnType.TEXT:
                row[key] = Typed(f"事项{number}{row[key].cell}", f"事项{number}{row[key].cell}")
        for key, column in ((c.id, c) for c in measure.columns if c.type is ColumnType.CODE and c.id != "credit_code"):
            row[key] = Typed(code_of(9_000 + column.required), code_of(9_000 + column.required))
        rows.append(row)
    return rows


@st.composite
def workbooks(draw: st.DrawFn, edition: Edition) -> dict[int, list[dict[str, Typed]]]:
    return {measure.number: rows_of(draw, measure) for measure in edition.measures}


def fill(path: Path, edition: Edition, held: dict[int, list[dict[str, Typed]]]) -> None:
    book = openpyxl.load_workbook(path)
    for number, rows in held.items():
        measure = edition.measure(number)
        assert measure is not None
        sheet = book[measure.sheet]
        places = {cell.value: cell.column for cell in sheet[1]}
        for at, row in enumerate(rows, 2):
            for column in measure.columns:
                if column.id in row:
                    sheet.cell(at, places[header_of(column)]).value = row[column.id].cell
    book.save(path)


def exported(path: Path) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for sheet in openpyxl.load_workbook(path):
        head, *rows = sheet.values
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


def same(out: Any, written: Typed | None) -> bool:
    if written is None:
        return out is None
    if isinstance(written.out, Decimal):
        return Decimal(str(out)) == written.out
    if isinstance(written.out, date):
        return bool(out.date() == written.out)
    return out == written.out if isinstance(written.out, int) else plain(str(out)) == plain(written.out)


@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_filled_in_comes_out(
    office: Desk, edition: Edition, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("round")
    desk = Desk(Path(shutil.copy(office.store, folder)))
    held = data.draw(workbooks(edition))
    form, out = folder / "申报表.xlsx", folder / "导出.xlsx"
    desk.ok("template", form, who=CLERK)
    fill(form, edition, held)
    said = desk.ok("import", form, who=CLERK)
    assert [p for p in said["problems"] if p["severity"] != "note"] == []
    assert (said["accepted"], said["held"]) == (SEVERAL * len(held), 0)
    desk.ok("export", out, "--reveal", "核对", who=CLERK)
    found = exported(out)
    for number, rows in held.items():
        measure = edition.measure(number)
        assert measure is not None
        lines = found[measure.sheet]
        assert len(lines) == len(rows)
        for row, line in zip(rows, lines, strict=True):
            for column in measure.columns:
                header = f"{column.header}(元)" if column.unit == "万元" else column.header
                assert same(line[header], row.get(column.id)), (number, header, line[header], row.get(column.id))
    again = desk.ok("import", form, who=CLERK)
    assert (again["accepted"], again["changed"], again["unchanged"]) == (0, 0, SEVERAL * len(held))

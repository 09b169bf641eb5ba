"""A large sheet understood while it is read: the same as afterwards, whatever its end has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gyga_desk.formats import child, workbook
from gyga_desk.formats.ahead import Ahead
from gyga_desk.formats.layout import find_tables
from gyga_desk.formats.raw import Book, RawSheet
from gyga_desk.formats.workbook import SheetResult
from tests.core.formats.drawn import HEADERS, PLAN, drawn, line

ROWS = 700
TABLE = (HEADERS, *(line(n, asked=800_000 + n) for n in range(1, ROWS)))


def heard(*sheets: RawSheet, epoch1904: bool = False) -> tuple[Book, Ahead]:
    """The sheets as their rows come in, their ends last."""
    ahead = Ahead([PLAN])
    for sheet in sheets:
        ahead.begin(sheet.name, sheet.state, epoch1904)
        for packed in sheet.packed:
            ahead.take(packed)
        ahead.end(sheet)
    return Book("xlsx", "", sheets, epoch1904), ahead


def both(*sheets: RawSheet, epoch1904: bool = False) -> tuple[Sequence[SheetResult], Sequence[SheetResult]]:
    book, ahead = heard(*sheets, epoch1904=epoch1904)
    return workbook.understand(book, "表.xlsx", [PLAN], ahead=ahead).sheets, workbook.understand(
        book, "表.xlsx", [PLAN]
    ).sheets


def was_taken(sheet: RawSheet) -> bool:
    """Whether the work done ahead counts."""
    book, ahead = heard(sheet)
    (result,) = workbook.understand(book, "表.xlsx", [PLAN]).sheets
    assert result.rows
    return ahead.reader_of(sheet, find_tables(sheet, [PLAN])[0]) is not None


TOTAL = ["合计", None, None, None, None, 7]
BELOW = {
    "nothing else": drawn(*TABLE),
    "a wrong total, a note and blank rows": drawn(*TABLE, [None], TOTAL, ["备注：以上属实"]),
    "a title above": drawn(["示范应用场景申报汇总表"], *TABLE, merges=["A1:H1"]),
    "problems": drawn(*TABLE, *([None, None, "x", "", "多少", "约20"] for _ in range(40)), line(9, asked="壹佰万元整")),
}
ELSE = {
    "a hidden row": drawn(*TABLE, hidden_rows=[650]),
    "a hidden column": drawn(*TABLE, hidden_columns=[8]),
    "a value merged over rows": drawn(*TABLE, merges=["F600:F601"]),
    "a merge from the header down": drawn(*TABLE, merges=["H1:H2"]),
    "a second table below": drawn(*TABLE, ["另表"], HEADERS[::-1], *(line(n)[::-1] for n in range(1, 5))),
}


@pytest.mark.parametrize("sheet", [*BELOW.values(), *ELSE.values()], ids=[*BELOW, *ELSE])
def test_it_comes_to_the_same(sheet: RawSheet) -> None:
    ahead, afterwards = both(sheet)
    assert ahead == afterwards


@pytest.mark.parametrize("sheet", BELOW.values(), ids=[*BELOW])
def test_work_done_ahead_counts(sheet: RawSheet) -> None:
    assert was_taken(sheet)


@pytest.mark.parametrize("sheet", ELSE.values(), ids=[*ELSE])
def test_work_is_thrown_away_where_the_end_tells_another_story(sheet: RawSheet) -> None:
    assert not was_taken(sheet)


def test_a_text_files_rows_are_understood_while_they_come(tmp_path: Path) -> None:
    path = tmp_path / "3示范应用场景.csv"
    told = [[*HEADERS[:6], *HEADERS[7:]], *([*line(n)[:6], "承诺书"] for n in range(1, ROWS))]
    path.write_text("\n".join(",".join(map(str, cells)) for cells in told), encoding="utf-8")
    ahead = Ahead([PLAN])
    book = child.read(path, hearer=ahead)
    (sheet,) = book.sheets
    assert (sheet.name, sheet.words_only) == ("3示范应用场景", True)
    assert ahead.reader_of(sheet, find_tables(sheet, [PLAN])[0]) is not None
    one, other = workbook.understand(book, path.name, [PLAN], ahead=ahead), workbook.understand(book, path.name, [PLAN])
    assert one == other
    assert len(one.sheets[0].rows) == ROWS - 1


def test_a_corrected_sheet_is_read_again() -> None:
    book, ahead = heard(BELOW["nothing else"])
    changed = replace(book.sheets[0], packed=(*book.sheets[0].packed[:-1],))
    corrected = replace(book, sheets=(changed,))
    result = workbook.understand(corrected, "表.xlsx", [PLAN], ahead=ahead)
    assert len(result.sheets[0].rows) == ROWS - 2


def test_hidden_sheets_small_ones_and_several_of_a_name() -> None:
    hidden = replace(drawn(*TABLE), state="hidden")
    ahead, afterwards = both(hidden, drawn(*TABLE[:9]), drawn(*TABLE), drawn(*TABLE[:650]), epoch1904=True)
    assert ahead == afterwards
    assert [len(sheet.rows) for sheet in ahead] == [0, 8, ROWS - 1, 649]


def test_a_sheet_with_too_many_problems_is_given_up_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gyga_desk.formats.table._MOST_PROBLEMS", 300)
    bad = [line(n, asked="多少") for n in range(1, ROWS)]
    ahead, afterwards = both(drawn(HEADERS, *bad))
    assert ahead == afterwards
    assert [p.code for p in ahead[0].problems][-1] == "too-many-problems"

"""Rows read by their pattern: the very same facts, lines and problems as cell by cell."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench.workbooks import make_workbook
from gyga_desk.errors import WorkbookError
from gyga_desk.formats import child, reading, table, workbook
from gyga_desk.formats.patterns import Patterns
from gyga_desk.formats.raw import Book, RawSheet, pack_row, unpack_texts
from gyga_desk.formats.workbook import Workbook
from tests.core.formats.drawn import HEADERS, drawn, line, read
from tests.fuzz import NUMBERS, VALUES, mutated, plans


def both_ways(book: Book, monkeypatch: pytest.MonkeyPatch) -> tuple[Workbook, Workbook]:
    """The book understood by patterns, and cell by cell."""
    quick = workbook.understand(book, "表.xlsx", plans())
    with monkeypatch.context() as other:
        other.setattr(table.TableReader, "_is_plain", lambda _: False)
        return quick, workbook.understand(book, "表.xlsx", plans())


def read_by_pattern(book: Book, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows go the short way."""
    count = 0
    read = Patterns.read

    def counted(self: Patterns, *lines: Sequence[Any]) -> object:
        nonlocal count
        rows = read(self, *lines)
        count += sum(row is not None for row in rows)
        return rows

    with monkeypatch.context() as other:
        other.setattr(Patterns, "read", counted)
        workbook.understand(book, "表.xlsx", plans())
    return count


def small_book(tmp_path: Path, rows: int) -> Book:
    return child.read(make_workbook(tmp_path / "大表.xlsx", rows))


def test_common_rows_go_the_short_way_and_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(tmp_path, 300)
    quick, slow = both_ways(book, monkeypatch)
    assert quick == slow
    assert [dict(row.facts) for row in quick.sheets[0].rows] == [dict(row.facts) for row in slow.sheets[0].rows]
    assert read_by_pattern(book, monkeypatch) == 299, "the first says that applications have begun"


@pytest.mark.parametrize("seed", range(12))
def test_rows_with_anything_in_their_cells_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    book = small_book(tmp_path, 120)
    (sheet,) = book.sheets
    packed = [sheet.packed[0], *(changed(dice, one) if dice.random() < 0.5 else one for one in sheet.packed[1:])]
    harmed = Book(book.kind, book.digest, (RawSheet(sheet.name, sheet.state, tuple(packed)),))
    quick, slow = both_ways(harmed, monkeypatch)
    assert quick == slow
    assert 0 < read_by_pattern(harmed, monkeypatch) < 120


@pytest.mark.parametrize("words_only", [False, True])
def test_figures_written_as_words_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words_only: bool
) -> None:
    book = small_book(tmp_path, 300)
    (sheet,) = book.sheets
    rows = (unpack_texts(line) for line in sheet.packed)
    packed = tuple(
        pack_row(number, kinds.replace("n", "t").replace("d", "t"), texts) for number, kinds, _, texts in rows
    )
    words = Book(book.kind, book.digest, (RawSheet(sheet.name, sheet.state, packed, words_only=words_only),))
    quick, slow = both_ways(words, monkeypatch)
    assert quick == slow
    assert read_by_pattern(words, monkeypatch) == 299
    codes = [problem.code for problem in quick.all_problems]
    assert codes.count("text-sheet") == (0 if words_only else 1) and "text-number" not in codes
    assert any("另有 100 格" in problem.sentence for problem in quick.all_problems), "300 dates, 200 told one by one"


def changed(dice: random.Random, packed: bytes) -> bytes:
    """A row with other texts, other kinds, fewer cells, or a word that makes it something else."""
    number, kinds, _, texts = unpack_texts(packed)
    letters = list(kinds)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(texts))
        if letters[at] == ".":
            continue
        letters[at], texts[at] = dice.choice([
            ("t", dice.choice(VALUES)), ("n", dice.choice(NUMBERS).decode()), ("t", f"{number}"), ("e", "#REF!"), ("f", "="), ("b", "1"),
            ("t", dice.choice(("合计", "其中：甲", "示例", "单位名称", "申报年度", " ", "2024年度", "1E10", "甲（盖章）", "一\n二"))),
        ])  # fmt: skip
    if dice.random() < 0.3:
        kept = dice.randint(1, len(texts))
        letters, texts = letters[:kept], texts[:kept]
    held = [(letter, text) for letter, text in zip(letters, texts, strict=True) if text and letter != "."]
    kinds = "".join(letter if text and letter != "." else "." for letter, text in zip(letters, texts, strict=True))
    return pack_row(number, kinds.rstrip("."), [text for _, text in held]) if held else packed


def test_mutated_files_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    for number in range(700_000, 700_120):
        kind, data = mutated(number)
        if kind in ("xls", "xlsb"):  # their library may end the process
            continue
        out = io.BytesIO()
        reading.tell(data, out)
        try:
            book = child.gather(out.getvalue().splitlines(), data, "表.xlsx")
        except WorkbookError:
            continue
        quick, slow = both_ways(book, monkeypatch)
        assert quick == slow, number
        compared += 1
    assert compared > 30


@pytest.mark.parametrize("word", ["合计", "小计：", "其中：设备", "示例", "填写示例", "单位名称"])
def test_a_row_like_the_others_may_still_be_none(word: str) -> None:
    odd = line(2)
    odd[0], odd[2] = word, None
    rows = [line(1), odd, line(3)]
    if word == "单位名称":
        rows[1] = HEADERS
    result = read(drawn(HEADERS, *rows))
    assert len(result.rows) == 2
    assert [number for number, _ in result.skipped] == [3]

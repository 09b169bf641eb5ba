"""The window 全部项目: a long list read page by page, found by one character, sorted by the store, opened in 审核."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gyga_desk.store import listing, reads
from ui.all_cases import AllCases
from ui.frame import Frame
from ui.paged import PagedModel
from ui.table import Column

Enter = Callable[[Path, str], Frame]


def opened(qtbot: QtBot, frame: Frame) -> AllCases:
    qtbot.keyClick(frame, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    found = QApplication.activeModalWidget()
    assert isinstance(found, AllCases)
    return found


def column(view: AllCases, at: int) -> list[str]:
    return [view.rows.index(row, at).data() for row in range(view.rows.rowCount())]


def test_every_case_is_listed_and_found_by_one_character(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    view = opened(qtbot, frame)
    cases = reads.cases(frame.ctx.reader)
    assert column(view, 0) == [one.id for one in cases] and view.count.text() == "94 项"
    for text in ("医", "医疗", "医疗与健康"):
        view.search.setText(text)
        qtbot.waitUntil(lambda: view.rows.rowCount() < 94)
        wanted = [one.id for one in cases if text in one.applicant + one.title]
        qtbot.waitUntil(lambda wanted=wanted: column(view, 0) == wanted)
    view.search.setText("没有这样的项目")
    qtbot.waitUntil(lambda: view.rows.rowCount() == 0)


def test_a_header_sorts_what_is_found(qtbot: QtBot, enter: Enter, year: Path) -> None:
    view = opened(qtbot, enter(year, "王审核"))
    view.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert column(view, 1) == sorted(column(view, 1), reverse=True)
    view.search.setText("科技")
    qtbot.waitUntil(lambda: view.rows.rowCount() < 94)
    assert column(view, 1) == sorted(column(view, 1), reverse=True)
    view.list.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert column(view, 0) == sorted(column(view, 0))


def test_enter_opens_the_case_in_review(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    view = opened(qtbot, frame)
    view.list.selectRow(30)
    case = view.rows.row(30).case
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert frame.current == "review" and frame.pages["review"].case_at_hand() == case


def test_only_pages_that_are_looked_at_are_read(qtbot: QtBot) -> None:
    asked: list[int] = []

    def read(keys: object) -> list[int]:
        asked.extend(keys)  # type: ignore[call-overload]
        return list(keys)  # type: ignore[call-overload]

    model = PagedModel([Column("", str)], read, lambda _, down: range(99_999, -1, -1) if down else range(100_000))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_keys(range(100_000))
    assert model.rowCount() == 100_000 and len(asked) < 1_000
    assert model.index(77_777, 0).data() == "77777"
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.index(0, 0).data() == "99999"


def test_a_case_that_is_gone_is_left_out(enter: Enter, year: Path) -> None:
    frame = enter(year, "王审核")
    held = listing.places(frame.ctx.reader)
    assert [one.case for one in listing.page(frame.ctx.reader, [held[2], 1, held[0]])] == [
        "2025-M1-0003",
        "2025-M1-0001",
    ]


def test_places_are_numbers_only_as_far_as_they_are_looked_at() -> None:
    numbers = list(range(5, 5005))
    held = listing.Places(json.dumps(numbers, separators=(",", ":")))
    assert (len(held), held[0:3], held[128:256]) == (5000, [5, 6, 7], numbers[128:256])
    assert held[4900:5028] == numbers[4900:5028]
    assert (held[-1], held[::-1], list(held)) == (5004, numbers[::-1], numbers)
    assert (len(listing.Places("[]")), listing.Places("[]")[0:128], list(listing.Places("[7]"))) == (0, [], [7])
    assert listing.Places("[7]")[0:1] == [7]

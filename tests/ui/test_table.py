"""The one model and the one view for lists."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.delegates import TONE_ROLE
from ui.style import Tone
from ui.table import Column, ListView, TableModel


@dataclass(frozen=True)
class Item:
    id: str
    name: str
    fen: int


COLUMNS = (
    Column("项目", lambda item: item.name, stretch=True),
    Column("金额", lambda item: f"{item.fen:,}", number=True, order=lambda item: item.fen),
    Column("状态", lambda item: "大" if item.fen > 5 else "小", tone=lambda item: Tone.GOOD if item.fen > 5 else None),
)
ITEMS = [Item("a", "甲", 3), Item("b", "乙", 20), Item("c", "丙", 100)]


@pytest.fixture
def view(qtbot: QtBot) -> ListView:
    made = ListView(COLUMNS, key=lambda item: item.id, empty="还没有项目。", name="项目")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def shown(model: TableModel, column: int = 0) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules() -> None:
    model = TableModel(COLUMNS, key=lambda item: item.id)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ITEMS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows(ITEMS[:1])
    model.set_rows([])
    assert tester.model() is model


def test_a_column_sorts_by_what_it_means_not_by_its_text() -> None:
    model = TableModel(COLUMNS)
    model.set_rows(ITEMS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["丙", "乙", "甲"]
    model.set_rows([*ITEMS, Item("d", "丁", 50)])
    assert shown(model) == ["丙", "丁", "乙", "甲"]


def test_the_order_given_stays_until_a_header_is_pressed(view: ListView) -> None:
    view.set_rows(ITEMS)
    assert shown(view.rows) == ["甲", "乙", "丙"]


def test_badges_numbers_and_tips(view: ListView) -> None:
    view.set_rows(ITEMS)
    assert view.rows.index(2, 2).data(TONE_ROLE) == Tone.GOOD
    assert view.rows.index(0, 2).data(TONE_ROLE) is None
    assert view.rows.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert view.rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "甲"


def test_the_same_row_stays_picked_when_rows_are_set_anew(view: ListView) -> None:
    picked: list[Item | None] = []
    view.picked.connect(picked.append)
    view.set_rows(ITEMS)
    assert view.pick("b")
    view.set_rows([ITEMS[2], Item("b", "乙改", 7)])
    assert picked == [ITEMS[1], Item("b", "乙改", 7)]
    assert view.chosen() == [Item("b", "乙改", 7)]
    view.set_rows([])
    assert picked[-1] is None
    assert not view.pick("b")


def test_enter_opens_the_row(qtbot: QtBot, view: ListView) -> None:
    opened: list[Item] = []
    view.opened.connect(opened.append)
    view.set_rows(ITEMS)
    view.pick_first()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [ITEMS[1]]


def test_an_empty_list_says_so(view: ListView) -> None:
    empty = view.grab().toImage()
    view.empty = ""
    assert view.grab().toImage() != empty


def test_columns_have_their_own_widths_again_when_there_is_room(qtbot: QtBot, view: ListView) -> None:
    own = view.columnWidth(1)
    view.resize(180, 300)
    qtbot.waitUntil(lambda: view.columnWidth(1) < own)
    view.resize(600, 300)
    qtbot.waitUntil(lambda: view.columnWidth(1) == own)


def test_a_hidden_column_leaves_its_room_to_the_others(view: ListView) -> None:
    own = view.columnWidth(1)
    view.resize(220, 300)
    tight = view.columnWidth(1)
    assert tight < own
    view.setColumnHidden(2, True)
    assert tight < view.columnWidth(1) <= own


def test_a_width_given_by_hand_is_kept_through_a_narrow_window(view: ListView) -> None:
    view.horizontalHeader().resizeSection(1, 150)
    view.resize(200, 300)
    view.resize(600, 300)
    assert view.columnWidth(1) == 150

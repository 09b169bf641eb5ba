"""The person's marks over all their projects at a glance: a line a case, a column an item, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gyga_desk.policy import Item, Rubric
from gyga_desk.rules.items import items_of, short
from ui.marks_rows import MineRow
from ui.said import joined
from ui.table import Column, ListView
from ui.words import NOTHING

_ITEM = 50


class OwnGrid(QWidget):
    """A list that is built anew when the rubric changes.

    Signals:
        opened(str): Enter or a double click on a case.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rubric: Rubric | None = None
        self.list: ListView | None = None
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)

    def show_rows(self, rubric: Rubric, rows: Sequence[MineRow]) -> None:
        if self.list is None or rubric is not self.rubric:
            self._build(rubric)
        assert self.list is not None
        self.list.set_rows(rows)

    def _build(self, rubric: Rubric) -> None:
        if self.list is not None:
            self.outer.removeWidget(self.list)
            self.list.deleteLater()
        self.rubric = rubric
        self.list = ListView(
            [
                Column(self.tr("编号"), lambda one: one.number, width=112),
                Column(self.tr("项目"), lambda one: one.name, stretch=True),
                *(
                    Column(item.id, partial(_points, item), width=_ITEM, number=True, tip=partial(_tip, item))
                    for item in items_of(rubric)
                ),
                Column(self.tr("本人总分"), lambda one: one.left or NOTHING, width=96, number=True),
                Column(self.tr("状态"), lambda one: one.state, width=84, tone=lambda one: one.tone),
            ],
            key=lambda one: one.number,
            name=self.tr("我的总表"),
            empty=self.tr("本年度没有要评分的项目。"),
        )
        self.list.opened.connect(lambda one: self.opened.emit(one.number))
        self.outer.addWidget(self.list)


def _points(item: Item, one: MineRow) -> str:
    found = next((m.points for m in one.marks if m.item == item.id), None)
    return NOTHING if found is None else short(found)


def _tip(item: Item, one: MineRow) -> str:
    return joined((f"{item.id} {item.name}", f"{_points(item, one)} / {short(item.points)}"), "：")

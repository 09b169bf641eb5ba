"""The command palette: every act, page and case by a few characters, with nothing but the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from gyga_desk.store import reads
from ui.context import Context
from ui.style import GAP, scaled
from ui.table import Column, ListView
from ui.words import measure_title

_CASES = 30
_LEAST = 2
"""Characters from which cases are looked for: one Chinese character is in nearly all of them."""
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


@dataclass(frozen=True)
class Choice:
    """One line of the palette."""

    name: str
    text: str
    kind: str
    key: str
    run: Callable[[], None]


class Palette(QDialog):
    """A field and what fits it; Enter does the chosen one."""

    def __init__(self, parent: QWidget, ctx: Context, choices: Sequence[Choice]) -> None:
        super().__init__(parent)
        self.ctx, self.choices = ctx, tuple(choices)
        self.briefs: list[reads.Brief] | None = None
        self.setWindowTitle(self.tr("查找命令、页面、项目"))
        self.setModal(True)
        self.resize(scaled(760), scaled(440))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("输入命令、页面，或项目编号、单位名称中的两个字"))
        self.field.setAccessibleName(self.tr("查找命令、页面、项目"))
        self.list = ListView(
            [
                Column(self.tr("名称"), lambda one: one.text, stretch=True),
                Column(self.tr("类别"), lambda one: one.kind, width=152, soft=True),
                Column(self.tr("快捷键"), lambda one: one.key, width=128, soft=True),
            ],
            key=lambda one: one.name,
            name=self.tr("找到的命令、页面、项目"),
            empty=self.tr("没有找到。"),
            sortable=False,
        )
        self.list.horizontalHeader().hide()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.field.textChanged.connect(self.look)
        self.field.returnPressed.connect(self.run)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _: self.run())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.setSpacing(GAP)
        outer.addWidget(self.field)
        outer.addWidget(self.list, 1)
        self.look()
        self.field.setFocus()

    def look(self) -> None:
        words = self.field.text().lower().split()
        held = [one for one in self.choices if all(w in f"{one.text} {one.key} {one.kind}".lower() for w in words)]
        held.sort(key=lambda one: not one.text.lower().startswith(words[0]) if words else False)
        self.list.set_rows([*held, *self._cases()])
        self.list.clearSelection()
        if self.list.rows.rows:
            self.list.selectRow(0)

    def run(self) -> None:
        """Close first, so that what is done may open windows of its own."""
        chosen: Choice | None = self.list.current()
        if chosen is not None:
            self.accept()
            chosen.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter: up and down go through the list while the field keeps the keys."""
        pressed = watched is self.field and event.type() == QEvent.Type.KeyPress
        if not pressed or not isinstance(event, QKeyEvent) or event.key() not in _MOVES:
            return False
        self.list.keyPressEvent(event)
        return True

    def _cases(self) -> list[Choice]:
        text = self.field.text().strip()
        if len(text) < _LEAST:
            return []
        if self.briefs is None:
            self.briefs = reads.briefs(self.ctx.reader)
        found = [one for one in self.briefs if text.lower() in f"{one.case} {one.applicant} {one.title}".lower()]
        found.sort(key=lambda one: (one.year != self.ctx.year, one.case))
        return [self._case(one) for one in found[:_CASES]]

    def _case(self, one: reads.Brief) -> Choice:
        text = f"{one.case}  {one.applicant}  {one.title}"
        return Choice(one.case, text, measure_title(one.measure), "", lambda: self._go(one))

    def _go(self, one: reads.Brief) -> None:
        self.ctx.year_wanted.emit(one.year)
        self.ctx.go("review", one.case)

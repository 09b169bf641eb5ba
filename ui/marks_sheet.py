"""The rubric as a sheet to fill in: each item with its anchor, its clause and the expert's points; one field, one saving."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from gyga_desk.model import Mark
from gyga_desk.policy import Item, Rubric
from gyga_desk.rules.items import fault_of, items_of, read_points, short, step_of
from ui.editors import LeavingEdit
from ui.elided import Elided
from ui.style import GAP, HALF
from ui.widgets import column, label

_POINTS, _NOTE = 64, 180


class PointsEdit(LeavingEdit):
    """Points by keyboard: typed, or stepped by ↑ and ↓ in what the rubric allows; Enter saves and goes on.

    Signals:
        onward(int): to the next field (1) or the one before (-1).
    """

    onward = Signal(int)

    def __init__(self, item: Item, step: Decimal) -> None:
        super().__init__()
        self.item, self.step = item, step
        self.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"[0-9０-９]{0,4}([.。．][0-9０-９]{0,2})?"), self)
        )
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(_POINTS)
        self.setAccessibleName(f"{item.id} {item.name}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(self.step if event.key() == Qt.Key.Key_Up else -self.step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.onward.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: Decimal) -> None:
        """From nothing, the first step up is one step and the first down is the full mark."""
        now = read_points(self.text())
        if now is None:
            now = Decimal(0) if by > 0 else self.item.points - by
        self.setText(short(min(self.item.points, max(Decimal(0), now + by))))
        self.selectAll()


class ItemSheet(QScrollArea):
    """Every item of one rubric.

    Signals:
        given(str, str, str): item, points as typed, note.
        withdrawn(str): the item's field was emptied.
        faulty(str): why what was typed cannot be saved; the saved points are shown again.
        finished(): Enter in the last field.
    """

    given = Signal(str, str, str)
    withdrawn = Signal(str)
    faulty = Signal(str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rubric: Rubric | None = None
        self.points: dict[str, PointsEdit] = {}
        self.notes: dict[str, LeavingEdit] = {}
        self.refused = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rubric(self, rubric: Rubric) -> None:
        """Build the fields; only where the rubric is another."""
        if rubric is self.rubric:
            return
        self.rubric, self.points, self.notes = rubric, {}, {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(0, 1)
        group, at = "", 0
        for item in items_of(rubric):
            if item.group != group:
                group = item.group
                grid.addWidget(label(self._group(rubric, group), "accent"), at, 0, 1, 4)
                at += 1
            self._add(grid, at, rubric, item)
            at += 1
        grid.setRowStretch(at, 1)
        self.setWidget(inside)

    def show_marks(self, marks: Mapping[str, Mark], *, may: bool) -> None:
        """The saved points and notes; a note belongs to points, so it waits for them."""
        for item, edit in self.points.items():
            mark = marks.get(item)
            edit.give("" if mark is None or mark.points is None else short(mark.points))
            edit.setEnabled(may)
            self.notes[item].give(mark.note if mark else "")
            self.notes[item].setEnabled(may and mark is not None)

    def commit(self) -> None:
        """Save what is typed and not saved yet."""
        for edit in (*self.points.values(), *self.notes.values()):
            edit.commit()

    def start(self) -> None:
        """The keyboard to the first item without points."""
        empty = next((e for e in self.points.values() if not e.text()), None)
        target = empty or next(iter(self.points.values()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _group(self, rubric: Rubric, group: str) -> str:
        full = sum((i.points for i in items_of(rubric) if i.group == group), Decimal(0))
        return self.tr("{group}（{points} 分）").format(group=group, points=short(full))

    def _add(self, grid: QGridLayout, at: int, rubric: Rubric, item: Item) -> None:
        clause = rubric.cites["items"]
        name = label(f"{item.id}  {item.name}")
        anchor = Elided("soft")
        anchor.say(
            self.tr("{anchor} · 依据：{clause}").format(anchor=item.anchor, clause=clause.label),
            f"{item.anchor}\n{clause.title} {clause.label}\n{clause.text}",
        )
        edit, note = PointsEdit(item, step_of(rubric)), LeavingEdit()
        edit.setPlaceholderText(self.tr("未评"))
        note.setPlaceholderText(self.tr("说明"))
        note.setAccessibleName(self.tr("{item} 的说明").format(item=item.id))
        note.setFixedWidth(_NOTE)
        edit.changed.connect(lambda: self._say(item))
        note.changed.connect(lambda: self._say(item))
        edit.onward.connect(lambda by: self._go(item.id, by))
        self.points[item.id], self.notes[item.id] = edit, note
        grid.addLayout(column(name, anchor, gap=0), at, 0)
        grid.addWidget(edit, at, 1)
        grid.addWidget(label(self.tr("/ {points} 分").format(points=short(item.points)), "soft"), at, 2)
        grid.addWidget(note, at, 3)

    def _say(self, item: Item) -> None:
        """One field was left: saved, taken back, or told why not."""
        edit, note = self.points[item.id], self.notes[item.id].text().strip()
        text = edit.text().strip()
        self.refused = ""
        if not text:
            self.withdrawn.emit(item.id)
            return
        points = read_points(text)
        fault = fault_of(self.rubric, item, points) if points is not None and self.rubric is not None else None
        if fault is not None:
            self.refused = item.id
            self.faulty.emit(fault[1])
        else:
            self.given.emit(item.id, text, note)

    def _go(self, item: str, by: int) -> None:
        if item == self.refused:  # what could not be saved is typed again
            self.refused = ""
            self.points[item].selectAll()
            return
        order = list(self.points)
        at = order.index(item) + by
        if at >= len(order):
            self.finished.emit()
        elif at >= 0:
            edit: QLineEdit = self.points[order[at]]
            edit.setFocus(Qt.FocusReason.TabFocusReason)
            edit.selectAll()
            self.ensureWidgetVisible(edit)

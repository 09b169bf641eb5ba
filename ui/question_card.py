"""The problem at hand: what is wrong or doubtful, the readings to choose from with their evidence, and what the cell should say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gyga_desk.model import Choice, Problem
from gyga_desk.operations.settling import LEAVE, RETURN
from ui.elided import Elided
from ui.languages import tr
from ui.said import said
from ui.sheet_grid import SIGNS, TONES, Mark, mark_of
from ui.style import Tone
from ui.widgets import Badge, Card, button, label, row

_SHORT = {LEAVE: QT_TRANSLATE_NOOP("QuestionCard", "不收这一行"), RETURN: QT_TRANSLATE_NOOP("QuestionCard", "退回更正")}
"""The two ways that are always open, said shortly enough to stand side by side; the whole sentence is in the tooltip."""


class CellEdit(QLineEdit):
    """What a cell should read.

    Signals:
        left(): Escape.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class QuestionCard(Card):
    """Shows one problem and takes a person's word on it.

    Signals:
        answered(str, bool): the key of a choice; True for all problems alike in the column.
        corrected(str): what the cell should read.
        withdrawn(): the word is taken back.
        left(): the keyboard goes back to the list.
    """

    answered = Signal(str, bool)
    corrected = Signal(str)
    withdrawn = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(margin=10)
        self.problem: Problem | None = None
        self.sign, self.place = Badge(), Elided("soft")
        self.sentence = label(wrap=True, selectable=True)
        self.choices: list[QPushButton] = []
        self.all = QCheckBox()
        self.edit = CellEdit()
        self.edit.setAccessibleName(self.tr("更正为"))
        self.edit.setPlaceholderText(self.tr("这一格应为…"))
        self.save = button(self.tr("更正"), self._correct)
        self.undo = button(self.tr("收回这个答复"), self.withdrawn.emit, "link")
        self.edit.returnPressed.connect(self._correct)
        self.edit.left.connect(self.left)
        self.edit.textEdited.connect(lambda _: self._allow())
        self.may = False
        self._raw = ""
        self._readings = QVBoxLayout()
        self._readings.setContentsMargins(0, 0, 0, 0)
        self._readings.setSpacing(4)
        self._lay_out()
        self.show_problem(None, "", 0, may=False)

    def show_problem(self, problem: Problem | None, text: str, alike: int, *, may: bool) -> None:
        """`text` is what the cell reads now, `alike` how many problems in the column take the same answer."""
        self.problem, self._raw, self.may = problem, text, may
        self.setEnabled(problem is not None)
        mark = mark_of(problem) if problem else Mark.NOTE
        words = {
            Mark.BAD: self.tr("须改正"), Mark.ASK: self.tr("需答复"), Mark.MENDED: self.tr("已更正"),
            Mark.ANSWERED: self.tr("已答复"), Mark.NOTE: self.tr("提示"),
        }  # fmt: skip
        self.sign.set(
            f"{tr(SIGNS[mark])} {words[mark]}".strip() if problem else "", TONES[mark] if problem else Tone.QUIET
        )
        self.place.say(" · ".join(filter(None, (problem.sheet, problem.cell, problem.column))) if problem else "")
        self.sentence.setText(said(problem.sentence) if problem else self.tr("没有未了结的问题。"))
        self._show_choices(problem.choices if problem else ())
        self.all.setText(self.tr("同列同类的 {count} 处一并答复").format(count=alike))
        self.all.setVisible(alike > 1)
        self.all.setChecked(False)
        self.undo.setVisible(bool(problem and (problem.answer or problem.code == "corrected")))
        self.undo.setEnabled(may)
        fixed = bool(problem and problem.cell)
        for part in (self.edit, self.save):
            part.setVisible(fixed)
        self.edit.setText(text)
        self.edit.setEnabled(may)
        self._allow()

    def show_cell(self, place: str, text: str, *, may: bool) -> None:
        """A cell that nothing is said about; it can be corrected too."""
        self.show_problem(None, text, 0, may=may)
        self.setEnabled(True)
        self.place.say(place)
        self.sentence.setText(self.tr("这一格没有问题。"))
        for part in (self.edit, self.save):
            part.setVisible(True)
        self._allow()

    def answer(self, number: int) -> bool:
        """Take the choice with this number, counted from 1."""
        if not 1 <= number <= len(self.choices) or not self.choices[number - 1].isEnabled():
            return False
        self.choices[number - 1].click()
        return True

    def toggle_all(self) -> None:
        if self.all.isVisible():
            self.all.toggle()

    def type_here(self) -> bool:
        """The keyboard into the field for the correction."""
        if not self.edit.isVisible() or not self.edit.isEnabled():
            return False
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        return True

    def _correct(self) -> None:
        if self.save.isEnabled():
            self.corrected.emit(self.edit.text().strip())

    def _allow(self) -> None:
        self.save.setEnabled(self.may and self.edit.isVisibleTo(self) and self.edit.text().strip() != self._raw)

    def _show_choices(self, choices: Sequence[Choice]) -> None:
        _empty(self._readings)
        self.choices = []
        beside = row()
        for number, choice in enumerate(choices, 1):
            made = self._choice(number, choice)
            self.choices.append(made)
            if choice.key in (LEAVE, RETURN):
                beside.addWidget(made, 1)
                continue
            self._readings.addWidget(made)
            if choice.evidence:
                evidence = label(choice.evidence, "soft", wrap=True)
                evidence.setContentsMargins(26, 0, 0, 2)
                self._readings.addWidget(evidence)
        self._readings.addLayout(beside)

    def _choice(self, number: int, choice: Choice) -> QPushButton:
        tip = "\n".join(said(text) for text in (choice.sentence, choice.evidence) if text)
        made = button(
            f"{number}  {self.tr(_SHORT[choice.key]) if choice.key in _SHORT else said(choice.sentence)}",
            lambda: self._answer(choice.key),
            "choice",
            tip=tip,
        )
        made.setCheckable(True)
        made.setChecked(bool(self.problem and self.problem.answer == choice.key))
        made.setEnabled(self.may)
        made.setAccessibleDescription(choice.evidence)
        return made

    def _answer(self, key: str) -> None:
        self.answered.emit(key, self.all.isVisible() and self.all.isChecked())

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "canvas")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.setSpacing(8)
        lines.addWidget(self.sentence)
        lines.addLayout(self._readings)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self.sign, self.place, self.undo)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.setSpacing(6)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.all)
        self.body.addLayout(row(self.edit, self.save))


def _empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inside = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inside is not None:
            _empty(inside)

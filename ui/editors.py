"""One editor per kind of answer: yes-no-na-pending, a note that is saved on leaving it, a sum of money."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from gyga_desk.model import Answer
from gyga_desk.money import exact_fen, write_yuan
from ui.said import said
from ui.shown import tone_of_answer
from ui.style import HALF

KEYS = {
    Qt.Key.Key_1: Answer.YES,
    Qt.Key.Key_2: Answer.NO,
    Qt.Key.Key_3: Answer.NA,
    Qt.Key.Key_4: Answer.PENDING,
    Qt.Key.Key_Y: Answer.YES,
    Qt.Key.Key_N: Answer.NO,
    Qt.Key.Key_A: Answer.NA,
    Qt.Key.Key_P: Answer.PENDING,
}
"""The keys that answer, on any list of checks."""


class AnswerButtons(QWidget):
    """The four answers side by side, each with its key.

    Signals:
        answered(Answer): one was pressed.
    """

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.buttons: dict[Answer, QPushButton] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(HALF)
        for at, answer in enumerate(Answer, 1):
            made = self._button(answer, at)
            self.group.addButton(made)
            outer.addWidget(made)
            self.buttons[answer] = made

    def show_answer(self, answer: Answer | None) -> None:
        """Press the person's own answer, or none."""
        self.group.setExclusive(False)
        for one, made in self.buttons.items():
            made.setChecked(one is answer)
        self.group.setExclusive(True)

    def _button(self, answer: Answer, number: int) -> QPushButton:
        made = QPushButton(f"{number} {said(answer.label)}")
        made.setProperty("tone", str(tone_of_answer(answer)))
        made.setAccessibleName(said(answer.label))
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.answered.emit(answer))
        return made


class LeavingEdit(QLineEdit):
    """A line that says so when it is left with another text than it was given.

    Signals:
        changed(): left, or Enter pressed, with another text.
        left(): left, with whatever text, after `changed`.
        done(): Enter or Escape was pressed; the keyboard may go elsewhere.
    """

    changed = Signal()
    left = Signal()
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.given = ""
        self.setMaxLength(500)

    def give(self, text: str) -> None:
        """Show what is saved; what the person is typing at the moment is not taken away."""
        if self.hasFocus() and self.text() != self.given:
            return
        self.given = text
        self.setText(text)

    @property
    def is_changed(self) -> bool:
        return self.text().strip() != self.given.strip()

    def typed(self) -> str:
        return self.text()

    def type_again(self, text: str) -> None:
        """What was typed once and never saved."""
        self.setText(text)

    def commit(self) -> None:
        if self.is_changed:
            self.given = self.text()
            self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override focusOutEvent; a menu or another window over this one is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent: Enter saves, Escape puts the saved text back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self.given)
            self.done.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.done.emit()
        else:
            super().keyPressEvent(event)


class MoneyEdit(LeavingEdit):
    """A sum in 元, exact to the 分."""

    def __init__(self) -> None:
        super().__init__()
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9,]{0,18}(\.[0-9]{0,2})?"), self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def fen(self) -> int | None:
        """What is typed, in 分; None while nothing is."""
        text = self.text().replace(",", "").rstrip(".")
        return exact_fen(Decimal(text)) if text else None

    def give_fen(self, fen: int | None) -> None:
        self.give("" if fen is None else write_yuan(fen))

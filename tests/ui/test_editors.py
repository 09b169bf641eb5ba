"""One editor an answer: what is typed is saved once, on leaving, and money is exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gyga_desk.model import Answer
from ui.editors import AnswerButtons, LeavingEdit, MoneyEdit

Beside = Callable[..., None]


@pytest.fixture
def beside(qtbot: QtBot) -> Iterator[Beside]:
    """Puts editors into a window that has the keyboard, and holds it for the length of the test."""
    held: list[QWidget] = []

    def beside(*editors: QWidget) -> None:
        window = QWidget()
        held.append(window)
        outer = QVBoxLayout(window)
        for editor in editors:
            outer.addWidget(editor)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    yield beside
    held.clear()


def test_the_four_answers_stand_in_order_with_their_keys(qtbot: QtBot, beside: Beside) -> None:
    buttons = AnswerButtons()
    beside(buttons)
    assert [made.text() for made in buttons.buttons.values()] == ["1 是", "2 否", "3 不适用", "4 待核"]
    with qtbot.waitSignal(buttons.answered) as said:
        qtbot.mouseClick(buttons.buttons[Answer.NA], Qt.MouseButton.LeftButton)
    assert said.args == [Answer.NA]


def test_the_own_answer_is_pressed_and_can_be_none(qtbot: QtBot) -> None:
    buttons = AnswerButtons()
    qtbot.addWidget(buttons)
    buttons.show_answer(Answer.NO)
    assert [answer for answer, made in buttons.buttons.items() if made.isChecked()] == [Answer.NO]
    buttons.show_answer(None)
    assert not any(made.isChecked() for made in buttons.buttons.values())


def test_a_note_is_saved_once_on_leaving(qtbot: QtBot, beside: Beside) -> None:
    note, other = LeavingEdit(), LeavingEdit()
    beside(note, other)
    saved: list[str] = []
    note.changed.connect(lambda: saved.append(note.text()))
    note.setFocus()
    qtbot.keyClicks(note, "seen")
    other.setFocus()
    note.setFocus()
    other.setFocus()
    assert saved == ["seen"]


def test_enter_saves_and_escape_puts_back(qtbot: QtBot, beside: Beside) -> None:
    note = LeavingEdit()
    beside(note)
    note.give("before")
    note.setFocus()
    qtbot.keyClicks(note, "!")
    with qtbot.waitSignals([note.changed, note.done]):
        qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.keyClicks(note, "??")
    with qtbot.assertNotEmitted(note.changed):
        qtbot.keyClick(note, Qt.Key.Key_Escape)
    assert note.text() == "before!"


def test_what_is_being_typed_is_not_taken_away(beside: Beside, write: Callable[[QWidget, str], None]) -> None:
    note = LeavingEdit()
    beside(note)
    note.give("旧")
    note.setFocus()
    write(note, "正在写")
    note.give("别人刚存的")
    assert "正在写" in note.text()


@pytest.mark.parametrize(
    ("typed", "fen"), [("", None), ("12345.67", 1234567), ("1,000", 100000), ("0.5", 50), ("7.", 700)]
)
def test_money_is_exact(qtbot: QtBot, typed: str, fen: int | None) -> None:
    money = MoneyEdit()
    qtbot.addWidget(money)
    qtbot.keyClicks(money, typed)
    assert money.fen() == fen


def test_money_takes_no_third_decimal_no_sign_and_no_letter(qtbot: QtBot) -> None:
    money = MoneyEdit()
    qtbot.addWidget(money)
    qtbot.keyClicks(money, "-1a2.345")
    assert money.text() == "12.34"
    money.give_fen(8426000000)
    assert money.text() == "84,260,000.00"
    assert money.fen() == 8426000000

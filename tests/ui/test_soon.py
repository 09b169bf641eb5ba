"""A short wait before work: once for many starts, and only while somebody looks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.soon import Soon


def test_many_starts_are_one_piece_of_work(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    soon, due = Soon(widget, 20), []
    soon.due.connect(lambda: due.append(1))
    with qtbot.waitSignal(soon.due):
        for _ in range(5):
            soon.start()
    assert due == [1]


def test_nothing_is_due_while_nobody_looks(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    soon = Soon(widget, 20)
    soon.start()
    widget.hide()
    with qtbot.assertNotEmitted(soon.due, wait=60):
        pass
    with qtbot.waitSignal(soon.due):
        widget.show()

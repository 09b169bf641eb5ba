"""Every control of every page says its name, takes the keys visibly, and no text is bound to a size of pixels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from ui import style
from ui.frame import ENTRIES, Frame
from ui.style import DARK, LIGHT, Colours
from ui.window import Window

Enter = Callable[[Path, str], Frame]
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTabWidget,
)  # fmt: skip
NAMED = sorted({entry.name for entry in ENTRIES})


def controls(whole: QWidget) -> Iterator[QWidget]:
    """What a person acts on; not the parts that Qt itself puts into a control."""
    for one in whole.findChildren(QWidget):
        inside = one.parentWidget()
        part = isinstance(inside, (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit)) or isinstance(
            one, QHeaderView
        )
        own = inside.metaObject().className() if inside else ""
        qts = one.objectName().startswith("qt_") or own in ("QComboBoxPrivateContainer", "QTabBar")
        if isinstance(one, CONTROLS) and not part and not qts and not one.isHidden():
            yield one


def nameless(whole: QWidget) -> list[str]:
    found = []
    for one in controls(whole):
        interface = QAccessible.queryAccessibleInterface(one)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("name", [n for n in NAMED if n != "exchange"])
def test_every_control_of_a_page_has_a_name(enter: Enter, year: Path, name: str) -> None:
    frame = enter(year, "赵主任")
    frame.open(name)
    assert len(list(controls(frame))) > 10
    assert nameless(frame) == []


def test_every_control_of_the_exchange_has_a_name(enter: Enter, year: Path) -> None:
    frame = enter(year, "李经办")
    frame.open("exchange")
    assert nameless(frame) == []


def test_every_control_of_the_sign_in_has_a_name(open_window: Callable[[Path | None], Window], store: Path) -> None:
    assert nameless(open_window(store)) == []


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_no_size_in_pixels_and_what_has_the_keys_is_drawn_otherwise(scheme: Colours, qapp: object) -> None:
    sheet = style.sheet(scheme, "icons")
    assert not re.search(r"font-size:\s*\d+px", sheet)
    for control in ("QPushButton", "QLineEdit", "QComboBox", "QTableView", "QTabBar::tab", 'QToolButton[kind="nav"]'):
        assert re.search(re.escape(control) + r"[^{}]*:focus[^{}]*\{", sheet), control

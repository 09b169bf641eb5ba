"""The command palette and the table of actions behind it: by keys alone, by right, each declared once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.actions import ACTIONS
from ui.frame import ENTRIES, Frame, page_key
from ui.palette import Palette
from ui.window import Window

Enter = Callable[[Path, str], Frame]
CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot: QtBot, frame: Frame) -> Palette:
    qtbot.keyClick(frame, Qt.Key.Key_K, CONTROL)
    found = QApplication.activeModalWidget()
    assert isinstance(found, Palette)
    return found


def texts(palette: Palette) -> list[str]:
    return [one.text for one in palette.list.rows.rows]


def test_a_page_is_found_by_a_part_of_its_name_and_opened_by_enter(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    palette = opened(qtbot, frame)
    palette.field.setText("政策")
    assert texts(palette)[0] == "政策"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert frame.current == "policy"


def test_arrows_go_through_what_was_found(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    palette = opened(qtbot, frame)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.current().name == frame.entries[2].name
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert frame.current == frame.entries[2].name


def test_cases_are_found_by_two_characters_and_by_number(qtbot: QtBot, enter: Enter, year: Path) -> None:
    frame = enter(year, "李经办")
    palette = opened(qtbot, frame)
    palette.field.setText("贵")
    assert not any("-M" in text for text in texts(palette))
    palette.field.setText("贵州")
    assert any("2025-M1-" in text for text in texts(palette))
    palette.field.setText("m3-0002")
    assert [text[:12] for text in texts(palette)] == ["2025-M3-0002"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert frame.current == "review"
    assert frame.pages["review"].case_at_hand() == "2025-M3-0002"


def test_what_fits_nothing_says_so_and_escape_leaves(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    palette = opened(qtbot, frame)
    palette.field.setText("没有这样的命令")
    assert texts(palette) == [] and palette.list.empty
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None and frame.current == "overview"


def test_only_what_the_role_may_is_offered(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "王审核")
    found = texts(opened(qtbot, frame))
    assert "封装交换包" in found and "增加人员" not in found and "收件" not in found and "选择申报工作簿" not in found


def test_an_act_of_a_page_opens_the_page_first(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    window = frame.window()
    assert isinstance(window, Window)
    window.do_on_page("exchange", "pack")
    assert frame.current == "exchange"
    assert frame.pages["exchange"].faces.currentWidget() is frame.pages["exchange"].packing_face  # type: ignore[attr-defined]


def test_every_action_is_declared_once_and_no_two_share_a_key() -> None:
    named = [one for one in ACTIONS if one.name]
    assert max(Counter(one.name for one in named).values()) == 1
    pages = [page_key(at) for at in range(1, len(ENTRIES) + 1)]
    whole = [key for one in named if not one.page for key in one.keys] + pages
    for page in {one.page for one in named}:
        keys = Counter(whole + [key for one in named if one.page == page and page for key in one.keys])
        assert {key for key, count in keys.items() if count > 1} == set()
    assert all(one.who for one in named)


def test_no_key_of_the_window_is_a_single_letter(enter: Enter, year: Path) -> None:
    """Letters and figures belong to the input method while a field has the keys."""
    frame = enter(year, "李经办")
    for entry in frame.entries:
        frame.open(entry.name)
    window = frame.window()
    keys: list[QKeySequence] = []
    for action in window.findChildren(QAction):
        keys += action.shortcuts()
    for shortcut in window.findChildren(QShortcut):
        keys += shortcut.keys()
    assert len(keys) > 15
    bare = [
        key.toString()
        for key in keys
        if not key.isEmpty() and "+" not in key.toString() and not key.toString().startswith("F")
    ]
    assert bare == []

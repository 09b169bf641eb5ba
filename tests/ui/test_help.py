"""The manual inside the program: at the page at hand, linked, and once after an update."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

import gyga_desk
from gyga_desk import places
from ui.frame import ENTRIES, Frame
from ui.help_view import HelpView
from ui.style import MARGIN
from ui.window import Window

Enter = Callable[[Path, str], Frame]
FOLDER = places.resources() / "help"


def test_f1_leads_to_the_page_at_hand(qtbot: QtBot, enter: Enter, store: Path) -> None:
    frame = enter(store, "李经办")
    window = frame.window()
    assert isinstance(window, Window)
    frame.open("exchange")
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    assert window.help is not None and window.help.text.source().fileName() == "exchange.md"
    assert "两台机器之间" in window.help.text.toPlainText()
    frame.open("vouchers")
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    assert window.help.text.textCursor().block().text() == "智算券"
    assert window.help.topics.currentItem().text().strip() == "经办人"
    window.help.close()
    qtbot.waitUntil(lambda: window.help is None)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_page_has_its_place_in_the_manual(entry: object) -> None:
    file, _, heading = str(entry.help).partition("#")  # type: ignore[attr-defined]
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert not heading or re.search(rf"^## {heading}$", text, re.MULTILINE)


def test_every_link_of_the_manual_leads_somewhere() -> None:
    for file in FOLDER.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
            assert (FOLDER / target).is_file(), f"{file.name}: {target}"


def test_links_and_topics_turn_the_page(qtbot: QtBot) -> None:
    view = HelpView(None)
    view.open_at("nowhere.md")
    assert view.text.source().fileName() == "index.md"
    names = [view.topics.item(at).text() for at in range(view.topics.count())]
    assert "经办人" in names and "    收表" in names and "两台机器之间" in names
    view.topics.setCurrentRow(names.index("    封存"))
    assert view.text.source().fileName() == "chair.md" and view.text.textCursor().block().text() == "封存"
    view.close()


def test_pictures_stand_below_their_headings_and_fit(qtbot: QtBot) -> None:
    view = HelpView(None)
    view.open_at("clerk.md#收表")
    html = view.text.document().toHtml()
    shown = re.findall(r'<img src="(\w+)\.png"', html)
    assert shown == ["intake", "ledgers", "papers"] and "来表原样在左" in view.text.toPlainText()
    room = view.text.viewport().width()
    for name in shown:
        held = view.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"{name}.png"))
        assert isinstance(held, QImage) and MARGIN < held.width() < room
    assert view.text.verticalScrollBar().isVisible()
    assert view.text.horizontalScrollBar().maximum() == 0
    view.close()


def test_what_is_new_is_shown_once_after_an_update(
    qtbot: QtBot, enter: Enter, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(store, "李经办")
    window = frame.window()
    assert isinstance(window, Window) and window.help is None  # the first start is no update
    assert window.settings.seen_version == gyga_desk.__version__
    monkeypatch.setattr(gyga_desk, "__version__", "9.9.9")
    window.show_work(frame.ctx)
    assert window.help is not None and window.help.text.source().fileName() == "changes.md"
    assert window.settings.seen_version == "9.9.9"
    window.help.close()
    qtbot.waitUntil(lambda: window.help is None)
    window.show_work(frame.ctx)
    assert window.help is None


def test_pictures_lie_beside_the_documents_too() -> None:
    """As links: the files are kept once, where the program finds them."""
    held = {path.name for path in (places.resources() / "pictures").glob("*.png")}
    docs = Path(__file__).parents[2] / "docs"
    assert {path.name for path in docs.glob("*.png") if path.read_bytes()[:4] == b"\x89PNG"} == held

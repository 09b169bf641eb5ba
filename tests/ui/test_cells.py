"""Rows drawn in an own way: headings span and are stepped over; a label too long says the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.cells import HeadedList, Heading
from ui.elided import Elided
from ui.folding import Folding
from ui.style import Tone
from ui.table import Column, ListView


def headed(qtbot: QtBot) -> HeadedList:
    view = HeadedList(
        [Column("甲", str, width=60), Column("乙", lambda one: str(one * 2), stretch=True, tone=lambda _: Tone.GOOD)],
        key=lambda one: one,
    )
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show()
    view.set_rows([1, 2, Heading("以上入选", Tone.INFO), 3, Heading("未参加排名")])
    return view


def test_a_heading_takes_the_whole_width_and_its_words_are_there(qtbot: QtBot) -> None:
    view = headed(qtbot)
    assert [view.columnSpan(at, 0) for at in range(5)] == [1, 1, 2, 1, 2]
    assert view.rows.index(2, 0).data() == "以上入选"
    assert view.rows.index(1, 1).data() == "4"
    view.set_rows([1, 2, 3])
    assert [view.columnSpan(at, 0) for at in range(3)] == [1, 1, 1]


def test_the_keyboard_steps_over_headings(qtbot: QtBot) -> None:
    view = headed(qtbot)
    view.pick(2)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current() == 3
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current() == 3
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current() == 2


def test_a_heading_is_nothing_to_work_on(qtbot: QtBot) -> None:
    view = headed(qtbot)
    view.pick("以上入选")
    assert view.current() is None


def test_the_model_is_sound_with_headings(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(headed(qtbot).rows)


def test_a_long_label_gives_way_and_says_the_whole(qtbot: QtBot) -> None:
    made = Elided("soft")
    qtbot.addWidget(made)
    made.say("贵州省大数据示范应用场景建设运营管理有限责任公司")
    assert made.minimumSizeHint().width() < made.sizeHint().width()
    assert made.toolTip() == made.text()
    made.say("短", "全文")
    assert made.toolTip() == "全文"
    made.resize(40, 20)
    assert not made.grab().isNull()


def test_a_narrow_list_folds_columns_away_and_brings_them_back(qtbot: QtBot) -> None:
    view = ListView([Column("甲", str), Column("乙", str)])
    qtbot.addWidget(view)
    Folding(view, 300, (1,))
    view.show()
    for width, hidden in ((200, True), (400, False), (299, True)):
        view.resize(width, 200)
        qtbot.waitUntil(lambda hidden=hidden: view.isColumnHidden(1) is hidden)
    assert not view.isColumnHidden(0)

"""Forms: what they ask, when they let go on, what they give back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gyga_desk.errors import Refused
from ui import dialogs
from ui.dialogs import Field, FieldKind, confirm

FIELDS = (
    Field("name", "会议名称", value=""),
    Field("date", "会议日期", FieldKind.DATE, "2025-07-15"),
    Field("second", "第二人", FieldKind.CHOICE, "b", choices=(("a", "甲"), ("b", "乙"))),
    Field("password", "密码", FieldKind.PASSWORD),
    Field("note", "备注", FieldKind.LONG, required=False),
)


@pytest.fixture
def form(qtbot: QtBot) -> dialogs._Form:
    made = dialogs._Form(None, "封存", "两人到场。", FIELDS, "封存")
    qtbot.addWidget(made)
    made.show()
    return made


def test_goes_on_only_once_everything_required_is_there(
    qtbot: QtBot,
    form: dialogs._Form,
    write: Callable[[QWidget, str], None],
) -> None:
    assert not form.yes.isEnabled()
    write(form.findChild(QLineEdit, "name"), "专题会")
    assert not form.yes.isEnabled()
    qtbot.keyClicks(form.findChild(QLineEdit, "password"), " space counts ")
    assert form.yes.isEnabled()
    qtbot.keyClick(form.findChild(QLineEdit, "password"), Qt.Key.Key_Return)
    assert form.result() == dialogs.QDialog.DialogCode.Accepted
    assert form.answers() == {
        "name": "专题会",
        "date": "2025-07-15",
        "second": "b",
        "password": " space counts ",
        "note": "",
    }


def test_fields_are_what_they_say(form: dialogs._Form) -> None:
    assert form.findChild(QLineEdit, "password").echoMode() == QLineEdit.EchoMode.Password
    assert form.findChild(QComboBox, "second").currentText() == "乙"
    assert form.findChild(QPlainTextEdit, "note").accessibleName() == "备注"


def test_escape_turns_back(qtbot: QtBot, form: dialogs._Form) -> None:
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.result() == dialogs.QDialog.DialogCode.Rejected


def test_a_refusal_is_its_sentence_with_the_facts() -> None:
    assert dialogs.sentence(Refused("{case} 已封存。", case="2025-M3-0001")) == "2025-M3-0001 已封存。"


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)])
def test_confirming_is_enter_and_escape_is_no(qtbot: QtBot, qapp: QApplication, key: Qt.Key, *, answer: bool) -> None:
    QTimer.singleShot(0, lambda: qtbot.keyClick(qapp.activeModalWidget(), key))
    assert confirm(None, "重新开启决定", "已打印的审批表作废。", "重新开启") is answer


def test_a_sentence_is_read_whole(qtbot: QtBot) -> None:
    text = "batch.xlsx 有 2 行存在问题，没有导入任何一行；请更正后重新导入，或选择只导入无误的行。"
    message = dialogs._Message(None, "未能完成", text * 4, "知道了")
    qtbot.addWidget(message)
    message.show()
    held = next(one for one in message.findChildren(QLabel) if one.wordWrap())
    assert held.height() >= held.heightForWidth(held.width())
    assert message.width() <= 640


def test_the_files_to_choose_from_show_no_column_that_qt_has_in_english_alone(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "来件").mkdir()
    made = dialogs._Files(None, "选择工作簿", str(tmp_path), "", QFileDialog.FileMode.ExistingFile)
    qtbot.addWidget(made)
    made.show()
    view = made.findChild(QTreeView, "treeView")
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
    row = [view.model().index(0, at, view.rootIndex()).data() for at in range(4) if not view.isColumnHidden(at)]
    assert row[0] == "来件" and len(row) == 3 and not any("Folder" in str(one) for one in row)

"""Ask, confirm, show, choose a file: every window that waits for the person, and the only place tests replace.

Call them as `dialogs.confirm(…)` through the module, never `from ui.dialogs import confirm`, so that a test can put
its answer in the place of the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gyga_desk.errors import DeskError
from ui.languages import tr
from ui.said import said, sentence
from ui.style import GAP, MARGIN
from ui.widgets import button, label

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class FieldKind(StrEnum):
    """How a form's field is typed."""

    TEXT = "text"
    LONG = "long"
    PASSWORD = "password"  # noqa: S105 - a kind of field
    CHOICE = "choice"
    DATE = "date"
    TICK = "tick"


@dataclass(frozen=True)
class Field:
    """One field of `ask_form`. Dates come back ISO; a choice is `(value, what is shown)`; a tick is "1" or empty."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def show(parent: QWidget | None, title: str, text: str) -> None:
    """A sentence the person should read."""
    _Message(parent, title, said(text), tr("知道了")).exec()


def refuse(parent: QWidget | None, error: DeskError) -> None:
    """Why something was not done."""
    show(parent, tr("未能完成"), sentence(error))


def confirm(parent: QWidget | None, title: str, text: str, yes: str) -> bool:
    """Whether to go on; `yes` is the word on the button, and Escape is no."""
    return _Message(parent, title, text, yes, tr("取消")).exec() == QDialog.DialogCode.Accepted


def ask_form(
    parent: QWidget | None, title: str, intro: str, fields: Sequence[Field], yes: str
) -> dict[str, str] | None:
    """A few answers at once, by field name; None where the person turned back."""
    form = _Form(parent, title, intro, fields, yes)
    return form.answers() if form.exec() == QDialog.DialogCode.Accepted else None


def ask_text(parent: QWidget | None, title: str, intro: str, field: str, yes: str, *, value: str = "") -> str | None:
    """One longer text, a reason for instance."""
    answers = ask_form(parent, title, intro, [Field("text", field, FieldKind.LONG, value)], yes)
    return None if answers is None else answers["text"]


def open_file(parent: QWidget | None, title: str, filters: str, folder: str = "") -> Path | None:
    """A file to read; `filters` as `表格 (*.xlsx *.et)`."""
    return _chosen(_Files(parent, title, folder, filters, QFileDialog.FileMode.ExistingFile))


def save_file(parent: QWidget | None, title: str, filters: str, suggested: str = "") -> Path | None:
    """A file to write; the window itself asks before one is replaced."""
    made = _Files(
        parent, title, str(Path(suggested).parent) if suggested else "", filters, QFileDialog.FileMode.AnyFile
    )
    made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    made.selectFile(Path(suggested).name)
    return _chosen(made)


def choose_folder(parent: QWidget | None, title: str, folder: str = "") -> Path | None:
    made = _Files(parent, title, folder, "", QFileDialog.FileMode.Directory)
    made.setOption(QFileDialog.Option.ShowDirsOnly)
    return _chosen(made)


def _chosen(files: _Files) -> Path | None:
    return Path(files.selectedFiles()[0]) if files.exec() == QDialog.DialogCode.Accepted else None


_KINDS = 2
"""The column of Qt's list of files."""


class _Files(QFileDialog):
    """The system's window for files, or Qt's own where the system has none.

    Qt's Chinese words leave two labels out, and the kinds of files, which the names tell anyway.
    """

    def __init__(
        self, parent: QWidget | None, title: str, folder: str, filters: str, mode: QFileDialog.FileMode
    ) -> None:
        super().__init__(parent, title, folder, filters)
        self.setFileMode(mode)
        self.setLabelText(QFileDialog.DialogLabel.LookIn, tr("位置："))
        self.setLabelText(QFileDialog.DialogLabel.FileType, tr("类型："))
        if own := self.findChild(QTreeView, "treeView"):
            own.setColumnHidden(_KINDS, True)


def crash(parent: QWidget | None, report: str, kept: Path | None = None) -> bool:
    """The program itself failed: say so, and offer the report (it holds no fact of the record); True to open the page anew."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("程序出错"))
    dialog.resize(720, 440)
    text = QPlainTextEdit(report)
    text.setReadOnly(True)
    text.setAccessibleName(tr("报告"))
    buttons = QDialogButtonBox()
    copy = button(tr("复制报告"), lambda: QGuiApplication.clipboard().setText(report))
    buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
    buttons.addButton(button(tr("继续"), dialog.reject), QDialogButtonBox.ButtonRole.RejectRole)
    anew = button(tr("重新打开这一页"), dialog.accept, "primary")
    anew.setDefault(True)
    buttons.addButton(anew, QDialogButtonBox.ButtonRole.AcceptRole)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    outer.addWidget(label(tr("程序遇到没有预料到的错误"), "heading"))
    said = tr(
        "已保存的记录不受影响。可以重新打开这一页，或继续；下次启动会回到现在的页面和项目。"
        "请把报告交给技术支持人员，报告不含申报资料和个人信息。"
    )
    where = tr("报告已存为 {path}。").format(path=kept) if kept else ""
    outer.addWidget(label(said + where, "soft", wrap=True, selectable=True))
    outer.addWidget(text, 1)
    outer.addWidget(buttons)
    return dialog.exec() == QDialog.DialogCode.Accepted


_MOST_PAGES = 9999


def choose_printer(parent: QWidget | None, printer: QPrinter, title: str) -> bool:
    """The system's own window: which printer, which pages, how many copies, one side or both; set on `printer`."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, _MOST_PAGES)
    return dialog.exec() == QDialog.DialogCode.Accepted


class _Message(QDialog):
    """A heading, a sentence, and one button or two."""

    def __init__(self, parent: QWidget | None, title: str, text: str, yes: str, no: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.setMaximumWidth(640)
        buttons = QDialogButtonBox()
        self.yes = button(yes, self.accept, "primary")
        self.yes.setDefault(True)
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        if no:
            buttons.addButton(button(no, self.reject), QDialogButtonBox.ButtonRole.RejectRole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(GAP)
        outer.addWidget(label(title, "heading"))
        outer.addWidget(label(text, wrap=True, selectable=True))
        outer.addSpacing(GAP)
        outer.addWidget(buttons)


class _Form(QDialog):
    """Fields under one another; the button is enabled once everything required is filled in."""

    def __init__(self, parent: QWidget | None, title: str, intro: str, fields: Sequence[Field], yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.fields = {field.name: (field, _editor(field)) for field in fields}
        self.yes = button(yes, self.accept, "primary")
        self.yes.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(GAP)
        outer.addWidget(label(title, "heading"))
        if intro:
            outer.addWidget(label(intro, "soft", wrap=True))
        rows = QFormLayout()
        rows.setSpacing(GAP)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, editor in self.fields.values():
            rows.addRow(label(_title(field)), editor)
            _on_change(editor, self._check)
        outer.addLayout(rows)
        buttons = QDialogButtonBox()
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(button(tr("取消"), self.reject), QDialogButtonBox.ButtonRole.RejectRole)
        outer.addSpacing(GAP)
        outer.addWidget(buttons)
        self._check()

    def answers(self) -> dict[str, str]:
        return {name: _read(field, editor) for name, (field, editor) in self.fields.items()}

    def _check(self) -> None:
        filled = self.answers()
        self.yes.setEnabled(all(filled[name].strip() for name, (field, _) in self.fields.items() if field.required))


def _title(field: Field) -> str:
    optional = not field.required and field.kind != FieldKind.TICK
    return field.title + (tr("（可不填）") if optional else "")


def _editor(field: Field) -> QWidget:
    editor: QWidget
    if field.kind == FieldKind.LONG:
        editor = QPlainTextEdit(field.value)
        editor.setPlaceholderText(field.hint)
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(84)
    elif field.kind == FieldKind.CHOICE:
        editor = QComboBox()
        for value, shown in field.choices:
            editor.addItem(shown, value)
        editor.setCurrentIndex(max(0, editor.findData(field.value)))
    elif field.kind == FieldKind.TICK:
        editor = QCheckBox(field.hint)
        editor.setChecked(bool(field.value))
    elif field.kind == FieldKind.DATE:
        editor = QDateEdit(QDate.fromString(field.value, Qt.DateFormat.ISODate) if field.value else QDate.currentDate())
        editor.setCalendarPopup(True)
        editor.setDisplayFormat(tr("yyyy年M月d日"))
    else:
        editor = QLineEdit(field.value)
        editor.setPlaceholderText(field.hint)
        if field.kind == FieldKind.PASSWORD:
            editor.setEchoMode(QLineEdit.EchoMode.Password)
    editor.setAccessibleName(field.title)
    editor.setObjectName(field.name)
    return editor


def _read(field: Field, editor: QWidget) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText().strip()
    if isinstance(editor, QCheckBox):
        return "1" if editor.isChecked() else ""
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    if isinstance(editor, QDateEdit):
        return editor.date().toString(Qt.DateFormat.ISODate)
    text = cast("QLineEdit", editor).text()
    return text if field.kind == FieldKind.PASSWORD else text.strip()


def _on_change(editor: QWidget, slot: object) -> None:
    if isinstance(editor, QPlainTextEdit | QLineEdit):
        editor.textChanged.connect(slot)
    elif isinstance(editor, QComboBox):
        editor.currentIndexChanged.connect(slot)
    elif isinstance(editor, QDateEdit):
        editor.dateChanged.connect(slot)

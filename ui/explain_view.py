"""One case explained item by item, in a window to read and to copy from; the text is the core's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.style import GAP, MARGIN
from ui.widgets import button, label


class ExplainView(QDialog):
    """The whole text, for the mouse and the keyboard, with one button that copies all of it."""

    def __init__(self, parent: QWidget | None, case: str, written: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("逐项说明"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 640)
        self.written = written
        self.text = QPlainTextEdit(written)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("{case} 逐项说明").format(case=case))
        self.copy = button(self.tr("复制全文"), self._copy)
        close = button(self.tr("关闭"), self.reject, "primary")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(GAP)
        outer.addWidget(label(self.tr("{case} 逐项说明").format(case=case), "heading"))
        outer.addWidget(self.text, 1)
        outer.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.written)

"""The lock: after a while without a key or a movement of the mouse the window hides what it shows until the same person is back.

Nothing is closed and nothing typed is lost: covers lie over what was there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from gyga_desk.errors import DeskError
from ui import dialogs, icons
from ui.context import Context
from ui.style import GAP, Tone, colours
from ui.widgets import Strip, button, column, label, row


class Cover(QWidget):
    """Lies over one window of the program and grows with it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.over = over
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("已锁定"))
        picture = label()
        picture.setPixmap(icons.pixmap("lock", colours().faint, 48, self.devicePixelRatioF()))
        self.setLayout(column(None, row(None, picture, None), row(None, label(self.tr("已锁定"), "soft"), None), None))
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter."""
        if watched is self.over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.over.rect())
        return False


class Lock(QDialog):
    """Asks the person who is signed in for their password; ends with it, or with signing out.

    Signals:
        opened(): it is the same person.
        left(): somebody else wants to work.
    """

    opened = Signal()
    left = Signal()

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(QApplication.activeModalWidget() or parent)
        self.ctx = ctx
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
        self.covers = [Cover(one) for one in shown if one is parent or one.parentWidget() is not None]
        self.setWindowTitle(self.tr("已锁定"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(400)
        self.notice = Strip(closable=False)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("口令"))
        self.password.returnPressed.connect(self.unlock)
        self.enter = button(self.tr("解锁"), self.unlock, "primary")
        self.enter.setDefault(True)
        said = self.tr("程序已锁定，打开的内容和未写完的文字都还在。请{name}输入口令。")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.setSpacing(GAP)
        outer.addWidget(label(ctx.person.name, "heading"))
        outer.addWidget(label(said.format(name=ctx.person.name), "soft", wrap=True))
        outer.addWidget(self.notice)
        outer.addWidget(self.password)
        outer.addLayout(row(button(self.tr("换其他人员登录"), self._leave, "link"), None, self.enter))
        self.password.setFocus()

    def unlock(self) -> None:
        """Asked of the record itself, as at the sign-in; wrong passwords count here too."""
        from gyga_desk.operations.session import sign_in

        if not self.password.text() or not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        self.ctx.jobs.call(
            sign_in, self.ctx.path, self.ctx.person.name, self.password.text(), then=self._known, failed=self._wrong
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent: Escape does not open a lock."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Override reject: nor does closing it."""

    def uncover(self) -> None:
        for cover in self.covers:
            cover.hide()
            cover.deleteLater()
        self.covers = []
        super().accept()
        self.deleteLater()

    def _known(self, _: object) -> None:
        self.uncover()
        self.opened.emit()

    def _wrong(self, error: DeskError) -> None:
        self.enter.setEnabled(True)
        self.notice.say(dialogs.sentence(error), Tone.BAD)
        self.password.selectAll()
        self.password.setFocus()

    def _leave(self) -> None:
        self.left.emit()

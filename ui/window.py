"""The window: hosts the sign-in, then the frame with the work; shows what went wrong.

What only signed-in people need is imported when somebody has signed in, so that the first page stands sooner.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

import gyga_desk
from gyga_desk.errors import Cancelled, DeskError
from ui import report, style
from ui.idle import Idle
from ui.jobs import Jobs
from ui.languages import OWN, spoken
from ui.said import sentence
from ui.settings import Settings
from ui.signin import SignIn

if TYPE_CHECKING:
    from ui.at_rest import Turning
    from ui.context import Context
    from ui.frame import Frame
    from ui.help_view import HelpView
    from ui.lock import Lock
    from ui.restoring import Restoring

SMALLEST, FIRST = QSize(1120, 640), QSize(1366, 728)
"""The screen of an office machine is 1366 × 768 with a task bar."""
_LATER = 1_000
"""Milliseconds until what had to wait is tried again."""


class Window(QMainWindow):
    """The one window: hosts the sign-in or the frame, and shows what went wrong.

    Signals:
        look_changed(): the person chose another look, size of text or language.
    """

    look_changed = Signal()

    def __init__(self, jobs: Jobs, settings: Settings, store: Path | None = None, package: Path | None = None) -> None:
        super().__init__()
        self.jobs, self.settings = jobs, settings
        self.store, self.package = store, package
        self.ctx: Context | None = None
        self._frame: Frame | None = None
        self.worn = style.colours()
        self.locked: Lock | None = None
        self.help: HelpView | None = None
        self.telling = False
        self.left_behind = self._what_the_last_run_left()
        self.setMinimumSize(SMALLEST)
        self.resize(FIRST)
        self.idle = Idle(self, lambda: settings.idle_minutes)
        self.idle.due.connect(self.lock)
        jobs.refused.connect(self._refused)
        jobs.crashed.connect(self.tell_crash)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self.show_sign_in()

    @property
    def frame(self) -> Frame | None:
        """The work, while somebody is signed in."""
        return self._frame if self._frame is not None and self._frame is self.centralWidget() else None

    def show_at_last_place(self) -> None:
        """Where it was last; the first time it takes the whole screen, as office screens are small."""
        if self.settings.geometry.isEmpty() or not self.restoreGeometry(self.settings.geometry):
            self.showMaximized()
        else:
            self.show()

    def show_sign_in(self) -> None:
        """Ask who works on which store; whoever was signed in is signed out."""
        if self.frame and not self._may_leave():
            return
        self._sign_out()
        self._frame = None
        sign_in = SignIn(self.jobs, self.settings, self.store)
        sign_in.signed_in.connect(self.show_work)
        sign_in.language_wanted.connect(self._change_language)
        self.setCentralWidget(sign_in)
        self.setWindowTitle(self.tr("大模型支持措施审核工作台"))
        if self.left_behind is not None:
            sign_in.tell_cut_off(self.left_behind)
            self.left_behind = None

    def show_work(self, ctx: Context) -> None:
        """The frame, on the page this person last had if there is one."""
        self.ctx, self.store = ctx, ctx.path
        ctx.restore_wanted.connect(self.restore)
        ctx.turn_wanted.connect(self.turn)
        ctx.look_wanted.connect(self._change_look)
        self._put_frame(ctx)
        self.idle.stir()
        if self.settings.seen_version not in ("", gyga_desk.__version__):
            self.show_changes()
        self.settings.seen_version = gyga_desk.__version__
        if self.package is not None:
            QTimer.singleShot(0, self, self._open_package)

    def _open_package(self) -> None:
        """The package that the program was started with, on the page that takes its kind; once."""
        from gyga_desk.operations import guides

        package, self.package = self.package, None
        if self.frame is None or package is None:
            return
        name, method = ("policy", "take_guide") if guides.is_guide(package) else ("exchange", "look_into")
        if name not in {entry.name for entry in self.frame.entries}:
            self.say(self.tr("{name} 由经办人、审核员或主任收取。").format(name=package.name))
            return
        self.frame.open(name)
        if self.frame.current == name:
            self.frame.when_shown(partial(getattr(self.frame.pages[name], method), package))

    def rebuild(self) -> None:
        """The same work in a new frame: when a page does not answer any more."""
        if self.ctx and self.frame and self._may_leave():
            self.frame.let_go()
            self.frame.keep_place()
            self._put_frame(self.ctx)

    def lock(self) -> None:
        """Hide everything until the same person is back; work under way goes on."""
        if self.ctx is None or self.locked is not None:
            return
        from ui.lock import Lock

        self.locked = Lock(self.ctx, self)
        self.locked.opened.connect(self._unlocked)
        self.locked.left.connect(self._leave_locked)
        self.locked.open()

    def restore(self, asked: Restoring) -> None:
        """Close the store, put the backup in its place, and let people sign in to it."""
        self.show_sign_in()
        sign_in = self.centralWidget()
        if isinstance(sign_in, SignIn):
            sign_in.restore(asked)

    def turn(self, asked: Turning) -> None:
        """Close the store, encrypt it or make it plain again, and let people sign in to it."""
        self.show_sign_in()
        sign_in = self.centralWidget()
        if isinstance(sign_in, SignIn):
            sign_in.turn(asked)

    def show_palette(self) -> None:
        from ui.palette import Palette

        if self.frame:
            palette = Palette(self, self.frame.ctx, self.frame.choices())
            palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            palette.open()

    def show_help(self, topic: str = "") -> None:
        """The manual, at what belongs to the page at hand."""
        from ui.help_view import ENGLISH, HelpView

        own = self.frame.help_topic() if self.frame else "index.md"
        here = own if spoken() == OWN else ENGLISH
        if self.help is None:
            self.help = HelpView(self)
            self.help.destroyed.connect(self._help_closed)
        self.help.open_at(topic or here)

    def show_changes(self) -> None:
        from ui.help_view import CHANGES

        self.show_help(CHANGES)

    def do_on_page(self, page: str, method: str) -> None:
        """An act of a page, from wherever the person is."""
        if self.frame:
            self.frame.open(page)
            if self.frame.current == page:
                self.frame.when_shown(getattr(self.frame.pages[page], method))

    def tell_crash(self, error: BaseException) -> None:
        """A bug: said once, kept as a report without a fact of the record, and the page can be opened anew."""
        if self.telling:
            return
        self.telling = True
        from ui import dialogs

        text = report.report_of(error)
        try:
            if self.frame:
                self.frame.keep_place()
            if dialogs.crash(self, text, report.keep(text)):
                self.rebuild()
        finally:
            self.telling = False

    def refresh_all(self) -> None:
        if self.frame:
            self.frame.refresh_all()

    def say(self, sentence: str) -> None:
        if self.frame:
            self.frame.status.say(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override closeEvent: nothing typed is lost, and the store is let go."""
        if self.frame and not self._may_leave():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._sign_out()
        self.jobs.close()
        self.running.unlock()
        super().closeEvent(event)

    def _put_frame(self, ctx: Context) -> None:
        from ui.frame import Frame

        frame = self._frame = Frame(ctx, self)
        self.setCentralWidget(frame)
        self.setWindowTitle(self.tr("{store} – 大模型支持措施审核工作台").format(store=ctx.path.name))
        frame.open_last()
        frame.setFocus()  # the field that had it is gone, and keys must go somewhere

    def _may_leave(self) -> bool:
        return self.frame is None or all(page.may_leave() for page in self.frame.pages.values())

    def _sign_out(self) -> None:
        if self.frame:
            self.frame.keep_place()
            self.frame.let_go()
        if self.ctx:
            self.jobs.stop()
            self.jobs.close_session()
            self.ctx.close()
            self.ctx = None

    def _scheme_changed(self) -> None:
        """The system's look; heard too when the program asks for the look that it is about to wear."""
        QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        """It comes unasked: while a question is open, the window locked or work under way, the page they belong to stays."""
        if not self.isVisible() or style.colours() is self.worn:
            return
        if self.jobs.busy or QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_LATER, self, self._follow)
        else:
            self.worn = style.colours()
            self._change_look()

    def _change_look(self) -> None:
        """The work goes out of the way first: dressing asks every control there is, and the pages' are thousands."""
        if self.help:
            self.help.close()
        frame = self.frame
        if frame is None:
            self._dress()
        elif self._may_leave():
            frame.let_go()
            frame.keep_place()
            frame.destroyed.connect(self._dress, Qt.ConnectionType.QueuedConnection)
            self.setCentralWidget(QWidget())
            frame.deleteLater()

    def _dress(self) -> None:
        self.look_changed.emit()
        self.worn = style.colours()
        if self.ctx is not None:
            QTimer.singleShot(0, self, self._back_to_work)

    def _back_to_work(self) -> None:
        """Where the person was, unless they have left meanwhile."""
        if self.ctx is not None and not isinstance(self.centralWidget(), SignIn):
            self._put_frame(self.ctx)

    def _change_language(self, language: str) -> None:
        """On the sign-in page, before anybody is known."""
        self.settings.language = language
        self.look_changed.emit()
        self.show_sign_in()

    def _unlocked(self) -> None:
        self.locked = None
        self.idle.stir()

    def _leave_locked(self) -> None:
        """Somebody else signs in; what could not be put away keeps the lock."""
        if self.locked and self._may_leave():
            self.locked.uncover()
            self.locked = None
            self.show_sign_in()

    def _help_closed(self) -> None:
        self.help = None

    def _what_the_last_run_left(self) -> str | None:
        """The report of a run that was cut off, perhaps empty; None where the last one ended as it should.

        A lock whose owner is gone was left by such a run; one whose owner lives belongs to another window of today.
        """
        file = Path(self.settings.file.fileName()).with_suffix(".running")
        self.running = QLockFile(str(file))
        self.running.setStaleLockTime(0)
        left = file.exists()
        return report.left_by_last_run() if self.running.tryLock(0) and left else None

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Cancelled):
            self.say(sentence(error))
        else:
            from ui import dialogs

            dialogs.refuse(self, error)

"""The window: the sign-in, then the frame with its pages; beyond the navigation's titles it knows no word of the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.model import Change, Role
from ui import dialogs
from ui.actions import ACTIONS, ALL, QT_TRANSLATE_NOOP
from ui.bars import NavBar, NavItem, StatusLine, TopBar
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.report import report_of
from ui.settings import Settings
from ui.style import Tone
from ui.widgets import Strip, column, row

SMALLEST, FIRST = QSize(1120, 640), QSize(1366, 728)
"""The screen of an office machine is 1366 × 768 with a task bar."""


# Each page is imported when it is first opened: the first window appears sooner, and one page's fault is one page's.
def _overview(ctx: Context) -> Page:
    from ui.pages.overview import OverviewPage

    return OverviewPage(ctx)


def _intake(ctx: Context) -> Page:
    from ui.pages.intake import IntakePage

    return IntakePage(ctx)


def _review(ctx: Context) -> Page:
    from ui.pages.review import ReviewPage

    return ReviewPage(ctx)


def _marks(ctx: Context) -> Page:
    from ui.pages.marks import MarksPage

    return MarksPage(ctx)


def _decision(ctx: Context) -> Page:
    from ui.pages.decision import DecisionPage

    return DecisionPage(ctx)


def _papers(ctx: Context) -> Page:
    from ui.pages.papers import PapersPage

    return PapersPage(ctx)


def _ledgers(ctx: Context) -> Page:
    from ui.pages.ledgers import LedgersPage

    return LedgersPage(ctx)


def _vouchers(ctx: Context) -> Page:
    from ui.pages.vouchers import VouchersPage

    return VouchersPage(ctx)


def _policy(ctx: Context) -> Page:
    from ui.pages.policy import PolicyPage

    return PolicyPage(ctx)


def _history(ctx: Context) -> Page:
    from ui.pages.history import HistoryPage

    return HistoryPage(ctx)


@dataclass(frozen=True)
class Entry:
    """One page: its name for `ctx.go`, its title, who sees it in the navigation, how it is made."""

    name: str
    title: str
    who: frozenset[Role]
    make: Callable[[Context], Page]

    def shown(self) -> str:
        return QCoreApplication.translate("window", self.title)


ENTRIES = (
    Entry("overview", QT_TRANSLATE_NOOP("window", "工作台"), ALL, _overview),
    Entry("intake", QT_TRANSLATE_NOOP("window", "收件"), ALL - {Role.REVIEWER}, _intake),
    Entry("review", QT_TRANSLATE_NOOP("window", "审核"), ALL, _review),
    Entry("marks", QT_TRANSLATE_NOOP("window", "评分排名"), ALL, _marks),
    Entry("decision", QT_TRANSLATE_NOOP("window", "遴选定案"), ALL - {Role.REVIEWER}, _decision),
    Entry("papers", QT_TRANSLATE_NOOP("window", "文书"), ALL, _papers),
    Entry(
        "vouchers", QT_TRANSLATE_NOOP("window", "智算券"), frozenset({Role.CLERK, Role.CHAIR, Role.OBSERVER}), _vouchers
    ),
    Entry("ledgers", QT_TRANSLATE_NOOP("window", "台账"), ALL, _ledgers),
    Entry("policy", QT_TRANSLATE_NOOP("window", "政策"), ALL, _policy),
    Entry("history", QT_TRANSLATE_NOOP("window", "历史记录"), ALL, _history),
)


class Frame(QWidget):
    """Navigation, top bar, pages and status line around one context."""

    def __init__(self, ctx: Context, window: Window) -> None:
        super().__init__()
        self.ctx = ctx
        self.entries = [entry for entry in ENTRIES if ctx.person.role in entry.who]
        self.pages: dict[str, Page] = {}
        self.stale: set[str] = set()
        self.current = ""
        self.nav = NavBar([NavItem(e.name, e.shown(), f"Ctrl+{at % 10}") for at, e in enumerate(self.entries, 1)])
        self.top = TopBar(ctx.path.name, ctx.person.name, ctx.person.role.label, ctx.facts.demo)
        self.banner = Strip(closable=False)
        self.status = StatusLine(ctx.jobs)
        self.stack = QStackedWidget()
        self._lay_out()
        self._make_menu(window)
        self.nav.wanted.connect(self.open)
        self.top.year_wanted.connect(self._change_year)
        ctx.page_wanted.connect(self._lead)
        ctx.message.connect(self.status.say)
        ctx.jobs.changed.connect(self._changed)
        if ctx.facts.guide_sample:
            self.banner.say(self.tr("按样例指南运行，非官方文件。以此得出的结果和文书仅供演示和测试。"), Tone.WARN)
        self.show_steps()

    def open(self, name: str) -> None:
        """Show a page, made on first use and refreshed if something it shows has changed."""
        leaving = self.pages.get(self.current)
        if name != self.current and leaving and not leaving.may_leave():
            self.nav.show_current(self.current)
            return
        if name not in self.pages:
            page = next(entry for entry in self.entries if entry.name == name).make(self.ctx)
            self.pages[name] = page
            self.stack.addWidget(page)
            self.stale.add(name)
        self.current = name
        self.nav.show_current(name)
        self._freshen()
        self.stack.setCurrentWidget(self.pages[name])
        self.ctx.settings.last_page = name

    def refresh_all(self) -> None:
        self.stale = set(self.pages)
        self._freshen()
        self.show_steps()

    def show_steps(self) -> None:
        """Name what undo and redo would do, and offer the years there are."""
        from gyga_desk.store import reads

        may = self.ctx.person.role != Role.OBSERVER
        undo = may and reads.undoable(self.ctx.reader, self.ctx.person.name)
        redo = may and reads.redoable(self.ctx.reader, self.ctx.person.name)
        self.top.set_steps(undo or "", redo or "")
        self.top.set_years(sorted({*reads.years(self.ctx.reader), self.ctx.year}, reverse=True), self.ctx.year)

    def let_go(self) -> None:
        """Hear nothing more: this frame is about to be replaced."""
        self.ctx.jobs.changed.disconnect(self._changed)

    def _freshen(self) -> None:
        if self.current in self.stale:
            self.stale.discard(self.current)
            self.pages[self.current].refresh()

    def _changed(self, change: Change) -> None:
        self.show_steps()
        self.stale |= {name for name, page in self.pages.items() if page.listens_to & change.tables}
        self._freshen()

    def _change_year(self, year: int) -> None:
        self.ctx.year = year
        self.stale = set(self.pages)
        self._freshen()

    def _lead(self, name: str, case: str) -> None:
        if all(entry.name != name for entry in self.entries):
            self.status.say(self.tr("这一步由其他岗位的人员处理，您的岗位没有这个页面。"))
            return
        self.open(name)
        if case and self.current == name:
            self.pages[name].show_case(case)

    def _lay_out(self) -> None:
        banner = row(self.banner)
        banner.setContentsMargins(16, 8, 16, 0)
        middle = column(banner, self.stack, self.status, gap=0)
        middle.setStretch(1, 1)
        outer = column(self.top, row(self.nav, middle, gap=0), gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _make_menu(self, window: Window) -> None:
        menu = QMenu(self)
        for declared in ACTIONS:
            if not declared.name:
                menu.addSeparator()
            elif self.ctx.person.role in declared.who:
                made = QAction(declared.shown(), self)
                made.setObjectName(declared.name)
                made.setShortcut(declared.key)
                made.triggered.connect(lambda _=False, run=declared.run: run(window))
                menu.addAction(made)
                self.addAction(made)
        self.top.menu_button.setMenu(menu)
        self._give(self.top.undo, "undo")
        self._give(self.top.redo, "redo")

    def _give(self, tool: QToolButton, name: str) -> None:
        """Let a button of the top bar be the menu's action; a role without it has no button."""
        action = self.findChild(QAction, name)
        tool.setVisible(action is not None)
        made = action or QAction(self)
        made.setIcon(tool.icon())
        made.setIconVisibleInMenu(False)
        tool.setDefaultAction(made)


class Window(QMainWindow):
    """The one window: hosts the sign-in or the frame, and shows what went wrong."""

    def __init__(self, jobs: Jobs, settings: Settings, store: Path | None = None) -> None:
        super().__init__()
        self.jobs, self.settings = jobs, settings
        self.store = store
        self.ctx: Context | None = None
        self.setMinimumSize(SMALLEST)
        self.resize(FIRST)
        jobs.refused.connect(self._refused)
        jobs.crashed.connect(lambda error: dialogs.crash(self, report_of(error)))
        self.show_sign_in()

    @property
    def frame(self) -> Frame | None:
        held = self.centralWidget()
        return held if isinstance(held, Frame) else None

    def show_at_last_place(self) -> None:
        """Where it was last; the first time it takes the whole screen, as office screens are small."""
        if self.settings.geometry.isEmpty() or not self.restoreGeometry(self.settings.geometry):
            self.showMaximized()
        else:
            self.show()

    def show_sign_in(self) -> None:
        """Ask who works on which store; whoever was signed in is signed out."""
        from ui.signin import SignIn

        if self.frame and not all(page.may_leave() for page in self.frame.pages.values()):
            return
        self._sign_out()
        sign_in = SignIn(self.jobs, self.settings, self.store)
        sign_in.signed_in.connect(self.show_work)
        self.setCentralWidget(sign_in)
        self.setWindowTitle(self.tr("大模型支持措施审核工作台"))

    def show_work(self, ctx: Context) -> None:
        """The frame, on the page this person last had if there is one."""
        self.ctx, self.store = ctx, ctx.path
        frame = Frame(ctx, self)
        self.setCentralWidget(frame)
        self.setWindowTitle(self.tr("{store} – 大模型支持措施审核工作台").format(store=ctx.path.name))
        names = [entry.name for entry in frame.entries]
        frame.open(self.settings.last_page if self.settings.last_page in names else names[0])
        frame.setFocus()  # the field that had it is gone, and keys must go somewhere

    def refresh_all(self) -> None:
        if self.frame:
            self.frame.refresh_all()

    def say(self, sentence: str) -> None:
        if self.frame:
            self.frame.status.say(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override closeEvent: nothing typed is lost, and the store is let go."""
        if self.frame and not all(page.may_leave() for page in self.frame.pages.values()):
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._sign_out()
        self.jobs.close()
        super().closeEvent(event)

    def _sign_out(self) -> None:
        if self.frame:
            self.frame.let_go()
        if self.ctx:
            self.jobs.stop()
            self.jobs.close_session()
            self.ctx.close()
            self.ctx = None

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Cancelled):
            self.say(dialogs.sentence(error))
        else:
            dialogs.refuse(self, error)

"""The window: the sign-in, then the frame with its pages; beyond the navigation's titles it knows no word of the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLockFile, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

import gyga_desk
from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.model import Change, Role
from ui import dialogs, report
from ui.actions import ACTIONS, ALL, Action
from ui.bars import NavBar, NavItem, StatusLine, TopBar
from ui.context import Context
from ui.jobs import Jobs
from ui.kept import Kept
from ui.languages import OWN, spoken
from ui.lock import Idle, Lock
from ui.pages.page import Page
from ui.settings import Settings
from ui.style import Tone
from ui.widgets import Strip, column, row

if TYPE_CHECKING:
    from ui.at_rest import Turning
    from ui.help_view import HelpView
    from ui.palette import Choice
    from ui.restoring import Restoring

_KEEP_EVERY_MS = 5_000
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


def _exchange(ctx: Context) -> Page:
    from ui.pages.exchange import ExchangePage

    return ExchangePage(ctx)


def _settings(ctx: Context) -> Page:
    from ui.pages.settings import SettingsPage

    return SettingsPage(ctx)


@dataclass(frozen=True)
class Entry:
    """One page: its name for `ctx.go`, its title, who sees it in the navigation, how it is made, its place in the manual."""

    name: str
    title: str
    who: frozenset[Role]
    make: Callable[[Context], Page]
    help: str

    def shown(self) -> str:
        return QCoreApplication.translate("window", self.title)


_VOUCHERS = frozenset({Role.CLERK, Role.CHAIR, Role.OBSERVER})
ENTRIES = (
    Entry("overview", QT_TRANSLATE_NOOP("window", "工作台"), ALL, _overview, "index.md"),
    Entry("intake", QT_TRANSLATE_NOOP("window", "收件"), ALL - {Role.REVIEWER}, _intake, "clerk.md#收表"),
    Entry("review", QT_TRANSLATE_NOOP("window", "审核"), ALL, _review, "reviewer.md"),
    Entry("marks", QT_TRANSLATE_NOOP("window", "评分排名"), ALL, _marks, "reviewer.md#逐项评分"),
    Entry("decision", QT_TRANSLATE_NOOP("window", "遴选定案"), ALL - {Role.REVIEWER}, _decision, "chair.md"),
    Entry("papers", QT_TRANSLATE_NOOP("window", "文书"), ALL, _papers, "clerk.md#打印文书"),
    Entry("vouchers", QT_TRANSLATE_NOOP("window", "智算券"), _VOUCHERS, _vouchers, "clerk.md#智算券"),
    Entry("ledgers", QT_TRANSLATE_NOOP("window", "台账"), ALL, _ledgers, "clerk.md#既往支持名单和算法备案清单"),
    Entry("exchange", QT_TRANSLATE_NOOP("window", "交换"), ALL - {Role.ADMIN}, _exchange, "exchange.md"),
    Entry("policy", QT_TRANSLATE_NOOP("window", "政策"), ALL, _policy, "chair.md#政策"),
    Entry("history", QT_TRANSLATE_NOOP("window", "历史记录"), ALL, _history, "admin.md"),
    Entry("settings", QT_TRANSLATE_NOOP("window", "人员与设置"), ALL, _settings, "admin.md#人员与设置"),
)


def page_key(at: int) -> str:
    """Ctrl with a figure for the first ten pages, Ctrl and Shift for those after them."""
    return f"Ctrl+{at % 10}" if at <= 10 else f"Ctrl+Shift+{at - 10}"


class Frame(QWidget):
    """Navigation, top bar, pages and status line around one context."""

    def __init__(self, ctx: Context, window: Window) -> None:
        super().__init__()
        self.ctx = ctx
        self.entries = [entry for entry in ENTRIES if ctx.person.role in entry.who]
        self.host = window
        self.pages: dict[str, Page] = {}
        self.kept: dict[str, Kept] = {}
        self.stale: set[str] = set()
        self.current = ""
        self.nav = NavBar([NavItem(e.name, e.shown(), page_key(at)) for at, e in enumerate(self.entries, 1)])
        self.top = TopBar(ctx.path.name, ctx.person.name, ctx.person.role.label, ctx.facts.demo)
        self.banner, self.warning = Strip(closable=False), Strip(closable=False)
        self.status = StatusLine(ctx.jobs)
        self.stack = QStackedWidget()
        self._lay_out()
        self._make_menu()
        self.nav.wanted.connect(self.open)
        self.top.year_wanted.connect(self._change_year)
        ctx.page_wanted.connect(self._lead)
        ctx.message.connect(self.status.say)
        ctx.jobs.changed.connect(self._changed)
        if ctx.facts.guide_sample:
            self.banner.say(self.tr("按样例指南运行，非官方文件。以此得出的结果和文书仅供演示和测试。"), Tone.WARN)
        if ctx.warning:
            self.warning.say(ctx.warning, Tone.BAD)
            self.warning.act(self.tr("核验"), lambda: ctx.go("history"))
        ctx.year_wanted.connect(self._lead_to_year)
        keeper = QTimer(self, interval=_KEEP_EVERY_MS)
        keeper.timeout.connect(self.keep_place)
        keeper.start()
        self.show_steps()

    def open(self, name: str) -> None:
        """Show a page, made on first use and refreshed if something it shows has changed."""
        leaving = self.pages.get(self.current)
        if name != self.current and leaving and not leaving.may_leave():
            self.nav.show_current(self.current)
            return
        self.keep_place()
        anew = name not in self.pages
        if anew:
            self._make_page(name)
        self.current = name
        self.nav.show_current(name)
        self._hold_keys()
        self._freshen()
        self.stack.setCurrentWidget(self.pages[name])
        if anew:
            self.kept[name].put_back(self.ctx.settings.place(name))
        self.ctx.settings.last_page = name

    def open_last(self) -> None:
        """Where this person last was: the page, its filters, and the case."""
        names, settings = [entry.name for entry in self.entries], self.ctx.settings
        name, case = settings.last_page, settings.last_case
        self.open(name if name in names else names[0])
        if self.current == name and case and case != self.pages[name].case_at_hand() and self._is_case(case):
            self.pages[name].show_case(case)

    def keep_place(self) -> None:
        """Written down while the work goes on, so that whatever ends the program, the next start is here."""
        page = self.pages.get(self.current)
        if page is None:
            return
        self.ctx.settings.last_case = page.case_at_hand()
        found = self.kept[self.current].read(words=self.ctx.key is None)
        if found != self.ctx.settings.place(self.current):
            self.ctx.settings.keep_place(self.current, found)

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

    def choices(self) -> list[Choice]:
        """What the command palette offers to this person: pages, then acts."""
        from ui.palette import Choice

        pages = [
            Choice(e.name, e.shown(), self.tr("页面"), page_key(at), partial(self.open, e.name))
            for at, e in enumerate(self.entries, 1)
        ]
        return pages + [
            Choice(f"act/{a.name}", a.shown().rstrip("…."), self._kind(a), ", ".join(a.keys), partial(a.run, self.host))
            for a in ACTIONS
            if a.name and self._has(a) and self._enabled(a)
        ]

    def _has(self, declared: Action) -> bool:
        shown = not declared.page or any(entry.name == declared.page for entry in self.entries)
        return shown and self.ctx.person.role in declared.who

    def _enabled(self, declared: Action) -> bool:
        made = self.findChild(QAction, declared.name)
        return bool(declared.page) or made is None or made.isEnabled()

    def _kind(self, declared: Action) -> str:
        page = next((entry.shown() for entry in self.entries if entry.name == declared.page), "")
        return self.tr("“{page}”页").format(page=page) if page else self.tr("命令")

    def _is_case(self, case: str) -> bool:
        from gyga_desk.store import reads

        return any(one.id == case for one in reads.cases(self.ctx.reader, year=self.ctx.year))

    def _make_page(self, name: str) -> None:
        page = next(entry for entry in self.entries if entry.name == name).make(self.ctx)
        self.pages[name], self.kept[name] = page, Kept(page)
        self.stack.addWidget(page)
        self.stale.add(name)
        for declared in ACTIONS:
            if declared.page == name and declared.keys and self._has(declared):
                self.addAction(self._action(declared))

    def _hold_keys(self) -> None:
        """A page's keys hold while it is shown, wherever in the window the keys go."""
        for declared in ACTIONS:
            made = self.findChild(QAction, declared.name) if declared.page else None
            if made is not None:
                made.setEnabled(declared.page == self.current)

    def _action(self, declared: Action) -> QAction:
        made = QAction(declared.shown(), self)
        made.setObjectName(declared.name)
        made.setShortcuts([QKeySequence(key) for key in declared.keys])
        made.triggered.connect(lambda _=False: declared.run(self.host))
        return made

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

    def _lead_to_year(self, year: int) -> None:
        if year != self.ctx.year:
            self._change_year(year)
            self.show_steps()

    def _lead(self, name: str, case: str) -> None:
        if all(entry.name != name for entry in self.entries):
            self.status.say(self.tr("这一步由其他岗位的人员处理，您的岗位没有这个页面。"))
            return
        self.open(name)
        if case and self.current == name:
            self.pages[name].show_case(case)

    def _lay_out(self) -> None:
        banner = column(self.warning, self.banner)
        banner.setContentsMargins(16, 8, 16, 0)
        middle = column(banner, self.stack, self.status, gap=0)
        middle.setStretch(1, 1)
        outer = column(self.top, row(self.nav, middle, gap=0), gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        for declared in ACTIONS:
            if not declared.name:
                menu.addSeparator()
            elif self.ctx.person.role in declared.who and not declared.page:
                made = self._action(declared)
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

        if self.frame and not self._may_leave():
            return
        self._sign_out()
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
            getattr(self.frame.pages[name], method)(package)

    def rebuild(self) -> None:
        """The same work in a new frame: after another look, or when a page does not answer any more."""
        if self.ctx and self.frame and self._may_leave():
            self.frame.let_go()
            self.frame.keep_place()
            self._put_frame(self.ctx)

    def lock(self) -> None:
        """Hide everything until the same person is back; work under way goes on."""
        if self.ctx is None or self.locked is not None:
            return
        self.locked = Lock(self.ctx, self)
        self.locked.opened.connect(self._unlocked)
        self.locked.left.connect(self._leave_locked)
        self.locked.open()

    def restore(self, asked: Restoring) -> None:
        """Close the store, put the backup in its place, and let people sign in to it."""
        from ui.signin import SignIn

        self.show_sign_in()
        sign_in = self.centralWidget()
        if isinstance(sign_in, SignIn):
            sign_in.restore(asked)

    def turn(self, asked: Turning) -> None:
        """Close the store, encrypt it or make it plain again, and let people sign in to it."""
        from ui.signin import SignIn

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

        here = next((e.help for e in ENTRIES if self.frame and e.name == self.frame.current), "index.md")
        here = here if spoken() == OWN else ENGLISH
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
                getattr(self.frame.pages[page], method)()

    def tell_crash(self, error: BaseException) -> None:
        """A bug: said once, kept as a report without a fact of the record, and the page can be opened anew."""
        if self.telling:
            return
        self.telling = True
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
        frame = Frame(ctx, self)
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
        """Once the application is dressed anew, which hears of it too."""
        QTimer.singleShot(0, self, self.rebuild)

    def _change_look(self) -> None:
        if self.help:
            self.help.close()
        self.look_changed.emit()
        self.rebuild()

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
            self.say(dialogs.sentence(error))
        else:
            dialogs.refuse(self, error)

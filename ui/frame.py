"""The frame: navigation, pages and status line around one person's work; beyond the navigation's titles it knows no word of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QToolButton, QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Change, Role
from ui.actions import ACTIONS, ALL, Action
from ui.bars import NavBar, NavItem, StatusLine, TopBar
from ui.context import Context
from ui.kept import Kept
from ui.pages.page import Page
from ui.style import Tone
from ui.waiting import AT_ONCE, Waiting, work_out
from ui.widgets import Strip, column, row

if TYPE_CHECKING:
    from gyga_desk.standings import Reckoning
    from ui.palette import Choice
    from ui.window import Window

_KEEP_EVERY_MS = 5_000


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


def load_pages() -> None:
    """All of them, while nobody waits."""
    from ui.pages import (  # noqa: F401 - for later
        decision,
        exchange,
        history,
        intake,
        ledgers,
        marks,
        overview,
        papers,
        policy,
        review,
        settings,
        vouchers,
    )


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
        self.bare: set[str] = set()
        """Pages that were never shown yet, and have still to be put back as their person left them."""
        self.current = ""
        self.nav = NavBar([NavItem(e.name, e.shown(), page_key(at)) for at, e in enumerate(self.entries, 1)])
        self.top = TopBar(ctx.path.name, ctx.person.name, ctx.person.role.label, ctx.facts.demo)
        self.banner, self.warning = Strip(closable=False), Strip(closable=False)
        self.status = StatusLine(ctx.jobs)
        self.stack = QStackedWidget()
        self.waiting = Waiting()
        self.waiting.again.connect(self._show_page)
        self.stack.addWidget(self.waiting)
        self.asked = False
        self.after: list[Callable[[], object]] = []
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
        if name not in self.pages:
            self._make_page(name)
        self.current = name
        self.nav.show_current(name)
        self.after.clear()
        self._show_page()
        self.ctx.settings.last_page = name

    def when_shown(self, act: Callable[[], object]) -> None:
        """Once the page at hand shows what the store says: at once, or when a long year has been worked out for it."""
        self.after.append(act)
        if self.is_shown():
            self._do_waiting()

    def is_shown(self) -> bool:
        return self.current in self.pages and self.stack.currentWidget() is self.pages[self.current]

    def open_last(self) -> None:
        """Where this person last was: the page, its filters, and the case."""
        names, settings = [entry.name for entry in self.entries], self.ctx.settings
        name, case = settings.last_page, settings.last_case
        self.open(name if name in names else names[0])
        if self.current == name and case and case != self.pages[name].case_at_hand() and self._is_case(case):
            self.when_shown(lambda: self.pages[name].show_case(case))

    def keep_place(self) -> None:
        """Written down while the work goes on, so that whatever ends the program, the next start is here."""
        page = self.pages.get(self.current)
        if page is None or not self.is_shown():
            return
        self.ctx.settings.last_case = page.case_at_hand()
        found = self.kept[self.current].read(words=self.ctx.key is None)
        if found != self.ctx.settings.place(self.current):
            self.ctx.settings.keep_place(self.current, found)

    def refresh_all(self) -> None:
        self.stale = set(self.pages)
        self._show_page()
        self.show_steps()

    def show_steps(self) -> None:
        """Name what undo and redo would do, and offer the years there are."""
        from gyga_desk.store import reads

        may = self.ctx.person.role != Role.OBSERVER
        undo = may and reads.undoable(self.ctx.reader, self.ctx.person.name)
        redo = may and reads.redoable(self.ctx.reader, self.ctx.person.name)
        self.top.set_steps(undo or "", redo or "")
        self.top.set_years(sorted({*reads.years(self.ctx.reader), self.ctx.year}, reverse=True), self.ctx.year)

    def help_topic(self) -> str:
        """Where the manual speaks of the page at hand."""
        return next((entry.help for entry in self.entries if entry.name == self.current), "index.md")

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
        self.bare.add(name)
        for declared in ACTIONS:
            if declared.page == name and declared.keys and self._has(declared):
                self.addAction(self._action(declared))

    def _hold_keys(self) -> None:
        """A page's keys hold while it is shown, wherever in the window the keys go."""
        for declared in ACTIONS:
            made = self.findChild(QAction, declared.name) if declared.page else None
            if made is not None:
                made.setEnabled(declared.page == self.current and self.is_shown())

    def _action(self, declared: Action) -> QAction:
        made = QAction(declared.shown(), self)
        made.setObjectName(declared.name)
        made.setShortcuts([QKeySequence(key) for key in declared.keys])
        made.triggered.connect(lambda _=False: declared.run(self.host))
        return made

    def _show_page(self) -> None:
        """The page at hand as the store is now; while a long year is worked out for it, word of that in its place."""
        if self.current not in self.pages:
            return
        page, ready = self.pages[self.current], self._is_ready()
        held = QApplication.focusWidget()
        if ready and self.current in self.stale:
            self.stale.discard(self.current)
            page.refresh()
        self.stack.setCurrentWidget(page if ready else self.waiting)
        self._hold_keys()
        if ready:
            self._put_back()
            self._do_waiting()
        elif held is not None and page.isAncestorOf(held):
            self.when_shown(held.setFocus)

    def _put_back(self) -> None:
        if self.current in self.bare:
            self.bare.discard(self.current)
            self.kept[self.current].put_back(self.ctx.settings.place(self.current))

    def _do_waiting(self) -> None:
        acts, self.after[:] = list(self.after), []
        for act in acts:
            act()

    def _is_ready(self) -> bool:
        """Whether the page can be filled at once; otherwise the work is begun."""
        if self.current not in self.stale or not self.pages[self.current].reckons:
            return True
        waits = self.ctx.reckonings.unready(self.ctx.year)
        cases = sum(waits.values())
        if cases <= AT_ONCE:
            return True
        if not self.asked:
            self.asked = True
            self.waiting.begin(cases)
            self.ctx.jobs.ask(
                work_out, self.ctx.year, tuple(waits), then=self._worked_out, failed=self._not_worked_out, owner=self
            )
        return False

    def _worked_out(self, found: list[Reckoning]) -> None:
        self.asked = False
        self.ctx.reckonings.take(found)
        self._show_page()

    def _not_worked_out(self, error: DeskError) -> None:
        self.asked = False
        self.waiting.fail(error)

    def _changed(self, change: Change) -> None:
        self.show_steps()
        self.stale |= {name for name, page in self.pages.items() if page.listens_to & change.tables}
        self._show_page()

    def _change_year(self, year: int) -> None:
        self.ctx.year = year
        self.stale = set(self.pages)
        self._show_page()

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
            self.when_shown(lambda: self.pages[name].show_case(case))

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

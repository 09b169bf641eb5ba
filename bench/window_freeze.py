"""How long the screen's thread works at a stretch, in a walk through every page and the main acts of three people.

A timer beats on that thread every few milliseconds; between two beats the window answers nobody. Each stretch over the
limit is told with its act, its wall and processor time, and what was running in the middle of it, found by another thread
that looks at the stack while no beat comes. `python -m bench.window_freeze` walks the demonstration year, `… 5000`
a year of so many cases.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QTabWidget, QWidget

from gyga_desk import places
from gyga_desk.model import Answer, Role
from ui import dialogs
from ui.app import make_application, wear
from ui.choosers import MeasureBox
from ui.jobs import Jobs
from ui.settings import Settings
from ui.window import Window

LIMIT_MS = 100.0
_BEAT_MS, _POLL_MS, _REST_MS, _LOOK_S = 2, 10, 150, 0.01
_OURS = ("/ui/", "/gyga_desk/")
Step = tuple[str, Callable[[], object]]


@dataclass(frozen=True)
class Stretch:
    """A time without a beat."""

    act: str
    wall_ms: float
    cpu_ms: float
    where: str
    """The functions of ours that were running most of the time, the innermost last."""


class Heart:
    """Beats on the screen's thread and keeps the longest stretch of each act."""

    def __init__(self) -> None:
        self.act, self.worst = "", dict[str, Stretch]()
        self.screen, self.seen = threading.get_ident(), Counter[str]()
        self.wall, self.cpu = time.perf_counter(), time.thread_time()
        self.timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start()
        threading.Thread(target=self._look, daemon=True).start()

    def beat(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        took, held = (wall - self.wall) * 1000, self.worst.get(self.act)
        if held is None or took > held.wall_ms:
            where = self.seen.most_common(1)[0][0] if self.seen else ""
            self.worst[self.act] = Stretch(self.act, took, (cpu - self.cpu) * 1000, where)
        self.seen.clear()
        self.wall, self.cpu = time.perf_counter(), time.thread_time()

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_S)
            if (time.perf_counter() - self.wall) * 1000 > LIMIT_MS / 2:
                self.seen[_where(sys._current_frames().get(self.screen))] += 1  # noqa: SLF001 - the only way to look


def _where(frame: Any) -> str:
    names: list[str] = []
    while frame is not None:
        code = frame.f_code
        if any(part in code.co_filename for part in _OURS):
            names.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " > ".join(reversed(names[:4]))


class Walk:
    """One person's way through the window on a copy of a record."""

    def __init__(self, store: Path, person: str, password: str, folder: Path) -> None:
        self.settings = Settings(folder / f"{person}.ini")
        self.jobs, self.heart = Jobs(), Heart()
        self.window = Window(self.jobs, self.settings, store)
        self.window.look_changed.connect(lambda: wear(QApplication.instance(), self.settings))  # type: ignore[arg-type]
        self.window.resize(1366, 728)
        self.person, self.password, self.quiet = person, password, 0

    def go(self) -> list[Stretch]:
        self.do("first page", self.window.show)
        self.do("sign in", self._sign_in)
        for act, step in self._steps():
            self.do(act, step)
        self.do("close", self.window.close)
        self.heart.timer.stop()
        self.window.deleteLater()
        return list(self.heart.worst.values())

    def do(self, act: str, step: Callable[[], object]) -> None:
        """One act, and all that follows from it until the window rests."""
        loop, rest = QEventLoop(), QTimer(interval=_POLL_MS)
        self.quiet = 0

        def look() -> None:
            self.quiet = 0 if self.jobs.busy else self.quiet + _POLL_MS
            if self.quiet >= _REST_MS:
                loop.quit()

        rest.timeout.connect(look)
        self.heart.act = f"{self.person} {act}"
        self.heart.beat()
        QTimer.singleShot(0, step)
        rest.start()
        loop.exec()
        rest.stop()
        self.heart.act = "between"

    def _sign_in(self) -> None:
        page: Any = self.window.centralWidget()
        page.person.setCurrentIndex(page.person.findData(self.person))
        page.password.setText(self.password)
        page.sign_in()

    @property
    def frame(self) -> Any:
        return self.window.frame

    def page(self, name: str) -> Any:
        return self.frame.pages[name]

    def has(self, name: str) -> bool:
        return any(entry.name == name for entry in self.frame.entries)

    def _steps(self) -> Iterator[Step]:
        for entry in self.frame.entries:
            yield f"{entry.name}: first", lambda name=entry.name: self.frame.open(name)
            yield from self._faces(entry.name)
        for entry in self.frame.entries:
            yield f"{entry.name}: again", lambda name=entry.name: self.frame.open(name)
        yield from self._everywhere()
        for name, steps in (
            ("review", self._review),
            ("intake", self._intake),
            ("decision", self._decision),
            ("history", self._history),
            ("marks", self._marks),
        ):
            if self.has(name):
                yield f"{name}: back", lambda name=name: self.frame.open(name)
                yield from steps()
        yield "refresh all", self.window.refresh_all
        yield "dark", lambda: self._look("dark")
        yield "light", lambda: self._look("light")

    def _faces(self, name: str) -> Iterator[Step]:
        """Each measure and each tab of a page."""
        page: QWidget = self.page(name)
        for tabs in page.findChildren(QTabWidget):
            for at in range(tabs.count()):
                if tabs.isTabVisible(at):
                    yield f"{name}: tab {at}", lambda tabs=tabs, at=at: tabs.setCurrentIndex(at)
        for box in page.findChildren(MeasureBox):
            for at in range(box.count()):
                yield f"{name}: measure {at + 1}", lambda box=box, at=at: _choose(box, at)

    def _everywhere(self) -> Iterator[Step]:
        yield "help", self.window.show_help
        yield "help: whole", lambda: self.window.show_help("index.md")
        yield "help: close", lambda: self.window.help and self.window.help.close()
        yield "palette", self.window.show_palette
        yield "palette: typed", lambda: _top().findChild(QLineEdit).setText("审")
        yield "palette: close", lambda: _top().close()
        yield "all cases", self._all_cases
        yield "all cases: typed", lambda: _top().search.setText("黔灵")
        yield "all cases: sorted", lambda: _top().list.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        yield "all cases: close", lambda: _top().close()

    def _all_cases(self) -> None:
        from ui.all_cases import AllCases

        AllCases(self.window, self.window.ctx).open()  # type: ignore[arg-type]

    def _review(self) -> Iterator[Step]:
        page = self.page("review")
        yield "review: measure 3", lambda: _choose(page.queue.measure, page.queue.measure.findData(3))
        for n in range(3):
            yield f"review: next {n}", page.go_on
        yield "review: to open", page.go_to_open
        yield "review: typed", lambda: page.queue.search.setText("黔")
        yield "review: cleared", page.queue.search.clear
        for n in range(page.queue.order.count()):
            yield f"review: order {n}", lambda n=n: _choose(page.queue.order, n)
        for n in range(page.queue.state.count()):
            yield f"review: state {n}", lambda n=n: _choose(page.queue.state, n)
        yield "review: all states", lambda: _choose(page.queue.state, 0)
        yield "review: explain", page.explain
        yield "review: explain closed", lambda: _top().close()
        if self.window.ctx and self.window.ctx.person.role is Role.REVIEWER:
            yield "review: declare", page._declare_none  # noqa: SLF001 - as its button
            for given in (Answer.NO, Answer.YES):
                yield (
                    f"review: answer {given}",
                    lambda given=given: (
                        page.checks.pick("G2"),
                        page.checks.answered.emit(given),
                    ),
                )
            yield "review: note", lambda: (page.detail.note.setText("已核"), page.detail.commit())
            yield from self._undo()

    def _undo(self) -> Iterator[Step]:
        from ui import actions

        yield "undo", lambda: actions.undo(self.window)
        yield "redo", lambda: actions.redo(self.window)

    def _intake(self) -> Iterator[Step]:
        page = self.page("intake")
        if self.window.ctx and self.window.ctx.person.role is not Role.CLERK:
            return
        demo = places.resources() / "demo"
        yield "intake: look", lambda: page.look_into(demo / "batch-2025-messy.xlsx")
        yield "intake: leave", page.leave

    def _decision(self) -> Iterator[Step]:
        page = self.page("decision")
        for number in (5, 3):
            yield (
                f"decision: measure {number}",
                lambda number=number: _choose(page.measure, page.measure.findData(number)),
            )
            yield f"decision: propose {number}", page.propose_list
        yield from self._undo()

    def _history(self) -> Iterator[Step]:
        page = self.page("history")
        yield "history: filter", lambda: page.filter.setText("2025-M3-0003")
        yield "history: all", page.filter.clear
        yield "history: verify", page.verify

    def _marks(self) -> Iterator[Step]:
        page = self.page("marks")
        yield "marks: measure 3", lambda: _choose(page.measure, page.measure.findData(3))
        for n in range(3):
            yield f"marks: next {n}", page.go_on

    def _look(self, look: str) -> None:
        self.settings.look = look
        self.window._change_look()  # noqa: SLF001 - as the page of settings asks for it


def _choose(box: Any, at: int) -> None:
    """As by the mouse."""
    box.setCurrentIndex(at)
    box.activated.emit(at)


def _top() -> Any:
    """The dialog opened last."""
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and not isinstance(one, Window)]
    return shown[-1]


def _answered_by_itself() -> None:
    """Questions are answered as a person would who agrees."""
    dialogs.confirm = lambda *_: True  # type: ignore[assignment]
    dialogs.ask_form = lambda _p, _t, _i, fields, _y: {one.name: one.value or "理由" for one in fields}  # type: ignore[assignment]
    dialogs.show = dialogs.refuse = lambda *_: None  # type: ignore[assignment]


def demo_year(folder: Path) -> tuple[Path, tuple[str, ...], str]:
    from gyga_desk.operations import demo

    made = demo.make_demo(folder / "demo")
    return made.store, ("审核员", "经办人", "主任"), demo.PASSWORD


def long_year(folder: Path, count: int) -> tuple[Path, tuple[str, ...], str]:
    from bench.window_data import ADMIN, CLERK, PASSWORD, REVIEWER, make_year
    from gyga_desk.operations import people
    from gyga_desk.operations.session import open_session

    store = make_year(folder, count)
    session = open_session(store, ADMIN, PASSWORD)
    people.add_person(session, "主任", Role.CHAIR, PASSWORD)
    session.close()
    return store, (REVIEWER, CLERK, "主任"), PASSWORD


def main(which: str = "demo") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    _answered_by_itself()
    told: list[Stretch] = []
    over = 0
    with tempfile.TemporaryDirectory(prefix="gyga-freeze-") as folder:
        store, persons, password = demo_year(Path(folder)) if which == "demo" else long_year(Path(folder), int(which))
        for person in persons:
            own = Path(folder) / person
            own.mkdir()
            copy = Path(shutil.copy(store, own))
            found = Walk(copy, person, password, own).go()
            told += found
            for one in sorted((one for one in found if one.wall_ms > LIMIT_MS), key=lambda one: -one.wall_ms):
                over += 1
                sys.stdout.write(f"{one.wall_ms:6.0f} {one.cpu_ms:6.0f} {one.act}  [{one.where}]\n")
            sys.stdout.flush()
    cpu = sum(1 for one in told if one.cpu_ms > LIMIT_MS)
    sys.stdout.write(f"acts {len(told)}\nover {over}\nover.cpu {cpu}\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])

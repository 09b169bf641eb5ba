"""One round of `bench.window` in a process of its own: `list` or `answer`; prints a name and milliseconds a line."""

from __future__ import annotations

import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, QSize, Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView, QTableWidget, QTableWidgetItem

from bench.window_data import MEASURE, PASSWORD, REVIEWER
from gyga_desk.store import listing, open_reader
from ui.app import make_application
from ui.paged import PagedModel
from ui.table import Column

SHOWN = ("id", "applicant", "title", "measure", "district")
SIZE = QSize(1280, 800)
FRAMES = 40
_FRAME_S = 0.02
WORDS = {1: ("算", "贵", "溪"), 2: ("算力", "黔灵", "医疗"), 3: ("黔灵甲", "大模型", "示范应")}
FILTER = "黔灵"


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def tell(name: str, value: float) -> None:
    sys.stdout.write(f"{name} {value:.4f}\n")


class Loaded(QAbstractTableModel):
    """Every row in memory: what is simplest to write."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.all = self.rows = rows

    def rowCount(self, _: Any = QModelIndex()) -> int:  # noqa: B008, N802 - Qt asks
        return len(self.rows)

    def columnCount(self, _: Any = QModelIndex()) -> int:  # noqa: B008, N802 - Qt asks
        return len(SHOWN)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self.rows.sort(key=lambda one: one[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def filter(self, text: str) -> None:
        self.beginResetModel()
        self.rows = [one for one in self.all if text in one[1] or text in one[2]]
        self.endResetModel()


def shown(view: QTableView) -> QTableView:
    view.resize(SIZE)
    view.verticalHeader().setDefaultSectionSize(26)
    view.show()
    QApplication.processEvents()
    return view


def frames(view: QTableView) -> float:
    """The median of one painted frame, three rows further each time."""
    bar, times = view.verticalScrollBar(), []
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerItem)
    bar.setValue(bar.maximum() // 3)
    for _ in range(FRAMES):
        bar.setValue(bar.value() + 3)
        times.append(timed(view.grab))
    return statistics.median(times)


def ours(db: sqlite3.Connection) -> PagedModel:
    order = listing.ORDERS
    columns = [
        Column("", lambda one: one.case), Column("", lambda one: one.applicant), Column("", lambda one: one.title),
        Column("", lambda one: str(one.measure)), Column("", lambda one: one.district),
    ]  # fmt: skip
    return PagedModel(
        columns, lambda keys: listing.page(db, keys), lambda at, down: listing.places(db, order[at], descending=down)
    )


def long_list(path: Path) -> None:
    db = open_reader(path)
    kept: list[Any] = []

    def open_ours() -> None:
        model = ours(db)
        model.set_keys(listing.places(db))
        view = QTableView()
        view.setModel(model)
        kept.extend((model, shown(view)))
        view.grab()

    def open_sql() -> None:
        base = QSqlDatabase.addDatabase("QSQLITE", "bench")
        base.setDatabaseName(str(path))
        base.open()
        model = QSqlTableModel(None, base)
        model.setTable("cases")
        model.select()
        view = QTableView()
        view.setModel(model)
        kept.extend((base, model, shown(view)))
        view.grab()

    tell("ours.open", timed(open_ours))
    tell("sql.open", timed(open_sql))
    model, view = kept[0], kept[1]
    rows = [
        tuple(map(str, row))
        for row in db.execute(f"SELECT {', '.join(SHOWN)} FROM cases ORDER BY year, measure, number")
    ]
    random.Random(7).shuffle(rows)
    loaded = Loaded(rows)
    other = QTableView()
    other.setModel(loaded)
    shown(other)
    tell("ours.scroll", frames(view))
    tell("widget.scroll", frames(widget(rows)))
    tell("ours.sort", timed(lambda: (model.sort(1), view.grab())))
    tell("loaded.sort", timed(lambda: (loaded.sort(1), other.grab())))
    tell("ours.filter", timed(lambda: (model.set_keys(listing.places(db, text=FILTER)), view.grab())))
    tell("loaded.filter", timed(lambda: (loaded.filter(FILTER), other.grab())))
    for count, words in WORDS.items():
        tell(f"search.{count}", sum(timed(lambda w=w: listing.places(db, text=w)) for w in words))
        tell(f"like.{count}", sum(timed(lambda w=w: like(db, w)) for w in words))


def widget(rows: list[tuple[Any, ...]]) -> QTableView:
    made = QTableWidget(len(rows), len(SHOWN))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            made.setItem(at, place, QTableWidgetItem(text))
    return shown(made)


def like(db: sqlite3.Connection, word: str) -> list[Any]:
    sql = "SELECT id FROM cases WHERE applicant LIKE ? OR title LIKE ? OR credit_code LIKE ?"
    return db.execute(sql, [f"%{word}%"] * 3).fetchall()


def answer(path: Path) -> None:
    """From a key on a check to every number right and painted: what the screen's thread worked, and all with the saving."""
    from gyga_desk.model import Answer
    from ui.jobs import Jobs
    from ui.pages.review import ReviewPage
    from ui.settings import Settings
    from ui.window import Window

    with tempfile.TemporaryDirectory() as folder:
        window = Window(Jobs(), Settings(Path(folder) / "s.ini"), Path(shutil.copy(path, folder)))
        window.resize(1366, 728)
        window.show()
        sign_in: Any = window.centralWidget()
        sign_in.person.setCurrentIndex(sign_in.person.findData(REVIEWER))
        sign_in.password.setText(PASSWORD)
        sign_in.sign_in()
        rest(window)
        assert window.frame is not None
        window.frame.open("review")
        page = window.frame.pages["review"]
        assert isinstance(page, ReviewPage)
        page.queue.measure.choose(MEASURE)
        page.show_case(f"2025-M{MEASURE}-0009")
        rest(window)
        spent: dict[str, list[float]] = {"answer.screen": [], "answer.whole": []}
        for check in ("G2", "G3", "G4"):
            for given in (Answer.NO, Answer.YES):
                page.checks.pick(check)
                start, worked = time.perf_counter(), time.thread_time()
                page.checks.answered.emit(given)
                rest(window)
                time.sleep(_FRAME_S)  # what is to be painted anew is painted with the screen's next frame
                QApplication.processEvents()
                spent["answer.screen"].append((time.thread_time() - worked) * 1000)
                spent["answer.whole"].append((time.perf_counter() - start) * 1000)
        for name, times in spent.items():
            tell(name, statistics.median(times))
        window.close()


def rest(window: Any) -> None:
    """Until nothing is under way; asleep while the worker works, as an event loop is."""
    QApplication.processEvents()
    while window.jobs.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QApplication.processEvents()


if __name__ == "__main__":
    make_application()
    {"list": long_list, "answer": answer}[sys.argv[1]](Path(sys.argv[2]))

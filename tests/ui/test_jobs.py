"""Work off the screen's thread: order of news, stop and rollback, refusals, bugs, receivers that are gone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gyga_desk.errors import Cancelled, Refused
from gyga_desk.model import Change
from gyga_desk.progress import Progress, silent
from gyga_desk.store import Store, open_reader
from ui.jobs import Jobs

AT = "2025-07-01T09:00:00+08:00"


@dataclass
class Desk:
    """A session as small as it can be: the store, opened on the thread that asks."""

    store: Store

    def close(self) -> None:
        self.store.close()


@dataclass(frozen=True)
class Done:
    value: Any
    change: Change
    title: str = "添加人员"


def add_people(desk: Desk, names: list[str], step: threading.Event | None = None, progress: Progress = silent) -> Done:
    with desk.store.operation("添加人员", "测试", AT):
        for at, name in enumerate(names):
            desk.store.db.execute("INSERT INTO person(name, role, password, active) VALUES(?, 'clerk', '', 1)", (name,))
            progress(at, len(names), name)
            if step:
                assert step.wait(10)
        progress(len(names), len(names))
    return Done(len(names), Change(frozenset({"person"})))


def names_of(path: Path) -> list[str]:
    reader = open_reader(path)
    found = [name for (name,) in reader.execute("SELECT name FROM person ORDER BY name")]
    reader.close()
    return found


class Ear(QObject):
    """Somebody who waits for a result."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, value: object) -> None:
        self.heard.append(value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "year.gyga"
    Store.create(made).close()
    return made


@pytest.fixture
def jobs(qtbot: QtBot, path: Path) -> Iterator[Jobs]:
    made = Jobs()
    made.open(lambda: Desk(Store.open(path)))
    qtbot.waitUntil(lambda: not made.busy)
    yield made
    made.close()


def test_a_change_is_told_before_its_result(qtbot: QtBot, jobs: Jobs, path: Path) -> None:
    news: list[object] = []
    jobs.changed.connect(lambda change: news.append(("changed", change.tables)))
    jobs.saved.connect(lambda title: news.append(("saved", title)))
    jobs.run(add_people, ["甲", "乙"], then=lambda value: news.append(("then", value)))
    qtbot.waitUntil(lambda: len(news) == 3)
    assert news == [("changed", {"person"}), ("saved", "添加人员"), ("then", 2)]
    assert names_of(path) == ["乙", "甲"]


def test_work_runs_on_one_other_thread(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[threading.Thread] = []
    for _ in range(3):
        jobs.call(threading.current_thread, then=threads.append)
    qtbot.waitUntil(lambda: len(threads) == 3)
    assert len(set(threads)) == 1
    assert threads[0] is not threading.current_thread()


def test_progress_arrives_with_its_words(qtbot: QtBot, jobs: Jobs) -> None:
    steps: list[tuple[int, int, str]] = []
    jobs.progressed.connect(lambda *step: steps.append(step))
    jobs.run(add_people, ["甲", "乙"])
    qtbot.waitUntil(lambda: not jobs.busy)
    assert steps == [(0, 2, "甲"), (1, 2, "乙"), (2, 2, "")]


def test_stop_rolls_back_and_says_so(qtbot: QtBot, jobs: Jobs, path: Path) -> None:
    step, refused = threading.Event(), []
    jobs.refused.connect(refused.append)
    jobs.progressed.connect(lambda *_: (jobs.stop(), step.set()))
    jobs.run(add_people, ["甲", "乙", "丙"], step)
    assert jobs.can_stop
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(error) for error in refused] == [Cancelled]
    assert names_of(path) == []


def test_stop_also_ends_what_still_waits_in_line(qtbot: QtBot, jobs: Jobs, path: Path) -> None:
    gate, refused = threading.Event(), []
    jobs.refused.connect(refused.append)
    jobs.call(gate.wait, 10)
    jobs.run(add_people, ["甲"])
    jobs.stop()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert len(refused) == 1
    assert names_of(path) == []


def test_a_refusal_goes_to_who_asked_else_to_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    def refuse(desk: Desk) -> Done:
        raise Refused("{case} 已封存，不能改动。", case="2025-M3-0001")

    taken: list[str] = []
    shown: list[str] = []
    jobs.refused.connect(lambda error: shown.append(str(error)))
    jobs.run(refuse, failed=lambda error: taken.append(str(error)))
    jobs.run(refuse)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert taken == shown == ["2025-M3-0001 已封存，不能改动。"]


def test_anything_else_is_a_bug(qtbot: QtBot, jobs: Jobs) -> None:
    crashed: list[Exception] = []
    jobs.crashed.connect(crashed.append)
    jobs.ask(lambda desk: desk.nothing_of_that_name)
    qtbot.waitUntil(lambda: bool(crashed))
    assert isinstance(crashed[0], AttributeError)


def test_nothing_is_delivered_to_a_page_that_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    gate, gone, ear = threading.Event(), Ear(), Ear()
    heard: list[object] = []
    jobs.call(gate.wait, 10, then=gone.hear)
    jobs.call(gate.wait, 10, then=heard.append, owner=gone)
    jobs.call(gate.wait, 10, then=ear.hear)
    shiboken6.delete(gone)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert gone.heard == []
    assert heard == []
    assert ear.heard == [True]


def test_busy_is_told_once_for_a_line_of_work(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[bool] = []
    jobs.busy_changed.connect(told.append)
    gate = threading.Event()
    jobs.call(gate.wait, 10)
    jobs.call(gate.wait, 10)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == [True, False]


def test_closing_lets_the_store_go(qtbot: QtBot, path: Path) -> None:
    jobs = Jobs()
    jobs.open(lambda: Desk(Store.open(path)))
    jobs.close()
    Store.open(path).close()


def test_the_screens_connection_cannot_write(path: Path) -> None:
    reader = open_reader(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("CREATE TABLE more(a)")
    reader.close()


def test_what_is_asked_after_the_end_is_not_begun(qtbot: QtBot) -> None:
    jobs, heard = Jobs(), []
    jobs.busy_changed.connect(heard.append)
    jobs.close()
    jobs.call(heard.append, "done")
    assert heard == [] and not jobs.busy

"""The one way to run core work off the screen's thread, and the one signal that says what it changed.

One worker thread owns the session (and so the store). Three verbs, all returning at once:

    jobs.run(operation, *args, then=self.done)   a change:   operation(session, *args) -> Done
    jobs.ask(question, *args, then=self.show)    a question: question(session, *args) -> anything
    jobs.call(function, *args, then=self.show)   without a session: function(*args) -> anything

A function with a parameter `progress` gets one; it moves the bar at the foot of the window and raises `Cancelled` at
the next step once the person has pressed 停止, so that the transaction rolls back. On the screen's thread again:

    done          `changed(Change)` first (for `run`), so that pages are fresh, then `then(value)` (of Done: its value)
    DeskError     `failed(error)` if given, else the signal `refused`: the window shows the sentence
    anything else the signal `crashed`: the crash window

Nothing is delivered to a page that is gone: the owner is `owner=` or, for bound methods, the object they belong to.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from gyga_desk.errors import Cancelled, DeskError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from gyga_desk.model import Change


class Done(Protocol):
    """What an operation returns; the core's own class is not needed to read it."""

    @property
    def value(self) -> Any: ...
    @property
    def change(self) -> Change: ...
    @property
    def title(self) -> str: ...


@dataclass(eq=False)
class _Job:
    work: Callable[[], Any]
    is_operation: bool
    then: Callable[[Any], object] | None
    failed: Callable[[DeskError], object] | None
    owner: QObject | None
    can_stop: bool
    stop: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: Exception | None = None


class Jobs(QObject):
    """Owns the worker thread and the session.

    Signals:
        changed(Change): an operation was saved; pages whose `listens_to` meets its tables refresh.
        saved(str): the same moment, with the operation's title.
        progressed(int, int, str): done, total, what.
        busy_changed(bool): work began, or nothing is left to do.
        refused(DeskError): a sentence for the person, where the caller did not take it.
        crashed(Exception): a bug.
    """

    changed = Signal(object)
    saved = Signal(str)
    progressed = Signal(int, int, str)
    busy_changed = Signal(bool)
    refused = Signal(object)
    crashed = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Any = None
        self._waiting: list[_Job] = []
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """Begun with the first job: the first page needs none."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, thread_name_prefix="store")

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    @property
    def can_stop(self) -> bool:
        return any(job.can_stop for job in self._waiting)

    def open(
        self,
        opener: Callable[[], Any],
        *,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[DeskError], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Open a session on the worker thread and keep it; `then` gets it (for its person and edition, no more)."""
        self._submit(lambda: self._keep(opener()), {}, False, then, failed, owner)

    def run(
        self,
        operation: Callable[..., Done],
        /,
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[DeskError], object] | None = None,
        owner: QObject | None = None,
        **facts: Any,
    ) -> None:
        """A change: `operation(session, *args, **facts)`; `then` gets the value of its Done."""
        self._submit(operation, facts, True, then, failed, owner, args, with_session=True)

    def ask(
        self,
        question: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[DeskError], object] | None = None,
        owner: QObject | None = None,
        **facts: Any,
    ) -> None:
        """A question too long for the screen's thread: `question(session, *args, **facts)`."""
        self._submit(question, facts, False, then, failed, owner, args, with_session=True)

    def call(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[DeskError], object] | None = None,
        owner: QObject | None = None,
        **facts: Any,
    ) -> None:
        """Work that needs no session: `function(*args, **facts)`."""
        self._submit(function, facts, False, then, failed, owner, args)

    def stop(self) -> None:
        """What the person asks with 停止: work that reports its progress ends at its next step, unsaved."""
        for job in self._waiting:
            if job.can_stop:
                job.stop.set()

    def close_session(self) -> None:
        """Let the store go; waits for what is running."""
        self._pool.submit(self._keep, None).result()

    def close(self) -> None:
        """Stop, let the store go and end the thread; afterwards nothing is delivered and nothing begun."""
        self._closed = True
        self.stop()
        self._finished.disconnect(self._deliver)
        self.close_session()
        self._pool.shutdown()

    def _keep(self, session: Any) -> Any:
        if self._session is not None:
            self._session.close()
        self._session = session
        return session

    def _submit(
        self,
        function: Callable[..., Any],
        facts: dict[str, Any],
        is_operation: bool,
        then: Callable[[Any], object] | None,
        failed: Callable[[DeskError], object] | None,
        owner: QObject | None,
        args: tuple[Any, ...] = (),
        with_session: bool = False,
    ) -> None:
        if self._closed:
            return  # a page that hears its window close may still ask
        can_stop = _can_report(function)
        job = _Job(lambda: None, is_operation, then, failed, owner or _owner_of(then) or _owner_of(failed), can_stop)
        if can_stop:
            facts = {**facts, "progress": self._progress_of(job)}
        job.work = lambda: function(*((self._session,) if with_session else ()), *args, **facts)
        self._waiting.append(job)
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        self._pool.submit(self._work, job)

    def _progress_of(self, job: _Job) -> Callable[[int, int, str], None]:
        def progress(done: int, total: int, what: str = "") -> None:
            if job.stop.is_set():
                raise Cancelled
            self.progressed.emit(done, total, what)

        return progress

    def _work(self, job: _Job) -> None:
        """On the worker thread: nothing but the work and the news of its end."""
        try:
            if job.stop.is_set():
                raise Cancelled
            job.value = job.work()
        except Exception as error:  # noqa: BLE001 - carried to the screen's thread, where a bug becomes a crash window
            job.error = error
        self._finished.emit(job)

    def _deliver(self, job: _Job) -> None:
        self._waiting.remove(job)
        if not self._waiting:
            self.busy_changed.emit(False)
        alive = job.owner is None or shiboken6.isValid(job.owner)
        if isinstance(job.error, DeskError):
            if job.failed is None:
                self.refused.emit(job.error)
            elif alive:
                job.failed(job.error)
        elif job.error is not None:
            self.crashed.emit(job.error)
        else:
            self._deliver_value(job, alive)

    def _deliver_value(self, job: _Job, alive: bool) -> None:
        value = job.value
        if job.is_operation:
            self.changed.emit(value.change)
            self.saved.emit(value.title)
            value = value.value
        if job.then is not None and alive and (job.owner is None or shiboken6.isValid(job.owner)):
            job.then(value)


def _owner_of(callback: Callable[..., object] | None) -> QObject | None:
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None


def _can_report(function: Callable[..., Any]) -> bool:
    """Whether a function takes `progress`; some of the interpreter's own cannot be asked and do not."""
    try:
        return "progress" in inspect.signature(function).parameters
    except ValueError:
        return False

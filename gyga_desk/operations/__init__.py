"""The verbs: each function here is one operation a person can name, permitted by role, atomic, journaled and undoable.

What is computed or how it is stored does not live here; a window or a command line calls these and nothing below them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import update_wrapper
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from gyga_desk.errors import NotPermitted
from gyga_desk.model import Change, Role
from gyga_desk.policy import Edition
from gyga_desk.store import Store, journal
from gyga_desk.store.reads import PersonRow

P = ParamSpec("P")
T = TypeVar("T")
Clock = Callable[[], datetime]


def local_now() -> datetime:
    """The clock of ordinary work: local time with its zone, whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


@dataclass(frozen=True)
class Session:
    """An open store with the person who is signed in; lives on the thread that opened it."""

    store: Store
    edition: Edition
    person: PersonRow
    clock: Clock = field(default=local_now)
    warning: str = ""
    """What is to be told at once: that the file is an older copy than this machine has seen here."""
    at_close: Callable[[Session], None] | None = None
    after: Callable[[Store, Change], None] | None = None
    """What follows every change: the key slots of an encrypted store are kept in step with its accounts."""

    opened_at: str = ""
    """The digest of the newest step when the session began."""

    @property
    def db(self) -> sqlite3.Connection:
        return self.store.db

    def follow(self, change: Change) -> Change:
        """To be called with what an operation touched, once it is saved; gives it back."""
        if self.after is not None:
            self.after(self.store, change)
        return change

    def close(self) -> None:
        if self.at_close is not None:
            self.at_close(self)
        self.store.close()


@dataclass(frozen=True)
class Work:
    """What an operation works with while its journal entry is open."""

    session: Session
    now: datetime

    @property
    def db(self) -> sqlite3.Connection:
        return self.session.db

    @property
    def edition(self) -> Edition:
        return self.session.edition

    @property
    def person(self) -> str:
        return self.session.person.name

    @property
    def at(self) -> str:
        return self.now.isoformat()


@dataclass(frozen=True)
class Done(Generic[T]):
    """What an operation gave back, and what it touched."""

    value: T
    change: Change
    title: str


class Operation(Generic[P, T]):
    """A function behind the door: checks the right, opens the journal, runs, says what changed."""

    def __init__(
        self,
        title: str,
        roles: frozenset[Role],
        run: Callable[Concatenate[Work, P], T],
        *,
        seals: bool,
        detail: Callable[..., str] | None,
    ) -> None:
        self.title, self.roles, self.seals = title, roles, seals
        self._run, self._detail = run, detail
        update_wrapper(self, run)

    def __call__(self, session: Session, *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        check_role(session, self.title, self.roles)
        name = f"{self.title} {self._detail(*args, **kwargs)}".strip() if self._detail else self.title
        work = Work(session, session.clock())
        with session.store.operation(name, work.person, work.at, seals=self.seals) as number:
            value = self._run(work, *args, **kwargs)
        return Done(value, session.follow(journal.change_of(session.db, number)), name)


def operation(
    title: str,
    *roles: Role,
    seals: bool = False,
    detail: Callable[..., str] | None = None,
) -> Callable[[Callable[Concatenate[Work, P], T]], Operation[P, T]]:
    """Makes an operation of a function; `title` is its menu, undo and audit text, `detail` names what it was done to."""

    def wrap(run: Callable[Concatenate[Work, P], T]) -> Operation[P, T]:
        return Operation(title, frozenset(roles), run, seals=seals, detail=detail)

    return wrap


class Front(Generic[P, T]):
    """What a person calls where something must be read or asked before the door opens; its title and roles are the door's."""

    def __init__(self, run: Callable[P, T], behind: Operation[..., Any]) -> None:
        self.title, self.roles, self._run = behind.title, behind.roles, run
        update_wrapper(self, run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._run(*args, **kwargs)


def front_of(behind: Operation[..., Any]) -> Callable[[Callable[P, T]], Front[P, T]]:
    """Makes a function the front of an operation; it calls that operation itself."""
    return lambda run: Front(run, behind)


def check_role(session: Session, title: str, roles: frozenset[Role]) -> None:
    """Refuses a person whose role may not do this."""
    if session.person.role not in roles:
        wanted = "、".join(r.label for r in Role if r in roles)
        raise NotPermitted(
            "{name}（{role}）不能“{title}”；请由{wanted}办理。",
            name=session.person.name, role=session.person.role.label, title=title, wanted=wanted,
        )  # fmt: skip

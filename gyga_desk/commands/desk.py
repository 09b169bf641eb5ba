"""What every command shares: the store, the person and their password, and how an answer is given."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from gyga_desk import places
from gyga_desk.edition import edition_of
from gyga_desk.errors import DeskError, NotPermitted
from gyga_desk.operations import Session
from gyga_desk.operations.session import enter, open_session
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.store import open_reader, reads
from gyga_desk.store.reads import PersonRow

PASSWORD, SECOND, NEW, KEY, ROOT, PHRASE = (
    "GYGA_PASSWORD",
    "GYGA_PASSWORD_2",
    "GYGA_NEW_PASSWORD",
    "GYGA_KEY_PASSWORD",
    "GYGA_ROOT_PASSWORD",
    "GYGA_PASSPHRASE",
)
CODE_1, CODE_2 = "GYGA_RECOVERY", "GYGA_RECOVERY_2"
NEEDS_A_PERSON = 1
"""Exit status: done, but something needs a person."""


@dataclass(frozen=True)
class Desk:
    """The words before the command."""

    path: Path
    name: str
    json: bool

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The store opened for writing, for the signed-in person."""
        session = open_session(self.path, self.acting(), self.password())
        try:
            yield session
        except DeskError:
            raise  # a refusal is one sentence: the warning comes with the next thing that is done
        except BaseException:
            self._warn(session)
            raise
        else:
            self._warn(session)
        finally:
            session.close()

    def _warn(self, session: Session) -> None:
        if session.warning:
            self.say(session.warning)

    @contextmanager
    def reading(self) -> Iterator[tuple[sqlite3.Connection, Edition]]:
        """The store opened for reading; reading needs a person too."""
        db = open_reader(self.path, enter(self.path, self.acting(), self.password()).key)
        try:
            yield db, edition_of(db)
        finally:
            db.close()

    def acting(self) -> str:
        if not self.name:
            raise NotPermitted("没有说明是谁在操作；请用 --as 姓名。")
        return self.name

    def person(self, db: sqlite3.Connection) -> PersonRow:
        """Who is acting, as the store knows them; for what not everybody may see."""
        found = reads.person(db, self.name)
        assert found is not None, "they have signed in"
        return found

    def password(self) -> str:
        return ask(f"{self.name} 的口令", PASSWORD)

    def give(self, document: object, lines: Sequence[str] = ()) -> None:
        """The answer: one JSON document, or lines for people."""
        if self.json:
            typer.echo(_printable(json.dumps(document, ensure_ascii=False, indent=1)))
        else:
            for line in lines:
                typer.echo(_printable(line))

    def say(self, sentence: str) -> None:
        """Beside the answer: to people, never into the document."""
        typer.echo(sentence, err=True)

    def progress(self) -> Progress:
        """Shows where long work is, on a terminal only."""
        return _show if sys.stderr.isatty() and not self.json else silent


def _printable(text: str) -> str:
    """Text that any stream takes: bytes of a path that are no characters become signs for that."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _show(done: int, total: int, what: str = "") -> None:
    end = "\n" if done >= total else "\r"
    typer.echo(f"{what} {done}/{total}".ljust(40) + end, err=True, nl=False)


def ask(prompt: str, *variables: str) -> str:
    """A secret from the terminal, or where there is none from the first variable that is set."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}：")
    for variable in variables:
        if variable in os.environ:
            return os.environ[variable]
    raise NotPermitted("没有终端可以输入{prompt}；请设置环境变量 {variable}。", prompt=prompt, variable=variables[0])


def desk_of(context: typer.Context) -> Desk:
    """The shared words of a running command."""
    found = context.find_object(Desk)
    return found if found is not None else Desk(places.default_store(), "", json=False)


def needs_a_person() -> typer.Exit:
    """Ends a command that is done, with something left for a person."""
    return typer.Exit(NEEDS_A_PERSON)

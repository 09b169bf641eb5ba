"""What a page is handed: the way to run work, the reader, and who is signed in to which store and year."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gyga_desk.standings import Reckonings
from ui.jobs import Jobs
from ui.settings import Settings

if TYPE_CHECKING:
    from gyga_desk.model import Role
    from gyga_desk.policy import Edition
    from gyga_desk.store.reads import PersonRow, StoreFacts


class Context(QObject):
    """One signed-in person's work on one store; made by the sign-in, handed to each page's constructor.

    Attributes:
        jobs: every change goes through `jobs.run`.
        reader: read-only connection of the screen's thread, for `reads.*(ctx.reader, …)` and `standings.*(ctx.reader, …)`.
        path, facts: the store's file and what it says of itself (guide, sample, demonstration).
        reckonings: the standings of every measure and year, kept from one page and one answer to the next.
        edition: the policy and guide kept in the store.
        person: who is signed in; `may(operation)` asks whether their role allows it.
        settings: what the program remembers about the screen.
        year: the year shown; the frame changes it and refreshes every page.
        key: what an encrypted store is read with; None for one that is not.
        warning: what must be told of the store for as long as it is open, or an empty text.

    Signals:
        page_wanted(str, str): `go(page, case)` was called; the frame opens that page (names as in `window.ENTRIES`).
        message(str): `say(sentence)` was called; the frame shows it in the status line.
        restore_wanted(Restoring): a backup is to be put in the store's place; the window closes the store for it.
        turn_wanted(Turning): the store is to be encrypted, or made plain again; the window closes it for that.
        year_wanted(int): what is led to belongs to that year.
        look_wanted(): the look, the size of text or the language was changed in the settings; the window dresses anew.

    """

    page_wanted = Signal(str, str)
    message = Signal(str)
    restore_wanted = Signal(object)
    turn_wanted = Signal(object)
    look_wanted = Signal()
    year_wanted = Signal(int)

    def __init__(
        self,
        *,
        jobs: Jobs,
        reader: sqlite3.Connection,
        path: Path,
        facts: StoreFacts,
        edition: Edition,
        person: PersonRow,
        settings: Settings,
        year: int,
    ) -> None:
        super().__init__()
        self.jobs, self.reader, self.path, self.facts = jobs, reader, path, facts
        self.edition, self.person, self.settings, self.year = edition, person, settings, year
        self.warning = ""
        self.key: bytes | None = None
        self.reckonings = Reckonings(reader, edition)

    def may(self, operation: object) -> bool:
        """Whether the signed-in person's role allows an operation; pages disable what it does not.

        What declares no roles is open to all here, and refuses by itself.
        """
        roles: frozenset[Role] | None = getattr(operation, "roles", None)
        return roles is None or self.person.role in roles

    def go(self, page: str, case: str = "") -> None:
        """Ask the frame to open a page, on a case if one is named."""
        self.page_wanted.emit(page, case)

    def say(self, sentence: str) -> None:
        """A short word in the status line, for what needs no answer."""
        self.message.emit(sentence)

    def close(self) -> None:
        self.reader.close()

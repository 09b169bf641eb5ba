"""What was typed and neither saved nor thrown away: kept at each pause, so that whatever ends the program, it is there again."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.context import Context
from ui.editors import LeavingEdit
from ui.leaving_text import LeavingText

_PAUSE_MS = 1_000


class Drafts:
    """The drafts of one person in one store, by the place they were typed at: `case/field`."""

    def __init__(self, ctx: Context) -> None:
        self.settings, self.group = ctx.settings, f"{ctx.facts.id}/{ctx.person.name}"

    def keep(self, place: str, text: str) -> None:
        self.settings.keep_draft(f"{self.group}/{place}", text)

    def read(self, place: str) -> str:
        return self.settings.draft(f"{self.group}/{place}")

    def fields_of(self, case: str) -> list[str]:
        """The fields of a case that have a draft."""
        return self.settings.drafts_below(f"{self.group}/{case}")


class Draft(QObject):
    """Follows one field, wherever it is shown for."""

    def __init__(self, drafts: Drafts, field: LeavingEdit | LeavingText) -> None:
        super().__init__(field)
        self.drafts, self.field, self.place = drafts, field, ""
        self.timer = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self.timer.timeout.connect(self._keep)
        field.textChanged.connect(self.timer.start)
        field.changed.connect(self._drop)
        if isinstance(field, LeavingEdit):
            field.done.connect(self._taken_back)

    def show_at(self, place: str) -> bool:
        """The field now shows this place's saved text; a draft left there comes back unsaved, and True is returned."""
        self.place = place
        left = self.drafts.read(place) if place and self.field.isEnabled() and not self.field.is_changed else ""
        if left:
            self.field.type_again(left)
        return bool(left)

    def _keep(self) -> None:
        if self.place and self.field.isEnabled():
            self.drafts.keep(self.place, self.field.typed() if self.field.is_changed else "")

    def _taken_back(self) -> None:
        """Escape: the saved text stands in the field again."""
        if not self.field.is_changed:
            self._drop()

    def _drop(self) -> None:
        self.timer.stop()
        if self.place:
            self.drafts.keep(self.place, "")

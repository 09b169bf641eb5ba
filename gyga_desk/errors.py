"""Every way a request is refused: one sentence naming the thing, the reason and the way out.

A sentence is a template with named slots, so that a shell can translate the template and fill in the facts.
Faults inside people's workbooks are not here: they are `model.Problem` values, collected and shown together.
"""

from __future__ import annotations


class DeskError(Exception):
    """A fault of the situation. `str(error)` is the sentence to show; nothing was changed."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template, facts)
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        return self.template.format(**self.facts)


class PolicyError(DeskError):
    """An edition or guide that is not fully understood; names file, measure and key."""


class StoreError(DeskError):
    """A store that cannot be opened, read or written."""


class WorkbookError(DeskError):
    """A file that is not a workbook we can read."""


class NotPermitted(DeskError):
    """The person may not do this, or could not be identified."""


class Refused(DeskError):
    """The record is not in a state that allows the operation."""


class UndoConflict(Refused):
    """A later change touched the same row, so the operation cannot be taken back."""


class PaperError(DeskError):
    """A paper that cannot be printed, signed or verified as asked."""


class PackageError(DeskError):
    """A package that is not ours, not for this person, altered, cut short, or of another year, edition or sender."""


class Cancelled(DeskError):
    """The person stopped long work; the record is as it was before."""

    def __init__(self) -> None:
        super().__init__("已按您的要求停止，记录没有任何改动。")

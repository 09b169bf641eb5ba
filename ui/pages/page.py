"""Page: what the frame knows about each page, and nothing more."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.style import GAP, HALF, MARGIN

_TOP = 12
"""Above a page stands the bar or a banner with room of its own, below it the empty part of the status line."""
STANDING = frozenset({
    "cases", "answer", "conflict", "mark", "proposal", "decision", "reopening", "slot", "sealed_case", "list_file", "earlier_award", "filing",
    "trade", "cost", "voucher", "voucher_entry", "special", "credit_check", "withdrawal", "lineage", "divergence",
})  # fmt: skip
"""Tables whose change may move a standing: its outcomes, its ranks or its amounts."""


class Page(QWidget):
    """One place of work. A subclass builds its widgets in `__init__` and fills them in `refresh`.

        class ReviewPage(Page):
            listens_to = frozenset({"answer", "conflict"})     # tables whose change makes it stale

            def __init__(self, ctx: Context) -> None:
                super().__init__(ctx)                          # self.ctx, self.body (a QVBoxLayout with margins)
                self.body.addWidget(PageHeader(self.tr("审核"), ...))

            def refresh(self) -> None:                         # read with self.ctx.reader, set the models
                self.list.set_rows(reads.cases(self.ctx.reader, year=self.ctx.year))

    The frame makes a page when it is first opened and calls `refresh()` then, when a change touched a table it listens
    to while it is visible, and otherwise when it is next shown; also after the year changed. `refresh` must keep what
    the person was looking at (selection, scroll; `ui.table` keeps the selection by key). Slots that change something
    call `self.ctx.jobs.run(operation, …)` and do not refresh by hand. Pages never import or call each other: to lead
    the person elsewhere, `self.ctx.go("papers", case_id)`.
    """

    listens_to: ClassVar[frozenset[str]] = frozenset()
    reckons: ClassVar[bool] = False
    """Whether it asks `ctx.reckonings`; the frame has a long year worked out elsewhere before it calls `refresh`."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, _TOP, MARGIN, HALF)
        self.body.setSpacing(GAP)

    def refresh(self) -> None:
        """Show what the store says now, in `ctx.year`."""

    def show_case(self, case: str) -> None:
        """Another page led here for this case; select it if it is shown."""

    def case_at_hand(self) -> str:
        """The case shown, to come back to after the program was closed; empty where there is none."""
        return ""

    def may_leave(self) -> bool:
        """False keeps the person here (something typed is neither saved nor thrown away)."""
        return True

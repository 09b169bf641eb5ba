"""The page 审核."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class ReviewPage(Page):
    """审核."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("审核")))
        self.body.addStretch(1)

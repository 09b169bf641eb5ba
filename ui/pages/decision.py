"""The page 遴选定案."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class DecisionPage(Page):
    """遴选定案."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("遴选定案")))
        self.body.addStretch(1)

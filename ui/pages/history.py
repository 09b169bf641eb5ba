"""The page 历史记录."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class HistoryPage(Page):
    """历史记录."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("历史记录")))
        self.body.addStretch(1)

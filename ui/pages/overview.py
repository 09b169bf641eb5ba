"""The page 工作台."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class OverviewPage(Page):
    """工作台."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("工作台")))
        self.body.addStretch(1)

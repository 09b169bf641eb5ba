"""The page 收件."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class IntakePage(Page):
    """收件."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("收件")))
        self.body.addStretch(1)

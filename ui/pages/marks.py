"""The page 评分排名."""

from __future__ import annotations

from ui.context import Context
from ui.pages.page import Page
from ui.widgets import PageHeader


class MarksPage(Page):
    """评分排名."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.body.addWidget(PageHeader(self.tr("评分排名")))
        self.body.addStretch(1)

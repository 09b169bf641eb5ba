"""The page 人员与设置: accounts and keys, backups and verification, and how the program looks to this person."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from ui.context import Context
from ui.languages import languages
from ui.pages.page import Page
from ui.settings_copies import CopiesPanel
from ui.settings_look import LookPanel
from ui.settings_people import PeoplePanel
from ui.widgets import PageHeader
from ui.words import shown_path


class SettingsPage(Page):
    """Three tabs."""

    listens_to = frozenset({"person", "certificate", "batch", "decision", "reopening", "package"})

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.people, self.copies, self.look = PeoplePanel(ctx), CopiesPanel(ctx), LookPanel(ctx, languages())
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("人员与设置"))
        self.tabs.addTab(self.people, self.tr("人员与密钥"))
        self.tabs.addTab(self.copies, self.tr("备份与核验"))
        self.tabs.addTab(self.look, self.tr("外观与锁定"))
        self.body.addWidget(PageHeader(self.tr("人员与设置"), shown_path(ctx.path)))
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Override refresh."""
        self.people.refresh()
        self.copies.refresh()

    def add_person(self) -> None:
        self.tabs.setCurrentWidget(self.people)
        self.people.add_person()

    def restore(self) -> None:
        self.tabs.setCurrentWidget(self.copies)
        self.copies.restore()

    def turn(self) -> None:
        self.tabs.setCurrentWidget(self.copies)
        self.copies.turn()

    def make_recovery(self) -> None:
        self.tabs.setCurrentWidget(self.copies)
        self.copies.make_recovery()

    def write_anchor(self) -> None:
        self.tabs.setCurrentWidget(self.copies)
        self.copies.write_anchor()

    def verify_by_anchor(self) -> None:
        self.tabs.setCurrentWidget(self.copies)
        self.copies.typed.setFocus()

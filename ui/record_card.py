"""The card of one record: its badge and name at the head, and below them its facts, two beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout

from ui.elided import Elided
from ui.style import GAP
from ui.widgets import Badge, Card, label, row


class RecordCard(Card):
    """`tools` is where the page puts the record's buttons; `values` holds each fact by its key."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.badge, self.name, self.tools = Badge(), Elided("heading"), row()
        self.values: dict[str, Elided] = {}
        self.head = row(self.badge, self.name)
        self.head.setStretch(1, 1)
        self.body.addLayout(self.head)

    def add_facts(self, words: Mapping[str, str]) -> None:
        """Room for each fact, named by its word, in the order given."""
        self.values = {key: Elided() for key in words}
        self.body.addLayout(self._grid(words))

    def _grid(self, words: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(3)
        for at, (key, word) in enumerate(words.items()):
            grid.addWidget(label(word, "soft"), at // 2, at % 2 * 2)
            grid.addWidget(self.values[key], at // 2, at % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

"""The combo boxes that pages share: which measure is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from gyga_desk.policy import Edition
from ui.words import measure_title


class MeasureBox(QComboBox):
    """The edition's measures.

    Signals:
        chosen(int): the measure's number, 0 for all.
    """

    chosen = Signal(int)

    def __init__(self, edition: Edition, numbers: tuple[int, ...] = (), *, all_word: str = "") -> None:
        """`numbers` limits the list; with `all_word` the first entry is every measure."""
        super().__init__()
        self.setAccessibleName(self.tr("措施"))
        if all_word:
            self.addItem(all_word, 0)
        for measure in edition.measures:
            if not numbers or measure.number in numbers:
                self.addItem(f"{measure_title(measure.number)} {measure.name}", measure.number)
        self.activated.connect(lambda: self.chosen.emit(self.number))

    @property
    def number(self) -> int:
        return int(self.currentData() or 0)

    def choose(self, number: int) -> None:
        at = self.findData(number)
        if at >= 0:
            self.setCurrentIndex(at)

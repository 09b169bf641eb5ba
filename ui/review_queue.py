"""The left side of the page 审核: which cases there are, where each stands, and how much of it is unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from gyga_desk.model import CaseId, Outcome
from gyga_desk.policy import Edition
from ui.cells import QueueDelegate
from ui.choosers import MeasureBox
from ui.soon import Soon
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import label, row
from ui.words import outcome_tone

_SEARCH_AFTER_MS = 250
_ROW = 50


@dataclass(frozen=True)
class QueueRow:
    """One case of the queue, as `ui.cells.QueueDelegate` draws it."""

    case: CaseId
    name: str
    title: str
    outcome: Outcome
    unanswered: int
    sealed: bool
    state: str
    left: str

    @property
    def number(self) -> str:
        return self.case

    @property
    def tone(self) -> Tone:
        return Tone.INFO if self.sealed else outcome_tone(self.outcome)


class QueuePanel(QWidget):
    """Filters over the list of cases.

    Signals:
        wanted(): a filter changed; the page brings other rows.
        picked(str): another case, or an empty id.
    """

    wanted = Signal()
    picked = Signal(str)

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.filtering = False
        self.measure = MeasureBox(edition)
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("状态"))
        for word, key in self._states():
            self.state.addItem(word, key)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("编号、单位、项目、信用代码"))
        self.search.setAccessibleName(self.tr("查找"))
        self.search.setClearButtonEnabled(True)
        self.count = label("", "soft")
        self.list = ListView(
            [Column("", self._words, stretch=True, tip=self._tip)],
            key=lambda one: one.case,
            empty=self.tr("没有符合条件的项目。"),
            name=self.tr("待审项目"),
            sortable=False,
        )
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(_ROW)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.measure)
        outer.addLayout(row(self.state, None, self.count))
        outer.addWidget(self.search)
        outer.addWidget(self.list, 1)
        self._late = Soon(self, _SEARCH_AFTER_MS)
        self._late.due.connect(self._look_now)
        self.search.textChanged.connect(self._look_soon)
        self.measure.chosen.connect(self._look_now)
        self.state.activated.connect(self._look_now)
        self.list.picked.connect(lambda one: self.picked.emit(one.case if one else ""))

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """The cases that meet the filters, and the one at hand; the first becomes current where none is."""
        had = self.list.current()
        kept = [
            one for one in rows if self._meets(one) or (had is not None and had.case == one.case and not self.filtering)
        ]
        self.filtering = False
        self.count.setText(self.tr("{count} 项").format(count=len(kept)))
        self.list.set_rows(kept)
        self.list.pick_first()

    def step(self, by: int) -> bool:
        """Go to the next or the previous case; False at the end."""
        at = self.list.currentIndex().row() + by
        if not 0 <= at < len(self.list.rows.rows):
            return False
        return self.list.pick(self.list.rows.rows[at].case)

    def clear_filters(self) -> None:
        self.state.setCurrentIndex(0)
        self.search.clear()

    def _look_soon(self) -> None:
        self._late.start()

    def _look_now(self) -> None:
        """Another filter: what was at hand may go."""
        self.filtering = True
        self.wanted.emit()

    def _states(self) -> list[tuple[str, str]]:
        words = [
            (self.tr("全部状态"), ""),
            (self.tr("有未答项"), "open"),
            (self.tr("已答完"), "done"),
            (self.tr("已封存"), "sealed"),
        ]
        kinds = (Outcome.SUPPLEMENT, Outcome.REJECTED, Outcome.RECUSED)
        return words + [(kind.label, kind.value) for kind in kinds]

    def _meets(self, one: QueueRow) -> bool:
        key = self.state.currentData()
        if key == "open":
            return bool(one.unanswered)
        if key == "done":
            return not one.unanswered and not one.sealed
        if key == "sealed":
            return one.sealed
        return not key or one.outcome.value == key

    def _words(self, one: QueueRow) -> str:
        return self.tr("{case} {name},{state},{left}").format(
            case=one.case, name=one.name, state=one.state, left=one.left
        )

    def _tip(self, one: QueueRow) -> str:
        return f"{one.case}\n{one.name}\n{one.title}\n{one.state} {one.left}".strip()

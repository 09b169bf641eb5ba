"""The left side of the page 审核: which cases there are, where each stands, and how much of it is unanswered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from gyga_desk.model import CaseId, Outcome
from gyga_desk.policy import Edition
from ui.cells import QueueDelegate
from ui.choosers import MeasureBox
from ui.kept import keep
from ui.said import said
from ui.soon import Soon
from ui.style import MARGIN, Tone, scaled
from ui.table import Column, ListView
from ui.widgets import label, row
from ui.words import outcome_tone

_SHOW_AFTER_MS = 150
_ROW = 50
_LETTERS = 5


@dataclass(frozen=True)
class Told:
    """Where one case stands."""

    outcome: Outcome
    unanswered: int
    sealed: bool
    state: str
    left: str
    differs: bool = False
    """Two reviewers have answered a check differently."""
    entitled_fen: int | None = None


class QueueRow:
    """One case of the queue, as `ui.cells.QueueDelegate` draws it; where it stands is asked only for what is looked at."""

    def __init__(
        self, case: CaseId, name: str, title: str, words: Callable[[], str], ask: Callable[[CaseId], Told]
    ) -> None:
        self.case, self.name, self.title = case, name, title
        self._words, self._ask = words, ask

    @property
    def words(self) -> str:
        """All that a search looks in, in small letters."""
        return self._words()

    @property
    def told(self) -> Told:
        return self._ask(self.case)

    @property
    def outcome(self) -> Outcome:
        return self.told.outcome

    @property
    def unanswered(self) -> int:
        return self.told.unanswered

    @property
    def sealed(self) -> bool:
        return self.told.sealed

    @property
    def state(self) -> str:
        return self.told.state

    @property
    def left(self) -> str:
        return self.told.left

    @property
    def differs(self) -> bool:
        return self.told.differs

    @property
    def entitled_fen(self) -> int | None:
        return self.told.entitled_fen

    @property
    def number(self) -> str:
        return self.case

    @property
    def tone(self) -> Tone:
        return Tone.INFO if self.sealed else outcome_tone(self.outcome)


_ORDERS: dict[str, Callable[[QueueRow], tuple[object, ...]]] = {
    "case": lambda one: ("", one.case),
    "name": lambda one: (one.name, one.case),
    "left": lambda one: (-one.unanswered, one.case),
    "differs": lambda one: (not one.differs, one.case),
    "sum": lambda one: (one.entitled_fen is None, -(one.entitled_fen or 0), one.case),
}


class QueuePanel(QWidget):
    """Filters over the list of cases; a search works on the rows at hand, key by key.

    Signals:
        wanted(): another measure or state; the page brings the rows as they stand.
        picked(str): another case, or an empty id.
    """

    wanted = Signal()
    picked = Signal(str)

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.all_rows: list[QueueRow] = []
        self.filling = self.filtering = False
        self.measure = MeasureBox(edition)
        self.state, self.order = QComboBox(), QComboBox()
        self.state.setAccessibleName(self.tr("状态"))
        self.order.setAccessibleName(self.tr("排序"))
        for box, entries in ((self.state, self._states()), (self.order, self._orders())):
            for word, key in entries:
                box.addItem(word, key)
            _narrow(box)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("查找"))
        self.search.setToolTip(self.tr("Ctrl+F　编号、单位、项目、信用代码和申报内容；几个词用空格隔开，都要有"))
        self.search.setAccessibleName(self.tr("查找"))
        self.search.setClearButtonEnabled(True)
        for field, kept in (
            (self.measure, "measure"),
            (self.state, "state"),
            (self.order, "order"),
            (self.search, "search"),
        ):
            keep(field, kept)
        self.count = label("", "soft")
        self.list = ListView(
            [Column("", self._words, stretch=True, tip=self._tip)],
            key=lambda one: one.case,
            empty=self.tr("没有符合条件的项目。"),
            name=self.tr("待审项目"),
            sortable=False,
        )
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addWidget(self.measure)
        both = row(self.state, self.order, gap=6)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        outer.addLayout(both)
        outer.addWidget(self.search)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.count)
        self._late = Soon(self, _SHOW_AFTER_MS)
        self._late.due.connect(self._say_current)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.measure.chosen.connect(self._look_again)
        self.state.activated.connect(self._look_again)
        self.order.activated.connect(lambda _: self.show_rows(self.all_rows))
        self.list.picked.connect(lambda _: self._say_current())

    @property
    def whole(self) -> bool:
        """Whether what is listed, and in which order, hangs on nothing that an answer could move."""
        return not self.state.currentData() and self.order.currentData() in ("case", "name")

    def look_again(self) -> None:
        """The same cases, each as it stands now."""
        self.list.viewport().update()

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """The cases that meet the filters, and the one at hand; the first becomes current where none is."""
        self.all_rows = list(rows)
        self._fill(keep=not self.filtering)
        self.filtering = False

    def step(self, by: int, *, unanswered: bool = False) -> bool:
        """Go to the next or the previous case, or the next with something unanswered; False at the end."""
        at, rows = self.list.currentIndex().row() + by, self.list.rows.rows
        while unanswered and 0 <= at < len(rows) and not rows[at].unanswered:
            at += by
        return 0 <= at < len(rows) and self.list.pick(rows[at].case)

    def clear_filters(self) -> None:
        self.state.setCurrentIndex(0)
        self.search.clear()
        self._late.timer.stop()

    def _search(self) -> None:
        """The list follows every key; the case beside it once the keys rest."""
        self._fill(keep=False)
        self._late.start()

    def _look_again(self) -> None:
        """Another filter: the rows are brought as they stand now, and what was at hand may go."""
        self.filtering = True
        self.wanted.emit()

    def _fill(self, *, keep: bool) -> None:
        had = self.list.current()
        kept = [one for one in self.all_rows if self._meets(one) or (keep and had is not None and had.case == one.case)]
        kept.sort(key=_ORDERS[self.order.currentData()])
        self.filling = True
        self.count.setText(self.tr("{count} 项").format(count=len(kept)))
        self.list.set_rows(kept)
        self.list.pick_first()
        self.filling = False

    def _say_current(self) -> None:
        if not self.filling:
            one = self.list.current()
            self.picked.emit(one.case if one else "")

    def _orders(self) -> list[tuple[str, str]]:
        return [
            (self.tr("按编号"), "case"), (self.tr("按单位"), "name"), (self.tr("未答多的在前"), "left"),
            (self.tr("意见不一的在前"), "differs"), (self.tr("应得额大的在前"), "sum"),
        ]  # fmt: skip

    def _states(self) -> list[tuple[str, str]]:
        words = [
            (self.tr("全部状态"), ""),
            (self.tr("有未答项"), "open"),
            (self.tr("已答完"), "done"),
            (self.tr("已封存"), "sealed"),
            (self.tr("意见不一"), "differs"),
        ]
        kinds = (Outcome.SUPPLEMENT, Outcome.REJECTED, Outcome.RECUSED)
        return words + [(said(kind.label), kind.value) for kind in kinds]

    def _meets(self, one: QueueRow) -> bool:
        wanted = self.search.text().lower().split()
        return self._is_in_state(one) and (not wanted or all(word in one.words for word in wanted))

    def _is_in_state(self, one: QueueRow) -> bool:
        key = self.state.currentData()
        if not key:
            return True
        if key == "differs":
            return one.differs
        if key == "open":
            return bool(one.unanswered)
        if key == "done":
            return not one.unanswered and not one.sealed
        if key == "sealed":
            return one.sealed
        return bool(one.outcome.value == key)

    def _words(self, one: QueueRow) -> str:
        return self.tr("{case} {name},{state},{left}").format(
            case=one.case, name=one.name, state=one.state, left=one.left
        )

    def _tip(self, one: QueueRow) -> str:
        return f"{one.case}\n{one.name}\n{one.title}\n{one.state} {one.left}".strip()


def _narrow(box: QComboBox) -> None:
    """As wide as the list beneath needs it; what it offers is shown whole all the same."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 2 * MARGIN)

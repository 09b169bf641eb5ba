"""The list to decide on: a tick for each case that can be chosen, and every case's money down to the line and below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QStyleOptionViewItem

from gyga_desk.model import CaseId
from ui.cells import AnyIndex, HeadedDelegate, HeadedList, Heading, row_at
from ui.decision_rows import PlaceRow
from ui.dots import DotsDelegate, Scale, told
from ui.folding import Folding
from ui.said import said
from ui.shown import points
from ui.style import scaled
from ui.table import Column
from ui.words import NOTHING, outcome_tone, yuan

_TICK, _SCORE, _DOTS = 0, 5, 6
_BOX = 16
_NARROW = 900
_ROW, _HEAD = 25, 27
"""Low, so that ten cases and the line below them stand on an office machine's screen without scrolling."""


class PlaceList(HeadedList):
    """Ticks are the page's to judge; the list only shows and offers them.

    Signals:
        ticked(str): a tick was pressed, by the mouse or the space bar.
    """

    ticked = Signal(str)

    def __init__(self) -> None:
        self.chosen_cases: frozenset[CaseId] = frozenset()
        self.may_tick = False
        super().__init__(
            self._columns(),
            key=lambda one: one.case,
            name=self.tr("名单与金额"),
            empty=self.tr("本措施本年度还没有项目。"),
        )
        self.setItemDelegate(TickDelegate(self))
        self.dots = DotsDelegate(self)
        self.dots.scale = Scale()
        self.setItemDelegateForColumn(_DOTS, self.dots)
        self.has_dots = False
        Folding(self, _NARROW, (7,))  # what it is entitled to
        Folding(self, 1240, (4,))  # the matter
        Folding(self, 1420, (9, 10))  # the two halves
        self.verticalHeader().setMinimumSectionSize(scaled(_ROW))
        self.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        self.setProperty("kind", "low")
        self.horizontalHeader().setFixedHeight(scaled(_HEAD))

    def show_rows(
        self,
        rows: Sequence[PlaceRow | Heading],
        chosen: frozenset[CaseId],
        *,
        may_tick: bool,
        with_ticks: bool,
        with_score: bool,
        floor: Decimal | None = None,
    ) -> None:
        self.chosen_cases, self.may_tick = chosen, may_tick
        self.setColumnHidden(_TICK, not with_ticks)
        self.setColumnHidden(_SCORE, not with_score)
        self.has_dots = any(one.standing.scores for one in rows if isinstance(one, PlaceRow))
        self._fold_dots()
        self.dots.scale.fit([one.standing for one in rows if isinstance(one, PlaceRow)], floor)
        self.set_rows(rows)
        self.pick_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override resizeEvent: large text on a small screen leaves no room for the dots."""
        self._fold_dots()
        super().resizeEvent(event)

    def _fold_dots(self) -> None:
        self.setColumnHidden(_DOTS, not self.has_dots or self.width() < scaled(_NARROW))

    def is_ticked(self, one: PlaceRow) -> bool:
        return one.case in self.chosen_cases

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent: the space bar ticks."""
        one = self.current()
        if event.key() == Qt.Key.Key_Space and isinstance(one, PlaceRow) and self._is_open(one):
            self.ticked.emit(one.case)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override mouseReleaseEvent: a click on the box ticks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        one = row_at(index) if index.isValid() else None
        if index.isValid() and index.column() == _TICK and isinstance(one, PlaceRow) and self._is_open(one):
            self.ticked.emit(one.case)

    def _is_open(self, one: PlaceRow) -> bool:
        return self.may_tick and one.may_tick and not one.sealed

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("入选"), lambda one: self.tr("入选") if self.is_ticked(one) else "", width=56),
            Column(self.tr("名次"), self._rank, width=78),
            Column(self.tr("编号"), lambda one: one.case, width=108),
            Column(self.tr("申报单位"), lambda one: one.standing.applicant, stretch=True),
            Column(self.tr("事项"), lambda one: one.standing.title, stretch=True),
            Column(self.tr("得分"), lambda one: points(one.standing.score), width=66, number=True),
            Column(
                self.tr("专家评分"),
                lambda one: told(one.standing, wide=one.wide),
                width=150,
                tip=lambda one: told(one.standing, wide=one.wide).replace("；", "\n"),
            ),
            Column(
                self.tr("应得额"),
                lambda one: yuan(one.standing.entitled_fen),
                width=104,
                number=True,
                tip=lambda _: self.tr("按政策算出的金额，未计名额和年度资金"),
            ),
            Column(self.tr("核定额"), lambda one: yuan(one.standing.amount_fen), width=104, number=True),
            Column(self.tr("市级"), lambda one: yuan(one.standing.city_fen), width=98, number=True),
            Column(
                self.tr("属地"),
                lambda one: yuan(one.standing.district_fen),
                width=98,
                number=True,
                tip=lambda one: one.standing.payer or self.tr("没有属地承担单位"),
            ),
            Column(self.tr("累计"), lambda one: yuan(one.running_fen), width=110, number=True),
            Column(
                self.tr("结论"),
                lambda one: one.standing.outcome.label,
                width=86,
                tone=lambda one: outcome_tone(one.standing.outcome),
                tip=self._why,
            ),
        ]

    def _rank(self, one: PlaceRow) -> str:
        rank = one.standing.rank
        if rank is None:
            return NOTHING
        if one.tied_at_line:
            return self.tr("{rank} 待排").format(rank=rank)
        return self.tr("{rank} 并列").format(rank=rank) if one.standing.tied else str(rank)

    def _why(self, one: PlaceRow) -> str:
        return "\n".join(
            [said(one.standing.outcome.label), *(f"{r.check} {said(r.sentence)}".strip() for r in one.standing.why)]
        )


class TickDelegate(HeadedDelegate):
    """Draws the first column as a box."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        one, view = row_at(index), self.parent()
        if index.column() != _TICK or isinstance(one, Heading) or not isinstance(view, PlaceList):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if not one.may_tick and not view.is_ticked(one):
            return
        box = QStyleOptionButton()
        middle = option.rect.center()
        box.rect = QRect(middle.x() - _BOX // 2, middle.y() - _BOX // 2, _BOX, _BOX)
        box.palette = option.palette
        flags = QStyle.StateFlag
        box.state = flags.State_On if view.is_ticked(one) else flags.State_Off
        if view.may_tick and not one.sealed:
            box.state |= flags.State_Enabled
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget)

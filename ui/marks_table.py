"""The score table: one column an expert, as many as there are, and what became of each of their totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from gyga_desk import seen
from gyga_desk.model import CaseId, ExpertTotal, MarkUse, Standing
from ui.cells import StruckDelegate
from ui.folding import Folding
from ui.said import said
from ui.shown import natural, plain, points
from ui.style import Tone, scaled
from ui.table import Column, ListView
from ui.words import NOTHING, outcome_tone

_EXPERT = 64
_MANY = 8
"""From this many experts on the list scrolls sideways, and the title keeps a width of its own."""


class MarksTable(QWidget):
    """A list that is built anew when the experts change.

    Signals:
        picked(object): the current standing, or None.
    """

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list: ListView | None = None
        self.experts: tuple[str, ...] | None = None
        self.most: Decimal | None = None
        self.hidden: frozenset[CaseId] = frozenset()
        self.own = ""
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)

    def show_standings(
        self, cases: Sequence[Standing], most: Decimal | None, hidden: frozenset[CaseId] = frozenset(), own: str = ""
    ) -> None:
        """`most` is the spread above which the guide wants a second look; None where it names none.

        On the cases in `hidden` the marks of all but `own` are not shown, which is not the same as none.
        """
        self.hidden, self.own = hidden, own
        experts = tuple(sorted({total.expert for case in cases for total in case.scores}, key=natural))
        if self.list is None or experts != self.experts or most != self.most:
            self._build(experts, most)
        assert self.list is not None
        self.list.set_rows(cases)
        self.list.pick_first()

    def _build(self, experts: tuple[str, ...], most: Decimal | None) -> None:
        had = self.list.current() if self.list else None
        if self.list is not None:
            self.outer.removeWidget(self.list)
            self.list.deleteLater()
        self.experts, self.most = experts, most
        columns = self._columns(experts)
        self.list = ListView(
            columns,
            key=lambda one: one.case,
            sortable=False,
            name=self.tr("评分与名次"),
            empty=self.tr("还没有参加评分的项目。"),
        )
        for at, expert in enumerate(experts, _BEFORE):
            self.list.setItemDelegateForColumn(at, StruckDelegate(partial(_is_out, expert), self.list))
        Folding(self.list, 1040, (2, 3))  # project and applicant, named below
        if len(experts) > _MANY:
            for at in (2, 3):
                self.list.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                self.list.setColumnWidth(at, scaled(180))
        self.outer.addWidget(self.list)
        self.list.picked.connect(self.picked)
        if had is not None:
            self.list.pick(had.case)

    def _columns(self, experts: tuple[str, ...]) -> list[Column]:
        return [
            Column(self.tr("名次"), self._rank, width=78, tip=self._rank_tip),
            Column(self.tr("编号"), lambda one: one.case, width=112),
            Column(
                self.tr("项目"), lambda one: one.title, stretch=True, tip=lambda one: f"{one.title}\n{one.applicant}"
            ),
            Column(self.tr("申报单位"), lambda one: one.applicant, stretch=True),
            *(
                Column(
                    expert, partial(self._mark, expert), width=_EXPERT, number=True, tip=partial(self._mark_tip, expert)
                )
                for expert in experts
            ),
            Column(self.tr("得分"), lambda one: points(one.score), width=68, number=True),
            Column(
                self.tr("分差"),
                self._spread,
                width=84,
                number=True,
                tone=lambda one: Tone.WARN if self._is_wide(one) else None,
                tip=self._spread_tip,
            ),
            Column(
                self.tr("结论"), lambda one: one.outcome.label, width=92, tone=lambda one: outcome_tone(one.outcome)
            ),
        ]

    def _rank(self, one: Standing) -> str:
        if one.rank is None:
            return NOTHING
        return self.tr("{rank} 并列").format(rank=one.rank) if one.tied else str(one.rank)

    def _rank_tip(self, one: Standing) -> str:
        if one.rank is None:
            return self.tr("未参加排名")
        return self.tr("与其他项目得分相同") if one.tied else ""

    def _mark(self, expert: str, one: Standing) -> str:
        total = _of(expert, one)
        if expert != self.own and one.case in self.hidden:
            return self.tr("不显示")
        if total is not None and total.total is None and total.items and total.use is MarkUse.ABSENT:
            return self.tr("未评齐")
        if total is None or total.use is MarkUse.ABSENT:
            return said(MarkUse.ABSENT.label)
        return said(MarkUse.RECUSED.label) if total.use is MarkUse.RECUSED else plain(total.total)

    def _mark_tip(self, expert: str, one: Standing) -> str:
        total = _of(expert, one)
        if expert != self.own and one.case in self.hidden:
            return seen.WAITS
        use = total.use if total else MarkUse.ABSENT
        return self.tr("{expert}:{mark},{use}").format(
            expert=expert, mark=plain(total.total if total else None), use=said(use.label)
        )

    def _is_wide(self, one: Standing) -> bool:
        return self.most is not None and one.spread is not None and one.spread > self.most

    def _spread(self, one: Standing) -> str:
        words = plain(one.spread)
        return self.tr("{spread} 偏大").format(spread=words) if self._is_wide(one) else words

    def _spread_tip(self, one: Standing) -> str:
        if self._is_wide(one):
            return self.tr("最高与最低总分相差 {spread} 分，超过 {most} 分，提示复核").format(
                spread=plain(one.spread), most=plain(self.most)
            )
        return self.tr("最高与最低总分之差")


_BEFORE = 4
"""Columns before the first expert's."""


def _of(expert: str, one: Standing) -> ExpertTotal | None:
    return next((total for total in one.scores if total.expert == expert), None)


def _is_out(expert: str, one: Standing) -> bool:
    total = _of(expert, one)
    return total is not None and total.total is not None and total.use in (MarkUse.DROPPED, MarkUse.STRUCK)

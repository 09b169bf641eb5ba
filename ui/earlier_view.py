"""What else the record knows of an applicant: its other cases of every year, and its awards in imported lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gyga_desk import applicants
from gyga_desk.applicants import History, Line
from ui.context import Context
from ui.folding import Folding
from ui.soon import Soon
from ui.style import Tone, scaled
from ui.table import Column, ListView
from ui.widgets import column, label
from ui.words import measure_title, outcome_tone, yuan

if TYPE_CHECKING:
    from gyga_desk.operations import Session

_AFTER_MS = 150
_ROW = 28


class EarlierPanel(QWidget):
    """Asked for only while it is looked at, and off the screen's thread: it looks at every year.

    Signals of its list: `opened` leads to the case.
    """

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.case, self.asked, self.open = ctx, "", ("", ""), False
        self.told = label("", "soft", wrap=True)
        self.list = ListView(
            [
                Column(self.tr("年度"), lambda one: str(one.year), width=48),
                Column(self.tr("编号"), lambda one: one.id, width=100, tip=self._tip),
                Column(self.tr("事项"), lambda one: one.matter, stretch=True, tip=self._tip),
                Column(self.tr("结果"), self._outcome, width=74, tone=_tone, tip=self._tip),
                Column(self.tr("金额（元）"), lambda one: yuan(one.awarded_fen), width=100, number=True),
            ],
            key=lambda one: one.id, sortable=False, name=self.tr("该单位的其他申报和支持"), empty="",
        )  # fmt: skip
        self.list.verticalHeader().setMinimumSectionSize(scaled(_ROW))
        self.list.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        Folding(self.list, 440, (0,))  # the year stands in the number
        self.list.opened.connect(lambda one: ctx.go("review", one.id) if one.outcome is not None else None)
        self._late = Soon(self, _AFTER_MS)
        self._late.due.connect(self._ask)
        outer = column(self.told, self.list, gap=6, margin=8)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def show_case(self, case: str, credit_code: str, name: str) -> None:
        if case == self.case:
            return
        self.list.set_rows(())
        self.list.empty = self.tr("正在查找…")
        self.told.setText("")
        self.case, self.asked, self.open = case, (credit_code, name), True
        if self.isVisible():
            self._late.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Override showEvent: what was wanted while nobody looked is asked now."""
        super().showEvent(event)
        if self.open:
            self._late.start()

    def _ask(self) -> None:
        if self.open and self.isVisible():
            self.open = False
            self.ctx.jobs.ask(_history, *self.asked, then=partial(self._show, self.case), owner=self)

    def _show(self, case: str, found: History | None) -> None:
        if case != self.case:
            return
        lines = [one for one in found.lines if one.id != case] if found else []
        self.list.empty = self.tr("记录里没有该单位的其他申报或支持。")
        self.list.set_rows(lines)
        if found and lines:
            words = self.tr("另有 {count} 项 · 本系统已定 {awarded} 元 · 导入名单 {earlier} 元 · 未定案 {open} 项")
            self.told.setText(words.format(
                count=len(lines), awarded=yuan(found.awarded_fen), earlier=yuan(found.earlier_fen), open=found.open
            ))  # fmt: skip
        else:
            self.told.setText("")

    def _outcome(self, one: Line) -> str:
        return self.tr("名单") if one.outcome is None else one.outcome.label

    def _tip(self, one: Line) -> str:
        policy = f"{measure_title(one.measure)} {one.policy}" if one.measure else one.policy
        return f"{one.id}\n{policy}\n{one.matter}" + (self.tr("\n名单未列信用代码，按名称匹配") if one.by_name else "")


def _tone(one: Line) -> Tone:
    return Tone.QUIET if one.outcome is None else outcome_tone(one.outcome)


def _history(session: Session, credit_code: str, name: str) -> History | None:
    """Off the screen's thread; a case without a code goes by its name."""
    found = [
        a
        for a in applicants.applicants(session.db, credit_code or name)
        if (a.credit_code or a.name) == (credit_code or name)
    ]
    return applicants.history(session.db, session.edition, found[0], session.person) if found else None

"""How firm the list is: what moves it with one expert less, one point up or down, or the plain mean; asked while looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gyga_desk import seen
from gyga_desk.errors import DeskError
from gyga_desk.rules.firmness import Firmness, Trial, Way
from gyga_desk.standings import Reckonings
from ui import dialogs
from ui.context import Context
from ui.said import joined
from ui.style import Tone, scaled
from ui.table import Column, ListView
from ui.widgets import Badge, column, label, row
from ui.words import NOTHING

if TYPE_CHECKING:
    from gyga_desk.operations import Session

_ROW = 28


class FirmnessView(QWidget):
    """Trials that move the list above those that do not.

    Signals:
        wanted(str): a case named in a trial, to be shown in the list.
    """

    wanted = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.asked = ctx, (0, 0)
        self.names: dict[str, str] = {}
        self.badge, self.told = Badge(), label("", wrap=True, selectable=True)
        self.list = ListView(
            [
                Column(self.tr("试算"), self._way, width=300, tip=self._way),
                Column(self.tr("名单"), lambda one: self.tr("有变") if one.moves else self.tr("不变"), width=76, tone=_tone),
                Column(self.tr("会进来"), self._entering, stretch=True),
                Column(self.tr("会出去"), lambda one: self._cases(one.leaving), stretch=True),
                Column(self.tr("评分不足"), lambda one: "、".join(one.unscored) or NOTHING, width=130, soft=True),
            ],
            key=lambda one: (one.way, one.subject), sortable=False, name=self.tr("名单稳不稳"),
        )  # fmt: skip
        self.list.verticalHeader().setMinimumSectionSize(scaled(_ROW))
        self.list.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        self.list.opened.connect(self._open)
        head = row(self.badge, self.told)
        head.setStretch(1, 1)
        outer = column(head, self.list, gap=6)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def show_measure(self, measure: int, year: int, names: dict[str, str]) -> None:
        """Tried off the screen's thread: every trial scores every case again."""
        if (measure, year) != self.asked:
            self.list.set_rows(())
        self.asked, self.names = (measure, year), names
        self.told.setText(self.tr("正在试算…"))
        self.badge.set("", Tone.QUIET)
        self.ctx.jobs.ask(
            _firmness,
            measure,
            year,
            then=partial(self._show, self.asked),
            failed=partial(self._failed, self.asked),
            owner=self,
        )

    def _show(self, asked: tuple[int, int], found: Firmness | None) -> None:
        if asked != self.asked:
            return
        if found is None:
            self.list.empty = self.tr("没有可以试算的项目。")
            self.list.set_rows(())
            self.badge.set("", Tone.QUIET)
            self.told.setText(self.tr("本措施不按专家评分定名单，或名额未定，或项目都已封存。"))
            return
        self.list.set_rows(sorted(found.trials, key=lambda one: not one.moves))
        moving = len(found.moving)
        self.badge.set(
            self.tr("{count} 种试算会变").format(count=moving) if moving else self.tr("稳"),
            Tone.WARN if moving else Tone.GOOD,
        )
        words = self.tr("按名次入选 {all} 项，其中 {firm} 项怎样试都在。").format(
            all=len(found.selected), firm=len(found.firm)
        )
        if found.margin is not None:
            words += self.tr("入选末位 {last} 分，线外首位 {first} 分，相差 {margin} 分。").format(
                last=found.last_in, first=found.first_out, margin=found.margin
            )
        self.told.setText(words)

    def _failed(self, asked: tuple[int, int], error: DeskError) -> None:
        if asked == self.asked:
            self.told.setText(dialogs.sentence(error))

    def _open(self, one: Trial) -> None:
        case = next((c for c in (one.subject, *one.entering, *one.leaving, *one.tied) if c in self.names), "")
        if case:
            self.wanted.emit(case)

    def _way(self, one: Trial) -> str:
        name = self.names.get(one.subject, "")
        return {
            Way.EXPERT: self.tr("不计 {who} 的评分").format(who=one.subject),
            Way.UP: self.tr("高 1 分：{case} {name}").format(case=one.subject, name=name),
            Way.DOWN: self.tr("低 1 分：{case} {name}").format(case=one.subject, name=name),
            Way.MEAN: self.tr("不去掉最高最低，全部取平均"),
        }[one.way]

    def _entering(self, one: Trial) -> str:
        if one.tied and one.moves:
            return self.tr("{cases} 并列，待主任排定").format(cases="、".join(one.tied))
        return self._cases(one.entering)

    def _cases(self, cases: tuple[str, ...]) -> str:
        return joined((f"{case} {self.names.get(case, '')}".strip() for case in cases), "、") or NOTHING


def _tone(one: Trial) -> Tone:
    return Tone.WARN if one.moves else Tone.GOOD


def _firmness(session: Session, measure: int, year: int) -> Firmness | None:
    return seen.firmness(Reckonings(session.db, session.edition).of(measure, year), session.person)

"""The page 评分排名: experts' totals in, scores and ranks out, and the chair's striking of a mark with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gyga_desk import standings
from gyga_desk.errors import DeskError
from gyga_desk.model import ExpertTotal, Mark, MarkUse, Role, Standing
from gyga_desk.policy import Absent, Measure, Rubric
from gyga_desk.store import reads
from ui import dialogs
from ui.choosers import MeasureBox
from ui.context import Context
from ui.marks_table import MarksTable
from ui.pages.page import STANDING, Page
from ui.shown import natural, plain, tone_of_use
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import Card, PageHeader, Strip, button, label, row

if TYPE_CHECKING:
    from gyga_desk.operations.marks import MarksTaken

_BELOW = 232
_ROW = 28


@dataclass(frozen=True)
class ExpertRow:
    """One expert's total for the case at hand, with the note that stands with it."""

    total: ExpertTotal
    note: str


class MarksPage(Page):
    """One scored measure at a time."""

    listens_to: ClassVar[frozenset[str]] = STANDING

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        from gyga_desk.operations import marks

        self.operations = marks
        self.sealed: frozenset[str] = frozenset()
        self.marks: list[Mark] = []
        scored = tuple(measure.number for measure in ctx.edition.measures if measure.rubric is not None)
        self.measure = MeasureBox(ctx.edition, scored)
        self.measure.chosen.connect(lambda _: self.refresh())
        self.take = button(self.tr("导入评分表…"), self._choose_file, "primary")
        self.take.setEnabled(ctx.person.role is Role.CLERK)
        self.take.setToolTip("" if self.take.isEnabled() else self.tr("评分表由经办人导入。"))
        self.header = PageHeader(self.tr("评分排名"), "", self.measure, self.take)
        self.notice = Strip()
        self.table = MarksTable()
        self.table.picked.connect(self._show_case)
        self.problems = ListView(
            [
                Column(self.tr("单元格"), lambda one: one.cell, width=72),
                Column(self.tr("栏目"), lambda one: one.column, width=120),
                Column(self.tr("原文"), lambda one: one.raw, width=160),
                Column(self.tr("问题"), lambda one: one.sentence, stretch=True),
            ],
            empty=self.tr("没有问题。"),
            name=self.tr("评分表中的问题"),
        )
        self.problems.hide()
        self.notice.closed.connect(self._forget_result)
        self.below = self._case_card()
        for part in (self.header, self.notice, self.problems):
            self.body.addWidget(part)
        self.panes = QSplitter(Qt.Orientation.Vertical)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(GAP)
        self.panes.addWidget(self.table)
        self.panes.addWidget(self.below)
        self.panes.setSizes([300, _BELOW])
        self.panes.setStretchFactor(0, 1)
        self.body.addWidget(self.panes, 1)
        self._forget_result()

    def refresh(self) -> None:
        measure = standings.measure_of(self.ctx.edition, self.measure.number)
        work = standings.Reckoning(self.ctx.reader, self.ctx.edition, measure, self.ctx.year)
        self.sealed = work.sealed_cases
        self.marks = reads.marks(self.ctx.reader, measure.number, self.ctx.year)
        self.header.say(self._rules(measure))
        spread = measure.rubric.spread if measure.rubric else None
        self.table.show_standings(work.table().cases, spread if isinstance(spread, Decimal) else None)
        self._show_case(self.table.list.current() if self.table.list else None)

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.measure.choose(reads.case(self.ctx.reader, case).measure)
        self.refresh()
        if self.table.list:
            self.table.list.pick(case)

    def _rules(self, measure: Measure) -> str:
        """How marks become a score, in one line, from the guide's own figures."""
        rubric = measure.rubric
        if not isinstance(rubric, Rubric):
            return ""
        if isinstance(rubric.quorum, Absent) or isinstance(rubric.trim_from, Absent):
            return self.tr("评分规则未定：{clause}未作规定，须由当年申报指南明确。").format(
                clause=rubric.cites["quorum"].label
            )
        words = self.tr("有效评分不少于 {quorum} 份；{trim} 份及以上的去掉一个最高总分和一个最低总分后平均").format(
            quorum=rubric.quorum, trim=rubric.trim_from
        )
        if isinstance(rubric.floor, Decimal):
            words += self.tr("；入选分数线 {floor} 分").format(floor=f"{rubric.floor:f}")
        return words + self.tr("（{clause}）。").format(clause=rubric.cites["quorum"].label)

    def _choose_file(self) -> None:
        path = dialogs.open_file(
            self, self.tr("选择评分表"), self.tr("表格 (*.xlsx *.xlsm *.xls *.et *.csv)"), self.ctx.settings.last_folder
        )
        if path:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Bring a score table in; what is wrong in it is shown cell by cell."""
        self.ctx.settings.last_folder = str(path.parent)
        self._forget_result()
        self.ctx.jobs.run(
            self.operations.import_scores,
            path,
            self.measure.number,
            self.ctx.year,
            then=self._taken,
            failed=self._not_taken,
        )

    def _taken(self, taken: MarksTaken) -> None:
        words = self.tr(
            "已导入 {cases} 个项目、{experts} 位专家的 {marks} 份评分，其中回避 {recused} 份；空白 {blank} 格按缺评处理。"
        ).format(
            cases=taken.cases, experts=len(taken.experts), marks=taken.marks, recused=taken.recused, blank=taken.blank
        )
        if taken.problems:
            words += self.tr("另有 {count} 处问题没有导入，请在原表更正后再导入：").format(count=len(taken.problems))
        self.notice.say(words, Tone.WARN if taken.problems else Tone.GOOD)
        self.problems.set_rows(taken.problems)
        self.problems.setFixedHeight(min(5, len(taken.problems) + 1) * 32 + 8)
        self.problems.setVisible(bool(taken.problems))
        self.below.setVisible(not taken.problems)

    def _not_taken(self, error: DeskError) -> None:
        self.notice.say(dialogs.sentence(error), Tone.BAD)

    def _forget_result(self) -> None:
        self.notice.hide()
        self.problems.hide()
        self.below.setVisible(self.table.list is not None and self.table.list.current() is not None)

    def _show_case(self, one: Standing | None) -> None:
        self.below.setVisible(one is not None and not self.problems.isVisible())
        if one is None:
            return
        self.name.setText(f"{one.case} {one.applicant}")
        self.name.setToolTip(one.title)
        reasons = [reason.sentence for reason in one.why if not reason.check]
        self.why.setText(";".join(reasons))
        notes = {mark.expert: mark.note for mark in self.marks if mark.case == one.case and mark.note}
        totals = sorted(one.scores, key=lambda total: natural(total.expert))
        self.experts.set_rows([ExpertRow(total, notes.get(total.expert, "")) for total in totals])
        self._show_expert(self.experts.current())

    def _show_expert(self, one: ExpertRow | None) -> None:
        current = self.table.list.current() if self.table.list else None
        is_open = current is not None and current.case not in self.sealed
        may = is_open and one is not None
        use = one.total.use if one else None
        self.strike.setEnabled(
            bool(may and self.ctx.may(self.operations.strike_marks) and use in (MarkUse.COUNTED, MarkUse.DROPPED))
        )
        self.restore.setEnabled(bool(may and self.ctx.may(self.operations.restore_marks) and use is MarkUse.STRUCK))
        if not self.ctx.may(self.operations.strike_marks):
            self.hint.setText(self.tr("剔除和恢复评分由主任办理。"))
        else:
            self.hint.setText("" if is_open or current is None else self.tr("本项目的决定已封存，评分不能再改。"))

    def _strike(self) -> None:
        one, case = self.experts.current(), self.table.list.current() if self.table.list else None
        if one is None or case is None:
            return
        intro = self.tr("{expert} 对 {case} 的评分 {total} 将不再计入得分，原始评分和剔除理由都留在记录里。").format(
            expert=one.total.expert, case=case.case, total=plain(one.total.total)
        )
        reason = dialogs.ask_text(self, self.tr("剔除专家评分"), intro, self.tr("剔除理由"), self.tr("剔除"))
        if reason:
            self.ctx.jobs.run(self.operations.strike_marks, case.case, one.total.expert, reason)

    def _restore(self) -> None:
        one, case = self.experts.current(), self.table.list.current() if self.table.list else None
        if one is None or case is None:
            return
        sentence = self.tr("{expert} 对 {case} 的评分 {total} 将重新计入。").format(
            expert=one.total.expert, case=case.case, total=plain(one.total.total)
        )
        if dialogs.confirm(self, self.tr("恢复专家评分"), sentence, self.tr("恢复")):
            self.ctx.jobs.run(self.operations.restore_marks, case.case, one.total.expert)

    def _case_card(self) -> QWidget:
        card = Card(margin=12)
        card.setMinimumHeight(_BELOW)
        self.name, self.why, self.hint = label(kind="heading"), label(kind="error"), label(kind="soft")
        self.strike = button(self.tr("剔除此份评分…"), self._strike)
        self.restore = button(self.tr("恢复此份评分…"), self._restore)
        self.experts = ListView(
            [
                Column(self.tr("专家"), lambda one: one.total.expert, width=120),
                Column(self.tr("总分"), lambda one: plain(one.total.total), width=80, number=True),
                Column(
                    self.tr("处理"),
                    lambda one: one.total.use.label,
                    width=88,
                    tone=lambda one: tone_of_use(one.total.use),
                ),
                Column(self.tr("说明"), self._note, stretch=True),
            ],
            key=lambda one: one.total.expert,
            sortable=False,
            name=self.tr("各位专家的评分"),
            empty=self.tr("这个项目还没有评分。"),
        )
        self.experts.verticalHeader().setMinimumSectionSize(_ROW)
        self.experts.verticalHeader().setDefaultSectionSize(_ROW)
        self.experts.picked.connect(self._show_expert)
        card.body.addLayout(row(self.name, self.why, None, self.hint, self.strike, self.restore))
        card.body.addWidget(self.experts, 1)
        return card

    def _note(self, one: ExpertRow) -> str:
        told = {
            MarkUse.COUNTED: "",
            MarkUse.DROPPED: self.tr("最高或最低的一份，不计入平均"),
            MarkUse.RECUSED: self.tr("专家回避，不计入有效评分"),
            MarkUse.ABSENT: self.tr("没有评分，不按零分计"),
            MarkUse.STRUCK: self.tr("主任剔除"),
        }[one.total.use]
        return ":".join(part for part in (told, one.note) if part)

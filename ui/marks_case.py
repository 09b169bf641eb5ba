"""One case's marks: every expert's total with what became of it, item by item, and the chair's striking with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gyga_desk.model import ExpertTotal, Mark, MarkUse, Opinion, Standing
from gyga_desk.rules.items import short
from ui import dialogs
from ui.context import Context
from ui.said import joined
from ui.shown import natural, plain, tone_of_use
from ui.table import Column, ListView
from ui.widgets import Card, button, label, row
from ui.words import NOTHING

_HEIGHT = 232
_ROW = 28


@dataclass(frozen=True)
class ExpertRow:
    """One expert's total for the case at hand, with why it does not count and what they wrote."""

    total: ExpertTotal
    note: str
    opinion: str

    @property
    def items(self) -> str:
        return "  ".join(f"{item} {short(points)}" for item, points in self.total.items) or NOTHING


class CaseMarks(Card):
    """The card below the score table."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(margin=12)
        from gyga_desk.operations import marks

        self.ctx, self.operations = ctx, marks
        self.case: Standing | None = None
        self.sealed = False
        self.setMinimumHeight(_HEIGHT)
        self.name, self.why, self.hint = label(kind="heading"), label(kind="error"), label(kind="soft")
        self.strike = button(self.tr("剔除此份评分…"), self._strike)
        self.restore = button(self.tr("恢复此份评分…"), self._restore)
        self.experts = ListView(
            [
                Column(self.tr("专家"), lambda one: one.total.expert, width=120),
                Column(self.tr("总分"), self._total, width=80, number=True),
                Column(
                    self.tr("处理"),
                    lambda one: one.total.use.label,
                    width=88,
                    tone=lambda one: tone_of_use(one.total.use),
                ),
                Column(self.tr("各项评分"), lambda one: one.items, stretch=True),
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
        self.body.addLayout(row(self.name, self.why, None, self.hint, self.strike, self.restore))
        self.body.addWidget(self.experts, 1)
        self._show_expert(None)

    def show_case(
        self, one: Standing | None, marks: Sequence[Mark], opinions: Sequence[Opinion], *, sealed: bool
    ) -> None:
        self.case, self.sealed = one, sealed
        if one is None:
            return
        self.name.setText(f"{one.case} {one.applicant}")
        self.name.setToolTip(one.title)
        reasons = joined((reason.sentence for reason in one.why if not reason.check), "；")
        self.why.setText(reasons)
        self.why.setToolTip(reasons)
        notes = {mark.expert: mark.reason for mark in marks if mark.case == one.case and mark.reason}
        said = {opinion.expert: opinion.text for opinion in opinions if opinion.case == one.case}
        rows = [ExpertRow(t, notes.get(t.expert, ""), said.get(t.expert, "")) for t in one.scores]
        self.experts.setColumnHidden(3, not any(one.total.items for one in rows))
        self.experts.set_rows(sorted(rows, key=lambda one: natural(one.total.expert)))
        self._show_expert(self.experts.current())

    def _show_expert(self, one: ExpertRow | None) -> None:
        may = not self.sealed and one is not None
        use = one.total.use if one else None
        strikable = one is not None and (one.total.total is not None or bool(one.total.items))
        self.strike.setEnabled(
            bool(may and self.ctx.may(self.operations.strike_marks) and strikable)
            and use in (MarkUse.COUNTED, MarkUse.DROPPED, MarkUse.ABSENT)
        )
        self.restore.setEnabled(bool(may and self.ctx.may(self.operations.restore_marks) and use is MarkUse.STRUCK))
        if not self.ctx.may(self.operations.strike_marks):
            self.hint.setText(self.tr("剔除和恢复评分由主任办理。"))
        else:
            self.hint.setText(self.tr("本项目的决定已封存，评分不能再改。") if self.sealed else "")

    def _strike(self) -> None:
        one = self.experts.current()
        if one is None or self.case is None:
            return
        intro = self.tr("{expert} 对 {case} 的评分 {total} 将不再计入得分，原始评分和剔除理由都留在记录里。").format(
            expert=one.total.expert, case=self.case.case, total=plain(one.total.total)
        )
        reason = dialogs.ask_text(self, self.tr("剔除专家评分"), intro, self.tr("剔除理由"), self.tr("剔除"))
        if reason:
            self.ctx.jobs.run(self.operations.strike_marks, self.case.case, one.total.expert, reason)

    def _restore(self) -> None:
        one = self.experts.current()
        if one is None or self.case is None:
            return
        sentence = self.tr("{expert} 对 {case} 的评分 {total} 将重新计入。").format(
            expert=one.total.expert, case=self.case.case, total=plain(one.total.total)
        )
        if dialogs.confirm(self, self.tr("恢复专家评分"), sentence, self.tr("恢复")):
            self.ctx.jobs.run(self.operations.restore_marks, self.case.case, one.total.expert)

    def _total(self, one: ExpertRow) -> str:
        """A sheet that is not full has no total yet."""
        return self.tr("未评齐") if one.total.total is None and one.total.items else plain(one.total.total)

    def _note(self, one: ExpertRow) -> str:
        told = {
            MarkUse.COUNTED: "",
            MarkUse.DROPPED: self.tr("最高或最低的一份，不计入平均"),
            MarkUse.RECUSED: self.tr("专家回避，不计入有效评分"),
            MarkUse.ABSENT: self.tr("没有评分，不按零分计"),
            MarkUse.STRUCK: self.tr("主任剔除"),
        }[one.total.use]
        reason = joined((part for part in (told, one.note) if part), "：")
        return joined((part for part in (reason, one.opinion) if part), "；")

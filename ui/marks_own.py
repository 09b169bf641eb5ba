"""The face 我的评分: the person's declaration, then the sheet of one case, its opinion and own total as they grow."""

from __future__ import annotations

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gyga_desk import seen
from gyga_desk.errors import DeskError
from gyga_desk.model import CaseId, Declared
from gyga_desk.policy import Measure
from gyga_desk.standings import CaseReview
from ui import dialogs, marks_rows
from ui.cells import QueueDelegate
from ui.context import Context
from ui.drafts import Draft, Drafts
from ui.leaving_text import LeavingText
from ui.marks_rows import MineRow
from ui.marks_sheet import ItemSheet
from ui.review_head import CaseHead, flat
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import Strip, button, column, label, row

_LIST, _ROW, _OPINION = 260, 50, 52


class OwnMarks(QWidget):
    """One person's marks for every case of a measure.

    Signals:
        shown(object): the rows changed; the grid shows the same.
    """

    shown = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        from gyga_desk.operations import marks, review

        self.ctx, self.operations, self.declare = ctx, marks, review.declare_conflict
        self.measure: Measure | None = None
        self.review: CaseReview | None = None
        self.list = ListView(
            [Column("", lambda one: f"{one.number} {one.name} {one.left} {one.state}", stretch=True)],
            key=lambda one: one.case.id,
            sortable=False,
            name=self.tr("我的项目"),
            empty=self.tr("本年度没有要评分的项目。"),
        )
        self.back = button(self.tr("上一项"), lambda: self.step(-1), tip="Ctrl+PgUp")
        self.on = button(self.tr("下一项"), lambda: self.step(1), tip="Ctrl+PgDown")
        self.head, self.sheet = CaseHead(ctx.person.name, self.back, self.on), ItemSheet()
        self.opinion, self.total, self.saved = LeavingText(), label(kind="heading"), label(kind="soft")
        self.draft = Draft(Drafts(ctx), self.opinion)
        self.fault = Strip()
        self.abstain = flat(button(self.tr("弃权…"), self._abstain, "link"))
        self.withdraw = flat(button(self.tr("撤回本项目的评分…"), self._withdraw, "link"))
        self._lay_out()
        self._connect()

    def show_measure(self, measure: Measure, year: int) -> None:
        """The person's rows; the case at hand stays."""
        self.measure = measure
        rows = marks_rows.rows_of(self.ctx, measure, year)
        had = self.list.current()
        self.list.set_rows(rows)
        if had is None or self.list.current() is None:
            self.list.pick_first()
        self._show(self.list.current())
        self.shown.emit(rows)

    def commit(self) -> None:
        """Save what is typed and not saved yet."""
        self.sheet.commit()
        self.opinion.commit()

    def pick(self, case: CaseId) -> None:
        self.commit()
        self.list.pick(case)

    def _show(self, one: MineRow | None) -> None:
        self.right.setVisible(one is not None)
        if one is None or self.measure is None or self.measure.rubric is None:
            return
        if self.review is None or self.review.case.id != one.case.id:
            self.fault.hide()
            self.saved.setText("")
        self.review = seen.review_in(self.ctx.reckonings, one.case.id, self.ctx.person)
        declared = self.head.own(self.review)
        locked = marks_rows.why_locked(one, self.review, declared)
        self.head.show_review(self.review, may_declare=not self.review.sealed, why_locked=locked)
        may = not locked and declared is not None and declared.declared is Declared.NONE
        self.sheet.show_rubric(self.measure.rubric)
        self.sheet.show_marks({m.item: m for m in one.marks}, may=may)
        self.opinion.give(one.opinion)
        self.opinion.setEnabled(may)
        if self.draft.show_at(f"{one.case.id}/opinion"):
            self.saved.setText(self.tr("评审意见里是上次没有来得及保存的文字"))
        self.abstain.setEnabled(may)
        self.withdraw.setEnabled(
            bool(one.marks) and not self.review.sealed and declared is not None and not marks_rows.is_struck(one)
        )
        self.total.setText(marks_rows.own_words(self.measure.rubric, one))

    def _run(self, operation: object, *args: object, said: str) -> None:
        """One change; said so beside the total once it is stored."""
        if self.review is not None:
            self.fault.hide()
            self.ctx.jobs.run(operation, self.review.case.id, *args, then=lambda _: self._say_saved(said), failed=self._refused, owner=self)  # fmt: skip

    def _say_saved(self, said: str) -> None:
        now = QTime.currentTime().toString("HH:mm:ss")
        self.saved.setText(self.tr("已保存：{what}（{time}）").format(what=said, time=now))

    def _refused(self, error: DeskError) -> None:
        self._tell(dialogs.sentence(error))

    def _tell(self, sentence: str) -> None:
        """What could not be saved: why, and the record shown again."""
        current = self.list.current()
        if current is not None:
            self._show(current)
        self.fault.say(self.tr("没有保存：{why}").format(why=sentence), Tone.BAD)

    def _give(self, item: str, points: str, note: str) -> None:
        self._run(
            self.operations.give_mark,
            item,
            points,
            note,
            said=self.tr("{item} {points} 分").format(item=item, points=points),
        )

    def _take_back(self, item: str) -> None:
        self._run(self.operations.withdraw_marks, item, said=self.tr("{item} 已撤回").format(item=item))

    def _write(self, text: str) -> None:
        self._run(self.operations.write_opinion, text, said=self.tr("评审意见"))

    def _declare_none(self) -> None:
        self._run(self.declare, Declared.NONE, said=self.tr("无利害关系"))

    def _declare_interest(self) -> None:
        reason = self._reason(self.tr("声明回避"), self.tr("声明后您不给“{name}”评分，已给的评分不再计入。"))
        if reason:
            self._run(self.operations.recuse, reason, said=self.tr("回避"))

    def _abstain(self) -> None:
        reason = self._reason(self.tr("弃权"), self.tr("弃权后您对“{name}”的评分不计入，也不按零分计。"))
        if reason:
            self._run(self.operations.abstain, reason, said=self.tr("弃权"))

    def _reason(self, title: str, intro: str) -> str | None:
        if self.review is None:
            return None
        self.commit()
        return dialogs.ask_text(self, title, intro.format(name=self.review.case.title), self.tr("理由"), title)

    def _withdraw(self) -> None:
        if self.review is None:
            return
        sentence = self.tr("撤回您对 {case} 的全部评分和弃权，回到未评的状态。撤回的内容留在历史记录里。").format(
            case=self.review.case.id
        )
        if dialogs.confirm(self, self.tr("撤回评分"), sentence, self.tr("撤回")):
            self._run(self.operations.withdraw_marks, said=self.tr("已撤回"))

    def step(self, by: int) -> None:
        """On to the next case, or back."""
        self.commit()
        at = self.list.currentIndex().row() + by
        if 0 <= at < len(self.list.rows.rows):
            self.list.pick(self.list.rows.rows[at].case.id)
            self.sheet.start()
        else:
            self.ctx.say(self.tr("已经是最后一项。") if by > 0 else self.tr("已经是第一项。"))

    def _pick(self, one: MineRow | None) -> None:
        """Another case: what was typed for the one before is saved to it first."""
        if self.review is not None and (one is None or one.case.id != self.review.case.id):
            self.commit()
        self._show(one)

    def _connect(self) -> None:
        self.list.picked.connect(self._pick)
        self.list.opened.connect(lambda _: self.sheet.start())
        self.sheet.given.connect(self._give)
        self.sheet.withdrawn.connect(self._take_back)
        self.sheet.faulty.connect(self._tell)
        self.sheet.finished.connect(self.opinion.setFocus)
        self.opinion.changed.connect(self._write)
        self.head.declared_none.connect(self._declare_none)
        self.head.declared_interest.connect(self._declare_interest)

    def _lay_out(self) -> None:
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(_ROW)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setFixedWidth(_LIST)
        self.opinion.setFixedHeight(_OPINION)
        self.opinion.setAccessibleName(self.tr("评审意见"))
        self.opinion.setPlaceholderText(self.tr("评审意见（离开此栏即保存）"))
        self.right = QWidget()
        inner = column(
            self.head, self.sheet, self.fault, self.opinion,
            row(self.total, self.saved, None, self.abstain, self.withdraw), gap=6,
        )  # fmt: skip
        inner.setStretch(1, 1)
        self.right.setLayout(inner)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.addWidget(self.list)
        outer.addWidget(self.right, 1)

"""The page 审核: the queue, one case's checklist with its live standing, and the facts it is answered from."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gyga_desk import explanation, seen, standings
from gyga_desk.errors import DeskError, Refused
from gyga_desk.model import Answer, Case, CaseId, Declared, Role, Standing
from gyga_desk.standings import CaseReview, CheckLine
from gyga_desk.store import reads
from ui import dialogs, dossiers
from ui.context import Context
from ui.derivation import DerivationPanel
from ui.drafts import Drafts
from ui.explain_view import ExplainView
from ui.pages.page import STANDING, Page
from ui.review_checks import CheckList
from ui.review_detail import CheckDetail
from ui.review_evidence import EvidencePanel
from ui.review_head import CaseHead, flat
from ui.review_queue import QueuePanel, QueueRow, Told
from ui.said import joined, said
from ui.soon import Soon
from ui.style import GAP
from ui.widgets import EmptyState, button, column, label, row

_WIDTHS = (228, 542, 380)
_QUEUE_AFTER_MS = 300
"""After an answer the queue is reckoned again once the keys rest; the case at hand never waits."""
_CREDIT = (Role.CLERK, Role.REVIEWER)
"""Who records credit checks."""


class ReviewPage(Page):
    """Three panes; everything goes by keyboard, and every part is saved when it is left."""

    reckons = True
    listens_to: ClassVar[frozenset[str]] = STANDING | {"attachment"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        from gyga_desk.operations import review

        self.operations = review
        self.shown: CaseReview | None = None
        self.looking = False
        self._late = Soon(self, _QUEUE_AFTER_MS)
        self.drafts = Drafts(ctx)
        self.queue = QueuePanel(ctx.edition)
        self.back = button(self.tr("上一项"), self.go_back, tip="Ctrl+PgUp")
        self.on = button(self.tr("下一项"), self.go_on, tip="Ctrl+PgDown")
        self.head, self.checks = CaseHead(ctx.person.name, self.back, self.on), CheckList()
        self.detail, self.evidence = CheckDetail(ctx.person.name, self.drafts), EvidencePanel(ctx)
        self.facts = self.evidence.facts
        self.work: standings.Reckoning | None = None
        self.told: dict[CaseId, Told] = {}
        self.listed: list[Case] | None = None
        self.found_in: dict[str, tuple[str, str]] = {}
        self.wide = flat(button(self.tr("放大证据"), self._widen, "link", tip="Ctrl+E"))
        self.wide.setCheckable(True)
        self.standing = DerivationPanel()
        self.left = label(kind="soft")
        self.passed = flat(
            button(
                self.tr("通过的一并答“是”…"),
                self._answer_passed,
                "link",
                tip=self.tr("自动核对已通过、还没有答复的各项，一并答“是”。"),
            )
        )
        self.credit = flat(button(self.tr("登记信用查询…"), self._record_credit, "link"))
        self.explained = flat(button(self.tr("逐项说明…"), self.explain, "link", tip="Ctrl+I"))
        self.nothing = EmptyState(
            "review",
            self.tr("没有要显示的项目"),
            self.tr("在左侧换一项措施或放宽筛选条件；还没有收件的，请先导入申报工作簿。"),
            button(self.tr("到“收件”页"), lambda: ctx.go("intake")),
        )
        self._lay_out()
        self._connect()
        self.queue.measure.choose(self._first_measure())

    def refresh(self) -> None:
        """The case at hand at once; the queue, which looks at every case, as soon as the person pauses."""
        if self.shown is None or (self.shown.case.measure, self.shown.case.year) != (
            self.queue.measure.number,
            self.ctx.year,
        ):
            self._look()
            return
        try:
            self._show(self.shown.case.id)
        except Refused:  # the case is gone: its batch was taken back
            self._look()
        else:
            if self.queue.whole:
                self._look()
            else:
                self._late.start()

    def _look_anew(self) -> None:
        """Other filters: nothing that is listed stays as it is."""
        self.listed = None
        self._look()

    def _look(self) -> None:
        """The queue afresh; the case shown changes only if it is no longer there."""
        self.looking = True
        work = self.work = self._reckoned()
        self.told.clear()
        if self.queue.whole and self.listed is work.cases:
            self.queue.look_again()
        else:
            self.queue.show_rows(self._rows(work))
        self.listed = work.cases
        self.looking = False
        self._pick(self._current())

    def _look_late(self) -> None:
        if self.shown is not None:
            self._look()

    def _current(self) -> str:
        current = self.queue.list.current()
        return current.case if current else ""

    def _pick(self, case: str) -> None:
        """Show another case; the queue itself speaks here too, but not while it is being filled."""
        if not self.looking and (case != (self.shown.case.id if self.shown else "") or not case):
            self._show(case)

    def show_case(self, case: str) -> None:
        """Another page led here: show that case whatever the filters are."""
        self.queue.measure.choose(reads.case(self.ctx.reader, case).measure)
        self.queue.clear_filters()
        self._look_anew()
        self.queue.list.pick(case)
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)

    def case_at_hand(self) -> str:
        """Override case_at_hand."""
        return self.shown.case.id if self.shown else ""

    def may_leave(self) -> bool:
        """Override may_leave: what is typed is saved, nobody is kept."""
        self.detail.commit()
        return True

    def _first_measure(self) -> int:
        """The first measure with cases this year; the first of all where none has any."""
        held = {case.measure for case in reads.cases(self.ctx.reader, year=self.ctx.year)}
        return min(held, default=1)

    def _reckoned(self) -> standings.Reckoning:
        return self.ctx.reckonings.of(self.queue.measure.number, self.ctx.year)

    def _rows(self, work: standings.Reckoning) -> list[QueueRow]:
        return [
            QueueRow(case.id, case.applicant, case.title, partial(self._words_of, case), self._tell)
            for case in sorted(work.cases, key=lambda one: one.id)
        ]

    def _tell(self, case: CaseId) -> Told:
        """Where a case of the queue stands, reckoned once for each look."""
        if case not in self.told and self.work is not None:
            self.told[case] = self._told(self.work, seen.line(self.work, case, self.ctx.person))
        return self.told[case]

    def _told(self, work: standings.Reckoning, one: Standing) -> Told:
        sealed = one.case in work.sealed_cases
        left = 0 if sealed else len(work.reviewed[one.case].judgement.unanswered)
        words = self.tr("未答 {count}").format(count=left) if left else "" if sealed else self.tr("已答完")
        state = self.tr("已封存") if sealed else said(one.outcome.label)
        differs = not sealed and bool(work.reviewed[one.case].differing)
        return Told(one.outcome, left, sealed, state, words, differs, one.entitled_fen)

    def _words_of(self, case: Case) -> str:
        """All that stands in a case's cells, put together once as long as its facts stay."""
        kept = self.found_in.get(case.id)
        if kept is None or kept[0] != case.digest:
            parts = (
                case.id,
                case.applicant,
                case.credit_code,
                case.title,
                case.district,
                *(f.raw for f in case.facts.values()),
            )
            kept = self.found_in[case.id] = (case.digest, "\n".join(parts).lower())
        return kept[1]

    def _show(self, case: str) -> None:
        fresh = self.shown is None or self.shown.case.id != case
        if fresh:
            self.detail.commit()
        self.shown = seen.review_in(self.ctx.reckonings, case, self.ctx.person) if case else None
        self.middle.setVisible(self.shown is not None)
        self.right.setVisible(self.shown is not None)
        self.nothing.setVisible(self.shown is None)
        if self.shown is None:
            return
        locked = self._why_locked(self.shown)
        self.head.show_review(
            self.shown,
            why_locked=locked,
            may_declare=not self.shown.sealed and self.ctx.may(self.operations.declare_conflict),
        )
        self.standing.show_standing(self.shown.standing)
        self.credit.setEnabled(self.ctx.person.role in _CREDIT)
        self.passed.setEnabled(
            not locked and self.head.own(self.shown) is not None and any(map(_is_passed, self.shown.lines))
        )
        left = [line for line in self.shown.lines if line.effective in (None, Answer.PENDING)]
        told = self.tr("核对项 {all} 项 · 未答 {left}").format(all=len(self.shown.lines), left=len(left))
        apart = sum(line.differs for line in self.shown.lines)
        self.left.setText(told + (self.tr(" · 意见不一 {apart}").format(apart=apart) if apart else ""))
        self.checks.show_lines(self.shown.lines, fresh=fresh)
        if fresh:
            self._pick_draft(case)
        self._show_check(self.checks.current())

    def _pick_draft(self, case: CaseId) -> None:
        """Where something was typed and never saved, that is where the person was."""
        left = self.drafts.fields_of(case)
        at = next((line.check.id for line in self.checks.rows.rows if line.check.id in left), "")
        if at:
            self.checks.pick(at)

    def _show_check(self, line: CheckLine | None) -> None:
        if self.shown is None:
            return
        declared = self.head.own(self.shown)
        self.detail.show_line(
            self.shown.case.id, line, may_answer=declared is not None and not self._why_locked(self.shown)
        )
        measure, case = self.shown.measure, self.shown.case
        trades = reads.trades(self.ctx.reader, case.id).get(case.id, []) if measure.detail else []
        costs = reads.costs(self.ctx.reader, case.id).get(case.id, []) if measure.costs else []
        self.evidence.show_review(
            self.shown,
            line.check if line else None,
            [*trades, *costs],
            may_attach=self.ctx.may(self.evidence.files.operations.attach),
        )

    def _why_locked(self, review: CaseReview) -> str:
        """Why nothing can be answered here, or nothing."""
        if review.sealed:
            return self.tr("本项目的决定已封存，只能查看；确需改动，由主任和第二人在“遴选定案”页重新开启。")
        if not self.ctx.may(self.operations.answer_check):
            return self.tr("{role}只能查看核对结果，由审核员或主任答复。").format(role=said(self.ctx.person.role.label))
        mine = self.head.own(review)
        if mine and mine.declared is Declared.DECLARED:
            return self.tr("您已声明回避，不能答复本项目；由其他审核员办理。")
        return ""

    def _press(self, answer: Answer) -> None:
        """A key on the list of checks."""
        if self.shown is None or self._why_locked(self.shown):
            self.ctx.say(self._why_locked(self.shown) if self.shown else "")
        elif self.head.own(self.shown) is None:
            self.ctx.say(self.tr("请先声明与申报单位有无利害关系，再答复核对项。"))
            self.head.none.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.detail.answer(answer):
            self.checks.advance()

    def _save(self, check: str, answer: Answer, note: str, reduce_fen: int | None) -> None:
        if self.shown is not None:
            self.ctx.jobs.run(
                self.operations.answer_check, self.shown.case.id, check, answer, note, reduce_fen,
                failed=self._refused, then=lambda _: self.detail.show_saved(check), owner=self,
            )  # fmt: skip

    def _refused(self, error: DeskError) -> None:
        """Say why, and show again what the record holds."""
        dialogs.refuse(self, error)
        self.refresh()

    def _answered(self) -> None:
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)
        self.checks.advance()

    def _record_credit(self) -> None:
        from ui import credit_acts

        if self.shown is not None:
            credit_acts.record(self, self.ctx, self.shown.case.id)

    def explain(self) -> None:
        """The case from its cells to its amount, in words, as the record has it."""
        if self.shown is None:
            return
        found = explanation.explain(self.ctx.reckonings, self.shown.case.id, self.ctx.person)
        ExplainView(self, found.case, explanation.as_text(found)).open()

    def export_dossier(self) -> None:
        """Everything about the case in one archive."""
        if self.shown is not None:
            dossiers.of_case(self, self.ctx, self.shown.case.id)

    def _answer_passed(self) -> None:
        if self.shown is None:
            return
        self.detail.commit()
        lines = [line for line in self.shown.lines if _is_passed(line)]
        sentence = self.tr(
            "将以您（{person}）的名义对下列 {count} 项答“是”，记入您的答复，由您负责。自动核对只比对申报数据，"
            "不代替查看原件。\n\n{checks}"
        ).format(person=self.ctx.person.name, count=len(lines), checks=joined((line.check.id for line in lines), "、"))
        if dialogs.confirm(self, self.tr("一并答“是”"), sentence, self.tr("由我答“是”")):
            self.ctx.jobs.run(
                self.operations.answer_passed,
                self.shown.case.id,
                then=lambda count: self.ctx.say(self.tr("已答复 {count} 项。").format(count=count)),
                owner=self,
            )

    def _declare_none(self) -> None:
        if self.shown is not None:
            self.ctx.jobs.run(self.operations.declare_conflict, self.shown.case.id, Declared.NONE)
            self.checks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _declare_interest(self) -> None:
        if self.shown is None:
            return
        intro = self.tr("声明后您不再答复“{name}”的核对项，已有的答复不再计入，由其他审核员办理。").format(
            name=self.shown.case.applicant
        )
        reason = dialogs.ask_text(self, self.tr("声明回避"), intro, self.tr("回避理由"), self.tr("声明回避"))
        if reason:
            self.ctx.jobs.run(self.operations.declare_conflict, self.shown.case.id, Declared.DECLARED, reason)

    def _widen(self) -> None:
        """The evidence takes the room of the queue and of the derivation, and gives it back."""
        wide = self.wide.isChecked()
        self.wide.setText(self.tr("恢复版面") if wide else self.tr("放大证据"))
        self.queue.setVisible(not wide)
        self.standing.setVisible(not wide)
        whole = self.panes.width()
        self.panes.setSizes([0, whole * 2 // 5, whole * 3 // 5, 0] if wide else [*_WIDTHS, sum(_WIDTHS[1:])])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override resizeEvent: the panes get their shares once the page has the room that it is seen in."""
        super().resizeEvent(event)
        if self.isVisible() and not self.sized:
            self.sized = True
            self.panes.setSizes([*_WIDTHS, sum(_WIDTHS[1:])])

    def widen(self) -> None:
        self.wide.click()

    def find(self) -> None:
        """The keyboard goes to the search of the queue."""
        if self.wide.isChecked():
            self.wide.click()
        self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.search.selectAll()

    def go_on(self) -> None:
        self._step(1)

    def go_back(self) -> None:
        self._step(-1)

    def go_to_open(self) -> None:
        """On to the next case with something unanswered."""
        self._step(1, unanswered=True)

    def _step(self, by: int, *, unanswered: bool = False) -> None:
        self.detail.commit()
        if self.queue.step(by, unanswered=unanswered):
            self.checks.setFocus(Qt.FocusReason.OtherFocusReason)
        elif unanswered:
            self.ctx.say(self.tr("后面没有还未答完的项目了。"))
        else:
            self.ctx.say(self.tr("已经是最后一项。") if by > 0 else self.tr("已经是第一项。"))

    def _connect(self) -> None:
        self._late.due.connect(self._look_late)
        self.queue.wanted.connect(self._look_anew)
        self.queue.picked.connect(self._pick)
        self.queue.list.opened.connect(lambda _: self.checks.setFocus(Qt.FocusReason.OtherFocusReason))
        self.checks.picked.connect(self._show_check)
        self.checks.answered.connect(self._press)
        self.checks.note_wanted.connect(lambda: self.detail.note.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.detail.given.connect(self._save)
        self.detail.done.connect(self._answered)
        self.head.declared_none.connect(self._declare_none)
        self.head.declared_interest.connect(self._declare_interest)

    def _lay_out(self) -> None:
        self.middle, self.right = QWidget(), QSplitter(Qt.Orientation.Vertical)
        middle = column(
            self.head,
            row(self.left, None, self.explained, self.credit, self.passed, self.wide),
            self.checks,
            self.detail,
            gap=6,
        )
        middle.setStretch(2, 1)
        self.middle.setLayout(middle)
        self.right.addWidget(self.evidence)
        self.right.addWidget(self.standing)
        self.right.setMinimumWidth(312)
        self.right.setSizes([340, 240])
        self.panes = panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setHandleWidth(GAP)
        panes.setChildrenCollapsible(False)
        for pane in (self.queue, self.middle, self.right, self.nothing):
            panes.addWidget(pane)
        self.sized = False
        for at, stretch in enumerate((0, 3, 2, 1)):
            panes.setStretchFactor(at, stretch)
        self.body.addWidget(panes, 1)


def _is_passed(line: CheckLine) -> bool:
    """Open, and found in order by the program; what `answer_passed` would answer."""
    open_line = line.effective in (None, Answer.PENDING) and line.check.auto != "declared"
    return open_line and bool(line.findings) and all(f.verdict == "pass" for f in line.findings)

"""The check at hand: its question and clause in full, what the program found, and the person's own answer to it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gyga_desk.model import Answer, Answered, CaseId, Verdict
from gyga_desk.standings import CheckLine
from ui.drafts import Draft, Drafts
from ui.editors import AnswerButtons, LeavingEdit, MoneyEdit
from ui.elided import Elided
from ui.said import said
from ui.shown import SIGNS, consequence
from ui.style import Tone
from ui.widgets import Badge, Card, label, row
from ui.words import when, yuan

_CLAUSE_HEIGHT = 54


class CheckDetail(Card):
    """Shows one check and takes its answer; each part is saved when it is left.

    Signals:
        given(str, Answer, str, object): check, answer, note, 分 to take off or None.
        done(): the keyboard may go back to the list.
    """

    given = Signal(str, object, str, object)
    done = Signal()

    def __init__(self, person: str, drafts: Drafts) -> None:
        super().__init__(margin=12)
        self.person, self.case = person, ""
        self.line: CheckLine | None = None
        self.sent: Answer | None = None
        self.ask, self.meta = label(kind="heading", wrap=True), Elided("soft")
        self.found, self.said = label(wrap=True, selectable=True), label(kind="soft", wrap=True)
        self.sign, self.apart = Badge(), Badge()
        self.saved = label("", "soft")
        self.buttons, self.note, self.sum = AnswerButtons(), LeavingEdit(), MoneyEdit()
        self.draft = Draft(drafts, self.note)
        self.sum_part = _with_word(self.tr("核减"), self.sum, self.tr("元"))
        self.clause = QPlainTextEdit()
        self._set_up()
        self.body.setSpacing(6)
        head = row(self.ask, self.saved)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.meta)
        finding = row(self.sign, self.found, self.sum_part)
        finding.setStretch(1, 1)
        self.body.addLayout(finding)
        line = row(self.buttons, self.note)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        told = row(self.apart, self.said)
        told.setStretch(1, 1)
        self.body.addLayout(told)
        self.body.addWidget(self.clause)

    def show_line(self, case: CaseId, line: CheckLine | None, *, may_answer: bool) -> None:
        """Show a check; what was typed for the one before is saved first."""
        if line is None or self.line is None or (case, line.check.id) != (self.case, self.line.check.id):
            self.commit()
            self.note.given = self.note.text()
            self.sum.given = self.sum.text()
            self.saved.setText("")
        self.case, self.line, self.sent = case, line, None
        self.setVisible(line is not None)
        if line is None:
            return
        mine = self._mine()
        self._show_question(line)
        self._show_findings(line)
        asked_here = line.check.auto != "declared"
        self.buttons.show_answer(mine.answer if mine else None)
        self.note.give(mine.note if mine else "")
        self.sum.give_fen(mine.reduce_fen if mine else None)
        self.sum_part.setVisible(line.check.reduce == "stated")
        for part in (self.buttons, self.note, self.sum_part):
            part.setEnabled(may_answer and asked_here)
        self.note.setPlaceholderText(self._hint(line, mine))
        if self.draft.show_at(f"{case}/{line.check.id}"):
            self.saved.setText(self.tr("说明是上次没有来得及保存的，按回车保存"))
        self.said.setText(self._history(line))
        strictest = said(line.effective.label) if line.effective else ""
        self.apart.set(self.tr("意见不一，按“{answer}”计").format(answer=strictest) if line.differs else "", Tone.BAD)

    def answer(self, answer: Answer) -> bool:
        """Answer by key or button; True if nothing more is asked for, so that the list may go on."""
        if self.line is None:
            return False
        if not self.buttons.isEnabled():
            return self.line.check.auto == "declared"  # answered by the declaration; on to the next
        self.buttons.show_answer(answer)
        noted = bool(self.note.text().strip())
        if answer is Answer.NA and not noted:
            self._ask_note(self.tr("答“不适用”须写明理由，写好按回车保存"))
            return False
        wants_sum = answer is Answer.NO and self.line.check.reduce == "stated" and not self.sum.text()
        against = answer is Answer.YES and any(f.verdict is Verdict.FAIL for f in self.line.findings)
        self._save(answer)
        if wants_sum:
            self.sum.setFocus(Qt.FocusReason.OtherFocusReason)
        elif against and not noted:
            self._ask_note(self.tr("与自动核对不一致，请写明理由，写好按回车保存"))
        else:
            return True
        return False

    def _hint(self, line: CheckLine, mine: Answered | None) -> str:
        if line.check.auto == "declared":
            return self.tr("本项以上方的回避声明为准")
        against = any(found.verdict is Verdict.FAIL for found in line.findings)
        if against and mine is not None and mine.answer in (Answer.YES, Answer.NA) and not mine.note:
            return self.tr("与自动核对不一致，请写明理由，写好按回车保存")
        return self.tr("说明（离开此栏即保存）")

    def _ask_note(self, hint: str) -> None:
        self.note.setPlaceholderText(hint)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_saved(self, check: str) -> None:
        """Said where the eyes are: the answer at hand is in the record."""
        if self.line is not None and self.line.check.id == check:
            self.saved.setText(self.tr("已保存 {time:%H:%M:%S}").format(time=datetime.now().astimezone()))

    def commit(self) -> None:
        """Save what is typed and not saved yet."""
        self.note.commit()
        self.sum.commit()

    def _set_up(self) -> None:
        self.note.setAccessibleName(self.tr("说明"))
        self.sum.setAccessibleName(self.tr("核减金额（元）"))
        self.sum.setPlaceholderText("0.00")
        self.sum.setFixedWidth(128)
        self.clause.setReadOnly(True)
        self.clause.setFixedHeight(_CLAUSE_HEIGHT)
        self.clause.setAccessibleName(self.tr("条款原文"))
        self.clause.setTabChangesFocus(True)
        self.buttons.answered.connect(self._pressed)
        for edit in (self.note, self.sum):
            edit.changed.connect(self._typed)
            edit.left.connect(self._settle)
            edit.done.connect(self.done)

    def _pressed(self, answer: Answer) -> None:
        if self.answer(answer):
            self.done.emit()

    def _typed(self) -> None:
        """A note with no answer yet is an open question: 待核."""
        mine = self._mine()
        checked = next((a for a, made in self.buttons.buttons.items() if made.isChecked()), None)
        self._save(checked or (mine.answer if mine else Answer.PENDING))

    def _settle(self) -> None:
        """The buttons say what is saved or on its way, not what was only begun."""
        mine = self._mine()
        self.buttons.show_answer(self.sent or (mine.answer if mine else None))

    def _save(self, answer: Answer) -> None:
        if self.line is None:
            return
        self.sent = answer
        self.note.given, self.sum.given = self.note.text(), self.sum.text()
        fen = self.sum.fen() if self.line.check.reduce == "stated" and answer is Answer.NO else None
        self.given.emit(self.line.check.id, answer, self.note.text().strip(), fen)

    def _mine(self) -> Answered | None:
        return next((a for a in self.line.answers if a.person == self.person), None) if self.line else None

    def _show_question(self, line: CheckLine) -> None:
        check = line.check
        self.ask.setText(f"{check.id}  {check.ask}")
        self.meta.say(
            self.tr("佐证：{evidence} · 答“否”{consequence} · 依据：{at}").format(
                evidence=check.evidence, consequence=consequence(check.if_no), at=check.cite.at
            )
        )
        self.clause.setToolTip(f"{check.cite.title} {check.cite.at}")
        if self.clause.toPlainText() != check.cite.text:
            self.clause.setPlainText(check.cite.text)

    def _show_findings(self, line: CheckLine) -> None:
        words = "\n".join(said(f.sentence) for f in line.findings)
        self.found.setText(words or self.tr("本项没有自动核对，由审核人判断。"))
        if line.findings:
            sign, tone = SIGNS[line.findings[0].verdict]
            word = {"pass": self.tr("符合"), "fail": self.tr("不符"), "unknown": self.tr("不明")}[
                line.findings[0].verdict.value
            ]
            self.sign.set(f"{sign} {word}", tone)
        else:
            self.sign.set(self.tr("人工"), Tone.QUIET)

    def _history(self, line: CheckLine) -> str:
        ordered = sorted(line.answers, key=lambda one: one.person != self.person)
        said = [self._one(one) + (self.tr("（已回避，不计）") if one.person in line.aside else "") for one in ordered]
        if line.stale:
            said.append(self.tr("申报数据在答复之后有改动，须重新核对。"))
        return "\n".join(said) or self.tr("还没有人答复。")

    def _one(self, answered: Answered) -> str:
        """One's own is marked, so that nobody takes another's answer for it."""
        own = answered.person == self.person
        person = self.tr("{name}（本人）").format(name=answered.person) if own else answered.person
        words = self.tr("{person} {at} 答“{answer}”").format(
            person=person, at=when(answered.at), answer=said(answered.answer.label)
        )
        if answered.reduce_fen is not None:
            words += self.tr("，核减 {yuan} 元").format(yuan=yuan(answered.reduce_fen))
        return words + (self.tr("：{note}").format(note=answered.note) if answered.note else "")


def _with_word(before: str, edit: QWidget, after: str) -> QWidget:
    made = QWidget()
    made.setLayout(row(label(before, "soft"), edit, label(after, "soft")))
    return made

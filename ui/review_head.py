"""The top of the page 审核: whose case this is, and the person's own declaration of interest before any answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gyga_desk.model import Conflict, Declared
from gyga_desk.standings import CaseReview
from ui.elided import Elided
from ui.style import HALF, Tone
from ui.widgets import Badge, Strip, button, label, row
from ui.words import outcome_tone, when


class CaseHead(QWidget):
    """Names the case and asks for, or shows, the declaration.

    Signals:
        declared_none(): the person says they have no interest.
        declared_interest(): they have one, and step aside.
    """

    declared_none = Signal()
    declared_interest = Signal()

    def __init__(self, person: str, *tools: QWidget) -> None:
        super().__init__()
        self.person = person
        self.number, self.name = label(kind="accent", selectable=True), Elided("heading")
        self.title, self.said = Elided("soft"), Elided("soft", right=True)
        self.badge = Badge()
        self.none = button(self.tr("无利害关系(&W)"), self.declared_none.emit, "primary")
        self.interest = button(self.tr("声明回避(&H)…"), self.declared_interest.emit)
        self.question = label(self.tr("请先声明：您与申报单位有无利害关系？"), wrap=True)
        self.ask = _bar(self.question, self.none, self.interest)
        self.mend = flat(button(self.tr("更改声明…"), self._mend, "link"))
        self.locked = Strip(closable=False)
        first = row(self.number, self.name, self.badge, *tools)
        first.setStretch(1, 1)
        second = row(self.title, self.said, self.mend)
        second.setStretch(0, 3)
        second.setStretch(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(HALF)
        outer.addLayout(first)
        outer.addLayout(second)
        outer.addWidget(self.ask)
        outer.addWidget(self.locked)

    def show_review(self, review: CaseReview, *, may_declare: bool, why_locked: str) -> None:
        """`why_locked` says why nothing here can be answered; empty where it can."""
        mine = self.own(review)
        self.number.setText(review.case.id)
        self.name.say(review.case.applicant)
        self.title.say(review.case.title)
        self.badge.set(review.standing.outcome.label, outcome_tone(review.standing.outcome))
        self.ask.setVisible(mine is None and may_declare)
        self.said.say(self._words(mine) if mine else "", f"{self._words(mine)}\n{when(mine.at)}" if mine else "")
        self.mend.setVisible(mine is not None and may_declare)
        self._was = mine.declared if mine else None
        if why_locked:
            self.locked.say(why_locked, Tone.INFO if review.sealed else Tone.WARN)
        else:
            self.locked.hide()

    def own(self, review: CaseReview) -> Conflict | None:
        return next((c for c in review.conflicts if c.person == self.person), None)

    def _mend(self) -> None:
        (self.declared_interest if self._was is Declared.NONE else self.declared_none).emit()

    def _words(self, mine: Conflict) -> str:
        if mine.declared is Declared.NONE:
            return self.tr("本人已声明无利害关系")
        return self.tr("本人已声明回避：{reason}").format(reason=mine.reason)


def flat(link: QPushButton) -> QPushButton:
    """A link no higher than the line it stands in."""
    link.setStyleSheet("min-height: 20px;")
    return link


def _bar(words: QWidget, *buttons: QWidget) -> QFrame:
    made = QFrame()
    made.setProperty("strip", str(Tone.WARN))
    inner = row(words, *buttons)
    inner.setContentsMargins(12, 5, 8, 5)
    inner.setStretch(0, 1)
    made.setLayout(inner)
    return made

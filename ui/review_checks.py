"""The checklist of one case: every check with its answer, what a "no" does, its clause and what the program found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gyga_desk.standings import CheckLine
from ui.cells import AnyIndex, bold, draw_badge, draw_row, draw_words, row_at
from ui.editors import KEYS
from ui.said import said
from ui.shown import SIGNS, consequence, tone_of_answer, tr
from ui.style import GAP, Tone, colours
from ui.table import Column, ListView

_ROW = 42
_BADGE = 56


class CheckList(ListView):
    """The checks, answered by the keys of `ui.editors.KEYS`.

    Signals:
        answered(Answer): a key was pressed for the current check.
        note_wanted(): Enter; the keyboard goes to the note.
    """

    answered = Signal(object)
    note_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            [Column("", spoken, stretch=True, tip=explained)], key=lambda line: line.check.id, sortable=False
        )
        self.setAccessibleName(self.tr("核对项"))
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setItemDelegate(CheckDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Digits must reach the list even while an input method is on.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_lines(self, lines: Sequence[CheckLine], *, fresh: bool) -> None:
        """`fresh` is another case: its first unanswered check becomes current."""
        self.set_rows(lines)
        if fresh and lines:
            first = next((line for line in lines if line.effective is None), lines[0])
            self.pick(first.check.id)

    def advance(self) -> None:
        """On to the next check."""
        at = self.currentIndex().row() + 1
        if at < len(self.rows.rows):
            self.pick(self.rows.rows[at].check.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override keyPressEvent: 1 to 4 answer, Enter goes to the note."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in KEYS:
            self.answered.emit(KEYS[Qt.Key(event.key())])
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.note_wanted.emit()
        else:
            super().keyPressEvent(event)


def answer_word(line: CheckLine) -> str:
    if line.effective is None:
        return tr("重核") if line.stale else tr("未答")
    return said(line.effective.label)


def spoken(line: CheckLine) -> str:
    """The row for those who hear it."""
    found = "".join(said(f.sentence) for f in line.findings) + (tr("意见不一") if line.differs else "")
    return tr("{check} {ask},{answer}。{found}").format(
        check=line.check.id, ask=line.check.ask, answer=answer_word(line), found=found
    )


def explained(line: CheckLine) -> str:
    return f"{line.check.id} {line.check.ask}\n{line.check.cite.label}:{line.check.cite.text}"


def effect(line: CheckLine) -> str:
    return tr("{clause} · 答“否”{consequence}").format(
        clause=line.check.cite.label, consequence=consequence(line.check.if_no)
    )


class CheckDelegate(QStyledItemDelegate):
    """The answer at the left; question over clause, consequence and finding."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        self.initStyleOption(option, index)
        line, scheme = row_at(index), colours()
        draw_row(option, painter)
        room = option.rect.adjusted(GAP, 3, -GAP, -3)
        badge = QRect(room.left(), room.top() + 7, _BADGE, 22)
        words = room.adjusted(_BADGE + GAP + 4, 0, 0, 0)
        half = words.height() // 2
        top, low = QRect(words.topLeft(), words.size()), QRect(words.topLeft(), words.size())
        top.setHeight(half)
        low.setTop(words.top() + half)
        tone = Tone.WARN if line.effective is None and line.stale else tone_of_answer(line.effective)
        painter.save()
        draw_badge(painter, badge, answer_word(line), option.font, tone)
        width = draw_words(painter, top, line.check.id, bold(option.font), scheme.soft)
        apart = _draw_difference(painter, top, option) if line.differs else 0
        draw_words(painter, top.adjusted(width + GAP, 0, -apart, 0), line.check.ask, option.font, scheme.ink)
        width = draw_words(painter, low, effect(line), option.font, scheme.soft)
        for finding in line.findings:
            sign, tone = SIGNS[finding.verdict]
            draw_words(
                painter,
                low.adjusted(width + 2 * GAP, 0, 0, 0),
                f"{sign} {said(finding.sentence)}",
                option.font,
                scheme.tones[tone][0],
            )
        painter.restore()


def _draw_difference(painter: QPainter, top: QRect, option: QStyleOptionViewItem) -> int:
    """That two reviewers do not agree; returns the room it took."""
    word = tr("意见不一")
    width = option.fontMetrics.horizontalAdvance(word) + 2 * GAP
    draw_badge(painter, QRect(top.right() - width, top.top(), width, top.height()), word, option.font, Tone.BAD)
    return width + GAP

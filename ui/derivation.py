"""How an amount comes about: each step with its clause, what was before and after, and why a case stands as it does."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from gyga_desk.model import Reason, Standing, Step
from gyga_desk.rules.items import told
from ui.cells import AnyIndex, HeadedDelegate, HeadedList, Heading, bold, draw_row, draw_words, row_at
from ui.said import said
from ui.style import GAP, colours
from ui.table import Column
from ui.widgets import Badge, Card, label, row
from ui.words import outcome_tone, yuan

_ROW = 44
_SIGNS, _LINE = 20, 19
"""About as many characters as a line has room for, and its height: an expert's marks take several."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DerivationPanel(Card):
    """The live standing of one case."""

    def __init__(self, margin: int = 12) -> None:
        super().__init__(margin=margin)
        self.badge = Badge()
        self.amount = label("", "accent", selectable=True)
        self.list = HeadedList(
            [Column("", self._words, stretch=True)],
            key=self._words,
            name=self.tr("测算与理由"),
            empty=self.tr("本措施不计算金额。"),
        )
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(_ROW)
        self.list.setItemDelegate(StepDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addLayout(row(label(self.tr("测算与结论"), "heading"), self.badge, None, self.amount))
        self.body.addWidget(self.list, 1)

    def show_standing(self, standing: Standing) -> None:
        """Steps first, then reasons; a check that only waits for its answer is told last."""
        self.badge.set(standing.outcome.label, outcome_tone(standing.outcome))
        self.badge.setToolTip(self.tr("未答各项视为通过时：{outcome}").format(outcome=said(standing.provisional.label)))
        known = standing.amount_fen is not None
        self.amount.setText(
            self.tr("{yuan} 元").format(yuan=yuan(standing.amount_fen)) if known else self.tr("金额未定")
        )
        self.amount.setToolTip(self.tr("按政策应得 {yuan} 元").format(yuan=yuan(standing.entitled_fen)))
        reasons = sorted(standing.why, key=lambda one: one.sentence.startswith("待核"))
        marks = [Reason("", told(total), "") for total in standing.scores if total.items]
        parts = [(self.tr("评分"), marks), (self.tr("理由"), reasons)]
        told_parts = [row for title, rows in parts if rows for row in (Heading(title), *rows)]
        self.list.set_rows([*standing.derivation, *told_parts])
        for at, one in enumerate(self.list.rows.rows):
            lines = len(said(one.sentence)) // _SIGNS if isinstance(one, Reason) else 0
            self.list.setRowHeight(at, 28 if isinstance(one, Heading) else max(_ROW, 8 + lines * _LINE))

    def _words(self, one: Step | Reason) -> str:
        """A step or a reason for those who hear it, and in the tooltip."""
        if isinstance(one, Reason):
            clause = self.tr("（{clause}）").format(clause=one.clause) if one.clause else ""
            return f"{one.check} {said(one.sentence)}{clause}".strip()
        return self.tr("{label}（{clause}）：{money}").format(
            label=said(one.label), clause=one.clause, money=_money(one)
        )


def _money(step: Step) -> str:
    after = yuan(step.after_fen)
    return after if step.before_fen is None else f"{yuan(step.before_fen)} → {after}"


class StepDelegate(HeadedDelegate):
    """A step in two lines: what was done, then its clause and the money before and after; a reason in up to two."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        one, scheme = row_at(index), colours()
        if isinstance(one, Heading):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        draw_row(option, painter)
        room = option.rect.adjusted(GAP + 2, 3, -GAP, -4)
        half = room.height() // 2
        painter.save()
        if isinstance(one, Reason):
            painter.setPen(QColor(scheme.ink))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, f"{one.check} {said(one.sentence)}".strip())
        else:
            low = QRect(room.left(), room.top() + half, room.width(), half)
            draw_words(painter, QRect(room.left(), room.top(), room.width(), half), one.label, option.font, scheme.ink)
            width = painter.fontMetrics().horizontalAdvance(_money(one)) + GAP
            draw_words(painter, low, _money(one), bold(option.font), scheme.ink, align=_RIGHT)
            draw_words(painter, low.adjusted(0, 0, -width - GAP, 0), one.clause, option.font, scheme.soft)
        painter.restore()

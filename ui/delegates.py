"""How a cell is drawn where plain text is not enough: a badge (a state in colour and words)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.style import CELL, GAP, HALF, Tone, colours

TONE_ROLE = Qt.ItemDataRole.UserRole + 1

AnyIndex = QModelIndex | QPersistentModelIndex


class BadgeDelegate(QStyledItemDelegate):
    """Draws the cell's text in a rounded field of its tone; cells without a tone are drawn as usual."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        tone = index.data(TONE_ROLE)
        if tone is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        ink, ground = colours().tones[Tone(tone)]
        metrics = option.fontMetrics
        room = option.rect.adjusted(CELL, 0, -HALF, -1)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 2 * GAP)
        field = QRectF(room.left(), room.center().y() - 10.5, metrics.horizontalAdvance(text) + 2 * GAP, 22)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(field, 4, 4)
        painter.setPen(QColor(ink))
        painter.drawText(field, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Override sizeHint."""
        hint = super().sizeHint(option, index)
        return hint + QSize(2 * GAP, 0) if index.data(TONE_ROLE) is not None else hint

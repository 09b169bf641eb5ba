"""Rows that are drawn in an own way: headings between rows, two lines in one row, figures that are struck through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.delegates import BadgeDelegate
from ui.said import said
from ui.style import GAP, Tone, colours
from ui.table import Column, ListView

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Heading:
    """Words across a whole row; with a tone it is a line drawn between what stands above and below."""

    text: str
    tone: Tone | None = None


class HeadedList(ListView):
    """A list whose rows may be headings; those are drawn across all columns and never picked."""

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Any], object],
        *,
        empty: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        guarded = [_guarded(column) for column in columns]
        super().__init__(
            guarded,
            lambda one: one.text if isinstance(one, Heading) else key(one),
            empty=empty,
            name=name,
            sortable=False,
            parent=parent,
        )
        self.setItemDelegate(HeadedDelegate(self))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Override set_rows: headings take the whole width."""
        self.clearSpans()
        super().set_rows(rows)
        for at, one in enumerate(self.rows.rows):
            if isinstance(one, Heading) and len(self.rows.columns) > 1:
                self.setSpan(at, 0, 1, len(self.rows.columns))

    def current(self) -> Any:
        """Override current: a heading is nothing to work on."""
        found = super().current()
        return None if isinstance(found, Heading) else found

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Override moveCursor: the keyboard steps over headings."""
        index = super().moveCursor(action, modifiers)
        if not index.isValid() or not isinstance(self.rows.rows[index.row()], Heading):
            return index
        step = 1 if index.row() > self.currentIndex().row() else -1
        beyond = index.sibling(index.row() + step, index.column())
        return beyond if beyond.isValid() else self.currentIndex()


def _guarded(column: Column) -> Column:
    """The column as it reads rows that may be headings."""
    tone, tip = column.tone, column.tip or column.text
    return replace(
        column,
        text=lambda one: one.text if isinstance(one, Heading) else column.text(one),
        tip=lambda one: one.text if isinstance(one, Heading) else tip(one),
        tone=(lambda one: None if isinstance(one, Heading) else tone(one)) if tone else None,
    )


def row_at(index: AnyIndex) -> Any:
    """The object behind a cell."""
    return index.model().rows[index.row()]


def draw_row(option: QStyleOptionViewItem, painter: QPainter) -> None:
    """The row's ground as the style draws it: hovered, selected, with its hairline; a bar where the keyboard is."""
    option.text = ""
    style = option.widget.style() if option.widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), QColor(colours().accent))


def draw_words(
    painter: QPainter, room: QRect, text: str, font: QFont, colour: str, *, align: Qt.AlignmentFlag = _LEFT
) -> int:
    """One line of text, cut with an ellipsis where it is too long; returns the width it took."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(said(text), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, align, shown)
    return painter.fontMetrics().horizontalAdvance(shown)


def draw_badge(painter: QPainter, room: QRect, text: str, font: QFont, tone: Tone) -> None:
    """A state in its tone, filling `room`."""
    ink, ground = colours().tones[tone]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(room, 4, 4)
    draw_words(painter, room, text, font, ink, align=Qt.AlignmentFlag.AlignCenter)


def bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


class HeadedDelegate(BadgeDelegate):
    """Draws headings: quiet words on the raised ground, or a strong line with its words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        one = row_at(index)
        if not isinstance(one, Heading):
            super().paint(painter, option, index)
            return
        scheme = colours()
        ink, ground = scheme.tones[one.tone] if one.tone else (scheme.soft, scheme.raised)
        painter.save()
        painter.fillRect(option.rect, QColor(ground))
        draw_words(painter, option.rect.adjusted(2 * GAP, 0, -GAP, 0), one.text, bold(option.font), ink)
        if one.tone:
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2), QColor(ink))
        painter.restore()


class StruckDelegate(QStyledItemDelegate):
    """Draws a figure struck through where it did not count."""

    def __init__(self, struck: Callable[[Any], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self.struck = struck

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override initStyleOption."""
        super().initStyleOption(option, index)
        if self.struck(row_at(index)):
            option.font.setStrikeOut(True)
            option.palette.setColor(option.palette.ColorRole.Text, QColor(colours().soft))


class QueueDelegate(QStyledItemDelegate):
    """Two lines a row: number and state over name and what is left to do."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint: the row has `number`, `name`, `left`, `state` and `tone`."""
        self.initStyleOption(option, index)
        one, scheme = row_at(index), colours()
        draw_row(option, painter)
        room = option.rect.adjusted(GAP + 2, 5, -GAP, -5)
        half = room.height() // 2
        top = QRect(room.left(), room.top(), room.width(), half)
        low = QRect(room.left(), room.top() + half, room.width(), half)
        painter.save()
        width = option.fontMetrics.horizontalAdvance(one.state) + 2 * GAP
        draw_badge(painter, QRect(top.right() - width, top.top(), width, half - 1), one.state, option.font, one.tone)
        draw_words(painter, top.adjusted(0, 0, -width - GAP, 0), one.number, bold(option.font), scheme.ink)
        left = option.fontMetrics.horizontalAdvance(one.left) + GAP
        draw_words(
            painter,
            QRect(low.right() - left, low.top(), left, half),
            one.left,
            option.font,
            scheme.soft,
            align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        )
        draw_words(painter, low.adjusted(0, 0, -left - GAP, 0), one.name, option.font, scheme.ink)
        painter.restore()

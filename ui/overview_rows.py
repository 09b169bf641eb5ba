"""The year at a glance: one row a measure, its cases by stage as a bar with their counts, its money against the pool."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gyga_desk.standings import MeasureProgress
from ui.cells import AnyIndex, draw_row, draw_words, row_at
from ui.delegates import BadgeDelegate
from ui.languages import tr
from ui.said import joined
from ui.style import CELL, GAP, Tone, colours, scaled
from ui.table import Column, ListView
from ui.words import NOTHING, measure_title, yuan

_STAGES, _MONEY = 2, 5
_ROW = 38
_BAR = 8
_MEASURES = 7


def stages_of(one: MeasureProgress) -> list[tuple[str, int, Tone]]:
    """Word, count and tone of each stage, in the order that cases pass them."""
    held = one.stages
    return [
        (tr("待核"), held.pending, Tone.WARN), (tr("补正"), held.supplement, Tone.BAD), (tr("待定案"), held.ready, Tone.INFO),
        (tr("不予支持"), held.refused, Tone.QUIET), (tr("已封存"), held.sealed, Tone.GOOD),
    ]  # fmt: skip


def stages_told(one: MeasureProgress) -> str:
    """The bar for those who hear it."""
    told = joined((f"{word} {count}" for word, count, _ in stages_of(one) if count), "，")
    return told or tr("未收件")


def next_page(one: MeasureProgress) -> str:
    """Where the next step of a measure is taken."""
    if not one.cases:
        return "intake"
    if one.stages.pending:
        return "review"
    return "decision" if one.stages.ready or one.stages.refused else "papers" if one.sealed else "review"


def state(one: MeasureProgress) -> tuple[str, Tone]:
    if not one.cases:
        return tr("未收件"), Tone.QUIET
    if one.stages.pending:
        return tr("审核中"), Tone.WARN
    if one.stages.ready or one.stages.refused:
        return tr("待定案"), Tone.INFO
    return (tr("已定案"), Tone.GOOD) if one.stages.sealed else (tr("补正中"), Tone.WARN)


def places_told(one: MeasureProgress) -> str:
    """How many are on the list, of how many; a limit the text leaves open is not one it does not have."""
    chosen = NOTHING if one.selected is None or not one.cases else str(one.selected)
    if one.places is not None:
        return f"{chosen} / {one.places}"
    return f"{chosen} / {tr('未设定') if 'places' in one.unset else tr('不限')}"


def money_told(one: MeasureProgress) -> str:
    expected = tr("未知") if one.expected_fen is None else yuan(one.expected_fen)
    pool = yuan(one.pool_fen) if one.pool_fen is not None else tr("未设定") if "pool" in one.unset else tr("不限")
    words = tr("预计 {expected} 元，已定 {spent} 元，资金总额 {pool}").format(
        expected=expected, spent=yuan(one.spent_fen), pool=pool
    )
    return words + (tr("；另有 {count} 项金额未定").format(count=one.open_amounts) if one.open_amounts else "")


class MeasureList(ListView):
    """One row a measure; Enter or a double click goes where its next step is taken."""

    def __init__(self) -> None:
        super().__init__(self._columns(), key=lambda one: one.measure, sortable=False, name=tr("各项措施"))
        height = scaled(_ROW)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setItemDelegateForColumn(_STAGES, StagesDelegate(self))
        self.setItemDelegateForColumn(_MONEY, MoneyDelegate(self))
        self.setItemDelegate(BadgeDelegate(self))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _MEASURES * height + 2 * self.frameWidth())

    def _columns(self) -> list[Column]:
        return [
            Column(tr("措施"), lambda one: f"{measure_title(one.measure)}  {one.name}", width=190),
            Column(tr("收件"), lambda one: str(one.cases), width=58, number=True),
            Column(tr("办理进度"), stages_told, width=280, stretch=True),
            Column(tr("状态"), lambda one: state(one)[0], width=86, tone=lambda one: state(one)[1]),
            Column(tr("入选 / 名额"), places_told, width=108, number=True),
            Column(tr("资金（元）"), money_told, width=280, stretch=True),
            Column(tr("下一步"), self._next, width=132, soft=True),
        ]  # fmt: skip

    def _next(self, one: MeasureProgress) -> str:
        return {
            "intake": tr("导入申报工作簿"),
            "review": tr("审核剩余项目"),
            "decision": tr("核对排名，定案"),
            "papers": tr("打印、签署文书"),
        }[next_page(one)]


class StagesDelegate(QStyledItemDelegate):
    """A bar in parts, each as long as its cases are many, over their words and counts."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        self.initStyleOption(option, index)
        one, scheme = row_at(index), colours()
        draw_row(option, painter)
        room = option.rect.adjusted(CELL, 5, -CELL, -4)
        bar = QRectF(room.left(), room.top() + 1, room.width(), _BAR)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        _slab(painter, bar, scheme.line)
        at, words_at = bar.left(), room.left()
        for word, count, tone in stages_of(one):
            if not count:
                continue
            ink = scheme.tones[tone][0]
            width = bar.width() * count / max(one.cases, 1)
            _slab(painter, QRectF(at, bar.top(), max(width - 1, 2), bar.height()), ink)
            at += width
            low = QRect(words_at, room.top() + _BAR + 2, room.right() - words_at, room.height() - _BAR - 2)
            words_at += draw_words(painter, low, f"{word} {count}", option.font, ink) + GAP
            painter.setPen(Qt.PenStyle.NoPen)
        if not one.cases:
            low = room.adjusted(0, _BAR + 2, 0, 0)
            draw_words(painter, low, tr("未收件"), option.font, scheme.faint)
        painter.restore()


class MoneyDelegate(QStyledItemDelegate):
    """What is sealed and what is expected, as lengths of the pool where there is one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        self.initStyleOption(option, index)
        one, scheme = row_at(index), colours()
        draw_row(option, painter)
        room = option.rect.adjusted(CELL, 5, -CELL, -4)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(room.left(), room.top() + 1, room.width(), _BAR)
        if one.pool_fen:
            _slab(painter, bar, scheme.line)
            for fen, tone in ((one.expected_fen, Tone.INFO), (one.spent_fen, Tone.GOOD)):
                width = bar.width() * min(fen or 0, one.pool_fen) / one.pool_fen
                if width:
                    _slab(painter, QRectF(bar.left(), bar.top(), width, bar.height()), scheme.tones[tone][0])
        low = room.adjusted(0, _BAR + 2, 0, 0) if one.pool_fen else room
        draw_words(painter, low, _short(one), option.font, scheme.ink if one.cases else scheme.faint)
        painter.restore()


def _slab(painter: QPainter, room: QRectF, colour: str) -> None:
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(room, 2, 2)


def _short(one: MeasureProgress) -> str:
    if not one.cases:
        return NOTHING if one.pool_fen is None else tr("总额 {pool}").format(pool=yuan(one.pool_fen))
    expected = NOTHING if one.expected_fen is None else yuan(one.expected_fen)
    words = tr("预计 {expected}").format(expected=expected)
    if one.spent_fen:
        words = tr("已定 {spent}").format(spent=yuan(one.spent_fen)) + (
            "" if one.spent_fen == one.expected_fen else f" · {words}"
        )
    if one.pool_fen is not None:
        return words + tr(" / 总额 {pool}").format(pool=yuan(one.pool_fen))
    return words + (tr(" / 总额未设定") if "pool" in one.unset else "")

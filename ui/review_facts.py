"""What the applicant filled in: each cell with its meaning and its place, and the file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from gyga_desk import model
from gyga_desk.masking import masked
from gyga_desk.policy import Check, Edition, Measure
from ui.cells import AnyIndex, HeadedDelegate, HeadedList, Heading, row_at
from ui.said import joined
from ui.shown import fact as written
from ui.style import colours
from ui.table import Column
from ui.widgets import Card, button, label, row
from ui.words import NOTHING, yuan

_ROW = 28


@dataclass(frozen=True)
class FactRow:
    """One column of the sheet, as it was filled in for this case."""

    column: str
    header: str
    value: str
    raw: str
    cell: str
    used: bool
    settled: str = ""
    """What a person said about the cell when it came in."""


class FactsPanel(Card):
    """The case's facts, grouped; those the check at hand looks at are marked.

    Signals:
        whole_wanted(str): personal data of this case is to be shown whole.
    """

    whole_wanted = Signal(str)

    def __init__(self, edition: Edition) -> None:
        super().__init__(margin=12)
        self.shared = frozenset.intersection(*(frozenset(c.id for c in m.columns) for m in edition.measures))
        self.case: model.Case | None = None
        self.whole = ""
        """The case whose personal data was asked for whole."""
        self._shown: tuple[model.Case, Measure, Check | None, Sequence[model.Trade | model.Cost]] | None = None
        self.reveal = button(self.tr("显示完整…"), self._ask_whole, "link")
        self.reveal.setToolTip(self.tr("联系人、电话和账号只显示一部分；显示完整须写明理由，并记入操作记录。"))
        self.source = label(kind="soft", wrap=True, selectable=True)
        self.list = HeadedList(
            [
                Column(self.tr("栏目"), lambda one: ("▸ " if one.used else "") + one.header, width=124, tip=self._tip),
                Column(self.tr("申报内容"), lambda one: one.value, stretch=True, tip=self._tip),
                Column(self.tr("单元格"), self._cell, width=62, soft=True, tip=self._tip),
            ],
            key=lambda one: one.column,
            name=self.tr("申报数据"),
            empty=self.tr("没有申报数据。"),
        )
        self.list.verticalHeader().setMinimumSectionSize(_ROW)
        self.list.verticalHeader().setDefaultSectionSize(_ROW)
        self.list.setItemDelegate(UsedDelegate(self.list))
        self.raw = label(kind="soft", wrap=True, selectable=True)
        self.raw.setMinimumHeight(36)
        top = row(self.source, self.reveal)
        top.setStretch(0, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.raw)
        self.list.picked.connect(self._show_raw)

    def show_case(
        self, case: model.Case, measure: Measure, check: Check | None, lines: Sequence[model.Trade | model.Cost] = ()
    ) -> None:
        """The measure's own columns first; they are what the matter is about. Last the lines behind them."""
        moved = self.case is None or self.case.id != case.id
        self._shown = (case, measure, check, lines)
        if self.whole != case.id:
            self.whole = ""
            case = masked(case, {c.id: c for c in measure.columns})
        self.case = case
        self.reveal.setVisible(not self.whole)
        self.source.setText(
            self.tr("{file} · {sheet} · 第 {row} 行").format(file=case.file, sheet=case.sheet, row=case.row)
        )
        uses = set(check.uses) if check else set()
        rows = [_fact_row(case, column, column.id in uses) for column in measure.columns]
        own = [one for one in rows if one.column not in self.shared]
        common = [one for one in rows if one.column in self.shared]
        behind = [Heading(self._title(lines)), *map(self._line_row, lines)] if lines else []
        self.list.set_rows([Heading(self.tr("事项")), *own, Heading(self.tr("申报单位")), *common, *behind])
        if moved:
            self.raw.setText(self.tr("选一栏，看单元格里的原文。"))
            self.list.scrollToTop()
        first = next((one for one in self.list.rows.rows if isinstance(one, FactRow) and one.used), None)
        if first:
            self.list.scrollTo(self.list.rows.index(self.list.rows.row_of(first.column), 0))

    def show_whole(self, case: str) -> None:
        """Once the reason is on record; until another case is opened."""
        self.whole = case
        if self._shown is not None and self._shown[0].id == case:
            self.show_case(*self._shown)

    def _ask_whole(self) -> None:
        if self.case is not None:
            self.whole_wanted.emit(self.case.id)

    def _title(self, lines: Sequence[model.Trade | model.Cost]) -> str:
        words = self.tr("交易明细 {count} 笔") if isinstance(lines[0], model.Trade) else self.tr("投入明细 {count} 笔")
        return words.format(count=len(lines))

    def _line_row(self, one: model.Trade | model.Cost) -> FactRow:
        return self._trade_row(one) if isinstance(one, model.Trade) else self._cost_row(one)

    def _cost_row(self, one: model.Cost) -> FactRow:
        """One cost item in a line; everything it says is in the tooltip."""
        amount = self.tr("{amount} 元，已付 {paid} 元").format(amount=yuan(one.amount_fen), paid=yuan(one.paid_fen))
        words = self.tr("{content}，收款单位 {payee}，合同 {contract}，发票 {invoice}，付款日期 {paid}").format(
            content=one.content,
            payee=one.payee or NOTHING,
            contract=one.contract or NOTHING,
            invoice=one.invoice or NOTHING,
            paid=one.paid_on or NOTHING,
        )
        public = self.tr("，其中财政资金 {sum} 元").format(sum=yuan(one.public_fen)) if one.public_fen else ""
        return FactRow(
            f"cost:{one.sheet}:{one.row}",
            f"{one.invoiced_on} {one.category}",
            amount + public,
            joined((words, amount), "，") + public,
            self.tr("第 {row} 行").format(row=one.row),
            used=False,
        )

    def _trade_row(self, one: model.Trade) -> FactRow:
        """One transaction in a line; everything it says is in the tooltip."""
        words = self.tr(
            "{product}，卖方 {seller}（{code}），合同额 {contract} 元，付款额 {paid} 元，发票额 {invoice} 元"
        ).format(
            product=one.product,
            seller=one.seller,
            code=one.seller_code,
            contract=yuan(one.contract_fen),
            paid=yuan(one.paid_fen),
            invoice=yuan(one.invoice_fen),
        )
        flag = self.tr("，关联方") if one.related else ""
        value = (
            self.tr("{contract} 元，已付 {paid} 元").format(contract=yuan(one.contract_fen), paid=yuan(one.paid_fen))
            + flag
        )
        return FactRow(
            f"trade:{one.sheet}:{one.row}",
            f"{one.traded_on} {one.contract}",
            value,
            words + flag,
            self.tr("第 {row} 行").format(row=one.row),
            used=False,
        )

    def _show_raw(self, one: FactRow | None) -> None:
        if one is not None:
            self.raw.setText(self._tip(one))

    def _tip(self, one: FactRow) -> str:
        if not one.cell:
            return self.tr("{header}：表中没有这一栏").format(header=one.header)
        raw = one.raw or self.tr("空")
        told = self.tr("，{said}").format(said=one.settled) if one.settled else ""
        return self.tr("{header}（{cell}）原文：{raw}").format(header=one.header, cell=one.cell, raw=raw) + told

    def _cell(self, one: FactRow) -> str:
        """Where it stood; marked where a person had the last word on it."""
        return f"{one.cell or NOTHING}{self.tr(' 改') if one.settled else ''}"


class UsedDelegate(HeadedDelegate):
    """Bold where the check at hand looks."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override initStyleOption."""
        super().initStyleOption(option, index)
        one = row_at(index)
        option.font.setBold(isinstance(one, FactRow) and one.used)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Override paint."""
        super().paint(painter, option, index)
        one = row_at(index)
        if isinstance(one, FactRow) and one.used and index.column() == 0:
            painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(), QColor(colours().accent))


def _fact_row(case: model.Case, column: model.Column, used: bool) -> FactRow:
    fact = case.facts.get(column.id)
    if fact is None:
        return FactRow(column.id, column.header, NOTHING, "", "", used)
    return FactRow(
        column.id,
        fact.header or column.header,
        written(fact.value, column.type),
        fact.raw,
        fact.cell,
        used,
        fact.settled,
    )

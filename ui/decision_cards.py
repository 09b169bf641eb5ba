"""Below the list to decide on: what it comes to, what still stands in the way, and the four line rules side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gyga_desk.model import Blocker, Standing, Table
from gyga_desk.standings import SUPPORTED, Sums
from ui.cells import HeadedList, Heading
from ui.shown import rule, rule_meaning
from ui.style import GAP, HALF, Tone, scaled
from ui.table import Column, ListView
from ui.widgets import Badge, Card, button, label, row
from ui.words import NOTHING, yuan

_ROW, _LINES = 26, 5
CARD = 8
"""Margin of the cards below the list."""
_BELOW, _THREE = 138, 900
"""The height they need at least (they grow when the person draws the list smaller), and the width that three of them need."""
_Item = Standing | str
"""A case, or the name of a total."""


class SumsCard(Card):
    """Totals in two pairs of columns; a figure the policy does not give is said to be open."""

    def __init__(self) -> None:
        super().__init__(margin=CARD)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(GAP)
        self.grid.setVerticalSpacing(0)
        self.figures = {key: label(NOTHING, selectable=True) for key in self._words()}
        for at, (key, word) in enumerate(self._words().items()):
            figure, (pair, line) = self.figures[key], divmod(at, _LINES)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.grid.addWidget(label(word, "soft"), line, 3 * pair)
            self.grid.addWidget(figure, line, 3 * pair + 1)
        self.grid.setColumnMinimumWidth(2, GAP)
        for at in (1, 4):
            self.grid.setColumnStretch(at, 1)
        self.body.setSpacing(HALF)
        self.body.addWidget(label(self.tr("合计"), "heading"))
        self.body.addLayout(self.grid)
        self.body.addStretch(1)

    def show_sums(self, table: Table, sums: Sums) -> None:
        money = {
            "entitled": sums.entitled_fen,
            "amount": sums.amount_fen,
            "city": sums.city_fen,
            "district": sums.district_fen,
        }
        for key, fen in money.items():
            self.figures[key].setText(self.tr("{yuan} 元").format(yuan=yuan(fen)))
        unknown = sums.open_amounts + sums.open_halves
        self.figures["open"].setText(self.tr("{count} 项，未计入").format(count=unknown) if unknown else self.tr("无"))
        pool = table.pool_fen is not None
        self.figures["pool"].setText(
            self.tr("{yuan} 元").format(yuan=yuan(table.pool_fen)) if pool else self._limit(table, "pool")
        )
        self.figures["left"].setText(self.tr("{yuan} 元").format(yuan=yuan(sums.pool_left_fen)) if pool else NOTHING)
        self.figures["places"].setText(
            self.tr("共 {all} 个，尚余 {left} 个").format(all=table.places, left=sums.places_left)
            if table.places is not None
            else self._limit(table, "places")
        )
        self.figures["supported"].setText(self.tr("{count} 项").format(count=sums.supported))

    def _limit(self, table: Table, figure: str) -> str:
        """A limit the text leaves open is not one it does not have."""
        return self.tr("政策未定") if figure in table.unset else self.tr("不限")

    def _words(self) -> dict[str, str]:
        return {
            "supported": self.tr("支持项目"),
            "entitled": self.tr("应得合计"),
            "amount": self.tr("核定合计"),
            "city": self.tr("市级承担"),
            "district": self.tr("属地承担"),
            "open": self.tr("金额或分担未定"),
            "pool": self.tr("年度资金"),
            "left": self.tr("资金尚余"),
            "places": self.tr("名额"),
        }


class BlockersCard(Card):
    """What still stands in the way of sealing, and whose move it is.

    Signals:
        wanted(Blocker): the person wants to go where it is mended.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margin=CARD)
        self.badge = Badge()
        self.go = button(self.tr("去办理"), self._go)
        self.list = ListView(
            [
                Column(self.tr("编号"), lambda one: one.case or self.tr("整个措施"), width=110),
                Column(self.tr("须办结的事"), lambda one: one.sentence, stretch=True),
                Column(self.tr("由谁办理"), lambda one: one.who, width=92),
            ],
            key=lambda one: (one.case, one.code, one.sentence),
            sortable=False,
            name=self.tr("封存前须办结的事"),
            empty=self.tr("没有未办结的事，可以封存。"),
        )
        self.list.verticalHeader().setMinimumSectionSize(scaled(_ROW))
        self.list.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        self.list.setProperty("kind", "low")
        self.list.horizontalHeader().setFixedHeight(scaled(_ROW))
        self.list.picked.connect(lambda one: self.go.setEnabled(one is not None))
        self.list.opened.connect(self._open)
        self.body.setSpacing(HALF)
        self.body.addLayout(row(label(self.tr("封存前须办结"), "heading"), self.badge, None, self.go))
        self.body.addWidget(self.list, 1)

    def show_blockers(self, blockers: Sequence[Blocker]) -> None:
        self.list.set_rows(blockers)
        self.list.pick_first()
        self.go.setEnabled(self.list.current() is not None)
        if blockers:
            self.badge.set(self.tr("{count} 件").format(count=len(blockers)), Tone.WARN)
        else:
            self.badge.set(self.tr("已齐备"), Tone.GOOD)
        if [one.code for one in blockers] == ["nothing-to-seal"]:
            self.badge.set(self.tr("没有待封存的"), Tone.QUIET)

    def _go(self) -> None:
        self._open(self.list.current())

    def _open(self, one: Blocker | None) -> None:
        if one is not None:
            self.wanted.emit(one)


class Cards(QWidget):
    """Sums, what stands in the way, and one case's derivation, which gives way where there is no room for three."""

    def __init__(self, sums: SumsCard, blockers: BlockersCard, standing: QWidget) -> None:
        super().__init__()
        self.standing, self.has_case = standing, False
        cards = row(sums, blockers, standing)
        for at, stretch in enumerate((8, 8, 6)):
            cards.setStretch(at, stretch)
        self.setLayout(cards)
        self.setMinimumHeight(scaled(_BELOW))

    def show_case(self, has_case: bool) -> None:
        """Before the page has a place on the screen its width says nothing."""
        self.has_case = has_case
        narrow = self.isVisible() and self.width() < scaled(_THREE)
        self.standing.setVisible(has_case and not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override resizeEvent."""
        super().resizeEvent(event)
        self.show_case(self.has_case)


class RulesTable(QWidget):
    """What each case would get under each of the four line rules; nothing is changed by looking."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: Mapping[str, Table] = {}
        self.sums: Mapping[str, Sums] = {}
        self.list: HeadedList | None = None
        self.setLayout(row(gap=0))

    def show_tables(self, tables: Mapping[str, Table], sums: Mapping[str, Sums], in_force: str | None) -> None:
        """`tables` by rule, all of the same cases, and what each comes to; they differ in the amounts alone."""
        self.tables, self.sums = tables, sums
        if self.list is not None:
            self.layout().removeWidget(self.list)
            self.list.deleteLater()
        self.list = HeadedList(
            self._columns(in_force), key=_key, name=self.tr("四种分配规则对照"), empty=self.tr("没有可以比较的项目。")
        )
        self.layout().addWidget(self.list)
        first = next(iter(tables.values()))
        cases = [one for one in first.cases if one.rank is not None or one.entitled_fen is not None]
        self.list.set_rows([Heading(self.tr("合计")), *_TOTALS, Heading(self.tr("各项目")), *cases])

    def _columns(self, in_force: str | None) -> list[Column]:
        return [
            Column(self.tr("名次"), self._rank, width=60),
            Column(
                self.tr("编号"), lambda one: self._total_words()[one] if isinstance(one, str) else one.case, width=110
            ),
            Column(self.tr("申报单位"), lambda one: "" if isinstance(one, str) else one.applicant, stretch=True),
            Column(self.tr("应得额（元）"), self._entitled, width=124, number=True),
            *(
                Column(
                    rule(name) + (self.tr("（现行）") if name == in_force else ""),
                    self._reader(name),
                    width=140,
                    number=True,
                    tip=self._teller(name),
                )
                for name in self.tables
            ),
        ]

    def _reader(self, name: str) -> Callable[[_Item], str]:
        sums = self.sums[name]
        by_case = {one.case: one for one in self.tables[name].cases}

        def read(one: _Item) -> str:
            if isinstance(one, str):
                return {
                    "count": self.tr("{count} 项").format(count=sums.supported),
                    "spent": yuan(sums.amount_fen),
                    "left": yuan(sums.pool_left_fen),
                }[one]
            there = by_case[one.case]
            return (
                yuan(there.amount_fen)
                if there.provisional in SUPPORTED or there.amount_fen is None
                else self.tr("不支持")
            )

        return read

    def _teller(self, name: str) -> Callable[[_Item], str]:
        return lambda _: rule_meaning(name)

    def _rank(self, one: _Item) -> str:
        return "" if isinstance(one, str) or one.rank is None else str(one.rank)

    def _entitled(self, one: _Item) -> str:
        return "" if isinstance(one, str) else yuan(one.entitled_fen)

    def _total_words(self) -> dict[str, str]:
        return {"count": self.tr("支持项目"), "spent": self.tr("核定合计"), "left": self.tr("资金尚余")}


_TOTALS = ("count", "spent", "left")


def _key(one: _Item) -> str:
    return one if isinstance(one, str) else one.case

"""The page 政策: the edition and the guide this record is judged by, its doubts, and every figure with its clause."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QWidget

from gyga_desk.policy.figures import Figure, figures
from ui.choosers import MeasureBox
from ui.context import Context
from ui.pages.page import Page
from ui.style import GAP, ROW, Tone
from ui.table import Column, ListView
from ui.widgets import Badge, Card, PageHeader, Strip, button, column, label
from ui.words import measure_title

_LEFT, _RIGHT = 420, 700


class PolicyPage(Page):
    """Text alone: an edition and a guide are given when the record is made, and change no more.

    Next year's guide is looked at from here, tried on this year's cases, taken in and sent out; the record stays as it is.
    """

    listens_to = frozenset({"meta", "edition_text"})

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.measure = MeasureBox(ctx.edition, all_word=self.tr("全部措施"))
        self.measure.chosen.connect(lambda _: self.refresh())
        self.open = Badge()
        self.compare = button(self.tr("对照新指南…"), self.compare_guide)
        self.header = PageHeader(self.tr("政策"), self._sentence(), self.open, self.compare, self.measure)
        self.banner = Strip(closable=False)
        self.figures = ListView(
            self._columns(), key=lambda one: (one.measure, one.figure), sortable=False, name=self.tr("各项数字")
        )
        self.figures.picked.connect(self._show_clause)
        self.clause = label("", wrap=True, selectable=True)
        self._lay_out()
        if ctx.edition.guide and ctx.edition.guide.sample:
            self.banner.say(ctx.edition.guide.banner, Tone.WARN)

    def refresh(self) -> None:
        """Override refresh."""
        edition, number = self.ctx.edition, self.measure.number
        found = figures(edition, edition.measure(number) if number else None)
        self.figures.set_rows(found)
        if self.figures.current() is None:
            self.figures.pick_first()
        missing = sum(one.value is None for one in found)
        self.open.set(
            self.tr("未规定 {count} 项").format(count=missing) if missing else self.tr("各项均有规定"),
            Tone.WARN if missing else Tone.GOOD,
        )
        self._show_clause(self.figures.current())

    def show_case(self, case: str) -> None:
        """Override show_case: the figures of the case's measure."""
        self.measure.choose(int(case.split("-")[1].removeprefix("M")))
        self.refresh()

    def compare_guide(self) -> None:
        """Another guide's file beside the one in force, and this year's cases tried under it."""
        from ui import guide_acts

        guide_acts.compare(self, self.ctx)

    def take_guide(self, package: Path | None = None) -> None:
        """A guide that came by package; asks for the file where none is given."""
        from ui import guide_acts

        guide_acts.take(self, self.ctx, package)

    def issue_guide(self) -> None:
        from ui import guide_acts

        guide_acts.issue(self, self.ctx)

    def _columns(self) -> list[Column]:
        return [
            Column(
                self.tr("措施"),
                lambda one: self.tr("通用") if one.measure is None else measure_title(one.measure),
                width=76,
            ),
            Column(self.tr("事项"), lambda one: one.name, width=190),
            Column(
                self.tr("规定"),
                lambda one: self.tr("未规定") if one.value is None else one.value,
                stretch=True,
                tone=lambda one: Tone.WARN if one.value is None else None,
            ),
            Column(self.tr("依据"), lambda one: one.clause, width=128, tip=lambda one: one.title),
        ]

    def _show_clause(self, one: Figure | None) -> None:
        if one is None:
            self.clause.setText("")
            return
        if one.value is None:
            words = self.tr("{clause}没有规定“{name}”，须由当年申报指南明确；未明确前，封存会停在这里。\n\n{text}")
        else:
            words = self.tr("{title} {clause}：\n\n{text}")
        self.clause.setText(words.format(title=one.title, clause=one.clause, name=one.name, text=one.text.strip()))

    def _sentence(self) -> str:
        edition = self.ctx.edition
        return self.tr("{title}，{start} 起施行，有效期至 {end}。").format(
            title=edition.title, start=edition.in_force, end=edition.until
        )

    def _facts(self) -> list[tuple[str, str]]:
        """What is pinned: both texts with their digests, as `verify` compares them."""
        edition, guide = self.ctx.edition, self.ctx.edition.guide
        facts = [
            (self.tr("政策版本"), edition.id), (self.tr("文号"), edition.number or self.tr("所据文本未载")),
            (self.tr("落款日期"), edition.issued.isoformat()), (self.tr("发文单位"), "、".join(edition.issuers)),
            (self.tr("文本核对日期"), edition.checked_on), (self.tr("文本摘要"), edition.digest),
            (self.tr("申报指南"), guide.title if guide else self.tr("未载入")),
        ]  # fmt: skip
        return [*facts, (self.tr("指南摘要"), edition.guide_digest)] if guide else facts

    def _text_side(self) -> QWidget:
        """Facts and doubts, one above the other, each as long as it is."""
        self.facts = ListView(
            [Column(self.tr("政策与指南"), lambda one: one[0], width=104, soft=True), Column("", lambda one: one[1], stretch=True)],
            key=lambda one: one[0], sortable=False, name=self.tr("政策与指南"))  # fmt: skip
        self.facts.set_rows(self._facts())
        self.facts.setFixedHeight(36 + len(self._facts()) * ROW + 4)
        self.doubts = QPlainTextEdit("\n\n".join(self.ctx.edition.doubts))
        self.doubts.setReadOnly(True)
        self.doubts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubts.setAccessibleName(self.tr("存疑之处"))
        side = QWidget()
        side.setLayout(column(self.facts, label(self.tr("文本存疑之处"), "heading"), self.doubts))
        return side

    def _lay_out(self) -> None:
        below = Card(self.tr("依据原文"))
        below.body.addWidget(self.clause)
        below.body.addStretch(1)
        right = QWidget()
        right.setLayout(column(self.figures, below))
        right.layout().setStretch(0, 1)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setHandleWidth(GAP)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self._text_side())
        panes.addWidget(right)
        panes.setSizes([_LEFT, _RIGHT])
        for part in (self.header, self.banner):
            self.body.addWidget(part)
        self.body.addWidget(panes, 1)

"""What a workbook holds before it is taken: counts, sheets, totals against the stated ones, problems, changed facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gyga_desk.model import Problem, Severity
from gyga_desk.operations.intake import CHANGED, HELD, NEW, REDEEM, UNCHANGED, Difference, Preview
from gyga_desk.policy import Edition
from ui.style import GAP, MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Card, Figure, button, column, hairline, label, row
from ui.words import NOTHING, measure_title, yuan

_TONES = {Severity.ERROR: Tone.BAD, Severity.ASK: Tone.WARN, Severity.NOTE: Tone.QUIET}


class _Sum:
    """A stated total with its sheet."""

    def __init__(self, sheet: Any, one: Any) -> None:
        self.sheet, self.measure, self.column = sheet.name, sheet.measure, one.column
        self.stated_fen, self.computed_fen = one.stated_fen, one.computed_fen
        self.matches = one.stated_fen == one.computed_fen


class _Change:
    """One changed fact with its case."""

    def __init__(self, case: str, applicant: str, what: Difference) -> None:
        self.case, self.applicant = case, applicant
        self.header, self.before, self.after = what.header, what.before, what.after


class WorkbookView(QWidget):
    """What a workbook holds, and the buttons that take it.

    Signals:
        taken(bool): store it; True for only the rows without faults.
        other(): another file is wanted.
        left(): none is.
    """

    taken = Signal(bool)
    other = Signal()
    left = Signal()

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self.preview: Preview | None = None
        self.may_all = self.may_clean = False
        self.file = label("", "heading")
        self.all = button(self.tr("全部导入"), lambda: self.taken.emit(False), "primary")
        self.clean = button(self.tr("只导入无误的行"), lambda: self.taken.emit(True))
        self.another = button(self.tr("换一个文件…"), self.other.emit)
        self.away = button(self.tr("放弃"), self.left.emit)
        self.figures = {
            NEW: Figure(self.tr("新增项目")),
            CHANGED: Figure(self.tr("资料有变化"), Tone.WARN),
            UNCHANGED: Figure(self.tr("与已有相同")),
            HELD: Figure(self.tr("暂不收件"), Tone.BAD),
            "ask": Figure(self.tr("需要核实"), Tone.WARN),
        }
        self.verdict = label("", "soft", wrap=True)
        self.sheets, self.sums = self._sheets(), self._sums()
        self.problems, self.changes = self._problems(), self._changes()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("工作簿的内容"))
        self.tabs.addTab(self.problems, "")
        self.tabs.addTab(self.changes, "")
        self._lay_out()

    def show_preview(self, preview: Preview, *, may: bool) -> None:
        counts = {state: preview.count(state) for state in (NEW, CHANGED, UNCHANGED, HELD)}
        counts[CHANGED] += len(preview.alone)
        counts["ask"] = sum(one.severity is Severity.ASK for one in preview.problems)
        self.file.setText(preview.file)
        self.file.setToolTip(preview.digest)
        for name, count in counts.items():
            self.figures[name].set(str(count), loud=count > 0)
        self.preview = preview
        self.sheets.set_rows(preview.sheets)
        self.sums.set_rows([_Sum(sheet, one) for sheet in preview.sheets for one in sheet.sums])
        self.problems.set_rows(sorted(preview.problems, key=lambda one: list(Severity).index(one.severity)))
        changes = [_Change(one.case, one.applicant, what) for one in preview.rows for what in one.differences]
        changes += [_Change(case, name, what) for case, name, what in preview.changed_lines()]
        self.changes.set_rows(changes)
        self.tabs.setTabText(0, self.tr("问题 {count}").format(count=len(preview.problems)))
        self.tabs.setTabText(1, self.tr("资料变化 {count}").format(count=len(changes)))
        self.tabs.setCurrentIndex(0 if preview.problems or not changes else 1)
        self.may_all = may and preview.clean and preview.taken > 0
        self.may_clean = may and not preview.clean and preview.taken > 0
        self.verdict.setText(self._words(preview) + self._asked(preview))
        self.set_enabled(True)

    def set_enabled(self, enabled: bool) -> None:
        self.all.setEnabled(enabled and self.may_all)
        self.clean.setEnabled(enabled and self.may_clean)

    def _words(self, preview: Preview) -> str:
        if not preview.clean and not preview.taken:
            return self.tr("没有可以导入的行。请把下面的问题退回申报单位改正，改正后重新导入。")
        if not preview.clean:
            return self.tr("有 {held} 行暂不能收。可以退回改正后重新导入，或先导入其余无误的行。").format(
                held=preview.count(HELD)
            )
        if preview.taken:
            return self.tr("没有须改正的问题，可以全部导入。")
        if preview.earlier:
            return self.tr("这个文件已作为批次 {batch} 导入，内容完全相同，不需要再次导入。").format(
                batch=preview.earlier
            )
        return self.tr("文件内容与已有资料完全相同，不需要导入。")

    def _asked(self, preview: Preview) -> str:
        count = preview.count(REDEEM)
        return (
            self.tr("其中 {count} 行是智算券兑付申请，记在券上，不改动已封存的项目。").format(count=count)
            if count
            else ""
        )

    def _sheets(self) -> ListView:
        def count(state: str) -> Callable[[Any], str]:
            return partial(self._count, state)

        def skipped(one: Any) -> str:
            return "\n".join(self.tr("第 {row} 行：{reason}").format(row=at, reason=why) for at, why in one.skipped)

        return ListView(
            [
                Column(self.tr("工作表"), lambda one: one.name, stretch=True),
                Column(self.tr("措施"), self._measure, width=72),
                Column(self.tr("新增"), count(NEW), width=54, number=True),
                Column(self.tr("变化"), count(CHANGED), width=54, number=True),
                Column(self.tr("相同"), count(UNCHANGED), width=54, number=True),
                Column(self.tr("暂不收"), count(HELD), width=66, number=True),
                Column(self.tr("跳过的行"), lambda one: str(len(one.skipped)), width=80, number=True, tip=skipped),
            ],
            key=lambda one: one.name,
            sortable=False,
            name=self.tr("工作表"),
            empty=self.tr("没有认出工作表。"),
        )

    def _count(self, state: str, one: Any) -> str:
        if self.preview is None or not (one.measure or one.detail):
            return NOTHING
        return str(self.preview.count_lines(state, one.name) if one.detail else self.preview.count(state, one.name))

    def _measure(self, one: Any) -> str:
        if one.detail:
            return self.tr("{measure}明细").format(measure=measure_title(one.detail))
        return measure_title(one.measure) if one.measure else self.tr("不收")

    def _sums(self) -> ListView:
        return ListView(
            [
                Column(self.tr("合计栏"), lambda one: f"{one.sheet} · {self._header(one)}", stretch=True),
                Column(self.tr("表中合计（元）"), lambda one: yuan(one.stated_fen), width=132, number=True),
                Column(self.tr("逐行相加（元）"), lambda one: yuan(one.computed_fen), width=132, number=True),
                Column(
                    self.tr("核对"),
                    lambda one: self.tr("一致") if one.matches else self.tr("不一致"),
                    width=84,
                    tone=lambda one: Tone.GOOD if one.matches else Tone.BAD,
                ),
            ],
            sortable=False,
            name=self.tr("合计核对"),
            empty=self.tr("工作簿里没有写明合计。"),
        )

    def _header(self, one: _Sum) -> str:
        measure = self.edition.measure(one.measure) if one.measure else None
        held = measure.column(one.column) if measure else None
        return held.header if held else one.column.removeprefix("x:")

    def _changes(self) -> ListView:
        return ListView(
            [
                Column(self.tr("项目"), lambda one: one.case, width=130),
                Column(self.tr("申报单位"), lambda one: one.applicant, width=240),
                Column(self.tr("栏目"), lambda one: one.header, width=170),
                Column(self.tr("原为"), lambda one: one.before or NOTHING, width=220),
                Column(self.tr("改为"), lambda one: one.after or NOTHING, stretch=True),
            ],
            name=self.tr("资料变化"),
            empty=self.tr("没有改动已收项目的资料。"),
        )

    def _problems(self) -> ListView:
        words = {Severity.ERROR: self.tr("须改正"), Severity.ASK: self.tr("需核实"), Severity.NOTE: self.tr("提示")}

        def place(one: Problem) -> str:
            return " ".join(part for part in (one.sheet, one.cell) if part) or self.tr("整个文件")

        return ListView(
            [
                Column(
                    self.tr("程度"), lambda one: words[one.severity], width=84, tone=lambda one: _TONES[one.severity]
                ),
                Column(self.tr("位置"), place, width=190),
                Column(self.tr("栏目"), lambda one: one.column or NOTHING, width=150),
                Column(self.tr("原文"), lambda one: one.raw or NOTHING, width=170),
                Column(self.tr("问题"), lambda one: one.sentence, stretch=True),
            ],
            name=self.tr("问题"),
            empty=self.tr("没有发现问题。"),
        )

    def _lay_out(self) -> None:
        card = Card(margin=12)
        card.body.addLayout(row(self.file, None, self.away, self.another, self.clean, self.all))
        figures: list[QWidget | None] = []
        for figure in self.figures.values():
            tall = hairline(vertical=True)
            figures += [figure, tall]
        counts = row(*figures, self.verdict, gap=MARGIN)
        counts.setStretchFactor(self.verdict, 1)
        card.body.addLayout(counts)
        top = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.sheets, self.sums):
            top.addWidget(part)
        top.setSizes([520, 620])
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(top)
        both.addWidget(self.tabs)
        both.setSizes([230, 270])
        both.setHandleWidth(GAP)
        top.setHandleWidth(GAP)
        outer = column(card, both)
        outer.setStretch(1, 1)
        self.setLayout(outer)

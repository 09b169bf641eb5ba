"""What an imported list holds before it is taken: counts, totals, problems, and the buttons that take it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gyga_desk.model import Problem, Severity
from gyga_desk.operations.lists import TITLES, ListPreview
from ui.style import MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Card, Figure, button, column, hairline, label, row
from ui.words import NOTHING, yuan

_TONES = {Severity.ERROR: Tone.BAD, Severity.ASK: Tone.WARN, Severity.NOTE: Tone.QUIET}


class ListFileView(QWidget):
    """A previewed list.

    Signals:
        taken(bool): store it; True for only the lines without faults.
        left(): do not.
    """

    taken = Signal(bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview: ListPreview | None = None
        self.file = label("", "heading")
        self.all = button(self.tr("全部导入"), lambda: self.taken.emit(False), "primary")
        self.clean = button(self.tr("只导入无误的行"), lambda: self.taken.emit(True))
        self.away = button(self.tr("放弃"), self.left.emit)
        self.new, self.known, self.held = (
            Figure(self.tr("可导入")),
            Figure(self.tr("已在记录中")),
            Figure(self.tr("有问题"), Tone.BAD),
        )
        self.verdict = label("", "soft", wrap=True)
        self.problems = self._problems()
        card = Card(margin=12)
        card.body.addLayout(row(self.file, None, self.away, self.clean, self.all))
        counts = row(
            self.new,
            hairline(vertical=True),
            self.known,
            hairline(vertical=True),
            self.held,
            hairline(vertical=True),
            self.verdict,
            gap=MARGIN,
        )
        counts.setStretchFactor(self.verdict, 1)
        card.body.addLayout(counts)
        outer = column(card, label(self.tr("问题"), "heading"), self.problems)
        outer.setStretch(2, 1)
        self.setLayout(outer)

    def show_preview(self, preview: ListPreview) -> None:
        self.preview = preview
        day = self.tr("{title}，{file}，名单日期 {day}")
        self.file.setText(day.format(title=TITLES[preview.kind], file=preview.file, day=preview.dated))
        self.file.setToolTip(preview.digest)
        for figure, count in (
            (self.new, len(preview.rows)),
            (self.known, preview.unchanged),
            (self.held, preview.held),
        ):
            figure.set(str(count), loud=count > 0)
        self.problems.set_rows(sorted(preview.problems, key=lambda one: list(Severity).index(one.severity)))
        self.verdict.setText(self._words(preview))
        self.set_enabled(True)

    def set_enabled(self, enabled: bool) -> None:
        able = enabled and self.preview is not None and bool(self.preview.rows)
        clean = self.preview is not None and self.preview.clean
        self.all.setEnabled(able and clean)
        self.clean.setEnabled(able and not clean)

    def _words(self, preview: ListPreview) -> str:
        if preview.earlier:
            return self.tr("这个文件已作为名单 {list} 导入，内容完全相同，不需要再次导入。").format(
                list=preview.earlier
            )
        if not preview.rows:
            return self.tr("没有可以导入的行。") if preview.problems else self.tr("各行都已在记录中，不需要导入。")
        sums = "".join(
            self.tr("“{column}”合计 {stated} 元，逐行相加 {computed} 元。").format(
                column=s.column, stated=yuan(s.stated_fen), computed=yuan(s.computed_fen)
            )
            for s in preview.sums
        )
        words = (
            self.tr("没有须改正的问题，可以全部导入。")
            if preview.clean
            else self.tr("有问题的行不会导入；可以更正后重来，或先导入其余各行。")
        )
        return words + sums

    def _problems(self) -> ListView:
        words = {Severity.ERROR: self.tr("须改正"), Severity.ASK: self.tr("需核实"), Severity.NOTE: self.tr("提示")}

        def place(one: Problem) -> str:
            return " ".join(part for part in (one.sheet, one.cell) if part) or self.tr("整个文件")

        return ListView(
            [
                Column(
                    self.tr("程度"), lambda one: words[one.severity], width=84, tone=lambda one: _TONES[one.severity]
                ),
                Column(self.tr("位置"), place, width=160),
                Column(self.tr("栏目"), lambda one: one.column or NOTHING, width=150),
                Column(self.tr("原文"), lambda one: one.raw or NOTHING, width=180),
                Column(self.tr("问题"), lambda one: one.sentence, stretch=True),
            ],
            name=self.tr("问题"),
            empty=self.tr("没有发现问题。"),
        )

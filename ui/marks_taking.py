"""Score tables brought in by the clerk: what was taken, and what is wrong in the table cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from ui import dialogs, sending
from ui.context import Context
from ui.style import Tone
from ui.table import Column, ListView
from ui.widgets import Strip, button, column

if TYPE_CHECKING:
    from gyga_desk.operations.score_tables import MarksTaken


class TableTaking(QWidget):
    """The result of the last table; its button stands in the page's header.

    Signals:
        told(): a result is shown, or none any more.
    """

    told = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        from gyga_desk.operations import score_books

        self.ctx, self.tables, self.measure = ctx, score_books, 0
        self.take = button(self.tr("导入评分表…"), self._choose_file, "primary")
        self.make = button(self.tr("制作评分表…"), lambda: sending.score_book(self, self.ctx, self.measure))
        self.make.setToolTip(self.tr("给没有本程序的专家：填好交回后，用“导入评分表”收入。"))
        self.take.setEnabled(ctx.person.role is Role.CLERK)
        self.take.setToolTip("" if self.take.isEnabled() else self.tr("评分表由经办人导入。"))
        self.notice = Strip()
        self.problems = ListView(
            [
                Column(self.tr("单元格"), lambda one: one.cell, width=72),
                Column(self.tr("栏目"), lambda one: one.column, width=120),
                Column(self.tr("原文"), lambda one: one.raw, width=160),
                Column(self.tr("问题"), lambda one: one.sentence, stretch=True),
            ],
            empty=self.tr("没有问题。"),
            name=self.tr("评分表中的问题"),
        )
        self.problems.hide()
        self.notice.closed.connect(self.forget)
        self.setLayout(column(self.notice, self.problems))
        self.hide()

    @property
    def has_problems(self) -> bool:
        return not self.problems.isHidden()

    def take_file(self, path: Path) -> None:
        """Bring a score table in."""
        self.ctx.settings.last_folder = str(path.parent)
        self.forget()
        self.ctx.jobs.run(
            self.tables.import_file, path, self.measure, self.ctx.year, then=self._taken, failed=self._not_taken
        )

    def forget(self) -> None:
        self.notice.hide()
        self.problems.hide()
        self.hide()
        self.told.emit()

    def _choose_file(self) -> None:
        path = dialogs.open_file(
            self, self.tr("选择评分表"), self.tr("表格 (*.xlsx *.xlsm *.xls *.et *.csv)"), self.ctx.settings.last_folder
        )
        if path:
            self.take_file(path)

    def _taken(self, taken: MarksTaken) -> None:
        words = self.tr(
            "已导入 {cases} 个项目、{experts} 位专家的 {marks} 份评分，其中回避 {recused} 份；空白 {blank} 格按缺评处理。"
        ).format(
            cases=taken.cases, experts=len(taken.experts), marks=taken.marks, recused=taken.recused, blank=taken.blank
        )
        if taken.problems:
            words += self.tr("另有 {count} 处问题没有导入，请在原表更正后再导入：").format(count=len(taken.problems))
        self.problems.set_rows(taken.problems)
        self.problems.setFixedHeight(min(5, len(taken.problems) + 1) * 32 + 8)
        self.problems.setVisible(bool(taken.problems))
        self._say(words, Tone.WARN if taken.problems else Tone.GOOD)

    def _not_taken(self, error: DeskError) -> None:
        self._say(dialogs.sentence(error), Tone.BAD)

    def _say(self, sentence: str, tone: Tone) -> None:
        self.notice.say(sentence, tone)
        self.show()
        self.told.emit()

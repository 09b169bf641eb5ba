"""The minutes' draft on the screen: made while it is looked at, to be copied or kept as a text file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gyga_desk.model import Change
from gyga_desk.standings import Reckonings
from ui import dialogs
from ui.context import Context
from ui.languages import tr
from ui.widgets import button, column, label, row
from ui.words import measure_title

if TYPE_CHECKING:
    from gyga_desk.operations import Done, Session


class MinutesView(QWidget):
    """Text only; what the meeting alone knows is left blank in it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.scope = ctx, (0, 0)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("会议纪要草稿"))
        self.copy, self.keep = button(self.tr("复制全文"), self._copy), button(self.tr("存为文本…"), self._keep)
        hint = label(self.tr("由记录整理，会上才知道的留空；草稿不存入记录。"), "soft")
        outer = column(row(hint, None, self.copy, self.keep), self.text, gap=6)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def show_measure(self, measure: int, year: int) -> None:
        self.scope = (measure, year)
        self.text.setPlaceholderText(self.tr("正在整理…"))
        self.ctx.jobs.ask(_draft, measure, year, then=self._show, failed=self._failed, owner=self)

    def _show(self, told: tuple[tuple[int, int], str]) -> None:
        scope, text = told
        if scope == self.scope and text != self.text.toPlainText():
            self.text.setPlainText(text)

    def _failed(self, error: object) -> None:
        self.text.setPlainText(str(error))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.ctx.say(self.tr("纪要草稿已复制。"))

    def _keep(self) -> None:
        name = self.tr("{measure} {year} 年会议纪要草稿.txt").format(
            measure=measure_title(self.scope[0]), year=self.scope[1]
        )
        out = dialogs.save_file(self, self.tr("存为文本"), "*.txt", name)
        if out:
            self.ctx.jobs.run(
                _write, out, self.text.toPlainText(), owner=self,
                then=lambda path: self.ctx.say(self.tr("已存到 {name}。").format(name=path.name)),
            )  # fmt: skip


def _draft(session: Session, measure: int, year: int) -> tuple[tuple[int, int], str]:
    from gyga_desk.operations import minutes

    return (measure, year), minutes.draft(Reckonings(session.db, session.edition), measure, year, session.person)


def _write(_: Session, out: Path, text: str) -> Done[Path]:
    from gyga_desk.operations import Done, files

    files.replace(out, (text + "\n").encode())
    return Done(out, Change(), tr("存为文本"))

"""Waiting: what stands in a page's place while a year of many cases is judged away from the screen's thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.operations import Session
from gyga_desk.progress import Progress
from gyga_desk.standings import Reckoning, worked_out
from ui.said import sentence
from ui.widgets import button, column, label, row

AT_ONCE = 100
"""So many cases are judged before anybody sees a wait."""


def work_out(session: Session, year: int, measures: tuple[int, ...], progress: Progress) -> list[Reckoning]:
    """The year's standings, on the thread that owns the store."""
    return worked_out(session.db, session.edition, year, measures, progress)


class Waiting(QWidget):
    """Says what is being done; after a stop or a refusal, the way on. The foot of the window shows how far it is.

    Signals:
        again(): the person wants it done after all.
    """

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.what, self.why = label("", "heading"), label("", "soft", wrap=True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.retry = button(self.tr("重新汇总"), self.again.emit, "primary")
        inner = column(None, row(None, self.what, None), self.why, row(None, self.retry, None), None, margin=32)
        self.setLayout(inner)

    def begin(self, cases: int) -> None:
        self.what.setText(self.tr("正在汇总 {count} 个项目…").format(count=cases))
        self.why.setText(self.tr("逐项核对条件、计算金额和排名，汇总完即显示本页。期间可以打开其他页面。"))
        self.retry.hide()

    def fail(self, error: DeskError) -> None:
        self.what.setText(self.tr("汇总已停止") if isinstance(error, Cancelled) else self.tr("未能汇总"))
        self.why.setText(
            self.tr("记录没有改动；本页要汇总后才能显示。") if isinstance(error, Cancelled) else sentence(error)
        )
        self.retry.show()
        self.retry.setFocus()

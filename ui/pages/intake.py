"""The page 收件: look at a workbook before anything is stored, then take all of it or the rows without faults."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.model import Role
from gyga_desk.operations import Session, intake
from gyga_desk.operations.intake import BatchResult, Preview
from gyga_desk.progress import Progress
from gyga_desk.store import reads
from ui import dialogs
from ui.context import Context
from ui.drop import DropField
from ui.pages.page import Page
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import EmptyState, PageHeader, Strip, button, column, label
from ui.words import when
from ui.workbook_view import WorkbookView

_KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")


class IntakePage(Page):
    """Two faces: where a workbook is chosen, with the earlier ones; and what is in the chosen one."""

    listens_to = frozenset({"batch", "cases"})

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.preview: Preview | None = None
        self.may = ctx.person.role is Role.CLERK
        self.choose = button(self.tr("选择工作簿…"), self.choose_file, "primary")
        self.result = Strip()
        self.faces = QStackedWidget()
        self.waiting, self.looking = self._waiting_face(), WorkbookView(ctx.edition)
        self.looking.taken.connect(lambda only_clean: self.take(accept_clean=only_clean))
        self.looking.other.connect(self.choose_file)
        self.looking.left.connect(self.leave)
        for face in (self.waiting, self.looking):
            self.faces.addWidget(face)
        self.header = PageHeader(self.tr("收件"), self.tr("先预览，再导入；预览不改动任何数据。"))
        for part in (self.header, self.result):
            self.body.addWidget(part)
        self.body.addWidget(self.faces, 1)
        ctx.jobs.busy_changed.connect(self._busy)

    def refresh(self) -> None:
        """Override refresh."""
        self.batches.set_rows(reads.batches(self.ctx.reader)[::-1])

    def choose_file(self) -> None:
        kinds = " ".join(f"*{kind}" for kind in _KINDS)
        file = dialogs.open_file(
            self, self.tr("选择申报工作簿"), self.tr("工作簿") + f" ({kinds}）", self.ctx.settings.last_folder
        )
        if file:
            self.look_into(file)

    def look_into(self, file: Path) -> None:
        """Read a workbook off the screen's thread and show what it holds."""
        self.ctx.settings.last_folder = str(file.parent)
        self.result.say(self.tr("正在读取 {name}，可在窗口下方停止。").format(name=file.name), Tone.INFO)

        def look(session: Session, progress: Progress) -> Preview:
            return intake.preview_workbook(session.db, session.edition, file, progress)

        self.ctx.jobs.ask(look, then=self._show, failed=self._refused, owner=self)

    def take(self, *, accept_clean: bool) -> None:
        """Import what is shown; nothing of it is stored if anything goes wrong."""
        if self.preview:
            self.looking.set_enabled(False)
            self.ctx.jobs.run(
                intake.import_batch, self.preview, accept_clean=accept_clean, then=self._taken, failed=self._refused
            )

    def leave(self) -> None:
        """Back to the choice of a workbook."""
        self.preview = None
        self.faces.setCurrentWidget(self.waiting)

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.result.hide()
        self.looking.show_preview(preview, may=self.may)
        self.faces.setCurrentWidget(self.looking)

    def _taken(self, result: BatchResult) -> None:
        asked = self.preview.count(intake.REDEEM) if self.preview else 0
        self.leave()
        words = self.tr(
            "已导入：新增或更新 {accepted} 个项目，暂不收件 {held} 行，与已有资料相同 {unchanged} 行。"
        ).format(accepted=result.accepted - asked, held=result.held, unchanged=result.unchanged)
        also = self.tr("另有智算券兑付申请 {count} 行，见“智算券”页。").format(count=asked) if asked else ""
        self.result.say(words + also, Tone.GOOD)

    def _refused(self, error: DeskError) -> None:
        tone = Tone.INFO if isinstance(error, Cancelled) else Tone.BAD
        self.result.say(dialogs.sentence(error), tone)
        if self.preview:
            self.looking.set_enabled(True)

    def _busy(self, busy: bool) -> None:
        self.choose.setEnabled(self.may and not busy)
        self.drop.setAcceptDrops(self.may and not busy)

    def _waiting_face(self) -> QWidget:
        sentence = self.tr(
            "把申报单位汇总的工作簿拖到这里，或点“选择工作簿”。\n支持 xlsx、xls、et、ods 格式，一个文件可以含多项措施的工作表。"
        )
        if not self.may:
            sentence = self.tr("收件由经办人办理。下面可以查看已收的工作簿。")
        self.choose.setEnabled(self.may)
        self.drop = DropField(frozenset(_KINDS), EmptyState("intake", self.tr("导入申报工作簿"), sentence, self.choose))
        self.drop.setAcceptDrops(self.may)
        self.drop.setMinimumHeight(220)
        self.drop.dropped.connect(self.look_into)
        self.batches = ListView(
            [
                Column(self.tr("批次"), lambda one: one.id, width=120),
                Column(self.tr("文件"), lambda one: one.file, stretch=True),
                Column(self.tr("导入时间"), lambda one: when(one.at), width=168),
                Column(self.tr("经办人"), lambda one: one.by, width=120),
                Column(self.tr("已收项目"), lambda one: str(one.accepted), width=112, number=True),
                Column(self.tr("暂不收件"), lambda one: str(one.held), width=112, number=True),
            ],
            key=lambda one: one.id,
            name=self.tr("已收的工作簿"),
            empty=self.tr("还没有收过工作簿。"),
        )
        face = QWidget()
        face.setLayout(column(self.drop, label(self.tr("已收的工作簿"), "heading"), self.batches, gap=GAP))
        return face

"""The page 收件: look at a workbook before anything is stored, then take all of it or the rows without faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.model import Role, Settlement
from gyga_desk.operations import Session, intake
from gyga_desk.operations.intake import BatchResult, Preview
from gyga_desk.operations.settling import sign
from gyga_desk.progress import Progress
from gyga_desk.store import reads
from ui import dialogs, sending
from ui.context import Context
from ui.drop import DropField
from ui.languages import tr
from ui.pages.page import Page
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import EmptyState, PageHeader, Strip, button, column, label, row
from ui.words import when
from ui.workbook_view import WorkbookView

_KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv", ".txt", ".htm", ".html")


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
        self.looking.told.connect(self.say)
        self.looking.withdrawn.connect(self.take_back)
        self.looking.other.connect(self.choose_file)
        self.looking.left.connect(self.leave)
        self.looking.sent.connect(self.send_back)
        for face in (self.waiting, self.looking):
            self.faces.addWidget(face)
        self.header = PageHeader(self.tr("收件"), self.tr("先预览，再导入；预览不改动任何数据。"))
        for part in (self.header, self.result):
            self.body.addWidget(part)
        self.field = DropField(frozenset(_KINDS), self.faces, framed=False)
        self.field.setAcceptDrops(self.may)
        self.field.dropped.connect(self.look_into)
        self.body.addWidget(self.field, 1)
        ctx.jobs.busy_changed.connect(self._busy)

    def refresh(self) -> None:
        """Override refresh."""
        self.batches.set_rows(reads.batches(self.ctx.reader)[::-1])
        self._show_batch(self.batches.current())

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

    def say(self, words: list[Settlement]) -> None:
        """A person's answers and corrections: the workbook is looked at again as it reads with them."""
        if self.preview is None or not words:
            return
        preview = self.preview

        def again(session: Session, progress: Progress) -> Preview:
            told = sign(words, session.person.name, session.clock().isoformat())
            return intake.look_again(session.db, session.edition, preview, told, progress)

        self._look_again(again)

    def take_back(self, words: list[Settlement]) -> None:
        """The workbook as it reads without some of what was said."""
        if self.preview is None or not words:
            return
        preview = self.preview

        def again(session: Session, progress: Progress) -> Preview:
            return intake.look_without(session.db, session.edition, preview, words, progress)

        self._look_again(again)

    def _look_again(self, again: Callable[[Session, Progress], Preview]) -> None:
        self.looking.set_enabled(False)
        self.ctx.jobs.ask(again, then=self._show, failed=self._refused, owner=self)

    def take(self, *, accept_clean: bool) -> None:
        """Import what is shown; nothing of it is stored if anything goes wrong."""
        if self.preview:
            self.looking.set_enabled(False)
            self.ctx.jobs.run(
                intake.import_batch,
                self.preview,
                accept_clean=accept_clean,
                then=self._taken,
                failed=self._refused,
            )

    def send_back(self, kind: str) -> None:
        """To its sender, with what is wrong in it."""
        if self.preview:
            sending.back_to_sender(self, self.ctx, self.preview, kind)

    def leave(self) -> None:
        """Back to the choice of a workbook; what was said about this one is asked about first."""
        said = len(self.preview.settled) if self.preview and not self.preview.earlier else 0
        text = self.tr("这个工作簿的 {count} 处答复和更正还没有导入，放弃后不保留。").format(count=said)
        if not said or dialogs.confirm(self, self.tr("放弃这个工作簿"), text, self.tr("放弃")):
            self._leave()

    def drop_batch(self) -> None:
        """Take the chosen batch back, with a reason."""
        batch = self.batches.current()
        if batch is None:
            return
        intro = self.tr("批次 {batch}（{file}）收进的项目会撤出，它改动的资料会复原。已有答复、评分或决定的不能撤下。")
        reason = dialogs.ask_text(
            self, self.tr("撤下批次"), intro.format(batch=batch.id, file=batch.file), self.tr("理由"), self.tr("撤下")
        )
        if reason is not None:
            self.ctx.jobs.run(intake.drop_batch, batch.id, reason, then=self._dropped, failed=self._refused, owner=self)

    def _face(self, face: QWidget) -> None:
        """The title gives way to the workbook, which needs the room."""
        self.header.setVisible(face is self.waiting)
        self.faces.setCurrentWidget(face)

    def _leave(self) -> None:
        self.preview = None
        self._face(self.waiting)

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.result.hide()
        self.looking.show_preview(preview, may=self.may)
        fresh = self.faces.currentWidget() is not self.looking
        self._face(self.looking)
        if fresh or not self.looking.isAncestorOf(self.focusWidget() or self):
            self.looking.focus_first()

    def _taken(self, result: BatchResult) -> None:
        asked = self.preview.count(intake.REDEEM) if self.preview else 0
        self._leave()
        words = self.tr(
            "已导入：新增或更新 {accepted} 个项目，暂不收件 {held} 行，与已有资料相同 {unchanged} 行。"
        ).format(accepted=result.accepted - asked, held=result.held, unchanged=result.unchanged)
        also = self.tr("另有智算券兑付申请 {count} 行，见“智算券”页。").format(count=asked) if asked else ""
        self.result.say(words + also, Tone.GOOD)

    def _dropped(self, batch: str) -> None:
        self.result.say(self.tr("批次 {batch} 已撤下；需要时可以撤销。").format(batch=batch), Tone.GOOD)

    def _show_batch(self, batch: reads.BatchRow | None) -> None:
        """What a person said about the workbook of the batch."""
        self.settled.set_rows(reads.settlements(self.ctx.reader, batch.id) if batch else [])
        self.drop_it.setEnabled(self.may and batch is not None)

    def _refused(self, error: DeskError) -> None:
        tone = Tone.INFO if isinstance(error, Cancelled) else Tone.BAD
        self.result.say(dialogs.sentence(error), tone)
        if self.preview:
            self.looking.set_enabled(True)

    def _busy(self, busy: bool) -> None:
        self.choose.setEnabled(self.may and not busy)
        for field in (self.drop, self.field):
            field.setAcceptDrops(self.may and not busy)

    def _waiting_face(self) -> QWidget:
        sentence = self.tr(
            "把申报单位汇总的工作簿拖到这里，或点“选择工作簿”。\n支持 xlsx、xls、et、ods 等各种表格和文本表格，一个文件可以含多项措施的工作表。"
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
                Column(self.tr("批次"), lambda one: one.id, width=76),
                Column(self.tr("文件"), lambda one: one.file, stretch=True),
                Column(self.tr("导入时间"), lambda one: when(one.at), width=160),
                Column(self.tr("经办人"), lambda one: one.by, width=84),
                Column(self.tr("已收项目"), lambda one: str(one.accepted), width=88, number=True),
                Column(self.tr("暂不收件"), lambda one: str(one.held), width=88, number=True),
            ],
            key=lambda one: one.id,
            name=self.tr("已收的工作簿"),
            empty=self.tr("还没有收过工作簿。"),
        )
        self.batches.picked.connect(self._show_batch)
        self.settled = ListView(
            [
                Column(self.tr("位置"), lambda one: f"{one.sheet} {one.cell}".strip(), width=138),
                Column(self.tr("原文"), lambda one: one.raw or self.tr("（空）"), width=90),
                Column(self.tr("答复或更正"), _said, stretch=True),
                Column(self.tr("经办人"), lambda one: one.person, width=84),
            ],
            name=self.tr("答复和更正"),
            sortable=False,
            empty=self.tr("选一个批次，看对它的答复和更正。"),
        )
        self.drop_it = button(self.tr("撤下批次…"), self.drop_batch)
        self.drop_it.setEnabled(False)
        both = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.batches, self.settled):
            both.addWidget(part)
        both.setSizes([620, 540])
        both.setHandleWidth(GAP)
        face = QWidget()
        head = row(label(self.tr("已收的工作簿"), "heading"), None, self.drop_it)
        face.setLayout(column(self.drop, head, both, gap=GAP))
        return face


def _said(one: Settlement) -> str:
    """The answer with its question, or the text that took the cell's place."""
    return one.said if one.code else tr("更正为“{said}”").format(said=one.said)

"""The files kept with a case: put in by hand or by dragging, looked at page by page, taken out, copied out with a warning."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QImageReader, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from gyga_desk.errors import DeskError, PaperError
from ui import dialogs
from ui.context import Context
from ui.paper_view import PagesView
from ui.style import Tone, scaled
from ui.table import Column, ListView
from ui.widgets import Strip, button, column, label, row
from ui.words import when

if TYPE_CHECKING:
    from gyga_desk.operations import Session
    from gyga_desk.store.attachments import Attachment

KINDS = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
_WIDTH = 1400
"""A page is drawn so wide; the screen shows it as wide as there is room for, or larger."""
_STEPS = (0, 60, 80, 100, 130)
_ROW = 28

Page = tuple[int, int, bytes]


class AttachmentPanel(QFrame):
    """The list over the page at hand.

    Signals:
        counted(int): how many files the case has.
    """

    counted = Signal(int)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        from gyga_desk.operations import attachments

        self.ctx, self.operations = ctx, attachments
        self.case, self.may_change, self.number = "", False, 0
        self.wanted: tuple[str, int] = ("", 0)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.list = ListView(
            [
                Column(self.tr("材料"), lambda one: one.name, stretch=True, tip=self._tip),
                Column(self.tr("页数"), lambda one: str(one.pages), width=52, number=True),
                Column(self.tr("注意"), lambda one: self.tr("有隐患") if one.acts else "", width=76, tone=_tone, tip=self._tip),
            ],
            key=lambda one: one.digest, sortable=False, name=self.tr("附上的材料"),
            empty=self.tr("还没有材料。把 PDF 或图片拖到这里，或按“附上…”。"),
        )  # fmt: skip
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().setMinimumSectionSize(scaled(_ROW))
        self.list.verticalHeader().setDefaultSectionSize(scaled(_ROW))
        self.list.setFixedHeight(4 * scaled(_ROW) + 4)
        self.add, self.out = button(self.tr("附上…"), self._choose), button(self.tr("撤下…"), self._take_out)
        self.copy = button(self.tr("另存…"), self._copy_out)
        self.warning = Strip(closable=False)
        self.pages, self.said = PagesView(), label("", "soft", wrap=True)
        self.back, self.on = button("‹", lambda: self.turn(-1)), button("›", lambda: self.turn(1))
        self.smaller, self.larger = button("－", lambda: self._zoom(-1)), button("＋", lambda: self._zoom(1))
        self.where = label("", "soft")
        self._dress()
        self._lay_out()
        self.list.picked.connect(self._picked)
        self.list.opened.connect(lambda _: self.pages.setFocus(Qt.FocusReason.OtherFocusReason))
        self.pages.installEventFilter(self)

    def show_case(self, case: str, *, may_change: bool) -> None:
        """The case's files; the one at hand stays."""
        from gyga_desk.store.attachments import attachments

        if case != self.case:
            self.list.clearSelection()
            self.list.setCurrentIndex(self.list.rows.index(-1, -1))
        self.case, self.may_change = case, may_change
        held = attachments(self.ctx.reader, case)
        self.list.set_rows(held)
        self.counted.emit(len(held))
        self.list.pick_first()
        if not held:
            self._picked(None)
        self.add.setEnabled(may_change)

    def turn(self, by: int) -> None:
        """Another page of the file at hand."""
        one = self.list.current()
        if one is not None and 0 <= self.number + by < one.pages:
            self.number += by
            self._look(one)

    def attach(self, paths: list[Path]) -> None:
        """Each file by itself, so that one that is refused does not keep the others out."""
        for path in paths:
            self.ctx.jobs.run(self.operations.attach, self.case, path, then=self._attached)

    def _attached(self, one: Attachment) -> None:
        self.list.pick(one.digest)
        if one.acts:
            self.ctx.say(
                self.tr("“{name}”{acts}；本程序只显示页面，不执行其中的内容。").format(
                    name=one.name, acts=self.operations.told(one)
                )
            )

    def _choose(self) -> None:
        found = dialogs.open_file(
            self, self.tr("附上材料"), self.tr("PDF 和图片 (*.pdf *.png *.jpg *.jpeg)"), self.ctx.settings.last_folder
        )
        if found:
            self.attach([found])

    def _take_out(self) -> None:
        one = self.list.current()
        if one is None:
            return
        intro = self.tr("“{name}”不再算作本项目的材料；文件和记录仍在，可以撤销。").format(name=one.name)
        reason = dialogs.ask_text(self, self.tr("撤下材料"), intro, self.tr("理由"), self.tr("撤下"))
        if reason:
            self.ctx.jobs.run(self.operations.take_out, self.case, one.digest, reason)

    def _copy_out(self) -> None:
        """To another program only over the person's own hand, told what is in the file."""
        one = self.list.current()
        if one is None:
            return
        if one.acts and not dialogs.confirm(
            self, self.tr("另存材料"),
            self.tr("“{name}”{acts}，用其他程序打开时可能执行。请先查毒，并确认来源可靠。").format(name=one.name, acts=self.operations.told(one)),
            self.tr("仍要另存"),
        ):  # fmt: skip
            return
        out = dialogs.save_file(self, self.tr("另存材料"), f"*.{one.kind}", one.name)
        if out:
            self.ctx.jobs.run(
                self.operations.copy_out, one, out, owner=self,
                then=lambda path: self.ctx.say(self.tr("已另存到 {name}。").format(name=path.name)),
            )  # fmt: skip

    def _picked(self, one: Attachment | None) -> None:
        for made in (self.out, self.copy):
            made.setEnabled(one is not None)
        self.out.setEnabled(one is not None and self.may_change)
        self.turning.setVisible(one is not None)
        if one is None:
            self.wanted, self.number = ("", 0), 0
            self.warning.hide()
            self._clear("")
        elif self.wanted[0] != one.digest and self.isVisible():  # nothing is drawn for nobody
            self.number = 0
            self._look(one)

    def showEvent(self, event: QShowEvent) -> None:
        """Override showEvent: what was picked while nobody looked is drawn now."""
        super().showEvent(event)
        self._picked(self.list.current())

    def _look(self, one: Attachment) -> None:
        self.wanted = (one.digest, self.number)
        self.warning.hide()
        if one.acts:
            self.warning.say(
                self.tr("此文件{acts}。这里只显示页面，不执行其中的内容。").format(acts=self.operations.told(one)),
                Tone.WARN,
            )
        self._clear(self.tr("正在显示“{name}”…").format(name=one.name))
        self.ctx.jobs.ask(
            _page,
            one,
            self.number,
            then=partial(self._shown, self.wanted),
            failed=partial(self._failed, self.wanted),
            owner=self,
        )

    def _shown(self, wanted: tuple[str, int], page: Page) -> None:
        if wanted != self.wanted:
            return
        one = self.list.current()
        self.pages.show_pages([page])
        self.pages.setVisible(True)
        self.said.hide()
        self._where(one)

    def _failed(self, wanted: tuple[str, int], error: DeskError) -> None:
        if wanted == self.wanted:
            self._clear(dialogs.sentence(error))

    def _clear(self, sentence: str) -> None:
        self.pages.show_pages(())
        self.pages.setVisible(False)
        self.said.setText(sentence)
        self.said.setVisible(True)
        self._where(self.list.current() if sentence else None)

    def _where(self, one: Attachment | None) -> None:
        pages = one.pages if one is not None else 0
        self.where.setText(self.tr("{page} / {pages}").format(page=self.number + 1, pages=pages) if pages else "")
        self.back.setEnabled(self.number > 0)
        self.on.setEnabled(self.number + 1 < pages)
        for made, last in ((self.smaller, _STEPS[0]), (self.larger, _STEPS[-1])):
            made.setEnabled(bool(pages) and self.pages.percent != last)

    def _zoom(self, by: int) -> None:
        at = _STEPS.index(self.pages.percent) + by
        if 0 <= at < len(_STEPS):
            self.pages.zoom(_STEPS[at])
            self._where(self.list.current())

    def _tip(self, one: Attachment) -> str:
        acts = self.operations.told(one)
        told = self.tr("{name}\n{by} {at} 附上，{size} KB\n{digest}").format(
            name=one.name, by=one.by, at=when(one.at), size=one.size // 1024 + 1, digest=one.digest
        )
        return f"{told}\n{acts}" if acts else told

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override eventFilter: the page keys turn pages while the page has the keyboard."""
        if (
            watched is self.pages
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers()
        ):
            by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
            if by:
                self.turn(by)
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override dragEnterEvent."""
        if self.may_change and _files(event):
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override dragLeaveEvent."""
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Override dropEvent."""
        self._mark(over=False)
        found = _files(event)
        if self.may_change and found:
            event.acceptProposedAction()
            self.attach(found)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _dress(self) -> None:
        names = {
            self.back: self.tr("上一页"), self.on: self.tr("下一页"), self.smaller: self.tr("缩小"), self.larger: self.tr("放大"),
        }  # fmt: skip
        for made, name in names.items():
            made.setAccessibleName(name)
            made.setToolTip(name)
            made.setFixedWidth(30)
            made.setStyleSheet("padding: 0;")
        self.add.setToolTip(self.tr("PDF 或图片，按摘要保存在数据文件旁边；原件不动"))
        self.pages.setAccessibleName(self.tr("材料页面"))
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setMinimumHeight(60)

    def _lay_out(self) -> None:
        acts = row(self.add, self.out, self.copy, None, gap=4)
        self.turning = QWidget()
        self.turning.setLayout(row(self.back, self.where, self.on, None, self.smaller, self.larger, gap=4))
        outer = column(self.list, acts, self.warning, self.said, self.turning, self.pages, gap=6, margin=8)
        outer.setStretch(5, 1)
        outer.addStretch(0)
        self.setLayout(outer)


def _tone(one: Attachment) -> Tone | None:
    return Tone.WARN if one.acts else None


def _files(event: QDropEvent) -> list[Path]:
    """Every file of a kind that can be attached; nothing where one is of another."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return paths if paths and len(paths) == len(urls) and all(p.suffix.lower() in KINDS for p in paths) else []


def _page(session: Session, one: Attachment, number: int) -> Page:
    """Off the screen's thread: one page of a PDF, or the picture."""
    from gyga_desk.operations import attachments

    if not attachments.is_picture(one):
        image = attachments.page(session, one, number, _WIDTH)
        return image.width, image.height, image.rgba
    return _picture(attachments.picture(session, one), one.name)


def _picture(data: bytes, name: str) -> Page:
    """No wider than a page; how large it is was looked at when it came in."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > _WIDTH:
        reader.setScaledSize(size.scaled(_WIDTH, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
    found = reader.read()
    if found.isNull():
        raise PaperError("材料“{name}”无法显示：图片已损坏；请重新扫描或另存后再附。", name=name)
    plain = found.convertToFormat(QImage.Format.Format_RGBA8888)
    return plain.width(), plain.height(), bytes(plain.constBits())

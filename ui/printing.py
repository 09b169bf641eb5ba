"""Papers onto a printer: page by page as they look on the screen, many papers as one job, the window alive meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from gyga_desk.errors import PaperError
from gyga_desk.formats import preview

DPI = 300
"""Sharp enough for 9 pt characters and the code; more only fills the queue."""


@dataclass(frozen=True)
class Leaf:
    """One side of a sheet: which file's which page; no page where a paper's back stays blank."""

    pdf: bytes
    page: int | None


def leaves(papers: Sequence[bytes], *, duplex: bool, first: int = 0, last: int = 0, copies: int = 1) -> list[Leaf]:
    """Every side in the order it is printed.

    `first` and `last` count pages of all papers together from 1, 0 for all. Printed on both sides, each paper begins on
    a sheet of its own. Copies come whole, one after the other.
    """
    wanted: list[Leaf] = []
    number = 0
    for pdf in papers:
        own = []
        for page in range(preview.count_pages(pdf)):
            number += 1
            if not first or first <= number <= (last or first):
                own.append(Leaf(pdf, page))
        wanted += own
        if duplex and len(own) % 2:
            wanted.append(Leaf(b"", None))
    return wanted * copies


class Printing(QObject):
    """One job on its way; a page a turn of the event loop.

    Signals:
        moved(int, int): so many sides of so many are drawn.
        ended(str): done, with an empty text, or why not.
    """

    moved = Signal(int, int)
    ended = Signal(str)

    def __init__(self, printer: QPrinter, papers: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.printer, self.papers = printer, papers
        self.stopped = False
        self.timer = QTimer(self)
        self.timer.setInterval(0)
        self.timer.timeout.connect(self._step)
        self._work: Iterator[tuple[int, int]] | None = None

    def start(self) -> None:
        self._work = self._draw()
        self.timer.start()

    def stop(self) -> None:
        self.stopped = True

    def _step(self) -> None:
        try:
            assert self._work is not None
            self.moved.emit(*next(self._work))
        except StopIteration:
            self._end("")
        except (PaperError, OSError) as fault:
            self._end(str(fault))

    def _end(self, why: str) -> None:
        self.timer.stop()
        self._work = None
        self.ended.emit(why)

    @property
    def _dpi(self) -> int:
        return min(DPI, self.printer.resolution())

    def _draw(self) -> Iterator[tuple[int, int]]:
        own_copies = 1 if self.printer.supportsMultipleCopies() else self.printer.copyCount()
        duplex = self.printer.duplex() != QPrinter.DuplexMode.DuplexNone
        files = [path.read_bytes() for path in self.papers]
        todo = leaves(
            files, duplex=duplex, first=self.printer.fromPage(), last=self.printer.toPage(), copies=own_copies
        )
        if not todo:
            raise PaperError("所选的页码范围内没有页面，没有打印；请重新选择。")
        painter: QPainter | None = None
        try:
            for at, leaf in enumerate(todo, 1):
                if self.stopped:
                    self.printer.abort()
                    raise PaperError("已停止打印；送到打印机的页仍可能印出。")
                painter = self._turn(painter, leaf)
                yield at, len(todo)
        finally:
            if painter is not None:
                painter.end()

    def _turn(self, painter: QPainter | None, leaf: Leaf) -> QPainter:
        """One side: the sheet turned to suit the page, then its picture, as large as the sheet."""
        image = None if leaf.page is None else _picture(leaf.pdf, leaf.page, self._dpi)
        across = image is not None and image.width() > image.height()
        way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        self.printer.setPageOrientation(way)
        if painter is None:
            painter = QPainter()
            if not painter.begin(self.printer):
                raise PaperError("打印机“{name}”没有响应，没有打印；请检查打印机。", name=self.printer.printerName())
        elif not self.printer.newPage():
            raise PaperError("打印机“{name}”中途没有响应；请检查打印机后重新打印。", name=self.printer.printerName())
        if image is not None:
            painter.drawImage(_fitted(self.printer, image, self._dpi), image)
        return painter


def _picture(pdf: bytes, page: int, dpi: int) -> QImage:
    drawn = preview.draw_page(pdf, page, dpi)
    return QImage(drawn.rgba, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBA8888).copy()


def _fitted(printer: QPrinter, image: QImage, dpi: int) -> QRect:
    """Where the page lies on the whole sheet: at its own size in the middle, smaller only where the paper is."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    scale = min(printer.resolution() / dpi, paper.width() / image.width(), paper.height() / image.height())
    wide, high = round(image.width() * scale), round(image.height() * scale)
    return QRect((paper.width() - wide) // 2, (paper.height() - high) // 2, wide, high)


def new_printer() -> QPrinter:
    """Set for these papers: A4, the whole sheet, since the papers have margins of their own."""
    from PySide6.QtGui import QPageSize

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer

"""A paper's pages as pictures, one under the other, as wide as there is room for or larger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.style import GAP
from ui.widgets import Card, button, label, row

DPI = 150
"""What the pages are drawn at; the screen then shows them smaller."""
_STEPS = (0, 60, 80, 100, 130)
"""Per cent of the drawn size; 0 is as wide as there is room for."""


class PagesView(QScrollArea):
    """The pages themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.images: list[QImage] = []
        self.percent = 0
        self.canvas = QWidget()
        self.canvas.setProperty("kind", "canvas")
        self.column = QVBoxLayout(self.canvas)
        self.column.setContentsMargins(GAP, GAP, GAP, GAP)
        self.column.setSpacing(GAP)
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("文书预览"))

    def show_pages(self, pages: Sequence[tuple[int, int, bytes]]) -> None:
        """Pages as (width, height, RGBA bytes)."""
        self.images = [
            QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
            for width, height, data in pages
        ]
        while self.column.count():
            self.column.takeAt(0).widget().deleteLater()
        for number, _ in enumerate(self.images, 1):
            made = QLabel()
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            made.setAccessibleName(self.tr("第 {number} 页").format(number=number))
            self.column.addWidget(made)
        self._scale()
        self.verticalScrollBar().setValue(0)

    def zoom(self, percent: int) -> None:
        self.percent = percent
        self._scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override resizeEvent."""
        super().resizeEvent(event)
        if self.percent == 0:
            self._scale()

    def _scale(self) -> None:
        ratio = self.devicePixelRatioF()
        for at, image in enumerate(self.images):
            room = self.viewport().width() - 2 * GAP
            width = room if self.percent == 0 else image.width() * self.percent // 100
            shown = QPixmap.fromImage(
                image.scaledToWidth(round(max(width, 80) * ratio), Qt.TransformationMode.SmoothTransformation)
            )
            shown.setDevicePixelRatio(ratio)
            held = self.column.itemAt(at).widget()
            if isinstance(held, QLabel):
                held.setPixmap(shown)


class PaperView(Card):
    """The pages under their heading, with larger and smaller."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.what = label("", "soft")
        self.pages = PagesView()
        self.smaller, self.larger = button("－", lambda: self._step(-1)), button("＋", lambda: self._step(1))
        for one, name in ((self.smaller, self.tr("缩小")), (self.larger, self.tr("放大"))):
            one.setAccessibleName(name)
            one.setToolTip(name)
            one.setFixedWidth(36)
            one.setStyleSheet("padding: 0;")
        self.body.addLayout(row(label(self.tr("预览"), "heading"), self.what, None, self.smaller, self.larger))
        self.body.addWidget(self.pages, 1)
        self.clear("")

    def show_pages(self, pages: Sequence[tuple[int, int, bytes]]) -> None:
        self.what.setText(self.tr("共 {count} 页").format(count=len(pages)))
        self.pages.show_pages(pages)
        self._enable()

    def clear(self, sentence: str) -> None:
        self.pages.show_pages(())
        self.what.setText(sentence)
        self._enable()

    def _step(self, by: int) -> None:
        at = _STEPS.index(self.pages.percent) + by
        if 0 <= at < len(_STEPS):
            self.pages.zoom(_STEPS[at])
        self._enable()

    def _enable(self) -> None:
        there = bool(self.pages.images)
        self.smaller.setEnabled(there and self.pages.percent != _STEPS[0])
        self.larger.setEnabled(there and self.pages.percent != _STEPS[-1])

"""The manual inside the program: topics at the left, text at the right; opened by F1 at what belongs to the page at hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from gyga_desk import places
from ui.languages import OWN, spoken
from ui.style import HALF, MARGIN

CHANGES = "changes.md"
ENGLISH = "en.md"
"""The manual is Chinese; this page says it in brief to who reads English."""
_FIRST = "index.md"
_CHAPTERS = ("clerk.md", "reviewer.md", "chair.md", "admin.md", "auditor.md", "exchange.md", "commands.md")
_ORDER = (_FIRST, *_CHAPTERS, CHANGES, ENGLISH)


def _order() -> tuple[str, ...]:
    """The page that the person can read comes first."""
    return _ORDER if spoken() == OWN else (ENGLISH, *_ORDER[:-1])


class Pages(QTextBrowser):
    """The texts with the pictures that belong to their headings, no wider than there is room."""

    def loadResource(self, kind: int, name: QUrl) -> object:
        file = name.fileName()
        if kind == QTextDocument.ResourceType.MarkdownResource.value and file.endswith(".md"):
            return with_pictures(file)
        if kind == QTextDocument.ResourceType.ImageResource.value:
            picture = QImage(str(places.resources() / "pictures" / file))
            room = self.viewport().width() - 2 * MARGIN - self.verticalScrollBar().sizeHint().width()
            wide = min(picture.width(), max(room, MARGIN))
            return picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        return super().loadResource(kind, name)


def with_pictures(file: str) -> str:
    """A text of the manual with its pictures named below their headings, each with what is written under it."""
    from gyga_desk.operations.manual import PICTURES

    lines = []
    for line in (places.resources() / "help" / file).read_text(encoding="utf-8").splitlines():
        lines.append(line)
        level, _, title = line.partition(" ")
        if level in ("#", "##"):
            for name, caption in PICTURES.get((file, "" if level == "#" else title), ()):
                lines += ["", f"![{caption}]({name}.png)", "", f"*{caption}*", ""]
    return "\n".join(lines)


class HelpView(QDialog):
    """Stands beside the window, which can be worked in meanwhile."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("使用手册"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(940, 640)
        self.topics, self.text = QListWidget(), Pages()
        self.topics.setAccessibleName(self.tr("目录"))
        self.topics.setSpacing(HALF)
        self.text.setAccessibleName(self.tr("正文"))
        self.text.setSearchPaths([str(places.resources() / "help")])
        self.text.document().setDocumentMargin(MARGIN)
        self._fill()
        self.topics.currentItemChanged.connect(self._show_topic)
        self.text.sourceChanged.connect(self._mark)
        parts = QSplitter()
        parts.addWidget(self.topics)
        parts.addWidget(self.text)
        parts.setSizes([220, 720])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(parts)

    def open_at(self, topic: str) -> None:
        """A file of the manual, and after `#` the heading in it; the table of contents where there is no such file."""
        file, _, heading = topic.partition("#")
        if not (places.resources() / "help" / file).is_file():
            file, heading = _FIRST, ""
        self.text.setSource(QUrl(file), QTextDocument.ResourceType.MarkdownResource)
        self._mark(QUrl(file))
        if heading:
            self._scroll_to(heading)
        self.show()
        self.activateWindow()
        self.text.setFocus()

    def _scroll_to(self, heading: str) -> None:
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == heading:
                cursor = QTextCursor(block)
                self.text.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to stand at the top
                self.text.setTextCursor(cursor)
                return
            block = block.next()

    def _fill(self) -> None:
        """Every file that is there, by its own title, and the headings in it."""
        folder = places.resources() / "help"
        for name in _order():
            file = folder / name
            if not file.is_file():
                continue
            for line in file.read_text(encoding="utf-8").splitlines():
                level, _, title = line.partition(" ")
                if level in ("#", "##"):
                    item = QListWidgetItem(title if level == "#" else f"    {title}", self.topics)
                    item.setData(Qt.ItemDataRole.UserRole, name if level == "#" else f"{name}#{title}")

    def _show_topic(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            file, _, heading = str(item.data(Qt.ItemDataRole.UserRole)).partition("#")
            self.text.setSource(QUrl(file), QTextDocument.ResourceType.MarkdownResource)
            if heading:
                self._scroll_to(heading)

    def _mark(self, source: QUrl) -> None:
        """The topic shown is the one marked, whichever way led to it."""
        at = self.topics.currentItem()
        if at is not None and str(at.data(Qt.ItemDataRole.UserRole)).partition("#")[0] == source.fileName():
            return
        self.topics.blockSignals(True)
        for number in range(self.topics.count()):
            if self.topics.item(number).data(Qt.ItemDataRole.UserRole) == source.fileName():
                self.topics.setCurrentRow(number)
        self.topics.blockSignals(False)

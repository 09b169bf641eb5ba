"""The small pieces pages are put together from: headers, cards, figures, badges, strips and empty states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.elided import Elided
from ui.said import said
from ui.style import GAP, HALF, MARGIN, Tone, colours, scaled

_TONE_ICONS = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.INFO: "info", Tone.QUIET: "info"}


def label(text: str = "", kind: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label; `kind` is one of title, heading, figure, soft, accent, error. Never reads its text as mark-up."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(text: str, slot: Callable[[], object] | None = None, kind: str = "", *, tip: str = "") -> QPushButton:
    """A push button; `kind` is empty, primary (one a page) or link."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if slot is not None:
        made.clicked.connect(lambda _: slot())
    return made


def row(*parts: QWidget | QLayout | None, gap: int = GAP) -> QHBoxLayout:
    """Parts side by side; None is the stretch between them."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    _fill(made, parts)
    return made


def column(*parts: QWidget | QLayout | None, gap: int = GAP, margin: int = 0) -> QVBoxLayout:
    """Parts one under the other; None is the stretch between them."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    _fill(made, parts)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | QLayout | None, ...]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def hairline(vertical: bool = False) -> QFrame:
    made = QFrame()
    made.setProperty("kind", "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


class Card(QFrame):
    """A white panel with a hairline; put things in `self.body`."""

    def __init__(self, heading: str = "", *, margin: int = MARGIN) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(GAP)
        if heading:
            self.body.addWidget(label(heading, "heading"))


def scrolled(inside: QLayout) -> QScrollArea:
    """Parts that scroll where there is no room for them, as on a small screen with large text."""
    canvas, made = QWidget(), QScrollArea()
    canvas.setProperty("kind", "canvas")
    canvas.setLayout(inside)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(canvas)
    return made


class PageHeader(QWidget):
    """A page's title, the sentence under it, and its main buttons at the right."""

    def __init__(self, title: str, sentence: str = "", *buttons: QWidget) -> None:
        super().__init__()
        self.sentence = Elided("soft")
        self.sentence.say(sentence)
        words = column(label(title, "title"), self.sentence, gap=2)
        line = row(*buttons)
        line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, HALF)
        outer.addLayout(words, 1)
        outer.addLayout(line)

    def say(self, sentence: str) -> None:
        self.sentence.say(sentence)


class Badge(QLabel):
    """A state in colour and in words."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.set(text, tone)

    def set(self, text: str, tone: Tone) -> None:
        self.setText(said(text))
        self.setProperty("badge", str(tone))
        _restyle(self)
        if self.parentWidget() or not text:  # shown before it stands somewhere, it would be a window of its own
            self.setVisible(bool(text))


class Strip(QFrame):
    """A message in the page itself: a symbol, a sentence, optionally a button; hidden while it has nothing to say."""

    closed = Signal()

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self.symbol, self.sentence = QLabel(), label(wrap=True, selectable=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = button("", lambda: None, "link")
        self.action.hide()
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(self.tr("关闭提示"))
        self.close_button.setAccessibleName(self.tr("关闭提示"))
        self.close_button.clicked.connect(self.clear)
        if not closable:
            self.close_button.hide()
        outer = row(self.symbol, self.sentence, self.action, self.close_button)
        outer.setContentsMargins(12, 6, 8, 6)
        outer.setAlignment(self.symbol, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(outer)
        self.hide()

    def say(self, sentence: str, tone: Tone = Tone.INFO) -> None:
        ink = colours().tones[tone][0]
        self.symbol.setPixmap(icons.pixmap(_TONE_ICONS[tone], ink, 18, self.devicePixelRatioF()))
        self.close_button.setIcon(icons.icon("close", ink))
        self.close_button.setIconSize(QSize(14, 14))
        self.sentence.setText(said(sentence))
        self.setProperty("strip", str(tone))
        _restyle(self)
        self.show()

    def act(self, text: str, slot: Callable[[], object]) -> None:
        """A button in the message; what it did before is forgotten."""
        self.action.setText(text)
        self.action.clicked.disconnect()
        self.action.clicked.connect(lambda _: slot())
        self.action.show()

    def clear(self) -> None:
        self.hide()
        self.closed.emit()


class Figure(QWidget):
    """A number over the word for it, or beside it where there is little room."""

    def __init__(self, word: str, tone: Tone | None = None, *, inline: bool = False) -> None:
        super().__init__()
        self.tone = tone
        self.number = label("—", "figure")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.word = label(word, "soft")
        self.setLayout(row(self.word, self.number, gap=6) if inline else column(self.number, self.word, gap=0))

    def set(self, text: str, *, loud: bool = True) -> None:
        """`loud` shows the figure in its tone; a count of nothing is better said quietly."""
        self.number.setText(text)
        colour = colours().tones[self.tone][0] if self.tone and loud else ""
        self.number.setStyleSheet(f"color: {colour};" if colour else "")


class EmptyState(QWidget):
    """What a page shows while there is nothing: what this place is for and what to do first."""

    def __init__(self, symbol: str, heading: str, sentence: str, *buttons: QWidget) -> None:
        super().__init__()
        self.heading, self.sentence = label(heading, "heading"), label(sentence, "soft", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setFixedWidth(scaled(620))
        picture = QLabel()
        picture.setPixmap(icons.pixmap(symbol, colours().edge, 48, self.devicePixelRatioF()))
        lines = [row(None, part, None) for part in (picture, self.heading, self.sentence)]
        self.setLayout(column(None, *lines, row(None, *buttons, None), None, gap=GAP))


def _restyle(widget: QWidget) -> None:
    """Make Qt look at the dynamic properties again; before it is first shown, Qt has not looked yet."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    for child in widget.findChildren(QWidget):
        widget.style().unpolish(child)
        widget.style().polish(child)

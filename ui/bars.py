"""The frame's own parts: navigation at the left, the bar at the top, the status line at the foot."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.jobs import Jobs
from ui.languages import tr
from ui.said import said
from ui.style import BAR, GAP, MARGIN, NAV_WIDTH, Tone, colours, scaled
from ui.widgets import Badge, button, hairline, label, row

_TELL_AFTER, _MINUTE = 2, 60
"""Seconds of work before the time left is told: a guess from less is none."""
_SHOW_AFTER_MS = 300
"""Work shorter than this shows no bar: a flicker tells nobody anything."""


@dataclass(frozen=True)
class NavItem:
    """One place in the navigation."""

    name: str
    title: str
    key: str


class NavBar(QFrame):
    """The pages the signed-in role sees.

    Signals:
        wanted(str): the page pressed.
    """

    wanted = Signal(str)

    def __init__(self, items: Sequence[NavItem]) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setFixedWidth(scaled(NAV_WIDTH))
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 1, GAP)
        outer.setSpacing(2)
        for item in items:
            made = self._button(item)
            group.addButton(made)
            outer.addWidget(made)
            self.buttons[item.name] = made
        outer.addStretch(1)

    def show_current(self, name: str) -> None:
        self.buttons[name].setChecked(True)

    def _button(self, item: NavItem) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "nav")
        made.setText("  " + item.title)
        made.setAccessibleName(item.title)
        made.setIcon(icons.icon(item.name, colours().soft, colours().accent))
        made.setIconSize(QSize(20, 20))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setToolTip(self.tr("{title}（{key}）").format(title=item.title, key=item.key))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _: self.wanted.emit(item.name))
        QShortcut(item.key, self).activated.connect(lambda: self.wanted.emit(item.name))
        return made


class TopBar(QFrame):
    """What is open, which year, what can be undone, and who is here.

    Signals:
        year_wanted(int): another year was chosen.
    """

    year_wanted = Signal(int)

    def __init__(self, store: str, person: str, role: str, demo: bool) -> None:
        super().__init__()
        self.setProperty("kind", "top")
        self.setFixedHeight(scaled(BAR))
        self.year = QComboBox()
        self.year.setAccessibleName(self.tr("年度"))
        self.year.activated.connect(lambda: self.year_wanted.emit(self.year.currentData()))
        self.undo, self.redo = _tool("undo"), _tool("redo")
        self.menu_button = _tool("menu")
        self.menu_button.setText(self.tr("菜单"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("app", colours().accent, 22, self.devicePixelRatioF()))
        who = QLabel()
        who.setPixmap(icons.pixmap("person", colours().soft, 18, self.devicePixelRatioF()))
        name = label(store, "accent")
        name.setToolTip(store)
        parts: list[QWidget | None] = [mark, name]
        if demo:
            parts.append(Badge(self.tr("演示数据"), Tone.INFO))
        tall = hairline(vertical=True)
        tall.setFixedHeight(20)
        parts += [
            None,
            label(self.tr("年度"), "soft"),
            self.year,
            self.undo,
            self.redo,
            tall,
            who,
            label(person),
            Badge(role, Tone.QUIET),
            self.menu_button,
        ]
        outer = row(*parts)
        outer.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.setLayout(outer)

    def set_years(self, years: Sequence[int], year: int) -> None:
        self.year.clear()
        for one in years:
            self.year.addItem(self.tr("{year} 年").format(year=one), one)
        self.year.setCurrentIndex(self.year.findData(year))

    def set_steps(self, undo: str, redo: str) -> None:
        """What 撤销 and 重做 would take back or do again; empty where there is nothing."""
        for tool, word, title in ((self.undo, self.tr("撤销"), undo), (self.redo, self.tr("重做"), redo)):
            action = tool.defaultAction()
            text = self.tr("{word}“{title}”").format(word=word, title=said(title)) if title else word
            action.setEnabled(bool(title))
            action.setText(text)
            tool.setText(_short(text) if title else word)
            action.setIconText(tool.text())
            action.setToolTip(self.tr("{title}（{key}）").format(title=text, key=action.shortcut().toString()))


class StatusLine(QFrame):
    """What was last saved, what is being done now, and 停止."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.setFixedHeight(scaled(32))
        self.said = label("", "soft")
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.what = label("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.bar.setAccessibleName(self.tr("进度"))
        self.stop = button(self.tr("停止"), jobs.stop, "link")
        outer = row(self.said, self.what, self.bar, self.stop)
        outer.setContentsMargins(MARGIN, 0, MARGIN, 0)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        self._began = time.monotonic()
        self._late = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._late.timeout.connect(lambda: self._show_work(True))
        self._show_work(False)
        jobs.busy_changed.connect(self._busy)
        jobs.progressed.connect(self._progressed)
        jobs.saved.connect(self._saved)

    def say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setToolTip(sentence)

    def _saved(self, title: str) -> None:
        self.say(
            self.tr("已保存 {time:%H:%M:%S} · {title}").format(time=datetime.now().astimezone(), title=said(title))
        )

    def _busy(self, busy: bool) -> None:
        if busy:
            self._began = time.monotonic()
            self.bar.setRange(0, 0)
            self.what.setText(self.tr("正在处理…"))
            self._late.start()
        else:
            self._late.stop()
            self._show_work(False)

    def _progressed(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(done)
        self.what.setText(self._words(done, total, said(what) or self.what.text().partition(_apart())[0]))
        self.stop.setVisible(self.bar.isVisible() and self.jobs.can_stop)

    def _words(self, done: int, total: int, what: str) -> str:
        """What is done, and how long it will still take where that can be told."""
        gone = time.monotonic() - self._began
        if not 0 < done < total or gone < _TELL_AFTER:
            return what
        left = round(gone * (total - done) / done)
        said = self.tr("约剩 {count} 秒") if left < _MINUTE else self.tr("约剩 {count} 分钟")
        return f"{what}{_apart()}{said.format(count=max(1, left if left < _MINUTE else round(left / _MINUTE)))}"

    def _show_work(self, shown: bool) -> None:
        for part in (self.what, self.bar):
            part.setVisible(shown)
        self.stop.setVisible(shown and self.jobs.can_stop)


def _apart() -> str:
    """Between what is done and how long it still takes."""
    return tr("，")


def _tool(name: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "button")
    made.setObjectName(name)
    made.setIcon(icons.icon(name, colours().soft))
    made.setIconSize(QSize(16, 16))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def _short(text: str, most: int = 20) -> str:
    return text if len(text) <= most else text[: most - 2] + "…”"

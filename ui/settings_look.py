"""How the program looks to this person, and when it locks itself; kept on this machine and not in the record."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from ui.context import Context
from ui.style import GAP, scaled
from ui.widgets import Card, column, label, row

_SIZES = (90, 100, 110, 125, 150)
_MINUTES = (5, 10, 15, 30, 60)


class LookPanel(QWidget):
    """Each choice holds at once."""

    def __init__(self, ctx: Context, languages: list[tuple[str, str]]) -> None:
        super().__init__()
        self.ctx, settings = ctx, ctx.settings
        looks = [("system", self.tr("跟随系统")), ("light", self.tr("浅色")), ("dark", self.tr("深色"))]
        self.look = _box(self.tr("外观"), looks, settings.look)
        self.size = _box(self.tr("文字大小"), [(n, f"{n}%") for n in _SIZES], settings.text_percent)
        self.language = _box(self.tr("语言"), list(languages), settings.language)
        minutes = [(n, self.tr("{count} 分钟").format(count=n)) for n in _MINUTES]
        self.idle = _box(self.tr("无操作自动锁定"), minutes, settings.idle_minutes)
        self.look.activated.connect(self._set_look)
        self.size.activated.connect(self._set_look)
        self.language.activated.connect(self._set_language)
        self.idle.activated.connect(self._set_idle)
        self.told = label("", "soft", wrap=True)
        card = Card(self.tr("外观与锁定"))
        form = QFormLayout()
        form.setSpacing(2 * GAP)
        for box, hint in (
            (self.look, self.tr("打印和导出的文书始终是白底黑字。")),
            (self.size, self.tr("以系统的文字大小为 100%。")),
            (self.language, self.tr("马上生效。政策条文、申报资料和文书保持中文。")),
            (self.idle, self.tr("锁定后内容不显示，本人输入口令即恢复，未写完的文字不会丢。")),
        ):
            box.setFixedWidth(scaled(220))
            line = row(box, label(hint, "soft", wrap=True))
            line.setStretch(1, 1)
            form.addRow(label(box.accessibleName()), line)
        card.body.addLayout(form)
        card.body.addWidget(self.told)
        outer = column(card, None)
        outer.setContentsMargins(0, GAP, 0, 0)
        self.setLayout(outer)

    def _set_look(self) -> None:
        self.ctx.settings.look = str(self.look.currentData())
        self.ctx.settings.text_percent = int(self.size.currentData())
        self.ctx.look_wanted.emit()

    def _set_language(self) -> None:
        self.ctx.settings.language = str(self.language.currentData())
        self.ctx.look_wanted.emit()

    def _set_idle(self) -> None:
        self.ctx.settings.idle_minutes = int(self.idle.currentData())
        self.told.setText(self.tr("已保存。"))


def _box(name: str, choices: list[tuple[str, str]] | list[tuple[int, str]], value: object) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for data, shown in choices:
        made.addItem(shown, data)
    made.setCurrentIndex(max(0, made.findData(value)))
    return made

"""The parts of the page 交换: what is to go out, what a package would bring, a receipt, and two versions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from gyga_desk.model import Case, Role
from gyga_desk.operations.owned import Arrival
from gyga_desk.operations.packing import TITLES, PackageRow
from gyga_desk.operations.taking import Incoming
from gyga_desk.policy import Edition
from gyga_desk.store.lineage import Divergence, Row
from gyga_desk.store.reads import PersonRow
from ui import dialogs, exchange_rows
from ui.choosers import MeasureBox
from ui.exchange_rows import COUNTS, count_title
from ui.said import joined, said
from ui.style import MARGIN, Tone
from ui.table import Column, ListView
from ui.widgets import Card, Figure, PageHeader, button, column, hairline, label, row
from ui.words import measure_title

_LOUD = {"conflict": Tone.WARN, "refused": Tone.BAD, "stale": Tone.WARN}


class PackFace(QWidget):
    """The clerk chooses whose work it is and which cases.

    Signals:
        packed(): everything is chosen.
        left(): not now.
    """

    packed = Signal()
    left = Signal()

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.cases: Sequence[Case] = ()
        self.to, self.measure = QComboBox(), MeasureBox(edition, all_word=self.tr("全部措施"))
        self.search, self.password, self.phrase = QLineEdit(), QLineEdit(), QLineEdit()
        self.search.setPlaceholderText(self.tr("编号、单位、项目"))
        self.search.setClearButtonEnabled(True)
        self.also = QCheckBox(self.tr("另加封装口令"))
        for field, name in (
            (self.to, self.tr("接收人")), (self.search, self.tr("查找项目")), (self.password, self.tr("本人口令")),
            (self.phrase, self.tr("封装口令")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        for field in (self.password, self.phrase):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.phrase.hide()
        self.also.toggled.connect(self.phrase.setVisible)
        self.list = ListView(
            [
                Column(self.tr("编号"), lambda one: one.id, width=140),
                Column(self.tr("措施"), lambda one: measure_title(one.measure), width=96),
                Column(self.tr("单位"), lambda one: one.applicant, width=280),
                Column(self.tr("项目"), lambda one: one.title, stretch=True),
            ],
            key=lambda one: one.id, name=self.tr("要发出的项目"), empty=self.tr("没有符合条件的项目。"), many=True,
        )  # fmt: skip
        self.count = label("", "soft")
        self.yes = button(self.tr("封装…"), self.packed.emit, "primary")
        header = PageHeader(
            self.tr("封装任务包"), self.tr("任务包只有接收人用本人口令打得开；里面有所选项目的申报资料和政策文本。"),
            button(self.tr("放弃"), self.left.emit), self.yes,
        )  # fmt: skip
        fields = row(
            label(self.tr("接收人")), self.to, label(self.tr("本人口令")), self.password, self.also, self.phrase, None
        )
        outer = column(header, fields, row(self.measure, self.search, None, self.count), self.list)
        outer.setStretch(3, 1)
        self.setLayout(outer)
        self.search.setMinimumWidth(260)
        self.measure.chosen.connect(lambda _: self._look())
        self.search.textChanged.connect(self._look)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.password.textChanged.connect(lambda _: self._tell())
        self.to.currentIndexChanged.connect(lambda _: self._tell())

    def begin(self, people: Sequence[PersonRow], cases: Sequence[Case]) -> None:
        self.cases = cases
        self.to.clear()
        for one in people:
            if one.active and one.role in (Role.REVIEWER, Role.CHAIR):
                self.to.addItem(self.tr("{name}（{role}）").format(name=one.name, role=said(one.role.label)), one.name)
        for field in (self.password, self.phrase, self.search):
            field.clear()
        self.list.clearSelection()
        self._look()
        self.to.setFocus()

    def chosen(self) -> list[str]:
        """The rows picked; all that are listed where none is."""
        return [one.id for one in self.list.chosen() or self.list.rows.rows]

    def _look(self) -> None:
        text, number = self.search.text().strip().lower(), self.measure.number
        self.list.set_rows([
            one
            for one in self.cases
            if number in (0, one.measure) and text in f"{one.id} {one.applicant} {one.title}".lower()
        ])  # fmt: skip
        self._tell()

    def _tell(self) -> None:
        picked, listed = len(self.list.chosen()), len(self.list.rows.rows)
        words = self.tr("已选 {count} 个项目") if picked else self.tr("未选择，将发出列出的全部 {count} 个项目")
        self.count.setText(words.format(count=picked or listed))
        self.yes.setEnabled(bool(listed and self.password.text() and self.to.currentData()))


class TakeFace(QWidget):
    """What a package would do here, before anything is stored.

    Signals:
        taken(): store it.
        left(): do not.
    """

    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.file = label("", "heading")
        self.verdict = label("", "soft", wrap=True)
        self.yes = button(self.tr("收取"), self.taken.emit, "primary")
        self.figures = {name: Figure(count_title(name), _LOUD.get(name)) for name in COUNTS}
        parts: list[QWidget | None] = []
        for figure in self.figures.values():
            parts += [figure, hairline(vertical=True)]
        card = Card(margin=12)
        card.body.addLayout(row(self.file, None, button(self.tr("放弃"), self.left.emit), self.yes))
        card.body.addLayout(row(*parts[:-1], None, gap=MARGIN))
        card.body.addWidget(self.verdict)
        self.list = ListView(
            [
                Column(self.tr("项目"), lambda one: one.sent.key[0], width=140),
                Column(self.tr("内容"), lambda one: exchange_rows.place(one.sent.table, one.sent.key), width=220),
                Column(self.tr("去向"), self._move, width=120, tone=self._tone),
                Column(self.tr("原因"), exchange_rows.reason, stretch=True),
            ],
            name=self.tr("需要留意的各项"), empty=self.tr("没有需要留意的内容。"),
        )  # fmt: skip
        outer = column(card, label(self.tr("需要留意的各项"), "heading"), self.list)
        outer.setStretch(2, 1)
        self.setLayout(outer)

    def show_incoming(self, found: Incoming) -> None:
        said = self.tr("{sender}的{title}第 {number} 号")
        kind = TITLES.get(found.package.kind, "")
        self.file.setText(
            said.format(sender=found.package.sender, title=kind, number=found.package.head.get("number", ""))
        )
        for name, figure in self.figures.items():
            figure.set(str(found.counts[name]), loud=found.counts[name] > 0)
        self.list.set_rows([*found.conflicts, *found.refused])
        self.verdict.setText(self._words(found))
        self.yes.setEnabled(True)

    def _words(self, found: Incoming) -> str:
        if found.known:
            return self.tr("这个包以前收过，重复收取不会改变任何内容。")
        words = self.tr("预览不改动任何数据。较旧的和相同的不改动记录；需人工判定的保留两份，由本人或主任判定。")
        if found.counts["stale"]:
            words += self.tr("按旧的申报内容答复的 {count} 项须再核。").format(count=found.counts["stale"])
        return words

    def _move(self, one: Arrival) -> str:
        return one.move.label if one.move else self.tr("不能收取")

    def _tone(self, one: Arrival) -> Tone:
        return Tone.WARN if one.move else Tone.BAD


class ReceiptCard(Card):
    """The receipt of one package: both ends compare the digest.

    Signals:
        printed(PackageRow, Path): its paper is to be written there.
    """

    printed = Signal(object, Path)

    def __init__(self, desk: str) -> None:
        super().__init__(self.tr("回执"), margin=12)
        self.desk = desk
        self.package: PackageRow | None = None
        self.lines: list[tuple[str, str]] = []
        self.text = label(self.tr("在上面选择一个交换包。"), selectable=True, wrap=True)
        self.copy = button(self.tr("复制"), lambda: QGuiApplication.clipboard().setText(self.plain))
        self.save = button(self.tr("打印收发凭单…"), self.save_pdf)
        self.body.addWidget(self.text)
        self.body.addLayout(
            row(label(self.tr("双方核对回执摘要，一致即为同一个包。"), "soft"), None, self.copy, self.save)
        )
        self.show_package(None)

    @property
    def plain(self) -> str:
        return "\n".join(joined(line, "：") for line in self.lines)

    def show_package(self, one: PackageRow | None) -> None:
        self.package = one
        self.lines = [] if one is None else exchange_rows.receipt(one, self.desk)
        self.text.setText(self.plain or self.tr("在上面选择一个交换包。"))
        for part in (self.copy, self.save):
            part.setEnabled(one is not None)

    def save_pdf(self) -> None:
        if self.package is None:
            return
        name = self.tr("收发凭单-{other}-{number}.pdf").format(other=self.package.other, number=self.package.number)
        out = dialogs.save_file(self, self.tr("存放收发凭单"), self.tr("文书 (*.pdf)"), name)
        if out:
            self.printed.emit(self.package, out)


class DifferenceCard(Card):
    """One row in two versions.

    Signals:
        settled(bool): keep this one: True for what came.
    """

    settled = Signal(bool)

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.title = label("", "heading")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(MARGIN * 2)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(2, 1)
        self.stored = button(self.tr("留用记录中的…"), lambda: self.settled.emit(False))
        self.incoming = button(self.tr("改用收到的…"), lambda: self.settled.emit(True))
        self.why = label("", "soft", wrap=True)
        self.body.addWidget(self.title)
        self.body.addLayout(self.grid)
        foot = row(self.why, self.stored, self.incoming)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)
        self.show_difference(None, None, may=False)

    def show_difference(self, one: Divergence | None, stored: Row | None, *, may: bool) -> None:
        self.title.setText(
            self.tr("在上面选择一项。")
            if one is None
            else f"{one.case}  {exchange_rows.place(one.table, one.key)} · {exchange_rows.person(one.table, one.key)}"
        )
        self._fill([] if one is None else exchange_rows.sides(one, stored))
        self.why.setText(
            "" if one is None or may else self.tr("由本人或主任判定；留用哪一份，都须写明理由，两份都留在历史记录里。")
        )
        for part in (self.stored, self.incoming):
            part.setEnabled(one is not None and may)

    def _fill(self, sides: list[tuple[str, str, str]]) -> None:
        while self.grid.count():
            held = self.grid.takeAt(0).widget()
            held.hide()
            held.deleteLater()
        if not sides:
            return
        for at, word in ((1, self.tr("记录中的")), (2, self.tr("收到的"))):
            self.grid.addWidget(label(word, "accent"), 0, at)
        for at, (name, here, there) in enumerate(sides, 1):
            differs = here != there and name != self.tr("时间")
            self.grid.addWidget(label(name, "soft"), at, 0)
            for place, held in ((1, here), (2, there)):
                words = label(
                    f"≠ {said(held)}" if differs else said(held),
                    "accent" if differs else "",
                    wrap=True,
                    selectable=True,
                )
                self.grid.addWidget(words, at, place)

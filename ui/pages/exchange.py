"""The page 交换: work that goes out to another machine and comes back, and what two machines said differently."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.operations import files, packing, receipts, taking
from gyga_desk.operations.packing import PackageRow, Packed
from gyga_desk.operations.taking import Incoming
from gyga_desk.store import lineage, reads
from gyga_desk.store.lineage import Divergence
from ui import dialogs, exchange_rows
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.drop import DropField
from ui.exchange_cards import DifferenceCard, PackFace, ReceiptCard, TakeFace
from ui.pages.page import STANDING, Page
from ui.said import said
from ui.style import GAP, Tone, scaled
from ui.table import Column, ListView
from ui.widgets import PageHeader, Strip, button, column, label, scrolled
from ui.words import when

_KINDS = frozenset({".gygap"})
_SETTLERS = (Role.REVIEWER, Role.CHAIR)


class ExchangePage(Page):
    """Three faces: packages and differences; a package about to go out; and one about to be taken."""

    listens_to = STANDING | {"package", "person", "meta"}

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.waiting: tuple[bytes, str, str] | None = None
        self.away = bool(packing.desk_of(ctx.reader))
        """Whether this is a reviewer's machine, which answers to a desk."""
        self.send = button(self.tr("封装回复包…") if self.away else self.tr("封装任务包…"), self.pack, "primary")
        self.get = button(self.tr("收取交换包…"), self.choose_file)
        self.result = Strip()
        self.faces, self.packing_face, self.taking_face = QStackedWidget(), PackFace(ctx.edition), TakeFace()
        self.main = self._main_face()
        for face in (self.main, self.packing_face, self.taking_face):
            self.faces.addWidget(face)
        self.packing_face.packed.connect(self._send_assignment)
        self.taking_face.taken.connect(self.take)
        for face in (self.packing_face, self.taking_face):
            face.left.connect(self.leave)
        self.header = PageHeader(self.tr("交换"), self._sentence(), self.get, self.send)
        for part in (self.header, self.result):
            self.body.addWidget(part)
        self.body.addWidget(self.faces, 1)
        ctx.jobs.busy_changed.connect(self._permit)
        self._permit()

    def refresh(self) -> None:
        """Override refresh."""
        db = self.ctx.reader
        self.packages.set_rows(packing.packages(db))
        found = lineage.divergences(db)
        self.differences.set_rows(found)
        self.differences.pick_first()
        self.tabs.setTabText(1, self.tr("待判定（{count}）").format(count=len(found)))
        self._show_difference(self.differences.current())
        self._permit()

    def show_case(self, case: str) -> None:
        """Override show_case: the gate leads here for a difference."""
        self.leave()
        one = next((d for d in self.differences.rows.rows if d.case == case), None)
        if one:
            self.tabs.setCurrentIndex(1)
            self.differences.pick(_key(one))

    def pack(self) -> None:
        """A reviewer's machine replies with everything of its person; the desk chooses cases first."""
        if not self.send.isEnabled():
            return
        if self.away:
            self._reply()
            return
        self.packing_face.begin(reads.people(self.ctx.reader), reads.cases(self.ctx.reader, year=self.ctx.year))
        self._turn_to(self.packing_face)

    def choose_file(self) -> None:
        kinds = self.tr("交换包 (*.gygap)")
        file = dialogs.open_file(self, self.tr("收取交换包"), kinds, self.ctx.settings.last_folder)
        if file:
            self.look_into(file)

    def look_into(self, file: Path) -> None:
        """What the package would bring; the person's own password opens it."""
        self.ctx.settings.last_folder = str(file.parent)
        self.result.hide()
        fields = [
            Field("password", self.tr("本人口令"), FieldKind.PASSWORD),
            Field("phrase", self.tr("封装口令"), FieldKind.PASSWORD, required=False),
        ]
        intro = self.tr("打开 {name} 须用本人口令；发送方另加了封装口令的，也请填写。").format(name=file.name)
        told = dialogs.ask_form(self, self.tr("收取交换包"), intro, fields, self.tr("预览"))
        if told is None:
            return
        try:
            data = files.read(file)
        except DeskError as error:
            self._refused(error)
            return
        self.waiting = (data, told["password"], told["phrase"])
        self.ctx.jobs.ask(taking.look, *self.waiting, then=self._show, failed=self._refused)

    def take(self) -> None:
        if self.waiting:
            self.taking_face.yes.setEnabled(False)
            self.ctx.jobs.run(taking.take, *self.waiting, then=self._taken, failed=self._refused)

    def leave(self) -> None:
        self.waiting = None
        self._turn_to(self.main)

    def settle(self, *, incoming: bool) -> None:
        """One of two versions for good, with a reason."""
        one = self.differences.current()
        if one is None:
            return
        title = self.tr("改用收到的") if incoming else self.tr("留用记录中的")
        intro = self.tr("{case} {place}：两份都留在历史记录里，以后以留用的一份为准。").format(
            case=one.case, place=exchange_rows.place(one.table, one.key)
        )
        reason = dialogs.ask_text(self, title, intro, self.tr("理由"), self.tr("判定"))
        if reason is not None:
            self.ctx.jobs.run(
                taking.settle, one.case, one.tip, incoming=incoming, reason=reason, failed=self._refused, owner=self
            )

    def print_receipt(self, one: PackageRow, out: Path) -> None:
        """The receipt as a paper, for both to sign."""
        self.ctx.jobs.run(
            receipts.write_receipt, one, out, then=lambda code: self._printed(out, code), failed=self._refused, owner=self
        )  # fmt: skip

    def _printed(self, out: Path, code: str) -> None:
        words = self.tr("收发凭单已写到 {file}，校验码 {code}；请双方核对摘要后签名。")
        self.result.say(words.format(file=out.name, code=code), Tone.GOOD)

    def _reply(self) -> None:
        clerks = [
            (p.name, self.tr("{name}（{role}）").format(name=p.name, role=said(p.role.label)))
            for p in reads.people(self.ctx.reader)
            if p.role is Role.CLERK and reads.account_key(self.ctx.reader, p.name).public
        ]
        if not clerks:
            self._refused(DeskError("本机没有可以接收回复包的经办人；请先收取一个任务包。"))
            return
        fields = [
            Field("to", self.tr("接收人"), FieldKind.CHOICE, choices=tuple(clerks)),
            Field("password", self.tr("本人口令"), FieldKind.PASSWORD),
            Field("phrase", self.tr("封装口令"), FieldKind.PASSWORD, required=False),
        ]
        intro = self.tr("回复包装有您本人的全部答复、声明和评分；经办人都能打开。以前发过的可以再发，不会重复。")
        told = dialogs.ask_form(self, self.tr("封装回复包"), intro, fields, self.tr("选择存放位置…"))
        if told is not None:
            self._write(told["to"], told["password"], None, told["phrase"])

    def _send_assignment(self) -> None:
        face = self.packing_face
        phrase = face.phrase.text() if face.also.isChecked() else ""
        self._write(str(face.to.currentData()), face.password.text(), face.chosen(), phrase)

    def _write(self, to: str, password: str, cases: list[str] | None, phrase: str) -> None:
        word = self.tr("回复包") if self.away else self.tr("任务包")
        name = f"{word}-{to}{packing.SUFFIX}"
        folder = self.ctx.settings.last_folder
        out = dialogs.save_file(
            self, self.tr("存放交换包"), self.tr("交换包 (*.gygap)"), str(Path(folder) / name) if folder else name
        )
        if out:
            self.ctx.settings.last_folder = str(out.parent)
            self.ctx.jobs.run(
                packing.pack, to, out, password, cases, phrase, then=self._packed, failed=self._refused
            )  # fmt: skip

    def _packed(self, made: Packed) -> None:
        self.leave()
        words = self.tr("{title}已写到 {file}：给{to}，第 {number} 号。请连同回执摘要一并交付。")
        title = packing.TITLES[made.kind]
        self.result.say(words.format(title=title, file=made.path.name, to=made.to, number=made.number), Tone.GOOD)
        self.tabs.setCurrentIndex(0)
        self.packages.pick((made.digest, "sent"))

    def _show(self, found: Incoming) -> None:
        self.taking_face.show_incoming(found)
        self._turn_to(self.taking_face)
        self.taking_face.yes.setFocus()

    def _taken(self, found: Incoming) -> None:
        self.leave()
        counts = found.counts
        words = self.tr(
            "已收取{sender}的交换包：新增 {new}，更新 {forward}，需人工判定 {conflict}，不能收取 {refused}。"
        )
        self.result.say(
            words.format(sender=found.package.sender, **counts),
            Tone.WARN if counts["conflict"] or counts["refused"] else Tone.GOOD,
        )
        self.packages.pick((found.package.digest, "taken"))
        self.tabs.setCurrentIndex(1 if counts["conflict"] else 0)

    def _refused(self, error: DeskError) -> None:
        self.result.say(dialogs.sentence(error), Tone.BAD)
        self.taking_face.yes.setEnabled(self.waiting is not None)

    def _show_difference(self, one: Divergence | None) -> None:
        stored = lineage.row_of(self.ctx.reader, one.table, one.key) if one else None
        self.card.show_difference(one, stored, may=one is not None and self._may_settle(one))

    def _may_settle(self, one: Divergence) -> bool:
        role, name = self.ctx.person.role, self.ctx.person.name
        return role in _SETTLERS and (role is not Role.REVIEWER or name in one.key)

    def _turn_to(self, face: QWidget) -> None:
        self.faces.setCurrentWidget(face)
        self.header.setVisible(face is not self.packing_face)

    def _permit(self) -> None:
        role, busy = self.ctx.person.role, self.ctx.jobs.busy
        taker = role in (_SETTLERS if self.away else (Role.CLERK,))
        self.send.setEnabled(taker and not busy)
        self.get.setEnabled(taker and not busy)
        self.drop.setAcceptDrops(taker and not busy)

    def _sentence(self) -> str:
        if self.away:
            return self.tr("这台机器做评审办公室派出的工作：收取任务包，审核评分，把回复包交回经办人。")
        return self.tr("把审核任务封装给审核员，收取审核员的回复；先预览，再收取。")

    def _main_face(self) -> QWidget:
        self.drop = DropField(_KINDS, label(self.tr("把收到的交换包（.gygap）拖到这里，或点“收取交换包”。"), "soft"))
        self.drop.dropped.connect(self.look_into)
        self.packages, self.differences = self._packages(), self._differences()
        self.receipt, self.card = ReceiptCard(reads.meta(self.ctx.reader)["id"]), DifferenceCard()
        self.packages.picked.connect(self.receipt.show_package)
        self.receipt.printed.connect(self.print_receipt)
        self.differences.picked.connect(self._show_difference)
        self.differences.opened.connect(lambda one: self.ctx.go("review", one.case))
        self.card.settled.connect(lambda incoming: self.settle(incoming=incoming))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("往来记录和待判定"))
        self.tabs.addTab(_halves(self.packages, self.receipt), self.tr("往来记录"))
        self.tabs.addTab(_halves(self.differences, self.card), self.tr("待判定"))
        face = QWidget()
        outer = column(self.drop, self.tabs)
        outer.setStretch(1, 1)
        face.setLayout(outer)
        return face

    def _packages(self) -> ListView:
        return ListView(
            [
                Column(self.tr("时间"), lambda one: when(one.at), width=168),
                Column(
                    self.tr("往来"), exchange_rows.way, width=84,
                    tone=lambda one: Tone.INFO if one.way == "sent" else Tone.GOOD,
                ),
                Column(self.tr("种类"), exchange_rows.title, width=84),
                Column(self.tr("对方"), lambda one: one.other, width=104),
                Column(self.tr("编号"), lambda one: str(one.number), width=64, number=True),
                Column(self.tr("内容"), exchange_rows.counts, stretch=True),
                Column(self.tr("办理人"), lambda one: one.by, width=104),
            ],
            key=lambda one: (one.digest, one.way), name=self.tr("往来的交换包"), empty=self.tr("还没有发出或收取过交换包。"),
        )  # fmt: skip

    def _differences(self) -> ListView:
        return ListView(
            [
                Column(self.tr("项目"), lambda one: one.case, width=140),
                Column(self.tr("内容"), lambda one: exchange_rows.place(one.table, one.key), stretch=True),
                Column(self.tr("填写人"), lambda one: exchange_rows.person(one.table, one.key), width=120),
                Column(self.tr("收到的时间"), lambda one: when(one.at), width=168),
            ],
            key=_key, name=self.tr("两台机器答得不一致的各项"), empty=self.tr("没有等待判定的内容。"),
        )  # fmt: skip


def _key(one: Divergence) -> tuple[str, tuple[str, ...], str]:
    return one.table, one.key, one.tip


def _halves(above: QWidget, below: QWidget) -> QSplitter:
    made = QSplitter(Qt.Orientation.Vertical)
    made.setContentsMargins(0, GAP, 0, 0)
    made.addWidget(above)
    made.addWidget(scrolled(column(below, None)))
    made.setSizes([280, 260])
    made.setChildrenCollapsible(False)
    above.setMinimumHeight(scaled(120))
    made.setStretchFactor(0, 1)
    return made

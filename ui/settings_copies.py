"""Copies of the record and what proves that it was not changed: backups, restoring, anchors, verification."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.operations import checkpoints, history
from gyga_desk.operations.backups import folder_of, oldest_first
from gyga_desk.operations.papers import VerifyResult
from gyga_desk.store import reads
from ui import at_rest, dialogs, restoring
from ui.context import Context
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import Card, Strip, button, column, label, row

_DIGITS = len("sha256:") + 16


@dataclass(frozen=True)
class Copy:
    """One backup beside the store, as its name and its file tell of it."""

    path: Path
    at: datetime
    why: str
    size: int


def copies(store: Path) -> list[Copy]:
    """Newest first; a file that does not tell its time by its name is dated by the disk."""
    found = [_copy(path) for path in reversed(oldest_first(folder_of(store)))]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _copy(path: Path) -> Copy:
    told, state = path.stem.split("-", 2), path.stat()
    try:
        at = datetime.strptime("".join(told[:2]), "%Y%m%d%H%M%S")  # noqa: DTZ007 - the clock of this machine wrote it
    except ValueError:
        return Copy(path, datetime.fromtimestamp(state.st_mtime), path.stem, state.st_size)  # noqa: DTZ006
    return Copy(path, at, told[2] if len(told) > 2 else "", state.st_size)


class CopiesPanel(QWidget):
    """The backups at the left, the anchor and the verification at the right."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.result = Strip()
        self.list = ListView(
            [
                Column(self.tr("时间"), lambda one: f"{one.at:%Y-%m-%d %H:%M:%S}", width=180),
                Column(self.tr("缘由"), lambda one: one.why, stretch=True),
                Column(self.tr("大小"), lambda one: f"{one.size / 1024 / 1024:.1f} MB", width=96, number=True),
            ],
            key=lambda one: one.path, name=self.tr("备份"), empty=self.tr("还没有备份。"), sortable=False,
        )  # fmt: skip
        self.make = button(self.tr("现在备份"), self.back_up)
        self.put_back = button(self.tr("从备份恢复…"), self.restore)
        self.put_back.setVisible(ctx.person.role is Role.ADMIN)
        self.anchor = label("", "soft", wrap=True, selectable=True)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("标识:步数:摘要"))
        self.typed.setAccessibleName(self.tr("文书上印的锚点"))
        self.typed.returnPressed.connect(self.verify)
        self.check = button(self.tr("核验"), self.verify, "primary")
        self.findings = ListView(
            [Column(self.tr("核验发现"), lambda one: one.sentence, stretch=True)], name=self.tr("核验发现"),
            empty=self.tr("还没有核验。"), sortable=False,
        )  # fmt: skip
        left = Card(self.tr("备份"))
        left.body.addWidget(
            label(
                self.tr("每天，以及导入、收取、封存和重新开启之前自动备份。保留最近二十份，和每天、每月的最后一份。"),
                "soft",
                wrap=True,
            )
        )
        left.body.addWidget(self.list, 1)
        left.body.addLayout(row(None, self.put_back, self.make))
        outer = row(left, self._right(), gap=2 * GAP)
        outer.setStretch(0, 1)
        outer.setStretch(1, 1)
        whole = column(self.result, self._rest())
        whole.setContentsMargins(0, GAP, 0, 0)
        whole.addLayout(outer, 1)
        self.setLayout(whole)

    def _rest(self) -> QWidget:
        """How the store lies on the disk, in one line."""
        encrypted = self.ctx.key is not None
        words = self.tr("数据文件、材料和备份是加密存放的。") if encrypted else self.tr("数据文件没有加密存放。")
        turn = button(self.tr("取消加密存放…") if encrypted else self.tr("改为加密存放…"), self.turn)
        sheet = button(self.tr("制作恢复单…"), self.make_recovery)
        turn.setVisible(self.ctx.person.role is Role.ADMIN)
        sheet.setVisible(self.ctx.person.role is Role.ADMIN and encrypted)
        line = QWidget()
        line.setLayout(row(label(words, "soft"), None, sheet, turn))
        return line

    def turn(self) -> None:
        """Two people answer for it; the window closes the record first."""
        encrypted, people = self.ctx.key is not None, reads.people(self.ctx.reader)
        asked = at_rest.ask_turning(self, encrypted, self.ctx.person.name, people)
        if asked:
            self.ctx.turn_wanted.emit(asked)

    def make_recovery(self) -> None:
        if self.ctx.key is None:
            self._refused(DeskError("这个数据文件没有加密存放，不需要恢复单；请先改为加密存放。"))
            return
        second = at_rest.ask_second(self, reads.people(self.ctx.reader))
        if second:
            self.ctx.jobs.run(at_rest.sheet_of, *second, then=self._sheet_made, failed=self._refused, owner=self)

    def _sheet_made(self, sheet: bytes) -> None:
        at_rest.save_sheet(
            self, sheet, Path.home(), lambda said, good: self.result.say(said, Tone.GOOD if good else Tone.WARN)
        )

    def refresh(self) -> None:
        self.list.set_rows(copies(self.ctx.path))
        self.anchor.setText(self.tr("此刻的锚点：{text}").format(text=self._anchor()))

    def back_up(self) -> None:
        """Into the folder of the backups, under the time and a word of its own."""
        from gyga_desk.operations.backups import snapshot

        def make(session: object) -> Path:
            return snapshot(session, "手动")  # type: ignore[arg-type] - the worker's session

        self.ctx.jobs.ask(make, then=self._made, failed=self._refused, owner=self)

    def restore(self) -> None:
        """Two people answer for it; the window closes the record first."""
        one: Copy | None = self.list.current()
        backup = (
            one.path
            if one
            else dialogs.open_file(
                self, self.tr("从备份恢复"), self.tr("数据文件 (*.gyga)"), str(folder_of(self.ctx.path))
            )
        )
        asked = backup and restoring.ask(self, backup, reads.people(self.ctx.reader), self.ctx.person.name)
        if asked:
            self.ctx.restore_wanted.emit(asked)

    def write_anchor(self) -> None:
        """To a stick or another machine: what is kept beside the record proves nothing about it."""
        name = self.tr("锚点-{store}.txt").format(store=self.ctx.path.stem)
        out = dialogs.save_file(self, self.tr("写出锚点"), self.tr("锚点 (*.txt)"), name)
        if out:
            try:
                checkpoints.write_anchor(self.ctx.reader, out)
            except DeskError as error:
                self._refused(error)
            else:
                self.result.say(self.tr("锚点已写到 {path}，请与数据文件分开保管。").format(path=out), Tone.GOOD)

    def choose_anchor(self) -> None:
        file = dialogs.open_file(self, self.tr("选择锚点文件"), self.tr("锚点 (*.txt)"))
        if file:
            self._verify(str(file))

    def verify(self) -> None:
        self._verify(self.typed.text().strip())

    def _anchor(self) -> str:
        """As papers print it: enough of the digest to compare and to type."""
        found = checkpoints.anchor_of(self.ctx.reader)
        return replace(found, head=found.head[:_DIGITS]).text

    def _verify(self, told: str) -> None:
        try:
            anchor = checkpoints.read_anchor(told) if told else None
        except DeskError as error:
            self._refused(error)
            return
        self.check.setEnabled(False)
        self.ctx.jobs.call(
            history.verify_store,
            self.ctx.path,
            anchor,
            self.ctx.key,
            then=self._verified,
            failed=self._refused,
            owner=self,
        )

    def _verified(self, found: VerifyResult) -> None:
        self.check.setEnabled(True)
        self.findings.empty = self.tr("没有发现不一致。")
        self.findings.set_rows(found.findings)
        if found.ok:
            self.result.say(self.tr("核验通过：记录与锚点、签记和各表内容一致。"), Tone.GOOD)
        else:
            words = self.tr("核验发现 {count} 处不一致，见右下。请先备份，再查明原因。")
            self.result.say(words.format(count=len(found.findings)), Tone.BAD)

    def _made(self, out: Path) -> None:
        self.refresh()
        self.result.say(self.tr("已备份为 {name}。").format(name=out.name), Tone.GOOD)

    def _refused(self, error: DeskError) -> None:
        self.check.setEnabled(True)
        self.result.say(dialogs.sentence(error), Tone.BAD)

    def _right(self) -> Card:
        card = Card(self.tr("锚点与核验"))
        said = self.tr(
            "锚点记下数据文件此刻走到哪一步。把它存到主任的优盘或另一台机器上，日后凭它核验数据文件有没有被换成旧的副本。"
        )
        copy = button(
            self.tr("复制"),
            lambda: QGuiApplication.clipboard().setText(self._anchor()),
            "link",
        )
        card.body.addWidget(label(said, "soft", wrap=True))
        card.body.addWidget(self.anchor)
        card.body.addLayout(row(copy, None, button(self.tr("写出锚点…"), self.write_anchor)))
        card.body.addWidget(label(self.tr("凭锚点核验；不填则凭本机记下的锚点和各人的签记核验。"), "soft", wrap=True))
        line = row(self.typed, button(self.tr("锚点文件…"), self.choose_anchor), self.check)
        line.setStretch(0, 1)
        card.body.addLayout(line)
        card.body.addWidget(self.findings, 1)
        return card

"""The page 历史记录: every operation with its time and person, undo and redo, and the check that nothing was altered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter

from gyga_desk.operations import history
from gyga_desk.operations.papers import VerifyResult
from gyga_desk.store import reads
from gyga_desk.store.reads import OpRow
from ui.context import Context
from ui.kept import keep
from ui.pages.page import STANDING, Page
from ui.style import Tone
from ui.table import Column, ListView
from ui.widgets import PageHeader, Strip, button, label, row
from ui.words import when


class HistoryPage(Page):
    """Operations, newest first; optionally those of one case."""

    listens_to = STANDING | {
        "meta", "edition_text", "person", "certificate", "batch", "paper", "printing", "signature", "voucher_entry",
    }  # fmt: skip

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.known: Mapping[int, OpRow] = {}
        self.undo = button(self.tr("撤销"), lambda: ctx.jobs.run(history.undo))
        self.redo = button(self.tr("重做"), lambda: ctx.jobs.run(history.redo))
        self.check = button(self.tr("核验数据文件"), self.verify, tip=self.tr("逐条核对操作记录的校验码和每张表的内容"))
        self.header = PageHeader(self.tr("历史记录"), "", self.undo, self.redo, self.check)
        self.result = Strip()
        self.filter = QLineEdit(placeholderText=self.tr("项目编号，如 2025-M3-0001"), clearButtonEnabled=True)
        self.filter.setAccessibleName(self.tr("按项目编号筛选"))
        keep(self.filter, "case")
        self.filter.setFixedWidth(260)
        self.filter.textChanged.connect(self.refresh)
        self.list = ListView(
            self._columns(),
            key=lambda op: op.id,
            sortable=False,
            name=self.tr("操作记录"),
            empty=self.tr("没有符合条件的操作。"),
        )
        self.findings = ListView(
            [
                Column(self.tr("核验发现"), lambda found: found.sentence, stretch=True),
                Column(self.tr("代码"), lambda found: found.code, width=160, soft=True),
            ],
            name=self.tr("核验发现"),
        )
        self.findings.hide()
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(self.findings)
        for part in (self.header, self.result):
            self.body.addWidget(part)
        self.body.addLayout(row(label(self.tr("筛选"), "soft"), self.filter, None))
        self.body.addWidget(parts, 1)

    def refresh(self) -> None:
        """Override refresh."""
        db, person = self.ctx.reader, self.ctx.person.name
        everything = reads.history(db)
        self.known = {op.id: op for op in everything}
        case = self.filter.text().strip()
        self.list.set_rows(reads.history(db, case) if case else everything)
        self.header.say(
            self.tr("共 {count} 步操作。撤销也是一步操作，原来的记录始终保留。").format(count=len(everything))
        )
        self.undo.setEnabled(reads.undoable(db, person) is not None)
        self.redo.setEnabled(reads.redoable(db, person) is not None)

    def show_case(self, case: str) -> None:
        """Override show_case."""
        self.filter.setText(case)

    def verify(self) -> None:
        """Recompute every digest; long for a long record, so off the screen's thread."""
        self.check.setEnabled(False)
        self.ctx.jobs.call(
            history.verify_store, self.ctx.path, None, self.ctx.key, then=self._verified, failed=self._not_verified
        )

    def _verified(self, found: VerifyResult) -> None:
        self.check.setEnabled(True)
        self.findings.set_rows(found.findings)
        self.findings.setVisible(not found.ok)
        if found.ok:
            self.result.say(self.tr("核验通过：操作记录首尾相接，各表内容与记录一致。"), Tone.GOOD)
        else:
            self.result.say(
                self.tr("核验发现 {count} 处不一致，见下表。请先备份，再联系管理员。").format(
                    count=len(found.findings)
                ),
                Tone.BAD,
            )

    def _not_verified(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self.result.say(str(error), Tone.BAD)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("序号"), lambda op: str(op.id), width=64, number=True),
            Column(self.tr("时间"), lambda op: when(op.at), width=168),
            Column(self.tr("人员"), lambda op: op.actor, width=120),
            Column(self.tr("操作"), lambda op: op.title, stretch=True),
            Column(self.tr("状态"), self._state, width=150, tone=self._tone),
            Column(
                self.tr("校验码"),
                lambda op: op.digest.removeprefix("sha256:")[:12],
                width=140,
                soft=True,
                tip=lambda op: op.digest,
            ),
        ]

    def _state(self, op: OpRow) -> str:
        origin, depth = self._origin(op)
        if depth:
            word = self.tr("撤销第 {step} 步") if depth % 2 else self.tr("重做第 {step} 步")
            return word.format(step=origin)
        if self._is_taken_back(op):
            return self.tr("已撤销")
        if op.seals:
            return self.tr("封存") if "decision" in op.tables else self.tr("不可撤销")
        return ""

    def _tone(self, op: OpRow) -> Tone | None:
        if op.reverts is not None:
            return Tone.INFO
        if self._is_taken_back(op):
            return Tone.QUIET
        if op.seals:
            return Tone.GOOD if "decision" in op.tables else Tone.QUIET
        return None

    def _origin(self, op: OpRow) -> tuple[int, int]:
        """The step that an undo, a redo, or an undo of a redo is about, and how many reversals lie between."""
        depth = 0
        while op.reverts is not None:
            op, depth = self.known[op.reverts], depth + 1
        return op.id, depth

    def _is_taken_back(self, op: OpRow) -> bool:
        """After any number of undos and redos of the same step."""
        taken = False
        while op.reverted_by is not None:
            op, taken = self.known[op.reverted_by], not taken
        return taken

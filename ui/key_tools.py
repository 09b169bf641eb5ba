"""The administrator's two acts for signing: the office's root certificate, and a key file for each person who signs."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QToolButton

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.store import reads
from ui import dialogs
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.said import said


class KeyButton(QToolButton):
    """A menu button; seen by the administrator alone."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.setProperty("kind", "button")
        self.setText(self.tr("签名密钥"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.root = menu.addAction(self.tr("建立根证书…"), self.make_root)
        self.key = menu.addAction(self.tr("签发签名密钥…"), self.make_key)
        self.setMenu(menu)
        self.setVisible(ctx.person.role is Role.ADMIN)
        menu.aboutToShow.connect(self._look)

    def make_root(self) -> None:
        from gyga_desk.operations import keys

        intro = self.tr("根证书只建一次，密钥文件存放在记录旁边；口令由管理员保管，丢失后不能再签发新的密钥。")
        told = self._ask(self.tr("建立根证书"), intro, [], self.tr("根证书口令"), self.tr("建立"))
        if told is not None:
            self.ctx.jobs.run(keys.make_root, told["words"], then=self._root_made)

    def make_key(self) -> None:
        from gyga_desk.operations import keys

        people = tuple(
            (one.name, self.tr("{name}（{role}）").format(name=one.name, role=said(one.role.label)))
            for one in reads.people(self.ctx.reader)
            if one.active
        )
        fields = [
            Field("person", self.tr("签给"), FieldKind.CHOICE, choices=people),
            Field("root", self.tr("根证书口令"), FieldKind.PASSWORD),
        ]
        intro = self.tr("密钥文件交本人保管，口令由本人设定；记录里只留证书，不留密钥。")
        told = self._ask(self.tr("签发签名密钥"), intro, fields, self.tr("密钥口令"), self.tr("选择存放位置…"))
        out = told and dialogs.save_file(
            self, self.tr("存放签名密钥"), self.tr("签名密钥 (*.p12)"), f"{told['person']}.p12"
        )
        if told and out:
            self.ctx.jobs.run(
                keys.make_key,
                told["person"],
                told["words"],
                told["root"],
                out,
                owner=self,
                then=lambda _: self.ctx.say(self.tr("密钥已存放到 {name}。").format(name=out.name)),
            )

    def _look(self) -> None:
        made = any(one.kind == "root" for one in reads.certificates(self.ctx.reader))
        self.root.setEnabled(not made)
        self.key.setEnabled(made)

    def _root_made(self, _: object) -> None:
        self.ctx.say(self.tr("根证书已建立，现在可以签发签名密钥。"))

    def _ask(self, title: str, intro: str, fields: list[Field], words: str, yes: str) -> dict[str, str] | None:
        """A form that ends in a pass-phrase, typed twice."""
        twice = [Field("words", words, FieldKind.PASSWORD), Field("again", self.tr("再输一次"), FieldKind.PASSWORD)]
        told = dialogs.ask_form(self, title, intro, [*fields, *twice], yes)
        if told is not None and told["words"] != told["again"]:
            dialogs.refuse(self, DeskError("两次输入的口令不一致，没有建立；请重新输入。"))
            return None
        return told

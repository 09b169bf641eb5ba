"""The accounts: who works here, in which role; changing another's account takes two people."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.store import reads
from gyga_desk.store.reads import PersonRow
from ui import dialogs
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.key_tools import KeyButton
from ui.said import said
from ui.second_key import key_fields
from ui.style import GAP, Tone
from ui.table import Column, ListView
from ui.widgets import button, column, label, row
from ui.words import NOTHING, when


class PeoplePanel(QWidget):
    """Everyone sees who is here; the administrator changes it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.add = button(self.tr("增加人员…"), self.add_person, "primary")
        self.change = button(self.tr("变更岗位或停用…"), self.change_person)
        self.reset = button(self.tr("重设口令…"), self.reset_password)
        self.keys = KeyButton(ctx)
        self.list = ListView(
            [
                Column(self.tr("姓名"), lambda one: one.name, width=180),
                Column(self.tr("岗位"), lambda one: one.role.label, width=120),
                Column(self.tr("状态"), self._state, width=100, tone=_tone),
                Column(self.tr("账户密钥"), self._key, width=120, soft=True),
                Column(self.tr("签名证书"), self._certificate, stretch=True, soft=True),
            ],
            key=lambda one: one.name, name=self.tr("人员"), sortable=False,
        )  # fmt: skip
        self.list.picked.connect(lambda _: self._permit())
        admin = ctx.person.role is Role.ADMIN
        for part in (self.add, self.change, self.reset):
            part.setVisible(admin)
        said = (
            self.tr("变更岗位、停用和重设口令须有第二人（主任或监督员）在场输入口令。")
            if admin
            else self.tr("人员由管理员管理；本人的口令在菜单“修改口令”里改。")
        )
        outer = column(row(label(said, "soft"), None, self.keys, self.reset, self.change, self.add), self.list)
        outer.setStretch(1, 1)
        outer.setContentsMargins(0, GAP, 0, 0)
        self.setLayout(outer)

    def refresh(self) -> None:
        self.certificates = {one.person: one for one in reads.certificates(self.ctx.reader) if one.kind != "root"}
        self.list.set_rows(reads.people(self.ctx.reader))
        self._permit()

    def add_person(self) -> None:
        from gyga_desk.operations import people

        fields = [
            Field("name", self.tr("姓名")),
            Field("role", self.tr("岗位"), FieldKind.CHOICE, Role.REVIEWER.value, choices=_roles()),
            *self._twice(),
        ]
        intro = self.tr("一人一个账户、一个岗位。首次口令由管理员设定，请其登录后自行修改。")
        told = self._ask(self.tr("增加人员"), intro, fields, self.tr("增加"))
        if told is not None:
            self.ctx.jobs.run(people.add_person, told["name"], Role(told["role"]), told["new"])

    def change_person(self) -> None:
        from gyga_desk.operations import people

        one = self.list.current()
        if one is None:
            return
        states = (("1", self.tr("在用")), ("0", self.tr("停用")))
        fields = [
            Field("role", self.tr("岗位"), FieldKind.CHOICE, one.role.value, choices=_roles()),
            Field("active", self.tr("状态"), FieldKind.CHOICE, str(int(one.active)), choices=states),
            *key_fields(self.ctx),
        ]
        intro = self.tr("{name} 已经办的事仍记在其名下。停用的账户不能登录，可以重新启用。").format(name=one.name)
        told = dialogs.ask_form(self, self.tr("变更人员"), intro, fields, self.tr("变更"))
        if told is not None:
            self.ctx.jobs.run(
                people.change_person, one.name, told["second"], told["password"], Role(told["role"]),
                active=told["active"] == "1",
            )  # fmt: skip

    def reset_password(self) -> None:
        from gyga_desk.operations import people

        one = self.list.current()
        if one is None:
            return
        intro = self.tr(
            "用于 {name} 忘记口令的情形。账户密钥随之更换：此前封装给 {name} 而未收取的交换包将打不开，须重新封装。"
        )
        fields = [*self._twice(), *key_fields(self.ctx)]
        told = self._ask(self.tr("重设口令"), intro.format(name=one.name), fields, self.tr("重设"))
        if told is not None:
            self.ctx.jobs.run(
                people.reset_password, one.name, told["new"], told["second"], told["password"], owner=self,
                then=lambda _: self.ctx.say(self.tr("{name} 的口令已重设。").format(name=one.name)),
            )  # fmt: skip

    def _ask(self, title: str, intro: str, fields: list[Field], yes: str) -> dict[str, str] | None:
        told = dialogs.ask_form(self, title, intro, fields, yes)
        if told is not None and told["new"] != told["again"]:
            dialogs.refuse(self, DeskError("两次输入的新口令不一致，没有改动；请重新输入。"))
            return None
        return told

    def _twice(self) -> list[Field]:
        return [
            Field("new", self.tr("新口令"), FieldKind.PASSWORD, hint=self.tr("至少 8 个字符")),
            Field("again", self.tr("再输一次新口令"), FieldKind.PASSWORD),
        ]

    def _permit(self) -> None:
        one = self.list.current()
        self.change.setEnabled(one is not None)
        self.reset.setEnabled(one is not None and one.name != self.ctx.person.name)

    def _state(self, one: PersonRow) -> str:
        return self.tr("在用") if one.active else self.tr("停用")

    def _key(self, one: PersonRow) -> str:
        return self.tr("有") if reads.account_key(self.ctx.reader, one.name).public else self.tr("无")

    def _certificate(self, one: PersonRow) -> str:
        held = self.certificates.get(one.name)
        return NOTHING if held is None else self.tr("{at} 登记").format(at=when(held.at))


def _roles() -> tuple[tuple[str, str], ...]:
    return tuple((role.value, said(role.label)) for role in Role)


def _tone(one: PersonRow) -> Tone:
    return Tone.GOOD if one.active else Tone.QUIET

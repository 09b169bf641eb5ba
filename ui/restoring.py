"""Putting a backup back: who answers for it, asked while the record is still open or where it no longer opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gyga_desk.model import Role
from gyga_desk.store.reads import PersonRow
from ui import dialogs
from ui.dialogs import Field, FieldKind
from ui.languages import tr
from ui.said import said

_SECOND = (Role.OBSERVER, Role.CHAIR)


@dataclass(frozen=True)
class Restoring:
    """A backup to be put in the store's place, and the two people who answer for it."""

    backup: Path
    name: str
    password: str
    second: str
    second_password: str


def ask(parent: QWidget, backup: Path, people: Sequence[PersonRow], name: str = "") -> Restoring | None:
    """Who restores with whom; names are typed where nobody knows the people any more."""
    intro = tr(
        "用 {backup} 替换现在的数据文件。现在的文件不会丢，另存在备份文件夹里；备份之后所做的工作不在恢复后的文件里。"
        "须由管理员和第二人（主任或监督员）一同办理。"
    )
    fields = [
        _who(tr("管理员"), "name", people, (Role.ADMIN,), name),
        Field("password", tr("管理员的口令"), FieldKind.PASSWORD),
        _who(tr("第二人"), "second", people, _SECOND, ""),
        Field("second_password", tr("第二人的口令"), FieldKind.PASSWORD),
    ]
    told = dialogs.ask_form(parent, tr("从备份恢复"), intro.format(backup=backup.name), fields, tr("恢复"))
    return None if told is None else Restoring(backup, **told)


def _who(title: str, name: str, people: Sequence[PersonRow], roles: Sequence[Role], value: str) -> Field:
    held = [one for one in people if one.active and one.role in roles]
    if not people:
        return Field(name, title, value=value)
    choices = tuple((one.name, tr("{name}（{role}）").format(name=one.name, role=said(one.role.label))) for one in held)
    return Field(name, title, FieldKind.CHOICE, value, choices=choices)

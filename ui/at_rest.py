"""The store encrypted or not: what is asked of the people who turn it, who print its recovery sheet, and who use that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.store.reads import PersonRow
from ui import dialogs
from ui.dialogs import Field, FieldKind
from ui.languages import tr
from ui.said import said

if TYPE_CHECKING:
    from gyga_desk.operations import Done, Session

_SECOND = (Role.OBSERVER, Role.CHAIR)


@dataclass(frozen=True, repr=False)
class Turning:
    """What is to be done with the whole file, and the two people who answer for it."""

    encrypt: bool
    name: str
    password: str
    second: str
    second_password: str


@dataclass(frozen=True, repr=False)
class Recovering:
    """Both halves of a recovery sheet, who brought them, and the administrator's new password."""

    code: tuple[str, str]
    keepers: tuple[str, str]
    name: str
    password: str


def tick() -> Field:
    """The box in the window's first start; on unless somebody takes it off."""
    words = tr("拿到文件的人没有口令就读不出内容；口令都忘了时凭恢复单打开")
    return Field("encrypt", tr("加密存放"), FieldKind.TICK, "1", required=False, hint=words)


def ask_turning(parent: QWidget, encrypted: bool, name: str, people: Sequence[PersonRow]) -> Turning | None:
    if encrypted:
        title, yes = tr("取消加密存放"), tr("取消加密")
        words = tr("数据文件和材料改为不加密；此前的备份仍是加密的。须由管理员和第二人一同办理。")
    else:
        title, yes = tr("改为加密存放"), tr("加密")
        words = tr(
            "数据文件、材料和备份文件夹里的备份都加密；各人的口令不变。已复制到别处的明文副本须另行清除。"
            "须由管理员和第二人一同办理，办完请制作恢复单。"
        )
    fields = [Field("password", tr("{name}的口令").format(name=name), FieldKind.PASSWORD), *_second(people)]
    told = dialogs.ask_form(parent, title, words, fields, yes)
    return None if told is None else Turning(not encrypted, name, **told)


def ask_second(parent: QWidget, people: Sequence[PersonRow]) -> tuple[str, str] | None:
    """Who makes the recovery sheet with the administrator; nobody where the store knows none who may."""
    words = tr(
        "恢复单分甲、乙两联，封好交两人分别保管；两联合在一起才能在口令都忘了时打开数据文件。此前的一张即行作废。"
    )
    if not _who(people, _SECOND):
        done = dialogs.confirm(parent, tr("制作恢复单"), words, tr("制作"))
        return ("", "") if done else None
    told = dialogs.ask_form(parent, tr("制作恢复单"), words, _second(people), tr("制作"))
    return None if told is None else (told["second"], told["second_password"])


def ask_recovery(parent: QWidget, people: Sequence[PersonRow]) -> Recovering | None:
    words = tr("口令都忘了时，由两人各自输入所保管的一联，为管理员另设口令。经过记入操作记录。")
    everybody = tuple((p.name, p.name) for p in people)
    fields = [
        Field("name", tr("管理员"), FieldKind.CHOICE, choices=_who(people, (Role.ADMIN,))),
        Field("first", tr("甲联的恢复码")),
        Field("first_keeper", tr("甲联保管人"), FieldKind.CHOICE, choices=everybody),
        Field("second", tr("乙联的恢复码")),
        Field("second_keeper", tr("乙联保管人"), FieldKind.CHOICE, choices=everybody),
        Field("password", tr("新口令"), FieldKind.PASSWORD),
        Field("again", tr("再输一次新口令"), FieldKind.PASSWORD),
    ]
    told = dialogs.ask_form(parent, tr("凭恢复单打开"), words, fields, tr("另设口令"))
    if told is None:
        return None
    if told["password"] != told["again"]:
        dialogs.refuse(parent, DeskError("两次输入的口令不一致，口令没有改动；请重新输入。"))
        return None
    keepers = (told["first_keeper"], told["second_keeper"])
    return Recovering((told["first"], told["second"]), keepers, told["name"], told["password"])


def save_sheet(parent: QWidget, sheet: bytes, folder: Path, say: Callable[[str, bool], None]) -> None:
    """The recovery sheet where the person says; it is nowhere else, so that turning back means making another."""
    from gyga_desk.operations import files

    out = dialogs.save_file(parent, tr("恢复单存到哪里"), tr("恢复单 (*.pdf)"), str(folder / tr("恢复单.pdf")))
    if out is None:
        say(tr("恢复单没有保存。口令都忘了，数据就再也读不出来；请尽快在“人员与设置”里制作。"), False)
        return
    try:
        files.replace(out, sheet)
    except DeskError as error:
        say(dialogs.sentence(error), False)
        return
    say(tr("恢复单已存为 {name}。请打印后裁开，封好交两人分别保管，并删除这个文件。").format(name=out.name), True)


def sheet_of(session: Session, second: str, password: str) -> Done[bytes]:
    """The sheet made and drawn, on the thread that owns the store."""
    from gyga_desk.operations import Done, at_rest, recovery_sheet

    made = at_rest.make_recovery(session, second, password)
    return Done(recovery_sheet.content(made.value), made.change, made.title)


def make_store(out: Path, guide: Path | str | None, admin: str, password: str, *, encrypt: bool) -> bytes:
    """A new store; gives its recovery sheet, or nothing for one that is not encrypted."""
    from gyga_desk.operations.session import create_store, open_session

    create_store(out, guide=guide, admin=admin, password=password, encrypt=encrypt)
    if not encrypt:
        return b""
    session = open_session(out, admin.strip(), password)
    try:
        return sheet_of(session, "", "").value
    finally:
        session.close()


def _second(people: Sequence[PersonRow]) -> list[Field]:
    return [
        Field("second", tr("第二人"), FieldKind.CHOICE, choices=_who(people, _SECOND)),
        Field("second_password", tr("第二人的口令"), FieldKind.PASSWORD),
    ]


def _who(people: Sequence[PersonRow], roles: Sequence[Role]) -> tuple[tuple[str, str], ...]:
    words = tr("{name}（{role}）")
    return tuple(
        (p.name, words.format(name=p.name, role=said(p.role.label))) for p in people if p.active and p.role in roles
    )

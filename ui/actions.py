"""Every menu action, declared once: its text, its key, who may, and what it runs on the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

import gyga_desk
from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from ui import dialogs

if TYPE_CHECKING:
    from ui.window import Window

ALL = frozenset(Role)
EDITORS = ALL - {Role.OBSERVER}


def QT_TRANSLATE_NOOP(_: str, text: str) -> str:
    """Marks a text for translation where it is declared; it is translated when shown."""
    return text


@dataclass(frozen=True)
class Action:
    """One thing the menu offers. An empty text is a line between groups."""

    name: str
    text: str
    key: str
    who: frozenset[Role]
    run: Callable[[Window], None]

    def shown(self) -> str:
        return QCoreApplication.translate("actions", self.text)


def undo(window: Window) -> None:
    from gyga_desk.operations import history

    if window.ctx:
        window.jobs.run(history.undo)


def redo(window: Window) -> None:
    from gyga_desk.operations import history

    if window.ctx:
        window.jobs.run(history.redo)


def reload(window: Window) -> None:
    window.refresh_all()


def back_up(window: Window) -> None:
    """Write a whole copy of the record where the person says."""
    from gyga_desk.operations import history

    if not window.ctx:
        return
    path = window.ctx.path
    suggested = path.with_name(f"{path.stem}-备份-{datetime.now().astimezone():%Y%m%d}{path.suffix}")
    out = dialogs.save_file(window, tr("备份数据文件"), tr("数据文件 (*.gyga)"), str(suggested))
    if out:
        window.jobs.run(
            history.back_up, out, owner=window, then=lambda _: window.say(tr("已备份到 {name}。").format(name=out.name))
        )


def verify(window: Window) -> None:
    if window.ctx:
        window.ctx.go("history", "")


def change_password(window: Window) -> None:
    from gyga_desk.operations import people

    password = dialogs.FieldKind.PASSWORD
    fields = [
        dialogs.Field("old", tr("现用口令"), password),
        dialogs.Field("new", tr("新口令"), password),
        dialogs.Field("again", tr("再输一次新口令"), password),
    ]
    answers = dialogs.ask_form(window, tr("修改口令"), "", fields, tr("修改"))
    if answers is None:
        return
    if answers["new"] != answers["again"]:
        dialogs.refuse(window, DeskError("两次输入的新口令不一致，口令没有改动；请重新输入。"))
        return
    window.jobs.run(people.change_password, answers["old"], answers["new"])


def switch_person(window: Window) -> None:
    window.show_sign_in()


def about(window: Window) -> None:
    dialogs.show(
        window,
        tr("关于"),
        tr("大模型支持措施审核工作台\n版本 {version}\n全部资料只保存在本机，程序不连接网络。").format(
            version=gyga_desk.__version__
        ),
    )


def close(window: Window) -> None:
    window.close()


def tr(text: str) -> str:
    return QCoreApplication.translate("actions", text)


_LINE = Action("", "", "", ALL, lambda _: None)

ACTIONS = (
    Action("undo", QT_TRANSLATE_NOOP("actions", "撤销"), "Ctrl+Z", EDITORS, undo),
    Action("redo", QT_TRANSLATE_NOOP("actions", "重做"), "Ctrl+Y", EDITORS, redo),
    _LINE,
    Action("reload", QT_TRANSLATE_NOOP("actions", "刷新页面"), "F5", ALL, reload),
    Action("back_up", QT_TRANSLATE_NOOP("actions", "备份数据文件…"), "Ctrl+B", ALL, back_up),
    Action("verify", QT_TRANSLATE_NOOP("actions", "核验数据文件…"), "", ALL, verify),
    _LINE,
    Action("change_password", QT_TRANSLATE_NOOP("actions", "修改口令…"), "", ALL, change_password),
    Action("switch_person", QT_TRANSLATE_NOOP("actions", "切换人员或数据文件…"), "Ctrl+L", ALL, switch_person),
    _LINE,
    Action("about", QT_TRANSLATE_NOOP("actions", "关于"), "F1", ALL, about),
    Action("close", QT_TRANSLATE_NOOP("actions", "退出"), "Ctrl+Q", ALL, close),
)

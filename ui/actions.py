"""Every action, declared once: its text, its key, who may, and what it runs on the window.

The menu shows those of the program; those of a page hold while that page is shown, and the command palette offers them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

import gyga_desk
from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from ui import dialogs, dossiers, sending
from ui.languages import tr

if TYPE_CHECKING:
    from ui.window import Window

ALL = frozenset(Role)
EDITORS = ALL - {Role.OBSERVER}
ADMIN, CLERK = frozenset({Role.ADMIN}), frozenset({Role.CLERK})
ISSUERS = frozenset({Role.ADMIN, Role.CHAIR})
TWO_MACHINES = frozenset({Role.CLERK, Role.REVIEWER, Role.CHAIR})
SIGNERS = ALL - {Role.ADMIN}
MARKERS, CHAIR = frozenset({Role.REVIEWER}), frozenset({Role.CHAIR})
PROPOSERS = frozenset({Role.CLERK, Role.CHAIR})


@dataclass(frozen=True)
class Action:
    """One thing a person can do. An empty text is a line between groups of the menu."""

    name: str
    text: str
    key: str
    who: frozenset[Role]
    run: Callable[[Window], None]
    page: str = ""
    """The page it belongs to; empty for the whole program."""
    more_keys: tuple[str, ...] = ()

    def shown(self) -> str:
        return QCoreApplication.translate("actions", self.text)

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.key, *self.more_keys) if key]


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
    suggested = path.with_name(f"{path.stem}-{tr('备份')}-{datetime.now().astimezone():%Y%m%d}{path.suffix}")
    out = dialogs.save_file(window, tr("备份数据文件"), tr("数据文件 (*.gyga)"), str(suggested))
    if out:
        window.jobs.run(
            history.back_up, out, owner=window, then=lambda _: window.say(tr("已备份到 {name}。").format(name=out.name))
        )


def blank_form(window: Window) -> None:
    if window.ctx:
        sending.blank_form(window, window.ctx)


def table_of_cases(window: Window) -> None:
    if window.ctx:
        sending.table_of_cases(window, window.ctx)


def supplement_lists(window: Window) -> None:
    if window.ctx:
        sending.lists_of_record(window, window.ctx)


def dossier_of_year(window: Window) -> None:
    if window.ctx:
        dossiers.of_year(window, window.ctx)


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


def lock(window: Window) -> None:
    window.lock()


def find(window: Window) -> None:
    window.show_palette()


def all_cases(window: Window) -> None:
    from ui.all_cases import AllCases

    if window.ctx:
        AllCases(window, window.ctx).open()


def show_help(window: Window) -> None:
    window.show_help()


def show_changes(window: Window) -> None:
    window.show_changes()


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


def on_page(page: str, method: str) -> Callable[[Window], None]:
    """The act of a page, which is opened first where it is not shown."""
    return lambda window: window.do_on_page(page, method)


_LINE = Action("", "", "", ALL, lambda _: None)

ACTIONS = (
    Action("undo", QT_TRANSLATE_NOOP("actions", "撤销"), "Ctrl+Z", EDITORS, undo),
    Action("redo", QT_TRANSLATE_NOOP("actions", "重做"), "Ctrl+Y", EDITORS, redo),
    _LINE,
    Action("blank_form", QT_TRANSLATE_NOOP("actions", "空白申报表…"), "", ALL, blank_form),
    Action("table_of_cases", QT_TRANSLATE_NOOP("actions", "导出项目表…"), "", ALL, table_of_cases),
    Action("supplement_lists", QT_TRANSLATE_NOOP("actions", "补正清单…"), "", ALL, supplement_lists),
    Action("dossier", QT_TRANSLATE_NOOP("actions", "导出年度案卷…"), "", PROPOSERS, dossier_of_year),
    _LINE,
    Action(
        "find", QT_TRANSLATE_NOOP("actions", "查找命令、页面、项目…"), "Ctrl+K", ALL, find, more_keys=("Ctrl+Shift+P",)
    ),
    Action("all_cases", QT_TRANSLATE_NOOP("actions", "全部项目…"), "Ctrl+J", ALL, all_cases),
    Action("reload", QT_TRANSLATE_NOOP("actions", "刷新页面"), "F5", ALL, reload),
    Action("back_up", QT_TRANSLATE_NOOP("actions", "备份数据文件…"), "Ctrl+B", ALL, back_up),
    Action("verify", QT_TRANSLATE_NOOP("actions", "核验数据文件…"), "", ALL, verify),
    _LINE,
    Action("change_password", QT_TRANSLATE_NOOP("actions", "修改口令…"), "", ALL, change_password),
    Action("lock", QT_TRANSLATE_NOOP("actions", "锁定"), "Ctrl+Alt+L", ALL, lock),
    Action("switch_person", QT_TRANSLATE_NOOP("actions", "切换人员或数据文件…"), "Ctrl+L", ALL, switch_person),
    _LINE,
    Action("help", QT_TRANSLATE_NOOP("actions", "使用手册"), "F1", ALL, show_help),
    Action("changes", QT_TRANSLATE_NOOP("actions", "版本变化"), "", ALL, show_changes),
    Action("about", QT_TRANSLATE_NOOP("actions", "关于"), "", ALL, about),
    Action("close", QT_TRANSLATE_NOOP("actions", "退出"), "Ctrl+Q", ALL, close),
    Action(
        "intake.choose", QT_TRANSLATE_NOOP("actions", "选择申报工作簿…"), "Ctrl+O", CLERK, on_page("intake", "choose_file"),
        "intake",
    ),
    Action(
        "review.next", QT_TRANSLATE_NOOP("actions", "下一项"), "Ctrl+PgDown", ALL, on_page("review", "go_on"), "review",
        more_keys=("Alt+Down",),
    ),
    Action(
        "review.back", QT_TRANSLATE_NOOP("actions", "上一项"), "Ctrl+PgUp", ALL, on_page("review", "go_back"), "review",
        more_keys=("Alt+Up",),
    ),
    Action(
        "review.next_open", QT_TRANSLATE_NOOP("actions", "下一个未答完的项目"), "Ctrl+Shift+PgDown", ALL,
        on_page("review", "go_to_open"), "review",
    ),
    Action("review.find", QT_TRANSLATE_NOOP("actions", "在待审项目中查找"), "Ctrl+F", ALL, on_page("review", "find"), "review"),
    Action("review.widen", QT_TRANSLATE_NOOP("actions", "放大证据"), "Ctrl+E", ALL, on_page("review", "widen"), "review"),
    Action("review.explain", QT_TRANSLATE_NOOP("actions", "逐项说明…"), "Ctrl+I", ALL, on_page("review", "explain"), "review"),
    Action(
        "marks.next", QT_TRANSLATE_NOOP("actions", "下一项"), "Ctrl+PgDown", MARKERS, on_page("marks", "go_on"), "marks",
        more_keys=("Alt+Down",),
    ),
    Action(
        "marks.back", QT_TRANSLATE_NOOP("actions", "上一项"), "Ctrl+PgUp", MARKERS, on_page("marks", "go_back"), "marks",
        more_keys=("Alt+Up",),
    ),
    Action(
        "decision.propose", QT_TRANSLATE_NOOP("actions", "拟定名单…"), "Ctrl+T", PROPOSERS,
        on_page("decision", "propose_list"), "decision",
    ),
    Action(
        "decision.seal", QT_TRANSLATE_NOOP("actions", "封存决定…"), "Ctrl+Shift+T", CHAIR,
        on_page("decision", "seal_decision"), "decision",
    ),
    Action(
        "papers.print_all", QT_TRANSLATE_NOOP("actions", "打印全部文书…"), "Ctrl+P", PROPOSERS,
        on_page("papers", "print_all"), "papers",
    ),
    Action(
        "papers.sign_all", QT_TRANSLATE_NOOP("actions", "签署等待本人签名的全部文书…"), "Ctrl+Shift+S", SIGNERS,
        on_page("papers", "sign_all"), "papers",
    ),
    Action(
        "review.dossier", QT_TRANSLATE_NOOP("actions", "导出本项目案卷…"), "", PROPOSERS,
        on_page("review", "export_dossier"), "review",
    ),
    Action(
        "exchange.pack", QT_TRANSLATE_NOOP("actions", "封装交换包…"), "Ctrl+D", TWO_MACHINES, on_page("exchange", "pack"),
        "exchange",
    ),
    Action(
        "exchange.take", QT_TRANSLATE_NOOP("actions", "收取交换包…"), "Ctrl+O", TWO_MACHINES,
        on_page("exchange", "choose_file"), "exchange",
    ),
    Action(
        "settings.add_person", QT_TRANSLATE_NOOP("actions", "增加人员…"), "Ctrl+N", ADMIN, on_page("settings", "add_person"),
        "settings",
    ),
    Action(
        "settings.anchor", QT_TRANSLATE_NOOP("actions", "写出锚点…"), "", ALL, on_page("settings", "write_anchor"), "settings"
    ),
    Action(
        "settings.verify", QT_TRANSLATE_NOOP("actions", "凭锚点核验数据文件…"), "", ALL, on_page("settings", "verify_by_anchor"),
        "settings",
    ),
    Action(
        "policy.compare", QT_TRANSLATE_NOOP("actions", "对照新指南…"), "", ALL, on_page("policy", "compare_guide"), "policy"
    ),
    Action(
        "policy.take", QT_TRANSLATE_NOOP("actions", "收取申报指南…"), "", ALL, on_page("policy", "take_guide"), "policy"
    ),
    Action(
        "policy.issue", QT_TRANSLATE_NOOP("actions", "签发申报指南…"), "", ISSUERS, on_page("policy", "issue_guide"), "policy"
    ),
    Action(
        "settings.turn", QT_TRANSLATE_NOOP("actions", "改为加密存放或取消加密…"), "", ADMIN, on_page("settings", "turn"), "settings"
    ),
    Action(
        "settings.recovery", QT_TRANSLATE_NOOP("actions", "制作恢复单…"), "", ADMIN, on_page("settings", "make_recovery"),
        "settings",
    ),
    Action("settings.restore", QT_TRANSLATE_NOOP("actions", "从备份恢复…"), "", ADMIN, on_page("settings", "restore"), "settings"),
)  # fmt: skip

"""Asking where a dossier goes, and having it made: of the year from the menu, of one case from its own page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ui import dialogs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gyga_desk.model import CaseId
    from gyga_desk.operations.dossier import Dossier
    from ui.context import Context


def tr(text: str) -> str:
    return QCoreApplication.translate("dossiers", text)


def of_year(parent: QWidget, ctx: Context) -> None:
    _make(parent, ctx, "", ctx.year)


def of_case(parent: QWidget, ctx: Context, case: CaseId) -> None:
    _make(parent, ctx, case, None)


def _make(parent: QWidget, ctx: Context, case: CaseId, year: int | None) -> None:
    from gyga_desk.operations.dossier import make_dossier, name_of

    intro = tr(
        "文书、核对、评分、说明、操作记录、原件和附件收入一个文件，附首页和核验方法；导出记入操作记录，不能撤销。"
    )
    fields = [
        dialogs.Field(
            "signed", tr("数字签名的文书"), dialogs.FieldKind.CHOICE, "no",
            choices=(("no", tr("没有，或不收入")), ("yes", tr("下一步选择存放签署件的文件夹"))),
        )
    ]  # fmt: skip
    scope = case or f"{year}"
    told = dialogs.ask_form(parent, tr("导出案卷 {scope}").format(scope=scope), intro, fields, tr("下一步"))
    if told is None:
        return
    signed = None
    if told["signed"] == "yes":
        signed = dialogs.choose_folder(parent, tr("存放签署件的文件夹"), ctx.settings.last_folder)
        if signed is None:
            return
    suggested = Path(ctx.settings.last_folder or Path.home()) / name_of(scope)
    out = dialogs.save_file(parent, tr("导出案卷"), tr("案卷 (*.zip)"), str(suggested))
    if out:
        ctx.jobs.run(make_dossier, out, case, year, signed, owner=ctx, then=partial(_made, parent, ctx))


def _made(parent: QWidget, ctx: Context, made: Dossier) -> None:
    """Said in the status line, or where something is missing in a window that waits."""
    sentence = tr("案卷已写到 {name}：项目 {cases} 个，文件 {files} 个。").format(
        name=made.path.name, cases=made.cases, files=made.files
    )
    if made.missing:
        shown = "\n".join(made.missing[:_SHOWN])
        more = tr("\n另有 {count} 条，见案卷首页。").format(count=len(made.missing) - _SHOWN)
        tail = more if len(made.missing) > _SHOWN else ""
        dialogs.show(parent, tr("导出案卷"), f"{sentence}\n\n{tr('下列内容没有收入：')}\n{shown}{tail}")
    else:
        ctx.say(sentence)


_SHOWN = 8

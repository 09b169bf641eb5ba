"""What the page 政策 does with another guide: looks at one, takes one in, and sends one out under a signature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gyga_desk.operations import guides
from ui import dialogs
from ui.guide_view import GuideTrial, GuideView

if TYPE_CHECKING:
    from gyga_desk.operations import Session
    from ui.context import Context


def tr(text: str) -> str:
    return QCoreApplication.translate("guide", text)


def compare(parent: QWidget, ctx: Context) -> None:
    """A guide's file beside the one in force, and the year at hand under both."""
    file = dialogs.open_file(parent, tr("对照申报指南"), tr("申报指南 (*.toml)"), _folder(ctx))
    if file is not None:
        ctx.say(tr("正在对照和试算……"))
        ctx.jobs.ask(_look, file, ctx.year, owner=parent, then=lambda found: _show(parent, ctx, found))


def _look(session: Session, file: Path, year: int) -> GuideTrial:
    looked = guides.look(session.db, session.edition, file)
    return GuideTrial(looked, year, tuple(guides.tried_or_none(session.db, session.edition, file, year)))


def _show(parent: QWidget, ctx: Context, found: GuideTrial) -> None:
    ctx.say("")
    GuideView(parent, found).show()


def take(parent: QWidget, ctx: Context, package: Path | None = None) -> None:
    """A guide that came by package, kept on this machine for the records made after it."""
    file = package or dialogs.open_file(parent, tr("收取申报指南"), tr("交换包 (*.gygap)"), _folder(ctx))
    if file is None:
        return

    def read(session: Session, trusted: str = "") -> guides.Taken:
        from gyga_desk.operations import files

        return guides.take(files.read(file), session.edition.id, session.db, trusted)

    def unknown(error: dialogs.DeskError) -> None:
        fingerprint = error.facts.get("fingerprint")
        if not fingerprint:
            dialogs.refuse(parent, error)
            return
        told = dialogs.ask_form(
            parent, tr("核对签发人"), dialogs.sentence(error),
            [dialogs.Field("trusted", tr("签发人告知的密钥指纹"))], tr("收取"),
        )  # fmt: skip
        if told is not None:
            ctx.jobs.ask(
                read,
                told["trusted"],
                owner=parent,
                then=lambda made: _taken(parent, made),
                failed=lambda e: dialogs.refuse(parent, e),
            )

    ctx.jobs.ask(read, owner=parent, then=lambda made: _taken(parent, made), failed=unknown)


def _taken(parent: QWidget, made: guides.Taken) -> None:
    by = f"{made.role} {made.sender}".strip()
    said = tr(
        "{title}由{by}签发，已存到：\n{path}\n\n现在的数据文件仍按原指南办理；新建 {year} 年度的数据文件时选用它。"
    )
    dialogs.show(
        parent, tr("已收取申报指南"), said.format(title=made.guide.title, by=by, path=made.path, year=made.guide.year)
    )


def issue(parent: QWidget, ctx: Context) -> None:
    """A guide's file, signed by the administrator or the chair, for other machines."""
    file = dialogs.open_file(parent, tr("签发申报指南"), tr("申报指南 (*.toml)"), _folder(ctx))
    if file is None:
        return
    told = dialogs.ask_form(
        parent, tr("签发申报指南"), tr("由您的账户密钥签名；谁都能读，改动一个字都会被查出。"),
        [dialogs.Field("password", tr("本人口令"), dialogs.FieldKind.PASSWORD)], tr("签发"),
    )  # fmt: skip
    out = dialogs.save_file(parent, tr("签发申报指南"), tr("交换包 (*.gygap)"), f"{file.stem}.gygap") if told else None
    if told is None or out is None:
        return

    def write(session: Session) -> guides.Taken:
        return guides.pack(session.db, session.person.name, told["password"], file, out)

    said = tr("已写到 {name}。您的密钥指纹是 {fingerprint}，收取人不认识您的，请另行告知。")
    ctx.jobs.ask(
        write, owner=parent,
        then=lambda made: dialogs.show(parent, tr("已签发申报指南"), said.format(name=out.name, fingerprint=made.fingerprint)),
    )  # fmt: skip


def _folder(ctx: Context) -> str:
    return str(ctx.settings.last_folder or "")

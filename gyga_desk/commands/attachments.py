"""Commands for the evidence kept with cases: put in, listed, taken out, copied out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import desk_of, needs_a_person
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.operations import attachments
from gyga_desk.store import attachments as rows
from gyga_desk.store import reads
from gyga_desk.store.attachments import Attachment

CaseArgument = Annotated[str, typer.Argument(help="项目编号")]
Which = Annotated[str, typer.Argument(help="材料的摘要（或其开头几位）或文件名")]


def attach(
    context: typer.Context, case: CaseArgument, file: Annotated[Path, typer.Argument(help="PDF 或图片")]
) -> None:
    """把一份材料附到项目上，按摘要保存在数据文件旁边；原文件不动。"""
    desk = desk_of(context)
    with desk.session() as session:
        one = attachments.attach(session, case, file).value
    warning = attachments.told(one)
    desk.give(_shape(one), [f"已把“{one.name}”附到 {case}（{one.pages} 页，{one.digest[:19]}…）。"])
    if warning:
        desk.say(f"注意：“{one.name}”{warning}；本程序只显示页面，不执行其中的内容。")
        raise needs_a_person()


def list_them(context: typer.Context, case: Annotated[str, typer.Argument(help="项目编号；不写则列全部")] = "") -> None:
    """材料清单。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        if case:
            reads.case(db, case)
        found = rows.attachments(db, case or None)
    lines = [
        f"{a.case}  {a.digest[7:19]}  {a.pages:>3} 页  {a.at}  {a.by}  {a.name}  {attachments.told(a)}".rstrip()
        for a in found
    ]
    desk.give([_shape(a) for a in found], lines or ["没有附上的材料。"])


def take_out(
    context: typer.Context, case: CaseArgument, which: Which, reason: Annotated[str, typer.Option(help="理由")] = ""
) -> None:
    """撤下一份材料；文件和记录仍在，可以撤销。"""
    desk = desk_of(context)
    with desk.session() as session:
        one = attachments.take_out(session, case, which, reason).value
    desk.give(_shape(one), [f"已从 {case} 撤下“{one.name}”。"])


def copy_out(
    context: typer.Context, case: CaseArgument, which: Which, out: Annotated[Path, typer.Argument(help="写到哪里")]
) -> None:
    """另存一份材料，供其他程序打开。"""
    desk = desk_of(context)
    with desk.session() as session:
        one = attachments.find(session.db, case, which)
        attachments.copy_out(session, one, out)
    desk.give({**_shape(one), "path": str(out)}, [f"已另存到 {out}。"])
    if one.acts:
        desk.say(f"注意：“{one.name}”{attachments.told(one)}；用其他程序打开前请先查毒。")


def _shape(one: Attachment) -> shapes.JsonObject:
    return {
        "case": one.case, "digest": one.digest, "name": one.name, "kind": one.kind, "size": one.size, "pages": one.pages,
        "acts": list(one.acts), "at": one.at, "by": one.by,
    }  # fmt: skip


WORDS: Vocabulary = {
    "attach": attach,
    "attachments": Several("附上的材料", {"list": list_them, "take-out": take_out, "copy": copy_out}),
}

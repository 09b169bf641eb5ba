"""The command that puts everything about a case or a year into one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import desk_of, needs_a_person
from gyga_desk.commands.words import Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.operations.dossier import make_dossier

_WORDS = 2


def make(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="[项目编号] 案卷.zip", help="项目编号和写到哪里；用 --year 时只写后者")
    ],
    year: Annotated[int | None, typer.Option(help="整个年度")] = None,
    signed: Annotated[Path | None, typer.Option(help="签署件所在的文件夹，其中的签署件一并收入")] = None,
) -> None:
    """导出一个项目或一个年度的案卷：文书、核对、评分、说明、操作记录、原件和附件，附核验方法。"""
    desk = desk_of(context)
    if (year is None) != (len(words) == _WORDS):
        raise DeskError("请写明一个项目编号和案卷文件，或用 --year 写明年度再加案卷文件。")
    if signed is not None and not signed.is_dir():
        raise DeskError("{name} 不是文件夹；请写明签署件所在的文件夹。", name=signed.name)
    case, out = (words[0] if year is None else ""), Path(words[-1])
    with desk.session() as session:
        made = make_dossier(session, out, case, year, signed, desk.progress()).value
    desk.give(
        {"path": str(made.path), "scope": made.scope, "digest": made.digest, "files": made.files, "cases": made.cases, "missing": list(made.missing)},
        [f"案卷已写到 {made.path}：项目 {made.cases} 个，文件 {made.files} 个，摘要 {made.digest}。", *made.missing],
    )  # fmt: skip
    if made.missing:
        raise needs_a_person()


WORDS: Vocabulary = {"dossier": make}

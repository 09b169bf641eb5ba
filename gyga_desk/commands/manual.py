"""The command that prints the manual."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import desk_of
from gyga_desk.commands.words import Vocabulary


def manual(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="手册写到哪里（.pdf）")],
    pictures: Annotated[Path | None, typer.Option(help="窗口图片另取自这个文件夹；不写则用程序自带的")] = None,
) -> None:
    """使用手册，印成 PDF。"""
    from gyga_desk.operations.manual import write_manual

    desk = desk_of(context)
    count = write_manual(out, pictures)
    desk.give({"path": str(out), "pictures": count}, [f"使用手册已写到 {out}，图片 {count} 张。"])


WORDS: Vocabulary = {"manual": manual}

"""The command that makes the record once more from its journal and holds it against its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import desk_of, needs_a_person
from gyga_desk.commands.words import Vocabulary
from gyga_desk.operations import rebuild as rebuilding
from gyga_desk.operations.session import enter


def rebuild(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="写到哪个空文件夹")],
    workbook: Annotated[list[Path] | None, typer.Option(help="导入过的源文件，可写多次；逐格与记录对照")] = None,
) -> None:
    """凭操作记录另建一份数据文件，重绘全部文书，并与源文件逐格对照；报告结果是否与原记录一致。"""
    desk = desk_of(context)
    key = enter(desk.path, desk.acting(), desk.password()).key
    done = rebuilding.rebuild(desk.path, out, key, workbook or (), desk.progress())
    document = {
        "ok": done.ok, "store": str(done.store), "steps": done.steps, "standings": done.standings, "papers": done.papers,
        "void": done.void, "cells": done.cells, "missing": done.missing, "findings": [vars(f) for f in done.findings],
    }  # fmt: skip
    desk.give(document, rebuilding.lines(done))
    if not done.ok:
        raise needs_a_person()


WORDS: Vocabulary = {"rebuild": rebuild}

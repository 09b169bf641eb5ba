"""All commands in one place, and how a refusal, a wrong word or a bug ends a run."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from gyga_desk import __version__, places
from gyga_desk.commands.desk import Desk
from gyga_desk.commands.table import table
from gyga_desk.commands.words import Group, what_is_wrong
from gyga_desk.errors import DeskError

REFUSED = 2
_SHARED = {"--store": 2, "--as": 2, "--json": 1}
"""Words that may stand anywhere, with how many they take."""


@cache
def build(open_window: Callable[[Path | None], int]) -> TyperGroup:
    """The whole command line; `open_window` is called where no command is named."""
    app = typer.Typer(
        cls=Group, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, invoke_without_command=True,
        help="大模型支持措施审核工作台。不带命令时打开窗口。",
    )  # fmt: skip

    @app.callback()
    def shared(
        context: typer.Context,
        store: Annotated[Path | None, typer.Option("--store", help="数据文件")] = None,
        name: Annotated[str, typer.Option("--as", help="操作人姓名")] = "",
        json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档")] = False,
        version: Annotated[bool, typer.Option("--version", help="版本")] = False,
    ) -> None:
        context.obj = Desk(store or places.default_store(), name, json)
        if version:
            typer.echo(__version__)
            raise typer.Exit
        if context.invoked_subcommand is None:
            raise typer.Exit(open_window(store))

    made = typer.main.get_group(app)
    made.commands = table(open_window)  # type: ignore[assignment] # nothing is ever added to it
    return made


def hoist(words: Sequence[str]) -> list[str]:
    """The shared words put first, wherever they were written."""
    first: list[str] = []
    rest: list[str] = []
    left = list(words)
    while left:
        word = left[0]
        name = word.partition("=")[0]
        count = _SHARED.get(name, 0) if word == name or name in ("--store", "--as") else 0
        count = 1 if count and word != name else count
        (first if count else rest).extend(left[: count or 1])
        left = left[count or 1 :]
    return first + rest


def run(words: Sequence[str], open_window: Callable[[Path | None], int]) -> int:
    """Runs one command line; gives the exit status and lets no traceback out."""
    try:
        result = build(open_window)(hoist(words), prog_name="gyga-desk", standalone_mode=False)
    except DeskError as refused:
        typer.echo(str(refused), err=True)
        return REFUSED
    except TyperException as wrong:
        typer.echo(what_is_wrong(wrong), err=True)
        return REFUSED
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已停止，记录没有改动。", err=True)
        return REFUSED
    except Exception as bug:  # noqa: BLE001 - a bug looks like one, but an official sees a sentence, not a traceback
        typer.echo(_report(bug), err=True)
        return REFUSED
    return result if isinstance(result, int) else 0


def _report(bug: BaseException) -> str:
    """Where the program failed, without what it was working on: frames and the kind of fault, no values."""
    frames = "".join(f"{f.filename}:{f.lineno} {f.name}\n" for f in traceback.extract_tb(bug.__traceback__))
    with tempfile.NamedTemporaryFile("w", prefix="gyga-desk-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(f"gyga-desk {__version__}, Python {sys.version.split()[0]}\n{type(bug).__name__}\n{frames}")
    return f"程序出现内部错误，本次操作没有写入；请把报告 {file.name} 交给维护人员（其中没有业务数据）。"

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
from gyga_desk.commands import (
    attachments,
    demo,
    dossier,
    exceptions,
    exchange,
    explain,
    guide,
    lists,
    manual,
    marks,
    overview,
    papers,
    rebuilding,
    record,
    rest,
    supplements,
    taking,
    vouchers,
    work,
)
from gyga_desk.commands.desk import Desk
from gyga_desk.commands.words import Command, Group, what_is_wrong
from gyga_desk.errors import DeskError

REFUSED = 2
_SHARED = {"--store": 2, "--as": 2, "--json": 1}
"""Words that may stand anywhere, with how many they take."""


def build(open_window: Callable[[Path | None], int]) -> typer.Typer:
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

    for word, run in (
        ("init", record.init), ("template", work.template), ("import", taking.import_files), ("cases", work.cases),
        ("answer", work.answer), ("conflict", work.conflict), ("standings", work.standings), ("gate", work.show_gate),
        ("print", papers.print_papers), ("papers", papers.list_papers), ("sign", papers.sign), ("verify", record.verify), ("register", papers.register), ("void", papers.void),
        ("undo", record.undo), ("redo", record.redo), ("history", record.show_history), ("backup", record.back_up),
        ("export", work.export), ("scorebook", work.write_score_book),
        ("supplements", supplements.write_supplements), ("applicant", lists.applicant), ("demo", demo.demo_command(open_window)),
        ("totals", exceptions.show_totals), ("pack", exchange.pack), ("take", exchange.take),
        ("restore", record.restore_store), ("encrypt", rest.encrypt_store), ("decrypt", rest.decrypt_store),
        ("rebuild", rebuilding.rebuild), ("recovery", rest.make_recovery), ("recover", rest.recover_store), ("anchor", record.anchor),
        ("attach", attachments.attach), ("firmness", overview.show_firmness),
        ("overview", overview.show_overview), ("due", overview.show_due), ("explain", explain.explain), ("manual", manual.manual),
         ("dossier", dossier.make),
    ):  # fmt: skip
        app.command(word, cls=Command)(run)
    groups: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {
        "people": (
            "人员",
            {
                "add": record.add_person,
                "list": record.list_people,
                "password": record.change_password,
                "reset": record.reset_password,
                "change": record.change_person,
            },
        ),
        "answers": ("成批答复", {"import": work.import_answers}),
        "batches": ("已导入的批次", {"list": taking.list_batches, "drop": taking.drop_batch}),
        "scores": ("专家评分", {"import": work.import_scores}),
        "decide": (
            "委员会的决定",
            {
                "propose": work.propose,
                "seal": work.seal,
                "reopen": work.reopen,
                "withdraw": exceptions.withdraw_case,
                "minutes": overview.show_minutes,
            },
        ),
        "keys": ("签名密钥", {"root": record.make_root, "make": record.make_key}),
    }
    groups |= (
        lists.groups()
        | vouchers.group()
        | exceptions.groups()
        | marks.group()
        | exchange.groups()
        | attachments.group()
        | guide.group()
    )
    for word, (title, runs) in groups.items():
        group = typer.Typer(cls=Group, help=title, rich_markup_mode=None)
        for name, run in runs.items():
            group.command(name, cls=Command)(run)
        app.add_typer(group, name=word)
    return app


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


@cache
def _line(open_window: Callable[[Path | None], int]) -> TyperGroup:
    """The command line as it is run: every parameter of a hundred commands is looked at once, not with each line."""
    made = typer.main.get_command(build(open_window))
    assert isinstance(made, TyperGroup)
    return made


def run(words: Sequence[str], open_window: Callable[[Path | None], int]) -> int:
    """Runs one command line; gives the exit status and lets no traceback out."""
    try:
        result = _line(open_window)(hoist(words), prog_name="gyga-desk", standalone_mode=False)
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

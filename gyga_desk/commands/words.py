"""The command line's own words in Chinese: the frame of its help, and what was wrong with a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from typer import Context

Run = Callable[..., None]
"""What a command does; its parameters are the words that may follow it."""


class Several(NamedTuple):
    """A word that others follow."""

    title: str
    runs: Mapping[str, Run]


Vocabulary = Mapping[str, Run | Several]
"""The words that a file of commands knows."""

_FRAME = (
    ("Usage: ", "用法："), ("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]…"), ("Options:", "选项："), ("Arguments:", "参数："),
    ("Commands:", "命令："), ("Show this message and exit.", "显示本说明。"), ("[required]", "（必填）"), ("<path>", "<路径>"), ("<int>", "<整数>"),
    ("<str>", "<文字>"), ("<bool>", ""), ("<list[str]>", "<文字>"), ("<list[path]>", "<路径>"),
)  # fmt: skip


def in_chinese(text: str) -> str:
    """Help as the library writes it, its frame put into Chinese."""
    for english, chinese in _FRAME:
        text = text.replace(english, chinese)
    return re.sub(r"\[default: ([^\]]*)\]", r"（默认 \1）", text)


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override]
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override]
        return in_chinese(super().get_help(ctx))


_WRONG = {
    "NoSuchOption": "没有选项 {name}", "MissingParameter": "缺少 {name}", "BadParameter": "{name} 的值不对", "UsageError": "没有这个命令，或没有写明命令",
    }  # fmt: skip


def what_is_wrong(wrong: TyperException) -> str:
    """One sentence on a wrong line: which word, and where the usage stands."""
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context is not None else "gyga-desk"
    said = _WRONG.get(type(wrong).__name__, "命令写得不对").format(name=_name(wrong))
    said = said.strip()
    return f"{said}；请用 {path} --help 查看用法。"


def _name(wrong: TyperException) -> str:
    """The word that was wrong, as it is written on the command line."""
    option = getattr(wrong, "option_name", None)
    if option:
        return str(option)
    held = getattr(wrong, "param", None)
    if held is None:
        return "参数"
    long = [o for o in getattr(held, "opts", ()) if str(o).startswith("-")]
    return str(long[0]) if long else f"“{(getattr(held, 'help', None) or '参数').partition('，')[0]}”"

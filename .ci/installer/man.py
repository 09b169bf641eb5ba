"""The man page in Chinese, written from the command line itself, so that it names every command there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyga_desk import __version__
from gyga_desk.commands.app import build

_ENDS = (("0", "办妥"), ("1", "办妥，但有事需要人处理"), ("2", "拒绝，没有任何改动；标准错误输出写明事由和办法"))
_NAMES = (
    ("GYGA_PASSWORD", "本人口令，没有终端时用"),
    ("GYGA_PASSWORD_2", "第二人口令"),
    ("GYGA_NEW_PASSWORD", "新设的口令"),
    ("GYGA_KEY_PASSWORD", "密钥文件的口令"),
    ("GYGA_ROOT_PASSWORD", "根密钥的口令"),
    ("GYGA_PASSPHRASE", "交换包另加的封装口令"),
)


def page(day: str) -> str:
    """The page in roff; `day` is written as its date."""
    lines = [
        f'.TH GYGA\\-DESK 1 "{day}" "gyga\\-desk {__version__}" "用户命令"',
        ".SH 名称", "gyga\\-desk \\- 大模型支持措施审核工作台",
        ".SH 用法", ".B gyga\\-desk", "[\\fI数据文件\\fR]", ".br",
        ".B gyga\\-desk", "[\\fB\\-\\-store\\fR \\fI数据文件\\fR] [\\fB\\-\\-as\\fR \\fI姓名\\fR] [\\fB\\-\\-json\\fR] \\fI命令\\fR …",
        ".SH 说明", _breakable("不带命令时打开窗口；带命令时办理一件事后结束，不需要显示器，也不需要网络。"),
        ".SH 选项",
        *_pair("\\-\\-store \\fI路径\\fB", "数据文件；不写则用本人数据文件夹中的"), *_pair("\\-\\-as \\fI姓名\\fB", "操作人，口令另行输入"),
        *_pair("\\-\\-json", "标准输出只有一个 JSON 文档，金额以分计"), *_pair("\\-\\-version", "版本"), *_pair("\\-\\-help", "每个命令的说明"),
        ".SH 命令",
    ]  # fmt: skip
    for words, sentence in commands():
        lines += _pair(_plain(words), _plain(sentence))
    lines += [".SH 结束状态", *(line for pair in _ENDS for line in _pair(*pair))]
    lines += [".SH 环境变量", *(line for pair in _NAMES for line in _pair(*pair))]
    lines += [".SH 文件", *_pair("~/.local/share/gyga\\-desk/", "本人的数据文件；卸载程序时保留")]
    return "\n".join(lines) + "\n"


def commands() -> Iterator[tuple[str, str]]:
    """Each command as it is typed, with its sentence; groups are opened."""
    top = build(lambda _: 0)
    yield from _below(top, "")


def _below(group: object, before: str) -> Iterator[tuple[str, str]]:
    held = getattr(group, "commands", {})
    for name in sorted(held):
        command = held[name]
        if hasattr(command, "commands"):
            yield from _below(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", (command.help or "").strip().splitlines()[0]


def _pair(term: str, text: str) -> list[str]:
    return [".TP", f"\\fB{term}\\fR", _breakable(text)]


def _breakable(text: str) -> str:
    """A line may end after any Chinese character; roff would wait for a space."""
    return re.sub(r"([\u4e00-\u9fff，；、。）])(?=[\u4e00-\u9fff（“])", r"\1\\:", text)


def _plain(text: str) -> str:
    """Text that means nothing to roff."""
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"))

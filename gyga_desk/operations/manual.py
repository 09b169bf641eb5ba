"""The manual as a file: the help's own texts in their order, with the pictures of the window that are there."""

from __future__ import annotations

from pathlib import Path

from gyga_desk import __version__, places
from gyga_desk.formats.pdf.manual import Manual, Picture, draw_manual
from gyga_desk.operations.files import replace

ORDER = ("index.md", "clerk.md", "reviewer.md", "chair.md", "admin.md", "auditor.md", "exchange.md", "commands.md")
LAST = "changes.md"
OTHER_LANGUAGES = frozenset({"en.md"})
"""Shown in the program to who reads another language; the manual on paper is Chinese."""
TITLE = "大模型支持措施审核工作台使用手册"
PICTURES = {
    ("index.md", "工作台"): (("overview", "工作台：各项措施办到哪一步"),),
    ("clerk.md", "收表"): (("intake", "收件：来表原样在左，问题在右"),),
    ("clerk.md", "打印文书"): (("papers", "文书：可以打印的和已打印的"),),
    ("clerk.md", "既往支持名单和算法备案清单"): (("ledgers", "台账与名单"),),
    ("reviewer.md", ""): (("review", "审核：条文和证据在核对项旁边"),),
    ("reviewer.md", "逐项评分"): (("marks", "评分：逐项打分，评齐之前看不到他人的"),),
    ("chair.md", "看"): (("decision", "遴选定案：名次、名额线、资金和未了事项"),),
    ("chair.md", "政策"): (("policy", "政策：每个数字和它的条文"),),
    ("admin.md", "第一次打开"): (("first-start", "第一次打开：新建数据文件"), ("signin", "登录")),
    ("admin.md", "人员与设置"): (("settings", "设置：人员、密钥、备份"),),
    ("admin.md", "核验"): (("history", "操作记录与核验"),),
    ("exchange.md", ""): (("exchange", "交换：任务包和回复包"),),
}
"""Names of pictures, without their ending, by the text and heading they belong to."""


def chapters() -> list[Path]:
    """Every text of the manual, those without a place of their own before the changes."""
    folder = places.resources() / "help"
    known = [folder / name for name in ORDER if (folder / name).is_file()]
    others = [path for path in sorted(folder.glob("*.md")) if path.name not in {*ORDER, LAST, *OTHER_LANGUAGES}]
    last = [folder / LAST] if (folder / LAST).is_file() else []
    return [*known, *others, *last]


def write_manual(out: Path, pictures: Path | None = None) -> int:
    """The manual in `out`; `pictures` is a folder of PNG files, where not the program's own. Gives how many it has."""
    texts, pictures = chapters(), pictures or places.resources() / "pictures"
    shown = {
        (at, heading): found
        for at, path in enumerate(texts)
        for (name, heading), wanted in PICTURES.items()
        if name == path.name and (found := _found(wanted, pictures))
    }
    manual = Manual(
        TITLE,
        (f"版本 {__version__}", "离线受理、审核、评分、定案、出表"),
        tuple(p.read_text(encoding="utf-8") for p in texts),
        shown,
    )
    replace(out, draw_manual(manual))
    return sum(len(found) for found in shown.values())


def _found(wanted: tuple[tuple[str, str], ...], folder: Path) -> tuple[Picture, ...]:
    files = [(folder / f"{name}.png", caption) for name, caption in wanted]
    return tuple(Picture(path.read_bytes(), caption) for path, caption in files if path.is_file())

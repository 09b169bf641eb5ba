"""The demonstration year on the command line; the window opens on it where there is a display."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import Desk, desk_of
from gyga_desk.money import write_yuan
from gyga_desk.operations.demo import PASSWORD, REVIEWED_MEASURES, STORE, YEAR, make_demo
from gyga_desk.operations.demo_papers import carry_on, print_set
from gyga_desk.operations.papers import title_of
from gyga_desk.standings import edition_of, of
from gyga_desk.store import open_reader


def has_display() -> bool:
    """Whether a window could be seen by somebody."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform in ("win32", "darwin") or any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY"))


def demo_command(open_window: Callable[[Path], int]) -> Callable[..., None]:
    """The `demo` command; `open_window` shows a store and gives the exit status."""

    def demo(
        context: typer.Context,
        folder: Annotated[Path | None, typer.Argument(metavar="[文件夹]", help="演示数据放在哪里")] = None,
        no_window: Annotated[bool, typer.Option("--no-window", help="不打开窗口，只打印结果")] = False,
        papers: Annotated[bool, typer.Option("--papers", help="办到年底，并打印全套文书")] = False,
    ) -> None:
        """生成一个演示年度，并在窗口中打开。"""
        desk = desk_of(context)
        if papers:
            _give_papers(desk, folder or Path(tempfile.mkdtemp(prefix="gyga-papers-")))
            return
        where = folder or Path(tempfile.mkdtemp(prefix="gyga-demo-"))
        made = make_demo(where, desk.progress())
        totals = [_total(made.store, m) for m in REVIEWED_MEASURES]
        document = {
            "store": str(made.store), "sheets": [str(s) for s in made.sheets], "signed": [str(s) for s in made.signed],
            "keys": str(made.keys), "password": PASSWORD, "year": YEAR, "measures": totals,
            "people": [{"name": p.name, "role": p.role.value} for p in made.people],
        }  # fmt: skip
        desk.give(document, [
            f"演示年度 {YEAR} 已生成：{made.store}", *(_line(t) for t in totals), f"审批表 {len(made.sheets)} 份：{where / '审批表'}",
            f"其中三方签署：{made.signed[0].name}", f"演示人员：{'、'.join(p.name for p in made.people)}；口令均为 {PASSWORD}",
        ])  # fmt: skip
        if not no_window and has_display():
            raise typer.Exit(open_window(made.store))

    return demo


def _give_papers(desk: Desk, where: Path) -> None:
    """The whole set; printed again into the same folder it must come out the same, and any difference refuses."""
    store = where / STORE
    if not store.exists():
        make_demo(where, desk.progress())
        carry_on(store)
    printed = print_set(store, where / "文书", desk.progress())
    rows = [{**shapes.paper(p.paper), "path": str(p.path), "table": str(p.table) if p.table else None} for p in printed]
    titles = Counter(title_of(p.paper.kind) for p in printed)
    lines = [f"{title}　{count} 份" for title, count in titles.items()]
    desk.give({"store": str(store), "papers": rows}, [f"全套文书 {len(printed)} 份：{where / '文书'}", *lines])


def _total(store: Path, measure: int) -> dict[str, object]:
    db = open_reader(store)
    try:
        edition = edition_of(db)
        table = of(db, edition, measure, YEAR)
    finally:
        db.close()
    given = [s for s in table.cases if s.amount_fen]
    held = edition.measure(measure)
    return {
        "measure": measure, "name": held.name if held else "", "cases": len(table.cases), "supported": len(given),
        "amount_fen": sum(s.amount_fen or 0 for s in given), "city_fen": sum(s.city_fen or 0 for s in given),
        "district_fen": sum(s.district_fen or 0 for s in given),
    }  # fmt: skip


def _line(total: dict[str, object]) -> str:
    return (
        f"措施{total['measure']} {total['name']}：申报 {total['cases']} 件，拟支持 {total['supported']} 件，"
        f"合计 {write_yuan(int(str(total['amount_fen'])))} 元（市级 {write_yuan(int(str(total['city_fen'])))}，属地 {write_yuan(int(str(total['district_fen'])))}）"
    )

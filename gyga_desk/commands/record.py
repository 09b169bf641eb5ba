"""Commands about the record itself: making it, its people, its history, its copies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import rest, shapes
from gyga_desk.commands.desk import KEY, NEW, PASSWORD, ROOT, SECOND, ask, desk_of, needs_a_person
from gyga_desk.commands.words import Run, Several, Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.model import Role
from gyga_desk.operations import dossier, history, keys, papers, people
from gyga_desk.operations.checkpoints import read_anchor, write_anchor
from gyga_desk.operations.restore import restore
from gyga_desk.operations.session import SAMPLE, create_store, enter
from gyga_desk.store import open_reader, reads


def init(
    context: typer.Context,
    edition: Annotated[str, typer.Option(help="政策版本")] = "2024",
    guide: Annotated[str, typer.Option(help="申报指南文件、已收取的指南编号，或 sample（样例）")] = "",
    admin: Annotated[str, typer.Option(help="管理员姓名")] = "admin",
    encrypt: Annotated[bool, typer.Option("--encrypt", help="加密存放：不知道口令的人拿到文件也读不出内容")] = False,
    recovery: Annotated[Path | None, typer.Option(help="恢复单(PDF)写到哪里；加密存放的应当做一张")] = None,
) -> None:
    """新建数据文件；已有同名文件时不覆盖。"""
    desk = desk_of(context)
    password = ask(f"为 {admin} 设口令", PASSWORD)
    if recovery is not None:
        rest.check_new(recovery, wanted=encrypt)
    made = create_store(desk.path, edition, guide or None, admin, password, encrypt=encrypt)
    with_digest = _digest(desk.path, enter(desk.path, admin, password).key)
    if recovery is not None:
        rest.write_first(desk, admin, password, recovery)
    elif encrypt:
        desk.say("还没有恢复单：口令都忘了，数据就再也读不出来。请尽快由管理员制作（命令 recovery）。")
    document = {
        "store": str(desk.path),
        "edition": made.edition,
        "guide": made.guide_title or None,
        "digest": with_digest,
    }
    desk.give(
        document | ({"encrypted": True, "recovery": str(recovery) if recovery else None} if encrypt else {}),
        [f"已新建 {desk.path}。", f"政策版本：{made.edition}；申报指南：{made.guide_title or '未载入'}。"],
    )
    if guide == SAMPLE:
        desk.say("注意：所用申报指南是样例，不是官方文件。")


def _digest(path: Path, key: bytes | None) -> str:
    db = open_reader(path, key)
    try:
        return reads.meta(db)["edition_digest"]
    finally:
        db.close()


def add_person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="姓名")],
    role: Annotated[
        Role, typer.Option(help="reviewer 审核员、chair 主任、clerk 经办人、admin 管理员、observer 监督员")
    ],
) -> None:
    """增加人员。新口令在没有终端时取自 GYGA_NEW_PASSWORD、GYGA_PASSWORD_2 或 GYGA_PASSWORD。"""
    desk = desk_of(context)
    with desk.session() as session:
        added = people.add_person(session, name, role, ask(f"为 {name} 设口令", NEW, SECOND, PASSWORD)).value
    desk.give({"name": added.name, "role": added.role.value}, [f"已增加{added.role.label} {added.name}。"])


def list_people(context: typer.Context) -> None:
    """人员名单。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        found = reads.people(db)
    rows = [{"name": p.name, "role": p.role.value, "active": p.active} for p in found]
    desk.give(rows, [f"{p.name}\t{p.role.label}" for p in found])


def change_password(context: typer.Context) -> None:
    """修改本人口令。"""
    desk = desk_of(context)
    with desk.session() as session:
        people.change_password(session, desk.password(), ask("新口令", NEW, SECOND))
    desk.give({"name": desk.name}, ["口令已修改。"])


def make_root(context: typer.Context) -> None:
    """建立本单位的根证书（管理员，一次）。"""
    desk = desk_of(context)
    with desk.session() as session:
        mark = keys.make_root(session, ask("根密钥的口令", ROOT, PASSWORD)).value
    desk.give({"fingerprint": mark, "path": str(keys.root_file(desk.path))}, [f"根证书已建立，指纹 {mark}。"])


def make_key(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="签名人姓名")],
    out: Annotated[Path, typer.Option(help="密钥文件(.p12)写到哪里")],
) -> None:
    """为一个人签发签名密钥文件。"""
    desk = desk_of(context)
    with desk.session() as session:
        made = keys.make_key(
            session, name, ask(f"为 {name} 的密钥设口令", KEY, PASSWORD), ask("根密钥的口令", ROOT, PASSWORD), out
        ).value
    desk.give({"name": name, "fingerprint": made, "path": str(out)}, [f"{name} 的密钥已写到 {out}。"])


def show_history(
    context: typer.Context,
    case: Annotated[str, typer.Option(help="只看一个项目")] = "",
    since: Annotated[int, typer.Option(help="只看这一步之后的")] = 0,
) -> None:
    """操作记录，新的在前。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        found = [o for o in reads.history(db, case) if o.id > since]
    rows = [
        {
            "id": o.id,
            "name": o.title,
            "actor": o.actor,
            "at": o.at,
            "reverts": o.reverts,
            "seals": o.seals,
            "digest": o.digest,
        }
        for o in found
    ]
    desk.give(rows, [f"{o.id:>5}  {o.at}  {o.actor}  {o.title}" for o in found])


def undo(context: typer.Context) -> None:
    """撤销本人最近的一步操作。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = history.undo(session)
    desk.give({"done": done.title, "cases": sorted(done.change.cases)}, [f"{done.title}，已完成。"])


def redo(context: typer.Context) -> None:
    """重做刚撤销的操作。"""
    desk = desk_of(context)
    with desk.session() as session:
        done = history.redo(session)
    desk.give({"done": done.title, "cases": sorted(done.change.cases)}, [f"{done.title}，已完成。"])


def back_up(context: typer.Context, out: Annotated[Path, typer.Argument(help="备份写到哪里")]) -> None:
    """备份整个数据文件。"""
    desk = desk_of(context)
    with desk.session() as session:
        history.back_up(session, out)
    desk.give({"path": str(out)}, [f"已备份到 {out}。"])


def verify(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="文书(PDF)、案卷(zip 或解开的文件夹)或数据文件")],
    anchor: Annotated[str, typer.Option(help="外部锚点：锚点文件，或文书上印的“标识:步数:摘要”")] = "",
) -> None:
    """核验文书上的签名与记录是否一致，或核验案卷、数据文件是否被改动；加密存放的须有口令或恢复单，其余不需要登录。"""
    desk = desk_of(context)
    right: list[str] = []
    if dossier.is_dossier(path):
        found, right = dossier.check_dossier(path, desk.path)
    elif _is_paper(path):
        db = open_reader(desk.path, rest.key_of(desk, desk.path))
        try:
            found = papers.verify_paper(db, path)
        finally:
            db.close()
    else:
        found = history.verify_store(path, read_anchor(anchor) if anchor else None, rest.key_of(desk, path))
    lines = [*right, *(f"{s.name}：{s.sentence}" for s in found.signatures), *(f.sentence for f in found.findings)]
    desk.give(shapes.verified(found), [*lines, "核验通过。" if found.ok else "核验未通过。"])
    if not found.ok:
        raise needs_a_person()


def _is_paper(path: Path) -> bool:
    if not path.is_file():
        raise DeskError("找不到 {name}；请核对路径。", name=path.name)
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


_Second = Annotated[str, typer.Option("--with", help="第二人（主任或监督员），口令取自 GYGA_PASSWORD_2")]


def reset_password(
    context: typer.Context, name: Annotated[str, typer.Argument(help="姓名")], second: _Second = ""
) -> None:
    """为忘记口令的人员重设口令（管理员与第二人）。"""
    desk = desk_of(context)
    with desk.session() as session:
        people.reset_password(session, name, ask(f"为 {name} 设口令", NEW), second, ask(f"{second} 的口令", SECOND))
    desk.give({"name": name}, [f"{name} 的口令已重设，密钥随之更换。"])


def change_person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="姓名")],
    second: _Second = "",
    role: Annotated[Role | None, typer.Option(help="改任的角色")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="在用或停用")] = None,
) -> None:
    """改任、停用或重新启用人员（管理员与第二人）。"""
    desk = desk_of(context)
    with desk.session() as session:
        held = people.change_person(session, name, second, ask(f"{second} 的口令", SECOND), role, active=active).value
    state = "在用" if held.active else "停用"
    desk.give(
        {"name": held.name, "role": held.role.value, "active": held.active},
        [f"{held.name}：{held.role.label}，{state}。"],
    )


def restore_store(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="备份文件")], second: _Second = ""
) -> None:
    """用备份恢复数据文件（管理员与第二人）；现有的文件另存，不丢。"""
    desk = desk_of(context)
    done = restore(desk.path, file, desk.acting(), desk.password(), second, ask(f"{second} 的口令", SECOND))
    kept = str(done.kept) if done.kept else None
    desk.give(
        {"store": str(done.store), "steps": done.steps, "at": done.at, "kept": kept, "lost": done.lost},
        [
            f"已恢复到 {done.at} 的第 {done.steps} 步。",
            *([f"原文件另存于 {kept}，比备份多 {done.lost} 步。"] if kept else []),
        ],
    )


def anchor(
    context: typer.Context, out: Annotated[Path, typer.Argument(help="锚点文件写到哪里（如主任的优盘）")]
) -> None:
    """把数据文件此刻的锚点写到别处，日后凭它核验数据文件有没有被换回旧的副本。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        found = write_anchor(db, out)
    desk.give({"path": str(out), "anchor": found.text, "at": found.at}, [found.text])


_PEOPLE: dict[str, Run] = {
    "add": add_person,
    "list": list_people,
    "password": change_password,
    "reset": reset_password,
    "change": change_person,
}
WORDS: Vocabulary = {
    "init": init, "verify": verify, "undo": undo, "redo": redo, "history": show_history, "backup": back_up,
    "restore": restore_store, "anchor": anchor, "people": Several("人员", _PEOPLE),
    "keys": Several("签名密钥", {"root": make_root, "make": make_key}),
}  # fmt: skip

"""Commands about the store at rest: encrypted or plain, its recovery sheet, and the way back in by that sheet."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import CODE_1, CODE_2, NEW, SECOND, Desk, ask, desk_of
from gyga_desk.commands.words import Vocabulary
from gyga_desk.errors import Refused
from gyga_desk.operations import at_rest, keyring, recovery_sheet
from gyga_desk.operations.at_rest import Turned
from gyga_desk.operations.outside import refuse_present
from gyga_desk.operations.session import enter, open_session
from gyga_desk.store.dialect import is_encrypted

_Second = Annotated[str, typer.Option("--with", help="第二人（主任或监督员），口令取自 GYGA_PASSWORD_2")]


def key_of(desk: Desk, path: Path) -> bytes | None:
    """What an encrypted file is read with: both halves of the recovery sheet where they are given, else a person's password."""
    if not is_encrypted(path):
        return None
    if not sys.stdin.isatty() and CODE_1 in os.environ:
        return keyring.by_code(path, *_code())
    return enter(path, desk.acting(), desk.password()).key


def check_new(out: Path, *, wanted: bool) -> None:
    """Before a store is made: that its recovery sheet is wanted, and can be written where it is to go."""
    if not wanted:
        raise Refused("只有加密存放的数据文件才有恢复单；请加上 --encrypt，或去掉 --recovery。")
    refuse_present(out, replace=False)
    if not out.parent.is_dir():
        raise Refused("文件夹 {folder} 不存在；请先建立它，或换一个位置。", folder=str(out.parent))


def write_first(desk: Desk, admin: str, password: str, out: Path) -> None:
    """The recovery sheet of a store that has just been made."""
    session = open_session(desk.path, admin, password)
    try:
        recovery_sheet.write(at_rest.make_recovery(session).value, out)
    finally:
        session.close()


def encrypt_store(context: typer.Context, second: _Second = "") -> None:
    """把现有的数据文件改为加密存放（管理员与第二人）；材料和备份一并加密。"""
    desk = desk_of(context)
    done = at_rest.encrypt(desk.path, desk.acting(), desk.password(), second, ask(f"{second} 的口令", SECOND))
    desk.say("请接着制作恢复单（命令 recovery）；旧的明文副本如已复制到别处，请另行清除。")
    _tell(desk, done, "已改为加密存放")


def decrypt_store(context: typer.Context, second: _Second = "") -> None:
    """取消加密存放（管理员与第二人）；此前的备份仍是加密的。"""
    desk = desk_of(context)
    done = at_rest.decrypt(desk.path, desk.acting(), desk.password(), second, ask(f"{second} 的口令", SECOND))
    _tell(desk, done, "已取消加密存放")


def _tell(desk: Desk, done: Turned, words: str) -> None:
    document = {
        "store": str(done.store), "kept": str(done.kept), "attachments": done.attachments, "backups": done.backups,
        "left": done.left,
    }  # fmt: skip
    lines = [f"{words}：材料 {done.attachments} 个、备份 {done.backups} 份一并处理。", f"办理前的副本：{done.kept}"]
    if done.left:
        lines.insert(1, f"还有 {done.left} 个文件未能加密，仍是明文；请检查磁盘，下次打开数据文件时自动继续。")
    desk.give(document, lines)


def make_recovery(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="恢复单(PDF)写到哪里；打印后请删除")],
    second: _Second = "",
) -> None:
    """制作恢复单（管理员与第二人）：甲、乙两联由两人分别保管，合在一起才能打开数据文件；此前的一张作废。"""
    desk = desk_of(context)
    refuse_present(out, replace=False)
    password = ask(f"{second} 的口令", SECOND) if second else ""
    with desk.session() as session:
        sheet = at_rest.make_recovery(session, second, password).value
        recovery_sheet.write(sheet, out)
    lines = [f"恢复单已写到 {out}。", "请打印后裁开，甲、乙两联封好交两人分别保管，并删除这个文件。"]
    desk.give({"path": str(out), "made": sheet.made}, lines)


def recover_store(
    context: typer.Context,
    first: Annotated[str, typer.Option("--first", help="保管甲联的人")],
    second: Annotated[str, typer.Option("--second", help="保管乙联的人")],
) -> None:
    """口令都忘了时，凭恢复单的甲、乙两联为管理员（--as）另设口令；恢复码取自 GYGA_RECOVERY 和 GYGA_RECOVERY_2。"""
    desk = desk_of(context)
    name = desk.acting()
    at_rest.recover(desk.path, _code(), name, ask(f"为 {name} 设口令", NEW), (first, second))
    desk.give({"name": name}, [f"{name} 的口令已另设。请随即制作新的恢复单，并查明口令遗失的原因。"])


def _code() -> tuple[str, str]:
    return ask("恢复单甲联的恢复码", CODE_1), ask("恢复单乙联的恢复码", CODE_2)


WORDS: Vocabulary = {
    "encrypt": encrypt_store,
    "decrypt": decrypt_store,
    "recovery": make_recovery,
    "recover": recover_store,
}

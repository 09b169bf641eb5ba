"""Commands for two machines and a stick: work out, replies in, and what two machines said differently."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import PHRASE, ask, desk_of, needs_a_person
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.errors import Refused
from gyga_desk.operations import files, packing, receipts, taking
from gyga_desk.operations.owned import Arrival
from gyga_desk.operations.taking import Incoming
from gyga_desk.rules.merging import Move
from gyga_desk.store import lineage, reads
from gyga_desk.store.lineage import Divergence

_WithPhrase = Annotated[
    bool,
    typer.Option(
        "--passphrase", help="另加封装口令，口令另行输入或取自 GYGA_PASSPHRASE；不写则只凭接收人本人的口令打开"
    ),
]


def _phrase(*, wanted: bool) -> str:
    return ask("封装口令", PHRASE) if wanted else ""


def pack(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="交换包写到哪里（.gygap）")],
    to: Annotated[str, typer.Option("--for", help="接收人姓名")],
    case: Annotated[list[str] | None, typer.Option("--case", help="只发这些项目（可写多次）；不写则为全部")] = None,
    measure: Annotated[int | None, typer.Option(help="只发一项措施的项目")] = None,
    year: Annotated[int | None, typer.Option(help="只发一个年度的项目")] = None,
    passphrase: _WithPhrase = False,
) -> None:
    """把审核任务封装给一名审核员，或把本人的答复和评分封装给经办人；封装在一个文件里，只有接收人打得开。"""
    desk = desk_of(context)
    with desk.session() as session:
        chosen = _chosen(session.db, case, measure, year)
        made = packing.pack(session, to, out, desk.password(), chosen, _phrase(wanted=passphrase)).value
    title = packing.TITLES[made.kind]
    desk.give(
        {"path": str(made.path), "kind": made.kind, "for": made.to, "number": made.number, "cases": made.cases, "rows": made.rows, "files": made.files,
         "digest": made.digest},
        [f"{title}已写到 {made.path}：给 {made.to}，第 {made.number} 号，项目 {made.cases} 个，材料 {made.files} 份，答复和评分 {made.rows} 项。",
         f"回执摘要：{made.digest}"],
    )  # fmt: skip


def _chosen(db: sqlite3.Connection, named: list[str] | None, measure: int | None, year: int | None) -> list[str] | None:
    if not named and measure is None and year is None:
        return None
    found = [c.id for c in reads.cases(db, measure, year)] if measure is not None or year is not None else []
    return [*found, *(n for n in named or [] if n not in found)]


def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="交换包文件")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会带来什么，不收取")] = False,
    passphrase: _WithPhrase = False,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="凭任务包新建的数据文件加密存放")] = False,
) -> None:
    """收取任务包或回复包。本机还没有数据文件时，凭任务包新建。"""
    desk = desk_of(context)
    data, phrase = files.read(file), _phrase(wanted=passphrase)
    if not desk.path.exists():
        if dry_run:
            raise Refused("本机还没有数据文件，无从比较；请直接收取任务包，数据文件随之建立。")
        taking.start_store(desk.path, data, desk.acting(), desk.password(), phrase, encrypt=encrypt)
    with desk.session() as session:
        if dry_run:
            found = taking.look(session, data, desk.password(), phrase)
        else:
            found = taking.take(session, data, desk.password(), phrase).value
    desk.give(_document(found, taken=not dry_run), _lines(found, taken=not dry_run))
    if found.conflicts or found.refused:
        raise needs_a_person()


def _document(found: Incoming, *, taken: bool) -> dict[str, object]:
    package = found.package
    return {
        "kind": package.kind, "from": package.sender, "number": int(package.head["number"]), "taken": taken,
        "known": found.known, "counts": found.counts, "conflicts": [_conflict(a) for a in found.conflicts],
        "refused": [_place(a) | {"reason": a.reason} for a in found.refused], "receipt": package.digest,
    }  # fmt: skip


def _place(one: Arrival) -> dict[str, object]:
    return {"table": one.sent.table, "case": one.sent.key[0], "key": list(one.sent.key)}


def _conflict(one: Arrival) -> dict[str, object]:
    return _place(one) | {"id": one.sent.tip, "stored": one.stored, "incoming": one.sent.row}


def _lines(found: Incoming, *, taken: bool) -> list[str]:
    package, counts = found.package, found.counts
    title = packing.TITLES[package.kind]
    verb = "已收取" if taken else "可以收取（尚未收取）"
    moves = "，".join(f"{m.label} {counts[m.value]}" for m in Move)
    lines = [
        f"{verb}{package.sender}的{title}第 {package.head['number']} 号：项目变动 {counts['cases']}，新材料 {counts['files']}，{moves}，不能收取 {counts['refused']}。"
    ]
    if found.known:
        lines.append("这个包以前收过，重复收取不会改变任何内容。")
    if counts["stale"]:
        lines.append(f"其中 {counts['stale']} 项是按旧的申报内容答复的，须再核。")
    lines += [f"需人工判定：{a.sent.key[0]} {'、'.join(a.sent.key[1:])}" for a in found.conflicts]
    lines += [f"不能收取：{a.sent.key[0]} {'、'.join(a.sent.key[1:])}：{a.reason}" for a in found.refused]
    return [*lines, f"回执摘要：{package.digest}"]


def list_divergences(context: typer.Context) -> None:
    """两台机器上答得不一致、等人判定的各项，两边并列。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        found = [(d, lineage.row_of(db, d.table, d.key)) for d in lineage.divergences(db)]
    rows = [
        {
            "id": d.tip,
            "table": d.table,
            "case": d.case,
            "key": list(d.key),
            "stored": stored,
            "incoming": d.row,
            "at": d.at,
        }
        for d, stored in found
    ]
    desk.give(rows, [_told(d) for d, _ in found] or ["没有等待判定的内容。"])


def _told(one: Divergence) -> str:
    return f"{one.case}  {'、'.join(one.key[1:])}  {one.tip}"


def settle(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="项目编号")],
    item: Annotated[str, typer.Argument(help="并列清单里的标识（sha256:…）")],
    keep: Annotated[str, typer.Option(help="stored 留用记录中的，incoming 改用收到的")],
    reason: Annotated[str, typer.Option(help="理由")],
) -> None:
    """判定一项不一致：留用哪一份，并写明理由。"""
    if keep not in ("stored", "incoming"):
        raise Refused("--keep 须为 stored（留用记录中的）或 incoming（改用收到的）；请改写后重试。")
    desk = desk_of(context)
    with desk.session() as session:
        taking.settle(session, case, item, incoming=keep == "incoming", reason=reason)
    desk.give({"case": case, "id": item, "kept": keep}, [f"{case} 已判定。"])


def list_packages(context: typer.Context) -> None:
    """发出和收取过的交换包。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        rows = packing.packages(db)
    desk.give(
        [{"digest": p.digest, "way": p.way, "kind": p.kind, "other": p.other, "number": p.number, "at": p.at, "by": p.by, "counts": p.counts}
         for p in rows],
        [f"{p.at}  {'发出' if p.way == 'sent' else '收取'}  {packing.TITLES[p.kind]}  {p.other}  第 {p.number} 号  {p.digest}" for p in rows],
    )  # fmt: skip


def write_receipt(
    context: typer.Context,
    which: Annotated[str, typer.Argument(help="交换包的摘要（sha256:…），写出开头几位即可")],
    out: Annotated[Path, typer.Argument(help="凭单写到哪里（.pdf）")],
) -> None:
    """把一个交换包的收发凭单写成 PDF：双方各打一份，核对摘要后签名。"""
    desk = desk_of(context)
    with desk.session() as session:
        found = receipts.find(session.db, which)
        code = receipts.write_receipt(session, found, out).value
    desk.give({"path": str(out), "digest": found.digest, "code": code}, [f"收发凭单已写到 {out}，校验码 {code}。"])


WORDS: Vocabulary = {
    "pack": pack,
    "take": take,
    "exchange": Several(
        "交换包", {"list": list_packages, "differences": list_divergences, "settle": settle, "receipt": write_receipt}
    ),
}

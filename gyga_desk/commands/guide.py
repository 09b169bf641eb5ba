"""Commands for next year's guide: checked, tried on a year, signed and sent, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands.desk import desk_of, needs_a_person
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.money import write_yuan
from gyga_desk.operations import files, guides
from gyga_desk.policy.compare import Difference
from gyga_desk.standings.trial import MeasureTrial, Tried

_File = Annotated[Path, typer.Argument(help="指南文件（.toml），或已收取的指南编号")]


def check(
    context: typer.Context,
    file: _File,
    edition: Annotated[str, typer.Option(help="还没有数据文件时，指南所依据的政策版本")] = "2024",
) -> None:
    """检查一份申报指南能否使用，并逐条与本数据文件的指南对照。"""
    desk, file = desk_of(context), guides.named(str(file))
    if desk.path.exists():
        with desk.reading() as (db, held):
            found = guides.look(db, held, file)
    else:
        found = guides.look_alone(edition, file)
    guide = found.guide
    document = {
        "guide": guide.id, "title": guide.title, "year": guide.year, "sample": guide.sample, "edition": found.edition.id,
        "digest": found.edition.guide_digest,
        "differences": [
            {"kind": d.kind.value, "measure": d.measure, "name": d.name, "before": d.before, "after": d.after,
             "clause_before": d.clause_before, "clause_after": d.clause_after} for d in found.differences
        ],
        "unset": [{"measure": f.measure, "figure": f.figure, "name": f.name, "clause": f.clause} for f in found.open],
    }  # fmt: skip
    desk.give(document, [
        f"{guide.title}（{guide.id}）可以使用，依据政策版本 {found.edition.id}。", *([guide.banner] if guide.sample else []),
        *(_told(d) for d in found.differences), *(f"未定：{f.where}{f.name}（{f.clause}）" for f in found.open),
    ])  # fmt: skip
    if found.open:
        raise needs_a_person()


def _told(one: Difference) -> str:
    where = "" if one.measure is None else f"措施{one.measure} "
    before, after = one.parted
    return f"{one.kind.label} {where}{one.name}：{before or '未规定'} → {after or '未规定'}"


def try_guide(
    context: typer.Context,
    file: _File,
    year: Annotated[int, typer.Option(help="用哪个年度的项目试算")],
    every: Annotated[bool, typer.Option("--all", help="没有变化的项目也列出")] = False,
) -> None:
    """用一个年度的项目试算另一份指南：谁增谁减、相差多少。只读，不改动记录。"""
    desk = desk_of(context)
    with desk.reading() as (db, held):
        found = guides.tried(db, held, guides.named(str(file)), year)
    rows = [
        {
            "measure": m.measure, "name": m.name, "cases": len(m.cases), "changed": len(m.changed), "before_fen": m.before_fen,
            "after_fen": m.after_fen, "gain_fen": m.gain_fen, "unknown": m.unknown, "marks_fit": m.marks_fit, "rows": [_row(t) for t in (m.cases if every else m.changed)],
        }
        for m in found
    ]  # fmt: skip
    desk.give({"year": year, "measures": rows}, [line for m in found for line in _lines(m, every=every)])


def _row(one: Tried) -> dict[str, object]:
    return {
        "case": one.case, "applicant": one.applicant, "before": one.before.value, "after": one.after.value, "before_fen": one.before_fen,
        "after_fen": one.after_fen, "gain_fen": one.gain_fen, "before_rank": one.before_rank, "after_rank": one.after_rank,
        "decided_fen": one.decided_fen,
    }  # fmt: skip


def _lines(one: MeasureTrial, *, every: bool) -> list[str]:
    head = (
        f"措施{one.measure} {one.name}：{len(one.cases)} 件，变化 {len(one.changed)} 件，"
        f"合计 {_yuan(one.before_fen)} → {_yuan(one.after_fen)}{_gain(one.gain_fen)}"
    )
    if one.unknown:
        head += f"，另有 {one.unknown} 件金额未定，不在合计之内"
    note = [] if one.marks_fit else ["  评分细目不同，原有评分不能套用，名次和金额须重新评分后才知道。"]
    return [head, *note, *(f"  {_case(t)}" for t in (one.cases if every else one.changed))]


def _case(one: Tried) -> str:
    before, after = f"{one.before.label} {_yuan(one.before_fen)}", f"{one.after.label} {_yuan(one.after_fen)}"
    return f"{one.case} {one.applicant}：{before} → {after}{_gain(one.gain_fen)}"


def _gain(fen: int | None) -> str:
    """What it is more or less, where both sides are known and not the same."""
    return f"（{'增' if fen > 0 else '减'} {write_yuan(abs(fen))} 元）" if fen else ""


def _yuan(fen: int | None) -> str:
    return "金额未定" if fen is None else f"{write_yuan(fen)} 元"


def pack(
    context: typer.Context,
    file: _File,
    out: Annotated[Path, typer.Argument(help="交换包写到哪里（.gygap）")],
) -> None:
    """把申报指南封装成本人签发的交换包（管理员或主任）。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        made = guides.pack(db, desk.name, desk.password(), guides.named(str(file)), out)
    desk.give(
        {
            "path": str(made.path),
            "guide": made.guide.id,
            "title": made.guide.title,
            "fingerprint": made.fingerprint,
            "digest": made.digest,
        },
        [
            f"{made.guide.title}已封装到 {made.path}。",
            f"签发人密钥指纹：{made.fingerprint}（收取人不在同一数据文件的，请另行告知）",
        ],
    )


def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="交换包文件")],
    trusted: Annotated[str, typer.Option("--from", help="签发人告知的密钥指纹；签发人不在本数据文件中的须写明")] = "",
    edition: Annotated[str, typer.Option(help="还没有数据文件时，指南所依据的政策版本")] = "2024",
) -> None:
    """收取申报指南：核对签发人后存入本机，供新建数据文件时选用。"""
    desk, data = desk_of(context), files.read(file)
    if desk.path.exists():
        with desk.reading() as (db, _):
            found = guides.take(data, edition, db, trusted)
    else:
        found = guides.take(data, edition, None, trusted)
    by = f"{found.role} {found.sender}" if found.role else f"{found.sender}（按所告知的指纹核对）"
    desk.give(
        {"guide": found.guide.id, "title": found.guide.title, "year": found.guide.year, "path": str(found.path), "sender": found.sender,
         "known": bool(found.role), "fingerprint": found.fingerprint, "digest": found.digest},
        [f"已收取{found.guide.title}，{by}签发。", f"新建 {found.guide.year} 年度的数据文件：init --guide {found.guide.id}"],
    )  # fmt: skip


def list_guides(context: typer.Context) -> None:
    """本机已收取的申报指南。"""
    desk = desk_of(context)
    found = guides.taken_in()
    desk.give(
        [{"guide": path.stem, "path": str(path)} for path in found],
        [path.stem for path in found] or ["本机还没有收取过申报指南。"],
    )


WORDS: Vocabulary = {
    "guide": Several("申报指南", {"check": check, "try": try_guide, "pack": pack, "take": take, "list": list_guides})
}

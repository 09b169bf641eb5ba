"""Commands of taking workbooks in: looked at, their questions answered, stored whole, and taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import Desk, desk_of, needs_a_person
from gyga_desk.commands.words import Several, Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.model import Severity
from gyga_desk.operations import Session, intake, local_now
from gyga_desk.operations.settle_file import Wish, read_settlements
from gyga_desk.operations.settle_file import settle as settle_all
from gyga_desk.operations.settling import sign
from gyga_desk.policy import Edition
from gyga_desk.store import reads


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="申报表文件，可以多个")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不导入")] = False,
    accept_clean: Annotated[bool, typer.Option("--accept-clean", help="有问题的行留下，其余导入")] = False,
    report: Annotated[Path | None, typer.Option(help="把原表连同问题标注写到这个 .xlsx 文件")] = None,
    settle: Annotated[Path | None, typer.Option(help="对待确认问题的答复和单元格更正：JSON 或表格")] = None,
    carry: Annotated[bool, typer.Option("--carry", help="沿用对相同问题以前的答复")] = False,
) -> None:
    """导入申报表。"""
    desk = desk_of(context)
    for option, given in (("--report", report), ("--settle", settle)):
        if given is not None and len(files) > 1:
            raise DeskError("{option} 只能用于一个申报表；请逐个导入，或去掉 {option}。", option=option)
    words = Words(read_settlements(settle) if settle else [], carry=carry)
    answers = (
        _look(desk, files, report, words) if dry_run else _take(desk, files, report, words, accept_clean=accept_clean)
    )
    documents = [document for _, document in answers]
    desk.give(documents[0] if len(documents) == 1 else documents, [line for f, d in answers for line in _said(f, d)])
    if any(not found.clean or _asks(found) for found, _ in answers):
        raise needs_a_person()


@dataclass(frozen=True)
class Words:
    """What the person says to the questions of a workbook: their file, and whether earlier answers hold again."""

    wishes: Sequence[Wish]
    carry: bool

    def over(self, db: sqlite3.Connection, edition: Edition, desk: Desk, found: intake.Preview) -> intake.Preview:
        at = local_now().isoformat()
        if self.carry and found.offered:
            found = intake.look_again(db, edition, found, sign(found.offered, desk.name, at), desk.progress())
        return settle_all(db, edition, found, self.wishes, desk.name, at, desk.progress()) if self.wishes else found


def _look(
    desk: Desk, files: list[Path], report: Path | None, words: Words
) -> list[tuple[intake.Preview, shapes.JsonObject]]:
    with desk.reading() as (db, edition):
        looked = [_preview(db, edition, desk, file, words) for file in files]
    for found in looked:
        intake.refuse_foreign(found)
    _give_report(looked[0], report)
    return [(found, shapes.preview(found, batch="", accepted=0)) for found in looked]


def _preview(db: sqlite3.Connection, edition: Edition, desk: Desk, file: Path, words: Words) -> intake.Preview:
    return words.over(db, edition, desk, intake.preview_workbook(db, edition, file, desk.progress()))


def _take(
    desk: Desk, files: list[Path], report: Path | None, words: Words, *, accept_clean: bool
) -> list[tuple[intake.Preview, shapes.JsonObject]]:
    """Every file is read and judged before the first is stored, so that a refusal leaves the record as it is."""
    answers = []
    with desk.session() as session:
        looked = [_preview(session.db, session.edition, desk, file, words) for file in files]
        _give_report(looked[0], report)
        for found in looked:
            intake.refuse_broken(found, accept_clean=accept_clean)
        for place, first in enumerate(looked):
            found = _preview(session.db, session.edition, desk, first.path, words) if place else first
            answers.append((found, _store(desk, session, found, accept_clean=accept_clean)))
    return answers


def _asks(found: intake.Preview) -> bool:
    return any(p.severity is not Severity.NOTE for p in found.problems)


def _store(desk: Desk, session: Session, found: intake.Preview, *, accept_clean: bool) -> shapes.JsonObject:
    if not found.clean and not accept_clean:
        desk.say(
            f"{found.file} 有 {found.count(intake.HELD)} 行存在问题，没有导入任何一行；更正后重新导入，或加 --accept-clean 只导入无误的行。"
        )
        return shapes.preview(found, batch="", accepted=0)
    done = intake.import_batch(session, found, accept_clean=accept_clean, progress=desk.progress()).value
    return shapes.preview(found, batch=done.batch, accepted=done.accepted)


def _give_report(found: intake.Preview, report: Path | None) -> None:
    if report is not None:
        from gyga_desk.operations import outside

        outside.write_report(found, report)


def _said(found: intake.Preview, document: shapes.JsonObject) -> list[str]:
    lines = [
        f"{found.file}：新增 {found.count('new')} 行，更新 {found.count('changed')} 行，未变 {found.count('unchanged')} 行，存在问题 {found.count('held')} 行。"
    ]
    if found.count(intake.REDEEM):
        lines.append(f"智算券兑付申请 {found.count(intake.REDEEM)} 行，记在券上，不改动已封存的项目。")
    if not found.taken and found.count("unchanged"):
        lines.append("与记录完全相同，没有任何改动。")
    elif document["accepted"]:
        lines.append(f"已导入 {document['accepted']} 行，批次 {document['batch']}。")
    for problem in found.problems:
        lines.append(f"  {problem.sheet} {problem.cell} {problem.sentence}")
        if problem.severity is Severity.ASK:
            lines += [f"    {c.key}：{c.sentence}{f'（{c.evidence}）' if c.evidence else ''}" for c in problem.choices]
    if found.earlier:
        lines.insert(1, f"这个文件曾作为批次 {found.earlier} 导入。")
    if found.offered:
        lines.append(f"有 {len(found.offered)} 个问题以前答复过；加 --carry 沿用。")
    return lines


def drop_batch(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(help="批次编号")],
    reason: Annotated[str, typer.Option(help="理由")] = "",
) -> None:
    """撤下一个批次：它带来的项目撤出，改动复原。"""
    desk = desk_of(context)
    with desk.session() as session:
        intake.drop_batch(session, batch, reason)
    desk.give({"batch": batch}, [f"批次 {batch} 已撤下。"])


def list_batches(context: typer.Context) -> None:
    """已导入的批次，连同每批的答复和更正。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        found = [(b, reads.settlements(db, b.id)) for b in reads.batches(db)]
    rows = [
        {
            "batch": b.id, "file": b.file, "digest": b.digest, "at": b.at, "by": b.by, "accepted": b.accepted, "held": b.held,
            "settled": [shapes.settlement(one) for one in told],
        }
        for b, told in found
    ]  # fmt: skip
    desk.give(rows, [f"{b.id}  {b.at[:10]}  {b.file}  {b.accepted} 行  {b.by}" for b, _ in found])


WORDS: Vocabulary = {
    "import": import_files,
    "batches": Several("已导入的批次", {"list": list_batches, "drop": drop_batch}),
}

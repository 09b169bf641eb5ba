"""Commands about lists from elsewhere: earlier awards and copies of the filing list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk import applicants as known
from gyga_desk.commands import shapes
from gyga_desk.commands.desk import Desk, desk_of, needs_a_person
from gyga_desk.commands.words import Run, Several, Vocabulary
from gyga_desk.model import Severity
from gyga_desk.money import write_yuan
from gyga_desk.operations import lists, local_now
from gyga_desk.store import lists as listed
from gyga_desk.store.lists import AWARDS, FILINGS


def importer(kind: str) -> Run:
    """The `import` command of one kind of list."""

    def run(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help="名单文件：工作簿或 CSV")],
        dated: Annotated[
            str, typer.Option(help="名单是哪一天的，如 2025-03-31；不写则取文件名里的日期，再没有则为今天")
        ] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不导入")] = False,
        accept_clean: Annotated[bool, typer.Option("--accept-clean", help="有问题的行留下，其余导入")] = False,
    ) -> None:
        desk = desk_of(context)
        if dry_run:
            with desk.reading() as (db, _):
                found = lists.preview_list(db, kind, file, local_now().date(), dated, desk.progress())
            taken = lists.ListTaken(found.earlier, 0, found)
        else:
            taken = _take(desk, kind, file, dated, accept_clean=accept_clean)
        desk.give(shapes.list_taken(taken), _said(taken))
        if any(p.severity is not Severity.NOTE for p in taken.preview.problems):
            raise needs_a_person()

    run.__doc__ = f"导入{lists.TITLES[kind]}。"
    return run


def _take(desk: Desk, kind: str, file: Path, dated: str, *, accept_clean: bool) -> lists.ListTaken:
    with desk.session() as session:
        found = lists.preview_list(session.db, kind, file, session.clock().date(), dated, desk.progress())
        if not found.clean and not accept_clean:
            lists.check_may_import(session, kind)
            desk.say(
                f"{found.file} 有 {found.held} 行存在问题，没有导入任何一行；更正后重新导入，或加 --accept-clean 只导入无误的行。"
            )
            return lists.ListTaken("", 0, found)
        return lists.import_list(session, found, accept_clean=accept_clean).value


def _said(taken: lists.ListTaken) -> list[str]:
    found = taken.preview
    lines = [
        f"{found.file}（{found.dated}）：可导入 {len(found.rows)} 行，已在记录中 {found.unchanged} 行，存在问题 {found.held} 行。"
    ]
    if found.earlier:
        lines.append(f"这份文件已经导入过，编号 {found.earlier}，没有任何改动。")
    elif taken.accepted:
        lines.append(f"已导入 {taken.accepted} 行，名单编号 {taken.list}。")
    elif not found.rows and not found.held:
        lines.append("没有新的内容，记录没有任何改动。")
    return lines + [f"  {p.sheet} {p.cell} {p.sentence}" for p in found.problems]


def show_awards(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="只看单位名称、信用代码或事项中有这些字的")] = "",
) -> None:
    """已导入的既往支持。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        files = listed.lists(db, AWARDS)
        found = [
            a for a in listed.earlier_awards(db) if _matches(search, a.applicant, a.credit_code, a.matter, a.policy)
        ]
    document = {"lists": [shapes.list_file(f) for f in files], "awards": [shapes.earlier_award(a) for a in found]}
    lines = [f"{a.year}  {a.applicant}  {a.policy}  {a.matter}  {write_yuan(a.amount_fen)}" for a in found]
    desk.give(document, [*map(_file_line, files), *lines] or ["还没有导入既往支持名单。"])


def show_filings(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="只看编号、算法或主体中有这些字的")] = "",
) -> None:
    """最新的算法备案清单。"""
    desk = desk_of(context)
    with desk.reading() as (db, _):
        files = listed.lists(db, FILINGS)
        found = [f for f in listed.filings(db) if _matches(search, f.number, f.algorithm, f.holder)]
    document = {
        "lists": [shapes.list_file(f) for f in files], "dated": files[0].dated if files else None,
        "filings": [shapes.filing(f) for f in found],
    }  # fmt: skip
    lines = [
        f"{f.number}  {f.algorithm}  {f.holder}  {f.role}  {'已注销' if f.cancelled else ''}".rstrip() for f in found
    ]
    desk.give(document, [*map(_file_line, files), *lines] or ["还没有导入算法备案清单。"])


def _matches(search: str, *texts: str) -> bool:
    return not search or any(search.casefold() in text.casefold() for text in texts)


def _file_line(held: listed.ListFile) -> str:
    return f"{held.id}  {held.dated}  {held.file}  {held.rows} 行  {held.digest}"


def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名单编号", help="如 L0001")],
    reason: Annotated[str, typer.Option(help="理由")] = "",
) -> None:
    """移除导错的名单。"""
    desk = desk_of(context)
    with desk.session() as session:
        lists.remove_list(session, name, reason)
    desk.give({"list": name}, [f"名单 {name} 已移除。"])


def applicant(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="名称或信用代码", help="单位名称或统一社会信用代码，可只写一部分")],
) -> None:
    """一个单位历年的申报、结果和既往支持。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        found = [known.history(db, edition, one, desk.person(db)) for one in known.applicants(db, text)]
    lines = [line for one in found for line in _history_lines(one)]
    desk.give([shapes.history(one) for one in found], lines or [f"没有名称或信用代码含“{text}”的单位。"])


def _history_lines(held: known.History) -> list[str]:
    head = (
        f"{held.applicant.name}  {held.applicant.credit_code or '（无信用代码）'}：本程序已定 {write_yuan(held.awarded_fen)} 元，"
        f"名单所载 {write_yuan(held.earlier_fen)} 元，在审 {held.open} 件"
    )
    return [head, *(
        f"  {x.year}  {x.id}  {x.policy}  {x.matter}  {x.outcome.label if x.outcome else '名单所载'}  "
        f"{'—' if x.awarded_fen is None else write_yuan(x.awarded_fen)}"
        for x in held.lines
    )]  # fmt: skip


WORDS: Vocabulary = {
    "applicant": applicant,
    "awards": Several(lists.TITLES[AWARDS], {"import": importer(AWARDS), "list": show_awards, "remove": remove}),
    "filings": Several(lists.TITLES[FILINGS], {"import": importer(FILINGS), "list": show_filings, "remove": remove}),
}

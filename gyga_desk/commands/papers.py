"""Commands of papers: what can be printed, printing, signing, taking back what came in signed, voiding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gyga_desk.commands import shapes
from gyga_desk.commands.desk import KEY, PASSWORD, Desk, ask, desk_of, needs_a_person
from gyga_desk.commands.words import Vocabulary
from gyga_desk.errors import DeskError
from gyga_desk.formats.tokens import Token
from gyga_desk.operations import Session, outside, papers, returning, signing, signing_many
from gyga_desk.operations.papers import Options, Printed
from gyga_desk.operations.sheets.kinds import KINDS, kind_of
from gyga_desk.operations.sheets.source import Source
from gyga_desk.store import reads

Measure = Annotated[int | None, typer.Option(help="措施编号")]
Year = Annotated[int | None, typer.Option(help="申报年度")]


def print_papers(  # noqa: PLR0913, PLR0917 - each is a word of the command line
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="文书种类，见 --list；every 为全部种类")] = "",
    chosen: Annotated[list[str] | None, typer.Argument(metavar="[项目编号…]", help="只打印这些项目")] = None,
    measure: Measure = None,
    year: Year = None,
    out: Annotated[Path, typer.Option(help="写到哪个文件夹")] = Path(),
    listed: Annotated[bool, typer.Option("--list", help="列出文书种类")] = False,
    who: Annotated[str, typer.Option(help="只打印这位专家或人员的")] = "",
    tables: Annotated[bool, typer.Option("--xlsx", help="名单和表格另存一份 Excel")] = False,
    book: Annotated[Path | None, typer.Option(help="所有文书合成这一个 PDF，用于打印；不另存单件")] = None,
    document_number: Annotated[
        str | None, typer.Option("--document-number", help="文号；不写则留空，重打时沿用")
    ] = None,
    red_head: Annotated[
        bool | None, typer.Option("--red-head/--plain-paper", help="用预印红头纸，首页留出位置")
    ] = None,
) -> None:
    """打印文书，每件一个 PDF 文件。"""
    desk = desk_of(context)
    if listed:
        rows = [shapes.paper_kind(k) for k in KINDS]
        desk.give(rows, [f"{k.id}\t{k.title}\t{k.when}" for k in KINDS])
        return
    if book is not None and (kind == "every" or tables):
        raise DeskError("--book 只用于一种文书，也不能与 --xlsx 同用；请分开打印。")
    options = Options(document_number, red_head, who, tables, book)
    with desk.session() as session:
        if kind == "every":
            done = papers.print_every(session, measure, _year_of(session, year), out, desk.progress(), options)
        else:
            measure, year = _scope(session, chosen, measure, year)
            done = papers.print_papers(session, kind, measure, year, chosen, out, desk.progress(), options).value
    desk.give([_printed(p) for p in done], [f"{p.paper.number}  {p.path}" for p in done])


def _printed(one: Printed) -> shapes.JsonObject:
    return {**shapes.paper(one.paper), "path": str(one.path), "table": str(one.table) if one.table else None}


def _year_of(session: Session, year: int | None) -> int:
    known = reads.years(session.db)
    if year is None and len(known) != 1:
        raise DeskError("没有说明打印哪一年；请加 --year。")
    return year or known[0]


def _scope(session: Session, chosen: list[str] | None, measure: int | None, year: int | None) -> tuple[int, int]:
    """Measure and year as given, or as the first case named has them."""
    if chosen and (measure is None or year is None):
        first = reads.case(session.db, chosen[0])
        return measure or first.measure, year or first.year
    if measure is None or year is None:
        raise DeskError("没有说明打印哪个措施、哪一年；请加 --measure 和 --year，或写明项目编号。")
    return measure, year


def list_papers(
    context: typer.Context,
    measure: Annotated[int, typer.Option(help="措施编号")],
    year: Annotated[int, typer.Option(help="申报年度")],
    kind: Annotated[str, typer.Option(help="只列这一种")] = "",
) -> None:
    """现在可以打印的文书，以及已打印的还作不作数。"""
    desk = desk_of(context)
    with desk.reading() as (db, edition):
        kinds, person = [kind_of(kind)] if kind else KINDS, desk.person(db)
        source = Source(db, edition, measure, year)
        found = [(k, one) for k in kinds for one in papers.ready(source, k.id, person)]
    rows = [shapes.ready_paper(k, one) for k, one in found]
    desk.give(rows, [f"{k.title}  {one.subject.case} {one.subject.who}  {_told(one)}" for k, one in found])
    if any(one.changed for _, one in found):
        raise needs_a_person()


def _told(one: papers.Ready) -> str:
    if one.paper is None:
        return "未打印"
    return f"{one.paper.number} {one.paper.state.label}" + (f"，已失效：{one.changed}" if one.changed else "")


def sign(
    context: typer.Context,
    pdf: Annotated[
        list[Path], typer.Argument(help="打印好的 PDF 文件，可以一次写多份；或文件夹，其中等待本人签名的逐份签")
    ],
    key: Annotated[Path | None, typer.Option(help="本人的密钥文件(.p12 或 .pfx)")] = None,
    token: Annotated[Path | None, typer.Option(help="改用硬件介质：厂家提供的 PKCS#11 驱动库")] = None,
    label: Annotated[str, typer.Option(help="硬件介质的标签；只插了一个时可以不写")] = "",
) -> None:
    """在文书上加本人的数字签名。"""
    desk = desk_of(context)
    if (key is None) == (token is None):
        raise DeskError("请用 --key 写明密钥文件，或用 --token 写明硬件介质的驱动库，二者取一。")
    chosen = key or Token(token or Path(), label)
    with desk.session() as session:
        secret = ask("硬件介质的 PIN" if token else "密钥的口令", KEY, PASSWORD)
        if any(path.is_dir() for path in pdf):
            _sign_waiting(desk, session, pdf, chosen, secret)
            return
        done = [one.value for one in signing.sign_papers(session, pdf, chosen, secret, desk.progress())]
        counts = [len(reads.signatures(session.db, one.number)) for one in done]
    rows = [
        {**shapes.paper(one), "path": str(path), "signatures": count}
        for one, path, count in zip(done, dict.fromkeys(pdf), counts, strict=True)
    ]
    lines = [f"{one.number} 已签名，共 {count} 个签名。" for one, count in zip(done, counts, strict=True)]
    desk.give(rows if len(pdf) > 1 else rows[0], lines)


def _sign_waiting(desk: Desk, session: Session, places: list[Path], key: Path | Token, secret: str) -> None:
    """What lies there and waits for the person; a file that was not signed needs a person."""
    waiting = signing_many.waiting(session)
    made = signing_many.sign_waiting(session, waiting, places, key, secret, desk.progress()).value
    told = [one for one in made.papers if one.path]
    if not told:
        raise DeskError("所写的地方没有等待 {person} 签名的文书文件。", person=session.person.name)
    rows = [{"paper": o.number, "path": str(o.path), "signed": not o.why, "note": o.why or None} for o in told]
    desk.give(rows, [f"{o.number} {'未签名：' + o.why if o.why else '已签名。'}" for o in told])
    if any(o.why for o in told):
        raise needs_a_person()


def register(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="文书编号；只给扫描件时不写")] = "",
    code: Annotated[str, typer.Option(help="页脚校验码；只给扫描件时从二维码读取")] = "",
    scan: Annotated[Path | None, typer.Option(help="扫描件（PDF、PNG、JPEG），可以有多份文书")] = None,
) -> None:
    """登记签署后交回的文书。"""
    desk = desk_of(context)
    if bool(paper) != bool(code) or not (paper or scan):
        raise DeskError("请写明文书编号和 --code 校验码；或只用 --scan 给出扫描件，编号和校验码由二维码读取。")
    if scan and not paper:
        _register_scan(desk, scan)
        return
    with desk.session() as session:
        done = papers.register_paper(session, paper, code, outside.digest_of(scan) if scan else "").value
    desk.give(shapes.paper(done), [f"{done.number} 已登记。"])


def _register_scan(desk: Desk, scan: Path) -> None:
    """Every paper in a scan; one that was not registered, or pages that could not be read, need a person."""
    with desk.session() as session:
        found = returning.register_scan(session, scan, desk.progress()).value
    rows = [
        {"paper": b.number, "pages": list(b.pages), "registered": b.paper is not None, "note": b.note or None}
        for b in found.back
    ]
    lines = [
        f"{b.number}（第 {'、'.join(map(str, b.pages))} 页）{'已登记' if b.paper else '未登记'}{'：' + b.note if b.note else ''}"
        for b in found.back
    ]
    unread = [f"第 {'、'.join(map(str, found.unread))} 页没有读出二维码。"] if found.unread else []
    desk.give({"papers": rows, "unread": list(found.unread)}, [*lines, *unread])
    if found.unread or any(b.note for b in found.back):
        raise needs_a_person()


def void(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="文书编号")] = "",
    reason: Annotated[str, typer.Option(help="理由")] = "",
    changed: Annotated[bool, typer.Option("--changed", help="作废内容已变的全部文书")] = False,
    measure: Measure = None,
    year: Year = None,
) -> None:
    """作废文书。"""
    desk = desk_of(context)
    if bool(paper) == changed:
        raise DeskError("请写明一个文书编号；或用 --changed 作废内容已变的全部文书。")
    with desk.session() as session:
        if changed:
            measure, year = _scope(session, None, measure, year)
            gone = papers.void_changed(session, measure, year).value
            desk.give(
                [shapes.paper(p) for p in gone],
                [f"{p.number} 已作废：{p.reason}" for p in gone],
            )
            return
        done = papers.void_paper(session, paper, reason).value
    desk.give(shapes.paper(done), [f"{done.number} 已作废。"])


WORDS: Vocabulary = {"print": print_papers, "papers": list_papers, "sign": sign, "register": register, "void": void}

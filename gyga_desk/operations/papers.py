"""Papers: printed, verified, registered when they come back signed, voided with a reason.

The same content gives the same bytes, so printing again gives the same paper. A change in what a paper shows, and in
nothing else, makes it void: it can no longer be signed or registered, and the next print says which it replaces.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gyga_desk.errors import PaperError, Refused
from gyga_desk.formats import export, preview, signatures
from gyga_desk.formats.pdf.document import DRAFT, Head, code_of, draw, write_content
from gyga_desk.model import CaseId, Paper, PaperState, Role
from gyga_desk.operations import Done, Session, Work, check_role, checkpoints, files, front_of, operation
from gyga_desk.operations.collector import resting_collector
from gyga_desk.operations.sheets.kinds import KINDS, About, Kind, kind_of
from gyga_desk.operations.sheets.shown import check_sight, sight
from gyga_desk.operations.sheets.source import Source, Subject
from gyga_desk.operations.signing import paper_of, signature_findings, source_of
from gyga_desk.operations.sweep import changed, head_of, sweep
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.standings import edition_of
from gyga_desk.store import reads, writes
from gyga_desk.store.reads import PersonRow


@dataclass(frozen=True)
class Printed:
    """One paper and the file it was written to; `table` is the workbook beside it, where one was asked for."""

    paper: Paper
    path: Path
    table: Path | None = None


@dataclass(frozen=True)
class VerifyFinding:
    """One thing verification has to say."""

    code: str
    sentence: str


@dataclass(frozen=True)
class VerifyResult:
    """Whether what was verified holds, and what was found."""

    ok: bool
    findings: tuple[VerifyFinding, ...]
    signatures: tuple[signatures.SignatureFinding, ...] = ()


@dataclass(frozen=True)
class Options:
    """How a paper is to be printed, beside what it shows. What is not said stays as on the paper printed before."""

    document_number: str | None = None
    red_head: bool | None = None
    who: str = ""
    """Only those about this expert or person."""
    tables: bool = False
    """Also as a workbook, where the kind has one."""
    book: Path | None = None
    """All in this one file, for the printer, instead of a file each."""


AS_BEFORE = Options()


@dataclass(frozen=True)
class Made:
    """A paper as it would be printed now: its content, its bytes, and the one it takes the place of."""

    paper: Paper
    content: Any
    data: bytes
    instead: Paper | None
    """An earlier one that shows something else, and becomes void."""


@dataclass(frozen=True)
class Ready:
    """One paper that can be printed now, or was, with the newest of it on record."""

    subject: Subject
    paper: Paper | None
    changed: str
    """Why the paper on record no longer shows what is; empty where it does, or there is none."""
    now: bool
    """Whether it can be printed now; one that was printed may have lost its ground since."""


def kinds() -> list[tuple[str, str]]:
    """Every kind of paper with its title."""
    return [(k.id, k.title) for k in KINDS]


def supported(db: sqlite3.Connection, edition: Edition, measure: int, year: int) -> list[CaseId]:
    """The cases that standing decisions support, in rank order."""
    return Source(db, edition, measure, year).supported


def ready(source: Source, kind: str, person: PersonRow) -> list[Ready]:
    """What of a kind can be printed now, and what was printed and has not been replaced, as far as a person may see it."""
    held = kind_of(kind)
    newest = {Subject(p.case, p.subject): p for p in source.papers(kind)}
    now = dict.fromkeys(held.subjects(source))
    every = dict.fromkeys([*now, *(s for s, p in newest.items() if p.state is not PaperState.VOID)])
    subjects = filter(sight(source, held, person), every)
    return [Ready(s, newest.get(s), changed(source, newest[s]) if s in newest else "", s in now) for s in subjects]


def preview_paper(
    db: sqlite3.Connection, edition: Edition, kind: str, measure: int, year: int, subject: Subject, person: PersonRow
) -> bytes:
    """The paper as it would be printed now, for somebody who may see what it shows."""
    source, held = Source(db, edition, measure, year), kind_of(kind)
    check_sight(source, held, subject, person)
    return make(source, held, subject, AS_BEFORE).data


def preview_pages(
    session: Session, kind: str, measure: int, year: int, subject: Subject, dpi: int = 96
) -> list[tuple[int, int, bytes]]:
    """The paper's pages as (width, height, RGBA bytes)."""
    data = preview_paper(session.db, session.edition, kind, measure, year, subject, session.person)
    return [(p.width, p.height, p.rgba) for p in preview.pages(data, dpi)]


def make(source: Source, kind: Kind, subject: Subject, options: Options) -> Made:
    """The paper and its bytes: the one printed before where it still shows the same, else the next number."""
    scope = reads.papers(source.db, source.number, source.year, case=subject.case, kind=kind.id)
    earlier = [p for p in scope if p.subject == subject.who]
    held = next((p for p in reversed(earlier) if p.state is not PaperState.VOID), None)
    if held is not None:
        content = kind.content(source, subject, _head(held.number, held.replaces, held, options))
        if code_of(content) == held.code:
            return Made(held, content, _same_bytes(kind, content, held), None)
    number = f"{kind.prefix}-{subject.case or f'{source.year}-M{source.number}'}-{len(scope) + 1}"
    replaces = earlier[-1].number if earlier else ""
    content = kind.content(source, subject, _head(number, replaces, held, options))
    data = draw(content, kind.compose)
    paper = Paper(
        number, kind.id, subject.case, content.head.decision, code_of(content), _digest(data), preview.count_pages(data),
        PaperState.PRINTED, "", "", replaces, "", source.number, source.year, subject.who, write_content(content),
    )  # fmt: skip
    return Made(paper, content, data, held)


def _head(number: str, replaces: str, held: Paper | None, options: Options) -> Head:
    before = head_of(held) if held else _PLAIN
    document = before.document_number if options.document_number is None else options.document_number
    red_head = before.red_head if options.red_head is None else options.red_head
    return Head("", number, replaces=replaces, document_number=document, red_head=red_head)


_PLAIN = Head("", "")


def _same_bytes(kind: Kind, content: Any, held: Paper) -> bytes:
    data = draw(content, kind.compose)
    if _digest(data) != held.digest:
        raise PaperError(
            "{number} 的内容没有变，但现在排出的版面与已打印的不同（程序或字体更新过），没有打印；请用原来打印的文件，确需重打的先核验数据文件，再作废原件。",
            number=held.number,
        )
    return data


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@operation(
    "打印文书",
    Role.CLERK,
    Role.CHAIR,
    seals=True,
    detail=lambda kind, _measure, _year, subjects, *_: f"{kind.title} {len(subjects)} 份",
)
def _print(
    work: Work,
    kind: Kind,
    measure: int,
    year: int,
    subjects: Sequence[Subject],
    out: Path,
    options: Options,
    progress: Progress,
) -> list[Printed]:
    """All are made before the first file is written, so that one that cannot be leaves none."""
    source, made = Source(work.db, work.edition, measure, year), []
    for place, subject in enumerate(subjects, 1):
        progress(place, len(subjects), "生成文书")
        one = make(source, kind, subject, options)
        made.append(replace(one, paper=_record(work, one)))
    if options.book is not None:
        return _write_book(kind, made, options.book)
    files.make_folder(out)
    return [_write(source, kind, one, out, options) for one in made]


def _write(source: Source, kind: Kind, made: Made, out: Path, options: Options) -> Printed:
    name = file_name(made.paper, _named(source, made.paper))
    files.write_new(out / f"{name}.pdf", made.data)
    if not options.tables or kind.tables is None:
        return Printed(made.paper, out / f"{name}.pdf")
    sheets = (*kind.tables(made.content), _about_sheet(made))
    files.write_new(out / f"{name}.xlsx", export.workbook_bytes(sheets))
    return Printed(made.paper, out / f"{name}.pdf", out / f"{name}.xlsx")


def _write_book(kind: Kind, made: Sequence[Made], book: Path) -> list[Printed]:
    from gyga_desk.formats.pdf.book import draw_book

    with resting_collector():  # all of a book stays until it is written
        drawn = draw_book([(one.content, kind.compose) for one in made], kind.title)
    files.write_new(book, drawn)
    return [Printed(one.paper, book) for one in made]


def _about_sheet(made: Made) -> export.ExportSheet:
    """What a table of figures must not be without: which paper it is of, what it was made from, and any warning."""
    paper, head = made.paper, made.content.head
    rows = [
        ("文书", title_of(paper.kind)),
        ("编号", paper.number),
        ("校验码", paper.code),
        ("依据", head.basis),
        ("文号", head.document_number),
    ]
    warned = [("注意", text) for text in (DRAFT if head.draft else "", head.sample) if text]
    return export.ExportSheet("说明", ("项", "内容"), [*rows, *warned])


@front_of(_print)
def print_papers(
    session: Session,
    kind: str,
    measure: int,
    year: int,
    cases: Sequence[CaseId] | None,
    out: Path,
    progress: Progress = silent,
    options: Options = AS_BEFORE,
) -> Done[list[Printed]]:
    """One file a paper in the folder; without `cases`, every paper of the kind that can be printed now."""
    check_role(session, _print.title, _print.roles)
    held = kind_of(kind)
    for case in cases or ():
        if (found := reads.case(session.db, case)).measure != measure or found.year != year:
            raise Refused(
                "{case} 不属于措施{measure} {year} 年；请核对项目编号。", case=case, measure=measure, year=year
            )
    subjects = _chosen(Source(session.db, session.edition, measure, year), held, cases or (), options.who)
    if not subjects:
        raise PaperError(
            "措施{measure} {year} 年没有可以打印的{title}：{when}。",
            measure=measure,
            year=year,
            title=held.title,
            when=held.when,
        )
    return _print(session, held, measure, year, subjects, out, options, progress)


@front_of(_print)
def print_subjects(
    session: Session,
    kind: str,
    measure: int,
    year: int,
    subjects: Sequence[Subject],
    out: Path,
    progress: Progress = silent,
    options: Options = AS_BEFORE,
) -> Done[list[Printed]]:
    """One file for each of these papers; one that cannot be printed refuses the whole, with its reason."""
    check_role(session, _print.title, _print.roles)
    return _print(session, kind_of(kind), measure, year, subjects, out, options, progress)


def print_every(
    session: Session,
    measure: int | None,
    year: int,
    out: Path,
    progress: Progress = silent,
    options: Options = AS_BEFORE,
) -> list[Printed]:
    """Every kind of paper that can be printed now, a folder a kind and measure, in the order of a year's work."""
    check_role(session, _print.title, _print.roles)
    wanted = [m.number for m in session.edition.measures if measure in (None, m.number)]
    printed: list[Printed] = []
    for kind in KINDS:
        for number in wanted:
            if _chosen(Source(session.db, session.edition, number, year), kind, (), options.who):
                folder = out / kind.title / f"措施{number}"
                printed += print_papers(session, kind.id, number, year, None, folder, progress, options).value
    if not printed:
        raise PaperError("{year} 年没有可以打印的文书；请先导入申报表。", year=year)
    return printed


def _chosen(source: Source, kind: Kind, cases: Sequence[CaseId], who: str) -> list[Subject]:
    """The papers asked for. A case that is named is tried, so that its own reason is told where it has none."""
    if cases and kind.about is About.CASE:
        return [Subject(c) for c in dict.fromkeys(cases)]
    if cases and kind.about is About.CASES:
        return [Subject(who=" ".join(sorted(set(cases))))]
    if cases and kind.about is not About.MARKS:
        raise Refused("{title}按措施和年度打印，不能指定项目；请去掉项目编号。", title=kind.title)
    found = [s for s in kind.subjects(source) if not who or s.who == who]
    return [s for s in found if not cases or s.case in cases]


def _named(source: Source, paper: Paper) -> str:
    """Whom or what a file is named for."""
    whom = "" if kind_of(paper.kind).about is About.CASES else paper.subject
    about = source.case(paper.case).applicant if paper.case else source.measure_name.split(" ")[0]
    return " ".join(filter(None, (about, whom)))


def file_name(paper: Paper, named: str) -> str:
    """`SP-2025-M3-0003-1 单位名称 项目审批表`, without characters that file systems refuse."""
    clean = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", named)[:60]
    return f"{paper.number} {clean} {title_of(paper.kind)}"


def title_of(kind: str) -> str:
    return kind_of(kind).title


def _record(work: Work, made: Made) -> Paper:
    """The paper on record, and that it was printed; one that shows something else becomes void."""
    paper = made.paper
    if made.instead is not None:
        reason = f"记录已有变动，由 {paper.number} 取代"
        work.db.execute("UPDATE paper SET state = 'void', reason = ? WHERE number = ?", (reason, made.instead.number))
    known = reads.paper(work.db, paper.number)
    if known is None:
        writes.add(work.db, "paper", {
            "number": paper.number, "kind": paper.kind, "measure": paper.measure, "year": paper.year, "case_id": paper.case or None,
            "subject": paper.subject, "decision": paper.decision or None, "content": paper.content, "code": paper.code,
            "digest": paper.digest, "pages": paper.pages, "state": paper.state.value, "at": work.at, "person": work.person,
            "replaces": paper.replaces, "reason": "",
        })  # fmt: skip
        known = reads.paper(work.db, paper.number)
    time = work.db.execute("SELECT COUNT(*) + 1 FROM printing WHERE paper = ?", (paper.number,)).fetchone()[0]
    writes.add(work.db, "printing", {"paper": paper.number, "time": time, "at": work.at, "person": work.person})
    return known or paper


def verify_paper(db: sqlite3.Connection, pdf: Path) -> VerifyResult:
    """Whether a file is the record's paper, unvoided, with exactly the signatures that the record expects."""
    data = files.read(pdf)
    signed = tuple(signature_findings(db, data))
    found = [VerifyFinding(s.code, f"{s.name or '签名'}：{s.sentence}") for s in signed if not s.ok]
    found += _against_anchor(db, data)
    try:
        paper = paper_of(db, data, pdf.name)
    except PaperError as fault:
        return VerifyResult(False, (*found, VerifyFinding("unknown-paper", str(fault))), signed)
    if paper.state is PaperState.VOID:
        found.append(VerifyFinding("void", f"{paper.number} 已作废：{paper.reason}"))
    found += _unexpected(db, paper, signed)
    if reason := changed(source_of(db, edition_of(db), paper), paper):
        found.append(VerifyFinding("record-changed", f"{paper.number}：{reason}"))
    return VerifyResult(not found, tuple(found), signed)


def _against_anchor(db: sqlite3.Connection, data: bytes) -> list[VerifyFinding]:
    """What the anchor at the foot of a sealed paper tells of the record, even where the record no longer knows the paper."""
    try:
        anchors = checkpoints.anchors_in(preview.text_of(data))
    except PaperError:
        return []  # no PDF: told as an unknown paper
    damage = [d for anchor in anchors for d in checkpoints.against(db, anchor, "纸面")]
    return [VerifyFinding(d.code, d.sentence) for d in damage]


def _unexpected(
    db: sqlite3.Connection, paper: Paper, signed: Sequence[signatures.SignatureFinding]
) -> list[VerifyFinding]:
    expected = {(s.field, s.fingerprint): s for s in reads.signatures(db, paper.number)}
    there = {(s.field, s.fingerprint) for s in signed}
    missing = [
        VerifyFinding("signature-missing", f"记录中 {s.person} 已于 {s.at} 签署，文件上却没有。")
        for k, s in expected.items()
        if k not in there
    ]
    strange = [
        VerifyFinding("signature-unknown", f"{s.name} 的签名不在记录之中。")
        for s in signed
        if s.ok and (s.field, s.fingerprint) not in expected
    ]
    return [*missing, *strange]


@operation("登记签署件", Role.CLERK, seals=True, detail=lambda number, *_, **__: str(number))
def register_paper(work: Work, number: str, code: str, scan: str = "") -> Paper:
    """The signed paper has come back: its code must be the record's. `scan` is the digest of a scanned file."""
    number = number.split(":")[1] if number.startswith("GYGA1:") and number.count(":") == 2 else number
    return take_back(work, number, code, scan)


def take_back(work: Work, number: str, code: str, scan: str) -> Paper:
    """Registers one paper within an open operation; one that is stale is refused with its reason."""
    paper = _known(work, number)
    if paper.state is PaperState.VOID:
        raise Refused("{number} 已作废（{reason}），不能登记。", number=number, reason=paper.reason)
    if _bare(code) != _bare(paper.code):
        raise Refused(
            "{number} 的校验码不对；请按纸上页脚重新输入，若纸上确是此码，则该件不是最新一份。", number=number
        )
    if reason := changed(source_of(work.db, work.edition, paper), paper):
        raise Refused("{number} 不能登记：{reason}", number=number, reason=reason)
    told = f"扫描件 {scan}" if scan else paper.reason
    work.db.execute("UPDATE paper SET state = 'registered', reason = ? WHERE number = ?", (told, number))
    return _known(work, number)


def _bare(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper())


@operation("作废失效文书", Role.CLERK, Role.CHAIR, seals=True, detail=lambda measure, year: f"措施{measure} {year}年")
def void_changed(work: Work, measure: int, year: int) -> list[Paper]:
    """Every paper of a measure and year that no longer shows what is so becomes void, each with its reason."""
    gone = sweep(work, measure, year)
    if not gone:
        raise Refused("措施{measure} {year} 年没有失效的文书，无可作废。", measure=measure, year=year)
    return [_known(work, number) for number in gone]


@operation("作废文书", Role.CLERK, Role.CHAIR, seals=True, detail=lambda number, *_: str(number))
def void_paper(work: Work, number: str, reason: str) -> Paper:
    """Withdraws a paper, with the reason."""
    if not reason.strip():
        raise Refused("作废文书须写明理由；请补充后再提交。")
    if _known(work, number).state is PaperState.VOID:
        raise Refused("{number} 已经作废。", number=number)
    work.db.execute("UPDATE paper SET state = 'void', reason = ? WHERE number = ?", (reason.strip(), number))
    return _known(work, number)


def _known(work: Work, number: str) -> Paper:
    found = reads.paper(work.db, number)
    if found is None:
        raise Refused("没有编号为 {number} 的文书；请核对编号。", number=number)
    return found

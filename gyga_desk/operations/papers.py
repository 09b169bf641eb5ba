"""Papers: printed from the sealed snapshot alone, signed, registered when they come back, voided with a reason.

The same snapshot gives the same bytes, so printing again gives the same paper, and a change gives another number.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gyga_desk.errors import NotPermitted, PaperError, Refused
from gyga_desk.formats import keys as key_files
from gyga_desk.formats import preview, signatures
from gyga_desk.formats.pdf import approval
from gyga_desk.model import CaseId, Decision, Outcome, Paper, PaperState, Role, Standing
from gyga_desk.operations import Done, Session, Work, check_role, files, front_of, operation
from gyga_desk.operations.keys import record_certificate
from gyga_desk.operations.sheets import approval_of
from gyga_desk.policy import Edition
from gyga_desk.progress import Progress, silent
from gyga_desk.store import codec, exceptions, reads, writes

KINDS = {"approval": "项目审批表"}
_PREFIX = {"approval": "SP"}
_PRINTED_OUTCOMES = (Outcome.SELECTED, Outcome.AWARDED)


@dataclass(frozen=True)
class Printed:
    """One paper and the file it was written to."""

    paper: Paper
    path: Path


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


def kinds() -> list[tuple[str, str]]:
    """Every kind of paper with its title."""
    return list(KINDS.items())


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Refused(
            "没有“{kind}”这种文书；可用：{known}。", kind=kind, known="、".join(f"{k}({t})" for k, t in KINDS.items())
        )


def sealed_case(db: sqlite3.Connection, case_id: CaseId) -> tuple[Decision, Standing, dict[str, Any]]:
    """The standing decision of a case with what was sealed of it, its digests checked; raises where it is unsealed or changed."""
    case = reads.case(db, case_id)
    gone = exceptions.withdrawals(db, case.measure, case.year).get(case_id)
    if gone is not None:
        raise PaperError(
            "{case} 已于 {day} 退出（{reason}），不再出具文书。", case=case_id, day=gone.at[:10], reason=gone.reason
        )
    for decision in reversed(reads.standing_decisions(db, case.measure, case.year)):
        standing = next((s for s in decision.table.cases if s.case == case_id), None)
        body = reads.sealed_content(db, decision.id, case_id)
        if standing is not None and body is not None:
            check_decision(db, decision, case_id, body)
            return decision, standing, json.loads(body)
    raise PaperError("{case} 的决定尚未封存，不能打印；请先由主任封存。", case=case_id)


def check_decision(db: sqlite3.Connection, decision: Decision, case_id: CaseId, content: str) -> None:
    """Refuses where what is stored is not what was sealed, in the sealed text or in the columns beside it."""
    body = reads.decision_body(db, decision.id)
    sealed = json.loads(body)
    whole = codec.digest(body) == decision.digest and sealed["contents"].get(case_id) == codec.digest(content)
    if not whole or any(sealed.get(key) != value for key, value in _beside(decision).items()):
        raise PaperError("{case} 的封存内容与封存时不一致，不能打印或签名；请立即核验数据文件。", case=case_id)


def _beside(decision: Decision) -> dict[str, object]:
    """What the decision's columns say of what the sealed text says too."""
    meeting = decision.meeting
    return {
        "decision": decision.id, "meeting": [meeting.name, meeting.date, meeting.number], "by": decision.by, "second": decision.second,
        "at": decision.at, "journal": decision.journal, "titles": [decision.edition_title, decision.guide_title, decision.guide_sample],
    }  # fmt: skip


def preview_paper(db: sqlite3.Connection, edition: Edition, kind: str, case_id: CaseId) -> bytes:
    """The paper as it would be printed now."""
    _check_kind(kind)
    return _compose(db, edition, kind, case_id)[1]


def preview_pages(
    db: sqlite3.Connection, edition: Edition, kind: str, case_id: CaseId, dpi: int = 96
) -> list[tuple[int, int, bytes]]:
    """The paper's pages as (width, height, RGBA bytes)."""
    return [(p.width, p.height, p.rgba) for p in preview.pages(preview_paper(db, edition, kind, case_id), dpi)]


def _compose(db: sqlite3.Connection, edition: Edition, kind: str, case_id: CaseId) -> tuple[Paper, bytes]:
    """The paper and its bytes: the one printed before where it still holds, else the next number."""
    decision, standing, content = sealed_case(db, case_id)
    earlier = [p for p in reads.papers(db, case=case_id) if p.kind == kind]
    held = next((p for p in earlier if p.decision == decision.id and p.state is not PaperState.VOID), None)
    number = held.number if held else f"{_PREFIX[kind]}-{case_id}-{len(earlier) + 1}"
    replaces = held.replaces if held else earlier[-1].number if earlier else ""
    sheet = approval_of(edition, decision, standing, content, number, replaces)
    data = approval.render(sheet)
    code, digest = approval.code_of(sheet), f"sha256:{hashlib.sha256(data).hexdigest()}"
    if held and (held.digest, held.code) != (digest, code):
        raise PaperError(
            "{number} 这次生成的内容与已打印的不一致，没有打印；请先核验数据文件，再作废原件重打。", number=held.number
        )
    pages = preview.count_pages(data)
    return held or Paper(
        number, kind, case_id, decision.id, code, digest, pages, PaperState.PRINTED, "", "", replaces
    ), data


def supported(db: sqlite3.Connection, measure: int, year: int) -> list[CaseId]:
    """The cases that standing decisions support, in rank order."""
    tables = [d.table for d in reads.standing_decisions(db, measure, year)]
    gone = exceptions.withdrawals(db, measure, year)
    return [s.case for t in tables for s in t.cases if s.outcome in _PRINTED_OUTCOMES and s.case not in gone]


@operation(
    "打印文书", Role.CLERK, Role.CHAIR, seals=True, detail=lambda kind, cases, *_: f"{KINDS[kind]} {len(cases)} 份"
)
def _print(work: Work, kind: str, cases: Sequence[CaseId], out: Path, progress: Progress) -> list[Printed]:
    files.make_folder(out)
    printed = []
    for place, case in enumerate(cases, 1):
        progress(place, len(cases), "生成文书")
        paper, data = _compose(work.db, work.edition, kind, case)
        path = out / file_name(paper, reads.case(work.db, case).applicant)
        files.write_new(path, data)
        printed.append(Printed(_record(work, paper), path))
    return printed


@front_of(_print)
def print_papers(
    session: Session,
    kind: str,
    measure: int,
    year: int,
    cases: Sequence[CaseId] | None,
    out: Path,
    progress: Progress = silent,
) -> Done[list[Printed]]:
    """One file a case in the folder; without `cases`, every case that the sealed decision supports."""
    _check_kind(kind)
    chosen = list(cases) if cases else supported(session.db, measure, year)
    if not chosen:
        raise PaperError("措施{measure} {year} 年没有已封存且拟支持的项目可以打印。", measure=measure, year=year)
    for case in chosen:
        if (found := reads.case(session.db, case)).measure != measure or found.year != year:
            raise Refused(
                "{case} 不属于措施{measure} {year} 年；请核对项目编号。", case=case, measure=measure, year=year
            )
    return _print(session, kind, chosen, out, progress)


def file_name(paper: Paper, applicant: str) -> str:
    """`SP-2025-M3-0003-1 单位名称 项目审批表.pdf`, without characters that file systems refuse."""
    clean = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", applicant)[:60]
    return f"{paper.number} {clean} {KINDS[paper.kind]}.pdf"


def _record(work: Work, paper: Paper) -> Paper:
    known = reads.paper(work.db, paper.number)
    if known is None:
        writes.add(work.db, "paper", {
            "number": paper.number, "kind": paper.kind, "case_id": paper.case, "decision": paper.decision, "content": paper.code,
            "code": paper.code, "digest": paper.digest, "pages": paper.pages, "state": paper.state.value, "at": work.at,
            "person": work.person, "replaces": paper.replaces, "reason": "",
        })  # fmt: skip
        known = reads.paper(work.db, paper.number)
    time = work.db.execute("SELECT COUNT(*) + 1 FROM printing WHERE paper = ?", (paper.number,)).fetchone()[0]
    writes.add(work.db, "printing", {"paper": paper.number, "time": time, "at": work.at, "person": work.person})
    return known or paper


@operation("签署文书", *approval.FIELDS, seals=True, detail=lambda number, *_: str(number))
def _store_signature(work: Work, number: str, field: str, certificate: bytes, pdf: Path, signed: bytes) -> Paper:
    mark = record_certificate(work, "person", work.person, certificate)
    writes.put(
        work.db,
        "signature",
        {"paper": number, "field": field, "person": work.person, "fingerprint": mark, "at": work.at},
    )
    files.replace(pdf, signed)
    found = reads.paper(work.db, number)
    if found is None:
        raise Refused("没有编号为 {number} 的文书。", number=number)
    return found


@front_of(_store_signature)
def sign_paper(session: Session, pdf: Path, key: Path, passphrase: str) -> Done[Paper]:
    """The signed-in person's signature in their role's place, added to the file; the earlier ones stay valid."""
    check_role(session, _store_signature.title, _store_signature.roles)
    data, p12 = files.read(pdf), files.read(key)
    paper = _paper_of(session.db, data, pdf.name)
    _check_signable(session, paper, data)
    opened = key_files.load_p12(p12, passphrase, session.clock())
    _check_owner(session, key_files.fingerprint(opened.certificate), opened.name)
    field = approval.FIELDS[session.person.role]
    signed = signatures.sign(
        data, p12, passphrase, field=field, name=session.person.name, role=session.person.role.label, at=session.clock(),
    )  # fmt: skip
    return _store_signature(session, paper.number, field, opened.certificate, pdf, signed)


def _paper_of(db: sqlite3.Connection, data: bytes, name: str) -> Paper:
    """The record's paper that a file is, by the digest of what was printed before any signature."""
    digest = f"sha256:{hashlib.sha256(signatures.base_bytes(data)).hexdigest()}"
    found = next((p for p in reads.papers(db) if p.digest == digest), None)
    if found is None:
        raise PaperError("{name} 不是本数据文件打印的文书，或打印之后被改动过；请重新打印。", name=name)
    return found


def _check_signable(session: Session, paper: Paper, data: bytes) -> None:
    if paper.state is PaperState.VOID:
        raise PaperError(
            "{number} 已作废（{reason}），不能签名；请打印新的一份。", number=paper.number, reason=paper.reason
        )
    sealed_case(session.db, paper.case)
    faults = [f for f in _signature_findings(session.db, data) if not f.ok]
    if faults:
        raise PaperError(
            "{number} 上已有的签名有问题（{fault}），不能再签；请重新打印后签署。",
            number=paper.number,
            fault=faults[0].sentence,
        )
    if any(f.field == approval.FIELDS[session.person.role] for f in _signature_findings(session.db, data)):
        raise PaperError(
            "{number} 的{role}处已有签名，不能重复签。", number=paper.number, role=session.person.role.label
        )


def _check_owner(session: Session, mark: str, name: str) -> None:
    known = next((c for c in reads.certificates(session.db) if c.fingerprint == mark), None)
    if known is not None and (known.person != session.person.name or known.kind != "person"):
        raise NotPermitted(
            "这把密钥登记在 {owner} 名下，{person} 不能使用；请换用本人的密钥。",
            owner=known.person,
            person=session.person.name,
        )
    if known is None and name in {p.name for p in reads.people(session.db)} - {session.person.name}:
        raise NotPermitted(
            "这把密钥的证书是 {owner} 的，{person} 不能使用；请换用本人的密钥。", owner=name, person=session.person.name
        )


def _signature_findings(db: sqlite3.Connection, data: bytes) -> list[signatures.SignatureFinding]:
    held = reads.certificates(db)
    roots = [c.pem.encode() for c in held if c.kind == "root"]
    return signatures.verify(data, roots, [c.pem.encode() for c in held if c.kind == "person"])


def verify_paper(db: sqlite3.Connection, pdf: Path) -> VerifyResult:
    """Whether a file is the record's paper, unvoided, with exactly the signatures that the record expects."""
    data = files.read(pdf)
    signed = tuple(_signature_findings(db, data))
    found = [VerifyFinding(s.code, f"{s.name or '签名'}：{s.sentence}") for s in signed if not s.ok]
    try:
        paper = _paper_of(db, data, pdf.name)
    except PaperError as fault:
        return VerifyResult(False, (*found, VerifyFinding("unknown-paper", str(fault))), signed)
    if paper.state is PaperState.VOID:
        found.append(VerifyFinding("void", f"{paper.number} 已作废：{paper.reason}"))
    found += _unexpected(db, paper, signed)
    try:
        sealed_case(db, paper.case)
    except PaperError as fault:
        found.append(VerifyFinding("record-changed", str(fault)))
    return VerifyResult(not found, tuple(found), signed)


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
    paper = _known(work, number)
    if paper.state is PaperState.VOID:
        raise Refused("{number} 已作废（{reason}），不能登记。", number=number, reason=paper.reason)
    if _bare(code) != _bare(paper.code):
        raise Refused(
            "{number} 的校验码不对；请按纸上页脚重新输入，若纸上确是此码，则该件不是最新一份。", number=number
        )
    sealed_case(work.db, paper.case)
    work.db.execute(
        "UPDATE paper SET state = 'registered', reason = ? WHERE number = ?", (f"扫描件 {scan}" if scan else "", number)
    )
    return _known(work, number)


def _bare(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper())


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

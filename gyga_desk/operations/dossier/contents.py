"""What goes into a dossier, file by file, and what should and could not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from gyga_desk import explanation
from gyga_desk.errors import DeskError
from gyga_desk.formats import signatures
from gyga_desk.formats.archive import Entry
from gyga_desk.formats.export import ExportSheet, csv_bytes
from gyga_desk.model import PaperState
from gyga_desk.operations import Session, attachments, files, originals
from gyga_desk.operations.dossier import trail
from gyga_desk.operations.dossier.redrawn import redraw
from gyga_desk.operations.dossier.scope import Scope
from gyga_desk.operations.dossier.tables import tables
from gyga_desk.operations.papers import file_name
from gyga_desk.progress import Progress
from gyga_desk.standings import Reckonings
from gyga_desk.store import attachments as kept_files
from gyga_desk.store import reads

TRAIL = "操作记录/操作.jsonl"
_BAD = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80


@dataclass
class Gathered:
    """The files of a dossier, and a sentence for each that is missing."""

    steps: list[trail.Step]
    results: ExportSheet | None = None
    entries: list[Entry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, path: str, what: str, data: bytes) -> None:
        self.entries.append(Entry(path, what, lambda: data))


def gather(session: Session, scope: Scope, signed: Path | None, progress: Progress) -> Gathered:
    """All of it; papers are drawn now, files beside the store are read when they are written."""
    found = Gathered(trail.steps_of(session.db, scope))
    kept = Reckonings(session.db, session.edition)
    _papers(session, scope, signed, found, progress)
    for sheet in tables(kept, scope):
        found.results = found.results or sheet
        found.add(f"表格/{sheet.name}.csv", "表格", csv_bytes(sheet))
    for at, case in enumerate(scope.cases, 1):
        progress(at, len(scope.cases), "写逐项说明")
        text = explanation.as_text(explanation.explain(kept, case.id, session.person))
        found.add(f"说明/{case.id} {_clean(case.applicant)}.txt", "逐项说明", text.encode())
    _originals(session, scope, found)
    _attachments(session, scope, found)
    _grounds(session, found)
    found.add("操作记录/操作记录.csv", "操作记录", csv_bytes(trail.table(found.steps)))
    found.add(TRAIL, "操作记录", trail.lines(found.steps))
    found.add("操作记录/记录.json", "操作记录", trail.record(session.db, scope))
    return found


def _papers(session: Session, scope: Scope, signed: Path | None, found: Gathered, progress: Progress) -> None:
    names = {c.id: c.applicant for c in scope.cases}
    back = _signed_in(signed)
    for at, paper in enumerate(scope.papers, 1):
        progress(at, len(scope.papers), "取出文书")
        name = file_name(paper, names.get(paper.case, ""))
        data = redraw(paper)
        if data is None:
            found.missing.append(f"文书 {paper.number}：本版程序画出的与当时打印的不同，未收入；记录中有其全部内容。")
        else:
            found.add(f"文书/{'已作废/' if paper.state is PaperState.VOID else ''}{name}.pdf", "文书", data)
        if paper.digest in back:
            found.add(f"文书/签署件/{name}.pdf", "签署件", back[paper.digest])
        elif (signatures := reads.signatures(session.db, paper.number)) and paper.state is not PaperState.VOID:
            found.missing.append(f"文书 {paper.number} 的签署件：记录有 {len(signatures)} 个签名，所给文件夹中没有。")


def _signed_in(folder: Path | None) -> dict[str, bytes]:
    """The signed files of a folder by the digest of what was printed before any signature."""
    if folder is None:
        return {}
    held: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.pdf")):
        data = files.read(path)
        try:
            base = signatures.base_bytes(data)
        except (DeskError, ValueError):
            continue  # no paper of ours
        if base != data:
            held[f"sha256:{hashlib.sha256(base).hexdigest()}"] = data
    return held


def _originals(session: Session, scope: Scope, found: Gathered) -> None:
    batches = {c.batch for c in scope.cases}
    for one in originals.originals(session.db):
        if one.id.startswith("B") and one.id not in batches:
            continue
        data = originals.bytes_of(session, one)
        if data is None:
            found.missing.append(f"原件 {one.id} {one.file}：文件不在本机，或已与导入时不一致；摘要为 {one.digest}。")
        else:
            found.add(f"原件/{one.id} {_clean(one.file)}", "申报表和名单原件", data)


def _attachments(session: Session, scope: Scope, found: Gathered) -> None:
    for one in kept_files.attachments(session.db):
        if one.case not in scope.ids:
            continue
        try:
            attachments.read(session.store.path, one, session.store.key)
        except DeskError as fault:
            found.missing.append(f"{one.case}：{fault}")
            continue
        path = f"附件/{one.case}/{one.digest[7:19]} {_clean(one.name)}"
        found.entries.append(Entry(path, "附件", partial(attachments.read, session.store.path, one, session.store.key)))


def _grounds(session: Session, found: Gathered) -> None:
    """The edition and the guide word for word, and the certificates by which signatures are checked."""
    for name, text in reads.edition_texts(session.db).items():
        found.add(f"依据/{_clean(name)}", "政策版本和指南", text.encode())
    for one in reads.certificates(session.db):
        who = "根证书" if one.kind == "root" else _clean(one.person)
        found.add(f"依据/证书/{who} {one.fingerprint.removeprefix('sha256:')[:12]}.pem", "签名证书", one.pem.encode())


def _clean(name: str) -> str:
    return _BAD.sub("_", name).strip(" .")[-_LONGEST:] or "_"


def kinds(entries: list[Entry]) -> Iterator[tuple[str, int]]:
    """What there is of each sort, in the order of the dossier."""
    for what in dict.fromkeys(e.what for e in entries):
        yield what, sum(e.what == what for e in entries)

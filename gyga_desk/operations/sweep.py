"""Papers that no longer show what is so are made void, by the act that changed it or when somebody asks for it."""

from __future__ import annotations

import json

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import Head, code_of
from gyga_desk.model import Paper, PaperState
from gyga_desk.operations import Work
from gyga_desk.operations.sheets.kinds import kind_of
from gyga_desk.operations.sheets.source import Source, Subject
from gyga_desk.store import reads


def changed(source: Source, paper: Paper) -> str:
    """Why a paper no longer shows what is so; empty where it does. Only what it shows counts, and no paper beside it."""
    kind = kind_of(paper.kind)
    if paper.state is PaperState.VOID or (kind.delivered and paper.state is PaperState.REGISTERED):
        return ""
    try:
        content = kind.content(source, Subject(paper.case, paper.subject), head_of(paper))
    except PaperError as fault:
        return str(fault)
    return "" if code_of(content) == paper.code else "记录已有变动，纸上所列的内容不再是现在的内容；请重新打印。"


def head_of(paper: Paper) -> Head:
    """What was chosen when a paper was printed, and is no part of the record."""
    held = json.loads(paper.content)
    held = held.get("head", held)
    return Head(
        "", paper.number, replaces=paper.replaces, document_number=held["document_number"], red_head=held["red_head"]
    )


def sweep(work: Work, measure: int, year: int, why: str = "") -> list[str]:
    """Voids every paper of a measure and year that has changed, until none is left: some tell of others."""
    gone: list[str] = []
    while True:
        source = Source(work.db, work.edition, measure, year)
        standing = [p for p in reads.papers(work.db, measure, year) if p.state is not PaperState.VOID]
        found = [(p.number, why or reason) for p in standing if (reason := changed(source, p))]
        for number, reason in found:
            work.db.execute("UPDATE paper SET state = 'void', reason = ? WHERE number = ?", (reason, number))
        gone += [number for number, _ in found]
        if not found:
            return gone

"""What lies in the file of a case, or of a measure and year: the source, the digests, and every paper that stands."""

from __future__ import annotations

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.archive_index import OF_YEAR, TITLE, ArchiveIndex, Entry
from gyga_desk.formats.pdf.document import Head
from gyga_desk.model import Paper, PaperState
from gyga_desk.operations.sheets.source import Source, Subject, day
from gyga_desk.store import reads

ARCHIVE, ARCHIVE_YEAR = "archive", "archive-year"
_BASIS = "依据立卷时的记录打印"


def filed(source: Source) -> list[Subject]:
    return [Subject(c) for c in source.cases]


def of_case(source: Source, subject: Subject, head: Head) -> ArchiveIndex:
    """One case: where it came from, what was decided, and its papers."""
    held = source.case(subject.case)
    batch = next(b for b in reads.batches(source.db) if b.id == held.batch)
    decision = next((d for d in reversed(source.decisions) if any(s.case == held.id for s in d.table.cases)), None)
    about = (
        ("案卷题名", f"{source.year}年度{source.measure_name}　{held.applicant}　{held.title}"), ("项目编号", held.id),
        ("审定结果", f"{decision.id}：{source.standing(held.id).outcome.label}" if decision else "尚未审定"),
    )  # fmt: skip
    digests = [("申报文件", batch.digest), ("申报内容", held.digest)]
    if decision:
        digests.append(("审定结果", decision.digest))
    source_entry = Entry(
        "申报表", f"{held.file}　{held.sheet}第{held.row}行", "", day(batch.at), None, f"批次{held.batch}"
    )
    papers = reads.papers(source.db, source.number, source.year, case=held.id)
    return ArchiveIndex(
        source.of_record(head, _BASIS), TITLE, about, tuple(digests), (source_entry, *_entries(source, papers))
    )


def _entries(source: Source, papers: list[Paper]) -> list[Entry]:
    from gyga_desk.operations.sheets.kinds import kind_of  # kinds name this room's functions, so they come last

    standing = [p for p in papers if p.state is not PaperState.VOID and p.kind not in (ARCHIVE, ARCHIVE_YEAR)]
    return [
        Entry(_titled(kind_of(p.kind).title, p), p.number, p.code, day(p.at), p.pages, p.state.label) for p in standing
    ]


def _titled(title: str, paper: Paper) -> str:
    return f"{title}（{paper.subject}）" if paper.subject and " " not in paper.subject else title


def kept(source: Source) -> list[Subject]:
    return [Subject()] if source.cases else []


def of_year(source: Source, subject: Subject, head: Head) -> ArchiveIndex:
    """A measure's year: its decisions and every paper that stands, those about the whole first."""
    if not source.cases:
        raise PaperError(
            "措施{measure} {year} 年没有项目，没有可以立卷的材料。", measure=source.number, year=source.year
        )
    papers = sorted(reads.papers(source.db, source.number, source.year), key=lambda p: p.case)
    about = (
        ("案卷题名", f"{source.year}年度{source.measure_name}"), ("申报项目", f"{len(source.cases)}件"),
        ("审定结果", "；".join(f"{d.id}，{day(d.meeting.date)}，{d.meeting.number}" for d in source.decisions) or "尚未审定"),
    )  # fmt: skip
    batches = [b for b in reads.batches(source.db) if b.id in {c.batch for c in source.cases.values()}]
    sources = [Entry("申报文件", b.file, "", day(b.at), None, f"批次{b.id}") for b in batches]
    digests = [(f"申报文件\n{b.id}", b.digest) for b in batches] + [
        (f"决定\n{d.id}", d.digest) for d in source.decisions
    ]
    return ArchiveIndex(
        source.of_record(head, _BASIS), OF_YEAR, about, tuple(digests), (*sources, *_entries(source, papers))
    )

"""一次性告知补正通知书: everything that an application still lacks, told at once, with the days in which it is to come."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import LEFT, LONG, Col, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import Space, addressee, flow, letter, letterhead, paragraph
from gyga_desk.formats.pdf.rows import About, pair
from gyga_desk.formats.pdf.signing import sign_row

TITLE = "一次性告知补正通知书"
_COLUMNS = (
    Col("序号", 30),
    Col("需要补正的内容", 168, LEFT),
    Col("情况说明", 130, LONG),
    Col("所需材料", 76, LEFT),
    Col("依据", 60),
)


@dataclass(frozen=True)
class Lack:
    """One thing to be put right: what was asked, what is wrong with it, and what shows it."""

    check: str
    ask: str
    note: str
    evidence: str
    clause: str


@dataclass(frozen=True)
class Supplement:
    """What the notice shows."""

    head: Head
    about: About
    received: str
    lacks: tuple[Lack, ...]
    days: int | None
    """Working days to answer in; None where no text says, and the space is filled in by hand, or where there is no limit."""
    days_clause: str
    """The clause that sets the days or sets none; empty where none speaks of it."""
    workdays: str = ""
    """What is to be said of working days, where the year's holidays are not known."""


def compose(paper: Supplement) -> Document:
    about = paper.about
    opening = flow(
        addressee(about.applicant),
        paragraph(
            f"你单位报送的“{about.project}”申报材料（项目编号{about.case}），我单位已于{paper.received}收到。"
            f"经审查，以下{len(paper.lacks)}项需要补正，现一次性告知："
        ),
        Space(6),
    )
    rows = [(str(at), lack.ask, lack.note or "—", lack.evidence, lack.clause) for at, lack in enumerate(paper.lacks, 1)]
    told = [paragraph(paper.workdays)] if paper.workdays else []
    end = letter(paper.head, Space(6), paragraph(_until(paper)), *told)
    receipt = (pair("送达文书", f"{TITLE}　{paper.head.number}"), sign_row(BODY_WIDTH, "签收人", "签收日期"))
    sections = (opening, table("", _COLUMNS, rows), end, flow(Space(18)), Section("送达回执", receipt, whole=True))
    return Document(TITLE, letterhead(paper.head, TITLE), sections, official=True)


def _until(paper: Supplement) -> str:
    if paper.days is None and paper.days_clause:
        return f"请你单位一次性补正上述全部内容，补正不设期限（依据：{paper.days_clause}）。补正后仍不符合要求的，不予支持。"
    days = f"{paper.days}个" if paper.days is not None else "　　　个"
    clause = f"（依据：{paper.days_clause}）" if paper.days_clause else ""
    return (
        f"请你单位自收到本通知之日起{days}工作日内，一次性补正上述全部内容{clause}。"
        "逾期未补正，或者补正后仍不符合要求的，不予支持。"
    )

"""档案目录: what belongs into the file of a case or of a year, with each paper's number, code and pages."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.export import ExportSheet
from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import FINE_LEFT, FINE_LONG, FINE_MID, FINE_STRONG, Col, span, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import pair
from gyga_desk.formats.pdf.signing import sign_row
from gyga_desk.formats.pdf.text import Style

TITLE, OF_YEAR = "档案目录", "年度档案目录"
_DIGEST = Style(fonts.FANG, 8.5, 12)
_COLUMNS = (
    Col("序号", 24, FINE_MID),
    Col("材料名称", 76, FINE_LEFT),
    Col("编号", 96, FINE_MID),
    Col("校验码", 107, FINE_MID),
    Col("日期", 77, FINE_MID),
    Col("页数", 24, FINE_MID),
    Col("备注", 38, FINE_LONG),
)


@dataclass(frozen=True)
class Entry:
    """One thing in the file; `pages` is None for what is kept as a file."""

    title: str
    number: str
    code: str
    date: str
    pages: int | None
    note: str


@dataclass(frozen=True)
class ArchiveIndex:
    """What the index shows."""

    head: Head
    title: str
    """`档案目录`, or `年度档案目录`."""
    about: tuple[tuple[str, str], ...]
    """Whose file it is, label by label."""
    digests: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


def compose(paper: ArchiveIndex) -> Document:
    about = Section("卷内说明", tuple(pair(*line) for line in paper.about))
    rows = [
        (str(at), e.title, e.number or "—", e.code or "—", e.date, str(e.pages or "—"), e.note)
        for at, e in enumerate(paper.entries, 1)
    ]
    pages = sum(e.pages or 0 for e in paper.entries)
    total = span(_COLUMNS, BODY_WIDTH, (7, f"共{len(rows)}件，文书{pages}页", FINE_STRONG))
    listed = table(
        "卷内材料", _COLUMNS, rows, sums=(total,), foot=(sign_row(BODY_WIDTH, "立卷人", "检查人", "立卷日期"),)
    )
    digests = Section("数据指纹", tuple(pair(*line, _DIGEST) for line in paper.digests), whole=True)
    return Document(
        paper.title, form_title(paper.head, paper.title), (about, listed, *((digests,) if paper.digests else ()))
    )


def tables(paper: ArchiveIndex) -> tuple[ExportSheet, ...]:
    rows = [(at, e.title, e.number, e.code, e.date, e.pages, e.note) for at, e in enumerate(paper.entries, 1)]
    return (ExportSheet(TITLE, ("序号", "材料名称", "编号", "校验码", "日期", "页数", "备注"), rows),)

"""Papers onto a printer: range, copies and both sides, many papers as one job; printed here into a PDF that is read back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from gyga_desk.store import open_reader, reads
from tests.ui import print_queue, years
from ui import dialogs
from ui.frame import Frame
from ui.jobs import Jobs
from ui.pages.papers import PapersPage
from ui.printing import Printing, leaves, new_printer

Enter = Callable[[Path, str], Frame]
Settle = Callable[[Jobs], None]
A4 = (595, 842)
MEASURE = 5


@pytest.fixture(scope="module")
def sealed_once(made_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(made_year, tmp_path_factory.mktemp("sealed")))
    years.seal(path, MEASURE)
    return path


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sealed_once, tmp_path))


def paper(path: Path, shades: list[float], size: tuple[float, float] = A4) -> Path:
    """A file whose pages are told apart by how grey they are."""
    drawn = canvas.Canvas(str(path), pagesize=size)
    for shade in shades:
        drawn.setFillGray(shade)
        drawn.rect(0, 0, *size, stroke=0, fill=1)
        drawn.showPage()
    drawn.save()
    return path


def into(out: Path, **told: object) -> QPrinter:
    """A printer that writes a PDF, set as the system's window would set it."""
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printer.setResolution(96)
    for name, value in told.items():
        getattr(printer, f"set{name}")(*value if isinstance(value, tuple) else (value,))
    return printer


def printed(qtbot: QtBot, printer: QPrinter, papers: list[Path]) -> str:
    job = Printing(printer, papers)
    with qtbot.waitSignal(job.ended, timeout=60_000) as end:
        job.start()
    return str(end.args[0])


def shades(path: Path) -> list[int]:
    """How grey the middle of each page is; 255 where it is blank."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        picture = page.render(scale=0.2, grayscale=True)
        found.append(picture.buffer[(picture.height // 2) * picture.stride + picture.width // 2])
    document.close()
    return found


def test_many_papers_are_one_job_in_their_order(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [paper(tmp_path / "一.pdf", [0.1, 0.3]), paper(tmp_path / "二.pdf", [0.6])]
    assert not printed(qtbot, into(tmp_path / "出.pdf"), papers)
    assert [round(s / 25.5) for s in shades(tmp_path / "出.pdf")] == [1, 3, 6]


def test_a_range_counts_the_pages_of_all_papers(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [paper(tmp_path / "一.pdf", [0.1, 0.3]), paper(tmp_path / "二.pdf", [0.6, 0.8])]
    assert not printed(qtbot, into(tmp_path / "出.pdf", FromTo=(2, 3)), papers)
    assert [round(s / 25.5) for s in shades(tmp_path / "出.pdf")] == [3, 6]
    assert "没有页面" in printed(qtbot, into(tmp_path / "无.pdf", FromTo=(7, 9)), papers)


def test_copies_come_whole_one_after_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [paper(tmp_path / "一.pdf", [0.1, 0.3])]
    assert not printed(qtbot, into(tmp_path / "出.pdf", CopyCount=2), papers)
    assert [round(s / 25.5) for s in shades(tmp_path / "出.pdf")] == [1, 3, 1, 3]


def test_on_both_sides_each_paper_begins_on_a_sheet_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [paper(tmp_path / "一.pdf", [0.1]), paper(tmp_path / "二.pdf", [0.6, 0.8])]
    printer = into(tmp_path / "出.pdf", Duplex=QPrinter.DuplexMode.DuplexLongSide)
    todo = leaves([p.read_bytes() for p in papers], duplex=True)
    assert [leaf.page for leaf in todo] == [0, None, 0, 1]
    if printer.duplex() == QPrinter.DuplexMode.DuplexLongSide:  # a file has no back, and some builds of Qt say so
        assert not printed(qtbot, printer, papers)
        assert [round(s / 25.5) for s in shades(tmp_path / "出.pdf")] == [1, 10, 6, 8]


def test_a_real_queue_is_handed_range_copies_and_both_sides(tmp_path: Path) -> None:
    """By CUPS itself: what is spooled, and what is wished beside it."""
    papers = [paper(tmp_path / "一.pdf", [0.1]), paper(tmp_path / "二.pdf", [0.4, 0.6, 0.8])]
    with print_queue.queue() as running:
        running.send(papers)
        job = running.job()
        assert job.number("copies") == 3, "made by the queue"
        assert job.word("sides") == "two-sided-long-edge"
        assert job.word("media") == "A4"
        assert [round(s / 25.5) for s in shades(job.document)] == [1, 10, 4, 6], "each paper on a sheet of its own"


def test_a_page_across_turns_the_sheet_and_keeps_its_size(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [paper(tmp_path / "横.pdf", [0.3], (842, 595)), paper(tmp_path / "竖.pdf", [0.3])]
    assert not printed(qtbot, into(tmp_path / "出.pdf"), papers)
    with pikepdf.open(tmp_path / "出.pdf") as made:
        sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in made.pages]
    assert sizes == [(842, 595), (595, 842)]


def test_a_job_can_be_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    job = Printing(into(tmp_path / "出.pdf"), [paper(tmp_path / "一.pdf", [0.5] * 9)])
    seen: list[int] = []
    job.moved.connect(lambda done, _: (seen.append(done), job.stop()))
    with qtbot.waitSignal(job.ended, timeout=60_000) as end:
        job.start()
    assert "已停止" in end.args[0] and seen == [1]


def test_a_file_that_is_no_paper_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"x")
    assert "不是完整的 PDF" in printed(qtbot, into(tmp_path / "出.pdf"), [tmp_path / "坏.pdf"])


def test_the_page_sends_all_its_papers_as_one_job_and_records_them(
    enter: Enter, sealed: Path, tmp_path: Path, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame, out = enter(sealed, years.CLERK), tmp_path / "出.pdf"
    frame.open("papers")
    page = frame.pages["papers"]
    assert isinstance(page, PapersPage)
    count = len(page.list.rows.rows)
    assert count > 1

    def choose(_parent: object, printer: QPrinter, title: str) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setResolution(72)
        return f"{count} 份" in title

    monkeypatch.setattr(dialogs, "choose_printer", choose)
    page.list.clearSelection()
    page.paper.click()
    settle(frame.ctx.jobs)
    qtbot.waitUntil(lambda: page.printing is None and "已送打印机" in page.notice.sentence.text(), timeout=120_000)
    db = open_reader(sealed)
    papers = reads.papers(db, MEASURE, 2025, kind="approval")
    db.close()
    assert len(papers) == count
    document = pypdfium2.PdfDocument(out)
    assert len(document) == sum(p.pages for p in papers)
    document.close()


def test_turning_back_before_the_printer_records_nothing(
    enter: Enter, sealed: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = enter(sealed, years.CLERK)
    frame.open("papers")
    page = frame.pages["papers"]
    assert isinstance(page, PapersPage)
    monkeypatch.setattr(dialogs, "choose_printer", lambda *_: False)
    page.paper.click()
    settle(frame.ctx.jobs)
    db = open_reader(sealed)
    assert reads.papers(db, MEASURE, 2025) == []
    db.close()

"""Many papers in one file: the same pages as in their own files, faces in it once, the same bytes in another process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf import approval, approval_sheet
from gyga_desk.formats.pdf.book import draw_book
from tests.core.formats_pdf.sample_approval import make_approval

PAPERS = [make_approval(number=f"SP-2025-M3-{n:04d}-1", applicant=f"贵州云岭{n:03d}科技有限公司") for n in range(1, 8)]


@pytest.fixture(scope="module")
def book() -> bytes:
    return draw_book([(one, approval_sheet.compose) for one in PAPERS], "项目审批表")


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return done.stdout


def test_every_page_is_as_in_its_own_file(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "册.pdf").write_bytes(book)
    own = []
    for at, one in enumerate(PAPERS):
        path = tmp_path / f"{at}.pdf"
        path.write_bytes(approval.render(one))
        own.append(words(path))
    assert words(tmp_path / "册.pdf") == "".join(own)


def looks(data: bytes) -> list[bytes]:
    """Each page's dots."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = [page.render(scale=0.7).to_numpy().tobytes() for page in document]
    document.close()
    return found


@pytest.mark.parametrize("at", [0, 1, 6], ids=("drawn", "made a form", "shown as a form"))
def test_what_papers_share_looks_as_in_their_own_files(book: bytes, at: int) -> None:
    own = looks(approval.render(PAPERS[at]))
    assert looks(book)[at * len(own) : (at + 1) * len(own)] == own


def test_what_papers_share_stands_in_the_book_once(book: bytes) -> None:
    more = [
        make_approval(number=f"SP-2025-M3-{n:04d}-1", applicant=f"贵州云岭{n:03d}科技有限公司") for n in range(1, 28)
    ]
    grown = draw_book([(one, approval_sheet.compose) for one in more], "项目审批表")
    assert (len(grown) - len(book)) / 20 < 6_000, "what a paper adds, with four pages and its code"


def test_each_page_has_the_code_of_its_own_paper(book: bytes, tmp_path: Path) -> None:
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(book)
    found = []
    for page in document:
        found += [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    each = len(document) // len(PAPERS)
    document.close()
    wanted = [f"GYGA1:{one.number}:{approval.code_of(one)}" for one in PAPERS for _ in range(each)]
    assert found == wanted


def test_faces_are_in_it_once_and_outside_programs_are_content(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "册.pdf"
    path.write_bytes(book)
    single = len(approval.render(PAPERS[0]))
    assert len(book) < single * 1.5, "seven papers, and little more than one"
    assert (
        "No syntax or stream encoding errors"
        in subprocess.run(["qpdf", "--check", path], capture_output=True, check=True, text=True).stdout
    )
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts), "every face embedded"
    with pikepdf.open(path) as held:
        assert "/AcroForm" not in held.Root
        with held.open_outline() as outline:
            assert [item.title.split(" ")[0] for item in outline.root] == [one.number for one in PAPERS]


def test_another_process_makes_the_same_bytes(book: bytes) -> None:
    code = (
        "import hashlib; from tests.core.formats_pdf.test_book import PAPERS; from gyga_desk.formats.pdf.book import draw_book;"
        "from gyga_desk.formats.pdf import approval_sheet as a;"
        "print(hashlib.sha256(draw_book([(p, a.compose) for p in PAPERS], '项目审批表')).hexdigest())"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=root)
    assert done.stdout.strip() == hashlib.sha256(book).hexdigest()


def test_a_character_that_nobody_has_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(PaperError, match="U\\+E000"):
        draw_book([(make_approval(applicant="\ue000公司"), approval_sheet.compose)])

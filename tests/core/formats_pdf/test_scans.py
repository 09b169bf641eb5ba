"""Scans that come back: each paper is known by the code in its foot, however it lies."""

from __future__ import annotations

import io
import sys

import pytest
import segno
from PIL import Image as Picture

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import code_of, draw
from gyga_desk.formats.scans import read_scan
from tests.core.formats_pdf.sample_papers import make_papers
from tests.core.formats_pdf.scanned import as_file, as_pdf, photographs

PAPERS = make_papers()


def printed(kind: str) -> tuple[str, str, bytes]:
    paper, compose = PAPERS[kind]
    return paper.head.number, code_of(paper), draw(paper, compose)


@pytest.mark.parametrize(("turn", "specks"), [(0, 0), (1.5, 0), (-2, 20_000), (90, 0), (180, 5_000)])
def test_a_scan_is_known_however_it_lies(turn: float, specks: int) -> None:
    number, code, pdf = printed("recusal")
    pictures = photographs(pdf, turn=turn, specks=specks)
    found = read_scan(as_pdf(pictures), "扫描.pdf")
    assert [(p.number, p.code) for p in found.papers] == [(number, code)]
    assert found.papers[0].pages == tuple(range(1, len(pictures) + 1))
    assert found.unread == ()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_a_scan_of_one_page(kind: str) -> None:
    number, code, pdf = printed("acceptance")
    found = read_scan(as_file(photographs(pdf)[0], kind), "扫描")
    assert [(p.number, p.code, p.pages) for p in found.papers] == [(number, code, (1,))]


def test_many_papers_in_one_file_in_any_order() -> None:
    one, two = printed("acceptance"), printed("minutes")
    minutes = photographs(two[2])
    blank = Picture.new("L", minutes[0].size, 255)
    found = read_scan(as_pdf([minutes[1], *photographs(one[2]), blank, minutes[0], minutes[2]]), "扫描.pdf")
    assert [(p.number, p.pages) for p in found.papers] == [(two[0], (1, 4, 5)), (one[0], (2,))]
    assert found.unread == (3,)


def test_codes_of_others_are_passed_over() -> None:
    made = io.BytesIO()
    segno.make("https://example.org/GYGA1:SL-1:AAAA").save(made, kind="png", scale=8)
    found = read_scan(made.getvalue(), "别的.png")
    assert (found.papers, found.unread) == ((), (1,))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"%PDF-1.7 and no more",
        b"\x89PNG\r\n\x1a\n cut",
        b"GIF89a" + bytes(40),
        b"\xff\xd8\xff\xe0 cut",
    ],
    ids=("nothing", "text", "half a PDF", "half a PNG", "another kind", "half a JPEG"),
)
def test_what_is_no_scan_is_refused(data: bytes) -> None:
    with pytest.raises(PaperError):
        read_scan(data, "扫描.pdf")


def test_a_picture_as_large_as_a_field_is_refused() -> None:
    with pytest.raises(PaperError, match="太大"):
        read_scan(as_file(Picture.new("1", (20_000, 20_000)), "PNG"), "大.png")


def test_where_the_extra_is_missing_the_code_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(PaperError, match=r"输入纸上的校验码.*gyga-desk\[scan\]"):
        read_scan(b"%PDF", "扫描.pdf")

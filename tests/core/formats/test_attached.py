"""What a file from outside is: its kind by its bytes, its pages, what in it would act; and what is refused, each in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gyga_desk.errors import PaperError
from gyga_desk.formats import attached
from gyga_desk.formats.attached import Act, Kind
from tests.core import papers


def test_a_pdf_is_told_by_its_bytes_with_its_pages(tmp_path: Path) -> None:
    found = attached.look(papers.pdf(tmp_path / "合同.png", 3).read_bytes(), "合同.png")
    assert (found.kind, found.pages, found.acts) == (Kind.PDF, 3, ())


@pytest.mark.parametrize("what", ["script", "launch", "send", "files"])
def test_what_would_act_by_itself_is_found_wherever_it_stands(tmp_path: Path, what: str) -> None:
    found = attached.look(papers.harmful(tmp_path / "坏.pdf", what).read_bytes(), "坏.pdf")
    assert found.acts == (Act(what),) and found.acts[0].label


def test_a_page_is_drawn_as_wide_as_asked_for(tmp_path: Path) -> None:
    data = papers.pdf(tmp_path / "a.pdf", 2).read_bytes()
    found = attached.draw(data, 1, 600, "a.pdf")
    assert (found.width, found.height) == (600, 800) and len(found.rgba) == 600 * 800 * 4
    assert len(set(found.rgba[::4])) > 1  # something is on it


def test_a_script_is_not_run_but_its_page_is_shown(tmp_path: Path) -> None:
    data = papers.harmful(tmp_path / "坏.pdf", "script").read_bytes()
    assert attached.draw(data, 0, 100, "坏.pdf").width == 100


def test_a_picture_is_one_page(tmp_path: Path) -> None:
    found = attached.look(papers.png(tmp_path / "照片.pdf").read_bytes(), "照片.pdf")
    assert (found.kind, found.pages, found.acts) == (Kind.PNG, 1, ())


def jpeg(width: int, height: int) -> bytes:
    frame = (
        b"\xff\xc0" + (17).to_bytes(2, "big") + b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\3"
    )
    return b"\xff\xd8" + b"\xff\xe0" + (16).to_bytes(2, "big") + b"JFIF\0" + b"\0" * 9 + frame + b"\0" * 60


def test_a_photograph_tells_its_size_behind_its_other_segments() -> None:
    assert attached.look(jpeg(640, 480), "a.jpg").kind is Kind.JPEG


def test_what_cannot_be_attached_is_refused_with_the_way_out(tmp_path: Path) -> None:
    locked, vast = papers.locked(tmp_path / "锁.pdf"), papers.png(tmp_path / "大.png", claimed=(90_000, 90_000))
    broken = papers.pdf(tmp_path / "断.pdf").read_bytes()[:300]
    for data, words in (
        (b"MZ\x90\0", "不是 PDF 或图片"),
        (b"", "不是 PDF 或图片"),
        (locked.read_bytes(), "打开口令"),
        (vast.read_bytes(), "90000×90000"),
        (jpeg(60_000, 60_000), "60000×60000"),
        (jpeg(640, 0), "已损坏"),
        (b"\xff\xd8\xff\xe0\0", "已损坏"),
        (b"\x89PNG\r\n\x1a\nxxxx", "已损坏"),
        (broken, "已损坏"),
        (b"%PDF-1.7" + b"\0" * attached.MOST_BYTES, "超过 50 MB"),
    ):
        with pytest.raises(PaperError, match=words) as said:
            attached.look(data, "材料")
        assert str(said.value).endswith("。") and "材料" in str(said.value)


def test_a_long_file_is_refused_by_its_pages(tmp_path: Path) -> None:
    data = papers.pdf(tmp_path / "长.pdf", attached.MOST_PAGES + 1).read_bytes()
    with pytest.raises(PaperError, match="501 页"):
        attached.look(data, "长.pdf")


def test_a_page_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="无法显示"):
        attached.draw(papers.pdf(tmp_path / "a.pdf").read_bytes(), 5, 100, "a.pdf")

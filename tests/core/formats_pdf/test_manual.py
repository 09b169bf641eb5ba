"""The manual on paper: every chapter, contents whose pages are right, pictures in their places, the same bytes twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from gyga_desk import places
from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.manual import Manual, draw_manual
from gyga_desk.formats.pdf.markdown import Block, blocks, plain
from gyga_desk.operations import manual as operation

TREE = Path(__file__).parent.parent.parent.parent
PICTURES = places.resources() / "pictures"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("manual") / "手册.pdf"
    assert operation.write_manual(out) >= 12
    return out


def text_of(pdf: Path, *words: str) -> str:
    return subprocess.run(
        ["pdftotext", *words, str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_text_of_the_help_is_printed_whole(made: Path) -> None:
    printed = squeezed(text_of(made))
    # What runs over a page's end has the foot of the page in it.
    printed = re.sub(rf"{operation.TITLE}—\d+—", "", printed)
    held = {path for path in (places.resources() / "help").glob("*.md") if path.name not in operation.OTHER_LANGUAGES}
    assert held == set(operation.chapters())
    for path in operation.chapters():
        for block in blocks(path.read_text(encoding="utf-8")):
            for piece in block.rows[0] if block.kind == "table" else (block.text,):
                assert squeezed(piece) in printed, (path.name, piece)


def test_contents_name_the_page_each_heading_stands_on(made: Path) -> None:
    pages = text_of(made).split("\f")
    entries = re.findall(
        r"^(\S.*?)\s+(\d+)$", text_of(made, "-layout", "-f", "2", "-l", "3").replace("\f", "\n"), re.MULTILINE
    )
    titles = [path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for path in operation.chapters()]
    told = {title.strip(): int(page) for title, page in entries}
    for title in titles:
        assert title in pages[told[title] - 1], title
        assert f"—{told[title]}—" in squeezed(pages[told[title] - 1])


def test_bookmarks_lead_to_every_chapter(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        pictures = sum(len(page.get_images()) for page in pdf.pages)
    assert titles == [p.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for p in operation.chapters()]
    wanted = [name for shots in operation.PICTURES.values() for name, _ in shots]
    assert pictures == sum((PICTURES / f"{name}.png").is_file() for name in wanted)


def test_the_same_bytes_in_any_process(made: Path, tmp_path: Path) -> None:
    own = {**os.environ, "PYTHONHASHSEED": "4", "TZ": "America/Lima", "PYTHONPATH": str(TREE)}
    words = [sys.executable, "-m", "gyga_desk", "manual", str(tmp_path / "again.pdf")]
    subprocess.run(words, env=own, check=True, capture_output=True)
    assert (tmp_path / "again.pdf").read_bytes() == made.read_bytes()


def test_places_of_pictures_are_headings_of_the_help() -> None:
    for name, heading in operation.PICTURES:
        path = places.resources() / "help" / name
        headings = {b.text for b in blocks(path.read_text(encoding="utf-8")) if b.kind == "heading"}
        assert not heading or heading in headings, (name, heading)


def test_a_character_that_no_face_has_is_refused() -> None:
    with pytest.raises(PaperError, match="U\\+1F600"):
        draw_manual(Manual("手册", (), ("# 章\n\n😀\n",), {}))


def test_a_heading_stands_on_the_page_where_its_table_begins(tmp_path: Path) -> None:
    """Wherever it falls; the lines above are counted so that at least one of these would leave it at a page's foot."""
    table = "| 栏甲 | 栏乙 |\n|---|---|\n| 一 | 二 |\n| 三 | 四 |\n"
    chapter = [f"# 章{n}\n\n" + "行\n\n" * n + f"## 末{n}\n\n{table}" for n in range(24, 34)]
    out = tmp_path / "册.pdf"
    out.write_bytes(draw_manual(Manual("手册", (), tuple(chapter), {})))
    pages = [squeezed(page) for page in text_of(out).split("\f")]
    own = [p for p in pages if "栏甲" in p]
    assert len(own) == len(chapter) and len(pages) > len(chapter) + 3
    assert all(f"末{n}" in page for n, page in zip(range(24, 34), own, strict=True))


def test_the_signs_are_read_and_what_is_none_stays() -> None:
    held = blocks(
        "# 题 *甲*\n一\n二\n\n- **重** `a|b`\n  接着\n  - 里\n12. 次\n\n| 甲 | 乙 |\n|---|---|\n| `x\\|y` | z |\n\n```sh\n# 不是标题\n```\n"
    )
    assert held == (
        Block("heading", "题 *甲*", 1), Block("text", "一二"), Block("item", "重 a|b接着", 0, "•"), Block("item", "里", 1, "•"),
        Block("item", "次", 0, "12."), Block("table", rows=(("甲", "乙"), ("x|y", "z"))), Block("code", "# 不是标题"),
    )  # fmt: skip
    assert plain("[收表](clerk.md)和![图](a.png)") == "收表和图"
    assert blocks("") == () and blocks("| 只 |") == (Block("table", rows=(("只",),)),)

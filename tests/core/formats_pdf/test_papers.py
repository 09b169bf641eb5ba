"""Every kind of paper: its golden text, its page, its tables, and that it prints the same every time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
import zxingcpp
from PIL import Image as Picture

from gyga_desk.errors import PaperError
from gyga_desk.formats.export import workbook_bytes
from gyga_desk.formats.pdf import payment_list, public_list, score_table
from gyga_desk.formats.pdf.document import DRAFT, code_of, draw
from gyga_desk.formats.pdf.preflight import _texts
from gyga_desk.formats.pdf.rows import figure
from gyga_desk.formats.preview import pages
from gyga_desk.money import capitals, write_yuan
from tests.core.formats_pdf.sample_papers import case, make_papers

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "papers"
PAPERS = make_papers()
OFFICIAL = ("acceptance", "supplement", "not-accepted", "not-supported", "minutes", "public-list", "notice-report")
MM = 72 / 25.4


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {kind: draw(paper, compose) for kind, (paper, compose) in PAPERS.items()}


def text_lines(run_on: Callable[..., str], pdf: bytes, page: int = 0) -> list[str]:
    pick = ("-f", str(page), "-l", str(page)) if page else ()
    read = run_on(pdf, "pdftotext", "-raw", *pick, after=("-",))
    return [line for line in ("".join(line.split()) for line in read.splitlines()) if line]


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def redraw(kind: str, **changes: Any) -> bytes:
    paper, compose = PAPERS[kind]
    return draw(replace(paper, **changes), compose)


@pytest.mark.parametrize("kind", PAPERS)
def test_the_text_is_the_golden_text(kind: str, drawn: dict[str, bytes], run_on: Callable[..., str]) -> None:
    golden = (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")
    assert "\n".join(text_lines(run_on, drawn[kind])) + "\n" == golden


@pytest.mark.parametrize("kind", PAPERS)
def test_the_file_is_sound(kind: str, drawn: dict[str, bytes], run_on: Callable[..., str]) -> None:
    assert "No syntax or stream encoding errors" in run_on(drawn[kind], "qpdf", "--check")
    fonts = run_on(drawn[kind], "pdffonts").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


@pytest.mark.parametrize("kind", PAPERS)
def test_each_page_says_which_paper_it_is_and_what_it_was_made_from(
    kind: str, drawn: dict[str, bytes], run_on: Callable[..., str]
) -> None:
    paper = PAPERS[kind][0]
    count = page_count(drawn[kind])
    for page in range(1, count + 1):
        text = "".join(text_lines(run_on, drawn[kind], page))
        for part in (
            paper.head.number,
            code_of(paper),
            paper.head.basis,
            paper.head.sample,
            f"—{page}—",
            f"共{count}页",
        ):
            assert "".join(part.split()) in text
    found = {r.text for image in pages(drawn[kind], 150) for r in zxingcpp.read_barcodes(_picture(image))}
    assert found == {f"GYGA1:{paper.head.number}:{code_of(paper)}"}


def _picture(image: Any) -> Picture.Image:
    return Picture.frombytes("RGBA", (image.width, image.height), image.rgba).convert("L")


@pytest.mark.parametrize("kind", PAPERS)
def test_nothing_stands_in_the_margins_or_over_the_foot(kind: str, drawn: dict[str, bytes]) -> None:
    for image in pages(drawn[kind], 100):
        ink = _picture(image).point(lambda level: 255 if level < 200 else 0)
        left, _, right, bottom = ink.getbbox()
        scale = 100 / 72
        side = 28 * MM if image.height > image.width else 22 * MM
        assert left >= side * scale - 2
        assert right <= image.width - (26 if image.height > image.width else 22) * MM * scale + 2
        assert bottom <= image.height - 4 * MM * scale


def test_every_process_prints_the_same_bytes(drawn: dict[str, bytes]) -> None:
    program = (
        "import hashlib\nfrom gyga_desk.formats.pdf.document import draw\n"
        "from tests.core.formats_pdf.sample_papers import make_papers\n"
        "for kind, (paper, compose) in reversed(make_papers().items()):\n"
        "    print(kind, hashlib.sha256(draw(paper, compose)).hexdigest())"
    )
    changes = {"TZ": "America/New_York", "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | changes, capture_output=True, check=True, text=True
    )
    assert dict(line.split() for line in done.stdout.splitlines()) == {
        k: hashlib.sha256(v).hexdigest() for k, v in drawn.items()
    }


@pytest.mark.parametrize("kind", OFFICIAL)
def test_an_official_paper_has_22_lines_of_28_characters(kind: str, run_on: Callable[..., str]) -> None:
    """3号 at 28.95 pt: measured on a page filled with one long paragraph."""
    from gyga_desk.formats.pdf.form import lay_out
    from gyga_desk.formats.pdf.page import PORTRAIT
    from gyga_desk.formats.pdf.prose import flow, paragraph

    laid = lay_out((flow(paragraph("审" * 28 * 50)),), PORTRAIT.body_height)
    lines = laid[0][0].part.lines
    assert len(lines) == 22
    assert {len(line.text) for line in lines[1:]} == {28}
    document = PAPERS[kind][1](PAPERS[kind][0])
    assert document.official
    assert document.format == PORTRAIT


def test_a_page_number_of_an_official_paper_stands_at_the_outer_edge(
    drawn: dict[str, bytes], run_on: Callable[..., str]
) -> None:
    places = []
    for page in (1, 2):
        words = run_on(drawn["minutes"], "pdftotext", "-bbox", "-f", str(page), "-l", str(page), after=("-",))
        line = next(line for line in words.splitlines() if f">{page}<" in line and float(line.split('"')[3]) > 740)
        places.append(float(line.split('"')[1]))
    assert places[0] > 400
    assert places[1] < 150


def test_a_pre_printed_head_leaves_room_and_names_no_office_again(run_on: Callable[..., str]) -> None:
    head = PAPERS["acceptance"][0].head
    plain, red = (
        redraw("acceptance", head=replace(head, red_head=r, sample="", document_number="筑数审〔2025〕7号"))
        for r in (False, True)
    )
    assert "".join(text_lines(run_on, plain)).count("贵阳市大数据发展管理局") == 2
    assert "".join(text_lines(run_on, red)).count("贵阳市大数据发展管理局") == 1, "where it signs"
    words = run_on(red, "pdftotext", "-bbox", "-l", "1", after=("-",))
    tops = sorted(float(line.split('"')[3]) for line in words.splitlines() if "yMin" in line)
    assert tops[0] >= 72 * MM - 1
    assert "筑数审〔2025〕7号" in "".join(text_lines(run_on, red))


def test_a_paper_that_replaces_another_says_so(run_on: Callable[..., str]) -> None:
    for kind in PAPERS:
        head = replace(PAPERS[kind][0].head, replaces="XX-2025-M3-0")
        assert "取代XX-2025-M3-0" in "".join(text_lines(run_on, redraw(kind, head=head)))


def test_a_draft_says_so_on_every_page(drawn: dict[str, bytes], run_on: Callable[..., str]) -> None:
    for page in range(1, page_count(drawn["score-table"]) + 1):
        assert DRAFT in "".join(text_lines(run_on, drawn["score-table"], page))
    head = replace(PAPERS["score-table"][0].head, draft=False)
    assert DRAFT not in "".join(text_lines(run_on, redraw("score-table", head=head)))


def test_heads_of_tables_come_again_and_signatures_keep_with_their_table(
    drawn: dict[str, bytes], run_on: Callable[..., str]
) -> None:
    for count in range(1, 40):
        lines = PAPERS["score-table"][0].lines[:1] * count
        pdf = redraw("score-table", lines=lines)
        last = page_count(pdf)
        text = "".join(text_lines(run_on, pdf, last))
        assert "专家组成员打分情况" in text, "two heading rows"
        assert "监督人签名" in text
        assert text.count("2025-M3-0001") >= min(2, count)
        if last > 2:
            break
    else:
        raise AssertionError("never three pages")


def test_a_tables_row_of_a_few_lines_is_not_read_across_two_pages(run_on: Callable[..., str]) -> None:
    first = PAPERS["recusal"][0].declarations[0]
    pdf = redraw("recusal", declarations=(replace(first, project=f"始{'长' * 60}终"),) * 12)
    texts = ["".join(text_lines(run_on, pdf, page)) for page in range(1, page_count(pdf) + 1)]
    assert len(texts) > 2
    assert all(text.count("始长") == text.count("长终") == text.count(first.case) for text in texts)


@pytest.mark.parametrize(("kind", "field", "long"), [("score-table", "applicant", 105), ("payment", "payee", 138)])
def test_two_long_last_rows_print_whatever_room_their_signatures_leave(kind: str, field: str, long: int) -> None:
    """The signatures, the sums and these two rows are together higher than a page has room for under its heading."""
    lines = PAPERS[kind][0].lines[:2]
    longer = [replace(lines[0], **{field: "长" * 96}), replace(lines[1], **{field: "长" * long})]
    assert page_count(redraw(kind, lines=tuple(longer))) > 1


def test_a_last_row_of_more_than_a_page_is_parted_and_signed_under_its_end(run_on: Callable[..., str]) -> None:
    long = "".join(f"第Z{n:03d}条意见，" for n in range(400))
    lines = PAPERS["opinions"][0].lines
    pdf = redraw("opinions", lines=(*lines[:-1], replace(lines[-1], opinion=long)))
    text = "".join(text_lines(run_on, pdf))
    assert all(f"Z{n:03d}" in text for n in range(400))
    last = "".join(text_lines(run_on, pdf, page_count(pdf)))
    assert "Z399" in last
    assert "监督人签名" in last


def test_dropped_marks_are_struck_and_those_who_stepped_aside_are_words(
    drawn: dict[str, bytes], run_on: Callable[..., str]
) -> None:
    assert "97.596.595.5回避缺评92.591.5" in "".join(text_lines(run_on, drawn["score-table"], 1))
    table = PAPERS["score-table"][0]
    plain = [
        replace(line, marks=tuple(m and replace(m, use=score_table.MarkUse.COUNTED) for m in line.marks))
        for line in table.lines
    ]
    assert redraw("score-table", lines=tuple(plain)) != drawn["score-table"]


def test_long_texts_run_over_pages_and_lose_nothing(run_on: Callable[..., str]) -> None:
    long = "".join(f"第Z{n:03d}条材料与原件不一致，" for n in range(300))
    supplement = PAPERS["supplement"][0]
    pdf = redraw("supplement", lacks=(replace(supplement.lacks[0], note=long), *supplement.lacks))
    text = "".join(text_lines(run_on, pdf))
    assert all(f"Z{n:03d}" in text for n in range(300))
    ground = PAPERS["not-accepted"][0].grounds[0]
    text = "".join(text_lines(run_on, redraw("not-accepted", grounds=(replace(ground, sentence=long),))))
    assert all(f"Z{n:03d}" in text for n in range(300))


@pytest.mark.parametrize(
    ("days", "clause", "said"),
    [
        (10, "样例指南五", "自收到本通知之日起10个工作日内"),
        (None, "", "自收到本通知之日起个工作日内"),
        (None, "样例指南五", "补正不设期限"),
    ],
    ids=("days", "nobody says", "no limit"),
)
def test_a_supplement_is_due_as_the_guide_has_it(
    days: int | None, clause: str, said: str, run_on: Callable[..., str]
) -> None:
    text = "".join(text_lines(run_on, redraw("supplement", days=days, days_clause=clause)))
    assert said in text
    assert ("依据:样例指南五" in text.replace("：", ":")) is bool(clause)


def test_the_date_never_stands_alone_on_a_page(run_on: Callable[..., str]) -> None:
    ground = PAPERS["not-accepted"][0].grounds[0]
    for count in range(1, 16):
        pdf = redraw("not-accepted", grounds=(ground,) * count)
        lines = text_lines(run_on, pdf, page_count(pdf))
        assert lines.index("特此通知。") < lines.index("年月日")


def test_a_rare_character_falls_back_and_one_that_nobody_has_is_named_with_all_the_others(
    run_on: Callable[..., str],
) -> None:
    about = PAPERS["acceptance"][0].about
    assert "贵州𬭊䶮科技" in "".join(
        text_lines(run_on, redraw("acceptance", about=replace(about, applicant="贵州𬭊䶮科技")))
    )
    with pytest.raises(PaperError) as refused:
        redraw("acceptance", about=replace(about, applicant="贵州\ue863科技", project="示范😀应用"))
    parts = (PAPERS["acceptance"][0].head.number, "“申报单位”", "U+E863", "“项目名称”", "U+1F600")
    assert all(part in str(refused.value) for part in parts)


@pytest.mark.parametrize("kind", PAPERS)
def test_where_a_character_stands_is_told_in_words_that_people_find(kind: str) -> None:
    places = {name for name, _ in _texts("", PAPERS[kind][0])}
    assert {name for name in places if name.isascii()} <= {case(9)}, "a departure goes by its case"


RARE = "䶮喆堃昇甯㴋𬭊𠅤"


@pytest.mark.parametrize("kind", [k for k in PAPERS if hasattr(PAPERS[k][0], "about")])
def test_rare_characters_fall_back_one_by_one_and_read_back(kind: str, run_on: Callable[..., str]) -> None:
    paper = PAPERS[kind][0]
    if not hasattr(paper.about, "applicant"):
        return
    pdf = redraw(kind, about=replace(paper.about, applicant=f"贵州{RARE}科技", project=f"{RARE}示范"))
    text = "".join(text_lines(run_on, pdf))
    assert f"贵州{RARE}科技" in text
    assert f"{RARE}示范" in text
    fonts = run_on(pdf, "pdffonts")
    assert "FandolFang" in fonts and "NotoSerifSC-Regular" in fonts


def test_the_payment_list_adds_up_by_payer_and_in_words(drawn: dict[str, bytes], run_on: Callable[..., str]) -> None:
    text = "".join(text_lines(run_on, drawn["payment"]))
    paper = PAPERS["payment"][0]
    city = sum(x.city_fen for x in paper.lines)
    for fen in (city + sum(x.district_fen for x in paper.lines), city, 6 * 50_000_000):
        assert f"{capitals(fen)}¥{write_yuan(fen)}" in text
    assert text.count("承担部分") - text.count("承担部分(续表)") == 3
    sheets = payment_list.tables(paper)
    assert sum(row[2] for row in sheets[1].rows) == sum(row[4] for row in sheets[0].rows)


TABLES = {k: c for k, (_, c) in PAPERS.items() if hasattr(sys.modules[c.__module__], "tables")}


@pytest.mark.parametrize("kind", TABLES)
def test_the_workbook_has_the_same_figures_and_always_the_same_bytes(
    kind: str, run_on: Callable[..., str], drawn: dict[str, bytes]
) -> None:
    sheets = sys.modules[TABLES[kind].__module__].tables(PAPERS[kind][0])
    data = workbook_bytes(sheets)
    assert workbook_bytes(sheets) == data
    assert b"dcterms" not in data
    text = "".join(text_lines(run_on, drawn[kind]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for given, sheet in zip(sheets, book.worksheets, strict=True):
        for row, cells in zip(given.rows, sheet.iter_rows(min_row=2), strict=True):
            for header, value, cell in zip(given.headers, row, cells, strict=True):
                if header in given.money:
                    assert write_yuan(round(cell.value * 100)) == write_yuan(value)
                    assert write_yuan(value) in text


@pytest.mark.parametrize(
    ("kind", "header", "figures"), [("fund-list", "融资需求（元）", [30_000_000]), ("opinions", "总分", [88.5] * 5)]
)
def test_a_figure_of_a_papers_workbook_can_be_reckoned_with(kind: str, header: str, figures: list[float]) -> None:
    paper, compose = PAPERS[kind]
    (sheet,) = sys.modules[compose.__module__].tables(paper)
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook_bytes((sheet,)))).worksheets[0].values)
    assert [row[rows[0].index(header)] for row in rows[1:]] == figures


def test_what_is_no_figure_stays_as_it_was_said() -> None:
    assert [figure(t) for t in ("约3000万元", "", "1,2", "-5")] == ["约3000万元", "", "1,2", "-5"]


def test_the_public_list_has_no_room_for_what_is_a_persons_own() -> None:
    assert set(public_list.PublicLine.__dataclass_fields__) == {"project", "applicant", "district", "amount_fen"}

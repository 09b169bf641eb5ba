"""项目审批表: what other programs read from it, how it looks on the page, and that it prints the same every time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image as Picture

from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.approval import Approval, CheckLine, Opinion, ScoreBlock, code_of, render
from gyga_desk.formats.preview import Image, pages
from gyga_desk.model import Role
from gyga_desk.money import capitals
from tests.core.formats_pdf.sample_approval import CLAUSE_TEXT, make_approval

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "approval-sheet.txt"
MM = 150 / 25.4


def _picture(image: Image) -> Picture.Image:
    return Picture.frombytes("RGBA", (image.width, image.height), image.rgba).convert("L")


def test_other_programs_read_what_the_sheet_decides(sheet: bytes, read_text: Callable[[bytes], str]):
    approval, text = make_approval(), read_text(sheet)
    for part in (approval.applicant, approval.credit_code, approval.project, CLAUSE_TEXT, "人民币捌拾肆万贰仟陆佰元整"):
        assert part in text
    for part in ("¥842,600.00", "¥421,300.00", "观山湖区财政局", approval.resolution.number, approval.digests.journal):
        assert part in text
    assert all(f"{check.question}" in text for check in approval.checks)
    assert approval.sample in text


def test_the_text_is_the_golden_text(sheet: bytes, run_on: Callable[..., str]):
    read = run_on(sheet, "pdftotext", "-raw", after=("-",))
    lines = ["".join(line.split()) for line in read.splitlines()]
    assert "\n".join(filter(None, lines)) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_a_late_decision_says_why_and_one_in_time_says_nothing(sheet: bytes, read_text: Callable[[bytes], str]):
    approval, why = make_approval(), "期内申报，资金于期后到位。（政策有效期至2027年3月24日，附则）"
    late = read_text(render(replace(approval, resolution=replace(approval.resolution, late=why))))
    assert f"逾期兑现理由{why}" in late
    assert "逾期兑现" not in read_text(sheet)


def test_the_file_is_sound(sheet: bytes, run_on: Callable[..., str]):
    assert "No syntax or stream encoding errors" in run_on(sheet, "qpdf", "--check")
    fonts = run_on(sheet, "pdffonts").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


@pytest.mark.parametrize(
    "changes", [{}, {"TZ": "America/New_York", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Shanghai", "LC_ALL": "C"}]
)
def test_every_process_prints_the_same_bytes(changes: dict[str, str], sheet: bytes):
    program = (
        "import hashlib\n"
        "from gyga_desk.formats.pdf.approval import render\n"
        "from tests.core.formats_pdf.sample_approval import make_approval\n"
        "print(hashlib.sha256(render(make_approval())).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | changes, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == hashlib.sha256(sheet).hexdigest()


def test_printing_another_sheet_in_between_changes_nothing(sheet: bytes):
    render(make_approval(applicant="贵州𬭊䶮科技有限公司"))
    assert render(make_approval()) == sheet


def test_the_code_depends_on_all_that_is_shown():
    approval = make_approval()
    changed = (
        replace(approval, amount_fen=approval.amount_fen + 1),
        replace(approval, number="2025-M3-0003-SP02"),
        replace(approval, checks=approval.checks[:-1]),
        replace(approval, resolution=replace(approval.resolution, number="")),
    )
    codes = {code_of(paper) for paper in (approval, *changed)}
    assert len(codes) == 5
    assert all(len(code) == 14 for code in codes)
    assert code_of(make_approval()) == code_of(approval)


def test_a_camera_reads_number_and_code_from_every_page(sheet: bytes):
    expected = f"GYGA1:2025-M3-0003-SP01:{code_of(make_approval())}"
    for image in pages(sheet, 150):
        assert [found.text for found in zxingcpp.read_barcodes(_picture(image))] == [expected]


def test_the_body_keeps_the_margins_of_the_standard(sheet: bytes):
    for image in pages(sheet, 150):
        ink = _picture(image).point(lambda level: 255 if level < 200 else 0)
        left, _, right, bottom = ink.getbbox()
        assert left >= 27.5 * MM
        assert image.width - right >= 25.5 * MM
        body = ink.crop((0, int(37.5 * MM), image.width, image.height - int(34 * MM)))
        assert body.getbbox() is not None
        gap = ink.crop((0, image.height - int(34.5 * MM), image.width, image.height - int(30 * MM)))
        assert gap.crop((int(70 * MM), 0, int(90 * MM), gap.height)).getbbox() is None
        assert image.height - bottom >= 12 * MM


def test_sections_that_run_on_repeat_their_head(sheet: bytes, run_on: Callable[..., str]):
    second = run_on(sheet, "pdftotext", "-raw", "-f", "2", "-l", "2", after=("-",))
    assert "二、审核情况(续表)" in second
    assert "核验与说明" in second
    assert "— 2 —" in second


def test_each_page_says_which_paper_it_belongs_to(sheet: bytes, run_on: Callable[..., str]):
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        count = len(pdf.pages)
    assert count == 4
    for number in range(1, count + 1):
        text = run_on(sheet, "pdftotext", "-raw", "-f", str(number), "-l", str(number), after=("-",))
        assert "2025-M3-0003-SP01" in text
        assert code_of(make_approval()) in text
        assert make_approval().sample in text
        assert f"— {number} —" in text


def test_no_print_time_unless_given(read_text: Callable[[bytes], str], sheet: bytes):
    assert "打印" not in read_text(sheet)
    assert "2025-07-30 08:00打印".replace(" ", "") in read_text(render(make_approval(printed_at="2025-07-30 08:00")))
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Author"}


def test_title_and_language_are_set(sheet: bytes):
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "贵阳贵安人工智能大模型政策支持项目审批表 2025-M3-0003-SP01"
        assert str(pdf.Root.Lang) == "zh-CN"


def _fields(pdf: bytes) -> dict[str, tuple[int, list[float]]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        places = [(number, annot) for number, page in enumerate(opened.pages) for annot in page.obj.get("/Annots", [])]
        return {str(annot.T): (number, [float(side) for side in annot.Rect]) for number, annot in places}


def test_three_empty_signature_fields_stand_beside_their_labels(sheet: bytes, run_on: Callable[..., str]):
    fields = _fields(sheet)
    assert list(fields) == ["Reviewer", "Chair", "Clerk"]
    for title, (page, (left, bottom, right, top)) in zip(("审核员", "主任", "经办人"), fields.values(), strict=True):
        assert right - left > 150
        assert top - bottom > 50
        words = run_on(sheet, "pdftotext", "-bbox", "-f", str(page + 1), "-l", str(page + 1), after=("-",))
        heights = [float(line.split('"')[3]) for line in words.splitlines() if f">{title}<" in line]
        assert any(bottom < 841.89 - height < top + 60 for height in heights)
    assert run_on(sheet, "pdfsig").count("The signature form field is not signed") == 3


def test_struck_experts_are_crossed_out(read_text: Callable[[bytes], str], sheet: bytes):
    text = read_text(sheet)
    assert "计入去除计入回避去除计入缺评" in text
    score = make_approval().score
    assert score is not None
    plain = tuple(replace(line, use=score.experts[0].use) for line in score.experts)
    assert render(make_approval(score=replace(score, experts=plain))) != sheet


def test_a_sheet_without_scores_numbers_its_sections_on(read_text: Callable[[bytes], str]):
    text = read_text(render(make_approval(score=None)))
    assert "专家评审" not in text.replace("2025年度人工智能大模型示范应用场景评审会", "")
    assert "三、支持金额核算" in text


def test_many_experts_stand_in_even_bands(read_text: Callable[[bytes], str]):
    score = make_approval().score
    assert score is not None
    many = tuple(replace(score.experts[0], expert=f"专家{number}") for number in range(1, 12))
    text = read_text(render(make_approval(score=ScoreBlock(many, "90.00", None, None))))
    assert "专家专家1专家2专家3专家4专家5专家6" in text
    assert "专家专家7专家8专家9专家10专家11" in text


def test_a_departure_from_rank_order_prints_its_reason(read_text: Callable[[bytes], str]):
    held = replace(make_approval().resolution, departure="第9名与已入选项目属同一集团")
    assert "未按排名说明第9名与已入选项目属同一集团" in read_text(render(make_approval(resolution=held)))


LONG = "".join(f"该项目数据来源合规,模型训练与推理全部在贵阳贵安完成(见附件Z{number:03d})。" for number in range(120))


def test_long_texts_run_over_pages_and_lose_nothing(run_on: Callable[..., str]):
    check = CheckLine("3.3", "申报单位为建设主体", "是", "第三条", "陈思远", note=LONG.replace("Z", "Y"))
    printed = render(make_approval(facts=(("应用成效", LONG),), checks=(check,)))
    text = run_on(printed, "pdftotext", "-raw", after=("-",))
    for letter in "ZY":
        found = re.findall(rf"{letter}(\d\d\d)", text)
        assert [int(number) for number in found] == list(range(120))
    assert "一、项目基本情况(续表)" in text
    assert "二、审核情况(续表)" in text


def test_an_opinion_longer_than_a_page_is_refused():
    with pytest.raises(PaperError, match="审核审批意见"):
        render(make_approval(opinions=(Opinion(Role.REVIEWER, LONG),)))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"applicant": "贵州\ue863科技"}, "申报单位"),
        ({"facts": (("应用领域", "智能\x07制造"),)}, "应用领域"),
        ({"opinions": (Opinion(Role.REVIEWER, "同意😀"),)}, "审核审批意见"),
    ],
)
def test_an_unprintable_character_stops_the_sheet(change: dict[str, object], field: str):
    with pytest.raises(PaperError, match=f"“{field}”"):
        render(make_approval(**change))


def test_a_missing_typeface_is_one_sentence(tmp_path: Path):
    program = (
        "import sys\nfrom pathlib import Path\nfrom gyga_desk.errors import PaperError\n"
        "from gyga_desk.formats.pdf.approval import render\n"
        "from tests.core.formats_pdf.sample_approval import make_approval\n"
        "try:\n    render(make_approval(), Path(sys.argv[1]))\n"
        "except PaperError as refused:\n    print(refused)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], cwd=ROOT, capture_output=True, check=True)
    assert "FandolFang.ttf" in done.stdout.decode()


@pytest.mark.parametrize("fen", [1, 10**13 - 1])
def test_small_and_huge_amounts_fit(fen: int, read_text: Callable[[bytes], str]):
    text = read_text(render(make_approval(amount_fen=fen, city_fen=fen, district_fen=0)))
    assert capitals(fen) in text


def test_reading_the_nouns_loads_no_drawing_library():
    program = (
        "import sys\nimport gyga_desk.formats.pdf.approval, gyga_desk.formats.keys, gyga_desk.formats.signatures\n"
        "import gyga_desk.formats.preview\n"
        "heavy = {'reportlab', 'pikepdf', 'pyhanko', 'cryptography', 'pypdfium2', 'segno', 'asn1crypto'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_sheet_takes_any_approval_without_optional_parts():
    bare = make_approval(document_number="", sample="", replaces="", score=None, facts=(), derivation=())
    assert isinstance(bare, Approval)
    assert len(pages(render(bare), 40)) >= 3
